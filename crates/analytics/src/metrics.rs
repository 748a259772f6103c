//! What this service counts.

/// Observations that were recorded.
pub(crate) fn recorded(source: &str, observations: usize) {
    metrics::counter!("plumbline_observations_recorded_total", "source" => source.to_owned())
        .increment(u64::try_from(observations).unwrap_or(u64::MAX));
}

/// Results that were announced as others than before.
pub(crate) fn announced(results: usize) {
    metrics::counter!("plumbline_results_announced_total").increment(u64::try_from(results).unwrap_or(u64::MAX));
}
