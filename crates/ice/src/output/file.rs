//! New files, and what is noted about them.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use arrow_schema::Schema;
use sha2::{Digest, Sha256};

use super::{Deviation, DeviationKind};

/// A file that has a temporary name until it is whole, whose bytes are counted and hashed on their way. Dropped unfinished, it is removed.
#[derive(Debug)]
pub(super) struct NewFile {
    path: PathBuf,
    partial: PathBuf,
    inner: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Partial,
    Whole,
}

impl NewFile {
    /// Creates the file under its temporary name, `.<name>.partial`.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
        let partial = path.with_file_name(format!(".{}.partial", name.to_string_lossy()));
        let inner = BufWriter::with_capacity(1 << 18, File::create(&partial)?);
        Ok(Self { path: path.to_owned(), partial, inner, hash: Sha256::new(), bytes: 0, state: State::Partial })
    }

    /// Returns the folder in which it is.
    pub(super) fn folder(&self) -> &Path {
        self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    /// Returns how many bytes have been written.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Gives the file its name, and returns its size and hash.
    pub(super) fn finish(mut self) -> io::Result<(u64, String)> {
        self.inner.flush()?;
        fs::rename(&self.partial, &self.path)?;
        self.state = State::Whole;
        Ok((self.bytes, format!("{:x}", std::mem::take(&mut self.hash).finalize())))
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if self.state == State::Partial {
            // What made writing fail is told; that its remains cannot be removed either says nothing new.
            let _ = fs::remove_file(&self.partial);
        }
    }
}

/// Deviations by column and kind, so that their number does not grow with the rows.
#[derive(Debug, Default)]
pub(super) struct Deviations(BTreeMap<(usize, DeviationKind), (u64, u64)>);

impl Deviations {
    /// Notes a cell; rows and columns count from 0.
    #[cold]
    pub(super) fn note(&mut self, column: usize, row: usize, kind: DeviationKind) {
        let (cells, _) = self.0.entry((column, kind)).or_insert((0, row as u64 + 1));
        *cells += 1;
    }

    /// Returns them in the order of columns.
    pub(super) fn named(self, schema: &Schema) -> Vec<Deviation> {
        let named = |((column, kind), (cells, first_row)): ((usize, _), _)| Deviation {
            column: schema.field(column).name().clone(),
            kind,
            cells,
            first_row,
        };
        self.0.into_iter().map(named).collect()
    }
}
