//! Audits over several files: what one file alone cannot show.
//!
//! * Does a cumulative count fall from one workbook of a fiscal year to the next? It cannot, unless something was taken back.
//! * Do two sources of the same quantity say the same?
//!
//! Both are pure functions over observations. They change nothing and judge nothing: each finding is a pair of observations, each with its
//! place. A decoder sees one file and therefore cannot ask either; who has several, such as an archive of vintages, can.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Bounds, CountingUnit, DefinitionSlug, Geography, Measure, Observation, Period, Population, Reading, Value};

/// What is counted, of whom and where: the same quantity in whatever source.
type Quantity = (Measure, CountingUnit, Population, Geography);

fn quantity(one: &Observation) -> Quantity {
    (one.measure.clone(), one.unit, one.population.clone(), one.geography.clone())
}

/// A cumulative count that is less later than it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fall {
    /// The count up to an earlier day.
    pub earlier: Observation,
    /// The count up to a later day, which is less.
    pub later: Observation,
}

/// Finds every year to date that is less than one that ended before, or on the same day in a file that stands before.
///
/// `files` are the observations of each file, oldest first. Compared are counts of one series that begin with the same fiscal year; averages
/// and people on a day are not cumulative, and a first month that is restated is no year to date.
pub fn falls<'a>(files: impl IntoIterator<Item = &'a [Observation]>) -> Vec<Fall> {
    let mut series: BTreeMap<(Quantity, DefinitionSlug, Period), Vec<&Observation>> = BTreeMap::new();
    for one in files.into_iter().flatten() {
        let Some(year) = Period::fiscal_year(one.period.start().year() + 1).filter(|year| year.start() == one.period.start()) else {
            continue;
        };
        if is_cumulative(one) && matches!(one.reading, Reading::Exact(_)) {
            series.entry((quantity(one), one.definition.clone(), year)).or_default().push(one);
        }
    }
    let mut falls = Vec::new();
    for mut all in series.into_values() {
        // Stable: on the same day the order of the files decides.
        all.sort_by_key(|one| one.period.end());
        for pair in all.windows(2) {
            let [earlier, later] = pair else { continue };
            if later.reading.value() < earlier.reading.value() {
                falls.push(Fall { earlier: (*earlier).clone(), later: (*later).clone() });
            }
        }
    }
    falls
}

/// The longest month.
const DAYS_OF_MONTH: i64 = 31;

fn is_cumulative(one: &Observation) -> bool {
    let base = one.measure.as_str().split('/').next().unwrap_or_default();
    !base.starts_with("average_") && base != "detained" && one.period.days() > DAYS_OF_MONTH
}

/// Two readings of the same quantity and period by two sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// What the first source says.
    pub left: Observation,
    /// What the second source says.
    pub right: Observation,
    /// True if some number is possible under both, with what they round and withhold.
    pub agrees: bool,
}

/// Sets two sources side by side wherever both have a value for the same quantity and period. Of several readings in one source the last
/// counts.
pub fn compared<'a>(left: impl IntoIterator<Item = &'a Observation>, right: impl IntoIterator<Item = &'a Observation>) -> Vec<Compared> {
    let by_key = |all: &mut dyn Iterator<Item = &'a Observation>| {
        let with_value = all.filter(|one| one.reading.value().is_some());
        with_value.map(|one| ((quantity(one), one.period), one)).collect::<BTreeMap<_, _>>()
    };
    let (left, right) = (by_key(&mut left.into_iter()), by_key(&mut right.into_iter()));
    let keys: BTreeSet<_> = left.keys().filter(|key| right.contains_key(*key)).collect();
    let pair = |key| Some((*left.get(key)?, *right.get(key)?));
    let compare = |(left, right): (&Observation, &Observation)| Compared {
        agrees: is_possible(left.reading, right.reading),
        left: left.clone(),
        right: right.clone(),
    };
    keys.into_iter().filter_map(pair).map(compare).collect()
}

/// True if the ranges of two readings have a number in common.
fn is_possible(left: Reading, right: Reading) -> bool {
    let range = |reading: Reading| match (reading.bounds(), reading.value()) {
        (Some(Bounds { lower, upper }), _) => Some((lower, upper)),
        (None, Some(value)) => Some((value, Some(value))),
        (None, None) => None,
    };
    let below = |lower: Value, upper: Option<Value>| upper.is_none_or(|upper| lower.as_f64() <= upper.as_f64());
    match (range(left), range(right)) {
        (Some((low, high)), Some((other_low, other_high))) => below(low, other_high) && below(other_low, high),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observed(measure: &str, period: (&str, &str), reading: Reading) -> Observation {
        Observation {
            measure: measure.parse().expect("a measure"),
            unit: CountingUnit::Stay,
            population: "us/dhs/ice/detention".parse().expect("a population"),
            geography: "us".parse().expect("a geography"),
            period: Period::new(period.0.parse().expect("a day"), period.1.parse().expect("a day")).expect("a period"),
            reading,
            definition: "ice-initial-book-in".parse().expect("a definition"),
            locator: "sheet 'Detention FY24' cell V20".into(),
            citation: None,
        }
    }

    fn exact(n: u64) -> Reading {
        Reading::Exact(Value::count(n))
    }

    fn rounded(n: u64) -> Reading {
        let bounds = Bounds { lower: Value::count(n.saturating_sub(5)), upper: Some(Value::count(n + 5)) };
        Reading::Bounded { value: Value::count(n), bounds }
    }

    #[test]
    fn a_year_to_date_that_is_less_than_before_is_told_with_both() {
        let files = [
            vec![
                observed("book_ins", ("2023-10-01", "2024-01-07"), exact(100)),
                observed("detained", ("2023-10-01", "2023-10-02"), exact(9)),
            ],
            vec![
                observed("book_ins", ("2023-10-01", "2024-01-21"), exact(99)),
                observed("detained", ("2023-10-01", "2023-10-02"), exact(8)),
            ],
            vec![observed("book_ins", ("2024-10-01", "2025-01-21"), exact(7))],
        ];
        let found = falls(files.iter().map(Vec::as_slice));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].earlier.reading, found[0].later.reading), (exact(100), exact(99)));
    }

    #[test]
    fn two_sources_agree_where_a_number_is_possible_under_both() {
        let month = ("2024-01-01", "2024-02-01");
        let agrees = |left, right| {
            let (left, right) = ([observed("book_ins", month, left)], [observed("book_ins", month, right)]);
            compared(&left, &right).into_iter().map(|found| found.agrees).collect::<Vec<_>>()
        };
        assert_eq!(agrees(exact(20_535), rounded(20_540)), [true]);
        assert_eq!(agrees(exact(20_534), rounded(20_540)), [false]);
        assert_eq!(agrees(exact(3), rounded(0)), [true]);
        assert_eq!(agrees(Reading::Missing(domain::Missing::NotReported), rounded(0)), [false; 0]);
    }
}
