//! Every refusal of a model, the question that leads to it, and what it says.

use std::fmt::Write as _;

use insta::assert_snapshot;
use statistics::change_point::{Cost, pelt, usual_penalty};
use statistics::count_model::{negative_binomial_with_theta, poisson};
use statistics::dispersion::dispersion_index;
use statistics::funnel::{overdispersion, poisson_limit};
use statistics::imputation::{Completed, pool};
use statistics::interruption::{self, Interruption, Season};
use statistics::monitoring::{Baseline, EarsSettings, cusum, ears, ewma, farrington_threshold, poisson_reference};
use statistics::multiplicity::{Adjustment, adjust};
use statistics::regression::{Design, LinearFit, MAX_COLUMNS, Spread, ols};
use statistics::standardization::{Strata, Stratum, dobson};
use statistics::stratified::{TwoRates, mantel_haenszel};
use statistics::three_lists::{Dependence, ThreeLists};
use statistics::{DomainError, MAX_COUNT, zero_run};

fn check(questions: &[(&str, Option<DomainError>)]) -> String {
    let mut report = String::new();
    for (question, error) in questions {
        let says = error.map_or_else(|| "answered".to_owned(), |error| error.to_string());
        writeln!(report, "{question}: {says}").expect("a string grows");
    }
    report
}

fn line(values: &[f64]) -> Design {
    Design::with_intercept(vec![values.to_vec()]).expect("finite")
}

/// A design in which the last of four rows has a coefficient of its own.
fn one_row_alone() -> LinearFit {
    ols(&line(&[0.0, 0.0, 0.0, 1.0]), &[1.0, 2.0, 4.0, 9.0]).expect("full rank")
}

#[test]
fn designs_and_fits() {
    let (two, four) = (line(&[1.0, 2.0]), line(&[1.0, 2.0, 3.0, 4.0]));
    let questions = [
        ("no column", Design::from_columns(Vec::new()).err()),
        ("no row", Design::from_rows(&[]).err()),
        ("ragged rows", Design::from_rows(&[vec![1.0, 2.0], vec![1.0]]).err()),
        ("ragged columns", Design::from_columns(vec![vec![1.0, 2.0], vec![1.0]]).err()),
        ("a hole in a column", Design::with_intercept(vec![vec![1.0, f64::NAN]]).err()),
        ("very many columns", Design::from_columns(vec![vec![1.0]; MAX_COLUMNS + 1]).err()),
        ("a column twice", Design::with_intercept(vec![vec![1.0, 2.0, 3.0]; 2]).and_then(|design| ols(&design, &[1.0, 2.0, 4.0])).err()),
        ("a constant beside the intercept", ols(&line(&[2018.0, 2018.0, 2018.0]), &[1.0, 2.0, 4.0]).err()),
        ("fewer rows than columns", ols(&line(&[1.0]), &[1.0]).err()),
        ("another number of responses", ols(&two, &[1.0, 2.0, 3.0]).err()),
        ("an infinite response", ols(&two, &[1.0, f64::INFINITY]).err()),
        ("huge values", ols(&line(&[1e200, 2e200, 1e200]), &[1.0, 2.0, 4.0]).err()),
        ("spread of a perfect line", ols(&two, &[1.0, 2.0]).and_then(|fit| fit.sigma()).err()),
        ("classical errors of a perfect line", ols(&two, &[1.0, 2.0]).and_then(|fit| fit.covariance(Spread::Classical)).err()),
        ("share of nothing", ols(&four, &[3.0; 4]).and_then(|fit| fit.r_squared()).err()),
        ("HC0 with a row of its own", one_row_alone().covariance(Spread::Hc0).err()),
        ("HC2 with a row of its own", one_row_alone().covariance(Spread::Hc2).err()),
        ("HC3 with a row of its own", one_row_alone().covariance(Spread::Hc3).err()),
        ("a lag beyond the rows", one_row_alone().covariance(Spread::NeweyWest { lag: 4 }).err()),
        ("a lag beyond reason", one_row_alone().covariance(Spread::NeweyWest { lag: usize::MAX }).err()),
        ("counts without events", poisson(&four, &[0; 4], &[0.0; 4]).err()),
        ("a group without events", poisson(&line(&[0.0, 0.0, 1.0, 1.0]), &[3, 5, 0, 0], &[0.0; 4]).err()),
        ("a huge count", poisson(&four, &[1, 2, 3, MAX_COUNT + 1], &[0.0; 4]).err()),
        ("another number of offsets", poisson(&four, &[1, 2, 3, 4], &[0.0; 3]).err()),
        ("no exposure", poisson(&four, &[1, 2, 3, 4], &[0.0, 0.0, 0.0, f64::NEG_INFINITY]).err()),
        ("dispersion of a perfect fit", poisson(&two, &[1, 2], &[0.0; 2]).and_then(|fit| fit.dispersion()).err()),
        ("no theta", negative_binomial_with_theta(&four, &[1, 2, 3, 4], &[0.0; 4], 0.0).err()),
    ];
    assert_snapshot!(check(&questions), @"
    no column: too few values: 0, and the least is 1
    no row: too few values: 0, and the least is 1
    ragged rows: lists that belong together have 2 and 1 values
    ragged columns: lists that belong together have 2 and 1 values
    a hole in a column: the value at position 1 is NaN, which is not a finite number
    very many columns: too many values: 65, and the limit is 64
    a column twice: column 2 of the design is a combination of the columns before it
    a constant beside the intercept: column 1 of the design is a combination of the columns before it
    fewer rows than columns: too few values: 1, and the least is 2
    another number of responses: lists that belong together have 2 and 3 values
    an infinite response: the value at position 1 is inf, which is not a finite number
    huge values: the result is outside the range of a floating-point number
    spread of a perfect line: no degrees of freedom are left
    classical errors of a perfect line: no degrees of freedom are left
    share of nothing: undefined: the values do not vary
    HC0 with a row of its own: answered
    HC2 with a row of its own: row 3 has a leverage of 1: HC2 and HC3 are undefined
    HC3 with a row of its own: row 3 has a leverage of 1: HC2 and HC3 are undefined
    a lag beyond the rows: too few values: 4, and the least is 5
    a lag beyond reason: the lag must be at most 1000 rows, but is 18446744073709552000
    counts without events: undefined without a single event
    a group without events: the fit did not settle; a group of rows without events has no finite coefficient
    a huge count: count 10000000001 is above the limit of 10000000000
    another number of offsets: lists that belong together have 4 and 3 values
    no exposure: the value at position 3 is -inf, which is not a finite number
    dispersion of a perfect fit: no degrees of freedom are left
    no theta: theta must be positive and finite, but is 0
    ");
}

#[test]
fn strata_agencies_and_families() {
    let stratum = Stratum { events: 3, exposure: 90.0, standard: 1.0 };
    let quiet = || Strata::new(vec![Stratum { events: 0, ..stratum }], 0.0).expect("in the domain");
    let above = TwoRates { events1: 3, exposure1: 10.0, events0: 0, exposure0: 10.0 };
    let questions = [
        ("no strata", Strata::new(Vec::new(), 0.0).err()),
        ("a stratum without exposure", Strata::new(vec![Stratum { exposure: 0.0, ..stratum }], 0.0).err()),
        ("a negative weight", Strata::new(vec![stratum, Stratum { standard: -1.0, ..stratum }], 0.0).err()),
        ("an empty standard", Strata::new(vec![Stratum { standard: 0.0, ..stratum }], 0.0).err()),
        ("a tenth outside the strata", Strata::new(vec![stratum], 10.0).err()),
        ("an eighth outside the strata", Strata::new(vec![stratum], 90.0 / 7.0).err()),
        ("a negative rest", Strata::new(vec![stratum], -1.0).err()),
        ("rescaled interval without events", dobson(&quiet(), 1.0, 0.95).err()),
        ("no event below the line", mantel_haenszel(&[above], 0.95).err()),
        ("no stratum at all", mantel_haenszel(&[], 0.95).err()),
        ("nothing expected", poisson_limit(0.0, 0.975).err()),
        ("a certain limit", poisson_limit(10.0, 1.0).err()),
        ("one agency", overdispersion(&[(3, 4.0)], 0.1).err()),
        ("winsorised to nothing", overdispersion(&[(3, 4.0), (4, 4.0)], 0.5).err()),
        ("one count", dispersion_index(&[3]).err()),
        ("counts of nothing", dispersion_index(&[0, 0, 0]).err()),
        ("an empty family", adjust(&[], Adjustment::Holm).err()),
        ("percent for a probability", adjust(&[0.04, 4.0], Adjustment::Holm).err()),
        ("p is not a number", adjust(&[f64::NAN], Adjustment::BenjaminiHochberg).err()),
        ("one completed set", pool(&[Completed { estimate: 1.0, variance: 1.0 }], 0.95).err()),
        ("completed sets without any variance", pool(&[Completed { estimate: 1.0, variance: 0.0 }; 2], 0.95).err()),
        ("a negative variance", pool(&[Completed { estimate: 1.0, variance: -1.0 }; 2], 0.95).err()),
    ];
    assert_snapshot!(check(&questions), @"
    no strata: too few values: 0, and the least is 1
    a stratum without exposure: exposure must be positive and finite, but is 0
    a negative weight: the value at position 1 is -1, which is not the size of a stratum
    an empty standard: the standard must hold somebody, but is 0
    a tenth outside the strata: answered
    an eighth outside the strata: 12.5 percent of the exposure is in no stratum; at most 10 percent may be
    a negative rest: exposure outside the strata must not be negative, and finite, but is -1
    rescaled interval without events: undefined without a single event
    no event below the line: the Wald interval needs at least one event in each count
    no stratum at all: too few values: 0, and the least is 1
    nothing expected: the expectation must be positive and finite, but is 0
    a certain limit: the probability of the limit must lie strictly between 0 and 1, but is 1
    one agency: too few values: 1, and the least is 2
    winsorised to nothing: the share winsorised at each end must lie between 0 and one half, but is 0.5
    one count: too few values: 1, and the least is 2
    counts of nothing: undefined without a single event
    an empty family: too few values: 0, and the least is 1
    percent for a probability: the value at position 1 is 4, which is not a probability
    p is not a number: the value at position 0 is NaN, which is not a probability
    one completed set: too few values: 1, and the least is 2
    completed sets without any variance: undefined: the values do not vary
    a negative variance: a variance must not be negative, and finite, but is -1
    ");
}

#[test]
fn series() {
    let baseline = Baseline { mean: 10.0, standard_deviation: 2.0 };
    let months = |number: usize| (vec![4; number], vec![1.0; number]);
    let interrupted = |number: usize, at: usize, season: Season| {
        let (counts, exposures) = months(number);
        interruption::poisson(&counts, &exposures, Interruption { at, season }, 0.95).err()
    };
    let year = |pairs: usize| Season::Harmonics { period: 12, pairs };
    let lists = ThreeLists { abc: 4, ab: 0, ac: 3, bc: 2, a: 9, b: 8, c: 7 };
    let questions = [
        ("seven points before", interrupted(20, 7, Season::None)),
        ("seven points after", interrupted(20, 13, Season::None)),
        ("interrupted after the end", interrupted(20, 40, Season::None)),
        ("eight points on each side", interrupted(16, 8, Season::None)),
        ("a season over twenty months", interrupted(20, 10, year(1))),
        ("a season over twenty-four months", interrupted(24, 12, year(1))),
        ("six waves a year", interrupted(24, 12, year(6))),
        ("a season without waves", interrupted(24, 12, year(0))),
        ("a month without exposure", interruption::poisson(&[4; 16], &[0.0; 16], Interruption { at: 8, season: Season::None }, 0.95).err()),
        (
            "other exposures than counts",
            interruption::poisson(&[4; 16], &[1.0; 15], Interruption { at: 8, season: Season::None }, 0.95).err(),
        ),
        ("a negative penalty", pelt(&[1.0, 2.0, 3.0], Cost::SquaredError, -1.0, 2).err()),
        ("segments of no points", pelt(&[1.0, 2.0, 3.0], Cost::SquaredError, 1.0, 0).err()),
        ("a series below one segment", pelt(&[1.0], Cost::SquaredError, 1.0, 2).err()),
        ("negative counts", pelt(&[1.0, -2.0, 3.0], Cost::Poisson, 1.0, 1).err()),
        ("a missing month", pelt(&[1.0, f64::NAN, 3.0], Cost::SquaredError, 1.0, 1).err()),
        ("usual penalty of a flat series", usual_penalty(&[3.0; 9], Cost::SquaredError).err()),
        ("control chart without spread", cusum(&[1.0], Baseline { standard_deviation: 0.0, ..baseline }, 0.5, 4.0).err()),
        ("control chart of nothing", cusum(&[], baseline, 0.5, 4.0).err()),
        ("control chart without a limit", cusum(&[1.0], baseline, 0.5, 0.0).err()),
        ("control chart with a negative reference", cusum(&[1.0], baseline, -0.5, 4.0).err()),
        ("control chart without a mean", ewma(&[1.0], Baseline { mean: f64::NAN, ..baseline }, 0.2, 3.0).err()),
        ("an average with a weight above one", ewma(&[1.0], baseline, 1.5, 3.0).err()),
        ("a shift to the same mean", poisson_reference(3.0, 3.0).err()),
        ("a shift to nothing", poisson_reference(3.0, 0.0).err()),
        ("a moving baseline of one day", ears(&[1.0; 9], EarsSettings { baseline: 1, lag: 2, alpha: 0.001 }).err()),
        ("an alarm every day", ears(&[1.0; 9], EarsSettings { baseline: 7, lag: 2, alpha: 0.5 }).err()),
        ("an underdispersed prediction", farrington_threshold(10.0, 0.0, 1.0, 0.95).err()),
        ("silence of no days", zero_run::zero_run(3, 10.0, 0.0).err()),
        ("an empty cell, lists independent", lists.unseen(Dependence::Independence, 0.95).err()),
        ("an empty cell, its pair dependent", lists.unseen(Dependence::AbAcBc, 0.95).err()),
    ];
    assert_snapshot!(check(&questions), @"
    seven points before: 7 points before and 13 after the interruption; a model needs 8 on each side
    seven points after: 13 points before and 7 after the interruption; a model needs 8 on each side
    interrupted after the end: 20 points before and 0 after the interruption; a model needs 8 on each side
    eight points on each side: answered
    a season over twenty months: too few values: 20, and the least is 24
    a season over twenty-four months: answered
    six waves a year: the number of harmonics must be at least one, and fewer than half the period, but is 6
    a season without waves: the number of harmonics must be at least one, and fewer than half the period, but is 0
    a month without exposure: exposure must be positive and finite, but is 0
    other exposures than counts: lists that belong together have 16 and 15 values
    a negative penalty: the penalty must not be negative, and finite, but is -1
    segments of no points: the least segment must be at least one point, but is 0
    a series below one segment: too few values: 1, and the least is 2
    negative counts: the value at position 1 is -2, which is not a count
    a missing month: the value at position 1 is NaN, which is not a finite number
    usual penalty of a flat series: undefined: the values do not vary
    control chart without spread: the standard deviation must be positive and finite, but is 0
    control chart of nothing: too few values: 0, and the least is 1
    control chart without a limit: h must be positive and finite, but is 0
    control chart with a negative reference: k must not be negative, and finite, but is -0.5
    control chart without a mean: the mean must be finite, but is NaN
    an average with a weight above one: lambda must be above 0 and at most 1, but is 1.5
    a shift to the same mean: undefined: the values do not vary
    a shift to nothing: the mean to be found must be positive and finite, but is 0
    a moving baseline of one day: too few values: 1, and the least is 2
    an alarm every day: alpha must be below one half, but is 0.5
    an underdispersed prediction: the dispersion must be positive and finite, but is 0
    silence of no days: exposure must be positive and finite, but is 0
    an empty cell, lists independent: answered
    an empty cell, its pair dependent: the fit did not settle; a group of rows without events has no finite coefficient
    ");
}
