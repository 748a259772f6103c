//! Declarations: what is read, and how problems are told.

use super::*;

const GOOD: &str = r#"
slug = "two-years"
title = "Two years"
question = "How do they compare?"
cannot_say = ["Why."]

[series.leoka]
source = "published-figures"
measure = "assaults_on_officers"
unit = "officer"
population = "us/local"
definition = "leoka-local-officer-assaulted"

[series.employed]
source = "published-figures"
measure = "officers_employed"
unit = "employee"
population = "us/local"
definition = "leoka-local-officers-employed"

[[row]]
label = "LEOKA, {period}"
periods = ["2015", "2014"]
count = "leoka"
exposure = { sum = ["employed"] }
reference = true
"#;

fn problems(text: &str) -> String {
    read_comparison(text).expect_err("a broken declaration").to_string()
}

#[test]
fn every_built_in_declaration_is_read_and_has_the_name_of_its_file() {
    for ((file, text), spec) in FILES.iter().zip(comparisons()) {
        assert_eq!(*file, spec.slug);
        assert_eq!(comparison_text(&spec.slug), Some(*text));
        assert_eq!(spec.hash.len(), 64);
        assert!(spec.rows.len() > spec.reference || spec.rows.is_empty(), "{file} has no such reference row");
    }
}

#[test]
fn periods_are_laid_out_as_rows() {
    let spec = read_comparison(GOOD).expect("a declaration");
    let labels: Vec<&str> = spec.rows.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(labels, ["LEOKA, 2015", "LEOKA, 2014"]);
    assert_eq!(spec.sources().len(), 1);
    assert_ne!(spec.hash, read_comparison(&GOOD.replace("Why.", "Why not.")).expect("a declaration").hash);
}

#[test]
fn every_problem_is_told_with_its_line() {
    insta::assert_snapshot!(problems(&GOOD.replace("count = \"leoka\"", "count = \"leokka\"")), @"line 24: there is no series `leokka`; declared are: employed, leoka");
    insta::assert_snapshot!(problems(&GOOD.replace("unit = \"officer\"\n", "unit = \"incident\"\n")), @r"
    line 7: series leoka: definition `leoka-local-officer-assaulted` counts officers assaulted, not incidents
    line 24: definition `leoka-local-officer-assaulted` counts officers assaulted, not incidents
    ");
    insta::assert_snapshot!(problems(&GOOD.replace("sum", "summ")), @"line 25: unknown field `summ`, expected one of `sum`, `path_start`, `path_end`, `implied_by`, `daily_mean`, `by`");
    insta::assert_snapshot!(problems(&GOOD.replace("\"2014\"", "\"FY14\"").replace("[\"employed\"]", "[\"figure nothing\"]")), @r"
    line 23: `FY14` is not a period; write 2015, FY2015, 2025-03, 2025-03-31 or 2025-01-21 to 2025-11-21 (with the last day)
    line 25: there is no figure `nothing` in the catalogue
    ");
    insta::assert_snapshot!(problems("slug = \"x\"\ntitle ="), @"line 2: string values must be quoted, expected literal string");
}

#[test]
fn a_multiverse_names_only_axes_that_it_has() {
    let with = |analysis: &str| format!("{GOOD}\n[[analysis]]\nslug = \"choices\"\ntitle = \"Choices\"\n{analysis}");
    let good = r#"
[analysis.multiverse]
axes = [{ name = "baseline", options = ["2014", "2013"] }]
counts = [
  { now = "leoka @ 2015" },
  { when = { baseline = "2014" }, before = "leoka @ 2014" },
  { when = { baseline = "2013" }, before = "leoka @ 2013" },
]
captures = [{ when = { baseline = "2013" }, before = 0.5 }]
"#;
    assert_eq!(read_comparison(&with(good)).expect("a declaration").analyses.len(), 1);
    insta::assert_snapshot!(problems(&with(&good.replace("{ baseline = \"2013\" }, before = 0", "{ base = \"2013\" }, before = 1"))), @r"
    line 39: a capture is a share above 0 and at most 1
    line 39: there is no axis `base`
    ");
    insta::assert_snapshot!(problems(&with("")), @"line 28: an analysis asks one question, multiverse, trend, funnel, standardised, reporting_gap, capture, share, units or association; this one asks 0");
}

const CLAIM: &str = r#"
[[claim]]
id = "T1"
published = "2025"
speaker = "somebody"
text = "Something rose."
metric = "something"
kind = "growth"
numerator = 3
window = { text = "January 2025", start = "2025-01-01", end = "2025-02-01" }
baseline_window = { text = "not given" }
stated = { percent = 50, decimals = 0, exactness = "about" }
evidence = "B"
urls = ["https://example.org"]
"#;

#[test]
fn a_broken_ledger_says_where() {
    let problems = |text: &str| read_claims(text).expect_err("a broken ledger").to_string();
    assert_eq!(read_claims(CLAIM).map(|entries| entries.len()), Ok(1));
    insta::assert_snapshot!(problems(&format!("{CLAIM}{CLAIM}")), @"line 17: claim T1 stands in the ledger twice");
    insta::assert_snapshot!(problems(&CLAIM.replace("2025-02-01", "2025-13-01").replace("\"B\"", "\"Z\"")), @r"
    line 10: `2025-13-01` is not a date; write YYYY-MM-DD
    line 13: `Z` is not in the closed list
    ");
    insta::assert_snapshot!(problems(&CLAIM.replace(", end = \"2025-02-01\"", "")), @"line 10: a window needs both `start` and `end`, or neither");
    insta::assert_snapshot!(problems(&CLAIM.replace("metric", "remark")), @"line 7: unknown field `remark`, expected one of `id`, `published`, `speaker`, `text`, `metric`, `kind`, `numerator`, `baseline`, `baseline_inferred`, `window`, `baseline_window`, `stated`, `evidence`, `urls`, `note`, `figures`, `instrument`, `thread`, `words`, `independent`, `exposure`, `instruments`, `grid`, `base_capture`");
    insta::assert_snapshot!(problems(&CLAIM.replace("https://", "javascript:")), @"line 14: a claim needs at least one address, and each begins with http");
}
