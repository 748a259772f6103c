//! OPM monthly headcount of the parts of DHS.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::OpmDhsHeadcount,
    title: "OPM monthly employee counts of DHS sub-agencies, from January 2021",
    publisher: "U.S. Office of Personnel Management",
    home: "https://www.opm.gov/data/",
    location: Location::HandedIn,
    cadence: Cadence::Monthly,
    licence: "US government work, no copyright in the United States",
    definitions: &["opm-all-employees"],
    caveats: &[
        "All employees are counted, not officers; no split by occupation exists after March 2025.",
        "The count column is named `n` in one release and `n_employees` in the next, and the format changed from feather to Parquet.",
        "Names of sub-agencies are in capital letters and long; they must be matched whole.",
        "Where it overlaps with FedScope the two agree: 20,606 for ICE in September 2024 and 20,692 in March 2025.",
    ],
    signature: Signature::Columnar { names: &["year", "month", "agency_subelement"] },
};
