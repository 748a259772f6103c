//! The names of the sheets of a workbook: the only thing that is unpacked to recognize a file.
//!
//! All workbooks have the same members under the same names; only the list of sheets says which publisher made it.

use std::io::{Cursor, Read as _};

/// The member of the archive that lists the sheets.
const LIST: &str = "xl/workbook.xml";
/// How much of it is unpacked; the longest known has nine thousand bytes.
const MOST_BYTES: u64 = 256 * 1024;
/// Sheets whose names are kept.
const MOST_SHEETS: usize = 200;

/// The names of the sheets in the order of the workbook; none where the list cannot be read.
pub(super) fn sheet_names(bytes: &[u8]) -> Vec<String> {
    list(bytes).map(|xml| names(&String::from_utf8_lossy(&xml))).unwrap_or_default()
}

fn list(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let member = archive.by_name(LIST).ok()?;
    let mut xml = Vec::new();
    member.take(MOST_BYTES).read_to_end(&mut xml).ok()?;
    Some(xml)
}

/// The attribute `name` of each element `sheet`, whatever the prefix of its namespace.
fn names(xml: &str) -> Vec<String> {
    let elements = xml.split('<').skip(1).filter_map(|element| {
        let (tag, attributes) = element.split_once(char::is_whitespace)?;
        (tag.rsplit(':').next() == Some("sheet")).then_some(attributes)
    });
    elements.filter_map(|attributes| attribute(attributes, "name")).take(MOST_SHEETS).collect()
}

fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes;
    loop {
        let (key, after) = rest.split_once('=')?;
        let quote = after.trim_start().chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, further) = after.trim_start().get(1..)?.split_once(quote)?;
        if key.trim() == name {
            return Some(unescaped(value));
        }
        rest = further;
    }
}

/// The five entities of XML; others do not occur in names of sheets and stay as they are.
fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_order_of_attributes_and_under_any_prefix() {
        let xml = "<?xml version='1.0'?><x:workbook><x:sheets><x:sheet sheetId=\"1\" name=\" A &amp; B\" r:id='i'/>\
                   <x:sheet name='TOC'/></x:sheets><sheetView name=\"no\"/></x:workbook>";
        assert_eq!(names(xml), [" A & B", "TOC"]);
        assert_eq!(names("<sheet name=\"cut o"), Vec::<String>::new());
        assert_eq!(sheet_names(b"PK\x03\x04"), Vec::<String>::new());
    }
}
