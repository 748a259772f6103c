//! Addresses of cells, as spreadsheets write them.

/// `B7` of row 6 and column 1, both from 0.
pub fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + u8::try_from(rest % 26).unwrap_or_default());
        rest /= 26;
    }
    let mut out: String = letters.iter().rev().copied().map(char::from).collect();
    out.push_str(&(u64::from(row) + 1).to_string());
    out
}

/// Column and row, both from 0, of an address such as `B7`; at most three letters and seven digits.
pub(crate) fn parse(address: &[u8]) -> Option<(u32, u32)> {
    let letters = address.iter().position(u8::is_ascii_digit)?;
    let (letters, digits) = address.split_at(letters);
    if letters.is_empty() || letters.len() > 3 || digits.len() > 7 || !letters.iter().all(u8::is_ascii_alphabetic) {
        return None;
    }
    let column = letters.iter().fold(0, |column, letter| column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row = number(digits)?;
    Some((column - 1, row.checked_sub(1)?))
}

/// A number of digits alone, below a billion.
pub(crate) fn number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 9 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_spreadsheets() {
        for (row, column, wanted) in [
            (6, 1, "B7"),
            (0, 0, "A1"),
            (0, 25, "Z1"),
            (0, 26, "AA1"),
            (0, 701, "ZZ1"),
            (0, 702, "AAA1"),
            (1_048_575, 16_383, "XFD1048576"),
        ] {
            assert_eq!(address(row, column), wanted);
            assert_eq!(parse(wanted.as_bytes()), Some((column, row)));
        }
        assert_eq!(address(u32::MAX, u32::MAX), "MWLQKWV4294967296");
    }

    #[test]
    fn what_is_no_address_is_none() {
        for bad in ["", "A", "7", "A0", "AAAA1", "A12345678", "A-1", "$A$1", "A1:B2", "R1C1", "é1", "A+1"] {
            assert_eq!(parse(bad.as_bytes()), None, "{bad}");
        }
    }
}
