//! The ledger of public claims: who said what number when, in the project's own words.
//!
//! The entries stand in `data/claims.toml` and are checked while they are read; a test reads them all.

use std::sync::LazyLock;

use domain::Claim;

use crate::declared::{ClaimEntry, read_claims};

static LEDGER: LazyLock<Vec<ClaimEntry>> = LazyLock::new(|| {
    let text = include_str!("../data/claims.toml");
    read_claims(text).unwrap_or_else(|error| panic!("the ledger is part of the program and a test reads it:\n{error}"))
});

/// Every entry of the ledger, in its order.
pub fn ledger() -> &'static [ClaimEntry] {
    &LEDGER
}

/// The entry of this id, such as `C12`.
pub fn claim(id: &str) -> Option<&'static ClaimEntry> {
    LEDGER.iter().find(|entry| entry.claim.id == id)
}

/// Every claim of the ledger, in its order.
pub fn claims() -> impl Iterator<Item = &'static Claim> {
    LEDGER.iter().map(|entry| &entry.claim)
}

#[cfg(test)]
mod tests {
    use domain::Period;

    use super::*;

    #[test]
    fn the_whole_ledger_is_read() {
        let latest = claim("C12").expect("C12");
        assert_eq!((latest.claim.numerator, latest.claim.baseline), (Some(275), Some(19)));
        assert_eq!(latest.claim.window.period.map(Period::label).as_deref(), Some("2025-01-20 to 2025-12-31"));
        let figures: Vec<String> = latest.figures.iter().map(|one| one.period.label()).collect();
        assert_eq!(figures, ["2025-01-20 to 2025-12-31", "2024-01-20 to 2024-12-31"]);
        assert!(claim("C99").is_none());
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
