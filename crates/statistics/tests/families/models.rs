//! Models, series, standardization and many agencies.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use statistics::change_point::{Cost, pelt};
use statistics::count_model::{CountFit, negative_binomial, negative_binomial_with_theta, poisson};
use statistics::interruption::{Effect, Interruption, Season};
use statistics::monitoring::{Baseline, EarsSettings, cusum, ears, ewma, poisson_reference};
use statistics::multiplicity::{Adjustment, adjust};
use statistics::regression::{Design, Spread, ols};
use statistics::standardization::{Strata, Stratum, dobson, fay_feuer, observed_to_expected, tiwari};
use statistics::stratified::{TwoRates, mantel_haenszel};
use statistics::three_lists::{Dependence, ThreeLists, best_by_aic};
use statistics::{dispersion, funnel, interruption, zero_run};

use super::{Answer, Inputs, number};

/// Computes a vector; `None` if it belongs to no family of this file.
pub(super) fn compute(family: &str, inputs: Inputs<'_>) -> Option<Answer> {
    Some(match family {
        "zero_run" => silence(inputs),
        "direct_standardization" => direct_standardization(inputs),
        "smr" => smr(inputs),
        "mantel_haenszel_rr" => common_ratio(inputs),
        "funnel_poisson_limits" => funnel_limits(inputs),
        "funnel_overdispersion" => funnel_overdispersion(inputs),
        "dispersion_index" => dispersion_index(inputs),
        "p_adjust" => p_adjust(inputs),
        "ols_hc" => ols_hc(inputs),
        "newey_west" => newey_west(inputs),
        "poisson_glm" => poisson_glm(inputs),
        "nb2_glm" => nb2_glm(inputs),
        "its_poisson" => its_poisson(inputs),
        "pelt" => segments(inputs),
        "cusum" => cusum_chart(inputs),
        "ewma" => ewma_chart(inputs),
        "poisson_cusum_k" => reference_value(inputs),
        "ears" => ears_chart(inputs),
        "capture_recapture_loglinear3" => Ok(three_lists(inputs)),
        _ => return None,
    })
}

fn numbers(inputs: Inputs<'_>, name: &str) -> Vec<f64> {
    let list = inputs.0[name].as_array().unwrap_or_else(|| panic!("input {name} is a list in {}", inputs.0));
    list.iter().map(|value| value.as_f64().expect("a list of numbers")).collect()
}

fn counts(inputs: Inputs<'_>, name: &str) -> Vec<u64> {
    let list = inputs.0[name].as_array().unwrap_or_else(|| panic!("input {name} is a list in {}", inputs.0));
    list.iter().map(|value| value.as_u64().expect("a list of counts")).collect()
}

fn design(inputs: Inputs<'_>) -> Result<Design, statistics::DomainError> {
    let rows = inputs.0["X"].as_array().expect("a design has rows");
    let row = |row: &Value| row.as_array().expect("a row").iter().map(|value| value.as_f64().expect("a number")).collect();
    Design::from_rows(&rows.iter().map(row).collect::<Vec<Vec<f64>>>())
}

fn silence(inputs: Inputs<'_>) -> Answer {
    let run = zero_run::zero_run(inputs.whole("n_events"), inputs.number("days_observed"), inputs.number("days_zero"))?;
    Ok(BTreeMap::from([("p_plugin_poisson", number(run.plug_in)), ("p_conditional", number(run.conditional))]))
}

fn direct_standardization(inputs: Inputs<'_>) -> Answer {
    let (events, exposures, standard) = (counts(inputs, "counts"), numbers(inputs, "exposure"), numbers(inputs, "std_weights"));
    let strata = events.iter().zip(&exposures).zip(&standard);
    let strata = strata.map(|((&events, &exposure), &standard)| Stratum { events, exposure, standard }).collect();
    let strata = Strata::new(strata, 0.0)?;
    let (per, confidence) = (inputs.number("multiplier"), inputs.number("conf"));
    let gamma = fay_feuer(&strata, per, confidence)?;
    let mut fields = BTreeMap::from([
        ("crude", number(gamma.crude)),
        ("dsr", number(gamma.rate)),
        ("var", number(gamma.variance)),
        ("lower_fay_feuer", number(gamma.lower)),
        ("upper_fay_feuer", number(gamma.upper)),
        ("upper_tiwari", number(tiwari(&strata, per, confidence)?.upper)),
    ]);
    // Undefined without events, which the file writes as null.
    if let Ok(rescaled) = dobson(&strata, per, confidence) {
        fields.extend([("lower_dobson", number(rescaled.lower)), ("upper_dobson", number(rescaled.upper))]);
    }
    Ok(fields)
}

fn smr(inputs: Inputs<'_>) -> Answer {
    let answer = observed_to_expected(inputs.whole("observed"), inputs.number("expected"), inputs.number("conf"))?;
    Ok(BTreeMap::from([
        ("smr", number(answer.ratio)),
        ("lower", number(answer.lower)),
        ("upper", number(answer.upper)),
        ("p_central", number(answer.p_value)),
    ]))
}

fn common_ratio(inputs: Inputs<'_>) -> Answer {
    let (x1, t1, x0, t0) = (counts(inputs, "x1"), numbers(inputs, "t1"), counts(inputs, "x0"), numbers(inputs, "t0"));
    let strata: Vec<TwoRates> = x1
        .iter()
        .zip(&t1)
        .zip(x0.iter().zip(&t0))
        .map(|((&events1, &exposure1), (&events0, &exposure0))| TwoRates { events1, exposure1, events0, exposure0 })
        .collect();
    let answer = mantel_haenszel(&strata, inputs.number("conf"))?;
    Ok(BTreeMap::from([
        ("rr_mh", number(answer.ratio)),
        ("se_log", number(answer.ln_standard_error)),
        ("lower", number(answer.lower)),
        ("upper", number(answer.upper)),
        ("chi2_mh", number(answer.chi_square)),
        ("p", number(answer.p_value)),
    ]))
}

fn funnel_limits(inputs: Inputs<'_>) -> Answer {
    let mut fields = BTreeMap::new();
    for (name, q) in [("q0.001", 0.001), ("q0.025", 0.025), ("q0.975", 0.975), ("q0.999", 0.999)] {
        let limit = funnel::poisson_limit(inputs.number("expected"), q)?;
        fields.insert(name, json!({"r": limit.count, "limit_interpolated": number(limit.limit)}));
    }
    Ok(fields)
}

fn funnel_overdispersion(inputs: Inputs<'_>) -> Answer {
    let agencies: Vec<(u64, f64)> = counts(inputs, "observed").into_iter().zip(numbers(inputs, "expected")).collect();
    let answer = funnel::overdispersion(&agencies, inputs.number("winsor"))?;
    Ok(BTreeMap::from([("z", json!(answer.z)), ("phi", number(answer.phi)), ("tau2", number(answer.tau_squared))]))
}

fn dispersion_index(inputs: Inputs<'_>) -> Answer {
    let answer = dispersion::dispersion_index(&counts(inputs, "x"))?;
    Ok(BTreeMap::from([
        ("index", number(answer.index)),
        ("chi2", number(answer.chi_square)),
        ("df", json!(answer.degrees_of_freedom)),
        ("p_upper", number(answer.p_wider)),
        ("p_lower", number(answer.p_narrower)),
    ]))
}

fn p_adjust(inputs: Inputs<'_>) -> Answer {
    let adjustment = match inputs.0["method"].as_str() {
        Some("BH") => Adjustment::BenjaminiHochberg,
        Some("BY") => Adjustment::BenjaminiYekutieli,
        Some("holm") => Adjustment::Holm,
        Some("hochberg") => Adjustment::Hochberg,
        Some("bonferroni") => Adjustment::Bonferroni,
        other => panic!("no adjustment {other:?}"),
    };
    Ok(BTreeMap::from([("adjusted", json!(adjust(&numbers(inputs, "p"), adjustment)?))]))
}

fn ols_hc(inputs: Inputs<'_>) -> Answer {
    let fit = ols(&design(inputs)?, &numbers(inputs, "y"))?;
    let mut errors = Map::new();
    for (name, spread) in
        [("classical", Spread::Classical), ("HC0", Spread::Hc0), ("HC1", Spread::Hc1), ("HC2", Spread::Hc2), ("HC3", Spread::Hc3)]
    {
        // Undefined with a row of full leverage, which the file writes as null.
        errors.insert(name.to_owned(), json!(fit.covariance(spread).ok().map(|covariance| covariance.standard_errors())));
    }
    Ok(BTreeMap::from([
        ("beta", json!(fit.coefficients)),
        ("se", Value::Object(errors)),
        ("rss", number(fit.residual_sum_of_squares)),
        ("r2", number(fit.r_squared()?)),
        ("sigma", number(fit.sigma()?)),
        ("leverage", json!(fit.leverage)),
    ]))
}

fn newey_west(inputs: Inputs<'_>) -> Answer {
    let fit = ols(&design(inputs)?, &numbers(inputs, "y"))?;
    let lag = usize::try_from(inputs.whole("lag")).expect("a lag is small");
    let errors = fit.covariance(Spread::NeweyWest { lag })?.standard_errors();
    Ok(BTreeMap::from([("beta", json!(fit.coefficients)), ("se", json!(errors))]))
}

fn poisson_glm(inputs: Inputs<'_>) -> Answer {
    let fit = poisson(&design(inputs)?, &counts(inputs, "y"), &numbers(inputs, "offset"))?;
    Ok(BTreeMap::from([
        ("beta", json!(fit.coefficients)),
        ("se", json!(fit.covariance.standard_errors())),
        ("deviance", number(fit.deviance)),
        ("pearson_chi2", number(fit.pearson)),
        ("loglik", number(fit.log_likelihood)),
        ("df_resid", json!(fit.degrees_of_freedom)),
        ("se_sandwich_hc0", json!(fit.sandwich.standard_errors())),
        ("phi_pearson", number(fit.dispersion()?)),
        ("se_quasipoisson", json!(fit.quasi_covariance()?.standard_errors())),
    ]))
}

fn nb2_glm(inputs: Inputs<'_>) -> Answer {
    let (design, y, offset) = (design(inputs)?, counts(inputs, "y"), numbers(inputs, "offset"));
    let (fit, theta_error) = if inputs.has("theta_fixed") {
        (negative_binomial_with_theta(&design, &y, &offset, inputs.number("theta_fixed"))?, None)
    } else {
        match negative_binomial(&design, &y, &offset)? {
            CountFit::NegativeBinomial { fit, theta_standard_error } => (fit, Some(theta_standard_error)),
            CountFit::Poisson(fit) => {
                return Ok(BTreeMap::from([
                    ("beta", json!(fit.coefficients)),
                    ("se", json!(fit.covariance.standard_errors())),
                    ("theta", json!("inf")),
                    ("alpha", json!(0.0)),
                    ("loglik", number(fit.log_likelihood)),
                ]));
            }
        }
    };
    let mut fields = BTreeMap::from([
        ("beta", json!(fit.coefficients)),
        ("se", json!(fit.covariance.standard_errors())),
        ("theta", number(fit.theta)),
        ("alpha", number(fit.alpha())),
        ("loglik", number(fit.log_likelihood)),
    ]);
    if let Some(error) = theta_error {
        fields.insert("se_theta", number(error));
    }
    Ok(fields)
}

fn its_poisson(inputs: Inputs<'_>) -> Answer {
    let interruption = Interruption { at: usize::try_from(inputs.whole("t0_index")).expect("an index"), season: Season::None };
    let answer = interruption::poisson(&counts(inputs, "y"), &numbers(inputs, "exposure"), interruption, 0.95)?;
    let limits = |effect: Effect| json!([effect.lower, effect.upper]);
    Ok(BTreeMap::from([
        ("beta", json!(answer.fit.coefficients)),
        ("se", json!(answer.fit.covariance.standard_errors())),
        ("level_rr", number(answer.effects.level.ratio)),
        ("level_rr_ci95", limits(answer.effects.level)),
        ("slope_change_rr", number(answer.effects.slope.ratio)),
        ("effect_at_end_rr", number(answer.effects.at_end.ratio)),
        ("effect_at_end_ci95", limits(answer.effects.at_end)),
    ]))
}

fn segments(inputs: Inputs<'_>) -> Answer {
    let cost = match inputs.0["cost"].as_str() {
        Some("l2") => Cost::SquaredError,
        Some("poisson") => Cost::Poisson,
        Some("normal_meanvar") => Cost::MeanAndVariance,
        other => panic!("no cost {other:?}"),
    };
    let least = usize::try_from(inputs.whole("min_segment")).expect("a segment is short");
    let answer = pelt(&numbers(inputs, "y"), cost, inputs.number("penalty"), least)?;
    Ok(BTreeMap::from([("changepoints", json!(answer.starts)), ("objective", number(answer.objective))]))
}

fn baseline(inputs: Inputs<'_>) -> Baseline {
    Baseline { mean: inputs.number("mu0"), standard_deviation: inputs.number("sigma") }
}

fn cusum_chart(inputs: Inputs<'_>) -> Answer {
    let chart = cusum(&numbers(inputs, "x"), baseline(inputs), inputs.number("k"), inputs.number("h"))?;
    Ok(BTreeMap::from([("S", json!(chart.statistic)), ("alarms_0based", json!(chart.alarms))]))
}

fn ewma_chart(inputs: Inputs<'_>) -> Answer {
    let chart = ewma(&numbers(inputs, "x"), baseline(inputs), inputs.number("lambda"), inputs.number("L"))?;
    Ok(BTreeMap::from([("z", json!(chart.average)), ("ucl", json!(chart.upper)), ("alarms_0based", json!(chart.above))]))
}

fn reference_value(inputs: Inputs<'_>) -> Answer {
    Ok(BTreeMap::from([("k", number(poisson_reference(inputs.number("mu0"), inputs.number("mu1"))?))]))
}

fn ears_chart(inputs: Inputs<'_>) -> Answer {
    let [baseline, lag] = ["baseline", "c2_lag"].map(|name| usize::try_from(inputs.whole(name)).expect("a window is short"));
    let chart = ears(&numbers(inputs, "x"), EarsSettings { baseline, lag, alpha: inputs.number("alpha") })?;
    Ok(BTreeMap::from([
        ("C1_upper", json!(chart.c1_upper)),
        ("C2_upper", json!(chart.c2_upper)),
        ("C2_stat", json!(chart.c2)),
        ("C3_stat", json!(chart.c3)),
    ]))
}

fn three_lists(inputs: Inputs<'_>) -> BTreeMap<&'static str, Value> {
    let cell = |name: &str| inputs.0["cells"][name].as_u64().expect("a count for every cell");
    let lists =
        ThreeLists { abc: cell("111"), ab: cell("110"), ac: cell("101"), bc: cell("011"), a: cell("100"), b: cell("010"), c: cell("001") };
    let name = |dependence| match dependence {
        Dependence::Independence => "independence",
        Dependence::Ab => "AB",
        Dependence::Ac => "AC",
        Dependence::Bc => "BC",
        Dependence::AbAc => "AB+AC",
        Dependence::AbBc => "AB+BC",
        Dependence::AcBc => "AC+BC",
        Dependence::AbAcBc => "AB+AC+BC",
    };
    let models = lists.all_models(0.95);
    let best = best_by_aic(&models).map(name);
    let mut fields = Map::new();
    for (dependence, answer) in models {
        let model = answer.ok().map(|answer| {
            json!({"m000": answer.unseen, "N": answer.total, "deviance": answer.deviance, "df": answer.degrees_of_freedom, "aic": answer.aic})
        });
        fields.insert(name(dependence).to_owned(), json!(model));
    }
    BTreeMap::from([("models", Value::Object(fields)), ("best_aic", json!(best))])
}
