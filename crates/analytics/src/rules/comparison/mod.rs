//! From declaration and observations to a comparison: pure, and therefore the same wherever and whenever it is run.

mod association;
mod bounds;
mod funnel;
mod multiverse;
mod rows;
mod standardised;
mod trend;
mod units;

use std::collections::BTreeMap;

use domain::{
    Definition, DefinitionSlug, Instant, Recorded,
    comparison::{
        Analysis, Comparison, Override, Spec,
        analysis::Findings,
        spec::{AnalysisSpec, Question},
    },
};

use super::joined::Joined;

/// Definitions by slug.
pub type Definitions = BTreeMap<DefinitionSlug, Definition>;

/// Observations that an analysis used, each once.
#[derive(Debug, Default)]
struct Used(BTreeMap<String, Recorded>);

impl Used {
    fn add<'a>(&mut self, all: impl IntoIterator<Item = &'a Recorded>) {
        for one in all {
            self.0.entry(one.id.clone()).or_insert_with(|| one.clone());
        }
    }
}

/// Runs a comparison.
pub fn run(spec: &Spec, joined: &Joined, definitions: &Definitions, as_of: Instant) -> Comparison {
    Comparison {
        slug: spec.slug.clone(),
        title: spec.title.clone(),
        question: spec.question.clone(),
        spec_hash: spec.hash.clone(),
        rows: rows::all(spec, joined, definitions),
        analyses: spec.analyses.iter().map(|one| analysis(one, joined, definitions)).collect(),
        cannot_say: spec.cannot_say.clone(),
        as_of,
    }
}

fn analysis(spec: &AnalysisSpec, joined: &Joined, definitions: &Definitions) -> Analysis {
    let mut used = Used::default();
    let mut notes = spec.notes.clone();
    let result =
        match &spec.question {
            Question::Multiverse(one) => {
                notes.extend(one.ratio_despite.iter().map(|Override { reason, by }| {
                    format!("Ratios across grades C and D are given by a recorded decision of {by}: {reason}")
                }));
                multiverse::run(one, joined, definitions, &mut used).map(Findings::Multiverse)
            }
            Question::Trend(one) => trend::run(one, joined, &mut used).map(Findings::Trend),
            Question::Funnel(one) => funnel::run(one, joined, &mut used).map(Findings::Funnel),
            Question::Standardised(one) => standardised::run(one, joined, &mut used).map(Findings::Standardised),
            Question::Bounds(one) => bounds::run(one, joined, &mut used).map(Findings::Bounds),
            Question::Units(one) => units::run(one, joined, &mut used).map(Findings::Units),
            Question::Association(one) => {
                notes.extend(association::GUARDRAILS.map(str::to_owned));
                association::run(one, joined, &mut used).map(Findings::Association)
            }
        };
    let mut observations: Vec<Recorded> = used.0.into_values().collect();
    // By what they say, not by their address, which a new snapshot changes.
    observations.sort_by(|a, b| key(a).cmp(&key(b)));
    Analysis { slug: spec.slug.clone(), title: spec.title.clone(), result, notes, observations }
}

fn key(recorded: &Recorded) -> (&str, &str, &str, &str, &str, domain::Period, &str) {
    let one = &recorded.observation;
    (
        recorded.provenance.source.as_str(),
        one.measure.as_str(),
        one.unit.slug(),
        one.population.as_str(),
        one.geography.as_str(),
        one.period,
        one.definition.as_str(),
    )
}
