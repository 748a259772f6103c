//! Published tables from their own inputs (methods §1.5): each line recomputed from the figures of the catalogue as the product would.

use domain::{CountingUnit, Recorded, comparison::spec::ExposureSpec};

use crate::{
    rules::{exposure, rates},
    tests::figures,
};

fn figure(id: &str) -> Recorded {
    let joined = figures();
    let selector = catalog::figure(id).unwrap_or_else(|| panic!("no figure {id}"));
    joined.find(selector).unwrap_or_else(|refusal| panic!("{id}: {refusal}")).clone()
}

fn number(id: &str) -> f64 {
    figure(id).observation.reading.value().unwrap_or_else(|| panic!("{id} is missing")).as_f64()
}

fn count(id: &str) -> u64 {
    figure(id).observation.reading.value().and_then(domain::Value::as_count).unwrap_or_else(|| panic!("{id} is no count"))
}

/// The rate that a LEOKA table prints, from its count and its officers.
fn leoka(year: i32) -> f64 {
    let id = |what: &str| format!("leoka-local-{year}-{what}");
    let officers = catalog::figure(&id("officers")).expect("officers").clone();
    let count = figure(&id("assaulted"));
    let exposure = exposure::resolve(&ExposureSpec::Sum(vec![officers]), &count, &figures()).expect("an exposure").expect("declared");
    let rate = rates::rate(&count, &exposure).expect("a rate");
    assert!(rate.interval.lower < rate.value && rate.interval.upper.is_some_and(|upper| upper > rate.value));
    let published = number(&id("rate"));
    assert!(
        statistics::rounding::rounds_to(rate.value, published, 1).expect("a published rate"),
        "{year}: {} is not {published}",
        rate.value
    );
    rate.value
}

#[test]
fn leoka_rates_come_from_their_own_counts_and_officers() {
    let shown: Vec<String> = [2004, 2008, 2013, 2014, 2015].into_iter().map(|year| format!("{year} {:.1}", leoka(year))).collect();
    assert_eq!(shown.join(", "), "2004 11.9, 2008 11.3, 2013 9.3, 2014 9.0, 2015 9.9");
}

#[test]
fn leoka_shares_of_the_injured_come_from_their_own_counts() {
    for (year, published) in [(2014, 28.3), (2015, 28.4), (2020, 30.9)] {
        let share = 100.0 * number(&format!("leoka-local-{year}-injured")) / number(&format!("leoka-local-{year}-assaulted"));
        assert!(statistics::rounding::rounds_to(share, published, 1).expect("a published share"), "{year}: {share}");
    }
}

#[test]
fn leoka_weapons_of_2020_add_up_and_federal_agencies_of_2017_too() {
    let sum = |ids: &[&str]| ids.iter().map(|id| count(id)).sum::<u64>();
    let weapons = ["personal-weapons", "firearm", "knife", "other-weapon"].map(|weapon| format!("leoka-local-2020-{weapon}"));
    assert_eq!(sum(&weapons.each_ref().map(String::as_str)), count("leoka-local-2020-assaulted"));
    assert_eq!(sum(&["leoka-federal-2017-cbp", "leoka-federal-2017-ice", "leoka-federal-2017-usss"]), count("leoka-federal-2017-dhs"));
    let departments = ["doi", "dhs", "doj", "dod", "uscp"].map(|department| format!("leoka-federal-2017-{department}"));
    // The Postal Inspection Service reported one, the Treasury none; neither is a figure of its own.
    assert_eq!(sum(&departments.each_ref().map(String::as_str)) + 1, count("leoka-federal-2017-all"));
}

#[test]
fn officers_of_2023_and_2024_are_implied_by_the_rounded_rate() {
    let implied = |year: i32| {
        let count = figure(&format!("leoka-local-{year}-assaulted"));
        let rate = catalog::figure(&format!("leoka-local-{year}-rate")).expect("a rate").clone();
        let found = exposure::resolve(&ExposureSpec::ImpliedBy(rate), &count, &figures()).expect("an exposure").expect("declared");
        format!("{:.0} to {:.0}", found.least, found.greatest.expect("an end"))
    };
    assert_eq!((implied(2023).as_str(), implied(2024).as_str()), ("596913 to 601452", "632694 to 637398"));
}

#[test]
fn other_published_quotients_come_from_their_own_inputs() {
    let per = |events: u64, exposure: f64, per: f64| statistics::poisson::rate_garwood(events, exposure, per, 0.95).expect("a rate").rate;
    // One death in 9,249 and one killing in 94,549 agent-years; Border Patrol 12.55 per 100,000.
    assert_eq!(850_941 / count("cato-deaths-2003-2025"), 9_249);
    assert_eq!(850_941 / count("cato-murders-2003-2025"), 94_549);
    assert_eq!(format!("{:.2}", per(33, 262_944.0, 100_000.0)), "12.55");
    let growth = statistics::ratio::percent_change(1_172, 827, 1.0, 1.0, 0.95).expect("a change");
    assert_eq!(format!("{:.1}", growth.percent), "41.7", "told as nearly 42 percent");
    assert_eq!(269 * 824, 221_656, "told as about 222,000 arrests");
    assert_eq!(figure("ice-ero-arrests-fy2024").observation.unit, CountingUnit::Arrest);
}

#[test]
fn the_comparison_of_two_small_rates_has_the_published_interval_and_chance() {
    let found = statistics::ratio::exact_central(2, 17_877.0, 9, 16_660.0, 0.95).expect("a ratio");
    assert_eq!(format!("{:.4} to {:.4}", found.lower, found.upper), "0.0218 to 1.0005");
    let p = statistics::ratio::p_value_central(2, 17_877.0, 9, 16_660.0).expect("a chance");
    assert_eq!(format!("{p:.4}"), "0.0501");
}
