//! LIONS snapshots that the tests write from the layouts.

use court_records::{
    bulk::{Field, ReadError},
    lions::{
        Case, CellKey, Column, CourtCodes, CourtHistory, Kind, LAYOUTS, Length, Matches, PartCount, Participant, Row, Rows, Sentence,
        Tally, TallyCell, recognize,
    },
};
use proptest::prelude::*;

#[path = "support/lions.rs"]
mod write;

fn part_count(values: [&str; 7]) -> String {
    let [district, case, participant, history, instrument, charge, disposition] = values;
    write::line(
        PartCount::LAYOUT,
        &[
            ("DISTRICT", district),
            ("CASEID", case),
            ("PARTID", participant),
            ("CRTHISID", history),
            ("INSTID", instrument),
            ("CHARGE", charge),
            ("CATEGORY", "F"),
            ("COUNTID", "1"),
            ("DISPOSITION", disposition),
            ("DISP_DATE", "09-SEP-2025"),
            ("CREATE_DATE", "01-MAR-2025"),
        ],
    )
}

fn history(district: &str, case: &str, id: &str, court: &str, filed: &str) -> String {
    let values =
        [("DISTRICT", district), ("CASEID", case), ("ID", id), ("COURT", court), ("FILING_DATE", filed), ("CREATE_DATE", "01-MAR-2025")];
    write::line(CourtHistory::LAYOUT, &values)
}

fn participant(district: &str, case: &str, id: &str, role: &str, agency: &str) -> String {
    let values =
        [("DISTRICT", district), ("CASEID", case), ("ID", id), ("ROLE", role), ("AGENCY", agency), ("SYS_INIT_DATE", "01-MAR-2025")];
    write::line(Participant::LAYOUT, &values)
}

fn case(district: &str, id: &str, lead: &str) -> String {
    write::line(Case::LAYOUT, &[("DISTRICT", district), ("ID", id), ("LEAD_CHARGE", lead), ("CREATE_DATE", "01-MAR-2025")])
}

fn codes() -> CourtCodes {
    CourtCodes { magistrate: vec!["MG".to_owned()], district: vec!["DC".to_owned()] }
}

fn refused<T: Row>(content: &str) -> String {
    match Rows::<_, T>::open(content.as_bytes()) {
        Err(ReadError::Refused(refused)) => refused.to_string(),
        other => panic!("{:?}", other.map(|_| ())),
    }
}

/// Two defendants of one case: complaint before the magistrate in February, indictment in March, superseded; § 111 leads nothing.
fn snapshot() -> [String; 4] {
    let counts = [
        part_count(["NYS", "2025R00001", "1", "10", "100", "18 :00111", ""]),
        part_count(["NYS", "2025R00001", "1", "11", "101", "18:111(a)(1)", "DM"]),
        part_count(["NYS", "2025R00001", "1", "11", "102", "18:111(a)(1)", "GP"]),
        part_count(["NYS", "2025R00001", "1", "11", "102", "18:1114", "GP"]),
        part_count(["NYS", "2025R00001", "2", "11", "102", "18 :111(b)", "**"]),
        part_count(["NYS", "2025R00002", "3", "12", "103", "8 :1324(a)(2)", "GP"]),
        part_count(["NYS", "2025R00003", "4", "13", "104", "18:111", "GP"]),
        part_count(["NYS", "2025R00003", "5", "13", "104", "18:111", "GP"]),
        part_count(["NYS", "2025R00003", "6", "13", "104", "111a1", "GP"]),
    ];
    let participants = [
        participant("NYS", "2025R00001", "1", "D", "FBI"),
        participant("NYS", "2025R00001", "2", "D", "ICE"),
        participant("NYS", "2025R00003", "4", "VD", "ICE"),
    ];
    let histories = [
        history("NYS", "2025R00001", "10", "MG", "27-FEB-2025"),
        history("NYS", "2025R00001", "11", "DC", "05-MAR-2025"),
        history("NYS", "2025R00003", "13", "DC", "05-MAR-2025"),
    ];
    let cases = [case("NYS", "2025R00001", "21:841"), case("NYS", "2025R00003", "18:111"), case("NYS", "2025R00009", "18 :111")];
    [counts.concat(), participants.concat(), histories.concat(), cases.concat()]
}

fn tally([counts, participants, histories, cases]: &[String; 4]) -> Tally {
    let (mut matches, _) = Matches::of_part_counts(counts.as_bytes()).expect("counts");
    matches.participants(participants.as_bytes()).expect("participants");
    matches.court_histories(histories.as_bytes()).expect("histories");
    matches.cases(cases.as_bytes()).expect("cases");
    matches.tally(&codes())
}

fn shown(tally: &Tally) -> Vec<String> {
    let list = |counts: Vec<(String, u64)>| counts.iter().map(|(code, count)| format!("{code} {count}")).collect::<Vec<_>>().join(", ");
    let line = |(key, cell): (&CellKey, &TallyCell)| {
        let TallyCell { defendants, cases, counts, dispositions, referring_agencies } = cell;
        let dispositions = list(dispositions.iter().map(|(code, count)| (code.to_string(), *count)).collect());
        let agencies = list(referring_agencies.iter().map(|(code, count)| (code.to_string(), *count)).collect());
        format!(
            "{} {} {:?}: {defendants} defendants, {cases} cases, {counts} counts [{dispositions}] referred by [{agencies}]",
            key.district, key.filed, key.court
        )
    };
    tally.cells.iter().map(line).collect()
}

#[test]
fn defendants_cases_and_counts_are_counted_apart_by_district_month_and_court() {
    let tally = tally(&snapshot());
    assert_eq!(
        shown(&tally),
        [
            "nysd 2025-02 Magistrate: 1 defendants, 1 cases, 1 counts [absent 1] referred by [FBI 1]",
            "nysd 2025-03 District: 2 defendants, 1 cases, 2 counts [GP 1, redacted 1] referred by [FBI 1, ICE 1]",
        ],
        "the superseded indictment's count is not one more"
    );
    let Tally { not_defendants, without_role, unknown_counts, cases, led, led_without_count, .. } = tally;
    assert_eq!(
        (not_defendants, without_role, unknown_counts),
        (1, 1, 1),
        "a victim's role, a missing one, and a section without its title"
    );
    assert_eq!(
        (cases, led, led_without_count),
        (2, 1, 1),
        "the lead charge alone shows one of the two, and one that nobody was charged with"
    );
}

#[test]
fn a_filing_without_a_date_or_a_court_is_counted_as_such() {
    let [counts, participants, ..] = snapshot();
    let redacted = history("NYS", "2025R00001", "11", "ZZ", "***********");
    let tally = tally(&[counts, participants, redacted, String::new()]);
    assert_eq!(
        shown(&tally),
        [
            "nysd unknown Other(\"ZZ\"): 2 defendants, 1 cases, 2 counts [GP 1, redacted 1] referred by [FBI 1, ICE 1]",
            "nysd unknown Unknown: 1 defendants, 1 cases, 1 counts [absent 1] referred by [FBI 1]",
        ]
    );
}

#[test]
fn every_table_is_recognized_by_its_layout_alone() {
    for layout in LAYOUTS {
        let value = |column: &Column| match column.kind {
            Kind::Key => "1",
            Kind::Code => "",
            Kind::Date => "05-MAR-2025",
            Kind::Number => "7",
        };
        let values: Vec<(&str, &str)> = layout.columns.iter().map(|column| (column.name, value(column))).collect();
        let content = write::line(layout, &values).repeat(3);
        assert_eq!(recognize(content.as_bytes()).iter().map(|layout| layout.name).collect::<Vec<_>>(), [layout.name]);
    }
    assert!(recognize(b"raw\tcitations\n18:111\t1\n").is_empty());
    assert!(recognize(b"").is_empty());
}

#[test]
fn another_layout_is_refused_with_the_reason() {
    let [counts, participants, histories, cases] = snapshot();
    insta::assert_snapshot!(refused::<PartCount>(&cases), @"this is not GS_PART_COUNT: 3 of the first 3 lines do not fit; line 1: the line has 295 characters, more than the layout");
    insta::assert_snapshot!(refused::<Participant>(&counts), @"this is not GS_PARTICIPANT: 9 of the first 9 lines do not fit; line 1: the line has 186 characters, fewer than the layout");
    insta::assert_snapshot!(refused::<Sentence>(&histories), @"this is not GS_SENTENCE: 3 of the first 3 lines do not fit; line 1: what stands at SENT_DATE is of another kind");
    insta::assert_snapshot!(refused::<Case>(&participants), @"this is not GS_CASE: 3 of the first 3 lines do not fit; line 1: the line has 876 characters, more than the layout");
    insta::assert_snapshot!(refused::<PartCount>("<html>not found</html>"), @"this is not GS_PART_COUNT: 1 of the first 1 lines do not fit; line 1: the line has 22 characters, fewer than the layout");
}

#[test]
fn a_broken_line_is_a_problem_with_its_place_and_the_rest_is_read() {
    let [counts, ..] = snapshot();
    let broken_date = counts.lines().next().expect("a line").replace("09-SEP-2025", "99-SEP-2025");
    let no_key = counts.lines().next().expect("a line").replace("2025R00001", "          ");
    let content = format!("{}{broken_date}\n{no_key}\n\n{}\r\n", counts.repeat(4), "x".repeat(500));
    let mut taken = Vec::new();
    let summary = Rows::<_, PartCount>::open(content.as_bytes())
        .expect("the table")
        .each(|row| taken.push(row.disposed))
        .expect("memory can be read");
    let problems: Vec<String> = summary.problems.kept().iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "line 37, DISP_DATE: it is no date",
            "line 38, CASEID: it is blank or redacted, and names the row",
            "line 40: it is longer than any row",
        ]
    );
    assert_eq!((summary.rows, taken.last()), (37, Some(&Field::Unreadable)), "a row with a broken field is kept");
}

#[test]
fn blanks_at_the_end_may_be_cut_off_and_lines_may_end_as_on_other_systems() {
    let line = history("NYS", "2025R00001", "11", "DC", "05-MAR-2025");
    let short = line.get(..72).expect("up to the date").to_owned() + "\r\n";
    let mut rows = Rows::<_, CourtHistory>::open(short.as_bytes()).expect("the table");
    let row = rows.next_row().expect("memory can be read").expect("a row");
    assert_eq!((row.filed.to_string(), row.disposition), ("2025-03-05".to_owned(), Field::Absent));
}

#[test]
fn layouts_are_those_that_are_recorded_of_the_published_snapshots() {
    let Some(corpus) = testkit::corpus("layouts_are_those_that_are_recorded_of_the_published_snapshots") else { return };
    let bytes = std::fs::read(corpus.join("court/lions/lions_layouts.json")).expect("the corpus can be read");
    let recorded: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    for layout in LAYOUTS {
        let columns = recorded[layout.name]["cols"].as_array().expect("the table is recorded");
        for Column { name, begin, end, .. } in layout.columns {
            let column = columns.iter().find(|column| column["name"] == *name).unwrap_or_else(|| panic!("{} has no {name}", layout.name));
            assert_eq!(
                (column["start"].as_u64(), column["end"].as_u64()),
                (Some(*begin as u64), Some(*end as u64)),
                "{} {name}",
                layout.name
            );
        }
        let (Length::UpTo(length) | Length::AtLeast(length)) = layout.length;
        assert_eq!(columns.iter().filter_map(|column| column["end"].as_u64()).max(), Some(length as u64), "{}", layout.name);
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let _ = recognize(&bytes);
        if let Ok(rows) = Rows::<_, PartCount>::open(bytes.as_slice()) {
            let _ = rows.each(|_| ());
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(seed in any::<u64>()) {
        let shuffle = |content: &String| {
            let mut lines: Vec<&str> = content.lines().collect();
            lines.sort_by_key(|line| line.bytes().fold(seed, |state, byte| (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)));
            lines.join("\n")
        };
        let snapshot = snapshot();
        prop_assert_eq!(tally(&snapshot.each_ref().map(shuffle)), tally(&snapshot));
    }
}
