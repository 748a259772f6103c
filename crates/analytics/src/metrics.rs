//! What this service counts.

/// Observations that were recorded.
pub(crate) fn recorded(source: &str, observations: usize) {
    metrics::counter!("plumbline_observations_recorded_total", "source" => source.to_owned())
        .increment(u64::try_from(observations).unwrap_or(u64::MAX));
}
