//! Writes synthetic LIONS tables from the layouts: values by the names of their columns, blanks elsewhere.

use court_records::lions::{Layout, Length};

/// A line of a table, with these values; a value that is longer than its column, or of no column, is a mistake of the test.
pub(crate) fn line(layout: &Layout, values: &[(&str, &str)]) -> String {
    let length = match layout.length {
        Length::UpTo(length) | Length::AtLeast(length) => length,
    };
    let mut line = vec![b' '; length];
    for (name, value) in values {
        let column = layout.columns.iter().find(|column| column.name == *name).unwrap_or_else(|| panic!("{} has no {name}", layout.name));
        assert!(value.len() <= column.end - column.begin, "{value} is longer than {name}");
        line[column.begin..column.begin + value.len()].copy_from_slice(value.as_bytes());
    }
    String::from_utf8(line).expect("ASCII") + "\n"
}
