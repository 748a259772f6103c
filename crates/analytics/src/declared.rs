//! The ledger and the comparisons as they stand at an instant: those of the catalogue, and those that users added.

use std::collections::BTreeMap;

use catalog::{ClaimEntry, SourceId, read_claims, read_comparison};
use domain::{Instant, SnapshotHash, comparison::Spec, verdict::RestsOn};

/// A declaration that a user handed in, as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Added {
    /// Which of the two sources of declarations.
    pub(crate) source: SourceId,
    /// Its text.
    pub(crate) text: String,
    /// Its bytes.
    pub(crate) snapshot: SnapshotHash,
    /// The first time that they were handed in.
    pub(crate) retrieved_at: Instant,
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Declared {
    /// Claims, those of the catalogue first.
    pub(crate) ledger: Vec<ClaimEntry>,
    /// Comparisons, those of the catalogue first.
    pub(crate) comparisons: Vec<Spec>,
    /// Of added claims, the declaration that stands.
    origins: BTreeMap<String, RestsOn>,
}

/// What a declaration declares, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Names {
    /// Ids of claims.
    Claims(Vec<String>),
    /// The slug of a comparison.
    Comparison(String),
}

/// Reads a declaration as it arrives; every problem with its line. What the catalogue declares cannot be declared again.
pub(crate) fn check(source: SourceId, text: &str) -> Result<Names, String> {
    let taken = |kind: &str, name: &str| format!("{kind} `{name}` is in the catalogue and cannot be replaced; choose another name");
    match source {
        SourceId::AddedClaims => {
            let entries = read_claims(text).map_err(|error| error.to_string())?;
            let threads: Vec<&String> = catalog::claims().filter_map(|claim| claim.setting.thread.as_ref()).collect();
            if let Some(thread) = entries.iter().filter_map(|entry| entry.claim.setting.thread.as_ref()).find(|one| threads.contains(one)) {
                return Err(format!(
                    "thread `{thread}` is one of the catalogue, whose verdicts an added claim cannot move; choose another name"
                ));
            }
            match entries.iter().find(|entry| catalog::claim(&entry.claim.id).is_some()) {
                Some(entry) => Err(taken("claim", &entry.claim.id)),
                None => Ok(Names::Claims(entries.into_iter().map(|entry| entry.claim.id).collect())),
            }
        }
        SourceId::AddedComparisons => {
            let spec = read_comparison(text).map_err(|error| error.to_string())?;
            if catalog::comparisons().iter().any(|one| one.slug == spec.slug) {
                return Err(taken("comparison", &spec.slug));
            }
            Ok(Names::Comparison(spec.slug))
        }
        other => Err(format!("{other} holds no declarations")),
    }
}

impl Added {
    fn origin(&self) -> Option<RestsOn> {
        let source = self.source.slug().parse().ok()?;
        Some(RestsOn { source, snapshot: self.snapshot.clone(), retrieved_at: self.retrieved_at })
    }
}

impl Declared {
    /// The catalogue, and what was added, oldest first: of two with one name the later stands. A text that an earlier version of the program
    /// could read and this one cannot is left out.
    pub(crate) fn with(added: &[Added]) -> Self {
        let mut claims: BTreeMap<String, ClaimEntry> = BTreeMap::new();
        let mut comparisons: BTreeMap<String, Spec> = BTreeMap::new();
        let mut origins = BTreeMap::new();
        for one in added.iter().filter(|one| check(one.source, &one.text).is_ok()) {
            if one.source == SourceId::AddedClaims {
                for entry in read_claims(&one.text).unwrap_or_default() {
                    origins.extend(one.origin().map(|origin| (entry.claim.id.clone(), origin)));
                    claims.insert(entry.claim.id.clone(), entry);
                }
            } else {
                comparisons.extend(read_comparison(&one.text).ok().map(|spec| (spec.slug.clone(), spec)));
            }
        }
        Self {
            ledger: catalog::ledger().iter().cloned().chain(claims.into_values()).collect(),
            comparisons: catalog::comparisons().iter().cloned().chain(comparisons.into_values()).collect(),
            origins,
        }
    }

    /// The declarations that the verdict on a claim reads: its own, and those of the claims of its thread.
    pub(crate) fn origins(&self, entry: &ClaimEntry) -> impl Iterator<Item = &RestsOn> {
        let thread = entry.claim.setting.thread.clone();
        let id = entry.claim.id.clone();
        let beside = move |other: &&ClaimEntry| other.claim.id == id || (thread.is_some() && other.claim.setting.thread == thread);
        self.ledger.iter().filter(beside).filter_map(|other| self.origins.get(&other.claim.id))
    }

    /// The claim of this id.
    pub(crate) fn claim(&self, id: &str) -> Option<&ClaimEntry> {
        self.ledger.iter().find(|entry| entry.claim.id == id)
    }

    /// The comparison of this slug.
    pub(crate) fn comparison(&self, slug: &str) -> Option<&Spec> {
        self.comparisons.iter().find(|spec| spec.slug == slug)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAIM: &str = r#"
[[claim]]
id = "T1"
published = "2025"
speaker = "somebody"
text = "Something rose by half."
metric = "something"
kind = "growth"
numerator = 3
baseline = 2
window = { text = "2025" }
baseline_window = { text = "2024" }
stated = { percent = 50, decimals = 0, exactness = "stated" }
evidence = "B"
urls = ["https://example.org/"]
"#;

    fn added(text: &str) -> Added {
        let snapshot = contracts::identity::of_bytes(text.as_bytes()).parse().expect("a hash");
        Added { source: SourceId::AddedClaims, text: text.to_owned(), snapshot, retrieved_at: Instant::from_unix_millis(0) }
    }

    #[test]
    fn a_later_text_replaces_an_earlier_one_and_never_the_catalogue() {
        let first = added(CLAIM);
        let later = added(&CLAIM.replace("numerator = 3", "numerator = 4"));
        assert_eq!(check(first.source, &first.text), Ok(Names::Claims(vec!["T1".into()])));
        let declared = Declared::with(&[first, later]);
        assert_eq!(declared.claim("T1").expect("T1").claim.numerator, Some(4));
        assert_eq!(declared.ledger.len(), catalog::ledger().len() + 1);
        let taken = check(SourceId::AddedClaims, &CLAIM.replace("T1", "C12")).expect_err("taken");
        assert_eq!(taken, "claim `C12` is in the catalogue and cannot be replaced; choose another name");
    }

    #[test]
    fn a_broken_text_says_where() {
        let problems = check(SourceId::AddedClaims, &CLAIM.replace("\"B\"", "\"Z\"")).expect_err("broken");
        assert_eq!(problems, "line 14: `Z` is not in the closed list");
        assert!(Declared::with(&[added("[[claim]]")]).claim("T1").is_none());
    }
}
