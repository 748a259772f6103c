//! What court-records counts.

use metrics::{counter, describe_counter};

use crate::{on_snapshot_stored::Counts, rules::Reading};

const FEEDS: &str = "plumbline_court_feeds_read_total";
const ITEMS: &str = "plumbline_court_feed_items_total";
const PROBLEMS: &str = "plumbline_court_feed_problems_total";
const HEARD: &str = "plumbline_court_heard_total";
const HEARD_PROBLEMS: &str = "plumbline_court_heard_problems_total";
const ANNOUNCED: &str = "plumbline_court_filings_announced_total";
const ALERTS: &str = "plumbline_court_alerts_told_total";

/// Says what each metric means.
pub(crate) fn describe() {
    describe_counter!(FEEDS, "Snapshots of feeds that were read, by court");
    describe_counter!(ITEMS, "Items in them, those of earlier snapshots too, by court");
    describe_counter!(PROBLEMS, "What in them could not be read, by court");
    describe_counter!(
        HEARD,
        "What CourtListener said of cases, by source and by whether the case is named, waits for its name, or is given it"
    );
    describe_counter!(HEARD_PROBLEMS, "What in it could not be read, by source");
    describe_counter!(ANNOUNCED, "Filings announced for the first time, by court");
    describe_counter!(ALERTS, "Alerts that were new or said more than before");
}

/// Alerts were told.
pub(crate) fn alerts_told(number: usize) {
    counter!(ALERTS).increment(u64::try_from(number).unwrap_or(u64::MAX));
}

/// A snapshot was read and its filings are announced.
pub(crate) fn read(reading: &Reading, announced: usize) {
    let count = |name: &'static str, number: usize| {
        counter!(name, "court" => reading.court.clone()).increment(u64::try_from(number).unwrap_or(u64::MAX));
    };
    count(FEEDS, 1);
    count(ITEMS, reading.items);
    count(PROBLEMS, reading.problems.len());
    count(ANNOUNCED, announced);
}

/// A snapshot of CourtListener was read.
pub(crate) fn heard(source: &domain::SourceSlug, counts: &Counts, problems: usize) {
    let Counts { records, waiting, aliases } = *counts;
    let whole = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    for (of, number) in [("named", records), ("waiting", waiting), ("alias", aliases)] {
        counter!(HEARD, "source" => source.to_string(), "of" => of).increment(whole(number));
    }
    counter!(HEARD_PROBLEMS, "source" => source.to_string()).increment(whole(problems));
}
