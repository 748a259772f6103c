//! Whole words, case-folded: what texts are made of when a watch looks into them.

use std::{collections::HashSet, fmt};

/// Words of a text in their order. Everything that is neither letter nor digit parts words, so that `ICE`, `I.C.E.` and `O'Brien` are one, three and
/// two words wherever they stand.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// A text that was cut into words once, to be asked often.
#[derive(Debug, Default)]
pub(crate) struct Wording {
    words: Vec<String>,
    known: HashSet<String>,
}

impl Wording {
    /// The words of a text.
    pub(crate) fn of(text: &str) -> Self {
        let words = words(text);
        let known = words.iter().cloned().collect();
        Self { words, known }
    }

    fn has(&self, phrase: &[String]) -> bool {
        match phrase {
            [] => true,
            [word] => self.known.contains(word),
            _ => phrase.iter().all(|word| self.known.contains(word)) && self.words.windows(phrase.len()).any(|window| window == phrase),
        }
    }
}

/// What must be in a text: words in any order, and phrases whose words follow each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Terms {
    phrases: Vec<Vec<String>>,
}

impl Terms {
    /// Reads `garcia "use of force"`: the word, and the phrase in quotation marks.
    pub(crate) fn read(text: &str) -> Self {
        let mut phrases = Vec::new();
        for (place, part) in text.split('"').enumerate() {
            let found = words(part);
            if place % 2 == 1 {
                phrases.push(found);
            } else {
                phrases.extend(found.into_iter().map(|word| vec![word]));
            }
        }
        phrases.retain(|phrase| !phrase.is_empty());
        phrases.sort();
        phrases.dedup();
        Self { phrases }
    }

    /// True if nothing must be in a text.
    pub(crate) fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// Whether all of it is in a text.
    pub(crate) fn are_in(&self, text: &Wording) -> bool {
        self.phrases.iter().all(|phrase| text.has(phrase))
    }
}

/// The one way of writing it: the same terms are the same text.
impl fmt::Display for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, phrase) in self.phrases.iter().enumerate() {
            let space = if place == 0 { "" } else { " " };
            let mark = if phrase.len() > 1 { "\"" } else { "" };
            write!(f, "{space}{mark}{}{mark}", phrase.join(" "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(terms: &str, text: &str, wanted: bool) {
        assert_eq!(Terms::read(terms).are_in(&Wording::of(text)), wanted, "`{terms}` in `{text}`");
    }

    #[test]
    fn words_are_whole_and_without_case() {
        check("complaint", "COMPLAINT (Criminal)", true);
        check("complaint", "Complaints", false);
        check("ice", "Notice of Service", false);
        check("doe garcia", "GARCIA, Maria v. Doe", true);
        check("doe garcia", "Garcia v. Roe", false);
        check("\"motion to dismiss\"", "ORDER on Motion to Dismiss", true);
        check("\"motion to dismiss\"", "Motion to Seal, to Dismiss", false);
        check("Österreich", "ÖSTERREICH v. USA", true);
        check("", "anything", true);
    }

    #[test]
    fn the_same_terms_are_written_the_same_way() {
        for text in ["b \"A  c\" b", "  \"a c\" B", "b \"a-c\""] {
            assert_eq!(Terms::read(text).to_string(), "\"a c\" b", "{text}");
        }
        let terms = Terms::read("x \"y z\"");
        assert_eq!(Terms::read(&terms.to_string()), terms);
    }
}
