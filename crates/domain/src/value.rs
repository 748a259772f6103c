//! A published number, kept as it was written, and the bounds where a publisher rounds or suppresses.

use std::{cmp::Ordering, fmt, str::FromStr};

/// Why a text is not a published number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a number of the form 388 or 13.2")]
pub struct InvalidValue(pub String);

/// A non-negative decimal with the digits that were published: 13.2 and 13.20 are not the same evidence.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Value {
    scaled: u64,
    decimals: u8,
}

impl Value {
    /// Nothing was counted, and the publisher says so.
    pub const ZERO: Self = Self::count(0);

    /// A count.
    pub const fn count(n: u64) -> Self {
        Self { scaled: n, decimals: 0 }
    }

    /// The count, if the value is a whole number without decimals.
    pub fn as_count(self) -> Option<u64> {
        (self.decimals == 0).then_some(self.scaled)
    }

    /// How many decimals were published.
    pub fn decimals(self) -> u8 {
        self.decimals
    }

    /// As a float, for statistics.
    pub fn as_f64(self) -> f64 {
        self.scaled as f64 / 10_f64.powi(i32::from(self.decimals))
    }
}

impl FromStr for Value {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let invalid = || InvalidValue(text.chars().take(40).collect());
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 9 || text.ends_with('.') {
            return Err(invalid());
        }
        let scaled = format!("{whole}{fraction}").parse().map_err(|_| invalid())?;
        let decimals = u8::try_from(fraction.len()).map_err(|_| invalid())?;
        Ok(Self { scaled, decimals })
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        let scale = |value: &Self, decimals: u8| u128::from(value.scaled) * 10_u128.pow(u32::from(decimals - value.decimals));
        let decimals = self.decimals.max(other.decimals);
        scale(self, decimals).cmp(&scale(other, decimals)).then(self.decimals.cmp(&other.decimals))
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.decimals == 0 {
            return write!(f, "{}", self.scaled);
        }
        let power = 10_u64.pow(u32::from(self.decimals));
        write!(f, "{}.{:0width$}", self.scaled / power, self.scaled % power, width = usize::from(self.decimals))
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What the true value can be where the publisher rounds or suppresses. No upper bound means that none is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// At least this.
    pub lower: Value,
    /// At most this.
    pub upper: Option<Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_kept_as_published() {
        let round_trip = |text: &str| text.parse::<Value>().expect("a value").to_string();
        for text in ["0", "388", "13.2", "13.20", "0.05"] {
            assert_eq!(round_trip(text), text);
        }
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for text in ["", "-1", "1e3", "1.", ".5", "1,234", "10_OR_LESS", "NaN", "99999999999999999999999"] {
            assert!(text.parse::<Value>().is_err(), "{text}");
        }
    }

    #[test]
    fn order_is_by_size_whatever_the_decimals() {
        let value = |text: &str| text.parse::<Value>().expect("a value");
        assert!(value("9.9") < value("10"));
        assert!(value("13.25") > value("13.2"));
    }
}
