//! Parties with their counts and complaints.

use std::collections::{BTreeMap, BTreeSet};

use domain::Instant;
use serde::Deserialize;

use super::{
    DocketId, Listing, Notes, PartyRecord, Waiting,
    answer::Item,
    docket,
    field::{List, Object, Scalar},
};
use crate::record::{ChargeRecord, Heading, Said, SaidBy};

/// Somebody's part in one docket.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PartyType {
    docket: Scalar,
    docket_id: Scalar,
    name: Scalar,
    date_terminated: Scalar,
    highest_offense_level_opening: Scalar,
    highest_offense_level_terminated: Scalar,
    criminal_counts: List<Object<Charge>>,
    criminal_complaints: List<Object<Charge>>,
}

/// A count or a complaint. The citation stands within the name.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Charge {
    name: Scalar,
    disposition: Scalar,
    status: Scalar,
}

/// Reads the parties of an answer. Parties nest their parts in *all* their dockets unless the question said `filter_nested_results=True`, so
/// that each part goes to its own docket. If the answer is all there is (`is_all`), and each party has a part in exactly one docket in common,
/// then the parties of that docket are all listed.
///
/// A party's `date_modified` says nothing of its counts, which are rows of their own; so the instant is that of the retrieval.
pub(super) fn read(parties: &[(String, &Item)], is_all: bool, retrieved_at: Instant, notes: &mut Notes) -> Vec<Waiting> {
    let mut found: BTreeMap<DocketId, Vec<PartyRecord>> = BTreeMap::new();
    let mut in_common: Option<BTreeSet<DocketId>> = None;
    for (locator, party) in parties {
        let place = if locator.is_empty() { String::new() } else { format!("{locator}.") };
        let mut dockets = BTreeSet::new();
        for (place, part) in party.party_types.objects(&format!("{place}party_types"), notes) {
            if let Some((docket, record)) = part_in(party, part, &place, notes) {
                dockets.insert(docket);
                found.entry(docket).or_default().push(record);
            }
        }
        in_common = Some(match in_common {
            None => dockets,
            Some(common) => common.intersection(&dockets).copied().collect(),
        });
    }
    let common = in_common.unwrap_or_default();
    let whole = common.first().filter(|_| is_all && common.len() == 1);
    let said = Said { at: retrieved_at, by: SaidBy::Retrieval };
    let waiting = |(docket, parties): (DocketId, Vec<PartyRecord>)| {
        let locator = parties.first().map(|party| party.locator.clone()).unwrap_or_default();
        let listing = if whole == Some(&docket) { Listing::Whole } else { Listing::Part };
        Waiting { docket, parties: Some((listing, parties)), entries: Vec::new(), said, locator }
    };
    found.into_iter().map(waiting).collect()
}

fn part_in(party: &Item, part: &PartyType, locator: &str, notes: &mut Notes) -> Option<(DocketId, PartyRecord)> {
    let place = format!("{locator}.");
    let docket = part.docket_id.docket(&place, "docket_id", notes).or_else(|| part.docket.docket(&place, "docket", notes));
    let Some(docket) = docket else {
        notes.tell(locator, "the part names no docket");
        return None;
    };
    let lists_charges = part.criminal_counts.is_there || part.criminal_complaints.is_there;
    let charges = lists_charges.then(|| {
        let mut charges = Vec::with_capacity(part.criminal_counts.len() + part.criminal_complaints.len());
        for (locator, count) in part.criminal_counts.objects(&format!("{place}criminal_counts"), notes) {
            let heading = heading(&count.status, &locator, notes);
            charges.push(charge(count, heading, locator));
        }
        for (locator, complaint) in part.criminal_complaints.objects(&format!("{place}criminal_complaints"), notes) {
            charges.push(charge(complaint, Heading::Complaint, locator));
        }
        charges
    });
    let record = PartyRecord {
        name: party.name.tidy(),
        role: part.name.tidy(),
        terminated: part.date_terminated.date(&place, "date_terminated", notes),
        charges,
        highest_offense_opening: part.highest_offense_level_opening.tidy(),
        highest_offense_terminated: part.highest_offense_level_terminated.tidy(),
        locator: docket::or_whole(locator).to_owned(),
    };
    Some((docket, record))
}

fn charge(charge: &Charge, heading: Heading, locator: String) -> ChargeRecord {
    ChargeRecord { text: charge.name.tidy(), disposition: charge.disposition.tidy(), heading, locator }
}

/// CourtListener's statuses of counts: 1 pending, 2 terminated.
fn heading(status: &Scalar, locator: &str, notes: &mut Notes) -> Heading {
    match status {
        Scalar::Whole(1) => Heading::Pending,
        Scalar::Whole(2) => Heading::Terminated,
        _ => {
            notes.tell(format_args!("{locator}.status"), "neither 1 (pending) nor 2 (terminated); taken for pending, which says least");
            Heading::Pending
        }
    }
}
