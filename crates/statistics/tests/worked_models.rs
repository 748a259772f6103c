//! Worked examples of what no reference file covers, small enough to be checked by hand.

use std::fmt::Write as _;

use insta::assert_snapshot;
use statistics::DomainError;
use statistics::change_point::{Cost, MAX_POINTS, pelt, stability};
use statistics::count_model::{CountFit, negative_binomial};
use statistics::funnel::overdispersed_limits;
use statistics::imputation::{Completed, pool};
use statistics::interruption::{self, Effect, Interruption, Season};
use statistics::monitoring::{Baseline, Direction, EarsSettings, cusum_two_sided, ears, ewma, farrington_threshold, poisson_cusum};
use statistics::regression::{Design, Spread, ols};
use statistics::standardization::{Strata, Stratum, fay_feuer, tiwari};
use statistics::three_lists::{Dependence, ThreeLists, best_by_aic};

/// Two years of months: level with small waves, then nearly twice as high from the thirteenth on.
const EVEN: [u64; 24] = [20, 22, 19, 21, 23, 18, 20, 21, 22, 19, 20, 21, 39, 41, 38, 42, 40, 37, 43, 40, 39, 41, 42, 38];
/// The same level, with months that jump up and down.
const WILD: [u64; 24] = [4, 41, 19, 2, 33, 8, 50, 11, 22, 39, 3, 21, 79, 11, 38, 92, 20, 7, 63, 40, 9, 81, 12, 38];

fn rounded(values: &[f64]) -> String {
    values.iter().map(|value| format!("{value:.4}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_polynomial_of_the_fifth_degree_is_found_again() {
    // NIST's data set Wampler1 (Wampler 1970, JASA 65:549): y = 1 + x + ... + x^5 at x = 0, 1, ..., 20; the certified coefficients are all 1.
    let points: Vec<f64> = (0..=20_u32).map(f64::from).collect();
    let design = Design::from_columns((0..=5).map(|power| points.iter().map(|x| x.powi(power)).collect()).collect()).expect("finite");
    let response: Vec<f64> = points.iter().map(|&x| (0..=5).map(|power| x.powi(power)).sum()).collect();
    let fit = ols(&design, &response).expect("full rank");
    let worst = fit.coefficients.iter().map(|coefficient| (coefficient - 1.0).abs()).fold(0.0, f64::max);
    assert!(worst < 1e-12, "{worst:e}");
}

#[test]
fn a_line_by_hand() {
    let fit = ols(&Design::with_intercept(vec![vec![0.0, 1.0, 2.0, 3.0]]).expect("finite"), &[1.0, 3.0, 2.0, 5.0]).expect("full rank");
    let errors = |spread| rounded(&fit.covariance(spread).expect("defined").standard_errors());
    let report = format!(
        "coefficients {}\nresiduals {}\nleverage {}\nclassical {}\nHC0 {}\nNewey-West with lag 0 {}",
        rounded(&fit.coefficients),
        rounded(&fit.residuals),
        rounded(&fit.leverage),
        errors(Spread::Classical),
        errors(Spread::Hc0),
        errors(Spread::NeweyWest { lag: 0 }),
    );
    assert_snapshot!(report, @"
    coefficients 1.1000 1.1000
    residuals -0.1000 0.8000 -1.3000 0.6000
    leverage 0.7000 0.3000 0.3000 0.7000
    classical 0.9721 0.5196
    HC0 0.3723 0.2379
    Newey-West with lag 0 0.3723 0.2379
    ");
}

#[test]
fn counts_as_even_as_chance_fall_back_to_poisson_and_say_so() {
    let design = Design::with_intercept(vec![(0..24_u32).map(|month| if month >= 12 { 1.0 } else { 0.0 }).collect()]).expect("finite");
    let report = [("even", EVEN), ("wild", WILD)].map(|(name, counts)| {
        match negative_binomial(&design, &counts, &[0.0; 24]).expect("both halves have events") {
            CountFit::Poisson(fit) => format!("{name}: Poisson, {} phi {:.4}", rounded(&fit.coefficients), fit.dispersion().expect("22")),
            CountFit::NegativeBinomial { fit, theta_standard_error } => {
                format!("{name}: negative binomial, {} theta {:.4} ± {theta_standard_error:.4}", rounded(&fit.coefficients), fit.theta)
            }
        }
    });
    assert_snapshot!(report.join("\n"), @"
    even: Poisson, 3.0204 0.6685 phi 0.0942
    wild: negative binomial, 3.0485 0.6610 theta 1.5765 ± 0.4542
    ");
}

#[test]
fn an_interruption_of_even_and_of_wild_months() {
    let show = |effect: Effect| rounded(&[effect.ratio, effect.lower, effect.upper]);
    let mut report = String::new();
    for (name, counts) in [("even", EVEN), ("wild", WILD)] {
        let answer =
            interruption::by_dispersion(&counts, &[100.0; 24], Interruption { at: 12, season: Season::None }, 0.95).expect("long enough");
        let model = match answer.fit {
            CountFit::Poisson(_) => "Poisson",
            CountFit::NegativeBinomial { .. } => "negative binomial",
        };
        let (level, slope, at_end) = (show(answer.effects.level), show(answer.effects.slope), show(answer.effects.at_end));
        writeln!(report, "{name}, phi {:.4}: {model}; level {level}; slope {slope}; at end {at_end}", answer.dispersion)
            .expect("a string grows");
    }
    assert_snapshot!(report, @"
    even, phi 0.1032: Poisson; level 1.9548 1.4258 2.6801; slope 1.0019 0.9583 1.0475; at end 1.9961 1.0238 3.8915
    wild, phi 19.3736: negative binomial; level 2.1714 0.5866 8.0374; slope 0.9538 0.7898 1.1519; at end 1.2911 0.1010 16.5065
    ");
}

#[test]
fn a_true_step_is_found_at_every_penalty() {
    let even: Vec<f64> = EVEN.iter().map(|&count| count as f64).collect();
    let wild: Vec<f64> = WILD.iter().map(|&count| count as f64).collect();
    let mut report = String::new();
    for (name, values) in [("even", even), ("wild", wild)] {
        for cost in [Cost::SquaredError, Cost::Poisson] {
            writeln!(report, "{name} {cost:?}: {:.2?}", stability(&values, cost, 2).expect("values vary").starts).expect("a string grows");
        }
    }
    assert_snapshot!(report, @"
    even SquaredError: [(12, 1.00)]
    even Poisson: [(12, 1.00)]
    wild SquaredError: [(12, 0.06)]
    wild Poisson: [(2, 0.19), (4, 0.19), (6, 1.00), (10, 1.00), (12, 1.00), (14, 0.45), (16, 1.00), (18, 1.00), (22, 1.00)]
    ");
}

#[test]
fn control_charts_by_hand() {
    let baseline = Baseline { mean: 10.0, standard_deviation: 2.0 };
    let chart = cusum_two_sided(&[12.0, 14.0, 16.0, 9.0, 4.0, 2.0, 2.0], baseline, 0.5, 4.0).expect("in the domain");
    let average = ewma(&[12.0, 14.0, 2.0], baseline, 0.5, 1.0).expect("in the domain");
    let [rise, fall] =
        [Direction::Rise, Direction::Fall].map(|direction| poisson_cusum(&[1, 4, 5, 0, 0, 0], 1.5, 4.0, direction).expect("in the domain"));
    let report = format!(
        "rise {} alarms {:?}\nfall {} alarms {:?}\naverage {} above {:?} below {:?}\nlimits {} and {}\ncounts rise {} alarms {:?}\ncounts fall {} alarms {:?}",
        rounded(&chart.rise.statistic),
        chart.rise.alarms,
        rounded(&chart.fall.statistic),
        chart.fall.alarms,
        rounded(&average.average),
        average.above,
        average.below,
        rounded(&average.lower),
        rounded(&average.upper),
        rounded(&rise.statistic),
        rise.alarms,
        rounded(&fall.statistic),
        fall.alarms,
    );
    assert_snapshot!(report, @"
    rise 0.5000 2.0000 4.5000 3.5000 0.0000 0.0000 0.0000 alarms [2]
    fall 0.0000 0.0000 0.0000 0.0000 2.5000 6.0000 9.5000 alarms [5, 6]
    average 11.0000 12.5000 7.2500 above [1] below [2]
    limits 9.0000 8.8820 8.8544 and 11.0000 11.1180 11.1456
    counts rise 0.0000 2.5000 6.0000 4.5000 3.0000 1.5000 alarms [2, 3]
    counts fall 0.5000 0.0000 0.0000 1.5000 3.0000 4.5000 alarms [5]
    ");
}

#[test]
fn a_baseline_that_does_not_vary_has_no_score() {
    let chart = ears(&[3.0, 3.0, 3.0, 3.0, 9.0], EarsSettings { baseline: 2, lag: 1, alpha: 0.001 }).expect("in the domain");
    assert_snapshot!(format!("{:?} {:?} {:?} alarms {:?} {:?}", chart.c1_upper, chart.c2, chart.c3, chart.c1_alarms, chart.c3_alarms), @"[None, None, Some(3.0), Some(3.0), Some(3.0)] [None, None, None, None, None] [None, None, None, None, None] alarms [4] []");
}

#[test]
fn limits_by_hand() {
    let limits = overdispersed_limits(25.0, 0.01, 0.95).expect("in the domain");
    let sets = [(1.0, 0.04), (1.2, 0.05), (1.1, 0.045)].map(|(estimate, variance)| Completed { estimate, variance });
    let pooled = pool(&sets, 0.95).expect("in the domain");
    let agreed = pool(&[sets[0]; 3], 0.95).expect("in the domain");
    let threshold = farrington_threshold(10.0, 1.0, 1.0, 0.95).expect("in the domain");
    let report = format!(
        "funnel {}\npooled {}\nfreedom {} and {}\nthreshold {}",
        rounded(&[limits.lower, limits.upper]),
        rounded(&[pooled.estimate, pooled.lower, pooled.upper, pooled.within, pooled.between, pooled.total, pooled.missing_share]),
        rounded(&[pooled.degrees_of_freedom]),
        agreed.degrees_of_freedom,
        rounded(&[threshold]),
    );
    assert_snapshot!(report, @"
    funnel 0.5225 1.6312
    pooled 1.1000 0.6112 1.5888 0.0450 0.0100 0.0583 0.2286
    freedom 38.2813 and inf
    threshold 17.1607
    ");
}

#[test]
fn a_standardized_rate_without_events_still_has_an_upper_limit() {
    let strata = [(400.0, 1.0), (100.0, 3.0)].map(|(exposure, standard)| Stratum { events: 0, exposure, standard });
    let strata = Strata::new(strata.to_vec(), 0.0).expect("in the domain");
    let show = |answer: statistics::standardization::StandardizedRate| rounded(&[answer.rate, answer.lower, answer.upper]);
    let report = format!(
        "{} {}",
        show(fay_feuer(&strata, 100.0, 0.95).expect("in the domain")),
        show(tiwari(&strata, 100.0, 0.95).expect("in the domain"))
    );
    assert_snapshot!(report, @"0.0000 0.0000 2.7667 0.0000 0.0000 1.9037");
}

#[test]
fn an_empty_cell_leaves_models_without_an_answer_and_the_others_stand() {
    let lists = ThreeLists { abc: 4, ab: 0, ac: 3, bc: 2, a: 9, b: 8, c: 7 };
    let models = lists.all_models(0.95);
    let mut report = format!("observed {}, best {:?}\n", lists.observed(), best_by_aic(&models));
    for (dependence, answer) in &models {
        match answer {
            Ok(answer) => writeln!(report, "{dependence:?}: {}", rounded(&[answer.unseen, answer.lower, answer.upper, answer.aic])),
            Err(error) => writeln!(report, "{dependence:?}: {error}"),
        }
        .expect("a string grows");
    }
    assert_snapshot!(report, @"
    observed 33, best Some(Independence)
    Independence: 15.4654 6.3202 37.8438 38.9518
    Ab: 13.2222 4.4182 39.5697 40.7083
    Ac: 25.3333 8.0211 80.0113 39.1292
    Bc: 21.8571 7.3036 65.4111 39.7898
    AbAc: 28.0000 5.0266 155.9712 41.1046
    AbBc: 21.0000 4.6762 94.3067 41.7840
    AcBc: the fit did not settle; a group of rows without events has no finite coefficient
    AbAcBc: the fit did not settle; a group of rows without events has no finite coefficient
    ");
    assert_eq!(best_by_aic(&[(Dependence::Ab, lists.unseen(Dependence::AbAcBc, 0.95))]), None);
}

#[test]
fn the_longest_series_without_a_change_is_answered() {
    let values = vec![3.0; MAX_POINTS];
    let answer = pelt(&values, Cost::Poisson, 2.0, 2).expect("in the domain");
    assert_eq!(answer.starts, Vec::<usize>::new());
    assert_eq!(
        pelt(&vec![3.0; MAX_POINTS + 1], Cost::Poisson, 2.0, 2),
        Err(DomainError::TooManyValues { limit: MAX_POINTS, given: MAX_POINTS + 1 })
    );
}
