//! CBP assault incidents by the type of assault that the subject used.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::CbpAssaultTypes,
    title: "CBP assault incidents by type of assault",
    publisher: "U.S. Customs and Border Protection",
    home: "https://www.cbp.gov/newsroom/stats/assaults-use-force",
    location: Location::Http {
        url: "https://www.cbp.gov/sites/default/files/<YYYY-MM>/assault-types-officer-agent-fy<first>-fy<last>-<mon>.csv",
        note: "The address changes with every release; take the current one from the page of the data set.",
    },
    cadence: Cadence::Monthly,
    licence: "US government work, no copyright in the United States",
    definitions: &["cbp-assault-type-incident"],
    caveats: &[
        "An incident has one row per type and area, so types are not parts of a whole: their counts add up to more than the incidents.",
        "The types recorded for one incident can differ between the areas that report it.",
        "There is no officer column; types cannot be turned into officers assaulted by type.",
        "Fiscal-year labels and months follow the same rules as in the incident file.",
    ],
    signature: Signature::DelimitedHeader {
        delimiter: b',',
        columns: &[
            "Fiscal Year",
            "Month (abbv)",
            "Component",
            "Region",
            "Area of Responsibility",
            "Assault Type Used by Subject",
            "Unique ID",
        ],
    },
};
