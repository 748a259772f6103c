//! Tests of digits. They ask for a second look at how numbers came about; they are never proof of anything.

use crate::DomainError;
use crate::input::count;
use crate::special::significance::upper_chi_square;

/// Benford's law is for numbers that span at least this many orders of magnitude.
const LEAST_ORDERS: f64 = 3.0;

/// A test of digits against the shares that a law gives them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DigitTest {
    /// Pearson's `sum (observed - expected)^2 / expected`.
    pub chi_square: f64,
    /// Digits less one.
    pub degrees_of_freedom: usize,
    /// The probability of a chi-square at least as large, if the law held and the numbers were independent.
    pub p: f64,
    /// The mean over the digits of the absolute difference between observed and expected share; unlike p it does not grow with the data.
    pub mean_absolute_deviation: f64,
}

/// Compares first digits with Benford's law; `counts` holds how many numbers begin with 1 to 9.
///
/// Expected shares `log10(1 + 1/d)`. Only for numbers over at least three orders of magnitude: see [`first_digits`], which checks it.
/// Source: Benford (1938), Proceedings of the American Philosophical Society 78:551; Nigrini (2012), Benford's Law, chapter 7, for the deviation.
pub fn benford(counts: &[u64; 9]) -> Result<DigitTest, DomainError> {
    let expected = [1.0_f64, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0].map(|digit| (1.0 + 1.0 / digit).log10());
    against(counts, &expected)
}

/// Compares last digits with equal shares; `counts` holds how many numbers end with 0 to 9.
///
/// For counts that are large (three digits and more, so that the last one is free) and not rounded by their publisher.
/// Source: Dlugosz & Müller-Funk (2009), Statistical Papers 50:443; Pearson's chi-square on nine degrees of freedom.
pub fn uniform_last_digit(counts: &[u64; 10]) -> Result<DigitTest, DomainError> {
    against(counts, &[0.1; 10])
}

/// Counts the first digits of the numbers above zero, 1 to 9, for [`benford`].
///
/// Refuses numbers that span less than three orders of magnitude, `log10(largest / smallest) < 3`, for which the law does not hold.
pub fn first_digits(numbers: &[u64]) -> Result<[u64; 9], DomainError> {
    let positive = || numbers.iter().copied().filter(|number| *number > 0);
    let (Some(least), Some(most)) = (positive().min(), positive().max()) else {
        return Err(DomainError::NoEvents);
    };
    let orders = (most as f64 / least as f64).log10();
    if orders < LEAST_ORDERS {
        return Err(DomainError::NarrowRange(orders));
    }
    let mut counts = [0; 9];
    for number in positive() {
        let first = number / 10_u64.pow(number.ilog10());
        for (digit, count) in (1..).zip(&mut counts) {
            *count += u64::from(digit == first);
        }
    }
    Ok(counts)
}

/// Counts the last digits of the numbers that are at least `from`, 0 to 9, for [`uniform_last_digit`].
pub fn last_digits(numbers: &[u64], from: u64) -> [u64; 10] {
    let mut counts = [0; 10];
    for number in numbers.iter().filter(|number| **number >= from) {
        for (digit, count) in (0..).zip(&mut counts) {
            *count += u64::from(digit == number % 10);
        }
    }
    counts
}

fn against(counts: &[u64], shares: &[f64]) -> Result<DigitTest, DomainError> {
    let mut all = 0.0;
    for digit in counts {
        all += count(*digit)?;
    }
    if all <= 0.0 {
        return Err(DomainError::NoTrials);
    }
    let (mut chi_square, mut deviation) = (0.0, 0.0);
    for (digit, share) in counts.iter().zip(shares) {
        let difference = *digit as f64 - share * all;
        chi_square += difference * difference / (share * all);
        deviation += (difference / all).abs();
    }
    let degrees_of_freedom = counts.len() - 1;
    Ok(DigitTest {
        chi_square,
        degrees_of_freedom,
        p: upper_chi_square(chi_square, degrees_of_freedom as f64),
        mean_absolute_deviation: deviation / counts.len() as f64,
    })
}
