//! OHSS monthly tables of immigration enforcement and legal processes.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::OhssMonthlyTables,
    title: "OHSS monthly tables: arrests, book-ins, book-outs, removals and repatriations, rounded to tens",
    publisher: "DHS Office of Homeland Security Statistics",
    home: "https://ohss.dhs.gov/topics/immigration/immigration-enforcement/monthly-tables",
    location: Location::HandedIn,
    cadence: Cadence::Monthly,
    licence: "US government work, no copyright in the United States",
    definitions: &[
        "ohss-ero-administrative-arrest",
        "ohss-ice-book-in",
        "ohss-ice-book-out",
        "ohss-ero-removal-or-return",
        "ohss-dhs-repatriation",
        "ohss-southwest-border-book-out",
    ],
    caveats: &[
        "Every cell is rounded to the nearest ten, so a printed number is a range of ten, and a printed zero can be five.",
        "`X` says that something does not apply, `NA` that it is not available; neither is a zero: the totals of February 2019 have about 140 returns to Mexico that stand under an `X`.",
        "Columns by arresting agency do not add up to their total, which also has people whose agency is unknown.",
        "The citizenships of a table are the ten most frequent of its last twelve months: they change from edition to edition.",
        "Later editions update earlier months; the notes say up to which day records were taken.",
        "Book-outs of the southwest border are counted by the date of the encounter, not of the book-out.",
        "The office says that its records may differ from those of the components, because methods of reporting differ.",
    ],
    signature: Signature::Workbook { sheets: &["TOC", "ERO Arrests by", "ICE Book-Ins by", "DHS Repats by"] },
};
