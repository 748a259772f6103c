//! Every family of the reference file that this crate computes, to the tolerance stated there.
//!
//! The file is named by `REFERENCE_VECTORS`, else it is `statistics/reference_vectors.json` in the corpus (`PLUMBLINE_CORPUS`, else the folder
//! `shared/corpus` beside the workspace). Without it the test is skipped with a line on stderr, but fails where `CI` is `true`.

mod families;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use serde_json::Value;

use families::Answer;

/// What became of one family.
#[derive(Default)]
struct Tally {
    vectors: usize,
    passed: usize,
    worst: f64,
}

#[test]
fn every_supported_family_agrees_with_the_reference_values() {
    let path = vectors_path();
    let Ok(text) = std::fs::read_to_string(&path) else {
        let missing = format!("reference_vectors: skipped, no file at {}", path.display());
        assert!(environment("CI").is_none_or(|ci| ci != "true"), "{missing}");
        writeln!(std::io::stderr(), "{missing}").expect("stderr is open");
        return;
    };
    let file: Value = serde_json::from_str(&text).expect("the reference file is JSON");
    let vectors = file["vectors"].as_array().expect("the reference file has vectors");

    let mut supported: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut unsupported: BTreeMap<&str, usize> = BTreeMap::new();
    let mut mismatches = Vec::new();
    for vector in vectors {
        let family = vector["family"].as_str().expect("a vector has a family");
        let Some(answer) = families::compute(family, &vector["inputs"]) else {
            *unsupported.entry(family).or_default() += 1;
            continue;
        };
        let tally = supported.entry(family).or_default();
        tally.vectors += 1;
        let (worst, problems) = compare(vector, &answer);
        tally.worst = tally.worst.max(worst);
        tally.passed += usize::from(problems.is_empty());
        mismatches.extend(problems);
    }

    let mut report = format!("{}: {} vectors\n", path.display(), vectors.len());
    for (family, tally) in &supported {
        let Tally { vectors, passed, worst } = tally;
        writeln!(report, "  {family:<26} {passed:>3} of {vectors:>3}, worst relative error {worst:.1e}").expect("a string grows");
    }
    writeln!(report, "  not supported: {unsupported:?}").expect("a string grows");
    // Not `println!`, which the harness keeps for itself when the test passes.
    std::io::stdout().write_all(report.as_bytes()).expect("stdout is open");

    assert!(!supported.is_empty(), "no vector of a supported family in {}", path.display());
    assert!(mismatches.is_empty(), "{}", mismatches.join("\n"));
}

fn vectors_path() -> PathBuf {
    if let Some(path) = environment("REFERENCE_VECTORS") {
        return path.into();
    }
    let corpus = environment("PLUMBLINE_CORPUS")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus")), PathBuf::from);
    corpus.join("statistics/reference_vectors.json")
}

#[expect(clippy::disallowed_methods, reason = "the crate stands below platform, and a test without configuration has to find its file")]
fn environment(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name)
}

/// Compares all expected fields by the file's own rule: numbers if `|got - want| <= tol max(1, |want|)`, the rest exactly.
/// Returns the worst error on that scale, and what is wrong.
fn compare(vector: &Value, answer: &Answer) -> (f64, Vec<String>) {
    let id = vector["id"].as_str().expect("a vector has an id");
    let tolerance = vector["tol_rel"].as_f64().expect("a vector has a tolerance");
    let mut worst = 0.0_f64;
    let mut problems = Vec::new();
    let answer = match answer {
        Ok(fields) => fields,
        Err(error) => return (worst, vec![format!("{id}: refused: {error}")]),
    };
    for (field, want) in vector["expected"].as_object().expect("a vector has expected fields") {
        let Some(got) = answer.get(field.as_str()) else {
            problems.push(format!("{id}: no field {field}"));
            continue;
        };
        compare_field(&format!("{id}: {field}"), got, want, tolerance, &mut worst, &mut problems);
    }
    (worst, problems)
}

/// Compares one field; lists and tables by their entries.
fn compare_field(place: &str, got: &Value, want: &Value, tolerance: f64, worst: &mut f64, problems: &mut Vec<String>) {
    match (got, want) {
        (Value::Number(_), Value::Number(_)) => {
            let (got, want) = (got.as_f64().unwrap_or(f64::NAN), want.as_f64().unwrap_or(f64::NAN));
            let error = (got - want).abs() / want.abs().max(1.0);
            *worst = worst.max(error);
            if error.is_nan() || error > tolerance {
                problems.push(format!("{place} is {got:e}, expected {want:e}, error {error:.1e}"));
            }
        }
        (Value::Array(got), Value::Array(want)) if got.len() == want.len() => {
            for (at, (got, want)) in got.iter().zip(want).enumerate() {
                compare_field(&format!("{place}[{at}]"), got, want, tolerance, worst, problems);
            }
        }
        (Value::Object(got), Value::Object(want)) => {
            for (name, want) in want {
                compare_field(&format!("{place}.{name}"), got.get(name).unwrap_or(&Value::Null), want, tolerance, worst, problems);
            }
        }
        _ if got == want => {}
        _ => problems.push(format!("{place} is {got}, expected {want}")),
    }
}
