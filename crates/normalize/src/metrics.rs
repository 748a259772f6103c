//! What normalize counts.

use catalog::SourceId;
use metrics::counter;

use crate::decoded::{Decoded, UnknownFormat};

/// A snapshot was read, or refused. A snapshot that is delivered again is counted again.
pub(crate) fn decoded(source_id: SourceId, outcome: &Result<Decoded, UnknownFormat>) {
    let source = source_id.slug();
    let word = if outcome.is_ok() { "read" } else { "refused" };
    counter!("plumbline_normalize_decodings_total", "source" => source, "outcome" => word).increment(1);
    if let Ok(decoded) = outcome {
        counter!("plumbline_normalize_rows_total", "source" => source).increment(decoded.rows);
        counter!("plumbline_normalize_observations_total", "source" => source).increment(decoded.observations.len() as u64);
        counter!("plumbline_normalize_problems_total", "source" => source).increment(decoded.problems.len() as u64);
    }
}
