//! Officer-years: worked by hand, what must hold for every path, and what is refused.

use insta::assert_snapshot;
use proptest::prelude::*;
use statistics::DomainError;
use statistics::exposure::{Assumption, Between, DAYS_PER_MONTH, DAYS_PER_YEAR, Headcount, OfficerYears, Outside, Window, officer_years};

const NEIGHBOURS_ONLY: Assumption = Assumption { between: Between::Monotone, outside: Outside::Refused };

/// Employees of ICE by OPM, each at the end of its month; day 0 is 1 February 2025.
const JANUARY: (i32, f64) = (0, 20_594.0);
const MARCH: (i32, f64) = (59, 20_692.0);
const DECEMBER: (i32, f64) = (334, 28_272.0);

fn exact(counts: &[(i32, f64)]) -> Vec<Headcount> {
    counts.iter().map(|&(day, value)| Headcount::exact(day, value)).collect()
}

fn shown(found: Result<OfficerYears, DomainError>) -> String {
    match found {
        Ok(found) => {
            let OfficerYears { lower, central, upper, days_between, days_before, days_after, days_settled, assumption: _ } = found;
            format!("{central:.2} ({lower:.2} to {upper:.2}), days {days_before} + {days_between} + {days_after}, settled {days_settled}")
        }
        Err(error) => error.to_string(),
    }
}

#[test]
fn ice_from_february_to_december_2025_by_hand() {
    let window = Window { start: 0, end: 334 };
    let two = officer_years(&exact(&[JANUARY, DECEMBER]), window, NEIGHBOURS_ONLY);
    let three = officer_years(&exact(&[DECEMBER, JANUARY, MARCH]), window, NEIGHBOURS_ONLY);
    // Two counts: 334 days of 20,594, of 24,433 (the middle) and of 28,272, over 365.25.
    // Three: 59 of 20,594 and 275 of 20,692; 59 of 20,643 and 275 of 24,482; 59 of 20,692 and 275 of 28,272.
    let report = format!("January and December: {}\nMarch as well: {}", shown(two), shown(three));
    assert_snapshot!(report, @"
    January and December: 22342.57 (18832.02 to 25853.11), days 0 + 334 + 0, settled 0
    March as well: 21767.25 (18905.81 to 24628.69), days 0 + 334 + 0, settled 0
    ");
}

#[test]
fn days_outside_of_the_headcounts_are_refused_or_carried_on_an_assumption() {
    // From 20 January 2025, 12 days before the first headcount, to 24 January 2026, 24 days after the last.
    let window = Window { start: -12, end: 358 };
    let counts = exact(&[JANUARY, DECEMBER]);
    let carried = |days, per_month| Assumption { outside: Outside::CarriedUpTo { days, per_month }, ..NEIGHBOURS_ONLY };
    // 3,043.75 officers a month are 100 a day of 30.4375 to the month. Outside: 12 days of 20,594 and 24 of 28,272, give or take 100 on the
    // first day to 1,200 on the twelfth (7,200 officer-days, as of a triangle), and to 2,400 on the 24th (28,800).
    let report = [
        ("nothing assumed", NEIGHBOURS_ONLY),
        ("carried over 23 days", carried(23, 0.0)),
        ("carried over 24 days, level", carried(24, 0.0)),
        ("carried over 24 days, 100 a day", carried(24, 100.0 * DAYS_PER_MONTH)),
    ]
    .map(|(name, assumption)| format!("{name}: {}", shown(officer_years(&counts, window, assumption))));
    assert_snapshot!(report.join("\n"), @"
    nothing assumed: the window begins 12 days before the first known headcount and ends 24 days after the last; a headcount is carried over at most 0
    carried over 23 days: the window begins 12 days before the first known headcount and ends 24 days after the last; a headcount is carried over at most 23
    carried over 24 days, level: 24876.87 (21366.33 to 28387.42), days 12 + 334 + 24, settled 36
    carried over 24 days, 100 a day: 24876.87 (21267.77 to 28485.98), days 12 + 334 + 24, settled 0
    ");
}

#[test]
fn a_limit_of_change_makes_a_tent_over_two_headcounts() {
    let window = Window { start: 0, end: 10 };
    let within =
        |per_day: f64| Assumption { between: Between::WithinChange { per_month: per_day * DAYS_PER_MONTH }, outside: Outside::Refused };
    // 100 officers on both ends, at most 2 a day: up to 110 in the middle and down to 90, ten days of 105 and of 95 on average.
    let level = officer_years(&exact(&[(0, 100.0), (10, 100.0)]), window, within(2.0)).expect("a path");
    // Between 100 and 120 at most 2 a day leave one path only.
    let steep = officer_years(&exact(&[(0, 100.0), (10, 120.0)]), window, within(2.0)).expect("a path");
    // 3 officers, at most 2 a day: none at all from day 1.5 to day 8.5, and never less.
    let few = officer_years(&exact(&[(0, 3.0), (10, 3.0)]), window, within(2.0)).expect("a path");
    let officer_days = |found: OfficerYears| {
        let days = [found.lower, found.central, found.upper].map(|years| format!("{:.4}", years * DAYS_PER_YEAR));
        format!("{} settled {}", days.join(" "), found.days_settled)
    };
    assert_snapshot!(format!("{}\n{}\n{}", officer_days(level), officer_days(steep), officer_days(few)), @"
    950.0000 1000.0000 1050.0000 settled 0
    1100.0000 1100.0000 1100.0000 settled 10
    4.5000 30.0000 80.0000 settled 0
    ");
    let refuted = officer_years(&exact(&[(0, 100.0), (10, 121.0)]), window, within(2.0)).expect_err("a contradiction");
    assert_snapshot!(refuted, @"headcounts 10 days apart differ by 21; the assumed change of at most 60.875 a month is refuted");
}

#[test]
fn a_headcount_without_an_upper_bound_has_none_in_the_answer_unless_its_neighbours_hold_it() {
    let window = Window { start: 0, end: 10 };
    let pooled = [Headcount { day: 0, lower: 50.0, value: 60.0, upper: f64::INFINITY }, Headcount::exact(10, 60.0)];
    let open = officer_years(&pooled, window, NEIGHBOURS_ONLY).expect("a path");
    let within = Assumption { between: Between::WithinChange { per_month: DAYS_PER_MONTH }, outside: Outside::Refused };
    let held = officer_years(&pooled, window, within).expect("a path");
    assert!(open.upper.is_infinite());
    // At most 1 a day from the 60 of day 10: 65 on average.
    assert!((held.upper * DAYS_PER_YEAR - 650.0).abs() < 1e-9, "{held:?}");
}

#[test]
fn what_is_no_headcount_and_no_window_is_refused() {
    let window = Window { start: 0, end: 10 };
    let ends = exact(&[(0, 1.0), (10, 1.0)]);
    let bad = |lower, value, upper| officer_years(&[Headcount { day: 0, lower, value, upper }], window, NEIGHBOURS_ONLY);
    let limit = |per_month| officer_years(&ends, window, Assumption { between: Between::WithinChange { per_month }, ..NEIGHBOURS_ONLY });
    let carried = Assumption { outside: Outside::CarriedUpTo { days: 9, per_month: -1.0 }, ..NEIGHBOURS_ONLY };
    let report = [
        ("no days", officer_years(&ends, Window { start: 10, end: 10 }, NEIGHBOURS_ONLY)),
        ("no headcount", officer_years(&[], window, NEIGHBOURS_ONLY)),
        ("one headcount", officer_years(&exact(&[(10, 1.0)]), window, NEIGHBOURS_ONLY)),
        ("two of one day", officer_years(&exact(&[(0, 1.0), (10, 1.0), (0, 2.0)]), window, NEIGHBOURS_ONLY)),
        ("negative", bad(-1.0, 1.0, 2.0)),
        ("not a number", bad(0.0, f64::NAN, 2.0)),
        ("outside its bounds", bad(2.0, 1.0, 3.0)),
        ("too large", bad(0.0, 1e11, f64::INFINITY)),
        ("negative change", limit(-1.0)),
        ("endless change", limit(f64::INFINITY)),
        ("negative change outside", officer_years(&ends, window, carried)),
        ("the whole calendar", officer_years(&ends, Window { start: i32::MIN, end: i32::MAX }, NEIGHBOURS_ONLY)),
    ]
    .map(|(name, found)| format!("{name}: {}", shown(found)));
    assert_snapshot!(report.join("\n"), @"
    no days: a window from day 10 to day 10 has no days
    no headcount: too few values: 0, and the least is 1
    one headcount: the window begins 10 days before the first known headcount and ends 0 days after the last; a headcount is carried over at most 0
    two of one day: two headcounts are known for day 0
    negative: a headcount must be finite, not negative and inside its bounds, but is 1 in -1 to 2
    not a number: a headcount must be finite, not negative and inside its bounds, but is NaN in 0 to 2
    outside its bounds: a headcount must be finite, not negative and inside its bounds, but is 1 in 2 to 3
    too large: a headcount must be finite, not negative and inside its bounds, but is 100000000000 in 0 to inf
    negative change: the change a month must not be negative, and finite, but is -1
    endless change: the change a month must not be negative, and finite, but is inf
    negative change outside: the change a month must not be negative, and finite, but is -1
    the whole calendar: the window begins 2147483648 days before the first known headcount and ends 2147483637 days after the last; a headcount is carried over at most 0
    ");
}

/// Headcounts on rising days, each with bounds of its own.
fn paths() -> impl Strategy<Value = Vec<Headcount>> {
    let count = (1_i32..200, 0.0..40_000.0_f64, 0.0..500.0_f64, 0.0..500.0_f64);
    prop::collection::vec(count, 2..8).prop_map(|all| {
        let mut day = 0;
        let headcount = |(gap, value, below, above): (i32, f64, f64, f64)| {
            day += gap;
            Headcount { day, lower: (value - below).max(0.0), value, upper: value + above }
        };
        all.into_iter().map(headcount).collect()
    })
}

/// The greatest change by month between any two neighbours.
fn steepest(counts: &[Headcount]) -> f64 {
    let change = |pair: &[Headcount]| (pair[1].value - pair[0].value).abs() / f64::from(pair[1].day - pair[0].day) * DAYS_PER_MONTH;
    counts.windows(2).map(change).fold(0.0, f64::max) * (1.0 + 1e-9) + 1e-6
}

/// Both kinds of assumption that the counts do not contradict.
fn assumptions(counts: &[Headcount]) -> [Assumption; 2] {
    let per_month = steepest(counts);
    let outside = Outside::CarriedUpTo { days: 10_000, per_month };
    [Assumption { between: Between::Monotone, outside }, Assumption { between: Between::WithinChange { per_month }, outside }]
}

fn close(got: f64, want: f64) -> Result<(), TestCaseError> {
    prop_assert!((got - want).abs() <= 1e-9 * want.abs().max(1.0), "{got} is not {want}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_window_has_the_officer_years_of_its_parts(counts in paths(), start in -300_i32..300, first in 1_i32..600, second in 1_i32..600) {
        for assumption in assumptions(&counts) {
            let (middle, end) = (start + first, start + first + second);
            let of = |start, end| officer_years(&counts, Window { start, end }, assumption).expect("a path");
            let (whole, left, right) = (of(start, end), of(start, middle), of(middle, end));
            close(left.central + right.central, whole.central)?;
            close(left.lower + right.lower, whole.lower)?;
            close(left.upper + right.upper, whole.upper)?;
            prop_assert_eq!(left.days_between + right.days_between, whole.days_between);
            prop_assert_eq!(left.days_before + right.days_before, whole.days_before);
            prop_assert_eq!(left.days_after + right.days_after, whole.days_after);
            prop_assert_eq!(whole.days_before + whole.days_between + whole.days_after, (end - start).unsigned_abs());
        }
    }

    #[test]
    fn bounds_hold_the_central_value_and_the_order_of_headcounts_is_nothing(counts in paths(), start in -300_i32..300, days in 1_i32..900) {
        let window = Window { start, end: start + days };
        for assumption in assumptions(&counts) {
            let found = officer_years(&counts, window, assumption).expect("a path");
            prop_assert!(0.0 <= found.lower && found.lower <= found.central && found.central <= found.upper, "{:?}", found);
            let backwards: Vec<Headcount> = counts.iter().rev().copied().collect();
            prop_assert_eq!(officer_years(&backwards, window, assumption), Ok(found));
        }
    }

    #[test]
    fn any_path_that_stays_in_the_range_of_its_neighbours_is_within_the_bounds(counts in paths(), shares in prop::collection::vec(0.0..1.0_f64, 8)) {
        // A path that jumps to a share of the way on the first day and stays there.
        let window = Window { start: counts[0].day, end: counts[counts.len() - 1].day };
        let found = officer_years(&counts, window, NEIGHBOURS_ONLY).expect("a path");
        let stretches = counts.windows(2).zip(&shares);
        let stretch = |(pair, share): (&[Headcount], &f64)| (pair[0].value + share * (pair[1].value - pair[0].value)) * f64::from(pair[1].day - pair[0].day);
        let along = stretches.map(stretch).sum::<f64>() / DAYS_PER_YEAR;
        let slack = 1e-9 * found.upper.max(1.0);
        prop_assert!(found.lower - slack <= along && along <= found.upper + slack, "{} in {:?}", along, found);
    }

    #[test]
    fn one_more_headcount_that_the_assumption_allows_never_widens_the_bounds(
        counts in paths(), place in 0_usize..8, at in 0_i32..1_000, share in 0.0..1.0_f64, start in -300_i32..300, days in 1_i32..900,
    ) {
        let window = Window { start, end: start + days };
        let place = place % (counts.len() - 1);
        let (left, right) = (counts[place], counts[place + 1]);
        let day = left.day + (right.day - left.day) * at / 1_000;
        if left.day < day && day < right.day {
            let added = Headcount::exact(day, left.value + share * (right.value - left.value));
            let mut more = counts.clone();
            more.insert(place + 1, added);
            for assumption in assumptions(&more) {
                let before = officer_years(&counts, window, assumption).expect("a path");
                let after = officer_years(&more, window, assumption).expect("a path");
                let slack = 1e-9 * before.upper.max(1.0);
                prop_assert!(after.lower >= before.lower - slack && after.upper <= before.upper + slack, "{:?} after {:?}", after, before);
            }
        }
    }

    #[test]
    fn a_headcount_outside_narrows_a_limit_of_change_as_well(counts in paths(), gap in 1_i32..200, share in -1.0..1.0_f64, days in 1_i32..900) {
        let last = counts[counts.len() - 1];
        let per_month = steepest(&counts);
        let value = (last.value + share * per_month / DAYS_PER_MONTH * f64::from(gap)).max(0.0);
        let more = [counts.clone(), vec![Headcount::exact(last.day + gap, value)]].concat();
        let window = Window { start: last.day - 50, end: last.day + days };
        let assumption = Assumption { between: Between::WithinChange { per_month }, outside: Outside::CarriedUpTo { days: 10_000, per_month } };
        let (before, after) = (officer_years(&counts, window, assumption).expect("a path"), officer_years(&more, window, assumption).expect("a path"));
        let slack = 1e-9 * before.upper.max(1.0);
        prop_assert!(after.lower >= before.lower - slack && after.upper <= before.upper + slack, "{:?} after {:?}", after, before);
    }

    #[test]
    fn a_headcount_that_stands_still_is_multiplied_by_its_days(officers in 0.0..40_000.0_f64, days in prop::collection::vec(1_i32..400, 1..6), start in 0_i32..100, length in 1_i32..400) {
        let mut day = 0;
        let mut counts = vec![Headcount::exact(0, officers)];
        for gap in &days {
            day += gap;
            counts.push(Headcount::exact(day, officers));
        }
        let outside = Outside::CarriedUpTo { days: 10_000, per_month: 0.0 };
        let found = officer_years(&counts, Window { start, end: start + length }, Assumption { between: Between::Monotone, outside }).expect("a path");
        let want = officers * f64::from(length) / DAYS_PER_YEAR;
        close(found.lower, want)?;
        close(found.central, want)?;
        close(found.upper, want)?;
        prop_assert_eq!(found.days_settled, length.unsigned_abs());
    }
}
