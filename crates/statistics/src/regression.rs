//! Ordinary least squares with standard errors that survive unequal variances and serial correlation.
//!
//! [`Design`] is shared with [`count_model`](crate::count_model): rows are units or periods, columns are covariates, the intercept is a column of ones.

mod covariance;
mod design;
mod ols;

pub use covariance::Covariance;
pub use design::{Design, MAX_COLUMNS, MAX_ROWS};
pub use ols::{LinearFit, Spread, ols};
