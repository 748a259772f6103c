//! CBP assault incidents by type: a row for each incident, component, area and type of assault.

use catalog::SourceId;

use crate::{
    decoded::{Rows, UnknownFormat},
    rules::months::Month,
    sources::{
        cbp,
        delimited::{self, Layout},
    },
};

/// A type of assault in an incident, as one area of one component reports it.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) month: Month,
    pub(crate) component: String,
    pub(crate) region: String,
    pub(crate) area: String,
    pub(crate) assault_type: String,
    pub(crate) incident: String,
}

const LAYOUT: Layout = Layout {
    source_id: SourceId::CbpAssaultTypes,
    delimiter: ',',
    columns: &["Fiscal Year", "Month (abbv)", "Component", "Region", "Area of Responsibility", "Assault Type Used by Subject", "Unique ID"],
};

/// Rows of the file.
pub(crate) fn decode(bytes: &[u8]) -> Result<Rows<Row>, UnknownFormat> {
    delimited::read(bytes, &LAYOUT, |record, problems| {
        let month = cbp::month(record, 0, 1, problems)?;
        let component = cbp::named(record, 2, "component", problems)?;
        let area = cbp::named(record, 4, "area of responsibility", problems)?;
        let assault_type = cbp::named(record, 5, "type of assault", problems)?;
        let incident = cbp::named(record, 6, "incident id", problems)?;
        Some(Row { line: record.line, month, component, region: record.text(3).to_owned(), area, assault_type, incident })
    })
}
