//! The states of the United States and the District of Columbia, as publishers name them.

/// A state: its name, its postal code in lower case, and the first two digits of its counties' FIPS codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) name: &'static str,
    pub(crate) code: &'static str,
    pub(crate) fips: &'static str,
}

impl State {
    /// The state of this name, without regard to case and blanks around it.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        STATES.iter().find(|state| state.name.eq_ignore_ascii_case(name.trim()))
    }

    /// The state of this postal code, without regard to case and blanks around it.
    pub(crate) fn coded(code: &str) -> Option<&'static Self> {
        STATES.iter().find(|state| state.code.eq_ignore_ascii_case(code.trim()))
    }
}

/// How many states there are, with the District of Columbia.
pub(crate) const COUNT: usize = STATES.len();

const fn state(name: &'static str, code: &'static str, fips: &'static str) -> State {
    State { name, code, fips }
}

/// Codes of INCITS 38 (formerly FIPS 5-2).
const STATES: [State; 51] = [
    state("Alabama", "al", "01"),
    state("Alaska", "ak", "02"),
    state("Arizona", "az", "04"),
    state("Arkansas", "ar", "05"),
    state("California", "ca", "06"),
    state("Colorado", "co", "08"),
    state("Connecticut", "ct", "09"),
    state("Delaware", "de", "10"),
    state("District of Columbia", "dc", "11"),
    state("Florida", "fl", "12"),
    state("Georgia", "ga", "13"),
    state("Hawaii", "hi", "15"),
    state("Idaho", "id", "16"),
    state("Illinois", "il", "17"),
    state("Indiana", "in", "18"),
    state("Iowa", "ia", "19"),
    state("Kansas", "ks", "20"),
    state("Kentucky", "ky", "21"),
    state("Louisiana", "la", "22"),
    state("Maine", "me", "23"),
    state("Maryland", "md", "24"),
    state("Massachusetts", "ma", "25"),
    state("Michigan", "mi", "26"),
    state("Minnesota", "mn", "27"),
    state("Mississippi", "ms", "28"),
    state("Missouri", "mo", "29"),
    state("Montana", "mt", "30"),
    state("Nebraska", "ne", "31"),
    state("Nevada", "nv", "32"),
    state("New Hampshire", "nh", "33"),
    state("New Jersey", "nj", "34"),
    state("New Mexico", "nm", "35"),
    state("New York", "ny", "36"),
    state("North Carolina", "nc", "37"),
    state("North Dakota", "nd", "38"),
    state("Ohio", "oh", "39"),
    state("Oklahoma", "ok", "40"),
    state("Oregon", "or", "41"),
    state("Pennsylvania", "pa", "42"),
    state("Rhode Island", "ri", "44"),
    state("South Carolina", "sc", "45"),
    state("South Dakota", "sd", "46"),
    state("Tennessee", "tn", "47"),
    state("Texas", "tx", "48"),
    state("Utah", "ut", "49"),
    state("Vermont", "vt", "50"),
    state("Virginia", "va", "51"),
    state("Washington", "wa", "53"),
    state("West Virginia", "wv", "54"),
    state("Wisconsin", "wi", "55"),
    state("Wyoming", "wy", "56"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_state_has_a_name_and_codes_of_its_own() {
        let distinct = |of: fn(&State) -> &'static str| STATES.iter().map(of).collect::<BTreeSet<_>>().len();
        assert_eq!([distinct(|one| one.name), distinct(|one| one.code), distinct(|one| one.fips)], [COUNT; 3]);
        assert_eq!(State::named(" district of Columbia").map(|one| (one.code, one.fips)), Some(("dc", "11")));
        assert_eq!(State::named("Puerto Rico"), None);
    }
}
