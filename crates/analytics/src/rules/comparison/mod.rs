//! From declaration and observations to a comparison: pure, and therefore the same wherever and whenever it is run.

mod rows;

use std::collections::BTreeMap;

use domain::{
    Definition, DefinitionSlug, Instant,
    comparison::{Analysis, Comparison, Spec, spec::AnalysisSpec},
};

use super::joined::Joined;

/// Definitions by slug.
pub type Definitions = BTreeMap<DefinitionSlug, Definition>;

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

fn analysis(spec: &AnalysisSpec, _joined: &Joined, _definitions: &Definitions) -> Analysis {
    let result = Err("not made".to_owned());
    Analysis { slug: spec.slug.clone(), title: spec.title.clone(), result, notes: spec.notes.clone(), observations: Vec::new() }
}
