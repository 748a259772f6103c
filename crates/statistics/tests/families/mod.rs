//! From the inputs of a vector to the crate's functions and back to the fields of the file.

mod association;
mod models;
mod records;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use statistics::claim::{Step, feasible_pairs_within, feasible_sequence};
use statistics::ratio::RatioEstimate;
use statistics::{DomainError, Interval, confounding, exposure, poisson, proportion, ratio, rounding};

/// The computed fields by name, or the refusal.
pub(crate) type Answer = Result<BTreeMap<&'static str, Value>, DomainError>;

/// Computes a vector; `None` if the crate has no such family.
pub(crate) fn compute(family: &str, inputs: &Value) -> Option<Answer> {
    let inputs = Inputs(inputs);
    Some(match family {
        "garwood_ci" => garwood(inputs),
        "poisson_midp_ci" => count_interval(inputs, poisson::mid_p),
        "poisson_byar_ci" => count_interval(inputs, poisson::byar),
        "poisson_jeffreys_ci" => count_interval(inputs, poisson::jeffreys),
        "rate_ratio_exact" => ratio_exact(inputs),
        "rate_ratio_midp" => ratio_mid_p(inputs),
        "rate_ratio_score" => ratio_limits(inputs, ratio::score),
        "rate_ratio_wald" => ratio_limits(inputs, ratio::wald_log),
        "percent_change" => percent_change(inputs),
        "wilson_ci" => wilson(inputs),
        "clopper_pearson_ci" => clopper_pearson(inputs),
        "newcombe_diff_ci" => newcombe(inputs),
        "claim_inversion" => claim_inversion(inputs),
        "claim_inversion_sequence" => claim_sequence(inputs),
        "implied_denominator" => implied_denominator(inputs),
        "published_table" => published_table(inputs),
        "e_value" => e_value(inputs),
        _ => {
            let others = [association::compute, models::compute, records::compute];
            return others.iter().find_map(|compute| compute(family, inputs));
        }
    })
}

/// Typed access to the inputs; a vector without an expected input is a broken file, and the test may stop.
#[derive(Clone, Copy)]
struct Inputs<'a>(&'a Value);

impl<'a> Inputs<'a> {
    fn number(self, name: &str) -> f64 {
        self.0[name].as_f64().unwrap_or_else(|| panic!("input {name} is a number in {}", self.0))
    }

    fn whole(self, name: &str) -> u64 {
        self.0[name].as_u64().unwrap_or_else(|| panic!("input {name} is a whole number in {}", self.0))
    }

    fn text(self, name: &str) -> &'a str {
        self.0[name].as_str().unwrap_or_else(|| panic!("input {name} is a text in {}", self.0))
    }

    fn list(self, name: &str) -> &'a [Value] {
        self.0[name].as_array().unwrap_or_else(|| panic!("input {name} is a list in {}", self.0))
    }

    fn series(self, name: &str) -> Vec<f64> {
        self.list(name).iter().map(|value| value.as_f64().expect("a number")).collect()
    }

    fn wholes(self, name: &str) -> Vec<u64> {
        self.list(name).iter().map(|value| value.as_u64().expect("a whole number")).collect()
    }

    fn bounds(self, name: &str) -> Interval {
        match self.series(name).as_slice() {
            &[lower, upper] => Interval { lower, upper },
            _ => panic!("input {name} is a pair in {}", self.0),
        }
    }

    fn has(self, name: &str) -> bool {
        !self.0[name].is_null()
    }

    fn decimals(self) -> u32 {
        u32::try_from(self.whole("dp")).expect("decimals are few")
    }
}

/// A number as the file writes it: infinity is the string `inf`.
fn number(value: f64) -> Value {
    if value == f64::INFINITY { json!("inf") } else { json!(value) }
}

fn limits(interval: Interval) -> BTreeMap<&'static str, Value> {
    BTreeMap::from([("lower", number(interval.lower)), ("upper", number(interval.upper))])
}

fn garwood(inputs: Inputs<'_>) -> Answer {
    let per = if inputs.has("multiplier") { inputs.number("multiplier") } else { 1.0 };
    let estimate = poisson::rate_garwood(inputs.whole("x"), inputs.number("exposure"), per, inputs.number("conf"))?;
    Ok(BTreeMap::from([("rate", number(estimate.rate)), ("lower", number(estimate.lower)), ("upper", number(estimate.upper))]))
}

fn count_interval(inputs: Inputs<'_>, method: fn(u64, f64) -> Result<Interval, DomainError>) -> Answer {
    let interval = method(inputs.whole("x"), inputs.number("conf"))?;
    let exposure = inputs.number("exposure");
    Ok(limits(Interval { lower: interval.lower / exposure, upper: interval.upper / exposure }))
}

fn ratio_exact(inputs: Inputs<'_>) -> Answer {
    let (x1, t1, x2, t2) = (inputs.whole("x1"), inputs.number("t1"), inputs.whole("x2"), inputs.number("t2"));
    let estimate = ratio::exact_central(x1, t1, x2, t2, inputs.number("conf"))?;
    Ok(BTreeMap::from([
        ("rr", number(estimate.ratio)),
        ("lower", number(estimate.lower)),
        ("upper", number(estimate.upper)),
        ("p_two_sided_minlike", number(ratio::p_value_minlike(x1, t1, x2, t2)?)),
        ("p_two_sided_central", number(ratio::p_value_central(x1, t1, x2, t2)?)),
        ("p_greater", number(ratio::p_value_greater(x1, t1, x2, t2)?)),
        ("p_less", number(ratio::p_value_less(x1, t1, x2, t2)?)),
    ]))
}

fn ratio_mid_p(inputs: Inputs<'_>) -> Answer {
    let (x1, t1, x2, t2) = (inputs.whole("x1"), inputs.number("t1"), inputs.whole("x2"), inputs.number("t2"));
    let mut fields = ratio_limits(inputs, ratio::mid_p)?;
    fields.insert("p_midp", number(ratio::p_value_mid_p(x1, t1, x2, t2)?));
    Ok(fields)
}

fn ratio_limits(inputs: Inputs<'_>, method: fn(u64, f64, u64, f64, f64) -> Result<RatioEstimate, DomainError>) -> Answer {
    let (x1, t1, x2, t2) = (inputs.whole("x1"), inputs.number("t1"), inputs.whole("x2"), inputs.number("t2"));
    let estimate = method(x1, t1, x2, t2, inputs.number("conf"))?;
    Ok(limits(Interval { lower: estimate.lower, upper: estimate.upper }))
}

fn percent_change(inputs: Inputs<'_>) -> Answer {
    let change = ratio::percent_change(inputs.whole("x1"), inputs.whole("x2"), 1.0, 1.0, 0.95)?;
    let mut fields = BTreeMap::from([
        ("percent_change", number(change.percent)),
        ("rounded", number(rounding::half_up(change.percent, 0)?)),
        ("ci95_lower", number(change.lower)),
        ("ci95_upper", number(change.upper)),
    ]);
    if inputs.has("published_percent") {
        let matches = rounding::rounds_to(change.percent, inputs.number("published_percent"), 0)?;
        fields.insert("matches_published", json!(matches));
    }
    Ok(fields)
}

fn wilson(inputs: Inputs<'_>) -> Answer {
    let (x, n) = (inputs.whole("x"), inputs.whole("n"));
    let mut fields = limits(proportion::wilson(x, n, inputs.number("conf"))?);
    fields.insert("p", number(x as f64 / n as f64));
    Ok(fields)
}

fn clopper_pearson(inputs: Inputs<'_>) -> Answer {
    Ok(limits(proportion::clopper_pearson(inputs.whole("x"), inputs.whole("n"), inputs.number("conf"))?))
}

fn newcombe(inputs: Inputs<'_>) -> Answer {
    let [x1, n1, x2, n2] = ["x1", "n1", "x2", "n2"].map(|name| inputs.whole(name));
    let answer = proportion::newcombe(x1, n1, x2, n2, inputs.number("conf"))?;
    Ok(BTreeMap::from([("diff", number(answer.difference)), ("lower", number(answer.lower)), ("upper", number(answer.upper))]))
}

fn claim_inversion(inputs: Inputs<'_>) -> Answer {
    let baselines = inputs.whole("base_min")..=inputs.whole("base_max");
    let pairs = feasible_pairs_within(inputs.number("percent"), 0, baselines, inputs.whole("num_min")..=inputs.whole("num_max"))?;
    Ok(BTreeMap::from([("count", json!(pairs.len())), ("pairs_num_base", json!(pairs))]))
}

fn claim_sequence(inputs: Inputs<'_>) -> Answer {
    let releases = inputs.0["sequence"].as_array().expect("a sequence");
    let steps: Vec<Step> = releases
        .iter()
        .map(|release| match (&release["pair"], release["percent"].as_f64()) {
            (_, Some(percent)) => Step::Percent { percent, decimals: 0 },
            (pair, None) => Step::Counts { count: pair[0].as_u64().expect("a count"), baseline: pair[1].as_u64().expect("a baseline") },
        })
        .collect();
    Ok(BTreeMap::from([("feasible_num_base", json!(feasible_sequence(&steps, inputs.whole("base_max"))?))]))
}

fn implied_denominator(inputs: Inputs<'_>) -> Answer {
    let implied = exposure::implied_denominator(
        inputs.whole("count"),
        inputs.number("published_rate"),
        inputs.number("multiplier"),
        inputs.decimals(),
    )?;
    Ok(BTreeMap::from([("lower", number(implied.lower)), ("point", number(implied.point)), ("upper", number(implied.upper))]))
}

/// Two kinds of rows: a table of assaults per 100 officers with the share injured, and any other published quotient.
fn published_table(inputs: Inputs<'_>) -> Answer {
    let rate = |events, exposure, per| Ok::<f64, DomainError>(poisson::rate_garwood(events, exposure, per, 0.95)?.rate);
    let mut fields = BTreeMap::new();
    if inputs.has("numerator") {
        let value = rate(inputs.whole("numerator"), inputs.number("denominator"), inputs.number("multiplier"))?;
        fields.insert("value", number(value));
        if inputs.has("published") {
            fields.insert("matches", json!(rounding::rounds_to(value, inputs.number("published"), inputs.decimals())?));
        }
        return Ok(fields);
    }
    let assaults = inputs.whole("assaults");
    let per_100 = rate(assaults, inputs.number("officers"), 100.0)?;
    fields.insert("rate_per_100", number(per_100));
    fields.insert("rounded_1dp", number(rounding::half_up(per_100, 1)?));
    fields.insert("matches", json!(rounding::rounds_to(per_100, inputs.number("published_rate_per_100"), 1)?));
    if inputs.has("injured") {
        fields.insert("injured_pct", number(rate(inputs.whole("injured"), inputs.number("assaults"), 100.0)?));
    }
    Ok(fields)
}

fn e_value(inputs: Inputs<'_>) -> Answer {
    Ok(BTreeMap::from([
        ("e_value", number(confounding::e_value(inputs.number("rr"))?)),
        ("e_value_ci", number(confounding::e_value(inputs.number("ci_limit_nearest_null"))?)),
    ]))
}
