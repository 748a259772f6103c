//! States and territories, as names or codes of a release's columns give them.

use domain::Geography;

use crate::rules::{name, states::State};

/// Territories, which the list of states does not have.
const TERRITORIES: [(&str, &str); 6] = [
    ("Puerto Rico", "pr"),
    ("Guam", "gu"),
    ("Virgin Islands", "vi"),
    ("Northern Mariana Islands", "mp"),
    ("American Samoa", "as"),
    ("Federated States of Micronesia", "fm"),
];

/// The geography of a text in a column of states: `us-tx` for `TEXAS` and `TX`; `us-other` for what is neither state nor territory; `us-unstated`
/// where nothing is said. Together they are the nation.
pub(super) fn geography(state: Option<&str>) -> Geography {
    let Some(state) = state.map(str::trim).filter(|state| !state.is_empty()) else { return name("us-unstated") };
    let of_states = State::named(state).or_else(|| State::coded(state)).map(|state| state.code);
    let of_territories = TERRITORIES.iter().find(|(long, code)| long.eq_ignore_ascii_case(state) || code.eq_ignore_ascii_case(state));
    match of_states.or(of_territories.map(|(_, code)| *code)) {
        Some(code) => name(&format!("us-{code}")),
        None => name("us-other"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_and_codes_are_one_place() {
        let check = |state: Option<&str>, expected: &str| assert_eq!(super::geography(state).as_str(), expected);
        check(Some("TEXAS"), "us-tx");
        check(Some(" tx "), "us-tx");
        check(Some("DISTRICT OF COLUMBIA"), "us-dc");
        check(Some("PR"), "us-pr");
        check(Some("Guam"), "us-gu");
        check(Some("ONTARIO"), "us-other");
        check(Some(" "), "us-unstated");
        check(None, "us-unstated");
    }
}
