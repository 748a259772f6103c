//! Numbers of prosecutions by district and month, out of files that are too large to be handed around.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::ProsecutionCounts,
    title: "Prosecutions under 18 U.S.C. 111 by district and month, counted from LIONS and the FJC's integrated database",
    publisher: "Counted by this program from files of the Executive Office for United States Attorneys and the Federal Judicial Center",
    home: "https://www.justice.gov/usao/resources/foia-library/national-caseload-data",
    location: Location::HandedIn,
    cadence: Cadence::Monthly,
    licence: "US government works; the counts are facts",
    definitions: &["lions-section-111-defendant", "lions-section-111-case", "lions-section-111-count", "fjc-section-111-defendant-filed"],
    caveats: &[
        "LIONS dates a participant by the filing in a court and the integrated database by the fiscal-year snapshot; they do not agree with the day of a docket.",
        "Defendants, cases and counts are different things, and each statistic counts them by its own rules: they stand side by side and are never added.",
        "The integrated database keeps five charges of a defendant; a further one under the section is not seen.",
        "Of LIONS only the last months stay online; what was not archived cannot be counted again.",
    ],
    signature: Signature::DelimitedHeader {
        delimiter: b',',
        columns: &["statistic", "unit", "court", "month", "value", "missing", "basis", "origin"],
    },
};
