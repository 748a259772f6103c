//! Writes synthetic rows of the integrated database: values by the numbers of their columns in the published layout, nothing elsewhere.

/// A row with these values; columns count from 1.
pub(crate) fn line(values: &[(usize, &str)]) -> String {
    let mut cells = vec![""; 144];
    for (number, value) in values {
        cells[number - 1] = value;
    }
    cells.join("\t") + "\n"
}
