//! Alerts and watches as readers see them, with names of persons left out where they are withheld.

use contracts::{court::Watch, events::AlertRaised};

use super::address;
use crate::CaseNames;

/// Classes whose text is about a feed or a webhook and names nobody.
const NAMELESS: [&str; 4] = ["feed_stale", "feed_types", "coverage_lost", "webhook_disabled"];

/// The alert as it may leave: captions and texts of courts name persons.
pub(crate) fn leaving(mut alert: AlertRaised, names: CaseNames) -> AlertRaised {
    if names == CaseNames::Withheld {
        alert.caption.clear();
        if !NAMELESS.contains(&alert.class.as_str()) {
            alert.text.clear();
        }
    }
    alert
}

/// Classes of alerts with their words.
pub(crate) const CLASSES: [(&str, &str); 8] = [
    ("filing", "new entry"),
    ("new_case", "new case or charge"),
    ("disposition", "disposition changed"),
    ("count_vanished", "count no longer there"),
    ("feed_stale", "feed stale"),
    ("feed_types", "feed shows other kinds of entries"),
    ("coverage_lost", "coverage lost"),
    ("webhook_disabled", "webhook disabled"),
];

/// Reasons for noise with their words.
pub(crate) const NOISE: [(&str, &str); 4] = [
    ("routine", "routine entry"),
    ("doe_caption", "caption with a Doe"),
    ("old_document", "old document, seen only now"),
    ("cosmetic", "only wording or link changed"),
];

/// Noise that a form mutes unless it is told otherwise.
pub(crate) const USUALLY_MUTED: [&str; 2] = ["old_document", "cosmetic"];

/// A class or a reason for noise in words; one that is not known is shown as it is.
pub(crate) fn in_words(name: &str) -> &str {
    CLASSES.iter().chain(&NOISE).find(|(known, _)| *known == name).map_or(name, |(_, words)| words)
}

/// The host of a webhook. The rest of the address is often a secret of its own.
pub(crate) fn webhook_host(watch: &Watch) -> Option<String> {
    let url = &watch.webhook.as_ref().filter(|webhook| !webhook.url.is_empty())?.url;
    let host = url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
    Some(host.unwrap_or_else(|| "an address that cannot be read".to_owned()))
}

/// What a watch asks for: a name and what is given, without what is not.
pub(crate) fn criteria(watch: &Watch) -> Vec<(&'static str, String)> {
    let muted: Vec<&str> = watch.muted.iter().map(|name| in_words(name)).collect();
    let delivery = match watch.delivery.as_str() {
        "daily" => "once a day (UTC)",
        _ => "",
    };
    let all = [
        ("Docket number", watch.docket_number.clone()),
        ("Caption or party", watch.party.clone()),
        ("Statute", watch.statute.clone()),
        ("Courts", watch.courts.join(", ")),
        ("Kind of entry", watch.event_type.clone()),
        ("Text", watch.text.clone()),
        ("Muted", muted.join(", ")),
        ("Webhook told", delivery.to_owned()),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// The page of a watch.
pub(crate) fn page_of(watch: &str) -> String {
    address::page(&["watches", watch])
}

/// The feed of a watch.
pub(crate) fn feed_of(watch: &str) -> String {
    address::page(&["watches", watch, "feed.atom"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alert(class: &str) -> AlertRaised {
        AlertRaised {
            class: class.into(),
            caption: "USA v. Somebody".into(),
            text: "words".into(),
            title: "t".into(),
            ..AlertRaised::default()
        }
    }

    #[test]
    fn captions_and_texts_of_courts_are_withheld_and_words_on_feeds_are_not() {
        let left = |class: &str, names| {
            let AlertRaised { caption, text, title, .. } = leaving(alert(class), names);
            format!("{title} | {caption} | {text}")
        };
        assert_eq!(left("filing", CaseNames::Withheld), "t |  | ");
        assert_eq!(left("something_new", CaseNames::Withheld), "t |  | ");
        assert_eq!(left("feed_stale", CaseNames::Withheld), "t |  | words");
        assert_eq!(left("filing", CaseNames::Shown), "t | USA v. Somebody | words");
    }

    #[test]
    fn of_a_webhook_only_the_host_is_shown() {
        let webhook = contracts::court::Webhook { url: "https://hooks.example.org/T0/s3cret?x=1".into(), ..Default::default() };
        let watch = Watch { webhook: Some(webhook), ..Watch::default() };
        assert_eq!(webhook_host(&watch).as_deref(), Some("hooks.example.org"));
        assert_eq!(webhook_host(&Watch::default()), None);
    }
}
