//! Pages of the federal courts' CM/ECF systems that somebody saved.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::PacerPages,
    title: "Pages of PACER: docket reports, case summaries and histories of cases",
    publisher: "United States Courts, each court its own system",
    home: "https://pacer.uscourts.gov/",
    location: Location::HandedIn,
    cadence: Cadence::Irregular,
    licence: "Public court records; terms of PACER",
    definitions: &[],
    caveats: &[
        "A page is what one court showed at one moment; counts, dispositions and parties change, and a list is full only for the moment of the page.",
        "Counts under \"Pending Counts\" are not undecided: convictions stay there, and some dismissals too.",
        "Some courts write charges without a citation; whether such a charge is under 18 U.S.C. 111 is unknown, not no.",
        "The court is taken from the page's own links, else from the name of the file (nysd_1.html); a page that gives neither is not read.",
        "Names of private persons stand in pages; they are kept for matching and do not leave by default.",
    ],
    signature: Signature::Page { marks: &[&["cm/ecf", "cmecf"], &["/cgi-bin/"]] },
};
