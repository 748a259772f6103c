//! What a webhook is sent: a CloudEvent in structured mode, signed by the convention of Standard Webhooks. Pure.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use contracts::{
    Event as _,
    court::{AlertDigest, WebhookDelivery},
    events::AlertRaised,
};
use domain::Instant;
use ring::hmac;
use serde_json::{Value, json};

use crate::{CaseNames, views::alert};

/// Where these events come from, as on the bus.
const SOURCE: &str = "/plumbline/court";

/// Type of the event that carries the alerts of a day.
const DIGEST: &str = "org.plumbline.court.alert_digest.v1";

/// Media type of the body.
pub(super) const MEDIA_TYPE: &str = "application/cloudevents+json; charset=utf-8";

/// The event as JSON. Alerts carry captions and texts only where names are shown.
pub(super) fn body(delivery: &WebhookDelivery, names: CaseNames) -> serde_json::Result<Vec<u8>> {
    let mut alerts: Vec<AlertRaised> = delivery.alerts.iter().cloned().map(|alert| alert::leaving(alert, names)).collect();
    let told_at = alerts.iter().map(|alert| alert.told_at.clone()).max().unwrap_or_default();
    let event = if delivery.digest_of.is_empty() {
        let alert = alerts.pop().unwrap_or_default();
        envelope(&alert.id(), &AlertRaised::cloud_type(), (&delivery.watch, &told_at), &serde_json::to_value(&alert)?)
    } else {
        let digest = AlertDigest {
            watch: delivery.watch.clone(),
            watch_title: delivery.watch_title.clone(),
            day: delivery.digest_of.clone(),
            alerts,
            total: delivery.alerts_total,
        };
        envelope(&delivery.id, DIGEST, (&delivery.watch, &told_at), &serde_json::to_value(&digest)?)
    };
    serde_json::to_vec(&event)
}

fn envelope(id: &str, kind: &str, (subject, time): (&str, &str), data: &Value) -> Value {
    json!({
        "specversion": "1.0",
        "id": id,
        "source": SOURCE,
        "type": kind,
        "subject": subject,
        "time": time,
        "datacontenttype": "application/json",
        "data": data,
    })
}

/// Headers of the signature: id, seconds since the epoch, and HMAC-SHA256 over `id.timestamp.body`. The key is what base64 behind `whsec_` says, or
/// the bytes of the text.
pub(super) fn signature(delivery: &WebhookDelivery, now: Instant, body: &[u8]) -> [(&'static str, String); 3] {
    let decoded = delivery.secret.strip_prefix("whsec_").and_then(|text| STANDARD.decode(text).ok());
    let key = decoded.unwrap_or_else(|| delivery.secret.as_bytes().to_vec());
    let timestamp = now.unix_millis().div_euclid(1000).to_string();
    let signed = [delivery.id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat();
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), &signed);
    let signature = format!("v1,{}", STANDARD.encode(tag.as_ref()));
    [("webhook-id", delivery.id.clone()), ("webhook-timestamp", timestamp), ("webhook-signature", signature)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alert() -> AlertRaised {
        AlertRaised {
            alert: "ab".repeat(32),
            revision: 2,
            watch: "w".into(),
            class: "filing".into(),
            title: "nysd 1:26-cr-00120: Order".into(),
            caption: "USA v. Somebody".into(),
            told_at: "2026-01-06T10:06:00.000Z".into(),
            cursor: 7,
            ..AlertRaised::default()
        }
    }

    fn shown(delivery: &WebhookDelivery, names: CaseNames) -> String {
        let body: Value = serde_json::from_slice(&body(delivery, names).expect("a body")).expect("JSON");
        serde_json::to_string_pretty(&body).expect("JSON")
    }

    #[test]
    fn an_alert_is_a_cloud_event_without_names_of_persons() {
        let delivery = WebhookDelivery { id: "d1".into(), watch: "w".into(), alerts: vec![alert()], ..WebhookDelivery::default() };
        insta::assert_snapshot!(shown(&delivery, CaseNames::Withheld), @r#"
        {
          "data": {
            "alert": "abababababababababababababababababababababababababababababababab",
            "class": "filing",
            "cursor": "7",
            "revision": 2,
            "title": "nysd 1:26-cr-00120: Order",
            "toldAt": "2026-01-06T10:06:00.000Z",
            "watch": "w"
          },
          "datacontenttype": "application/json",
          "id": "b1a0ab5b05ee5101c6a0229726ae3db2462097c2bbf79d1280cd72d8a3446d66",
          "source": "/plumbline/court",
          "specversion": "1.0",
          "subject": "w",
          "time": "2026-01-06T10:06:00.000Z",
          "type": "org.plumbline.court.alert_raised.v1"
        }
        "#);
        assert!(shown(&delivery, CaseNames::Shown).contains("USA v. Somebody"));
    }

    #[test]
    fn the_alerts_of_a_day_are_one_event() {
        let delivery = WebhookDelivery {
            id: "d1".into(),
            watch: "w".into(),
            watch_title: "Ours".into(),
            digest_of: "2026-01-06".into(),
            alerts: vec![
                AlertRaised { alert: "a".into(), ..AlertRaised::default() },
                AlertRaised { alert: "b".into(), ..AlertRaised::default() },
            ],
            alerts_total: 2,
            ..WebhookDelivery::default()
        };
        insta::assert_snapshot!(shown(&delivery, CaseNames::Withheld), @r#"
        {
          "data": {
            "alerts": [
              {
                "alert": "a"
              },
              {
                "alert": "b"
              }
            ],
            "day": "2026-01-06",
            "total": "2",
            "watch": "w",
            "watchTitle": "Ours"
          },
          "datacontenttype": "application/json",
          "id": "d1",
          "source": "/plumbline/court",
          "specversion": "1.0",
          "subject": "w",
          "time": "",
          "type": "org.plumbline.court.alert_digest.v1"
        }
        "#);
    }

    /// The example of the convention's own specification.
    #[test]
    fn the_signature_is_that_of_the_convention() {
        let delivery = WebhookDelivery {
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek".into(),
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".into(),
            ..WebhookDelivery::default()
        };
        let headers = signature(&delivery, Instant::from_unix_millis(1_614_265_330_000), b"{\"test\": 2432232314}");
        let shown: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        assert_eq!(
            shown,
            [
                "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek",
                "webhook-timestamp: 1614265330",
                "webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ]
        );
    }
}
