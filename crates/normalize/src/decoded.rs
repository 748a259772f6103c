//! What comes out of a file: observations and located problems, or the one reason why it is not that file.

use std::{borrow::Cow, fmt::Write as _};

use catalog::SourceId;
use domain::{Observation, Period};

/// Problems that one file reports one by one; those after them are counted in a last one.
const MOST_PROBLEMS: usize = 1_000;
/// The most observations that one file may give.
pub(crate) const MOST_OBSERVATIONS: usize = 500_000;
/// Characters of a publisher's text that a message quotes.
const QUOTED_CHARS: usize = 60;

/// What was read from the bytes of one source.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// What the file says, as observations. No two have the same measure, unit, population, geography, period and definition.
    pub observations: Vec<Observation>,
    /// What could not be read, and where; the rest was.
    pub problems: Vec<Problem>,
    /// Rows that were read, whether they became observations or lie outside the rule's scope.
    pub rows: u64,
    /// Rows that could not be read, so that what is counted is at least the truth.
    pub unread_rows: u64,
    /// The time for which the file speaks.
    pub covers: Period,
    /// The rule that made the observations.
    pub rule: &'static str,
    /// Its version.
    pub rule_version: u32,
}

/// Something in a file that could not be read, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Row, rows or cell, counted as an editor counts lines.
    pub locator: String,
    /// One sentence for the person who has to mend it.
    pub message: String,
}

/// The bytes are not a file of that source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a file of {source_id}: {reason}")]
pub struct UnknownFormat {
    /// The source whose file was expected.
    pub source_id: SourceId,
    /// What was seen in its place.
    pub reason: String,
}

impl UnknownFormat {
    pub(crate) fn new(source_id: SourceId, reason: impl Into<String>) -> Self {
        Self { source_id, reason: reason.into() }
    }
}

/// Rows of a file and what was wrong with the others.
#[derive(Debug, Clone)]
pub(crate) struct Rows<R> {
    pub(crate) good: Vec<R>,
    /// Rows that were read; more than `good` where a decoder keeps only those in scope.
    pub(crate) read: u64,
    pub(crate) problems: Problems,
}

/// What a rule makes of rows.
#[derive(Debug, Clone)]
pub(crate) struct Standardized {
    pub(crate) observations: Vec<Observation>,
    pub(crate) covers: Period,
}

/// Why a rule makes nothing of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unfit {
    #[error("not one row in it says anything of a period")]
    Nothing,
    #[error("it does not say of which election it is, and neither its areas nor its totals fit one that is known")]
    NoElection,
    #[error("it would give more than {MOST_OBSERVATIONS} observations, where the largest known file gives three thousand")]
    TooMuch,
}

/// Collects problems; bounded, so that a hostile file cannot fill the memory with them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Problems {
    kept: Vec<Problem>,
    further: u64,
    last: String,
    unread_rows: u64,
}

impl Problems {
    pub(crate) fn report(&mut self, locator: impl Into<String>, message: impl Into<String>) {
        if self.kept.len() < MOST_PROBLEMS {
            self.kept.push(Problem { locator: locator.into(), message: message.into() });
        } else {
            self.further += 1;
            self.last = locator.into();
        }
    }

    /// A row is left out, whatever the problem is that says why.
    pub(crate) fn leave_out_row(&mut self) {
        self.unread_rows += 1;
    }

    /// Rows that were left out.
    pub(crate) fn unread_rows(&self) -> u64 {
        self.unread_rows
    }

    /// How many problems were reported.
    pub(crate) fn count(&self) -> u64 {
        self.kept.len() as u64 + self.further
    }

    /// The first problem as one line, for the reason of a refusal.
    pub(crate) fn first(&self) -> Option<String> {
        self.kept.first().map(|problem| format!("{}: {}", problem.locator, problem.message))
    }

    pub(crate) fn finish(mut self) -> Vec<Problem> {
        if self.further > 0 {
            let message = format!("{} further problems are not listed; this is the place of the last", thousands(self.further));
            self.kept.push(Problem { locator: self.last, message });
        }
        self.kept
    }
}

/// A publisher's text as a message may show it: between back quotes, short, and without control characters.
pub(crate) fn quote(text: &str) -> String {
    let mut shown = String::from("`");
    for (at, c) in text.chars().enumerate() {
        if at == QUOTED_CHARS {
            shown.push('…');
            break;
        }
        if c.is_control() { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown.push('`');
    shown
}

/// `19,437`: a count as people write it in a sentence.
pub(crate) fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(c);
    }
    shown
}

/// The lines that an observation was made of: `line 17`, or `lines 2-9,14,20-31`. The lines need not be in order.
///
/// A list that would be longer than the event that carries it ends in a count of the rest.
pub(crate) fn line_list(lines: impl IntoIterator<Item = u64>) -> Cow<'static, str> {
    const MOST_CHARS: usize = 8_000;
    let mut lines: Vec<u64> = lines.into_iter().collect();
    lines.sort_unstable();
    lines.dedup();
    let (Some(&first), Some(&last)) = (lines.first(), lines.last()) else { return Cow::Borrowed("no row") };
    if first == last {
        return Cow::Owned(format!("line {first}"));
    }
    let mut shown = String::from("lines ");
    let mut rest = lines.as_slice();
    while let Some(&start) = rest.first() {
        if shown.len() > MOST_CHARS {
            let _ = write!(shown, " and {} more up to line {last}", rest.len());
            break;
        }
        let run = rest.iter().zip(start..).take_while(|(line, expected)| **line == *expected).count();
        let end = start + run as u64 - 1;
        let comma = if shown.ends_with(' ') { "" } else { "," };
        let _ = if end == start { write!(shown, "{comma}{start}") } else { write!(shown, "{comma}{start}-{end}") };
        rest = rest.get(run..).unwrap_or_default();
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_listed_compactly_whatever_their_order() {
        let check = |lines: &[u64], expected: &str| assert_eq!(line_list(lines.iter().copied()), expected);
        check(&[], "no row");
        check(&[17], "line 17");
        check(&[17, 17], "line 17");
        check(&[3, 2], "lines 2-3");
        check(&[31, 2, 3, 4, 14, 20, 21, 30], "lines 2-4,14,20-21,30-31");
    }

    #[test]
    fn a_list_longer_than_an_event_ends_in_a_count() {
        let list = line_list((1..100_000).map(|n| n * 2));
        assert!(list.len() < 8_100, "{}", list.len());
        assert!(list.starts_with("lines 2,4,6,8,") && list.ends_with(" more up to line 199998"), "{list}");
    }

    #[test]
    fn problems_beyond_the_limit_are_counted() {
        let mut problems = Problems::default();
        (1..=2_500).for_each(|n| problems.report(format!("line {n}"), "broken"));
        let listed = problems.finish();
        assert_eq!(listed.len(), 1_001);
        let last = listed.last().expect("a last problem");
        assert_eq!(
            (last.locator.as_str(), last.message.as_str()),
            ("line 2500", "1,500 further problems are not listed; this is the place of the last")
        );
    }

    #[test]
    fn a_quoted_text_is_short_and_shows_control_characters() {
        assert_eq!(quote("a\u{1b}[31m\tb"), "`a\\u{1b}[31m\\tb`");
        assert_eq!(quote(&"x".repeat(80)).chars().count(), 63);
    }
}
