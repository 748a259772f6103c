//! Files of the integrated database that the tests write from the published layout.

use court_records::{
    bulk::ReadError,
    fjc::{CellKey, Defendant, Ended, Filed, Rows, Tally},
};
use proptest::prelude::*;

#[path = "support/fjc.rs"]
mod write;

const DISTRICT: usize = 3;
const DOCKET: usize = 5;
const MAGISTRATE_DOCKET: usize = 15;
const MAGISTRATE_DEFENDANT: usize = 16;
const FILED: usize = 21;
const STATUTE_1: usize = 28;
const LEVEL_1: usize = 29;
const OFFENCE_1: usize = 31;
const STATUTE_2: usize = 33;
const LEVEL_2: usize = 34;
const ENDED: usize = 61;
const END_STATUTE_1: usize = 68;
const DISPOSITION_1: usize = 73;
const END_STATUTE_2: usize = 80;
const DISPOSITION_2: usize = 85;
const FILINGS: usize = 131;
const ENDINGS: usize = 135;

const FILING: [(usize, &str); 4] = [(DISTRICT, "08"), (FILED, "03/05/2025"), (FILINGS, "1"), (ENDINGS, "0")];
const ENDING: [(usize, &str); 4] = [(DISTRICT, "08"), (ENDED, "09/09/2025"), (FILINGS, "0"), (ENDINGS, "1")];

fn row(base: [(usize, &'static str); 4], values: &[(usize, &'static str)]) -> String {
    write::line(&[base.as_slice(), values].concat())
}

fn tally(content: &str) -> Tally {
    let (tally, summary) = Tally::read(content.as_bytes()).expect("the file");
    assert_eq!(summary.problems.kept(), []);
    tally
}

fn shown(tally: &Tally) -> Vec<String> {
    let filed = |(CellKey { district, month }, cell): (&CellKey, &Filed)| {
        let Filed { by_statute, by_code, levels, from_magistrate } = cell;
        let levels: Vec<String> = levels.iter().map(|(level, count)| format!("{level:?} {count}")).collect();
        format!("{district} {month} filed: {by_statute} [{}], {from_magistrate} from a magistrate; by code {by_code:?}", levels.join(", "))
    };
    let ended = |(CellKey { district, month }, Ended { outcomes }): (&CellKey, &Ended)| format!("{district} {month} ended: {outcomes:?}");
    tally.filed.iter().map(filed).chain(tally.ended.iter().map(ended)).collect()
}

#[test]
fn filings_and_endings_are_the_sum_of_their_flags_and_never_of_rows() {
    let pending = write::line(&[(DISTRICT, "08"), (FILED, "03/05/2025"), (STATUTE_1, "18:111.F"), (FILINGS, "0"), (ENDINGS, "0")]);
    let content = [
        row(FILING, &[(STATUTE_1, "18:1114.F"), (STATUTE_2, "18:111A.F"), (LEVEL_2, "4"), (OFFENCE_1, "1501")]),
        row(FILING, &[(STATUTE_1, "18 :00111"), (LEVEL_1, "3"), (MAGISTRATE_DOCKET, "2500123"), (MAGISTRATE_DEFENDANT, "001")]),
        pending.repeat(3),
        row(
            ENDING,
            &[
                (STATUTE_1, "18:111.F"),
                (END_STATUTE_1, "18:1114.F"),
                (DISPOSITION_1, "4"),
                (END_STATUTE_2, "18:111.F"),
                (DISPOSITION_2, "1"),
            ],
        ),
        row(ENDING, &[(STATUTE_1, "18:111.F"), (END_STATUTE_1, "18:111.F"), (DISPOSITION_1, "9")]),
        row(ENDING, &[(STATUTE_1, "18:111.F"), (END_STATUTE_1, "18:371.F"), (DISPOSITION_1, "4")]),
        row(ENDING, &[(STATUTE_1, "18:111.F"), (END_STATUTE_1, "18:111.F"), (DISPOSITION_1, "-8")]),
    ];
    assert_eq!(
        shown(&tally(&content.concat())),
        [
            "nysd 2025-03 filed: 2 [Value(Misdemeanor) 1, Value(Felony) 1], 1 from a magistrate; by code {}",
            "nysd 2025-09 ended: {Convicted: 1, NotConvicted(1): 1, EndedOnOtherCharges: 1, Missing: 1}",
        ]
    );
}

#[test]
fn the_offence_code_speaks_only_where_the_statute_does_not() {
    let content = [
        row(FILING, &[(STATUTE_1, "18:115.F"), (OFFENCE_1, "1501")]),
        row(FILING, &[(STATUTE_1, ""), (OFFENCE_1, "1501")]),
        row(FILING, &[(STATUTE_1, "ASSAULT"), (OFFENCE_1, "1602")]),
        row(FILING, &[(STATUTE_1, "ASSAULT"), (OFFENCE_1, "1600")]),
        row(FILING, &[]),
    ];
    let tally = tally(&content.concat());
    assert_eq!(shown(&tally), [r#"nysd 2025-03 filed: 0 [], 0 from a magistrate; by code {"1501": 1, "1602": 1}"#]);
    assert_eq!(tally.unknown_filings, 2);
}

#[test]
fn a_case_number_leads_back_to_the_magistrate_case() {
    let content = row(FILING, &[(DOCKET, "2500777"), (MAGISTRATE_DOCKET, "2500123"), (MAGISTRATE_DEFENDANT, "002")]);
    let mut rows = Rows::open(content.as_bytes()).expect("the file");
    let Defendant { case, magistrate, .. } = rows.next_row().expect("memory can be read").expect("a row");
    let magistrate = magistrate.expect("a magistrate case");
    assert_eq!(
        (case.to_string(), magistrate.case.to_string(), magistrate.defendant.to_string()),
        ("25-00777".into(), "25-00123".into(), "002".into())
    );
}

#[test]
fn a_header_says_where_the_columns_are() {
    let Some(corpus) = testkit::corpus("a_header_says_where_the_columns_are") else { return };
    let fields = std::fs::read_to_string(corpus.join("court/fjc/cr96on-field-lengths.csv")).expect("the corpus can be read");
    let names: Vec<&str> =
        fields.lines().filter_map(|line| line.split(',').nth(1)).filter(|name| !name.is_empty() && *name != "Variable").collect();
    assert_eq!(names.len(), 144);
    let row = row(FILING, &[(STATUTE_1, "18:111.F"), (LEVEL_1, "4")]);
    let cells: Vec<&str> = row.trim_end_matches('\n').split('\t').collect();
    let reversed = |cells: &[&str]| cells.iter().rev().copied().collect::<Vec<_>>().join("\t");
    let expected = tally(&row);
    assert_eq!(tally(&format!("{}\n{row}", names.join("\t"))), expected);
    assert_eq!(tally(&format!("{}\n{}\n", reversed(&names), reversed(&cells))), expected);
}

#[test]
fn a_file_with_other_columns_is_refused_and_a_broken_line_is_a_problem() {
    let refused = |content: &str| match Rows::open(content.as_bytes()) {
        Err(ReadError::Refused(refused)) => refused.to_string(),
        other => panic!("{:?}", other.map(|_| ())),
    };
    insta::assert_snapshot!(refused("a\tb\n1\t2\n"), @"this is not the criminal file of the integrated database: 2 of the first 2 lines do not fit; line 1: the line has 2 columns, the layout 144");
    let header = write::line(&[(1, "FISCALYR")]);
    insta::assert_snapshot!(refused(&header), @"this is not the criminal file of the integrated database: its header has no column DISTRICT");
    let good = row(FILING, &[(STATUTE_1, "18:111.F")]).repeat(20);
    let content = format!("{good}a\tb\n{}{}", row(FILING, &[(ENDED, "31/31/2025"), (STATUTE_1, "18:111.F")]), "x".repeat(9000));
    let (tally, summary) = Tally::read(content.as_bytes()).expect("the file");
    let problems: Vec<String> = summary.problems.kept().iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        ["line 21: its columns are not those of the layout", "line 22, TERMDATE: it is no date", "line 23: it is longer than any row"]
    );
    assert_eq!((summary.rows, tally.filed.values().map(|cell| cell.by_statute).sum::<u64>()), (21, 21));
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let _ = Tally::read(bytes.as_slice());
    }

    #[test]
    fn arbitrary_cells_never_panic(cells in proptest::collection::vec("[ -~]{0,9}", 144)) {
        let _ = Tally::read(cells.join("\t").as_bytes());
    }
}
