//! Lists and records: capture-recapture, linkage, digits, heaping and serial numbers.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use statistics::linkage::{self, Agreement, FieldModel, LinkageModel, PatternCount};
use statistics::{capture, digits, heaping, identifiers};

use super::{Answer, Inputs, number};

pub(super) fn compute(family: &str, inputs: Inputs<'_>) -> Option<Answer> {
    Some(match family {
        "capture_recapture_chapman" => chapman(inputs),
        "fellegi_sunter" => weigh(inputs),
        "fellegi_sunter_em" => fit(inputs),
        "jaro_winkler" => jaro_winkler(inputs),
        "benford_first_digit" => benford(inputs),
        "heaping" => heaped(inputs),
        "id_gaps" => gaps(inputs),
        _ => return None,
    })
}

fn chapman(inputs: Inputs<'_>) -> Answer {
    let answer = capture::chapman(inputs.whole("n1"), inputs.whole("n2"), inputs.whole("m"), inputs.number("conf"))?;
    Ok(BTreeMap::from([
        ("n_union", number(answer.listed)),
        ("lincoln_petersen", number(answer.lincoln_petersen)),
        ("chapman", number(answer.estimate)),
        ("var", number(answer.variance)),
        ("se", number(answer.variance.sqrt())),
        ("ci95_normal", json!([answer.normal.lower, answer.normal.upper])),
        ("ci95_lognormal_chao", json!([answer.lognormal.lower, answer.lognormal.upper])),
        ("coverage_M", number(answer.first_coverage)),
        ("coverage_union", number(answer.union_coverage)),
    ]))
}

fn models(matched: &[f64], unmatched: &[f64]) -> Vec<FieldModel> {
    matched.iter().zip(unmatched).map(|(&matched, &unmatched)| FieldModel { matched, unmatched }).collect()
}

fn weigh(inputs: Inputs<'_>) -> Answer {
    let agreement: Vec<Agreement> =
        inputs.series("agree").iter().map(|agree| if *agree > 0.0 { Agreement::Agrees } else { Agreement::Differs }).collect();
    let answer = linkage::weigh(&models(&inputs.series("m"), &inputs.series("u")), &agreement, inputs.number("prior_match"))?;
    Ok(BTreeMap::from([
        ("weights_log2", json!(answer.weights)),
        ("total_log2", number(answer.total)),
        ("posterior", number(answer.posterior)),
    ]))
}

fn fit(inputs: Inputs<'_>) -> Answer {
    let patterns: Vec<PatternCount> = inputs.0["pattern_counts"]
        .as_object()
        .expect("counts by pattern")
        .iter()
        .map(|(pattern, pairs)| PatternCount {
            agreement: pattern.chars().map(|sign| if sign == '1' { Agreement::Agrees } else { Agreement::Differs }).collect(),
            pairs: pairs.as_u64().expect("a count"),
        })
        .collect();
    let start = LinkageModel { fields: models(&inputs.series("m0"), &inputs.series("u0")), prior: inputs.number("lambda0") };
    let iterations = usize::try_from(inputs.whole("iterations")).expect("few iterations");
    let model = linkage::fit(&patterns, &start, iterations)?.model;
    let side = |of: fn(&FieldModel) -> f64| -> Value { json!(model.fields.iter().map(of).collect::<Vec<f64>>()) };
    Ok(BTreeMap::from([("m", side(|field| field.matched)), ("u", side(|field| field.unmatched)), ("lambda", number(model.prior))]))
}

fn jaro_winkler(inputs: Inputs<'_>) -> Answer {
    // The only form that the crate has; another one in the file must not pass for it.
    assert_eq!((inputs.number("prefix_scale"), inputs.whole("max_prefix"), inputs.whole("boost_threshold")), (0.1, 4, 0));
    let (a, b) = (inputs.text("a"), inputs.text("b"));
    Ok(BTreeMap::from([("jaro", number(linkage::jaro(a, b)?)), ("jaro_winkler", number(linkage::jaro_winkler(a, b)?))]))
}

fn benford(inputs: Inputs<'_>) -> Answer {
    let counts: [u64; 9] = inputs.wholes("counts_1_to_9").try_into().expect("nine digits");
    let answer = digits::benford(&counts)?;
    Ok(BTreeMap::from([
        ("chi2", number(answer.chi_square)),
        ("df", json!(answer.degrees_of_freedom)),
        ("p", number(answer.p)),
        ("mad", number(answer.mean_absolute_deviation)),
    ]))
}

fn heaped(inputs: Inputs<'_>) -> Answer {
    let [hits, trials, preferred, slots] = ["hits", "n", "preferred_slots", "total_slots"].map(|name| inputs.whole(name));
    let answer = heaping::heaping(hits, trials, preferred, slots)?;
    Ok(BTreeMap::from([
        ("expected_share", number(answer.expected_share)),
        ("ratio", number(answer.ratio)),
        ("z", number(answer.z)),
        ("p_upper_exact", number(answer.upper_p)),
    ]))
}

fn gaps(inputs: Inputs<'_>) -> Answer {
    let answer = identifiers::gaps(&inputs.wholes("ids"))?;
    let tank = identifiers::german_tank(answer.largest, answer.distinct, 0.95)?;
    Ok(BTreeMap::from([
        ("distinct", json!(answer.distinct)),
        ("duplicates", json!(answer.duplicates)),
        ("span", json!(answer.span)),
        ("missing_in_span", json!(answer.missing)),
        ("missing_share", number(answer.missing_share)),
        ("german_tank_estimate", number(tank.estimate)),
    ]))
}
