//! What a watch asks for, and whether a fact meets it.

use std::collections::BTreeSet;

use domain::Date;

use super::{
    Asking, WatchProblem,
    entity::{self, EntityList},
    problem, shown,
    statute::Statute,
    words::{Terms, Wording},
};
use crate::{
    fact::{Class, Fact},
    pacer::DocketNumber,
    record::CaseNumber,
};

/// Bytes of one criterion at most.
const LONGEST: usize = 500;

/// Courts of one watch at most; there are about 200.
const MOST_COURTS: usize = 300;

/// What a watch asks for. What is not asked for is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Criteria {
    docket: Option<Docket>,
    lists: BTreeSet<EntityList>,
    party: Terms,
    statute: Option<Statute>,
    courts: BTreeSet<String>,
    event_type: Terms,
    text: Terms,
    /// Docket number, party, statute, courts, event type and text, each written in the one way.
    canonical: [String; 6],
}

/// A docket number without judges and defendant. An office that only one side names makes no difference.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Docket {
    office: String,
    number: String,
}

impl Docket {
    fn of(number: &str) -> Self {
        let (office, number) = number.split_once(':').unwrap_or(("", number));
        Self { office: office.to_ascii_lowercase(), number: number.to_ascii_lowercase() }
    }

    fn is(&self, other: &Self) -> bool {
        self.number == other.number && (self.office == other.office || self.office.is_empty() || other.office.is_empty())
    }
}

/// A fact that was cut into words once, to be held against many watches.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    /// The fact.
    pub(crate) fact: &'a Fact,
    docket: Option<Docket>,
    names: Vec<(&'a str, Wording)>,
    citations: Vec<Statute>,
    kind: Wording,
    text: Wording,
    day: Option<Date>,
}

impl<'a> Asked<'a> {
    /// The fact, cut into words.
    pub(crate) fn of(fact: &'a Fact) -> Self {
        let names = std::iter::once(&fact.caption).chain(&fact.parties).map(|name| (name.as_str(), Wording::of(name)));
        let docket = (!fact.docket_number.is_empty()).then(|| Docket::of(&CaseNumber::of(&fact.court, &fact.docket_number).number));
        let at = fact.happened_at.unwrap_or(fact.seen_at).to_string();
        Self {
            fact,
            docket,
            names: names.collect(),
            citations: fact.citations.iter().filter_map(|citation| Statute::read(citation)).collect(),
            kind: Wording::of(&fact.kind),
            text: Wording::of(&format!("{}\n{}", fact.kind, fact.text)),
            day: at.get(..10).and_then(|day| day.parse().ok()),
        }
    }
}

impl Criteria {
    /// Reads what is asked for; what cannot be read is a problem and no criterion.
    pub(super) fn read(asking: &Asking, problems: &mut Vec<WatchProblem>) -> Self {
        let docket = docket(&asking.docket_number, problems);
        let (lists, party) = party(&asking.party, problems);
        let statute = statute(&asking.statute, problems);
        let courts = courts(&asking.courts, problems);
        let event_type = terms("event_type", &asking.event_type, problems);
        let text = terms("text", &asking.text, problems);
        let list_names = lists.iter().map(|list| list.as_str().to_owned());
        let canonical = [
            docket.clone().unwrap_or_default(),
            list_names.chain((!party.is_empty()).then(|| party.to_string())).collect::<Vec<_>>().join(" "),
            statute.as_ref().map(ToString::to_string).unwrap_or_default(),
            courts.iter().cloned().collect::<Vec<_>>().join(","),
            event_type.to_string(),
            text.to_string(),
        ];
        Self { docket: docket.map(|number| Docket::of(&number)), lists, party, statute, courts, event_type, text, canonical }
    }

    /// Docket number, party, statute, courts (with commas between), event type and text, each written in the one way; reading them again gives the
    /// same criteria.
    pub(crate) fn canonical(&self) -> &[String; 6] {
        &self.canonical
    }

    /// Codes of the courts; empty for all.
    pub(crate) fn courts(&self) -> &BTreeSet<String> {
        &self.courts
    }

    /// True if nothing is asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.courts.is_empty() && !self.asks_for_cases()
    }

    fn asks_for_cases(&self) -> bool {
        let Self { docket, lists, party, statute, courts: _, event_type, text, canonical: _ } = self;
        let has_terms = [party, event_type, text].into_iter().any(|terms| !terms.is_empty());
        docket.is_some() || !lists.is_empty() || statute.is_some() || has_terms
    }

    fn asks_for_charges_alone(&self) -> bool {
        let Self { docket, lists, party, statute, courts: _, event_type, text, canonical: _ } = self;
        let has_terms = [party, event_type, text].into_iter().any(|terms| !terms.is_empty());
        statute.is_some() && docket.is_none() && lists.is_empty() && !has_terms
    }

    /// Whether a fact meets all of it. What a feed can no longer show concerns every watch that names its court, whatever else it asks for, and
    /// those that ask for no cases.
    pub(super) fn are_met_by(&self, asked: &Asked<'_>) -> bool {
        let of_court = self.courts.is_empty() || self.courts.contains(&asked.fact.court);
        if asked.fact.class == Class::WebhookDisabled {
            return false;
        }
        if asked.fact.class.is_of_feed() {
            return of_court && (!self.courts.is_empty() || !self.asks_for_cases());
        }
        // Who asks for charges alone is told of cases and what becomes of them, not of every entry in each.
        let is_beside = asked.fact.class == Class::Filing && self.asks_for_charges_alone();
        of_court
            && !is_beside
            && self.docket.as_ref().is_none_or(|docket| asked.docket.as_ref().is_some_and(|other| docket.is(other)))
            && self.statute.as_ref().is_none_or(|statute| asked.citations.iter().any(|citation| statute.covers(citation)))
            && self.event_type.are_in(&asked.kind)
            && self.text.are_in(&asked.text)
            && (self.party.is_empty() || asked.names.iter().any(|(_, wording)| self.party.are_in(wording)))
            && self
                .lists
                .iter()
                .all(|list| asked.names.iter().any(|(name, _)| asked.day.is_some_and(|day| entity::matches(*list, name, day))))
    }

    /// A title for a watch that has none.
    pub(super) fn in_words(&self) -> String {
        let [docket, _, statute, _, event_type, text] = &self.canonical;
        let mut parts = Vec::new();
        if !docket.is_empty() {
            parts.push(format!("docket {docket}"));
        }
        let mut names: Vec<String> = self.lists.iter().map(|list| list.title().to_owned()).collect();
        if !self.party.is_empty() {
            names.push(self.party.to_string());
        }
        if !names.is_empty() {
            parts.push(format!("party {}", names.join(" and ")));
        }
        if !statute.is_empty() {
            parts.push(format!("charges under {statute}"));
        }
        if !event_type.is_empty() {
            parts.push(format!("entries of kind {event_type}"));
        }
        if !text.is_empty() {
            parts.push(format!("text with {text}"));
        }
        let what = if parts.is_empty() { "everything".to_owned() } else { parts.join(", ") };
        let title = match self.courts.len() {
            0 => format!("{what} in all courts"),
            1..=4 => format!("{what} in {}", self.courts.iter().cloned().collect::<Vec<_>>().join(", ")),
            number => format!("{what} in {number} courts"),
        };
        let mut letters = title.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).take(super::LONGEST_TITLE).collect()).unwrap_or_default()
    }
}

fn is_short(field: &'static str, text: &str, problems: &mut Vec<WatchProblem>) -> bool {
    if text.len() > LONGEST {
        problems.push(problem(field, format!("at most {LONGEST} bytes are read")));
    }
    text.len() <= LONGEST
}

fn docket(text: &str, problems: &mut Vec<WatchProblem>) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || !is_short("docket_number", text, problems) {
        return None;
    }
    let Some(number) = DocketNumber::read(text) else {
        problems.push(problem("docket_number", format!("`{}` is no docket number; write for example 1:17-cr-00554", shown(text))));
        return None;
    };
    Some(CaseNumber::of("", &number.text).number)
}

fn party(text: &str, problems: &mut Vec<WatchProblem>) -> (BTreeSet<EntityList>, Terms) {
    let mut lists = BTreeSet::new();
    if !is_short("party", text, problems) {
        return (lists, Terms::default());
    }
    let (named, others): (Vec<&str>, Vec<&str>) = text.split_whitespace().partition(|word| word.starts_with('@'));
    for name in named {
        if let Some(list) = EntityList::ALL.into_iter().find(|list| list.as_str().eq_ignore_ascii_case(name)) {
            lists.insert(list);
        } else {
            let known = EntityList::ALL.map(EntityList::as_str).join(", ");
            problems.push(problem("party", format!("there is no list `{}`; there are {known}", shown(name))));
        }
    }
    (lists, terms("party", &others.join(" "), problems))
}

fn statute(text: &str, problems: &mut Vec<WatchProblem>) -> Option<Statute> {
    let text = text.trim();
    if text.is_empty() || !is_short("statute", text, problems) {
        return None;
    }
    let statute = Statute::read(text);
    if statute.is_none() {
        problems.push(problem("statute", format!("`{}` is no citation; write 18:111 or 18:111(a)(1)", shown(text))));
    }
    statute
}

fn courts(codes: &[String], problems: &mut Vec<WatchProblem>) -> BTreeSet<String> {
    let mut courts = BTreeSet::new();
    if codes.len() > MOST_COURTS {
        problems.push(problem("courts", format!("at most {MOST_COURTS} courts are watched; to watch all, name none")));
        return courts;
    }
    for code in codes.iter().map(|code| code.trim()).filter(|code| !code.is_empty()) {
        let is_code = (2..=12).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if is_code {
            courts.insert(code.to_ascii_lowercase());
        } else {
            problems.push(problem("courts", format!("`{}` is no code of CM/ECF; write for example nysd", shown(code))));
        }
    }
    courts
}

fn terms(field: &'static str, text: &str, problems: &mut Vec<WatchProblem>) -> Terms {
    if !is_short(field, text, problems) {
        return Terms::default();
    }
    let terms = Terms::read(text);
    if terms.is_empty() && !text.trim().is_empty() {
        problems.push(problem(field, format!("`{}` has no word", shown(text.trim()))));
    }
    terms
}
