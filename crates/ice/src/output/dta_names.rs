//! Names of variables that Stata takes.
//!
//! A name has 1 to 32 characters, letters, digits and `_`, does not begin with a digit, and is none of Stata's words. Other characters become
//! `_`; a leading digit, and a word of Stata's, get a `_` before them. A longer name loses characters until it fits, from its end on and never the
//! first: lower-case vowels, then other lower-case letters, then whatever is at the end (R's `abbreviate` does so, too). Names that need no change
//! keep theirs; another that comes to a name which is taken is shortened for a number at its end: `_2`, `_3`.

use std::collections::HashSet;

/// Characters of a name.
const LONGEST: usize = 32;

/// Words that cannot be names, besides `str` and a number ("Data types" and "Naming conventions" in Stata's User's Guide).
const WORDS: [&str; 20] = [
    "_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n", "_N", "_pi", "_pred", "_rc", "_skip",
    "strL", "using", "with",
];

/// Returns a name for each name, all different.
pub(super) fn names<'a>(columns: impl Iterator<Item = &'a str>) -> Vec<String> {
    let columns: Vec<&str> = columns.collect();
    let mut taken = HashSet::new();
    let kept: Vec<bool> = columns.iter().map(|name| fitting(name) == **name && taken.insert((*name).to_owned())).collect();
    let name = |(name, kept): (&&str, bool)| {
        if kept {
            return (*name).to_owned();
        }
        let clean = clean(name);
        let numbered = |number: usize| {
            let suffix = format!("_{number}");
            abbreviated(&clean, LONGEST - suffix.len()) + &suffix
        };
        let mut found = fitting(name);
        let mut number = 1;
        while !taken.insert(found.clone()) {
            number += 1;
            found = numbered(number);
        }
        found
    };
    columns.iter().zip(kept).map(name).collect()
}

fn fitting(name: &str) -> String {
    abbreviated(&clean(name), LONGEST)
}

fn clean(name: &str) -> String {
    let valid: String = name.chars().map(|character| if character.is_alphanumeric() { character } else { '_' }).collect();
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let word = WORDS.contains(&valid.as_str()) || valid.strip_prefix("str").is_some_and(number);
    if word || !valid.starts_with(|first: char| first == '_' || first.is_alphabetic()) { format!("_{valid}") } else { valid }
}

fn abbreviated(name: &str, most: usize) -> String {
    let mut characters: Vec<char> = name.chars().collect();
    for goes in [|character: char| "aeiou".contains(character), char::is_lowercase] {
        for place in (1..characters.len()).rev() {
            if characters.len() > most && goes(characters[place]) {
                characters.remove(place);
            }
        }
    }
    characters.truncate(most);
    characters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(columns: &[&str], expected: &[&str]) {
        assert_eq!(names(columns.iter().copied()), expected);
    }

    #[test]
    fn long_names_lose_vowels_then_letters_from_their_end() {
        check(
            &["initial_bond_set_date_earliest_seen", "initial_bond_set_amount_lowest_seen", "detention_facility_county_longest"],
            &["initial_bond_set_date_earlist_sn", "initial_bond_set_amount_lowst_sn", "detention_facility_county_longst"],
        );
        check(&["DETENTION_FACILITY_COUNTY_OF_THE_LAST_STINT"], &["DETENTION_FACILITY_COUNTY_OF_THE"]);
        check(&["strengths_through_rhythms_length_bcdfgh_xyz"], &["strngths_thrgh_rhythms_lngth_bc_"]);
    }

    #[test]
    fn names_that_fit_keep_theirs_and_others_get_numbers() {
        check(&["a b", "a_b", "a-b", "a.b"], &["a_b_2", "a_b", "a_b_3", "a_b_4"]);
        let long = "initial_bond_set_amount_lowest_seen";
        check(
            &[long, "initial_bond_set_amount_lowst_sn", long],
            &["initial_bond_set_amont_lwst_sn_2", "initial_bond_set_amount_lowst_sn", "initial_bond_set_amont_lwst_sn_3"],
        );
    }

    #[test]
    fn words_of_stata_and_leading_digits_get_a_line_before_them() {
        check(&["if", "str12", "strike", "_N", "1st", "", "año", "日付"], &["_if", "_str12", "strike", "__N", "_1st", "_", "año", "日付"]);
    }

    proptest! {
        #[test]
        fn any_names_become_different_valid_names(columns in prop::collection::vec("[ -~é\u{1F600}]{0,40}|[a-z_]{30,36}|str[0-9]{1,3}", 0..40)) {
            let names = names(columns.iter().map(String::as_str));
            prop_assert_eq!(names.iter().collect::<HashSet<_>>().len(), columns.len());
            for name in names {
                prop_assert!((1..=LONGEST).contains(&name.chars().count()), "{}", name);
                prop_assert!(name.chars().all(|character| character.is_alphanumeric() || character == '_'), "{}", name);
                prop_assert!(!name.starts_with(char::is_numeric) && !WORDS.contains(&name.as_str()), "{}", name);
            }
        }
    }
}
