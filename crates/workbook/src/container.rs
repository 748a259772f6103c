//! The container: its directory, the parts that are in it, and what a file is that is no workbook.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom},
    sync::Arc,
};

use zip::{CompressionMethod, ZipArchive};

use crate::{
    Source,
    part::{Fault, Packing, Part},
    text::quoted,
};

/// The most entries. A workbook of 255 sheets, each with drawings and comments, has about two thousand.
const MOST_ENTRIES: usize = 20_000;

/// Looked at to say what a file is.
const HEAD_BYTES: u64 = 4 << 10;

trait ReadSeek: BufRead + Seek + Send {}
impl<T: BufRead + Seek + Send> ReadSeek for T {}

/// An opened container.
pub(crate) struct Container {
    archive: ZipArchive<Box<dyn ReadSeek>>,
    /// By name in lower case, without a leading slash: names of parts have no case.
    names: HashMap<String, usize>,
    bytes: u64,
}

impl Container {
    pub(crate) fn open(source: &Source) -> Result<Self, Fault> {
        let head = head(source).map_err(|error| Fault(format!("the file cannot be read: {error}")))?;
        if !head.starts_with(b"PK") {
            return Err(Fault(format!("this file {}", what_it_is(source, &head))));
        }
        let mut stream = stream(source).map_err(|error| Fault(format!("the file cannot be read: {error}")))?;
        let bytes = stream.seek(SeekFrom::End(0)).map_err(|error| Fault(format!("the file cannot be read: {error}")))?;
        let archive = ZipArchive::new(stream).map_err(|error| {
            if head.starts_with(b"PK\x03\x04") {
                Fault(format!(
                    "this file is a ZIP file whose directory cannot be read: it was cut off or is damaged; fetch it again ({error})"
                ))
            } else {
                Fault(format!("this file is a damaged ZIP file ({error})"))
            }
        })?;
        if archive.len() > MOST_ENTRIES {
            return Err(Fault(format!("this file has {} entries; at most {MOST_ENTRIES} are read", archive.len())));
        }
        if archive.has_duplicate_names() {
            return Err(Fault::from("this file has two entries of the same name; which one is meant cannot be known"));
        }
        let mut names = HashMap::new();
        for index in 0..archive.len() {
            let Some(Ok(name)) = archive.name_for_index(index) else { continue };
            if names.insert(key(&name), index).is_some() {
                return Err(Fault(format!("this file has two entries of the name {}; which one is meant cannot be known", quoted(&name))));
            }
        }
        Ok(Self { archive, names, bytes })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&key(name))
    }

    /// Where a part lies.
    pub(crate) fn part(&mut self, name: &str) -> Result<Part, Fault> {
        let index = *self.names.get(&key(name)).ok_or_else(|| Fault(format!("{} is not in the file", quoted(name))))?;
        let entry = self.archive.by_index_raw(index).map_err(|error| Fault(format!("{} cannot be found: {error}", quoted(name))))?;
        if entry.encrypted() {
            return Err(Fault(format!("{} is encrypted; without its password the workbook cannot be read", quoted(name))));
        }
        let packing = match entry.compression() {
            CompressionMethod::Stored => Packing::Stored,
            CompressionMethod::Deflated => Packing::Deflated,
            other => return Err(Fault(format!("{} is packed by {other}; workbooks are deflated or stored", quoted(name)))),
        };
        let start = entry.data_start().ok_or_else(|| Fault(format!("{} cannot be found", quoted(name))))?;
        if start.checked_add(entry.compressed_size()).is_none_or(|end| end > self.bytes) {
            return Err(Fault(format!("{} is said to reach beyond the end of the file", quoted(name))));
        }
        let (packed_bytes, unpacked_bytes, crc) = (entry.compressed_size(), entry.size(), entry.crc32());
        Ok(Part { name: name.to_owned(), packing, start, packed_bytes, unpacked_bytes, crc })
    }

    /// All parts that can be read, in the order of the directory.
    pub(crate) fn parts(&mut self) -> Vec<Part> {
        let mut names: Vec<(usize, String)> = self.names.iter().map(|(name, index)| (*index, name.clone())).collect();
        names.sort_unstable();
        names.iter().filter_map(|(_, name)| self.part(name).ok()).collect()
    }
}

fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

fn stream(source: &Source) -> io::Result<Box<dyn ReadSeek>> {
    Ok(match source {
        Source::File(path) => Box::new(BufReader::new(File::open(path)?)),
        Source::Bytes(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
    })
}

fn head(source: &Source) -> io::Result<Vec<u8>> {
    read_at(source, 0)
}

fn read_at(source: &Source, position: u64) -> io::Result<Vec<u8>> {
    let mut stream = stream(source)?;
    stream.seek(SeekFrom::Start(position))?;
    let mut bytes = Vec::new();
    stream.take(HEAD_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Says what a file without the mark of a ZIP file is.
fn what_it_is(source: &Source, head: &[u8]) -> String {
    let text = String::from_utf8_lossy(head);
    let begin = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).get(..400).unwrap_or(&text).to_ascii_lowercase();
    let what = if head.is_empty() {
        "is empty"
    } else if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return compound_file(source, head);
    } else if head.starts_with(b"%PDF") {
        "is a PDF document"
    } else if head.starts_with(b"\x1f\x8b") {
        "is a gzip file; unpack it first"
    } else if begin.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        "is a spreadsheet in the XML of Excel 2003; save it as .xlsx"
    } else if begin.starts_with("<!doctype html") || begin.contains("<html") {
        "is an HTML page under the name of a workbook: what was fetched is the site's answer, not the file"
    } else if begin.starts_with('<') {
        "is XML, not a workbook"
    } else if head.iter().all(|byte| *byte >= b' ' || byte.is_ascii_whitespace()) {
        "is plain text, not a workbook"
    } else {
        "is no workbook: it does not begin as a ZIP file does"
    };
    what.to_owned()
}

/// Files of Excel before 2007, and those that a password protects, are compound files; their directory tells which.
fn compound_file(source: &Source, head: &[u8]) -> String {
    let sector_shift = head.get(0x1e).copied().unwrap_or(9).min(16);
    let directory = head.get(0x30..0x34).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok()).map_or(0, u32::from_le_bytes);
    let bytes = read_at(source, (u64::from(directory) + 1) << sector_shift).unwrap_or_default();
    let names = |name: &str| {
        let wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(&bytes, &wanted).is_some()
    };
    if names("EncryptedPackage") {
        "is encrypted; without its password the workbook cannot be read".to_owned()
    } else if names("Workbook") || names("Book") {
        "is a workbook of Excel 97 to 2003 (.xls); save it as .xlsx".to_owned()
    } else {
        "is a compound file, as Excel wrote before 2007 (.xls) or where a password protects it; save it as .xlsx without one".to_owned()
    }
}
