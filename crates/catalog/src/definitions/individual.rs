//! Rows of ICE's individual-level releases, as this project counts them: two instruments of one file, with and without likely duplicates.

use domain::{
    CountingUnit::{Arrest, Report, Stay, Stint},
    definition::Inclusion::Included,
};

use super::Entry;

const RELEASES: &[&str] =
    &["https://deportationdata.org/data/ice.html (files that ICE released under the Freedom of Information Act, with a codebook)"];

const ROW: Entry = Entry {
    least_severity: "none: no offence is needed",
    duty_status: "does not apply",
    completeness: "whole months of the release; a month that breaks off is a lower bound, a suspected interruption of the reporting is a gap, and cells of fewer persons than the threshold are withheld together with others from which they would follow",
    revisable: Included,
    citations: RELEASES,
    ..Entry::UNSTATED
};

const ARREST: Entry = Entry {
    unit: Arrest,
    population: "people in the arrest records of ICE's Enforcement and Removal Operations",
    date_basis: "calendar day of the apprehension, as the file has it",
    ..ROW
};

const STINT: Entry = Entry {
    unit: Stint,
    population: "people in ICE detention, each facility of a stay for itself",
    date_basis: "calendar day of the book-in to the facility, as the file has it",
    ..ROW
};

const DETAINER: Entry = Entry {
    unit: Report,
    population: "people held by others for whom ICE prepared a detainer",
    date_basis: "day on which the detainer was prepared",
    ..ROW
};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        slug: "ice-individual-arrest-all-rows",
        title: "Rows of arrests in an individual-level release of ICE",
        text: "Every row of the release's files of arrests. One person can be arrested more than once, and one arrest can stand in several rows: a reprocessed arrest has a row of its own. The state is the one that the file gives, else the one that the name of the duty site shows.",
        ..ARREST
    },
    Entry {
        slug: "ice-individual-arrest-without-likely-duplicates",
        title: "Arrests in an individual-level release of ICE, likely duplicates dropped",
        text: "Rows of one person that follow each other within 24 hours are one arrest, of which the first row counts, before reprocessed ones. Rows without an identifier are all kept, since nothing says whose they are.",
        ..ARREST
    },
    Entry {
        slug: "ice-individual-stint-all-rows",
        title: "Rows of detention stints in an individual-level release of ICE",
        text: "Every row of the release's files of detentions, by the book-in to the facility: whoever is transferred is booked in again. The state is that of the facility in a table of facilities, and unstated without one.",
        ..STINT
    },
    Entry {
        slug: "ice-individual-stint-without-likely-duplicates",
        title: "Detention stints in an individual-level release of ICE, likely duplicates dropped",
        text: "Stints that are equal but for their bond count once, and of several stints of a stay in one facility that begin on one day the last counts. Rows without an identifier are all kept.",
        ..STINT
    },
    Entry {
        slug: "ice-individual-stay",
        title: "Detention stays in an individual-level release of ICE",
        text: "Stints of one person with one book-in of the stay, from the first facility to the last, put together after likely duplicates were dropped: with and without them there are as many. The state is that of the first facility. Rows without an identifier are in no stay.",
        unit: Stay,
        population: "people in ICE detention",
        date_basis: "calendar day of the book-in of the stay",
        ..ROW
    },
    Entry {
        slug: "ice-individual-detainer-all-rows",
        title: "Rows of detainers in an individual-level release of ICE",
        text: "Every row of the release's files of detainers, whether the detainer was lodged, lifted or honoured. The state is that of the facility to which it went, and the programme the one at the time of the arrest.",
        ..DETAINER
    },
    Entry {
        slug: "ice-individual-detainer-without-likely-duplicates",
        title: "Detainers in an individual-level release of ICE, likely duplicates counted once",
        text: "Several rows with one identifier and one day of preparation count once, in the first of them. The published tables only mark such rows and drop none; counting the first is this project's rule. Rows without an identifier are all kept.",
        ..DETAINER
    },
];
