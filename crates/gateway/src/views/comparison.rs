//! A comparison as a page and a table show it.

use contracts::analytics::{Comparison, ComparisonRow, Estimate as WireEstimate, Interval, Rate, Ratio, RatioOverride, UncertainExposure};

use super::{
    figure::{Figure, Shown},
    format,
};

/// A rate or ratio with its interval.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Estimate {
    pub(crate) value: String,
    pub(crate) interval: String,
    /// `per 100 officers`; empty for a ratio.
    pub(crate) per: String,
    /// `Garwood`; empty if none is said.
    pub(crate) method: String,
    /// `95%`.
    pub(crate) confidence: String,
}

impl Estimate {
    /// A rate; where its exposure is not one number, the interval that covers that as well.
    pub(crate) fn of_rate(rate: &Rate) -> Self {
        let Rate { value, lower, upper, per, exposure_name, confidence, method, exposure: _, uncertain } = rate;
        let wider = uncertain.as_ref().and_then(|uncertain| uncertain.interval.as_ref());
        let (lower, upper) = wider.map_or((*lower, Some(*upper)), |interval| (interval.lower, interval.upper));
        Self {
            value: format::estimate(*value),
            interval: format::interval(*value, lower, upper),
            per: format!("per {} {exposure_name}", format::shortest(*per)),
            method: wider.map_or(method, |interval| &interval.method).clone(),
            confidence: format::confidence(wider.map_or(*confidence, |interval| interval.confidence)),
        }
    }

    /// A ratio.
    pub(crate) fn of_ratio(ratio: &Ratio) -> Self {
        let Ratio { value, lower, upper, confidence, method } = ratio;
        Self {
            value: format::estimate(*value),
            interval: format::ratio_interval(*value, *lower, *upper),
            per: String::new(),
            method: method.clone(),
            confidence: format::confidence(*confidence),
        }
    }

    /// A number with its interval, if it has one.
    pub(crate) fn of(estimate: &WireEstimate) -> Self {
        let WireEstimate { value, interval } = estimate;
        let value_shown = format::estimate(*value);
        match interval {
            None => Self { value: value_shown, ..Self::default() },
            Some(Interval { lower, upper, confidence, method }) => Self {
                value: value_shown,
                interval: format::interval(*value, *lower, *upper),
                per: String::new(),
                method: method.clone(),
                confidence: format::confidence(*confidence),
            },
        }
    }
}

/// What a count is divided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Divisor {
    /// `507,852 officers`.
    pub(crate) whole: String,
    /// `can be 10,000 to 22,000`, if it is not one number.
    pub(crate) uncertain: Option<String>,
}

impl Divisor {
    /// The divisor of a rate.
    pub(crate) fn of(rate: &Rate) -> Self {
        let span = |UncertainExposure { least, greatest, interval: _ }: &UncertainExposure| match greatest {
            Some(greatest) => format!("can be {} to {}", whole(*least), whole(*greatest)),
            None => format!("can be {} or more, without an upper end", whole(*least)),
        };
        Self { whole: format!("{} {}", whole(rate.exposure), rate.exposure_name), uncertain: rate.uncertain.as_ref().map(span) }
    }
}

impl Divisor {
    /// Whether it is one published number as it stands.
    pub(crate) fn is(&self, one: &Figure) -> bool {
        let digits = self.whole.split(' ').next().unwrap_or_default();
        matches!(&one.shown, Shown::Value(shown) if shown == digits)
    }
}

/// Exposures are large: parts of an officer are not shown.
fn whole(exposure: f64) -> String {
    if exposure.abs() >= 100.0 { format::number(exposure, 0) } else { format::shortest(exposure) }
}

/// One instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RowView {
    pub(crate) group: String,
    pub(crate) label: String,
    pub(crate) count: Option<Figure>,
    pub(crate) exposures: Vec<Figure>,
    pub(crate) divisor: Option<Divisor>,
    pub(crate) rate: Option<Estimate>,
    pub(crate) ratio: Option<Estimate>,
    /// Why a ratio is given although the grade forbids it, and who decided it.
    pub(crate) despite: Option<(String, String)>,
    pub(crate) refusal: String,
    pub(crate) grade: String,
    pub(crate) differences: Vec<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) reference: bool,
}

impl RowView {
    /// From the wire; total.
    pub(crate) fn of(row: &ComparisonRow) -> Self {
        let ComparisonRow { label, count, exposures, rate, refusal, comparability, ratio, notes, reference, group, ratio_despite } = row;
        let comparability = comparability.clone().unwrap_or_default();
        Self {
            group: group.clone(),
            label: label.clone(),
            count: count.as_ref().map(Figure::of),
            exposures: exposures.iter().map(Figure::of).collect(),
            divisor: rate.as_ref().map(Divisor::of),
            rate: rate.as_ref().map(Estimate::of_rate),
            ratio: ratio.as_ref().map(Estimate::of_ratio),
            despite: ratio_despite.clone().map(|RatioOverride { reason, by }| (reason, by)),
            refusal: refusal.clone(),
            grade: comparability.grade,
            differences: comparability.differences,
            notes: notes.clone(),
            reference: *reference,
        }
    }
}

/// What a comparison is called and asks, for lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ComparisonLine {
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) question: String,
    pub(crate) rows: usize,
    pub(crate) analyses: usize,
}

impl ComparisonLine {
    /// From the wire; total.
    pub(crate) fn of(comparison: &Comparison) -> Self {
        let Comparison { slug, title, question, rows, analyses, .. } = comparison;
        Self {
            slug: slug.clone(),
            title: if title.is_empty() { slug.clone() } else { title.clone() },
            question: question.clone(),
            rows: rows.len(),
            analyses: analyses.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(uncertain: Option<UncertainExposure>) -> Rate {
        Rate {
            value: 9.8871,
            lower: 9.8008,
            upper: 9.974,
            per: 100.0,
            exposure_name: "officers".into(),
            confidence: 0.95,
            method: "Garwood".into(),
            exposure: 507_851.6,
            uncertain,
        }
    }

    fn check(rate: &Rate, expected: &str, divisor: &str) {
        let shown = Estimate::of_rate(rate);
        assert_eq!(format!("{} {} ({}; {}, {})", shown.value, shown.per, shown.interval, shown.method, shown.confidence), expected);
        let Divisor { whole, uncertain } = Divisor::of(rate);
        assert_eq!(format!("{whole}, {}", uncertain.unwrap_or_default()), divisor);
    }

    #[test]
    fn a_rate_says_per_what_and_by_which_method() {
        check(&rate(None), "9.89 per 100 officers (9.80 to 9.97; Garwood, 95%)", "507,852 officers, ");
    }

    #[test]
    fn an_uncertain_exposure_widens_the_interval_that_is_shown() {
        let interval = Interval { lower: 9.1, upper: Some(11.2), confidence: 0.95, method: "Garwood, over the bounds".into() };
        let uncertain = UncertainExposure { least: 450_000.0, greatest: None, interval: Some(interval) };
        check(
            &rate(Some(uncertain)),
            "9.89 per 100 officers (9.10 to 11.20; Garwood, over the bounds, 95%)",
            "507,852 officers, can be 450,000 or more, without an upper end",
        );
    }
}
