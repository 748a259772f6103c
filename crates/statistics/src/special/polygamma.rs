//! Differences of the digamma and trigamma functions, as the likelihood of a negative binomial needs them.
//!
//! Each function alone would cancel: for a spread parameter far above the counts only the differences carry information.

/// Below this the functions are stepped up, so that the asymptotic series is exact to rounding.
const ASYMPTOTIC: f64 = 10.0;
/// Up to so many terms the sums that define the differences are added up as they are.
const FEW: f64 = 64.0;

/// Computes `psi(x + n) - psi(x)`, which for a whole `n` is `1/x + 1/(x+1) + ... + 1/(x+n-1)`; `x > 0`, `n >= 0` whole.
pub(crate) fn digamma_rise(x: f64, n: f64) -> f64 {
    let (mut from, mut left, mut sum) = (x, n, 0.0);
    while left > 0.0 && (from < ASYMPTOTIC || n <= FEW) {
        sum += 1.0 / from;
        from += 1.0;
        left -= 1.0;
    }
    if left > 0.0 { sum + (left / from).ln_1p() - (digamma_tail(from + left) - digamma_tail(from)) } else { sum }
}

/// Computes `psi'(x) - psi'(x + n)`, which for a whole `n` is `1/x^2 + ... + 1/(x+n-1)^2`; `x > 0`, `n >= 0` whole.
pub(crate) fn trigamma_fall(x: f64, n: f64) -> f64 {
    let (mut from, mut left, mut sum) = (x, n, 0.0);
    while left > 0.0 && (from < ASYMPTOTIC || n <= FEW) {
        sum += 1.0 / (from * from);
        from += 1.0;
        left -= 1.0;
    }
    if left > 0.0 { sum + left / (from * (from + left)) + trigamma_tail(from) - trigamma_tail(from + left) } else { sum }
}

/// `ln x - psi(x)` from 10 on (Abramowitz & Stegun 6.3.18).
fn digamma_tail(x: f64) -> f64 {
    let w = 1.0 / (x * x);
    0.5 / x
        + w * (1.0 / 12.0
            - w * (1.0 / 120.0 - w * (1.0 / 252.0 - w * (1.0 / 240.0 - w * (1.0 / 132.0 - w * (691.0 / 32_760.0 - w / 12.0))))))
}

/// `psi'(x) - 1/x` from 10 on (Abramowitz & Stegun 6.4.12).
fn trigamma_tail(x: f64) -> f64 {
    let w = 1.0 / (x * x);
    w * (0.5
        + (1.0 / 6.0 - w * (1.0 / 30.0 - w * (1.0 / 42.0 - w * (1.0 / 30.0 - w * (5.0 / 66.0 - w * (691.0 / 2_730.0 - w * 7.0 / 6.0))))))
            / x)
}

#[cfg(test)]
mod tests {
    use super::{digamma_rise, trigamma_fall};

    #[test]
    fn the_series_agrees_with_the_sums_that_it_replaces() {
        for x in [0.01, 0.7, 3.2, 41.07, 900.0, 1e6] {
            for n in [65_u32, 100, 9_010, 200_000] {
                // From the small end, so that the sum itself is exact enough.
                let (rise, fall) =
                    (0..n).rev().map(|j| x + f64::from(j)).fold((0.0, 0.0), |(a, b), at: f64| (a + 1.0 / at, b + 1.0 / (at * at)));
                let n = f64::from(n);
                for (got, want) in [(digamma_rise(x, n), rise), (trigamma_fall(x, n), fall)] {
                    assert!(((got - want) / want).abs() < 1e-13, "x {x}, n {n}: {got:e}, expected {want:e}");
                }
            }
        }
    }
}
