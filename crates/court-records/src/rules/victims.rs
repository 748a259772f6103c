//! Whose officer was the victim of a case's charged conduct, as far as a text says so. Who referred or investigated a case does not tell.

use super::{
    case::{CaseState, Standing},
    entries::EntryState,
};
use crate::{
    agency::{self, Agency, Grade},
    charges::Section111,
};

/// Kinds of entries, by the words with which their texts begin, that tell what is charged.
const CHARGING: &[&str] = &["complaint", "indictment", "information", "affidavit", "superseding indictment", "criminal complaint"];

/// An agency with the words that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Victim {
    /// The agency.
    pub(crate) agency: Agency,
    /// How firmly.
    pub(crate) grade: Grade,
    /// The words.
    pub(crate) evidence: String,
    /// Hash.
    pub(crate) snapshot: String,
    /// Place.
    pub(crate) locator: String,
}

/// The agency that the texts of charges under the section, or else of charging entries, name most firmly; of equals the first. None is unknown.
pub(crate) fn of_case(case: &CaseState, entries: &[EntryState]) -> Option<Victim> {
    let charges = case.defendants.iter().flat_map(|defendant| &defendant.charges);
    let under = charges.filter(|charge| charge.standing == Standing::Current && charge.charge.is_18_111() == Section111::Yes);
    let texts = under.map(|charge| (charge.text.as_str(), charge.last.snapshot.as_str(), charge.last.locator.as_str()));
    let charging = entries.iter().filter(|entry| is_charging(&entry.text));
    let texts = texts.chain(charging.map(|entry| (entry.text.as_str(), entry.snapshot.as_str(), entry.locator.as_str())));
    let found = texts.flat_map(|(text, snapshot, locator)| {
        agency::victims(text).into_iter().map(move |victim| Victim {
            agency: victim.agency,
            grade: victim.grade,
            evidence: victim.evidence_in(text).to_owned(),
            snapshot: snapshot.to_owned(),
            locator: locator.to_owned(),
        })
    });
    // The first of the firmest: `max_by_key` would give the last.
    found.fold(None, |best: Option<Victim>, next| match best {
        Some(best) if best.grade >= next.grade => Some(best),
        _ => Some(next),
    })
}

fn is_charging(text: &str) -> bool {
    let text = text.trim_start().to_ascii_lowercase();
    CHARGING.iter().any(|word| text.starts_with(word))
}
