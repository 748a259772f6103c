//! What must hold for all counts, exposures and confidences.

use proptest::prelude::*;
use statistics::claim::{Step, change_rounds_to, feasible_pairs, feasible_sequence};
use statistics::poisson::{byar, garwood, jeffreys, mid_p, rate_garwood};
use statistics::proportion::{clopper_pearson, newcombe, wilson};
use statistics::{Interval, MAX_COUNT, exposure, poisson, ratio, rounding};

/// Counts of every size: half of them small, where the formulas have their edges.
fn counts() -> impl Strategy<Value = u64> {
    prop_oneof![4 => 0_u64..30, 3 => 30_u64..3_000, 1 => 3_000_u64..10_000_000]
}

fn confidences() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.95), Just(0.99), 0.5..0.999_999]
}

fn exposures() -> impl Strategy<Value = f64> {
    prop_oneof![Just(1.0), 0.001..1e7]
}

/// `inner` lies in `outer`, up to rounding.
fn within(inner: Interval, outer: Interval) -> bool {
    let slack = 1e-12;
    inner.lower >= outer.lower * (1.0 - slack) && inner.upper <= outer.upper * (1.0 + slack)
}

/// `P(X <= count)` for a Poisson count, by adding up its probabilities one after the other.
fn poisson_up_to(count: u64, mean: f64) -> f64 {
    let (mut ln_probability, mut sum) = (-mean, (-mean).exp());
    for k in 1..=count {
        ln_probability += (mean / k as f64).ln();
        sum += ln_probability.exp();
    }
    sum
}

fn close(got: f64, want: f64, tolerance: f64) -> Result<(), TestCaseError> {
    prop_assert!((got - want).abs() <= tolerance * want.abs(), "{got:e} is not {want:e}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn garwood_holds_the_count_and_the_shorter_mid_p_interval(x in counts(), confidence in confidences()) {
        let exact = garwood(x, confidence).expect("in the domain");
        let shorter = mid_p(x, confidence).expect("in the domain");
        prop_assert!(exact.lower <= x as f64 && x as f64 <= exact.upper);
        prop_assert!(shorter.lower <= x as f64 && x as f64 <= shorter.upper);
        prop_assert!(within(shorter, exact), "{shorter:?} in {exact:?}");
    }

    #[test]
    fn more_confidence_is_a_wider_interval(x in counts(), n in counts(), low in 0.5..0.9, more in 0.001..0.09) {
        let (x, n) = (x.min(n), x.max(n).max(1));
        for method in [garwood, mid_p, byar, jeffreys] {
            let (narrow, wide) = (method(x, low).expect("in the domain"), method(x, low + more).expect("in the domain"));
            prop_assert!(within(narrow, wide), "{narrow:?} in {wide:?}");
        }
        for method in [clopper_pearson, wilson] {
            let (narrow, wide) = (method(x, n, low).expect("in the domain"), method(x, n, low + more).expect("in the domain"));
            prop_assert!(within(narrow, wide), "{narrow:?} in {wide:?}");
        }
    }

    #[test]
    fn more_events_raise_both_limits(x in counts(), confidence in confidences()) {
        for method in [garwood, mid_p, byar, jeffreys] {
            let (one, next) = (method(x, confidence).expect("in the domain"), method(x + 1, confidence).expect("in the domain"));
            prop_assert!(one.lower <= next.lower && one.upper < next.upper, "{one:?} below {next:?}");
        }
    }

    #[test]
    fn garwood_limits_leave_alpha_over_two_at_each_end(x in 1_u64..300, confidence in 0.5..0.999) {
        let limits = garwood(x, confidence).expect("in the domain");
        let tail = (1.0 - confidence) / 2.0;
        close(1.0 - poisson_up_to(x - 1, limits.lower), tail, 1e-8)?;
        close(poisson_up_to(x, limits.upper), tail, 1e-10)?;
    }

    #[test]
    fn mid_p_limits_leave_alpha_over_two_at_each_end(x in 1_u64..300, confidence in 0.5..0.999) {
        let limits = mid_p(x, confidence).expect("in the domain");
        let tail = (1.0 - confidence) / 2.0;
        let middle = |mean: f64| f64::midpoint(poisson_up_to(x, mean), poisson_up_to(x - 1, mean));
        close(1.0 - middle(limits.lower), tail, 1e-8)?;
        close(middle(limits.upper), tail, 1e-10)?;
    }

    #[test]
    fn a_rate_does_not_depend_on_the_unit_of_its_exposure(x in counts(), e in exposures(), unit in 0.01..100.0) {
        let one = rate_garwood(x, e, 100.0, 0.95).expect("in the domain");
        let other = rate_garwood(x, e * unit, 100.0 * unit, 0.95).expect("in the domain");
        close(one.rate, other.rate, 1e-14)?;
        close(one.lower, other.lower, 1e-14)?;
        close(one.upper, other.upper, 1e-14)?;
    }

    #[test]
    fn an_uncertain_exposure_gives_the_union_of_the_rates(x in counts(), least in exposures(), factor in 1.0..3.0_f64, share in 0.0..1.0_f64) {
        let bounds = Interval { lower: least, upper: least * factor };
        let point = (least + share * (bounds.upper - least)).clamp(bounds.lower, bounds.upper);
        let union = poisson::rate_garwood_over(x, bounds, point, 100.0, 0.95).expect("in the domain");
        let inside = rate_garwood(x, point, 100.0, 0.95).expect("in the domain");
        let (inner, outer) = (Interval { lower: inside.lower, upper: inside.upper }, Interval { lower: union.lower, upper: union.upper });
        prop_assert!(within(inner, outer));
        prop_assert!(union.lower <= union.rate && union.rate <= union.upper);
    }

    #[test]
    fn shares_lie_in_their_intervals_and_mirror(x in counts(), n in counts(), confidence in confidences()) {
        let (x, n) = (x.min(n), x.max(n).max(1));
        let share = x as f64 / n as f64;
        for method in [clopper_pearson, wilson] {
            let limits = method(x, n, confidence).expect("in the domain");
            let mirror = method(n - x, n, confidence).expect("in the domain");
            prop_assert!(0.0 <= limits.lower && limits.lower <= share && share <= limits.upper && limits.upper <= 1.0, "{limits:?}");
            prop_assert!((limits.lower - (1.0 - mirror.upper)).abs() <= 1e-14);
            prop_assert!((limits.upper - (1.0 - mirror.lower)).abs() <= 1e-14);
        }
    }

    #[test]
    fn a_difference_of_shares_mirrors(x1 in 0_u64..200, x2 in 0_u64..200, rest1 in 0_u64..200, rest2 in 1_u64..200, confidence in confidences()) {
        let (n1, n2) = ((x1 + rest1).max(1), x2 + rest2);
        let one = newcombe(x1, n1, x2, n2, confidence).expect("in the domain");
        let other = newcombe(x2, n2, x1, n1, confidence).expect("in the domain");
        prop_assert!(-1.0 <= one.lower && one.lower <= one.difference && one.difference <= one.upper && one.upper <= 1.0, "{one:?}");
        prop_assert!((one.lower + other.upper).abs() <= 1e-15 && (one.upper + other.lower).abs() <= 1e-15);
    }

    #[test]
    fn ratios_lie_in_their_intervals_and_invert(x1 in counts(), t1 in exposures(), x2 in counts(), t2 in exposures(), confidence in confidences()) {
        prop_assume!(x1 > 0 && x2 > 0);
        for method in [ratio::exact_central, ratio::mid_p, ratio::score, ratio::wald_log] {
            let one = method(x1, t1, x2, t2, confidence).expect("in the domain");
            let other = method(x2, t2, x1, t1, confidence).expect("in the domain");
            prop_assert!(0.0 < one.lower && one.lower <= one.ratio && one.ratio <= one.upper && one.upper.is_finite(), "{one:?}");
            close(one.lower * other.upper, 1.0, 1e-12)?;
            close(one.upper * other.lower, 1.0, 1e-12)?;
        }
    }

    #[test]
    fn at_a_limit_of_the_ratio_the_p_value_is_alpha_over_two(x1 in counts(), t1 in exposures(), x2 in counts(), t2 in exposures(), confidence in 0.5..0.999_999) {
        prop_assume!(x1 > 0 && x2 > 0);
        let tail = (1.0 - confidence) / 2.0;
        let exact = ratio::exact_central(x1, t1, x2, t2, confidence).expect("in the domain");
        // With the first exposure stretched by a limit, that limit becomes the hypothesis.
        close(ratio::p_value_greater(x1, t1 * exact.lower, x2, t2).expect("in the domain"), tail, 1e-9)?;
        close(ratio::p_value_less(x1, t1 * exact.upper, x2, t2).expect("in the domain"), tail, 1e-9)?;
        let shorter = ratio::mid_p(x1, t1, x2, t2, confidence).expect("in the domain");
        close(ratio::p_value_mid_p(x1, t1 * shorter.lower, x2, t2).expect("in the domain"), 2.0 * tail, 1e-9)?;
        close(ratio::p_value_mid_p(x1, t1 * shorter.upper, x2, t2).expect("in the domain"), 2.0 * tail, 1e-9)?;
    }

    #[test]
    fn p_values_are_probabilities_and_decide_like_the_interval(x1 in counts(), t1 in exposures(), x2 in counts(), t2 in exposures()) {
        prop_assume!(x1 + x2 > 0);
        for p_value in [ratio::p_value_less, ratio::p_value_greater, ratio::p_value_central, ratio::p_value_mid_p, ratio::p_value_minlike] {
            let p = p_value(x1, t1, x2, t2).expect("in the domain");
            prop_assert!((0.0..=1.0).contains(&p), "{p}");
        }
        let exact = ratio::exact_central(x1, t1, x2, t2, 0.95).expect("in the domain");
        let central = ratio::p_value_central(x1, t1, x2, t2).expect("in the domain");
        prop_assume!((central - 0.05).abs() > 1e-9);
        prop_assert_eq!(exact.lower > 1.0 || exact.upper < 1.0, central < 0.05);
    }

    #[test]
    fn the_minlike_p_value_adds_up_the_unlikely_outcomes(x1 in 0_u64..60, x2 in 0_u64..60, t1 in 0.1..10.0_f64, t2 in 0.1..10.0_f64) {
        let n = x1 + x2;
        prop_assume!(n > 0);
        let mut weights = vec![(t2 / (t1 + t2)).powi(i32::try_from(n).expect("small"))];
        for k in 0..n {
            let last = weights.last().copied().expect("never empty");
            weights.push(last * (n - k) as f64 / (k + 1) as f64 * (t1 / t2));
        }
        let observed = weights.iter().copied().nth(usize::try_from(x1).expect("small")).expect("one of the outcomes");
        let sum: f64 = weights.iter().filter(|&&weight| weight <= observed * (1.0 + 1e-7)).sum();
        close(ratio::p_value_minlike(x1, t1, x2, t2).expect("in the domain"), sum.min(1.0), 1e-9)?;
    }

    #[test]
    fn whatever_is_asked_the_answer_is_a_number_or_a_refusal(
        x1 in 0..=200_u64, x2 in 0..=200_u64, t1 in any::<f64>(), t2 in any::<f64>(), confidence in prop_oneof![any::<f64>(), 0.0..=1.0_f64],
    ) {
        for method in [ratio::exact_central, ratio::mid_p, ratio::score, ratio::wald_log] {
            if let Ok(answer) = method(x1, t1, x2, t2, confidence) {
                prop_assert!(answer.lower.is_finite() && answer.lower <= answer.upper && !answer.ratio.is_nan(), "{answer:?}");
                prop_assert!(answer.upper.is_finite() || (x2 == 0 && answer.upper == f64::INFINITY));
            }
        }
        for p_value in [ratio::p_value_less, ratio::p_value_greater, ratio::p_value_central, ratio::p_value_mid_p, ratio::p_value_minlike] {
            if let Ok(p) = p_value(x1, t1, x2, t2) {
                prop_assert!((0.0..=1.0).contains(&p), "{p}");
            }
        }
        for method in [garwood, mid_p, byar, jeffreys] {
            if let Ok(answer) = method(x1, confidence) {
                prop_assert!(answer.lower >= 0.0 && answer.lower <= answer.upper && answer.upper.is_finite(), "{answer:?}");
            }
        }
        for method in [clopper_pearson, wilson] {
            if let Ok(answer) = method(x1, x2, confidence) {
                prop_assert!(answer.lower >= 0.0 && answer.lower <= answer.upper && answer.upper <= 1.0, "{answer:?}");
            }
        }
        if let Ok(change) = ratio::percent_change(x1, x2, t1, t2, confidence) {
            prop_assert!(change.lower >= -100.0 && change.upper.is_finite() && !change.percent.is_nan());
        }
        if let Ok(rate) = rate_garwood(x1, t1, t2, confidence) {
            prop_assert!(rate.lower.is_finite() && rate.rate.is_finite() && rate.upper.is_finite());
        }
    }

    #[test]
    fn feasible_pairs_are_those_that_trying_all_would_find(percent in -100_i32..1_000, max_baseline in 1_u64..120) {
        let percent = f64::from(percent);
        let fits = |count, baseline| change_rounds_to(count, baseline, percent, 0).expect("in the domain");
        let tried: Vec<_> = (1..=max_baseline)
            .flat_map(|baseline| (0..=baseline * 11 + 1).map(move |count| (count, baseline)))
            .filter(|&(count, baseline)| fits(count, baseline))
            .collect();
        prop_assert_eq!(feasible_pairs(percent, 0, max_baseline).expect("in the domain"), tried);
    }

    #[test]
    fn the_true_pairs_of_a_cumulative_series_are_always_feasible(
        start in (0_u64..40, 1_u64..20), growth in prop::collection::vec((0_u64..60, 0_u64..6), 1..6), decimals in 0_u32..3,
    ) {
        let mut pairs = vec![start];
        for (more, base) in growth {
            let (count, baseline) = pairs.last().copied().expect("never empty");
            pairs.push((count + more, baseline + base));
        }
        let mut steps = Vec::new();
        for &(count, baseline) in &pairs {
            let percent = 100.0 * (count as f64 / baseline as f64 - 1.0);
            steps.push(Step::Percent { percent: rounding::half_up(percent, decimals).expect("in the domain"), decimals });
        }
        let feasible = feasible_sequence(&steps, 60).expect("in the domain");
        for (pair, list) in pairs.iter().zip(&feasible) {
            prop_assert!(list.contains(pair), "{pair:?} among {list:?}");
        }
    }

    #[test]
    fn every_feasible_pair_of_a_sequence_has_feasible_neighbours(percents in prop::collection::vec(0_u32..400, 2..5), max_baseline in 1_u64..25) {
        let steps: Vec<_> = percents.iter().map(|&percent| Step::Percent { percent: f64::from(percent), decimals: 0 }).collect();
        let lists = feasible_sequence(&steps, max_baseline).expect("in the domain");
        prop_assert!(lists.iter().all(Vec::is_empty) || lists.iter().all(|list| !list.is_empty()));
        for (earlier, later) in lists.iter().zip(lists.iter().skip(1)) {
            let fits = |a: &(u64, u64), b: &(u64, u64)| a.0 <= b.0 && a.1 <= b.1;
            prop_assert!(earlier.iter().all(|a| later.iter().any(|b| fits(a, b))));
            prop_assert!(later.iter().all(|b| earlier.iter().any(|a| fits(a, b))));
        }
    }

    #[test]
    fn the_true_denominator_is_always_implied(events in 1_u64..100_000, denominator in 1_000_u64..10_000_000, decimals in 0_u32..4) {
        let rate = rounding::half_up(100.0 * events as f64 / denominator as f64, decimals).expect("in the domain");
        prop_assume!(rate > 0.0);
        let implied = exposure::implied_denominator(events, rate, 100.0, decimals).expect("in the domain");
        let slack = 1e-12 * denominator as f64;
        prop_assert!(implied.lower - slack <= denominator as f64 && denominator as f64 <= implied.upper + slack, "{implied:?}");
        prop_assert!(implied.lower <= implied.point && implied.point <= implied.upper);
    }
}

#[test]
fn the_largest_count_is_answered() {
    let x = MAX_COUNT;
    let limits = garwood(x, 0.95).expect("in the domain");
    let normal = 1.959_963_984_540_054 * (x as f64).sqrt();
    // The normal approximation is off by about (z^2 + 2) / 3 here.
    assert!((x as f64 - normal - limits.lower).abs() < 3.0, "{limits:?}");
    assert!((x as f64 + normal - limits.upper).abs() < 3.0, "{limits:?}");
    let change = ratio::percent_change(x, x, 1.0, 1.0, 0.95).expect("in the domain");
    assert!(change.lower < 0.0 && 0.0 < change.upper && change.upper < 0.01, "{change:?}");
}
