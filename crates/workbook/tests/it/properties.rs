//! What is written is read: random cells through a small writer and back.

use std::{collections::BTreeMap, fmt::Write as _};

use proptest::prelude::*;
use workbook::{GridValue, Limits, address};

use crate::support::{Book, open, strings};

#[derive(Debug, Clone)]
enum Written {
    Shared(String),
    Inline(String),
    Formula(String),
    Number(f64),
    Day(f64),
    Bool(bool),
    Error(&'static str),
}

impl Written {
    fn value(&self) -> GridValue {
        match self {
            Self::Shared(text) | Self::Inline(text) | Self::Formula(text) => GridValue::Text(text.clone()),
            Self::Number(number) => GridValue::Number(*number),
            Self::Day(number) => GridValue::Date(*number),
            Self::Bool(value) => GridValue::Bool(*value),
            Self::Error(error) => GridValue::Error((*error).to_owned()),
        }
    }
}

/// Text as a writer of spreadsheets escapes it: what XML cannot hold, and what would be read as an escape.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '_' => out += "_x005F_",
            '\n' | '\t' => out.push(character),
            control if control.is_control() || matches!(control, '\u{fffe}' | '\u{ffff}') => {
                let _ = write!(out, "_x{:04X}_", u32::from(control));
            }
            _ => out.push(character),
        }
    }
    out
}

fn written() -> impl Strategy<Value = Written> {
    let text = || {
        prop_oneof!["[a-zA-Z0-9 ,.&<>'\"_x-]{1,12}", "\\PC{1,8}", "[\\x00-\\x1f_x0D]{1,9}"]
            .prop_filter("empty text is no cell", |text: &String| !text.is_empty())
    };
    let number =
        || prop_oneof![any::<i32>().prop_map(f64::from), -1e6..1e6_f64, any::<f64>().prop_filter("finite", |number| number.is_finite())];
    prop_oneof![
        text().prop_map(Written::Shared),
        text().prop_map(Written::Inline),
        text().prop_map(Written::Formula),
        number().prop_map(Written::Number),
        number().prop_map(Written::Day),
        any::<bool>().prop_map(Written::Bool),
        prop_oneof![Just("#N/A"), Just("#DIV/0!"), Just("#OTHER")].prop_map(Written::Error),
    ]
}

/// Writes cells in one of the ways in which spreadsheets do.
fn book(cells: &BTreeMap<(u32, u32), Written>, style: u8) -> Book {
    let (mut table, mut count) = (String::new(), 0);
    let mut rows = String::new();
    let mut current = None;
    for ((row, column), cell) in cells {
        if current != Some(*row) {
            if current.is_some() {
                rows += "</row>";
            }
            let _ = write!(rows, "<row r=\"{}\">", row + 1);
            current = Some(*row);
        }
        let at = address(*row, *column);
        let (kind, inside) = match cell {
            Written::Shared(text) => {
                let _ = write!(table, "<si><t xml:space=\"preserve\">{}</t></si>", escaped(text));
                count += 1;
                (" t=\"s\"", format!("<v>{}</v>", count - 1))
            }
            Written::Inline(text) => (" t=\"inlineStr\"", format!("<is><t xml:space=\"preserve\">{}</t></is>", escaped(text))),
            Written::Formula(text) => (" t=\"str\"", format!("<f>A1</f><v>{}</v>", escaped(text))),
            Written::Number(number) => ("", format!("<v>{number}</v>")),
            Written::Day(number) => (" s=\"1\"", format!("<v>{number:e}</v>")),
            Written::Bool(value) => (" t=\"b\"", format!("<v>{}</v>", u8::from(*value))),
            Written::Error(error) => (" t=\"e\"", format!("<v>{error}</v>")),
        };
        let _ = match style {
            0 => write!(rows, "<c r=\"{at}\"{kind}>{inside}</c>"),
            1 => write!(rows, "<c{} r='{at}'>{inside}</c>", kind.replace('"', "'")),
            _ => write!(rows, "<c\n r=\"{at}\"{kind} ><!-- {at} -->{inside}\n</c >\n"),
        };
    }
    if current.is_some() {
        rows += "</row>";
    }
    Book::new(&rows).with("xl/sharedStrings.xml", &strings(&table))
}

proptest! {
    #[test]
    fn what_is_written_is_read(cells in prop::collection::btree_map((0_u32..40, 0_u32..800), written(), 0..120), style in 0_u8..3) {
        let workbook = open(book(&cells, style).bytes(), Limits::default()).expect("it is a workbook");
        let grid = workbook.grid(0).expect("it is a sheet");
        prop_assert_eq!(grid.problems(), &[]);
        let read: Vec<(u32, u32, GridValue)> = grid.cells().map(|(row, column, value)| (row, column, value.clone())).collect();
        let wanted: Vec<(u32, u32, GridValue)> = cells.iter().map(|((row, column), cell)| (*row, *column, cell.value())).collect();
        prop_assert_eq!(read, wanted);
    }
}
