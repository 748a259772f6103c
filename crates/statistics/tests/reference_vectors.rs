//! Every family of the reference file, to the tolerance stated there.
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
fn every_family_agrees_with_the_reference_values() {
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
    assert!(unsupported.is_empty(), "families that the crate does not have: {unsupported:?}");
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
    let mut comparison =
        Comparison { tolerance: vector["tol_rel"].as_f64().expect("a vector has a tolerance"), worst: 0.0, problems: Vec::new() };
    match answer {
        Ok(fields) => {
            for (field, want) in vector["expected"].as_object().expect("a vector has expected fields") {
                comparison.value(&format!("{id}: {field}"), fields.get(field.as_str()).unwrap_or(&Value::Null), want);
            }
        }
        Err(error) => comparison.problems.push(format!("{id}: refused: {error}")),
    }
    (comparison.worst, comparison.problems)
}

struct Comparison {
    tolerance: f64,
    worst: f64,
    problems: Vec<String>,
}

impl Comparison {
    fn value(&mut self, path: &str, got: &Value, want: &Value) {
        match (got, want) {
            (Value::Number(got), Value::Number(want)) => {
                let (got, want) = (got.as_f64().expect("a double"), want.as_f64().expect("a double"));
                let error = (got - want).abs() / want.abs().max(1.0);
                self.worst = self.worst.max(error);
                if error.is_nan() || error > self.tolerance {
                    self.problems.push(format!("{path} is {got:e}, expected {want:e}, error {error:.1e}"));
                }
            }
            (Value::Array(got), Value::Array(want)) if got.len() == want.len() => {
                // Lists of named things are compared by name: their order is that of an object, which the reader of the file does not keep.
                let (mut got, mut want): (Vec<&Value>, Vec<&Value>) = (got.iter().collect(), want.iter().collect());
                got.sort_by_key(|value| names(value));
                want.sort_by_key(|value| names(value));
                for (place, (got, want)) in got.into_iter().zip(want).enumerate() {
                    self.value(&format!("{path}[{place}]"), got, want);
                }
            }
            (Value::Object(got), Value::Object(want)) => {
                for (field, want) in want {
                    self.value(&format!("{path}.{field}"), got.get(field).unwrap_or(&Value::Null), want);
                }
            }
            _ if got == want => {}
            _ => self.problems.push(format!("{path} is {got}, expected {want}")),
        }
    }
}

/// The texts among the fields of an object; none for anything else, so that a stable sort leaves its order alone.
fn names(value: &Value) -> Vec<&str> {
    value.as_object().into_iter().flat_map(|fields| fields.values().filter_map(Value::as_str)).collect()
}
