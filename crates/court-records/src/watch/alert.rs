//! What an alert says of a fact.

use crate::fact::{Class, Fact};
use contracts::identity;

/// What names an alert: the same watch says the same thing once, however often it learns more.
pub(crate) fn alert_id(watch: &str, fact: &Fact) -> String {
    identity::of_parts(["alert", watch, fact.class.as_str(), &fact.subject].map(str::as_bytes))
}

/// Hash of what makes an alert worth telling again: what kind of thing it is, its text, the charges, and whose case it is. Links and
/// dates differ from source to source and back; where it was read last is not part of it either, for a feed shows the same entry in hundreds of snapshots.
pub(crate) fn content_hash(fact: &Fact) -> String {
    let Fact { kind, text, citations, caption, .. } = fact;
    identity::of_parts([kind, text, &folded(caption)].into_iter().chain(citations).map(String::as_bytes))
}

/// A caption without what sources write differently: `United States v. DOE, et al` is `USA v. Doe`. One that a court masked is another.
fn folded(caption: &str) -> String {
    let lower = caption.to_lowercase().replace("united states of america", "usa").replace("united states", "usa");
    let words = lower.split(|character: char| !character.is_alphanumeric()).filter(|word| !matches!(*word, "" | "et" | "al" | "v" | "vs"));
    words.collect::<Vec<_>>().join(" ")
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
