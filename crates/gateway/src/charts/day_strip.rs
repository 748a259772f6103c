//! Days as a strip: a row for each month, a cell for each day. A day that is not covered is hatched; what the feed could show that day is
//! told by its mark.

use std::collections::{BTreeMap, BTreeSet};

use domain::Date;
use maud::{Markup, html};

use super::{
    coverage::Coverage,
    district_map::{by_frequency, sample},
    frame::{About, Chart, Drawing, Pen, Said, chart},
    marks::{self, Anchor, Sample, c},
    table::{Cell, Column, DataTable},
    text,
};

/// Months that are drawn; the table has all days.
const MOST_MONTHS: usize = 24;
/// Height of a row.
const ROW: f64 = 26.0;

/// What was covered, day by day.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DayStrip {
    /// What it is about.
    pub(crate) about: About,
    /// The days, in any order.
    pub(crate) days: Vec<Day>,
    /// Further columns of the table.
    pub(crate) columns: Vec<Column>,
}

/// One day in court time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Day {
    /// The day.
    pub(crate) date: Date,
    /// What the feed could show.
    pub(crate) coverage: Coverage,
    /// Why the day is not covered; empty if it is.
    pub(crate) missing: String,
    /// Cells of the further columns.
    pub(crate) cells: Vec<Cell>,
}

/// Draws the strip.
pub(crate) fn day_strip(strip: &DayStrip) -> Chart {
    let mut months: BTreeMap<(i32, u8), BTreeMap<u8, &Day>> = BTreeMap::new();
    for day in &strip.days {
        months.entry((day.date.year(), day.date.month())).or_default().insert(day.date.day(), day);
    }
    chart(&strip.about, &said(strip, months.len()), &table(strip), |pen| drawing(pen, &months))
}

fn said(strip: &DayStrip, months: usize) -> Said {
    let covered = strip.days.iter().filter(|day| day.missing.is_empty()).count();
    let description = format!("{}: {} of {} days covered.", strip.about.title, covered, strip.days.len());
    let mut reasons: BTreeMap<&str, Vec<Date>> = BTreeMap::new();
    for day in strip.days.iter().filter(|day| !day.missing.is_empty()) {
        reasons.entry(&day.missing).or_default().push(day.date);
    }
    let (common, rare) = by_frequency(reasons);
    let told = |(reason, days): (&str, Vec<Date>)| {
        format!("Not covered, hatched: {} ({}).", text::plural(days.len(), "day", "days"), text::tooltip(reason))
    };
    let others: usize = rare.iter().map(|(_, days)| days.len()).sum();
    let rest = (others > 0)
        .then(|| format!("Not covered, hatched, for other reasons that the table gives: {}.", text::plural(others, "day", "days")));
    let cut = (months > MOST_MONTHS).then(|| format!("The latest {MOST_MONTHS} months are drawn; the table has all."));
    Said { description, notices: common.into_iter().map(told).chain(rest).chain(cut).collect() }
}

fn drawing(pen: &Pen, months: &BTreeMap<(i32, u8), BTreeMap<u8, &Day>>) -> Drawing {
    let left = text::width("2026-08") + 8.0;
    let wide = (pen.layout.width() - left - 1.0) / 31.0;
    let shown = months.iter().skip(months.len().saturating_sub(MOST_MONTHS));
    let top = 18.0;
    let bottom = top + months.len().min(MOST_MONTHS) as f64 * ROW;
    let days = pen.layout.pick(vec![1, 5, 10, 15, 20, 25, 30], vec![1, 10, 20, 30]);
    let present: BTreeSet<Coverage> = months.values().flat_map(BTreeMap::values).map(|day| day.coverage).collect();
    let mut samples: Vec<Sample> = present.into_iter().filter_map(sample).collect();
    samples.insert(0, Sample { glyph: |at| covered_sample(at), words: "covered".to_owned() });
    let (key, key_height) = marks::key(&samples, pen.layout, 2.0, bottom + 8.0);
    let gap_top = bottom + 8.0 + key_height;
    let content = html! {
        @for day in days { (marks::text(left + (f64::from(day) - 0.5) * wide, 12.0, Anchor::Middle, "c-soft c-small", &day.to_string())) }
        @for (row, ((year, month), of_month)) in shown.enumerate() {
            @let y = top + row as f64 * ROW;
            (marks::text(0.0, y + ROW / 2.0 + 4.5, Anchor::Start, "c-soft", &format!("{year:04}-{month:02}")))
            @for (number, day) in of_month { (cell(pen, (left + (f64::from(*number) - 1.0) * wide, y), wide, day)) }
        }
        (key)
        (marks::gap(pen, (2.0, gap_top), (28.0, gap_top + 16.0), "not covered"))
        (marks::text(36.0, gap_top + 13.0, Anchor::Start, "", "not covered: silence says nothing"))
    };
    Drawing { height: gap_top + 22.0, content }
}

fn covered_sample((x, y): (f64, f64)) -> Markup {
    html! { g.c-sample.c-step3 { (marks::rect((x - 9.0, y - 7.0), (x + 9.0, y + 7.0), "")) } }
}

fn cell(pen: &Pen, (x, y): (f64, f64), wide: f64, day: &Day) -> Markup {
    let covered = day.missing.is_empty();
    let words = if covered { "covered" } else { &day.missing };
    let fill = (!covered).then(|| pen.hatch());
    html! {
        g class={ "c-tile " (if covered { "c-step3" } else { "c-none" }) } {
            title { (day.date.to_string()) ": " (text::tooltip(words)) "; feed: " (day.coverage.words()) }
            rect x=(c(x + 0.4)) y=(c(y + 1.0)) width=(c(wide - 0.8)) height=(c(ROW - 4.0)) fill=[fill] {}
            (day.coverage.mark((x + wide / 2.0, y + ROW / 2.0 - 1.0), pen.layout.pick(3.5, 2.6)))
        }
    }
}

fn table(strip: &DayStrip) -> DataTable {
    let mut columns = vec![Column::text("Day"), Column::text("Feed"), Column::text("Not covered because")];
    columns.extend(strip.columns.clone());
    let mut days: Vec<&Day> = strip.days.iter().collect();
    days.sort_by_key(|day| day.date);
    let row = |day: &Day| {
        let mut cells = vec![Cell::text(day.date.to_string()), Cell::text(day.coverage.words()), Cell::text(day.missing.clone())];
        cells.extend(day.cells.clone());
        cells
    };
    DataTable { columns, rows: days.into_iter().map(row).collect() }
}
