//! Sums of a month over the districts that have a number. Defendants, cases and counts each have their own; they are never added together.

use std::collections::BTreeMap;

use contracts::court::DistrictMonth;

use crate::charts::DISTRICTS;

/// A sum, and of how many districts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    total: i64,
    /// Districts that have a number.
    pub(crate) districts: usize,
}

impl Sum {
    fn add(&mut self, number: Option<i64>) {
        if let Some(number) = number {
            self.total = self.total.saturating_add(number);
            self.districts += 1;
        }
    }

    /// The sum; none, rather than zero, if no district has a number.
    pub(crate) fn total(self) -> Option<i64> {
        (self.districts > 0).then_some(self.total)
    }
}

/// One month over the districts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct MonthSums {
    pub(crate) month: String,
    pub(crate) defendants: Sum,
    pub(crate) cases: Sum,
    pub(crate) counts: Sum,
    pub(crate) candidates: Sum,
    pub(crate) unknown: Sum,
    /// Defendants that were seen where there is no number: a lower bound.
    pub(crate) seen: i64,
}

/// The months that are there, latest first; courts that are no district are left out.
pub(crate) fn by_month(cells: &[DistrictMonth]) -> Vec<MonthSums> {
    let mut months: BTreeMap<&str, MonthSums> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| DISTRICTS.contains(&cell.court.as_str())) {
        let sums = months.entry(&cell.month).or_insert_with(|| MonthSums { month: cell.month.clone(), ..MonthSums::default() });
        sums.defendants.add(cell.defendants);
        sums.cases.add(cell.cases);
        sums.counts.add(cell.counts);
        sums.candidates.add(cell.candidates);
        sums.unknown.add(cell.unknown);
        if cell.defendants.is_none() {
            sums.seen = sums.seen.saturating_add(cell.seen_defendants);
        }
    }
    months.into_values().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(court: &str, month: &str, defendants: Option<i64>, seen_defendants: i64) -> DistrictMonth {
        DistrictMonth { court: court.into(), month: month.into(), defendants, seen_defendants, ..DistrictMonth::default() }
    }

    #[test]
    fn a_district_without_a_number_is_not_a_zero() {
        let cells = [
            cell("nysd", "2026-06", Some(3), 3),
            cell("txsd", "2026-06", Some(0), 0),
            cell("njd", "2026-06", None, 2),
            cell("nyeb", "2026-06", Some(9), 9),
            cell("njd", "2026-05", None, 0),
        ];
        let shown: Vec<String> = by_month(&cells)
            .iter()
            .map(|sums| format!("{} {:?} in {}, seen {}", sums.month, sums.defendants.total(), sums.defendants.districts, sums.seen))
            .collect();
        assert_eq!(shown, ["2026-06 Some(3) in 2, seen 2", "2026-05 None in 0, seen 0"]);
    }
}
