//! Numbers, periods and instants as people read them.

use domain::{Date, Instant, Period};

/// A true minus sign, as wide as a plus.
const MINUS: char = '\u{2212}';

/// What stands where an interval has no end.
pub(crate) const UNBOUNDED: &str = "unbounded";

/// A decimal text with thousands separators, its digits kept as published. What is not a decimal is shown as it is.
pub(crate) fn decimal(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("\u{2212}", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return text.to_owned();
    }
    let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if digits.contains('.') { format!("{sign}{grouped}.{fraction}") } else { format!("{sign}{grouped}") }
}

/// A count.
pub(crate) fn count(n: i64) -> String {
    decimal(&n.to_string())
}

/// How many there are, for a list in memory.
pub(crate) fn length(n: usize) -> String {
    decimal(&n.to_string())
}

/// A number with so many decimals; a value that rounds to zero has no sign.
pub(crate) fn number(value: f64, decimals: usize) -> String {
    if value.is_nan() {
        return "not a number".to_owned();
    }
    if value.is_infinite() {
        return UNBOUNDED.to_owned();
    }
    let digits = decimal(&format!("{:.decimals$}", value.abs()));
    let zero = digits.chars().all(|c| matches!(c, '0' | '.' | ','));
    if value < 0.0 && !zero { format!("{MINUS}{digits}") } else { digits }
}

/// A number with the decimals that it needs, at most four: `1347`, `57.8`, `28`.
pub(crate) fn shortest(value: f64) -> String {
    let text = number(value, 4);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// What a percentage stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Percent {
    /// A change: it carries its sign.
    Change,
    /// A share of a whole, or not known which.
    Share,
}

impl Percent {
    /// A percentage as stated, with the digits that it needs.
    pub(crate) fn stated(self, value: f64) -> String {
        self.signed(value, shortest(value))
    }

    /// A percentage that was worked out, with one decimal.
    pub(crate) fn computed(self, value: f64) -> String {
        self.signed(value, number(value, 1))
    }

    /// An interval; no upper end means that it is unbounded.
    pub(crate) fn interval(self, lower: f64, upper: Option<f64>) -> String {
        let decimals = match self {
            Self::Change => decimals_beside(0.0, 1, &[Some(lower), upper]),
            Self::Share => 1,
        };
        let shown = |value: f64| self.signed(value, number(value, decimals));
        let end = upper.map_or_else(|| UNBOUNDED.to_owned(), shown);
        format!("{} to {end}", shown(lower))
    }

    fn signed(self, value: f64, digits: String) -> String {
        let plus = self == Self::Change && value > 0.0 && value.is_finite();
        match (plus, value.is_finite()) {
            (true, _) => format!("+{digits}%"),
            (false, true) => format!("{digits}%"),
            (false, false) => digits,
        }
    }
}

/// How many decimals show three digits of a rate or ratio of this size.
fn decimals_for(value: f64) -> usize {
    match value.abs() {
        size if size >= 100.0 => 1,
        size if size >= 1.0 => 2,
        size if size >= 0.1 => 3,
        0.0 => 2,
        _ => 4,
    }
}

/// A rate or ratio, to about three digits.
pub(crate) fn estimate(value: f64) -> String {
    number(value, decimals_for(value))
}

/// Decimals, at most four, with which no end looks as if it were `neutral` without being it: 0.997 must not be shown as 1.00.
fn decimals_beside(neutral: f64, least: usize, ends: &[Option<f64>]) -> usize {
    let touches = |decimals: usize| {
        let seems = number(neutral, decimals);
        ends.iter().flatten().any(|end| (end - neutral).abs() > f64::EPSILON && number(*end, decimals) == seems)
    };
    (least..4).find(|decimals| !touches(*decimals)).unwrap_or(4)
}

/// The interval of a ratio, whose neutral value is 1.
pub(crate) fn ratio_interval(value: f64, lower: f64, upper: Option<f64>) -> String {
    let decimals = decimals_beside(1.0, decimals_for(value), &[Some(lower), upper]);
    let end = upper.map_or_else(|| UNBOUNDED.to_owned(), |upper| number(upper, decimals));
    format!("{} to {end}", number(lower, decimals))
}

/// The interval of a rate, with the decimals of the value.
pub(crate) fn interval(value: f64, lower: f64, upper: Option<f64>) -> String {
    let decimals = decimals_for(value);
    let end = upper.map_or_else(|| UNBOUNDED.to_owned(), |upper| number(upper, decimals));
    format!("{} to {end}", number(lower, decimals))
}

/// A p-value, to two digits; a tiny one is only said to be below a bound.
pub(crate) fn p_value(p: f64) -> String {
    match p {
        tiny if tiny < 0.001 => "below 0.001".to_owned(),
        small if small < 0.1 => number(small, 3),
        p => number(p, 2),
    }
}

/// A confidence: `95%`.
pub(crate) fn confidence(value: f64) -> String {
    format!("{}%", shortest(value * 100.0))
}

/// How people call a period: `FY2025`, `2025-03`, or its first and last day.
pub(crate) fn period(start: &str, end: &str) -> String {
    let parsed = start.parse::<Date>().ok().zip(end.parse::<Date>().ok()).and_then(|(start, end)| Period::new(start, end).ok());
    match parsed {
        Some(period) => period.label(),
        None if start.is_empty() && end.is_empty() => "no period given".to_owned(),
        None => format!("{start} to before {end}"),
    }
}

/// An instant, to the minute in UTC; what is not one is shown as it is.
pub(crate) fn instant(text: &str) -> String {
    let Ok(instant) = text.parse::<Instant>() else { return text.to_owned() };
    let canonical = instant.to_string();
    match canonical.split_once('T') {
        Some((date, time)) => format!("{date} {} UTC", time.chars().take(5).collect::<String>()),
        None => canonical,
    }
}

/// A size: `1,234,567 bytes`.
pub(crate) fn bytes(size: i64) -> String {
    if size == 1 { "1 byte".to_owned() } else { format!("{} bytes", count(size)) }
}

/// The first twelve digits of a hash, for tables; pages about one thing show it whole.
pub(crate) fn short_hash(hash: &str) -> String {
    hash.chars().take(12).collect()
}

/// With a capital first letter, for a heading.
pub(crate) fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// `1 period`, `2 periods`.
pub(crate) fn plural(n: i64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{} {many}", count(n)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated_and_published_digits_kept() {
        for (text, shown) in [("388", "388"), ("6860", "6,860"), ("507852", "507,852"), ("1234567.50", "1,234,567.50"), ("13.20", "13.20")]
        {
            assert_eq!(decimal(text), shown);
        }
        for odd in ["", "10_OR_LESS", "1e3", "<b>", "."] {
            assert_eq!(decimal(odd), odd);
        }
        assert_eq!((count(-1234), count(i64::MIN)), ("−1,234".into(), "−9,223,372,036,854,775,808".into()));
    }

    #[test]
    fn a_change_has_a_sign_and_a_share_has_none() {
        assert_eq!(Percent::Change.stated(1347.0), "+1,347%");
        assert_eq!(Percent::Change.computed(294.117_647), "+294.1%");
        assert_eq!(Percent::Change.interval(-0.26, Some(60.4)), "−0.3% to +60.4%");
        assert_eq!(Percent::Change.interval(685.04, None), "+685.0% to unbounded");
        assert_eq!(Percent::Share.computed(71.68), "71.7%");
        assert_eq!(Percent::Change.computed(-0.01), "0.0%");
        assert_eq!(Percent::Change.computed(f64::INFINITY), "unbounded");
    }

    #[test]
    fn an_estimate_has_about_three_digits_and_its_interval_as_many() {
        assert_eq!((estimate(9.887), interval(9.887, 9.80, Some(9.9737))), ("9.89".into(), "9.80 to 9.97".into()));
        assert_eq!((estimate(0.0216), interval(0.0216, 0.01, None)), ("0.0216".into(), "0.0100 to unbounded".into()));
        assert_eq!((estimate(1234.56), estimate(0.0), estimate(f64::NAN)), ("1,234.6".into(), "0.00".into(), "not a number".into()));
    }

    #[test]
    fn a_p_value_has_two_digits_or_a_bound() {
        assert_eq!([0.0834, 0.0972, 0.5, 1e-12, 0.004].map(p_value), ["0.083", "0.097", "0.50", "below 0.001", "0.004"]);
    }

    #[test]
    fn an_end_beside_the_neutral_value_is_not_rounded_to_it() {
        assert_eq!(ratio_interval(1.264, 0.997, Some(1.604)), "0.997 to 1.604");
        assert_eq!(ratio_interval(1.264, 1.0, Some(1.604)), "1.00 to 1.60");
        assert_eq!(ratio_interval(4.73, 2.96, None), "2.96 to unbounded");
        assert_eq!(Percent::Change.interval(-0.03, Some(60.36)), "−0.03% to +60.36%");
        assert_eq!(Percent::Share.interval(0.01, Some(4.0)), "0.0% to 4.0%");
    }

    #[test]
    fn periods_and_instants_are_called_as_people_call_them() {
        assert_eq!(period("2024-10-01", "2025-10-01"), "FY2025");
        assert_eq!(period("2025-01-21", "2025-11-22"), "2025-01-21 to 2025-11-21");
        assert_eq!(period("soon", ""), "soon to before ");
        assert_eq!(instant("2026-01-08T14:00:00.000Z"), "2026-01-08 14:00 UTC");
        assert_eq!(instant("never"), "never");
    }
}
