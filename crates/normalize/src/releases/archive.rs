//! The files of a release, unpacked from its archive into a folder, one after the other, within limits.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Cursor, Read as _},
    path::Path,
};

use ice::{InputFile, Source};
use zip::ZipArchive;

use crate::decoded::quote;

/// Files of a release; the largest known has twenty.
const MOST_FILES: usize = 1_000;
/// Bytes of one file; the largest known has 150 million as a workbook and 1.5 billion as CSV.
const MOST_FILE_BYTES: u64 = 8 << 30;
/// Bytes of all files together.
const MOST_BYTES: u64 = 32 << 30;
/// A packed file holds at most so many times its size; text of records is packed to a tenth.
const MOST_RATIO: u64 = 200;
/// Files below this size are not asked for their ratio.
const SMALL_BYTES: u64 = 1 << 20;
/// Bytes of a table of facilities.
const MOST_FACILITIES_BYTES: u64 = 64 << 20;

/// What was in an archive.
#[derive(Debug, Default)]
pub(super) struct Unpacked {
    pub(super) files: Vec<InputFile>,
    /// The table of facilities that came with them.
    pub(super) facilities: Option<Vec<u8>>,
}

/// Unpacks an archive. Folders within it are left out of the names, since archives are often made of a folder; two files must not have one name.
pub(super) fn unpack(bytes: &[u8], folder: &Path) -> Result<Unpacked, String> {
    if !bytes.starts_with(b"PK") {
        return Err("it is no ZIP archive; hand in the folder of the release, or an archive of all its files".to_owned());
    }
    if members(bytes).is_none_or(|members| members > MOST_FILES) {
        return Err(format!("its directory cannot be read, or has more than {MOST_FILES} files"));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("it cannot be read as a ZIP archive: {error}"))?;
    let mut unpacked = Unpacked::default();
    let mut names = BTreeSet::new();
    let mut left = MOST_BYTES;
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).map_err(|error| format!("its file {} cannot be read: {error}", index + 1))?;
        let stated = member.name().map_err(|error| format!("the name of its file {} cannot be read: {error}", index + 1))?.into_owned();
        if member.is_dir() {
            continue;
        }
        let Some(name) = base_name(&stated)? else { continue };
        if !names.insert(name.to_ascii_lowercase()) {
            return Err(format!("it has two files of the name {}", quote(&name)));
        }
        let most = if is_facilities(&name) { MOST_FACILITIES_BYTES } else { MOST_FILE_BYTES.min(left) };
        let of_ratio = member.compressed_size().saturating_mul(MOST_RATIO).max(SMALL_BYTES);
        let most = most.min(of_ratio);
        let too_large = || format!("its file {} unpacks to more than {most} bytes, which no file of a release does", quote(&name));
        if member.size() > most {
            return Err(too_large());
        }
        let path = folder.join(format!("{index}"));
        let written = copy(&mut member, &path, most).map_err(|error| format!("its file {} cannot be unpacked: {error}", quote(&name)))?;
        if written > most {
            return Err(too_large());
        }
        left -= written.min(left);
        if is_facilities(&name) {
            if unpacked.facilities.is_some() {
                return Err("it has two tables of facilities".to_owned());
            }
            unpacked.facilities = Some(fs::read(&path).map_err(|error| error.to_string())?);
        } else {
            unpacked.files.push(InputFile { name, source: Source::File(path) });
        }
    }
    Ok(unpacked)
}

/// Copies at most one byte more than allowed, so that an archive that lies about its sizes is seen.
fn copy(member: &mut impl io::Read, path: &Path, most: u64) -> io::Result<u64> {
    let mut file = File::create(path)?;
    io::copy(&mut member.take(most.saturating_add(1)), &mut file)
}

/// The name of a member without its folders; `None` for what file managers leave behind.
fn base_name(stated: &str) -> Result<Option<String>, String> {
    let climbs = stated.split(['/', '\\']).any(|part| part == "..");
    if climbs || stated.contains('\\') || stated.starts_with('/') || stated.chars().any(char::is_control) {
        return Err(format!("it has a file of the name {}, which leads out of it", quote(stated)));
    }
    let is_left_behind = stated.starts_with("__MACOSX/") || stated.split('/').any(|part| part.starts_with('.') && part != ".");
    let base = stated.rsplit('/').next().unwrap_or(stated);
    Ok((!is_left_behind && !base.is_empty()).then(|| base.to_owned()))
}

fn is_facilities(name: &str) -> bool {
    matches!(name.to_ascii_lowercase().as_str(), "facilities.csv" | "facilities.parquet")
}

/// How many members the end of the directory states, before anything is made room for.
fn members(bytes: &[u8]) -> Option<usize> {
    const END_MARK: &[u8] = b"PK\x05\x06";
    const END_BYTES: usize = 22 + 65_535;
    let tail = bytes.get(bytes.len().saturating_sub(END_BYTES)..)?;
    let at = tail.windows(END_MARK.len()).rposition(|window| window == END_MARK)?;
    let count = tail.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes([*count.first()?, *count.get(1)?])))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use testkit::temp_dir;
    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn archive(members: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in members {
            archive.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("a member");
            archive.write_all(content).expect("written");
        }
        archive.finish().expect("an archive").into_inner()
    }

    fn told(members: &[(&str, &[u8])]) -> String {
        let folder = temp_dir("normalize-archive");
        match unpack(&archive(members, CompressionMethod::Deflated), folder.path()) {
            Ok(Unpacked { files, facilities }) => {
                let names: Vec<String> = files.into_iter().map(|file| file.name).collect();
                format!("{}; facilities {}", names.join(", "), facilities.is_some())
            }
            Err(reason) => reason,
        }
    }

    #[test]
    fn files_are_unpacked_by_their_own_names() {
        assert_eq!(
            told(&[("r/FY25_ Arrests.csv", b"a"), ("r/facilities.CSV", b"b"), ("__MACOSX/r/._x", b""), ("r/.DS_Store", b"")]),
            "FY25_ Arrests.csv; facilities true"
        );
    }

    #[test]
    fn what_leads_out_stands_twice_or_swells_is_refused() {
        assert_eq!(told(&[("../a.csv", b"a")]), "it has a file of the name `../a.csv`, which leads out of it");
        assert_eq!(told(&[("/etc/a.csv", b"a")]), "it has a file of the name `/etc/a.csv`, which leads out of it");
        assert_eq!(told(&[("a\\..\\b.csv", b"a")]), "it has a file of the name `a\\..\\b.csv`, which leads out of it");
        assert_eq!(told(&[("a/x.csv", b"a"), ("b/X.csv", b"b")]), "it has two files of the name `X.csv`");
        let bomb = vec![0; 8 << 20];
        assert!(told(&[("x.csv", &bomb)]).starts_with("its file `x.csv` unpacks to more than "));
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        let folder = temp_dir("normalize-no-archive");
        let told = |bytes: &[u8]| unpack(bytes, folder.path()).expect_err("refused");
        assert_eq!(told(b"a,b\n"), "it is no ZIP archive; hand in the folder of the release, or an archive of all its files");
        let whole = archive(&[("x.csv", b"abc")], CompressionMethod::Stored);
        for length in 2..whole.len() {
            told(&whole[..length]);
        }
    }
}
