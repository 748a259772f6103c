//! What must hold for all series and lists: the order of rows and the names of things do not matter, ranks know only order, bounds hold what they
//! bound, and exact answers agree with counting everything.

use proptest::prelude::*;
use statistics::correlation::{
    Coefficient, cross_correlation, fisher_interval, kendall, leave_one_out, partial, partial_spearman, pearson, permutation_p, ranks,
    smallest_detectable, spearman, winsorized,
};
use statistics::multiverse::{Cell, share_at_least, summarize};
use statistics::ratio::RatioEstimate;
use statistics::spatial::{Link, morans_i};
use statistics::{DomainError, Interval, bounds};

/// Values with ties, without, and on a high level.
fn value() -> impl Strategy<Value = f64> {
    prop_oneof![3 => (-4_i32..4).prop_map(f64::from), 3 => -50.0..50.0, 1 => (0_i32..9).prop_map(|step| 1e6 + f64::from(step))]
}

/// Rows of `columns` values each.
fn rows(columns: usize, number: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Vec<f64>>> {
    prop::collection::vec(prop::collection::vec(value(), columns), number)
}

/// The same rows in the given and in another order.
fn shuffled(columns: usize, number: std::ops::Range<usize>) -> impl Strategy<Value = (Vec<Vec<f64>>, Vec<Vec<f64>>)> {
    rows(columns, number).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
}

fn column(rows: &[Vec<f64>], place: usize) -> Vec<f64> {
    rows.iter().map(|row| row[place]).collect()
}

fn close(got: f64, want: f64, tolerance: f64) -> Result<(), TestCaseError> {
    prop_assert!((got - want).abs() <= tolerance * want.abs().max(1.0), "{got:e} is not {want:e}");
    Ok(())
}

/// Both refused alike, or both answered and close.
fn same(one: Result<f64, DomainError>, other: Result<f64, DomainError>) -> Result<(), TestCaseError> {
    match (one, other) {
        (Ok(one), Ok(other)) => close(one, other, 1e-8),
        (one, other) => {
            prop_assert_eq!(one, other);
            Ok(())
        }
    }
}

/// All orders of `0..n`.
fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(n - 1);
    shorter
        .iter()
        .flat_map(|order| {
            (0..n).map(|place| {
                let mut longer = order.clone();
                longer.insert(place, n - 1);
                longer
            })
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rows_does_not_matter((given, other) in shuffled(4, 3..30)) {
        let (x, y, u, v) = (column(&given, 0), column(&given, 1), column(&other, 0), column(&other, 1));
        same(pearson(&x, &y).map(|answer| answer.r), pearson(&u, &v).map(|answer| answer.r))?;
        same(spearman(&x, &y).map(|answer| answer.correlation.r), spearman(&u, &v).map(|answer| answer.correlation.r))?;
        prop_assert_eq!(kendall(&x, &y), kendall(&u, &v));
        prop_assert_eq!(winsorized(&x, &y, 1).is_ok(), winsorized(&u, &v, 1).is_ok());
        let controls = |rows: &[Vec<f64>]| vec![column(rows, 2), column(rows, 3)];
        // Near collinearity the residuals are rounding, and either answer may come.
        if let (Ok(one), Ok(other)) = (partial(&x, &y, &controls(&given)), partial(&u, &v, &controls(&other))) {
            close(one.r, other.r, 1e-5)?;
        }
    }

    #[test]
    fn a_correlation_is_a_number_from_minus_one_to_one(given in rows(3, 3..20)) {
        let (x, y, z) = (column(&given, 0), column(&given, 1), column(&given, 2));
        let answers = [
            pearson(&x, &y), spearman(&x, &y).map(|answer| answer.correlation), winsorized(&x, &y, 2),
            partial(&x, &y, std::slice::from_ref(&z)), partial_spearman(&x, &y, std::slice::from_ref(&z)),
        ];
        for answer in answers.into_iter().flatten() {
            prop_assert!((-1.0..=1.0).contains(&answer.r) && (0.0..=1.0).contains(&answer.p) && !answer.t.is_nan(), "{answer:?}");
        }
        if let Ok(answer) = kendall(&x, &y) {
            prop_assert!((-1.0..=1.0).contains(&answer.tau_b) && (0.0..=1.0).contains(&answer.asymptotic_p) && answer.z.is_finite());
        }
    }

    #[test]
    fn changing_units_changes_at_most_the_sign(given in rows(2, 3..30), scale in 0.01_f64..100.0, shift in -100.0_f64..100.0) {
        let (x, y) = (column(&given, 0), column(&given, 1));
        let changed: Vec<f64> = x.iter().map(|value| -scale * value + shift).collect();
        same(pearson(&changed, &y).map(|answer| -answer.r), pearson(&x, &y).map(|answer| answer.r))?;
        same(pearson(&y, &x).map(|answer| answer.r), pearson(&x, &y).map(|answer| answer.r))?;
    }

    #[test]
    fn ranks_know_only_the_order_of_values(given in rows(2, 3..30)) {
        let (x, y) = (column(&given, 0), column(&given, 1));
        let stretched: Vec<f64> = x.iter().map(|value| value.powi(3) + value).collect();
        prop_assert_eq!(ranks(&stretched), ranks(&x));
        prop_assert_eq!(spearman(&stretched, &y), spearman(&x, &y));
        prop_assert_eq!(kendall(&stretched, &y), kendall(&x, &y));
        let sum: f64 = ranks(&x).expect("in the domain").iter().sum();
        close(sum, (x.len() * (x.len() + 1) / 2) as f64, 1e-12)?;
    }

    #[test]
    fn kendall_counts_every_pair_of_rows(given in rows(2, 3..25)) {
        let (x, y) = (column(&given, 0), column(&given, 1));
        let (mut concordant, mut discordant) = (0, 0);
        for first in 0..x.len() {
            for second in 0..first {
                let product = (x[first] - x[second]) * (y[first] - y[second]);
                concordant += u64::from(product > 0.0);
                discordant += u64::from(product < 0.0);
            }
        }
        if let Ok(answer) = kendall(&x, &y) {
            prop_assert_eq!((answer.concordant, answer.discordant), (concordant, discordant));
        }
    }

    #[test]
    fn exact_p_values_agree_with_counting_all_orders(y in Just((0..6).collect::<Vec<usize>>()).prop_shuffle()) {
        let x: Vec<f64> = (0..6).map(f64::from).collect();
        let numbers = |order: &[usize]| -> Vec<f64> { order.iter().map(|rank| *rank as f64).collect() };
        let rho = spearman(&x, &numbers(&y)).expect("in the domain");
        let tau = kendall(&x, &numbers(&y)).expect("in the domain");
        let (mut rho_low, mut rho_high, mut tau_low, mut tau_high) = (0, 0, 0, 0);
        for order in orders(6) {
            let squares: f64 = order.iter().enumerate().map(|(row, rank)| (*rank as f64 - row as f64).powi(2)).sum();
            let inversions = (0..6).flat_map(|late| (0..late).map(move |early| (early, late))).filter(|&(early, late)| order[early] > order[late]).count() as u64;
            rho_low += u32::from(squares <= rho.squared_differences);
            rho_high += u32::from(squares >= rho.squared_differences);
            tau_low += u32::from(inversions <= tau.discordant);
            tau_high += u32::from(inversions >= tau.discordant);
        }
        let two_sided = |low: u32, high: u32| (2.0 * f64::from(low.min(high)) / 720.0).min(1.0);
        close(rho.exact_p.expect("few pairs, no ties"), two_sided(rho_low, rho_high), 1e-12)?;
        close(tau.exact_p.expect("few pairs, no ties"), two_sided(tau_low, tau_high), 1e-12)?;
    }

    #[test]
    fn the_interval_holds_the_correlation_and_grows_with_confidence(r in -1.0..1.0, pairs in 4_usize..500, confidence in 0.5..0.99) {
        let (narrow, wide) = (fisher_interval(r, pairs, confidence).expect("in the domain"), fisher_interval(r, pairs, confidence + 0.009).expect("in the domain"));
        prop_assert!(wide.lower <= narrow.lower && narrow.lower <= r && r <= narrow.upper && narrow.upper <= wide.upper);
    }

    #[test]
    fn what_is_significant_is_what_is_detectable(given in rows(2, 3..30), confidence in 0.5..0.999) {
        if let Ok(answer) = pearson(&column(&given, 0), &column(&given, 1)) {
            let least = smallest_detectable(given.len(), confidence).expect("in the domain");
            prop_assume!((answer.r.abs() - least).abs() > 1e-9);
            prop_assert_eq!(answer.p < 1.0 - confidence, answer.r.abs() > least);
        }
    }

    #[test]
    fn one_control_agrees_with_the_textbook_formula(given in rows(3, 5..30)) {
        let (x, y, z) = (column(&given, 0), column(&given, 1), column(&given, 2));
        let (Ok(xy), Ok(xz), Ok(yz)) = (pearson(&x, &y), pearson(&x, &z), pearson(&y, &z)) else { return Ok(()) };
        prop_assume!(xz.r.abs() < 0.999 && yz.r.abs() < 0.999);
        let formula = (xy.r - xz.r * yz.r) / ((1.0 - xz.r * xz.r) * (1.0 - yz.r * yz.r)).sqrt();
        close(partial(&x, &y, &[z]).expect("not collinear").r, formula, 1e-9)?;
        close(partial(&x, &y, &[]).expect("no controls").r, xy.r, 1e-12)?;
    }

    #[test]
    fn swapping_the_series_mirrors_the_lags(given in rows(2, 8..30)) {
        let (x, y) = (column(&given, 0), column(&given, 1));
        let (Ok(one), Ok(other)) = (cross_correlation(&x, &y, 4), cross_correlation(&y, &x, 4)) else { return Ok(()) };
        for (at, mirrored) in one.iter().zip(other.iter().rev()) {
            prop_assert_eq!(at.lag, -mirrored.lag);
            close(at.r, mirrored.r, 1e-12)?;
        }
        close(one[4].r, pearson(&x, &y).expect("answered above").r, 1e-12)?;
    }

    #[test]
    fn leaving_a_row_out_is_the_correlation_of_the_others(given in rows(2, 4..15)) {
        let (x, y) = (column(&given, 0), column(&given, 1));
        let Ok(answer) = leave_one_out(Coefficient::Pearson, &x, &y) else { return Ok(()) };
        let change = |without: Option<f64>| without.map_or(f64::INFINITY, |r| (r - answer.r).abs());
        for (row, without) in answer.without.iter().enumerate() {
            let mut others = given.clone();
            others.remove(row);
            prop_assert_eq!(*without, pearson(&column(&others, 0), &column(&others, 1)).ok().map(|other| other.r));
            prop_assert!(change(*without) <= change(answer.without[answer.most_influential]));
        }
    }

    #[test]
    fn drawing_in_nothing_changes_nothing(given in rows(2, 3..20)) {
        let (x, y) = (column(&given, 0), column(&given, 1));
        prop_assert_eq!(winsorized(&x, &y, 0), pearson(&x, &y));
    }

    #[test]
    fn an_extreme_value_has_no_more_pull_than_its_neighbour(given in rows(2, 8..20), far in 1e3..1e6) {
        let (mut x, y) = (column(&given, 0), column(&given, 1));
        let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        x.push(largest + far);
        let mut further = x.clone();
        *further.last_mut().expect("just pushed") *= 1e3;
        let y: Vec<f64> = y.into_iter().chain([3.0]).collect();
        prop_assert_eq!(winsorized(&x, &y, 1), winsorized(&further, &y, 1));
    }

    #[test]
    fn permutations_are_repeatable_and_agree_with_counting_all_orders(y in prop::collection::vec(-5_i32..5, 5), seed in any::<u64>()) {
        let x = [1.0, 2.0, 4.0, 5.0, 9.0];
        let y: Vec<f64> = y.into_iter().map(f64::from).collect();
        let Ok(test) = permutation_p(Coefficient::Pearson, &x, &y, 4_000, seed) else { return Ok(()) };
        prop_assert_eq!(permutation_p(Coefficient::Pearson, &x, &y, 4_000, seed), Ok(test));
        let all = orders(5);
        let size = |order: &[usize]| pearson(&x, &order.iter().map(|row| y[*row]).collect::<Vec<f64>>()).expect("varies").r.abs();
        let at_least = all.iter().filter(|order| size(order) >= test.r.abs() - 1e-12).count();
        // Six standard deviations of the share of 4,000 draws.
        close(test.p, at_least as f64 / all.len() as f64, 0.048)?;
    }

    #[test]
    fn the_moments_of_moran_are_those_over_all_arrangements(values in prop::collection::vec(-5_i32..5, 5), weights in prop::collection::vec(0_u8..4, 20)) {
        let pairs = (0..5).flat_map(|from| (0..5).filter(move |to| *to != from).map(move |to| (from, to)));
        let links: Vec<Link> = pairs
            .zip(weights)
            .filter(|(_, weight)| *weight > 0)
            .map(|((from, to), weight)| Link { from, to, weight: f64::from(weight) })
            .collect();
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let Ok(answer) = morans_i(&values, &links) else { return Ok(()) };
        let indices: Vec<f64> = orders(5)
            .iter()
            .map(|order| morans_i(&order.iter().map(|place| values[*place]).collect::<Vec<f64>>(), &links).expect("answered above").index)
            .collect();
        let mean = indices.iter().sum::<f64>() / 120.0;
        let variance = indices.iter().map(|index| (index - mean) * (index - mean)).sum::<f64>() / 120.0;
        close(mean, answer.expected, 1e-10)?;
        close(variance, answer.variance, 1e-10)?;
    }

    #[test]
    fn renaming_places_leaves_their_likeness(values in prop::collection::vec(-50.0..50.0, 6), names in Just((0..6).collect::<Vec<usize>>()).prop_shuffle()) {
        let ring = |name: &dyn Fn(usize) -> usize| -> Vec<Link> {
            (0..6).flat_map(|place| [(place, (place + 1) % 6), ((place + 1) % 6, place)])
                .map(|(from, to)| Link { from: name(from), to: name(to), weight: 2.0 }).collect()
        };
        let mut renamed = vec![0.0; 6];
        for (place, value) in values.iter().enumerate() {
            renamed[names[place]] = *value;
        }
        same(morans_i(&values, &ring(&|place| place)).map(|answer| answer.z), morans_i(&renamed, &ring(&|place| names[place])).map(|answer| answer.z))?;
    }

    #[test]
    fn bounds_of_a_share_hold_every_completion(yes in 0_u64..500, no in 0_u64..500, missing in 0_u64..50, share_of_missing in 0_u64..50) {
        prop_assume!(yes + no > 0);
        let answer = bounds::share_with_missing(yes, no, missing).expect("in the domain");
        let completed = (yes + share_of_missing.min(missing)) as f64 / (yes + no + missing) as f64;
        prop_assert!(answer.lower <= completed && completed <= answer.upper);
        let observed = answer.observed.expect("something was observed");
        prop_assert!(answer.lower <= observed && observed <= answer.upper);
        close(answer.upper - answer.lower, answer.width, 1e-12)?;
    }

    #[test]
    fn a_reporting_gap_holds_the_reported_rate_and_closes_with_it(events in 1_u64..100_000, reporting in 1.0..1e6, missing in 0.0..1e6, low in 0.0_f64..1.0, high in 1.0_f64..3.0) {
        let multiple = Interval { lower: low, upper: high };
        let gap = bounds::reporting_gap(events, reporting, reporting + missing, multiple).expect("in the domain");
        let slack = 1e-12 * gap.reporting_rate;
        prop_assert!(gap.rate.lower <= gap.reporting_rate + slack && gap.reporting_rate <= gap.rate.upper + slack, "{gap:?}");
        prop_assert!(events as f64 <= gap.count.lower, "{gap:?}");
        let closed = bounds::reporting_gap(events, reporting, reporting, multiple).expect("in the domain");
        close(closed.count.lower, closed.count.upper, 0.0)?;
    }

    #[test]
    fn captured_ratios_hold_every_pair_of_shares_and_break_down_where_said(
        n1 in 1_u64..1_000, n2 in 1_u64..1_000, a in 0.05..1.0, b in 0.05..1.0, c in 0.05..1.0, d in 0.05..1.0, mix1 in 0.0..1.0, mix2 in 0.0..1.0,
    ) {
        let (q1, q2) = (Interval { lower: f64::min(a, b), upper: f64::max(a, b) }, Interval { lower: f64::min(c, d), upper: f64::max(c, d) });
        let answer = bounds::captured_ratio(n1, n2, q1, q2).expect("in the domain");
        let (true1, true2) = (q1.lower + mix1 * (q1.upper - q1.lower), q2.lower + mix2 * (q2.upper - q2.lower));
        let ratio = (n1 as f64 / true1) / (n2 as f64 / true2);
        prop_assert!(answer.lower <= ratio * (1.0 + 1e-12) && ratio <= answer.upper * (1.0 + 1e-12), "{ratio} in {answer:?}");
        let breakdown = bounds::capture_breakdown(n1, n2, ratio, true1).expect("in the domain");
        close(breakdown.reference_share, true2, 1e-12)?;
        close(breakdown.reference_events, n2 as f64 / true2, 1e-12)?;
    }

    #[test]
    fn a_multiverse_is_the_same_in_any_order_and_under_any_numbering(
        (given, other) in prop::collection::vec((0_usize..3, 0_usize..4, 0.1..20.0, 0.0..1.0), 1..30).prop_flat_map(|cells| (Just(cells.clone()), Just(cells).prop_shuffle())),
        claimed in 0.1..20.0,
    ) {
        let cells = |from: &[(usize, usize, f64, f64)], renumber: usize| -> Vec<Cell> {
            from.iter().map(|&(first, second, ratio, width)| Cell {
                choices: vec![first + renumber, 9 - second],
                estimate: RatioEstimate { ratio, lower: ratio * (1.0 - width), upper: ratio * (1.0 + width) },
            }).collect()
        };
        let (one, two) = (summarize(&cells(&given, 0)).expect("in the domain"), summarize(&cells(&other, 7)).expect("in the domain"));
        prop_assert!(one.min <= one.median && one.median <= one.max);
        prop_assert_eq!((one.min, one.median, one.max, one.share_above_one), (two.min, two.median, two.max, two.share_above_one));
        prop_assert_eq!(one.widest_axis(), two.widest_axis());
        for (axis, moved) in one.axes.iter().zip(&two.axes) {
            close(axis.range, moved.range, 0.0)?;
            prop_assert!(axis.medians.values().all(|median| one.min <= *median && *median <= one.max));
        }
        let share = share_at_least(&cells(&given, 0), claimed).expect("in the domain");
        prop_assert_eq!(share > 0.0, claimed <= one.max);
        prop_assert_eq!(share >= 1.0, claimed <= one.min);
    }
}
