//! The names of the members of a ZIP archive: the only thing that is looked at to recognize a release of several files.

use std::io::Cursor;

use crate::source::{Signature, SourceId};

/// Members of an archive that is looked into; a release has about twenty.
const MOST_MEMBERS: usize = 10_000;
/// Mark and length of the record that ends the directory of an archive.
const END_MARK: &[u8] = b"PK\x05\x06";

/// A column that every table of such a release has, as its forms write it.
pub(super) const COLUMNS_OF_PARTS: [&str; 2] = ["Anonymized Identifier", "anonymized_identifier"];

/// Whether a table with this column is one of such a release.
pub(super) fn is_column_of_part(column: &str) -> bool {
    COLUMNS_OF_PARTS.iter().any(|known| known.eq_ignore_ascii_case(column.trim()))
}

/// The source of an archive with these members.
pub(super) fn of_members(bytes: &[u8]) -> Option<SourceId> {
    let names = names(bytes);
    SourceId::ALL.iter().copied().find(|id| {
        id.source().signature.kinds().iter().any(|kind| match kind {
            Signature::Archive { words, endings } => names.iter().any(|name| fits(name, words, endings)),
            _ => false,
        })
    })
}

/// Whether a sheet or a file is called like a member of such an archive: somebody hands in a part of a release.
pub(super) fn is_part(names: &[String]) -> bool {
    SourceId::ALL.iter().flat_map(|id| id.source().signature.kinds()).any(|kind| match kind {
        Signature::Archive { words, .. } => names.iter().any(|name| words.iter().any(|word| name.contains(word))),
        _ => false,
    })
}

fn fits(name: &str, words: &[&str], endings: &[&str]) -> bool {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let lower = base.to_ascii_lowercase();
    let is_office = name.starts_with("xl/") || name.starts_with('_');
    !is_office
        && !base.starts_with(['~', '.'])
        && endings.iter().any(|ending| lower.ends_with(ending))
        && words.iter().any(|word| base.match_indices(word).any(|(at, _)| at > 0))
}

fn names(bytes: &[u8]) -> Vec<String> {
    if members(bytes).is_none_or(|members| members > MOST_MEMBERS) {
        return Vec::new();
    }
    let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect()
}

/// How many members the end of the directory states, before anything is made room for.
fn members(bytes: &[u8]) -> Option<usize> {
    let tail = bytes.get(bytes.len().saturating_sub(super::ZIP_END_BYTES)..)?;
    let at = tail.windows(END_MARK.len()).rposition(|window| window == END_MARK)?;
    let count = tail.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes([*count.first()?, *count.get(1)?])))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::recognize::recognize;

    fn archive(members: &[&str]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for name in members {
            archive.start_file(*name, stored).expect("a member");
            archive.write_all(b"PK\x03\x04 xl/workbook.xml").expect("written");
        }
        archive.finish().expect("an archive").into_inner()
    }

    #[test]
    fn a_release_is_known_by_the_names_of_its_members() {
        let check = |members: &[&str], expected: bool| assert_eq!(of_members(&archive(members)).is_some(), expected, "{members:?}");
        check(&["FY2025_ERO Arrests_x.xlsx", "readme.txt"], true);
        check(&["release/FY24 Detentions.csv"], true);
        check(&["~$FY2025_ERO Arrests.xlsx"], false);
        check(&["Arrests.xlsx"], false);
        check(&["FY2025_ERO arrests.xlsx"], false);
        check(&["xl/2 Arrests.csv", "__MACOSX/FY2025_ERO Arrests_x.xlsx"], false);
        check(&[], false);
    }

    #[test]
    fn a_single_file_of_a_release_is_refused_with_the_way_to_hand_it_in() {
        let told = |bytes: &[u8]| recognize(bytes).expect_err("refused").to_string();
        let csv = told(b"Apprehension Date,State,Anonymized Identifier\n2025-01-01,TEXAS,x\n");
        assert!(csv.contains("`plumbline ingest FOLDER --source ice-individual-release`"), "{csv}");
        let mut workbook = zip::ZipWriter::new(Cursor::new(Vec::new()));
        workbook.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).expect("a member");
        workbook.write_all(b"<workbook><sheets><sheet name=\"FY25 Detentions (2)\"/></sheets></workbook>").expect("written");
        assert_eq!(told(&workbook.finish().expect("an archive").into_inner()), csv);
    }
}
