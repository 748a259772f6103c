//! Border Patrol sector profiles, fiscal years 2011 to 2019.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::UsbpSectorProfile,
    title: "U.S. Border Patrol sector profile, fiscal years 2011 to 2019",
    publisher: "U.S. Customs and Border Protection, U.S. Border Patrol; tabulated by Jacob Kaplan",
    home: "https://github.com/jacobkap/borderpatrol",
    location: Location::HandedIn,
    cadence: Cadence::Ended,
    licence: "US government work; the tabulation under the MIT licence",
    definitions: &["usbp-singular-assault", "usbp-agents-on-duty", "usbp-apprehension"],
    caveats: &[
        "The assaults column of fiscal year 2018 repeats fiscal year 2017 in every sector, in the official PDFs as well, while the other columns changed: treat it as missing, not as 786.",
        "Sectors, three border subtotals and a national total stand in one column; adding all rows counts everything three times.",
        "An assault is counted once per agent, subject and object: one event of February 2017 was booked as 126 assaults.",
        "Numbers were tabulated from PDFs by a third party; the PDFs are the authority.",
    ],
    signature: Signature::DelimitedHeader {
        delimiter: b',',
        columns: &["sector", "fiscal_year", "number_of_agents", "total_apprehensions", "assaults"],
    },
};
