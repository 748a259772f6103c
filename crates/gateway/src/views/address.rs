//! Addresses of pages, and which addresses of others may become links.

/// The address of a page: segments joined by `/`, each encoded, so that no name can leave its segment.
pub(crate) fn page(segments: &[&str]) -> String {
    segments.iter().fold(String::new(), |path, segment| path + "/" + &encode(segment))
}

/// The address of the same thing in the API.
pub(crate) fn api(segments: &[&str]) -> String {
    format!("/api/v1{}", page(segments))
}

/// An address with parameters; empty values are left out.
pub(crate) fn with(path: &str, parameters: &[(&str, &str)]) -> String {
    let given: Vec<String> =
        parameters.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if given.is_empty() { path.to_owned() } else { format!("{path}?{}", given.join("&")) }
}

/// The address, if it is one of the web. Others, such as `javascript:`, are shown as text.
pub(crate) fn external(url: &str) -> Option<&str> {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    let web = matches!(scheme.as_deref(), Some("http" | "https"));
    let clean = url.chars().all(|c| !c.is_control() && !c.is_whitespace());
    (web && clean).then_some(url)
}

/// Percent-encodes all but the unreserved characters of RFC 3986. `.` and `..` are encoded too, because browsers would walk them.
fn encode(text: &str) -> String {
    let dots = text == "." || text == "..";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'~' => out.push(char::from(byte)),
            b'.' if !dots => out.push('.'),
            _ => out.extend(['%', digit(byte >> 4), digit(byte & 15)]),
        }
    }
    out
}

fn digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_segment() {
        assert_eq!(page(&["claims", "C01"]), "/claims/C01");
        assert_eq!(page(&["sources", "../a b?x=1#y"]), "/sources/..%2Fa%20b%3Fx%3D1%23y");
        assert_eq!(page(&["claims", ".."]), "/claims/%2E%2E");
        assert_eq!(with("/series", &[("source", ""), ("measure", "a/b&c")]), "/series?measure=a%2Fb%26c");
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        assert!(external("https://www.cbp.gov/x?y=1").is_some());
        for text in ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://a b", "ftp://a", "", "java\nscript://x"] {
            assert_eq!(external(text), None, "{text}");
        }
    }
}
