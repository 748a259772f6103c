//! The raw release: which files belong to it, what their columns are, and all their rows stacked (rules of section 1).

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use workbook::{Limits, Source, Workbook};

use self::{
    delimited::Origin,
    layout::clean_name,
    shard::{Cells, Shard, ShardColumn},
};
use crate::{
    frame::Frame,
    parallel,
    problem::{Problem, Problems},
    progress::{Observer, Progress},
};

pub(crate) mod cells;
mod columnar;
mod delimited;
mod layout;
mod shard;
pub(crate) mod stack;
mod xlsx;

pub(crate) use layout::Kind;
pub use layout::RawTable;

/// The most columns of a file; the widest known has 65.
const MOST_COLUMNS: usize = 1_000;

/// A file of a release, wherever it lies.
#[derive(Debug, Clone)]
pub struct InputFile {
    /// Its name, which says what it holds.
    pub name: String,
    /// Its bytes.
    pub source: Source,
}

/// A file that could not be used at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct RefusedFile {
    /// Its name.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// The files of a release, by table.
#[derive(Debug, Clone, Default)]
pub struct Input {
    files: Vec<(RawTable, InputFile)>,
    /// Files that no rule names, with the reason.
    pub skipped: Vec<RefusedFile>,
}

/// Why a folder is no release.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The folder cannot be read.
    #[error("{}: {source}", .folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Nothing in it is called like a file of a release.
    #[error(
        "{place}: no file of a release; their names hold Arrests, Detainers, Detentions, Encounters or Removals, and end in .xlsx, .csv or .parquet{hint}"
    )]
    Nothing {
        /// The folder.
        place: String,
        /// Where there are some.
        hint: String,
    },
    /// One workbook is there twice.
    #[error("{file} is there as a workbook and as CSV or Parquet; its rows would be counted twice")]
    Twice {
        /// The workbook.
        file: String,
    },
}

impl Input {
    /// The files of a folder (rule 1.1).
    pub fn folder(folder: &Path) -> Result<Self, InputError> {
        let failed = |source| InputError::Folder { folder: folder.to_owned(), source };
        let mut files = Vec::new();
        let mut folders = Vec::new();
        for entry in fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_folder = fs::metadata(entry.path()).map_err(failed)?.is_dir();
            if is_folder { folders.push(name) } else { files.push(InputFile { name, source: Source::File(entry.path()) }) }
        }
        folders.sort_unstable();
        let hint = match folders.as_slice() {
            [] => String::new(),
            folders => format!("; it holds the folders {}", folders.join(", ")),
        };
        Self::of(files, &folder.display().to_string(), &hint)
    }

    /// The files of a release that were unpacked from an archive.
    pub fn files(files: Vec<InputFile>) -> Result<Self, InputError> {
        Self::of(files, "the archive", "")
    }

    fn of(mut all: Vec<InputFile>, place: &str, hint: &str) -> Result<Self, InputError> {
        all.sort_by_cached_key(|file| Origin::of(&file.name));
        let mut input = Self::default();
        for file in all {
            match table_of(&file.name) {
                Ok(table) => input.files.push((table, file)),
                Err(reason) => input.skipped.push(RefusedFile { file: file.name, reason: reason.to_owned() }),
            }
        }
        if input.files.is_empty() {
            return Err(InputError::Nothing { place: place.to_owned(), hint: hint.to_owned() });
        }
        let is_workbook = |name: &str| input.files.iter().any(|(_, file)| file.name == name);
        for (_, file) in &input.files {
            let stem = [".parquet", ".csv"].iter().find_map(|end| file.name.strip_suffix(end)).unwrap_or(&file.name);
            let of = Origin::of(&file.name).file;
            if let Some(file) = [of, format!("{stem}.xlsx")].into_iter().find(|other| *other != file.name && is_workbook(other)) {
                return Err(InputError::Twice { file });
            }
        }
        Ok(input)
    }

    /// Names of the files that are used.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(_, file)| file.name.as_str())
    }
}

/// The table that a file belongs to by its name, or why it is left alone.
///
/// Rule 1.1: a character that is not `~` stands before the word. Of a CSV file the name of the workbook counts, not that of its sheet.
fn table_of(name: &str) -> Result<RawTable, &'static str> {
    let extension = Path::new(name).extension().unwrap_or_default();
    if !["xlsx", "csv", "parquet"].iter().any(|known| extension.eq_ignore_ascii_case(known)) {
        return Err("neither .xlsx nor .csv nor .parquet");
    }
    if name.starts_with("~$") {
        return Err("a file that a spreadsheet program keeps while it has another open");
    }
    let workbook = Origin::of(name).file;
    let names_it =
        |word: &str| workbook.match_indices(word).any(|(at, _)| workbook.get(..at).is_some_and(|before| before.chars().any(|c| c != '~')));
    RawTable::ALL.into_iter().find(|table| names_it(table.word())).ok_or("its name says of no table that it holds it")
}

/// The columns of a file, by the names of its header; refused where the table's own columns are not there.
fn columns_of_header<'a>(table: RawTable, header: impl Iterator<Item = &'a str>) -> Result<Vec<ShardColumn>, String> {
    let mut columns: Vec<ShardColumn> = Vec::new();
    for raw in header {
        let mut name = clean_name(raw);
        if name.is_empty() {
            name = format!("column_{}", columns.len() + 1);
        }
        // A second column of one name is kept under a number, and its kind is that of text.
        let is_again = |rest: &str| rest.is_empty() || rest.starts_with("_again_");
        let again = columns.iter().filter(|column| column.name.strip_prefix(&name).is_some_and(is_again)).count();
        if again > 0 {
            name = format!("{name}_again_{again}");
        }
        let declared = table.kind_of(&name);
        let cells = Cells::new(declared.unwrap_or(Kind::Text));
        columns.push(ShardColumn { name, raw_name: raw.trim().to_owned(), cells, unusable: 0, is_declared: declared.is_some() });
        if columns.len() > MOST_COLUMNS {
            return Err(format!("it has more than {MOST_COLUMNS} columns"));
        }
    }
    let lacking: Vec<&str> = table.needed().iter().copied().filter(|needed| !columns.iter().any(|column| column.name == *needed)).collect();
    if !lacking.is_empty() {
        let saw: Vec<&str> = columns.iter().take(5).map(|column| column.name.as_str()).collect();
        return Err(format!("it is no table of {table}: its header lacks {}; it begins with {}", lacking.join(", "), saw.join(", ")));
    }
    Ok(columns)
}

/// What was read of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileRead {
    /// Its name.
    pub file: String,
    /// The table that it belongs to.
    pub table: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// Its sheets with the rows of each.
    pub sheets: Vec<(String, u64)>,
    /// The date that its preamble gives as `Data as of`, `YYYY-MM-DD`.
    pub as_of: Option<String>,
}

/// One table of the release with all its rows, before any cleaning.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) table: RawTable,
    pub(crate) frame: Frame,
    /// Declared columns that no file has.
    pub(crate) lacking: Vec<String>,
    /// Columns that the layout does not declare.
    pub(crate) new: Vec<String>,
    /// Columns with cells which their kind does not hold: name, how many.
    pub(crate) unusable: Vec<(String, u64)>,
    /// The number of each row in its sheet; that of rule 1.5 runs on over equally named sheets.
    pub(crate) true_row_numbers: arrow_array::Int32Array,
}

/// All that was read of a release.
#[derive(Debug)]
pub(crate) struct RawRelease {
    pub(crate) tables: Vec<Raw>,
    pub(crate) files: Vec<FileRead>,
    pub(crate) refused: Vec<RefusedFile>,
    pub(crate) broken_off: Vec<String>,
    pub(crate) problems: Vec<Problem>,
}

/// A sheet to be read, with where it stands in the order of rule 1.1.
enum Task {
    Sheet { table: RawTable, file: String, book: Arc<Workbook>, sheet: usize },
    Delimited { table: RawTable, file: InputFile, origin: Origin },
    Columnar { table: RawTable, file: InputFile },
}

/// Reads every file and stacks the sheets of each table.
pub(crate) fn read(input: &Input, observer: &dyn Observer) -> RawRelease {
    let opened = parallel::each(input.files.clone(), |(table, file)| (table, open(&file), hash(&file), file));
    let mut refused = Vec::new();
    let mut files = Vec::new();
    let mut tasks = Vec::new();
    for (table, kind, hashed, file) in opened {
        match (kind, hashed) {
            (Ok(opened), Ok((sha256, bytes))) => {
                files.push(FileRead {
                    file: file.name.clone(),
                    table: table.name().to_owned(),
                    bytes,
                    sha256,
                    sheets: Vec::new(),
                    as_of: None,
                });
                tasks.extend(opened.tasks(table, file).into_iter().map(|task| (files.len() - 1, task)));
            }
            (Err(reason), _) => refused.push(RefusedFile { file: file.name, reason }),
            (_, Err(error)) => refused.push(RefusedFile { file: file.name, reason: error.to_string() }),
        }
    }
    let shards = parallel::each(tasks, |(file, task)| {
        let mut problems = Problems::default();
        let table = task.table();
        let (name, sheet) = task.place();
        let shard = task.read(&mut problems);
        if let Ok(shard) = &shard {
            observer.note(Progress::Read { table: table.name(), file: &name, sheet: &sheet, rows: shard.rows as u64 });
        }
        (file, table, name, shard, problems)
    });
    let mut problems = Problems::default();
    let mut stacked: Vec<(RawTable, Vec<(String, Shard)>)> = Vec::new();
    let mut broken_off = Vec::new();
    for (at, table, name, shard, own) in shards {
        problems.extend(own);
        match shard {
            Ok(shard) => {
                if let Some(file) = files.get_mut(at) {
                    file.sheets.push((shard.sheet.clone(), shard.rows as u64));
                    file.as_of = file.as_of.take().or_else(|| shard.preamble.iter().find_map(|line| as_of(line)));
                }
                if shard.breaks_off {
                    broken_off.push(format!("{name}, sheet {}", shard.sheet));
                }
                match stacked.iter_mut().find(|(of, _)| *of == table) {
                    Some((_, shards)) => shards.push((name, shard)),
                    None => stacked.push((table, vec![(name, shard)])),
                }
            }
            Err(refusal) => refused.push(refusal),
        }
    }
    stacked.sort_by_key(|(table, _)| *table);
    let tables = stacked
        .into_iter()
        .map(|(table, shards)| {
            observer.note(Progress::Stage { what: "stacking", table: table.name() });
            stack::stack(table, shards)
        })
        .collect();
    RawRelease { tables, files, refused, broken_off, problems: problems.finish() }
}

enum Opened {
    Workbook(Arc<Workbook>),
    Delimited,
    Columnar,
}

fn open(file: &InputFile) -> Result<Opened, String> {
    let extension = Path::new(&file.name).extension().unwrap_or_default();
    if extension.eq_ignore_ascii_case("csv") {
        return Ok(Opened::Delimited);
    }
    if extension.eq_ignore_ascii_case("parquet") {
        return Ok(Opened::Columnar);
    }
    let book = Workbook::open(file.source.clone(), Limits::default()).map_err(|error| error.to_string())?;
    Ok(Opened::Workbook(Arc::new(book)))
}

impl Opened {
    fn tasks(self, table: RawTable, file: InputFile) -> Vec<Task> {
        match self {
            Self::Workbook(book) => (0..book.sheets().len())
                .map(|sheet| Task::Sheet { table, file: file.name.clone(), book: Arc::clone(&book), sheet })
                .collect(),
            Self::Delimited => vec![Task::Delimited { table, origin: Origin::of(&file.name), file }],
            Self::Columnar => vec![Task::Columnar { table, file }],
        }
    }
}

impl Task {
    fn table(&self) -> RawTable {
        match self {
            Self::Sheet { table, .. } | Self::Delimited { table, .. } | Self::Columnar { table, .. } => *table,
        }
    }

    /// Name of the file and of the sheet that its rows carry as provenance.
    fn place(&self) -> (String, String) {
        match self {
            Self::Sheet { file, book, sheet, .. } => (file.clone(), book.sheets().get(*sheet).cloned().unwrap_or_default()),
            Self::Delimited { origin, .. } => (origin.file.clone(), origin.sheet.clone()),
            Self::Columnar { file, .. } => (file.name.clone(), String::new()),
        }
    }

    fn read(self, problems: &mut Problems) -> Result<Shard, RefusedFile> {
        match self {
            Self::Sheet { table, file, book, sheet } => xlsx::read(table, &file, &book, sheet, problems),
            Self::Delimited { table, file, origin } => match reader(&file.source) {
                Ok(input) => delimited::read(table, &origin, input, problems),
                Err(error) => Err(RefusedFile { file: file.name, reason: error.to_string() }),
            },
            Self::Columnar { table, file } => match whole(&file.source) {
                Ok(bytes) => columnar::read(table, &file.name, bytes),
                Err(error) => Err(RefusedFile { file: file.name, reason: error.to_string() }),
            },
        }
    }
}

fn reader(source: &Source) -> io::Result<Box<dyn Read>> {
    Ok(match source {
        Source::File(path) => Box::new(File::open(path)?),
        Source::Bytes(bytes) => Box::new(io::Cursor::new(Arc::clone(bytes))),
    })
}

fn whole(source: &Source) -> io::Result<Bytes> {
    match source {
        Source::File(path) => Ok(Bytes::from(fs::read(path)?)),
        Source::Bytes(bytes) => Ok(Bytes::copy_from_slice(bytes)),
    }
}

/// SHA-256 in hexadecimal digits, and size.
fn hash(file: &InputFile) -> io::Result<(String, u64)> {
    let mut input = reader(&file.source)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut bytes = 0;
    loop {
        let read = input.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        bytes += read as u64;
        hasher.update(buffer.get(..read).unwrap_or_default());
    }
    Ok((hasher.finalize().iter().fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}")), bytes))
}

/// `Data as of 03/10/2026` → `2026-03-10`.
fn as_of(line: &str) -> Option<String> {
    let date = line.split("Data as of").nth(1)?.trim();
    let mut parts = date.split('/').map(|part| part.trim().parse::<i64>().ok());
    let (month, day, year) = (parts.next()??, parts.next()??, parts.next()??);
    cells::days_since_1970(year, month, day).map(|_| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_says_what_it_holds() {
        let check = |name: &str, table: Option<RawTable>| assert_eq!(table_of(name).ok(), table, "{name}");
        check("FY2024_ERO Arrests_SYNTH.xlsx", Some(RawTable::Arrests));
        check("FY2024_ERO Detainers.xlsx__1__FY24 Detainers.csv", Some(RawTable::Detainers));
        check("x Detentions.parquet", Some(RawTable::Detentions));
        check("Arrests.xlsx", None);
        check("~Arrests.xlsx", None);
        check("Notes.xlsx__1__FY24 Arrests.csv", None);
        check("~$FY2024_ERO Arrests.xlsx", None);
        check("FY2024 Arrests.pdf", None);
        check("notes.csv", None);
    }

    #[test]
    fn one_workbook_in_two_forms_is_not_counted_twice() {
        let file = |name: &str| InputFile { name: name.to_owned(), source: Source::Bytes(Arc::from([].as_slice())) };
        let check = |names: &[&str], expected: &str| {
            let refusal = Input::files(names.iter().map(|name| file(name)).collect()).expect_err("refused");
            assert_eq!(refusal.to_string(), expected);
        };
        check(
            &["a Arrests.xlsx", "a Arrests.xlsx__1__Arrests.csv"],
            "a Arrests.xlsx is there as a workbook and as CSV or Parquet; its rows would be counted twice",
        );
        check(
            &["a Arrests.xlsx", "a Arrests.parquet"],
            "a Arrests.xlsx is there as a workbook and as CSV or Parquet; its rows would be counted twice",
        );
    }

    #[test]
    fn the_preamble_dates_the_release() {
        assert_eq!(as_of("Data as of 03/10/2026").as_deref(), Some("2026-03-10"));
        assert_eq!(as_of("Data as of 13/10/2026"), None);
    }
}
