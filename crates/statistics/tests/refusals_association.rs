//! Every refusal of the families of association and of records, the question that leads to it, what it says; and edges that have an answer.

use std::fmt::Write as _;

use insta::assert_snapshot;
use statistics::correlation::{
    Coefficient, MAX_LEAVE_ONE_OUT, cross_correlation, fisher_interval, kendall, leave_one_out, partial, pearson, permutation_p,
    smallest_detectable, spearman, winsorized,
};
use statistics::linkage::{
    Agreement, FieldModel, LinkageModel, PatternCount, accidental_matches, corrected_matches, fit, jaro, jaro_winkler, weigh,
};
use statistics::multiverse::{Cell, share_at_least, summarize};
use statistics::ratio::RatioEstimate;
use statistics::spatial::{Link, morans_i};
use statistics::{DomainError, Interval, bounds, capture, contingency, digits, heaping, identifiers};

fn check(questions: &[(&str, Option<DomainError>)]) -> String {
    let mut report = String::new();
    for (question, error) in questions {
        let says = error.map_or_else(|| "answered".to_owned(), |error| error.to_string());
        writeln!(report, "{question}: {says}").expect("a string grows");
    }
    report
}

const UP: [f64; 5] = [1.0, 2.0, 3.0, 4.0, 5.0];
const FLAT: [f64; 5] = [0.1; 5];
const UNEVEN: [f64; 5] = [2.0, 1.0, 4.0, 3.0, 5.0];

fn interval(lower: f64, upper: f64) -> Interval {
    Interval { lower, upper }
}

#[test]
fn each_refusal_of_a_correlation_says_what_is_wrong() {
    let long = vec![1.0; MAX_LEAVE_ONE_OUT + 1];
    let questions = [
        ("unequal lengths", pearson(&UP, &UP[1..]).err()),
        ("two points", pearson(&UP[..2], &UP[..2]).err()),
        ("not a number", spearman(&[1.0, f64::NAN, 2.0], &[1.0, 2.0, 3.0]).err()),
        ("infinite", kendall(&[1.0, f64::INFINITY, 2.0], &[1.0, 2.0, 3.0]).err()),
        ("a square that would overflow", pearson(&[1.0, 1e200, 2.0], &[1.0, 2.0, 3.0]).err()),
        ("the same value throughout", pearson(&UP, &FLAT).err()),
        ("the same rank throughout", spearman(&FLAT, &UP).err()),
        ("all pairs tied", kendall(&FLAT, &UP).err()),
        ("more than a correlation", fisher_interval(1.5, 10, 0.95).err()),
        ("an interval from three points", fisher_interval(0.5, 3, 0.95).err()),
        ("detectable in nothing", smallest_detectable(2, 0.95).err()),
        ("certainly detectable", smallest_detectable(51, 1.0).err()),
        ("a control that is a series", partial(&UP, &UNEVEN, &[UP.to_vec()]).err()),
        (
            "two controls that are one",
            partial(&[1.0, 5.0, 2.0, 7.0, 3.0], &UNEVEN, &[UP.to_vec(), UP.map(|value| 2.0 * value + 1.0).to_vec()]).err(),
        ),
        ("a control for every point", partial(&UP, &UNEVEN, &vec![FLAT.to_vec(); 3]).err()),
        ("more controls than allowed", partial(&UP, &UNEVEN, &vec![FLAT.to_vec(); 101]).err()),
        ("a control that is too short", partial(&UP, &UNEVEN, &[vec![1.0, 2.0]]).err()),
        ("lags as long as the series", cross_correlation(&UP, &UNEVEN, 3).err()),
        ("endless lags", cross_correlation(&UP, &UNEVEN, u16::MAX).err()),
        ("leaving one of three out", leave_one_out(Coefficient::Pearson, &UP[..3], &UNEVEN[..3]).err()),
        ("leaving each of many out", leave_one_out(Coefficient::Spearman, &long, &long).err()),
        ("nothing but extremes", winsorized(&UP, &UNEVEN, 2).err()),
        ("an end without end", winsorized(&UP, &UNEVEN, usize::MAX).err()),
        ("no permutation", permutation_p(Coefficient::Pearson, &UP, &UNEVEN, 0, 1).err()),
        ("endless permutations", permutation_p(Coefficient::Pearson, &UP, &UNEVEN, usize::MAX, 1).err()),
    ];
    assert_snapshot!(check(&questions), @r"
    unequal lengths: lists that belong together have 5 and 4 values
    two points: too few values: 2, and the least is 3
    not a number: a value of a series must be finite and at most 1e150 in size, but is NaN
    infinite: a value of a series must be finite and at most 1e150 in size, but is inf
    a square that would overflow: a value of a series must be finite and at most 1e150 in size, but is 1e200
    the same value throughout: undefined: the values do not vary
    the same rank throughout: undefined: the values do not vary
    all pairs tied: undefined: the values do not vary
    more than a correlation: a correlation must lie between -1 and 1, but is 1.5
    an interval from three points: too few values: 3, and the least is 4
    detectable in nothing: too few values: 2, and the least is 3
    certainly detectable: confidence must lie strictly between 0 and 1, but is 1
    a control that is a series: undefined: the controls determine a series, or each other
    two controls that are one: undefined: the controls determine a series, or each other
    a control for every point: too few values: 5, and the least is 6
    more controls than allowed: 101 controls are above the limit of 100
    a control that is too short: lists that belong together have 5 and 2 values
    lags as long as the series: too few values: 5, and the least is 6
    endless lags: 65535 lags are above the limit of 1000
    leaving one of three out: too few values: 3, and the least is 4
    leaving each of many out: 3001 rows to leave out are above the limit of 3000
    nothing but extremes: too few values: 5, and the least is 7
    an end without end: too few values: 5, and the least is 18446744073709551615
    no permutation: at least one repetition is needed
    endless permutations: 18446744073709551615 values to shuffle are above the limit of 100000000
    ");
}

#[test]
fn each_refusal_of_places_bounds_and_cells_says_what_is_wrong() {
    let link = |from, to, weight| Link { from, to, weight };
    let everybody: Vec<Link> = (0..5).flat_map(|from| (0..5).filter(move |to| *to != from).map(move |to| link(from, to, 1.0))).collect();
    let cell = |ratio, lower, upper| Cell { choices: vec![0, 0], estimate: RatioEstimate { ratio, lower, upper } };
    let questions = [
        ("a place next to itself", morans_i(&UP, &[link(1, 1, 1.0)]).err()),
        ("a place that is not there", morans_i(&UP, &[link(1, 5, 1.0)]).err()),
        ("neighbours twice", morans_i(&UP, &[link(0, 1, 1.0), link(0, 1, 2.0)]).err()),
        ("a weightless link", morans_i(&UP, &[link(0, 1, 0.0)]).err()),
        ("no neighbours", morans_i(&UP, &[]).err()),
        ("everybody is next to everybody", morans_i(&UP, &everybody).err()),
        ("three places", morans_i(&UP[..3], &[link(0, 1, 1.0)]).err()),
        ("a share of nobody", bounds::share_with_missing(0, 0, 0).err()),
        ("more reported than there is", bounds::reporting_gap(5, 10.0, 9.0, interval(0.5, 1.5)).err()),
        ("a negative rate", bounds::reporting_gap(5, 9.0, 10.0, interval(-0.5, 1.5)).err()),
        ("no event, and a gap", bounds::reporting_gap(0, 9.0, 10.0, interval(0.5, 1.5)).err()),
        ("capturing nothing", bounds::captured_ratio(5, 5, interval(0.0, 1.0), interval(1.0, 1.0)).err()),
        ("capturing more than all", bounds::captured_ratio(5, 5, interval(1.0, 1.0), interval(0.5, 1.5)).err()),
        ("capture bounds reversed", bounds::captured_ratio(5, 5, interval(0.9, 0.5), interval(1.0, 1.0)).err()),
        ("a ratio to nothing", bounds::captured_ratio(5, 0, interval(1.0, 1.0), interval(1.0, 1.0)).err()),
        ("a target of zero", bounds::capture_breakdown(5, 5, 0.0, 1.0).err()),
        ("a breakdown of no events", bounds::capture_breakdown(0, 5, 2.0, 1.0).err()),
        ("no cells", summarize(&[]).err()),
        ("no cells to reach a claim", share_at_least(&[], 2.0).err()),
        ("an infinite cell", summarize(&[cell(f64::INFINITY, 1.0, f64::INFINITY)]).err()),
        ("a ratio outside its limits", summarize(&[cell(1.0, 2.0, 3.0)]).err()),
        ("a cell with a choice too few", summarize(&[cell(2.0, 1.0, 3.0), Cell { choices: vec![0], ..cell(2.0, 1.0, 3.0) }]).err()),
        ("a claim of no ratio", share_at_least(&[cell(2.0, 1.0, 3.0)], f64::NAN).err()),
    ];
    assert_snapshot!(check(&questions), @r"
    a place next to itself: the link from place 1 to place 1 leads to itself or out of the list of 5, or is given twice
    a place that is not there: the link from place 1 to place 5 leads to itself or out of the list of 5, or is given twice
    neighbours twice: the link from place 0 to place 1 leads to itself or out of the list of 5, or is given twice
    a weightless link: the weight of a link must be positive and finite, but is 0
    no neighbours: undefined without a single link between places
    everybody is next to everybody: undefined: the statistic is the same for every arrangement of the data
    three places: too few values: 3, and the least is 4
    a share of nobody: a share of zero trials is undefined
    more reported than there is: a reporting exposure of 10 is above the total of 9
    a negative rate: a multiple of a rate must be finite and not negative, its lower bound first, but is -0.5 to 1.5
    no event, and a gap: undefined without a single event
    capturing nothing: a captured share must lie above 0 and not above 1, its lower bound first, but is 0 to 1
    capturing more than all: a captured share must lie above 0 and not above 1, its lower bound first, but is 0.5 to 1.5
    capture bounds reversed: a captured share must lie above 0 and not above 1, its lower bound first, but is 0.9 to 0.5
    a ratio to nothing: undefined: the reference count is zero
    a target of zero: a ratio must be positive and finite, but is 0
    a breakdown of no events: undefined without a single event
    no cells: a summary of no cells is undefined
    no cells to reach a claim: a summary of no cells is undefined
    an infinite cell: a cell needs a finite ratio inside its limits, but has inf in 1 to inf
    a ratio outside its limits: a cell needs a finite ratio inside its limits, but has 1 in 2 to 3
    a cell with a choice too few: a row of 1 entries, where 2 are expected
    a claim of no ratio: a ratio must be positive and finite, but is NaN
    ");
}

#[test]
fn each_refusal_of_lists_and_records_says_what_is_wrong() {
    let field = FieldModel { matched: 0.9, unmatched: 0.1 };
    let start = LinkageModel { fields: vec![field; 2], prior: 0.1 };
    let pattern = |agreement, pairs| PatternCount { agreement, pairs };
    let both = || vec![Agreement::Agrees, Agreement::Agrees];
    let unknown = || vec![Agreement::Missing, Agreement::Agrees];
    let certain = FieldModel { matched: 1.0, unmatched: 0.1 };
    let questions = [
        ("an empty list", capture::chapman(0, 5, 0, 0.95).err()),
        ("more matches than entries", capture::chapman(5, 9, 6, 0.95).err()),
        ("no fields", weigh(&[], &[], 0.1).err()),
        ("a field too many", weigh(&[field], &both(), 0.1).err()),
        ("a certain field", weigh(&[certain], &[Agreement::Agrees], 0.1).err()),
        ("a certain prior", weigh(&[field], &[Agreement::Agrees], 0.0).err()),
        ("no iterations", fit(&[pattern(both(), 9)], &start, 0).err()),
        ("endless iterations", fit(&[pattern(both(), 9)], &start, usize::MAX).err()),
        ("no pairs", fit(&[pattern(both(), 0)], &start, 5).err()),
        ("a field that nobody has", fit(&[pattern(unknown(), 9)], &start, 5).err()),
        ("a pattern too short", fit(&[pattern(vec![Agreement::Agrees], 9)], &start, 5).err()),
        ("no name", jaro("", "BERLIN").err()),
        ("a very long name", jaro_winkler("A", &"B".repeat(100_000)).err()),
        ("more false matches than matches", corrected_matches(5, interval(0.0, 6.0), interval(0.0, 0.1)).err()),
        ("every match missed", corrected_matches(5, interval(0.0, 1.0), interval(0.0, 1.0)).err()),
        ("a negative miss", corrected_matches(5, interval(0.0, 1.0), interval(-0.1, 0.1)).err()),
        ("no cells to fall into", accidental_matches(5, 5, 0).err()),
        ("one row", contingency::independence(&[vec![1, 2]]).err()),
        ("a ragged table", contingency::independence(&[vec![1, 2], vec![1]]).err()),
        ("an empty row", contingency::independence(&[vec![1, 2], vec![0, 0]]).err()),
        ("no digits", digits::benford(&[0; 9]).err()),
        ("numbers of one size", digits::first_digits(&[100, 200, 300]).err()),
        ("only zeros", digits::first_digits(&[0, 0]).err()),
        ("all slots preferred", heaping::heaping(5, 10, 60, 60).err()),
        ("more hits than trials", heaping::heaping(11, 10, 4, 60).err()),
        ("no times", heaping::heaping(0, 0, 4, 60).err()),
        ("no serial numbers", identifiers::gaps(&[]).err()),
        ("a span without a number", identifiers::gaps(&[0, u64::MAX]).err()),
        ("more tanks than numbers", identifiers::german_tank(5, 6, 0.95).err()),
        ("no tank", identifiers::german_tank(5, 0, 0.95).err()),
    ];
    assert_snapshot!(check(&questions), @"
    an empty list: undefined for a list without entries
    more matches than entries: 6 matches are more than a list of 5 can hold
    no fields: a comparison needs at least one field
    a field too many: a row of 2 entries, where 1 are expected
    a certain field: a probability must lie strictly between 0 and 1, but is 1
    a certain prior: a probability must lie strictly between 0 and 1, but is 0
    no iterations: at least one repetition is needed
    endless iterations: 18446744073709551615 products of patterns, fields and iterations are above the limit of 100000000
    no pairs: undefined for a list without entries
    a field that nobody has: the model degenerates: a class is empty, or an observed pattern is impossible
    a pattern too short: a row of 1 entries, where 2 are expected
    no name: an empty text cannot be compared
    a very long name: 1001 characters or more are above the limit of 1000
    more false matches than matches: the number of false matches must lie within 0 to 5, its lower bound first, but is 0 to 6
    every match missed: a probability must lie strictly between 0 and 1, but is 1
    a negative miss: the share of missed matches must lie within 0 to 1, its lower bound first, but is -0.1 to 0.1
    no cells to fall into: a share of zero trials is undefined
    one row: a table needs at least two rows and two columns, but has 1 and 2
    a ragged table: a row of 1 entries, where 2 are expected
    an empty row: undefined: a row or a column of the table is empty
    no digits: a share of zero trials is undefined
    numbers of one size: the numbers span 0.5 orders of magnitude, and Benford's law needs 3
    only zeros: undefined without a single event
    all slots preferred: 60 preferred slots of 60 leave nothing to compare with
    more hits than trials: 11 successes in 10 trials
    no times: a share of zero trials is undefined
    no serial numbers: undefined for a list without entries
    a span without a number: the result is outside the range of a floating-point number
    more tanks than numbers: 6 distinct serial numbers from 1 to 5 are impossible
    no tank: undefined for a list without entries
    ");
}

#[test]
fn answers_for_a_state_correlation() {
    // Eight states and one that is far from the others.
    let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 40.0];
    let y = [3.0, 2.0, 4.0, 1.0, 3.0, 5.0, 2.0, 4.0, 30.0];
    let mut report = String::new();
    let all = pearson(&x, &y).expect("nine states");
    let left = leave_one_out(Coefficient::Pearson, &x, &y).expect("nine states");
    let drawn_in = winsorized(&x, &y, 1).expect("nine states");
    let shuffled = permutation_p(Coefficient::Spearman, &x, &y, 9_999, 20_250_120).expect("nine states");
    writeln!(report, "all: r {:.4}, p {:.2e}", all.r, all.p).expect("a string grows");
    writeln!(report, "without row {}: {:.4?}", left.most_influential, left.without[left.most_influential]).expect("a string grows");
    writeln!(report, "extremes drawn in: r {:.4}, {} degrees, p {:.4}", drawn_in.r, drawn_in.degrees_of_freedom, drawn_in.p)
        .expect("a string grows");
    writeln!(report, "ranks shuffled: r {:.4}, {} as large, p {:.4}", shuffled.r, shuffled.at_least, shuffled.p).expect("a string grows");
    for states in [5, 9, 51, 3_143] {
        let least = smallest_detectable(states, 0.95).expect("in the domain");
        writeln!(report, "least detectable of {states}: {least:.4}").expect("a string grows");
    }
    assert_snapshot!(report, @"
    all: r 0.9796, p 3.88e-6
    without row 8: Some(0.2673)
    extremes drawn in: r 0.4682, 5 degrees, p 0.2199
    ranks shuffled: r 0.4895, 1873 as large, p 0.1874
    least detectable of 5: 0.8783
    least detectable of 9: 0.6664
    least detectable of 51: 0.2759
    least detectable of 3143: 0.0350
    ");
}

#[test]
fn edges_of_a_correlation_that_have_an_answer() {
    let perfect = pearson(&UP, &UP.map(|value| 7.0 - 2.0 * value)).expect("a falling line");
    let limits = fisher_interval(perfect.r, 5, 0.95).expect("a falling line");
    let one_point = [8.0, 8.0, 8.0, 8.0, 19.0];
    let left = leave_one_out(Coefficient::Pearson, &one_point, &UNEVEN).expect("varies");
    let zeros = spearman(&[-0.0, 0.0, 1.0], &[1.0, 2.0, 3.0]).expect("varies");
    let level = pearson(&UP.map(|value| 1e15 + value), &UP).expect("varies");
    let report = format!("{perfect:?}\n{limits:?}\n{left:.6?}\n{zeros:.6?}\n{level:.9?}");
    assert_snapshot!(report, @"
    Correlation { r: -1.0, t: -inf, degrees_of_freedom: 3, p: 0.0 }
    Interval { lower: -1.0, upper: -1.0 }
    LeaveOneOut { r: 0.707107, without: [Some(0.683130), Some(0.774597), Some(0.878310), Some(0.730297), None], most_influential: 4 }
    Spearman { correlation: Correlation { r: 0.866025, t: 1.732051, degrees_of_freedom: 1, p: 0.333333 }, squared_differences: 0.500000, exact_p: None }
    Correlation { r: 1.000000000, t: inf, degrees_of_freedom: 3, p: 0.000000000 }
    ");
}

#[test]
fn answers_for_a_release() {
    let holes = identifiers::gaps(&[19, 40, 42, 60, 42]).expect("serial numbers");
    let tanks = identifiers::german_tank(60, 4, 0.95).expect("the textbook sample");
    let contained = capture::chapman(10, 4, 4, 0.95).expect("one list holds the other");
    let matches = corrected_matches(50, interval(2.0, 5.0), interval(0.05, 0.2)).expect("known errors");
    let accidents = accidental_matches(12_547, 4_120, 31 * 24 * 254).expect("hours and counties");
    let offices = contingency::independence(&[vec![30, 70], vec![60, 40]]).expect("two offices");
    let last = digits::uniform_last_digit(&digits::last_digits(&[100, 250, 300, 410, 520, 630, 705, 99], 100)).expect("seven numbers");
    let odd = fit(
        &[
            PatternCount { agreement: vec![Agreement::Agrees, Agreement::Missing], pairs: 40 },
            PatternCount { agreement: vec![Agreement::Differs, Agreement::Differs], pairs: 900 },
            PatternCount { agreement: vec![Agreement::Agrees, Agreement::Agrees], pairs: 60 },
        ],
        &LinkageModel { fields: vec![FieldModel { matched: 0.9, unmatched: 0.1 }; 2], prior: 0.1 },
        50,
    )
    .expect("two classes");
    let report = format!(
        "{holes:?}\n{tanks:.4?}\n{contained:.4?}\n{matches:.4?}\naccidental {accidents:.1}\n{offices:.6?}\n{last:.6?}\n{odd:.4?}\n"
    );
    assert_snapshot!(report, @"
    Gaps { distinct: 4, duplicates: 1, smallest: 19, largest: 60, span: 42, missing: 38, missing_share: 0.9047619047619048, holes: [20..=39, 41..=41, 43..=59] }
    GermanTank { estimate: 74.0000, interval: Interval { lower: 60.0000, upper: 126.8846 } }
    Chapman { listed: 10.0000, lincoln_petersen: 10.0000, estimate: 10.0000, variance: 0.0000, normal: Interval { lower: 10.0000, upper: 10.0000 }, lognormal: Interval { lower: 10.0000, upper: 10.0000 }, first_coverage: 1.0000, union_coverage: 1.0000 }
    Interval { lower: 47.3684, upper: 60.0000 }
    accidental 273.5
    Contingency { chi_square: 18.181818, degrees_of_freedom: 1, p: 0.000020, cramers_v: 0.301511, least_expected: 45.000000 }
    DigitTest { chi_square: 45.857143, degrees_of_freedom: 9, p: 0.000001, mean_absolute_deviation: 0.160000 }
    FittedLinkage { model: LinkageModel { fields: [FieldModel { matched: 1.0000, unmatched: 0.0000 }, FieldModel { matched: 1.0000, unmatched: 0.0000 }], prior: 0.1000 }, last_change: 0.0000 }
    ");
}

#[test]
fn one_axis_moves_the_answer_most() {
    let cell = |definition, denominator, ratio| Cell {
        choices: vec![definition, denominator],
        estimate: RatioEstimate { ratio, lower: ratio / 2.0, upper: ratio * 2.0 },
    };
    let cells = [cell(0, 0, 14.0), cell(0, 1, 5.0), cell(1, 0, 1.3), cell(1, 1, 0.5)];
    let summary = summarize(&cells).expect("four cells");
    let flat = summarize(&cells[..1]).expect("one cell");
    let claimed = share_at_least(&cells, 5.0).expect("four cells");
    let report = format!(
        "{summary:.4?}\nwidest axis {:?}, of one cell {:?}\nat least as claimed: {claimed}",
        summary.widest_axis(),
        flat.widest_axis()
    );
    assert_snapshot!(report, @"
    Multiverse { cells: 4, min: 0.5000, median: 3.1500, max: 14.0000, share_above_one: 0.5000, axes: [AxisEffect { medians: {0: 9.5000, 1: 0.9000}, range: 8.6000 }, AxisEffect { medians: {0: 7.6500, 1: 2.7500}, range: 4.9000 }] }
    widest axis Some(0), of one cell None
    at least as claimed: 0.5
    ");
}
