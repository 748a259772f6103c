//! What the tests of this crate share, and tests that need the store.

mod announcements;
mod arithmetic;
mod ledger;
mod officer_years;
mod properties;
mod published;
mod restated;
mod store;
mod verdict;

use domain::{
    Citation, CountingUnit, Definition, Evidence, Instant, Observation, Period, Provenance, Reading, Recorded, SnapshotHash,
    comparison::Selector, definition::Inclusion,
};
use platform::{DatabaseLocation, config::DatabaseConfig};

use crate::rules::{comparison::Definitions, joined::Joined, vintages::Known};

pub(crate) fn hash(name: &str) -> SnapshotHash {
    contracts::identity::of_bytes(name.as_bytes()).parse().expect("a hash")
}

/// The tables of this service as a file in a folder.
pub(crate) fn location(folder: &std::path::Path) -> DatabaseLocation {
    let url = format!("sqlite:{}", folder.display());
    DatabaseLocation::new(DatabaseConfig { url, ..DatabaseConfig::default() }, crate::NAME)
}

pub(crate) fn instant(text: &str) -> Instant {
    text.parse().expect("an instant")
}

pub(crate) fn year(year: i32) -> Period {
    Period::calendar_year(year).expect("a year")
}

/// ICE's assaults of a year as a snapshot named `snapshot` gives them.
pub(crate) fn recorded(snapshot: &str, in_year: i32, value: &str) -> Recorded {
    Recorded {
        id: format!("{snapshot}-{in_year}"),
        provenance: Provenance {
            source: "published-figures".parse().expect("a slug"),
            snapshot: hash(snapshot),
            retrieved_at: instant("2026-01-01"),
            rule: "published_figures".into(),
            rule_version: 1,
        },
        observation: Observation {
            measure: "assaults_on_officers".parse().expect("a measure"),
            unit: CountingUnit::Incident,
            population: "us/dhs/ice".parse().expect("a path"),
            geography: "us".parse().expect("a path"),
            period: year(in_year),
            reading: Reading::Exact(value.parse().expect("a value")),
            definition: "dhs-press-reported-assault".parse().expect("a slug"),
            locator: format!("figure {snapshot}-{in_year}"),
            citation: Some(Citation { url: "https://example.org/".into(), evidence: Evidence::A }),
        },
    }
}

pub(crate) fn with(mut recorded: Recorded, population: &str, unit: CountingUnit) -> Recorded {
    recorded.observation.population = population.parse().expect("a path");
    recorded.observation.unit = unit;
    recorded
}

pub(crate) fn definition(slug: &str, unit: CountingUnit, threats: Inclusion) -> Definition {
    Definition {
        slug: slug.parse().expect("a slug"),
        title: slug.into(),
        text: String::new(),
        unit,
        threats,
        attempts: Inclusion::Unstated,
        least_severity: "any".into(),
        population: "sworn officers".into(),
        duty_status: "on duty".into(),
        date_basis: "event".into(),
        completeness: "all".into(),
        revisable: Inclusion::Included,
        citations: Vec::new(),
    }
}

/// What a selector names, with this value.
pub(crate) fn observed(selector: &Selector, locator: &str, value: &str) -> Recorded {
    let series = &selector.series;
    let mut one = recorded("figures", 2025, value);
    one.id = locator.into();
    one.observation = Observation {
        measure: series.measure.clone(),
        unit: series.unit,
        population: series.population.clone(),
        geography: series.geography.clone(),
        period: selector.period,
        definition: series.definition.clone(),
        locator: locator.into(),
        ..one.observation
    };
    one.provenance.source = series.source.clone();
    one
}

/// Every figure of the catalogue as it is published, without a store.
pub(crate) fn figures() -> Joined {
    let text = std::str::from_utf8(catalog::figures_file()).expect("UTF-8");
    let mut joined = Joined::default();
    for line in text.lines().skip(1) {
        // No field before the value is ever quoted.
        let cells: Vec<&str> = line.splitn(9, ',').collect();
        let (id, value) = (cells[0], cells[7]);
        let selector = catalog::figure(id).expect("a figure");
        let known = Known { recorded: observed(selector, &format!("figure {id}"), value), silenced_by: None };
        joined.single.insert(selector.clone(), known);
    }
    joined
}

/// The definitions of the catalogue.
pub(crate) fn crosswalk() -> Definitions {
    catalog::definitions().iter().map(|one| (one.slug.clone(), one.clone())).collect()
}
