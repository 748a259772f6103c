//! Votes, which are a covariate and no count of assaults.

use domain::CountingUnit::Vote;

use super::Entry;

pub(super) const ENTRIES: &[Entry] = &[Entry {
    slug: "presidential-vote-county-tabulation",
    title: "Votes for president by county, as a volunteer tabulates them",
    text: "Votes for the candidates of the Republican and the Democratic party and all votes for the office. Alaska stands by state house district, Connecticut by planning region from 2024 on, and the District of Columbia by ward in 2024; none of these is a county. National totals come within one part in four hundred of the official ones.",
    unit: Vote,
    least_severity: "not applicable",
    population: "people who voted for president",
    duty_status: "not applicable",
    date_basis: "day of the election",
    completeness: "every county, or what stands in its place; Kalawao County in Hawaii has no row",
    citations: &["https://github.com/tonmcg/US_County_Level_Election_Results_08-24"],
    ..Entry::UNSTATED
}];
