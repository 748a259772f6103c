//! Answers as charts: wire → what a chart draws. Pure, and total: what cannot be drawn is missing in its chart, and says why.

mod analysis;
mod claim;
mod comparison;
mod court;
mod series;

use contracts::analytics::{Estimate as WireEstimate, Ratio};
use domain::comparison::Grade;

pub(crate) use analysis::{association, bounds, funnel, multiverse, standardised, trends};
pub(crate) use claim::{corroboration, grid, identification, increments};
pub(crate) use comparison::rates;
pub(crate) use court::{court_days, days, district_months, districts};
pub(crate) use series::series;

use crate::charts::{About, Digits, Estimate, Quantity, Reading, Reference};

/// What every chart of one thing has: its address as numbers, and a name that no other thing on the page has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Becomes part of ids.
    pub(crate) id: String,
    /// As CSV.
    pub(crate) csv: String,
    /// As JSON.
    pub(crate) json: String,
}

impl Place {
    fn about(&self, part: &str, title: impl Into<String>, note: impl Into<String>) -> About {
        let id = if part.is_empty() { format!("{}-chart", self.id) } else { format!("{}-{part}", self.id) };
        About { id, title: title.into(), note: note.into(), csv: self.csv.clone(), json: self.json.clone() }
    }
}

fn quantity(name: impl Into<String>, digits: Digits) -> Quantity {
    Quantity { name: name.into(), digits }
}

/// The line of no difference.
fn no_difference() -> Reference {
    Reference { value: 1.0, label: "no difference".to_owned() }
}

fn grade(letter: &str) -> Option<Grade> {
    [Grade::A, Grade::B, Grade::C, Grade::D].into_iter().find(|grade| grade.as_str() == letter)
}

/// A ratio, or why there is none.
fn of_ratio(ratio: Option<&Ratio>, refusal: &str) -> Reading {
    ratio.map_or_else(
        || Reading::Missing(refusal.to_owned()),
        |ratio| Reading::checked(Estimate::new(ratio.value, ratio.lower, ratio.upper)),
    )
}

/// An estimate, or why there is none. Without an interval it is not drawn.
fn of_estimate(estimate: Option<&WireEstimate>, refusal: &str) -> Reading {
    match estimate.map(|estimate| (estimate.value, estimate.interval.as_ref())) {
        None => Reading::Missing(refusal.to_owned()),
        Some((_, None)) => Reading::Missing("it has no interval, so it is not drawn".to_owned()),
        Some((value, Some(interval))) => Reading::checked(Estimate::new(value, interval.lower, interval.upper)),
    }
}

/// Things in the order in which they first come, each with what belongs to it.
fn grouped<T, K: PartialEq>(items: impl IntoIterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<(K, Vec<T>)> {
    let mut groups: Vec<(K, Vec<T>)> = Vec::new();
    for item in items {
        let of = key(&item);
        match groups.iter_mut().find(|(known, _)| *known == of) {
            Some((_, items)) => items.push(item),
            None => groups.push((of, vec![item])),
        }
    }
    groups
}
