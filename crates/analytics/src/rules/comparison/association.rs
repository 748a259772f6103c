//! Two quantities over places (methods §2.10), with what can be said of their alignment. Nothing here says why.

use std::collections::BTreeSet;

use domain::{
    Recorded,
    comparison::{
        Selector,
        analysis::{Association, Coefficient, Place},
        spec::AssociationSpec,
    },
    rate::Interval,
};
use statistics::correlation;

use super::Used;
use crate::rules::{joined::Joined, rates::CONFIDENCE};

/// Below so many places nothing is computed.
const LEAST_PLACES: usize = 8;
/// Permutations, and the seed of their generator: the same answer every time.
const PERMUTATIONS: usize = 9_999;
/// See [`PERMUTATIONS`].
const SEED: u64 = 20_250_120;
/// Values drawn in at each end for the winsorised correlation: a tenth of 51 states.
const WINSORISED: usize = 5;

/// Banner of every association over places.
pub(super) const GUARDRAILS: [&str; 3] = [
    "Places are not people: what holds between places need not hold between persons in them.",
    "Other units of place (county, field office) can give another answer.",
    "An association does not say why.",
];

/// Coefficients over the places that have both quantities.
pub(super) fn run(spec: &AssociationSpec, joined: &Joined, used: &mut Used) -> Result<Association, String> {
    let mut timing = [BTreeSet::new(), BTreeSet::new()];
    let mut scope = [BTreeSet::new(), BTreeSet::new()];
    let mut quantity = |of: &Selector, over: Option<&Selector>, side: usize| -> Result<f64, String> {
        let value = |recorded: &Recorded| {
            let reading = recorded.observation.reading;
            reading.value().map(domain::Value::as_f64).ok_or_else(|| reading.missing().map(|reason| reason.to_string()).unwrap_or_default())
        };
        let found = joined.find(of).map_err(|refusal| refusal.to_string())?;
        used.add([found]);
        timing[side].insert(found.observation.period.label());
        scope[side].insert(format!("{} of {}", found.observation.unit.plural(), found.observation.population));
        let Some(over) = over else { return value(found) };
        let over = joined.find(over).map_err(|refusal| refusal.to_string())?;
        used.add([over]);
        match value(over)? {
            over if over > 0.0 => Ok(value(found)? / over),
            _ => Err("the denominator is zero".to_owned()),
        }
    };
    let places: Vec<Place> = spec
        .places
        .iter()
        .map(|place| Place {
            geography: place.geography.to_string(),
            x: quantity(&place.x, place.x_over.as_ref(), 0),
            y: quantity(&place.y, place.y_over.as_ref(), 1),
        })
        .collect();
    let whole: Vec<(&str, f64, f64)> =
        places.iter().filter_map(|place| Some((place.geography.as_str(), *place.x.as_ref().ok()?, *place.y.as_ref().ok()?))).collect();
    if whole.len() < LEAST_PLACES {
        return Err(format!("{} places have both quantities; at least {LEAST_PLACES} are needed", whole.len()));
    }
    let (x, y): (Vec<f64>, Vec<f64>) = whole.iter().map(|(_, x, y)| (*x, *y)).unzip();
    let said = |error: statistics::DomainError| error.to_string();
    let left_out = correlation::leave_one_out(correlation::Coefficient::Spearman, &x, &y).map_err(said)?;
    let influential = left_out.without.get(left_out.most_influential).copied().flatten();
    let name = whole.get(left_out.most_influential).map(|(name, _, _)| (*name).to_owned());
    let coefficients = coefficients(&x, &y).map_err(said)?;
    let joined_words = |words: &BTreeSet<String>| words.iter().cloned().collect::<Vec<_>>().join(", ");
    let [x_time, y_time] = timing.map(|one| joined_words(&one));
    let [x_scope, y_scope] = scope.map(|one| joined_words(&one));
    let alignment = vec![
        format!("Scope: {} counts {x_scope}; {} counts {y_scope}.", spec.x_name, spec.y_name),
        format!("Timing: {} is of {x_time}; {} is of {y_time}.", spec.x_name, spec.y_name),
        format!("Geography: {} of {} places have both quantities.", whole.len(), places.len()),
    ];
    Ok(Association {
        x_name: spec.x_name.clone(),
        y_name: spec.y_name.clone(),
        coefficients,
        detectable: correlation::smallest_detectable(whole.len(), CONFIDENCE).map_err(said)?,
        alignment,
        most_influential: name.zip(influential),
        places,
    })
}

fn coefficients(x: &[f64], y: &[f64]) -> Result<Vec<Coefficient>, statistics::DomainError> {
    let spearman = correlation::spearman(x, y)?;
    let kendall = correlation::kendall(x, y)?;
    let pearson = correlation::pearson(x, y)?;
    let fisher = correlation::fisher_interval(pearson.r, x.len(), CONFIDENCE)?;
    let permuted = correlation::permutation_p(correlation::Coefficient::Spearman, x, y, PERMUTATIONS, SEED)?;
    let coefficient =
        |name: &str, value: f64, interval: Option<Interval>, p: f64| Coefficient { name: name.to_owned(), value, interval, p: Some(p) };
    let mut out = vec![
        coefficient("Spearman", spearman.correlation.r, None, spearman.exact_p.unwrap_or(spearman.correlation.p)),
        coefficient("Spearman, by permutation", permuted.r, None, permuted.p),
        coefficient("Kendall tau-b", kendall.tau_b, None, kendall.exact_p.unwrap_or(kendall.asymptotic_p)),
        coefficient(
            "Pearson",
            pearson.r,
            Some(Interval { lower: fisher.lower, upper: Some(fisher.upper), confidence: CONFIDENCE, method: "Fisher z" }),
            pearson.p,
        ),
    ];
    if x.len() > 2 * WINSORISED + 3 {
        let drawn_in = correlation::winsorized(x, y, WINSORISED)?;
        out.push(coefficient("Pearson, five values drawn in at each end", drawn_in.r, None, drawn_in.p));
    }
    Ok(out)
}
