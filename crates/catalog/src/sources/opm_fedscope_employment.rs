//! OPM `FedScope` employment cube by agency, pay plan, grade and occupational series.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::OpmFedscopeEmployment,
    title: "OPM FedScope employment by agency, pay plan, grade and series",
    publisher: "U.S. Office of Personnel Management",
    home: "https://www.fedscope.opm.gov/",
    location: Location::HandedIn,
    cadence: Cadence::HalfYearly,
    licence: "US government work, no copyright in the United States",
    definitions: &["opm-series-employment", "opm-all-employees"],
    caveats: &[
        "Cells of ten or fewer employees are pooled into rows marked `10_OR_LESS`, so sums over a series are a little low and are a range, not a number.",
        "Series 1801 is not purely sworn officers; it also holds inspection and support posts.",
        "A file holds more than one month; they must be kept apart by its date code.",
        "The split by occupation ends with March 2025, before the hiring of 2025.",
        "Columns are separated by tabs although the file may be named `.txt` or `.csv`.",
    ],
    signature: Signature::DelimitedHeader {
        delimiter: b'\t',
        columns: &["DATECODE", "AGY", "AGYT", "AGYSUB", "AGYSUBT", "OCC", "OCCT", "PAYPLAN", "GRD", "EMPCOUNT"],
    },
};
