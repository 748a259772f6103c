//! Student's t distribution, by way of the beta distribution.

use super::Tail;
use super::beta::quantile_ln_odds;

/// The quantile `t` with `P(|T| <= t) = 1 - alpha`, for `0 < alpha < 1` and positive degrees of freedom.
///
/// `nu / (nu + T^2)` has the beta distribution with parameters `nu / 2` and `1/2`, so its odds are `nu / T^2`.
pub(crate) fn two_sided_t(degrees_of_freedom: f64, alpha: f64) -> f64 {
    let ln_odds = quantile_ln_odds(degrees_of_freedom / 2.0, 0.5, Tail::Lower, alpha);
    (degrees_of_freedom * (-ln_odds).exp()).sqrt()
}

#[cfg(test)]
mod tests {
    use super::two_sided_t;

    #[test]
    fn quantiles_agree_with_printed_tables() {
        // Closed forms: one degree of freedom is Cauchy, two are algebraic; the others are the usual table (Fisher & Yates).
        let cases = [
            (1.0, 0.05, (0.475 * std::f64::consts::PI).tan(), 1e-12),
            (2.0, 0.05, 0.95 * (2.0 / (0.05 * 1.95_f64)).sqrt(), 1e-12),
            (10.0, 0.05, 2.228_139, 1e-6),
            (30.0, 0.01, 2.749_996, 1e-6),
        ];
        for (freedom, alpha, want, tolerance) in cases {
            let got = two_sided_t(freedom, alpha);
            assert!((got - want).abs() < tolerance * want, "t({freedom}, {alpha}) is {got}, expected {want}");
        }
    }
}
