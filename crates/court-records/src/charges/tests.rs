//! The grammar of charges, by what dockets and statute columns write.

use proptest::prelude::*;

use super::*;

fn shown(charge: &Charge) -> String {
    let citations: Vec<String> = charge.citations.iter().map(ToString::to_string).collect();
    let leftovers: Vec<String> = charge.leftovers.iter().map(|left| format!(" !{:?} {:?}", left.reason, left.span)).collect();
    format!("{} | {:?} | {} | {}{}", citations.join(";"), charge.severity, charge.counts, charge.text, leftovers.concat())
}

#[track_caller]
fn check(raw: &str, expected: &str) {
    assert_eq!(shown(&Charge::read(raw)), expected, "{raw}");
}

#[test]
fn a_title_is_carried_to_the_sections_after_it() {
    check("18:2 and 1001(a); False Statements.(5s)", "18:2;18:1001(a) | Unknown | 5s | False Statements.");
    check("31:5314 and 5322(b); 18:2; RECORDS(3-6)", "31:5314;31:5322(b);18:2 | Unknown | 3-6 | RECORDS");
    check("18:2, 1001(a), and 3551 et seq.; ENTRIES(5ss)", "18:2;18:1001(a);18:3551 | Unknown | 5ss | ENTRIES");
    check("18:982.F, 28:2461(c) - FORFEITURE(49)", "18:982;28:2461(c) | Felony | 49 | FORFEITURE");
    check("18:111/1114 Assault", "18:111;18:1114 | Unknown |  | Assault");
    check(
        "15:78j(b) & 78ff(a); 17 C.F.R. § 240.10b-5; 18:2",
        "15:78j(b);15:78ff(a);18:2 | Unknown |  | 17 C.F.R. § 240.10b-5; 18:2 !Regulation 21..43",
    );
}

#[test]
fn parentheses_after_a_conjunction_are_siblings_of_the_last() {
    check("18:111(a)(1) and (b) ASSAULT(1ss)", "18:111(a)(1);18:111(b) | Unknown | 1ss | ASSAULT");
    check("18:924(c)(1)(A)(ii) & (iii)", "18:924(c)(1)(A)(ii);18:924(c)(1)(A)(iii) | Unknown |  | ");
    check("18:2252(a)(4)(A), (B)", "18:2252(a)(4)(A);18:2252(a)(4)(B) | Unknown |  | ");
    check("18:2251(h) & (i)", "18:2251(h);18:2251(i) | Unknown |  | ");
    check("Production 18:2251(a) & (3)(1)", "18:2251(a);18:2251(3) | Unknown | 1 | Production");
    check("21:841(a)(1), (b)(1)(C) & 846", "21:841(a)(1);21:841(b)(1)(C);21:846 | Unknown |  | ");
}

#[test]
fn codes_of_the_administrative_office_name_subsections_and_severity() {
    check("18:922G.F UNLAWFUL POSSESSION(1)", "18:922(g) | Felony | 1 | UNLAWFUL POSSESSION");
    check("18:924C1A.F VIOLENT CRIME(2)", "18:924(c)(1)(A) | Felony | 2 | VIOLENT CRIME");
    check("18:1956-4999.F MONEY LAUNDERING(34)", "18:1956 | Felony | 34 | MONEY LAUNDERING");
    check("21:841A=CD.F CONTROLLED SUBSTANCE(1)", "21:841(a) | Felony | 1 | CONTROLLED SUBSTANCE");
    check("18:111.M ASSAULT(1)", "18:111 | Misdemeanor | 1 | ASSAULT");
    check("18:13-7220.P DRIVING(1)", "18:13 | Petty | 1 | DRIVING");
    check("18:922(g)(1) FELON (Class A Misdemeanor)(1)", "18:922(g)(1) | Misdemeanor | 1 | FELON (Class A Misdemeanor)");
    check("18:922(g)(1) POSSESSION AFTER A FELONY(1)", "18:922(g)(1) | Unknown | 1 | POSSESSION AFTER A FELONY");
}

#[test]
fn letters_of_a_section_s_own_name_are_no_subsections() {
    check("18:1028A.F AGGRAVATED IDENTITY THEFT(3)", "18:1028A | Felony | 3 | AGGRAVATED IDENTITY THEFT");
    check("18:2252A(a)(2) RECEIPT(1)", "18:2252A(a)(2) | Unknown | 1 | RECEIPT");
    check("42:1320a-7b(b)(2)(A) KICKBACKS(4)", "42:1320a-7b(b)(2)(A) | Unknown | 4 | KICKBACKS");
    check("16:668dd(c) REFUGE", "16:668dd(c) | Unknown |  | REFUGE");
    check("18:2252Aa5B", "18:2252A(a)(5)(B) | Unknown |  | ");
}

#[test]
fn the_last_parentheses_are_the_count_unless_they_can_only_be_a_subsection() {
    check("18:371 CONSPIRACY(2s-3s)", "18:371 | Unknown | 2s-3s | CONSPIRACY");
    check("18:371(1)", "18:371 | Unknown | 1 | ");
    check("18:401(3)", "18:401(3) | Unknown |  | ");
    check("18:111(a)(1)", "18:111(a)(1) | Unknown |  | ");
    check("18:111(a)(1)(1)", "18:111(a)(1) | Unknown | 1 | ");
    check("18:401 (3)", "18:401 | Unknown | 3 | ");
    check("18:111(a)(1) (1)", "18:111(a)(1) | Unknown | 1 | ");
    check("18:111.F(1)", "18:111 | Felony | 1 | ");
    check("Mail Fraud 18:1341 & 2(1-5)", "18:1341;18:2 | Unknown | 1-5 | Mail Fraud");
    check("BLACKMAIL(1,3-5)", " | Unknown | 1,3-5 | BLACKMAIL");
    check("BLACKMAIL(5-3)", " | Unknown |  | BLACKMAIL(5-3)");
    check("ACT OF (1994)", " | Unknown |  | ACT OF (1994)");
}

#[test]
fn statutes_are_read_in_every_spelling() {
    for raw in [
        "18:111(a)(1)",
        " 18 : 111 (a)(1)",
        "18 U.S.C. § 111(a)(1)",
        "18 USC 111(a)(1)",
        "18 U. S. Code Sec. 111(a)(1)",
        "Title 18, United States Code, Section 111(a)(1)",
        "Section 111(a)(1) of Title 18, United States Code",
        "Section 111(a)(1), Title 18",
        "18:USC:111(a)(1)",
        "18 111(a)(1)",
        "18 U.S.C. § 111 (a) (1)",
        "18:111a1",
        "018:00111(a)(1)",
    ] {
        let charge = Charge::read(raw);
        assert_eq!(charge.citations.iter().map(ToString::to_string).collect::<Vec<_>>(), ["18:111(a)(1)"], "{raw}");
        assert_eq!(charge.is_18_111(), Section111::Yes, "{raw}");
    }
    let citations = |raw: &str| Charge::of_statute(raw).citations.iter().map(ToString::to_string).collect::<Vec<_>>().join(";");
    assert_eq!(citations("8 :1324(a)(2)"), "8:1324(a)(2)");
    assert_eq!(citations("18 :00111"), "18:111");
    assert_eq!(citations("18 111"), "18:111");
    assert_eq!(citations("18:111A.F"), "18:111(a)");
    assert_eq!(citations("18:1114(3)"), "18:1114(3)");
    assert_eq!(citations("18:371(1)"), "18:371(1)", "a column of statutes holds no counts");
}

#[test]
fn a_section_without_its_title_is_kept_apart() {
    let charge = Charge::of_statute("1324a2");
    assert_eq!((charge.citations.len(), charge.is_18_111()), (0, Section111::No));
    assert_eq!(charge.untitled, [Section { number: 1324, suffix: String::new() }]);
    assert_eq!(Charge::of_statute("111a1").is_18_111(), Section111::Unknown);
    assert_eq!(Charge::of_statute("00111").is_18_111(), Section111::Unknown);
    assert_eq!(Charge::read("ASSAULT, § 111(a)").is_18_111(), Section111::Unknown);
}

#[test]
fn what_only_looks_like_a_citation_is_left_over_with_its_place() {
    check("41:102-74.390 DISORDERLY(1)", " | Unknown | 1 | 41:102-74.390 DISORDERLY !Regulation 0..13");
    check("Criminal case 3:18-cr-00111", " | Unknown |  | Criminal case 3:18-cr-00111 !DocketNumber 14..27");
    check("2:18cr111", " | Unknown |  | 2:18cr111 !DocketNumber 0..9");
    check("hearing held at 18:11", " | Unknown |  | hearing held at 18:11 !TimeOfDay 16..21");
    check("18:11:05", " | Unknown |  | 18:11:05 !TimeOfDay 0..5");
    check("118:111 ASSAULT", " | Unknown |  | 118:111 ASSAULT !NoSuchTitle 0..7");
    check("18:111-115 ASSAULT", " | Unknown |  | 18:111-115 ASSAULT !Span 0..10");
    check("Assimilative Crimes 18:13(1)", "18:13 | Unknown | 1 | Assimilative Crimes");
}

#[test]
fn quantities_after_a_citation_are_no_sections() {
    check("21:841(a)(1), 500 GRAMS OF COCAINE(1)", "21:841(a)(1) | Unknown | 1 | 500 GRAMS OF COCAINE");
    check("21:846 and 1,000 kilograms", "21:846 | Unknown |  | and 1,000 kilograms");
    check("21:841,846 CONSPIRACY", "21:841;21:846 | Unknown |  | CONSPIRACY");
    check("18:111 and 2 COUNTS", "18:111 | Unknown |  | and 2 COUNTS");
    check("18:2113, 04/12/2004", "18:2113 | Unknown |  | 04/12/2004");
    check("18:111, 2ND OFFENSE", "18:111 | Unknown |  | 2ND OFFENSE");
}

#[test]
fn whether_a_charge_is_under_section_111_is_never_guessed() {
    let verdict = |raw: &str| Charge::read(raw).is_18_111();
    for raw in ["18:111", "18:111ASSAULT(1)", "18:2 and 111", "18:111 with 18:1114 as definition", "18:111-7480.F"] {
        assert_eq!(verdict(raw), Section111::Yes, "{raw}");
    }
    for raw in
        ["18:1111", "18:1112", "18:1113", "18:1114", "18:1115", "18:115", "21:111", "8:111", "18:2113", "18:11", "18:112", "36 CFR 111.1"]
    {
        assert_eq!(verdict(raw), Section111::No, "{raw}");
    }
    for raw in ["", "ASSAULT(1)", "118:111", "18:111-115", "3:18-cr-111", "18.111", "at 1:11"] {
        assert_eq!(verdict(raw), Section111::Unknown, "{raw}");
    }
}

#[test]
fn a_text_longer_than_any_charge_is_cut_and_told() {
    let long = format!("18:1114 {}", "x".repeat(MAX_TEXT_BYTES));
    let charge = Charge::read(&long);
    assert_eq!(charge.leftovers, [Leftover { span: MAX_TEXT_BYTES..long.len(), reason: Reason::TooLong }]);
    assert_eq!(charge.is_18_111(), Section111::Unknown, "what was cut off may cite it");
}

#[track_caller]
fn check_disposition(text: &str, expected: &str) {
    assert_eq!(DispositionClass::of(text).as_str(), expected, "{text}");
}

#[test]
fn dispositions_are_classed_by_what_they_say_of_the_count() {
    check_disposition("", "none");
    check_disposition("36 MONTHS PROBATION; $500.00 P/A", "sentenced");
    check_disposition("TIME SERVED; $100 Special Assessment (remitted)", "sentenced");
    check_disposition("Defendant was found guilty on Count II and is committed to Probation for 5 years", "sentenced");
    check_disposition("Sentenced to 12 months. Counts 2-4 dismissed.", "sentenced");
    check_disposition("Dismissed upon Gov't motion.", "dismissed");
    check_disposition("Order for Dismissal.", "dismissed");
    check_disposition("Nolle prosequi", "dismissed");
    check_disposition("Remaining counts dismissed on motion of the government. BOP 37 months", "sentenced");
    check_disposition("Jury verdict: NOT GUILTY", "acquitted");
    check_disposition("Judgment of acquittal granted", "acquitted");
    check_disposition("Motion for judgment of acquittal denied. Found guilty by jury", "convicted");
    check_disposition("Defendant pled not guilty", "other");
    check_disposition("Pleaded not guilty; found guilty; 18 months custody", "sentenced");
    check_disposition("Mistrial declared", "mistrial");
    check_disposition("Mistrial declared. Retried and acquitted", "acquitted");
    check_disposition("Pretrial diversion", "diverted");
    check_disposition("Rule 20 to D. Arizona", "transferred");
    check_disposition("60 months imprisonment. Conviction vacated on appeal", "vacated");
    check_disposition("See order", "other");
}

/// What a docket lists stays beside what its text says.
#[test]
fn a_pending_count_may_be_dismissed() {
    let outcome = ChargeOutcome::read("DISMISSED", Some(DocketStatus::Pending));
    assert_eq!((outcome.class, outcome.listed), (DispositionClass::Dismissed, Some(DocketStatus::Pending)));
}

fn citations() -> impl Strategy<Value = Citation> {
    let subsections = prop_oneof![
        Just(vec![]),
        "[a-h]".prop_map(|letter| vec![letter]),
        ("[a-h]", 1_u8..20).prop_map(|(letter, number)| vec![letter, number.to_string()]),
        ("[a-h]", 1_u8..20, "[A-H]").prop_map(|(letter, number, upper)| vec![letter, number.to_string(), upper]),
        ("[a-h]", 1_u8..20, "[A-H]", "(i|ii|iii|iv|v|vi)").prop_map(|(letter, number, upper, roman)| vec![
            letter,
            number.to_string(),
            upper,
            roman
        ]),
    ];
    (1_u32..=54, 1_u32..=99_999, "([A-C]|[a-d]{0})", subsections).prop_map(|(title, number, suffix, subsections)| {
        // A letter of the section's own name is one where parentheses with a letter follow.
        let suffix = if subsections.is_empty() { String::new() } else { suffix };
        let spelled =
            |letter| u8::try_from(title).ok().and_then(|title| known::letter_of_section(Some(title), number, letter)).unwrap_or(letter);
        let suffix: String = suffix.chars().map(spelled).collect();
        Citation { title: Title::new(title).expect("within the code"), section: Section { number, suffix }, subsections }
    })
}

proptest! {
    #[test]
    fn what_a_citation_prints_is_read_as_that_citation(citation in citations()) {
        let printed = citation.to_string();
        prop_assert_eq!(&Charge::read(&printed).citations, std::slice::from_ref(&citation));
        prop_assert_eq!(&Charge::of_statute(&printed).citations, std::slice::from_ref(&citation));
    }

    #[test]
    fn several_citations_are_read_as_several(list in proptest::collection::vec(citations(), 1..6), count in 1_u16..999) {
        let printed: Vec<String> = list.iter().map(ToString::to_string).collect();
        let charge = Charge::read(&format!("{} SOME OFFENCE({count})", printed.join("; ")));
        let mut expected: Vec<Citation> = Vec::new();
        for citation in list {
            if !expected.contains(&citation) {
                expected.push(citation);
            }
        }
        prop_assert_eq!(charge.citations, expected);
        prop_assert_eq!(charge.counts.to_string(), count.to_string());
    }

    #[test]
    fn no_near_miss_becomes_section_111(title in 1_u32..=54, number in 1_u32..=99_999, tail in "(|\\(a\\)|\\(b\\)\\(1\\)|\\.F|A\\.F|a1)") {
        prop_assume!((title, number) != (18, 111));
        prop_assert_ne!(Charge::read(&format!("{title}:{number}{tail} ASSAULT(1)")).is_18_111(), Section111::Yes);
        prop_assert_ne!(Charge::of_statute(&format!("{title} :{number:05}{tail}")).is_18_111(), Section111::Yes);
    }

    #[test]
    fn digits_around_111_make_another_section(number in "([1-9][0-9]{0,2}111[0-9]{0,2}|0{0,2}111[0-9]{1,2})") {
        prop_assert_ne!(Charge::read(&format!("18:{number}(a) ASSAULT(1)")).is_18_111(), Section111::Yes);
    }

    #[test]
    fn suffixes_never_change_the_citation(citation in citations(), suffix in "(\\.F|\\.M|\\.P)?( - ASSAULT| ASSAULT)(\\([1-9]s{0,3}(-[1-9]{2})?\\))?") {
        prop_assert_eq!(Charge::read(&format!("{citation}{suffix}")).citations, [citation]);
    }

    #[test]
    fn counts_are_read_back(first in 1_u16..500, more in 0_u16..499, marks in 0_u8..4) {
        let instrument = if marks == 0 { Instrument::Original } else { Instrument::Superseding(marks) };
        let number = |number| CountNumber { number, instrument };
        let range = CountRange::new(number(first), number(first + more)).expect("in order");
        prop_assert_eq!(Charge::read(&format!("18:111 ASSAULT({range})")).counts, Counts(vec![range]));
    }

    #[test]
    fn arbitrary_text_never_panics_and_leftovers_lie_within_it(text in "\\PC{0,200}") {
        let charge = Charge::read(&text);
        prop_assert!(charge.leftovers.iter().all(|left| text.get(left.span.clone()).is_some()));
        let _ = (Charge::of_statute(&text), DispositionClass::of(&text));
    }

    #[test]
    fn text_of_the_grammar_s_own_pieces_never_panics(pieces in proptest::collection::vec(
        "(18|:|111|\\(|\\)|a|1|s|-|,| and | |;|\\.F|U\\.S\\.C\\.|§|Title | of |Section |/|&|=|A|2252|cr|é|99999999)", 0..40)) {
        let text = pieces.concat();
        let charge = Charge::read(&text);
        prop_assert!(charge.leftovers.iter().all(|left| text.get(left.span.clone()).is_some()));
    }
}
