//! Names of judges, harmonized.

/// Words before a name that are no part of it, in lower case and without stops.
const TITLES: [&str; 24] = [
    "bankruptcy",
    "chief",
    "circuit",
    "clerk",
    "cj",
    "district",
    "hon",
    "honorable",
    "j",
    "judge",
    "jj",
    "justice",
    "law",
    "mag",
    "magistrate",
    "mj",
    "pro",
    "recalled",
    "se",
    "senior",
    "the",
    "u.s",
    "us",
    "visiting",
];

/// Words that a title writes small, except at its ends.
const SMALL: [&str; 19] =
    ["a", "an", "and", "as", "at", "but", "by", "en", "for", "if", "in", "of", "on", "or", "the", "to", "v", "via", "vs"];

/// `Chief Judge WILLIAM L. OSTEEN, JR` becomes `William L. Osteen Jr.`.
///
/// The reference's oddities are part of the shape: a leading `J.` passes for a title, `DuBose` becomes `Dubose`, and the initials A without
/// a stop and V are taken for small words.
pub(super) fn harmonized(written: &str) -> String {
    let written = without_parentheses(written).replace(',', " ");
    let words: Vec<&str> = written.split_whitespace().collect();
    let is_title = |word: &&&str| TITLES.contains(&word.trim_end_matches(['.', ':']).to_lowercase().as_str());
    let titles = words.iter().take_while(is_title).count();
    let names = words.get(titles..).unwrap_or_default();
    let last = names.len().saturating_sub(1);
    let name = |(at, word): (usize, &&str)| in_title(word, at == 0 || at == last);
    names.iter().enumerate().map(name).collect::<Vec<_>>().join(" ")
}

fn without_parentheses(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(character),
            _ => {}
        }
    }
    kept
}

fn in_title(word: &str, at_an_end: bool) -> String {
    let lower = word.to_lowercase();
    let bare = lower.trim_end_matches('.');
    if matches!(bare, "ii" | "iii" | "iv") {
        return bare.to_uppercase();
    }
    if matches!(bare, "jr" | "sr") {
        return format!("{}.", capital(bare));
    }
    let is_initial = lower.chars().count() == 1;
    let is_small = SMALL.contains(&lower.as_str()) || matches!(lower.as_str(), "v." | "vs.");
    let cased = if is_small && !at_an_end { lower.clone() } else { lower.split('-').map(part).collect::<Vec<_>>().join("-") };
    if is_initial { format!("{cased}.") } else { cased }
}

/// A part of a name: `o'neill`, `mccormick`, `smith`.
fn part(lower: &str) -> String {
    if let Some(rest) = lower.strip_prefix("mc").filter(|rest| rest.len() > 1) {
        return format!("Mc{}", capital(rest));
    }
    match lower.split_once('\'') {
        Some((one, rest)) if one.chars().count() == 1 && rest.chars().count() > 1 => format!("{}'{}", capital(one), capital(rest)),
        _ => capital(lower),
    }
}

fn capital(lower: &str) -> String {
    let mut characters = lower.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_judge_has_a_name_and_no_title() {
        let check = |written: &str, wanted: &str| assert_eq!(harmonized(written), wanted, "{written}");
        check("Hon. Jeffrey S. White", "Jeffrey S. White");
        check("Chief Judge J. Randal Hall", "Randal Hall");
        check("JUDGE DAVID ALAN EZRA", "David Alan Ezra");
        check("District Judge Stephen N. Limbaugh, Jr", "Stephen N. Limbaugh Jr.");
        check("District Judge T. S. Ellis, III", "T. S. Ellis III");
        check("Magistrate Judge Ona T. Wang (Settlement)", "Ona T. Wang");
        check("Magistrate Judge John A Kazen", "John a. Kazen");
        check("James V. Selna", "James v. Selna");
        check("Judge Kristi K. DuBose", "Kristi K. Dubose");
        check("Douglas F. McCormick", "Douglas F. McCormick");
        check("District Judge Lawrence J. O'Neill", "Lawrence J. O'Neill");
        check("Alicia M. Otazo-Reyes", "Alicia M. Otazo-Reyes");
        check("Pro Se Law Clerk MP", "Mp");
        check("Judge Part One", "Part One");
        check("", "");
    }
}
