//! Cases on the wire: total outwards. What is absent is empty there.

use contracts::court::{Case, CaseSource, Charge, Defendant, Entry, GetCaseResponse, Transition, VictimAgency};
use domain::Instant;

use crate::{
    record::{Heading, Seal},
    rules::{
        case::{ChargeState, DefendantState, Pointer},
        counted,
        entries::{self, EntryState},
        victims,
    },
    store::{KnownCase, ListedCase},
};

/// Entries in one answer.
const MOST_ENTRIES: usize = 500;

/// A case in a list.
pub(crate) fn listed(case: ListedCase) -> Case {
    let ListedCase { key, court, number, caption, filed, filed_by, terminated, state, seal, linked, pacer_case_ids, defendants, said_at } =
        case;
    Case {
        key,
        court,
        docket_number: number,
        caption,
        filed,
        filed_by,
        terminated,
        state,
        linked,
        pacer_case_ids,
        defendants,
        seal,
        said_at: instant(said_at),
        victim: None,
    }
}

/// All that is known of a case.
pub(crate) fn whole(known: &KnownCase) -> GetCaseResponse {
    let state = &known.state;
    let entries = if state.seal == Seal::Open { entries::merged(&state.number.court, &known.words, &known.shown) } else { Vec::new() };
    GetCaseResponse {
        case: Some(case(known, &entries)),
        defendants: state.defendants.iter().map(defendant).collect(),
        entries_total: i64::try_from(entries.len()).unwrap_or(i64::MAX),
        entries: entries.into_iter().take(MOST_ENTRIES).map(|one| entry(&state.number.key(), one)).collect(),
        transitions: state.transitions.iter().map(transition).collect(),
        sources: state.sources.iter().map(source).collect(),
    }
}

fn case(known: &KnownCase, entries: &[EntryState]) -> Case {
    let state = &known.state;
    let victim = victims::of_case(state, entries).map(|found| VictimAgency {
        agency: found.agency.population().to_owned(),
        grade: found.grade.as_str().to_owned(),
        evidence: found.evidence,
        snapshot: found.snapshot,
        locator: found.locator,
    });
    Case {
        key: state.number.key(),
        court: state.number.court.clone(),
        docket_number: state.number.number.clone(),
        caption: state.caption.clone(),
        filed: state.filed.map(|(date, _)| date.to_string()).unwrap_or_default(),
        filed_by: state.filed.map(|(_, by)| by.as_str().to_owned()).unwrap_or_default(),
        terminated: state.terminated.map(|date| date.to_string()).unwrap_or_default(),
        state: state.state.as_str().to_owned(),
        linked: state.linked.iter().map(|(other, _)| other.key()).collect(),
        pacer_case_ids: state.pacer_case_ids.clone(),
        defendants: i64::try_from(state.defendants.len()).unwrap_or(i64::MAX),
        seal: state.seal.as_str().to_owned(),
        said_at: instant(state.said_at),
        victim: Some(victim.unwrap_or_else(unknown)),
    }
}

/// Nothing is known unless a text says so.
fn unknown() -> VictimAgency {
    VictimAgency { agency: "unknown".to_owned(), grade: "none".to_owned(), ..VictimAgency::default() }
}

fn defendant(one: &DefendantState) -> Defendant {
    Defendant {
        key: one.key.clone(),
        name: one.name.clone(),
        number: one.number.and_then(|number| i32::try_from(number).ok()).unwrap_or(0),
        terminated: one.terminated.map(|date| date.to_string()).unwrap_or_default(),
        state: one.state.as_str().to_owned(),
        charges: one.charges.iter().map(charge).collect(),
    }
}

fn charge(one: &ChargeState) -> Charge {
    let heading = match one.heading {
        Heading::Pending => "pending",
        Heading::Terminated => "terminated",
        Heading::Complaint => "complaint",
    };
    Charge {
        key: one.key.clone(),
        text: one.text.clone(),
        citations: one.charge.citations.iter().map(ToString::to_string).collect(),
        counts: one.charge.counts.to_string(),
        kind: one.kind.as_str().to_owned(),
        is_18_111: counted::named(one.charge.is_18_111()).to_owned(),
        pacer_status: heading.to_owned(),
        disposition: one.outcomes.last().map(|outcome| outcome.text.clone()).unwrap_or_default(),
        disposition_class: one.outcome().as_str().to_owned(),
        standing: one.standing.as_str().to_owned(),
        first_snapshot: one.first.snapshot.clone(),
        first_locator: one.first.locator.clone(),
        snapshot: one.last.snapshot.clone(),
        locator: one.last.locator.clone(),
        first_said_at: one.first.said_at.to_string(),
        said_at: one.last.said_at.to_string(),
    }
}

fn entry(case: &str, one: EntryState) -> Entry {
    let EntryState {
        key,
        origin: _,
        filed,
        entered,
        number,
        kind,
        text,
        link,
        is_available: _,
        first_seen_at,
        source: _,
        snapshot,
        locator,
    } = one;
    Entry {
        key: format!("{case}#{key}"),
        filed: filed.map(|date| date.to_string()).unwrap_or_default(),
        entered_at: instant(entered),
        number: number.unwrap_or_default(),
        kind,
        text,
        link: link.unwrap_or_default(),
        first_seen_at: first_seen_at.to_string(),
        snapshot,
        locator,
    }
}

fn transition(one: &crate::rules::case::Transition) -> Transition {
    let Pointer { source, snapshot, locator, said_at } = one.pointer.clone();
    Transition {
        subject: one.subject.clone(),
        from: one.from.map(|state| state.as_str().to_owned()).unwrap_or_default(),
        to: one.to.as_str().to_owned(),
        at: said_at.to_string(),
        source,
        snapshot,
        locator,
        evidence: one.evidence.clone(),
    }
}

fn source(pointer: &Pointer) -> CaseSource {
    let Pointer { source, snapshot, locator, said_at } = pointer.clone();
    CaseSource { source, snapshot, locator, said_at: said_at.to_string() }
}

fn instant(at: Option<Instant>) -> String {
    at.map(|at| at.to_string()).unwrap_or_default()
}
