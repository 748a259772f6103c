//! Answers of CourtListener's REST API, version 4.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::CourtlistenerApi,
    title: "Dockets, docket entries, parties and searches of CourtListener (REST API, version 4)",
    publisher: "Free Law Project (CourtListener), from the RECAP archive",
    home: "https://www.courtlistener.com/help/api/rest/pacer/",
    location: Location::Http {
        url: "https://www.courtlistener.com/api/rest/v4/<endpoint>/",
        note: "Needs a token and is limited to some questions a minute, an hour and a day; it is asked by the section [ingest.courtlistener], not by an address.",
    },
    cadence: Cadence::Live,
    licence: "Public court records; terms of CourtListener",
    definitions: &[],
    caveats: &[
        "It holds what somebody bought or a feed showed, and can be stale: a docket without entries is not one in which nothing happened.",
        "Counts carry no citation of their own; it stands in their text.",
        "Counts are replaced only where the new list is not empty, so that a list that was emptied still shows what stood before.",
        "A party lists its parts in all its dockets unless the question filters them.",
        "Parties that a court removed from a docket stay.",
    ],
    signature: Signature::AnyOf(&[
        Signature::Json { names: &["next", "previous", "results", "resource_uri"] },
        Signature::Json { names: &["next", "previous", "results", "docketNumber", "docket_id"] },
        Signature::Json { names: &["resource_uri", "docket_number", "court_id", "pacer_case_id", "date_modified"] },
        Signature::Json { names: &["resource_uri", "docket", "entry_number", "recap_documents", "date_modified"] },
        Signature::Json { names: &["resource_uri", "party_types", "criminal_counts", "criminal_complaints"] },
    ]),
};
