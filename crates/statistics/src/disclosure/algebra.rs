//! Which hidden counts follow exactly from the shown ones, by additions and subtractions over any lines.
//!
//! The hidden cells are the unknowns of a system of equations, one for each line. A cell follows if the equations, fully reduced, leave it alone in a row.
//! If no zero is hidden, nothing else can fix a count: every other solution direction can be followed a little way from the true counts without any
//! of them becoming negative. Coefficients are kept modulo a large prime, so that they neither overflow nor round.

use std::collections::BTreeSet;

use super::table::Table;

/// 2^61 - 1.
const PRIME: u64 = (1 << 61) - 1;
/// Entries of rows that are touched before the reduction gives up.
const MAX_WORK: usize = 30_000_000;

/// Which cells follow.
pub(super) struct Determined {
    /// By place.
    pub(super) cells: Vec<bool>,
    /// False if the reduction gave up; what it found by then holds.
    pub(super) is_exhaustive: bool,
}

/// A row: coefficients other than 0 by column, in order.
type Row = Vec<(usize, u64)>;

/// Reduces the equations of a table's lines.
pub(super) fn determined(table: &Table, hidden: &[bool]) -> Determined {
    let mut system = System::new(table, hidden);
    let is_exhaustive = system.reduce();
    let mut cells = vec![false; hidden.len()];
    for row in &system.rows {
        if let [(cell, _)] = row.as_slice() {
            cells[*cell] = true;
        }
    }
    Determined { cells, is_exhaustive }
}

struct System {
    rows: Vec<Row>,
    /// The rows that have a column, and some that had it.
    of_column: Vec<Vec<usize>>,
    /// Rows without a pivot, the shortest first.
    open: BTreeSet<(usize, usize)>,
}

impl System {
    fn new(table: &Table, hidden: &[bool]) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        for line in table.lines() {
            let total = hidden[line.total].then_some((line.total, PRIME - 1));
            let parts = line.parts.iter().filter(|&&part| hidden[part]).map(|&part| (part, 1));
            let mut row: Row = parts.chain(total).collect();
            row.sort_unstable();
            if !row.is_empty() {
                rows.push(row);
            }
        }
        let mut of_column = vec![Vec::new(); hidden.len()];
        for (number, row) in rows.iter().enumerate() {
            for (column, _) in row {
                of_column[*column].push(number);
            }
        }
        let open = rows.iter().enumerate().map(|(number, row)| (row.len(), number)).collect();
        Self { rows, of_column, open }
    }

    /// Gauss and Jordan: each row gets a column of its own, which is taken out of all others. False if it was too much.
    fn reduce(&mut self) -> bool {
        let mut work = 0;
        while let Some((_, pivot_row)) = self.open.pop_first() {
            let rarest = self.rows[pivot_row].iter().min_by_key(|(column, _)| (self.of_column[*column].len(), *column));
            let Some(&(column, pivot)) = rarest else { continue };
            let inverse = power(pivot, PRIME - 2);
            for (_, coefficient) in &mut self.rows[pivot_row] {
                *coefficient = product(*coefficient, inverse);
            }
            let pivot = std::mem::take(&mut self.rows[pivot_row]);
            let mut others = std::mem::replace(&mut self.of_column[column], vec![pivot_row]);
            others.sort_unstable();
            others.dedup();
            for other in others {
                if other != pivot_row {
                    work += pivot.len() + self.rows[other].len();
                    self.take_out(other, column, &pivot);
                }
            }
            self.rows[pivot_row] = pivot;
            if work > MAX_WORK {
                return false;
            }
        }
        true
    }

    /// Takes `column` out of a row with the help of a row that has 1 there.
    fn take_out(&mut self, row: usize, column: usize, pivot: &Row) {
        let old = &self.rows[row];
        let Ok(at) = old.binary_search_by_key(&column, |(column, _)| *column) else { return };
        let factor = PRIME - old[at].1;
        let (length, mut new) = (old.len(), Row::with_capacity(old.len() + pivot.len()));
        let (mut mine, mut theirs) = (old.iter().copied().peekable(), pivot.iter().copied().peekable());
        loop {
            match (mine.peek().copied(), theirs.peek().copied()) {
                (Some(one), Some(other)) if one.0 == other.0 => {
                    let sum = sum(one.1, product(factor, other.1));
                    if sum != 0 {
                        new.push((one.0, sum));
                    }
                    mine.next();
                    theirs.next();
                }
                (Some(one), other) if other.is_none_or(|other| one.0 < other.0) => {
                    new.push(one);
                    mine.next();
                }
                (_, Some(other)) => {
                    new.push((other.0, product(factor, other.1)));
                    self.of_column[other.0].push(row);
                    theirs.next();
                }
                (_, None) => break,
            }
        }
        if self.open.remove(&(length, row)) {
            self.open.insert((new.len(), row));
        }
        self.rows[row] = new;
    }
}

fn sum(one: u64, other: u64) -> u64 {
    (one + other) % PRIME
}

fn product(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other) % u128::from(PRIME);
    u64::try_from(product).unwrap_or_default()
}

fn power(mut base: u64, mut exponent: u64) -> u64 {
    let mut result = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = product(result, base);
        }
        base = product(base, base);
        exponent >>= 1;
    }
    result
}
