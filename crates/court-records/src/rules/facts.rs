//! What of a case watches can be told: its entries, that it is new, what became of its charges, and what is no longer there.

use domain::{Date, Instant};

use super::{
    case::{CaseState, ChargeState, Outcome, Pointer, Standing},
    court_time::CourtZone,
    entries::{self, EntryState},
};
use crate::{
    charges::DispositionClass,
    fact::{Class, Fact, Noise},
    record::Seal,
    store::KnownCase,
};

/// An entry that is seen so many days after its filing is an old document.
const OLD_DAYS: i64 = 30;

/// A case that is first seen within so many days of its filing is new.
const NEW_DAYS: i64 = 45;

/// Kinds of entries of which every case has many; compared by their first words without regard to case.
const ROUTINE: &[&str] = &[
    "notice of appearance",
    "notice of attorney appearance",
    "notice of change of address",
    "notice of electronic filing",
    "certificate of service",
    "affidavit of service",
    "summons issued",
    "summons returned",
    "motion to appear pro hac vice",
    "motion for leave to appear",
    "corporate disclosure",
    "notice of docket text correction",
    "set/reset",
    "remark",
];

/// Everything that can be told of a case. The same case tells the same facts.
pub(crate) fn of_case(known: &KnownCase) -> Vec<Fact> {
    let case = &known.state;
    let mut facts = Vec::new();
    if case.seal == Seal::Open {
        let entries = entries::merged(&case.number.court, &known.words, &known.shown);
        facts.extend(entries.into_iter().map(|entry| of_entry(case, entry)));
    }
    facts.extend(new_case(case));
    for charge in case.defendants.iter().flat_map(|defendant| &defendant.charges) {
        facts.extend(outcomes(case, charge));
        facts.extend(vanished(case, charge));
    }
    facts
}

/// A fact of this case about which nothing else is said yet.
fn about(case: &CaseState, class: Class, subject: String, pointer: Pointer) -> Fact {
    let names = case.defendants.iter().map(|defendant| &defendant.name).chain(&case.parties).filter(|name| !name.is_empty());
    let Pointer { source, snapshot, locator, said_at } = pointer;
    Fact {
        class,
        subject,
        court: case.number.court.clone(),
        case_key: case.number.key(),
        docket_number: case.number.number.clone(),
        caption: case.caption.clone(),
        parties: names.cloned().collect(),
        citations: citations(case),
        kind: String::new(),
        text: String::new(),
        link: None,
        happened_at: None,
        seen_at: said_at,
        noise: is_doe(&case.caption).then_some(Noise::DoeCaption),
        source,
        snapshot,
        locator,
    }
}

fn of_entry(case: &CaseState, entry: EntryState) -> Fact {
    let EntryState { key: _, origin, filed, entered, number, kind, text, link, is_available, first_seen_at, source, snapshot, locator } =
        entry;
    let pointer = Pointer { source, snapshot, locator, said_at: first_seen_at };
    let fact = about(case, Class::Filing, format!("{}#{origin}", case.number.key()), pointer);
    let is_old = filed.is_some_and(|filed| days_between(&case.number.court, filed, first_seen_at) > OLD_DAYS);
    let is_routine = ROUTINE.iter().any(|routine| kind.to_ascii_lowercase().starts_with(routine));
    let noise = if is_old { Some(Noise::OldDocument) } else { is_routine.then_some(Noise::Routine).or(fact.noise) };
    let told = [
        number.map(|number| format!("[{number}]")),
        (!text.is_empty()).then_some(text),
        is_available.then(|| "The document can be read.".to_owned()),
    ];
    Fact {
        kind,
        text: told.into_iter().flatten().collect::<Vec<_>>().join(" "),
        link,
        happened_at: entered.or_else(|| CourtZone::of(&case.number.court)?.start_of(filed?)),
        noise,
        ..fact
    }
}

/// A case that began shortly before it was first seen. Its charges become part of the same fact when they are known.
fn new_case(case: &CaseState) -> Option<Fact> {
    let (filed, _) = case.filed?;
    let first_seen_at = case.first_seen_at?;
    if days_between(&case.number.court, filed, first_seen_at) > NEW_DAYS {
        return None;
    }
    let pointer = case.sources.first().cloned().or_else(|| case.transitions.first().map(|transition| transition.pointer.clone()))?;
    let charges = case.defendants.iter().flat_map(|defendant| &defendant.charges).filter(|charge| charge.standing == Standing::Current);
    let texts: Vec<String> = charges.map(|charge| charge.text.clone()).filter(|text| !text.is_empty()).collect();
    let fact = about(case, Class::NewCase, case.number.key(), pointer);
    Some(Fact {
        kind: case.state.as_str().to_owned(),
        text: texts.join("; "),
        happened_at: CourtZone::of(&case.number.court).and_then(|zone| zone.start_of(filed)),
        seen_at: first_seen_at,
        ..fact
    })
}

/// What became of a charge after it was first known.
fn outcomes(case: &CaseState, charge: &ChargeState) -> Vec<Fact> {
    let changes = charge.outcomes.windows(2).zip(1..);
    let fact = |(pair, place): (&[Outcome], usize)| {
        let [before, after] = pair else { return None };
        let fact = about(case, Class::Disposition, format!("{}@{place}", charge.key), after.pointer.clone());
        let was = if before.class == DispositionClass::None { "open" } else { before.class.as_str() };
        Some(Fact {
            citations: citations_of(charge),
            kind: after.class.as_str().to_owned(),
            text: format!("{}: from {was} to {}: {}", charge.text, after.class.as_str(), after.text),
            ..fact
        })
    };
    changes.filter_map(fact).collect()
}

fn vanished(case: &CaseState, charge: &ChargeState) -> Option<Fact> {
    let fact = about(case, Class::CountVanished, charge.key.clone(), charge.vanished.clone()?);
    Some(Fact { citations: citations_of(charge), text: format!("no longer listed: {}", charge.text), ..fact })
}

fn citations(case: &CaseState) -> Vec<String> {
    let charges = case.defendants.iter().flat_map(|defendant| &defendant.charges).filter(|charge| charge.standing == Standing::Current);
    let mut out: Vec<String> = charges.flat_map(citations_of).collect();
    out.sort_unstable();
    out.dedup();
    out
}

fn citations_of(charge: &ChargeState) -> Vec<String> {
    charge.charge.citations.iter().map(ToString::to_string).collect()
}

fn is_doe(caption: &str) -> bool {
    caption
        .split(|character: char| !character.is_alphanumeric())
        .any(|word| word.eq_ignore_ascii_case("doe") || word.eq_ignore_ascii_case("does"))
}

/// Days in court time; negative where the date lies ahead.
fn days_between(court: &str, from: Date, to: Instant) -> i64 {
    let start = CourtZone::of(court).and_then(|zone| zone.start_of(from));
    start.map_or(0, |start| (to.unix_millis() - start.unix_millis()).div_euclid(86_400_000))
}
