//! One cell in the form that nearly all have, read straight from the buffer.

use crate::styles::{Format, Styles};

/// What the short way needs to know of the workbook and the row.
pub(crate) struct Known<'k> {
    pub(crate) styles: &'k Styles,
    pub(crate) strings: u32,
    pub(crate) columns: u32,
    /// What follows the letters of an address in this row: its number and a quotation mark.
    pub(crate) row: &'k [u8],
}

/// A cell as the short way finds it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Plain {
    Empty,
    Shared(u32),
    Number(f64, Format),
}

/// Digits of a number that a `f64` holds exactly, whatever they are.
const EXACT_DIGITS: u32 = 15;

/// Powers of ten that a `f64` holds exactly.
const POWERS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// Reads `<c r="B7" s="1" t="s"><v>532</v></c>`: column, value and what follows. Everything else, and everything wrong, is `None` and read
/// the long way: the short way must only ever take what the long way would read the same.
#[inline]
pub(crate) fn plain<'b>(bytes: &'b [u8], known: &Known<'_>) -> Option<(u32, Plain, &'b [u8])> {
    let rest = bytes.strip_prefix(b"<c r=\"")?;
    let (column, rest) = column(rest)?;
    if column >= known.columns {
        return None;
    }
    let mut rest = rest.strip_prefix(known.row)?;
    let mut format = Format::Number;
    if let Some(after) = rest.strip_prefix(b" s=\"") {
        let (style, after) = integer(after)?;
        format = known.styles.format(style);
        rest = after.strip_prefix(b"\"")?;
    }
    if let Some(after) = rest.strip_prefix(b" t=\"s\"><v>") {
        let (index, after) = integer(after)?;
        let after = after.strip_prefix(b"</v></c>")?;
        return (index < known.strings).then_some((column, Plain::Shared(index), after));
    }
    if let Some(after) = rest.strip_prefix(b"/>") {
        return Some((column, Plain::Empty, after));
    }
    let rest = rest.strip_prefix(b" t=\"n\"").unwrap_or(rest);
    let (number, after) = number(rest.strip_prefix(b"><v>")?)?;
    let after = after.strip_prefix(b"</v></c>")?;
    Some((column, Plain::Number(number, format), after))
}

#[inline]
fn column(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut column = 0;
    for (at, byte) in bytes.iter().enumerate().take(4) {
        if !byte.is_ascii_uppercase() {
            return Some((u32::checked_sub(column, 1)?, bytes.get(at..)?));
        }
        column = column * 26 + u32::from(byte - b'A') + 1;
    }
    None
}

/// At most nine digits.
#[inline]
fn integer(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut number = 0;
    for (at, byte) in bytes.iter().enumerate().take(10) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return (at > 0).then_some((number, bytes.get(at..)?));
        }
        number = number * 10 + u32::from(digit);
    }
    None
}

/// A number up to the next tag. Short ones are put together here, exactly; the others are left to the standard library.
#[inline]
fn number(bytes: &[u8]) -> Option<(f64, &[u8])> {
    let (unsigned, is_negative) = match bytes.strip_prefix(b"-") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    let (mut mantissa, mut digits, mut decimals, mut point) = (0_u64, 0_u32, 0_usize, false);
    for (at, byte) in unsigned.iter().enumerate().take(32) {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            // More digits than fit are counted and not used.
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            digits += 1;
            decimals += usize::from(point);
        } else if *byte == b'.' && !point && digits > 0 {
            point = true;
        } else if *byte == b'<' {
            if digits == 0 || (point && decimals == 0) {
                return None;
            }
            let after = unsigned.get(at..)?;
            if digits > EXACT_DIGITS {
                let text = std::str::from_utf8(unsigned.get(..at)?).ok()?;
                let number: f64 = text.parse().ok()?;
                return Some((if is_negative { -number } else { number }, after));
            }
            // Both are exact, so the quotient is the nearest to what is written (Clinger).
            let number = mantissa as f64 / POWERS.get(decimals)?;
            return Some((if is_negative { -number } else { number }, after));
        } else {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_those_that_the_standard_library_reads() {
        for text in
            ["0", "1", "-1", "45426.895474537036", "0.1", "-0.3", "123456789012345", "1234567890123456789", "00012", "9007199254740993"]
        {
            let marked = format!("{text}<");
            let (number, after) = number(marked.as_bytes()).expect("it is a number");
            assert_eq!(number.to_bits(), text.parse::<f64>().expect("it is a number").to_bits(), "{text}");
            assert_eq!(after, b"<");
        }
        for bad in ["", "-", ".", "1.", ".5", "1e5", "1 ", "NaN", "inf", "--1", "1.2.3", "+1", &"1".repeat(40)] {
            assert_eq!(number(format!("{bad}<").as_bytes()), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_decimal_number_is_read_as_the_standard_library_does(whole in 0_u64..1_000_000_000_000, decimals in 0_u64..10_000_000_000, is_negative: bool) {
            let text = format!("{}{whole}.{decimals}", if is_negative { "-" } else { "" });
            let marked = format!("{text}</v>");
            let read = number(marked.as_bytes()).map(|(number, _)| number.to_bits());
            prop_assert_eq!(read, text.parse::<f64>().ok().map(f64::to_bits));
        }
    }
}
