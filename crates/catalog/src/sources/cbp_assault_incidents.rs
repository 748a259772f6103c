//! CBP assault incidents and officers assaulted, one row per incident and area.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::CbpAssaultIncidents,
    title: "CBP assault incidents and officers or agents assaulted",
    publisher: "U.S. Customs and Border Protection",
    home: "https://www.cbp.gov/document/stats/assault-incidents-and-officers/agents-assaulted",
    location: Location::Http {
        url: "https://www.cbp.gov/sites/default/files/<YYYY-MM>/assault-incidents-officer-agent-fy<first>-fy<last>-<mon>.csv",
        note: "The address changes with every release; take the current one from the page of the data set.",
    },
    cadence: Cadence::Monthly,
    licence: "US government work, no copyright in the United States",
    definitions: &["cbp-assault-incident", "cbp-assaulted-officer"],
    caveats: &[
        "The same rows carry two counting units: distinct incident ids, and the sum of the officer column. They differ by a factor of about two to three.",
        "An incident that touched several areas or components has a row for each, so sums of incidents over areas exceed the national number. Only distinct ids count.",
        "A handful of incidents carry much of the officer count: ten hold more than a quarter of the officers of fiscal year 2026 to July.",
        "The current fiscal year is labelled `2026 (FYTD)`; October to December belong to the calendar year before the label.",
        "One area name contains commas within quotes, and one area name occurs under two components and in two regions.",
        "CBP revises earlier months; a later file does not only add rows.",
        "Only authorized officers on duty are in the file; the rule differs from the pages of fiscal years 2015 to 2018.",
    ],
    signature: Signature::DelimitedHeader {
        delimiter: b',',
        columns: &["Fiscal Year", "Month (abbv)", "Component", "Region", "Area of Responsibility", "Unique ID", "Count of Officers/Agents"],
    },
};
