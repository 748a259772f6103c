//! Looks through a folder and reads files. Everything here blocks.

use std::{
    fs::{self, File},
    io::{self, Read as _, Seek as _},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use crate::rules::{
    origin,
    settle::{Stamp, is_passed_over},
};

/// Folders within folders.
const MOST_DEPTH: usize = 16;
/// Files of one inbox.
const MOST_FILES: usize = 100_000;

/// A file of an inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// The path as text, by which it is remembered.
    pub(crate) key: String,
    /// The path below the inbox, as it may be shown.
    pub(crate) origin: String,
    /// Its state.
    pub(crate) stamp: Stamp,
}

/// Something that cannot be looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    /// The path, as it may be shown.
    pub(crate) origin: String,
    /// Why not.
    pub(crate) message: String,
}

/// What a look through a folder gave.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// In the order of their names, folder by folder.
    pub(crate) files: Vec<Found>,
    /// What was in the way.
    pub(crate) problems: Vec<Problem>,
}

/// Looks through an inbox.
pub(crate) fn walk(inbox: &Path) -> Walk {
    let mut walk = Walk::default();
    match inbox.canonicalize() {
        Ok(root) => enter(&root, &root, 0, &mut walk),
        Err(error) => {
            let message = format!("the inbox cannot be read: {error}");
            walk.problems.push(Problem { origin: shown(inbox), message });
        }
    }
    walk
}

fn enter(root: &Path, folder: &Path, depth: usize, walk: &mut Walk) {
    let problem = |path: &Path, message: String| Problem { origin: below(root, path), message };
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => {
            walk.problems.push(problem(folder, format!("the folder cannot be read: {error}")));
            return;
        }
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if is_passed_over(&entry.file_name().to_string_lossy()) {
            continue;
        }
        if walk.files.len() >= MOST_FILES {
            let message = format!("the inbox holds more than {MOST_FILES} files; those from here on are not looked at");
            walk.problems.push(problem(&path, message));
            return;
        }
        let kind = match entry.file_type() {
            Ok(kind) => kind,
            Err(error) => {
                walk.problems.push(problem(&path, format!("the file cannot be looked at: {error}")));
                continue;
            }
        };
        if kind.is_dir() {
            if depth < MOST_DEPTH {
                enter(root, &path, depth + 1, walk);
            } else {
                walk.problems.push(problem(&path, format!("folders are looked at to a depth of {MOST_DEPTH}; this one is deeper")));
            }
            // The bound may have been reached below.
            if walk.files.len() >= MOST_FILES {
                return;
            }
            continue;
        }
        if kind.is_symlink() && !leads_within(root, &path) {
            continue;
        }
        match fs::metadata(&path) {
            // Pipes, sockets and devices are no files; reading them could wait for ever.
            Ok(metadata) if metadata.is_file() => {
                let stamp = stamp_of(&metadata);
                walk.files.push(Found { key: key_of(&path), origin: below(root, &path), path, stamp });
            }
            Ok(_) => {}
            Err(error) => walk.problems.push(problem(&path, format!("the file cannot be looked at: {error}"))),
        }
    }
}

/// True for a link to something within the inbox.
fn leads_within(root: &Path, link: &Path) -> bool {
    link.canonicalize().is_ok_and(|target| target.starts_with(root))
}

/// What reading a file gave.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// All of it.
    Whole(Vec<u8>),
    /// It changed since it was found; the next scan finds its new state.
    Changed,
    /// More bytes than are kept; not read.
    TooLarge,
}

/// Reads a file that was found, of at most `most_bytes`, or of `most_archive_bytes` if it begins like an archive: whether it is one of those that may
/// be so large is told by all of it.
pub(crate) fn read(found: &Found, most_bytes: u64, most_archive_bytes: u64) -> io::Result<Content> {
    let mut file = File::open(&found.path)?;
    if found.stamp.size_bytes > most_bytes {
        let mut mark = [0; 2];
        let is_archive = found.stamp.size_bytes <= most_archive_bytes && file.read_exact(&mut mark).is_ok() && mark == *b"PK";
        if !is_archive {
            return Ok(Content::TooLarge);
        }
        file.rewind()?;
    }
    if stamp_of(&file.metadata()?) != found.stamp {
        return Ok(Content::Changed);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found.stamp.size_bytes).unwrap_or_default());
    // One byte more than expected shows that the file grows.
    (&mut file).take(found.stamp.size_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    let is_whole = u64::try_from(bytes.len()).is_ok_and(|length| length == found.stamp.size_bytes);
    if is_whole && stamp_of(&file.metadata()?) == found.stamp { Ok(Content::Whole(bytes)) } else { Ok(Content::Changed) }
}

fn stamp_of(metadata: &fs::Metadata) -> Stamp {
    let modified_nanos = match metadata.modified() {
        Err(_) => 0,
        Ok(time) => match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_nanos()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |nanos| -nanos),
        },
    };
    Stamp { size_bytes: metadata.len(), modified_nanos }
}

/// A path that is no text is written with its odd bytes escaped, so that two paths never share a key by accident.
fn key_of(path: &Path) -> String {
    match path.to_str() {
        Some(text) => text.to_owned(),
        None => path.as_os_str().as_encoded_bytes().escape_ascii().to_string(),
    }
}

fn below(root: &Path, path: &Path) -> String {
    match path.strip_prefix(root) {
        Ok(relative) if relative != Path::new("") => shown(relative),
        _ => shown(path),
    }
}

fn shown(path: &Path) -> String {
    origin::of_name(&path.to_string_lossy())
}
