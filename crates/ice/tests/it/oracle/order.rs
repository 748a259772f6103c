//! Comparison of cells where the order of text can be broken (rule 0).

use std::cmp::Ordering;

use super::{
    breaks::{Break, Broken},
    table::{Cell, MissingGo, compare},
};

pub(crate) fn compare_text_as_broken(a: &Cell, b: &Cell, missing: MissingGo, broken: Broken) -> Ordering {
    match (a, b, broken.0) {
        (Cell::Text(a), Cell::Text(b), Some(Break::TextByLocale)) => a.to_lowercase().cmp(&b.to_lowercase()).then(b.cmp(a)),
        (Cell::Text(a), Cell::Text(b), Some(Break::TextByUtf16)) => a.encode_utf16().cmp(b.encode_utf16()),
        _ => compare(a, b, missing),
    }
}
