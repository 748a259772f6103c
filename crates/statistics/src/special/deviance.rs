//! Loader's saddle-point parts: the error of Stirling's formula and the deviance of one count.
//!
//! Source: C. Loader (2000), "Fast and accurate computation of binomial probabilities"; the same parts are in R's `dbinom` and `dpois`.
//! They keep the logarithm of a probability free of the cancellation between log-gammas of large counts.

/// Computes `ln Gamma(a + 1) - (a + 1/2) ln a + a - ln(2 pi) / 2` for `a > 0`.
///
/// From 10 on by Stirling's series, whose first omitted term is below 3e-17 there; below 10 by stepping up with
/// `delta(a) - delta(a + 1) = (a + 1/2) ln(1 + 1/a) - 1`.
pub(crate) fn stirling_error(a: f64) -> f64 {
    let mut steps = 0.0;
    let mut base = a;
    while base < 10.0 {
        steps += stirling_step(base);
        base += 1.0;
    }
    let w = 1.0 / (base * base);
    let series =
        1.0 / 12.0 - w * (1.0 / 360.0 - w * (1.0 / 1260.0 - w * (1.0 / 1680.0 - w * (1.0 / 1188.0 - w * (691.0 / 360_360.0 - w / 156.0)))));
    steps + series / base
}

/// Computes `(a + 1/2) ln(1 + 1/a) - 1`: with `v = 1 / (2a + 1)` it is `v^2/3 + v^4/5 + ...`, free of cancellation.
fn stirling_step(a: f64) -> f64 {
    if a < 0.5 {
        return (a + 0.5) * (1.0 / a).ln_1p() - 1.0;
    }
    let v = 1.0 / (2.0 * a + 1.0);
    let square = v * v;
    let mut power = square;
    let mut sum = 0.0;
    let mut divisor = 3.0;
    loop {
        let term = power / divisor;
        if sum + term <= sum {
            return sum;
        }
        sum += term;
        power *= square;
        divisor += 2.0;
    }
}

/// Computes `x ln(x / mean) + mean - x` for `x > 0` and `mean > 0`, by a series where the two are close.
pub(crate) fn deviance(x: f64, mean: f64) -> f64 {
    let difference = x - mean;
    if difference.abs() >= 0.1 * (x + mean) {
        return x * (x / mean).ln() - difference;
    }
    let v = difference / (x + mean);
    let mut sum = difference * v;
    let mut power = 2.0 * x * v;
    let square = v * v;
    let mut divisor = 3.0;
    loop {
        power *= square;
        let next = sum + power / divisor;
        if next.to_bits() == sum.to_bits() {
            return sum;
        }
        sum = next;
        divisor += 2.0;
    }
}
