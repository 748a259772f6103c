//! The fold itself.

use std::collections::BTreeSet;

use super::{
    CaseState, DefendantState, FiledBy, Pointer, Shown, State, Transition, Word,
    defendant::{self, Tracked},
    linked,
};
use crate::{
    record::{CaseNumber, CaseRecord, SaidBy, Seal},
    rules::{cells::Month, court_time::CourtZone},
};

/// Kinds of entries with which a case begins, as feeds say them; compared by their first words without regard to case.
const OPENING: &[&str] = &[
    "complaint",
    "indictment",
    "information",
    "sealed complaint",
    "sealed indictment",
    "notice of removal",
    "case opened",
    "petition",
    "rule 5",
    "rule 32.1",
];

/// What is known of a case from all that was said of it and all that feeds showed. The words may come in any order.
pub(crate) fn fold(number: &CaseNumber, words: &[Word], shown: &[Shown]) -> CaseState {
    let mut case = fold_open(number, words, shown);
    if case.seal != Seal::Open {
        mask(&mut case);
    }
    case
}

/// As [`fold`], with the words of a sealed case: only for what has to know what was told before. It must not leave the service.
pub(crate) fn fold_open(number: &CaseNumber, words: &[Word], shown: &[Shown]) -> CaseState {
    let mut words: Vec<&Word> = words.iter().collect();
    words.sort_by_key(|word| (word.record.said, word.retrieved_at, &word.snapshot, &word.record.locator));
    let mut shown: Vec<&Shown> = shown.iter().collect();
    shown.sort_by_key(|shown| (shown.first_seen_at, &shown.filing.snapshot, &shown.filing.locator));

    let mut case = Folding::new(number);
    if number.is_criminal()
        && let Some(first) = shown.first()
    {
        case.start(Pointer {
            source: FEED.to_owned(),
            snapshot: first.filing.snapshot.clone(),
            locator: first.filing.locator.clone(),
            said_at: first.first_seen_at,
        });
    }
    for word in &words {
        case.take(word);
    }
    case.end(&words, &shown)
}

/// Slug of the source of feeds.
pub(crate) const FEED: &str = "pacer-rss";

struct Folding<'a> {
    number: &'a CaseNumber,
    seal: Seal,
    defendants: Vec<Tracked>,
    /// While no defendant is known.
    alone: Option<State>,
    transitions: Vec<Transition>,
}

impl<'a> Folding<'a> {
    fn new(number: &'a CaseNumber) -> Self {
        Self { number, seal: Seal::Open, defendants: Vec::new(), alone: None, transitions: Vec::new() }
    }

    fn start(&mut self, pointer: Pointer) {
        self.alone = Some(State::Candidate);
        self.transitions.push(Transition {
            subject: self.number.key(),
            from: None,
            to: State::Candidate,
            evidence: "a feed shows a criminal case; feeds do not show charges".to_owned(),
            pointer,
        });
    }

    fn take(&mut self, word: &Word) {
        let record = &word.record;
        let pointer = pointer(word);
        // Only the court's own page can say that a case is open; other sources do not know of seals.
        if record.seal != Seal::Open || record.said.by == SaidBy::Retrieval {
            self.seal = record.seal;
        }
        for told in record.defendants.iter().flatten() {
            let place = defendant::place(&self.defendants, told).unwrap_or_else(|| {
                self.defendants.push(Tracked::new());
                self.defendants.len() - 1
            });
            if let Some(defendant) = self.defendants.get_mut(place) {
                let key = defendant::key(self.number, told.number.or(defendant.number), &told.name);
                defendant.take(&key, told, &pointer);
            }
        }
        self.judge(record, &pointer);
    }

    /// States after a word, and how they changed.
    fn judge(&mut self, record: &CaseRecord, pointer: &Pointer) {
        if self.defendants.is_empty() {
            let (state, evidence) = match (self.seal, self.number.is_criminal()) {
                (Seal::Open, true) => (State::Candidate, "a criminal case; no source has shown its defendants yet".to_owned()),
                (Seal::Open, false) => return,
                (Seal::Sealed, _) => (State::Sealed, "the page says that the case is under seal".to_owned()),
                (Seal::Expunged, _) => (State::Sealed, "the caption says that the case was expunged".to_owned()),
            };
            if self.alone != Some(state) {
                let from = self.alone.replace(state);
                let pointer = Pointer { locator: record.locator.clone(), ..pointer.clone() };
                self.transitions.push(Transition { subject: self.number.key(), from, to: state, evidence, pointer });
            }
            return;
        }
        for defendant in &mut self.defendants {
            let (state, evidence) = defendant.judge(self.seal);
            let from = defendant.state.or(self.alone);
            if from != Some(state) {
                let subject = defendant::key(self.number, defendant.number, &defendant.name);
                self.transitions.push(Transition { subject, from, to: state, evidence, pointer: pointer.clone() });
            }
            defendant.state = Some(state);
        }
    }

    fn end(self, words: &[&Word], shown: &[&Shown]) -> CaseState {
        let Self { number, seal, defendants, alone, transitions } = self;
        let mut defendants: Vec<DefendantState> = defendants.into_iter().map(|defendant| defendant.known(number)).collect();
        defendants.sort_by(|one, other| (one.number.unwrap_or(u32::MAX), &one.name).cmp(&(other.number.unwrap_or(u32::MAX), &other.name)));
        let state = defendants.iter().map(|defendant| defendant.state).min().or(alone).unwrap_or(State::Not);
        let latest = |of: fn(&CaseRecord) -> bool| words.iter().rev().find(|word| of(&word.record)).map(|word| &word.record);
        let said = latest(|record| !record.caption.is_empty()).map(|record| record.caption.clone());
        let caption =
            said.or_else(|| shown.iter().rev().find_map(|shown| Some(shown.filing.case_name.clone()).filter(|name| !name.is_empty())));
        let ids = words.iter().filter_map(|word| word.record.pacer_case_id.clone());
        let ids: BTreeSet<String> = ids.chain(shown.iter().filter_map(|shown| shown.filing.case_id.clone())).collect();
        let parties: BTreeSet<String> = words.iter().flat_map(|word| word.record.parties.iter().cloned()).collect();
        let instants = || words.iter().map(|word| word.record.said.at).chain(shown.iter().map(|shown| shown.first_seen_at));
        CaseState {
            number: number.clone(),
            caption: caption.unwrap_or_default(),
            filed: filed(number, words, shown),
            terminated: latest(|record| record.terminated.is_some()).and_then(|record| record.terminated),
            seal,
            linked: linked::all(number, words),
            pacer_case_ids: ids.into_iter().collect(),
            defendants,
            parties: parties.into_iter().collect(),
            state,
            transitions,
            sources: words.iter().map(|word| pointer(word)).collect(),
            sights: words.len() + shown.len(),
            first_seen_at: instants().min(),
            said_at: instants().max(),
        }
    }
}

fn pointer(word: &Word) -> Pointer {
    Pointer {
        source: word.source.clone(),
        snapshot: word.snapshot.clone(),
        locator: word.record.locator.clone(),
        said_at: word.record.said.at,
    }
}

/// The date of filing: the latest word that gives one, else the day of the opening entry in a feed. An entry in a case of long ago is no opening.
fn filed(number: &CaseNumber, words: &[&Word], shown: &[&Shown]) -> Option<(domain::Date, FiledBy)> {
    let said = words.iter().rev().find_map(|word| Some((word.record.filed?, word.record.said.by)));
    if let Some((date, by)) = said {
        return Some((date, if by == SaidBy::Source { FiledBy::CourtListener } else { FiledBy::Docket }));
    }
    let opening = shown.iter().filter(|shown| is_opening(number, shown)).filter_map(|shown| shown.filing.filed_at).min()?;
    let date = CourtZone::of(&number.court)?.date(opening)?;
    is_of_year(number, date).then_some((date, FiledBy::Feed))
}

fn is_opening(number: &CaseNumber, shown: &Shown) -> bool {
    let kind = shown.filing.entry_kind.to_ascii_lowercase();
    // In a criminal case a petition is one for a warrant under supervision, years after.
    let begins = |opening: &&str| kind.starts_with(*opening) && !(number.is_criminal() && *opening == "petition");
    shown.filing.document_number.as_deref() == Some("1") || OPENING.iter().any(begins)
}

/// Whether a case of this number can have been opened on a day: numbers carry the year, and one given out in the last days of a year may be entered
/// in January.
fn is_of_year(number: &CaseNumber, date: domain::Date) -> bool {
    let year = number.number.rsplit(':').next().and_then(|rest| rest.split('-').next()).and_then(|year| year.parse::<i32>().ok());
    let Some(year) = year else { return true };
    let Month { year: of_entry, month } = Month::of(date);
    year == of_entry.rem_euclid(100) || (month == 1 && year == (of_entry - 1).rem_euclid(100))
}

/// What is not for the public any more leaves no words; that it was there, and how much of it, stays.
fn mask(case: &mut CaseState) {
    case.caption.clear();
    case.parties.clear();
    for defendant in &mut case.defendants {
        defendant.name.clear();
        for charge in &mut defendant.charges {
            charge.text.clear();
            charge.charge = crate::charges::Charge::default();
            charge.outcomes.clear();
        }
    }
    for transition in &mut case.transitions {
        if transition.to != State::Sealed {
            transition.evidence.clear();
        }
    }
}
