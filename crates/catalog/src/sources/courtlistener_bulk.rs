//! Tables of CourtListener's bulk data.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::CourtlistenerBulk,
    title: "Bulk data of CourtListener: dockets and courts",
    publisher: "Free Law Project (CourtListener), from the RECAP archive",
    home: "https://www.courtlistener.com/help/api/bulk-data/",
    location: Location::HandedIn,
    cadence: Cadence::Quarterly,
    licence: "Public domain, as the publisher marks it",
    definitions: &[],
    caveats: &[
        "Each release is a whole copy; counts, parties and entries are not in it.",
        "It is PostgreSQL's CSV: a quote within a value is escaped by a backslash, and an empty field without quotes is NULL, not empty text.",
        "Dockets without a number of CM/ECF come from opinions, state courts and other imports; they are counted, not read.",
    ],
    signature: Signature::AnyOf(&[
        Signature::DelimitedHeader {
            delimiter: b',',
            columns: &[
                "id",
                "date_modified",
                "case_name",
                "docket_number",
                "docket_number_core",
                "pacer_case_id",
                "court_id",
                "federal_dn_case_type",
            ],
        },
        Signature::DelimitedHeader {
            delimiter: b',',
            columns: &["id", "pacer_court_id", "pacer_has_rss_feed", "pacer_rss_entry_types", "fjc_court_id", "jurisdiction"],
        },
    ]),
};
