//! Characters: references of XML, the escapes of spreadsheets, and text from outside in messages.

use std::fmt::Write as _;

/// The longest reference that is looked for, in bytes between `&` and `;`.
const LONGEST_REFERENCE: usize = 10;

/// Appends text as it stands between tags: references are resolved, ends of lines become `\n`. What is no reference is an error: entities
/// are never declared here, so there are XML's five and numbers.
pub(crate) fn unescape(raw: &str, out: &mut String) -> Result<(), String> {
    let mut rest = raw;
    while let Some(at) = memchr::memchr2(b'&', b'\r', rest.as_bytes()) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some(after) = from.strip_prefix('\r') {
            out.push('\n');
            rest = after.strip_prefix('\n').unwrap_or(after);
        } else {
            let after = from.get(1..).unwrap_or_default();
            let end = after.bytes().take(LONGEST_REFERENCE + 1).position(|byte| byte == b';');
            let name = end.and_then(|end| after.get(..end)).ok_or_else(|| "holds a `&` that begins no reference".to_owned())?;
            out.push(
                named(name).ok_or_else(|| format!("holds the reference {}, which is not one of XML's", quoted(&format!("&{name};"))))?,
            );
            rest = after.get(name.len() + 1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    Ok(())
}

fn named(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|character| *character != '\0')
        }
    }
}

/// Resolves `_x000D_` and its like (ECMA-376, `ST_Xstring`) in what was appended from `start` on: characters that XML cannot hold, as UTF-16.
/// `_x005F_` is the underscore that keeps an escape literal. Half a surrogate pair stays as it is written.
pub(crate) fn unescape_spreadsheet(text: &mut String, start: usize) {
    let tail = text.get(start..).unwrap_or_default();
    let Some(first) = memchr::memmem::find(tail.as_bytes(), b"_x") else { return };
    let mut out = String::with_capacity(tail.len() - first);
    let mut rest = tail.get(first..).unwrap_or_default();
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some((character, length)) = escaped(from) {
            out.push(character);
            rest = from.get(length..).unwrap_or_default();
        } else {
            out.push('_');
            rest = from.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    text.truncate(start + first);
    text.push_str(&out);
}

/// The character that text begins with as an escape, and the length of the escape.
fn escaped(text: &str) -> Option<(char, usize)> {
    let high = unit(text)?;
    if let Some(character) = char::from_u32(u32::from(high)) {
        return Some((character, 7));
    }
    let low = unit(text.get(7..)?)?;
    let character = char::decode_utf16([high, low]).next()?.ok()?;
    Some((character, 14))
}

fn unit(text: &str) -> Option<u16> {
    let digits = text.get(..7)?.strip_prefix("_x")?.strip_suffix('_')?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u16::from_str_radix(digits, 16).ok()
}

/// XML's white space.
pub(crate) const WHITE: [char; 4] = [' ', '\t', '\n', '\r'];

/// XML's white space at both ends is no part of a text that does not say `xml:space="preserve"`.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(WHITE)
}

/// Text from outside for a message, between marks: cut, and with nothing in it that a terminal would obey.
pub(crate) fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    let mut out = String::from("`");
    for character in text.chars().take(MOST) {
        if character.is_control() || is_invisible(character) {
            // Writing to a string cannot fail.
            let _ = write!(out, "{}", character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    if text.chars().nth(MOST).is_some() {
        out.push('…');
    }
    out.push('`');
    out
}

/// As [`quoted`], of bytes.
pub(crate) fn quoted_bytes(bytes: &[u8]) -> String {
    const MOST: usize = 400;
    quoted(&String::from_utf8_lossy(bytes.get(..MOST).unwrap_or(bytes)))
}

/// Characters without a shape of their own, and those that turn the direction of the text after them.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unescaped(raw: &str) -> Result<String, String> {
        let mut out = String::new();
        unescape(raw, &mut out)?;
        unescape_spreadsheet(&mut out, 0);
        Ok(out)
    }

    #[test]
    fn references_and_ends_of_lines_are_resolved() {
        let check = |raw: &str, wanted: &str| assert_eq!(unescaped(raw).as_deref(), Ok(wanted), "{raw}");
        check("Dept &amp; Bureau &lt;x&gt; &quot;&apos; &#8217;&#x2019;", "Dept & Bureau <x> \"' ’’");
        check("one\r\ntwo\rthree&#13;", "one\ntwo\nthree\r");
        check("&amp;amp;", "&amp;");
        for bad in ["AT&T", "&nbsp;", "&#0;", "&#xD800;", "&#x110000;", "&", "&;"] {
            assert!(unescaped(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn escapes_of_spreadsheets_are_resolved_once() {
        let check = |raw: &str, wanted: &str| assert_eq!(unescaped(raw).as_deref(), Ok(wanted), "{raw}");
        check("a_x000D_\nb", "a\r\nb");
        check("_x005F_x000D_", "_x000D_");
        check("_x000d_", "\r");
        check("_xD83D__xDE00_", "😀");
        check("_xD83D_ alone", "_xD83D_ alone");
        check("_x12_ __x0041_ _xyzzy_ _x", "_x12_ _A _xyzzy_ _x");
        check("é_x00e9_é", "ééé");
    }

    #[test]
    fn text_for_a_message_is_cut_and_harmless() {
        assert_eq!(quoted("a\u{1b}[31m\u{202e}b"), "`a\\u{1b}[31m\\u{202e}b`");
        assert_eq!(quoted(&"x".repeat(100)).chars().count(), 63);
    }
}
