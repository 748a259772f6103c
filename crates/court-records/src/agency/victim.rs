//! Who was hurt, as a docket entry or a complaint says it.

use std::ops::Range;

use super::{
    Agency,
    mention::{Officer, Words},
};
use crate::token::{Tokens, bounded};

/// A longer text than any entry or complaint, in bytes; what follows is not read.
const MAX_TEXT_BYTES: usize = 256 * 1024;

/// How firmly a text says that officers of an agency were the victims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Act and officer stand in one sentence, a longer way apart.
    Likely,
    /// What was done is said of the officer: "punched an ICE officer", "the victim, a Border Patrol agent".
    Stated,
}

impl Grade {
    /// As it is on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Likely => "likely",
            Self::Stated => "stated",
        }
    }
}

/// An agency whose officer was the victim, and where the text says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VictimAgency {
    /// The agency.
    pub agency: Agency,
    /// How firmly.
    pub grade: Grade,
    /// The bytes of the text that say so.
    pub evidence: Range<usize>,
}

impl VictimAgency {
    /// The words that say so, from the text that was read.
    pub fn evidence_in<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.evidence.clone()).unwrap_or_default()
    }
}

/// What 18 U.S.C. 111 forbids and how texts say it, by the beginnings of words.
const ACTS: &[&str] = &[
    "assault",
    "struck",
    "strik",
    "punch",
    "kick",
    "biting",
    "bitten",
    "spat",
    "spit",
    "push",
    "shov",
    "hitting",
    "threw",
    "throw",
    "ramm",
    "attack",
    "resist",
    "imped",
    "oppos",
    "intimidat",
    "interfer",
    "obstruct",
    "swung",
    "elbow",
    "headbutt",
    "tackl",
    "grabb",
    "dragg",
    "injur",
    "batter",
    "slapp",
    "scratch",
];
/// Words that are an act only as a whole.
const WHOLE_ACTS: &[&str] = &["hit", "hits", "bit", "bites"];
/// Words near an officer who tells, investigates or arrests, and was not hurt by what the sentence says.
const TELLERS: &[&str] = &[
    "affiant",
    "i",
    "sworn",
    "swore",
    "complainant",
    "undersigned",
    "signed",
    "testified",
    "testimony",
    "investigated",
    "investigating",
    "referred",
];

/// Words between an act and an officer that make the officer the object of something else: "after the assault he told an ICE officer".
const OTHER_VERBS: &[&str] = &[
    "told",
    "said",
    "says",
    "reported",
    "informed",
    "stated",
    "saw",
    "observed",
    "called",
    "met",
    "spoke",
    "interviewed",
    "identified",
    "fled",
    "who",
    "when",
    "where",
    "until",
    "because",
    "during",
    "according",
];
/// Words between "victim" and the officer that he or she was.
const IS_THE_VICTIM: &[&str] =
    &["a", "an", "the", "was", "is", "who", "identified", "as", "being", "u", "s", "1", "2", "3", "v", "united", "states"];

/// Words between an act and its object that make it stated.
const NEAR: usize = 12;
/// Words beyond which they have nothing to do with each other.
const FAR: usize = 30;

/// The agencies whose officers the text says were the victims, the firmest evidence for each. Empty is unknown.
pub fn victims(text: &str) -> Vec<VictimAgency> {
    let tokens = Tokens::of(bounded(text, MAX_TEXT_BYTES));
    let words = Words::of(&tokens);
    let mut found: Vec<VictimAgency> = Vec::new();
    let mut start = 0;
    for end in (0..words.len()).filter(|word| words.ends_sentence(*word)) {
        let sentence = Sentence { words: &words, start, end: end + 1 };
        for victim in sentence.victims() {
            match found.iter_mut().find(|known| known.agency == victim.agency) {
                Some(known) if known.grade < victim.grade => *known = victim,
                Some(_) => {}
                None => found.push(victim),
            }
        }
        start = end + 1;
    }
    found
}

struct Sentence<'a, 't> {
    words: &'a Words<'a, 't>,
    start: usize,
    end: usize,
}

impl Sentence<'_, '_> {
    fn victims(&self) -> Vec<VictimAgency> {
        let mut found = Vec::new();
        let mut at = self.start;
        let mut last_act = None;
        let mut last_teller = None;
        while at < self.end {
            if self.is_act(at) {
                last_act = Some(at);
            }
            if self.words.is(at, TELLERS) {
                last_teller = Some(at);
            }
            let Some(officer) = self.words.officer(at).filter(|officer| officer.to <= self.end) else {
                at += 1;
                continue;
            };
            let act = last_act.filter(|act| last_teller < Some(*act));
            found.extend(self.victim(officer, act));
            at = officer.to;
        }
        found
    }

    fn is_act(&self, at: usize) -> bool {
        let word = self.words.word(at);
        let begins = |act: &&str| word.get(..act.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(act));
        ACTS.iter().any(begins) || self.words.is(at, WHOLE_ACTS)
    }

    /// An officer as the object of the act before, or of one after: "an ICE officer was struck".
    fn victim(&self, officer: Officer, act: Option<usize>) -> Option<VictimAgency> {
        let after = officer.to..(officer.to + 5).min(self.end);
        if after.clone().any(|at| self.words.is(at, TELLERS)) {
            return None;
        }
        // "struck by an ICE officer", "arrested by ICE officers": it is the officer who acts.
        let acts = (officer.from.saturating_sub(3).max(self.start)..officer.from).any(|at| self.words.is(at, &["by"]));
        let was = after.clone().find(|at| self.words.is(*at, &["was", "were", "been"]));
        let suffered = was.and_then(|was| (was + 1..(was + 4).min(self.end)).find(|at| self.is_act(*at)));
        if let Some(act) = suffered {
            return Some(self.evidence(officer.agency, Grade::Stated, officer.from, act + 1));
        }
        let before = (self.start..officer.from).rev().take(6).find(|at| !self.words.is(*at, IS_THE_VICTIM));
        if let Some(victim) = before.filter(|at| self.words.is(*at, &["victim", "victims"])) {
            return Some(self.evidence(officer.agency, Grade::Stated, victim, officer.to));
        }
        let act = act.filter(|act| !acts && officer.from - act <= FAR)?;
        if (act + 1..officer.from).any(|at| self.words.is(at, OTHER_VERBS)) {
            return None;
        }
        let grade = if officer.from - act <= NEAR { Grade::Stated } else { Grade::Likely };
        Some(self.evidence(officer.agency, grade, act, officer.to))
    }

    fn evidence(&self, agency: Agency, grade: Grade, from: usize, to: usize) -> VictimAgency {
        let evidence = self.words.tokens.span(self.words.place(from), self.words.place(to - 1) + 1);
        VictimAgency { agency, grade, evidence }
    }
}
