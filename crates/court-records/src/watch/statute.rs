//! Citations of statutes, and which stands below which.

use std::fmt;

/// Subsections deeper than this are no citation.
const DEEPEST: usize = 10;

/// A section of the United States Code with the path of its subsections: `18:111(a)(1)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statute {
    title: u16,
    section: String,
    path: Vec<String>,
}

impl Statute {
    /// Reads `18:111(a)(1)`, `18 USC 111` and `18 U.S.C. § 111(b)`. None if the text is anything else: a citation with something behind it is not
    /// taken for the citation.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase).collect();
        let (title, rest) = digits(&text);
        let rest = ["u.s.c.", "u.s.c", "usc", ":"].into_iter().find_map(|mark| rest.strip_prefix(mark))?;
        let rest = rest.trim_start_matches('§');
        let end = rest.find('(').unwrap_or(rest.len());
        let (section, mut rest) = rest.split_at_checked(end)?;
        let is_section = section.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
            && section.len() <= 20
            && section.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let mut path = Vec::new();
        while let Some(inner) = rest.strip_prefix('(') {
            let (step, after) = inner.split_once(')')?;
            let is_step = (1..=8).contains(&step.len()) && step.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if !is_step || path.len() >= DEEPEST {
                return None;
            }
            path.push(step.to_owned());
            rest = after;
        }
        let title: u16 = title.parse().ok().filter(|title| (1..=60).contains(title))?;
        (is_section && rest.is_empty()).then(|| Self { title, section: section.to_owned(), path })
    }

    /// Whether another citation is this one or below it. `18:111` has `18:111(a)(1)` below it and never `18:1111`.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        self.title == other.title && self.section == other.section && other.path.starts_with(&self.path)
    }
}

impl fmt::Display for Statute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.title, self.section)?;
        self.path.iter().try_for_each(|step| write!(f, "({step})"))
    }
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or(("", text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(asked: &str, cited: &str, wanted: bool) {
        let read = |text: &str| Statute::read(text).unwrap_or_else(|| panic!("`{text}` is no citation"));
        assert_eq!(read(asked).covers(&read(cited)), wanted, "{asked} covers {cited}");
    }

    #[test]
    fn a_section_covers_what_stands_below_it_and_nothing_beside_it() {
        check("18:111", "18:111", true);
        check("18:111", "18:111(a)(1)", true);
        check("18 U.S.C. § 111", "18:111(b)", true);
        check("18:111(a)", "18:111(A)(1)", true);
        check("18:111(a)", "18:111(b)", false);
        check("18:111(a)(1)", "18:111(a)", false);
        check("18:111", "18:1111", false);
        check("18:111", "18:1114", false);
        check("18:111", "21:111", false);
        check("18:111", "18:2111", false);
        check("18:922", "18:922(g)(1)", true);
        check("26:5861", "26:5861(d)", true);
    }

    #[test]
    fn what_is_no_citation_is_not_taken_for_one() {
        for text in ["", "18", "18:", "111", ":111", "18:a", "18:111(", "18:111()", "18:111(a", "18:111(a))", "18:111 and 18:2", "99:1"] {
            assert_eq!(Statute::read(text), None, "{text}");
        }
        assert_eq!(Statute::read("18 usc 111 (a) (1)").map(|found| found.to_string()), Some("18:111(a)(1)".to_owned()));
    }
}
