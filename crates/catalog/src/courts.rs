//! The federal courts whose filings are read: codes, names and time zones.
//!
//! The rows stand in `data/courts.csv`: the 94 district courts and the thirteen courts of appeals. A bankruptcy court keeps the time of the district
//! that it belongs to.

use std::sync::LazyLock;

use serde::Deserialize;

/// A federal court.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Court {
    /// CM/ECF's code: `nysd`.
    pub code: String,
    /// For people: `S.D. New York`.
    pub name: String,
    /// As it is cited: `S.D.N.Y.`; empty for courts of appeals.
    pub citation: String,
    /// Name of its zone in the IANA database. Of a court with offices in two zones, that of its main office.
    pub zone: String,
    /// The Federal Judicial Center's code of the district, as in the integrated database; empty for courts of appeals.
    pub fjc_district: String,
    /// The digits with which the numbers of its documents begin; empty for courts of appeals.
    pub document_prefix: String,
}

impl Court {
    /// Whether it is one of the 94 district courts, in which criminal cases begin.
    pub fn is_district(&self) -> bool {
        !self.fjc_district.is_empty()
    }
}

static COURTS: LazyLock<Vec<Court>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(include_str!("../data/courts.csv").as_bytes());
    // A test reads every row; a row that cannot be read would be a mistake of the program, not of its input.
    reader.deserialize().filter_map(Result::ok).collect()
});

/// All courts: districts by code, then courts of appeals.
pub fn courts() -> &'static [Court] {
    &COURTS
}

/// The court with this code.
pub fn court(code: &str) -> Option<&'static Court> {
    COURTS.iter().find(|court| court.code == code)
}

/// The zone in which a court dates its filings, also of a bankruptcy court.
pub fn zone_of_court(code: &str) -> Option<&'static str> {
    let of_district = || code.strip_suffix('b').and_then(|district| court(&format!("{district}d")));
    court(code).or_else(of_district).map(|court| court.zone.as_str())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_94_districts_and_13_courts_of_appeals_each_with_a_zone() {
        let rows = include_str!("../data/courts.csv").lines().count() - 1;
        assert_eq!(courts().len(), rows, "every row is read");
        assert_eq!(courts().iter().filter(|court| court.is_district()).count(), 94);
        assert_eq!(courts().iter().filter(|court| !court.is_district()).count(), 13);
        let codes: BTreeSet<&str> = courts().iter().map(|court| court.code.as_str()).collect();
        assert_eq!(codes.len(), courts().len());
        assert!(courts().iter().all(|court| court.zone.contains('/') && !court.name.is_empty()));
    }

    #[test]
    fn a_bankruptcy_court_keeps_the_time_of_its_district() {
        assert_eq!(zone_of_court("nysb"), Some("America/New_York"));
        assert_eq!(zone_of_court("azd"), Some("America/Phoenix"));
        assert_eq!(zone_of_court("ca9"), Some("America/Los_Angeles"));
        assert_eq!(zone_of_court("zzz"), None);
    }
}
