//! CSV after RFC 4180, of which no spreadsheet runs a cell.

/// A line: a field with a comma, a quote or a line break is quoted, and quotes in it are doubled.
pub(crate) fn record(fields: impl Iterator<Item = String>) -> String {
    let mut line = String::new();
    for (place, field) in fields.enumerate() {
        if place > 0 {
            line.push(',');
        }
        if field.contains([',', '"', '\r', '\n']) {
            line.push('"');
            line.push_str(&field.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(&field);
        }
    }
    line.push_str("\r\n");
    line
}

/// Cells that begin with `=`, `+`, `-`, `@`, tab or return run as formulas in spreadsheets, unless they are numbers; an apostrophe makes
/// them text.
pub(crate) fn guarded(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let number = cell.parse::<f64>().is_ok_and(f64::is_finite);
    if formula && !number { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_made_text_and_what_has_commas_is_quoted() {
        let texts = ["=HYPERLINK(\"x\")", "+353 %", "-0.3", "@sum", "\tx", "388", "a, \"b\"", "two\nlines", "-inf", ""];
        let written: String = texts.iter().map(|text| record([guarded(text), String::new()].into_iter())).collect();
        let expected = "\"'=HYPERLINK(\"\"x\"\")\",\n'+353 %,\n-0.3,\n'@sum,\n'\tx,\n388,\n\"a, \"\"b\"\"\",\n\"two\nlines\",\n'-inf,\n,\n";
        assert_eq!(written.replace("\r\n", "\n"), expected);
    }
}
