//! Votes for president by county, a covariate of arrests by state.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::PresidentialVoteByCounty,
    title: "Votes for president by county, 2020 and 2024",
    publisher: "Tony McGovern, from the results of news outlets and states",
    home: "https://github.com/tonmcg/US_County_Level_Election_Results_08-24",
    location: Location::HandedIn,
    cadence: Cadence::Ended,
    licence: "MIT licence",
    definitions: &["presidential-vote-county-tabulation"],
    caveats: &[
        "A file does not say of which election it is; only its name does. It is told from the areas of Connecticut and Alaska and from the official national votes.",
        "Alaska stands by state house district, with codes that look like counties and are none; districts of 2020 and 2024 are drawn differently.",
        "Connecticut stands by counties in 2020 and by the nine planning regions (09110 to 09190) in 2024: a join to older county files fails.",
        "The District of Columbia stands as a whole in 2020 and by its eight wards in 2024, and the first ward has the code of the whole District.",
        "Kalawao County in Hawaii has no row.",
        "Totals come within one part in four hundred of the official ones and are not the official ones.",
    ],
    signature: Signature::DelimitedHeader {
        delimiter: b',',
        columns: &["state_name", "county_fips", "county_name", "votes_gop", "votes_dem", "total_votes", "diff"],
    },
};
