//! ICE detention statistics, a workbook about every two weeks.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::IceDetentionStatistics,
    title: "ICE detention statistics: book-ins, people detained, average population and stay, book-outs, facilities",
    publisher: "U.S. Immigration and Customs Enforcement",
    home: "https://www.ice.gov/detain/detention-management",
    location: Location::Http {
        url: "https://www.ice.gov/doclib/detention/FY<yy>_detentionStats<MMDDYYYY>.xlsx",
        note: "the address changes with every release, and years and dates in names of files were wrong more than once",
    },
    cadence: Cadence::Irregular,
    licence: "US government work, no copyright in the United States",
    definitions: &[
        "ice-initial-book-in",
        "ice-currently-detained",
        "ice-average-daily-population",
        "ice-average-length-of-stay",
        "ice-final-release",
        "ice-final-book-out",
        "ice-removal-or-return",
    ],
    caveats: &[
        "Every workbook restates the months of its fiscal year: the same month in later workbooks is another vintage, and nothing in a workbook says what was restated.",
        "The month that breaks off is a part; months that have not come are printed as zeros.",
        "Tables carry over from older workbooks: whole sheets of the year before stood under the name of the new year (June and October 2021), footnotes were not renewed (June 2021), the facilities of fiscal year 2020 stood in September 2022.",
        "With fiscal year 2024 final book-outs take the place of final releases: more reasons are counted, and a person can count more than once.",
        "Removals include returns, and those that were confirmed after 5 October count in the next fiscal year.",
        "The workbook does not say on which day it was published; its footnotes say up to which day the data reach, and for facilities a run date that lags behind.",
        "Facilities have no code; a name can stand for two contracts of one place.",
    ],
    signature: Signature::Workbook { sheets: &["Detention", "Facilities FY", "ATD", "Footnotes"] },
};
