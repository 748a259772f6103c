//! Tail probabilities of the test statistics, and a quantile, read off the incomplete gamma and beta functions.

use super::Tail;
use super::beta::{self, Chance, quantile_ln_odds};
use super::gamma;

/// Computes `P(|T| >= |t|)` for Student's t with `degrees > 0`; 0 for an infinite `t`.
///
/// `I_x(degrees / 2, 1 / 2)` with `x = degrees / (degrees + t^2)`: Abramowitz & Stegun 26.7.1.
pub(crate) fn two_sided_student(t: f64, degrees: f64) -> f64 {
    let square = t * t;
    if square <= 0.0 {
        return 1.0;
    }
    beta::ln_tails(degrees / 2.0, 0.5, Chance::from_odds(degrees, square)).lower.exp()
}

/// The quantile `t` with `P(|T| <= t) = 1 - alpha`, for `0 < alpha < 1` and positive degrees of freedom.
///
/// `nu / (nu + T^2)` has the beta distribution with parameters `nu / 2` and `1/2`, so its odds are `nu / T^2`.
pub(crate) fn two_sided_t(degrees_of_freedom: f64, alpha: f64) -> f64 {
    let ln_odds = quantile_ln_odds(degrees_of_freedom / 2.0, 0.5, Tail::Lower, alpha);
    (degrees_of_freedom * (-ln_odds).exp()).sqrt()
}

/// Computes `P(|Z| >= |z|)` for a standard normal `Z`: `Z^2 / 2` has the gamma distribution with shape 1/2.
pub(crate) fn two_sided_normal(z: f64) -> f64 {
    upper_chi_square(z * z, 1.0)
}

/// Computes `P(X >= x)` for chi-square with `degrees > 0`, 0 for an infinite `x`: `X / 2` has the gamma distribution with shape `degrees / 2`.
pub(crate) fn upper_chi_square(x: f64, degrees: f64) -> f64 {
    // The square of a huge z overflows, and the incomplete gamma function has no infinite argument.
    if x == f64::INFINITY {
        return 0.0;
    }
    gamma::ln_tails(degrees / 2.0, x / 2.0).upper.exp()
}

#[cfg(test)]
mod tests {
    use super::{two_sided_normal, two_sided_student, two_sided_t, upper_chi_square};

    /// Against values computed with 50 digits (mpmath 1.4.1).
    fn check(what: &str, got: f64, want: f64) {
        let error = ((got - want) / want).abs();
        assert!(error <= 1e-13, "{what}: {got:e}, expected {want:e}, error {error:.1e}");
    }

    #[test]
    fn student() {
        let cases = [
            (0.001, 1.0, 0.999_363_380_439_838_9),
            (1e-9, 30.0, 0.999_999_999_208_735_6),
            (2.5, 1.0, 0.242_237_883_181_686_8),
            (12.706, 1.0, 0.050_000_802_358_133_19),
            (-6.75, 30.0, 1.751_021_819_327_205_6e-7),
            (3.0, 1e4, 0.002_706_448_189_997_666_3),
            (40.0, 49.0, 4.454_656_326_027_989e-39),
            (250.0, 21.0, 5.764_468_553_559_016e-38),
            (1e10, 2.0, 1e-20),
        ];
        for (t, degrees, want) in cases {
            check(&format!("t {t} on {degrees}"), two_sided_student(t, degrees), want);
        }
    }

    #[test]
    fn normal() {
        let cases = [
            (1e-9, 0.999_999_999_202_115_4),
            (0.5, 0.617_075_077_451_973_8),
            (-1.96, 0.049_995_790_296_440_87),
            (5.875, 4.228_433_484_881_694e-9),
        ];
        for (z, want) in cases {
            check(&format!("z {z}"), two_sided_normal(z), want);
        }
    }

    #[test]
    fn chi_square() {
        let cases = [
            (0.002_36, 8.0, 0.999_999_999_999_919_3),
            (3.84, 1.0, 0.050_043_521_248_705_1),
            (15.0, 9.0, 0.090_935_976_579_805_22),
            (369.84, 8.0, 5.249_637_484_251_608e-75),
            (1e3, 1e3, 0.494_052_853_829_239_64),
        ];
        for (x, degrees, want) in cases {
            check(&format!("chi-square {x} on {degrees}"), upper_chi_square(x, degrees), want);
        }
    }

    #[test]
    fn at_the_ends() {
        let ends = [two_sided_student(0.0, 5.0), two_sided_student(f64::INFINITY, 5.0), two_sided_normal(0.0), two_sided_normal(1e200)];
        assert_eq!(format!("{ends:?}"), "[1.0, 0.0, 1.0, 0.0]");
        assert_eq!(format!("{:?}", [upper_chi_square(0.0, 3.0), upper_chi_square(1e9, 3.0)]), "[1.0, 0.0]");
    }

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
