//! What hidden counts can be under all lines at once, where few of them hang together: the simplex method.
//!
//! The hidden cells that lines join are the variables, each at least the least count that is hidden; the lines are equations. Between the least and the
//! greatest value of a variable lie all that it can be. Source: Dantzig (1963), Linear Programming and Extensions, with the rule of Bland (1977),
//! Mathematics of Operations Research 2:103, so that it ends.

use std::collections::{BTreeMap, BTreeSet};

use super::{ranges::Range, table::Table};

/// Most hidden cells that hang together for which this is tried.
pub(super) const MAX_TOGETHER: usize = 300;
/// Steps for one question, by variable and equation; Bland's rule needs a few.
const STEPS: usize = 50;
/// What counts as zero.
const NOTHING: f64 = 1e-9;

/// Narrows the ranges of hidden cells that can move by no more than `protection` under all lines at once. Returns for how many cells it was not tried.
pub(super) fn narrow(table: &Table, hidden: &[bool], least: u64, protection: u64, ranges: &mut [Range]) -> usize {
    let mut skipped = 0;
    let mut seen = vec![false; hidden.len()];
    for start in (0..hidden.len()).filter(|&place| hidden[place]) {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let (cells, lines) = together(table, hidden, start, &mut seen);
        if lines.is_empty() {
            continue;
        }
        let solved = (cells.len() <= MAX_TOGETHER).then(|| Polytope::new(table, &cells, &lines, least)).flatten();
        let done = solved.and_then(|mut polytope| polytope.narrow(table, &cells, protection, ranges));
        skipped += if done.is_some() { 0 } else { cells.len() };
    }
    skipped
}

/// The hidden cells that lines join to one, and these lines.
fn together(table: &Table, hidden: &[bool], start: usize, seen: &mut [bool]) -> (Vec<usize>, BTreeSet<usize>) {
    let (mut cells, mut lines) = (vec![start], BTreeSet::new());
    let mut next = 0;
    while let Some(&cell) = cells.get(next) {
        next += 1;
        for &line in table.lines_of(cell) {
            if lines.insert(line) {
                let joined = table.lines()[line].cells().filter(|&other| hidden[other]);
                cells.extend(joined.filter(|&other| !std::mem::replace(&mut seen[other], true)));
            }
        }
    }
    cells.sort_unstable();
    (cells, lines)
}

/// The whole part of a distance, which rounding may have made a little less than it is.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at least 0, and less than a count")]
fn whole(distance: f64) -> u64 {
    (distance + 1e-6).max(0.0) as u64
}

/// The counts that fit, at one of its corners.
struct Polytope {
    /// Coefficients of the variables, then the value of the basic one.
    rows: Vec<Vec<f64>>,
    /// The variable that each row gives; none for one that only stands in until the corner fits.
    basis: Vec<Option<usize>>,
    variables: usize,
    least: f64,
}

impl Polytope {
    /// Finds a first corner. None if that takes too long.
    fn new(table: &Table, cells: &[usize], lines: &BTreeSet<usize>, least: u64) -> Option<Self> {
        let place: BTreeMap<usize, usize> = cells.iter().enumerate().map(|(number, &cell)| (cell, number)).collect();
        let variables = cells.len();
        let mut rows = Vec::with_capacity(lines.len());
        for &line in lines {
            let line = &table.lines()[line];
            let mut row = vec![0.0; variables + 1];
            for cell in line.cells() {
                let sign = if cell == line.total { -1.0 } else { 1.0 };
                match place.get(&cell) {
                    Some(&variable) => {
                        row[variable] = sign;
                        row[variables] -= sign * least as f64;
                    }
                    None => row[variables] -= sign * table.counts()[cell] as f64,
                }
            }
            if row[variables] < 0.0 {
                for entry in &mut row {
                    *entry = -*entry;
                }
            }
            rows.push(row);
        }
        let mut new = Self { basis: vec![None; rows.len()], rows, variables, least: least as f64 };
        new.reach_a_corner()?;
        Some(new)
    }

    /// Drives out what stands in. The true counts fit, so that it goes.
    fn reach_a_corner(&mut self) -> Option<()> {
        for _ in 0..self.most_steps() {
            let gain = |variable: usize| {
                let standing_in = self.rows.iter().zip(&self.basis).filter(|(_, basic)| basic.is_none());
                standing_in.map(|(row, _)| row[variable]).sum::<f64>()
            };
            let Some(entering) = (0..self.variables).find(|&variable| gain(variable) > NOTHING) else { break };
            let leaving = self.leaving(entering)?;
            self.pivot(leaving, entering);
        }
        let mut row = 0;
        while row < self.rows.len() {
            if self.basis[row].is_some() {
                row += 1;
                continue;
            }
            if self.rows[row][self.variables].abs() > 1e-6 {
                return None;
            }
            let entering = (0..self.variables).find(|&variable| self.rows[row][variable].abs() > NOTHING);
            if let Some(entering) = entering {
                self.pivot(row, entering);
            } else {
                self.rows.swap_remove(row);
                self.basis.swap_remove(row);
            }
        }
        Some(())
    }

    /// Asks for the greatest and the least of each cell that no corner so far moved beyond the protection. None if that takes too long.
    fn narrow(&mut self, table: &Table, cells: &[usize], protection: u64, ranges: &mut [Range]) -> Option<()> {
        let far = protection as f64 + 1.0 - 1e-6;
        let truth: Vec<f64> = cells.iter().map(|&cell| table.counts()[cell] as f64).collect();
        let mut is_free = vec![false; cells.len()];
        for (variable, &cell) in cells.iter().enumerate() {
            let mut ends = [None; 2];
            for (end, sign) in ends.iter_mut().zip([1.0, -1.0]) {
                let mut steps = self.most_steps();
                loop {
                    for (other, value) in self.values() {
                        is_free[other] |= (value - truth[other]).abs() >= far;
                    }
                    if is_free[variable] {
                        break;
                    }
                    steps = steps.checked_sub(1)?;
                    let Some(entering) = self.entering(variable, sign) else {
                        *end = Some(self.value(variable));
                        break;
                    };
                    // Without an end there are corners nowhere, and the cell is free.
                    let Some(leaving) = self.leaving(entering) else {
                        is_free[variable] = true;
                        break;
                    };
                    self.pivot(leaving, entering);
                }
            }
            if let ([Some(greatest), Some(least)], false) = (ends, is_free[variable]) {
                let (count, range) = (table.counts()[cell], &mut ranges[cell]);
                let (above, below) = (whole(greatest - truth[variable]), whole(truth[variable] - least));
                range.lower = range.lower.max(count.saturating_sub(below));
                range.upper = Some(range.upper.map_or(count + above, |upper| upper.min(count + above)));
            }
        }
        Some(())
    }

    fn most_steps(&self) -> usize {
        STEPS * (self.variables + self.rows.len())
    }

    /// The values of all variables at this corner.
    fn values(&self) -> impl Iterator<Item = (usize, f64)> {
        let basic: BTreeMap<usize, f64> =
            self.basis.iter().zip(&self.rows).filter_map(|(basic, row)| Some(((*basic)?, row[self.variables]))).collect();
        (0..self.variables).map(move |variable| (variable, self.least + basic.get(&variable).copied().unwrap_or(0.0)))
    }

    fn value(&self, variable: usize) -> f64 {
        let row = self.basis.iter().position(|basic| *basic == Some(variable));
        self.least + row.map_or(0.0, |row| self.rows[row][self.variables])
    }

    /// The first variable that moves `variable` the way of `sign`.
    fn entering(&self, variable: usize, sign: f64) -> Option<usize> {
        match self.basis.iter().position(|basic| *basic == Some(variable)) {
            Some(row) => (0..self.variables).find(|&other| other != variable && -sign * self.rows[row][other] > NOTHING),
            None => (sign > 0.0).then_some(variable),
        }
    }

    /// The row that gives way first; none if none does.
    fn leaving(&self, entering: usize) -> Option<usize> {
        let way = |row: &Vec<f64>| row[self.variables] / row[entering];
        let rows = (0..self.rows.len()).filter(|&row| self.rows[row][entering] > NOTHING);
        let shortest = rows.clone().map(|row| way(&self.rows[row])).min_by(f64::total_cmp)?;
        rows.filter(|&row| way(&self.rows[row]) <= shortest + NOTHING).min_by_key(|&row| self.basis[row])
    }

    fn pivot(&mut self, leaving: usize, entering: usize) {
        let factor = self.rows[leaving][entering];
        let mut pivot = std::mem::take(&mut self.rows[leaving]);
        for entry in &mut pivot {
            *entry /= factor;
        }
        for row in self.rows.iter_mut().filter(|row| !row.is_empty() && row[entering].abs() > 0.0) {
            let factor = row[entering];
            for (entry, by) in row.iter_mut().zip(&pivot) {
                *entry -= factor * by;
            }
            row[entering] = 0.0;
        }
        self.rows[leaving] = pivot;
        self.basis[leaving] = Some(entering);
    }
}
