//! Reports of releases that are made to fail, and of the synthetic one.

use std::fmt::Write as _;

use time::macros::date;

use super::*;
use crate::{
    Input, Options, Unobserved,
    codebook::tests::{processed, synthetic},
    process,
    release::RawTable,
};

const TODAY: Date = date!(2026 - 03 - 31);

/// The cells of a row that are not empty, each with its column.
type Row<'a> = &'a [(&'a str, &'a str)];

/// A release of CSV files: of each the table, its name, and rows given as the columns that are not empty.
fn release(rules: RuleSet, files: &[(RawTable, &str, &[Row<'_>])]) -> Release {
    let folder = tempfile::tempdir().expect("a folder");
    for (table, name, rows) in files {
        let mut columns: Vec<&str> = table.declared().iter().map(|(column, _)| *column).collect();
        let named = rows.iter().flat_map(|row| row.iter()).map(|(column, _)| *column);
        named.for_each(|column| {
            if !columns.contains(&column) {
                columns.push(column);
            }
        });
        let mut text = columns.join(",") + "\n";
        for row in *rows {
            let cell = |column: &&str| row.iter().find(|(name, _)| name == column).map_or("", |(_, cell)| cell);
            let quoted = columns.iter().map(|column| format!("\"{}\"", cell(column)));
            writeln!(text, "{}", quoted.collect::<Vec<_>>().join(",")).expect("memory");
        }
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    process(&Input::folder(folder.path()).expect("a release"), &Options { rules, ..Options::default() }, &Unobserved)
}

/// Methods 1.6: the example of the published codebook, whose dates are impossible. A stint of 7 June to 25 July lies in a stay that ends on 9 July, and
/// the next stint goes from 25 July back to 9 July.
fn impossible() -> Release {
    // What a stint has besides its dates, so that no column is blank.
    let others = [
        ("stay_book_in_date_time", "2024-06-07 09:00:00"),
        ("stay_book_out_date_time", "2024-07-09 17:30:00"),
        ("stay_book_out_date", "2024-07-09 00:00:00"),
        ("stay_release_reason", "Removed"),
        ("religion", "Catholic"),
        ("gender", "Male"),
        ("marital_status", "Single"),
        ("ethnicity", "Hispanic Origin"),
        ("birth_year", "1990"),
        ("entry_status", "EWI"),
        ("aggravated_felon_yes_no", "Not an Aggravated Felon"),
        ("bond_posted_date", "2024-06-20 00:00:00"),
        ("bond_posted_amount", "1500"),
        ("case_status", "ACTIVE"),
        ("case_category", "[8F] Expedited Removal"),
        ("final_order_yes_no", "YES"),
        ("final_order_date", "2024-07-01 00:00:00"),
        ("case_threat_level", "3"),
        ("book_in_criminality", "3 Other Immigration Violator"),
        ("final_charge", "212a6Ai"),
        ("departed_date", "2024-07-09 00:00:00"),
        ("departure_country", "MEXICO"),
        ("citizenship_country", "MEXICO"),
        ("apprehension_final_program", "287G Program"),
        ("msc_charge_code", "5404"),
        ("msc_charge", "Driving Under Influence Liquor"),
        ("anonymized_identifier", "1f0c"),
    ];
    let stint = |facility, reason, book_in, book_out| {
        let own = [
            ("detention_facility_code", facility),
            ("detention_release_reason", reason),
            ("book_in_date_time", book_in),
            ("book_out_date_time", book_out),
        ];
        own.into_iter().chain(others).collect::<Vec<_>>()
    };
    let first = stint("AAATX", "Transferred", "2024-06-07 09:00:00", "2024-07-25 08:15:00");
    let second = stint("BBBTX", "Removed", "2024-07-25 10:40:00", "2024-07-09 17:30:00");
    release(RuleSet::Published, &[(RawTable::Detentions, "FY24 Detentions.csv", &[&first, &second])])
}

#[test]
fn the_example_with_impossible_dates_is_refused() {
    let report = impossible().quality(TODAY);
    assert_eq!(report.outcome, Outcome::Stopped);
    insta::assert_snapshot!(report, @r"
    Rules published 1, dates up to 2026-03-31: stopped
    stop    stints out_before_in: 1 of 2 rows have a book-out before their book-in. That is 50 %; it warns above 0.1 % and stops above 1 %.
              such as FY24 Detentions.csv, sheet FY24 Detentions, row 9
    stop    stints stint_out_of_stay: 2 of 2 rows begin or end outside of their stay. That is 100 %; it warns above 0.1 % and stops above 1 %.
              such as FY24 Detentions.csv, sheet FY24 Detentions, row 8; FY24 Detentions.csv, sheet FY24 Detentions, row 9
    not run stints known_terrorist_yes_no_in_list: Not run: the field is blank.
    not run stints suspected_gang_yes_no_in_list: Not run: the field is blank.
    not run stints msc_sentence_days_not_negative: Not run: the field is blank.
    not run stints msc_sentence_months_not_negative: Not run: the field is blank.
    not run stints msc_sentence_years_not_negative: Not run: the field is blank.
    not run stints offense_ina_236c_yes_no_in_list: Not run: the field is blank.
    not run stints case_ina_236c_yes_no_in_list: Not run: the field is blank.
    not run stints initial_bond_set_amount_not_negative: Not run: the field is blank.
    not run stints entry_date_in_window: Not run: the field is blank.
    not run stints msc_charge_date_in_window: Not run: the field is blank.
    48 of 60 checks pass.
    ");
}

#[test]
fn a_report_goes_through_json_and_names_its_stops() {
    let report = impossible().quality(TODAY);
    assert_eq!(report.stops().map(|check| check.name.as_str()).collect::<Vec<_>>(), ["out_before_in", "stint_out_of_stay"]);
    let json = serde_json::to_string(&report).expect("JSON");
    assert_eq!(serde_json::from_str::<QualityReport>(&json).expect("a report"), report);
}

/// An operator accepts by table and name.
#[test]
fn no_table_has_two_checks_of_one_name() {
    for rules in [RuleSet::Published, RuleSet::Corrected] {
        let mut names: Vec<String> =
            everything_is_wrong(rules).quality(TODAY).checks.iter().map(|check| format!("{}.{}", check.table, check.name)).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}

#[test]
fn a_check_says_what_it_counts() {
    let report = everything_is_wrong(RuleSet::Published).quality(TODAY);
    let mut units: std::collections::BTreeMap<String, std::collections::BTreeSet<&str>> = std::collections::BTreeMap::new();
    for check in report.checks.iter().filter(|check| check.unit != Unit::Rows) {
        units.entry(format!("{:?}", check.unit)).or_default().insert(&check.name);
    }
    insta::assert_debug_snapshot!(units, @r#"
    {
        "Columns": {
            "columns_needed",
            "new_columns",
        },
        "Files": {
            "files_read",
        },
        "Sheets": {
            "sheets_whole",
        },
        "Values": {
            "state_look_up",
            "state_look_up_rows",
        },
    }
    "#);
    let look_up = report.checks.iter().find(|check| check.name == "state_look_up_rows").expect("a look-up");
    assert!(look_up.sentence.contains("as entered") && look_up.claim == "look-ups fill in no state", "{look_up:?}");
}

#[test]
fn the_report_of_the_synthetic_release() {
    let Some(folder) = synthetic() else { return };
    let reports = [RuleSet::Published, RuleSet::Corrected].map(|rules| processed(&folder, rules).quality(TODAY).to_string());
    insta::assert_snapshot!(reports.join("\n"));
}

#[test]
fn the_check_that_the_published_rules_do_not_run_would_fail() {
    let Some(folder) = synthetic() else { return };
    let marked = |rules| {
        let release = processed(&folder, rules);
        let joined = release.tables.iter().find(|table| table.name() == "joined").expect("joined arrests");
        values::run(&look::View::of(joined), &release, None, &values::Test::NoRedactionMarks).map(|found| (found.failing, found.of))
    };
    assert_eq!([RuleSet::Published, RuleSet::Corrected].map(marked), [Some((32, 2707)), Some((0, 2707))]);
}

/// Rows with everything wrong that a check looks for.
fn everything_is_wrong(rules: RuleSet) -> Release {
    let arrests: [&[(&str, &str)]; 3] = [
        &[
            ("apprehension_date", "2021-05-06 10:00:00"),
            ("state", "TEXAS"),
            ("gender", "male"),
            ("case_status", "ACTIVE"),
            ("case_category", "[99] None"),
            ("apprehension_criminality", "4 Other"),
            ("case_threat_level", "4"),
            ("birth_year", "2091"),
            ("departed_date", "2026-04-01 00:00:00"),
            ("final_order_date", "1989-12-31 00:00:00"),
            ("final_order_yes_no", "NO"),
            ("toa_current_duty_site", "Held by (b)(6), Dallas TX"),
            ("anonymized_identifier", "a"),
        ],
        &[("apprehension_date", "2025-01-01 10:00:00"), ("toa_current_duty_site", "Miami, FL"), ("gender", "Female")],
        &[("apprehension_date", "2026-04-01 00:00:00"), ("shoe_size", "44"), ("birth_year", "1899"), ("anonymized_identifier", "b")],
    ];
    let detainers: [&[(&str, &str)]; 1] = [&[
        ("detainer_prepare_date", "2022-08-31 00:00:00"),
        ("apprehension_date", "1999-01-01 00:00:00"),
        ("msc_charge_date", "1949-12-31 00:00:00"),
        ("entry_date", "1899-12-31 00:00:00"),
        ("msc_sentence_days", "-1"),
        ("msc_sentence_years", "LIFE"),
        ("visa_yes_no", "yes"),
        ("aggravated_felon_yes_no", "NO"),
    ]];
    let stints: [&[(&str, &str)]; 2] = [
        &[
            ("stay_book_in_date_time", "2025-02-01 08:00:00"),
            ("book_in_date_time", "2025-02-01 07:59:59"),
            ("book_out_date_time", "2025-02-02 08:00:00"),
            ("stay_book_out_date", "2025-02-02 00:00:00"),
            ("detention_facility_code", "AAATX"),
            ("bond_posted_amount", "-5"),
            ("anonymized_identifier", "a"),
        ],
        &[("stay_book_in_date_time", "2025-02-03 08:00:00"), ("stay_book_out_date", "2025-02-01 00:00:00"), ("anonymized_identifier", "b")],
    ];
    let encounters: [&[(&str, &str)]; 1] = [&[("event_date", "2025-02-01 08:00:00")]];
    release(
        rules,
        &[
            (RawTable::Arrests, "FY25 Arrests.csv", &arrests),
            (RawTable::Detainers, "FY25 Detainers.csv", &detainers),
            (RawTable::Detentions, "FY25 Detentions.csv", &stints),
            (RawTable::Encounters, "FY25 Encounters.csv", &encounters),
        ],
    )
}

#[test]
fn each_check_finds_what_it_looks_for() {
    let report = everything_is_wrong(RuleSet::Corrected).quality(TODAY);
    let found = report.checks.iter().filter(|check| check.failing > 0);
    let lines: Vec<String> = found.map(|check| format!("{} {}: {}", check.level, check.table, check.sentence)).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    stop release: 1 of 4 files could not be read: FY25 Encounters.csv: it is no table of encounters: its header lacks anonymized_identifier; it begins with event_date.
    warn arrests: 1 of 26 columns are new and kept as text: shoe_size.
    stop arrests: 1 of 3 rows have no identifier.
    stop arrests: 2 of 3 rows have `apprehension_date` outside of 2022-09-01 to 2026-03-31.
    stop arrests: 1 of 3 rows have `apprehension_criminality` that is none of the 3 known values.
    stop arrests: 1 of 3 rows have `case_category` that is none of the 32 known values.
    stop arrests: 2 of 3 rows have `birth_year` outside of 1900 to 2026.
    stop arrests: 1 of 3 rows have `gender` that is none of the 3 known values.
    stop arrests: 1 of 3 rows have `departed_date` outside of 2022-09-01 to 2026-03-31.
    stop arrests: 1 of 3 rows have `final_order_date` before 1990-01-01.
    stop arrests: 1 of 3 rows have `case_threat_level` that is none of the 4 known values.
    stop arrests: 1 of 1 rows with a departed date have no departure country.
    stop arrests: 1 of 1 rows with a final order date do not say that there is a final order.
    stop arrests: 1 of 2 states are among those entered or among those filled in but not among both: FLORIDA.
    warn detainers: 1 of 1 cells of `msc_sentence_years` hold what their column cannot, and are missing.
    stop detainers: 1 of 1 rows have no identifier.
    stop detainers: 1 of 1 rows have `detainer_prepare_date` outside of 2022-09-01 to 2026-03-31.
    stop detainers: 1 of 1 rows have `msc_sentence_days` below zero.
    stop detainers: 1 of 1 rows have `msc_charge_date` before 1950-01-01.
    stop detainers: 1 of 1 rows have `felon` that is none of the 4 known values.
    stop detainers: 1 of 1 rows have `entry_date` before 1900-01-01.
    stop detainers: 1 of 1 rows have `visa_yes_no` that is none of the 2 known values.
    stop stints: 23 of 28 columns that the order of stints needs are lacking or hold nothing: detention_release_reason; stay_release_reason; religion; gender; marital_status and 18 more.
    stop stints: 1 of 2 rows have `bond_posted_amount` below zero.
    stop stints: 1 of 2 rows have `bond_posted_amount_lowest_seen` below zero.
    stop stints: 1 of 2 rows begin or end outside of their stay.
    stop stays: 1 of 2 rows have `bond_posted_amount_lowest_seen` below zero.
    stop stays: 1 of 2 stays have a book-out before their book-in.
    stop stays: 1 of 2 stays have no book-in on any of their stints.
    stop joined: 2 of 3 rows have `apprehension_date` outside of 2022-09-01 to 2026-03-31.
    stop joined: 1 of 3 rows have `apprehension_criminality` that is none of the 3 known values.
    stop joined: 1 of 3 rows have `case_category` that is none of the 32 known values.
    stop joined: 2 of 3 rows have `birth_year` outside of 1900 to 2026.
    stop joined: 1 of 3 rows have `gender` that is none of the 3 known values.
    stop joined: 1 of 3 rows have `departed_date` outside of 2022-09-01 to 2026-03-31.
    stop joined: 1 of 3 rows have `final_order_date` before 1990-01-01.
    stop joined: 1 of 3 rows have `case_threat_level` that is none of the 4 known values.
    stop joined: 1 of 1 rows with a departed date have no departure country.
    stop joined: 1 of 1 rows with a final order date do not say that there is a final order.
    stop joined: 1 of 3 rows hold a redaction mark in a text.
    ");
    let redacted = |report: &QualityReport| report.checks.iter().find(|check| check.name == "redacted_text").map(|check| check.level);
    assert_eq!(redacted(&report), Some(Level::Stop));
    assert_eq!(redacted(&everything_is_wrong(RuleSet::Published).quality(TODAY)), Some(Level::NotRun));
}

#[test]
fn the_same_day_is_possible_and_the_next_is_not() {
    let checked = |today| {
        let report = everything_is_wrong(RuleSet::Published).quality(today);
        report
            .checks
            .into_iter()
            .find(|check| check.table == "arrests" && check.name == "departed_date_in_window")
            .map(|check| check.failing)
    };
    assert_eq!([date!(2026 - 03 - 31), date!(2026 - 04 - 01)].map(checked), [Some(1), Some(0)]);
}

#[test]
fn a_share_has_to_be_above_a_limit() {
    let level = |failing, of| {
        let asked = Asked {
            name: String::new(),
            table: "stints",
            field: None,
            warn_above: Some(0.001),
            stop_above: Some(0.01),
            unit: Unit::Rows,
            claim: String::new(),
            detail: String::new(),
        };
        asked.result(Found { failing, of, examples: Vec::new() }).level
    };
    assert_eq!([1, 2, 10, 11].map(|failing| level(failing, 1_000)), [Level::Pass, Level::Warn, Level::Warn, Level::Stop]);
    assert_eq!(level(0, 0), Level::Pass);
}

#[test]
fn the_limits_are_those_of_section_9() {
    let Some(folder) = synthetic() else { return };
    let report = processed(&folder, RuleSet::Published).quality(TODAY);
    let mut by_limits: std::collections::BTreeMap<String, std::collections::BTreeSet<String>> = std::collections::BTreeMap::new();
    for check in &report.checks {
        let limit = |limit: Option<f64>| limit.map_or_else(|| "never".to_owned(), |limit| format!("{} %", limit * 100.0));
        let limits = format!("warns above {}, stops above {}", limit(check.warn_above), limit(check.stop_above));
        // Those of a field have the same limits in every table.
        let has_table = matches!(check.name.as_str(), "identifier_missing" | "out_before_in");
        let name = if has_table { format!("{} of {}", check.name, check.table) } else { check.name.clone() };
        by_limits.entry(limits).or_default().insert(name);
    }
    let lines = by_limits.iter().map(|(limits, names)| format!("{limits}:\n  {}", names.iter().cloned().collect::<Vec<_>>().join("\n  ")));
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}
