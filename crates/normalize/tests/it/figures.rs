//! Published figures.

use catalog::SourceId::PublishedFigures;
use insta::assert_snapshot;

use crate::support::{golden, shown, value};

#[test]
fn a_figure_that_cannot_be_read_is_located_and_the_others_stand() {
    assert_snapshot!(shown(normalize::decode(PublishedFigures, &golden("published-figures/recoverable-errors.csv"))), @r"
    2015 | us/local | us | assaults_on_officers | officer | 50212 | figure good
    2015 | us/local | us | assault_rate | per_100_officers | 9.90 | figure rate
    2013 | us/local | us | assaults_on_officers | officer | 49851 | figure good
    ! line 4, column value: `` is not a number of the form 388 or 13.2; the row is left out
    ! line 5, column unit: `officers` is not a counting unit; the row is left out
    ! line 6, column period_end: a period cannot end on 2014-01-01 when it starts on 2015-01-01; the row is left out
    ! line 7, column definition: `leoka-lokal` is not a definition of the catalogue; the row is left out
    ! line 8, column url: no address of a citation; the row is left out
    ! line 9, column evidence: `D` is not in the closed list; the row is left out
    ! line 11: the figure `good` stands on line 2 already
    ! line 10: a figure of the same measure, unit, population, geography, period and definition stands on line 2; this one is left out
    4 rows, 3 observations, covers [2013-01-01, 2016-01-01), published_figures/1
    ");
}

#[test]
fn every_figure_of_the_catalogue_is_read_with_its_citation() {
    let decoded = normalize::decode(PublishedFigures, catalog::figures_file()).expect("the catalogue's table");
    assert_eq!(decoded.problems, []);
    assert_eq!(decoded.rows, decoded.observations.len() as u64);
    assert!(decoded.observations.iter().all(|one| one.citation.is_some() && one.locator.starts_with("figure ")));
    let of_2015 = decoded
        .observations
        .iter()
        .filter(|one| one.population.as_str() == "us/local" && one.period.label() == "2015")
        .map(|one| format!("{} | {} | {} | {}", one.measure, one.unit, value(one), one.locator));
    assert_snapshot!(of_2015.collect::<Vec<_>>().join("\n"), @r"
    assaults_on_officers | officer | 50212 | figure leoka-local-2015-assaulted
    officers_employed | employee | 507852 | figure leoka-local-2015-officers
    assault_rate | per_100_officers | 9.9 | figure leoka-local-2015-rate
    officers_injured | officer | 14281 | figure leoka-local-2015-injured
    share_injured | percent | 28.4 | figure leoka-local-2015-percent-injured
    population_covered | percent | 75.1 | figure leoka-local-2015-population-covered
    ");
}
