//! The state of a series as known at an instant. A later snapshot never erases an earlier vintage: it only stands before it.

use std::collections::BTreeMap;

use domain::{Instant, Missing, Period, Reading, Recorded, SnapshotHash};

/// A snapshot all of whose parts are there, under the newest complete version of its rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vintage {
    /// The bytes.
    pub snapshot: SnapshotHash,
    /// First retrieval.
    pub retrieved_at: Instant,
    /// The periods for which it speaks.
    pub covers: Period,
    /// The version of the rule whose reading counts.
    pub rule_version: u32,
}

impl Vintage {
    /// Newer is what reaches further; among equals, what was retrieved later; then the hash decides, so that order never hangs on arrival.
    ///
    /// Retrieval alone cannot decide, because an archive of old files may be loaded after the new ones.
    fn order(&self) -> (domain::Date, Instant, &SnapshotHash) {
        (self.covers.end(), self.retrieved_at, &self.snapshot)
    }
}

/// What is known of a series at `as_of`: for each period, the reading of the newest snapshot that speaks for it. A period that the newest
/// snapshot covers but no longer has is [`Missing::Withdrawn`], with the provenance of the snapshot that had it.
pub fn state(vintages: &[Vintage], recorded: &[Recorded], as_of: Instant) -> Vec<Recorded> {
    let mut known: Vec<&Vintage> = vintages.iter().filter(|vintage| vintage.retrieved_at <= as_of).collect();
    known.sort_by(|a, b| b.order().cmp(&a.order()));

    let mut periods: BTreeMap<Period, Vec<&Recorded>> = BTreeMap::new();
    for one in recorded {
        periods.entry(one.observation.period).or_default().push(one);
    }
    let mut out = Vec::new();
    for (period, all) in periods {
        let of = |vintage: &Vintage| {
            let mut found: Vec<&Recorded> = all
                .iter()
                .copied()
                .filter(|one| one.provenance.snapshot == vintage.snapshot && one.provenance.rule_version == vintage.rule_version)
                .collect();
            found.sort_by(|a, b| a.observation.locator.cmp(&b.observation.locator));
            found
        };
        let newest = known.iter().find(|vintage| vintage.covers.contains(period));
        let found = newest.map(|vintage| of(vintage)).unwrap_or_default();
        if !found.is_empty() {
            out.extend(found.into_iter().cloned());
            continue;
        }
        // The newest snapshot that covers the period is silent; an older one was not.
        if let Some(last) = known.iter().find_map(|vintage| of(vintage).first().copied()) {
            let mut withdrawn = last.clone();
            withdrawn.observation.reading = Reading::Missing(Missing::Withdrawn);
            out.push(withdrawn);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{hash, instant, recorded, year};

    fn vintage(snapshot: &str, retrieved_at: &str, from: i32, to: i32) -> Vintage {
        Vintage { snapshot: hash(snapshot), retrieved_at: instant(retrieved_at), covers: year(from).span(year(to)), rule_version: 1 }
    }

    fn check(vintages: &[Vintage], recorded: &[Recorded], as_of: &str, expected: &str) {
        let shown: Vec<String> = state(vintages, recorded, instant(as_of))
            .iter()
            .map(|one| {
                let reading = one.observation.reading;
                let text = reading.value().map_or_else(|| reading.missing().map(|m| m.to_string()), |value| Some(value.to_string()));
                format!("{} {}", one.observation.period.label(), text.unwrap_or_default())
            })
            .collect();
        assert_eq!(shown.join("; "), expected);
    }

    #[test]
    fn a_restatement_stands_before_the_earlier_vintage_which_stays_for_as_of() {
        let vintages = [vintage("a", "2026-01-01", 2024, 2025), vintage("b", "2026-02-01", 2024, 2025)];
        let all = [recorded("a", 2024, "19"), recorded("a", 2025, "275"), recorded("b", 2024, "24"), recorded("b", 2025, "275")];
        check(&vintages, &all, "2026-01-15", "2024 19; 2025 275");
        check(&vintages, &all, "2026-03-01", "2024 24; 2025 275");
        check(&vintages, &all, "2025-12-31", "");
    }

    #[test]
    fn a_period_that_is_no_longer_there_is_withdrawn_not_zero() {
        let vintages = [vintage("a", "2026-01-01", 2024, 2025), vintage("b", "2026-02-01", 2024, 2025)];
        let all = [recorded("a", 2024, "19"), recorded("a", 2025, "275"), recorded("b", 2025, "275")];
        check(&vintages, &all, "2026-03-01", "2024 withdrawn; 2025 275");
    }

    #[test]
    fn an_archive_loaded_later_does_not_stand_before_the_newer_release() {
        let vintages = [vintage("new", "2026-01-01", 2023, 2025), vintage("old", "2026-02-01", 2022, 2024)];
        let all = [recorded("new", 2024, "20"), recorded("old", 2024, "19"), recorded("old", 2022, "7")];
        check(&vintages, &all, "2026-03-01", "2022 7; 2024 20");
    }
}
