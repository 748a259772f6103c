//! The table behind a drawing: every number of it, for readers.

use maud::{Markup, html};

use super::{
    text,
    value::{End, Estimate, Quantity},
};

/// Rows that a page shows; the files for programs hold all of them.
const SHOWN: usize = 2_000;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// Words, often from outside.
    Text(String),
    /// Words that lead to a page of this site.
    Linked(String, String),
    /// A finite number, with what a reader sees of it.
    Number(f64, String),
    /// An interval without an upper end.
    Unbounded,
    /// Nothing belongs here.
    Empty,
}

impl Cell {
    /// Words.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// Words that lead to a page of this site.
    pub(crate) fn linked(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self::Linked(text.into(), href.into())
    }

    /// A count, or nothing.
    pub(crate) fn count(count: Option<i64>) -> Self {
        count.map_or(Self::Empty, |count| Self::Number(count as f64, crate::views::format::count(count)))
    }

    /// A number as its quantity is written.
    pub(crate) fn number(value: f64, quantity: &Quantity) -> Self {
        Self::Number(value, quantity.value(value))
    }

    /// The upper end of an interval.
    pub(crate) fn end(end: End, quantity: &Quantity) -> Self {
        end.at().map_or(Self::Unbounded, |value| Self::number(value, quantity))
    }

    /// Value, lower and upper end of an estimate; three empty cells if there is none.
    pub(crate) fn estimate(estimate: Option<Estimate>, quantity: &Quantity) -> [Self; 3] {
        estimate.map_or([Self::Empty, Self::Empty, Self::Empty], |estimate| {
            [Self::number(estimate.value(), quantity), Self::number(estimate.lower(), quantity), Self::end(estimate.upper(), quantity)]
        })
    }

    fn shown(&self) -> Markup {
        html! {
            @match self {
                Self::Text(text) => (text),
                Self::Linked(text, href) => a href=(href) { (text) },
                Self::Number(_, digits) => (digits),
                Self::Unbounded => (crate::views::format::UNBOUNDED),
                Self::Empty => span.none { span aria-hidden="true" { "–" } span.unseen { "none" } },
            }
        }
    }

    /// Numbers are written out in full.
    #[cfg(test)]
    fn written(&self) -> String {
        match self {
            Self::Text(text) | Self::Linked(text, _) => crate::spreadsheet::guarded(text),
            Self::Number(value, _) => value.to_string(),
            Self::Unbounded => crate::views::format::UNBOUNDED.to_owned(),
            Self::Empty => String::new(),
        }
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Column {
    /// Words, from the left.
    Text(String),
    /// Numbers, from the right.
    Number(String),
}

impl Column {
    /// Words.
    pub(crate) fn text(name: impl Into<String>) -> Self {
        Self::Text(name.into())
    }

    /// Numbers.
    pub(crate) fn number(name: impl Into<String>) -> Self {
        Self::Number(name.into())
    }

    fn name(&self) -> &str {
        match self {
            Self::Text(name) | Self::Number(name) => name,
        }
    }

    fn class(&self) -> Option<&'static str> {
        match self {
            Self::Text(_) => None,
            Self::Number(_) => Some("num"),
        }
    }
}

/// Everything that a drawing shows, a row for each datum. Rows that are shorter than the heading are filled with empty cells.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DataTable {
    /// The columns; the first names the row.
    pub(crate) columns: Vec<Column>,
    /// The rows.
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl DataTable {
    /// The table in short, so that a test can look at all of it. Files for programs are made of the answers themselves.
    #[cfg(test)]
    pub(crate) fn csv(&self) -> String {
        let heading = self.columns.iter().map(|column| Cell::text(column.name()).written());
        let mut out = crate::spreadsheet::record(heading);
        for row in &self.rows {
            out.push_str(&crate::spreadsheet::record(self.cells(row).map(Cell::written)));
        }
        out
    }

    /// The table on a page. `id` must be unique there.
    pub(super) fn markup(&self, id: &str, caption: &str) -> Markup {
        let caption_id = format!("{id}-caption");
        html! {
            div.table role="region" aria-labelledby=(caption_id) tabindex="0" {
                table {
                    caption id=(caption_id) {
                        (caption)
                        @if self.rows.len() > SHOWN {
                            " (the first " (text::plural(SHOWN, "row", "rows")) " of " (crate::views::format::length(self.rows.len()))
                            "; the CSV file has all)"
                        }
                    }
                    thead { tr { @for column in &self.columns { th scope="col" class=[column.class()] { (column.name()) } } } }
                    tbody {
                        @for row in self.rows.iter().take(SHOWN) {
                            tr {
                                @for (place, (cell, column)) in self.cells(row).zip(&self.columns).enumerate() {
                                    @if place == 0 {
                                        th scope="row" class=[column.class()] { (cell.shown()) }
                                    } @else {
                                        td class=[column.class()] { (cell.shown()) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// As many cells as there are columns.
    fn cells<'a>(&self, row: &'a [Cell]) -> impl Iterator<Item = &'a Cell> {
        row.iter().chain(std::iter::repeat(&Cell::Empty)).take(self.columns.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_table_says_that_it_is_cut() {
        let table = DataTable { columns: vec![Column::text("cell")], rows: vec![vec![Cell::text("x")]; SHOWN + 1] };
        let shown = table.markup("t", "Cells").into_string();
        assert_eq!(shown.matches("<th scope=\"row\">").count(), SHOWN);
        assert!(shown.contains("the first 2,000 rows of 2,001; the CSV file has all"), "{}", &shown[..300]);
        assert_eq!(table.csv().lines().count(), SHOWN + 2);
    }
}
