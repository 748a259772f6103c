//! What watches ask, and which facts they tell of.

use super::*;

/// An entry on the docket of a case.
pub(crate) fn filing() -> Fact {
    let at = |text: &str| text.parse().expect("an instant");
    Fact {
        class: Class::Filing,
        subject: "entry 1".into(),
        court: "nysd".into(),
        case_key: "nysd/1:26-cr-00120".into(),
        docket_number: "1:26-cr-00120".into(),
        caption: "USA v. Garcia Lopez et al".into(),
        parties: vec!["Maria Garcia Lopez".into(), "U.S. Immigration and Customs Enforcement".into()],
        citations: vec!["18:111(a)(1)".into(), "18:2".into()],
        kind: "Complaint (Criminal)".into(),
        text: "COMPLAINT as to the defendant (1). Assault on a Federal Officer.".into(),
        link: Some("https://ecf.nysd.uscourts.gov/doc1/1".into()),
        happened_at: Some(at("2026-01-06T10:00:00Z")),
        seen_at: at("2026-01-06T10:05:00Z"),
        said_at: at("2026-01-06T10:05:00Z"),
        sights: 1,
        noise: None,
        source: "pacer-rss".into(),
        snapshot: "ab".repeat(32),
        locator: "item 1".into(),
    }
}

/// A watch that must be right.
pub(crate) fn watch(asking: &Asking) -> Watch {
    Watch::checked(asking).unwrap_or_else(|problems| panic!("{problems:?}"))
}

#[track_caller]
fn check(asking: &Asking, fact: &Fact, wanted: bool) {
    assert_eq!(watch(asking).matches(&Asked::of(fact)), wanted, "{asking:?}");
}

fn asking() -> Asking {
    Asking::default()
}

#[test]
fn a_docket_number_is_the_same_however_it_is_written() {
    let asked = |text: &str| Asking { docket_number: text.into(), ..asking() };
    check(&asked("1:26-cr-00120"), &filing(), true);
    check(&asked("1:2026-CR-120-RJS-2"), &filing(), true);
    check(&asked("26-cr-120"), &filing(), true);
    check(&asked("2:26-cr-00120"), &filing(), false);
    check(&asked("1:26-cr-01200"), &filing(), false);
    check(&asked("1:26-cv-00120"), &filing(), false);
    check(&Asking { courts: vec!["nyed".into()], ..asked("1:26-cr-00120") }, &filing(), false);
    check(&Asking { courts: vec!["NYSD".into()], ..asked("1:26-cr-00120") }, &filing(), true);
    check(&asked("1:26-cr-00120"), &Fact { docket_number: String::new(), ..filing() }, false);
}

#[test]
fn words_of_a_party_stand_together_in_one_name() {
    let asked = |text: &str| Asking { party: text.into(), ..asking() };
    check(&asked("garcia"), &filing(), true);
    check(&asked("lopez garcia"), &filing(), true);
    check(&asked("\"maria garcia\""), &filing(), true);
    check(&asked("garcia customs"), &filing(), false);
    check(&asked("gar"), &filing(), false);
    check(&asked("@ice"), &filing(), true);
    check(&asked("@ICE garcia"), &filing(), true);
    check(&asked("@dhs"), &filing(), true);
    check(&asked("@ice"), &Fact { parties: Vec::new(), ..filing() }, false);
}

#[test]
fn statute_event_type_and_text_must_all_be_met() {
    let asked = Asking { statute: "18 USC 111".into(), event_type: "complaint".into(), text: "\"federal officer\"".into(), ..asking() };
    check(&asked, &filing(), true);
    check(&asked, &Fact { citations: vec!["18:1114".into()], ..filing() }, false);
    check(&asked, &Fact { kind: "Order".into(), text: "complaint of a federal officer".into(), ..filing() }, false);
    check(&asked, &Fact { text: "federal law officer".into(), ..filing() }, false);
    check(&Asking { text: "criminal".into(), ..asking() }, &Fact { text: String::new(), ..filing() }, true);
}

#[test]
fn classes_and_reasons_for_noise_can_be_muted() {
    let asked =
        |muted: &[&str]| Asking { party: "garcia".into(), muted: muted.iter().map(|name| (*name).to_owned()).collect(), ..asking() };
    let noisy = Fact { noise: Some(Noise::Routine), ..filing() };
    check(&asked(&[]), &noisy, true);
    check(&asked(&["routine"]), &noisy, false);
    check(&asked(&["routine"]), &filing(), true);
    check(&asked(&["filing"]), &filing(), false);
    check(&asked(&["new_case", "doe_caption"]), &noisy, true);
}

#[test]
fn what_a_feed_can_no_longer_show_concerns_watches_of_its_court_and_those_without_cases() {
    let stale = Fact {
        class: Class::FeedStale,
        case_key: String::new(),
        docket_number: String::new(),
        caption: String::new(),
        parties: Vec::new(),
        citations: Vec::new(),
        ..filing()
    };
    check(&Asking { courts: vec!["nysd".into()], party: "nobody".into(), ..asking() }, &stale, true);
    check(&Asking { courts: vec!["nyed".into()], ..asking() }, &stale, false);
    check(&Asking { party: "garcia".into(), ..asking() }, &stale, false);
    check(&Asking { muted: vec!["filing".into()], ..asking() }, &stale, true);
    check(&Asking { courts: vec!["nysd".into()], muted: vec!["feed_stale".into()], ..asking() }, &stale, false);
    check(&Asking { courts: vec!["nysd".into()], ..asking() }, &Fact { class: Class::WebhookDisabled, ..stale }, false);
}

#[test]
fn every_problem_is_named() {
    let wrong = Asking {
        title: "t".repeat(201),
        docket_number: "foo".into(),
        party: "@fbi !!".into(),
        statute: "18:".into(),
        courts: vec!["nysd".into(), "new york".into()],
        event_type: "x".repeat(501),
        text: "...".into(),
        muted: vec!["everything".into()],
        delivery: "weekly".into(),
        url: "ftp://example.org".into(),
        secret: "short".into(),
    };
    let problems = Watch::checked(&wrong).expect_err("problems");
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    docket_number: `foo` is no docket number; write for example 1:17-cr-00554
    party: there is no list `@fbi`; there are @ice, @dhs
    party: `!!` has no word
    statute: `18:` is no citation; write 18:111 or 18:111(a)(1)
    courts: `new york` is no code of CM/ECF; write for example nysd
    event_type: at most 500 bytes are read
    text: `...` has no word
    muted: `everything` is neither a class (filing, new_case, disposition, count_vanished, feed_stale, feed_types, coverage_lost, webhook_disabled) nor a reason for noise (routine, doe_caption, old_document, cosmetic)
    delivery: `weekly` is neither `live` nor `daily`
    webhook.url: alerts are only sent to http:// and https:// addresses
    webhook.secret: the key has 16 to 200 letters, digits and signs without spaces, or is `whsec_` and base64
    title: a title has at most 200 characters
    ");
    let problems = Watch::checked(&asking()).expect_err("a watch of everything");
    insta::assert_snapshot!(problems[0], @"a watch without criteria would tell every filing of every court: give at least one, or mute `filing`");
}

#[test]
fn what_is_asked_for_is_the_identity() {
    let one = Asking { party: "b a @ice".into(), courts: vec!["nysd".into(), "nyed".into()], ..asking() };
    let same = Asking {
        title: "Mine".into(),
        party: " @ICE A, B".into(),
        courts: vec!["nyed".into(), "NYSD".into(), "nyed".into()],
        delivery: "live".into(),
        ..asking()
    };
    assert_eq!(watch(&one).id, watch(&same).id);
    assert_eq!(watch(&one).id.len(), 32);
    let webhook = |secret: &str| Asking { url: "https://example.org/hook".into(), secret: secret.repeat(4), ..one.clone() };
    let others = [
        Asking { delivery: "daily".into(), ..one.clone() },
        Asking { muted: vec!["routine".into()], ..one.clone() },
        Asking { party: "a @ice".into(), ..one.clone() },
        webhook("abcdefgh"),
    ];
    for other in &others {
        assert_ne!(watch(&one).id, watch(other).id, "{other:?}");
    }
    assert_eq!(watch(&webhook("abcdefgh")).id, watch(&webhook("ijklmnop")).id, "a key can be changed");
    assert!(!format!("{:?}", watch(&webhook("abcdefgh"))).contains("abcd"), "a key is never printed");
}

#[test]
fn canonical_criteria_read_again_are_the_same() {
    let asked = Asking {
        docket_number: "1:2026-CR-120-RJS".into(),
        party: "garcia \"maria lopez\" @dhs".into(),
        statute: "18 U.S.C. 111 (a)".into(),
        courts: vec!["NYSD".into(), "nyed".into()],
        event_type: "Complaint".into(),
        text: "assault".into(),
        ..asking()
    };
    let first = watch(&asked);
    let [docket_number, party, statute, courts, event_type, text] = first.criteria.canonical().clone();
    insta::assert_snapshot!(format!("{docket_number} | {party} | {statute} | {courts} | {event_type} | {text}"), @r#"1:26-cr-00120 | @dhs garcia "maria lopez" | 18:111(a) | nyed,nysd | complaint | assault"#);
    let again =
        Asking { docket_number, party, statute, courts: courts.split(',').map(str::to_owned).collect(), event_type, text, ..asking() };
    assert_eq!(watch(&again), first);
}

#[test]
fn a_watch_without_a_title_says_what_it_asks_for() {
    let title = |asking: Asking| watch(&asking).title;
    let lines = [
        title(Asking { docket_number: "1:17-cr-554".into(), courts: vec!["nyed".into()], ..asking() }),
        title(Asking { party: "@ice garcia".into(), event_type: "complaint".into(), ..asking() }),
        title(Asking { statute: "18:111".into(), text: "assault".into(), courts: vec!["nysd".into(), "nyed".into()], ..asking() }),
        title(Asking { courts: vec!["nysd".into()], ..asking() }),
        title(Asking { muted: vec!["filing".into()], ..asking() }),
        title(Asking { title: "  Our  cases ".into(), party: "@dhs".into(), ..asking() }),
    ];
    insta::assert_snapshot!(lines.join("\n"), @r"
    Docket 1:17-cr-00554 in nyed
    Party ICE and garcia, entries of kind complaint in all courts
    Charges under 18:111, text with assault in nyed, nysd
    Everything in nysd
    Everything in all courts
    Our cases
    ");
}

#[test]
fn an_alert_is_another_revision_when_it_says_more_and_not_when_it_is_seen_again() {
    let seen_again = Fact {
        snapshot: "cd".repeat(32),
        locator: "item 7".into(),
        said_at: "2026-01-07T00:00:00Z".parse().expect("an instant"),
        link: None,
        happened_at: None,
        caption: "United States of America v. GARCIA LOPEZ".into(),
        ..filing()
    };
    assert_eq!(content_hash(&filing()), content_hash(&seen_again));
    for more in [
        Fact { text: "longer".into(), ..filing() },
        Fact { citations: vec!["18:111(b)".into()], ..filing() },
        Fact { caption: "USA v. EXPUNGED".into(), ..filing() },
    ] {
        assert_ne!(content_hash(&filing()), content_hash(&more), "{more:?}");
        assert_eq!(alert_id("w", &filing()), alert_id("w", &more));
    }
    assert_ne!(alert_id("w", &filing()), alert_id("v", &filing()));
    assert_ne!(alert_id("w", &filing()), alert_id("w", &Fact { class: Class::NewCase, ..filing() }));
}

#[test]
fn the_title_of_an_alert_names_no_person() {
    let title = |fact: Fact| title_of(&fact);
    let lines = [
        title(filing()),
        title(Fact { kind: String::new(), ..filing() }),
        title(Fact { class: Class::Disposition, kind: "dismissed".into(), ..filing() }),
        title(Fact { class: Class::FeedStale, docket_number: String::new(), kind: String::new(), ..filing() }),
        title(Fact { class: Class::WebhookDisabled, court: String::new(), docket_number: String::new(), ..filing() }),
    ];
    insta::assert_snapshot!(lines.join("\n"), @r"
    nysd 1:26-cr-00120: Complaint (Criminal)
    nysd 1:26-cr-00120: New entry
    nysd 1:26-cr-00120: Disposition changed: dismissed
    nysd: The feed is stale
    The webhook of this watch is disabled
    ");
}
