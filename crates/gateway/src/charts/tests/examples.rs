//! Small inputs for the tests of charts.

use domain::{Period, comparison::Grade};

use crate::charts::{About, Agency, Amount, Digits, Estimate, Instrument, Limit, Place, Quantity, Reading, Specification, Standing};

pub(super) fn about() -> About {
    About { id: "chart".into(), title: "A title".into(), note: "A note.".into(), csv: "/a.csv".into(), json: "/a.json".into() }
}

pub(super) fn quantity(digits: Digits) -> Quantity {
    Quantity { name: "Ratio to the year before".into(), digits }
}

pub(super) fn estimate(value: f64, lower: f64, upper: Option<f64>) -> Reading {
    Reading::checked(Estimate::new(value, lower, upper))
}

pub(super) fn count(value: f64) -> Reading<Amount> {
    Reading::checked(Amount::counted(value))
}

pub(super) fn instrument(label: &str, grade: Option<Grade>, reading: Reading) -> Instrument {
    Instrument { label: label.into(), grade, reading }
}

/// Months from January 2025 on.
pub(super) fn month(place: usize) -> Period {
    let (year, of_year) = (2025 + place / 12, place % 12 + 1);
    let month = i32::try_from(year).ok().zip(u8::try_from(of_year).ok()).and_then(|(year, of_year)| Period::month(year, of_year));
    month.expect("a month")
}

/// Every seventh is excluded; estimates from 0.5 to 20.
pub(super) fn cells(n: usize) -> Vec<Specification> {
    let reading = |place: usize| {
        let value = 0.5 * 40.0_f64.powf((place * 37 % 101) as f64 / 101.0);
        match place % 7 {
            3 => Reading::Missing("no denominator".into()),
            5 => estimate(value, value / 2.0, None),
            _ => estimate(value, value / 2.0, Some(value * 2.0)),
        }
    };
    (0..n).map(|place| Specification { options: vec![place % 3, place / 3 % 2, place / 6 % 4], reading: reading(place) }).collect()
}

pub(super) fn agencies() -> Vec<Agency> {
    let at = |label: &str, size, outcome, place| Agency { label: label.into(), standing: Standing::at(size, outcome, place) };
    vec![
        at("Zeta", 50.0, 2.2, Place::Beyond),
        at("Alpha", 20.0, 1.1, Place::Within),
        at("mid", 30.0, 1.5, Place::Between),
        at("small", 2.0, 3.0, Place::TooFew),
    ]
}

pub(super) fn limits() -> Vec<Limit> {
    let at = |size: f64| {
        let (inner, outer) = (1.96 / size.sqrt(), 3.09 / size.sqrt());
        Limit { size, inner: ((1.0 - inner).max(0.0), 1.0 + inner), outer: ((1.0 - outer).max(0.0), 1.0 + outer) }
    };
    (1..60).map(|size| at(f64::from(size))).collect()
}
