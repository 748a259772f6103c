//! Rule 3.2: the state in the name of a duty site.

use regex::Regex;

use super::breaks::{Break, Broken};

const CODES: &str = "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC \
                     SD TN TX UT VT VA WA WV WI WY DC PR GU VI MP AS FM";

/// In the order of the codes; the last six are territories.
const NAMES: &str = "ALABAMA|ALASKA|ARIZONA|ARKANSAS|CALIFORNIA|COLORADO|CONNECTICUT|DELAWARE|FLORIDA|GEORGIA|HAWAII|IDAHO|ILLINOIS|INDIANA|\
                     IOWA|KANSAS|KENTUCKY|LOUISIANA|MAINE|MARYLAND|MASSACHUSETTS|MICHIGAN|MINNESOTA|MISSISSIPPI|MISSOURI|MONTANA|NEBRASKA|\
                     NEVADA|NEW HAMPSHIRE|NEW JERSEY|NEW MEXICO|NEW YORK|NORTH CAROLINA|NORTH DAKOTA|OHIO|OKLAHOMA|OREGON|PENNSYLVANIA|\
                     RHODE ISLAND|SOUTH CAROLINA|SOUTH DAKOTA|TENNESSEE|TEXAS|UTAH|VERMONT|VIRGINIA|WASHINGTON|WEST VIRGINIA|WISCONSIN|\
                     WYOMING|DISTRICT OF COLUMBIA|PUERTO RICO|GUAM|VIRGIN ISLANDS|NORTHERN MARIANA ISLANDS|AMERICAN SAMOA|\
                     FEDERATED STATES OF MICRONESIA";

const TERRITORIES: usize = 6;

/// The state of a site, spelled out upper case.
pub(crate) fn state_of_site(site: &str, broken: Broken) -> Option<String> {
    let site: Vec<char> = if broken.is(Break::SiteAsWritten) { site.chars().collect() } else { site.to_uppercase().chars().collect() };
    let mut states: Vec<(&str, &str)> = CODES.split_whitespace().zip(NAMES.split('|')).collect();
    if broken.is(Break::NoTerritories) {
        states.truncate(states.len() - TERRITORIES);
    }

    let boundary = |at: usize| is_boundary(&site, at, broken);
    let mut codes: Vec<(usize, &str)> = Vec::new();
    let mut names: Vec<(usize, &str)> = Vec::new();
    for at in 0..site.len() {
        for (code, name) in &states {
            let stands = |word: &str, anywhere: bool| {
                let word: Vec<char> = word.chars().collect();
                site[at..].starts_with(&word) && (anywhere || (boundary(at) && boundary(at + word.len())))
            };
            if stands(code, broken.is(Break::CodesAnywhere)) {
                codes.push((at, if broken.is(Break::StateAsCode) { code } else { name }));
            }
            if stands(name, broken.is(Break::NamesAnywhere)) {
                names.push((at, name));
            }
        }
    }
    let code = if broken.is(Break::LastCode) { codes.last() } else { codes.first() };
    let name = if broken.is(Break::LastName) { names.last() } else { names.first() };
    let found = match (code, name) {
        (code, Some(name)) if broken.is(Break::NamesBeforeCodes) || code.is_none() => Some(name),
        (Some(code), Some(name)) if broken.is(Break::LeftmostOfBoth) => Some(code.min(name)),
        (code, _) => code,
    };
    found.map(|(_, state)| (*state).to_owned())
}

/// A word begins or ends between two characters if exactly one of them is a word character.
fn is_boundary(text: &[char], at: usize, broken: Broken) -> bool {
    let is_word = |at: usize| text.get(at).is_some_and(|&letter| is_word_character(letter, broken));
    (at > 0 && is_word(at - 1)) != is_word(at)
}

/// Letters, marks, digits and `_` of Unicode.
fn is_word_character(letter: char, broken: Broken) -> bool {
    thread_local! {
        static WORD: Regex = Regex::new(r"^\w$").expect("a pattern");
    }
    match broken.0 {
        Some(Break::AsciiBoundaries) if !letter.is_ascii() => return false,
        Some(Break::MarksAreBoundaries) if !letter.is_alphanumeric() && letter != '_' => return false,
        Some(Break::DigitsAreBoundaries) if letter.is_numeric() => return false,
        Some(Break::UnderscoreIsBoundary) if letter == '_' => return false,
        _ => {}
    }
    let mut bytes = [0; 4];
    WORD.with(|word| word.is_match(letter.encode_utf8(&mut bytes)))
}

#[test]
fn sites_give_the_states_of_the_table() {
    let found = |site| state_of_site(site, Broken(None)).unwrap_or_else(|| "missing".to_owned());
    for (site, state) in [
        ("Harlingen, TX, Docket Control Office", "TEXAS"),
        ("LA Field Office", "LOUISIANA"),
        ("Operations in Texas", "INDIANA"),
        ("New Mexico Transit - or Hold", "OREGON"),
        ("Washington DC HQ", "DISTRICT OF COLUMBIA"),
        ("West Virginia Sub-Office", "WEST VIRGINIA"),
        ("Arkansas City Annex", "ARKANSAS"),
        ("GU-Hagatna", "GUAM"),
        ("TX_Hold", "missing"),
        ("TX2 Annex", "missing"),
        ("ARKANSASCITY", "missing"),
        ("Cañon City, CO", "COLORADO"),
        ("Can\u{303}on TX\u{301} Annex", "missing"),
    ] {
        assert_eq!(found(site), state, "{site}");
    }
}
