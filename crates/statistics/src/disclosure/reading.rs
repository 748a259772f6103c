//! What a reader works out of a table that hides some cells.

use std::collections::BTreeSet;

use super::{
    Audit, Recoverable,
    algebra::{self, Determined},
    ranges::{self, Range},
    table::Table,
};

/// Ranges and exact counts, by place in the table.
pub(super) struct Reading {
    hidden: Vec<bool>,
    ranges: Vec<Range>,
    determined: Determined,
}

impl Reading {
    /// Reads a table.
    pub(super) fn of(table: &Table, hidden: &[bool]) -> Self {
        Self { hidden: hidden.to_vec(), ranges: ranges::of(table, hidden), determined: algebra::determined(table, hidden) }
    }

    /// The places of the hidden cells that follow, exactly or within the protection.
    pub(super) fn given_away(&self, table: &Table, protection: u64) -> Vec<usize> {
        let is_near = |place: usize| {
            let (count, Range { lower, upper }) = (table.counts()[place], self.ranges[place]);
            upper.is_some_and(|upper| upper - count <= protection) && count - lower <= protection
        };
        (0..self.hidden.len()).filter(|&place| self.hidden[place] && (self.determined.cells[place] || is_near(place))).collect()
    }

    /// The lines of a cell that give it away: all of them if it follows exactly, else those that leave it no more than the protection.
    pub(super) fn binding(&self, table: &Table, place: usize, protection: u64) -> BTreeSet<usize> {
        let lines = table.lines_of(place).iter().copied();
        if self.determined.cells[place] {
            return lines.collect();
        }
        let most = table.counts()[place] + protection;
        lines.filter(|&line| self.greatest_by(table, line, place).is_some_and(|greatest| greatest <= most)).collect()
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
        Audit { recoverable, is_exhaustive: self.determined.is_exhaustive }
    }
}
