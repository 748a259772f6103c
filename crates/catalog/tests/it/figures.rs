//! The table of figures: well-formed, and complete against the published numbers of the corpus.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
};

use catalog::{FIGURES_COLUMNS, SourceId, claims, definition, figures_file, ledger};
use domain::{ClaimKind, CountingUnit, Date, DefinitionSlug, Evidence, Geography, Measure, Period, Population, Value};

use crate::{corpus, table};

/// A line of the table of figures, as domain types.
struct Figure {
    id: String,
    measure: Measure,
    unit: CountingUnit,
    population: Population,
    geography: Geography,
    period: Period,
    value: Value,
    definition: DefinitionSlug,
    evidence: Evidence,
    url: String,
    note: String,
}

fn figures() -> Vec<Figure> {
    fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(id: &str, text: &str) -> T {
        text.parse().unwrap_or_else(|error| panic!("{id}: {error}"))
    }
    table(csv::Reader::from_reader(figures_file()))
        .into_iter()
        .map(|row| {
            let id = row["id"].clone();
            let day = |name: &str| parsed::<Date>(&id, &row[name]);
            Figure {
                measure: parsed(&id, &row["measure"]),
                unit: parsed(&id, &row["unit"]),
                population: parsed(&id, &row["population"]),
                geography: parsed(&id, &row["geography"]),
                period: Period::new(day("period_start"), day("period_end")).unwrap_or_else(|error| panic!("{id}: {error}")),
                value: parsed(&id, &row["value"]),
                definition: parsed(&id, &row["definition"]),
                evidence: parsed(&id, &row["evidence"]),
                url: row["url"].clone(),
                note: row["note"].clone(),
                id,
            }
        })
        .collect()
}

#[test]
fn every_figure_is_well_formed_and_has_an_address_of_its_own() {
    let header = figures_file().split(|&byte| byte == b'\n').next();
    assert_eq!(header, Some(FIGURES_COLUMNS.join(",").as_bytes()), "the first line");
    let mut ids = HashSet::new();
    let mut keys = HashSet::new();
    for figure in figures() {
        let id = &figure.id;
        assert!(ids.insert(id.clone()), "{id} occurs twice");
        let known = definition(&figure.definition).unwrap_or_else(|| panic!("{id}: definition"));
        assert_eq!(known.unit, figure.unit, "{id}: unit of its definition");
        assert!(
            SourceId::PublishedFigures.source().definitions.contains(&figure.definition.as_str()),
            "{id}: its definition is not among those of the source"
        );
        assert!(figure.note.chars().count() <= 160, "{id}: a long note");
        let address = figure.url.starts_with("http") || figure.url.starts_with("no address recorded");
        assert!(address, "{id}: {}", figure.url);
        assert!(
            figure.url.starts_with("http") || figure.evidence > Evidence::A,
            "{id}: what has no address is not a primary document that was seen"
        );
        let key = (figure.measure, figure.unit, figure.population, figure.geography, figure.period, figure.definition);
        assert!(keys.insert(key), "{id}: two figures for one series and period");
    }
}

#[test]
fn every_claim_links_to_figures_that_exist_and_hold_its_numbers() {
    let figures: BTreeMap<String, Figure> = figures().into_iter().map(|figure| (figure.id.clone(), figure)).collect();
    for entry in ledger() {
        let (claim, linked) = (&entry.claim, &entry.figures);
        // A figure is named by its id in the ledger, and by its series and period once it is read.
        let of = |selector| figures.values().filter(|figure| catalog::figure(&figure.id) == Some(selector)).collect::<Vec<_>>();
        let values: Vec<Option<u64>> = linked.iter().flat_map(of).map(|figure| figure.value.as_count()).collect();
        if linked.is_empty() {
            continue;
        }
        assert!(claim.numerator.is_none() || values.contains(&claim.numerator), "{}: its count is no figure", claim.id);
        assert!(
            claim.baseline.is_none() || claim.baseline_inferred || values.contains(&claim.baseline),
            "{}: its base is no figure",
            claim.id
        );
        if let (ClaimKind::Growth, Some(period), Some(first)) = (claim.kind, claim.window.period, linked.first()) {
            assert_eq!(first.period, period, "{}: window of {first}", claim.id);
        }
    }
}

/// The population that the corpus means by an agency or department.
fn population(agency: &str) -> &'static str {
    match agency {
        "CBP" => "us/dhs/cbp",
        "ICE" => "us/dhs/ice",
        "USBP" => "us/dhs/cbp/usbp",
        "USSS" | "Secret Service" => "us/dhs/usss",
        "BICE" | "BICE (former INS)" => "us/dhs/bice",
        "Customs Service" => "us/dhs/customs-service",
        "DHS" => "us/dhs",
        "DOI" => "us/doi",
        "DOJ" => "us/doj",
        "DOD" => "us/dod",
        "US Capitol Police" => "us/uscp",
        "ALL FEDERAL" | "ALL_FEDERAL" => "us/federal",
        "Colorado (CBI)" => "us/co/all-agencies",
        _ => panic!("{agency}: no population"),
    }
}

fn year(text: &str) -> Period {
    Period::calendar_year(text.parse().expect("a year")).expect("a year")
}

/// Both days are within the window, as the corpus writes it.
fn days(first: &str, last: &str) -> Period {
    let last: Date = last.parse().expect("a day");
    Period::new(first.parse().expect("a day"), last.next()).expect("a period")
}

/// `FY2017`, `CY2017`, `FY2018 to May 31`, `2024-01-21..2024-11-21`.
fn period(text: &str) -> Period {
    if let Some((first, last)) = text.split_once("..") {
        return days(first, last);
    }
    match (text.strip_prefix("CY"), text.strip_prefix("FY")) {
        (Some(calendar), _) => year(calendar),
        (_, Some("2018 to May 31")) => days("2017-10-01", "2018-05-31"),
        (_, Some(fiscal)) => Period::fiscal_year(fiscal.parse().expect("a year")).expect("a year"),
        _ => panic!("{text}: no period"),
    }
}

/// The same days a year before.
fn year_before(period: Period) -> Period {
    let before = |date: Date| Date::new(date.year() - 1, date.month(), date.day()).expect("a day");
    Period::new(before(period.start()), before(period.end())).expect("a period")
}

/// Looks published numbers up, and collects those that have no figure.
struct Lookup {
    figures: Vec<Figure>,
    sought: usize,
    missing: Vec<String>,
}

impl Lookup {
    /// `measure` is the wanted measure or the one that it narrows; an empty `value` is no number, an empty `url` any address.
    fn seek(&mut self, measure: &str, population: &str, period: Period, value: &str, url: &str) {
        if value.is_empty() {
            return;
        }
        self.sought += 1;
        let url = url.replace("%2C", ",");
        let found = self.figures.iter().any(|figure| {
            figure.measure.as_str().starts_with(measure)
                && figure.population.as_str() == population
                && figure.period == period
                && figure.value.to_string() == value
                && (!url.starts_with("http") || figure.url.starts_with(&url))
        });
        if !found {
            self.missing.push(format!("{measure} {population} {} {value} {url}", period.label()));
        }
    }
}

#[test]
fn every_published_number_of_the_corpus_has_its_figure() {
    let Some(corpus) = corpus("every_published_number_of_the_corpus_has_its_figure") else {
        return;
    };
    let rows = |name: &str| {
        let bytes = fs::read(corpus.join("published_figures").join(name)).expect("a file");
        table(csv::ReaderBuilder::new().flexible(true).from_reader(&bytes))
    };
    let mut lookup = Lookup { figures: figures(), sought: 0, missing: Vec::new() };
    let assaults = "assaults_on_officers";

    for row in rows("leoka_national_headlines.csv") {
        let period = year(&row["year"]);
        let url = &row["source_url"];
        lookup.seek(assaults, "us/local", period, &row["officers_assaulted"], url);
        lookup.seek("share_injured", "us/local", period, &row["pct_injured"], url);
        lookup.seek("assault_rate", "us/local", period, &row["rate_per_100_officers"], url);
        // The number of agencies is no observation; it stands in the note.
        let agencies = &row["agencies"];
        assert!(agencies.is_empty() || lookup.figures.iter().any(|figure| figure.note.contains(agencies)));
    }
    let mut url = String::new();
    for row in rows("leoka_federal_by_department.csv") {
        if row["source_url"] != "same" {
            url.clone_from(&row["source_url"]);
        }
        let whom = match row["agency"].as_str() {
            "all" => population(&row["department"]),
            agency => population(agency),
        };
        let period = year(&row["year"]);
        lookup.seek(assaults, whom, period, &row["officers_assaulted"], &url);
        lookup.seek("officers_injured", whom, period, &row["officers_injured"], &url);
    }
    for row in rows("dhs_component_series_conflicts.csv") {
        let whom = population(&row["agency"]);
        let url = match row["source_url"].as_str() {
            known if known.starts_with("http") => known,
            _ => "",
        };
        lookup.seek(assaults, whom, period(&row["period"]), &row["count"], url);
    }
    for row in rows("official_assault_counts.csv") {
        if !row["pct_claimed"].is_empty() {
            let percent: f64 = row["pct_claimed"].parse().expect("a percentage");
            let claimed = claims().filter_map(|claim| claim.stated).any(|stated| (stated.percent - percent).abs() < 1e-9);
            assert!(claimed, "{percent} percent is in no claim");
        }
        if row["value"].is_empty() {
            continue;
        }
        let whom = population(&row["agency"]);
        let window = days(&row["period_start"], &row["period_end"]);
        // One row cites a report about the releases; the figures cite the releases.
        let url = match row["source_type"].as_str() {
            "claim_secondary" => "",
            _ => &row["source_url"],
        };
        lookup.seek(assaults, whom, window, &row["value"], url);
        lookup.seek(assaults, whom, year_before(window), &row["comparison_value"], url);
    }
    for row in rows("state_local_headlines.csv") {
        let (whom, period) = (population(&row["jurisdiction"]), year(&row["year"]));
        let url = &row["source_url"];
        lookup.seek(assaults, whom, period, &row["officers_assaulted"], url);
        lookup.seek("officers_injured", whom, period, &row["officers_injured"], url);
    }

    assert!(lookup.sought > 80, "only {} numbers sought", lookup.sought);
    assert!(lookup.missing.is_empty(), "{}", lookup.missing.join("\n"));
}

#[test]
fn the_published_rates_follow_from_the_counts_beside_them() {
    let figures = figures();
    let count = |measure: &str, period: Period| {
        figures
            .iter()
            .find(|figure| figure.measure.as_str() == measure && figure.population.as_str() == "us/local" && figure.period == period)
            .map(|figure| figure.value.as_f64())
    };
    let mut table = String::new();
    for rate in figures.iter().filter(|figure| figure.measure.as_str() == "assault_rate" && figure.geography.as_str() == "us") {
        let published = rate.value;
        if let (Some(assaults), Some(officers)) = (count("assaults_on_officers", rate.period), count("officers_employed", rate.period)) {
            let line =
                format!("{}: {assaults} / {officers} = {:.1}, published {published}\n", rate.period.label(), 100.0 * assaults / officers);
            table.push_str(&line);
        }
    }
    insta::assert_snapshot!(table, @r"
    2004: 59373 / 499396 = 11.9, published 11.9
    2008: 58792 / 518120 = 11.3, published 11.3
    2013: 49851 / 533895 = 9.3, published 9.3
    2014: 48315 / 536119 = 9.0, published 9.0
    2015: 50212 / 507852 = 9.9, published 9.9
    ");
}

/// The numbers on which the built-in comparisons and the denominators of the claims rest.
#[test]
fn the_numbers_that_comparisons_rest_on_are_there() {
    let figures = figures();
    let check = |id: &str| {
        let figure = figures.iter().find(|figure| figure.id == id).unwrap_or_else(|| panic!("no figure {id}"));
        let Figure { measure, unit, population, period, value, evidence, .. } = figure;
        format!("{} | {measure} | {unit} | {population} | {value} | {}", period.label(), evidence.as_str())
    };
    let ids = [
        "leoka-local-2023-assaulted",
        "leoka-local-2023-rate",
        "leoka-local-2024-rate",
        "ice-ero-arrests-fy2024",
        "ice-ero-arrests-fy2024-record",
        "ddp-arrests-2025-to-15-oct",
        "ddp-arrests-per-day-2025",
        "ctdata-arrests-2024",
        "ctdata-arrests-2025-to-jul",
        "ice-staff-before-hiring",
        "ice-staff-after-hiring",
        "ice-ero-officers-fy2022",
        "fbi-89b-2025",
        "fbi-89b-2024",
        "fbi-89b-89e-2025",
        "fbi-89b-89e-2024",
        "fbi-arrests-2025",
        "fbi-arrests-2024",
        "la-times-cases-2025",
        "la-times-cases-2024",
        "la-times-share-serious",
        "cpr-charges-change-2025",
        "ap-felony-reduced-2025",
        "ap-felony-defendants-2025",
    ];
    let lines: Vec<String> = ids.iter().map(|id| check(id)).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    2023 | assaults_on_officers | officer | us/local | 79091 | B
    2023 | assault_rate | per_100_officers | us/local | 13.2 | B
    2024 | assault_rate | per_100_officers | us/local | 13.5 | B
    FY2024 | arrests | arrest | us/dhs/ice/ero | 113431 | B
    FY2024 | arrests/convicted-or-charged | arrest | us/dhs/ice/ero | 81312 | B
    2025-01-20 to 2025-10-15 | arrests | arrest | us/dhs/ice | 222000 | B
    2025-01-20 to 2025-10-15 | arrests_per_day | arrest | us/dhs/ice | 824 | B
    2024 | arrests | arrest | us/dhs/ice | 247 | B
    2025-01-01 to 2025-07-31 | arrests | arrest | us/dhs/ice | 405 | B
    2025-01-01 | officers_employed | employee | us/dhs/ice | 10000 | B
    2025-12-31 | officers_employed | employee | us/dhs/ice | 22000 | B
    FY2022 | officers_employed | employee | us/dhs/ice/ero | 6000 | C
    2025-02-01 to 2025-11-19 | investigations | matter | us/federal | 375 | C
    2024-02-01 to 2024-11-19 | investigations | matter | us/federal | 193 | C
    2025-02-01 to 2025-11-19 | investigations | matter | us/federal | 431 | C
    2024-02-01 to 2024-11-19 | investigations | matter | us/federal | 207 | C
    2025-02-01 to 2025-11-19 | arrests | arrest | us/federal | 187 | C
    2024-02-01 to 2024-11-19 | arrests | arrest | us/federal | 55 | C
    2025-01-21 to 2025-11-21 | prosecutions | case | us/federal | 163 | B
    2024-01-21 to 2024-11-21 | prosecutions | case | us/federal | 129 | B
    2025-01-21 to 2025-11-21 | share_of_cases/serious-injury | percent | us/federal | 16 | B
    2025-01-01 to 2025-09-15 | change_on_year_before/prosecutions | percent | us/federal | 25 | B
    2025-05-01 to 2025-12-18 | prosecutions/felony-assault/reduced-or-dismissed | defendant | us/federal | 55 | B
    2025-05-01 to 2025-12-18 | prosecutions/felony-assault | defendant | us/federal | 100 | B
    ");
}

/// Each department's part of the federal table of 2017. One officer of those that are not in the table is not attributed in what was read.
#[test]
fn the_departments_of_2017_make_the_federal_total_but_for_one() {
    let figures = figures();
    let assaulted = |population: &str| {
        let wanted = |figure: &&Figure| {
            figure.measure.as_str() == "assaults_on_officers"
                && figure.population.as_str() == population
                && figure.period == year("2017")
                && figure.definition.as_str() == "leoka-federal-officer-assaulted"
        };
        figures.iter().find(wanted).and_then(|figure| figure.value.as_count()).unwrap_or_else(|| panic!("{population}: no figure"))
    };
    let sum = |populations: &[&str]| populations.iter().map(|population| assaulted(population)).sum::<u64>();
    assert_eq!(sum(&["us/dhs/cbp", "us/dhs/ice", "us/dhs/usss"]), assaulted("us/dhs"));
    assert_eq!(sum(&["us/dhs", "us/doi", "us/doj", "us/dod", "us/uscp"]) + 1, assaulted("us/federal"));
}
