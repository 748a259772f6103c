//! The small parts: which sheets there are and where, and how cells are formatted.

use std::collections::{HashMap, HashSet};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::{
    Limits, Source,
    container::Container,
    part::{Fault, Part},
    styles::Styles,
    text::{quoted, quoted_bytes},
};

/// The longest of the small parts, unpacked. Styles are the largest, some megabytes where years of copying have multiplied them.
const MOST_BYTES: u64 = 64 << 20;

/// The most cell styles: Excel's own limit is 65,490.
const MOST_STYLES: usize = 100_000;

/// Whether a workbook counts days from 1900 or from 1904.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Epoch {
    #[default]
    Of1900,
    Of1904,
}

/// One sheet, as the workbook lists it.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    /// Why there is none is told when the sheet is read; the others can be.
    pub(crate) part: Result<Part, Fault>,
}

/// Everything that is known before strings and sheets are read.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) sheets: Vec<Sheet>,
    pub(crate) epoch: Epoch,
    pub(crate) styles: Styles,
    pub(crate) strings: Option<Part>,
}

impl Package {
    pub(crate) fn read(container: &mut Container, source: &Source, limits: &Limits) -> Result<Self, Fault> {
        let main = main_part(container, source, limits)?;
        let listed = listed_sheets(&bytes(container, source, limits, &main)?, &main, limits)?;
        let relationships_name = relationships_of(&main);
        let relationships = if container.has(&relationships_name) {
            relationships(&bytes(container, source, limits, &relationships_name)?, &relationships_name)?
        } else {
            Relationships::default()
        };
        let mut sheets = Vec::with_capacity(listed.sheets.len());
        for (name, id) in listed.sheets {
            let part = relationships.target(&main, &id).and_then(|target| container.part(&target));
            sheets.push(Sheet { name, part });
        }
        let styles = match relationships.of_kind(&main, "styles")? {
            Some(name) => styles(&bytes(container, source, limits, &name)?, &name)?,
            None => Styles::default(),
        };
        let strings = relationships.of_kind(&main, "sharedStrings")?.map(|name| container.part(&name)).transpose()?;
        Ok(Self { sheets, epoch: listed.epoch, styles, strings })
    }
}

fn bytes(container: &mut Container, source: &Source, limits: &Limits, name: &str) -> Result<Vec<u8>, Fault> {
    container.part(name)?.bytes(source, limits, MOST_BYTES).map_err(|Fault(reason)| Fault(format!("{} {reason}", quoted(name))))
}

/// The part that lists the sheets, or what the container holds instead.
fn main_part(container: &mut Container, source: &Source, limits: &Limits) -> Result<String, Fault> {
    const ROOT: &str = "_rels/.rels";
    let mut main = None;
    if container.has(ROOT) {
        main = relationships(&bytes(container, source, limits, ROOT)?, ROOT)?.of_kind("", "officeDocument")?;
    }
    let main = main.unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let lower = main.to_ascii_lowercase();
    let what = if lower.ends_with("workbook.bin") || (!container.has(&main) && container.has("xl/workbook.bin")) {
        "is a binary workbook (.xlsb); save it as .xlsx"
    } else if lower.starts_with("word/") {
        "is a Word document, not a workbook"
    } else if lower.starts_with("ppt/") {
        "is a presentation, not a workbook"
    } else if container.has(&main) {
        return Ok(main);
    } else if container.has("content.xml") && container.has("mimetype") {
        "is an OpenDocument file; save it as .xlsx"
    } else {
        return Err(Fault(format!("this file is a ZIP file, but no workbook: {} is not in it", quoted(&main))));
    };
    Err(Fault(format!("this file {what}")))
}

/// `xl/_rels/workbook.xml.rels` of `xl/workbook.xml`.
fn relationships_of(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
    if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") }
}

/// An element of a small part.
struct Element<'e> {
    /// Local names of the elements that it lies in, the outermost first.
    path: &'e [Vec<u8>],
    start: &'e BytesStart<'e>,
}

impl Element<'_> {
    fn is(&self, path: &[&str]) -> bool {
        let name = self.start.local_name();
        let Some((last, before)) = path.split_last() else { return false };
        name.as_ref() == last.as_bytes()
            && self.path.len() == before.len()
            && self.path.iter().zip(before).all(|(name, wanted)| name.as_slice() == wanted.as_bytes())
    }

    /// The value of an attribute by its local name.
    fn attribute(&self, name: &str) -> Result<Option<String>, Fault> {
        for attribute in self.start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| Fault(format!("is not well-formed: {error}")))?;
            if attribute.key.local_name().as_ref() == name.as_bytes() {
                let value = attribute.unescape_value();
                let value = value.map_err(|error| Fault(format!("is not well-formed: {error}")))?;
                return Ok(Some(value.into_owned()));
            }
        }
        Ok(None)
    }
}

/// Calls for every element of a small part, whose outermost must be called `root`.
fn each_element(xml: &[u8], name: &str, root: &str, mut see: impl FnMut(&Element<'_>) -> Result<(), Fault>) -> Result<(), Fault> {
    /// Elements of small parts nest less than ten deep.
    const MOST_DEPTH: usize = 200;
    let mut walk = || {
        let mut reader = Reader::from_reader(xml);
        let mut path: Vec<Vec<u8>> = Vec::new();
        let mut is_first = true;
        loop {
            let event = reader.read_event().map_err(|error| Fault(format!("is not well-formed: {error}")))?;
            match &event {
                Event::Start(start) | Event::Empty(start) => {
                    let local = start.local_name();
                    if std::mem::take(&mut is_first) && local.as_ref() != root.as_bytes() {
                        return Err(Fault(format!("is something else: its first element is {}", quoted_bytes(local.as_ref()))));
                    }
                    see(&Element { path: &path, start })?;
                    if matches!(event, Event::Start(_)) {
                        if path.len() >= MOST_DEPTH {
                            return Err(Fault(format!("nests elements more than {MOST_DEPTH} deep")));
                        }
                        path.push(local.as_ref().to_vec());
                    }
                }
                Event::End(_) => drop(path.pop()),
                Event::DocType(_) => {
                    return Err(Fault::from(
                        "declares a document type; workbooks have none, and it could hold entities that expand without end",
                    ));
                }
                Event::Eof if path.is_empty() && !is_first => return Ok(()),
                Event::Eof => return Err(Fault::from("ends inside of an element")),
                _ => {}
            }
        }
    };
    walk().map_err(|Fault(reason)| Fault(format!("{} {reason}", quoted(name))))
}

#[derive(Debug, Default)]
struct Listed {
    /// Names and the relationships that lead to them.
    sheets: Vec<(String, String)>,
    epoch: Epoch,
}

fn listed_sheets(xml: &[u8], name: &str, limits: &Limits) -> Result<Listed, Fault> {
    let mut listed = Listed::default();
    each_element(xml, name, "workbook", |element| {
        if element.is(&["workbook", "workbookPr"]) {
            let flag = element.attribute("date1904")?;
            if flag.is_some_and(|flag| matches!(flag.as_str(), "1" | "true" | "on")) {
                listed.epoch = Epoch::Of1904;
            }
        } else if element.is(&["workbook", "sheets", "sheet"]) {
            if listed.sheets.len() >= limits.sheets {
                return Err(Fault(format!("lists more than {} sheets", limits.sheets)));
            }
            let sheet_name = element.attribute("name")?.ok_or("lists a sheet without a name")?;
            listed.sheets.push((sheet_name, element.attribute("id")?.unwrap_or_default()));
        }
        Ok(())
    })?;
    if listed.sheets.is_empty() {
        return Err(Fault(format!("{} lists no sheets", quoted(name))));
    }
    Ok(listed)
}

#[derive(Debug)]
struct Relationship {
    kind: String,
    target: String,
    is_outside: bool,
}

#[derive(Debug, Default)]
struct Relationships(HashMap<String, Relationship>);

impl Relationships {
    /// The part that a relationship of `from` leads to.
    fn target(&self, from: &str, id: &str) -> Result<String, Fault> {
        let relationship = self.0.get(id).ok_or_else(|| Fault(format!("there is no relationship {} that leads to a part", quoted(id))))?;
        if relationship.is_outside {
            return Err(Fault(format!("a relationship leads out of the file, to {}", quoted(&relationship.target))));
        }
        resolve(from, &relationship.target)
    }

    /// The part of a kind, by the last word of the kind's address; there is one at most.
    fn of_kind(&self, from: &str, kind: &str) -> Result<Option<String>, Fault> {
        let ids: Vec<&String> = self.0.iter().filter(|(_, other)| other.kind == kind).map(|(id, _)| id).collect();
        match ids.as_slice() {
            [] => Ok(None),
            [id] => self.target(from, id).map(Some),
            _ => {
                Err(Fault(format!("{} names {} parts of the kind `{kind}`; there can be one", quoted(&relationships_of(from)), ids.len())))
            }
        }
    }
}

fn relationships(xml: &[u8], name: &str) -> Result<Relationships, Fault> {
    let mut found = HashMap::new();
    each_element(xml, name, "Relationships", |element| {
        if !element.is(&["Relationships", "Relationship"]) {
            return Ok(());
        }
        let id = element.attribute("Id")?.unwrap_or_default();
        let kind = element.attribute("Type")?.unwrap_or_default();
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        let target = element.attribute("Target")?.unwrap_or_default();
        let is_outside = element.attribute("TargetMode")?.is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
        if found.insert(id.clone(), Relationship { kind, target, is_outside }).is_some() {
            return Err(Fault(format!("has two relationships {}", quoted(&id))));
        }
        Ok(())
    })?;
    Ok(Relationships(found))
}

/// The name of a part from a target: absolute, or relative to the folder of the part that names it.
fn resolve(from: &str, target: &str) -> Result<String, Fault> {
    let target = target.replace('\\', "/");
    let folder = if target.starts_with('/') { "" } else { from.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut segments: Vec<&str> = Vec::new();
    for segment in folder.split('/').chain(target.split('/')) {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop().ok_or_else(|| Fault(format!("a relationship leads out of the file, to {}", quoted(&target))))?),
            _ => segments.push(segment),
        }
    }
    Ok(segments.join("/"))
}

fn styles(xml: &[u8], name: &str) -> Result<Styles, Fault> {
    let mut codes = HashMap::new();
    let mut cells = Vec::new();
    let mut seen = HashSet::new();
    each_element(xml, name, "styleSheet", |element| {
        if element.is(&["styleSheet", "numFmts", "numFmt"]) {
            let id = element.attribute("numFmtId")?.and_then(|id| id.trim().parse().ok());
            if let (Some(id), Some(code)) = (id, element.attribute("formatCode")?) {
                seen.insert(id);
                codes.insert(id, code);
            }
        } else if element.is(&["styleSheet", "cellXfs", "xf"]) {
            cells.push(element.attribute("numFmtId")?.and_then(|id| id.trim().parse().ok()).unwrap_or(0));
        }
        if seen.len() > MOST_STYLES || cells.len() > MOST_STYLES {
            return Err(Fault(format!("holds more than {MOST_STYLES} styles")));
        }
        Ok(())
    })?;
    Ok(Styles::new(&codes, &cells))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_absolute_or_relative_to_the_part_that_names_them() {
        let check = |target: &str, wanted: &str| assert_eq!(resolve("xl/workbook.xml", target).ok().as_deref(), Some(wanted), "{target}");
        check("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml");
        check("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml");
        check("./worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml");
        check("../customXml/item1.xml", "customXml/item1.xml");
        assert!(resolve("xl/workbook.xml", "../../etc/passwd").is_err());
    }

    #[test]
    fn relationships_lie_beside_their_part() {
        assert_eq!(relationships_of("xl/workbook.xml"), "xl/_rels/workbook.xml.rels");
        assert_eq!(relationships_of("workbook.xml"), "_rels/workbook.xml.rels");
        assert_eq!(relationships_of(""), "_rels/.rels");
    }
}
