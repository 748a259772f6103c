//! Border Patrol agents by sector, fiscal years 1992 to 2019.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::UsbpStaffing,
    title: "U.S. Border Patrol staffing by sector, fiscal years 1992 to 2019",
    publisher: "U.S. Customs and Border Protection, U.S. Border Patrol; tabulated by Jacob Kaplan",
    home: "https://github.com/jacobkap/borderpatrol",
    location: Location::HandedIn,
    cadence: Cadence::Ended,
    licence: "US government work; the tabulation under the MIT licence",
    definitions: &["usbp-agents-on-duty"],
    caveats: &[
        "Sectors, border subtotals and the national total stand in one column; subtotals are not sectors.",
        "`NA` is a missing number, never zero; sectors were opened, closed and renamed within the series.",
        "The number is a state at the end of a fiscal year, not officer-years worked.",
    ],
    signature: Signature::DelimitedHeader { delimiter: b',', columns: &["sector", "fiscal_year", "number_of_agents"] },
};
