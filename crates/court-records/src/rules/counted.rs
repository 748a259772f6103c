//! What of a case is counted: its defendants with the state and the outcome of their charges under 18 U.S.C. 111, and the provisions that it can be found
//! by. Defendants, cases and counts stay things of their own.

use std::collections::BTreeSet;

use contracts::identity;

use super::{
    case::{CaseState, ChargeKind, ChargeState, DefendantState, Standing, State},
    cells::{CountedCase, CountedDefendant},
};
use crate::charges::{DispositionClass, Section111};

/// A defendant, as it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    /// Key of the defendant.
    pub(crate) key: String,
    /// Of the folded name, so that one person in two linked cases is counted once; empty where there is no name.
    pub(crate) name_hash: String,
    /// Of its charges under 18 U.S.C. 111.
    pub(crate) state: State,
    /// What became of them.
    pub(crate) outcome: DispositionClass,
    /// Counts of indictments under the section in the latest instrument; none where one has no number.
    pub(crate) counts: Option<u32>,
    /// Whether a charge was ever confirmed, so that a case that was sealed keeps its place.
    pub(crate) was_confirmed: bool,
}

/// A case with its defendants, as it is counted.
pub(crate) fn case(state: &CaseState) -> CountedCase {
    let defendant = |one: Counted| CountedDefendant {
        key: one.key,
        name_hash: one.name_hash,
        state: one.state,
        was_confirmed: one.was_confirmed,
        outcome: one.outcome.as_str().to_owned(),
        counts: one.counts,
    };
    CountedCase {
        key: state.number.key(),
        court: state.number.court.clone(),
        filed: state.filed.map(|(date, _)| date),
        state: state.state,
        linked: state.linked.iter().map(|(other, _)| other.key()).collect(),
        defendants: defendants(state).into_iter().map(defendant).collect(),
    }
}

/// The defendants of a case.
pub(crate) fn defendants(state: &CaseState) -> Vec<Counted> {
    state.defendants.iter().map(|one| defendant(state, one)).collect()
}

fn defendant(case: &CaseState, defendant: &DefendantState) -> Counted {
    let name = super::case::folded(&defendant.name);
    let under = || defendant.charges.iter().filter(|charge| is_current(charge) && charge.charge.is_18_111() == Section111::Yes);
    Counted {
        key: defendant.key.clone(),
        name_hash: if name.is_empty() { String::new() } else { identity::of_bytes(name.as_bytes()) },
        state: defendant.state,
        outcome: under().map(ChargeState::outcome).min_by_key(|class| weight(*class)).unwrap_or(DispositionClass::None),
        counts: under().filter(|charge| charge.kind == ChargeKind::Count).map(|charge| charge.charge.counts.total()).sum(),
        was_confirmed: case.transitions.iter().any(|transition| transition.subject == defendant.key && transition.to == State::Confirmed),
    }
}

fn is_current(charge: &ChargeState) -> bool {
    charge.standing == Standing::Current
}

/// Of several charges of one defendant under the section, the outcome that is told: what weighs most for the defendant, and only then what ended without
/// a conviction. As long as one is open and none ended in a conviction, it is open.
fn weight(class: DispositionClass) -> u8 {
    match class {
        DispositionClass::Sentenced => 0,
        DispositionClass::Convicted => 1,
        DispositionClass::None => 2,
        DispositionClass::Other => 3,
        DispositionClass::Mistrial => 4,
        DispositionClass::Transferred => 5,
        DispositionClass::Diverted => 6,
        DispositionClass::Vacated => 7,
        DispositionClass::Acquitted => 8,
        DispositionClass::Dismissed => 9,
    }
}

/// What the current charges of a case cite, with every provision above: `18:111(a)(1)`, `18:111(a)`, `18:111`.
pub(crate) fn citations(state: &CaseState) -> BTreeSet<String> {
    let charges = state.defendants.iter().flat_map(|defendant| &defendant.charges).filter(|charge| is_current(charge));
    charges.flat_map(|charge| &charge.charge.citations).flat_map(|citation| above(&citation.to_string())).collect()
}

/// Whether a charge is under the section, as it is on the wire.
pub(crate) fn named(section: Section111) -> &'static str {
    match section {
        Section111::Yes => "yes",
        Section111::No => "no",
        Section111::Unknown => "unknown",
    }
}

/// A citation and each provision above it.
pub(crate) fn above(citation: &str) -> Vec<String> {
    let mut out = vec![citation.to_owned()];
    let mut rest = citation;
    while let Some(at) = rest.rfind('(') {
        rest = rest.get(..at).unwrap_or_default();
        out.push(rest.to_owned());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_is_found_by_what_stands_above_it() {
        assert_eq!(above("18:111(a)(1)"), ["18:111(a)(1)", "18:111(a)", "18:111"]);
        assert_eq!(above("18:1114"), ["18:1114"]);
    }
}
