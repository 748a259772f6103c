//! Officer-years as a comparison and a verdict show them: on which headcounts they rest, what is assumed of the rest, and what is refused.

use domain::{
    CountingUnit, Period, Reading, Recorded,
    comparison::{Selector, SeriesSelector, spec::ExposureSpec},
    rate::ExposureKind,
};

use crate::{
    rules::{
        comparison,
        exposure::{self, Exposure},
        joined::Joined,
        vintages::Known,
    },
    tests::{crosswalk, figures, observed, recorded, with},
};

/// Employees of ICE by OPM (sources.md).
const ICE: [(&str, &str); 4] = [("2024-09", "20606"), ("2025-01", "20594"), ("2025-03", "20692"), ("2025-12", "28272")];

fn period(text: &str) -> Period {
    text.parse().expect("a period")
}

/// A headcount at the end of a month or on a day.
fn headcount(population: &str, when: &str, reading: Reading) -> Recorded {
    let mut one = with(recorded("opm", 2025, "0"), population, CountingUnit::Employee);
    one.id = format!("{population} {when}");
    one.observation.period = period(when);
    one.observation.reading = reading;
    one
}

fn exactly(value: &str) -> Reading {
    Reading::Exact(value.parse().expect("a value"))
}

fn selector(one: &Recorded) -> Selector {
    let seen = &one.observation;
    let series = SeriesSelector {
        source: one.provenance.source.clone(),
        measure: seen.measure.clone(),
        unit: seen.unit,
        population: seen.population.clone(),
        geography: seen.geography.clone(),
        definition: seen.definition.clone(),
    };
    Selector { series, period: seen.period }
}

/// 275 assaults in `window` over the path along `start` and `end`, in words.
fn along(window: &str, start: &[Recorded], end: &[Recorded]) -> String {
    let mut count = recorded("dhs", 2025, "275");
    count.observation.period = period(window);
    let mut joined = Joined::default();
    for one in start.iter().chain(end) {
        joined.single.insert(selector(one), Known { recorded: one.clone(), silenced_by: None });
    }
    let all = |parts: &[Recorded]| parts.iter().map(selector).collect();
    match exposure::resolve(&ExposureSpec::Path { start: all(start), end: all(end) }, &count, &joined) {
        Ok(Some(Exposure { kind, point, least, greatest, parts: _, assumed })) => {
            let greatest = greatest.map_or_else(|| "no end".to_owned(), |greatest| format!("{greatest:.0}"));
            format!("{point:.0} ({least:.0} to {greatest}) {}\n{}", kind.name(), assumed.expect("a path"))
        }
        Ok(None) => "nothing is declared".to_owned(),
        Err(refusal) => refusal.to_string(),
    }
}

fn ice(months: &[&str]) -> Vec<Recorded> {
    let of =
        |month: &&str| ICE.iter().find(|(known, _)| known == month).map(|(month, value)| headcount("us/dhs/ice", month, exactly(value)));
    months.iter().map(|month| of(month).expect("a month")).collect()
}

#[test]
fn more_headcounts_narrow_the_officer_years() {
    // The window of C12. By hand, the first: 12 days of 20,594 and 334 of 24,433; the third: 12 between 20,602 and 20,594 or so, 59 of 20,643 and
    // 275 of 24,482, where a line from September or January alone runs above the standstill until March.
    let window = "2025-01-20 to 2025-12-31";
    let report = [
        along(window, &ice(&["2025-01"]), &ice(&["2025-12"])),
        along(window, &ice(&["2024-09"]), &ice(&["2025-12"])),
        along(window, &ice(&["2024-09", "2025-01", "2025-03"]), &ice(&["2025-12"])),
    ];
    insta::assert_snapshot!(report.join("\n"), @"
    23019 (19490 to 26548) officer-years
    Officer-years between 2 headcounts of 2025-01-31 and 2025-12-31, each a state at the end of its day, month or year: on a straight line from one to the next, with bounds if it never leaves the range of the two. On 12 days before the first the nearest is carried, give or take 10 % a month.
    24033 (19520 to 26782) officer-years
    Officer-years between 2 headcounts of 2024-09-30 and 2025-12-31, each a state at the end of its day, month or year: on a straight line from one to the next, with bounds if it never leaves the range of the two.
    22444 (19582 to 25306) officer-years
    Officer-years between 4 headcounts from 2024-09-30 to 2025-12-31, each a state at the end of its day, month or year: on a straight line from one to the next, with bounds if it never leaves the range of the two.
    ");
}

#[test]
fn a_window_that_reaches_too_far_beyond_the_headcounts_is_refused() {
    let (start, end) = (ice(&["2025-01"]), ice(&["2025-12"]));
    let report = [
        along("2025-02-01 to 2025-12-31", &start, &end),
        along("2025-01-21 to 2026-01-24", &start, &end),
        along("2024-12-31 to 2026-02-01", &start, &end),
        along("FY2017", &start, &end),
    ];
    insta::assert_snapshot!(report.join("\n"), @"
    22343 (18832 to 25853) officer-years
    Officer-years between 2 headcounts of 2025-01-31 and 2025-12-31, each a state at the end of its day, month or year: on a straight line from one to the next, with bounds if it never leaves the range of the two.
    24820 (21221 to 28420) officer-years
    Officer-years between 2 headcounts of 2025-01-31 and 2025-12-31, each a state at the end of its day, month or year: on a straight line from one to the next, with bounds if it never leaves the range of the two. On 11 days before the first and 24 days after the last the nearest is carried, give or take 10 % a month.
    the count and the exposure do not belong together: 2024-12-31 to 2026-02-01 reaches 32 days before the first and 32 days after the last; a headcount is carried over at most 31
    the count and the exposure do not belong together: FY2017 reaches 3045 days before the first; a headcount is carried over at most 31
    ");
}

#[test]
fn headcounts_of_one_day_are_added_and_every_day_has_the_same_series() {
    let series = |series: &str, when: &str, value: &str| headcount(&format!("us/dhs/ice/series-{series}"), when, exactly(value));
    let march = [series("1801", "2025-03-31", "6860"), series("1811", "2025-03-31", "6124")];
    let september = [series("1801", "2024-09-30", "6914"), series("1811", "2024-09-30", "6129")];
    let window = "2024-10-01 to 2025-03-31";
    let report = [
        along(window, &september, &march),
        along(window, &september, &march[..1]),
        along(window, &september, &september),
        along(window, &[september.clone(), march.clone()].concat(), &march),
        along(window, &september, &[series("1801", "2025-03-31", "6860"), headcount("us/dhs/cbp", "2025-03-31", exactly("6124"))]),
    ];
    insta::assert_snapshot!(report.join("\n"), @"
    6484 (6470 to 6499) officer-years
    Officer-years between 2 headcounts of 2024-09-30 and 2025-03-31, each a state at the end of its day, month or year: on a straight line from one to the next, with bounds if it never leaves the range of the two.
    the count and the exposure do not belong together: the headcounts of 2024-09-30 and 2025-03-31 are of different series
    the count and the exposure do not belong together: person-time lies between two headcounts
    6484 (6470 to 6499) officer-years
    Officer-years between 2 headcounts of 2024-09-30 and 2025-03-31, each a state at the end of its day, month or year: on a straight line from one to the next, with bounds if it never leaves the range of the two.
    the count and the exposure do not belong together: us/dhs/ice and us/dhs/cbp are different populations
    ");
}

#[test]
fn what_is_not_known_of_a_headcount_is_not_known_of_the_path() {
    let pooled = |value: &str, lower: &str, upper: Option<&str>| {
        let value_of = |text: &str| text.parse().expect("a value");
        let bounds = domain::Bounds { lower: value_of(lower), upper: upper.map(value_of) };
        Reading::Bounded { value: value_of(value), bounds }
    };
    let at = |when: &str, reading: Reading| [headcount("us/dhs/ice", when, reading)];
    let window = "2024-10-01 to 2025-03-31";
    let report = [
        along(window, &at("2024-09-30", exactly("6914")), &at("2025-03-31", pooled("6860", "6860", Some("13530")))),
        along(window, &at("2024-09-30", exactly("6914")), &at("2025-03-31", pooled("6860", "6860", None))),
        along(window, &at("2024-09-30", exactly("6914")), &at("2025-03-31", Reading::Missing(domain::Missing::NotReported))),
    ];
    insta::assert_snapshot!(report.join("\n"), @"
    3432 (3418 to 6742) officer-years
    Officer-years between 2 headcounts of 2024-09-30 and 2025-03-31, each a state at the end of its day, month or year: on a straight line from one to the next, with bounds if it never leaves the range of the two.
    3432 (3418 to no end) officer-years
    Officer-years between 2 headcounts of 2024-09-30 and 2025-03-31, each a state at the end of its day, month or year: on a straight line from one to the next, with bounds if it never leaves the range of the two.
    the exposure is missing: not reported
    ");
}

#[test]
fn the_row_of_a_comparison_says_what_was_assumed() {
    let spec = catalog::comparisons().iter().find(|spec| spec.slug == "assaults-per-officer").expect("a comparison");
    let found = comparison::run(spec, &figures(), &crosswalk(), domain::Instant::MAX);
    let row = found.rows.iter().find(|row| row.label.ends_with("over stated officer-years")).expect("a row");
    let rate = row.rate.clone().expect("an exposure").expect("a rate");
    assert_eq!(rate.kind, ExposureKind::OfficerYears);
    insta::assert_snapshot!(format!("{:.2} {:.0}\n{}", rate.value, rate.exposure, row.notes.join("\n")), @"
    1.78 15438
    DHS stated 10,000 officers and agents before the hiring and 22,000 after it; the path between is not published, so that the rate lies between two bounds.
    The path between two headcounts is not published: it lies between 9473 and 20841 officer-years, so that the rate lies between 1.32 and 2.90 before chance is counted.
    Officer-years between 2 headcounts of 2025-01-01 and 2025-12-31, each a state at the end of its day, month or year: on a straight line from one to the next, with bounds if it never leaves the range of the two.
    ");
}

#[test]
fn an_observation_of_one_series_twice_is_one_headcount() {
    let selectors = catalog::claim("C12").expect("a claim").selectors().into_iter().filter(|one| one.series.unit == CountingUnit::Employee);
    let stated: Vec<Recorded> =
        selectors.filter(|one| one.series.source.as_str() == "published-figures").map(|one| observed(one, "a", "100")).collect();
    let twice = [stated.clone(), stated.clone()].concat();
    let window = "2025-02-01 to 2025-11-30";
    assert_eq!(along(window, &stated[..1], &stated[1..]), along(window, &twice, &stated));
}
