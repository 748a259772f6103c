//! Least squares by Householder's QR decomposition, with residuals carried in twice the precision.
//!
//! The normal equations would square the condition of a design; with years beside an intercept, or with Longley's data, that costs all digits.
//! Sources: Golub & Van Loan (2013), Matrix Computations, algorithms 5.2.1 and 5.1.6 and section 5.3.8 (refinement); Ogita, Rump & Oishi (2005),
//! SIAM Journal on Scientific Computing 26:1955 (`Dot2`).

use crate::DomainError;

/// A column that keeps less than this share of its length outside the columns before it is taken as a combination of them.
const COLLINEAR: f64 = 1e-10;

/// `X = Q R` with orthonormal columns in `Q` and an upper triangle `R`; both by columns.
#[derive(Debug, Clone)]
pub(crate) struct Qr {
    q: Vec<Vec<f64>>,
    /// Column `j` holds its `j + 1` entries from the top.
    r: Vec<Vec<f64>>,
}

impl Qr {
    /// Decomposes columns of equal length, at least as many rows as columns.
    pub(crate) fn new(columns: &[Vec<f64>]) -> Result<Qr, DomainError> {
        let rows = columns.first().map_or(0, Vec::len);
        if rows < columns.len() {
            return Err(DomainError::TooFewValues { needed: columns.len(), given: rows });
        }
        let mut work = columns.to_vec();
        let mut reflectors: Vec<Vec<f64>> = Vec::with_capacity(columns.len());
        let mut r = Vec::with_capacity(columns.len());
        for (k, column) in work.iter_mut().enumerate() {
            let length = norm(column);
            for (before, reflector) in reflectors.iter().enumerate() {
                reflect(reflector, &mut column[before..]);
            }
            let rest = &column[k..];
            let kept = norm(rest);
            if !length.is_finite() || !kept.is_finite() {
                return Err(DomainError::OutOfRange);
            }
            if kept <= COLLINEAR * length {
                return Err(DomainError::CollinearColumn { column: k });
            }
            let diagonal = if rest[0] > 0.0 { -kept } else { kept };
            let mut reflector = rest.to_vec();
            reflector[0] -= diagonal;
            let scale = norm(&reflector);
            for value in &mut reflector {
                *value /= scale;
            }
            let mut upper = column[..k].to_vec();
            upper.push(diagonal);
            r.push(upper);
            reflectors.push(reflector);
        }
        let q = (0..columns.len())
            .map(|k| {
                let mut column = vec![0.0; rows];
                column[k] = 1.0;
                for (at, reflector) in reflectors.iter().enumerate().rev() {
                    reflect(reflector, &mut column[at..]);
                }
                column
            })
            .collect();
        Ok(Qr { q, r })
    }

    /// The coefficients that minimize the squared distance to `response`.
    pub(crate) fn solve(&self, response: &[f64]) -> Vec<f64> {
        self.back_substitute(self.q.iter().map(|column| dot(column, response)).collect())
    }

    /// `R^-1 b`.
    fn back_substitute(&self, mut b: Vec<f64>) -> Vec<f64> {
        for (j, column) in self.r.iter().enumerate().rev() {
            let solved = b[j] / column[j];
            b[j] = solved;
            for (value, entry) in b[..j].iter_mut().zip(column) {
                *value -= entry * solved;
            }
        }
        b
    }

    /// The squared lengths of the rows of `Q`: the leverage of each row.
    pub(crate) fn leverage(&self) -> Vec<f64> {
        let rows = self.q.first().map_or(0, Vec::len);
        (0..rows).map(|row| self.q.iter().map(|column| column[row] * column[row]).sum()).collect()
    }

    /// `Q' diag(u) diag(v shifted by lag) Q`, summed over the rows that have a partner `lag` rows before: entry `(i, j)` is
    /// `sum over t of q_ti u_t u_(t-lag) q_(t-lag)j`.
    pub(crate) fn meat(&self, scores: &[f64], lag: usize) -> Vec<Vec<f64>> {
        let weighted: Vec<Vec<f64>> = self.q.iter().map(|column| column.iter().zip(scores).map(|(q, u)| q * u).collect()).collect();
        let pairs = |a: &[f64], b: &[f64]| a.iter().skip(lag).zip(b).map(|(now, before)| now * before).sum();
        weighted.iter().map(|a| weighted.iter().map(|b| pairs(a, b)).collect()).collect()
    }

    /// `R^-1 M R^-T` for a symmetric `M`.
    pub(crate) fn bread(&self, meat: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
        let half: Vec<Vec<f64>> = meat.into_iter().map(|row| self.back_substitute(row)).collect();
        let turned = (0..self.r.len()).map(|j| half.iter().map(|row| row[j]).collect());
        turned.map(|row| self.back_substitute(row)).collect()
    }

    /// `(X'X)^-1`.
    pub(crate) fn inverse_of_square(&self) -> Vec<Vec<f64>> {
        let size = self.r.len();
        let unit = |i: usize| (0..size).map(|j| if i == j { 1.0 } else { 0.0 }).collect();
        self.bread((0..size).map(unit).collect())
    }
}

/// Solves the least-squares problem and refines the answer twice by its residuals.
pub(crate) fn least_squares(columns: &[Vec<f64>], qr: &Qr, response: &[f64]) -> Vec<f64> {
    let mut coefficients = qr.solve(response);
    for _ in 0..2 {
        let step = qr.solve(&residuals(columns, &coefficients, response));
        coefficients.iter_mut().zip(step).for_each(|(value, step)| *value += step);
    }
    coefficients
}

/// `y - X b`, each row summed as if in twice the precision.
pub(crate) fn residuals(columns: &[Vec<f64>], coefficients: &[f64], response: &[f64]) -> Vec<f64> {
    let row = |(row, &observed): (usize, &f64)| {
        let (mut sum, mut lost) = (observed, 0.0);
        for (column, coefficient) in columns.iter().zip(coefficients) {
            let product = -column[row] * coefficient;
            let product_lost = (-column[row]).mul_add(*coefficient, -product);
            let next = sum + product;
            let shifted = next - sum;
            let sum_lost = (sum - (next - shifted)) + (product - shifted);
            sum = next;
            lost += product_lost + sum_lost;
        }
        sum + lost
    };
    response.iter().enumerate().map(row).collect()
}

/// `X b`.
pub(crate) fn predict(columns: &[Vec<f64>], coefficients: &[f64]) -> Vec<f64> {
    let rows = columns.first().map_or(0, Vec::len);
    let mut predicted = vec![0.0; rows];
    for (column, coefficient) in columns.iter().zip(coefficients) {
        predicted.iter_mut().zip(column).for_each(|(sum, value)| *sum += value * coefficient);
    }
    predicted
}

/// Applies `I - 2 v v'` for a vector of length 1.
fn reflect(v: &[f64], column: &mut [f64]) {
    let twice = 2.0 * dot(v, column);
    column.iter_mut().zip(v).for_each(|(value, v)| *value -= twice * v);
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn norm(values: &[f64]) -> f64 {
    dot(values, values).sqrt()
}
