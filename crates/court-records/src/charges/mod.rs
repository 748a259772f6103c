//! What courts and the Justice Department write about charges.
//!
//! A library free of the service around it: one text goes in, a [`Charge`] comes out, with what could not be read and where it stands.
//! Nothing is matched by substring: `18:1111`, `18:115` and `21:111` are other sections than 18 U.S.C. 111 because they are read as other
//! sections. A text that cites nothing is unknown, not "no".
//!
//! ```
//! use court_records::charges::{Charge, Section111};
//!
//! let charge = Charge::read("18:111(a)(1) and (b) ASSAULT ON A FEDERAL OFFICER(1ss)");
//! assert_eq!(charge.citations.iter().map(ToString::to_string).collect::<Vec<_>>(), ["18:111(a)(1)", "18:111(b)"]);
//! assert_eq!(charge.counts.to_string(), "1ss");
//! assert_eq!(charge.is_18_111(), Section111::Yes);
//! assert_eq!(Charge::read("ASSAULTING CERTAIN OFFICERS(1)").is_18_111(), Section111::Unknown);
//! ```

mod citation;
mod count;
mod designator;
mod disposition;
mod grammar;
mod known;
mod severity;
mod siblings;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use citation::{Citation, Section, Title};
pub use count::{CountNumber, CountRange, Counts, Instrument};
pub use disposition::{ChargeOutcome, DispositionClass, DocketStatus};
pub use severity::Severity;

use crate::token::{Tokens, bounded};

/// A longer text than any docket writes for one charge, in bytes; what follows is left over.
pub const MAX_TEXT_BYTES: usize = 16 * 1024;

/// One charge, as far as its text tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Charge {
    /// The provisions that it cites, in the order of the text, each once. Empty is unknown.
    pub citations: Vec<Citation>,
    /// Sections that are cited without their title, as some statute columns have them: `1324a2`.
    pub untitled: Vec<Section>,
    /// The severity that it states.
    pub severity: Severity,
    /// The counts under which it stands.
    pub counts: Counts,
    /// The words of the charge without citations before or after them and without the count.
    pub text: String,
    /// What looks like a citation and was not read as one.
    pub leftovers: Vec<Leftover>,
}

/// A part of a text that was not read as a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// Its bytes.
    pub span: Range<usize>,
    /// Why.
    pub reason: Reason,
}

/// Why a part of a text is no citation of the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Regulations, or a section of a state's code: `41:102-74.390`.
    Regulation,
    /// The number of a docket: `3:18-cr-00111`.
    DocketNumber,
    /// `at 18:11`
    TimeOfDay,
    /// A span of numbers: `18:111-115`.
    Span,
    /// The code has no such title.
    NoSuchTitle,
    /// The code has no such section.
    NoSuchSection,
    /// The title is not written.
    NoTitle,
    /// More citations than a charge has.
    TooMany,
    /// The text is longer than [`MAX_TEXT_BYTES`].
    TooLong,
}

/// Whether a charge is one under 18 U.S.C. 111.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section111 {
    /// It cites the section or a part of it.
    Yes,
    /// It cites other provisions only.
    No,
    /// It cites nothing that could be read for certain.
    Unknown,
}

/// Where a text was written, which decides what a number in parentheses at its end means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// With words, and mostly with the number of the count at the end.
    InADocket,
    /// In a column that holds statutes and no counts.
    AsAStatute,
}

impl Charge {
    /// Reads a charge as dockets write it. Never fails: what cannot be read is a leftover.
    pub fn read(raw: &str) -> Self {
        Self::read_as(raw, Written::InADocket)
    }

    /// Reads a statute as LIONS and the integrated database of the Federal Judicial Center write it: `8 :1324(a)(2)`, `18 :00111`, `18:111.F`.
    /// Parentheses at the end are a subsection.
    pub fn of_statute(raw: &str) -> Self {
        Self::read_as(raw, Written::AsAStatute)
    }

    fn read_as(raw: &str, written: Written) -> Self {
        let bounded = bounded(raw, MAX_TEXT_BYTES);
        let reading = grammar::read(&Tokens::of(bounded), written);
        let mut leftovers = reading.leftovers;
        if bounded.len() < raw.len() {
            leftovers.push(Leftover { span: bounded.len()..raw.len(), reason: Reason::TooLong });
        }
        Self {
            text: words(bounded.get(..reading.end).unwrap_or(bounded), &reading.chains).to_owned(),
            citations: reading.citations,
            untitled: reading.untitled,
            severity: reading.severity,
            counts: reading.counts,
            leftovers,
        }
    }

    /// Whether it is a charge under 18 U.S.C. 111, by its citations alone.
    pub fn is_18_111(&self) -> Section111 {
        if self.citations.iter().any(Citation::is_18_111) {
            return Section111::Yes;
        }
        let is_doubtful = self.untitled.iter().any(|section| section.number == 111)
            || self.citations.iter().any(|citation| citation.title.number() == 18 && citation.section.number == 111)
            || self.leftovers.iter().any(|leftover| matches!(leftover.reason, Reason::Span | Reason::TooMany | Reason::TooLong));
        let cites_something_else = !self.citations.is_empty()
            || !self.untitled.is_empty()
            || self.leftovers.iter().any(|leftover| leftover.reason == Reason::Regulation);
        if cites_something_else && !is_doubtful { Section111::No } else { Section111::Unknown }
    }
}

/// The words of a charge: what follows the citations at its beginning, or else what stands before those at its end.
fn words<'a>(text: &'a str, chains: &[Range<usize>]) -> &'a str {
    let is_conjunction = |word: &str| word.is_empty() || ["and", "or", "with"].iter().any(|known| known.eq_ignore_ascii_case(word));
    let is_separator = |part: Option<&str>| part.is_some_and(|part| part.split(|sign: char| !sign.is_alphanumeric()).all(is_conjunction));
    let mut start = 0;
    for chain in chains {
        if !is_separator(text.get(start..chain.start)) {
            break;
        }
        start = chain.end;
    }
    let mut end = text.len();
    if start == 0 {
        for chain in chains.iter().rev() {
            if !is_separator(text.get(chain.end..end)) {
                break;
            }
            end = chain.start;
        }
    }
    let words = text.get(start..end).unwrap_or_default();
    words
        .trim_start_matches(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '"' | '\'' | '$'))
        .trim_end_matches(|sign: char| sign.is_whitespace() || matches!(sign, '-' | '–' | '—' | ';' | ':' | ',' | '('))
}
