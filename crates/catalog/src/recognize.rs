//! Recognizes the source of a file by its content, without decoding it.
//!
//! Only a bounded part is looked at: the head, and the tail where a format keeps its directory there. Any bytes are answered.

use std::fmt::Write as _;

use crate::source::{Signature, SourceId};

mod archive;
mod workbook;

/// How much of the head is searched for a header line, a page or a feed.
const HEAD_BYTES: usize = 64 * 1024;
/// How much of a page is searched for its marks: what browsers and their extensions save can put long scripts before the page itself.
const PAGE_BYTES: usize = 1024 * 1024;
/// How much of the head and of the tail is searched for the column names of a columnar file.
const COLUMNAR_BYTES: usize = 256 * 1024;
/// The end record of a ZIP directory (22 bytes) and the longest comment that can follow it.
const ZIP_END_BYTES: usize = 22 + 65_535;
/// How much of a header is quoted in a reason, in characters.
const QUOTE_CHARS: usize = 200;
/// How many column names of a header are quoted.
const QUOTE_COLUMNS: usize = 8;

/// What a page has and no other markup that is handed in.
const HTML_MARKS: &[&[u8]] =
    &[b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<meta", b"<table", b"<div", b"<center", b"<script", b"<h1", b"<p>"];

/// Why no source recognizes a file; written for a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRecognized {
    /// No bytes.
    #[error("the file is empty")]
    Empty,
    /// Nothing but white space.
    #[error("the file holds nothing but white space")]
    Blank,
    /// A page, often an error page, in place of data.
    #[error(
        "this is an HTML page{}, not a data file: the publisher may have answered with an error page, whatever the file is called",
        title.as_ref().map(|text| format!(" titled \"{text}\"")).unwrap_or_default()
    )]
    HtmlPage {
        /// The title of the page.
        title: Option<String>,
    },
    /// An RSS feed of somebody else.
    #[error("this is an RSS feed, but not one of a federal court: no link to a host ecf.<court>.uscourts.gov was found in it")]
    OtherFeed,
    /// XML of no known kind.
    #[error("this is an XML document of a kind that no source uses")]
    OtherXml,
    /// A workbook without the directory at its end.
    #[error("this is an Excel workbook (XLSX) that was cut off: the ZIP directory at its end is missing; fetch it again")]
    TruncatedWorkbook,
    /// A whole workbook.
    #[error("this is an Excel workbook (XLSX) whose layout no source uses{}{}", sheets_shown(sheets), describe(nearest.as_ref()))]
    OtherWorkbook {
        /// The first names of its sheets, cut and with control characters escaped.
        sheets: Vec<String>,
        /// The nearest source, if at least half of its sheets are there.
        nearest: Option<Nearest>,
    },
    /// A workbook of the binary format.
    #[error("this is an Office document of the old binary format (such as XLS), which no source uses")]
    OldOfficeDocument,
    /// A ZIP archive without the directory at its end.
    #[error("this is a ZIP archive that was cut off: the directory at its end is missing; fetch it again")]
    TruncatedZip,
    /// One file of a release that is several.
    #[error(
        "this is one file of an individual-level release of ICE; hand in the whole release: `plumbline ingest FOLDER --source ice-individual-release`, or a ZIP archive of all its files"
    )]
    PartOfRelease,
    /// A ZIP archive.
    #[error("this is a ZIP archive; unpack it and hand in the files that it holds")]
    Zip,
    /// Compressed by gzip.
    #[error("this is a gzip file; unpack it and hand in what it holds")]
    Gzip,
    /// A PDF.
    #[error("this is a PDF document; hand in the data file that it describes")]
    Pdf,
    /// JSON.
    #[error("this is JSON, which no source uses")]
    Json,
    /// A columnar file that does not end as it must.
    #[error("this is {format} file that was cut off: the mark at its end is missing; fetch it again")]
    TruncatedColumnar {
        /// "a Parquet" or "an Arrow".
        format: &'static str,
    },
    /// A columnar file with other columns.
    #[error("this is {format} file whose columns fit no source{}", describe(nearest.as_ref()))]
    OtherColumnar {
        /// "a Parquet" or "an Arrow".
        format: &'static str,
        /// The nearest source, if at least half of its columns are there.
        nearest: Option<Nearest>,
    },
    /// Text in UTF-16.
    #[error("this is text in UTF-16; save it as UTF-8 and hand it in again")]
    Utf16,
    /// Text with a header that fits no source.
    #[error("the header of this text fits no source; it begins: {header}{}", describe(nearest.as_ref()))]
    OtherHeader {
        /// The first column names, cut and with control characters escaped.
        header: String,
        /// The nearest source, if at least half of its columns are there.
        nearest: Option<Nearest>,
    },
    /// None of these.
    #[error("this is a binary file of unknown kind")]
    Binary,
}

/// The source whose header comes nearest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// The source.
    pub source: SourceId,
    /// Its columns that the header lacks.
    pub missing: Vec<&'static str>,
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

fn sheets_shown(sheets: &[String]) -> String {
    if sheets.is_empty() {
        return "; the list of its sheets could not be read".to_owned();
    }
    format!("; its sheets are {}", quote(sheets))
}

fn describe(nearest: Option<&Nearest>) -> String {
    match nearest {
        Some(Nearest { source, missing }) => {
            let parts = if matches!(source.source().signature, Signature::Workbook { .. }) { "sheets" } else { "columns" };
            format!("; the nearest source is {source}, of whose {parts} it lacks {}", list(missing))
        }
        None => String::new(),
    }
}

/// Names the source of a file, or says in one sentence why there is none.
///
/// If a file satisfies several signatures the one with the most columns is taken: a sector profile also has every column of the
/// staffing table.
pub fn recognize(bytes: &[u8]) -> Result<SourceId, NotRecognized> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.is_empty() {
        return Err(NotRecognized::Empty);
    }
    let head = start_of(bytes, HEAD_BYTES);
    if bytes.len() == head.len() && head.iter().all(u8::is_ascii_whitespace) {
        return Err(NotRecognized::Blank);
    }
    match magic(bytes) {
        Some(Magic::Columnar { format, mark }) => return columnar(bytes, format, mark),
        Some(Magic::Zip) => return zip(bytes),
        Some(Magic::Known(reason)) => return Err(reason),
        None => {}
    }
    if head.trim_ascii_start().first() == Some(&b'<') {
        return markup(head, start_of(bytes, PAGE_BYTES));
    }
    if looks_binary(head) {
        return Err(NotRecognized::Binary);
    }
    if let Some(id) = declaration(head) {
        return Ok(id);
    }
    if looks_like_json(head) {
        return json(bytes).or_else(|_| delimited(head)).map_err(|_| NotRecognized::Json);
    }
    delimited(head)
}

enum Magic {
    Columnar { format: &'static str, mark: &'static [u8] },
    Zip,
    Known(NotRecognized),
}

fn magic(bytes: &[u8]) -> Option<Magic> {
    let columnar = |format, mark| Some(Magic::Columnar { format, mark });
    match bytes {
        [b'P', b'A', b'R', b'1', ..] => columnar("a Parquet", b"PAR1"),
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] => columnar("an Arrow", b"ARROW1"),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Magic::Zip),
        [0x1f, 0x8b, ..] => Some(Magic::Known(NotRecognized::Gzip)),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(Magic::Known(NotRecognized::OldOfficeDocument)),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(Magic::Known(NotRecognized::Utf16)),
        _ if bytes.trim_ascii_start().starts_with(b"%PDF-") => Some(Magic::Known(NotRecognized::Pdf)),
        _ => None,
    }
}

fn columnar(bytes: &[u8], format: &'static str, mark: &[u8]) -> Result<SourceId, NotRecognized> {
    if bytes.len() < 2 * mark.len() || !bytes.ends_with(mark) {
        return Err(NotRecognized::TruncatedColumnar { format });
    }
    let parts = [start_of(bytes, COLUMNAR_BYTES), end_of(bytes, COLUMNAR_BYTES)];
    choose(|signature| match signature {
        Signature::Columnar { names } => Some((names, lacking(names, |name| parts.iter().any(|part| holds_name(part, name))))),
        _ => None,
    })
    .map_err(|nearest| {
        let is_part = archive::COLUMNS_OF_PARTS.iter().any(|name| parts.iter().any(|part| holds_name(part, name)));
        if is_part { NotRecognized::PartOfRelease } else { NotRecognized::OtherColumnar { format, nearest } }
    })
}

fn lacking(columns: &[&'static str], holds: impl Fn(&str) -> bool) -> Vec<&'static str> {
    columns.iter().copied().filter(|column| !holds(column)).collect()
}

/// Of the sources whose columns are all there the one with the most columns, else the one nearest, if at least half of its columns
/// are there. `compare` gives the columns of a signature and those that the file lacks, for signatures of the file's kind.
fn choose(compare: impl Fn(Signature) -> Option<(&'static [&'static str], Vec<&'static str>)>) -> Result<SourceId, Option<Nearest>> {
    let mut exact: Option<(usize, SourceId)> = None;
    let mut nearest: Option<(usize, usize, Nearest)> = None;
    let kinds = SourceId::ALL.iter().flat_map(|&source| source.source().signature.kinds().iter().map(move |kind| (source, *kind)));
    for (source, kind) in kinds {
        let Some((columns, missing)) = compare(kind) else {
            continue;
        };
        let (of, found) = (columns.len(), columns.len() - missing.len());
        if missing.is_empty() {
            if exact.is_none_or(|(most, _)| found > most) {
                exact = Some((found, source));
            }
        } else if found * 2 >= of {
            // A larger share of the columns is nearer; shares are compared as cross products.
            if nearest.as_ref().is_none_or(|(best_found, best_of, _)| found * best_of > best_found * of) {
                nearest = Some((found, of, Nearest { source, missing }));
            }
        }
    }
    match exact {
        Some((_, source)) => Ok(source),
        None => Err(nearest.map(|(_, _, nearest)| nearest)),
    }
}

/// Parquet writes a name after its length as one byte (for fewer than 128), Arrow after its length as four, little end first.
/// Without the length a short name would be found in any text.
fn holds_name(part: &[u8], name: &str) -> bool {
    let Ok(length) = u8::try_from(name.len()) else {
        return false;
    };
    let with = |prefix: &[u8]| [prefix, name.as_bytes()].concat();
    contains(part, &with(&[length])) || contains(part, &with(&[length, 0, 0, 0]))
}

fn zip(bytes: &[u8]) -> Result<SourceId, NotRecognized> {
    if let Some(source) = archive::of_members(bytes) {
        return Ok(source);
    }
    let head = start_of(bytes, HEAD_BYTES);
    let tail = end_of(bytes, ZIP_END_BYTES + COLUMNAR_BYTES);
    let is_workbook = [head, tail].iter().any(|part| contains(part, b"xl/workbook") || contains(part, b"xl/worksheets"));
    let is_office = is_workbook || contains(head, b"[Content_Types].xml");
    match (zip_directory_is_there(bytes), is_workbook, is_office) {
        (true, true, _) => of_sheets(&workbook::sheet_names(bytes)),
        (true, false, _) => Err(NotRecognized::Zip),
        (false, _, true) => Err(NotRecognized::TruncatedWorkbook),
        (false, _, false) => Err(NotRecognized::TruncatedZip),
    }
}

fn of_sheets(sheets: &[String]) -> Result<SourceId, NotRecognized> {
    let begins = |beginning: &str| {
        let names = sheets.iter().map(|name| name.trim().as_bytes());
        names.filter_map(|name| name.get(..beginning.len())).any(|start| start.eq_ignore_ascii_case(beginning.as_bytes()))
    };
    choose(|signature| match signature {
        Signature::Workbook { sheets } => Some((sheets, lacking(sheets, begins))),
        _ => None,
    })
    .map_err(|nearest| match nearest {
        None if archive::is_part(sheets) => NotRecognized::PartOfRelease,
        nearest => NotRecognized::OtherWorkbook { sheets: sheets.iter().take(QUOTE_COLUMNS + 1).cloned().collect(), nearest },
    })
}

/// The end record is the last thing in a ZIP file, but for a comment whose length it states.
fn zip_directory_is_there(bytes: &[u8]) -> bool {
    let tail = end_of(bytes, ZIP_END_BYTES);
    tail.windows(22).enumerate().any(|(at, record)| {
        let comment = match record {
            [b'P', b'K', 5, 6, .., low, high] => usize::from(u16::from_le_bytes([*low, *high])),
            _ => return false,
        };
        at + record.len() + comment == tail.len()
    })
}

fn markup(head: &[u8], page: &[u8]) -> Result<SourceId, NotRecognized> {
    let lower = head.to_ascii_lowercase();
    let is_feed = contains(&lower, b"<rss") || contains(&lower, b"<rdf:rdf");
    if is_feed {
        for &id in SourceId::ALL {
            if let Signature::Feed { host_prefix, host_suffix } = id.source().signature
                && shows_host(&lower, host_prefix, host_suffix)
            {
                return Ok(id);
            }
        }
    }
    if is_feed {
        Err(NotRecognized::OtherFeed)
    } else if HTML_MARKS.iter().any(|mark| contains(&lower, mark)) {
        let page = page.to_ascii_lowercase();
        let shows = |marks: &[&[&str]]| marks.iter().all(|group| group.iter().any(|mark| contains(&page, mark.as_bytes())));
        let page = SourceId::ALL.iter().copied().find(|id| match id.source().signature {
            Signature::Page { marks } => shows(marks),
            _ => false,
        });
        page.ok_or_else(|| NotRecognized::HtmlPage { title: html_title(head, &lower) })
    } else {
        Err(NotRecognized::OtherXml)
    }
}

/// True if `<prefix><name><suffix>` occurs, the name being one label of letters and digits.
fn shows_host(lower: &[u8], prefix: &str, suffix: &str) -> bool {
    lower.windows(prefix.len()).enumerate().filter(|(_, window)| *window == prefix.as_bytes()).any(|(at, window)| {
        let rest = lower.get(at + window.len()..).unwrap_or_default();
        let label = rest.iter().take(32).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        label > 0 && rest.get(label..).is_some_and(|after| after.starts_with(suffix.as_bytes()))
    })
}

fn html_title(head: &[u8], lower: &[u8]) -> Option<String> {
    let after_tag = find(lower, b"<title")?;
    let start = after_tag + lower.get(after_tag..)?.iter().position(|&byte| byte == b'>')? + 1;
    let length = find(lower.get(start..)?, b"<")?;
    let text = String::from_utf8_lossy(head.get(start..start + length)?);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then(|| printable(&words, 80))
}

/// Text has no NUL bytes and hardly any other control characters; ISO-8859-1 bytes are text.
fn looks_binary(head: &[u8]) -> bool {
    let controls = head.iter().filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()).count();
    head.contains(&0) || controls * 20 > head.len()
}

fn looks_like_json(head: &[u8]) -> bool {
    let text = head.trim_ascii_start();
    let next = text.get(1..).unwrap_or_default().trim_ascii_start().first();
    match text.first() {
        Some(b'{') => matches!(next, None | Some(b'"' | b'}')),
        Some(b'[') => matches!(next, None | Some(b'"' | b'{' | b'[' | b']' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')),
        _ => false,
    }
}

/// What a document is about may follow after a long list, so that its end is looked at too.
fn json(bytes: &[u8]) -> Result<SourceId, Option<Nearest>> {
    let parts = [start_of(bytes, HEAD_BYTES), end_of(bytes, HEAD_BYTES)];
    choose(|signature| match signature {
        Signature::Json { names } => Some((names, lacking(names, |name| parts.iter().any(|part| holds_member(part, name))))),
        _ => None,
    })
}

/// True if the name of a member occurs. Within a text a quote is escaped, so that only one that ends with the text itself could be taken for a
/// name, and no colon follows on that.
fn holds_member(part: &[u8], name: &str) -> bool {
    let quoted = [b"\"", name.as_bytes(), b"\""].concat();
    let mut rest = part;
    while let Some(at) = find(rest, &quoted) {
        rest = rest.get(at + quoted.len()..).unwrap_or_default();
        if rest.trim_ascii_start().first() == Some(&b':') {
            return true;
        }
    }
    false
}

/// The source whose marks all stand at the beginning of a line.
fn declaration(head: &[u8]) -> Option<SourceId> {
    let begins = |mark: &str| head.split(|byte| *byte == b'\n').any(|line| line.trim_ascii_start().starts_with(mark.as_bytes()));
    SourceId::ALL.iter().copied().find(|id| match id.source().signature {
        Signature::Declaration { marks } => marks.iter().all(|group| group.iter().any(|mark| begins(mark))),
        _ => false,
    })
}

fn delimited(head: &[u8]) -> Result<SourceId, NotRecognized> {
    choose(|signature| match signature {
        Signature::DelimitedHeader { delimiter, columns } => {
            let header = header(head, delimiter);
            let holds = |column: &str| header.iter().any(|name| name.eq_ignore_ascii_case(column));
            Some((columns, lacking(columns, holds)))
        }
        _ => None,
    })
    .map_err(|nearest| match header(head, likely_delimiter(head)) {
        header if header.iter().any(|column| archive::is_column_of_part(column)) => NotRecognized::PartOfRelease,
        header => NotRecognized::OtherHeader { header: quote(&header), nearest },
    })
}

/// The names of the first line that is not empty, trimmed.
fn header(head: &[u8], delimiter: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(first_line(head));
    let mut record = csv::ByteRecord::new();
    match reader.read_byte_record(&mut record) {
        Ok(true) => record.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect(),
        Ok(false) | Err(_) => Vec::new(),
    }
}

/// The first line that is not empty. A header is one line: a quote that is never closed must not swallow the file.
fn first_line(head: &[u8]) -> &[u8] {
    let start = head.iter().position(|byte| !matches!(byte, b'\n' | b'\r')).unwrap_or(0);
    let text = head.get(start..).unwrap_or(head);
    let end = text.iter().position(|&byte| byte == b'\n' || byte == b'\r').unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

fn likely_delimiter(head: &[u8]) -> u8 {
    let line = first_line(head);
    let count = |delimiter: u8| line.split(|&byte| byte == delimiter).count();
    // `max_by_key` gives the last of equals, so the comma wins a draw.
    [b'|', b';', b'\t', b','].into_iter().max_by_key(|&delimiter| count(delimiter)).unwrap_or(b',')
}

fn quote(names: &[String]) -> String {
    let mut text = String::new();
    for (position, name) in names.iter().take(QUOTE_COLUMNS).enumerate() {
        let separator = if position == 0 { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(text, "{separator}\"{}\"", printable(name, QUOTE_CHARS));
    }
    if names.len() > QUOTE_COLUMNS {
        text.push_str(", …");
    }
    printable(&text, QUOTE_CHARS)
}

/// Text from outside for a message: cut to so many characters, with control characters and invisible or direction-changing ones
/// escaped.
pub(crate) fn printable(text: &str, limit: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for character in text.chars() {
        let hidden = character.is_control()
            || matches!(
                character,
                '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
            );
        let written = if hidden { character.escape_default().to_string() } else { character.to_string() };
        length += written.chars().count();
        if length > limit {
            out.push('…');
            break;
        }
        out.push_str(&written);
    }
    out
}

fn start_of(bytes: &[u8], length: usize) -> &[u8] {
    bytes.get(..length).unwrap_or(bytes)
}

fn end_of(bytes: &[u8], length: usize) -> &[u8] {
    bytes.get(bytes.len().saturating_sub(length)..).unwrap_or(bytes)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    find(haystack, needle).is_some()
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len().max(1)).position(|window| window == needle)
}

#[cfg(test)]
mod tests;
