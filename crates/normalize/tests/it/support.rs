//! Reading of test files, and observations and problems as text.

use std::path::Path;

use catalog::SourceId;
use domain::{Observation, Reading};
use normalize::{Decoded, UnknownFormat};

/// The bytes of a golden input under `test_data/`.
pub(crate) fn golden(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("test_data").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What a real file gives, or `None` where the corpus is absent.
pub(crate) fn corpus(test: &str, source_id: SourceId, path: &str) -> Option<Decoded> {
    let path = testkit::corpus(test)?.join(path);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(normalize::decode(source_id, &bytes).expect("a file of the source"))
}

/// `388`, `6860 (6860 to 13570)`, or the reason why there is no value.
pub(crate) fn value(observation: &Observation) -> String {
    match observation.reading {
        Reading::Exact(value) => value.to_string(),
        Reading::Bounded { value, bounds } => {
            let upper = bounds.upper.map_or("no upper bound".to_owned(), |upper| upper.to_string());
            format!("{value} ({} to {upper})", bounds.lower)
        }
        Reading::Missing(reason) => format!("missing: {reason}"),
    }
}

/// One line: period, population, geography, measure, unit, value and locator.
pub(crate) fn line(observation: &Observation) -> String {
    let Observation { measure, unit, population, geography, period, locator, .. } = observation;
    format!("{} | {population} | {geography} | {measure} | {unit} | {} | {locator}", period.label(), value(observation))
}

/// Everything that was read, as lines.
pub(crate) fn shown(outcome: Result<Decoded, UnknownFormat>) -> String {
    shown_where(outcome, |_| true)
}

/// What was read of some observations, as lines, with all problems.
pub(crate) fn shown_where(outcome: Result<Decoded, UnknownFormat>, wanted: impl Fn(&Observation) -> bool) -> String {
    let decoded = match outcome {
        Ok(decoded) => decoded,
        Err(error) => return error.to_string(),
    };
    let mut lines: Vec<String> = decoded.observations.iter().filter(|one| wanted(one)).map(line).collect();
    lines.extend(decoded.problems.iter().map(|problem| format!("! {}: {}", problem.locator, problem.message)));
    let of = decoded.observations.len();
    lines.push(format!("{} rows, {of} observations, covers {}, {}/{}", decoded.rows, decoded.covers, decoded.rule, decoded.rule_version));
    lines.join("\n")
}
