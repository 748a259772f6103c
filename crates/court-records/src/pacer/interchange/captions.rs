//! Captions, harmonized.

/// What stands where a case has no caption.
pub(super) const UNKNOWN: &str = "Unknown Case Title";

/// Ways to write the United States as a party, in lower case.
const UNITED_STATES: [&str; 11] = [
    "usa",
    "u.s.a.",
    "u.s.",
    "u. s.",
    "u.s",
    "us",
    "united states",
    "the united states",
    "united states of america",
    "the united states of america",
    "united states of america, the",
];

/// Sides that stand in a caption instead of a name.
const SIDES: [&str; 14] = [
    "appellant",
    "appellants",
    "appellee",
    "appellees",
    "claimant",
    "claimants",
    "defendant",
    "defendants",
    "petitioner",
    "petitioners",
    "plaintiff",
    "plaintiffs",
    "respondent",
    "respondents",
];

/// `USA vs. Beale et al` becomes `United States v. Beale`.
///
/// A side is recognized as the United States before "et al" goes: `UNITED STATES OF AMERICA et al` keeps its words.
pub(super) fn harmonized(caption: &str) -> String {
    let caption = with_one_versus(caption);
    let sides = caption
        .split(" v. ")
        .map(str::trim)
        .filter(|side| !SIDES.iter().any(|known| side.trim_end_matches([',', '.']).eq_ignore_ascii_case(known)));
    let sides: Vec<String> = sides.map(side).collect();
    clean(&sides.join(" v. "))
}

/// Writes `vs.`, `V.`, `vs` and `v` between two sides as `v.`.
fn with_one_versus(caption: &str) -> String {
    let words: Vec<&str> = caption.split_whitespace().collect();
    let last = words.len().saturating_sub(1);
    let as_one = |(at, word): (usize, &&str)| -> String {
        let between = at > 0 && at < last;
        match *word {
            "vs." | "V." | "v" | "vs" | "v." if between => "v.".to_owned(),
            word => word.to_owned(),
        }
    };
    words.iter().enumerate().map(as_one).collect::<Vec<_>>().join(" ")
}

fn side(side: &str) -> String {
    let bare = side.trim_end_matches(',').to_lowercase();
    if UNITED_STATES.contains(&bare.as_str()) || UNITED_STATES.contains(&bare.trim_end_matches('.')) {
        return "United States".to_owned();
    }
    without_et_al(side)
}

/// Takes `, et al.` out, wherever it stands.
fn without_et_al(side: &str) -> String {
    let words: Vec<&str> = side.split(' ').collect();
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    let mut rest = words.as_slice();
    while let [word, after @ ..] = rest {
        let is = |word: &str, one: &str| word.trim_end_matches([',', '.']).eq_ignore_ascii_case(one);
        match after {
            [al, after @ ..] if is(word, "et") && is(al, "al") && !kept.is_empty() => {
                if let Some(before) = kept.last_mut() {
                    before.truncate(before.trim_end_matches(',').len());
                }
                if al.ends_with(',')
                    && let Some(before) = kept.last_mut()
                {
                    before.push(',');
                }
                rest = after;
            }
            _ => {
                kept.push((*word).to_owned());
                rest = after;
            }
        }
    }
    kept.join(" ")
}

/// Takes away signs that say nothing, within and at the ends.
fn clean(caption: &str) -> String {
    let caption: String = caption.chars().filter(|c| !matches!(c, '#' | '*' | ';')).collect();
    let caption = caption.replace(" ,", ",");
    let ends = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '_' | '/' | ',');
    caption.trim_matches(ends).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_has_one_versus_no_others_and_the_united_states() {
        let check = |caption: &str, wanted: &str| assert_eq!(harmonized(caption), wanted, "{caption}");
        check("USA v. Beale et al", "United States v. Beale");
        check("Tremsky, et al v. Laden, et al.", "Tremsky v. Laden");
        check("Alford vs.  Baylor et al", "Alford v. Baylor");
        check("O'Donnell v Trustees of Deerfield Academy", "O'Donnell v. Trustees of Deerfield Academy");
        check("GEORGE v. UNITED STATES OF AMERICA", "GEORGE v. United States");
        check("UNITED STATES OF AMERICA et al v. GOOGLE LLC", "UNITED STATES OF AMERICA v. GOOGLE LLC");
        check("MALIBU MEDIA , LLC. v. DOE", "MALIBU MEDIA, LLC. v. DOE");
        check("In Re : Air Transportation", "In Re : Air Transportation");
        check("  ", "");
    }
}
