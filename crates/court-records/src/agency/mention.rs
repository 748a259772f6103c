//! Names of agencies and words for their officers in running text.

use super::Agency;
use crate::token::{Kind, Tokens};

/// Names in words, without "and", for which texts write `&` as well. A name stands before those that are a part of it.
const NAMES: &[(&[&str], Agency)] = &[
    (&["immigration", "customs", "enforcement"], Agency::Ice),
    (&["enforcement", "removal", "operations"], Agency::Ero),
    (&["deportation"], Agency::Ero),
    (&["homeland", "security", "investigations"], Agency::Hsi),
    (&["customs", "border", "protection"], Agency::Cbp),
    (&["border", "patrol"], Agency::BorderPatrol),
    (&["federal", "protective", "service"], Agency::Fps),
    (&["transportation", "security", "administration"], Agency::Tsa),
    (&["secret", "service"], Agency::SecretService),
    (&["marshals", "service"], Agency::Usms),
    (&["federal", "bureau", "of", "investigation"], Agency::Fbi),
    (&["drug", "enforcement", "administration"], Agency::Dea),
    (&["bureau", "of", "prisons"], Agency::Bop),
    (&["national", "park", "service"], Agency::ParkService),
    (&["park", "police"], Agency::ParkService),
    (&["capitol", "police"], Agency::CapitolPolice),
    (&["postal", "service"], Agency::PostalService),
    (&["postal"], Agency::PostalService),
];

/// Names in capitals; in small letters `ice` is frozen water.
const LETTERS: &[(&str, Agency)] = &[
    ("ICE", Agency::Ice),
    ("ERO", Agency::Ero),
    ("HSI", Agency::Hsi),
    ("CBP", Agency::Cbp),
    ("CBPO", Agency::Cbp),
    ("USBP", Agency::BorderPatrol),
    ("BPA", Agency::BorderPatrol),
    ("FPS", Agency::Fps),
    ("TSA", Agency::Tsa),
    ("USSS", Agency::SecretService),
    ("USMS", Agency::Usms),
    ("DUSM", Agency::Usms),
    ("FBI", Agency::Fbi),
    ("DEA", Agency::Dea),
    ("ATF", Agency::Atf),
    ("BOP", Agency::Bop),
    ("NPS", Agency::ParkService),
    ("USCP", Agency::CapitolPolice),
    ("USPS", Agency::PostalService),
];

/// Names that already say that an officer is meant: `CBPO`, `BPA`, `DUSM`.
const OFFICERS_BY_LETTERS: &[&str] = &["CBPO", "BPA", "DUSM"];

const OFFICERS: &[&str] = &[
    "officer",
    "officers",
    "agent",
    "agents",
    "employee",
    "employees",
    "deputy",
    "deputies",
    "marshal",
    "marshals",
    "inspector",
    "inspectors",
    "ranger",
    "rangers",
    "personnel",
    "guard",
    "guards",
    "carrier",
    "carriers",
];

/// Words between an agency and its officer: "ICE special agent". An "ICE detainee" and an officer are two.
const MODIFIERS: &[&str] = &[
    "special",
    "supervisory",
    "deportation",
    "detention",
    "removal",
    "enforcement",
    "immigration",
    "field",
    "criminal",
    "federal",
    "protective",
    "security",
    "law",
    "task",
    "force",
    "undercover",
    "uniformed",
    "patrol",
    "air",
    "marine",
    "police",
    "contract",
    "senior",
    "lead",
    "service",
    "s",
];

/// Words between an officer and the agency: "Officer A.B., a supervisor **with** ICE".
const BELONGS: &[&str] = &["with", "of", "from", "for"];

/// Words after which "of" and "from" say where something was and not to whom somebody belongs: "in front of".
const PLACES: &[&str] =
    &["front", "outside", "out", "side", "top", "hood", "because", "instead", "away", "feet", "yards", "custody", "arrest"];

/// What belongs to an agency and is no officer: "officers in front of the ICE facility".
const THINGS: &[&str] = &[
    "facility",
    "facilities",
    "building",
    "buildings",
    "office",
    "offices",
    "field",
    "detention",
    "operation",
    "operations",
    "vehicle",
    "vehicles",
    "van",
    "headquarters",
    "processing",
    "center",
    "arrest",
    "raid",
    "warrant",
    "custody",
    "detainee",
    "detainees",
    "investigation",
];

/// An officer of an agency, from the first token to the one after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Officer {
    pub(super) agency: Agency,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// The words of a text, by the places of their tokens.
pub(super) struct Words<'a, 't> {
    pub(super) tokens: &'a Tokens<'t>,
    /// Places of the words and numbers.
    places: Vec<usize>,
}

impl<'a, 't> Words<'a, 't> {
    pub(super) fn of(tokens: &'a Tokens<'t>) -> Self {
        let places = (0..tokens.len()).filter(|at| matches!(tokens.kind(*at), Kind::Letters | Kind::Digits)).collect();
        Self { tokens, places }
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The place of a word among the tokens.
    pub(super) fn place(&self, word: usize) -> usize {
        self.places.get(word).copied().unwrap_or(self.tokens.len())
    }

    pub(super) fn word(&self, word: usize) -> &'t str {
        self.places.get(word).map_or("", |at| self.tokens.word(*at))
    }

    pub(super) fn is(&self, word: usize, list: &[&str]) -> bool {
        list.iter().any(|listed| listed.eq_ignore_ascii_case(self.word(word)))
    }

    /// Whether a sentence ends between this word and the next.
    pub(super) fn ends_sentence(&self, word: usize) -> bool {
        let (at, next) = (self.place(word), self.place(word + 1));
        let between = (at + 1..next).any(|sign| match self.tokens.kind(sign) {
            Kind::Sign(';' | '!' | '?') => true,
            // A full stop after a single letter or an abbreviation ends nothing: "U.S.", "Mr."
            Kind::Sign('.') => {
                let last = self.word(word);
                let is_abbreviation =
                    last.chars().count() == 1 || self.is(word, &["mr", "mrs", "ms", "dr", "jr", "sr", "no", "st", "et", "al"]);
                !is_abbreviation && self.tokens.kind(sign + 1) != Kind::Letters
            }
            _ => false,
        });
        between || next >= self.tokens.len()
    }

    /// The agency that is named from this word on, and the word after it.
    pub(super) fn agency(&self, word: usize) -> Option<(Agency, usize)> {
        let named = NAMES.iter().find_map(|(name, agency)| Some((*agency, self.after_name(word, name)?)));
        let letters = || LETTERS.iter().find(|(letters, _)| *letters == self.word(word)).map(|(_, agency)| (*agency, word + 1));
        named.or_else(letters)
    }

    /// The word after a name, if it begins here.
    fn after_name(&self, word: usize, name: &[&str]) -> Option<usize> {
        let mut next = word;
        for part in name {
            if next > word && self.word(next).eq_ignore_ascii_case("and") {
                next += 1;
            }
            if !self.word(next).eq_ignore_ascii_case(part) {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// An officer of an agency who is named from this word on: "ICE deportation officer", "Deputy U.S. Marshal", "Officer A.B. with ICE".
    pub(super) fn officer(&self, word: usize) -> Option<Officer> {
        if self.is(word, &["deputy", "deputies"]) {
            let marshal = (word + 1..word + 5).find(|at| self.is(*at, &["marshal", "marshals"]))?;
            return Some(Officer { agency: Agency::Usms, from: word, to: marshal + 1 });
        }
        if let Some((mut agency, mut next)) = self.agency(word) {
            if OFFICERS_BY_LETTERS.contains(&self.word(word)) {
                return Some(Officer { agency, from: word, to: next });
            }
            for _ in 0..4 {
                if self.is(next, OFFICERS) {
                    return Some(Officer { agency, from: word, to: next + 1 });
                }
                if self.ends_sentence(next.saturating_sub(1)) {
                    return None;
                }
                // "ICE ERO officers": the part goes before the whole.
                match self.agency(next) {
                    Some((part, after)) if part.parent() == Some(agency) => (agency, next) = (part, after),
                    Some((whole, after)) if agency.parent() == Some(whole) => next = after,
                    None if self.is(next, MODIFIERS) => next += 1,
                    _ => return None,
                }
            }
            return None;
        }
        self.is(word, OFFICERS).then(|| self.officer_with(word)).flatten()
    }

    /// "an officer employed by Immigration and Customs Enforcement"
    fn officer_with(&self, word: usize) -> Option<Officer> {
        let mut belongs = false;
        for next in word + 1..word + 10 {
            if self.ends_sentence(next - 1) {
                return None;
            }
            if belongs && let Some((agency, to)) = self.agency(next) {
                return (!self.is(to, THINGS)).then_some(Officer { agency, from: word, to });
            }
            belongs = match self.word(next) {
                "by" => self.is(next - 1, &["employed", "contracted"]),
                "to" => self.is(next - 1, &["assigned"]),
                "the" | "U" | "S" | "US" | "United" | "States" | "DHS" => belongs,
                _ => self.is(next, BELONGS) && !self.is(next - 1, PLACES),
            };
        }
        None
    }
}
