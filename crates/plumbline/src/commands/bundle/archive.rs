//! The files of a bundle in a folder or a tar file. What is read comes from anybody: names and sizes are checked, and nothing is written.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read as _},
    path::Path,
};

use anyhow::Context as _;

/// Contents by name, with `/` between folders.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// The most files that a bundle has.
const MOST_FILES: usize = 10_000;
/// The largest bundle, in bytes of its files.
const LARGEST: u64 = 2 * 1024 * 1024 * 1024;
/// Where a tar file says what it is.
const MAGIC: (usize, &[u8]) = (257, b"ustar");

/// Writes a file if the name ends in `.tar`, else a folder.
pub(super) fn write(files: &Files, output: &Path) -> anyhow::Result<()> {
    if output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("tar")) {
        write_tar(files, output)
    } else {
        write_folder(files, output)
    }
}

fn write_tar(files: &Files, output: &Path) -> anyhow::Result<()> {
    let mut tar = tar::Builder::new(fs::File::create_new(output)?);
    for (name, bytes) in files {
        // No owner and no time, so that the same files are the same tar.
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        tar.append_data(&mut header, name, bytes.as_slice())?;
    }
    tar.into_inner()?.sync_all()?;
    Ok(())
}

fn write_folder(files: &Files, output: &Path) -> anyhow::Result<()> {
    for (name, bytes) in files {
        let path = output.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// The files of a folder or a tar; `None` if it is a file and no tar.
pub(super) fn read(path: &Path) -> anyhow::Result<Option<Files>> {
    let mut taken = Taken::default();
    if path.is_dir() {
        read_folder(path, "", &mut taken)?;
        return Ok(Some(taken.files));
    }
    let mut start = [0; 512];
    let length = fill(&mut fs::File::open(path)?, &mut start)?;
    let (at, magic) = MAGIC;
    if !start.get(at..length).is_some_and(|rest| rest.starts_with(magic)) {
        return Ok(None);
    }
    for entry in tar::Archive::new(fs::File::open(path)?).entries()? {
        let entry = entry.context("the tar is broken")?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = String::from_utf8(entry.path_bytes().into_owned()).context("a name in the tar is no text")?;
        let size = entry.header().size()?;
        taken.take(&name, size, entry)?;
    }
    Ok(Some(taken.files))
}

fn fill(file: &mut fs::File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while let Some(rest) = buffer.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match file.read(rest)? {
            0 => break,
            read => length += read,
        }
    }
    Ok(length)
}

fn read_folder(folder: &Path, before: &str, taken: &mut Taken) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type()?;
        if kind.is_dir() && before.is_empty() {
            read_folder(&entry.path(), &format!("{name}/"), taken)?;
        } else if kind.is_file() {
            taken.take(&name, entry.metadata()?.len(), fs::File::open(entry.path())?)?;
        }
    }
    Ok(())
}

/// What was read so far.
#[derive(Debug, Default)]
struct Taken {
    files: Files,
    bytes: u64,
}

impl Taken {
    fn take(&mut self, name: &str, size: u64, content: impl io::Read) -> anyhow::Result<()> {
        self.bytes = self.bytes.saturating_add(size);
        anyhow::ensure!(self.files.len() < MOST_FILES, "it has more than {MOST_FILES} files");
        anyhow::ensure!(self.bytes <= LARGEST, "its files are larger than {LARGEST} bytes");
        let mut bytes = Vec::new();
        content.take(size).read_to_end(&mut bytes).with_context(|| name.to_owned())?;
        anyhow::ensure!(bytes.len() as u64 == size, "{name} ends after {} of {size} bytes", bytes.len());
        anyhow::ensure!(self.files.insert(name.to_owned(), bytes).is_none(), "{name} is in it twice");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        [("manifest.json", b"{}".to_vec()), ("snapshots/ab", vec![0; 1_000])].map(|(name, bytes)| (name.to_owned(), bytes)).into()
    }

    #[test]
    fn what_is_written_is_read_again_and_the_same_files_are_the_same_tar() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        for name in ["a.tar", "b.tar", "as-folder"] {
            write(&files(), &path(name)).expect("written");
            assert_eq!(read(&path(name)).expect("read"), Some(files()), "{name}");
        }
        assert_eq!(fs::read(path("a.tar")).expect("bytes"), fs::read(path("b.tar")).expect("bytes"));
    }

    #[test]
    fn a_broken_tar_is_refused_and_a_file_that_is_none_is_told_apart() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.tar");
        write(&files(), &path).expect("written");
        let whole = fs::read(&path).expect("bytes");
        fs::write(&path, &whole[..1_200]).expect("cut");
        assert!(read(&path).is_err());
        fs::write(&path, [&whole[..1_024], &whole].concat()).expect("doubled");
        assert!(read(&path).expect_err("refused").to_string().contains("manifest.json is in it twice"));
        fs::write(&path, b"{\"id\": \"C12\"}").expect("written");
        assert_eq!(read(&path).expect("read"), None);
    }
}
