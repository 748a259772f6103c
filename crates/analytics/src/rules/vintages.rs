//! The state of a series as known at an instant. A later snapshot never erases an earlier vintage: it only stands before it.

use std::collections::BTreeMap;

use domain::{Instant, Missing, Period, Provenance, Reading, Recorded, SnapshotHash};

/// A snapshot all of whose parts are there, under the newest complete version of its rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vintage {
    /// The bytes.
    pub snapshot: SnapshotHash,
    /// First retrieval.
    pub retrieved_at: Instant,
    /// The periods for which it speaks.
    pub covers: Period,
    /// The rule whose reading counts.
    pub rule: String,
    /// Its version.
    pub rule_version: u32,
    /// Rows that could not be read, so that silence is no withdrawal.
    pub unread_rows: u64,
}

impl Vintage {
    /// Newer is what was retrieved later; at the same instant, what reaches further; then the hash decides, so that order never hangs on
    /// arrival. A correction that takes back the last months therefore counts; an archive has to be loaded oldest first.
    pub fn order(&self) -> (Instant, domain::Date, &SnapshotHash) {
        (self.retrieved_at, self.covers.end(), &self.snapshot)
    }

    /// True for a reading of this snapshot by the rule that counts.
    pub fn has(&self, recorded: &Recorded) -> bool {
        let Provenance { source: _, snapshot, retrieved_at: _, rule, rule_version } = &recorded.provenance;
        *snapshot == self.snapshot && *rule == self.rule && *rule_version == self.rule_version
    }
}

/// What is known of a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The observation; missing if it was taken back.
    pub recorded: Recorded,
    /// The newer snapshot whose silence took it back.
    pub silenced_by: Option<Silence>,
}

/// A snapshot that speaks of a period and does not have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// The bytes.
    pub snapshot: SnapshotHash,
    /// First retrieval.
    pub retrieved_at: Instant,
}

/// What is known of a series at `as_of`: for each period, the reading of the newest snapshot that has it. A period that a newer snapshot,
/// read by the same rule, covers but does not have is [`Missing::Withdrawn`], or [`Missing::Unreadable`] if rows of that snapshot could not be read; the provenance
/// is that of the snapshot that had it.
pub fn state(vintages: &[Vintage], recorded: &[Recorded], as_of: Instant) -> Vec<Known> {
    let mut known: Vec<&Vintage> = vintages.iter().filter(|vintage| vintage.retrieved_at <= as_of).collect();
    known.sort_by(|a, b| b.order().cmp(&a.order()));
    let places: BTreeMap<&SnapshotHash, usize> = known.iter().enumerate().map(|(place, vintage)| (&vintage.snapshot, place)).collect();

    // Per period the newest snapshot that has it, with what it says.
    let mut held: BTreeMap<Period, (usize, Vec<&Recorded>)> = BTreeMap::new();
    for one in recorded {
        let Some(&place) = places.get(&one.provenance.snapshot) else { continue };
        if !known.get(place).is_some_and(|vintage| vintage.has(one)) {
            continue;
        }
        let (newest, found) = held.entry(one.observation.period).or_insert((place, Vec::new()));
        if place < *newest {
            (*newest, *found) = (place, vec![one]);
        } else if place == *newest {
            found.push(one);
        }
    }
    let mut out = Vec::with_capacity(held.len());
    for (period, (place, mut found)) in held {
        found.sort_by(|a, b| a.observation.locator.cmp(&b.observation.locator));
        // Newer snapshots that should have the period are silent about it.
        // Another rule reads another table: its snapshots have no reason to have the period.
        let is_silent =
            |vintage: &&&Vintage| vintage.covers.contains(period) && found.first().is_some_and(|last| last.provenance.rule == vintage.rule);
        let silent = known.get(..place).unwrap_or_default().iter().find(is_silent);
        match (silent, found.first()) {
            (Some(silent), Some(last)) => {
                let reason = if silent.unread_rows == 0 { Missing::Withdrawn } else { Missing::Unreadable };
                let mut gone = (*last).clone();
                gone.observation.reading = Reading::Missing(reason);
                let silence = Silence { snapshot: silent.snapshot.clone(), retrieved_at: silent.retrieved_at };
                out.push(Known { recorded: gone, silenced_by: Some(silence) });
            }
            _ => out.extend(found.into_iter().map(|one| Known { recorded: one.clone(), silenced_by: None })),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{hash, instant, recorded, year};

    fn vintage(snapshot: &str, retrieved_at: &str, from: i32, to: i32) -> Vintage {
        Vintage {
            snapshot: hash(snapshot),
            retrieved_at: instant(retrieved_at),
            covers: year(from).span(year(to)),
            rule: "published_figures".into(),
            rule_version: 1,
            unread_rows: 0,
        }
    }

    fn check(vintages: &[Vintage], recorded: &[Recorded], as_of: &str, expected: &str) {
        let shown: Vec<String> = state(vintages, recorded, instant(as_of))
            .iter()
            .map(|Known { recorded: one, .. }| {
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
    fn a_correction_that_reaches_less_far_counts_and_what_it_does_not_cover_stays() {
        let vintages = [vintage("long", "2026-01-01", 2023, 2025), vintage("short", "2026-02-01", 2023, 2024)];
        let all = [recorded("long", 2024, "20"), recorded("long", 2025, "7"), recorded("short", 2024, "19")];
        check(&vintages, &all, "2026-03-01", "2024 19; 2025 7");
    }

    #[test]
    fn silence_of_a_file_with_unread_rows_is_no_withdrawal() {
        let newer = Vintage { unread_rows: 1, ..vintage("b", "2026-02-01", 2024, 2025) };
        let vintages = [vintage("a", "2026-01-01", 2024, 2025), newer];
        let all = [recorded("a", 2024, "19"), recorded("a", 2025, "275"), recorded("b", 2025, "275")];
        check(&vintages, &all, "2026-03-01", "2024 unreadable; 2025 275");
    }

    #[test]
    fn a_newer_snapshot_that_another_rule_reads_withdraws_nothing() {
        let other = Vintage { rule: "another_table".into(), ..vintage("b", "2026-02-01", 2024, 2025) };
        check(&[vintage("a", "2026-01-01", 2024, 2025), other], &[recorded("a", 2024, "19")], "2026-03-01", "2024 19");
    }

    #[test]
    fn a_reading_by_another_rule_does_not_count_even_if_its_version_is_the_same() {
        let vintages = [vintage("a", "2026-01-01", 2024, 2025)];
        let mut other = recorded("a", 2025, "99");
        other.provenance.rule = "another_rule".into();
        check(&vintages, &[recorded("a", 2024, "19"), other], "2026-03-01", "2024 19");
    }
}
