//! JSON shapes of watches and alerts.

use std::collections::BTreeMap;

use contracts::{court, events::AlertRaised};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{given, links};
use crate::{
    CaseNames,
    views::{address, alert},
};

/// Watches, in the order in which they were added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct WatchList {
    pub(crate) watches: Vec<Watch>,
    pub(crate) links: BTreeMap<String, String>,
}

/// A standing question over filings: all criteria that are given must be met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Watch {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) docket_number: Option<String>,
    /// Words of the caption or of a party; `@ice` and `@dhs` are lists of names.
    pub(crate) party: Option<String>,
    /// Charges under this statute and below it.
    pub(crate) statute: Option<String>,
    /// CM/ECF codes; empty for all courts.
    pub(crate) courts: Vec<String>,
    pub(crate) event_type: Option<String>,
    pub(crate) text: Option<String>,
    /// Classes and reasons for noise that are not told.
    pub(crate) muted: Vec<String>,
    /// `live` or `daily`.
    pub(crate) delivery: String,
    /// Null if alerts are sent nowhere.
    pub(crate) webhook: Option<Webhook>,
    pub(crate) added_at: String,
    pub(crate) links: BTreeMap<String, String>,
}

/// Where alerts are sent to. Address and key are not told: either can be a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Webhook {
    pub(crate) host: String,
    /// `active` or `disabled`.
    pub(crate) state: String,
    /// How it failed last; null if it did not.
    pub(crate) reason: Option<String>,
    /// Attempts that failed since the last that did not.
    pub(crate) failures: i32,
}

impl From<&court::Watch> for Watch {
    fn from(watch: &court::Watch) -> Self {
        let host = alert::webhook_host(watch);
        let court::Watch { id, title, docket_number, party, statute, courts, event_type, text, muted, delivery, webhook, added_at } =
            watch.clone();
        let webhook = webhook.zip(host).map(|(webhook, host)| {
            let court::Webhook { url: _, secret: _, state, reason, failures } = webhook;
            Webhook { host, state, reason: given(&reason), failures }
        });
        Self {
            links: links([
                ("self", address::api(&["watches", &id])),
                ("page", alert::page_of(&id)),
                ("feed", alert::feed_of(&id)),
                ("alerts", address::with("/api/v1/alerts", &[("watch", &id)])),
                ("stream", address::with("/api/v1/alerts/stream", &[("watch", &id)])),
            ]),
            id,
            title,
            docket_number: given(&docket_number),
            party: given(&party),
            statute: given(&statute),
            courts,
            event_type: given(&event_type),
            text: given(&text),
            muted,
            delivery,
            webhook,
            added_at,
        }
    }
}

/// A watch as it is asked for; what is absent is not asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WatchAsked {
    /// For people; absent is made from the criteria.
    #[serde(default)]
    title: String,
    /// `1:17-cr-00554`, with or without the office.
    #[serde(default)]
    docket_number: String,
    /// Words of the caption or of a party; `@ice` and `@dhs` are lists of names; words in quotation marks follow each other.
    #[serde(default)]
    party: String,
    /// `18:111`: charges under it and below it.
    #[serde(default)]
    statute: String,
    /// CM/ECF codes.
    #[serde(default)]
    courts: Vec<String>,
    /// Words of the kind of entry.
    #[serde(default)]
    event_type: String,
    /// Words of the entry's kind and text.
    #[serde(default)]
    text: String,
    /// Classes and reasons for noise that are not told.
    #[serde(default)]
    muted: Vec<String>,
    /// `live` (the default) or `daily`.
    #[serde(default)]
    delivery: String,
    /// Where alerts are sent to.
    webhook: Option<WebhookAsked>,
}

/// A webhook as it is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookAsked {
    /// `https://…`; addresses that are not public are refused.
    url: String,
    /// Key of the signature: `whsec_` and base64, or 16 to 200 characters. It is never told again.
    secret: String,
}

impl From<WatchAsked> for court::Watch {
    fn from(asked: WatchAsked) -> Self {
        let WatchAsked { title, docket_number, party, statute, courts, event_type, text, muted, delivery, webhook } = asked;
        let webhook = webhook.map(|WebhookAsked { url, secret }| court::Webhook { url, secret, ..court::Webhook::default() });
        Self { title, docket_number, party, statute, courts, event_type, text, muted, delivery, webhook, ..Self::default() }
    }
}

/// What came of adding a watch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct WatchAdded {
    pub(crate) watch: Watch,
    /// True if the same watch was already there; its webhook is enabled again.
    pub(crate) known: bool,
}

/// What a watch would have told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct WatchTested {
    /// Latest first, 50 at most.
    pub(crate) alerts: Vec<Alert>,
    /// All, not only those listed.
    pub(crate) total: i64,
    /// How far back what is known goes; null if nothing is known.
    pub(crate) since: Option<String>,
}

/// Alerts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct AlertList {
    pub(crate) alerts: Vec<Alert>,
    pub(crate) links: BTreeMap<String, String>,
}

/// What a watch tells. An alert that learns more keeps its id and gets a higher revision and a new cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Alert {
    /// Derived from watch, class and what it is about.
    pub(crate) id: String,
    pub(crate) revision: i32,
    /// Its place among all alerts; a list or stream is resumed after it.
    pub(crate) cursor: i64,
    /// Id of the watch.
    pub(crate) watch: String,
    pub(crate) watch_title: String,
    /// `filing`, `new_case`, `disposition`, `count_vanished`, `feed_stale`, `feed_types`, `coverage_lost` or `webhook_disabled`.
    pub(crate) class: String,
    /// Why it may be noise: `routine`, `doe_caption`, `old_document` or `cosmetic`; null if it may not.
    pub(crate) noise: Option<String>,
    pub(crate) court: Option<String>,
    pub(crate) docket_number: Option<String>,
    /// Court and number of the case.
    pub(crate) case_key: Option<String>,
    /// One line for people; it names no person.
    pub(crate) title: String,
    /// Kind of entry.
    pub(crate) kind: Option<String>,
    /// Null where captions are withheld, because they carry names of persons.
    pub(crate) caption: Option<String>,
    /// Null where texts of courts are withheld, because they carry names of persons.
    pub(crate) text: Option<String>,
    /// At the court.
    pub(crate) link: Option<String>,
    pub(crate) happened_at: Option<String>,
    /// When it was first seen.
    pub(crate) seen_at: Option<String>,
    /// When this revision was told.
    pub(crate) told_at: Option<String>,
    pub(crate) source: Option<String>,
    /// Snapshot that says it.
    pub(crate) snapshot: Option<String>,
    /// Place in the snapshot.
    pub(crate) locator: Option<String>,
    pub(crate) links: BTreeMap<String, String>,
}

impl Alert {
    /// An alert, with what names persons only where names are shown.
    pub(crate) fn of(raised: AlertRaised, names: CaseNames) -> Self {
        let AlertRaised {
            alert,
            revision,
            watch,
            watch_title,
            class,
            noise,
            court,
            case_key,
            subject: _,
            title,
            text,
            link,
            happened_at,
            seen_at,
            source,
            snapshot,
            locator,
            cursor,
            docket_number,
            caption,
            kind,
            told_at,
        } = alert::leaving(raised, names);
        let mut links = links([("watch", address::api(&["watches", &watch]))]);
        if !snapshot.is_empty() {
            links.insert("snapshot".to_owned(), address::api(&["snapshots", &snapshot]));
        }
        Self {
            id: alert,
            revision,
            cursor,
            watch,
            watch_title,
            class,
            noise: given(&noise),
            court: given(&court),
            docket_number: given(&docket_number),
            case_key: given(&case_key),
            title,
            kind: given(&kind),
            caption: given(&caption),
            text: given(&text),
            link: address::external(&link).map(str::to_owned),
            happened_at: given(&happened_at),
            seen_at: given(&seen_at),
            told_at: given(&told_at),
            source: given(&source),
            snapshot: given(&snapshot),
            locator: given(&locator),
            links,
        }
    }
}
