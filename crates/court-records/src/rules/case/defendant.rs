//! A defendant while words are folded: the list of charges of each word is a full snapshot, held against the one before.

use contracts::identity;
use domain::Date;

use super::{ChargeKind, ChargeState, DefendantState, Outcome, Pointer, Standing, State};
use crate::{
    charges::{Charge, DispositionClass, Instrument, Section111},
    record::{CaseNumber, ChargeRecord, DefendantRecord, Heading, Seal},
};

/// Words of evidence are cut here; the place where the whole stands is beside them.
const EVIDENCE_CHARS: usize = 240;

/// A defendant so far.
#[derive(Debug, Clone)]
pub(super) struct Tracked {
    pub(super) number: Option<u32>,
    pub(super) name: String,
    pub(super) terminated: Option<Date>,
    charges: Vec<ChargeState>,
    /// Whether any word listed charges.
    is_charged: bool,
    /// None before the first word is folded.
    pub(super) state: Option<State>,
    was_confirmed: bool,
}

/// The defendant that a word means: the one of its number, else the one of its name unless both have a number. No two have one number.
pub(super) fn place(known: &[Tracked], told: &DefendantRecord) -> Option<usize> {
    let of_number = || known.iter().position(|one| one.number.is_some() && one.number == told.number);
    let is_named = |one: &Tracked| (one.number.is_none() || told.number.is_none()) && folded(&one.name) == folded(&told.name);
    of_number().or_else(|| known.iter().position(is_named))
}

impl Tracked {
    pub(super) fn new() -> Self {
        Self {
            number: None,
            name: String::new(),
            terminated: None,
            charges: Vec::new(),
            is_charged: false,
            state: None,
            was_confirmed: false,
        }
    }

    /// Takes what a word says of it.
    pub(super) fn take(&mut self, key: &str, record: &DefendantRecord, pointer: &Pointer) {
        let DefendantRecord { number, name, terminated, charges, locator } = record;
        self.number = self.number.or(*number);
        if !name.is_empty() {
            self.name.clone_from(name);
        }
        self.terminated = terminated.or(self.terminated);
        if let Some(charges) = charges {
            self.is_charged = true;
            let pointer = Pointer { locator: locator.clone(), ..pointer.clone() };
            self.list(key, charges, &pointer);
        }
    }

    /// A list of charges, in full: what it does not have has vanished.
    fn list(&mut self, key: &str, records: &[ChargeRecord], pointer: &Pointer) {
        let mut is_listed = vec![false; self.charges.len()];
        for record in records {
            let pointer = Pointer { locator: record.locator.clone(), ..pointer.clone() };
            let charge = Charge::read(&record.text);
            let known = self
                .charges
                .iter()
                .enumerate()
                .position(|(place, known)| !is_listed.get(place).copied().unwrap_or(true) && is_same(known, &charge, record));
            if let Some((known, listed)) = known.and_then(|place| Some((self.charges.get_mut(place)?, is_listed.get_mut(place)?))) {
                *listed = true;
                again(known, charge, record, pointer);
            } else {
                let place = self.charges.len();
                self.charges.push(first(key, place, charge, record, pointer));
                is_listed.push(true);
            }
        }
        for (charge, listed) in self.charges.iter_mut().zip(is_listed) {
            charge.vanished = if listed { None } else { charge.vanished.take().or_else(|| Some(pointer.clone())) };
        }
        self.stand();
    }

    /// Only the latest instrument stands, and a complaint only until there is an indictment.
    fn stand(&mut self) {
        let there = || self.charges.iter().filter(|charge| charge.vanished.is_none() && charge.kind == ChargeKind::Count);
        let latest: Option<Instrument> = there().filter_map(|charge| charge.charge.counts.instrument()).max();
        let has_counts = there().next().is_some();
        for charge in &mut self.charges {
            let of_earlier = charge.charge.counts.instrument().is_some_and(|own| latest.is_some_and(|latest| own < latest));
            charge.standing = if charge.vanished.is_some() {
                Standing::Vanished
            } else if (charge.kind == ChargeKind::Complaint && has_counts) || (charge.kind == ChargeKind::Count && of_earlier) {
                Standing::Superseded
            } else {
                Standing::Current
            };
        }
    }

    /// Its state and what shows it.
    pub(super) fn judge(&mut self, seal: Seal) -> (State, String) {
        let (state, evidence) = self.judged(seal);
        self.was_confirmed |= state == State::Confirmed;
        (state, evidence.chars().take(EVIDENCE_CHARS).collect())
    }

    fn judged(&self, seal: Seal) -> (State, String) {
        match seal {
            Seal::Sealed => return (State::Sealed, "the page says that the case is under seal".to_owned()),
            Seal::Expunged => return (State::Sealed, "the caption says that the case was expunged".to_owned()),
            Seal::Open => {}
        }
        if !self.is_charged {
            return (State::Candidate, "no source has shown its charges yet".to_owned());
        }
        let current: Vec<&ChargeState> = self.charges.iter().filter(|charge| charge.standing == Standing::Current).collect();
        let of = |section: Section111| current.iter().filter(move |charge| charge.charge.is_18_111() == section);
        if let Some(charge) = of(Section111::Yes).next() {
            return (State::Confirmed, format!("{}: {}", charge.kind.as_str(), charge.text));
        }
        let unread = of(Section111::Unknown).count();
        if let Some(charge) = of(Section111::Unknown).next() {
            return (State::Unknown, format!("{unread} of {} charges without a citation that can be read: {}", current.len(), charge.text));
        }
        let cited = cited(&current);
        match (self.was_confirmed, current.is_empty()) {
            (true, true) => (State::Gone, "the latest list has no charges".to_owned()),
            (true, false) => (State::Gone, format!("the latest list no longer has it; it cites {cited}")),
            // A matter that is not charged yet, or no prosecution at all: nothing says that it is none under this section.
            (false, true) => (State::Candidate, "the list of charges is empty".to_owned()),
            (false, false) => (State::Not, format!("its charges cite {cited}")),
        }
    }

    /// As it is known.
    pub(super) fn known(self, case: &CaseNumber) -> DefendantState {
        let key = key(case, self.number, &self.name);
        // The key of a charge begins with the one of its defendant, whose number may have become known later than the charge.
        let charges =
            self.charges.into_iter().enumerate().map(|(place, charge)| ChargeState { key: format!("{key}/{}", place + 1), ..charge });
        DefendantState {
            number: self.number,
            name: self.name,
            terminated: self.terminated,
            charges: charges.collect(),
            state: self.state.unwrap_or(State::Candidate),
            key,
        }
    }
}

/// Key of the case and number; without a number, what is derived from the name.
pub(super) fn key(case: &CaseNumber, number: Option<u32>, name: &str) -> String {
    let id = number.map_or_else(
        || format!("~{}", identity::of_bytes(folded(name).as_bytes()).chars().take(8).collect::<String>()),
        |number| number.to_string(),
    );
    format!("{}/{id}", case.key())
}

/// Without regard to case, punctuation and white space.
pub(crate) fn folded(name: &str) -> String {
    let words = name.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn kind(record: &ChargeRecord) -> ChargeKind {
    if record.heading == Heading::Complaint { ChargeKind::Complaint } else { ChargeKind::Count }
}

/// The same text, or the same counts of the same provisions in other words.
fn is_same(known: &ChargeState, charge: &Charge, record: &ChargeRecord) -> bool {
    let is_cited_alike = !charge.citations.is_empty() && known.charge.citations == charge.citations;
    let is_counted_alike = !charge.counts.0.is_empty() && known.charge.counts == charge.counts;
    known.kind == kind(record) && (folded(&known.text) == folded(&record.text) || (is_cited_alike && is_counted_alike))
}

fn first(defendant: &str, place: usize, charge: Charge, record: &ChargeRecord, pointer: Pointer) -> ChargeState {
    let outcome = outcome(record, &pointer);
    ChargeState {
        key: format!("{defendant}/{}", place + 1),
        text: record.text.clone(),
        charge,
        kind: kind(record),
        heading: record.heading,
        outcomes: vec![outcome],
        standing: Standing::Current,
        first: pointer.clone(),
        last: pointer,
        vanished: None,
    }
}

fn again(known: &mut ChargeState, charge: Charge, record: &ChargeRecord, pointer: Pointer) {
    let outcome = outcome(record, &pointer);
    if known.outcomes.last().is_none_or(|last| last.class != outcome.class) {
        known.outcomes.push(outcome);
    }
    known.text.clone_from(&record.text);
    known.charge = charge;
    known.heading = record.heading;
    known.last = pointer;
}

fn outcome(record: &ChargeRecord, pointer: &Pointer) -> Outcome {
    Outcome { class: DispositionClass::of(&record.disposition), text: record.disposition.clone(), pointer: pointer.clone() }
}

fn cited(charges: &[&ChargeState]) -> String {
    let mut out: Vec<String> = charges.iter().flat_map(|charge| &charge.charge.citations).map(ToString::to_string).collect();
    out.sort_unstable();
    out.dedup();
    if out.is_empty() { "regulations".to_owned() } else { out.join(", ") }
}
