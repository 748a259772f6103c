//! What every answer has, and what happens when there is none.

use gateway::CaseNames;

use crate::{
    client::{ask, get, text},
    fixture::{Analytics, SCRIPT, SNAPSHOT, UNKNOWN, start},
};

/// Every address that shows something, with the status it has while all services answer.
const PAGES: [&str; 38] = [
    "/",
    "/claims",
    "/claims/C02",
    "/claims/C12",
    "/claims/C08",
    "/claims/C04",
    "/claims/S01",
    "/claims/C98",
    "/comparisons",
    "/comparisons/per-100-officers",
    "/comparisons/every-analysis",
    "/series",
    "/series/usbp-assaults",
    "/observations/leoka-2015",
    "/observations/assaults_on_officers-2018",
    "/sources",
    "/sources/usbp-sector-profile",
    "/sources/published-figures",
    "/sources/usbp-sector-profile/vintages",
    "/sources/published-figures/vintages",
    "/sources/usbp-sector-profile/restatement",
    "/crosswalk",
    "/methods",
    "/unrecognized",
    "/courts",
    "/courts?month=2025-09",
    "/courts/azd",
    "/courts/ord?month=2026-07",
    "/courts/feeds",
    "/cases",
    "/cases/ord/3%3A26-cr-00214",
    "/cases/nyed/1%3A26-cr-00041",
    "/cases/txsd/4%3A26-mj-00411",
    "/filings",
    "/releases",
    RELEASE,
    CODEBOOK,
    "/rejects",
];

const RELEASE: &str = "/releases/3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e";
const CODEBOOK: &str = "/releases/3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e/codebook";

fn ids(page: &str) -> Vec<&str> {
    page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn twice(page: &str) -> Vec<&str> {
    let mut ids = ids(page);
    ids.sort_unstable();
    ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect()
}

fn dangling(page: &str) -> Vec<&str> {
    let ids = ids(page);
    let targets = page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next());
    targets.filter(|target| !ids.contains(target)).collect()
}

#[tokio::test]
async fn links_to_methods_lead_to_a_section() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let methods = get(site.address, "/methods").await.body;
    let sections = ids(&methods);
    let mut followed = 0;
    for path in PAGES {
        let page = get(site.address, path).await.body;
        for target in page.split("href=\"/methods#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(sections.contains(&target), "{path}: {target}");
            followed += 1;
        }
    }
    assert!(followed > 40, "{followed}");
}

#[tokio::test]
async fn hostile_text_is_shown_as_text_on_every_page() {
    let site = start("127.0.0.1:0", CaseNames::Shown, Analytics::Answers).await.expect("a site");
    let snapshots = [format!("/snapshots/{SNAPSHOT}"), format!("/snapshots/{UNKNOWN}")];
    let mut hostile = 0;
    for path in PAGES.iter().copied().chain(snapshots.iter().map(String::as_str)) {
        let page = get(site.address, path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        assert!(!page.body.contains("<script"), "{path}");
        assert!(!page.body.contains("href=\"javascript:"), "{path}");
        assert!(!page.body.contains(" style=") && !page.body.contains(" onclick="), "{path}");
        assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
        assert_eq!(twice(&page.body), Vec::<&str>::new(), "{path}: ids that stand twice");
        assert_eq!(dangling(&page.body), Vec::<&str>::new(), "{path}: links into this page that lead nowhere");
        hostile += page.body.matches("&lt;script&gt;").count();
    }
    assert!(hostile > 10, "the hostile texts are not on the pages: {hostile}");
    let filings = get(site.address, "/filings").await;
    assert!(text(&filings.body).contains(&format!("USA v. Somebody {SCRIPT}")));
}

#[tokio::test]
async fn names_of_persons_do_not_leave_by_default() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    for path in ["/filings", "/api/v1/filings"] {
        let answer = get(site.address, path).await;
        assert!(answer.body.contains("1:17-cr-00554") && !answer.body.contains("Somebody"), "{path}: {}", answer.body);
    }
    let numbers = ["ord/3%3A26-cr-00214", "ord/3%3A26-mj-00131", "nyed/1%3A26-cr-00041", "txsd/4%3A26-mj-00411", "njd/2%3A26-cr-00077"];
    let cases = numbers.iter().flat_map(|number| ["", "/api/v1"].map(|root| format!("{root}/cases/{number}")));
    let lists = ["/cases", "/courts/ord", "/api/v1/cases", "/api/v1/cases?format=csv"].map(str::to_owned);
    let tables = numbers.iter().map(|number| format!("/api/v1/cases/{number}?format=csv"));
    for path in cases.chain(lists).chain(tables) {
        let answer = get(site.address, &path).await;
        assert_eq!(answer.status, 200, "{path}");
        let lower = answer.body.to_lowercase();
        for name in ["somebody", "quillfeather", "ashcombe", "marchbanks", "trelawney", "oakenshaw", "jory", "wren"] {
            assert!(!lower.contains(name), "{path} names {name}");
        }
    }
}

#[tokio::test]
async fn every_answer_forbids_scripts_and_carries_its_trace() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let carried = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    for path in ["/", "/assets/style.css", "/api/v1/openapi.json", "/no/such/page", "/api/v1/claims/C99", "/readyz"] {
        let answer = ask(site.address, "GET", path, &format!("traceparent: {carried}\r\n")).await;
        assert_eq!(answer.header("traceparent"), carried, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
    }
    let new = ask(site.address, "GET", "/", "traceparent: nonsense\r\n").await;
    assert!(new.header("traceparent").starts_with("00-") && new.header("traceparent").len() == 55);
    let ready = get(site.address, "/readyz").await;
    assert_eq!((ready.status, ready.body.as_str()), (200, "ready\n"));
    assert_eq!(get(site.address, "/livez").await.body, "live\n");
}

#[tokio::test]
async fn the_style_sheet_is_named_by_its_content() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let page = get(site.address, "/claims").await;
    let href = page.body.split_once("rel=\"stylesheet\" href=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(href, _)| href);
    let href = href.expect("a style sheet");
    let style = get(site.address, href).await;
    assert!(href.starts_with("/assets/style.css?v=") && style.header("content-type").starts_with("text/css"), "{href}");
    assert!(style.header("cache-control").contains("immutable"));
    assert_eq!(get(site.address, "/assets/sign.svg").await.header("content-type"), "image/svg+xml");
}

#[tokio::test]
async fn what_cannot_be_answered_says_why_and_what_to_do() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let check = async |path: &str, status: u16, words: &str| {
        let page = get(site.address, path).await;
        assert_eq!(page.status, status, "{path}");
        assert!(text(&page.body).contains(words), "{path}: {}", text(&page.body));
        assert!(page.header("content-type").starts_with("text/html"), "{path}");
    };
    check("/nowhere", 404, "There is no such address.").await;
    check("/claims/C99", 404, "There is no claim with this id.").await;
    check("/claims/%ff", 404, "There is no such address.").await;
    check("/claims/", 404, "There is no such address.").await;
    check("/observations/..%2f..%2fetc", 404, "There is no observation with this address.").await;
    check("/snapshots/abc", 404, "There is no snapshot with this hash.").await;
    check("/sources/no-such", 404, "There is no source of this name.").await;
    check("/claims?as_of=yesterday", 400, "“yesterday” is not a time. For as_of write a date such as 2026-01-08").await;
    check("/series/usbp-assaults?as_of=%3Cscript%3E", 400, "“<script>” is not a time.").await;
    check("/comparisons/per-100-officers?as_of=2026-13-01", 400, "2026-01-08").await;
    check("/claims?as_of=2026-01-08&as_of=2026-01-09", 400, "The parameters cannot be read").await;
    check("/sources/published-figures/restatement", 404, "There is no restatement between such vintages.").await;
    check("/sources/usbp-sector-profile/restatement?before=abc", 400, "give both hashes").await;
    check("/sources/no-such/vintages", 404, "There is no source of this name.").await;
    check("/courts?month=July", 400, "“July” is not a month. Write a year and a month such as 2026-03.").await;
    check("/cases?month=2026-13", 400, "is not a month").await;
    check("/courts/nosuch", 404, "There is no court of this code.").await;
    check("/cases/ord/3%3A26-cr-09999", 404, "There is no case with this number that is known here.").await;
    check("/cases/ord", 404, "There is no such address.").await;
    check("/comparisons/broken", 502, "The service analytics could not answer this question.").await;
    let posted = ask(site.address, "POST", "/claims", "Content-Length: 0\r\n").await;
    assert_eq!((posted.status, posted.header("allow")), (405, "GET,HEAD"));
    assert!(text(&posted.body).contains("ask with GET"));
}

#[tokio::test]
async fn programs_get_the_same_refusals_as_problem_documents() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::IsAway).await.expect("a site");
    let check = async |path: &str, status: u16, detail: &str| {
        let answer = get(site.address, path).await;
        let problem = answer.json();
        assert_eq!((answer.status, answer.header("content-type")), (status, "application/problem+json"), "{path}");
        assert_eq!((problem["status"].as_u64(), problem["type"].as_str()), (Some(u64::from(status)), Some("about:blank")));
        assert!(problem["detail"].as_str().is_some_and(|text| text.contains(detail)), "{path}: {problem}");
        assert_eq!(problem["trace_id"].as_str().map(str::len), Some(32), "{path}");
    };
    check("/api/v1/nowhere", 404, "There is no such address.").await;
    check("/api/v1/claims?as_of=soon", 400, "2026-01-08T14:00:00Z").await;
    check("/api/v1/schemas/no-such.json", 404, "There is no schema of this name.").await;
    check("/api/v1/claims?format=pdf", 400, "The format is json or csv.").await;
    check("/api/v1/claims", 503, "The service analytics does not answer").await;
    check("/api/v1/courts/nosuch/coverage", 404, "There is no court of this code.").await;
    check("/api/v1/courts/ord/coverage?from=July", 400, "Write a date such as 2026-03-31.").await;
    check("/api/v1/courts/months?to=2026", 400, "Write a year and a month such as 2026-03.").await;
    check("/api/v1/filings?limit=many", 400, "The parameters cannot be read").await;
}

#[tokio::test]
async fn a_service_that_is_away_is_named_and_the_other_pages_work() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::IsAway).await.expect("a site");
    for path in ["/claims", "/comparisons", "/series", "/observations/leoka-2015"] {
        let page = get(site.address, path).await;
        assert_eq!(page.status, 503, "{path}");
        assert!(text(&page.body).contains("The service analytics does not answer."), "{path}: {}", text(&page.body));
    }
    assert_eq!(get(site.address, "/sources").await.status, 200);
    let home = get(site.address, "/").await;
    let shown = text(&home.body);
    assert_eq!(home.status, 200);
    assert!(shown.contains("The service analytics does not answer.") && shown.contains("3 sources in the catalogue"), "{shown}");
}
