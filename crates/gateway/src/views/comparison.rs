//! A comparison as a page and a table show it.

use contracts::analytics::{Comparison, ComparisonRow, Rate, Ratio};

use super::{figure::Figure, format};

/// A rate or ratio with its interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Estimate {
    pub(crate) value: String,
    pub(crate) interval: String,
    /// `per 100 officers`; empty for a ratio.
    pub(crate) per: String,
    /// `Garwood, 95%`.
    pub(crate) method: String,
}

/// One instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RowView {
    pub(crate) label: String,
    pub(crate) count: Option<Figure>,
    pub(crate) exposures: Vec<Figure>,
    pub(crate) rate: Option<Estimate>,
    pub(crate) ratio: Option<Estimate>,
    pub(crate) refusal: String,
    pub(crate) grade: String,
    pub(crate) differences: Vec<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) reference: bool,
}

/// A comparison, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ComparisonView {
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) question: String,
    pub(crate) result_hash: String,
    pub(crate) rows: Vec<RowView>,
    pub(crate) cannot_say: Vec<String>,
    pub(crate) as_of: String,
}

impl ComparisonView {
    /// From the wire; total.
    pub(crate) fn of(comparison: &Comparison) -> Self {
        let Comparison { slug, title, question, result_hash, rows, cannot_say, as_of, spec_hash: _, analyses: _ } = comparison;
        Self {
            slug: slug.clone(),
            title: if title.is_empty() { slug.clone() } else { title.clone() },
            question: question.clone(),
            result_hash: result_hash.clone(),
            rows: rows.iter().map(row).collect(),
            cannot_say: cannot_say.clone(),
            as_of: as_of.clone(),
        }
    }
}

fn row(row: &ComparisonRow) -> RowView {
    let ComparisonRow { label, count, exposures, rate, refusal, comparability, ratio, notes, reference, group: _, ratio_despite: _ } = row;
    let comparability = comparability.clone().unwrap_or_default();
    RowView {
        label: label.clone(),
        count: count.as_ref().map(Figure::of),
        exposures: exposures.iter().map(Figure::of).collect(),
        rate: rate.as_ref().map(rate_view),
        ratio: ratio.as_ref().map(ratio_view),
        refusal: refusal.clone(),
        grade: comparability.grade,
        differences: comparability.differences,
        notes: notes.clone(),
        reference: *reference,
    }
}

fn rate_view(rate: &Rate) -> Estimate {
    let Rate { value, lower, upper, per, exposure_name, confidence, method, exposure: _, uncertain: _ } = rate;
    Estimate {
        value: format::estimate(*value),
        interval: format::interval(*value, *lower, Some(*upper)),
        per: format!("per {} {exposure_name}", format::shortest(*per)),
        method: method_name(method, *confidence),
    }
}

fn ratio_view(ratio: &Ratio) -> Estimate {
    let Ratio { value, lower, upper, confidence, method } = ratio;
    Estimate {
        value: format::estimate(*value),
        interval: format::ratio_interval(*value, *lower, *upper),
        per: String::new(),
        method: method_name(method, *confidence),
    }
}

fn method_name(method: &str, confidence: f64) -> String {
    if method.is_empty() { format::confidence(confidence) } else { format!("{method}, {}", format::confidence(confidence)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_says_per_what_and_by_which_method() {
        let rate = Rate {
            value: 9.8871,
            lower: 9.8008,
            upper: 9.974,
            per: 100.0,
            exposure_name: "officers".into(),
            confidence: 0.95,
            method: "Garwood".into(),
            ..Rate::default()
        };
        let shown = rate_view(&rate);
        assert_eq!(
            format!("{} {} ({}; {})", shown.value, shown.per, shown.interval, shown.method),
            "9.89 per 100 officers (9.80 to 9.97; Garwood, 95%)"
        );
    }
}
