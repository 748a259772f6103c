//! Bytes to characters, character references, and white space.

use std::{borrow::Cow, fmt::Write as _};

/// What Windows-1252 has where ISO-8859-1 has control characters (0x80 to 0x9F); `\u{fffd}` where it has nothing. Clerks paste from word
/// processors, and browsers read the label ISO-8859-1 this way (WHATWG Encoding Standard, "windows-1252").
const WINDOWS_1252: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”',
    '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

/// HTML's names of U+00A0 to U+00FF, in order (HTML 4.01, §24.2).
const LATIN_1: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo", "not", "shy", "reg", "macr",
    "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34",
    "iquest", "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave",
    "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute",
    "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave",
    "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml",
    "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
];

/// Names outside Latin-1 that occur in captions.
const OTHERS: [(&str, char); 19] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("bull", '•'),
    ("hellip", '…'),
    ("trade", '™'),
    ("euro", '€'),
    ("ensp", ' '),
    ("emsp", ' '),
];

/// The longest reference that is looked for, in bytes between `&` and `;`.
const LONGEST_REFERENCE: usize = 10;

/// UTF-8 if it is that, else ISO-8859-1 read as Windows-1252, whatever the document declares: text beyond ASCII that happens to be valid
/// UTF-8 is practically never meant otherwise. A byte order mark is dropped.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|&byte| latin(byte)).collect()),
    }
}

fn latin(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252.get(usize::from(byte - 0x80)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    }
}

/// Resolves one layer of character references. What is no known reference stays as it is written.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        if let Some((character, length)) = reference(after) {
            out.push(character);
            rest = after.get(length..).unwrap_or_default();
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character of the reference that text (after its `&`) begins with, and the length of the reference with its `;`.
pub(super) fn reference(after: &str) -> Option<(char, usize)> {
    let end = after.bytes().take(LONGEST_REFERENCE + 1).position(|byte| byte == b';')?;
    Some((named(after.get(..end)?)?, end + 1))
}

/// The character of a reference, written without `&` and `;`: `amp`, `eacute`, `#39`, `#x27`.
pub(super) fn named(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        // As HTML does: numbers of the C1 range mean Windows-1252.
        return match u8::try_from(code) {
            Ok(byte) => Some(latin(byte)),
            Err(_) => char::from_u32(code),
        };
    }
    let other = OTHERS.iter().find(|(known, _)| *known == name).map(|(_, character)| *character);
    let latin_1 = || {
        let at = LATIN_1.iter().position(|known| *known == name)?;
        char::from_u32(0xa0 + u32::try_from(at).ok()?)
    };
    other.or_else(latin_1)
}

/// One space for every run of white space and control characters, none at the ends.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Text from outside for a message, between marks: [`printable`].
pub(super) fn quoted(text: &str) -> String {
    format!("`{}`", printable(text))
}

/// Text from outside for a message: cut, and with nothing in it that a terminal would obey.
pub(super) fn printable(text: &str) -> String {
    const MOST: usize = 80;
    let mut out = String::new();
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
    out
}

/// Characters without a shape of their own, and those that turn the direction of the text after them.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_utf_8_or_else_windows_1252() {
        assert_eq!(decode("Peña".as_bytes()), "Peña");
        assert_eq!(decode(b"Pe\xf1a"), "Peña");
        assert_eq!(decode(b"O\x92Brien"), "O’Brien");
        assert_eq!(decode(b"\xef\xbb\xbfx"), "x");
    }

    #[test]
    fn one_layer_of_references_is_resolved_and_what_is_none_stays() {
        let check = |text: &str, wanted: &str| assert_eq!(unescape(text), wanted, "{text}");
        check("Ben&#039;s &amp; Pe&ntilde;a&#x2019;s", "Ben's & Peña’s");
        check("&amp;amp;", "&amp;");
        check("AT&T v. R&D; &unknown; &#xffffffff; &", "AT&T v. R&D; &unknown; &#xffffffff; &");
        check("O&#146;Brien", "O’Brien");
        check("&ampersandwithoutend", "&ampersandwithoutend");
    }

    #[test]
    fn every_latin_name_stands_in_its_place() {
        let characters: String = LATIN_1.iter().filter_map(|name| named(name)).collect();
        assert_eq!(characters, ('\u{a0}'..='\u{ff}').collect::<String>());
    }

    #[test]
    fn white_space_is_one_space_and_control_characters_are_white_space() {
        assert_eq!(tidy("  Dozier  v.\u{a0}CN\u{0}of \n\t D  "), "Dozier v. CN of D");
        assert_eq!(quoted("a\u{1b}[31m\u{202e}b"), "`a\\u{1b}[31m\\u{202e}b`");
    }
}
