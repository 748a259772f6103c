//! The same as the pages, for programs: JSON under `/api/v1`, described by a generated OpenAPI document.

pub(crate) mod analyses;
pub(crate) mod answers;
pub(crate) mod cases;
pub(crate) mod courts;
pub(crate) mod defined;
pub(crate) mod document;
pub(crate) mod judged;
pub(crate) mod observed;
pub(crate) mod problem;
pub(crate) mod released;
pub(crate) mod restated;
pub(crate) mod schemas;
pub(crate) mod shape;
pub(crate) mod sourced;
pub(crate) mod stream;
pub(crate) mod watched;
pub(crate) mod watching;

use std::collections::BTreeMap;

/// Addresses by what they lead to.
pub(crate) type Links = BTreeMap<String, String>;

/// Links from pairs.
pub(crate) fn links<const N: usize>(pairs: [(&str, String); N]) -> Links {
    pairs.into_iter().map(|(name, href)| (name.to_owned(), href)).collect()
}

/// `None` for an empty text: on the wire, empty means absent.
pub(crate) fn given(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A published decimal as a JSON number: an integer where no decimals were published.
pub(crate) fn decimal(text: &str) -> Option<serde_json::Number> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if !digits {
        return None;
    }
    match text.parse::<u64>() {
        Ok(count) => Some(count.into()),
        Err(_) => text.parse::<f64>().ok().and_then(serde_json::Number::from_f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_an_integer_and_a_gap_is_null() {
        let shown = |text: &str| serde_json::to_string(&decimal(text)).expect("JSON");
        let all = ["388", "13.20", "", "NaN", "-1", "1e999", "99999999999999999999"].map(shown);
        assert_eq!(all.join(" "), "388 13.2 null null null null 1e+20");
    }
}
