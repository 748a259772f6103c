//! Where bytes came from, in a form that may be stored and shown: no credentials, no control characters, bounded.

use url::Url;

/// The longest origin, in characters.
const MOST_CHARS: usize = 500;

/// Parts of a query parameter's name that make its value a secret.
const SECRET_NAMES: &[&str] = &["key", "token", "secret", "password", "passwd", "signature", "credential", "auth"];

/// A web address without user, password, fragment and the values of secret query parameters.
pub(crate) fn of_url(url: &Url) -> String {
    let mut shown = url.clone();
    shown.set_fragment(None);
    // Both fail only for addresses that cannot carry credentials at all.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    if url.query_pairs().any(|(name, _)| is_secret(&name)) {
        let pairs: Vec<(String, String)> = url
            .query_pairs()
            .map(|(name, value)| (name.to_string(), if is_secret(&name) { "hidden".to_owned() } else { value.to_string() }))
            .collect();
        shown.query_pairs_mut().clear().extend_pairs(pairs);
    }
    of_name(shown.as_str())
}

/// A file's name as it may be shown: control characters are escaped, and what is too long is cut with `…`.
pub(crate) fn of_name(name: &str) -> String {
    let mut shown = String::new();
    for (at, c) in name.chars().enumerate() {
        if at >= MOST_CHARS {
            shown.push('…');
            break;
        }
        // Marks that turn the direction of writing can make `exe.vsc` read as `csv.exe`.
        if c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    if shown.is_empty() { "(unnamed)".to_owned() } else { shown }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "sig" || SECRET_NAMES.iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_credentials() {
        let shown = |text: &str| of_url(&text.parse().expect("a URL"));
        assert_eq!(shown("https://user:pw@data.example/a.csv?year=2025&year=2026#top"), "https://data.example/a.csv?year=2025&year=2026");
        assert_eq!(shown("https://data.example/a?api_key=123&year=2025"), "https://data.example/a?api_key=hidden&year=2025");
        assert_eq!(shown("https://s3.example/a?X-Amz-Signature=ab&sig=c"), "https://s3.example/a?X-Amz-Signature=hidden&sig=hidden");
    }

    #[test]
    fn a_name_is_shown_in_one_line_of_bounded_length() {
        assert_eq!(of_name("cbp/fy2025.csv"), "cbp/fy2025.csv");
        assert_eq!(of_name("a\nb\0\u{202e}vsc.exe"), r"a\nb\u{0}\u{202e}vsc.exe");
        assert_eq!(of_name(""), "(unnamed)");
        assert_eq!(of_name(&"x".repeat(9999)).chars().count(), MOST_CHARS + 1);
    }
}
