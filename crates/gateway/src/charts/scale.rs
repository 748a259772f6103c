//! From values to places: linear and logarithmic axes with ticks at round numbers. Total over all finite values.

/// Beyond this nothing is told apart: the ends of an axis stay finite whatever comes in.
const FAR: f64 = 1e300;
/// The smallest positive value that a logarithmic axis tells from its end.
const NEAR: f64 = 1e-300;
/// From this ratio of largest to smallest value on, equal factors are read better than equal differences.
const FACTOR_FOR_LOG: f64 = 10.0;

/// How values become distances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Axis {
    /// Equal differences are equal distances.
    Linear,
    /// Equal factors are equal distances.
    Log,
}

impl Axis {
    /// Logarithmic if all values are positive and the largest is at least ten times the smallest; else linear.
    pub(crate) fn fitting(values: &[f64]) -> Self {
        let (low, high) = ends(values);
        if low > 0.0 && high / FACTOR_FOR_LOG >= low { Self::Log } else { Self::Linear }
    }

    /// The axis in words, for the description of a drawing.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Log => "logarithmic",
        }
    }
}

/// Where a linear axis begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    /// At zero, unless there are values below it.
    Zero,
    /// Where the values begin.
    Values,
}

/// An axis between two coordinates.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scale {
    axis: Axis,
    low: f64,
    high: f64,
    start: f64,
    end: f64,
    ticks: Vec<f64>,
    step: f64,
}

impl Scale {
    /// An axis that shows all `values` (not finite ones are passed over) from the coordinate `start` to `end`, with about `wanted` ticks.
    /// A logarithmic axis shows positive values; others have their place at its lower end.
    pub(crate) fn over(values: &[f64], axis: Axis, base: Base, (start, end): (f64, f64), wanted: usize) -> Self {
        let wanted = wanted.max(2);
        match axis {
            Axis::Log => {
                let positive: Vec<f64> = values.iter().copied().filter(|value| *value > 0.0).collect();
                let (low, high, ticks) = log_axis(&positive, wanted);
                Self { axis, low, high, start, end, ticks, step: 0.0 }
            }
            Axis::Linear => {
                let (mut low, mut high) = ends(values);
                if base == Base::Zero {
                    (low, high) = (low.min(0.0), high.max(0.0));
                }
                let (low, high, step) = linear_axis(low, high, wanted);
                Self { axis, low, high, start, end, ticks: multiples(low, high, step), step }
            }
        }
    }

    /// Ticks, from low to high.
    pub(crate) fn ticks(&self) -> &[f64] {
        &self.ticks
    }

    /// The distance between ticks; zero on a logarithmic axis, where it varies.
    pub(crate) fn step(&self) -> f64 {
        self.step
    }

    /// Both ends of the axis, as values.
    pub(crate) fn range(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// The coordinate of a value, never outside the axis.
    pub(crate) fn place(&self, value: f64) -> f64 {
        self.start + self.share(value).clamp(0.0, 1.0) * (self.end - self.start)
    }

    /// True if the value has a place of its own on the axis.
    pub(crate) fn shows(&self, value: f64) -> bool {
        (0.0..=1.0).contains(&self.share(value))
    }

    /// The share of the axis below a value; outside of 0 to 1 for values beyond its ends, and always finite.
    pub(crate) fn share(&self, value: f64) -> f64 {
        let share = match self.axis {
            Axis::Linear => (value.clamp(-FAR, FAR) - self.low) / (self.high - self.low),
            Axis::Log => (value.clamp(NEAR, FAR).log10() - self.low.log10()) / (self.high.log10() - self.low.log10()),
        };
        if share.is_finite() { share.clamp(-1e6, 1e6) } else { 0.0 }
    }
}

/// Smallest and largest finite value; 0 and 1 if there is none.
fn ends(values: &[f64]) -> (f64, f64) {
    let finite = || values.iter().copied().filter(|value| value.is_finite()).map(|value| value.clamp(-FAR, FAR));
    match (finite().reduce(f64::min), finite().reduce(f64::max)) {
        (Some(low), Some(high)) => (low, high),
        _ => (0.0, 1.0),
    }
}

/// Round ends around a range and the round distance between ticks.
fn linear_axis(low: f64, high: f64, wanted: usize) -> (f64, f64, f64) {
    let size = low.abs().max(high.abs());
    let apart = high - low;
    // What differs in the seventh digit only is drawn as one place, with room around it.
    let (low, high) = if apart > size * 1e-6 && apart > NEAR {
        (low, high)
    } else if size > NEAR {
        (low - size * 0.1, high + size * 0.1)
    } else {
        (0.0, 1.0)
    };
    let step = round_step((high - low) / wanted as f64);
    // A value that is a multiple but for the last bit needs no further tick.
    let (first, last) = ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil());
    ((first * step).clamp(-FAR, FAR), (last * step).clamp(-FAR, FAR), step)
}

/// The smallest of 1, 2, 5, 10, 20, … that is not below `least`.
fn round_step(least: f64) -> f64 {
    let decade = 10_f64.powf(least.log10().floor());
    let decade = if decade.is_finite() && decade > 0.0 { decade } else { NEAR };
    [1.0, 2.0, 5.0].into_iter().map(|digit| digit * decade).find(|step| *step >= least * (1.0 - 1e-9)).unwrap_or(decade * 10.0)
}

/// Multiples of `step` from `low` to `high`; both are multiples already.
fn multiples(low: f64, high: f64, step: f64) -> Vec<f64> {
    let first = (low / step).round();
    (0..100_u32)
        .map(|k| (first + f64::from(k)) * step)
        .take_while(|tick| *tick <= high + step * 0.5)
        .map(|tick| tick.clamp(low, high))
        .collect()
}

/// Ends and ticks of a logarithmic axis. Digits within a decade thin out as the decades become more.
fn log_axis(positive: &[f64], wanted: usize) -> (f64, f64, Vec<f64>) {
    let (low, high) = if positive.is_empty() { (1.0, 1.0) } else { ends(positive) };
    let (low, high) = (low.clamp(NEAR, FAR), high.clamp(NEAR, FAR));
    let fine = digits_of_decades(&[1.0, 2.0, 5.0]);
    let low = fine.iter().copied().rev().find(|tick| *tick <= low * (1.0 + 1e-9)).unwrap_or(NEAR);
    let high = fine.iter().copied().find(|tick| *tick >= high * (1.0 - 1e-9) && *tick > low * 1.5).unwrap_or(FAR);
    let within = |ticks: Vec<f64>| -> Vec<f64> { ticks.into_iter().filter(|tick| (low..=high).contains(tick)).collect() };
    for digits in [[1.0, 2.0, 5.0].as_slice(), &[1.0, 3.0], &[1.0]] {
        let ticks = within(digits_of_decades(digits));
        if (2..=wanted).contains(&ticks.len()) {
            return (low, high, ticks);
        }
    }
    let decades = within(digits_of_decades(&[1.0]));
    if decades.len() > wanted {
        let every = decades.len().div_ceil(wanted);
        return (low, high, decades.into_iter().step_by(every).collect());
    }
    (low, high, vec![low, high])
}

/// Every number with one of these digits in front and zeros behind, rising.
fn digits_of_decades(digits: &[f64]) -> Vec<f64> {
    (-300..300).flat_map(|exponent| digits.iter().map(move |digit| digit * 10_f64.powi(exponent))).collect()
}

/// How many decimals a multiple of `step` needs, at most six.
pub(crate) fn decimals_of(step: f64) -> usize {
    let whole = |decimals: usize| {
        let scaled = step * [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6].get(decimals).copied().unwrap_or(1.0);
        (scaled - scaled.round()).abs() < 1e-6 && scaled.round() >= 1.0
    };
    (0..=6).find(|decimals| whole(*decimals)).unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(values: &[f64], axis: Axis, base: Base, wanted: usize, expected: &str) {
        let scale = Scale::over(values, axis, base, (0.0, 100.0), wanted);
        let decimals = |tick: f64| if scale.step > 0.0 { decimals_of(scale.step) } else { decimals_of(tick) };
        let ticks: Vec<String> = scale.ticks().iter().map(|tick| format!("{tick:.*}", decimals(*tick))).collect();
        assert_eq!(ticks.join(" "), expected, "{values:?}");
    }

    #[test]
    fn linear_ticks_are_round_and_hold_the_values_between_them() {
        check(&[0.0, 13.2], Axis::Linear, Base::Values, 7, "0 2 4 6 8 10 12 14");
        check(&[9.3, 11.9], Axis::Linear, Base::Values, 4, "9 10 11 12");
        check(&[9.3, 11.9], Axis::Linear, Base::Zero, 4, "0 5 10 15");
        check(&[-0.3, 60.4], Axis::Linear, Base::Values, 5, "-20 0 20 40 60 80");
        check(&[0.1, 0.3], Axis::Linear, Base::Values, 4, "0.10 0.15 0.20 0.25 0.30");
        check(&[0.0, 1.0], Axis::Linear, Base::Values, 5, "0.0 0.2 0.4 0.6 0.8 1.0");
        check(&[238.0], Axis::Linear, Base::Values, 5, "210 220 230 240 250 260 270");
    }

    #[test]
    fn logarithmic_ticks_thin_out_with_the_decades() {
        check(&[0.7, 18.0], Axis::Log, Base::Values, 7, "0.5 1 2 5 10 20");
        check(&[0.7, 18.0], Axis::Log, Base::Values, 4, "1 3 10");
        check(&[0.002, 900.0], Axis::Log, Base::Values, 7, "0.01 0.1 1 10 100 1000");
        check(&[1.1, 1.4], Axis::Log, Base::Values, 4, "1 2");
        check(&[1e-9, 1e9], Axis::Log, Base::Values, 4, "0.000000 0.0001 10 1000000");
    }

    #[test]
    fn without_values_and_without_range_there_is_an_axis_all_the_same() {
        check(&[], Axis::Linear, Base::Values, 4, "0.0 0.5 1.0");
        check(&[f64::NAN, f64::INFINITY], Axis::Linear, Base::Values, 4, "0.0 0.5 1.0");
        check(&[0.0, 0.0], Axis::Linear, Base::Zero, 4, "0.0 0.5 1.0");
        check(&[-3.0, 0.0], Axis::Log, Base::Values, 4, "1 2");
    }

    #[test]
    fn factors_of_ten_ask_for_a_logarithmic_axis_and_zeros_forbid_it() {
        assert_eq!(Axis::fitting(&[0.5, 21.2]), Axis::Log);
        assert_eq!(Axis::fitting(&[0.5, 2.2]), Axis::Linear);
        assert_eq!(Axis::fitting(&[0.0, 21.2]), Axis::Linear);
        assert_eq!(Axis::fitting(&[-1.0, 21.2]), Axis::Linear);
        assert_eq!(Axis::fitting(&[]), Axis::Linear);
    }

    proptest! {
        #[test]
        fn every_finite_value_has_a_place_on_the_axis_in_the_order_of_the_values(
            mut values in proptest::collection::vec(proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL | proptest::num::f64::ZERO, 1..20),
            log in prop_oneof![Just(Axis::Linear), Just(Axis::Log)],
            base in prop_oneof![Just(Base::Zero), Just(Base::Values)],
            wanted in 0_usize..12,
        ) {
            let scale = Scale::over(&values, log, base, (40.0, 640.0), wanted);
            values.sort_by(f64::total_cmp);
            let places: Vec<f64> = values.iter().map(|value| scale.place(*value)).collect();
            prop_assert!(places.iter().all(|place| (40.0..=640.0).contains(place)), "{places:?}");
            prop_assert!(places.is_sorted(), "{places:?}");
            prop_assert!((2..=30).contains(&scale.ticks().len()), "{:?}", scale.ticks());
            prop_assert!(scale.ticks().iter().all(|tick| tick.is_finite()) && scale.ticks().is_sorted(), "{:?}", scale.ticks());
        }
    }
}
