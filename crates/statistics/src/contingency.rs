//! Do two classifications of the same records hang together: office and redaction, month and missing field?

use crate::DomainError;
use crate::input::count;
use crate::paired::at_most;
use crate::special::significance::upper_chi_square;

/// The most cells of a table.
pub const MAX_CELLS: usize = 1_000_000;

/// The test of a table, and the strength of what it finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contingency {
    /// Pearson's `sum (observed - expected)^2 / expected`.
    pub chi_square: f64,
    /// `(rows - 1)(columns - 1)`.
    pub degrees_of_freedom: usize,
    /// The probability of a chi-square at least as large, if row and column were independent; not to be trusted where `least_expected` is below 5.
    pub p: f64,
    /// `sqrt(chi_square / (n min(rows - 1, columns - 1)))`: 0 for independence, 1 if one classification determines the other.
    pub cramers_v: f64,
    /// The smallest expected count of a cell.
    pub least_expected: f64,
}

/// Tests the independence of rows and columns, without continuity correction.
///
/// Expected counts are `row sum * column sum / n`. At least two rows and two columns, all of one length, none of them empty.
/// Source: Pearson (1900), Philosophical Magazine 50:157; Cramér (1946), Mathematical Methods of Statistics, 21.9; equals
/// `chisq.test(correct = FALSE)` in R.
pub fn independence(table: &[Vec<u64>]) -> Result<Contingency, DomainError> {
    let (rows, columns) = (table.len(), table.first().map_or(0, Vec::len));
    if rows < 2 || columns < 2 {
        return Err(DomainError::TableShape { rows, columns });
    }
    at_most("cells", rows.saturating_mul(columns), MAX_CELLS)?;
    let mut column_sums = vec![0.0; columns];
    let mut row_sums = Vec::with_capacity(rows);
    for row in table {
        if row.len() != columns {
            return Err(DomainError::RowLength { expected: columns, given: row.len() });
        }
        let mut row_sum = 0.0;
        for (cell, column_sum) in row.iter().zip(&mut column_sums) {
            let cell = count(*cell)?;
            row_sum += cell;
            *column_sum += cell;
        }
        row_sums.push(row_sum);
    }
    if row_sums.iter().chain(&column_sums).any(|sum| *sum <= 0.0) {
        return Err(DomainError::EmptyMargin);
    }
    let all: f64 = row_sums.iter().sum();
    let (mut chi_square, mut least_expected) = (0.0, f64::INFINITY);
    for (row, row_sum) in table.iter().zip(&row_sums) {
        for (cell, column_sum) in row.iter().zip(&column_sums) {
            let expected = row_sum * (column_sum / all);
            let difference = *cell as f64 - expected;
            chi_square += difference * difference / expected;
            least_expected = expected.min(least_expected);
        }
    }
    let degrees_of_freedom = (rows - 1) * (columns - 1);
    let smaller = (rows.min(columns) - 1) as f64;
    Ok(Contingency {
        chi_square,
        degrees_of_freedom,
        p: upper_chi_square(chi_square, degrees_of_freedom as f64),
        cramers_v: (chi_square / (all * smaller)).sqrt().min(1.0),
        least_expected,
    })
}
