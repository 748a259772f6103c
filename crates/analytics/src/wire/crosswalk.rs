//! The crosswalk of publishers as messages.

use catalog::{
    CrosswalkRow,
    crosswalk::{Cell, Reference},
};
use contracts::analytics as wire;

/// A row; its citations are numbered from 1, as people do.
pub(crate) fn crosswalk_row(row: &CrosswalkRow) -> wire::CrosswalkRow {
    let CrosswalkRow { id, publisher, counts, includes_excludes, unit, injury_weapon, denominator, quirks, definitions, citations } = row;
    wire::CrosswalkRow {
        id: id.clone(),
        publisher: publisher.clone(),
        counts: Some(cell(counts)),
        includes_excludes: Some(cell(includes_excludes)),
        unit: Some(cell(unit)),
        injury_weapon: Some(cell(injury_weapon)),
        denominator: Some(cell(denominator)),
        quirks: quirks.iter().map(cell).collect(),
        definitions: definitions.iter().map(ToString::to_string).collect(),
        citations: citations.iter().map(citation).collect(),
    }
}

fn cell(cell: &Cell) -> wire::CrosswalkCell {
    let Cell { text, cites } = cell;
    let number = |place: &usize| i32::try_from(place.saturating_add(1)).unwrap_or(i32::MAX);
    wire::CrosswalkCell { text: text.clone(), cites: cites.iter().map(number).collect() }
}

fn citation(reference: &Reference) -> wire::CrosswalkCitation {
    let Reference { title, address, evidence } = reference;
    wire::CrosswalkCitation { title: title.clone(), address: address.clone(), evidence: evidence.as_str().to_owned() }
}
