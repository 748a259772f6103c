//! Which questions are asked, where, when, and how many.

use proptest::prelude::*;

use super::{
    budget::Budget,
    heard::{Answer, questions},
    *,
};

fn base() -> Url {
    "https://www.courtlistener.com/api/rest/v4/".parse().expect("an address")
}

fn at(text: &str) -> Instant {
    text.parse().expect("an instant")
}

fn page(next: &str) -> Answer {
    Answer { next: Some(next.to_owned()), has_text: false }
}

#[test]
fn each_question_has_its_address() {
    let all = [
        Question::Docket(4_214_664),
        Question::Entry(77),
        Question::Parties(4_214_664),
        Question::Entries(4_214_664),
        Question::Search("?type=r&q=\"18:111\" AND ICE&cursor=stolen".to_owned()),
    ];
    let told: Vec<String> =
        all.iter().flat_map(|question| [question.url(&base(), "").to_string(), question.url(&base(), "a=/&b").to_string()]).collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    https://www.courtlistener.com/api/rest/v4/dockets/4214664/
    https://www.courtlistener.com/api/rest/v4/dockets/4214664/?cursor=a%3D%2F%26b
    https://www.courtlistener.com/api/rest/v4/docket-entries/77/?omit=recap_documents__plain_text
    https://www.courtlistener.com/api/rest/v4/docket-entries/77/?omit=recap_documents__plain_text&cursor=a%3D%2F%26b
    https://www.courtlistener.com/api/rest/v4/parties/?docket=4214664&filter_nested_results=True&order_by=id
    https://www.courtlistener.com/api/rest/v4/parties/?docket=4214664&filter_nested_results=True&order_by=id&cursor=a%3D%2F%26b
    https://www.courtlistener.com/api/rest/v4/docket-entries/?docket=4214664&order_by=date_modified&omit=recap_documents__plain_text
    https://www.courtlistener.com/api/rest/v4/docket-entries/?docket=4214664&order_by=date_modified&omit=recap_documents__plain_text&cursor=a%3D%2F%26b
    https://www.courtlistener.com/api/rest/v4/search/?type=r&q=%2218%3A111%22+AND+ICE
    https://www.courtlistener.com/api/rest/v4/search/?type=r&q=%2218%3A111%22+AND+ICE&cursor=a%3D%2F%26b
    ");
    for question in all {
        assert_eq!(question.to_string().parse(), Ok(question));
    }
    assert!("docket:x".parse::<Question>().is_err() && "opinions:1".parse::<Question>().is_err());
}

#[test]
fn an_entry_without_text_is_read_again_less_and_less_often_and_then_left() {
    let mut trail = Trail::of_alert(Question::Entry(7), at("2026-01-05T00:00:00Z"));
    let mut told = Vec::new();
    while let Some(due_at) = trail.due_at {
        told.push(due_at.to_string());
        trail = trail.answered(&Answer::default(), due_at, None);
    }
    insta::assert_snapshot!(told.join("\n"), @r"
    2026-01-05T00:15:00.000Z
    2026-01-05T01:15:00.000Z
    2026-01-05T07:15:00.000Z
    2026-01-06T07:15:00.000Z
    2026-01-09T07:15:00.000Z
    2026-01-14T07:15:00.000Z
    ");
    let trail = Trail::of_alert(Question::Entry(7), at("2026-01-05T00:00:00Z"));
    let answered = trail.answered(&Answer { next: None, has_text: true }, at("2026-01-05T00:15:00Z"), None);
    assert_eq!(answered.due_at, None, "the text is there");
}

#[test]
fn a_list_goes_on_page_by_page_and_entries_go_on_from_their_last() {
    let now = at("2026-01-05T00:00:00Z");
    let day = Some(Duration::from_hours(24));
    let tomorrow = Some(at("2026-01-06T00:00:00Z"));
    let told = |trail: &Trail| (trail.cursor.clone(), trail.due_at);
    let entries = Trail::new(Question::Entries(1), now).answered(&page("c1"), now, day);
    assert_eq!(told(&entries), ("c1".to_owned(), Some(now)));
    let entries = entries.answered(&Answer::default(), now, day);
    assert_eq!(told(&entries), ("c1".to_owned(), tomorrow), "what is changed is listed behind");
    let parties = Trail::new(Question::Parties(1), now).answered(&page("c1"), now, day).answered(&Answer::default(), now, day);
    assert_eq!(told(&parties), (String::new(), tomorrow), "counts change on any page");
    let of_alert = Trail::of_alert(Question::Parties(1), now).answered(&page("c1"), now, None).answered(&Answer::default(), now, None);
    assert_eq!(told(&of_alert), (String::new(), None), "asked once");
    let mut search = Trail::new(Question::Search("q=x".to_owned()), now);
    for number in 1..5 {
        search = search.answered(&page(&format!("c{number}")), now, day);
        assert_eq!(told(&search), (format!("c{number}"), Some(now)));
    }
    assert_eq!(told(&search.answered(&page("c5"), now, day)), (String::new(), tomorrow), "a search has no end");
}

#[test]
fn failures_come_further_apart_forget_their_cursor_and_end() {
    let mut trail = Trail { cursor: "c1".to_owned(), ..Trail::new(Question::Entries(1), at("2026-01-05T00:00:00Z")) };
    let mut told = Vec::new();
    while let Some(due_at) = trail.due_at {
        told.push(format!("{due_at} {:?}", trail.cursor));
        trail = trail.failed(due_at, Duration::ZERO, 0.0);
    }
    insta::assert_snapshot!(told.join("\n"), @r#"
    2026-01-05T00:00:00.000Z "c1"
    2026-01-05T00:05:00.000Z "c1"
    2026-01-05T00:15:00.000Z ""
    2026-01-05T00:35:00.000Z ""
    2026-01-05T01:15:00.000Z ""
    2026-01-05T02:35:00.000Z ""
    2026-01-05T05:15:00.000Z ""
    2026-01-05T10:35:00.000Z ""
    "#);
}

#[test]
fn the_maintenance_is_on_thursday_evenings_in_california() {
    let check = |now: &str, wanted: Option<&str>| assert_eq!(maintenance::until(at(now)), wanted.map(at), "{now}");
    // In winter, 8 hours behind.
    check("2026-01-09T04:59:59.999Z", None);
    check("2026-01-09T05:00:00Z", Some("2026-01-09T08:00:00Z"));
    check("2026-01-09T07:59:59.999Z", Some("2026-01-09T08:00:00Z"));
    check("2026-01-09T08:00:00Z", None);
    // In summer, 7.
    check("2026-07-10T04:00:00Z", Some("2026-07-10T07:00:00Z"));
    check("2026-07-10T07:00:00Z", None);
    check("2026-07-09T05:00:00Z", None);
    // The first Thursdays after the clocks were changed on 8 March and 1 November.
    check("2026-03-13T04:30:00Z", Some("2026-03-13T07:00:00Z"));
    check("2026-11-06T04:30:00Z", None);
    check("2026-11-06T05:30:00Z", Some("2026-11-06T08:00:00Z"));
}

#[test]
fn an_answer_says_where_it_goes_on() {
    let read = |text: &str| Answer::read(text.as_bytes());
    let next = read(r#"{"next": "https://www.courtlistener.com/api/rest/v4/parties/?cursor=cD0y%3D&docket=1", "results": []}"#);
    assert_eq!(next, Some(page("cD0y=")));
    assert_eq!(read(r#"{"next": null, "description": " "}"#), Some(Answer::default()));
    assert_eq!(read(r#"{"description": "MOTION"}"#).map(|answer| answer.has_text), Some(true));
    assert_eq!(read(r#"{"next": ["x"], "description": 3}"#), Some(Answer::default()));
    assert_eq!(read(&format!(r#"{{"next": "https://x/?cursor={}"}}"#, "c".repeat(2000))), Some(Answer::default()));
    assert_eq!((read("<html>"), read("")), (None, None));
}

#[test]
fn an_alert_leads_to_its_dockets_and_to_entries_without_text() {
    let alert = |event_type: u32| {
        format!(
            r#"{{"payload": {{"results": [
                {{"id": 1, "docket": 10, "description": ""}}, {{"id": 2, "docket": 10, "description": "MOTION"}},
                {{"id": 3, "docket": 11}}, {{"id": "x", "docket": "y", "description": ""}}
            ]}}, "webhook": {{"event_type": {event_type}}}}}"#
        )
    };
    let told: Vec<String> = questions(alert(1).as_bytes()).iter().map(ToString::to_string).collect();
    assert_eq!(told, ["docket:10", "docket:11", "entry:1", "parties:10", "parties:11"]);
    assert!(questions(alert(2).as_bytes()).is_empty() && questions(b"[]").is_empty());
    let Some(corpus) = testkit::corpus("an_alert_leads_to_its_dockets_and_to_entries_without_text") else { return };
    let bytes = std::fs::read(corpus.join("court/courtlistener_webhooks/docket_alert.v2.json")).expect("a file");
    let told: Vec<String> = questions(&bytes).iter().map(ToString::to_string).collect();
    assert_eq!(told, ["docket:4214664", "parties:4214664"]);
}

proptest! {
    /// However impatient somebody is who asks whenever it is allowed, no window ever holds more than its limit, and no question waits longer than
    /// the limits ask for.
    #[test]
    fn no_window_ever_holds_more_than_its_limit(waits in prop::collection::vec(0_i64..900_000, 1..200)) {
        let config = Courtlistener {
            per_minute: 3.try_into().expect("a number"),
            per_hour: 10.try_into().expect("a number"),
            per_day: 25.try_into().expect("a number"),
            ..Courtlistener::default()
        };
        let budget = Budget::of(&config);
        let mut asked: Vec<Instant> = Vec::new();
        let mut now = at("2026-01-05T00:00:00Z");
        for wait in waits {
            now = Instant::from_unix_millis(now.unix_millis() + wait);
            let next = budget.next(&asked, now);
            prop_assert!(next >= now);
            let within = |end: Instant, window: i64| asked.iter().filter(|at| at.unix_millis() + window > end.unix_millis()).count();
            prop_assert!(within(next, 60_000) < 3 && within(next, 3_600_000) < 10 && within(next, 86_400_000) < 25);
            if next > now {
                let before = Instant::from_unix_millis(next.unix_millis() - 1);
                prop_assert!(within(before, 60_000) >= 3 || within(before, 3_600_000) >= 10 || within(before, 86_400_000) >= 25);
            }
            asked.push(next);
            now = next;
        }
    }
}
