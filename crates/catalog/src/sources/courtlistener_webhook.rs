//! CourtListener's webhooks: docket alerts, search alerts and what it says of them.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::CourtlistenerWebhook,
    title: "Alerts of CourtListener on federal dockets",
    publisher: "Free Law Project (CourtListener), from the RECAP archive",
    home: "https://www.courtlistener.com/help/api/webhooks/",
    location: Location::Sent,
    cadence: Cadence::Live,
    licence: "Public court records; terms of CourtListener",
    definitions: &[],
    caveats: &[
        "A body carries no signature: that it comes from CourtListener rests on a secret address and on the sender's address alone.",
        "A docket alert names the docket by CourtListener's own number; court and docket number come with an answer of the API.",
        "The text of an entry is often empty and filled in later, without a second alert.",
        "An alert on a docket is switched off about 180 days after the case ended: from then on silence says nothing.",
        "Bodies are kept as they came, and a report on old alerts holds the keys with which those alerts can be switched off.",
    ],
    signature: Signature::Json { names: &["payload", "webhook", "event_type", "version", "deprecation_date"] },
};
