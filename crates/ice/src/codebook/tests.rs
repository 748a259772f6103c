//! The codebook of the synthetic release against the published one, and what a reader of it sees.

use std::{fs, path::PathBuf};

use super::*;
use crate::{Facilities, Input, Options, Unobserved, process};

/// The synthetic release, or `None` after a word on standard error; with `CI=true` its absence fails the test.
pub(crate) fn synthetic() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "tests are told by the machine where the files are")]
    let variable = std::env::var_os;
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus");
    let folder = variable("PLUMBLINE_CORPUS").map_or_else(|| beside.into(), PathBuf::from).join("ice/individual");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(variable("CI").is_none_or(|value| value != "true"), "{} is no folder", folder.display());
    let _ = std::io::Write::write_all(&mut std::io::stderr(), b"skipped: no corpus\n");
    None
}

pub(crate) fn processed(folder: &std::path::Path, rules: RuleSet) -> Release {
    let facilities = Facilities::read(&folder.join("facilities.csv")).expect("facilities");
    process(&Input::folder(&folder.join("csv")).expect("a release"), &Options { rules, facilities, ..Options::default() }, &Unobserved)
}

#[test]
fn the_short_form_is_the_published_codebook_byte_for_byte() {
    let Some(folder) = synthetic() else { return };
    let codebook = processed(&folder, RuleSet::Published).codebook();
    let expected = fs::read_to_string(folder.join("expected/codebook.csv")).expect("the published codebook");
    assert_eq!(expected, codebook.csv());
    let json = serde_json::to_string(&codebook).expect("JSON");
    let read: Codebook = serde_json::from_str(&json).expect("a codebook");
    assert_eq!((expected, codebook.csv_extended()), (read.csv(), read.csv_extended()));
}

#[test]
fn every_column_of_every_published_table_is_in_the_codebook() {
    let Some(folder) = synthetic() else { return };
    let release = processed(&folder, RuleSet::Published);
    let codebook = release.codebook();
    let mut met: Vec<(&str, &str)> = Vec::new();
    for table in &codebook.published {
        for field in &table.derived {
            assert!(!field.description.is_empty(), "{}.{} has no description", table.table, field.field);
            met.push((&table.table, &field.field));
        }
    }
    // No description is left over.
    for (table, field) in descriptions::all_derived() {
        let is_met = met.iter().any(|(of, name)| *name == field && (table.is_empty() || *of == table));
        assert!(is_met, "{table}.{field} is described but in no table");
    }
    for table in &codebook.tables {
        for entry in &table.fields {
            let is_published = entry.availability == Availability::Available;
            assert_eq!(entry.published_as.is_some(), is_published, "{}.{}", table.table, entry.field);
            // A stay has some fields three times, under other names; the row tables have all.
            assert_eq!(!entry.published_in.is_empty(), is_published, "{}.{}", table.table, entry.field);
        }
    }
}

/// A codebook of one table with a few fields, whose counts are made to be small.
fn small() -> Codebook {
    let field = |name: &str, missing: u64, redacted: u64, values: &[(&str, u64)]| {
        let rows = missing + redacted + values.iter().map(|(_, count)| count).sum::<u64>();
        let found = Field {
            name: name.to_owned(),
            field_type: FieldType::Text,
            availability: Availability::Available,
            rows,
            missing_raw: missing,
            missing_after: missing + redacted,
            values: values.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect(),
            distinct: values.len() as u64,
        };
        entry(RawTable::Arrests, &found, Some(name.to_owned()), vec!["arrests".to_owned()])
    };
    let fields = vec![
        field("gender", 0, 0, &[("Male", 900), ("Female", 96), ("Unknown", 4)]),
        field("final_order_yes_no", 0, 0, &[("NO", 600), ("YES", 400)]),
        field("operation", 700, 0, &[("NORTH", 250), ("SOUTH", 45), ("of one person", 1), ("of few", 4)]),
        field("apprehension_site_landmark", 300, 3, &[("JAIL", 697)]),
        field("county", 3, 0, &[("A", 500), ("B", 497)]),
        field("anonymized_identifier", 994, 0, &[("1f0c", 6)]),
    ];
    let table = TableCodebook { table: "arrests".to_owned(), rows: 1_000, fields, new: Vec::new(), lacking: Vec::new() };
    Codebook {
        rules: RuleSet::Published,
        rule_version: 1,
        mends: Vec::new(),
        tables: vec![table],
        published: Vec::new(),
        suppressed_below: None,
        rounded_to: None,
    }
}

/// One line for each field: missing before and after redaction, and values.
fn told(codebook: &Codebook) -> String {
    let share = |share: Option<f64>| share.map_or_else(|| "withheld".to_owned(), |share| share.to_string());
    let fields = codebook.tables.iter().flat_map(|table| &table.fields).map(|field| {
        let values: Vec<String> = field.values.iter().map(|value| format!("{} {}", value.value, value.count)).collect();
        let (raw, after) = (share(field.missing_raw), share(field.missing_after_redaction));
        format!("{}: missing {raw}, {after}; {}; {} values left out", field.field, values.join(", "), field.values_withheld)
    });
    fields.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_public_codebook_shows_no_small_count_nor_what_tells_it() {
    let public = small().for_public(11);
    insta::assert_snapshot!(told(&public), @r"
    gender: missing 0, 0; Male about 900, Female withheld, Unknown withheld; 0 values left out
    final_order_yes_no: missing 0, 0; NO about 600, YES about 400; 0 values left out
    operation: missing 0.7, 0.7; NORTH about 250; 3 values left out
    apprehension_site_landmark: missing withheld, withheld; JAIL about 700; 0 values left out
    county: missing withheld, withheld; A about 500; 1 values left out
    anonymized_identifier: missing withheld, withheld; ; 0 values left out
    ");
    assert_eq!(public.for_public(11), public);
    assert_eq!(public.for_public(2), public);
    assert!(!serde_json::to_string(&public).expect("JSON").contains("of one person"));
}

#[test]
fn a_field_by_which_months_are_counted_keeps_its_values_and_no_count() {
    let mut codebook = small();
    let entry = &mut codebook.tables[0].fields[0];
    entry.field = "apprehension_criminality".to_owned();
    let public = codebook.for_public(11);
    let field = public.field("arrests", "apprehension_criminality").expect("a field");
    assert!(field.values.len() > 1 && field.values.iter().all(|value| value.count == Count::Withheld), "{field:?}");
    assert_eq!((field.missing_raw_rows, field.missing_raw, field.missing_after_redaction), (None, None, None));
    assert!(field.counts_withheld.is_some() && public.field("arrests", "county").is_some_and(|field| field.counts_withheld.is_none()));
}

#[test]
fn identifiers_are_never_listed() {
    assert_eq!(small().field("arrests", "anonymized_identifier").map(|field| field.values.len()), Some(0));
}

#[test]
fn no_count_below_the_threshold_can_be_told_from_the_public_codebook_of_the_synthetic_release() {
    let Some(folder) = synthetic() else { return };
    let codebook = processed(&folder, RuleSet::Published).codebook();
    let public = codebook.for_public(11);
    for (exact, shown) in codebook.tables.iter().zip(&public.tables).flat_map(|(exact, shown)| exact.fields.iter().zip(&shown.fields)) {
        let name = format!("{}.{}", shown.field, shown.rows);
        // What a reader knows: the rows of the field, and every count that is shown.
        let of_values = |field: &FieldEntry| {
            field.values.iter().filter_map(|value| if let Count::Exactly(count) = value.count { Some(count) } else { None }).sum::<u64>()
        };
        let is_small = |count: u64| (1..11).contains(&count);
        assert!(!shown.values.iter().any(|value| matches!(value.count, Count::Exactly(count) if is_small(count))), "{name}");
        assert!(!shown.missing_raw_rows.is_some_and(is_small), "{name}");
        let missing = shown.missing_after_redaction_rows.or(shown.missing_raw_rows).unwrap_or(0);
        let is_listed = !exact.values.is_empty();
        let rest = if is_listed { shown.rows - missing - of_values(shown) } else { shown.rows - missing };
        assert!(!is_small(rest), "{name}: {rest} rows are left");
    }
}

#[test]
fn differences_are_told_in_sentences() {
    let before = small();
    let mut after = small();
    after.rule_version = 2;
    let table = &mut after.tables[0];
    table.rows = 1_200;
    let renamed = table.fields.iter_mut().find(|field| field.field == "county").expect("a field");
    renamed.field = "county_of_arrest".to_owned();
    let gender = &mut table.fields[0];
    gender.values.remove(2);
    gender.values.push(ValueCount { value: "X".to_owned(), count: Count::Exactly(12) });
    table.fields[1].missing_after_redaction = Some(0.025);
    table.fields[2].field_type = FieldType::Number;
    table.fields[3].availability = Availability::Redacted;
    after.tables.push(TableCodebook { table: "removals".to_owned(), rows: 7, fields: Vec::new(), new: Vec::new(), lacking: Vec::new() });
    let sentences =
        |differences: Vec<Difference>| differences.into_iter().map(|difference| difference.sentence).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(sentences(after.difference(&before)), @r"
    The tables are made by the rules `published 2`; before, by `published 1`.
    arrests: 1200 rows, 1000 before.
    arrests.gender: the value `X` is new, in 12 rows.
    arrests.gender: the value `Unknown` is gone, which was in 4 rows.
    arrests.final_order_yes_no: missing in 2.5 % of the rows, 0.0 % before.
    arrests.operation: its type is number, text before.
    arrests.apprehension_site_landmark: it is redacted, available before.
    arrests.county_of_arrest: the field is new.
    arrests.county: the field is gone.
    removals: the table is new.
    ");
    assert_eq!(before.difference(&before), []);
    assert!(before.difference(&after).iter().any(|difference| difference.change == Change::TableRemoved));
    // The value that is gone had four rows: the public codebooks name it, since the list is known, but give no number.
    let public = after.for_public(11).difference(&before.for_public(11));
    assert!(
        public.iter().any(|difference| difference.sentence.ends_with("which was in a number of rows that is withheld.")),
        "{public:#?}"
    );
}
