//! Claims that a user of this installation adds to the ledger.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::AddedClaims,
    title: "Claims added to the ledger",
    publisher: "The users of this installation; each claim names its speaker and where it was said",
    home: "handed in as a file in the form of the catalogue's own ledger",
    location: Location::HandedIn,
    cadence: Cadence::Irregular,
    licence: "Facts with citations",
    definitions: &[],
    caveats: &[
        "A claim of the catalogue cannot be replaced; an added one is replaced by a later file that has its id, and the earlier vintage stays.",
        "Nobody but the user who added it has looked at a claim's wording and citation.",
    ],
    signature: Signature::Declaration { marks: &[&["[[claim]]"]] },
};
