//! What every model promises whatever the data: the order of rows and the names of groups do not matter, splitting an exposure changes nothing,
//! intervals hold their estimates, shortcuts give the answer of the long way.

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseError;
use statistics::change_point::{Cost, pelt, stability, usual_penalty};
use statistics::count_model::{CountFit, PoissonFit, negative_binomial, negative_binomial_with_theta, poisson};
use statistics::dispersion::dispersion_index;
use statistics::funnel::{overdispersed_limits, overdispersion, poisson_limit};
use statistics::imputation::{Completed, pool};
use statistics::interruption::{self, Interruption, Season};
use statistics::monitoring::{
    Baseline, Direction, EarsSettings, cusum, cusum_two_sided, ears, ewma, farrington_threshold, poisson_cusum, poisson_reference,
};
use statistics::multiplicity::{Adjustment, adjust};
use statistics::regression::{Design, Spread, ols};
use statistics::standardization::{MAX_UNSTRATIFIED, Strata, Stratum, dobson, fay_feuer, observed_to_expected, tiwari};
use statistics::stratified::{TwoRates, mantel_haenszel};
use statistics::three_lists::{Dependence, ThreeLists, best_by_aic};
use statistics::zero_run::zero_run;

const SPREADS: [Spread; 6] = [Spread::Classical, Spread::Hc0, Spread::Hc1, Spread::Hc2, Spread::Hc3, Spread::NeweyWest { lag: 2 }];
const COSTS: [Cost; 3] = [Cost::SquaredError, Cost::Poisson, Cost::MeanAndVariance];
const ADJUSTMENTS: [Adjustment; 5] =
    [Adjustment::BenjaminiHochberg, Adjustment::BenjaminiYekutieli, Adjustment::Hochberg, Adjustment::Holm, Adjustment::Bonferroni];

/// A row of data: two covariates, a count, the logarithm of an exposure.
type Row = (f64, f64, u64, f64);

/// Rows without a group that has no events, in a random order beside their original one.
fn rows_in_two_orders() -> impl Strategy<Value = (Vec<Row>, Vec<Row>)> {
    let row = (-2.0..2.0_f64, 0.0..10.0_f64, 1_u64..60, -1.0..1.0_f64);
    prop::collection::vec(row, 12..30).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
}

fn columns(rows: &[Row]) -> (Design, Vec<u64>, Vec<f64>) {
    let covariates = vec![rows.iter().map(|row| row.0).collect(), rows.iter().map(|row| row.1).collect()];
    let design = Design::with_intercept(covariates).expect("finite and of one length");
    (design, rows.iter().map(|row| row.2).collect(), rows.iter().map(|row| row.3).collect())
}

fn fit_poisson(rows: &[Row]) -> PoissonFit {
    let (design, counts, offset) = columns(rows);
    poisson(&design, &counts, &offset).expect("every row has events")
}

fn close(got: f64, want: f64, tolerance: f64) -> Result<(), TestCaseError> {
    prop_assert!((got - want).abs() <= tolerance * want.abs().max(1.0), "{got:e} is not {want:e}");
    Ok(())
}

fn all_close(got: &[f64], want: &[f64], tolerance: f64) -> Result<(), TestCaseError> {
    prop_assert_eq!(got.len(), want.len());
    for (got, want) in got.iter().zip(want) {
        close(*got, *want, tolerance)?;
    }
    Ok(())
}

fn holds(lower: f64, inside: f64, upper: f64) -> Result<(), TestCaseError> {
    prop_assert!(lower.is_finite() && upper.is_finite() && lower <= inside && inside <= upper, "{inside} in {lower}..{upper}");
    Ok(())
}

fn strata() -> impl Strategy<Value = Vec<Stratum>> {
    let stratum = (0_u64..80, 1.0..1e5_f64, 0.0..1e3_f64);
    let stratum = stratum.prop_map(|(events, exposure, standard)| Stratum { events, exposure, standard: standard + 1.0 });
    prop::collection::vec(stratum, 1..8)
}

/// The least cost over all segmentations, without dropping any candidate.
fn least_cost(values: &[f64], cost: &dyn Fn(&[f64]) -> f64, penalty: f64, least: usize) -> f64 {
    let mut best = vec![f64::INFINITY; values.len() + 1];
    for end in least..=values.len() {
        let whole = cost(&values[..end]);
        let split = (least..=end.saturating_sub(least)).map(|start| best[start] + cost(&values[start..end]) + penalty);
        best[end] = split.fold(whole, f64::min);
    }
    best[values.len()]
}

fn cost_of(cost: Cost, segment: &[f64]) -> f64 {
    let number = segment.len() as f64;
    let sum: f64 = segment.iter().sum();
    let variance = segment.iter().map(|value| (value - sum / number).powi(2)).sum::<f64>() / number;
    match cost {
        Cost::SquaredError => variance * number,
        Cost::Poisson => 2.0 * (sum - if sum > 0.0 { sum * (sum / number).ln() } else { 0.0 }),
        Cost::MeanAndVariance => number * (std::f64::consts::TAU.ln() + variance.ln() + 1.0),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rows_does_not_matter((rows, shuffled) in rows_in_two_orders()) {
        let (design, counts, _) = columns(&rows);
        let (other_design, other_counts, _) = columns(&shuffled);
        let values = |counts: &[u64]| counts.iter().map(|&count| count as f64).collect::<Vec<_>>();
        let (one, other) =
            (ols(&design, &values(&counts)).expect("full rank"), ols(&other_design, &values(&other_counts)).expect("full rank"));
        all_close(&one.coefficients, &other.coefficients, 1e-9)?;
        for spread in SPREADS.into_iter().filter(|spread| !matches!(spread, Spread::NeweyWest { .. })) {
            let errors = |fit: &statistics::regression::LinearFit| fit.covariance(spread).expect("full rank").standard_errors();
            all_close(&errors(&one), &errors(&other), 1e-8)?;
        }
        let (one, other) = (fit_poisson(&rows), fit_poisson(&shuffled));
        all_close(&one.coefficients, &other.coefficients, 1e-9)?;
        all_close(&one.covariance.standard_errors(), &other.covariance.standard_errors(), 1e-8)?;
        all_close(&one.sandwich.standard_errors(), &other.sandwich.standard_errors(), 1e-8)?;
        close(one.log_likelihood, other.log_likelihood, 1e-10)?;
    }

    #[test]
    fn a_least_squares_fit_leaves_nothing_along_the_columns((rows, _) in rows_in_two_orders()) {
        let (design, _, response) = columns(&rows);
        let fit = ols(&design, &response).expect("full rank");
        for column in design.columns() {
            let along: f64 = column.iter().zip(&fit.residuals).map(|(x, residual)| x * residual).sum();
            prop_assert!(along.abs() < 1e-10, "{along}");
        }
        close(fit.leverage.iter().sum(), 3.0, 1e-12)?;
        holds(0.0, fit.r_squared().expect("values vary"), 1.0)?;
    }

    #[test]
    fn splitting_an_exposure_changes_no_rate((rows, _) in rows_in_two_orders(), which in any::<Index>(), share in 0.1..0.9_f64, part in any::<Index>()) {
        let whole = fit_poisson(&rows);
        let mut split = rows.clone();
        let row = split.remove(which.index(rows.len()));
        let events = u64::try_from(part.index(usize::try_from(row.2).expect("small") + 1)).expect("small");
        split.push((row.0, row.1, events, row.3 + share.ln()));
        split.push((row.0, row.1, row.2 - events, row.3 + (1.0 - share).ln()));
        let parts = fit_poisson(&split);
        all_close(&parts.coefficients, &whole.coefficients, 1e-8)?;
        all_close(&parts.covariance.standard_errors(), &whole.covariance.standard_errors(), 1e-8)?;
    }

    #[test]
    fn the_unit_of_exposure_moves_the_intercept_only((rows, _) in rows_in_two_orders(), ln_unit in -7.0..7.0_f64) {
        let (one, other) = (fit_poisson(&rows), fit_poisson(&rows.iter().map(|row| (row.0, row.1, row.2, row.3 + ln_unit)).collect::<Vec<_>>()));
        close(other.coefficients[0], one.coefficients[0] - ln_unit, 1e-9)?;
        all_close(&other.coefficients[1..], &one.coefficients[1..], 1e-9)?;
        all_close(&other.fitted, &one.fitted, 1e-9)?;
    }

    #[test]
    fn another_group_as_reference_gives_the_same_expectations(groups in prop::collection::vec((0_usize..3, 1_u64..40), 9..30)) {
        prop_assume!((0..3).all(|group| groups.iter().any(|row| row.0 == group)));
        let counts: Vec<u64> = groups.iter().map(|row| row.1).collect();
        let fitted = |named: [usize; 2]| {
            let indicator = |group: usize| groups.iter().map(|row| if row.0 == group { 1.0 } else { 0.0 }).collect::<Vec<f64>>();
            let design = Design::with_intercept(named.into_iter().map(indicator).collect()).expect("of one length");
            poisson(&design, &counts, &vec![0.0; counts.len()]).expect("every group has events")
        };
        let (one, other) = (fitted([0, 1]), fitted([2, 0]));
        all_close(&one.fitted, &other.fitted, 1e-9)?;
        close(one.deviance, other.deviance, 1e-9)?;
        // With a group per coefficient the expectations are the means of the groups.
        let third: Vec<u64> = groups.iter().filter(|row| row.0 == 2).map(|row| row.1).collect();
        close(one.coefficients[0].exp(), third.iter().sum::<u64>() as f64 / third.len() as f64, 1e-9)?;
    }

    #[test]
    fn a_negative_binomial_fit_is_at_its_maximum((rows, shuffled) in rows_in_two_orders()) {
        let (design, counts, offset) = columns(&rows);
        let even = fit_poisson(&rows);
        match negative_binomial(&design, &counts, &offset).expect("every row has events") {
            CountFit::Poisson(fit) => prop_assert_eq!(fit, even),
            CountFit::NegativeBinomial { fit, theta_standard_error } => {
                prop_assert!(fit.log_likelihood >= even.log_likelihood - 1e-9, "{} over {}", fit.log_likelihood, even.log_likelihood);
                prop_assert!(theta_standard_error.is_finite() && theta_standard_error > 0.0);
                for factor in [0.9, 1.1] {
                    let beside = negative_binomial_with_theta(&design, &counts, &offset, fit.theta * factor).expect("every row has events");
                    prop_assert!(beside.log_likelihood <= fit.log_likelihood + 1e-10);
                }
                let (design, counts, offset) = columns(&shuffled);
                let Ok(CountFit::NegativeBinomial { fit: other, .. }) = negative_binomial(&design, &counts, &offset) else {
                    return Err(TestCaseError::fail("another order is Poisson"));
                };
                close(other.theta / fit.theta, 1.0, 1e-6)?;
                all_close(&other.coefficients, &fit.coefficients, 1e-7)?;
            }
        }
    }

    #[test]
    fn standardized_rates_lie_in_their_intervals(strata in strata(), confidence in 0.5..0.999, unit in 0.001..1e3_f64) {
        let checked = Strata::new(strata.clone(), 0.0).expect("in the domain");
        let weighed = strata.iter().map(|stratum| Stratum { standard: stratum.standard * unit, ..*stratum }).rev().collect();
        let relabelled = Strata::new(weighed, 0.0).expect("in the domain");
        for method in [fay_feuer, tiwari] {
            let answer = method(&checked, 100.0, confidence).expect("in the domain");
            holds(answer.lower, answer.rate, answer.upper)?;
            let other = method(&relabelled, 100.0, confidence).expect("in the domain");
            all_close(&[other.rate, other.lower, other.upper], &[answer.rate, answer.lower, answer.upper], 1e-10)?;
        }
        if strata.iter().any(|stratum| stratum.events > 0) {
            let answer = dobson(&checked, 100.0, confidence).expect("there are events");
            holds(answer.lower, answer.rate, answer.upper)?;
        }
    }

    #[test]
    fn the_own_mix_as_standard_gives_the_crude_rate(strata in strata()) {
        let own = strata.iter().map(|stratum| Stratum { standard: stratum.exposure, ..*stratum }).collect();
        let answer = fay_feuer(&Strata::new(own, 0.0).expect("in the domain"), 100.0, 0.95).expect("in the domain");
        close(answer.rate, answer.crude, 1e-12)?;
    }

    #[test]
    fn observed_over_expected_decides_like_its_interval(observed in 0_u64..500, expected in 0.01..500.0_f64) {
        let answer = observed_to_expected(observed, expected, 0.95).expect("in the domain");
        holds(answer.lower, answer.ratio, answer.upper)?;
        prop_assume!((answer.p_value - 0.05).abs() > 1e-9);
        prop_assert_eq!(answer.p_value < 0.05, answer.lower > 1.0 || answer.upper < 1.0);
    }

    #[test]
    fn a_common_ratio_inverts_and_ignores_the_order_of_strata(
        strata in prop::collection::vec((0_u64..50, 1.0..1e4_f64, 0_u64..50, 1.0..1e4_f64), 1..8), confidence in 0.5..0.999,
    ) {
        prop_assume!(strata.iter().any(|row| row.0 > 0) && strata.iter().any(|row| row.2 > 0));
        let one: Vec<_> = strata.iter().map(|&(events1, exposure1, events0, exposure0)| TwoRates { events1, exposure1, events0, exposure0 }).collect();
        let turned: Vec<_> = one
            .iter()
            .rev()
            .map(|row| TwoRates { events1: row.events0, exposure1: row.exposure0, events0: row.events1, exposure0: row.exposure1 })
            .collect();
        let (one, turned) = (mantel_haenszel(&one, confidence).expect("events"), mantel_haenszel(&turned, confidence).expect("events"));
        holds(one.lower, one.ratio, one.upper)?;
        close(one.ratio * turned.ratio, 1.0, 1e-12)?;
        close(one.lower * turned.upper, 1.0, 1e-12)?;
        close(one.chi_square, turned.chi_square, 1e-9)?;
    }

    #[test]
    fn a_control_limit_is_where_the_probability_is_reached(expected in 0.05..60.0_f64, q in 0.0005..0.9995_f64) {
        let answer = poisson_limit(expected, q).expect("in the domain");
        let up_to = |count: u64| {
            let mut term = (-expected).exp();
            let mut sum = term;
            for k in 1..=count {
                term *= expected / k as f64;
                sum += term;
            }
            sum
        };
        prop_assert!(up_to(answer.count) >= q - 1e-12);
        prop_assert!(answer.count == 0 || up_to(answer.count - 1) < q + 1e-12);
        prop_assert!(answer.limit >= 0.0 && answer.limit <= answer.count as f64 && answer.limit >= answer.count as f64 - 1.0);
        prop_assert!(poisson_limit(expected, q * 0.99).expect("in the domain").limit <= answer.limit + 1e-9);
    }

    #[test]
    fn overdispersion_widens_the_funnel(agencies in prop::collection::vec((0_u64..100, 1.0..50.0_f64), 2..20), confidence in 0.5..0.999) {
        let answer = overdispersion(&agencies, 0.1).expect("in the domain");
        prop_assert!(answer.phi >= 0.0 && answer.tau_squared >= 0.0 && answer.z.len() == agencies.len());
        let turned: Vec<_> = agencies.iter().copied().rev().collect();
        close(overdispersion(&turned, 0.1).expect("in the domain").tau_squared, answer.tau_squared, 1e-12)?;
        let (chance, wide) = (overdispersed_limits(9.0, 0.0, confidence).expect("in the domain"), overdispersed_limits(9.0, answer.tau_squared, confidence).expect("in the domain"));
        prop_assert!(wide.lower <= chance.lower && chance.lower <= 1.0 && 1.0 <= chance.upper && chance.upper <= wide.upper);
    }

    #[test]
    fn the_two_chances_of_a_spread_add_up_to_one((counts, shuffled) in prop::collection::vec(0_u64..200, 2..40).prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle()))) {
        prop_assume!(counts.iter().any(|&count| count > 0));
        let (one, other) = (dispersion_index(&counts).expect("events"), dispersion_index(&shuffled).expect("events"));
        close(one.p_wider + one.p_narrower, 1.0, 1e-12)?;
        close(one.index, other.index, 1e-12)?;
    }

    #[test]
    fn adjusted_p_values_keep_order_and_family((p_values, places) in prop::collection::vec(0.0..=1.0_f64, 1..30).prop_flat_map(|list| {
        let places: Vec<usize> = (0..list.len()).collect();
        (Just(list), Just(places).prop_shuffle())
    })) {
        let shuffled: Vec<f64> = places.iter().map(|&place| p_values[place]).collect();
        for adjustment in ADJUSTMENTS {
            let adjusted = adjust(&p_values, adjustment).expect("probabilities");
            for (place, value) in places.iter().zip(adjust(&shuffled, adjustment).expect("probabilities")) {
                prop_assert!((adjusted[*place] - value).abs() <= 0.0);
            }
            for (raw, value) in p_values.iter().zip(&adjusted) {
                prop_assert!(raw <= value && *value <= 1.0);
            }
            for (a, x) in p_values.iter().zip(&adjusted) {
                for (b, y) in p_values.iter().zip(&adjusted) {
                    prop_assert!(a > b || x <= y, "{a} {b} became {x} {y}");
                }
            }
        }
        let [fdr, any_dependence, hochberg, holm, bonferroni] = ADJUSTMENTS.map(|adjustment| adjust(&p_values, adjustment).expect("probabilities"));
        for ((((fdr, any_dependence), hochberg), holm), bonferroni) in fdr.iter().zip(&any_dependence).zip(&hochberg).zip(&holm).zip(&bonferroni) {
            let ascending = [fdr, hochberg, holm, bonferroni];
            prop_assert!(ascending.windows(2).all(|pair| *pair[0] <= pair[1] + 1e-15) && *fdr <= any_dependence + 1e-15, "{ascending:?}");
        }
    }

    #[test]
    fn dropping_candidates_does_not_change_the_best_segmentation(
        levels in prop::collection::vec((0_u32..30, 1_usize..12), 1..6), noise in prop::collection::vec(0_u32..5, 60), penalty in 0.0..60.0_f64, least in 1_usize..5,
    ) {
        let values: Vec<f64> = levels.iter().flat_map(|&(level, length)| std::iter::repeat_n(level, length)).zip(noise).map(|(level, noise)| f64::from(level + noise)).collect();
        prop_assume!(values.len() >= least);
        for cost in [Cost::SquaredError, Cost::Poisson] {
            let answer = pelt(&values, cost, penalty, least).expect("in the domain");
            close(answer.objective, least_cost(&values, &|segment| cost_of(cost, segment), penalty, least), 1e-9)?;
            let bounds: Vec<usize> = std::iter::once(0).chain(answer.starts.iter().copied()).chain([values.len()]).collect();
            prop_assert!(bounds.windows(2).all(|pair| pair[1] - pair[0] >= least));
            let parts: f64 = bounds.windows(2).map(|pair| cost_of(cost, &values[pair[0]..pair[1]])).sum();
            close(answer.objective, parts + penalty * answer.starts.len() as f64, 1e-9)?;
            // A higher penalty never buys more changes.
            prop_assert!(pelt(&values, cost, penalty * 1.5 + 1.0, least).expect("in the domain").starts.len() <= answer.starts.len());
        }
    }

    #[test]
    fn dropping_candidates_does_not_change_segments_of_unequal_variance(values in prop::collection::vec(-5.0..5.0_f64, 6..40), wild in 1.0..30.0_f64, penalty in 0.0..20.0_f64) {
        let half = values.len() / 2;
        let values: Vec<f64> = values.iter().enumerate().map(|(at, value)| if at < half { *value } else { value * wild }).collect();
        let answer = pelt(&values, Cost::MeanAndVariance, penalty, 3).expect("in the domain");
        close(answer.objective, least_cost(&values, &|segment| cost_of(Cost::MeanAndVariance, segment), penalty, 3), 1e-8)?;
    }

    #[test]
    fn stability_counts_how_often_a_change_is_found(values in prop::collection::vec(0_u32..40, 4..40)) {
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        prop_assume!(values.windows(2).any(|pair| (pair[0] - pair[1]).abs() > 0.0));
        for cost in COSTS {
            let answer = stability(&values, cost, 2).expect("values vary");
            prop_assert!(answer.starts.iter().all(|&(start, share)| 0 < start && start < values.len() && 0.0 < share && share <= 1.0));
            let usual = usual_penalty(&values, cost).expect("values vary");
            prop_assert!((answer.by_penalty[0].0 * 2.0 - usual).abs() <= 1e-12 * usual);
            prop_assert!((answer.by_penalty[30].0 - usual * 2.0).abs() <= 1e-12 * usual);
            let mut numbers = answer.by_penalty.iter().map(|(_, starts)| starts.len());
            let mut last = usize::MAX;
            prop_assert!(numbers.all(|number| std::mem::replace(&mut last, number) >= number));
        }
    }

    #[test]
    fn a_fall_is_a_rise_turned_around(values in prop::collection::vec(-10.0..10.0_f64, 1..40), mean in -5.0..5.0_f64, standard_deviation in 0.1..5.0_f64, k in 0.0..2.0_f64, h in 0.5..6.0_f64) {
        let chart = cusum_two_sided(&values, Baseline { mean, standard_deviation }, k, h).expect("in the domain");
        let mirrored: Vec<f64> = values.iter().map(|value| -value).collect();
        let turned = cusum(&mirrored, Baseline { mean: -mean, standard_deviation }, k, h).expect("in the domain");
        prop_assert_eq!(&turned, &chart.fall);
        prop_assert!(chart.rise.statistic.iter().enumerate().all(|(at, &value)| (value > h) == chart.rise.alarms.contains(&at)));
        let follow = ewma(&values, Baseline { mean, standard_deviation }, 1.0, 3.0).expect("in the domain");
        all_close(&follow.average, &values, 0.0)?;
    }

    #[test]
    fn a_poisson_chart_lies_between_its_two_means(low in 0.01..1e3_f64, factor in 1.0001..50.0_f64, counts in prop::collection::vec(0_u64..30, 1..30)) {
        let k = poisson_reference(low, low * factor).expect("in the domain");
        prop_assert!(low <= k && k <= low * factor, "{k}");
        close(poisson_reference(low * factor, low).expect("in the domain"), k, 1e-12)?;
        // What one direction adds, the other takes away.
        let [rise, fall] = [Direction::Rise, Direction::Fall].map(|direction| poisson_cusum(&counts, k, 4.0, direction).expect("in the domain"));
        close(rise.statistic[0] - fall.statistic[0], counts[0] as f64 - k, 1e-12)?;
    }

    #[test]
    fn moving_baselines_do_not_see_the_future(values in prop::collection::vec(0_u32..30, 12..40), later in 0_u32..1_000) {
        let mut values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let settings = EarsSettings { baseline: 7, lag: 2, alpha: 0.001 };
        let before = ears(&values, settings).expect("in the domain");
        values.push(f64::from(later));
        let after = ears(&values, settings).expect("in the domain");
        let known = values.len() - 1;
        prop_assert_eq!(&after.c1_upper[..known], &before.c1_upper[..]);
        prop_assert_eq!(&after.c2_upper[..known], &before.c2_upper[..]);
        prop_assert_eq!(&after.c3[..known], &before.c3[..]);
    }

    #[test]
    fn a_longer_silence_is_the_product_of_its_parts(events in 0_u64..200, observed in 1.0..1e3_f64, first in 0.1..100.0_f64, second in 0.1..100.0_f64) {
        let run = |silent| zero_run(events, observed, silent).expect("in the domain");
        close(run(first + second).plug_in, run(first).plug_in * run(second).plug_in, 1e-12)?;
        prop_assert!(run(first).plug_in <= run(first).conditional && run(first).conditional <= 1.0);
        let after = zero_run(events, observed + first, second).expect("in the domain").conditional;
        close(run(first + second).conditional, run(first).conditional * after, 1e-12)?;
    }

    #[test]
    fn naming_the_lists_otherwise_names_the_models_otherwise(cells in prop::array::uniform7(1_u64..200), confidence in 0.5..0.999) {
        let [abc, ab, ac, bc, a, b, c] = cells;
        let lists = ThreeLists { abc, ab, ac, bc, a, b, c };
        // First and third list change places.
        let turned = ThreeLists { abc, ab: bc, ac, bc: ab, a: c, b, c: a };
        let pairs = [
            (Dependence::Independence, Dependence::Independence), (Dependence::Ab, Dependence::Bc), (Dependence::Ac, Dependence::Ac),
            (Dependence::AbAc, Dependence::AcBc), (Dependence::AbBc, Dependence::AbBc), (Dependence::AbAcBc, Dependence::AbAcBc),
        ];
        for (one, other) in pairs {
            let (one, other) = (lists.unseen(one, confidence).expect("no empty cell"), turned.unseen(other, confidence).expect("no empty cell"));
            close(one.unseen / other.unseen, 1.0, 1e-8)?;
            close(one.deviance, other.deviance, 1e-8)?;
            holds(one.lower, one.unseen, one.upper)?;
        }
        let closed = abc as f64 * a as f64 * b as f64 * c as f64 / (ab as f64 * ac as f64 * bc as f64);
        close(lists.unseen(Dependence::AbAcBc, confidence).expect("no empty cell").unseen / closed, 1.0, 1e-8)?;
        let models = lists.all_models(confidence);
        let best = best_by_aic(&models).expect("all have an answer");
        let aic = |name: Dependence| models.iter().find(|(dependence, _)| *dependence == name).and_then(|(_, answer)| answer.ok()).expect("answered").aic;
        prop_assert!(Dependence::ALL.iter().all(|&name| aic(best) <= aic(name)));
    }

    #[test]
    fn pooled_answers_lie_in_their_intervals(sets in prop::collection::vec((-5.0..5.0_f64, 0.01..4.0_f64), 2..20), confidence in 0.5..0.999) {
        let sets: Vec<_> = sets.into_iter().map(|(estimate, variance)| Completed { estimate, variance }).collect();
        let answer = pool(&sets, confidence).expect("in the domain");
        holds(answer.lower, answer.estimate, answer.upper)?;
        holds(answer.within, answer.total, f64::MAX)?;
        prop_assert!(answer.degrees_of_freedom >= sets.len() as f64 - 1.0 && (0.0..1.0).contains(&answer.missing_share));
        let turned: Vec<_> = sets.into_iter().rev().collect();
        close(pool(&turned, confidence).expect("in the domain").total, answer.total, 1e-12)?;
    }

    #[test]
    fn effects_of_an_interruption_lie_in_their_intervals(counts in prop::collection::vec(1_u64..60, 24..40), at in 8_usize..16, confidence in 0.5..0.999) {
        let exposures: Vec<f64> = (0..counts.len()).map(|t| 100.0 + t as f64).collect();
        for season in [Season::None, Season::Harmonics { period: 12, pairs: 1 }] {
            let interruption = Interruption { at, season };
            let even = interruption::poisson(&counts, &exposures, interruption, confidence).expect("long enough");
            let chosen = interruption::by_dispersion(&counts, &exposures, interruption, confidence).expect("long enough");
            for effects in [even.effects, chosen.effects] {
                for effect in [effects.level, effects.slope, effects.at_end] {
                    holds(effect.lower, effect.ratio, effect.upper)?;
                }
            }
            if chosen.dispersion <= 1.5 {
                prop_assert_eq!(chosen.fit, CountFit::Poisson(even.fit));
            }
        }
    }

    #[test]
    fn whatever_is_asked_the_answer_is_a_number_or_a_refusal(
        values in prop::collection::vec(any::<f64>(), 0..12), counts in prop::collection::vec(any::<u64>(), 0..12), a in any::<f64>(), b in any::<f64>(), confidence in 0.0..=1.0_f64, size in 0_usize..4,
    ) {
        let finite = |list: &[f64]| list.iter().all(|value| value.is_finite());
        let columns = values.chunks(values.len().div_ceil(2).max(1)).map(<[f64]>::to_vec).collect();
        if let Ok(design) = Design::from_columns(columns) {
            let response: Vec<f64> = values.iter().rev().take(design.rows()).copied().collect();
            if let Ok(fit) = ols(&design, &response) {
                prop_assert!(finite(&fit.coefficients) && finite(&fit.leverage));
                for spread in SPREADS {
                    prop_assert!(fit.covariance(spread).is_ok_and(|matrix| finite(&matrix.standard_errors())) || fit.covariance(spread).is_err());
                }
            }
            if let Ok(fit) = poisson(&design, counts.get(..design.rows()).unwrap_or_default(), &response) {
                prop_assert!(finite(&fit.coefficients) && finite(&fit.fitted) && fit.log_likelihood.is_finite() && fit.pearson.is_finite());
            }
        }
        for cost in COSTS {
            prop_assert!(pelt(&values, cost, a, size).is_ok_and(|answer| answer.objective.is_finite()) || pelt(&values, cost, a, size).is_err());
        }
        let baseline = Baseline { mean: a, standard_deviation: b };
        if let Ok(chart) = cusum_two_sided(&values, baseline, 0.5, 4.0) {
            prop_assert!(finite(&chart.rise.statistic) && finite(&chart.fall.statistic));
        }
        if let Ok(chart) = ewma(&values, baseline, confidence, 3.0) {
            prop_assert!(finite(&chart.average) && finite(&chart.lower) && finite(&chart.upper));
        }
        if let Ok(chart) = ears(&values, EarsSettings { baseline: size, lag: size, alpha: confidence }) {
            prop_assert!(chart.c1_upper.iter().chain(&chart.c2_upper).chain(&chart.c2).chain(&chart.c3).flatten().all(|value| value.is_finite()));
        }
        let numbers = [
            farrington_threshold(a, b, 1.0, confidence), poisson_reference(a, b), overdispersed_limits(a, b, confidence).map(|limits| limits.upper),
            zero_run(size as u64, a, b).map(|run| run.conditional + run.plug_in), poisson_limit(a, confidence).map(|limit| limit.limit),
            observed_to_expected(size as u64, a, confidence).map(|answer| answer.lower + answer.p_value),
            pool(&[Completed { estimate: a, variance: 1.0 }, Completed { estimate: b, variance: 1.0 }], confidence).map(|answer| answer.upper),
            mantel_haenszel(&[TwoRates { events1: 3, exposure1: a, events0: 2, exposure0: b }], confidence).map(|answer| answer.ratio + answer.chi_square + answer.p_value),
            overdispersion(&[(3, a), (2, b)], 0.1).map(|answer| answer.phi + answer.tau_squared),
        ];
        for number in numbers.into_iter().flatten() {
            prop_assert!(!number.is_nan(), "{number}");
        }
        let stratum = Stratum { events: size as u64, exposure: a, standard: b };
        if let Ok(strata) = Strata::new(vec![stratum, Stratum { exposure: 1.0, ..stratum }], 0.0) {
            for method in [fay_feuer, tiwari, dobson] {
                if let Ok(answer) = method(&strata, 1.0, confidence) {
                    prop_assert!(finite(&[answer.crude, answer.rate, answer.variance, answer.lower, answer.upper]) && answer.lower <= answer.upper, "{answer:?}");
                }
            }
        }
    }

    #[test]
    fn strata_are_refused_exactly_above_the_allowed_gap(strata in strata(), share in 0.0..0.3_f64) {
        prop_assume!((share - MAX_UNSTRATIFIED).abs() > 1e-9);
        let known: f64 = strata.iter().map(|stratum| stratum.exposure).sum();
        prop_assert_eq!(Strata::new(strata, known * share / (1.0 - share)).is_ok(), share < MAX_UNSTRATIFIED);
    }
}
