//! What every comparison promises, whatever the data: order of rows and names of things change nothing, intervals hold their estimates, what
//! is split adds up again, and units that do not fit are refused.

use catalog::read_comparison;
use domain::{
    CountingUnit, Definition, Instant, Recorded,
    comparison::{
        Comparison,
        analysis::{Findings, PointState},
    },
    definition::Inclusion,
};
use proptest::prelude::*;

use crate::{
    rules::{
        comparison::{self, Definitions},
        exposure,
        joined::Joined,
        rates,
        vintages::Known,
    },
    tests::{definition, observed, recorded, with},
};

const YEARS: std::ops::Range<i32> = 2001..2009;

/// A declaration over made-up years, whose rows stand in this order.
fn declaration(order: &[i32]) -> String {
    let rows: Vec<String> = order
        .iter()
        .map(|year| format!("[[row]]\nlabel = \"year {year}\"\ncount = \"count @ {year}\"\nexposure = {{ sum = [\"officers @ {year}\"] }}\nreference = {}\n", *year == 2001))
        .collect();
    let agencies: Vec<String> = order.iter().map(|year| format!("{{ label = \"year {year}\", of = \"{year}\" }},")).collect();
    let (rows, agencies) = (rows.concat(), agencies.concat());
    format!(
        r#"
slug = "made-up"
title = "Made up"
question = "What holds?"
cannot_say = ["Anything."]

[series.count]
source = "published-figures"
measure = "assaults_on_officers"
unit = "officer"
population = "us/local"
definition = "leoka-local-officer-assaulted"

[series.officers]
source = "published-figures"
measure = "officers_employed"
unit = "employee"
population = "us/local"
definition = "leoka-local-officers-employed"

{rows}

[[analysis]]
slug = "trend"
title = "Trend"
[analysis.trend]
step = "year"
span = "2001-01-01 to 2008-12-31"
lines = [{{ label = "rate", series = "count", exposure = "officers" }}]

[[analysis]]
slug = "funnel"
title = "Funnel"
[analysis.funnel]
count = "count @ {{}}"
exposure = "officers @ {{}}"
agencies = [{agencies}]
"#
    )
}

/// A count that is missing stands for no release of the year.
fn joined(text: &str, counts: &[Option<u64>], officers: u64) -> (domain::comparison::Spec, Joined) {
    let spec = read_comparison(text).unwrap_or_else(|error| panic!("{error}"));
    let mut out = Joined::default();
    for selector in spec.selectors().into_iter().cloned().collect::<Vec<_>>() {
        let place = usize::try_from(selector.period.start().year() - YEARS.start).expect("a year of the range");
        let reading = if selector.series.unit == CountingUnit::Employee { Some(officers) } else { counts.get(place).copied().flatten() };
        if let Some(value) = reading {
            let known = Known { recorded: observed(&selector, "a", &value.to_string()), silenced_by: None };
            out.series.entry(selector.series.clone()).or_default().push(known.clone());
            out.single.insert(selector, known);
        }
    }
    for all in out.series.values_mut() {
        all.sort_by_key(|known| known.recorded.observation.period);
        all.dedup_by_key(|known| known.recorded.observation.period);
    }
    (spec, out)
}

fn definitions() -> Definitions {
    catalog::definitions().iter().map(|one| (one.slug.clone(), one.clone())).collect()
}

fn run(order: &[i32], counts: &[Option<u64>], officers: u64) -> Comparison {
    let (spec, joined) = joined(&declaration(order), counts, officers);
    comparison::run(&spec, &joined, &definitions(), Instant::MAX)
}

fn counts() -> impl Strategy<Value = Vec<Option<u64>>> {
    proptest::collection::vec(proptest::option::weighted(0.8, 0_u64..400), YEARS.len())
}

/// Divides a count by an exposure of these units.
fn divided(count: CountingUnit, over: CountingUnit) -> bool {
    let count = with(recorded("a", 2015, "10"), "us/local", count);
    let over = with(recorded("a", 2015, "1000"), "us/local", over);
    let found = exposure::sum(&count, vec![over]).and_then(|exposure| rates::rate(&count, &exposure));
    found.is_ok()
}

#[test]
fn every_pair_of_units_without_a_rate_is_refused() {
    let mut allowed = Vec::new();
    for count in CountingUnit::ALL {
        for over in CountingUnit::ALL {
            if divided(*count, *over) {
                allowed.push(format!("{count} / {over}"));
            }
        }
    }
    insta::assert_snapshot!(allowed.join("\n"), @r"
    incident / arrest
    incident / apprehension
    incident / employee
    officer / arrest
    officer / apprehension
    officer / employee
    officer_subject_object / arrest
    officer_subject_object / apprehension
    officer_subject_object / employee
    report / arrest
    report / apprehension
    report / employee
    unstated / arrest
    unstated / apprehension
    unstated / employee
    ");
}

#[test]
fn every_pair_of_different_units_has_grade_d_and_no_ratio() {
    for left in CountingUnit::ALL {
        for right in CountingUnit::ALL.iter().filter(|right| *right != left) {
            let of = |unit: CountingUnit| -> Definition { definition(unit.slug(), unit, Inclusion::Included) };
            let graded = crate::rules::comparability::compare(&of(*left), &of(*right));
            assert!(!graded.grade.allows_ratio(), "{left} and {right}");
            assert!(!graded.differences.is_empty());
        }
    }
}

proptest! {
    #[test]
    fn the_order_of_rows_changes_no_row(order in Just(YEARS.collect::<Vec<_>>()).prop_shuffle(), counts in counts(), officers in 100_u64..10_000) {
        let straight = run(&YEARS.collect::<Vec<_>>(), &counts, officers);
        let shuffled = run(&order, &counts, officers);
        for row in &shuffled.rows {
            let same = straight.rows.iter().find(|one| one.label == row.label).expect("the same rows");
            prop_assert_eq!(same, row);
        }
        let funnel = |comparison: &Comparison| match &comparison.analyses[1].result {
            Ok(Findings::Funnel(funnel)) => {
                let mut agencies: Vec<String> = funnel.agencies.iter().map(|one| format!("{} {} {:.9} {:?}", one.label, one.events, one.expected, one.adjusted_p.map(|p| (p * 1e9).round()))).collect();
                agencies.sort();
                agencies.join("; ")
            }
            other => format!("{:?}", other.as_ref().err()),
        };
        prop_assert_eq!(funnel(&straight), funnel(&shuffled));
    }

    #[test]
    fn every_interval_holds_its_estimate(counts in counts(), officers in 100_u64..10_000) {
        let found = run(&YEARS.collect::<Vec<_>>(), &counts, officers);
        for row in &found.rows {
            if let Some(Ok(rate)) = &row.rate {
                prop_assert!(rate.interval.lower <= rate.value && rate.interval.upper.is_none_or(|upper| rate.value <= upper));
            }
            if let Some(ratio) = &row.ratio {
                prop_assert!(ratio.interval.lower <= ratio.value && ratio.interval.upper.is_none_or(|upper| ratio.value <= upper));
            }
        }
        let Ok(Findings::Trend(trend)) = &found.analyses[0].result else { return Err(TestCaseError::fail("a trend")) };
        for point in trend.lines.iter().flat_map(|line| &line.points) {
            if let PointState::Reported { value, interval, .. } = &point.state {
                prop_assert!(interval.lower <= *value && interval.upper.is_none_or(|upper| *value <= upper));
            }
        }
    }

    #[test]
    fn a_year_without_a_release_is_a_gap_and_never_a_zero(counts in counts(), officers in 100_u64..10_000) {
        let found = run(&YEARS.collect::<Vec<_>>(), &counts, officers);
        for (row, count) in found.rows.iter().zip(&counts) {
            prop_assert_eq!(matches!(row.rate, Some(Ok(_))), count.is_some());
        }
        let Ok(Findings::Trend(trend)) = &found.analyses[0].result else { return Err(TestCaseError::fail("a trend")) };
        let points: Vec<bool> = trend.lines.iter().flat_map(|line| &line.points).map(|point| matches!(point.state, PointState::Reported { .. })).collect();
        prop_assert_eq!(points, counts.iter().map(Option::is_some).collect::<Vec<_>>());
    }

    #[test]
    fn an_exposure_that_is_split_gives_the_same_rate(count in 0_u64..500, officers in 2_u64..10_000, part in 1_u64..9_999) {
        let part = part.min(officers - 1);
        let of = |value: u64| with(recorded("a", 2015, &value.to_string()), "us/local", CountingUnit::Employee);
        let count = with(recorded("a", 2015, &count.to_string()), "us/local", CountingUnit::Officer);
        let rate = |parts: Vec<Recorded>| exposure::sum(&count, parts).and_then(|exposure| rates::rate(&count, &exposure)).expect("a rate");
        prop_assert_eq!(rate(vec![of(officers)]), rate(vec![of(part), of(officers - part)]));
    }

    #[test]
    fn other_names_give_other_words_and_the_same_numbers(counts in counts(), officers in 100_u64..10_000) {
        let straight = run(&YEARS.collect::<Vec<_>>(), &counts, officers);
        let renamed_text = declaration(&YEARS.collect::<Vec<_>>()).replace("year 20", "anno 20");
        let (spec, joined) = joined(&renamed_text, &counts, officers);
        let renamed = comparison::run(&spec, &joined, &definitions(), Instant::MAX);
        prop_assert_ne!(&straight.spec_hash, &renamed.spec_hash);
        for (one, other) in straight.rows.iter().zip(&renamed.rows) {
            prop_assert_eq!((&one.rate, &one.ratio, &one.comparability), (&other.rate, &other.ratio, &other.comparability));
        }
    }
}

#[test]
fn a_selector_without_an_observation_is_told_by_name() {
    let (spec, _) = joined(&declaration(&[2001]), &[Some(3)], 100);
    let empty = Joined::default();
    let found = comparison::run(&spec, &empty, &definitions(), Instant::MAX);
    let refusal = found.rows.first().and_then(|row| row.rate.as_ref()).and_then(|rate| rate.as_ref().err()).map(ToString::to_string);
    assert_eq!(
        refusal.as_deref(),
        Some("no observation: no release has published-figures assaults_on_officers of us/local in officer, 2001")
    );
}
