//! OHSS monthly tables: the workbook of July 2024 against the publisher's own flat file, and as observations.

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use catalog::SourceId::OhssMonthlyTables;
use insta::assert_snapshot;
use normalize::PrintedCell;

use crate::support::line;

const WORKBOOK: &str = "ohss/immigration-enforcement-and-legal-processes-tables-july-2024.xlsx";
const FLAT: &str = "ohss/swb-book-outs-by-agency-202407.csv";
const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

fn bytes(corpus: &Path) -> Vec<u8> {
    std::fs::read(corpus.join(WORKBOOK)).expect("the workbook")
}

/// Fiscal year, month (0 for the year), table and column → what is printed.
fn by_place(cells: &[PrintedCell], table: &str) -> BTreeMap<(String, usize, String), String> {
    let month = |name: &str| MONTHS.iter().position(|month| *month == name).map_or(0, |place| place + 1);
    let of = |cell: &PrintedCell| {
        let year = cell.line[0].trim_end_matches(" YTD").to_owned();
        ((year, month(&cell.line[1]), cell.column.clone()), cell.printed.clone())
    };
    cells.iter().filter(|cell| cell.table == table).map(of).collect()
}

/// The name of a column of the flat file in the workbook: table and column.
fn column(flat: &str) -> (&'static str, String) {
    let (group, name) = flat.split_once(':').expect("a group");
    let name = match name {
        "T8 repatriations"
        | "T42 expulsions"
        | "Migrant Protection Protocols"
        | "Transfers to ICE"
        | "Transfers to HHS"
        | "USBP Releases"
        | "OFO Paroles"
        | "Other outcomes" => name,
        "Total" if group == "Repatriations" => {
            return ("DHS Repatriations by Type", "Total Repatriations / Total Repatriations".to_owned());
        }
        "Total" => "Total Encounters",
        "Title 42 Expulsions" => return ("DHS Repatriations by Type", "Total Repatriations / Title 42 Expulsions".to_owned()),
        "Removals" => return ("DHS Repatriations by Type", "DHS Removals / Total Removals".to_owned()),
        "Enforcement Returns" => return ("DHS Repatriations by Type", "DHS Enforcement Returns / Total Enforcement Returns".to_owned()),
        "Administrative Returns" => {
            return ("DHS Repatriations by Type", "DHS Administrative Returns / Total Administrative Returns".to_owned());
        }
        other => panic!("{other}"),
    };
    let agency = match group {
        "Southwest Border Book-outs/CBP" => "Total CBP",
        "Southwest Border Book-outs/USBP" => "USBP",
        "Southwest Border Book-outs/OFO" => "OFO",
        other => panic!("{other}"),
    };
    ("CBP SW Border Encounters Book-Outs by Agency", format!("{agency} / {name}"))
}

/// 141 lines of 25 columns, and five further columns that come from another sheet.
#[test]
fn every_cell_of_the_publishers_own_flat_file_comes_out() {
    let Some(corpus) = testkit::corpus("every_cell_of_the_publishers_own_flat_file_comes_out") else { return };
    let cells = normalize::printed_cells(OhssMonthlyTables, &bytes(&corpus)).expect("a workbook");
    let flat = std::fs::read_to_string(corpus.join(FLAT)).expect("the flat file");
    let mut lines = flat.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let tables: BTreeMap<&str, _> =
        ["CBP SW Border Encounters Book-Outs by Agency", "DHS Repatriations by Type"].map(|table| (table, by_place(&cells, table))).into();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut different = String::new();
    for text in lines {
        let fields: Vec<&str> = text.split(',').collect();
        let (year, month) = (fields[1].to_owned(), fields[2].parse::<usize>().expect("a month"));
        for (name, theirs) in header.iter().zip(&fields).skip(3) {
            let (table, column) = column(name);
            let ours = tables[table].get(&(year.clone(), month, column.clone()));
            let (equal, all) = counts.entry(table).or_default();
            *all += 1;
            if ours.map(String::as_str) == Some(*theirs) {
                *equal += 1;
            } else {
                writeln!(different, "{year}/{month} {column}: {ours:?}, in the flat file {theirs}").expect("written");
            }
        }
    }
    assert_eq!(different, "");
    let lines: Vec<String> = counts.iter().map(|(table, (equal, all))| format!("{table}: {equal} of {all}")).collect();
    assert_snapshot!(lines.join("\n"), @r"
    CBP SW Border Encounters Book-Outs by Agency: 3525 of 3525
    DHS Repatriations by Type: 705 of 705
    ");
}

#[test]
fn a_rounded_cell_is_a_range_and_a_cell_that_does_not_apply_is_missing() {
    let Some(corpus) = testkit::corpus("a_rounded_cell_is_a_range_and_a_cell_that_does_not_apply_is_missing") else { return };
    let decoded = normalize::decode(OhssMonthlyTables, &bytes(&corpus)).expect("a workbook");
    let wanted = |one: &&domain::Observation| {
        let (measure, period) = (one.measure.as_str(), one.period.label());
        (period == "2024-07" && !measure.contains("citizenship") && !measure.contains('/'))
            || (measure.starts_with("arrests/") && period == "FY2014" && !measure.contains("citizenship"))
            || (measure == "encounters/t42-expulsions" && period == "FY2014")
            || (measure == "removals/citizenship-mexico" && period.contains("2024-07"))
            || (measure == "book_ins" && (period.contains("to") || period == "FY2023"))
    };
    let shown: Vec<String> = decoded.observations.iter().filter(wanted).map(line).collect();
    assert_snapshot!(shown.join("\n"), @r"
    FY2014 | us/dhs/cbp | border/southwest | encounters/t42-expulsions | encounter | missing: not reported | sheet 'CBP SWB Book-Outs by Agency' cell E5
    FY2014 | us/dhs/cbp/usbp | border/southwest | encounters/t42-expulsions | encounter | missing: not reported | sheet 'CBP SWB Book-Outs by Agency' cell N5
    FY2014 | us/dhs/cbp/ofo | border/southwest | encounters/t42-expulsions | encounter | missing: not reported | sheet 'CBP SWB Book-Outs by Agency' cell V5
    2024-07 | us/dhs/cbp | border/southwest | encounters | encounter | 104100 (104095 to 104105) | sheet 'CBP SWB Book-Outs by Agency' cell C145
    2024-07 | us/dhs/cbp/usbp | border/southwest | encounters | encounter | 56400 (56395 to 56405) | sheet 'CBP SWB Book-Outs by Agency' cell L145
    2024-07 | us/dhs/cbp/ofo | border/southwest | encounters | encounter | 47700 (47695 to 47705) | sheet 'CBP SWB Book-Outs by Agency' cell T145
    2024-07 | us/dhs/ice/ero | us | arrests | arrest | 9470 (9465 to 9475) | sheet 'ERO Arrests by Citizenship' cell C144
    FY2014 | us/dhs/ice/ero | us | arrests/convicted-criminal | arrest | 134730 (134725 to 134735) | sheet 'ERO Arrests by Criminality' cell D5
    FY2014 | us/dhs/ice/ero | us | arrests/convicted-criminal/aggravated-felons | arrest | missing: not reported | sheet 'ERO Arrests by Criminality' cell E5
    FY2014 | us/dhs/ice/ero | us | arrests/convicted-criminal/felons | arrest | missing: not reported | sheet 'ERO Arrests by Criminality' cell F5
    FY2014 | us/dhs/ice/ero | us | arrests/convicted-criminal/misdemeanors | arrest | missing: not reported | sheet 'ERO Arrests by Criminality' cell G5
    FY2014 | us/dhs/ice/ero | us | arrests/convicted-criminal/other-unknown | arrest | missing: not reported | sheet 'ERO Arrests by Criminality' cell H5
    FY2014 | us/dhs/ice/ero | us | arrests/non-criminal | arrest | 48970 (48965 to 48975) | sheet 'ERO Arrests by Criminality' cell I5
    FY2014 | us/dhs/ice/ero | us | arrests/pending-criminal-charges | arrest | missing: not reported | sheet 'ERO Arrests by Criminality' cell J5
    FY2014 | us/dhs/ice/ero | us | arrests/other-immigration-violator | arrest | missing: not reported | sheet 'ERO Arrests by Criminality' cell K5
    FY2023 | us/dhs/ice/detention | us | book_ins | stay | 273220 (273215 to 273225) | sheet 'ICE Book-Ins by Citizenship' cell C121
    2023-10-01 to 2024-07-31 | us/dhs/ice/detention | us | book_ins | stay | 231170 (231165 to 231175) | sheet 'ICE Book-Ins by Citizenship' cell C134
    2024-07 | us/dhs/ice/detention | us | book_ins | stay | 23630 (23625 to 23635) | sheet 'ICE Book-Ins by Citizenship' cell C144
    2024-07 | us/dhs/ice/detention | us | book_outs | stay | 24740 (24735 to 24745) | sheet 'ICE Book-Outs by Criminality' cell C93
    2023-10-01 to 2024-07-31 | us/dhs/ice | us | removals/citizenship-mexico | repatriation | 73150 (73145 to 73155) | sheet 'ICE ERO R&R by Citizenship' cell D134
    2024-07 | us/dhs/ice | us | removals | repatriation | 22940 (22935 to 22945) | sheet 'ICE ERO R&R by Citizenship' cell C144
    2024-07 | us/dhs/ice | us | removals/citizenship-mexico | repatriation | 8060 (8055 to 8065) | sheet 'ICE ERO R&R by Citizenship' cell D144
    2024-07 | us/dhs | us | repatriations | repatriation | 53980 (53975 to 53985) | sheet 'DHS Repats by Type' cell C145
    2024-07 | us/dhs | us | removals | repatriation | 27560 (27555 to 27565) | sheet 'DHS Repats by Type' cell G145
    2024-07 | us/dhs | us | enforcement_returns | repatriation | 19410 (19405 to 19415) | sheet 'DHS Repats by Type' cell K145
    2024-07 | us/dhs | us | administrative_returns | repatriation | 7000 (6995 to 7005) | sheet 'DHS Repats by Type' cell P145
    2023-10-01 to 2024-07-31 | us/dhs | us | removals/citizenship-mexico | repatriation | 124790 (124785 to 124795) | sheet 'DHS Removals by Citizenship' cell D134
    2024-07 | us/dhs | us | removals/citizenship-mexico | repatriation | 12200 (12195 to 12205) | sheet 'DHS Removals by Citizenship' cell D144
    ");
    let problems: Vec<String> = decoded.problems.iter().map(|problem| format!("{}: {}", problem.locator, problem.message)).collect();
    assert_snapshot!(problems.join("\n"), @r"
    sheet 'CBP SWB Book-Outs by Agency' cell F70: the total of `Total CBP / Migrant Protection Protocols` in 2019 Total by month is 44250, its parts make 44100; both stay as they are printed
    sheet 'CBP SWB Book-Outs by Agency' cell W70: the total of `OFO / Migrant Protection Protocols` in 2019 Total by month is 5160, its parts make 4990; both stay as they are printed
    sheet 'CBP SWB Book-Outs by Agency' cell C75: the total of `Total CBP / Total Encounters` in 2019 February by column is 76540, its parts make 76410; both stay as they are printed
    sheet 'CBP SWB Book-Outs by Agency' cell T75: the total of `OFO / Total Encounters` in 2019 February by column is 9660, its parts make 9520; both stay as they are printed
    ");
    let (rows, all) = (decoded.rows, decoded.observations.len());
    assert_snapshot!(format!("{rows} cells, {all} observations, covers {}, {}/{}", decoded.covers, decoded.rule, decoded.rule_version), @"104374 cells, 23748 observations, covers [2024-07-01, 2024-08-01), ohss_monthly_tables/1");
}
