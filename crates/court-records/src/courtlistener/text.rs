//! Text as CourtListener hands it on: white space, the marks of its search, and text from outside in messages.

/// The marks that a search puts around what it found.
const MARKS: [&str; 6] = ["<mark>", "</mark>", "<strong>", "</strong>", "<em>", "</em>"];
/// The longest text that is quoted in a message, in characters.
const MOST_QUOTED: usize = 80;

/// One space for every run of white space and control characters, none at the ends.
pub(super) fn tidy(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Tidy, and without the marks of a search.
pub(super) fn unmarked(text: &str) -> String {
    let plain = MARKS.iter().fold(text.to_owned(), |text, mark| if text.contains(mark) { text.replace(mark, "") } else { text });
    tidy(&plain)
}

/// Text for a message: between marks, cut, and with nothing in it that a terminal would obey.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("`");
    for character in text.chars().take(MOST_QUOTED) {
        if character.is_control() || ('\u{200b}'..='\u{206f}').contains(&character) || character == '\u{feff}' {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    if text.chars().nth(MOST_QUOTED).is_some() {
        out.push('…');
    }
    out.push('`');
    out
}

/// CM/ECF's number of a document. Trial courts set the fourth digit to 1 to skip a page about attachments; with 0 there, a document has one number.
pub(super) fn document_id(text: &str) -> Option<String> {
    let digits = text.trim();
    let is_number = (4..=20).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.char_indices().map(|(at, digit)| if at == 3 { '0' } else { digit }).collect())
}

/// An address on CourtListener's server, from the path that its answers give.
pub(super) fn link(path: &str) -> Option<String> {
    const LONGEST: usize = 500;
    let is_path = path.starts_with('/') && !path.starts_with("//") && path.len() <= LONGEST;
    let is_harmless = path.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'\\'));
    (is_path && is_harmless).then(|| format!("https://www.courtlistener.com{path}"))
}

/// The number at the end of an address of the API: `…/dockets/4214664/`.
pub(super) fn number_at_end(address: &str) -> Option<u64> {
    let path = address.split(['?', '#']).next()?;
    path.trim_end_matches('/').rsplit('/').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_one_number() {
        assert_eq!(document_id("04519519006").as_deref(), Some("04509519006"));
        assert_eq!(document_id("04509519006").as_deref(), Some("04509519006"));
        for text in ["", "123", "0450951900x", "é123456"] {
            assert_eq!(document_id(text), None, "{text}");
        }
    }

    #[test]
    fn only_a_path_becomes_an_address() {
        assert_eq!(link("/docket/1/2/a-v-b/").as_deref(), Some("https://www.courtlistener.com/docket/1/2/a-v-b/"));
        for path in ["//evil.example/", "javascript:alert(1)", "/a\"b", "", "/a b"] {
            assert_eq!(link(path), None, "{path}");
        }
    }

    #[test]
    fn an_address_ends_in_its_number() {
        assert_eq!(number_at_end("https://www.courtlistener.com/api/rest/v4/dockets/4214664/"), Some(4_214_664));
        assert_eq!(number_at_end("/api/rest/v4/dockets/12?fields=id"), Some(12));
        assert_eq!(number_at_end("https://www.courtlistener.com/"), None);
    }

    #[test]
    fn what_a_search_marks_is_unmarked() {
        assert_eq!(unmarked("Doe v. <mark>ICE</mark>\n of  <strong>x</strong> <b>"), "Doe v. ICE of x <b>");
    }
}
