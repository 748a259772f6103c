//! Which checks are made of which table, with the shares of section 9 above which they warn and stop.

use time::{Date, macros::date};

use super::{
    Asked, CheckResult, Unit,
    look::View,
    values::{self, Test},
};
use crate::{
    codebook::{lists, published_name},
    process::Release,
    release::RawTable,
    rules::clean::Availability,
    ruleset::RuleSet,
    table::Table,
};

/// Shares above which a check warns and stops.
type Limits = (f64, f64);

/// Dates and the order of stints.
const DATES: Limits = (0.001, 0.01);
/// Closed lists and amounts.
const VALUES: Limits = (0.0001, 0.001);
/// The order of stays, and what one field needs of another.
const NEEDS: Limits = (0.01, 0.05);
/// A single one stops.
pub(super) const NONE: Limits = (0.0, 0.0);

/// The days from which on dates are possible.
const PERIOD: Date = date!(2022 - 09 - 01);
const FINAL_ORDERS: Date = date!(1990 - 01 - 01);
const ENTRIES: Date = date!(1900 - 01 - 01);
const CHARGES: Date = date!(1950 - 01 - 01);
const BIRTHS: i32 = 1900;

/// A check that is to be run on a table.
pub(super) struct Planned {
    asked: Asked,
    test: Result<Test, &'static str>,
}

impl Planned {
    fn new(table: &'static str, name: String, field: Option<&str>, limits: Limits, claim: String, test: Test) -> Self {
        let (warn, stop) = limits;
        let asked = Asked {
            name,
            table,
            field: field.map(str::to_owned),
            warn_above: Some(warn),
            stop_above: Some(stop),
            unit: Unit::Rows,
            claim,
            detail: String::new(),
        };
        Self { asked, test: Ok(test) }
    }

    pub(super) fn run(self, release: &Release) -> CheckResult {
        let test = match self.test {
            Ok(test) => test,
            Err(reason) => return self.asked.not_run(reason),
        };
        let table = release.tables.iter().find(|table| table.name() == self.asked.table);
        match table.and_then(|table| values::run(&View::of(table), release, self.asked.field.as_deref(), &test)) {
            Some(found) => self.asked.result(found),
            None => self.asked.not_run("the table does not have the fields of this check, or they hold something else than they should"),
        }
    }
}

/// The checks of all tables, those too that cannot be run.
pub(super) fn checks(release: &Release, today: Date) -> Vec<Planned> {
    let mut planned = Vec::new();
    for table in &release.tables {
        let name = table.name();
        planned.extend(identifier(name));
        for column in &table.columns {
            planned.extend(of_field(name, &column.name, today));
        }
        planned.extend(of_several(table));
        if name == "joined" {
            planned.push(redacted_text(release.rules));
        }
    }
    planned.extend(cannot_be_run(release, today));
    planned
}

fn identifier(table: &'static str) -> Option<Planned> {
    let limits = match table {
        "arrests" => (0.02, 0.05),
        "detainers" => (0.15, 0.20),
        "stints" => (0.005, 0.01),
        _ => return None,
    };
    let field = "unique_identifier";
    Some(Planned::new(table, "identifier_missing".to_owned(), Some(field), limits, "rows have no identifier".to_owned(), Test::Present))
}

/// What is asked of a field by its name, in whichever published table it is.
fn of_field(table: &'static str, field: &str, today: Date) -> Vec<Planned> {
    let mut planned = Vec::new();
    if let Some((from, until)) = window(table, field, today) {
        let span = until.map_or_else(|| format!("before {from}"), |until| format!("outside of {from} to {until}"));
        let test = Test::Days { from: days(from), until: until.map(days) };
        planned.push(Planned::new(table, format!("{field}_in_window"), Some(field), DATES, format!("rows have `{field}` {span}"), test));
    }
    if field == "birth_year" {
        let until = today.year();
        let failing = format!("rows have `birth_year` outside of {BIRTHS} to {until}");
        let test = Test::Numbers { from: f64::from(BIRTHS), until: f64::from(until) };
        planned.push(Planned::new(table, "birth_year_in_window".to_owned(), Some(field), DATES, failing, test));
    }
    if let Some(list) = lists::of_field(field) {
        let failing = format!("rows have `{field}` that is none of the {} known values", list.len());
        planned.push(Planned::new(table, format!("{field}_in_list"), Some(field), VALUES, failing, Test::Listed(list)));
    }
    if is_amount(field) {
        let test = Test::Numbers { from: 0.0, until: f64::INFINITY };
        planned.push(Planned::new(
            table,
            format!("{field}_not_negative"),
            Some(field),
            VALUES,
            format!("rows have `{field}` below zero"),
            test,
        ));
    }
    planned
}

/// From when until when a date is possible. An apprehension is bound to the period of the release in arrests only: a detainer can follow one that is
/// years old.
fn window(table: &str, field: &str, today: Date) -> Option<(Date, Option<Date>)> {
    match field {
        "apprehension_date" if table != "detainers" => Some((PERIOD, Some(today))),
        "departed_date" | "detainer_prepare_date" | "book_out_date_time" | "stay_book_out_date_time" | "stay_book_out_date" => {
            Some((PERIOD, Some(today)))
        }
        "book_out_date_time_first" | "book_out_date_time_last" | "book_out_date_time_longest" => Some((PERIOD, Some(today))),
        "final_order_date" => Some((FINAL_ORDERS, None)),
        "entry_date" => Some((ENTRIES, None)),
        "msc_charge_date" => Some((CHARGES, None)),
        _ => None,
    }
}

fn is_amount(field: &str) -> bool {
    matches!(
        field,
        "initial_bond_set_amount"
            | "initial_bond_set_amount_lowest_seen"
            | "bond_posted_amount"
            | "bond_posted_amount_lowest_seen"
            | "msc_sentence_days"
            | "msc_sentence_months"
            | "msc_sentence_years"
    )
}

/// What is asked of several fields together.
fn of_several(of: &Table) -> Vec<Planned> {
    let table = of.name();
    let plan_of = |name: &str, field: Option<&str>, limits, failing: &str, test| {
        Planned::new(table, name.to_owned(), field, limits, failing.to_owned(), test)
    };
    let plan = |name, field, limits, failing, test| plan_of(name, Some(field), limits, failing, test);
    let mut planned = Vec::new();
    if matches!(table, "arrests" | "detainers" | "stints" | "stays" | "joined") {
        let country = Test::Needs { other: "departure_country", value: None };
        planned.push(plan(
            "departed_needs_country",
            "departed_date",
            NEEDS,
            "rows with a departed date have no departure country",
            country,
        ));
        let order = Test::Needs { other: "final_order_yes_no", value: Some("YES") };
        planned.push(plan(
            "final_order_date_needs_yes",
            "final_order_date",
            NEEDS,
            "rows with a final order date do not say that there is a final order",
            order,
        ));
    }
    match table {
        "stints" => {
            let before = Test::NotBefore { other: "book_in_date_time" };
            planned.push(plan("out_before_in", "book_out_date_time", DATES, "rows have a book-out before their book-in", before));
            planned.push(plan_of("stint_out_of_stay", None, DATES, "rows begin or end outside of their stay", Test::WithinStay));
        }
        "stays" => {
            let before = Test::NotBefore { other: "stay_book_in_date_time" };
            // The end of a stay is there twice; the instant says more.
            let ends = ["stay_book_out_date_time", "stay_book_out_date"];
            let end = ends.into_iter().find(|end| of.column_names().any(|column| column == *end)).unwrap_or(ends[0]);
            planned.push(plan("out_before_in", end, NEEDS, "stays have a book-out before their book-in", before));
            let failing = "stays have no book-in on any of their stints";
            planned.push(plan("stay_without_book_in", "book_in_date_time_longest", NONE, failing, Test::Present));
        }
        _ => {}
    }
    planned
}

/// The published pipeline calls a helper here that it does not define, and the error is swallowed.
fn redacted_text(rules: RuleSet) -> Planned {
    let failing = "rows hold a redaction mark in a text".to_owned();
    let mut planned = Planned::new("joined", "redacted_text".to_owned(), None, NONE, failing, Test::NoRedactionMarks);
    if rules == RuleSet::Published {
        planned.test = Err(
            "the published rules call a helper that they do not define, so that this check passes in silence; the corrected rules run it",
        );
    }
    planned
}

/// Checks of raw fields that are not published, since there is nothing in them.
fn cannot_be_run(release: &Release, today: Date) -> Vec<Planned> {
    let mut planned = Vec::new();
    for (raw, fields) in &release.fields {
        let table = match raw {
            RawTable::Arrests => "arrests",
            RawTable::Detainers => "detainers",
            RawTable::Detentions => "stints",
            RawTable::Encounters | RawTable::Removals => continue,
        };
        for field in fields {
            let reason = match field.availability {
                Availability::Available => continue,
                Availability::Blank => "the field is blank",
                Availability::Redacted => "the field holds redaction marks only",
                Availability::NotInTable => "no file has the field",
            };
            let of_field = of_field(table, &published_name(*raw, &field.name), today);
            planned.extend(of_field.into_iter().map(|planned| Planned { test: Err(reason), ..planned }));
        }
    }
    planned
}

/// Days since 1970.
fn days(date: Date) -> i64 {
    i64::from(date.to_julian_day() - date!(1970 - 01 - 01).to_julian_day())
}
