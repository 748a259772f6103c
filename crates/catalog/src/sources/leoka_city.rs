//! LEOKA of single cities, with the cells that only look like reports marked.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::LeokaCity,
    title: "FBI LEOKA by city and year: officers assaulted, injured and employed",
    publisher: "FBI LEOKA; tabulated by agency by Jacob Kaplan, transcribed for chosen cities",
    home: "https://crimedatatool.com/",
    location: Location::HandedIn,
    cadence: Cadence::Yearly,
    licence: "US government work; the table holds facts",
    definitions: &["leoka-local-officer-assaulted", "leoka-officer-injured", "leoka-agency-officers-employed"],
    caveats: &[
        "The status column decides: a year that was not reported and a year of false zeros are both missing, never zero.",
        "New York City has zeros in every column from 2013 to 2018 beside 34,000 officers and more, and nothing from 2019 to 2021; its last real year is 1999. Chicago's last real year is 1994.",
        "In Los Angeles the injured fall from 168 in 2007 to 2 to 13 a year from 2010 on while all assaults rise: the totals stand, the injured do not.",
        "Not every year of a city is in the table; a year that is not there was not transcribed, which says nothing of the agency.",
        "Only the most serious weapon of an assault is kept. How many months a year holds is not in the table.",
        "Officers employed are a state at 31 October and come from another form, so they stand where assaults are missing.",
    ],
    signature: Signature::DelimitedHeader {
        delimiter: b',',
        columns: &[
            "agency",
            "state",
            "ORI",
            "year",
            "officers",
            "inj_total",
            "noinj_total",
            "wpn_gun",
            "wpn_knife",
            "wpn_other",
            "wpn_unarmed",
            "total_assaults",
            "status",
        ],
    },
};
