//! Packs the files of a release into one archive that is the same, byte by byte, whenever the files are.
//!
//! A release of several files is one snapshot, which one hash names. The archive has the files of a folder in the order of their names, as they are,
//! with one time stamp for all.

use std::{
    fs::{self, File},
    io::{self, Cursor},
    path::{Path, PathBuf},
};

use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

/// What files of a release end in; what else lies in the folder is left.
const ENDINGS: [&str; 3] = [".xlsx", ".csv", ".parquet"];
/// Bytes of all files together: below what an archive without extensions holds.
const MOST_BYTES: u64 = 0xFFFF_0000;

/// Why a folder was not packed.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The folder, or a file in it, cannot be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Nothing in it ends like a file of a release.
    #[error("{}: it holds no file that ends in .xlsx, .csv or .parquet", .0.display())]
    Nothing(PathBuf),
    /// There is too much in it.
    #[error("{}: its files have more than {MOST_BYTES} bytes together", .0.display())]
    TooLarge(PathBuf),
    /// The archive cannot be made.
    #[error("the archive cannot be made: {0}")]
    Archive(#[from] ZipError),
}

/// Packs the files that lie in a folder itself; those in folders within, hidden ones and those that a spreadsheet program keeps are left.
pub fn pack(folder: &Path) -> Result<Vec<u8>, PackError> {
    let failed = |path: &Path, source| PackError::Read { path: path.to_owned(), source };
    let mut files = Vec::new();
    let mut size = 0_u64;
    for entry in fs::read_dir(folder).map_err(|error| failed(folder, error))? {
        let path = entry.map_err(|error| failed(folder, error))?.path();
        let metadata = fs::metadata(&path).map_err(|error| failed(&path, error))?;
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| is_packed(name)) else { continue };
        if metadata.is_file() {
            size = size.saturating_add(metadata.len());
            files.push((name.to_owned(), path));
        }
    }
    if files.is_empty() {
        return Err(PackError::Nothing(folder.to_owned()));
    }
    if size > MOST_BYTES {
        return Err(PackError::TooLarge(folder.to_owned()));
    }
    files.sort_unstable();
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::with_capacity(usize::try_from(size).unwrap_or_default())));
    for (name, path) in files {
        archive.start_file(name.as_str(), options)?;
        let mut file = File::open(&path).map_err(|error| failed(&path, error))?;
        io::copy(&mut file, &mut archive).map_err(|error| failed(&path, error))?;
    }
    Ok(archive.finish()?.into_inner())
}

fn is_packed(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    !name.starts_with(['.', '~']) && ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use platform::objects::hash_of;
    use testkit::temp_dir;

    use super::*;

    #[test]
    fn equal_files_make_equal_archives_that_are_recognized() {
        let packed = |order: [&str; 3]| {
            let folder = temp_dir("ingest-pack");
            for name in order {
                fs::write(folder.path().join(name), format!("content of {name}")).expect("written");
            }
            fs::write(folder.path().join("notes.txt"), "left").expect("written");
            fs::create_dir(folder.path().join("within.csv")).expect("a folder");
            pack(folder.path()).expect("packed")
        };
        let names = ["FY25_ Arrests.csv", "FY24_ Detentions.csv", "facilities.csv"];
        let archive = packed(names);
        assert_eq!(archive, packed([names[2], names[0], names[1]]));
        assert_eq!(hash_of(&archive).short(), "bcfad58d3527");
        assert_eq!(catalog::recognize(&archive), Ok(catalog::SourceId::IceIndividualRelease));
        let read = zip::ZipArchive::new(Cursor::new(archive)).expect("an archive");
        assert_eq!(read.len(), 3);
    }

    #[test]
    fn a_folder_without_files_is_refused() {
        let folder = temp_dir("ingest-pack-nothing");
        assert!(matches!(pack(folder.path()), Err(PackError::Nothing(_))));
        assert!(matches!(pack(&folder.path().join("absent")), Err(PackError::Read { .. })));
    }
}
