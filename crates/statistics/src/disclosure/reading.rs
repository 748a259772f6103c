//! What a reader works out of a table that hides some cells.

use std::collections::BTreeSet;

use super::{
    Audit, Recoverable,
    algebra::{self, Determined},
    ranges::{self, Range},
    simplex,
    table::Table,
};

/// Ranges and exact counts, by place in the table.
pub(super) struct Reading {
    hidden: Vec<bool>,
    ranges: Vec<Range>,
    determined: Determined,
    protection: u64,
    by_lines_only: usize,
}

impl Reading {
    /// Reads a table. Zeros are shown, as far as the reader can tell, so that what is hidden is at least 1; unless a zero is hidden.
    pub(super) fn of(table: &Table, hidden: &[bool], protection: u64) -> Self {
        let hides_zero = table.counts().iter().zip(hidden).any(|(&count, &hidden)| hidden && count == 0);
        let least = u64::from(!hides_zero);
        let mut ranges = ranges::of(table, hidden, least);
        let by_lines_only = simplex::narrow(table, hidden, least, protection, &mut ranges);
        Self { hidden: hidden.to_vec(), ranges, determined: algebra::determined(table, hidden), protection, by_lines_only }
    }

    /// The places of the hidden cells that follow, exactly or within the protection.
    pub(super) fn given_away(&self, table: &Table) -> Vec<usize> {
        let is_near = |place: usize| {
            let (count, Range { lower, upper }) = (table.counts()[place], self.ranges[place]);
            upper.is_some_and(|upper| upper - count <= self.protection) && count - lower <= self.protection
        };
        (0..self.hidden.len()).filter(|&place| self.hidden[place] && (self.determined.cells[place] || is_near(place))).collect()
    }

    /// The lines of a cell that give it away: those that leave it no more than the protection, or all of them if it follows from several lines only.
    pub(super) fn binding(&self, table: &Table, place: usize) -> BTreeSet<usize> {
        let lines = table.lines_of(place).iter().copied();
        let most = table.counts()[place] + self.protection;
        let is_binding = |line: &usize| self.greatest_by(table, *line, place).is_some_and(|greatest| greatest <= most);
        let binding: BTreeSet<usize> = lines.clone().filter(is_binding).collect();
        if self.determined.cells[place] || binding.is_empty() { lines.collect() } else { binding }
    }

    /// The greatest that a line lets one of its cells be.
    fn greatest_by(&self, table: &Table, line: usize, place: usize) -> Option<u64> {
        let line = &table.lines()[line];
        if line.total == place {
            return line.parts.iter().map(|&part| self.ranges[part].upper).sum();
        }
        let others: u64 = line.parts.iter().filter(|&&part| part != place).map(|&part| self.ranges[part].lower).sum();
        self.ranges[line.total].upper.map(|total| total.saturating_sub(others))
    }

    /// The audit of the cells that are given away.
    pub(super) fn audit(&self, table: &Table, given_away: &[usize]) -> Audit {
        let told = |&place: &usize| {
            let (position, count, Range { lower, upper }) = (table.order()[place], table.counts()[place], self.ranges[place]);
            if self.determined.cells[place] {
                Recoverable { position, lower: count, upper: Some(count) }
            } else {
                Recoverable { position, lower, upper }
            }
        };
        let mut recoverable: Vec<Recoverable> = given_away.iter().map(told).collect();
        recoverable.sort_by_key(|one| one.position);
        Audit { recoverable, is_exhaustive: self.determined.is_exhaustive, by_lines_only: self.by_lines_only }
    }
}
