//! Victims by what texts say, and entities by captions.

use domain::Date;
use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(text: &str, expected: &[(Agency, Grade, &str)]) {
    let found = victims(text);
    let found: Vec<_> = found.iter().map(|victim| (victim.agency, victim.grade, victim.evidence_in(text))).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn an_officer_to_whom_it_was_done_is_the_victim() {
    use Agency::{BorderPatrol, Cbp, Ero, Fbi, Fps, Hsi, Ice, Usms};
    use Grade::{Likely, Stated};
    check("Defendant assaulted an ICE officer.", &[(Ice, Stated, "assaulted an ICE officer")]);
    check("Assault on a U.S. Border Patrol Agent", &[(BorderPatrol, Stated, "Assault on a U.S. Border Patrol Agent")]);
    check("did forcibly impede HSI Special Agent A.B.", &[(Hsi, Stated, "impede HSI Special Agent")]);
    check("an ICE ERO officer was struck in the face", &[(Ero, Stated, "ICE ERO officer was struck")]);
    check("spat on a deportation officer", &[(Ero, Stated, "spat on a deportation officer")]);
    check(
        "kicked Victim 1, an officer with the Federal Protective Service, in the leg",
        &[(Fps, Stated, "Victim 1, an officer with the Federal Protective Service")],
    );
    check("struck an officer employed by ICE", &[(Ice, Stated, "struck an officer employed by ICE")]);
    check("The victim was an ICE officer", &[(Ice, Stated, "victim was an ICE officer")]);
    check("resisted Deputy U.S. Marshals", &[(Usms, Stated, "resisted Deputy U.S. Marshals")]);
    check(
        "assaulted officers of U.S. Customs & Border Protection and an FBI agent",
        &[
            (Cbp, Stated, "assaulted officers of U.S. Customs & Border Protection"),
            (Fbi, Stated, "assaulted officers of U.S. Customs & Border Protection and an FBI agent"),
        ],
    );
    check(
        "pushed past the barricade in front of the building on the evening of the protest and ran toward an ICE officer",
        &[(Ice, Likely, "pushed past the barricade in front of the building on the evening of the protest and ran toward an ICE officer")],
    );
}

#[test]
fn the_firmest_evidence_for_an_agency_counts() {
    check("An act toward an ICE officer. He punched the ICE officer.", &[(Agency::Ice, Grade::Stated, "punched the ICE officer")]);
}

#[test]
fn who_refers_investigates_tells_or_arrests_is_no_victim() {
    for text in [
        "",
        "Assault on a federal officer",
        "Referred by ICE. Assault on a federal officer.",
        "Affiant is a Special Agent with the FBI and investigates assaults on federal officers",
        "I, A.B., being duly sworn, am an HSI special agent. Assault on a federal officer.",
        "Assault investigated by HSI agents",
        "The defendant resisted and was arrested by ICE officers",
        "The defendant was struck by an ICE officer",
        "assaulted a federal officer during an ICE operation",
        "threw ice at the officer",
        "Assault on a federal officer, investigated by HSI agents",
        "assaulted officers in front of the ICE facility",
        "pushed officers at the gate of an ICE building",
        "The victim told an ICE officer of it",
        "After the assault he fled and met an ICE officer",
        "An ICE detainee punched an officer",
        "ICE detainee assaulted a correctional officer",
        "The assault was described to me. Affiant, an ICE officer, watched the video.",
    ] {
        check(text, &[]);
    }
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

#[track_caller]
fn check_caption(caption: &str, filed: &str, expected: &[&str]) {
    let name = |entity: Entity| match entity {
        Entity::Ice => "ICE",
        Entity::Dhs => "DHS",
        Entity::Secretary(official) | Entity::IceDirector(official) => official.surname,
    };
    let found: Vec<&str> = entities(caption, day(filed)).into_iter().map(name).collect();
    assert_eq!(found, expected, "{caption}, {filed}");
}

#[test]
fn captions_name_agencies_and_officials_in_their_term_of_office() {
    check_caption("Vasquez Perdomo v. Noem", "2025-07-02", &["Noem"]);
    check_caption("Vasquez Perdomo v. Kristi Noem et al", "2025-07-02", &["Noem"]);
    check_caption("Vasquez Perdomo v. Noem", "2024-07-02", &[]);
    check_caption("Castanon Nava v. DHS", "2018-05-29", &["DHS"]);
    check_caption("Make the Road New York v. U.S. Department of Homeland Security", "2018-04-25", &["DHS"]);
    check_caption("ACLU v. U.S. Immigration and Customs Enforcement, et al.", "2020-01-01", &["ICE"]);
    check_caption("ACLU v. United States Immigration & Customs Enforcement", "2020-01-01", &["ICE"]);
    check_caption("Doe v. ICE", "2020-01-01", &["ICE"]);
    check_caption("NOEM V. VASQUEZ PERDOMO", "2025-08-07", &["Noem"]);
    check_caption("Smith v. Jeh Charles Johnson", "2015-06-01", &["Johnson"]);
    check_caption("Texas v. Secretary Mayorkas", "2022-06-01", &["Mayorkas"]);
}

#[test]
fn captions_of_others_name_none() {
    for caption in [
        "Smith v. Johnson",
        "United States v. Kelly",
        "Jones v. Arctic Ice Co.",
        "Jones v. Arizona Department of Homeland Security",
        "Jones v. Department of Human Services",
        "The Nielsen Company v. Roe",
        "Maldonado Bautista v. Santacruz",
        "Doe v. Trustees of a College",
        "",
    ] {
        check_caption(caption, "2018-06-01", &[]);
        check_caption(caption, "2025-06-01", &[]);
    }
    assert!(names_only_a_pseudonym("Doe v. Trustees of a College", day("2018-06-01")));
    assert!(!names_only_a_pseudonym("Doe v. ICE", day("2018-06-01")));
    assert!(!names_only_a_pseudonym("Smith v. Jones", day("2018-06-01")));
}

#[test]
fn watched_captions_of_the_corpus_are_found_and_criminal_items_are_not() {
    let Some(corpus) = testkit::corpus("watched_captions_of_the_corpus_are_found_and_criminal_items_are_not") else { return };
    let rows = |file: &str, caption: usize| -> Vec<String> {
        let text = std::fs::read_to_string(corpus.join("court").join(file)).expect("the corpus can be read");
        text.lines().skip(1).filter_map(|line| line.split('\t').nth(caption).map(str::to_owned)).collect()
    };
    let watched = rows("watch_seeds.tsv", 2);
    let missed: Vec<&String> = watched.iter().filter(|caption| entities(caption, day("2025-07-02")).is_empty()).collect();
    assert_eq!(missed, ["Maldonado Bautista v. Santacruz"], "a director of a field office is watched by the docket's number");
    let criminal = rows("rss_criminal_items.tsv", 4);
    assert!(criminal.len() > 15 && criminal.iter().all(|caption| entities(caption, day("2018-05-22")).is_empty()));
}

#[test]
fn terms_of_office_follow_one_another() {
    let days =
        ["2004-01-01", "2008-01-01", "2012-01-01", "2014-01-01", "2017-06-01", "2019-01-01", "2020-06-01", "2023-01-01", "2026-01-01"];
    for filed in days {
        let in_office =
            Entity::all().filter(|entity| matches!(entity, Entity::Secretary(official) if official.holds_office_on(day(filed)))).count();
        assert_eq!(in_office, 1, "{filed}");
    }
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics_and_evidence_lies_within_it(text in "\\PC{0,300}") {
        let _ = entities(&text, day("2025-06-01"));
        prop_assert!(victims(&text).iter().all(|victim| text.get(victim.evidence.clone()).is_some()));
    }

    #[test]
    fn sentences_of_the_reader_s_own_words_never_panic(words in proptest::collection::vec(
        "(assaulted|an|ICE|ERO|officer|officers|with|by|was|struck|victim|Deputy|Marshal|U\\.S\\.|\\.|;|Affiant|deportation|and|FBI)", 0..60)) {
        let text = words.join(" ");
        prop_assert!(victims(&text).iter().all(|victim| !victim.evidence_in(&text).is_empty()));
    }
}
