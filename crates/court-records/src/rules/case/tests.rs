//! Cases told by short scripts: each line is a word, in the order in which it was said.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::record::{ChargeRecord, DefendantRecord, Said, SaidBy};

const NUMBER: &str = "1:26-cr-00012";

fn number() -> CaseNumber {
    CaseNumber::of("nysd", NUMBER)
}

fn at(hour: i64) -> Instant {
    Instant::from_unix_millis(1_785_000_000_000 + hour * 3_600_000)
}

/// A word of the hour: `caption | defendant 1 Doe: 18:111(a)(1)(1) = Dismissed; complaint 18:111 | …`. A defendant without a colon has no list.
pub(crate) fn word(hour: i64, script: &str) -> Word {
    let mut record = CaseRecord::of(number(), Said { at: at(hour), by: SaidBy::Retrieval }, "page");
    for part in script.split('|').map(str::trim) {
        match part.split_once(' ') {
            Some(("defendant", told)) => record.defendants.get_or_insert_default().push(defendant(told)),
            Some(("filed", date)) => record.filed = date.parse().ok(),
            Some(("links", other)) => record.linked.push(CaseNumber::of("nysd", other)),
            _ if part == "sealed" => record.seal = Seal::Sealed,
            _ => part.clone_into(&mut record.caption),
        }
    }
    Word { record, source: "pacer-pages".into(), snapshot: format!("s{hour}"), retrieved_at: at(hour) }
}

fn defendant(told: &str) -> DefendantRecord {
    let (who, charges) = told.split_once(':').map_or((told, None), |(who, charges)| (who, Some(charges)));
    let (number, name) = who.split_once(' ').unwrap_or((who, ""));
    let charge = |text: &str| {
        let (text, disposition) = text.split_once('=').unwrap_or((text, ""));
        let (heading, text) = match text.trim().strip_prefix("complaint ") {
            Some(text) => (Heading::Complaint, text),
            None => (Heading::Pending, text.trim()),
        };
        ChargeRecord { text: text.to_owned(), disposition: disposition.trim().to_owned(), heading, locator: "count".into() }
    };
    let charges = charges.map(|charges| charges.split(';').filter(|text| !text.trim().is_empty()).map(charge).collect());
    DefendantRecord { number: number.parse().ok(), name: name.to_owned(), terminated: None, charges, locator: "defendant".into() }
}

fn told(case: &CaseState) -> String {
    let mut out = format!("{} {:?}\n", case.state.as_str(), case.caption);
    for defendant in &case.defendants {
        writeln!(out, "{} {:?} {}", defendant.key, defendant.name, defendant.state.as_str()).expect("written");
        for charge in &defendant.charges {
            let outcomes: Vec<&str> = charge.outcomes.iter().map(|outcome| outcome.class.as_str()).collect();
            writeln!(
                out,
                "  {} {} {:?} {} {}",
                charge.kind.as_str(),
                charge.standing.as_str(),
                charge.text,
                charge.first.snapshot,
                outcomes.join(" > ")
            )
            .expect("written");
        }
    }
    for Transition { subject, from, to, evidence, pointer } in &case.transitions {
        let from = from.map_or("-", State::as_str);
        writeln!(out, "{} {subject}: {from} > {} ({evidence})", pointer.snapshot, to.as_str()).expect("written");
    }
    out
}

fn known(scripts: &[&str]) -> CaseState {
    let words: Vec<Word> = scripts.iter().zip(1..).map(|(script, hour)| word(hour, script)).collect();
    fold(&number(), &words, &[])
}

#[test]
fn a_case_becomes_confirmed_when_a_count_cites_the_section() {
    insta::assert_snapshot!(told(&known(&[
        "USA v. Doe",
        "USA v. Doe | defendant 1 Doe: complaint 18:111.F ASSAULT ON OFFICER | defendant 2 Roe",
        "USA v. Doe et al | defendant 1 Doe: 18:111(a)(1) ASSAULT(1); 18:1361 DAMAGE(2); complaint 18:111.F ASSAULT ON OFFICER | defendant 2 Roe: 18:1114 MURDER(1)",
    ])), @r#"
    confirmed "USA v. Doe et al"
    nysd/1:26-cr-00012/1 "Doe" confirmed
      complaint superseded "18:111.F ASSAULT ON OFFICER" s2 none
      count current "18:111(a)(1) ASSAULT(1)" s3 none
      count current "18:1361 DAMAGE(2)" s3 none
    nysd/1:26-cr-00012/2 "Roe" not
      count current "18:1114 MURDER(1)" s3 none
    s1 nysd/1:26-cr-00012: - > candidate (a criminal case; no source has shown its defendants yet)
    s2 nysd/1:26-cr-00012/1: candidate > confirmed (complaint: 18:111.F ASSAULT ON OFFICER)
    s3 nysd/1:26-cr-00012/2: candidate > not (its charges cite 18:1114)
    "#);
}

#[test]
fn a_superseding_instrument_stands_alone_and_a_count_that_vanishes_is_marked() {
    insta::assert_snapshot!(told(&known(&[
        "USA v. Doe | defendant 1 Doe: 18:111(a)(1) ASSAULT(1); 18:1361 DAMAGE(2)",
        "USA v. Doe | defendant 1 Doe: 18:111(a)(1) ASSAULT(1) = Dismissed; 18:111(b) ASSAULT(1s); 18:1361 DAMAGE(2)",
        "USA v. Doe | defendant 1 Doe: 18:1361 DAMAGE(1s) = Sentenced to 12 months imprisonment",
        "USA v. Doe | defendant 1 Doe:",
    ])), @r#"
    gone "USA v. Doe"
    nysd/1:26-cr-00012/1 "Doe" gone
      count vanished "18:111(a)(1) ASSAULT(1)" s1 none > dismissed
      count vanished "18:1361 DAMAGE(2)" s1 none
      count vanished "18:111(b) ASSAULT(1s)" s2 none
      count vanished "18:1361 DAMAGE(1s)" s3 sentenced
    s1 nysd/1:26-cr-00012/1: - > confirmed (count: 18:111(a)(1) ASSAULT(1))
    s3 nysd/1:26-cr-00012/1: confirmed > gone (the latest list no longer has it; it cites 18:1361)
    "#);
}

#[test]
fn text_without_a_citation_is_unknown_and_not_no() {
    insta::assert_snapshot!(told(&known(&["USA v. Doe | defendant 1 Doe: ASSAULT ON A FEDERAL OFFICER(1)"])), @r#"
    unknown "USA v. Doe"
    nysd/1:26-cr-00012/1 "Doe" unknown
      count current "ASSAULT ON A FEDERAL OFFICER(1)" s1 none
    s1 nysd/1:26-cr-00012/1: - > unknown (1 of 1 charges without a citation that can be read: ASSAULT ON A FEDERAL OFFICER(1))
    "#);
}

#[test]
fn a_sealed_case_leaves_no_words_and_keeps_its_place() {
    insta::assert_snapshot!(told(&known(&["USA v. Doe | defendant 1 Doe: 18:111(a)(1) ASSAULT(1)", "sealed"])), @r#"
    sealed ""
    nysd/1:26-cr-00012/1 "" sealed
      count current "" s1 
    s1 nysd/1:26-cr-00012/1: - > confirmed ()
    s2 nysd/1:26-cr-00012/1: confirmed > sealed (the page says that the case is under seal)
    "#);
}

#[test]
fn a_source_that_knows_nothing_of_seals_does_not_lift_one() {
    let by_source = |hour, script| {
        let mut word = word(hour, script);
        word.record.said.by = SaidBy::Source;
        word
    };
    let words = [word(1, "USA v. Doe | defendant 1 Doe: 18:111(a)(1)(1)"), word(2, "sealed"), by_source(3, "USA v. Doe | defendant X Doe")];
    let case = fold(&number(), &words, &[]);
    assert_eq!((case.seal, case.caption.as_str()), (Seal::Sealed, ""));
    let opened = fold(&number(), &[words.as_slice(), &[word(4, "USA v. Doe")]].concat(), &[]);
    assert_eq!((opened.seal, opened.caption.as_str()), (Seal::Open, "USA v. Doe"));
}

#[test]
fn a_number_is_looked_for_before_a_name_so_that_no_two_defendants_have_one() {
    let case = known(&["defendant X JOHN SMITH", "defendant 1 JOHN A. SMITH", "defendant 1 JOHN SMITH: 18:111(a)(1)(1)"]);
    let keys: Vec<&str> = case.defendants.iter().map(|defendant| defendant.key.as_str()).collect();
    assert_eq!(keys.iter().filter(|key| **key == "nysd/1:26-cr-00012/1").count(), 1, "{keys:?}");
}

#[test]
fn only_an_entry_of_the_cases_own_year_opens_it() {
    let of = |number: &str, kind: &str, filed: &str| {
        let number = CaseNumber::of("nysd", number);
        let filing = crate::rules::Filing {
            filed_at: format!("{filed}T15:00:00Z").parse().ok(),
            entry_kind: kind.to_owned(),
            ..crate::rules::tests::filing("nysd", &number.number)
        };
        let case = fold(&number, &[], &[Shown { filing, first_seen_at: at(1) }]);
        case.filed.map(|(date, _)| date.to_string())
    };
    assert_eq!(of("1:26-cr-00012", "Indictment", "2026-11-25").as_deref(), Some("2026-11-25"));
    assert_eq!(of("1:25-cr-00912", "Indictment", "2026-01-02").as_deref(), Some("2026-01-02"));
    assert_eq!(of("1:12-cr-00120", "Information", "2026-11-25"), None);
    assert_eq!(of("1:26-cr-00012", "Petition for Warrant for Offender Under Supervision", "2026-11-25"), None);
}

#[test]
fn what_becomes_of_a_charge_is_read_from_its_text_in_turn() {
    insta::assert_snapshot!(told(&known(&[
        "USA v. Doe | defendant 1 Doe: 18:111(a)(1) ASSAULT(1)",
        "USA v. Doe | defendant 1 Doe: 18:111(a)(1) ASSAULT(1) = Defendant found guilty by jury",
        "USA v. Doe | defendant 1 Doe: 18:111(a)(1) ASSAULT(1) = Sentenced to 12 months imprisonment",
    ])), @r#"
    confirmed "USA v. Doe"
    nysd/1:26-cr-00012/1 "Doe" confirmed
      count current "18:111(a)(1) ASSAULT(1)" s1 none > convicted > sentenced
    s1 nysd/1:26-cr-00012/1: - > confirmed (count: 18:111(a)(1) ASSAULT(1))
    "#);
}

#[test]
fn a_magistrates_case_is_linked_by_the_page_that_names_it() {
    let case = known(&["USA v. Doe | filed 2026-03-04 | links 1:26-mj-7"]);
    assert_eq!(case.linked.iter().map(|(other, _)| other.key()).collect::<Vec<_>>(), ["nysd/1:26-mj-00007"]);
    assert_eq!(case.filed, Some(("2026-03-04".parse().expect("a date"), FiledBy::Docket)));
}

const SCRIPTS: &[&str] = &[
    "USA v. Doe",
    "USA v. Doe | defendant 1 Doe: 18:111(a)(1) ASSAULT(1); 18:1361 DAMAGE(2)",
    "USA v. Doe | defendant 1 Doe: 18:111(a)(1) ASSAULT(1) = Dismissed; 18:111(b) ASSAULT(1s)",
    "USA v. Roe | defendant 1 Doe: 18:1361 DAMAGE(1s) | defendant 2 Roe",
    "sealed",
    "USA v. Doe | defendant Doe: ASSAULT(1)",
    "USA v. Doe | defendant 1 Doe:",
];

proptest! {
    /// Whatever the order and however often a word comes, the case is the same.
    #[test]
    fn the_order_of_deliveries_makes_no_case(script in prop::collection::vec((0..SCRIPTS.len(), 1_i64..6), 1..8), seed in any::<u64>()) {
        let words: Vec<Word> = script.iter().map(|(place, hour)| Word { snapshot: format!("s{hour}-{place}"), ..word(*hour, SCRIPTS[*place]) }).collect();
        let mut shuffled: Vec<Word> = words.clone();
        let mut state = seed;
        for place in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(place, usize::try_from(state >> 33).expect("32 bits") % (place + 1));
        }
        prop_assert_eq!(fold(&number(), &words, &[]), fold(&number(), &shuffled, &[]));
    }
}
