//! Bodies of webhooks: docket alerts (event type 1), search alerts (2), finished fetches (3), the report on old alerts (4), and answered prayers
//! (5), in versions 1 and 2. The versions differ in what a search alert's results look like; everything else is read alike.

use domain::Instant;
use serde::Deserialize;

use super::{
    NotCourtListener, Notes, Notice, Read,
    answer::{self, Item},
    field::{self, List, Object, Scalar},
    notice::AlertFields,
    text,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Body {
    payload: Object<Payload>,
    webhook: Object<Head>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Head {
    version: Scalar,
    event_type: Scalar,
    deprecation_date: Scalar,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Payload {
    results: List<Object<Item>>,
    old_alerts: List<Object<AlertFields>>,
    disabled_alerts: List<Object<AlertFields>>,
    docket: Scalar,
    recap_document: Scalar,
    status: Scalar,
    message: Scalar,
}

/// Reads the body of a webhook.
pub(super) fn read(bytes: &[u8], retrieved_at: Instant) -> Result<Read, NotCourtListener> {
    let body: Object<Body> = field::document(bytes)?;
    let body = body.0.ok_or(NotCourtListener::NoWebhook("payload"))?;
    let head = body.webhook.0.ok_or(NotCourtListener::NoWebhook("webhook"))?;
    let payload = body.payload.0.ok_or(NotCourtListener::NoWebhook("payload"))?;
    let mut notes = Notes::default();
    let deprecated = deprecation(&head, &mut notes);
    let mut read = match head.event_type {
        Scalar::Whole(1 | 2) => {
            let items = payload.results.objects("payload.results", &mut notes);
            if !payload.results.is_there {
                notes.tell("payload", "the alert has no list of results");
            }
            answer::items_of(&items, false, retrieved_at, notes)
        }
        Scalar::Whole(3) => noticed(fetched(&payload, &mut notes), notes),
        Scalar::Whole(4) => old_alerts(&payload, notes),
        Scalar::Whole(5) => {
            let document = payload.recap_document.number("payload.", "recap_document", &mut notes);
            let status = payload.status.number("payload.", "status", &mut notes);
            noticed(Notice::PrayerAnswered { document, status }, notes)
        }
        other => return Err(NotCourtListener::UnknownEvent(text::quoted(&other.written().unwrap_or_default()))),
    };
    read.notices.extend(deprecated);
    Ok(read)
}

fn deprecation(head: &Head, notes: &mut Notes) -> Option<Notice> {
    let on = head.deprecation_date.date("webhook.", "deprecation_date", notes)?;
    Some(Notice::Deprecated { version: head.version.number("webhook.", "version", notes), on })
}

fn fetched(payload: &Payload, notes: &mut Notes) -> Notice {
    Notice::Fetched {
        docket: payload.docket.docket("payload.", "docket", notes),
        document: payload.recap_document.number("payload.", "recap_document", notes),
        status: payload.status.number("payload.", "status", notes),
        message: payload.message.tidy(),
    }
}

fn old_alerts(payload: &Payload, mut notes: Notes) -> Read {
    let mut notices = Vec::new();
    for (place, alert) in payload.disabled_alerts.objects("payload.disabled_alerts", &mut notes) {
        notices.push(Notice::AlertOff(alert.alert(place, &mut notes)));
    }
    for (place, alert) in payload.old_alerts.objects("payload.old_alerts", &mut notes) {
        notices.push(Notice::AlertAging(alert.alert(place, &mut notes)));
    }
    Read { notices, problems: notes.into_problems(), ..Read::default() }
}

fn noticed(notice: Notice, notes: Notes) -> Read {
    Read { notices: vec![notice], problems: notes.into_problems(), ..Read::default() }
}
