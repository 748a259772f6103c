//! What became of a result, in short words and numbers: a result as lines, and two such lists as changes before and after.
//!
//! Lines are kept with what was announced last, so that the next announcement can say what stood before it without computing it again.

mod comparison;
mod verdict;

use std::{collections::BTreeMap, fmt::Write as _};

use domain::{
    Reading, Recorded,
    comparison::Ratio,
    rate::{Interval, Rate},
};

pub use self::{comparison::of_comparison, verdict::of_verdict};

/// So many changes one announcement lists; the last of them then says how many more there are.
pub const MOST_CHANGES: usize = 500;
/// So many characters a text of a change has.
const MOST_CHARS: usize = 1_000;
/// So many bytes all texts have together, less than half of what an event can carry.
const MOST_BYTES: usize = 150_000;

/// One line of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The part of a verdict; empty for a comparison.
    pub part: String,
    /// What it is about, within the part.
    pub label: String,
    /// What is found, with intervals.
    pub text: String,
}

impl Line {
    fn new(part: &str, label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { part: part.to_owned(), label: label.into(), text: text.into() }
    }
}

/// A line or a part before and after; empty where it was not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The label of a line, or the name of a part.
    pub name: String,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

/// The lines that read otherwise now, in the order of the result, then those that are gone.
pub fn by_line(before: &[Line], after: &[Line]) -> Vec<Change> {
    let changes = differences(before, after).into_iter().map(|(before, after)| Change {
        name: before.or(after).map(|line| line.label.clone()).unwrap_or_default(),
        before: before.map(|line| shortened(&line.text)).unwrap_or_default(),
        after: after.map(|line| shortened(&line.text)).unwrap_or_default(),
    });
    limited(changes.collect())
}

/// The parts that read otherwise now, each with those of its lines that do.
pub fn by_part(before: &[Line], after: &[Line]) -> Vec<Change> {
    let mut parts: Vec<Change> = Vec::new();
    for (before, after) in differences(before, after) {
        let Some(name) = before.or(after).map(|line| &line.part) else { continue };
        let place = parts.iter().position(|change| change.name == *name).unwrap_or_else(|| {
            parts.push(Change { name: name.clone(), before: String::new(), after: String::new() });
            parts.len() - 1
        });
        if let Some(change) = parts.get_mut(place) {
            append(&mut change.before, before);
            append(&mut change.after, after);
        }
    }
    for change in &mut parts {
        change.before = shortened(&change.before);
        change.after = shortened(&change.after);
    }
    limited(parts)
}

fn append(text: &mut String, line: Option<&Line>) {
    let Some(Line { part: _, label, text: found }) = line else { return };
    let separator = if text.is_empty() { "" } else { "; " };
    let colon = if label.is_empty() { "" } else { ": " };
    // Writing into a string does not fail.
    let _ = write!(text, "{separator}{label}{colon}{found}");
}

/// Lines of the same part and label belong together, the first to the first. Pairs of what is equal are left out.
fn differences<'a>(before: &'a [Line], after: &'a [Line]) -> Vec<(Option<&'a Line>, Option<&'a Line>)> {
    let mut earlier: BTreeMap<(&str, &str), Vec<&Line>> = BTreeMap::new();
    // Turned round, so that the first is taken from the end.
    for line in before.iter().rev() {
        earlier.entry((&line.part, &line.label)).or_default().push(line);
    }
    let mut out = Vec::new();
    for line in after {
        let held = earlier.get_mut(&(line.part.as_str(), line.label.as_str())).and_then(Vec::pop);
        if held.is_none_or(|held| held.text != line.text) {
            out.push((held, Some(line)));
        }
    }
    for line in before {
        let left = earlier.get_mut(&(line.part.as_str(), line.label.as_str()));
        if let Some(gone) = left.and_then(Vec::pop) {
            out.push((Some(gone), None));
        }
    }
    out
}

fn limited(mut changes: Vec<Change>) -> Vec<Change> {
    let mut bytes = 0;
    let fits = |change: &&Change| {
        bytes += change.name.len() + change.before.len() + change.after.len();
        bytes <= MOST_BYTES
    };
    let room = changes.iter().take_while(fits).count().min(MOST_CHANGES);
    if room < changes.len() {
        let listed = room.min(MOST_CHANGES - 1);
        let more = changes.len() - listed;
        changes.truncate(listed);
        changes.push(Change { name: format!("{more} more"), before: String::new(), after: String::new() });
    }
    changes
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARS) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

/// Five digits that count, without zeros at the end: 1347.4, 0.08293, 5.
fn number(value: f64) -> String {
    if !value.is_finite() {
        return "unbounded".to_owned();
    }
    let decimals: usize = match value.abs() {
        0.0 => 0,
        size if size >= 10_000.0 => 0,
        size if size >= 1_000.0 => 1,
        size if size >= 100.0 => 2,
        size if size >= 10.0 => 3,
        size if size >= 1.0 => 4,
        size if size >= 0.1 => 5,
        size if size >= 0.01 => 6,
        _ => return format!("{value:.4e}"),
    };
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn range(lower: f64, upper: Option<f64>) -> String {
    match upper.filter(|upper| upper.is_finite()) {
        Some(upper) => format!("{} to {}", number(lower), number(upper)),
        None => format!("{} or more", number(lower)),
    }
}

fn interval(Interval { lower, upper, confidence: _, method: _ }: &Interval) -> String {
    range(*lower, *upper)
}

fn estimate(value: f64, found: &Interval) -> String {
    format!("{} ({})", number(value), interval(found))
}

fn ratio(Ratio { value, interval }: &Ratio) -> String {
    estimate(*value, interval)
}

fn rate(rate: &Rate) -> String {
    let within = rate.uncertain.map(|uncertain| format!(", with its exposure {}", interval(&uncertain.interval)));
    let told = estimate(rate.value, &rate.interval);
    format!("{told} per {} {}{}", number(rate.kind.per()), rate.kind.name(), within.unwrap_or_default())
}

/// `388 incidents`, `388 incidents (at least 388)`, `missing: withdrawn`.
fn count(recorded: &Recorded) -> String {
    let unit = recorded.observation.unit;
    match recorded.observation.reading {
        Reading::Exact(value) => format!("{value} {}", unit.plural()),
        Reading::Bounded { value, bounds } => match bounds.upper {
            Some(upper) => format!("{value} {} ({} to {upper})", unit.plural(), bounds.lower),
            None => format!("{value} {} (at least {})", unit.plural(), bounds.lower),
        },
        Reading::Missing(reason) => format!("missing: {reason}"),
    }
}

/// The parts that are there, joined.
fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Line> {
        text.lines()
            .filter_map(|line| {
                let (part, rest) = line.trim().split_once(" | ")?;
                let (label, found) = rest.split_once(" | ")?;
                Some(Line::new(part, label, found))
            })
            .collect()
    }

    fn shown(changes: &[Change]) -> String {
        changes.iter().map(|one| format!("{}: [{}] -> [{}]", one.name, one.before, one.after)).collect::<Vec<_>>().join("\n")
    }

    const BEFORE: &str = "rate | now | 1.2
        rate | before | 0.9
        words |  | fits
        rows | twice | 1
        rows | twice | 2
        rows | gone | 7";
    const AFTER: &str = "rate | now | 1.3
        rate | before | 0.9
        words |  | fits
        rows | twice | 1
        rows | twice | 3
        rows | new | 8";

    #[test]
    fn only_what_reads_otherwise_is_told_and_what_is_gone_is_told_too() {
        insta::assert_snapshot!(shown(&by_line(&lines(BEFORE), &lines(AFTER))), @r"
        now: [1.2] -> [1.3]
        twice: [2] -> [3]
        new: [] -> [8]
        gone: [7] -> []
        ");
        insta::assert_snapshot!(shown(&by_part(&lines(BEFORE), &lines(AFTER))), @r"
        rate: [now: 1.2] -> [now: 1.3]
        rows: [twice: 2; gone: 7] -> [twice: 3; new: 8]
        ");
        assert_eq!(by_line(&lines(BEFORE), &lines(BEFORE)), []);
    }

    #[test]
    fn a_long_list_says_how_many_more_there_are() {
        let check = |count: usize, length: usize, expected: (usize, &str)| {
            let many: Vec<Line> = (0..count).map(|n| Line::new("", format!("row {n}"), "x".repeat(length))).collect();
            let changes = by_line(&[], &many);
            assert_eq!((changes.len(), changes.last().map_or("", |last| last.name.as_str())), expected);
            assert!(changes.iter().all(|change| change.after.chars().count() <= 1_001));
        };
        check(500, 10, (500, "row 499"));
        check(501, 10, (500, "2 more"));
        check(700, 10, (500, "201 more"));
        check(700, 3_000, (149, "552 more"));
    }

    #[test]
    fn numbers_have_five_digits_that_count() {
        let all = [0.0, 5.0, 1_347.368_42, 0.082_934, 12.0, 275_000.4, 0.000_123_456, f64::INFINITY].map(number);
        assert_eq!(all.join(" "), "0 5 1347.4 0.082934 12 275000 1.2346e-4 unbounded");
    }
}
