//! Districts on the map and days of a feed.

use proptest::prelude::*;

use super::{
    counts,
    examples::{about, count, quantity},
    reading::drawings,
    sound,
};
use crate::charts::{Amount, Coverage, DISTRICTS, Day, DayStrip, Digits, District, DistrictMap, Reading, day_strip, district_map};

fn district(code: &str, reading: Reading<Amount>, seen: f64, coverage: Coverage) -> District {
    let (name, href) = (format!("District {code}"), format!("/courts/{code}"));
    District { code: code.into(), name, href, reading, seen, coverage, cells: vec![] }
}

fn map_of(districts: Vec<District>) -> DistrictMap {
    DistrictMap { about: about(), quantity: quantity(Digits::Count), districts, columns: vec![] }
}

#[test]
fn every_district_has_a_tile_and_one_without_a_number_is_hatched() {
    let missing = |reason: &str| Reading::Missing(reason.to_owned());
    let chart = district_map(&map_of(vec![
        district("nysd", count(12.0), 12.0, Coverage::Charges),
        district("nyed", count(0.0), 0.0, Coverage::Limited),
        district("njd", missing("civil entries only"), 0.0, Coverage::NoCharges),
        district("txsd", missing("stale on 16 days"), 3.0, Coverage::Charges),
        district("nyeb", count(99.0), 99.0, Coverage::Charges),
    ]));
    sound(&chart).expect("a sound chart");
    assert_eq!(counts(&chart, "c-tile"), [94, 94]);
    assert_eq!(counts(&chart, "c-none"), [92, 92]);
    // The cross of `njd` and that of the key, two strokes each.
    assert_eq!(counts(&chart, "c-nothing"), [4, 4]);
    for drawing in drawings(&chart.figure.0) {
        let texts = drawing.texts();
        assert!(texts.contains("12") && texts.contains("≥3") && !texts.contains("99"), "{texts}");
    }
    for words in ["txsd (stale on 16 days)", "njd (civil entries only)", "nothing is known of this district and month"] {
        assert!(chart.figure.0.contains(words), "{words}");
    }
    let csv = chart.table.csv().replace("\r\n", "\n");
    let rows: Vec<&str> = csv.lines().filter(|line| line.starts_with("District") || line.starts_with("hid,")).collect();
    insta::assert_snapshot!(rows.join("\n"), @r#"
    District,State,Ratio to the year before,Feed,Missing,"Seen, where missing (a lower bound)"
    hid,HI,,not known,nothing is known of this district and month,
    District njd,NJ,,shows no charges,civil entries only,
    District nyed,NY,0,limited entries,,
    District nysd,NY,12,shows charges,,
    District txsd,TX,,shows charges,stale on 16 days,3
    District nyeb,none,99,shows charges,,
    "#);
}

#[test]
fn reasons_that_hold_for_few_are_counted_rather_than_told() {
    let reason = |place: usize| if place < 80 { "the same".to_owned() } else { format!("reason {place}") };
    let missing = |(place, code): (usize, &&str)| district(code, Reading::Missing(reason(place)), 0.0, Coverage::Charges);
    let chart = district_map(&map_of(DISTRICTS.iter().enumerate().map(missing).collect()));
    let notices: Vec<&str> = chart.figure.0.split("<li>").skip(1).filter_map(|rest| rest.split("</li>").next()).collect();
    insta::assert_snapshot!(notices.iter().skip(1).copied().collect::<Vec<_>>().join("\n"), @r"
    Missing, hatched: txsd (reason 80).
    Missing, hatched: txwd (reason 81).
    Missing, hatched: utd (reason 82).
    Missing, hatched: vaed (reason 83).
    Missing, hatched: vawd (reason 84).
    Missing, hatched, for reasons of their own that the table gives: vid, vtd, waed, wawd, wied, wiwd, wvnd, wvsd, wyd.
    ");
}

#[test]
fn a_day_that_is_not_covered_is_hatched_and_says_why() {
    let day = |date: &str, coverage: Coverage, missing: &str| Day {
        date: date.parse().expect("a date"),
        coverage,
        missing: missing.into(),
        cells: vec![],
    };
    let days = vec![
        day("2026-07-01", Coverage::Charges, ""),
        day("2026-06-30", Coverage::Charges, "not polled"),
        day("2026-07-31", Coverage::NoCharges, "no entries that begin a prosecution"),
        day("2026-07-02", Coverage::Limited, ""),
    ];
    let chart = day_strip(&DayStrip { about: about(), days, columns: vec![] });
    sound(&chart).expect("a sound chart");
    assert_eq!((counts(&chart, "c-tile"), counts(&chart, "c-none")), (vec![4, 4], vec![2, 2]));
    for drawing in drawings(&chart.figure.0) {
        assert!(drawing.texts().contains("2026-06") && drawing.texts().contains("2026-07"), "{}", drawing.texts());
        insta::allow_duplicates! { insta::assert_snapshot!(drawing.description(), @"A title: 2 of 4 days covered."); }
    }
    insta::assert_snapshot!(chart.table.csv().replace("\r\n", "\n"), @r"
    Day,Feed,Not covered because
    2026-06-30,shows charges,not polled
    2026-07-01,shows charges,
    2026-07-02,limited entries,
    2026-07-31,shows no charges,no entries that begin a prosecution
    ");
}

proptest! {
    #[test]
    fn any_district_map_is_sound(numbers in prop::collection::vec(prop::option::of(-1e12..1e12_f64), 0..120), seen in -10.0..1e9_f64, text in ".{0,40}") {
        let one = |(place, number): (usize, &Option<f64>)| {
            let reading = number.map_or_else(|| Reading::Missing(text.clone()), |number| Reading::checked(Amount::counted(number)));
            let code = DISTRICTS.get(place % 100).copied().unwrap_or(&text);
            let coverage = Coverage::ALL.get(place % 5).copied().unwrap_or(Coverage::Unknown);
            district(code, reading, seen, coverage)
        };
        let map = map_of(numbers.iter().enumerate().map(one).collect());
        prop_assert_eq!(sound(&district_map(&map)), Ok(()));
    }

    #[test]
    fn any_strip_of_days_is_sound(days in prop::collection::vec((1990..2030_i32, 1..13_u8, 1..29_u8, 0..5_usize), 0..200), text in ".{0,40}") {
        let one = |(year, month, day, coverage): &(i32, u8, u8, usize)| Day {
            date: domain::Date::new(*year, *month, *day).expect("a date"),
            coverage: Coverage::ALL[*coverage],
            missing: if *coverage == 0 { String::new() } else { text.clone() },
            cells: vec![],
        };
        let strip = DayStrip { about: about(), days: days.iter().map(one).collect(), columns: vec![] };
        prop_assert_eq!(sound(&day_strip(&strip)), Ok(()));
    }
}
