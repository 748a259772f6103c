//! The number of a count as dockets append it to a charge: `(1)`, `(2-4)`, `(1ss)`, `(2s-3s)`.

use std::fmt;

use crate::token::{Kind, Tokens};

/// The instrument to which a count belongs, as the letters after its number tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Instrument {
    /// No letter: the first one.
    Original,
    /// `r`, for which courts publish no legend.
    R,
    /// `s` once for each superseding instrument: the same conduct appears again.
    Superseding(u8),
}

impl fmt::Display for Instrument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Original => Ok(()),
            Self::R => f.write_str("r"),
            Self::Superseding(times) => (0..*times).try_for_each(|_| f.write_str("s")),
        }
    }
}

/// One count of an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountNumber {
    /// Its number, 1 to 999.
    pub number: u16,
    /// The instrument.
    pub instrument: Instrument,
}

impl fmt::Display for CountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.number, self.instrument)
    }
}

/// Counts from the first to the last, both included. The last is never less than the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountRange {
    first: CountNumber,
    last: CountNumber,
}

impl CountRange {
    /// The counts from `first` to `last`; nothing if they stand the wrong way round.
    pub fn new(first: CountNumber, last: CountNumber) -> Option<Self> {
        (first.number <= last.number).then_some(Self { first, last })
    }

    /// The first count.
    pub fn first(self) -> CountNumber {
        self.first
    }

    /// The last count.
    pub fn last(self) -> CountNumber {
        self.last
    }
}

impl fmt::Display for CountRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { self.first.fmt(f) } else { write!(f, "{}-{}", self.first, self.last) }
    }
}

/// The counts under which a charge stands; none where the text has no number, as in complaints. It prints as `2s-3s` or `1,3-5`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Counts(pub Vec<CountRange>);

impl Counts {
    /// How many counts there are; none is unknown, not zero.
    pub fn total(&self) -> Option<u32> {
        let of = |range: &CountRange| u32::from(range.last.number.saturating_sub(range.first.number)) + 1;
        if self.0.is_empty() { None } else { Some(self.0.iter().map(of).sum()) }
    }

    /// The latest instrument in which the charge stands.
    pub fn instrument(&self) -> Option<Instrument> {
        self.0.iter().map(|range| range.last.instrument.max(range.first.instrument)).max()
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, range) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str(",")?;
            }
            range.fmt(f)?;
        }
        Ok(())
    }
}

/// Parentheses with counts at the very end of a text.
#[derive(Debug)]
pub(super) struct FinalGroup {
    /// The place of the opening parenthesis.
    pub(super) at: usize,
    pub(super) counts: Counts,
}

/// More tokens than any list of counts has.
const MAX_TOKENS: usize = 64;

impl FinalGroup {
    pub(super) fn of(tokens: &Tokens<'_>) -> Option<Self> {
        let mut end = tokens.len();
        while matches!(tokens.kind_before(end), Kind::Space | Kind::Sign('.')) {
            end -= 1;
        }
        let close = end.checked_sub(1).filter(|close| tokens.is_sign(*close, ')'))?;
        let at = (close.saturating_sub(MAX_TOKENS)..close).rev().find(|at| tokens.is_sign(*at, '('))?;
        Some(Self { at, counts: counts(tokens, at + 1, close)? })
    }
}

fn counts(tokens: &Tokens<'_>, from: usize, to: usize) -> Option<Counts> {
    let mut ranges = Vec::new();
    let mut at = from;
    loop {
        let (first, mut next) = count_number(tokens, at)?;
        let mut last = first;
        if matches!(tokens.kind(next), Kind::Sign('-' | '–')) {
            (last, next) = count_number(tokens, next + 1)?;
        }
        ranges.push(CountRange::new(first, last)?);
        if next == to {
            return Some(Counts(ranges));
        }
        if !matches!(tokens.kind(next), Kind::Sign(',' | '&')) {
            return None;
        }
        at = next + 1;
    }
}

fn count_number(tokens: &Tokens<'_>, at: usize) -> Option<(CountNumber, usize)> {
    let at = tokens.after_space(at);
    let number = tokens.number(at).and_then(|number| u16::try_from(number).ok()).filter(|number| (1..=999).contains(number))?;
    let letters = tokens.letters(at + 1);
    let (instrument, next) = match letters {
        "" => (Instrument::Original, at + 1),
        "r" | "R" => (Instrument::R, at + 2),
        _ if letters.len() <= 9 && letters.bytes().all(|letter| letter.eq_ignore_ascii_case(&b's')) => {
            (Instrument::Superseding(u8::try_from(letters.len()).ok()?), at + 2)
        }
        _ => return None,
    };
    Some((CountNumber { number, instrument }, tokens.after_space(next)))
}
