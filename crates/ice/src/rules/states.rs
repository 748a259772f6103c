//! The state of an arrest, read from the name of a duty site (rule 3.2).

use std::sync::LazyLock;

use regex::Regex;

use crate::ruleset::RuleSet;

/// Codes with the names that they are spelled out to: the fifty states, DC, PR, GU, VI, MP, AS and FM.
const STATES: [(&str, &str); 57] = [
    ("AL", "ALABAMA"),
    ("AK", "ALASKA"),
    ("AZ", "ARIZONA"),
    ("AR", "ARKANSAS"),
    ("CA", "CALIFORNIA"),
    ("CO", "COLORADO"),
    ("CT", "CONNECTICUT"),
    ("DE", "DELAWARE"),
    ("FL", "FLORIDA"),
    ("GA", "GEORGIA"),
    ("HI", "HAWAII"),
    ("ID", "IDAHO"),
    ("IL", "ILLINOIS"),
    ("IN", "INDIANA"),
    ("IA", "IOWA"),
    ("KS", "KANSAS"),
    ("KY", "KENTUCKY"),
    ("LA", "LOUISIANA"),
    ("ME", "MAINE"),
    ("MD", "MARYLAND"),
    ("MA", "MASSACHUSETTS"),
    ("MI", "MICHIGAN"),
    ("MN", "MINNESOTA"),
    ("MS", "MISSISSIPPI"),
    ("MO", "MISSOURI"),
    ("MT", "MONTANA"),
    ("NE", "NEBRASKA"),
    ("NV", "NEVADA"),
    ("NH", "NEW HAMPSHIRE"),
    ("NJ", "NEW JERSEY"),
    ("NM", "NEW MEXICO"),
    ("NY", "NEW YORK"),
    ("NC", "NORTH CAROLINA"),
    ("ND", "NORTH DAKOTA"),
    ("OH", "OHIO"),
    ("OK", "OKLAHOMA"),
    ("OR", "OREGON"),
    ("PA", "PENNSYLVANIA"),
    ("RI", "RHODE ISLAND"),
    ("SC", "SOUTH CAROLINA"),
    ("SD", "SOUTH DAKOTA"),
    ("TN", "TENNESSEE"),
    ("TX", "TEXAS"),
    ("UT", "UTAH"),
    ("VT", "VERMONT"),
    ("VA", "VIRGINIA"),
    ("WA", "WASHINGTON"),
    ("WV", "WEST VIRGINIA"),
    ("WI", "WISCONSIN"),
    ("WY", "WYOMING"),
    ("DC", "DISTRICT OF COLUMBIA"),
    ("PR", "PUERTO RICO"),
    ("GU", "GUAM"),
    ("VI", "VIRGIN ISLANDS"),
    ("MP", "NORTHERN MARIANA ISLANDS"),
    ("AS", "AMERICAN SAMOA"),
    ("FM", "FEDERATED STATES OF MICRONESIA"),
];

/// A code as a word. Words are those of Unicode: letters, marks, digits and `_` belong to them.
static CODE: LazyLock<Regex> = LazyLock::new(|| words(STATES.iter().map(|(code, _)| *code)));
/// A name as a word or words; of two that begin at one place the longer is none of the other's beginnings.
static NAME: LazyLock<Regex> = LazyLock::new(|| words(STATES.iter().map(|(_, name)| *name)));

fn words<'a>(words: impl Iterator<Item = &'a str>) -> Regex {
    let words: Vec<&str> = words.collect();
    Regex::new(&format!(r"\b(?:{})\b", words.join("|"))).expect("a pattern of letters and spaces")
}

/// The name of a state, by its code.
fn name_of_code(code: &str) -> Option<&'static str> {
    STATES.iter().find(|(other, _)| *other == code).map(|(_, name)| *name)
}

/// The state that the name of a site tells: the leftmost code, spelled out; only if there is none, the leftmost name.
pub(crate) fn of_site(site: &str, rules: RuleSet) -> Option<&'static str> {
    let upper = site.to_uppercase();
    let name = || NAME.find(&upper).and_then(|found| STATES.iter().find(|(_, name)| *name == found.as_str())).map(|(_, name)| *name);
    match rules {
        RuleSet::Published => CODE.find(&upper).and_then(|found| name_of_code(found.as_str())).or_else(name),
        RuleSet::Corrected => {
            if LOS_ANGELES.is_match(site) {
                return Some("CALIFORNIA");
            }
            address_code(site).or_else(name)
        }
    }
}

/// `LA` before what field offices are called by, and not behind a comma, where an address would have it.
static LOS_ANGELES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|[^,\s]\s+)\bLA\s+(?:Field|Docket|Sub-?\s?Office|Staging)\b").expect("a pattern written here"));

/// The leftmost code that stands where a code can: in upper case, or behind a comma as addresses have it. One that is a word too has to stand
/// behind a comma or at the end.
fn address_code(site: &str) -> Option<&'static str> {
    static ANY_CASE: LazyLock<Regex> = LazyLock::new(|| {
        let codes: Vec<&str> = STATES.iter().map(|(code, _)| *code).collect();
        Regex::new(&format!(r"(?i)\b(?:{})\b", codes.join("|"))).expect("a pattern of letters")
    });
    const WORDS: [&str; 9] = ["AL", "AS", "DE", "HI", "IN", "LA", "ME", "OK", "OR"];
    let is_code = |found: &regex::Match<'_>| {
        let behind_comma = site.get(..found.start()).is_some_and(|before| before.trim_end().ends_with(','));
        let at_end = site.get(found.end()..).is_some_and(|after| after.trim_start().is_empty());
        let is_upper = found.as_str().chars().all(char::is_uppercase);
        behind_comma || (is_upper && (at_end || !WORDS.contains(&found.as_str())))
    };
    ANY_CASE.find_iter(site).find(is_code).and_then(|found| name_of_code(&found.as_str().to_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_and_their_states() {
        let check = |site: &str, published: Option<&str>, corrected: Option<&str>| {
            assert_eq!(of_site(site, RuleSet::Published), published, "{site}, published");
            assert_eq!(of_site(site, RuleSet::Corrected), corrected, "{site}, corrected");
        };
        let same = |site: &str, state: Option<&str>| check(site, state, state);
        same("Harlingen, TX, Docket Control Office", Some("TEXAS"));
        check("LA Field Office", Some("LOUISIANA"), Some("CALIFORNIA"));
        check("Operations in Texas", Some("INDIANA"), Some("TEXAS"));
        check("New Mexico Transit - or Hold", Some("OREGON"), Some("NEW MEXICO"));
        same("Washington DC HQ", Some("DISTRICT OF COLUMBIA"));
        same("West Virginia Sub-Office", Some("WEST VIRGINIA"));
        same("Arkansas City Annex", Some("ARKANSAS"));
        same("GU-Hagatna", Some("GUAM"));
        same("TX_Hold", None);
        same("TX2 Annex", None);
        same("ARKANSASCITY", None);
        same("Cañon City, CO", Some("COLORADO"));
        same("CA\u{303}ON City, CO", Some("COLORADO"));
        same("chicago, il, sub office", Some("ILLINOIS"));
        same("ﬁeld office, TX", Some("TEXAS"));
        same("New Orleans, LA, Field Office", Some("LOUISIANA"));
        same("Shreveport LA", Some("LOUISIANA"));
        check("ERO LA Field Office", Some("LOUISIANA"), Some("CALIFORNIA"));
        check("LA PALMA CORRECTIONAL CENTER", Some("LOUISIANA"), None);
        check("OPERATIONS IN TEXAS", Some("INDIANA"), Some("TEXAS"));
        check("NEW MEXICO TRANSIT - OR HOLD", Some("OREGON"), Some("NEW MEXICO"));
        same("P.A. Hold Room", None);
        same("", None);
    }

    #[test]
    fn every_state_is_told_by_its_code_and_by_its_name() {
        for (code, name) in STATES {
            assert_eq!(name_of_code(code), Some(name));
            assert_eq!(of_site(&format!("Office of {name} Hold"), RuleSet::Published), Some(name));
        }
    }
}
