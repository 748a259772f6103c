//! Who may send webhooks, and what they are answered.

use gateway::CaseNames;

use crate::{
    client::{ask, get, post},
    fixture::{Analytics, WEBHOOK_SECRET, start},
};

const KEY: &str = "Idempotency-Key: k1\r\n";

#[tokio::test]
async fn what_is_stored_is_accepted_and_what_is_not_is_an_error_so_that_it_is_sent_again() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let path = format!("/hooks/courtlistener/{WEBHOOK_SECRET}");
    let accepted = post(site.address, &path, KEY, "{}").await;
    assert_eq!((accepted.status, accepted.body.as_str()), (202, ""));
    let check = async |headers: &str, body: &str, wanted: u16| {
        assert_eq!(post(site.address, &path, headers, body).await.status, wanted, "{headers}{body}");
    };
    check(KEY, "ingest is down", 503).await;
    check(KEY, "what ingest does not take", 502).await;
    check(KEY, "", 400).await;
    check("", "{}", 400).await;
    check("Idempotency-Key: \r\n", "{}", 400).await;
    check(&format!("Idempotency-Key: {}\r\n", "k".repeat(201)), "{}", 400).await;
    check(KEY, &"x".repeat(1001), 413).await;
}

#[tokio::test]
async fn who_does_not_know_the_secret_learns_nothing() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let unknown = get(site.address, "/no/such/page").await;
    let mut answers = vec![
        get(site.address, &format!("/hooks/courtlistener/{WEBHOOK_SECRET}")).await,
        ask(site.address, "PUT", &format!("/hooks/courtlistener/{WEBHOOK_SECRET}"), KEY).await,
        get(site.address, "/hooks/courtlistener/").await,
    ];
    for secret in ["x", "webhook-secret-of-the-testz", &WEBHOOK_SECRET[1..], "%00", "webhook-secret-of-the-tests%20"] {
        answers.push(post(site.address, &format!("/hooks/courtlistener/{secret}"), KEY, "{}").await);
    }
    for answer in answers {
        assert_eq!(answer.status, 404);
        assert_eq!(answer.body, unknown.body, "it is the page of any address that is not there");
        assert!(!answer.body.contains(WEBHOOK_SECRET));
    }
}
