//! Which case continues which: a complaint before a magistrate gets an own number, and the indictment another.

use super::Word;
use crate::record::{CaseNumber, CaseRecord};

/// Words before a number that say which case is meant, in texts of entries.
const LINKS: &[&str] =
    &["magistrate case number", "magistrate judge case number", "magistrate no.", "mj case", "case number in other court"];

/// Cases of the same court that a word names, each with the words that name it, in order.
pub(super) fn all(number: &CaseNumber, words: &[&Word]) -> Vec<(CaseNumber, String)> {
    let mut out: Vec<(CaseNumber, String)> = Vec::new();
    let mut add = |other: CaseNumber, evidence: String| {
        if other != *number && other.court == number.court && !out.iter().any(|(known, _)| *known == other) {
            out.push((other, evidence));
        }
    };
    for word in words {
        for other in &word.record.linked {
            add(other.clone(), format!("{}: the case names {}", word.source, other.number));
        }
        for (other, evidence) in in_texts(&word.record) {
            add(other, evidence);
        }
    }
    out.sort();
    out
}

/// Numbers of magistrate's cases in the texts of the first entries, where a word before them says so.
fn in_texts(record: &CaseRecord) -> Vec<(CaseNumber, String)> {
    const ENTRIES: usize = 50;
    const CHARS: usize = 400;
    let mut out = Vec::new();
    for entry in record.entries.iter().take(ENTRIES) {
        let text: String = entry.text.chars().take(CHARS).collect();
        let lower = text.to_ascii_lowercase();
        for link in LINKS {
            let Some(after) = lower.find(link).and_then(|at| text.get(at + link.len()..)) else { continue };
            let token = after
                .split_whitespace()
                .map(|token| token.trim_matches(|c: char| !c.is_ascii_alphanumeric()))
                .find(|token| !token.is_empty());
            let number = token.map(|token| CaseNumber::of(&record.number.court, token)).filter(CaseNumber::is_criminal);
            if let Some(number) = number {
                out.push((number, format!("an entry says: {}", text.chars().take(120).collect::<String>())));
            }
        }
    }
    out
}
