//! Districts on the map, days of a feed as a strip, and months of a district as trends.

use std::collections::BTreeMap;

use contracts::court::{CourtDay, DistrictMonth, FeedStatus};

use super::{Place, quantity};
use crate::{
    charts::{
        Amount, Arrangement, Cell, Chart, Column, Coverage, Day, DayStrip, Digits, District, DistrictMap, Extent, Point, Reading, Series,
        Trend, day_strip, district_map, trend,
    },
    views::{
        address,
        court::{duration, feeds, month::Month},
    },
};

/// Fewer months than this are better read in the table.
const LEAST_MONTHS: usize = 3;

/// Defendants by district in one month.
pub(crate) fn districts(month: Month, cells: &[DistrictMonth], feeds: &[FeedStatus], place: &Place) -> Chart {
    let asked = month.to_string();
    let names: BTreeMap<&str, &str> = feeds.iter().map(|feed| (feed.court.as_str(), feeds::name(feed))).collect();
    let district = |cell: &DistrictMonth| District {
        code: cell.court.clone(),
        name: names.get(cell.court.as_str()).copied().unwrap_or(&cell.court).to_owned(),
        href: address::with(&address::page(&["courts", &cell.court]), &[("month", &asked)]),
        reading: reading(cell.defendants, &cell.missing),
        seen: cell.seen_defendants as f64,
        coverage: Coverage::of(&cell.coverage),
        cells: vec![
            Cell::count(cell.cases),
            Cell::count(cell.counts),
            Cell::count(cell.candidates),
            Cell::count(cell.unknown),
            Cell::text(days(cell)),
        ],
    };
    district_map(&DistrictMap {
        about: place.about(
            "",
            format!("Defendants by district, {month}"),
            "Confirmed under 18 U.S.C. § 111, by the date of filing in court time. A district without a number is hatched and names its reason.",
        ),
        quantity: quantity("Defendants", Digits::Count),
        districts: cells.iter().filter(|cell| cell.month == asked).map(district).collect(),
        columns: vec![
            Column::number("Cases"),
            Column::number("Counts"),
            Column::number("Candidates"),
            Column::number("Charge unknown"),
            Column::text("Court days covered"),
        ],
    })
}

/// `28 of 31`.
pub(crate) fn days(cell: &DistrictMonth) -> String {
    format!("{} of {}", cell.covered_days, cell.days)
}

/// What the feed of a court could show, day by day. A day that is no date is left out of the drawing and its table; the files have it.
pub(crate) fn court_days(found: &[CourtDay], place: &Place) -> Chart {
    let day = |day: &CourtDay| {
        Some(Day {
            date: day.day.parse().ok()?,
            coverage: Coverage::of(&day.coverage),
            missing: day.missing.clone(),
            cells: vec![Cell::count(Some(i64::from(day.polls))), Cell::text(duration(day.longest_gap_secs)), Cell::count(Some(day.items))],
        })
    };
    day_strip(&DayStrip {
        about: place.about(
            "",
            "Days that the feed was covered",
            "In court time. A day is covered if polls look back on its court hours; otherwise it is hatched, and silence says nothing. Days without court hours stay blank.",
        ),
        days: found.iter().filter_map(day).collect(),
        columns: vec![Column::number("Polls"), Column::text("Longest gap in court hours"), Column::number("Items")],
    })
}

/// Defendants of one district by month. Cases and counts are other units and stand in the table of the page, not on this axis.
pub(crate) fn district_months(cells: &[DistrictMonth], place: &Place) -> Option<Chart> {
    if cells.len() < LEAST_MONTHS {
        return None;
    }
    let point = |cell: &DistrictMonth| {
        let period = cell.month.parse::<Month>().ok()?.period()?;
        Some(Point { period, reading: reading(cell.defendants, &cell.missing), extent: Extent::Whole })
    };
    Some(trend(&Trend {
        about: place.about(
            "trend",
            "Defendants by month of filing",
            "Confirmed under 18 U.S.C. § 111. A month without a number is hatched and names its reason; nothing is interpolated.",
        ),
        quantity: quantity("Defendants", Digits::Count),
        arrangement: Arrangement::Together,
        declared: Vec::new(),
        series: vec![Series { label: "defendants".to_owned(), points: cells.iter().filter_map(point).collect() }],
    }))
}

fn reading(number: Option<i64>, missing: &str) -> Reading<Amount> {
    number.map_or_else(|| Reading::Missing(missing.to_owned()), |number| Reading::checked(Amount::counted(number as f64)))
}
