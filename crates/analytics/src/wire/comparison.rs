//! Comparisons as messages.

use contracts::{analytics as wire, identity};
use domain::comparison::{Comparison, Override, Row};
use prost::Message as _;

use super::{analysis::analysis, bare, comparability, rate, ratio};

/// SHA-256 of a comparison's result: the same on every machine that has the same numbers, whichever snapshot says them and whenever it is
/// asked.
pub(crate) fn comparison_hash(comparison: &Comparison) -> String {
    let mut message = wire::Comparison { as_of: String::new(), ..without_hash(comparison) };
    let rows = message.rows.iter_mut().flat_map(|row| row.count.iter_mut().chain(&mut row.exposures));
    for recorded in rows {
        bare(recorded);
    }
    for analysis in &mut message.analyses {
        analysis.observations.iter_mut().for_each(bare);
        if let Some(wire::analysis::Result::Units(units)) = &mut analysis.result {
            units.rows.iter_mut().for_each(|row| row.vintage.clear());
            units.rows.iter_mut().flat_map(|row| row.left.iter_mut().chain(&mut row.right)).for_each(bare);
        }
    }
    identity::of_bytes(&message.encode_to_vec())
}

/// A comparison with the hash of its result.
pub(crate) fn comparison(comparison: &Comparison) -> wire::Comparison {
    wire::Comparison { result_hash: comparison_hash(comparison), ..without_hash(comparison) }
}

fn without_hash(comparison: &Comparison) -> wire::Comparison {
    let Comparison { slug, title, question, spec_hash, rows, analyses, cannot_say, as_of } = comparison;
    wire::Comparison {
        slug: slug.clone(),
        title: title.clone(),
        question: question.clone(),
        result_hash: String::new(),
        rows: rows.iter().map(row).collect(),
        cannot_say: cannot_say.clone(),
        as_of: as_of.to_string(),
        spec_hash: spec_hash.clone(),
        analyses: analyses.iter().map(analysis).collect(),
    }
}

fn row(row: &Row) -> wire::ComparisonRow {
    let Row { label, group, count, exposures, rate: found, comparability: graded, ratio: against, ratio_despite, notes, reference } = row;
    wire::ComparisonRow {
        label: label.clone(),
        count: count.as_ref().map(Into::into),
        exposures: exposures.iter().map(Into::into).collect(),
        rate: found.as_ref().and_then(|found| found.as_ref().ok()).map(rate),
        refusal: found.as_ref().and_then(|found| found.as_ref().err()).map(ToString::to_string).unwrap_or_default(),
        comparability: graded.as_ref().map(comparability),
        ratio: against.as_ref().map(ratio),
        notes: notes.clone(),
        reference: *reference,
        group: group.clone(),
        ratio_despite: ratio_despite.as_ref().map(|Override { reason, by }| wire::RatioOverride { reason: reason.clone(), by: by.clone() }),
    }
}
