//! Every refusal, the question that leads to it, and what it says.

use std::fmt::Write as _;

use insta::assert_snapshot;
use statistics::claim::{Step, change_rounds_to, feasible_pairs, feasible_sequence};
use statistics::{DomainError, Interval, clustering, confounding, exposure, poisson, proportion, ratio, rounding};

fn check(questions: &[(&str, Option<DomainError>)]) -> String {
    let mut report = String::new();
    for (question, error) in questions {
        let says = error.map_or_else(|| "answered".to_owned(), |error| error.to_string());
        writeln!(report, "{question}: {says}").expect("a string grows");
    }
    report
}

#[test]
fn each_refusal_says_what_is_wrong() {
    let reversed = Interval { lower: 2.0, upper: 1.0 };
    let questions = [
        ("certainty", poisson::garwood(3, 1.0).err()),
        ("confidence in percent", poisson::mid_p(3, 95.0).err()),
        ("confidence is not a number", proportion::wilson(1, 2, f64::NAN).err()),
        ("no exposure", poisson::rate_garwood(3, 0.0, 100.0, 0.95).err()),
        ("infinite exposure", ratio::exact_central(1, f64::INFINITY, 1, 1.0, 0.95).err()),
        ("exposure bounds reversed", poisson::rate_garwood_over(3, reversed, 1.5, 100.0, 0.95).err()),
        ("per nothing", poisson::rate_garwood(3, 1.0, 0.0, 0.95).err()),
        ("huge count", poisson::garwood(u64::MAX, 0.95).err()),
        ("share of nothing", proportion::clopper_pearson(0, 0, 0.95).err()),
        ("more than all", proportion::wilson(3, 2, 0.95).err()),
        ("ratio of nothing to nothing", ratio::mid_p(0, 1.0, 0, 1.0, 0.95).err()),
        ("percent of nothing", ratio::percent_change(3, 0, 1.0, 1.0, 0.95).err()),
        ("Wald with a zero", ratio::wald_log(3, 1.0, 0, 1.0, 0.95).err()),
        ("exposures too far apart", ratio::p_value_central(3, 1e300, 2, 1e-300).err()),
        ("rate with hidden decimals", exposure::implied_denominator(3, 9.25, 100.0, 1).err()),
        ("rate of zero", exposure::implied_denominator(3, 0.0, 100.0, 1).err()),
        ("too many decimals", rounding::half_up(1.0, 10).err()),
        ("percent below the floor", feasible_pairs(-101.0, 0, 10).err()),
        ("endless baselines", feasible_pairs(100.0, 0, u64::MAX).err()),
        ("endless baselines in a sequence", feasible_sequence(&[Step::Counts { count: 1, baseline: 1 }], u64::MAX).err()),
        ("change from nothing", change_rounds_to(3, 0, 100.0, 0).err()),
        ("E-value of zero", confounding::e_value(0.0).err()),
        ("an incident without victims", clustering::inflation(&[(0, 4)]).err()),
        ("no incidents", clustering::inflation(&[]).err()),
    ];
    assert_snapshot!(check(&questions), @"
    certainty: confidence must lie strictly between 0 and 1, but is 1
    confidence in percent: confidence must lie strictly between 0 and 1, but is 95
    confidence is not a number: confidence must lie strictly between 0 and 1, but is NaN
    no exposure: exposure must be positive and finite, but is 0
    infinite exposure: exposure must be positive and finite, but is inf
    exposure bounds reversed: exposure bounds are reversed: 2 is above 1
    per nothing: a rate is per a positive finite number of units, but this one is per 0
    huge count: count 18446744073709551615 is above the limit of 10000000000
    share of nothing: a share of zero trials is undefined
    more than all: 3 successes in 2 trials
    ratio of nothing to nothing: undefined without a single event
    percent of nothing: undefined: the reference count is zero
    Wald with a zero: the Wald interval needs at least one event in each count
    exposures too far apart: the result is outside the range of a floating-point number
    rate with hidden decimals: 9.25 is not a published number with 1 decimals
    rate of zero: a published rate must be positive, but is 0
    too many decimals: 10 decimals are above the limit of 9
    percent below the floor: a change of -101 percent is below -100
    endless baselines: baseline 18446744073709551615 is above the limit of 5000
    endless baselines in a sequence: baseline 18446744073709551615 is above the limit of 5000
    change from nothing: undefined: the reference count is zero
    E-value of zero: a ratio must be positive and finite, but is 0
    an incident without victims: a cluster must have at least one member
    no incidents: undefined without a single event
    ");
}

#[test]
fn edges_that_have_an_answer() {
    let zero = ratio::exact_central(0, 100.0, 5, 100.0, 0.95).expect("a zero above the line is a ratio");
    let infinite = ratio::exact_central(5, 100.0, 0, 100.0, 0.95).expect("a zero below the line is infinite");
    let victims = clustering::inflation(&[(1, 275), (15, 1), (16, 5)]).expect("sizes of incidents");
    let report = format!("{zero:.9?}\n{infinite:.9?}\n{victims:.9?}");
    assert_snapshot!(report, @"
    RatioEstimate { ratio: 0.000000000, lower: 0.000000000, upper: 1.091279105 }
    RatioEstimate { ratio: inf, lower: 0.916355857, upper: inf }
    Clustering { mean: 1.316725979, inflation: 4.810810811 }
    ");
}
