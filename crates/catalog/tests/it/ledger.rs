//! The ledger against the claims of the corpus: same ids, numbers, grades and addresses; other sentences.

use std::fs;

use catalog::{claims, ledger};
use domain::{
    Claim, ClaimKind,
    claim::{Exactness, Window},
};
use serde_json::Value;

use crate::corpus;

#[test]
fn the_ledger_holds_every_claim_with_its_numbers() {
    let Some(corpus) = corpus("the_ledger_holds_every_claim_with_its_numbers") else {
        return;
    };
    let text = fs::read_to_string(corpus.join("claims/claims.json")).expect("the claims");
    let file: Value = serde_json::from_str(&text).expect("JSON");
    let given = file["claims"].as_array().expect("a list");
    assert_eq!(claims().count(), given.len());
    for (claim, given) in claims().zip(given) {
        let id = &claim.id;
        assert_eq!(given["id"], id.as_str());
        assert_eq!(claim.numerator, given["numerator"].as_u64(), "{id}");
        assert_eq!(claim.baseline, given["baseline"].as_u64(), "{id}");
        assert_eq!(claim.baseline_inferred, given["baseline_inferred"].as_bool().unwrap_or(false), "{id}");
        assert_eq!(given["grade"], claim.evidence.as_str(), "{id}");
        assert_eq!(given["urls"], Value::from(claim.urls.clone()), "{id}");
        let percent = claim.stated.map(|stated| stated.percent);
        assert_eq!(percent, given["published_percent"].as_f64(), "{id}");
        let exactness = claim.stated.map(|stated| stated.exactness);
        let allowed: &[Option<Exactness>] = match given["percent_is_exact"].as_bool() {
            Some(true) => &[Some(Exactness::Stated)],
            Some(false) => &[Some(Exactness::AtLeast), Some(Exactness::About)],
            None => &[Some(Exactness::Unstated), None],
        };
        assert!(allowed.contains(&exactness), "{id}: {exactness:?}");
        assert_ne!(given["claim"], claim.text.as_str(), "{id}: not in own words");
    }
}

#[test]
fn windows_with_days_are_periods_and_the_others_stay_text() {
    let days = |window: &Window| match window.period {
        Some(period) => format!("{}..{}", period.start(), period.end()),
        None => format!("\"{}\"", window.text),
    };
    let line =
        |claim: &Claim| format!("{:4} {:6} {} v {}", claim.id, claim.kind.as_str(), days(&claim.window), days(&claim.baseline_window));
    let table = claims().map(line).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(table, @r#"
    C01  growth 2025-01-19..2025-03-21 v 2024-01-19..2024-03-21
    C02  growth 2025-01-19..2025-03-21 v 2024-01-19..2024-03-21
    C03  growth "not given" v "not given"
    C04  growth "since 20 or 21 January 2025" v "the same days of 2024"
    C05  growth "not given" v "not given"
    C06  growth 2025-01-21..2025-07-01 v 2024-01-21..2024-07-01
    C07  growth 2025-01-21..2025-07-15 v 2024-01-21..2024-07-15
    C08  growth "since 21 January 2025" v "the same days of 2024"
    C09  growth "not given" v "not given"
    C10  growth "2025 to date" v "the same days of 2024"
    C10b growth "since 20 January 2025" v "the same days of 2024"
    C11  growth 2025-01-21..2025-11-22 v 2024-01-21..2024-11-22
    C12  growth 2025-01-20..2026-01-01 v 2024-01-20..2025-01-01
    C13  growth 2025-01-21..2026-01-08 v 2024-01-21..2025-01-08
    C14  growth 2025-01-21..2026-01-25 v 2024-01-21..2025-01-25
    C15  growth 2025-01-21..2026-01-25 v 2024-01-21..2025-01-25
    C16  stock  "about four months; the days are not given" v "before the hiring; the day is not given"
    I01  growth "to mid-September 2025; the start is not stated in the copies read" v "the same days of 2024"
    I02  growth 2025-01-21..2025-11-22 v 2024-01-21..2024-11-22
    I03  growth 2025-02-01..2025-11-20 v 2024-02-01..2024-11-20
    I03b growth 2025-02-01..2025-11-20 v 2024-02-01..2024-11-20
    I04  share  "May to December 2025" v "not applicable"
    I05  other  2016-10-01..2017-10-01 v "2016; fiscal or calendar is not clear"
    I06  other  2017-01-01..2018-01-01 v 2016-10-01..2017-10-01
    I07  other  "calendar years 2004 to 2023" v "not applicable"
    I08  growth 2016-01-01..2017-01-01 v 2012-01-01..2013-01-01
    I09  other  2025-01-01..2025-06-01 v "not applicable"
    I10  other  2017-10-01..2018-06-01 v 2017-10-01..2018-06-01
    I11  other  "since 2003" v "not applicable"
    S01  share  "not given" v "not applicable"
    S02  other  2025-01-20..2025-10-16 v "not applicable"
    S03  other  "not given" v "not applicable"
    "#);
}

#[test]
fn the_figures_of_a_claim_are_of_what_it_counts() {
    for entry in ledger() {
        let claim = &entry.claim;
        let Some(instrument) = &claim.setting.instrument else { continue };
        // A statement that is no growth may hold one instrument against another.
        let base = claim.baseline_window.period.filter(|_| claim.kind == ClaimKind::Growth);
        for period in claim.window.period.into_iter().chain(base) {
            let in_window: Vec<_> = entry.figures.iter().filter(|figure| figure.period == period).collect();
            let of_it = in_window.iter().any(|figure| {
                let series = &figure.series;
                series.measure == instrument.measure
                    && series.population == instrument.population
                    && series.definition == instrument.definition
            });
            assert!(of_it || in_window.is_empty(), "{}: no figure of {} is of its instrument", claim.id, period.label());
        }
    }
}

#[test]
fn what_each_claim_is_held_against() {
    let dash = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    let line = |claim: &Claim| {
        let setting = &claim.setting;
        let instrument = setting.instrument.as_ref().map_or_else(String::new, |one| format!("{} of {}", one.definition, one.population));
        let words = setting.words.as_ref().map_or_else(String::new, |words| format!("{} = {}", words.phrase, words.factor));
        let against = [setting.independent.len(), setting.exposures.len(), setting.instruments.len(), setting.grid.len()];
        format!(
            "{:4} {} | {} | {} | {against:?}",
            claim.id,
            dash(&instrument),
            dash(setting.thread.as_deref().unwrap_or_default()),
            dash(&words)
        )
    };
    let table = claims().map(line).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(format!("instrument | thread | words | independent series, exposures, other instruments, cells\n{table}"), @r"
    instrument | thread | words | independent series, exposures, other instruments, cells
    C01  dhs-press-reported-assault of us/dhs/ice | dhs-ice-assaults | - | [0, 1, 0, 0]
    C02  ice-use-of-force-incident of us/dhs/ice | - | nearly four-fold = 4 | [0, 1, 0, 0]
    C03  dhs-press-reported-assault of us/dhs/ice | dhs-ice-assaults | - | [0, 0, 0, 0]
    C04  dhs-press-reported-assault of us/dhs/ice | dhs-ice-assaults | - | [0, 0, 0, 0]
    C05  dhs-press-reported-assault of us/dhs/ice | dhs-ice-assaults | - | [0, 0, 0, 0]
    C06  dhs-press-reported-assault of us/federal/immigration-enforcement | dhs-ice-assaults | - | [0, 0, 0, 0]
    C07  dhs-press-reported-assault of us/dhs/ice | dhs-ice-assaults | - | [0, 3, 5, 0]
    C08  dhs-press-reported-assault of us/dhs/ice | dhs-ice-assaults | - | [3, 0, 5, 0]
    C09  - | - | - | [0, 0, 0, 0]
    C10  dhs-press-vehicular-attack of us/dhs/ice | dhs-ice-vehicles | - | [0, 0, 0, 0]
    C10b dhs-press-vehicular-attack of us/dhs/cbp | dhs-cbp-vehicles | - | [0, 0, 1, 0]
    C11  dhs-press-reported-assault of us/dhs/ice | dhs-ice-assaults | more than 1,150 percent = 12.5 | [3, 3, 5, 0]
    C12  dhs-press-reported-assault of us/dhs/ice | dhs-ice-assaults | more than 1,300 percent = 14 | [3, 3, 5, 0]
    C13  dhs-press-vehicular-attack of us/dhs/ice | dhs-ice-vehicles | - | [0, 3, 1, 0]
    C14  dhs-press-vehicular-attack of us/dhs/ice | dhs-ice-vehicles | - | [0, 3, 1, 0]
    C15  dhs-press-vehicular-attack of us/dhs/cbp | dhs-cbp-vehicles | - | [0, 1, 3, 0]
    C16  ice-stated-staff of us/dhs/ice | - | - | [0, 0, 3, 0]
    I01  - | - | - | [0, 0, 0, 0]
    I02  section-111-case of us/federal | - | - | [0, 0, 0, 0]
    I03  fbi-89b-matter of us/federal | - | - | [0, 0, 0, 0]
    I03b fbi-89b-arrest of us/federal | - | three times = 3 | [0, 0, 0, 0]
    I04  ap-felony-assault-defendant of us/federal | - | - | [0, 0, 0, 1]
    I05  oig-ice-sen-ufad of us/dhs/ice | - | - | [0, 0, 3, 0]
    I06  leoka-federal-officer-assaulted of us/dhs/ice | - | - | [0, 0, 2, 0]
    I07  leoka-rate-per-100 of us/local | - | - | [0, 0, 0, 0]
    I08  colorado-officer-assaulted of us/co/all-agencies | - | nearly 42 percent = 1.42 | [0, 0, 0, 0]
    I09  nypd-uniformed-assault of us/ny/new-york-pd | - | - | [0, 0, 0, 0]
    I10  cbp-singular-assault-2017-18 of us/dhs/cbp | - | - | [0, 0, 1, 0]
    I11  cato-line-of-duty-death of us/dhs/ice-and-usbp | - | - | [0, 0, 0, 0]
    S01  ice-ero-arrest of us/dhs/ice/ero | - | - | [0, 0, 0, 7]
    S02  ddp-ice-arrest of us/dhs/ice | - | - | [0, 0, 1, 0]
    S03  - | - | - | [0, 0, 0, 0]
    ");
}
