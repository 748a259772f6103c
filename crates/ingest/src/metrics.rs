//! What ingest counts.

use std::time::Duration;

use metrics::{counter, histogram};

use crate::store::Channel;

/// Bytes were kept: a new snapshot, or one more retrieval of a known one.
pub(crate) fn kept(source: &str, channel: Channel, size_bytes: u64, is_known: bool) {
    let source = if source.is_empty() { "unrecognized" } else { source }.to_owned();
    counter!("plumbline_ingest_retrievals_total", "source" => source.clone(), "channel" => channel.as_str()).increment(1);
    if !is_known {
        counter!("plumbline_ingest_snapshots_total", "source" => source.clone()).increment(1);
        counter!("plumbline_ingest_snapshot_bytes_total", "source" => source).increment(size_bytes);
    }
}

/// A delivery came again under the name that it had before.
pub(crate) fn delivered_before() {
    counter!("plumbline_ingest_deliveries_repeated_total").increment(1);
}

/// A fetch gave nothing to store.
pub(crate) fn incident() {
    counter!("plumbline_ingest_incidents_total").increment(1);
}

/// A scheduled fetch ended, all its attempts together.
pub(crate) fn fetched(source: &str, outcome: &'static str, took: Duration) {
    histogram!("plumbline_ingest_fetch_seconds", "source" => source.to_owned(), "outcome" => outcome).record(took.as_secs_f64());
}
