//! Correlation, spatial correlation, bounds and the multiverse.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use statistics::correlation::{self, Correlation};
use statistics::multiverse::{Cell, summarize};
use statistics::spatial::{Link, morans_i};
use statistics::{DomainError, bounds, ratio};

use super::{Answer, Inputs, number};

pub(super) fn compute(family: &str, inputs: Inputs<'_>) -> Option<Answer> {
    Some(match family {
        "pearson" => pearson(inputs),
        "spearman" => spearman(inputs),
        "kendall" => kendall(inputs),
        "partial_correlation" => partial(inputs, "r", correlation::partial),
        "partial_spearman" => partial(inputs, "rho", correlation::partial_spearman),
        "ccf" => ccf(inputs),
        "morans_i" => moran(inputs),
        "manski_bounds_proportion" => manski(inputs),
        "reporting_gap_bounds" => reporting_gap(inputs),
        "capture_adjusted_ratio_bounds" => captured_ratio(inputs),
        "capture_breakdown_point" => breakdown(inputs),
        "multiverse" => multiverse(inputs),
        _ => return None,
    })
}

fn pearson(inputs: Inputs<'_>) -> Answer {
    let (x, y) = (inputs.series("x"), inputs.series("y"));
    let answer = correlation::pearson(&x, &y)?;
    let limits = correlation::fisher_interval(answer.r, x.len(), inputs.number("conf"))?;
    Ok(BTreeMap::from([
        ("r", number(answer.r)),
        ("t", number(answer.t)),
        ("p_t", number(answer.p)),
        ("ci95_fisher", json!([limits.lower, limits.upper])),
    ]))
}

fn spearman(inputs: Inputs<'_>) -> Answer {
    let answer = correlation::spearman(&inputs.series("x"), &inputs.series("y"))?;
    let mut fields = BTreeMap::from([
        ("rho", number(answer.correlation.r)),
        ("p_t_approx", number(answer.correlation.p)),
        ("S_sum_d2", number(answer.squared_differences)),
    ]);
    fields.extend(answer.exact_p.map(|p| ("p_exact_two_sided", number(p))));
    Ok(fields)
}

fn kendall(inputs: Inputs<'_>) -> Answer {
    let answer = correlation::kendall(&inputs.series("x"), &inputs.series("y"))?;
    let mut fields = BTreeMap::from([
        ("tau_b", number(answer.tau_b)),
        ("z", number(answer.z)),
        ("p_asymptotic", number(answer.asymptotic_p)),
        ("concordant", json!(answer.concordant)),
        ("discordant", json!(answer.discordant)),
    ]);
    fields.extend(answer.exact_p.map(|p| ("p_exact", number(p))));
    Ok(fields)
}

type Partial = fn(&[f64], &[f64], &[Vec<f64>]) -> Result<Correlation, DomainError>;

fn partial(inputs: Inputs<'_>, coefficient: &'static str, method: Partial) -> Answer {
    let controls: Vec<Vec<f64>> = inputs.list("controls").iter().map(numbers).collect();
    let answer = method(&inputs.series("x"), &inputs.series("y"), &controls)?;
    Ok(BTreeMap::from([
        (coefficient, number(answer.r)),
        ("t", number(answer.t)),
        ("df", json!(answer.degrees_of_freedom)),
        ("p", number(answer.p)),
    ]))
}

fn ccf(inputs: Inputs<'_>) -> Answer {
    let max_lag = u16::try_from(inputs.whole("max_lag")).expect("a small lag");
    let answer = correlation::cross_correlation(&inputs.series("x"), &inputs.series("y"), max_lag)?;
    let names = ["-3", "-2", "-1", "0", "1", "2", "3"];
    Ok(names.into_iter().filter_map(|name| Some((name, number(answer.iter().find(|at| at.lag.to_string() == name)?.r)))).collect())
}

fn moran(inputs: Inputs<'_>) -> Answer {
    assert_eq!(inputs.0["lattice"], "4x4 rook, binary weights");
    let beside = |(from, to): (usize, usize)| from.abs_diff(to) == 4 || (from.abs_diff(to) == 1 && from / 4 == to / 4);
    let pairs = (0..16).flat_map(|from| (0..16).map(move |to| (from, to)));
    let links: Vec<Link> = pairs.filter(|pair| beside(*pair)).map(|(from, to)| Link { from, to, weight: 1.0 }).collect();
    let answer = morans_i(&inputs.series("x"), &links)?;
    Ok(BTreeMap::from([
        ("I", number(answer.index)),
        ("expected", number(answer.expected)),
        ("var_randomization", number(answer.variance)),
        ("z", number(answer.z)),
    ]))
}

fn manski(inputs: Inputs<'_>) -> Answer {
    let answer = bounds::share_with_missing(inputs.whole("yes"), inputs.whole("no"), inputs.whole("missing"))?;
    Ok(BTreeMap::from([
        ("lower", number(answer.lower)),
        ("upper", number(answer.upper)),
        ("width", number(answer.width)),
        ("observed_only", json!(answer.observed)),
    ]))
}

fn reporting_gap(inputs: Inputs<'_>) -> Answer {
    let (reporting, total) = (inputs.number("reporting_exposure"), inputs.number("total_exposure"));
    let answer = bounds::reporting_gap(inputs.whole("observed_count"), reporting, total, inputs.bounds("missing_rate_multiplier"))?;
    Ok(BTreeMap::from([
        ("rate_reporting", number(answer.reporting_rate)),
        ("coverage", number(answer.coverage)),
        ("count_lower", number(answer.count.lower)),
        ("count_upper", number(answer.count.upper)),
        ("rate_lower", number(answer.rate.lower)),
        ("rate_upper", number(answer.rate.upper)),
    ]))
}

fn captured_ratio(inputs: Inputs<'_>) -> Answer {
    let (n1, n2) = (inputs.whole("n1"), inputs.whole("n2"));
    let answer = bounds::captured_ratio(n1, n2, inputs.bounds("capture1"), inputs.bounds("capture2"))?;
    Ok(BTreeMap::from([("rr_lower", number(answer.lower)), ("rr_upper", number(answer.upper)), ("rr_naive", number(answer.naive))]))
}

fn breakdown(inputs: Inputs<'_>) -> Answer {
    let (n1, n2) = (inputs.whole("n1"), inputs.whole("n2"));
    let answer = bounds::capture_breakdown(n1, n2, inputs.number("target_rr"), inputs.number("capture1"))?;
    Ok(BTreeMap::from([
        ("baseline_capture_needed", number(answer.reference_share)),
        ("baseline_true_count", number(answer.reference_events)),
    ]))
}

/// The cells come in the order of the names, which need not be that of the file.
fn multiverse(inputs: Inputs<'_>) -> Answer {
    let named = |name: &str| inputs.0[name].as_object().expect("named pairs");
    let (numerators, denominators) = (named("numerators"), named("denominators"));
    let mut cells = Vec::new();
    let mut written = Vec::new();
    for (definition, (definition_name, counts)) in numerators.iter().enumerate() {
        for (denominator, (denominator_name, exposures)) in denominators.iter().enumerate() {
            let (&[x1, x2], &[t1, t2]) = (numbers(counts).as_slice(), numbers(exposures).as_slice()) else { panic!("pairs of numbers") };
            let estimate = ratio::exact_central(whole(x1), t1, whole(x2), t2, 0.95)?;
            written.push(json!({
                "def": definition_name, "denom": denominator_name, "rr": estimate.ratio, "lower": estimate.lower, "upper": estimate.upper,
                "pct": 100.0 * (estimate.ratio - 1.0),
            }));
            cells.push(Cell { choices: vec![definition, denominator], estimate });
        }
    }
    let summary = summarize(&cells)?;
    Ok(BTreeMap::from([
        ("cells", Value::Array(written)),
        ("n", json!(summary.cells)),
        ("rr_min", number(summary.min)),
        ("rr_median", number(summary.median)),
        ("rr_max", number(summary.max)),
        ("share_ci_above_1", number(summary.share_above_one)),
    ]))
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().expect("a list").iter().map(|value| value.as_f64().expect("a number")).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts are written as whole numbers")]
fn whole(value: f64) -> u64 {
    value as u64
}
