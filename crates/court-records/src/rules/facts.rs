//! What of a case watches can be told: its entries, that it is new, what became of its charges, and what is no longer there.

use domain::{Date, Instant};

use super::{
    Filing,
    case::{CaseState, ChargeState, FEED, Outcome, Pointer, Standing, fold_open},
    court_time::CourtZone,
    entries::{self, EntryState},
};
use crate::{
    charges::DispositionClass,
    fact::{Class, Fact, Noise},
    record::Seal,
    store::KnownCase,
};

/// A feed looks back about a day; an entry that is older than this when it is first seen is no news.
const OLD_DAYS: i64 = 3;

/// A case that is first seen within so many days of its filing is new.
const NEW_DAYS: i64 = 45;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// Kinds of entries of which every case has many; compared by their first words without regard to case.
const ROUTINE: &[&str] = &[
    "notice of appearance",
    "notice of attorney appearance",
    "appearance",
    "summons",
    "proof of service",
    "notice of change of address",
    "notice of electronic filing",
    "certificate of service",
    "affidavit of service",
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
    let entries = entries::merged(&case.number.court, &known.words, &known.shown);
    // What was told of a case that is sealed now is told again without its words.
    let entries = entries.into_iter().map(|entry| if case.seal == Seal::Open { entry } else { entry.masked() });
    facts.extend(entries.map(|entry| of_entry(case, entry)));
    facts.extend(new_case(case));
    if case.seal == Seal::Open {
        facts.extend(of_charges(case));
    } else {
        let told = of_charges(&fold_open(&case.number, &known.words, &known.shown));
        facts.extend(told.into_iter().map(masked));
    }
    facts
}

fn of_charges(case: &CaseState) -> Vec<Fact> {
    let charges = case.defendants.iter().flat_map(|defendant| &defendant.charges);
    charges.flat_map(|charge| outcomes(case, charge).into_iter().chain(vanished(case, charge))).collect()
}

/// That something was told, without its words.
fn masked(fact: Fact) -> Fact {
    Fact {
        caption: String::new(),
        parties: Vec::new(),
        citations: Vec::new(),
        kind: String::new(),
        text: String::new(),
        link: None,
        noise: None,
        ..fact
    }
}

/// The fact that a filing is whose title has no docket number, first seen and last said at these instants.
pub(crate) fn of_filing(filing: &Filing, seen_at: Instant, said_at: Instant) -> Fact {
    let age = filing.filed_at.map_or(0, |filed| seen_at.unix_millis().saturating_sub(filed.unix_millis()));
    Fact {
        class: Class::Filing,
        subject: filing.id(),
        court: filing.court.clone(),
        case_key: String::new(),
        docket_number: String::new(),
        caption: filing.case_name.clone(),
        parties: Vec::new(),
        citations: Vec::new(),
        kind: filing.entry_kind.clone(),
        text: String::new(),
        link: filing.link.clone(),
        happened_at: filing.filed_at,
        seen_at,
        said_at,
        sights: 1,
        noise: noise(&filing.case_name, &filing.entry_kind, age.div_euclid(DAY_MILLIS)),
        source: FEED.to_owned(),
        snapshot: filing.snapshot.clone(),
        locator: filing.locator.clone(),
    }
}

/// Why an entry may be noise, by its caption, its kind and its age in days when it was first seen.
fn noise(caption: &str, kind: &str, age_days: i64) -> Option<Noise> {
    let kind = kind.trim().to_lowercase();
    let is_routine = ROUTINE.iter().any(|routine| kind.strip_prefix(routine).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
    match (age_days > OLD_DAYS, is_routine, is_doe(caption)) {
        (true, _, _) => Some(Noise::OldDocument),
        (false, true, _) => Some(Noise::Routine),
        (false, false, true) => Some(Noise::DoeCaption),
        (false, false, false) => None,
    }
}

/// A fact of this case about which nothing else is said yet.
fn about(case: &CaseState, class: Class, subject: String, pointer: Pointer) -> Fact {
    // A case that knows more sights says the newer word on all its facts.
    let latest = case.said_at.unwrap_or(pointer.said_at);
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
        said_at: latest,
        sights: case.sights,
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
    let since = |at: Instant| first_seen_at.unix_millis().saturating_sub(at.unix_millis()).div_euclid(DAY_MILLIS);
    let age = entered.map(since).or_else(|| filed.map(|filed| days_between(&case.number.court, filed, first_seen_at))).unwrap_or(0);
    let noise = noise(&case.caption, &kind, age);
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
    start.map_or(0, |start| (to.unix_millis() - start.unix_millis()).div_euclid(DAY_MILLIS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::case::{Word, fold, tests::word};

    #[track_caller]
    fn check(caption: &str, kind: &str, days: i64, wanted: Option<Noise>) {
        assert_eq!(noise(caption, kind, days), wanted, "{caption} {kind} after {days} days");
    }

    #[test]
    fn what_became_of_a_charge_is_told_again_without_words_when_the_case_is_sealed() {
        let told = |scripts: &[&str]| -> Vec<String> {
            let words: Vec<Word> = scripts.iter().zip(1..).map(|(script, hour)| word(hour, script)).collect();
            let state = fold(&words[0].record.number, &words, &[]);
            let facts = of_case(&KnownCase { state, words, shown: Vec::new() });
            let facts = facts.iter().filter(|fact| fact.class == Class::Disposition);
            facts
                .map(|fact| format!("{} {:?} {:?} {:?} {:?}", fact.subject, fact.caption, fact.parties, fact.citations, fact.text))
                .collect()
        };
        let words = ["USA v. Doe | defendant 1 Doe: 18:111(a)(1)(1)", "defendant 1 Doe: 18:111(a)(1)(1) = Dismissed"];
        insta::assert_debug_snapshot!(told(&words), @r#"
        [
            "nysd/1:26-cr-00012/1/1@1 \"USA v. Doe\" [\"Doe\"] [\"18:111(a)(1)\"] \"18:111(a)(1)(1): from open to dismissed: Dismissed\"",
        ]
        "#);
        insta::assert_debug_snapshot!(told(&[words.as_slice(), &["sealed"]].concat()), @r#"
        [
            "nysd/1:26-cr-00012/1/1@1 \"\" [] [] \"\"",
        ]
        "#);
    }

    #[test]
    fn what_may_be_noise_says_why() {
        check("Doe v. Roe", "Complaint", 0, Some(Noise::DoeCaption));
        check("Doering v. Roe", "Complaint", 0, None);
        check("Doe v. Roe", "Notice of Appearance", 0, Some(Noise::Routine));
        check("Foe v. Roe", "Summons Issued", 0, Some(Noise::Routine));
        check("Foe v. Roe", "Appearances", 0, None);
        check("Foe v. Roe", "Order", 5, Some(Noise::OldDocument));
    }
}
