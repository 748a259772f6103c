//! Fields: a value, nothing, a redaction, or something that could not be read.

use std::fmt;

use domain::Date;

/// A field of a row. Absent is not zero, and neither is redacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field<T> {
    /// What the publisher wrote.
    Value(T),
    /// Nothing is written.
    Absent,
    /// The publisher has blacked it out: `*`.
    Redacted,
    /// Something is written that is no value; a problem tells where.
    Unreadable,
}

impl<T> Field<T> {
    /// The value, if there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Redacted | Self::Unreadable => None,
        }
    }
}

impl<T: fmt::Display> fmt::Display for Field<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => value.fmt(f),
            Self::Absent => f.write_str("absent"),
            Self::Redacted => f.write_str("redacted"),
            Self::Unreadable => f.write_str("unreadable"),
        }
    }
}

/// Why the bytes of a field are no value of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotReadable {
    /// A code with characters beyond ASCII, or control characters.
    #[error("it has characters that no code has")]
    Characters,
    /// A code longer than its column.
    #[error("it is longer than its column")]
    TooLong,
    /// No date of the kind that this file has.
    #[error("it is no date")]
    Date,
    /// No whole number.
    #[error("it is no whole number")]
    Number,
    /// A key is blank or redacted.
    #[error("it is blank or redacted, and names the row")]
    Key,
}

/// A short text of printable ASCII, kept in place: codes and keys of at most `N` characters. Order is that of the characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code<const N: usize> {
    /// Filled up with zeros, so that order and equality are those of the text.
    bytes: [u8; N],
}

impl<const N: usize> Code<N> {
    /// Reads a code, without the white space around it.
    pub fn read(text: &[u8]) -> Result<Self, NotReadable> {
        let text = text.trim_ascii();
        if !text.iter().all(|byte| (b' '..=b'~').contains(byte)) {
            return Err(NotReadable::Characters);
        }
        let mut bytes = [0; N];
        bytes.get_mut(..text.len()).ok_or(NotReadable::TooLong)?.copy_from_slice(text);
        Ok(Self { bytes })
    }

    /// Its characters.
    pub fn as_str(&self) -> &str {
        let end = self.bytes.iter().position(|byte| *byte == 0).unwrap_or(N);
        // Only ASCII goes in.
        self.bytes.get(..end).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

impl<const N: usize> fmt::Display for Code<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<const N: usize> fmt::Debug for Code<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// The number that these digits write; at most nine of them.
pub(crate) fn digits(text: &[u8]) -> Option<u32> {
    if text.is_empty() || text.len() > 9 || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(text.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

/// The day of these numbers.
pub(crate) fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_trimmed_ascii_that_fits_its_column() {
        let read = |text: &str| Code::<4>::read(text.as_bytes()).map(|code| code.as_str().to_owned());
        assert_eq!(read(" D  "), Ok("D".to_owned()));
        assert_eq!(read(""), Ok(String::new()));
        assert_eq!(read("8 :1"), Ok("8 :1".to_owned()));
        assert_eq!(read("12345"), Err(NotReadable::TooLong));
        assert_eq!(read("é"), Err(NotReadable::Characters));
        assert_eq!(read("a\0"), Err(NotReadable::Characters));
    }
}
