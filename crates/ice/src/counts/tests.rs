//! Tables of cases.

use std::fmt::Write as _;

use arrow_array::{ArrayRef, BooleanArray};

use super::*;
use crate::{
    frame::Frame,
    release::{cells::instant_of_text, stack::text_column},
};

/// A row of arrests: day, state, criminality, programme, dropped as a duplicate.
type Row<'a> = (&'a str, Option<&'a str>, &'a str, &'a str, bool);

fn arrests(rows: &[Row<'_>]) -> Table {
    let instants: TimestampMicrosecondArray = rows.iter().map(|row| instant_of_text(&format!("{} 10:00:00", row.0))).collect();
    let mut frame = Frame { rows: rows.len(), ..Frame::default() };
    let text = |of: &dyn Fn(&Row<'_>) -> Option<String>| -> ArrayRef {
        let texts: Vec<Option<String>> = rows.iter().map(of).collect();
        Arc::new(text_column(texts.iter().map(Option::as_deref)))
    };
    frame.push("apprehension_date_time", Arc::new(instants));
    frame.push("apprehension_state_filled_in", text(&|row| row.1.map(str::to_owned)));
    frame.push("apprehension_criminality", text(&|row| Some(row.2.to_owned())));
    frame.push("final_program", text(&|row| Some(row.3.to_owned())));
    frame.push("duplicate_drop_row", Arc::new(rows.iter().map(|row| Some(row.4)).collect::<BooleanArray>()));
    Table::of_frame("arrests", &frame, None)
}

fn end(day: &str) -> Option<i64> {
    instant_of_text(&format!("{day} 23:59:59"))
}

/// `month part: all/without coverage`, for the nation and the states.
fn shown(table: &Table, until: Option<i64>) -> String {
    let counts = counts(std::slice::from_ref(table), until);
    let mut lines = String::new();
    for marginal in counts.first().expect("arrests").marginals() {
        if !matches!(marginal.dimension, Dimension::Nation | Dimension::State) {
            continue;
        }
        let part = match marginal.dimension {
            Dimension::Nation => "nation",
            _ => marginal.part.as_deref().unwrap_or("unstated"),
        };
        let Tally { all, without } = marginal.tally;
        let _ = writeln!(lines, "{} {part}: {all}/{without} {:?}", marginal.month, marginal.coverage);
    }
    lines
}

/// So many arrests a day in a state, through all days from one to another.
fn daily<'a>(days: &'a [String], state: &'a str, each: usize) -> Vec<Row<'a>> {
    days.iter().flat_map(|day| std::iter::repeat_n((day.as_str(), Some(state), "1 Convicted Criminal", "CAP", false), each)).collect()
}

fn days(from: &str, to: &str) -> Vec<String> {
    let day = |text: &str| instant_of_text(&format!("{text} 00:00:00")).expect("a day").div_euclid(MICROS_PER_DAY);
    let text = |day: i64| {
        let (year, month, of_month) = crate::calendar::civil(day);
        format!("{year:04}-{month:02}-{of_month:02}")
    };
    (day(from)..=day(to)).map(text).collect()
}

#[test]
fn rows_are_counted_with_and_without_likely_duplicates() {
    let table = arrests(&[
        ("2025-01-01", Some("TEXAS"), "1", "CAP", false),
        ("2025-01-01", Some("TEXAS"), "1", "CAP", true),
        ("2025-01-31", None, "2", "CAP", false),
        ("2025-02-01", Some("OHIO"), "2", "FUG", false),
    ]);
    insta::assert_snapshot!(shown(&table, end("2025-02-10")), @r"
    2025-01 nation: 3/2 Whole
    2025-02 nation: 1/1 AtLeast
    2025-01 unstated: 1/1 Whole
    2025-02 unstated: 0/0 AtLeast
    2025-01 OHIO: 0/0 Whole
    2025-02 OHIO: 1/1 AtLeast
    2025-01 TEXAS: 2/1 Whole
    2025-02 TEXAS: 0/0 AtLeast
    ");
}

#[test]
fn a_month_that_breaks_off_is_at_least_what_is_there() {
    let days = days("2025-01-01", "2025-03-10");
    let table = arrests(&daily(&days, "TEXAS", 1));
    insta::assert_snapshot!(shown(&table, end("2025-03-10")), @r"
    2025-01 nation: 31/31 Whole
    2025-02 nation: 28/28 Whole
    2025-03 nation: 10/10 AtLeast
    2025-01 TEXAS: 31/31 Whole
    2025-02 TEXAS: 28/28 Whole
    2025-03 TEXAS: 10/10 AtLeast
    ");
    assert_eq!(shown(&table, None), shown(&table, end("2025-03-10")));
}

#[test]
fn a_planted_interruption_is_a_gap_and_a_lasting_fall_is_none() {
    let days = days("2024-01-01", "2024-12-31");
    let mut rows = daily(&days, "TEXAS", 1);
    rows.extend(daily(&days, "OHIO", 1).into_iter().filter(|row| !row.0.starts_with("2024-06") || row.0 == "2024-06-15"));
    rows.extend(daily(&days, "IOWA", 1).into_iter().filter(|row| row.0 < "2024-08"));
    let told: Vec<String> =
        shown(&arrests(&rows), end("2024-12-31")).lines().filter(|line| !line.ends_with("Whole")).map(str::to_owned).collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    2024-06 nation: 61/61 AtLeast
    2024-06 OHIO: 1/1 Interrupted
    ");
}

#[test]
fn days_on_end_without_any_row_are_an_interruption_of_their_months() {
    let days = days("2024-01-01", "2024-06-30");
    let rows = |silent: &[&str]| -> String {
        let rows: Vec<Row<'_>> = daily(&days, "TEXAS", 6).into_iter().filter(|row| !silent.contains(&row.0)).collect();
        shown(&arrests(&rows), end("2024-06-30"))
            .lines()
            .filter(|line| line.contains("nation") && !line.ends_with("Whole"))
            .collect::<Vec<_>>()
            .join("; ")
    };
    assert_eq!(rows(&["2024-03-01", "2024-03-02", "2024-03-03"]), "");
    assert_eq!(
        rows(&["2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02"]),
        "2024-02 nation: 162/162 Interrupted; 2024-03 nation: 174/174 Interrupted"
    );
}

#[test]
fn older_and_later_rows_make_no_month() {
    let days = days("2024-01-01", "2024-03-31");
    let mut rows = daily(&days, "TEXAS", 1);
    rows.push(("2019-05-01", Some("TEXAS"), "1", "CAP", false));
    rows.push(("2091-05-01", Some("TEXAS"), "1", "CAP", false));
    let table = arrests(&rows);
    let counts = counts(std::slice::from_ref(&table), end("2024-03-31"));
    let of_arrests = counts.first().expect("arrests");
    assert_eq!((of_arrests.outside, of_arrests.undated, of_arrests.total().all), (2, 0, 91));
    assert_eq!(of_arrests.covered.as_ref().expect("covered").months().count(), 3);
}
