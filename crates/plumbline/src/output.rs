//! Tables for people, CSV and JSON for programs.

use std::io::{self, Write};

use clap::ValueEnum;

/// How a command prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// A list of objects, one a row.
    Json,
    /// With a header line.
    Csv,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A number, told with so many decimals to people and in full to programs.
    Number(f64, usize),
    /// Nothing: empty, or null.
    Absent,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Absent } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl Cell {
    /// A count.
    pub fn count(n: i64) -> Self {
        Self::Number(n as f64, 0)
    }

    /// A number, if there is one.
    pub fn number(value: Option<f64>, decimals: usize) -> Self {
        value.map_or(Self::Absent, |value| Self::Number(value, decimals))
    }

    fn for_people(&self) -> String {
        match self {
            Self::Text(text) => text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect(),
            Self::Number(value, decimals) => grouped(*value, *decimals),
            Self::Absent => "–".to_owned(),
        }
    }

    fn for_csv(&self) -> String {
        match self {
            // A spreadsheet would run these as formulas.
            Self::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
            Self::Text(text) => text.clone(),
            Self::Number(value, _) => format!("{value}"),
            Self::Absent => String::new(),
        }
    }

    fn for_json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
            Self::Number(value, _) if value.fract() == 0.0 && value.abs() < 9e15 => (*value as i64).into(),
            Self::Number(value, _) => (*value).into(),
            Self::Absent => serde_json::Value::Null,
        }
    }
}

/// Digits in groups of three: 1,347.4.
pub fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), String::new()), |(whole, rest)| (whole, format!(".{rest}")));
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{out}{fraction}")
}

/// Rows under named columns.
#[derive(Debug, Clone, Default)]
pub struct Table {
    columns: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// No rows yet. Names are slugs, so that programs can use them.
    pub fn new(columns: &[&'static str]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<Cell>) {
        self.rows.push(row);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes it.
    pub fn write(&self, format: Format, out: &mut impl Write) -> io::Result<()> {
        match format {
            Format::Table => self.write_for_people(out),
            Format::Csv => {
                let mut csv = csv::Writer::from_writer(out);
                csv.write_record(&self.columns)?;
                for row in &self.rows {
                    csv.write_record(row.iter().map(Cell::for_csv))?;
                }
                csv.flush()
            }
            Format::Json => {
                let object = |row: &Vec<Cell>| -> serde_json::Map<String, serde_json::Value> {
                    self.columns.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), cell.for_json())).collect()
                };
                let rows: Vec<_> = self.rows.iter().map(object).collect();
                serde_json::to_writer_pretty(&mut *out, &rows)?;
                writeln!(out)
            }
        }
    }

    fn write_for_people(&self, out: &mut impl Write) -> io::Result<()> {
        const WIDEST: usize = 60;
        let cells: Vec<Vec<String>> = self.rows.iter().map(|row| row.iter().map(Cell::for_people).collect()).collect();
        let width = |place: usize, name: &str| {
            let longest = cells.iter().filter_map(|row| row.get(place)).map(|text| text.chars().count()).max().unwrap_or(0);
            longest.clamp(name.chars().count(), WIDEST.max(name.chars().count()))
        };
        let widths: Vec<usize> = self.columns.iter().enumerate().map(|(place, name)| width(place, name)).collect();
        let header: Vec<String> = self.columns.iter().map(|name| name.replace('_', " ")).collect();
        let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        write_line(out, &header, &widths, &[])?;
        write_line(out, &rule, &widths, &[])?;
        for (row, texts) in self.rows.iter().zip(&cells) {
            write_line(out, texts, &widths, row)?;
        }
        Ok(())
    }
}

fn write_line(out: &mut impl Write, texts: &[String], widths: &[usize], row: &[Cell]) -> io::Result<()> {
    let mut line = String::new();
    for (place, (text, width)) in texts.iter().zip(widths).enumerate() {
        let cut: String = if text.chars().count() > *width { text.chars().take(width - 1).chain(['…']).collect() } else { text.clone() };
        let padding = " ".repeat(width - cut.chars().count());
        let right = matches!(row.get(place), Some(Cell::Number(..)));
        line.push_str(&if right { padding + &cut } else { cut + &padding });
        line.push_str("  ");
    }
    writeln!(out, "{}", line.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(format: Format) -> String {
        let mut table = Table::new(&["claim", "recomputed_percent"]);
        table.push(vec!["C12".into(), Cell::Number(1347.368, 1)]);
        table.push(vec!["=cmd()".into(), Cell::Absent]);
        let mut out = Vec::new();
        table.write(format, &mut out).expect("written");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn people_get_a_table() {
        insta::assert_snapshot!(shown(Format::Table), @r"
        claim   recomputed percent
        ──────  ──────────────────
        C12                1,347.4
        =cmd()  –
        ");
    }

    #[test]
    fn a_spreadsheet_gets_no_formula() {
        insta::assert_snapshot!(shown(Format::Csv), @r"
        claim,recomputed_percent
        C12,1347.368
        '=cmd(),
        ");
    }

    #[test]
    fn a_program_gets_numbers_and_null() {
        insta::assert_snapshot!(shown(Format::Json), @r#"
        [
          {
            "claim": "C12",
            "recomputed_percent": 1347.368
          },
          {
            "claim": "=cmd()",
            "recomputed_percent": null
          }
        ]
        "#);
    }
}
