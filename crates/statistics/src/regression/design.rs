//! A matrix of covariates.

use crate::DomainError;
use crate::series::{each, length, same_length};

/// The most rows of a design.
pub const MAX_ROWS: usize = 1_000_000;
/// The most columns of a design.
pub const MAX_COLUMNS: usize = 64;

/// Covariates by row and column: every value finite, every column as long as the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    columns: Vec<Vec<f64>>,
    rows: usize,
}

impl Design {
    /// Takes the columns of a design, at least one, of at least one row each.
    pub fn from_columns(columns: Vec<Vec<f64>>) -> Result<Design, DomainError> {
        length(columns.len(), 1, MAX_COLUMNS)?;
        let rows = columns.first().map_or(0, Vec::len);
        length(rows, 1, MAX_ROWS)?;
        for column in &columns {
            same_length(rows, column.len())?;
            each(column, "is not a finite number", f64::is_finite)?;
        }
        Ok(Design { columns, rows })
    }

    /// Takes the rows of a design, each with one value per column.
    pub fn from_rows(rows: &[Vec<f64>]) -> Result<Design, DomainError> {
        let width = rows.first().map_or(0, Vec::len);
        for row in rows {
            same_length(width, row.len())?;
        }
        Design::from_columns((0..width).map(|column| rows.iter().filter_map(|row| row.get(column)).copied().collect()).collect())
    }

    /// Takes covariates and puts a column of ones before them.
    pub fn with_intercept(covariates: Vec<Vec<f64>>) -> Result<Design, DomainError> {
        let rows = covariates.first().map_or(0, Vec::len);
        Design::from_columns(std::iter::once(vec![1.0; rows]).chain(covariates).collect())
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of columns.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// The columns.
    pub fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }

    /// Says whether a column holds one value other than zero throughout.
    pub(crate) fn has_intercept(&self) -> bool {
        let constant = |column: &Vec<f64>| {
            let first = column.first().copied().unwrap_or_default();
            first.abs() > 0.0 && column.iter().all(|value| value.to_bits() == first.to_bits())
        };
        self.columns.iter().any(constant)
    }
}
