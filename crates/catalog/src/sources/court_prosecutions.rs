//! New prosecutions under 18 U.S.C. 111, as this program counts them out of feeds, dockets and CourtListener.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::CourtProsecutions,
    title: "New prosecutions under 18 U.S.C. 111 by district and month, counted from feeds, dockets and CourtListener",
    publisher: "Counted by this program from what courts and CourtListener publish",
    home: "crates/court-records/src/rules/cells.rs",
    location: Location::BuiltIn,
    cadence: Cadence::Daily,
    licence: "Counts of public court records",
    definitions: &["docket-section-111-defendant", "docket-section-111-case", "docket-section-111-count", "docket-section-111-outcome"],
    caveats: &[
        "A number is there only where the court's feed shows charging documents and some snapshot looked at every court hour of the month; else it is missing.",
        "A charge is confirmed by the text of a count or complaint that cites the section; text without a citation is unknown and in no number.",
        "Linked cases, a complaint and its indictment, are one prosecution in the month of the first of them.",
        "The release of a day is made when the day is over in UTC, from what was retrieved before.",
    ],
    signature: Signature::DelimitedHeader { delimiter: b',', columns: &["court", "month", "measure", "unit", "value", "missing", "cases"] },
};
