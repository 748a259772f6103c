//! CBP assault incidents: a row for each incident, component and area, with the officers assaulted there.

use catalog::SourceId;

use crate::{
    decoded::{Rows, UnknownFormat, quote},
    rules::months::Month,
    sources::{
        cbp,
        delimited::{self, Layout},
    },
};

/// An incident as one area of one component reports it.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) month: Month,
    pub(crate) component: String,
    pub(crate) region: String,
    pub(crate) area: String,
    pub(crate) incident: String,
    /// Officers or agents assaulted; `None` where the cell cannot be read.
    pub(crate) officers: Option<u64>,
}

const LAYOUT: Layout = Layout {
    source_id: SourceId::CbpAssaultIncidents,
    delimiter: ',',
    columns: &["Fiscal Year", "Month (abbv)", "Component", "Region", "Area of Responsibility", "Unique ID", "Count of Officers/Agents"],
};

/// Rows of the file. A row without a readable count of officers is kept, because it still is an incident.
pub(crate) fn decode(bytes: &[u8]) -> Result<Rows<Row>, UnknownFormat> {
    delimited::read(bytes, &LAYOUT, |record, problems| {
        let month = cbp::month(record, 0, 1, problems)?;
        let component = cbp::named(record, 2, "component", problems)?;
        let area = cbp::named(record, 4, "area of responsibility", problems)?;
        let incident = cbp::named(record, 5, "incident id", problems)?;
        let officers = delimited::count(record.text(6));
        if officers.is_none() {
            let message = format!("{} is not a count of officers; the incident counts, its officers are unknown", quote(record.text(6)));
            problems.report(record.locator(), message);
        }
        Some(Row { line: record.line, month, component, region: record.text(3).to_owned(), area, incident, officers })
    })
}
