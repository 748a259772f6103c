//! The ledger of public claims: who said what number when, in the project's own words.
//!
//! The entries stand in `data/claims.toml` and are checked while they are read; a test reads them all.

use std::{collections::HashSet, sync::LazyLock};

use domain::{
    Claim, ClaimKind, Evidence, Period,
    claim::{Exactness, StatedPercent, Window},
};
use serde::Deserialize;

/// Why the ledger cannot be read.
#[derive(Debug, thiserror::Error)]
enum LedgerError {
    #[error("the ledger is not TOML of the expected form: {0}")]
    Form(#[from] toml::de::Error),
    #[error("claim {id}: {source}")]
    Time { id: String, source: domain::period::InvalidTime },
    #[error("claim {id}: {source}")]
    Evidence { id: String, source: domain::observation::NotInList },
    #[error("claim {id}: a window needs both `start` and `end`, or neither")]
    HalfWindow { id: String },
    #[error("claim {id} stands in the ledger twice")]
    Twice { id: String },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    claim: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    published: String,
    speaker: String,
    text: String,
    metric: String,
    kind: Kind,
    numerator: Option<u64>,
    baseline: Option<u64>,
    #[serde(default)]
    baseline_inferred: bool,
    window: Days,
    baseline_window: Days,
    stated: Option<Percent>,
    evidence: String,
    urls: Vec<String>,
    note: String,
    /// Ids of the published figures that record its numbers.
    figures: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Growth,
    Stock,
    Share,
    Other,
}

/// `end` is the first day after the window.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Days {
    text: String,
    start: Option<String>,
    end: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Percent {
    #[serde(rename = "percent")]
    value: f64,
    decimals: u8,
    exactness: ExactnessWord,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ExactnessWord {
    Stated,
    AtLeast,
    About,
    Unstated,
}

#[derive(Debug)]
struct Entry {
    claim: Claim,
    figures: Vec<String>,
}

/// Claims in the order of the ledger, with the ids of their figures.
struct Ledger {
    claims: Vec<Claim>,
    figures: Vec<Vec<String>>,
}

static LEDGER: LazyLock<Ledger> = LazyLock::new(|| {
    let entries = read(include_str!("../data/claims.toml")).expect("the ledger is part of the program and a test reads it");
    let (claims, figures) = entries.into_iter().map(|entry| (entry.claim, entry.figures)).unzip();
    Ledger { claims, figures }
});

/// Every claim of the ledger, in its order.
pub fn claims() -> &'static [Claim] {
    &LEDGER.claims
}

/// The claim of this id, such as `C12`.
pub fn claim(id: &str) -> Option<&'static Claim> {
    LEDGER.claims.iter().find(|claim| claim.id == id)
}

/// The ids of the published figures that record the numbers of a claim; empty if there are none, or no such claim.
pub fn figures_of(claim_id: &str) -> &'static [String] {
    LEDGER.claims.iter().zip(&LEDGER.figures).find(|(claim, _)| claim.id == claim_id).map_or(&[], |(_, figures)| figures)
}

fn read(text: &str) -> Result<Vec<Entry>, LedgerError> {
    let file: File = toml::from_str(text)?;
    let mut seen = HashSet::new();
    let mut entries = Vec::with_capacity(file.claim.len());
    for row in file.claim {
        if !seen.insert(row.id.clone()) {
            return Err(LedgerError::Twice { id: row.id });
        }
        entries.push(entry(row)?);
    }
    Ok(entries)
}

fn entry(row: Row) -> Result<Entry, LedgerError> {
    let window = window(&row.id, row.window)?;
    let baseline_window = self::window(&row.id, row.baseline_window)?;
    let evidence: Evidence = row.evidence.parse().map_err(|source| LedgerError::Evidence { id: row.id.clone(), source })?;
    let claim = Claim {
        id: row.id,
        published: row.published,
        speaker: row.speaker,
        text: row.text,
        metric: row.metric,
        kind: match row.kind {
            Kind::Growth => ClaimKind::Growth,
            Kind::Stock => ClaimKind::Stock,
            Kind::Share => ClaimKind::Share,
            Kind::Other => ClaimKind::Other,
        },
        numerator: row.numerator,
        baseline: row.baseline,
        baseline_inferred: row.baseline_inferred,
        window,
        baseline_window,
        stated: row.stated.as_ref().map(stated),
        evidence,
        urls: row.urls,
        note: row.note,
    };
    Ok(Entry { claim, figures: row.figures })
}

fn window(id: &str, days: Days) -> Result<Window, LedgerError> {
    let period = match (days.start, days.end) {
        (None, None) => None,
        (Some(start), Some(end)) => Some(period(&start, &end).map_err(|source| LedgerError::Time { id: id.to_owned(), source })?),
        _ => return Err(LedgerError::HalfWindow { id: id.to_owned() }),
    };
    Ok(Window { text: days.text, period })
}

fn period(start: &str, end: &str) -> Result<Period, domain::period::InvalidTime> {
    Period::new(start.parse()?, end.parse()?)
}

fn stated(row: &Percent) -> StatedPercent {
    StatedPercent {
        percent: row.value,
        decimals: row.decimals,
        exactness: match row.exactness {
            ExactnessWord::Stated => Exactness::Stated,
            ExactnessWord::AtLeast => Exactness::AtLeast,
            ExactnessWord::About => Exactness::About,
            ExactnessWord::Unstated => Exactness::Unstated,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
[[claim]]
id = "T1"
published = "2025"
speaker = "somebody"
text = "Something rose."
metric = "something"
kind = "growth"
numerator = 3
window = { text = "January 2025", start = "2025-01-01", end = "2025-02-01" }
baseline_window = { text = "not given" }
stated = { percent = 50, decimals = 0, exactness = "about" }
evidence = "B"
urls = ["https://example.org"]
note = ""
figures = []
"#;

    fn problem(text: &str) -> String {
        read(text).expect_err("a broken ledger").to_string().lines().next().unwrap_or_default().to_owned()
    }

    #[test]
    fn the_whole_ledger_is_read() {
        let entries = read(include_str!("../data/claims.toml")).expect("the ledger");
        assert_eq!(entries.len(), claims().len());
        let latest = claim("C12").expect("C12");
        assert_eq!((latest.numerator, latest.baseline), (Some(275), Some(19)));
        assert_eq!(latest.window.period.map(Period::label).as_deref(), Some("2025-01-20 to 2025-12-31"));
        assert_eq!(figures_of("C12"), ["dhs-assaults-2025-to-31-dec", "dhs-assaults-2024-to-31-dec"]);
        assert!(claim("C99").is_none() && figures_of("C99").is_empty());
    }

    #[test]
    fn a_broken_ledger_says_where() {
        assert!(read(GOOD).is_ok());
        assert_eq!(problem(&format!("{GOOD}{GOOD}")), "claim T1 stands in the ledger twice");
        assert_eq!(problem(&GOOD.replace("2025-02-01", "2025-13-01")), "claim T1: `2025-13-01` is not a date; write YYYY-MM-DD");
        assert_eq!(problem(&GOOD.replace(", end = \"2025-02-01\"", "")), "claim T1: a window needs both `start` and `end`, or neither");
        assert_eq!(problem(&GOOD.replace("\"B\"", "\"Z\"")), "claim T1: `Z` is not in the closed list");
        assert!(problem(&GOOD.replace("note", "remark")).starts_with("the ledger is not TOML"), "an unknown key is refused");
    }

    #[test]
    fn every_claim_is_told_in_a_sentence_of_its_own() {
        for claim in claims() {
            assert!(claim.text.ends_with('.'), "{}", claim.id);
            assert!(!claim.urls.is_empty() && !claim.speaker.is_empty());
            assert!(claim.urls.iter().all(|url| url.starts_with("http")), "{}", claim.id);
            assert!(!claim.window.text.is_empty() && !claim.baseline_window.text.is_empty());
        }
    }
}
