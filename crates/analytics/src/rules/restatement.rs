//! What one vintage of a source says otherwise than another, and every period of a series in every vintage (methods §2.8 and §3, block F).
//!
//! A row that was there and is gone is told like one that was added or changed: stores of differences lose it otherwise.

use std::collections::BTreeMap;

use domain::{CountingUnit, DefinitionSlug, Geography, Measure, Period, Population, Recorded};

use super::vintages::Vintage;

/// What a later vintage says of some series otherwise than an earlier one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Restatement {
    /// There now, not before.
    pub added: Vec<Recorded>,
    /// There before, covered by the later vintage, and not there.
    pub removed: Vec<Recorded>,
    /// The same series and period with another reading: before, after.
    pub changed: Vec<(Recorded, Recorded)>,
    /// The same reading in both.
    pub unchanged: u64,
    /// There before, and the later vintage does not speak of their period.
    pub not_covered: u64,
}

/// Why there are no two vintages to compare.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPair {
    /// No vintage of the source has this hash.
    #[error("no vintage begins with `{0}`")]
    NoSuchVintage(String),
    /// Several vintages have hashes that begin so.
    #[error("several vintages begin with `{0}`; write more of the hash")]
    Ambiguous(String),
    /// Fewer than two.
    #[error("there are {0} vintages, and a restatement needs two")]
    TooFew(usize),
    /// One is named and the other is not.
    #[error("name both vintages, or none for the latest two")]
    OneIsMissing,
}

/// The two vintages that are named by their hashes or the beginnings of them, or the latest two if none is named. `vintages` are oldest
/// first.
pub fn chosen<'a>(vintages: &'a [Vintage], before: &str, after: &str) -> Result<(&'a Vintage, &'a Vintage), NoPair> {
    let named = |text: &str| {
        let mut found = vintages.iter().filter(|vintage| vintage.snapshot.as_str().starts_with(text));
        let shown = || text.chars().take(64).collect();
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            (None, _) => Err(NoPair::NoSuchVintage(shown())),
            (Some(_), Some(_)) => Err(NoPair::Ambiguous(shown())),
        }
    };
    match (before, after, vintages) {
        ("", "", [.., before, after]) => Ok((before, after)),
        ("", "", few) => Err(NoPair::TooFew(few.len())),
        ("", _, _) | (_, "", _) => Err(NoPair::OneIsMissing),
        (before, after, _) => Ok((named(before)?, named(after)?)),
    }
}

/// What an observation is about: with its source, its natural key. The last number tells apart what a file says twice.
type About<'a> = (&'a Measure, &'a Population, &'a Geography, CountingUnit, &'a DefinitionSlug, Period, usize);

/// Compares what `before` and `after` say; both may hold any number of series of one source, whole.
pub fn diff(before: &[Recorded], after: &[Recorded], later: &Vintage) -> Restatement {
    let (before, mut after) = (by_subject(before), by_subject(after));
    let mut out = Restatement::default();
    for (about, earlier) in before {
        match after.remove(&about) {
            Some(now) if now.observation.reading == earlier.observation.reading => out.unchanged += 1,
            Some(now) => out.changed.push((earlier.clone(), now.clone())),
            None if later.rule == earlier.provenance.rule && later.covers.contains(earlier.observation.period) => {
                out.removed.push(earlier.clone());
            }
            None => out.not_covered += 1,
        }
    }
    out.added = after.into_values().cloned().collect();
    out
}

fn by_subject(recorded: &[Recorded]) -> BTreeMap<About<'_>, &Recorded> {
    let mut in_order: Vec<&Recorded> = recorded.iter().collect();
    in_order.sort_by(|a, b| a.observation.locator.cmp(&b.observation.locator));
    let mut out = BTreeMap::new();
    for one in in_order {
        let observation = &one.observation;
        let about = |time| {
            let (measure, population, geography) = (&observation.measure, &observation.population, &observation.geography);
            (measure, population, geography, observation.unit, &observation.definition, observation.period, time)
        };
        let mut time = 0;
        while out.contains_key(&about(time)) {
            time += 1;
        }
        out.insert(about(time), one);
    }
    out
}

/// One period of a series in every vintage.
#[derive(Debug, Clone, PartialEq)]
pub struct Revisions {
    /// The period.
    pub period: Period,
    /// As many as there are vintages, oldest first.
    pub cells: Vec<Cell>,
}

/// A period in a vintage.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// What the vintage says; none where it does not have the period.
    pub recorded: Option<Recorded>,
    /// Whether it speaks of the period.
    pub covered: bool,
}

/// The revision triangle of one series: periods by vintages. `vintages` are oldest first; readings of others are left out.
pub fn triangle(vintages: &[&Vintage], recorded: &[Recorded]) -> Vec<Revisions> {
    let places: BTreeMap<_, usize> = vintages.iter().enumerate().map(|(place, vintage)| (&vintage.snapshot, place)).collect();
    let mut rows: BTreeMap<Period, Vec<Cell>> = BTreeMap::new();
    for one in recorded {
        let Some(&place) = places.get(&one.provenance.snapshot) else { continue };
        if !vintages.get(place).is_some_and(|vintage| vintage.has(one)) {
            continue;
        }
        let period = one.observation.period;
        let empty = || vintages.iter().map(|vintage| Cell { recorded: None, covered: vintage.covers.contains(period) }).collect();
        if let Some(cell) = rows.entry(period).or_insert_with(empty).get_mut(place) {
            // A period that stands twice in a snapshot is told by its first row.
            let is_first = cell.recorded.as_ref().is_none_or(|held| one.observation.locator < held.observation.locator);
            if is_first {
                cell.recorded = Some(one.clone());
            }
        }
    }
    rows.into_iter().map(|(period, cells)| Revisions { period, cells }).collect()
}

/// What vintages do to the number of the vintage before them, by the age of the number.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AtLag {
    /// So many vintages after the first that had the number.
    pub lag: usize,
    /// Became greater.
    pub up: u64,
    /// Became less.
    pub down: u64,
    /// Stayed.
    pub unchanged: u64,
    /// Covered, and no number there any more.
    pub removed: u64,
    /// Median of the absolute change of those that are numbers in both; none if there are none.
    pub median_absolute: Option<f64>,
}

/// Revisions by lag, 1 to `most`; vintages that do not speak of a period do not age it. Lags at which nothing was covered are left out.
pub fn by_lag(rows: &[Revisions], most: usize) -> Vec<AtLag> {
    let mut changes: BTreeMap<usize, (AtLag, Vec<f64>)> = BTreeMap::new();
    for row in rows {
        let mut cells = row.cells.iter().filter(|cell| cell.covered || cell.recorded.is_some());
        let value = |cell: &Cell| cell.recorded.as_ref().and_then(|one| one.observation.reading.value());
        let Some(mut last) = cells.by_ref().find_map(value) else { continue };
        for (cell, lag) in cells.zip(1..=most) {
            let (at, sizes) = changes.entry(lag).or_insert_with(|| (AtLag { lag, ..AtLag::default() }, Vec::new()));
            let Some(now) = value(cell) else {
                at.removed += 1;
                break;
            };
            match now.as_f64().total_cmp(&last.as_f64()) {
                std::cmp::Ordering::Greater => at.up += 1,
                std::cmp::Ordering::Less => at.down += 1,
                std::cmp::Ordering::Equal => at.unchanged += 1,
            }
            sizes.push((now.as_f64() - last.as_f64()).abs());
            last = now;
        }
    }
    changes.into_values().map(|(at, sizes)| AtLag { median_absolute: median(sizes), ..at }).collect()
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    values.get(middle.checked_sub(1)?).map(|lower| f64::midpoint(*lower, upper))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    fn values(snapshot: &str, numbers: &[(i32, &str)]) -> Vec<Recorded> {
        numbers.iter().map(|(year, value)| recorded(snapshot, *year, value)).collect()
    }

    fn shown(found: &Restatement) -> String {
        let one = |one: &Recorded| {
            let value = one.observation.reading.value().map_or_else(|| "missing".to_owned(), |value| value.to_string());
            format!("{} {value}", one.observation.period.label())
        };
        let all = |list: &[Recorded]| list.iter().map(one).collect::<Vec<_>>().join(", ");
        let changed: Vec<String> = found.changed.iter().map(|(before, after)| format!("{} -> {}", one(before), one(after))).collect();
        let Restatement { added, removed, changed: _, unchanged, not_covered } = found;
        format!(
            "added {}; removed {}; changed {}; unchanged {unchanged}; not covered {not_covered}",
            all(added),
            all(removed),
            changed.join(", ")
        )
    }

    fn check(before: &[(i32, &str)], after: &[(i32, &str)], covers: (i32, i32), expected: &str) {
        let later = vintage("b", "2026-02-01", covers.0, covers.1);
        assert_eq!(shown(&diff(&values("a", before), &values("b", after), &later)), expected);
    }

    #[test]
    fn what_is_gone_is_told_like_what_is_added_or_changed() {
        let before = [(2022, "5"), (2023, "17"), (2024, "19"), (2025, "275")];
        let after = [(2023, "17"), (2024, "24"), (2026, "3")];
        let expected = "added 2026 3; removed 2025 275; changed 2024 19 -> 2024 24; unchanged 1; not covered 1";
        check(&before, &after, (2023, 2026), expected);
        check(&before, &before, (2022, 2025), "added ; removed ; changed ; unchanged 4; not covered 0");
    }

    #[test]
    fn digits_that_were_published_otherwise_are_a_change() {
        check(
            &[(2024, "13.2")],
            &[(2024, "13.20")],
            (2024, 2024),
            "added ; removed ; changed 2024 13.2 -> 2024 13.20; unchanged 0; not covered 0",
        );
    }

    #[test]
    fn what_a_file_says_twice_is_compared_in_the_order_of_its_rows() {
        let twice = |snapshot: &str, first: &str, second: &str| {
            let mut rows = values(snapshot, &[(2024, first), (2024, second)]);
            rows[0].observation.locator = "line 2".into();
            rows[1].observation.locator = "line 3".into();
            rows.reverse();
            rows
        };
        let later = vintage("b", "2026-02-01", 2024, 2024);
        let found = diff(&twice("a", "19", "20"), &twice("b", "19", "21"), &later);
        assert_eq!(shown(&found), "added ; removed ; changed 2024 20 -> 2024 21; unchanged 1; not covered 0");
    }

    #[test]
    fn the_triangle_shows_what_each_vintage_says_and_where_it_is_silent() {
        let vintages =
            [vintage("a", "2026-01-01", 2023, 2024), vintage("b", "2026-02-01", 2023, 2025), vintage("c", "2026-03-01", 2024, 2025)];
        let mut all = values("a", &[(2023, "17"), (2024, "19")]);
        all.extend(values("b", &[(2023, "18"), (2024, "19"), (2025, "275")]));
        all.extend(values("c", &[(2025, "270")]));
        let rows = triangle(&vintages.iter().collect::<Vec<_>>(), &all);
        let lines: Vec<String> = rows
            .iter()
            .map(|row| {
                let cell = |cell: &Cell| match (&cell.recorded, cell.covered) {
                    (Some(one), _) => one.observation.reading.value().map(|value| value.to_string()).unwrap_or_default(),
                    (None, true) => "gone".into(),
                    (None, false) => "-".into(),
                };
                format!("{}: {}", row.period.label(), row.cells.iter().map(cell).collect::<Vec<_>>().join(" "))
            })
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        2023: 17 18 -
        2024: 19 19 gone
        2025: - 275 270
        ");
        let lags: Vec<String> = by_lag(&rows, 3)
            .iter()
            .map(|at| {
                let AtLag { lag, up, down, unchanged, removed, median_absolute } = at;
                format!("lag {lag}: up {up}, down {down}, unchanged {unchanged}, removed {removed}, median {median_absolute:?}")
            })
            .collect();
        insta::assert_snapshot!(lags.join("\n"), @r"
        lag 1: up 1, down 1, unchanged 1, removed 0, median Some(1.0)
        lag 2: up 0, down 0, unchanged 0, removed 1, median None
        ");
    }

    fn table() -> impl Strategy<Value = BTreeMap<i32, u64>> {
        proptest::collection::btree_map(2000_i32..2030, 0_u64..5, 0..12)
    }

    fn rows(snapshot: &str, table: &BTreeMap<i32, u64>) -> Vec<Recorded> {
        table.iter().map(|(year, value)| recorded(snapshot, *year, &value.to_string())).collect()
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_order_of_rows_does_not_matter(before in table(), after in table()) {
            let later = vintage("b", "2026-02-01", 2005, 2025);
            let (earlier, now) = (rows("a", &before), rows("b", &after));
            let found = diff(&earlier, &now, &later);
            let Restatement { added, removed, changed, unchanged, not_covered } = &found;
            let (same, apart) = (usize::try_from(*unchanged).expect("small"), usize::try_from(*not_covered).expect("small"));
            prop_assert_eq!(removed.len() + changed.len() + same + apart, before.len());
            prop_assert_eq!(added.len() + changed.len() + same, after.len());
            let backwards = |rows: &[Recorded]| rows.iter().rev().cloned().collect::<Vec<_>>();
            prop_assert_eq!(diff(&backwards(&earlier), &backwards(&now), &later), found);
        }
    }
}
