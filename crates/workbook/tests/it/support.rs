//! Makes workbooks, part by part, and tells what was read of them.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
    sync::Arc,
};

use workbook::{Limits, Rows, Source, Value, Workbook, address};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

pub(crate) const SHEET: &str = "xl/worksheets/sheet1.xml";

/// The parts of a workbook that is being made.
#[derive(Debug, Clone)]
pub(crate) struct Book {
    pub(crate) parts: Vec<(String, Vec<u8>)>,
}

impl Book {
    /// One sheet `Data`, four cell styles (a number, a day, a time, a code of its own with text in it) and three shared strings.
    pub(crate) fn new(rows: &str) -> Self {
        let mut book = Self { parts: Vec::new() };
        book.put("_rels/.rels", &relationships(&[("rId1", "officeDocument", "xl/workbook.xml")]));
        book.put("xl/workbook.xml", &workbook(&[("Data", "rId1")]));
        let targets = [
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "styles", "styles.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"),
        ];
        book.put("xl/_rels/workbook.xml.rels", &relationships(&targets));
        book.put(
            "xl/styles.xml",
            &format!(
                "<styleSheet xmlns='{MAIN}'><numFmts count='1'><numFmt numFmtId='164' formatCode='0 &quot;days&quot;'/></numFmts>\
                 <cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>\
                 <cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='20'/><xf numFmtId='164'/></cellXfs></styleSheet>"
            ),
        );
        book.put("xl/sharedStrings.xml", &strings("<si><t>Yes</t></si><si><t>No</t></si><si><t>Krome &amp; Eloy</t></si>"));
        book.put(SHEET, &sheet(rows));
        book
    }

    /// Adds a part, or replaces it.
    pub(crate) fn with(mut self, name: &str, content: &str) -> Self {
        self.put(name, content);
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.parts.retain(|(part, _)| part != name);
        self
    }

    fn put(&mut self, name: &str, content: &str) {
        match self.parts.iter_mut().find(|(part, _)| part == name) {
            Some((_, bytes)) => *bytes = content.as_bytes().to_vec(),
            None => self.parts.push((name.to_owned(), content.as_bytes().to_vec())),
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.parts {
            // Packing megabytes takes long where nothing is optimized.
            let method = if content.len() > 4 << 20 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            writer.start_file(name.as_str(), SimpleFileOptions::default().compression_method(method)).expect("it begins");
            writer.write_all(content).expect("it is written");
        }
        writer.finish().expect("it ends").into_inner()
    }

    pub(crate) fn told(&self) -> String {
        told(self.bytes(), Limits::default())
    }
}

pub(crate) fn sheet(rows: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet xmlns=\"{MAIN}\"><dimension ref=\"A1\"/><sheetData>{rows}</sheetData><pageMargins left=\"1\"/></worksheet>"
    )
}

pub(crate) fn strings(content: &str) -> String {
    format!("<sst xmlns=\"{MAIN}\">{content}</sst>")
}

/// A list of sheets by name and relationship.
pub(crate) fn workbook(sheets: &[(&str, &str)]) -> String {
    let mut out = format!("<workbook xmlns='{MAIN}' xmlns:r='{DOCUMENT}'><sheets>");
    for (at, (name, id)) in sheets.iter().enumerate() {
        let _ = write!(out, "<sheet name='{name}' sheetId='{}' r:id='{id}'/>", at + 1);
    }
    out + "</sheets></workbook>"
}

/// Relationships by name, kind and target.
pub(crate) fn relationships(targets: &[(&str, &str, &str)]) -> String {
    let mut out = format!("<Relationships xmlns='{PACKAGE}'>");
    for (id, kind, target) in targets {
        let _ = write!(out, "<Relationship Id='{id}' Type='{DOCUMENT}/{kind}' Target='{target}'/>");
    }
    out + "</Relationships>"
}

pub(crate) fn open(bytes: Vec<u8>, limits: Limits) -> Result<Workbook, String> {
    Workbook::open(Source::Bytes(Arc::from(bytes)), limits).map_err(|error| error.to_string())
}

/// Everything that is read, a line for each row, problem and error.
pub(crate) fn told(bytes: Vec<u8>, limits: Limits) -> String {
    let workbook = match open(bytes, limits) {
        Ok(workbook) => workbook,
        Err(error) => return format!("refused: {error}"),
    };
    let mut out = String::new();
    for (at, name) in workbook.sheets().iter().enumerate() {
        let _ = writeln!(out, "{name}:");
        match workbook.rows(at) {
            Ok(mut rows) => tell_rows(&mut out, &workbook, &mut rows),
            Err(error) => {
                let _ = writeln!(out, "  error: {error}");
            }
        }
    }
    out
}

fn tell_rows(out: &mut String, workbook: &Workbook, rows: &mut Rows<'_>) {
    let error = loop {
        match rows.next_row() {
            Ok(None) => break None,
            Err(error) => break Some(error),
            Ok(Some(row)) => {
                let _ = write!(out, "  {}:", row.number);
                for cell in row.cells {
                    let mark = if cell.is_formula { "=" } else { "" };
                    let _ = write!(out, " {}{mark} {}", address(row.number - 1, cell.column), value(workbook, cell.value));
                }
                out.push('\n');
            }
        }
    };
    for problem in rows.problems() {
        let _ = writeln!(out, "  {}: {}", problem.locator, problem.message);
    }
    if let Some(error) = error {
        let _ = writeln!(out, "  error: {error}");
        assert_eq!(rows.next_row().err(), Some(error), "an error stays");
    }
}

pub(crate) fn value(workbook: &Workbook, value: Value<'_>) -> String {
    match value {
        Value::Shared(index) => format!("{:?}", workbook.string(index).expect("the index is in the table")),
        Value::Text(text) => format!("'{}'", text.escape_debug()),
        Value::Number { number, is_date: false } => number.to_string(),
        Value::Number { number, is_date: true } => format!("day {number}"),
        Value::Bool(value) => value.to_string(),
        Value::Error(error) => error.to_owned(),
    }
}
