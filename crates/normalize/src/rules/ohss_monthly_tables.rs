//! OHSS monthly tables → arrests, book-ins, book-outs, removals, repatriations and encounters, each a range of ten.

use domain::{Bounds, CountingUnit, Missing, Observation, Period, Reading, Value, slug::segment};

use super::{
    Rule,
    collected::{Collected, value},
    months::Month,
    name,
};
use crate::{
    decoded::{MOST_OBSERVATIONS, Problems, Standardized, Unfit, quote},
    sources::{
        ohss_monthly_tables::{Column, File, Table, TimeLine},
        sheets::{Cell, Printed, locator},
    },
};

mod sums;

pub(super) const RULE: Rule = Rule { name: "ohss_monthly_tables", version: 1 };

/// The publisher rounds every cell to the nearest ten.
const HALF: u64 = 5;

/// What a table counts.
#[derive(Debug, Clone, Copy)]
struct Subject {
    measure: &'static str,
    unit: CountingUnit,
    population: &'static str,
    geography: &'static str,
    definition: &'static str,
}

const ARRESTS: Subject = Subject {
    measure: "arrests",
    unit: CountingUnit::Arrest,
    population: "us/dhs/ice/ero",
    geography: "us",
    definition: "ohss-ero-administrative-arrest",
};
const BOOK_INS: Subject = Subject {
    measure: "book_ins",
    unit: CountingUnit::Stay,
    population: "us/dhs/ice/detention",
    geography: "us",
    definition: "ohss-ice-book-in",
};
const BOOK_OUTS: Subject = Subject { measure: "book_outs", definition: "ohss-ice-book-out", ..BOOK_INS };
const ICE_REMOVALS: Subject = Subject {
    measure: "removals",
    unit: CountingUnit::Repatriation,
    population: "us/dhs/ice",
    geography: "us",
    definition: "ohss-ero-removal-or-return",
};
const REPATRIATIONS: Subject =
    Subject { measure: "repatriations", population: "us/dhs", definition: "ohss-dhs-repatriation", ..ICE_REMOVALS };
const REMOVALS: Subject = Subject { measure: "removals", ..REPATRIATIONS };
const ENFORCEMENT_RETURNS: Subject = Subject { measure: "enforcement_returns", ..REPATRIATIONS };
const ADMINISTRATIVE_RETURNS: Subject = Subject { measure: "administrative_returns", ..REPATRIATIONS };
const ENCOUNTERS: Subject = Subject {
    measure: "encounters",
    unit: CountingUnit::Encounter,
    population: "us/dhs/cbp",
    geography: "border/southwest",
    definition: "ohss-southwest-border-book-out",
};

/// How a table is broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Split {
    Citizenship,
    Criminality,
    Agency,
    /// By reason, and by criminality or agency.
    Reason,
    Kind,
    Outcome,
}

/// The tables that are read, by their titles.
const TABLES: [(&str, Subject, Split); 17] = [
    ("CBP SW Border Encounters Book-Outs by Agency", ENCOUNTERS, Split::Outcome),
    ("ERO Administrative Arrests by Selected Citizenship", ARRESTS, Split::Citizenship),
    ("ERO Administrative Arrests by Criminality", ARRESTS, Split::Criminality),
    ("Book-Ins to ICE Detention by Selected Citizenship", BOOK_INS, Split::Citizenship),
    ("Book-Ins to ICE Detention by Criminality", BOOK_INS, Split::Criminality),
    ("Book-Ins to ICE Detention by Initial Arresting Agency", BOOK_INS, Split::Agency),
    ("ICE Book-Outs by Criminality", BOOK_OUTS, Split::Reason),
    ("ICE Book-Outs by Initial Arresting Agency", BOOK_OUTS, Split::Reason),
    ("ICE ERO Removals and Returns by Selected Citizenship", ICE_REMOVALS, Split::Citizenship),
    ("ICE ERO Removals and Returns by Criminality", ICE_REMOVALS, Split::Criminality),
    ("ICE ERO Removals and Returns by Initial Arresting Agency", ICE_REMOVALS, Split::Agency),
    ("DHS Repatriations by Type", REPATRIATIONS, Split::Kind),
    ("DHS Removals by Criminality", REMOVALS, Split::Criminality),
    ("DHS Removals by Initial Arresting Agency", REMOVALS, Split::Agency),
    ("DHS Removals by Selected Citizenship", REMOVALS, Split::Citizenship),
    ("DHS Enforcement Returns by Selected Citizenship", ENFORCEMENT_RETURNS, Split::Citizenship),
    ("DHS Administrative Returns by Selected Citizenship", ADMINISTRATIVE_RETURNS, Split::Citizenship),
];

/// Makes observations of every cell of the tables that are read, by month and fiscal year.
///
/// * A printed number is a range: five less to five more, and never less than zero. Nobody can tell which way a half was rounded.
/// * `X` (not applicable) and `NA` (not available) are missing, not reported.
/// * A fiscal year to date ends with the last month that the table has.
/// * A total that stands in several tables is observed once; two of them that differ are a problem, and so is a total that its parts cannot make
///   with all their rounding.
/// * A workbook speaks for its last month, and no more: a later one has another year to date, and other citizenships. No period of an earlier
///   workbook is taken for withdrawn.
pub(crate) fn standardize(file: &File, problems: &mut Problems) -> Result<Standardized, Unfit> {
    let mut collected = Collected::default();
    let mut covers: Option<Period> = None;
    for (caption, subject, split) in TABLES {
        let Some(table) = file.tables.iter().find(|table| table.caption == caption) else {
            problems.report("the workbook", format!("no table with the title {} was found", quote(caption)));
            continue;
        };
        sums::report(table, split, problems);
        for line in &table.lines {
            let Some(period) = period(table, line) else { continue };
            if line.month.is_some() && covers.is_none_or(|covers| covers.end() < period.end()) {
                covers = Some(period);
            }
            observe(table, line, period, (subject, split), &mut collected, problems);
            if collected.len() > MOST_OBSERVATIONS {
                return Err(Unfit::TooMuch);
            }
        }
        report_unknown(table, split, problems);
    }
    let covers = covers.ok_or(Unfit::Nothing)?;
    Ok(Standardized { observations: collected.finish(), covers })
}

fn observe(
    table: &Table,
    line: &TimeLine,
    period: Period,
    (subject, split): (Subject, Split),
    collected: &mut Collected,
    problems: &mut Problems,
) {
    for (column, cell) in table.columns.iter().zip(&line.line.cells) {
        let Some(Series { base, measure, population }) = series(subject, split, column) else { continue };
        let reading = reading(cell, &table.sheet, problems);
        let observation = Observation {
            measure: name(&std::iter::once(base.measure).chain(measure.iter().map(String::as_str)).collect::<Vec<_>>().join("/")),
            unit: base.unit,
            population: name(&population),
            geography: name(base.geography),
            period,
            reading,
            definition: name(base.definition),
            locator: locator(&table.sheet, cell.row, cell.column),
            citation: None,
        };
        collected.add(observation, problems);
    }
}

/// A month, a whole fiscal year, or what there is of it.
fn period(table: &Table, line: &TimeLine) -> Option<Period> {
    if let Some(month) = line.month {
        return Some(Month::of_fiscal_year(line.fiscal_year, month)?.period());
    }
    let year = Period::fiscal_year(line.fiscal_year)?;
    if !line.line.labels.iter().any(|label| label.contains("YTD")) {
        return Some(year);
    }
    let of_year = table.lines.iter().filter(|other| other.fiscal_year == line.fiscal_year);
    let months = of_year.filter_map(|other| Some(Month::of_fiscal_year(other.fiscal_year, other.month?)?.period()));
    Period::new(year.start(), months.map(Period::end).max()?).ok()
}

fn reading(cell: &Cell, sheet: &str, problems: &mut Problems) -> Reading {
    let count = match &cell.printed {
        Printed::Blank => return Reading::Missing(Missing::NotReported),
        Printed::Text(text) if matches!(text.as_str(), "X" | "NA") => return Reading::Missing(Missing::NotReported),
        Printed::Text(_) => None,
        Printed::Number(number) => value(*number).and_then(Value::as_count),
    };
    let Some(count) = count else {
        problems.report(locator(sheet, cell.row, cell.column), format!("{} is no count", quote(&cell.printed.text())));
        return Reading::Missing(Missing::Unreadable);
    };
    if !count.is_multiple_of(2 * HALF) {
        problems.report(locator(sheet, cell.row, cell.column), format!("{count} is not rounded to ten; it is taken as it is"));
        return Reading::Exact(Value::count(count));
    }
    let bounds = Bounds { lower: Value::count(count.saturating_sub(HALF)), upper: Some(Value::count(count + HALF)) };
    Reading::Bounded { value: Value::count(count), bounds }
}

/// What a column counts.
#[derive(Debug)]
struct Series {
    base: Subject,
    measure: Vec<String>,
    population: String,
}

/// `None` for a column that is not known.
fn series(subject: Subject, split: Split, column: &Column) -> Option<Series> {
    let of = |measure: Vec<String>| Some(Series { base: subject, measure, population: subject.population.to_owned() });
    let group = column.group.as_deref();
    match split {
        Split::Citizenship if column.name == "Total" => of(Vec::new()),
        Split::Citizenship => of(vec![format!("citizenship-{}", segment(&column.name))]),
        Split::Criminality => of(criminality(group, &column.name)?),
        Split::Agency => of(part(&column.name)?),
        Split::Reason => of([reason(&column.name), part(group?)?].concat()),
        Split::Kind => {
            let (base, within) = kind(group?, &column.name)?;
            Some(Series { base, measure: within.iter().map(|&one| one.to_owned()).collect(), population: base.population.to_owned() })
        }
        Split::Outcome => {
            let population = match group? {
                "Total CBP" => subject.population.to_owned(),
                "USBP" => format!("{}/usbp", subject.population),
                "OFO" => format!("{}/ofo", subject.population),
                _ => return None,
            };
            let measure = if column.name == "Total Encounters" { Vec::new() } else { vec![segment(&column.name)] };
            Some(Series { base: subject, measure, population })
        }
    }
}

/// A whole or a part by arresting agency or criminality.
fn part(label: &str) -> Option<Vec<String>> {
    let one = |segment: &str| Some(vec![segment.to_owned()]);
    match label {
        "Total" => Some(Vec::new()),
        "CBP" => one("arrested-by-cbp"),
        "ICE" => one("arrested-by-ice"),
        "Convicted Criminals" => one("convicted-criminal"),
        "Non-Criminal" => one("non-criminal"),
        "Pending Criminal Charges" => one("pending-criminal-charges"),
        "Other Immigration Violators" => one("other-immigration-violator"),
        _ => None,
    }
}

/// A reason under the name that ICE's workbooks have for it. What is other here has more in it than what is other there: ended proceedings and
/// transfers.
fn reason(label: &str) -> Vec<String> {
    match label {
        "Total" => Vec::new(),
        "Removal Book-out" => vec!["release-to-remove".to_owned()],
        "Relief" => vec!["relief-granted-by-ij".to_owned()],
        "Other" => vec!["other-than-listed".to_owned()],
        _ => vec![segment(label)],
    }
}

/// Criminality under the name that ICE's workbooks have for it; kinds of conviction are parts of convicted criminals.
fn criminality(group: Option<&str>, label: &str) -> Option<Vec<String>> {
    match group {
        Some(group) if label.starts_with("Total") => part(group),
        Some("Convicted Criminals") => Some(vec!["convicted-criminal".to_owned(), segment(label)]),
        None | Some("Non-Criminal") => part(label),
        Some(_) => None,
    }
}

/// The kinds of repatriation, each a measure of its own.
fn kind(group: &str, label: &str) -> Option<(Subject, &'static [&'static str])> {
    Some(match (group, label) {
        ("Total Repatriations", "Total Repatriations") => (REPATRIATIONS, &[]),
        ("Total Repatriations", "Total Title 8 Repatriations") => (REPATRIATIONS, &["title-8"]),
        ("Total Repatriations", "Title 8 Enforcement Repatriations") => (REPATRIATIONS, &["title-8-enforcement"]),
        ("Total Repatriations", "Title 42 Expulsions") => (REPATRIATIONS, &["title-42-expulsions"]),
        ("DHS Removals", "Total Removals") => (REMOVALS, &[]),
        ("DHS Removals", "Expedited Removals") => (REMOVALS, &["expedited-removals"]),
        ("DHS Removals", "Reinstatements of Removal Orders") => (REMOVALS, &["reinstatements"]),
        ("DHS Removals", "Other Removals") => (REMOVALS, &["other-removals"]),
        ("DHS Enforcement Returns", "Total Enforcement Returns") => (ENFORCEMENT_RETURNS, &[]),
        ("DHS Enforcement Returns", "Withdrawals") => (ENFORCEMENT_RETURNS, &["withdrawals"]),
        ("DHS Enforcement Returns", "Voluntary Returns") => (ENFORCEMENT_RETURNS, &["voluntary-returns"]),
        ("DHS Enforcement Returns", "Voluntary Departures") => (ENFORCEMENT_RETURNS, &["voluntary-departures"]),
        ("DHS Enforcement Returns", "Other Enforcement Returns") => (ENFORCEMENT_RETURNS, &["other-returns"]),
        ("DHS Administrative Returns", "Total Administrative Returns") => (ADMINISTRATIVE_RETURNS, &[]),
        ("DHS Administrative Returns", "Withdrawals") => (ADMINISTRATIVE_RETURNS, &["withdrawals"]),
        ("DHS Administrative Returns", "Crew Members Detained") => (ADMINISTRATIVE_RETURNS, &["crew-members-detained"]),
        _ => return None,
    })
}

fn report_unknown(table: &Table, split: Split, problems: &mut Problems) {
    for column in table.columns.iter().filter(|column| series(REPATRIATIONS, split, column).is_none()) {
        let message = format!("the column {} is not known; it is left out", quote(&column.title()));
        problems.report(format!("sheet '{}'", table.sheet), message);
    }
}
