//! Counts of a release → observations: the nation, and its parts by state, criminality and arresting programme, month by month, in both countings.
//!
//! What may not leave is withheld here, so that neither events nor answers have it: see [`super::withheld`].

use std::collections::BTreeMap;

use domain::{CountingUnit, Date, Missing, Observation, Period, Reading, Value, slug::segment};
use ice::counts::{self, Counts, Coverage, Dimension, Marginal, Subject, Tally};

use super::{
    documents::{CountedEntry, MonthEntry},
    places,
    withheld::{Differences, Shown, TooMuch, withhold},
};
use crate::{
    decoded::{MOST_OBSERVATIONS, Standardized, Unfit},
    rules::{at_least, name},
};

/// Rises whenever the same counts would give other observations.
pub(super) const VERSION: u32 = 1;

/// What may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Privacy {
    /// Cells of fewer are withheld, and others from which they would follow.
    pub(crate) smallest_cell: u64,
    /// Whether the rows between the two countings are a cell too.
    pub(crate) differences: Differences,
}

/// Words of a subject in observations.
#[derive(Debug, Clone, Copy)]
struct Words {
    measure: &'static str,
    unit: CountingUnit,
    population: &'static str,
    all: &'static str,
    /// None where both countings are one.
    without: Option<&'static str>,
}

fn words(subject: Subject) -> Words {
    match subject {
        Subject::Arrests => Words {
            measure: "arrests",
            unit: CountingUnit::Arrest,
            population: "us/dhs/ice/ero",
            all: "ice-individual-arrest-all-rows",
            without: Some("ice-individual-arrest-without-likely-duplicates"),
        },
        Subject::Detainers => Words {
            measure: "detainers",
            unit: CountingUnit::Report,
            population: "us/dhs/ice/ero",
            all: "ice-individual-detainer-all-rows",
            without: Some("ice-individual-detainer-without-likely-duplicates"),
        },
        Subject::BookIns => Words {
            measure: "book_ins",
            unit: CountingUnit::Stint,
            population: "us/dhs/ice/detention",
            all: "ice-individual-stint-all-rows",
            without: Some("ice-individual-stint-without-likely-duplicates"),
        },
        Subject::Stays => Words {
            measure: "stays",
            unit: CountingUnit::Stay,
            population: "us/dhs/ice/detention",
            all: "ice-individual-stay",
            without: None,
        },
    }
}

/// A series: the measure with its part, and the place.
pub(super) type Series = (String, String);

/// One month of every series of a subject.
pub(super) type OfMonth = BTreeMap<(Dimension, Series), Counted>;

/// A number of a month before anything is withheld.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    pub(super) tally: Tally,
    pub(super) coverage: Coverage,
}

/// Observations of all subjects, with what the manifest says of them.
pub(super) fn standardize(counts: &[Counts], privacy: Privacy) -> Result<(Standardized, Vec<CountedEntry>), Unfit> {
    let mut observations = Vec::new();
    let mut entries = Vec::new();
    let mut covers: Option<Period> = None;
    for of in counts {
        let words = words(of.subject);
        let mut months: BTreeMap<counts::Month, OfMonth> = BTreeMap::new();
        for marginal in of.marginals() {
            add(months.entry(marginal.month).or_default(), words, &marginal);
        }
        let mut shown_months = Vec::new();
        for (month, cells) in &months {
            let Some(period) = period(*month) else { continue };
            covers = Some(covers.map_or(period, |covers| covers.span(period)));
            let shown = withhold(cells, privacy, words.without.is_some()).map_err(|TooMuch| Unfit::TooMuch)?;
            for (((dimension, (measure, geography)), counted), shown) in cells.iter().zip(&shown) {
                let countings = [(Some(words.all), counted.tally.all, shown.all), (words.without, counted.tally.without, shown.without)];
                for (definition, count, is_shown) in countings {
                    let Some(definition) = definition else { continue };
                    observations.push(Observation {
                        measure: name(measure),
                        unit: words.unit,
                        population: name(words.population),
                        geography: name(geography),
                        period,
                        reading: reading(count, is_shown, counted.coverage),
                        definition: name(definition),
                        locator: format!("table {}, {} in {month}", of.subject.table(), of.subject.date()),
                        citation: None,
                    });
                }
                if *dimension == Dimension::Nation {
                    shown_months.push(month_entry(*month, *counted, *shown));
                }
            }
            if observations.len() > MOST_OBSERVATIONS {
                return Err(Unfit::TooMuch);
            }
        }
        entries.push(counted_entry(of, words, shown_months, privacy));
    }
    let covers = covers.ok_or(Unfit::Nothing)?;
    Ok((Standardized { observations, covers }, entries))
}

/// Two labels that become one segment are one part.
fn add(cells: &mut OfMonth, words: Words, marginal: &Marginal) {
    let part = marginal.part.as_deref();
    let series = match marginal.dimension {
        Dimension::Nation => (words.measure.to_owned(), "us".to_owned()),
        Dimension::State => (words.measure.to_owned(), places::geography(part).to_string()),
        Dimension::Criminality => (format!("{}/{}", words.measure, criminality(part)), "us".to_owned()),
        Dimension::Programme => {
            (format!("{}/programme/{}", words.measure, part.map_or_else(|| "unstated".to_owned(), segment)), "us".to_owned())
        }
    };
    let Marginal { tally, coverage, .. } = *marginal;
    cells
        .entry((marginal.dimension, series))
        .and_modify(|counted| {
            counted.tally.all += tally.all;
            counted.tally.without += tally.without;
            counted.coverage = joined(counted.coverage, coverage);
        })
        .or_insert(Counted { tally, coverage });
}

/// Of two parts that are one: where one is interrupted, the sum is at least what is there.
fn joined(a: Coverage, b: Coverage) -> Coverage {
    match (a, b) {
        (a, b) if a == b => a,
        (Coverage::Nothing, _) | (_, Coverage::Nothing) => Coverage::Nothing,
        _ => Coverage::AtLeast,
    }
}

/// `1 Convicted Criminal` → `convicted-criminal`, as in the publisher's own statistics.
fn criminality(label: Option<&str>) -> String {
    match label.map(|label| label.trim().trim_start_matches(|c: char| c.is_ascii_digit())) {
        Some(label) if !label.trim().is_empty() => segment(label),
        _ => "criminality-unstated".to_owned(),
    }
}

fn period(month: counts::Month) -> Option<Period> {
    Period::month(i32::try_from(month.year()).ok()?, month.month())
}

/// A number that is withheld says nothing else, whatever the month: which reason another cell has would tell something of it.
fn reading(count: u64, is_shown: bool, coverage: Coverage) -> Reading {
    match (is_shown, coverage) {
        (_, Coverage::Nothing) => Reading::Missing(Missing::NotReported),
        (false, _) => Reading::Missing(Missing::Suppressed),
        (true, Coverage::Interrupted) => Reading::Missing(Missing::SuspectedInterruption),
        (true, Coverage::AtLeast) => at_least(count),
        (true, Coverage::Whole) => Reading::Exact(Value::count(count)),
    }
}

fn month_entry(month: counts::Month, counted: Counted, shown: Shown) -> MonthEntry {
    let is_number = matches!(counted.coverage, Coverage::Whole | Coverage::AtLeast);
    let number = |count: u64, is_shown: bool| (is_shown && is_number).then_some(count);
    let Tally { all, without } = counted.tally;
    let remark = match counted.coverage {
        Coverage::Nothing => "no row",
        _ if !(shown.all && shown.without) => "withheld, or from what is withheld it would follow",
        Coverage::Interrupted => "suspected interruption of the reporting",
        Coverage::AtLeast => "at least so many: the month breaks off, or the reporting of a state was interrupted",
        Coverage::Whole => "",
    };
    MonthEntry {
        month: month.to_string(),
        all_rows: number(all, shown.all),
        without_likely_duplicates: number(without, shown.without),
        difference: number(all - without, shown.difference),
        remark: remark.to_owned(),
    }
}

fn counted_entry(of: &Counts, words: Words, months: Vec<MonthEntry>, privacy: Privacy) -> CountedEntry {
    let Tally { all, without } = of.total();
    let is_small = |rows: u64| (1..privacy.smallest_cell).contains(&rows);
    let rows = |rows: u64| if is_small(rows) { format!("fewer than {}", privacy.smallest_cell) } else { rows.to_string() };
    let day = |days: i64| Date::new(1970, 1, 1).map(|epoch| epoch.days_later(days).to_string()).unwrap_or_default();
    let silences = of.covered.iter().flat_map(|covered| &covered.silences);
    let interruptions = silences.map(|silence| {
        format!("no row from {} to {}, where the days around make {} expected", day(silence.first), day(silence.last), silence.expected)
    });
    let range = of.covered.as_ref().map(counts::Covered::range);
    CountedEntry {
        table: of.subject.table().to_owned(),
        measure: words.measure.to_owned(),
        first_month: range.as_ref().map(|range| range.start().to_string()).unwrap_or_default(),
        last_month: range.as_ref().map(|range| range.end().to_string()).unwrap_or_default(),
        all_rows: all,
        without_likely_duplicates: (privacy.differences == Differences::Open || !is_small(all - without)).then_some(without),
        undated: rows(of.undated),
        outside: rows(of.outside),
        months,
        interruptions: interruptions.collect(),
    }
}
