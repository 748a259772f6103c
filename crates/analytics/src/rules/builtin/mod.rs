//! The comparisons that come with the product.

mod border_patrol;
mod counting_units;
mod per_officer;
mod staffing;

use super::comparison::{Selector, Spec};

/// All of them, in the order of pages.
pub const ALL: &[Spec] = &[per_officer::SPEC, border_patrol::SPEC, counting_units::SPEC, staffing::SPEC];

/// A published figure on assaults.
const fn figure(
    unit: &'static str,
    population: &'static str,
    definition: &'static str,
    (start, end): (&'static str, &'static str),
) -> Selector {
    Selector { source: "published-figures", measure: "assaults_on_officers", unit, population, definition, start, end }
}

/// CBP's incident file, in one of its two units.
const fn cbp(unit: &'static str, population: &'static str, (start, end): (&'static str, &'static str)) -> Selector {
    let definition = match unit.as_bytes() {
        b"incident" => "cbp-assault-incident",
        _ => "cbp-assaulted-officer",
    };
    Selector { source: "cbp-assault-incidents", measure: "assaults_on_officers", unit, population, definition, start, end }
}

/// Staff of one series on a day (OPM).
const fn series(population: &'static str, (start, end): (&'static str, &'static str)) -> Selector {
    Selector {
        source: "opm-fedscope-employment",
        measure: "officers_employed",
        unit: "employee",
        population,
        definition: "opm-series-employment",
        start,
        end,
    }
}

/// Half-open periods that several specifications use.
const FY2025: (&str, &str) = ("2024-10-01", "2025-10-01");
const FY2026_TO_JULY: (&str, &str) = ("2025-10-01", "2026-08-01");
const CY2025: (&str, &str) = ("2025-01-01", "2026-01-01");
const MARCH_2025: (&str, &str) = ("2025-03-31", "2025-04-01");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_selector_is_made_of_valid_words_and_slugs_are_unique() {
        let mut slugs = BTreeSet::new();
        for spec in ALL {
            assert!(slugs.insert(spec.slug), "{} twice", spec.slug);
            assert!(spec.reference < spec.rows.len(), "{} has no such row", spec.slug);
            for selector in spec.selectors() {
                selector.parse().unwrap_or_else(|error| panic!("{}: {selector:?}: {error}", spec.slug));
                assert!(selector.source.parse::<catalog::SourceId>().is_ok(), "{selector:?}");
                let definition = selector.definition.parse().expect("a slug");
                let found = catalog::definition(&definition).unwrap_or_else(|| panic!("{definition} is not in the catalogue"));
                assert_eq!(found.unit.slug(), selector.unit, "{selector:?}");
            }
        }
    }
}
