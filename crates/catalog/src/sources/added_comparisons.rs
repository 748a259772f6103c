//! Comparisons that a user of this installation declares.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::AddedComparisons,
    title: "Comparisons declared by users",
    publisher: "The users of this installation",
    home: "handed in as a file in the form of the catalogue's own comparisons",
    location: Location::HandedIn,
    cadence: Cadence::Irregular,
    licence: "Declarations of this installation",
    definitions: &[],
    caveats: &[
        "The hash of a declaration is fixed when it is handed in, before data are joined; a changed declaration has another hash.",
        "A comparison of the catalogue cannot be replaced.",
    ],
    signature: Signature::Declaration { marks: &[&["slug"], &["question"], &["[[row]]", "[[analysis]]"]] },
};
