//! Watches and alerts: pages, the form in two steps, the feed, the API and the stream.

use gateway::CaseNames;

use crate::{
    client::{ask, events, get, post, text},
    fixture::{Analytics, SCRIPT, Site, WATCH, start},
};

async fn site(names: CaseNames) -> Site {
    start("127.0.0.1:0", names, Analytics::Answers).await.expect("a site")
}

const PAGES: [&str; 4] = ["/live", "/watches", "/watches/new?party=%40ice", "/watches/8ee658e43a9bad9fa10d8ecb978c6640"];

#[tokio::test]
async fn the_live_page_is_a_list_without_script_and_brings_only_our_own() {
    let site = site(CaseNames::Shown).await;
    let page = get(site.address, "/live").await;
    insta::assert_snapshot!(text(&page.body));
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && policy.ends_with("script-src 'self'; connect-src 'self'"), "{policy}");
    let script = page.body.split_once("<script src=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(href, _)| href).expect("a script");
    let asset = get(site.address, script).await;
    assert!(script.starts_with("/assets/live.js?v=") && asset.header("content-type").starts_with("text/javascript"), "{script}");
    assert!(!asset.body.contains("innerHTML"), "text of others becomes text only");
    assert!(!get(site.address, "/watches").await.header("content-security-policy").contains("script-src"));
}

#[tokio::test]
async fn hostile_text_in_alerts_and_watches_is_shown_as_text() {
    let site = site(CaseNames::Shown).await;
    let hostile_form = format!("/watches/new?party={}&docket_number=%22%3E%3Cscript%3E", "%3Cscript%3Ealert(1)%3C%2Fscript%3E");
    for path in PAGES.into_iter().chain([hostile_form.as_str()]) {
        let page = get(site.address, path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        let scripts = page.body.matches("<script").count();
        assert_eq!(scripts, page.body.matches("<script src=\"/assets/live.js?v=").count(), "{path}");
        assert!(!page.body.contains("href=\"javascript:") && !page.body.contains(" style=") && !page.body.contains(" onclick="), "{path}");
        assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
        assert!(page.body.contains("&lt;script&gt;"), "{path}: the hostile text is not there");
    }
    let shown = text(&get(site.address, "/live").await.body);
    assert!(shown.contains(&format!("Somebody v. ICE {SCRIPT}")), "{shown}");
}

#[tokio::test]
async fn names_in_captions_and_texts_do_not_leave_by_default() {
    let site = site(CaseNames::Withheld).await;
    let feed = format!("/watches/{WATCH}/feed.atom");
    for path in PAGES.into_iter().chain(["/api/v1/alerts", &feed]) {
        let answer = get(site.address, path).await;
        assert!(answer.status == 200 && !answer.body.contains("Somebody"), "{path}: {}", answer.body);
    }
    let (_, alerts) = events(site.address, "/api/v1/alerts/stream?after=0", "", 3).await;
    assert!(!alerts.concat().contains("Somebody") && alerts.concat().contains("The latest entry is 5 hours old."), "{alerts:?}");
    let tested = post(site.address, "/api/v1/watches/test", "", "{\"party\":\"somebody\"}").await;
    assert!(tested.status == 200 && !tested.body.contains("Somebody"), "{}", tested.body);
}

#[tokio::test]
async fn a_watch_is_added_in_two_steps() {
    let site = site(CaseNames::Shown).await;
    let page = get(site.address, "/watches").await;
    insta::assert_snapshot!("watches", text(&page.body));
    let preview = get(site.address, "/watches/new?party=%40ice&courts=nysd+nyed&muted=routine").await;
    insta::assert_snapshot!("watch_preview", text(&preview.body));
    assert!(preview.body.contains("<input type=\"hidden\" name=\"party\" value=\"@ice\">"), "{}", preview.body);

    let same = format!("Origin: http://{}\r\nContent-Type: application/x-www-form-urlencoded\r\n", site.address);
    let added = post(site.address, "/watches", &same, "party=%40ice&courts=nysd+nyed&title=").await;
    assert_eq!((added.status, added.header("location")), (303, format!("/watches/{WATCH}").as_str()));
    let shown = get(site.address, added.header("location")).await;
    insta::assert_snapshot!("watch", text(&shown.body));
    let removed = post(site.address, &format!("/watches/{WATCH}/remove"), &same, "").await;
    assert_eq!((removed.status, removed.header("location")), (303, "/watches"));
    assert_eq!(post(site.address, "/watches/none/remove", &same, "").await.status, 404);
}

#[tokio::test]
async fn what_is_wrong_in_a_watch_is_said_above_the_form_and_what_was_typed_stays_but_the_key() {
    let site = site(CaseNames::Shown).await;
    let page = get(site.address, "/watches/new?statute=18&party=%40ice").await;
    let shown = text(&page.body);
    assert!(shown.contains("statute: `18` is no citation; write 18:111 or 18:111(a)(1)"), "{shown}");
    assert!(page.body.contains("name=\"statute\" type=\"text\" autocomplete=\"off\" placeholder=\"18:111\" value=\"18\""), "{}", page.body);
    let posted = post(site.address, "/watches", "", "party=%40ice&webhook_url=ftp%3A%2F%2Fx&webhook_key=s3cret-s3cret-s3cret").await;
    assert_eq!(posted.status, 400);
    assert!(text(&posted.body).contains("webhook.url: alerts are only sent to"), "{}", text(&posted.body));
    assert!(posted.body.contains("value=\"ftp://x\"") && !posted.body.contains("s3cret"), "{}", posted.body);
}

#[tokio::test]
async fn no_other_site_changes_watches_in_the_name_of_its_visitor() {
    let site = site(CaseNames::Shown).await;
    let remove = format!("/watches/{WATCH}/remove");
    for headers in ["Origin: https://evil.example\r\n", "Sec-Fetch-Site: cross-site\r\n", "Origin: null\r\n"] {
        for path in ["/watches", remove.as_str(), "/api/v1/watches"] {
            let refused = post(site.address, path, headers, "party=%40ice").await;
            assert_eq!(refused.status, 403, "{path} {headers}");
        }
        assert_eq!(ask(site.address, "DELETE", &format!("/api/v1/watches/{WATCH}"), headers).await.status, 403);
    }
    assert_eq!(get(site.address, &remove).await.status, 405);
}

#[tokio::test]
async fn a_watch_has_a_feed_that_readers_take() {
    let site = site(CaseNames::Shown).await;
    let feed = get(site.address, &format!("/watches/{WATCH}/feed.atom")).await;
    assert!(feed.header("content-type").starts_with("application/atom+xml"));
    insta::assert_snapshot!(feed.body);
    assert_eq!(get(site.address, "/watches/none/feed.atom").await.status, 404);
}

#[tokio::test]
async fn programs_add_list_and_remove_watches() {
    let site = site(CaseNames::Shown).await;
    let listed = get(site.address, "/api/v1/watches").await;
    assert!(!listed.body.contains("s3cret") && listed.body.contains("hooks.example.org"), "{}", listed.body);
    assert_eq!(listed.json()["watches"][1]["webhook"]["state"], "disabled");
    let added = post(site.address, "/api/v1/watches", "", "{\"statute\":\"18:111\",\"courts\":[\"nysd\"]}").await;
    assert_eq!((added.status, added.json()["known"].as_bool()), (201, Some(false)));
    assert_eq!(post(site.address, "/api/v1/watches", "", "{\"party\":\"@ice\"}").await.status, 200);
    let refused = post(site.address, "/api/v1/watches", "", "{\"statute\":\"18\"}").await;
    assert_eq!(
        (refused.status, refused.json()["detail"].as_str()),
        (400, Some("statute: `18` is no citation; write 18:111 or 18:111(a)(1)"))
    );
    let unknown = post(site.address, "/api/v1/watches", "", "{\"statue\":\"18\"}").await;
    assert!(unknown.status == 400 && unknown.body.contains("statue"), "{}", unknown.body);
    let one = get(site.address, &format!("/api/v1/watches/{WATCH}")).await.json();
    assert_eq!(one["party"], "@ice");
    assert_eq!(ask(site.address, "DELETE", &format!("/api/v1/watches/{WATCH}"), "").await.status, 204);
    assert_eq!(ask(site.address, "DELETE", "/api/v1/watches/none", "").await.status, 404);
    let alerts = get(site.address, "/api/v1/alerts?after=1&limit=5").await.json();
    let cursors: Vec<i64> = alerts["alerts"].as_array().into_iter().flatten().filter_map(|alert| alert["cursor"].as_i64()).collect();
    assert_eq!((cursors, alerts["links"]["next"].as_str()), (vec![2, 3], Some("/api/v1/alerts?after=3")));
}

#[tokio::test]
async fn a_stream_of_alerts_is_resumed_after_the_last_that_came() {
    let site = site(CaseNames::Shown).await;
    let (head, all) = events(site.address, &format!("/api/v1/alerts/stream?after=0&watch={WATCH}"), "", 3).await;
    assert!(head.contains("content-type: text/event-stream") && head.contains("cache-control: no-store"), "{head}");
    assert!(all[0].starts_with("id: 1|") && all[0].contains("event: alert|"), "{all:?}");
    let (_, rest) = events(site.address, "/api/v1/alerts/stream?after=0", "Last-Event-ID: 2\r\n", 1).await;
    assert!(rest[0].contains("id: 3|") && !rest[0].contains("id: 2|"), "{rest:?}");
    assert_eq!(get(site.address, "/api/v1/alerts/stream?watch=none").await.status, 404);
}
