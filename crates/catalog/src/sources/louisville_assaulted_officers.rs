//! Louisville Metro Police: one table of assaulted officers, of which two releases count differently.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::LouisvilleAssaultedOfficers,
    title: "Louisville Metro Police assaulted officer data, from 2010",
    publisher: "Louisville Metro Government, Metro Police Department",
    home: "https://data.louisvilleky.gov/",
    location: Location::HandedIn,
    cadence: Cadence::Ended,
    licence: "Louisville Metro open data",
    definitions: &["louisville-assault-incident", "louisville-assault-row"],
    caveats: &[
        "The two known releases hold the same incidents and not the same rows: for 2010 to 2017 that of June 2018 has 7,626 rows and that of September 2021 has 3,976, from 3,977 and 3,976 incidents of which 3,976 are the same.",
        "The release of 2021 has one row for each incident, but its row numbers run to 10,840 for 5,393 rows: rows were taken out of a longer table, and by whom is not known.",
        "A row is neither surely an officer nor surely an offence. Rows of an incident repeat with each offence and again without any difference, four rows are four times as common as three, and one incident has 32 equal rows.",
        "More than half of the rows are offences without contact (code 13C, intimidation); menacing is the most common charge.",
        "A few rows say that they are not for LEOKA, and three are homicides; they are counted as the publisher has them.",
        "Periods go by the day of the offence; by the day of the report up to seven incidents a year would fall into another year.",
        "Days are written as 2010-01-31 in one release and as 1/31/2010 in the other, and one of them quotes every cell.",
        "The last month and year of a release end with its last row.",
    ],
    signature: Signature::DelimitedHeader {
        delimiter: b',',
        columns: &[
            "ID",
            "INCIDENT_NUMBER",
            "DATE_REPORTED",
            "DATE_OCCURED",
            "NIBRS_CODE",
            "UOR_DESC",
            "LEOKA_APPLIES",
            "OFFICER_KILLED",
            "TYPE_OF_ASSIGNMENT",
            "TYPE_OF_ACTIVITY",
        ],
    },
};
