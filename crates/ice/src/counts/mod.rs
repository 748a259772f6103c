//! What a release counts: rows by month, state, criminality and arresting programme, in two countings, and which months it speaks for.
//!
//! Both countings are kept side by side: all rows, and rows that are no likely duplicate. Neither is the truth; their difference says how much
//! hangs on the rule for duplicates.

mod calendar;
mod coverage;
mod cross;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, fmt, sync::Arc};

use arrow_array::{Array as _, BooleanArray, StringArray, TimestampMicrosecondArray, UInt32Array, cast::AsArray as _, types::UInt32Type};

pub use calendar::Month;
pub use coverage::{Coverage, Covered, Silence};
pub use cross::cross_table;

use crate::{
    frame::{self, TextArray, code, instant_at, missing_text, texts},
    release::{FileRead, cells::instant_of_text},
    rules::MICROS_PER_DAY,
    table::Table,
};

/// Rises whenever the same tables would give other counts, or other gaps.
pub const VERSION: u32 = 1;

/// A table that is counted, and the date by which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Arrests, by apprehension.
    Arrests,
    /// Detainers, by the date on which they were prepared.
    Detainers,
    /// Detention stints, by book-in.
    BookIns,
    /// Detention stays, by the book-in of the stay.
    Stays,
}

impl Subject {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Arrests, Self::Detainers, Self::BookIns, Self::Stays];

    /// The table.
    pub fn table(self) -> &'static str {
        match self {
            Self::Arrests => "arrests",
            Self::Detainers => "detainers",
            Self::BookIns => "stints",
            Self::Stays => "stays",
        }
    }

    /// The column of the date.
    pub fn date(self) -> &'static str {
        match self {
            Self::Arrests => "apprehension_date_time",
            Self::Detainers => "detainer_prepare_date",
            Self::BookIns => "book_in_date_time",
            Self::Stays => "stay_book_in_date_time",
        }
    }

    /// The columns of state, criminality and arresting programme, in the order of [`Dimension::PARTED`]. The state of a stint is that of its facility,
    /// that of a stay the state of its first facility.
    pub fn columns(self) -> [&'static str; 3] {
        match self {
            Self::Arrests => ["apprehension_state_filled_in", "apprehension_criminality", "final_program"],
            Self::Detainers => ["facility_state", "detainer_prepared_criminality", "arrest_time_current_program"],
            Self::BookIns => ["state", "book_in_criminality", "final_program"],
            Self::Stays => ["state_first", "book_in_criminality", "final_program"],
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.table())
    }
}

/// By what rows are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Not at all.
    Nation,
    /// By state.
    State,
    /// By criminality.
    Criminality,
    /// By arresting programme.
    Programme,
}

impl Dimension {
    /// Those that have parts.
    pub const PARTED: [Self; 3] = [Self::State, Self::Criminality, Self::Programme];
}

/// Rows in both countings; without likely duplicates there are never more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All rows.
    pub all: u64,
    /// Rows that are no likely duplicate of another.
    pub without: u64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.all += other.all;
        self.without += other.without;
    }
}

/// A cell of the cross of all dimensions; a part that a row does not state is `None`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The month.
    pub month: Month,
    /// State, criminality, programme, as the table has them.
    pub parts: [Option<Arc<str>>; 3],
}

/// What was counted of one table.
#[derive(Debug, Clone)]
pub struct Counts {
    /// Of which.
    pub subject: Subject,
    /// Every cell with a row, within the months that the table speaks for.
    pub cross: BTreeMap<Cell, Tally>,
    /// The months that it speaks for; `None` if not one row has a date.
    pub covered: Option<Covered>,
    /// Rows without a date.
    pub undated: u64,
    /// Rows with a date outside the months that it speaks for.
    pub outside: u64,
}

/// A part of a month in one dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marginal {
    /// By what it is told apart.
    pub dimension: Dimension,
    /// Which part; `None` for the nation, and for rows that do not state it.
    pub part: Option<Arc<str>>,
    /// When.
    pub month: Month,
    /// How many.
    pub tally: Tally,
    /// What the number can say.
    pub coverage: Coverage,
}

/// The end of the last day as of which the files say that they were made, in microseconds since 1970.
pub fn stated_end(files: &[FileRead]) -> Option<i64> {
    let day = files.iter().filter_map(|file| file.as_of.as_deref()).max()?;
    instant_of_text(&format!("{day} 23:59:59"))
}

/// Rows of each part, by month.
type Series = BTreeMap<Option<Arc<str>>, BTreeMap<Month, Tally>>;

/// One part of a dimension.
struct Part {
    dimension: Dimension,
    /// As the table has it; `None` for rows that do not state it.
    label: Option<Arc<str>>,
    tallies: BTreeMap<Month, Tally>,
    /// Of a state: what its own numbers can say.
    own: BTreeMap<Month, Coverage>,
}

/// Counts every table of a release that has a subject. `end` is the end of the release in microseconds since 1970, if its files state one.
pub fn counts(tables: &[Table], end: Option<i64>) -> Vec<Counts> {
    let of = |subject: Subject| tables.iter().find(|table| table.name() == subject.table()).map(|table| count(subject, table, end));
    Subject::ALL.into_iter().filter_map(of).collect()
}

/// Counts one table.
fn count(subject: Subject, table: &Table, end: Option<i64>) -> Counts {
    let days = days_of(table, subject.date());
    let kept = kept(subject, table);
    let columns = subject.columns().map(|name| text_of(table, name));
    let mut by_day: BTreeMap<i64, u64> = BTreeMap::new();
    let mut undated = 0;
    for day in &days {
        match day {
            Some(day) => *by_day.entry(*day).or_default() += 1,
            None => undated += 1,
        }
    }
    let covered = Covered::of(&by_day, end.map(|end| end.div_euclid(MICROS_PER_DAY)));
    let mut by_code: std::collections::HashMap<(Month, [Option<u32>; 3]), Tally> = std::collections::HashMap::new();
    let mut outside = 0;
    for (row, day) in days.iter().enumerate() {
        let Some(day) = day else { continue };
        let month = Month::of_day(*day);
        if !covered.as_ref().is_some_and(|covered| covered.has(*day)) {
            outside += 1;
            continue;
        }
        let parts = [code(&columns[0], row), code(&columns[1], row), code(&columns[2], row)];
        let without = u64::from(kept.as_ref().is_none_or(|kept| kept.value(row)));
        by_code.entry((month, parts)).or_default().add(Tally { all: 1, without });
    }
    let texts: Vec<Vec<Arc<str>>> =
        columns.iter().map(|column| texts(column).iter().map(|text| text.unwrap_or_default().into()).collect()).collect();
    let mut cross: BTreeMap<Cell, Tally> = BTreeMap::new();
    for ((month, codes), tally) in by_code {
        let mut parts = [None, None, None];
        for ((part, code), texts) in parts.iter_mut().zip(codes).zip(&texts) {
            *part = code.and_then(|code| texts.get(code as usize).cloned());
        }
        // Two numbers can stand for one text.
        cross.entry(Cell { month, parts }).or_default().add(tally);
    }
    Counts { subject, cross, covered, undated, outside }
}

impl Counts {
    /// Every part of every month, the nation first; a part that occurs in any month is there in all, with zero where no row has it.
    pub fn marginals(&self) -> Vec<Marginal> {
        let Some(covered) = &self.covered else { return Vec::new() };
        let nation = self.by_month(|_| Some(None)).into_values().next().unwrap_or_default();
        let mut of_nation = coverage::of_series(&nation, covered);
        of_nation.iter_mut().filter(|(month, _)| !nation.contains_key(month)).for_each(|(_, coverage)| *coverage = Coverage::Nothing);
        let parts = self.parts(covered);
        // Where a state fell silent, every sum that it belongs to is at least what is there.
        for (month, coverage) in of_nation.iter_mut().filter(|(_, coverage)| **coverage == Coverage::Whole) {
            if parts.iter().any(|part| part.own.get(month) == Some(&Coverage::Interrupted)) {
                *coverage = Coverage::AtLeast;
            }
        }
        let marginal = |dimension, part: &Option<Arc<str>>, tallies: &BTreeMap<Month, Tally>, (month, coverage): (&Month, Coverage)| {
            let tally = tallies.get(month).copied().unwrap_or_default();
            Marginal { dimension, part: part.clone(), month: *month, tally, coverage }
        };
        let mut marginals: Vec<Marginal> =
            of_nation.iter().map(|(month, coverage)| marginal(Dimension::Nation, &None, &nation, (month, *coverage))).collect();
        for Part { dimension, label, tallies, own } in &parts {
            marginals.extend(of_nation.iter().map(|(month, of_nation)| {
                let own = own.get(month).copied();
                marginal(*dimension, label, tallies, (month, own.map_or(*of_nation, |own| own.within(*of_nation))))
            }));
        }
        marginals
    }

    /// The parts of all dimensions. Only states have a coverage of their own: a criminality or a programme that is no longer used is no gap.
    fn parts(&self, covered: &Covered) -> Vec<Part> {
        let mut parts = Vec::new();
        for (at, dimension) in Dimension::PARTED.into_iter().enumerate() {
            for (label, tallies) in self.by_month(|cell| cell.parts.get(at).cloned()) {
                let own = match (dimension, &label) {
                    (Dimension::State, Some(_)) => coverage::of_series(&tallies, covered),
                    (Dimension::State, None) => covered.whole(),
                    _ => BTreeMap::new(),
                };
                parts.push(Part { dimension, label, tallies, own });
            }
        }
        parts
    }

    /// Sums of the cells by a part and month; cells to which `part` gives `None` are left out.
    fn by_month(&self, part: impl Fn(&Cell) -> Option<Option<Arc<str>>>) -> Series {
        let mut sums = Series::new();
        for (cell, tally) in &self.cross {
            if let Some(part) = part(cell) {
                sums.entry(part).or_default().entry(cell.month).or_default().add(*tally);
            }
        }
        sums
    }

    /// Sum over all cells.
    pub fn total(&self) -> Tally {
        let mut total = Tally::default();
        self.cross.values().for_each(|tally| total.add(*tally));
        total
    }
}

/// The days since 1970 of a column of dates or instants.
fn days_of(table: &Table, name: &str) -> Vec<Option<i64>> {
    let instants: TimestampMicrosecondArray = match table.column(name) {
        Some(array) => frame::instants(&array),
        None => TimestampMicrosecondArray::new_null(table.rows),
    };
    (0..table.rows).map(|row| instant_at(&instants, row).map(|micros| micros.div_euclid(MICROS_PER_DAY))).collect()
}

fn text_of(table: &Table, name: &str) -> TextArray {
    let column = table.column(name);
    column.and_then(|array| array.as_dictionary_opt::<UInt32Type>().cloned()).unwrap_or_else(|| missing_text(table.rows))
}

/// Which rows are no likely duplicate; `None` where the table has no rule for that, because the rows that made it had none left.
///
/// Of arrests and stints the rules say which row to drop. Of detainers they say only that a row is like another: there the first row of each person
/// and instant is kept, in the order of the table. Rows of which it is not known are kept.
fn kept(subject: Subject, table: &Table) -> Option<BooleanArray> {
    match subject {
        Subject::Arrests | Subject::BookIns => {
            let dropped = table.column("duplicate_drop_row")?;
            let dropped = dropped.as_boolean_opt()?;
            Some((0..table.rows).map(|row| Some(dropped.is_null(row) || !dropped.value(row))).collect())
        }
        Subject::Detainers => {
            let likely = table.column("duplicate_likely")?;
            let likely = likely.as_boolean_opt()?;
            let person = text_of(table, "unique_identifier");
            // The same key as that of rule 4.2: a person, and the instant of the preparation, missing or not.
            let prepared = table
                .column(subject.date())
                .map_or_else(|| TimestampMicrosecondArray::new_null(table.rows), |column| crate::frame::instants(&column));
            let mut seen = std::collections::HashSet::new();
            let is_kept = |row: usize| {
                let is_likely = !likely.is_null(row) && likely.value(row);
                Some(!is_likely || seen.insert((code(&person, row), instant_at(&prepared, row))))
            };
            Some((0..table.rows).map(is_kept).collect())
        }
        Subject::Stays => None,
    }
}

/// Text that need not be distinct, as an array; for the cross.
fn text_array(strings: Vec<Option<Arc<str>>>) -> TextArray {
    let mut numbers: BTreeMap<Arc<str>, u32> = BTreeMap::new();
    let mut distinct: Vec<Arc<str>> = Vec::new();
    let keys: UInt32Array = strings
        .into_iter()
        .map(|text| {
            text.map(|text| {
                *numbers.entry(Arc::clone(&text)).or_insert_with(|| {
                    distinct.push(text);
                    u32::try_from(distinct.len() - 1).unwrap_or(u32::MAX)
                })
            })
        })
        .collect();
    let values = StringArray::from_iter_values(distinct.iter().map(AsRef::as_ref));
    TextArray::new(keys, Arc::new(values))
}
