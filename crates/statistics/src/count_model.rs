//! Regression of counts on covariates, with exposures: Poisson, quasi-Poisson and negative binomial.
//!
//! `ln mu = X b + offset`, where the offset is usually the logarithm of an exposure. Start with [`poisson`], look at its
//! [`dispersion`](PoissonFit::dispersion), and report it; far above 1, [`negative_binomial`] or quasi-Poisson errors are due.

mod irls;
mod negative_binomial;
mod poisson;

pub use negative_binomial::{CountFit, NegativeBinomialFit, negative_binomial, negative_binomial_with_theta};
pub use poisson::{PoissonFit, poisson};
