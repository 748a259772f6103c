//! Webhooks that come in from CourtListener.
//!
//! Their bodies carry no signature: that a sender is CourtListener rests on an address that only it knows, and on where it sends from. Whoever
//! fails either gets what is answered to any unknown address, so that nobody learns which of the two was right, or whether there is a receiver.
//! What is received is handed to ingest as bytes, and answered once ingest has stored it; nothing is read here.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{ConnectInfo, Path, Request, State},
    http::{HeaderMap, HeaderName, Method, StatusCode},
};
use contracts::ingest::SubmitSnapshotRequest;
use platform::config::Secret;
use serde::Deserialize;

use crate::{App, error::Failure};

/// From where CourtListener says that it sends.
const COURTLISTENER: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::new(34, 210, 230, 218)), IpAddr::V4(Ipv4Addr::new(54, 189, 59, 91))];
/// The name of a delivery, the same each time the sender tries again.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Where a proxy writes for whom it asks.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// The longest name of a delivery, in bytes; CourtListener writes 36.
const MOST_KEY_BYTES: usize = 200;
/// The shortest secret that is taken.
const LEAST_SECRET_BYTES: usize = 16;
/// A body that is not there after this time is not waited for; CourtListener itself waits three seconds for the whole answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The section `[gateway.courtlistener]`. Without the secret `PLUMBLINE_COURTLISTENER_WEBHOOK_SECRET` nothing is received, whatever stands here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Senders {
    /// Addresses from which webhooks are taken.
    pub allow: Vec<IpAddr>,
    /// Addresses of proxies whose `X-Forwarded-For` is believed; from anybody else the header is nothing.
    pub trusted_proxies: Vec<IpAddr>,
    /// The largest body that is taken, in bytes.
    pub most_bytes: usize,
}

impl Default for Senders {
    fn default() -> Self {
        Self { allow: COURTLISTENER.to_vec(), trusted_proxies: Vec::new(), most_bytes: 8 * 1024 * 1024 }
    }
}

/// Who may send, once the secret is known.
#[derive(Debug)]
pub(crate) struct Receiver {
    senders: Senders,
    secret: Option<Secret>,
}

impl Receiver {
    /// A receiver; one without secret takes nothing. A secret that can be guessed is refused at the start.
    pub(crate) fn new(senders: Senders, secret: Option<Secret>) -> anyhow::Result<Self> {
        if let Some(secret) = &secret {
            let length = secret.reveal().len();
            let is_plain = secret.reveal().bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
            anyhow::ensure!(
                length >= LEAST_SECRET_BYTES && is_plain,
                "PLUMBLINE_COURTLISTENER_WEBHOOK_SECRET needs at least {LEAST_SECRET_BYTES} letters, digits, - or _; it is part of an address"
            );
        }
        Ok(Self { senders, secret })
    }

    /// Whether it is CourtListener that sends; if not, why, for the log alone.
    fn check(&self, peer: IpAddr, headers: &HeaderMap, given: &str) -> Result<(), Stranger> {
        let Some(secret) = &self.secret else { return Err(Stranger::NoReceiver) };
        // Both are looked at whatever the first says, so that the time tells neither.
        let knows = secret.is(given);
        let sender = sender(peer, headers, &self.senders.trusted_proxies);
        let is_allowed = sender.is_some_and(|sender| self.senders.allow.iter().any(|address| address.to_canonical() == sender));
        match (knows, is_allowed) {
            (true, true) => Ok(()),
            (false, _) => Err(Stranger::WrongSecret),
            (true, false) => Err(Stranger::WrongAddress { sender }),
        }
    }
}

/// Why a delivery is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum Stranger {
    #[error("no secret is configured")]
    NoReceiver,
    #[error("the secret in the address is wrong")]
    WrongSecret,
    #[error("the secret is right, but the sender's address is not allowed: {}", sender.map_or_else(|| "unknown".to_owned(), |sender| sender.to_string()))]
    WrongAddress { sender: Option<IpAddr> },
}

/// Who sends: the peer, or the one for whom proxies say that they ask. Each proxy adds whom it saw at the end, so that the last address that is
/// no proxy of ours is the only one that a stranger cannot have made up. None if that is no address.
fn sender(peer: IpAddr, headers: &HeaderMap, trusted_proxies: &[IpAddr]) -> Option<IpAddr> {
    let is_trusted = |address: IpAddr| trusted_proxies.iter().any(|proxy| proxy.to_canonical() == address);
    let mut sender = peer.to_canonical();
    let lines: Vec<&str> = headers.get_all(FORWARDED_FOR).iter().map(|line| line.to_str().unwrap_or("")).collect();
    for text in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !is_trusted(sender) {
            break;
        }
        sender = text.trim().parse::<IpAddr>().ok()?.to_canonical();
    }
    Some(sender)
}

/// Takes a delivery in: `POST /hooks/courtlistener/{secret}`. Whatever is not stored is an error of the server, so that the sender tries again.
pub(crate) async fn courtlistener(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Path(given): Path<String>,
    request: Request,
) -> Result<StatusCode, Failure> {
    let unknown = || Failure::NotFound("such address".into());
    if request.method() != Method::POST {
        return Err(unknown());
    }
    if let Err(stranger) = app.receiver.check(peer.ip(), request.headers(), &given) {
        tracing::warn!(service = "gateway", peer = %peer.ip(), reason = %stranger, "a webhook was refused");
        return Err(unknown());
    }
    let idempotency_key = key(request.headers())?;
    let content = read(request.into_body(), app.receiver.senders.most_bytes).await?;
    let submitted = SubmitSnapshotRequest {
        file_name: "webhook of CourtListener".to_owned(),
        source: "courtlistener-webhook".to_owned(),
        content: content.into(),
        idempotency_key,
        stored: String::new(),
    };
    let answer = app.peers.submit(submitted).await?;
    tracing::debug!(
        service = "gateway",
        snapshot = answer.snapshot.map(|snapshot| snapshot.hash),
        delivered_before = answer.delivered_before,
        "a webhook is stored"
    );
    Ok(StatusCode::ACCEPTED)
}

fn key(headers: &HeaderMap) -> Result<String, Failure> {
    let text = headers.get(IDEMPOTENCY_KEY).and_then(|value| value.to_str().ok()).map(str::trim).unwrap_or_default();
    if text.is_empty() || text.len() > MOST_KEY_BYTES {
        return Err(Failure::BadRequest(format!("A webhook needs the header Idempotency-Key with 1 to {MOST_KEY_BYTES} characters.")));
    }
    Ok(text.to_owned())
}

async fn read(body: Body, most_bytes: usize) -> Result<Bytes, Failure> {
    let bytes = tokio::time::timeout(PATIENCE, to_bytes(body, most_bytes)).await.map_err(|_| Failure::TooSlow)?;
    // It fails if the body is too long, and if the sender broke off, who does not read the answer.
    let bytes = bytes.map_err(|_| Failure::TooLarge { most_bytes })?;
    if bytes.is_empty() {
        return Err(Failure::BadRequest("A webhook needs a body.".into()));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "correct-horse-battery";

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn headers(lines: &[&str]) -> HeaderMap {
        let value = |line: &&str| (FORWARDED_FOR, line.parse().expect("a header"));
        lines.iter().map(value).collect()
    }

    #[track_caller]
    fn check_sender(peer: &str, lines: &[&str], proxies: &[&str], wanted: Option<&str>) {
        let proxies: Vec<IpAddr> = proxies.iter().map(|proxy| address(proxy)).collect();
        assert_eq!(sender(address(peer), &headers(lines), &proxies), wanted.map(address), "{peer} {lines:?} {proxies:?}");
    }

    #[test]
    fn a_proxy_is_believed_only_if_it_is_ours() {
        check_sender("9.9.9.9", &[], &[], Some("9.9.9.9"));
        check_sender("::ffff:9.9.9.9", &[], &[], Some("9.9.9.9"));
        check_sender("9.9.9.9", &["34.210.230.218"], &[], Some("9.9.9.9"));
        check_sender("10.0.0.1", &["34.210.230.218"], &["10.0.0.1"], Some("34.210.230.218"));
        check_sender("10.0.0.1", &["34.210.230.218, 9.9.9.9"], &["10.0.0.1"], Some("9.9.9.9"));
        check_sender("10.0.0.1", &["34.210.230.218", "9.9.9.9, 10.0.0.2"], &["10.0.0.1", "10.0.0.2"], Some("9.9.9.9"));
        check_sender("10.0.0.1", &[], &["10.0.0.1"], Some("10.0.0.1"));
        check_sender("10.0.0.1", &["34.210.230.218, what?"], &["10.0.0.1"], None);
    }

    #[test]
    fn only_who_knows_the_secret_and_sends_from_the_right_place_is_heard() {
        let receiver = Receiver::new(Senders::default(), Some(Secret::new(SECRET))).expect("a receiver");
        let check = |peer: &str, given: &str| receiver.check(address(peer), &HeaderMap::new(), given);
        assert_eq!(check("34.210.230.218", SECRET), Ok(()));
        assert_eq!(check("::ffff:54.189.59.91", SECRET), Ok(()));
        assert_eq!(check("34.210.230.218", "correct-horse-batterz"), Err(Stranger::WrongSecret));
        let refused = check("127.0.0.1", SECRET).expect_err("refused").to_string();
        assert_eq!(refused, "the secret is right, but the sender's address is not allowed: 127.0.0.1");
        let off = Receiver::new(Senders::default(), None).expect("a receiver");
        assert_eq!(off.check(address("34.210.230.218"), &HeaderMap::new(), ""), Err(Stranger::NoReceiver));
    }

    #[test]
    fn a_secret_that_can_be_guessed_is_refused_without_being_printed() {
        for secret in ["short", "long enough but with a blank / slash"] {
            let refused = Receiver::new(Senders::default(), Some(Secret::new(secret))).expect_err("refused").to_string();
            assert!(!refused.contains(secret), "{refused}");
        }
    }
}
