//! What an alert says of a fact.

use contracts::identity;
use domain::Instant;

use crate::fact::{Class, Fact, Noise};

/// What names an alert: the same watch says the same thing once, however often it learns more.
pub(crate) fn alert_id(watch: &str, fact: &Fact) -> String {
    identity::of_parts(["alert", watch, fact.class.as_str(), &fact.subject].map(str::as_bytes))
}

/// Hash of what an alert tells. Where it was read last is not part of it: a feed shows the same entry in hundreds of snapshots.
pub(crate) fn content_hash(fact: &Fact) -> String {
    let Fact { noise, court, case_key, docket_number, caption, kind, text, link, happened_at, .. } = fact;
    let noise = noise.map(Noise::as_str).unwrap_or_default();
    let link = link.as_deref().unwrap_or_default();
    let at = happened_at.map_or(i64::MIN, Instant::unix_millis).to_be_bytes();
    let texts = [noise, court, case_key, docket_number, caption, kind, text, link].map(str::as_bytes);
    identity::of_parts(texts.into_iter().chain([at.as_slice()]))
}

/// One line for people. It names no person: captions have a place of their own, so that they can be withheld.
pub(crate) fn title_of(fact: &Fact) -> String {
    let place = match (fact.court.as_str(), fact.docket_number.as_str()) {
        ("", "") => String::new(),
        (court, "") => court.to_owned(),
        ("", docket) => docket.to_owned(),
        (court, docket) => format!("{court} {docket}"),
    };
    let what = match fact.class {
        Class::Filing if fact.kind.is_empty() => "New entry",
        Class::Filing => &fact.kind,
        Class::NewCase => "New case",
        Class::Disposition => "Disposition changed",
        Class::CountVanished => "A count is no longer there",
        Class::FeedStale => "The feed is stale",
        Class::FeedTypes => "The feed shows other kinds of entries",
        Class::CoverageLost => "The feed can no longer show what it could",
        Class::WebhookDisabled => "The webhook of this watch is disabled",
    };
    let more = match fact.class {
        Class::Filing | Class::WebhookDisabled => "",
        _ => fact.kind.as_str(),
    };
    [place.as_str(), what, more].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}
