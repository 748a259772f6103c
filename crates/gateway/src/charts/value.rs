//! What can be drawn: estimates that always have an interval, and readings that are known or say why they are not.

use thiserror::Error;

use crate::views::format::{self, Percent};

/// Where an interval ends above.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum End {
    /// At a value.
    At(f64),
    /// Nowhere.
    Unbounded,
}

impl End {
    /// The value at which it ends, if it does.
    pub(crate) fn at(self) -> Option<f64> {
        match self {
            Self::At(value) => Some(value),
            Self::Unbounded => None,
        }
    }

    fn checked(upper: Option<f64>) -> Result<Self, Undrawable> {
        match upper {
            None => Ok(Self::Unbounded),
            Some(upper) if upper == f64::INFINITY => Ok(Self::Unbounded),
            Some(upper) if upper.is_finite() => Ok(Self::At(upper)),
            Some(_) => Err(Undrawable::NotFinite),
        }
    }
}

/// Why numbers have no place in a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum Undrawable {
    /// A value is not a number, or has no size.
    #[error("its numbers are not finite, so it is not drawn")]
    NotFinite,
    /// Lower end, value and upper end are not in this order.
    #[error("its ends are not in order, so it is not drawn")]
    OutOfOrder,
}

/// A value with its interval: finite, and `lower <= value <= upper`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Estimate {
    value: f64,
    lower: f64,
    upper: End,
}

impl Estimate {
    /// No upper end, or an infinite one, means that the interval is unbounded above.
    pub(crate) fn new(value: f64, lower: f64, upper: Option<f64>) -> Result<Self, Undrawable> {
        let upper = End::checked(upper)?;
        if !value.is_finite() || !lower.is_finite() {
            return Err(Undrawable::NotFinite);
        }
        let in_order = lower <= value && upper.at().is_none_or(|upper| value <= upper);
        if in_order { Ok(Self { value, lower, upper }) } else { Err(Undrawable::OutOfOrder) }
    }

    /// The value.
    pub(crate) fn value(self) -> f64 {
        self.value
    }

    /// The lower end.
    pub(crate) fn lower(self) -> f64 {
        self.lower
    }

    /// The upper end.
    pub(crate) fn upper(self) -> End {
        self.upper
    }

    /// Everything that an axis must show.
    pub(crate) fn numbers(self) -> impl Iterator<Item = f64> {
        [Some(self.lower), Some(self.value), self.upper.at()].into_iter().flatten()
    }
}

/// Bounds within which a value must be, and the value where it can be pointed to: finite, and in order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    lower: f64,
    upper: End,
    point: Option<f64>,
}

impl Bounds {
    /// No upper end, or an infinite one, means unbounded; no point means that the data do not single out a value.
    pub(crate) fn new(lower: f64, upper: Option<f64>, point: Option<f64>) -> Result<Self, Undrawable> {
        let Estimate { lower, upper, .. } = Estimate::new(lower, lower, upper)?;
        if let Some(point) = point {
            Estimate::new(point, lower, upper.at())?;
        }
        Ok(Self { lower, upper, point })
    }

    /// The lower bound.
    pub(crate) fn lower(self) -> f64 {
        self.lower
    }

    /// The upper bound.
    pub(crate) fn upper(self) -> End {
        self.upper
    }

    /// The value that is singled out, if there is one.
    pub(crate) fn point(self) -> Option<f64> {
        self.point
    }
}

/// A value as a publisher counted it, or an estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Amount {
    /// A number as published, which has no interval; finite.
    Counted(Counted),
    /// A number with its interval.
    Estimated(Estimate),
}

impl Amount {
    /// A number as published.
    pub(crate) fn counted(value: f64) -> Result<Self, Undrawable> {
        if value.is_finite() { Ok(Self::Counted(Counted(value))) } else { Err(Undrawable::NotFinite) }
    }

    /// A number with its interval.
    pub(crate) fn estimated(value: f64, lower: f64, upper: Option<f64>) -> Result<Self, Undrawable> {
        Estimate::new(value, lower, upper).map(Self::Estimated)
    }

    /// The value.
    pub(crate) fn value(self) -> f64 {
        match self {
            Self::Counted(Counted(value)) => value,
            Self::Estimated(estimate) => estimate.value,
        }
    }

    /// The interval, where there is one.
    pub(crate) fn estimate(self) -> Option<Estimate> {
        match self {
            Self::Counted(_) => None,
            Self::Estimated(estimate) => Some(estimate),
        }
    }
}

/// A finite number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Counted(f64);

/// A value, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reading<T = Estimate> {
    /// It is known.
    Known(T),
    /// It is missing, for a reason in words.
    Missing(String),
}

impl<T: Copy> Reading<T> {
    /// What cannot be drawn is missing, and says so.
    pub(crate) fn checked(outcome: Result<T, Undrawable>) -> Self {
        match outcome {
            Ok(known) => Self::Known(known),
            Err(reason) => Self::Missing(reason.to_string()),
        }
    }

    /// The value, if it is known.
    pub(crate) fn known(&self) -> Option<T> {
        match self {
            Self::Known(known) => Some(*known),
            Self::Missing(_) => None,
        }
    }

    /// Why it is missing; never empty.
    pub(crate) fn reason(&self) -> Option<&str> {
        match self {
            Self::Known(_) => None,
            Self::Missing(reason) if reason.trim().is_empty() => Some("no value, and no reason given"),
            Self::Missing(reason) => Some(reason),
        }
    }
}

/// How digits of a quantity are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Digits {
    /// As many as the number needs.
    Count,
    /// About three.
    Rate,
    /// About three; an end beside 1 is not rounded to it.
    Ratio,
    /// Per cent.
    Percent(Percent),
}

/// What an axis measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quantity {
    /// With its unit, as it stands at the axis: `Assaults per 100 officers`.
    pub(crate) name: String,
    /// How its numbers are written.
    pub(crate) digits: Digits,
}

impl Quantity {
    /// A value.
    pub(crate) fn value(&self, value: f64) -> String {
        match self.digits {
            _ if far(value) => power(value),
            Digits::Count => format::shortest(value),
            Digits::Rate | Digits::Ratio => format::estimate(value),
            Digits::Percent(percent) => percent.computed(value),
        }
    }

    /// From a lower to an upper end: `0.997 to 1.604`, `2.96 to unbounded`.
    pub(crate) fn ends(&self, value: f64, lower: f64, upper: End) -> String {
        let upper = upper.at();
        if far(lower) || upper.is_some_and(far) {
            return format!("{} to {}", self.value(lower), upper.map_or_else(|| format::UNBOUNDED.to_owned(), |upper| self.value(upper)));
        }
        match self.digits {
            Digits::Count => {
                format!("{} to {}", format::shortest(lower), upper.map_or_else(|| format::UNBOUNDED.to_owned(), format::shortest))
            }
            Digits::Rate => format::interval(value, lower, upper),
            Digits::Ratio => format::ratio_interval(value, lower, upper),
            Digits::Percent(percent) => percent.interval(lower, upper),
        }
    }

    /// The interval of an estimate.
    pub(crate) fn interval(&self, estimate: Estimate) -> String {
        self.ends(estimate.value, estimate.lower, estimate.upper)
    }

    /// A value with its interval, in one line.
    pub(crate) fn whole(&self, estimate: Estimate) -> String {
        format!("{} ({})", self.value(estimate.value), self.interval(estimate))
    }

    /// A tick of an axis; `step` is the distance between ticks, zero where it varies.
    pub(crate) fn tick(&self, value: f64, step: f64) -> String {
        if far(value) || (step > 0.0 && step < 1e-6) {
            return power(value);
        }
        let digits = if step > 0.0 { format::number(value, super::scale::decimals_of(step)) } else { format::shortest(value) };
        match self.digits {
            Digits::Percent(Percent::Change) if value > 0.0 => format!("+{digits}%"),
            Digits::Percent(_) => format!("{digits}%"),
            _ => digits,
        }
    }
}

/// Numbers whose digits would be all zeros, or fill the page.
fn far(value: f64) -> bool {
    let size = value.abs();
    size >= 1e12 || (size > 0.0 && size < 5e-4)
}

/// With a power of ten: `3.10e-5`.
fn power(value: f64) -> String {
    if value == 0.0 { "0".to_owned() } else { format!("{value:.2e}").replace('-', "\u{2212}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_without_an_interval_in_order_is_not_drawn() {
        assert_eq!(Estimate::new(1.0, f64::NAN, None), Err(Undrawable::NotFinite));
        assert_eq!(Estimate::new(f64::INFINITY, 1.0, None), Err(Undrawable::NotFinite));
        assert_eq!(Estimate::new(1.0, 2.0, None), Err(Undrawable::OutOfOrder));
        assert_eq!(Estimate::new(3.0, 2.0, Some(2.5)), Err(Undrawable::OutOfOrder));
        assert_eq!(Estimate::new(3.0, 2.0, Some(f64::NEG_INFINITY)), Err(Undrawable::NotFinite));
        let unbounded = Estimate::new(3.0, 2.0, Some(f64::INFINITY)).expect("an interval without an upper end");
        assert_eq!(unbounded.upper(), End::Unbounded);
        assert_eq!(Bounds::new(0.2, Some(0.1), None), Err(Undrawable::OutOfOrder));
        assert_eq!(Bounds::new(0.2, Some(0.4), Some(0.5)), Err(Undrawable::OutOfOrder));
        assert_eq!(Amount::counted(f64::NAN), Err(Undrawable::NotFinite));
    }

    #[test]
    fn a_reason_is_never_empty() {
        assert_eq!(Reading::<Estimate>::Missing(" ".into()).reason(), Some("no value, and no reason given"));
        assert_eq!(Reading::checked(Estimate::new(1.0, 2.0, None)).reason(), Some("its ends are not in order, so it is not drawn"));
    }

    #[test]
    fn numbers_are_written_as_everywhere_and_far_ones_with_a_power() {
        let quantity = |digits| Quantity { name: String::new(), digits };
        let ratio = Estimate::new(1.264, 0.997, Some(1.604)).expect("in order");
        assert_eq!(quantity(Digits::Ratio).whole(ratio), "1.26 (0.997 to 1.604)");
        let huge = Estimate::new(1e300, -1e300, None).expect("in order");
        assert_eq!(quantity(Digits::Rate).whole(huge), "1.00e300 (−1.00e300 to unbounded)");
        assert_eq!(quantity(Digits::Rate).value(0.000_031), "3.10e−5");
        assert_eq!(quantity(Digits::Percent(Percent::Change)).tick(200.0, 100.0), "+200%");
        assert_eq!(quantity(Digits::Count).tick(1500.0, 500.0), "1,500");
        assert_eq!(quantity(Digits::Ratio).tick(0.05, 0.0), "0.05");
    }
}
