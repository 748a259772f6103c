//! Cells and tables as plain values, and how cells are ordered.

use std::cmp::Ordering;

/// One value of a table.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Missing,
    Text(String),
    Int(i64),
    Float(f64),
    Bool(bool),
    /// Days since 1970-01-01.
    Date(i64),
    /// Microseconds since 1970-01-01T00:00:00.
    Instant(i64),
}

impl Cell {
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Cell::Missing)
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The instant; of a calendar date, its midnight.
    pub(crate) fn micros(&self) -> Option<i64> {
        match self {
            Cell::Instant(micros) => Some(*micros),
            Cell::Date(days) => Some(days * MICROS_PER_DAY),
            _ => None,
        }
    }

    /// The calendar date of an instant or date.
    pub(crate) fn day(&self) -> Cell {
        self.micros().map_or(Cell::Missing, |micros| Cell::Date(micros.div_euclid(MICROS_PER_DAY)))
    }

    pub(crate) fn of_text(text: Option<impl Into<String>>) -> Cell {
        text.map_or(Cell::Missing, |text| Cell::Text(text.into()))
    }

    /// Kinds of values never mix within a column, so this number only makes the order total.
    fn kind(&self) -> u8 {
        match self {
            Cell::Missing => 0,
            Cell::Text(_) => 1,
            Cell::Int(_) => 2,
            Cell::Float(_) => 3,
            Cell::Bool(_) => 4,
            Cell::Date(_) => 5,
            Cell::Instant(_) => 6,
        }
    }
}

/// Missing first, text by its bytes (rule 0).
impl Ord for Cell {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Cell::Text(a), Cell::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
            (Cell::Int(a), Cell::Int(b)) | (Cell::Date(a), Cell::Date(b)) | (Cell::Instant(a), Cell::Instant(b)) => a.cmp(b),
            (Cell::Float(a), Cell::Float(b)) => a.total_cmp(b),
            (Cell::Bool(a), Cell::Bool(b)) => a.cmp(b),
            _ => self.kind().cmp(&other.kind()),
        }
    }
}

impl PartialOrd for Cell {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Cell {}

pub(crate) const MICROS_PER_SECOND: i64 = 1_000_000;
pub(crate) const MICROS_PER_HOUR: i64 = 3600 * MICROS_PER_SECOND;
pub(crate) const MICROS_PER_DAY: i64 = 24 * MICROS_PER_HOUR;

/// Where rows without a value go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MissingGo {
    First,
    Last,
}

/// Compares two cells of one column, with missing ones at the named end.
pub(crate) fn compare(a: &Cell, b: &Cell, missing: MissingGo) -> Ordering {
    match (a.is_missing(), b.is_missing(), missing) {
        (true, true, _) => Ordering::Equal,
        (true, false, MissingGo::First) | (false, true, MissingGo::Last) => Ordering::Less,
        (true, false, MissingGo::Last) | (false, true, MissingGo::First) => Ordering::Greater,
        (false, false, _) => a.cmp(b),
    }
}

/// Columns by name in their order, and rows whose cells stand in the order of the columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl Table {
    pub(crate) fn new(columns: &[&str]) -> Self {
        Table { columns: columns.iter().map(|&column| column.to_owned()).collect(), rows: Vec::new() }
    }

    pub(crate) fn find(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|name| name == column)
    }

    /// Where the column stands. A table that lacks a column which a rule names stops the peer too.
    pub(crate) fn at(&self, column: &str) -> usize {
        self.find(column).unwrap_or_else(|| panic!("there is no column {column} in {:?}", self.columns))
    }

    pub(crate) fn column(&self, column: &str) -> Vec<Cell> {
        let at = self.at(column);
        self.rows.iter().map(|row| row[at].clone()).collect()
    }

    /// Adds a column at the end; an empty table without columns takes its rows from it.
    pub(crate) fn push(&mut self, column: &str, cells: Vec<Cell>) {
        if self.columns.is_empty() {
            self.rows = vec![Vec::new(); cells.len()];
        }
        assert_eq!(cells.len(), self.rows.len(), "cells of column {column}");
        self.columns.push(column.to_owned());
        for (row, cell) in self.rows.iter_mut().zip(cells) {
            row.push(cell);
        }
    }

    pub(crate) fn replace(&mut self, column: &str, cells: Vec<Cell>) {
        let at = self.at(column);
        for (row, cell) in self.rows.iter_mut().zip(cells) {
            row[at] = cell;
        }
    }

    /// Renames what is there; a column that was dropped has no new name.
    pub(crate) fn rename(&mut self, names: &[(&str, &str)]) {
        for (old, new) in names {
            if let Some(at) = self.find(old) {
                (*new).clone_into(&mut self.columns[at]);
            }
        }
    }

    /// Stable sort by one column.
    pub(crate) fn sort_by_column(&mut self, column: &str, missing: MissingGo) {
        let at = self.at(column);
        self.rows.sort_by(|a, b| compare(&a[at], &b[at], missing));
    }
}
