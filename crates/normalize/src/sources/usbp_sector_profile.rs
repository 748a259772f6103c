//! Border Patrol sector profile: a row for each sector, border or the nation, and fiscal year.

use catalog::SourceId;

use crate::{
    decoded::{Rows, UnknownFormat},
    sources::{
        delimited::{self, Layout},
        usbp::{self, Row},
    },
};

const LAYOUT: Layout = Layout {
    source_id: SourceId::UsbpSectorProfile,
    delimiter: ',',
    columns: &["sector", "fiscal_year", "assaults", "number_of_agents", "total_apprehensions"],
};

/// Rows of the file; their cells are assaults, agents and apprehensions.
pub(crate) fn decode(bytes: &[u8]) -> Result<Rows<Row>, UnknownFormat> {
    delimited::read(bytes, &LAYOUT, |record, problems| usbp::row(record, LAYOUT.columns.len(), problems))
}
