//! ICE's individual-level releases: arrests, detainers, detentions, encounters, removals, one row a record.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::IceIndividualRelease,
    title: "ICE individual-level releases: arrests, detainers, detention stints and stays",
    publisher: "U.S. Immigration and Customs Enforcement, released through the Deportation Data Project",
    home: "https://deportationdata.org/data/ice.html",
    location: Location::HandedIn,
    cadence: Cadence::Irregular,
    licence: "US government work, no copyright in the United States; the Deportation Data Project asks to be cited",
    definitions: &[
        "ice-individual-arrest-all-rows",
        "ice-individual-arrest-without-likely-duplicates",
        "ice-individual-stint-all-rows",
        "ice-individual-stint-without-likely-duplicates",
        "ice-individual-stay",
        "ice-individual-detainer-all-rows",
        "ice-individual-detainer-without-likely-duplicates",
    ],
    caveats: &[
        "Rows are records about persons. The tables stay in the object store; what leaves are counts, with small cells and their complements withheld.",
        "One event can stand in several rows, and which of them are duplicates is a rule, not a fact: both countings are given, and their difference.",
        "A release restates all earlier months: the same month in a later release is another vintage.",
        "The last month breaks off on the day as of which the release was made; it is a lower bound.",
        "Months in which the reporting of a state was interrupted are gaps by a rule that is told with the counts; the file does not say why they are low.",
        "Many arrests have no state; it is filled in from the name of the duty site where that shows one.",
        "Which facility lies in which state is no part of the release; without a table of facilities the state of a book-in is unstated.",
        "Nobody outside can check a record: a release says what the agency's systems held on a day.",
    ],
    signature: Signature::Archive {
        words: &["Arrests", "Detainers", "Detentions", "Encounters", "Removals"],
        endings: &[".xlsx", ".csv", ".parquet"],
    },
};
