//! What analytics is told: counts of prosecutions by district and month, each with its definition and its place.

use std::{collections::BTreeSet, fmt::Write as _};

use domain::{CountingUnit, DefinitionSlug, Geography, Measure, Missing, Observation, Period, Population, Reading, Value};

use super::{
    cells::{Cell, Month},
    official::Official,
};

/// Name and version of the rule that makes releases.
pub(crate) const RELEASE: (&str, u32) = ("district_months", 1);

/// Name and version of the rule that reads official counts.
pub(crate) const OFFICIAL: (&str, u32) = ("prosecution_counts", 1);

/// A line of a release, and the observation that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    court: String,
    month: Month,
    measure: String,
    unit: CountingUnit,
    definition: &'static str,
    value: Option<u64>,
    missing: String,
    cases: String,
}

/// A release: its file and its observations, the line of each as its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Release {
    /// CSV.
    pub(crate) file: String,
    /// What it says.
    pub(crate) observations: Vec<Observation>,
    /// For which months it speaks; none if it says nothing.
    pub(crate) covers: Option<Period>,
}

/// The release of cells. The same cells give the same bytes.
pub(crate) fn release(cells: &[Cell]) -> Release {
    let mut file = String::from("court,month,measure,unit,value,missing,cases\n");
    let mut observations = Vec::new();
    for (line, place) in cells.iter().flat_map(lines).zip(2_u32..) {
        let value = line.value.map(|value| value.to_string()).unwrap_or_default();
        let missing = line.missing.replace(['"', '\n'], " ");
        let Line { court, month, measure, unit, cases, .. } = &line;
        // Writing to a string does not fail.
        let _ = writeln!(file, "{court},{month},{measure},{},{value},\"{missing}\",{cases}", unit.slug());
        observations.extend(observation(&line, format!("line {place}")));
    }
    let months = cells.iter().map(|cell| cell.month);
    let covers = months.clone().min().zip(months.max()).and_then(|(first, last)| span(first, last));
    Release { file, observations, covers }
}

/// The rule by which a file of official counts is read. Each statistic has its own, since a newer file of one is no word on the others.
pub(crate) fn official_rule(numbers: &[Official]) -> String {
    let statistics: BTreeSet<&str> = numbers.iter().map(|number| number.source.as_str()).collect();
    let named = statistics.iter().map(|statistic| statistic.replace('-', "_")).collect::<Vec<_>>();
    std::iter::once(OFFICIAL.0.to_owned()).chain(named).collect::<Vec<_>>().join("_")
}

/// Official counts as observations, and the months for which they speak.
pub(crate) fn official(numbers: &[Official]) -> (Vec<Observation>, Option<Period>) {
    let observations = numbers.iter().filter_map(|number| {
        let (measure, definition) = match (number.source.as_str(), number.unit, number.basis.as_str()) {
            ("lions", CountingUnit::Defendant, basis) => (measure_of(basis)?, "lions-section-111-defendant"),
            ("lions", CountingUnit::Case, basis) => (measure_of(basis)?, "lions-section-111-case"),
            ("lions", CountingUnit::Charge, basis) => (measure_of(basis)?, "lions-section-111-count"),
            ("fjc-criminal", CountingUnit::Defendant, _) => ("prosecutions", "fjc-section-111-defendant-filed"),
            _ => return None,
        };
        let line = Line {
            court: number.court.clone(),
            month: number.month,
            measure: measure.to_owned(),
            unit: number.unit,
            definition,
            value: number.value,
            missing: number.missing.clone(),
            cases: String::new(),
        };
        observation(&line, number.locator.clone())
    });
    let months = numbers.iter().map(|number| number.month);
    (observations.collect(), months.clone().min().zip(months.max()).and_then(|(first, last)| span(first, last)))
}

/// Filings before a magistrate judge and in the district court are counted apart. Those of courts without a name are in no series.
fn measure_of(basis: &str) -> Option<&'static str> {
    match basis {
        "first filing in the district court" => Some("prosecutions"),
        "first filing before a magistrate judge" => Some("prosecutions/before-magistrates"),
        _ => None,
    }
}

fn lines(cell: &Cell) -> Vec<Line> {
    let Cell { court, month, seen, coverage } = cell;
    // That nobody looked up the charges of a case does not mean that it has none under the section.
    let unseen = seen.candidates + seen.unknown;
    let looked_up = || {
        let found = seen.defendants;
        format!("charges of {unseen} criminal cases are not known; {found} defendants under the section were found in the others")
    };
    let missing = coverage.missing.clone().or_else(|| (unseen > 0).then(looked_up)).unwrap_or_default();
    let line = |measure: String, unit: CountingUnit, definition: &'static str, value: Option<u64>| {
        let missing = match (missing.is_empty(), value) {
            (false, _) => missing.clone(),
            (true, None) => "a count has no number".to_owned(),
            (true, Some(_)) => String::new(),
        };
        let value = value.filter(|_| missing.is_empty());
        let cases = seen.keys.iter().take(50).cloned().collect::<Vec<_>>().join(" ");
        Line { court: court.clone(), month: *month, measure, unit, definition, value, missing, cases }
    };
    let prosecutions = || "prosecutions".to_owned();
    let mut out = vec![
        line(prosecutions(), CountingUnit::Defendant, "docket-section-111-defendant", Some(seen.defendants)),
        line(prosecutions(), CountingUnit::Case, "docket-section-111-case", Some(seen.cases)),
        line(prosecutions(), CountingUnit::Charge, "docket-section-111-count", seen.counts),
    ];
    let outcomes = seen.outcomes.iter().map(|(class, defendants)| {
        let class = if class == "none" { "open" } else { class.as_str() };
        line(format!("prosecutions/{class}"), CountingUnit::Defendant, "docket-section-111-outcome", Some(*defendants))
    });
    out.extend(outcomes);
    out
}

fn span(first: Month, last: Month) -> Option<Period> {
    Period::month(first.year, first.month)?.span(Period::month(last.year, last.month)?).into()
}

/// None where a name breaks its grammar, which those above do not.
fn observation(line: &Line, locator: String) -> Option<Observation> {
    let reading = match line.value {
        Some(value) => Reading::Exact(Value::count(value)),
        None if line.missing == "not yet due" => Reading::Missing(Missing::NotYetDue),
        None => Reading::Missing(Missing::NotReported),
    };
    Some(Observation {
        measure: line.measure.parse::<Measure>().ok()?,
        unit: line.unit,
        population: "us/federal".parse::<Population>().ok()?,
        geography: format!("district/{}", line.court).parse::<Geography>().ok()?,
        period: Period::month(line.month.year, line.month.month)?,
        reading,
        definition: line.definition.parse::<DefinitionSlug>().ok()?,
        locator,
        citation: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{
        cells::Seen,
        coverage::{Coverage, CoveredPeriod},
    };

    fn cell(month: &str, seen: Seen, missing: Option<&str>) -> Cell {
        let coverage = CoveredPeriod { coverage: Coverage::Charges, covered: 20, days: 21, missing: missing.map(str::to_owned) };
        Cell { court: "nysd".to_owned(), month: Month::parse(month).expect("a month"), seen, coverage }
    }

    #[test]
    fn a_month_with_cases_that_nobody_looked_up_is_no_number() {
        let seen = Seen { counts: Some(0), candidates: 39, unknown: 1, ..Seen::default() };
        insta::assert_snapshot!(release(&[cell("2026-01", seen, None)]).file, @r#"
        court,month,measure,unit,value,missing,cases
        nysd,2026-01,prosecutions,defendant,,"charges of 40 criminal cases are not known; 0 defendants under the section were found in the others",
        nysd,2026-01,prosecutions,case,,"charges of 40 criminal cases are not known; 0 defendants under the section were found in the others",
        nysd,2026-01,prosecutions,charge,,"charges of 40 criminal cases are not known; 0 defendants under the section were found in the others",
        "#);
    }

    #[test]
    fn a_release_says_numbers_where_coverage_allows_and_reasons_elsewhere() {
        let seen = Seen {
            defendants: 3,
            cases: 2,
            counts: None,
            outcomes: [("none".to_owned(), 2), ("dismissed".to_owned(), 1)].into(),
            keys: ["nysd/1:26-cr-00012".to_owned()].into(),
            ..Seen::default()
        };
        let cells = [cell("2026-01", seen.clone(), None), cell("2026-02", seen, Some("20 of 21 court days are covered"))];
        let release = release(&cells);
        insta::assert_snapshot!(release.file, @r#"
        court,month,measure,unit,value,missing,cases
        nysd,2026-01,prosecutions,defendant,3,"",nysd/1:26-cr-00012
        nysd,2026-01,prosecutions,case,2,"",nysd/1:26-cr-00012
        nysd,2026-01,prosecutions,charge,,"a count has no number",nysd/1:26-cr-00012
        nysd,2026-01,prosecutions/dismissed,defendant,1,"",nysd/1:26-cr-00012
        nysd,2026-01,prosecutions/open,defendant,2,"",nysd/1:26-cr-00012
        nysd,2026-02,prosecutions,defendant,,"20 of 21 court days are covered",nysd/1:26-cr-00012
        nysd,2026-02,prosecutions,case,,"20 of 21 court days are covered",nysd/1:26-cr-00012
        nysd,2026-02,prosecutions,charge,,"20 of 21 court days are covered",nysd/1:26-cr-00012
        nysd,2026-02,prosecutions/dismissed,defendant,,"20 of 21 court days are covered",nysd/1:26-cr-00012
        nysd,2026-02,prosecutions/open,defendant,,"20 of 21 court days are covered",nysd/1:26-cr-00012
        "#);
        let told: Vec<String> = release
            .observations
            .iter()
            .map(|one| {
                let value = one
                    .reading
                    .value()
                    .map_or_else(|| one.reading.missing().map_or("?", Missing::as_str).to_owned(), |value| value.to_string());
                format!("{} {} {} {}: {value} ({})", one.measure, one.unit.slug(), one.geography, one.period.label(), one.locator)
            })
            .collect();
        insta::assert_snapshot!(told.join("\n"), @r"
        prosecutions defendant district/nysd 2026-01: 3 (line 2)
        prosecutions case district/nysd 2026-01: 2 (line 3)
        prosecutions charge district/nysd 2026-01: not reported (line 4)
        prosecutions/dismissed defendant district/nysd 2026-01: 1 (line 5)
        prosecutions/open defendant district/nysd 2026-01: 2 (line 6)
        prosecutions defendant district/nysd 2026-02: not reported (line 7)
        prosecutions case district/nysd 2026-02: not reported (line 8)
        prosecutions charge district/nysd 2026-02: not reported (line 9)
        prosecutions/dismissed defendant district/nysd 2026-02: not reported (line 10)
        prosecutions/open defendant district/nysd 2026-02: not reported (line 11)
        ");
        assert_eq!(release.covers.map(Period::label), Some("2026-01-01 to 2026-02-28".to_owned()));
    }
}
