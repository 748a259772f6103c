//! Against a real server on this machine.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::Instant;
use platform::{rpc::Listener, service::serve_http};
use tokio::task::JoinSet;

use super::*;
use crate::fetch::scheduled::jitter_of;

/// A server that answers every request by one function; it dies with this.
struct Site {
    root: String,
    asked: Arc<AtomicUsize>,
    _serving: JoinSet<anyhow::Result<()>>,
}

async fn site<F, Fut>(answer: F) -> Site
where
    F: Fn(usize, Request) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Response> + Send + 'static,
{
    let asked = Arc::new(AtomicUsize::new(0));
    let listener = Listener::bind("127.0.0.1:0").await.expect("a free port");
    let root = format!("http://{}", listener.address());
    let handler = move |State(asked): State<Arc<AtomicUsize>>, request: Request| answer(asked.fetch_add(1, Ordering::SeqCst) + 1, request);
    let routes = Router::new().fallback(handler).with_state(Arc::clone(&asked));
    let mut serving = JoinSet::new();
    serving.spawn(serve_http(listener, routes, platform::Stop::new()));
    Site { root, asked, _serving: serving }
}

impl Site {
    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

/// Quick, and allowed to ask this machine.
fn config() -> Config {
    Config {
        allow_hosts: vec!["127.0.0.1".to_owned()],
        most_bytes: 1000,
        attempts: 3,
        retry_millis: 1,
        timeout_millis: 20_000,
        ..Config::default()
    }
}

async fn fetch(config: &Config, url: &str, known: &Validators) -> Result<Got, Failed> {
    let now: Instant = "2026-01-09T12:00:00Z".parse().expect("an instant");
    let client = HttpClient::new(config, Clock::manual(now)).expect("a client");
    let address = Address::try_from(url).expect("an address");
    client.fetch(&address, known, &mut jitter_of("test")).await
}

async fn check(config: &Config, url: &str) -> Result<String, String> {
    match fetch(config, url, &Validators::default()).await {
        Ok(Got::NotModified) => Ok("not modified".to_owned()),
        Ok(Got::Body { bytes, .. }) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(failed) => Err(failed.message),
    }
}

fn header_of(request: &Request, name: header::HeaderName) -> String {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn bytes_come_with_what_the_server_says_of_them_and_are_not_sent_again_unchanged() {
    let site = site(|_, request| async move {
        if header_of(&request, header::IF_NONE_MATCH) == "\"v1\"" {
            return StatusCode::NOT_MODIFIED.into_response();
        }
        let said = [(header::ETAG, "\"v1\""), (header::LAST_MODIFIED, "Thu, 08 Jan 2026 00:00:00 GMT")];
        (said, header_of(&request, header::USER_AGENT)).into_response()
    })
    .await;
    let Ok(Got::Body { bytes, validators }) = fetch(&config(), &site.root, &Validators::default()).await else {
        panic!("no bytes");
    };
    assert_eq!(bytes, concat!("plumbline/", env!("CARGO_PKG_VERSION")));
    assert_eq!(validators.last_modified, "Thu, 08 Jan 2026 00:00:00 GMT");
    assert_eq!(fetch(&config(), &site.root, &validators).await, Ok(Got::NotModified));
}

#[tokio::test]
async fn a_server_that_fails_once_is_asked_again() {
    let site =
        site(|asked, _| async move { if asked == 1 { StatusCode::INTERNAL_SERVER_ERROR.into_response() } else { "data".into_response() } })
            .await;
    assert_eq!(check(&config(), &site.root).await, Ok("data".to_owned()));
    assert_eq!(site.asked(), 2);
}

#[tokio::test]
async fn a_server_that_goes_on_failing_is_left_alone_after_the_attempts() {
    let site = site(|_, _| async { StatusCode::BAD_GATEWAY.into_response() }).await;
    let failed = check(&config(), &site.root).await;
    assert_eq!(failed, Err("the server answered 502 Bad Gateway (attempt 3 of 3)".to_owned()));
    assert_eq!(site.asked(), 3);
}

#[tokio::test]
async fn a_refusal_is_final() {
    let site = site(|_, _| async { StatusCode::NOT_FOUND.into_response() }).await;
    assert_eq!(check(&config(), &site.root).await, Err("the server answered 404 Not Found".to_owned()));
    assert_eq!(site.asked(), 1);
}

#[tokio::test]
async fn a_server_that_asks_for_an_hour_gets_it() {
    let site = site(|_, _| async { (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "3600")]).into_response() }).await;
    let failed = fetch(&config(), &site.root, &Validators::default()).await.expect_err("refused");
    assert_eq!((failed.not_before.as_secs(), site.asked()), (3600, 1));
}

#[tokio::test]
async fn an_announced_length_over_the_limit_is_refused_before_a_byte_is_read() {
    let site = site(|_, _| async { "x".repeat(1001).into_response() }).await;
    let failed = check(&config(), &site.root).await;
    assert_eq!(failed, Err("the file has 1001 bytes, more than the limit of 1000 (`most_bytes` of [ingest])".to_owned()));
    assert_eq!(site.asked(), 1);
}

#[tokio::test]
async fn a_stream_without_end_is_cut_at_the_limit() {
    let endless = || futures::stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from_static(&[b'x'; 100])));
    let site = site(move |_, _| async move { Body::from_stream(endless()).into_response() }).await;
    let failed = check(&config(), &site.root).await.expect_err("refused");
    assert!(failed.starts_with("the file has at least 1"), "{failed}");
    assert_eq!(site.asked(), 1);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_given_up() {
    let never = || futures::stream::pending::<Result<Bytes, std::io::Error>>();
    let site = site(move |_, _| async move { Body::from_stream(never()).into_response() }).await;
    let config = Config { timeout_millis: 50, attempts: 2, ..config() };
    let failed = check(&config, &site.root).await;
    assert_eq!(failed, Err("the answer was not complete after 0.05 s (attempt 2 of 2)".to_owned()));
}

#[tokio::test]
async fn a_body_that_breaks_off_is_never_taken_for_the_whole() {
    let broken = || futures::stream::iter([Ok(Bytes::from_static(b"half")), Err(std::io::Error::other("gone"))]);
    let site = site(move |_, _| async move { Body::from_stream(broken()).into_response() }).await;
    let failed = check(&config(), &site.root).await.expect_err("broken");
    assert!(failed.ends_with("(attempt 3 of 3)"), "{failed}");
}

#[tokio::test]
async fn redirects_are_followed_and_counted() {
    let site = site(|_, request| async move {
        match request.uri().path() {
            "/moved" => (StatusCode::FOUND, [(header::LOCATION, "/here?a=1")]).into_response(),
            "/loop" => (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, "/loop")]).into_response(),
            "/nowhere" => StatusCode::FOUND.into_response(),
            "/file" => (StatusCode::FOUND, [(header::LOCATION, "file:///etc/passwd")]).into_response(),
            "/user" => (StatusCode::FOUND, [(header::LOCATION, format!("http://user:pw@{}/auth", header_of(&request, header::HOST)))])
                .into_response(),
            "/auth" => format!("authorization: {}", header_of(&request, header::AUTHORIZATION)).into_response(),
            path => path.to_owned().into_response(),
        }
    })
    .await;
    let to = |path: &str| format!("{}{path}", site.root);
    assert_eq!(check(&config(), &to("/moved")).await, Ok("/here".to_owned()));
    assert_eq!(check(&config(), &to("/loop")).await, Err("more than 5 redirects".to_owned()));
    assert_eq!(check(&config(), &to("/nowhere")).await, Err("the server redirects without saying where to".to_owned()));
    assert_eq!(check(&config(), &to("/file")).await, Err("the server redirects to file, which is not fetched".to_owned()));
    assert_eq!(check(&config(), &to("/user")).await, Ok("authorization: ".to_owned()));
}

#[tokio::test]
async fn neither_an_address_nor_a_name_nor_a_redirect_leads_to_a_private_address() {
    let inner = site(|_, _| async { "secret".into_response() }).await;
    let port = inner.root.rsplit(':').next().expect("a port").to_owned();
    let strict = Config { allow_hosts: Vec::new(), ..config() };
    let refusal = "which is a loopback address; name the host in `allow_hosts` if it may be reached";
    for (host, shown) in [
        ("127.0.0.1", "127.0.0.1 is at 127.0.0.1"),
        ("2130706433", "127.0.0.1 is at 127.0.0.1"),
        ("0x7f.1", "127.0.0.1 is at 127.0.0.1"),
        ("[::ffff:127.0.0.1]", "::ffff:127.0.0.1 is at ::ffff:127.0.0.1"),
    ] {
        let failed = check(&strict, &format!("http://{host}:{port}/")).await;
        assert_eq!(failed, Err(format!("{shown}, {refusal}")), "{host}");
    }
    // Which of its addresses is named depends on the machine.
    let failed = check(&strict, &format!("http://localhost:{port}/")).await.expect_err("refused");
    assert!(failed.starts_with("localhost is at ") && failed.ends_with(refusal), "{failed}");

    let target = format!("http://127.0.0.2:{port}/");
    let outer = site(move |_, _| {
        let target = target.clone();
        async move { (StatusCode::FOUND, [(header::LOCATION, target)]).into_response() }
    })
    .await;
    let failed = check(&config(), &outer.root).await;
    assert_eq!(failed, Err(format!("127.0.0.2 is at 127.0.0.2, {refusal}")));
    assert_eq!(inner.asked(), 0);
}

#[tokio::test]
async fn a_host_that_the_configuration_names_may_be_asked_under_its_name() {
    let site = site(|_, _| async { "data".into_response() }).await;
    let port = site.root.rsplit(':').next().expect("a port");
    let named = Config { allow_hosts: vec!["localhost".to_owned()], ..config() };
    assert_eq!(check(&named, &format!("http://localhost:{port}/")).await, Ok("data".to_owned()));
}
