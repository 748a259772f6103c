//! Control checks within a file: does a total equal its parts?
//!
//! A check is a pure function over printed numbers. What it finds is told with both values; nothing is changed for it.

use crate::sources::sheets::Printed;

/// A total and what its parts make, where these differ.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Disagreement {
    pub(super) whole: f64,
    pub(super) parts: f64,
}

impl Disagreement {
    /// `the total is 5951, its parts make 5950`.
    pub(super) fn sentence(&self, what: &str) -> String {
        format!("the total of {what} is {}, its parts make {}; both stay as they are printed", shown(self.whole), shown(self.parts))
    }
}

/// Averages are told with three decimals; that is finer than any disagreement that is looked for.
fn shown(number: f64) -> String {
    if number.fract().abs() < 1e-9 { format!("{number:.0}") } else { format!("{number:.3}") }
}

/// Compares a total with its parts. Without a total, or with no part at all, there is nothing to compare. A part that is blank or does not apply
/// counts nothing; with one that is not available, or cannot be read, nobody knows what the parts make.
pub(super) fn sum<'a>(
    whole: Option<&Printed>,
    parts: impl IntoIterator<Item = Option<&'a Printed>>,
    tolerance: f64,
) -> Option<Disagreement> {
    let whole = whole?.number()?;
    let mut made: Option<f64> = None;
    for part in parts.into_iter().flatten() {
        match part {
            Printed::Number(number) => made = Some(made.unwrap_or(0.0) + number),
            Printed::Blank => {}
            Printed::Text(text) if matches!(text.as_str(), "X" | "-" | "–") => {}
            Printed::Text(_) => return None,
        }
    }
    let parts = made?;
    ((whole - parts).abs() > tolerance).then_some(Disagreement { whole, parts })
}

/// As [`sum`], for parts that need not be all: a total must not be less than they make.
pub(super) fn at_least_sum<'a>(
    whole: Option<&Printed>,
    parts: impl IntoIterator<Item = Option<&'a Printed>>,
    tolerance: f64,
) -> Option<Disagreement> {
    sum(whole, parts, tolerance).filter(|found| found.whole < found.parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_compared_with_the_parts_that_are_there() {
        let number = Printed::Number;
        let told = |whole: f64, parts: &[Printed], tolerance| {
            sum(Some(&number(whole)), parts.iter().map(Some), tolerance).map(|found| found.sentence("May"))
        };
        let text = |text: &str| Printed::Text(text.to_owned());
        assert_eq!(told(10.0, &[number(4.0), number(6.0)], 0.0), None);
        assert_eq!(
            told(11.0, &[number(4.0), Printed::Blank, text("X"), number(6.0)], 0.0).as_deref(),
            Some("the total of May is 11, its parts make 10; both stay as they are printed")
        );
        assert_eq!(told(11.0, &[Printed::Blank, text("-")], 0.0), None, "no part");
        assert_eq!(told(11.0, &[number(1.0), text("NA")], 0.0), None, "a part is not available");
        assert_eq!(told(10.4, &[number(10.0)], 0.5), None, "rounding");
        assert_eq!(sum(Some(&Printed::Blank), [Some(&number(1.0))], 0.0), None, "no total");
        assert_eq!(at_least_sum(Some(&number(11.0)), [Some(&number(10.0))], 0.0), None);
        assert!(at_least_sum(Some(&number(9.0)), [Some(&number(10.0))], 0.0).is_some());
    }
}
