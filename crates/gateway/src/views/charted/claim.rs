//! Parts of a verdict as charts.

use contracts::analytics::{Claim, Corroboration, Identified, Increment, Precision, ShareCell};

use super::{Place, grade, grouped, no_difference, of_estimate, of_ratio, quantity};
use crate::{
    charts::{Bar, Bounds, Chart, Digits, Estimate, Forest, Group, Instrument, IntervalBars, Reading, Reference, forest, interval_bar},
    views::format::{self, Percent},
};

/// The claim's own ratio above the ratios of independent series.
pub(crate) fn corroboration(
    claim: &Claim,
    ratio: Option<f64>,
    precision: Option<&Precision>,
    series: &[Corroboration],
    place: &Place,
) -> Chart {
    let own = ratio.zip(precision.and_then(|precision| Some((precision.percent_lower?, precision))));
    let own = own.map(|(ratio, (lower, precision))| {
        let as_ratio = |percent: f64| 1.0 + percent / 100.0;
        let upper = if precision.upper_unbounded { None } else { precision.percent_upper.map(as_ratio) };
        let (label, grade) = (format!("Claim {}, its own counts", claim.id), None);
        Instrument { label, grade, reading: Reading::checked(Estimate::new(ratio, as_ratio(lower), upper)) }
    });
    let rows = series.iter().map(|one| Instrument {
        label: one.series.clone(),
        grade: one.comparability.as_ref().and_then(|comparability| grade(&comparability.grade)),
        reading: of_ratio(one.own_ratio.as_ref(), &one.refusal),
    });
    let mut groups = vec![Group { heading: "Independent series".to_owned(), rows: rows.collect() }];
    if let Some(own) = own {
        groups.insert(0, Group { heading: String::new(), rows: vec![own] });
    }
    forest(&Forest {
        about: place.about(
            "corroboration",
            "The claim and independent series",
            "Now over before, per day of the windows, with exact central intervals. They are different instruments.",
        ),
        quantity: quantity("Ratio, now over before", Digits::Ratio),
        references: vec![no_difference()],
        groups,
    })
}

/// Bounds on what can be identified, one plot for each unit.
pub(crate) fn identification(identified: &[Identified], ratio: Option<f64>, place: &Place) -> Vec<Chart> {
    let units = grouped(identified, |one| one.unit.clone());
    let plot = |(at, (unit, all)): (usize, (String, Vec<&Identified>))| {
        let bars =
            all.iter().map(|one| Bar { label: one.label.clone(), reading: Reading::checked(Bounds::new(one.lower, one.upper, None)) });
        let times = unit == "times";
        let claimed = ratio
            .filter(|_| times)
            .map(|value| Reference { value: (value * 100.0).round() / 100.0, label: "the claim's own counts".to_owned() });
        interval_bar(&IntervalBars {
            about: place.about(
                &format!("identification-{at}"),
                if times {
                    "Between which ratios the truth can lie".to_owned()
                } else {
                    format!("Between which rates, {unit}, the truth can lie")
                },
                "Bounds under stated assumptions, not confidence intervals: within them the data single out no value.",
            ),
            quantity: quantity(unit, if times { Digits::Ratio } else { Digits::Rate }),
            references: if times { std::iter::once(no_difference()).chain(claimed).collect() } else { Vec::new() },
            bars: bars.collect(),
        })
    };
    units.into_iter().enumerate().map(plot).collect()
}

/// The published cells of a share claim against the stated share.
pub(crate) fn grid(cells: &[ShareCell], stated: Option<f64>, place: &Place) -> Chart {
    let row = |cell: &ShareCell| Instrument {
        label: format!("{}, {}: {}; unknown {}", cell.population, cell.window, cell.predicate, cell.unknowns),
        grade: None,
        reading: of_estimate(cell.share.as_ref(), &cell.refusal),
    };
    forest(&Forest {
        about: place.about("grid", "The share by population, window, predicate and treatment of the unknown", "Wilson's intervals at 95%."),
        quantity: quantity("Share", Digits::Percent(Percent::Share)),
        references: stated.map(|value| Reference { value, label: "stated".to_owned() }).into_iter().collect(),
        groups: vec![Group { heading: String::new(), rows: cells.iter().map(row).collect() }],
    })
}

/// New events per day between the claims of a thread.
pub(crate) fn increments(increments: &[Increment], place: &Place) -> Chart {
    let row = |one: &Increment| {
        let to = if one.from.is_empty() { format!("to {}", one.to) } else { format!("{} to {}", one.from, one.to) };
        Instrument {
            label: format!("{to}: {} in {}", format::count(one.events), format::plural(one.days, "day", "days")),
            grade: None,
            reading: of_estimate(one.per_day.as_ref(), "no interval can be given"),
        }
    };
    forest(&Forest {
        about: place.about(
            "increments",
            "New events per day between the claims",
            "Differences of cumulative counts, with exact intervals.",
        ),
        quantity: quantity("Events per day", Digits::Rate),
        references: Vec::new(),
        groups: vec![Group { heading: String::new(), rows: increments.iter().map(row).collect() }],
    })
}
