//! ICE detention statistics: twenty-six workbooks against the tables that the Deportation Data Project published from them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use catalog::SourceId::IceDetentionStatistics;
use insta::assert_snapshot;
use normalize::PrintedCell;

use crate::{
    published::{self, Row, Shares},
    support::{shown_where, value},
};

const MONTHS: [&str; 12] = ["Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep"];

fn folder(corpus: &Path) -> PathBuf {
    corpus.join("ice/detention_statistics")
}

/// The workbooks by name, oldest capture first.
pub(crate) fn workbooks(corpus: &Path) -> Vec<(String, Vec<u8>)> {
    let mut names: Vec<String> = std::fs::read_dir(folder(corpus))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "xlsx"))
        .collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), std::fs::read(folder(corpus).join(&name)).expect("a workbook"))).collect()
}

/// The date of a file as the published tables have it: the last run of six to eight digits in its name, else the end of the year in the name.
/// The name begins with the instant of its capture, which is not part of it, and one file was renamed because its year was wrong.
fn file_date(name: &str) -> String {
    let stem = name.get(15..name.len() - 5).expect("a name").replace("07222020", "07222021");
    let mut runs = stem.split(|c: char| !c.is_ascii_digit()).filter(|run| (6..=8).contains(&run.len()));
    match runs.next_back() {
        Some(run) => {
            let (month, day, year) = (&run[..2], &run[2..4], &run[4..]);
            format!("{}{year}-{month}-{day}", if year.len() == 2 { "20" } else { "" })
        }
        None => format!("20{}-12-31", &stem[2..4]),
    }
}

/// The day of the run that stands above the facilities; the published tables have it beside the date of the file.
fn pull_date(bytes: &[u8]) -> String {
    let book = workbook::Workbook::open(workbook::Source::Bytes(bytes.into()), workbook::Limits::default()).expect("a workbook");
    let place = book.sheets().iter().position(|name| name.trim().starts_with("Facilities")).expect("facilities");
    let grid = book.grid(place).expect("a sheet");
    let source = (0..10).filter_map(|row| grid.text(row, 0)).find(|text| text.contains("Source:")).expect("a source");
    let day: Vec<&str> = source.rsplit(' ').next().expect("a day").split('/').collect();
    format!("{}-{}-{}", day[2], day[0], day[1])
}

/// One published table: where its rows come from and which cells they are.
struct Published {
    name: &'static str,
    ours: fn(&[&PrintedCell]) -> Cells,
    theirs: fn(&[Row]) -> Cells,
}

type Cells = BTreeMap<Vec<String>, Option<String>>;

fn key(parts: &[&str]) -> Vec<String> {
    parts.iter().map(|&part| part.to_owned()).collect()
}

fn printed(cell: &PrintedCell) -> Option<String> {
    Some(cell.printed.clone()).filter(|text| !text.is_empty())
}

fn get(row: &Row, column: &str) -> String {
    row[column].clone().unwrap_or_default()
}

/// A label without what was written differently from year to year.
fn label(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Months and year to date: each row of the published table has both.
fn monthly(cells: &[&PrintedCell]) -> Cells {
    let mut out = Cells::new();
    let mut agency = String::new();
    for cell in cells {
        let last = cell.line.last().expect("a label").clone();
        if last.ends_with("Average") {
            agency.clone_from(&last);
        }
        let line = if agency.is_empty() { cell.line.join(", ") } else { format!("{agency}, {last}") };
        if MONTHS.contains(&cell.column.as_str()) {
            out.insert(key(&[&line, &cell.column]), printed(cell));
        } else {
            for month in MONTHS {
                out.insert(key(&[&line, month, "to date"]), printed(cell));
            }
        }
    }
    out
}

fn monthly_rows(rows: &[Row], labels: &[&str], value: &str, to_date: &str) -> Cells {
    let mut out = Cells::new();
    let mut agency = String::new();
    for row in rows {
        let parts: Vec<String> = labels.iter().map(|column| label(&get(row, column))).filter(|part| !part.is_empty()).collect();
        let last = parts.last().expect("a label").clone();
        if last.ends_with("Average") {
            agency.clone_from(&last);
        }
        let line = if agency.is_empty() { parts.join(", ") } else { format!("{agency}, {last}") };
        out.insert(key(&[&line, &get(row, "month")]), row[value].clone());
        out.insert(key(&[&line, &get(row, "month"), "to date"]), row[to_date].clone());
    }
    out
}

/// One cell for each line and column.
fn crossed(cells: &[&PrintedCell]) -> Cells {
    cells.iter().map(|cell| (key(&[&cell.line.join(", "), &cell.column]), printed(cell))).collect()
}

fn crossed_rows(rows: &[Row], name: &str, columns: &[(&str, &str)]) -> Cells {
    let of =
        |row: &Row| columns.iter().map(|(theirs, ours)| (key(&[&label(&get(row, name)), ours]), row[*theirs].clone())).collect::<Vec<_>>();
    rows.iter().flat_map(of).collect()
}

const TABLES: [Published; 8] = [
    Published {
        name: "book-ins-by-arresting-agency",
        ours: monthly,
        theirs: |rows| monthly_rows(rows, &["arresting_agency"], "n_book_ins", "n_book_ins_ytd"),
    },
    Published {
        name: "book-ins-by-facility-type",
        ours: crossed,
        theirs: |rows| {
            let columns = [
                ("convicted_criminal", "Convicted Criminal"),
                ("pending_criminal_charges", "Pending Criminal Charges"),
                ("other_immigration_violator", "Other Immigration Violator"),
                ("total", "Total"),
            ];
            crossed_rows(rows, "facility_type", &columns)
        },
    },
    Published {
        name: "currently-detained-by-criminality",
        ours: crossed,
        theirs: |rows| {
            let columns =
                [("ice", "ICE"), ("percent_ice", "Percent ICE"), ("cbp", "CBP"), ("percent_cbp", "Percent CBP"), ("total", "Total")];
            crossed_rows(rows, "criminality", &columns)
        },
    },
    Published {
        name: "currently-detained-by-disposition",
        ours: |cells| {
            let family = |cell: &PrintedCell| if cell.column == "FSC" { "FRC".to_owned() } else { cell.column.clone() };
            cells.iter().map(|cell| (key(&[&cell.line.join(", "), &family(cell)]), printed(cell))).collect()
        },
        theirs: |rows| crossed_rows(rows, "disposition", &[("fsc_frc", "FRC"), ("adult", "Adult"), ("total", "Total")]),
    },
    Published { name: "adp-by-agency-criminality", ours: monthly, theirs: |rows| monthly_rows(rows, &["agency"], "adp", "adp_fy_ytd") },
    Published {
        name: "stay-length-by-agency-criminality",
        ours: monthly,
        theirs: |rows| monthly_rows(rows, &["agency"], "avg_stay_length_days", "avg_stay_length_days_fy_ytd"),
    },
    Published {
        name: "book-outs-by-reason",
        // Until March 2021 the table has no months, and none of it was published.
        ours: |cells| if cells.iter().any(|cell| cell.column == "Oct") { monthly(cells) } else { Cells::new() },
        theirs: |rows| monthly_rows(rows, &["release_reason", "criminality"], "n_book_outs", "n_book_outs_ytd"),
    },
    Published {
        name: "facilities",
        ours: |cells| {
            let published = ["ALOS", "Level A", "Level B", "Level C", "Level D", "Male Crim"];
            let wanted = cells.iter().filter(|cell| published.contains(&cell.column.as_str()));
            numbered(wanted.map(|cell| (key(&[&label(&cell.line[0]), &cell.column]), printed(cell))))
        },
        theirs: |rows| {
            let columns = [
                ("alos", "ALOS"),
                ("level_a", "Level A"),
                ("level_b", "Level B"),
                ("level_c", "Level C"),
                ("level_d", "Level D"),
                ("male_crim", "Male Crim"),
            ];
            let of = |row: &Row| columns.map(|(theirs, ours)| (key(&[&label(&get(row, "name")), ours]), row[theirs].clone()));
            numbered(rows.iter().flat_map(of))
        },
    },
];

/// The fiscal year in the name of the detention sheet, which agrees with the titles and captions in it.
fn fiscal_year(cells: &[&PrintedCell]) -> Option<String> {
    let sheet = cells.first()?.locator.split('\'').nth(1)?.to_owned();
    let digits: String =
        sheet.split("FY").nth(1).filter(|_| sheet.starts_with("Detention"))?.chars().take_while(char::is_ascii_digit).collect();
    Some(format!("20{}", digits.get(digits.len().checked_sub(2)?..)?))
}

/// Keys that occur several times are numbered, in the order in which they stand.
fn numbered(cells: impl Iterator<Item = (Vec<String>, Option<String>)>) -> Cells {
    let mut out = Cells::new();
    let mut seen: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for (mut key, value) in cells {
        let times = seen.entry(key.clone()).or_default();
        *times += 1;
        key.push(times.to_string());
        out.insert(key, value);
    }
    out
}

/// Why a cell differs. Each sentence is about the published table or the workbook; there is none for a fault of the decoder.
fn difference(
    table: &str,
    last: &str,
    ours: &Cells,
    key: &[String],
    our: Option<&Option<String>>,
    their: Option<&Option<String>>,
) -> String {
    let line = key[0].as_str();
    let text = |side: Option<&Option<String>>| side.map_or("no cell", |value| value.as_deref().unwrap_or("null")).to_owned();
    let column_of = |column: &str| ours.get(&[&[line.to_owned(), column.to_owned()], &key[2..]].concat()).cloned().flatten();
    let because = match (table, our, their) {
        ("facilities", Some(_), None) if column_of("ALOS").is_none() => "of a facility without a length of stay, which is not published",
        ("facilities", Some(_), None) if key[2] != "1" => "of a facility whose line stands twice in the workbook and is published once",
        ("book-outs-by-reason", Some(_), None) if last == "Other, Other Immigration Violator" => {
            "of a reason that came with final book-outs; only the lines of the older table are published"
        }
        (_, Some(_), None) if line == last => "of the last line of the table, which is not published",
        ("currently-detained-by-disposition", our, their) if column_of("FRC").is_none() => {
            match (text(our), text(their)) {
                // Without family facilities the table has a column less.
                (_, null) if null == "null" && key[1] == "Total" => {
                    "of a total that is published as null, because its column is published as that of adults"
                }
                (none, shifted) if none == "no cell" && Some(&shifted) == column_of("Adult").as_ref() => {
                    "of adults that is published as the column of families"
                }
                _ => "",
            }
        }
        (_, Some(Some(dash)), Some(None)) if dash == "-" => "with a dash, published as null",
        _ => "",
    };
    if because.is_empty() { format!("unexplained: {key:?} {} here, {} published", text(our), text(their)) } else { because.to_owned() }
}

#[test]
fn the_published_tables_come_out_of_the_workbooks() {
    let test = "the_published_tables_come_out_of_the_workbooks";
    let Some(corpus) = testkit::corpus(test) else { return };
    let books: Vec<_> = workbooks(&corpus)
        .into_iter()
        .map(|(name, bytes)| {
            let cells = normalize::printed_cells(IceDetentionStatistics, &bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
            (file_date(&name), pull_date(&bytes), name, cells)
        })
        .collect();
    let mut lines = Vec::new();
    let mut unpublished = BTreeSet::new();
    let mut other_years = BTreeSet::new();
    for table in TABLES {
        let all = published::rows(&corpus.join(format!("ice/detention_statistics_published/{}.parquet", table.name)));
        let mut shares = Shares::default();
        for (date, pull, name, cells) in &books {
            let of_file =
                |row: &&Row| row["file_date"].as_deref() == Some(date.as_str()) && row["pull_date"].as_deref() == Some(pull.as_str());
            let rows: Vec<Row> = all.iter().filter(of_file).cloned().collect();
            if rows.is_empty() && table.name != "book-outs-by-reason" {
                unpublished.insert(name.clone());
                continue;
            }
            let cells: Vec<&PrintedCell> = cells.iter().filter(|cell| cell.table == table.name).collect();
            if let (Some(year), Some(row)) = (fiscal_year(&cells), rows.first())
                && Some(year.as_str()) != row["fiscal_year"].as_deref()
            {
                other_years.insert(format!("{name}: fiscal year {year} in its sheet, {} published", get(row, "fiscal_year")));
            }
            let last = cells.last().map_or(String::new(), |cell| cell.line.join(", "));
            let ours = (table.ours)(&cells);
            shares.add(&ours, &(table.theirs)(&rows), |key, our, their| difference(table.name, &last, &ours, key, our, their));
        }
        if table.name == "book-ins-by-arresting-agency" {
            assert!(shares.different.is_empty(), "{}", shares.line(table.name));
        }
        lines.push(shares.line(table.name));
    }
    assert_snapshot!(lines.join("\n"), @r"
    book-ins-by-arresting-agency: 1728 of 1728 cells equal
    book-ins-by-facility-type: 192 of 272 cells equal
        80 of the last line of the table, which is not published
    currently-detained-by-criminality: 360 of 480 cells equal
        120 of the last line of the table, which is not published
    currently-detained-by-disposition: 254 of 356 cells equal
        16 of a total that is published as null, because its column is published as that of adults
        16 of adults that is published as the column of families
        68 of the last line of the table, which is not published
        2 with a dash, published as null
    adp-by-agency-criminality: 6912 of 6912 cells equal
    stay-length-by-agency-criminality: 6912 of 6912 cells equal
    book-outs-by-reason: 12000 of 14304 cells equal
        2304 of a reason that came with final book-outs; only the lines of the older table are published
    facilities: 18648 of 18840 cells equal
        12 of a facility whose line stands twice in the workbook and is published once
        180 of a facility without a length of stay, which is not published
    ");
    // Whole sheets of the year before, under a name with the new year: the published tables take the year from the name.
    assert_snapshot!(other_years.into_iter().collect::<Vec<_>>().join("\n"), @r"
    20210610054244-FY21_detentionStats060921.xlsx: fiscal year 2020 in its sheet, 2021 published
    20211029094614-FY21_detentionStats10282021.xlsx: fiscal year 2020 in its sheet, 2021 published
    ");
    assert_snapshot!(unpublished.into_iter().collect::<Vec<_>>().join("\n"), @r"
    20210113002029-FY21-detentionstats.xlsx
    20210116004728-FY21-detentionstats.xlsx
    ");
}

#[test]
fn every_workbook_is_decoded_and_its_problems_are_those_of_the_workbook() {
    let Some(corpus) = testkit::corpus("every_workbook_is_decoded_and_its_problems_are_those_of_the_workbook") else { return };
    let mut lines = Vec::new();
    for (name, bytes) in workbooks(&corpus) {
        let decoded = normalize::decode(IceDetentionStatistics, &bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        lines.push(format!("{name}: {} cells, {} observations, covers {}", decoded.rows, decoded.observations.len(), decoded.covers));
        lines.extend(decoded.problems.iter().map(|problem| format!("    {}: {}", problem.locator, problem.message)));
    }
    assert_snapshot!("detention_problems", lines.join("\n"));
}

#[test]
fn a_workbook_gives_months_a_month_that_breaks_off_and_the_year_to_date() {
    let Some(corpus) = testkit::corpus("a_workbook_gives_months_a_month_that_breaks_off_and_the_year_to_date") else { return };
    let (_, bytes) = workbooks(&corpus).pop().expect("a workbook");
    let shown = shown_where(normalize::decode(IceDetentionStatistics, &bytes), |one| {
        let (measure, period) = (one.measure.as_str(), one.period.label());
        let is_late = period.starts_with("2024-04") || period.starts_with("2024-05") || period.contains("to 2024-05-1");
        is_late && !measure.contains("criminal") && !measure.contains("violator") && !one.population.as_str().contains("facility/")
            || one.population.as_str().ends_with("/ga/stewart-detention-center")
    });
    assert_snapshot!("detention_fy2024", shown);
}

/// Observations of every workbook, in the order of the days that they reach.
fn decoded(corpus: &Path) -> Vec<(String, normalize::Decoded)> {
    let mut all: Vec<_> = workbooks(corpus)
        .into_iter()
        .map(|(name, bytes)| (name, normalize::decode(IceDetentionStatistics, &bytes).expect("a workbook")))
        .collect();
    all.sort_by_key(|(_, decoded)| decoded.covers.end());
    all
}

/// A count to date that falls from one workbook to a later one: something was taken back, or counted otherwise.
#[test]
fn cumulative_counts_that_fall_are_told_with_both_values() {
    let Some(corpus) = testkit::corpus("cumulative_counts_that_fall_are_told_with_both_values") else { return };
    let all = decoded(&corpus);
    let found = normalize::audit::falls(all.iter().map(|(_, decoded)| decoded.observations.as_slice()));
    let lines: Vec<String> = found
        .iter()
        .map(|fall| {
            let (earlier, later) = (&fall.earlier, &fall.later);
            let within = earlier.population.as_str().trim_start_matches("us/dhs/ice");
            let until = later.period.label().split(" to ").last().unwrap_or_default().to_owned();
            format!("{} {within}: {}: {}, {until}: {}", earlier.measure, earlier.period.label(), value(earlier), value(later))
        })
        .collect();
    assert_snapshot!(lines.join("\n"), @r"
    book_ins /detention/family-facilities: 2021-10-01 to 2022-04-09: 17115, 2022-06-18: 17114
    book_ins /detention/family-facilities: 2021-10-01 to 2022-06-18: 17114, 2022-09-10: 17113
    book_ins/other-immigration-violator /detention/family-facilities: 2021-10-01 to 2022-04-09: 17038, 2022-06-18: 17037
    book_ins/other-immigration-violator /detention/family-facilities: 2021-10-01 to 2022-06-18: 17037, 2022-09-10: 17036
    book_outs /detention/adult-facilities: 2020-10-01 to 2021-01-02: 8253, 2021-03-13: 2955
    book_outs /detention/family-facilities: 2020-10-01 to 2021-03-13: 18540, 2021-03-27: 4986
    book_outs /detention/family-facilities: 2021-10-01 to 2022-04-09: 26794, 2022-06-18: 26704
    book_outs /detention/family-facilities: 2021-10-01 to 2022-06-18: 26704, 2022-09-10: 26654
    book_outs/transferred /detention: 2023-10-01 to 2024-02-24: 290, 2024-03-09: 261
    book_outs/transferred/convicted-criminal /detention: 2023-10-01 to 2024-02-24: 118, 2024-03-09: 93
    book_outs/transferred/other-immigration-violator /detention: 2023-10-01 to 2024-04-06: 172, 2024-05-18: 161
    book_outs/transferred/pending-criminal-charges /detention: 2023-10-01 to 2024-02-24: 51, 2024-03-09: 36
    removals/with-family-facility : 2020-10-01 to 2021-09-11: 298, 2021-09-25: 246
    removals/with-family-facility : 2022-10-01 to 2023-05-06: 149, 2023-07-01: 7
    ");
}

/// OHSS and ICE on the same quantity and month. The workbook of OHSS is newer than ICE's and was restated since; it has no people in detention.
#[test]
fn ice_and_ohss_are_set_side_by_side_and_disagreements_are_told_with_both_values() {
    let Some(corpus) = testkit::corpus("ice_and_ohss_are_set_side_by_side_and_disagreements_are_told_with_both_values") else { return };
    let path = corpus.join("ohss/immigration-enforcement-and-legal-processes-tables-july-2024.xlsx");
    let ohss = normalize::decode(catalog::SourceId::OhssMonthlyTables, &std::fs::read(path).expect("a workbook")).expect("a workbook");
    let all = decoded(&corpus);
    let ice = all.iter().flat_map(|(_, decoded)| &decoded.observations).filter(|one| matches!(one.reading, domain::Reading::Exact(_)));
    let found = normalize::audit::compared(ice, &ohss.observations);
    let mut agreeing: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for one in &found {
        let (agree, all) = agreeing.entry(format!("{} {} of {}", one.left.measure, one.left.unit, one.left.population)).or_default();
        *agree += usize::from(one.agrees);
        *all += 1;
    }
    let lines: Vec<String> = agreeing.iter().map(|(what, (agree, all))| format!("{what}: {agree} of {all} agree")).collect();
    assert_snapshot!(lines.join("\n"), @r"
    book_ins stay of us/dhs/ice/detention: 49 of 53 agree
    book_ins/arrested-by-cbp stay of us/dhs/ice/detention: 51 of 53 agree
    book_ins/arrested-by-ice stay of us/dhs/ice/detention: 51 of 53 agree
    book_ins/convicted-criminal stay of us/dhs/ice/detention: 1 of 1 agree
    book_ins/other-immigration-violator stay of us/dhs/ice/detention: 1 of 1 agree
    book_ins/pending-criminal-charges stay of us/dhs/ice/detention: 1 of 1 agree
    book_outs stay of us/dhs/ice/detention: 5 of 7 agree
    book_outs/bonded-out stay of us/dhs/ice/detention: 7 of 7 agree
    book_outs/bonded-out/convicted-criminal stay of us/dhs/ice/detention: 3 of 7 agree
    book_outs/bonded-out/other-immigration-violator stay of us/dhs/ice/detention: 5 of 7 agree
    book_outs/bonded-out/pending-criminal-charges stay of us/dhs/ice/detention: 0 of 7 agree
    book_outs/order-of-recognizance stay of us/dhs/ice/detention: 4 of 7 agree
    book_outs/order-of-recognizance/convicted-criminal stay of us/dhs/ice/detention: 3 of 7 agree
    book_outs/order-of-recognizance/other-immigration-violator stay of us/dhs/ice/detention: 7 of 7 agree
    book_outs/order-of-recognizance/pending-criminal-charges stay of us/dhs/ice/detention: 5 of 7 agree
    book_outs/order-of-supervision stay of us/dhs/ice/detention: 6 of 7 agree
    book_outs/order-of-supervision/convicted-criminal stay of us/dhs/ice/detention: 6 of 7 agree
    book_outs/order-of-supervision/other-immigration-violator stay of us/dhs/ice/detention: 6 of 7 agree
    book_outs/order-of-supervision/pending-criminal-charges stay of us/dhs/ice/detention: 6 of 7 agree
    book_outs/paroled stay of us/dhs/ice/detention: 7 of 7 agree
    book_outs/paroled/convicted-criminal stay of us/dhs/ice/detention: 6 of 7 agree
    book_outs/paroled/other-immigration-violator stay of us/dhs/ice/detention: 7 of 7 agree
    book_outs/paroled/pending-criminal-charges stay of us/dhs/ice/detention: 7 of 7 agree
    book_outs/release-to-remove stay of us/dhs/ice/detention: 6 of 7 agree
    book_outs/release-to-remove/convicted-criminal stay of us/dhs/ice/detention: 0 of 7 agree
    book_outs/release-to-remove/other-immigration-violator stay of us/dhs/ice/detention: 0 of 7 agree
    book_outs/release-to-remove/pending-criminal-charges stay of us/dhs/ice/detention: 0 of 7 agree
    book_outs/relief-granted-by-ij stay of us/dhs/ice/detention: 7 of 7 agree
    book_outs/relief-granted-by-ij/convicted-criminal stay of us/dhs/ice/detention: 7 of 7 agree
    book_outs/relief-granted-by-ij/other-immigration-violator stay of us/dhs/ice/detention: 7 of 7 agree
    book_outs/relief-granted-by-ij/pending-criminal-charges stay of us/dhs/ice/detention: 7 of 7 agree
    removals repatriation of us/dhs/ice: 1 of 1 agree
    ");
    let line = |one: &normalize::audit::Compared| {
        let (ice, ohss) = (one.left.reading.value().expect("a value").as_f64(), one.right.reading.value().expect("a value").as_f64());
        let sign = if one.agrees { "=" } else { "≠" };
        format!(
            "{} {} {}: {ice} {sign} {ohss} ({:+.1} %)",
            one.left.measure,
            one.left.population,
            one.left.period.label(),
            (ohss / ice - 1.0) * 100.0
        )
    };
    let lines: Vec<String> = found.iter().filter(|one| !one.left.measure.as_str().contains('/')).map(line).collect();
    assert_snapshot!("detention_beside_ohss", lines.join("\n"));
}
