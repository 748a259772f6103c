//! Control checks of a table of rounded cells: totals over months and over parts.

use super::{HALF, Split};
use crate::{
    decoded::{Problems, quote},
    rules::controls::{Disagreement, at_least_sum, sum},
    sources::{
        ohss_monthly_tables::{Column, Table},
        sheets::locator,
    },
};

/// A whole and its parts, by the places of their columns.
struct Relation {
    whole: usize,
    parts: Vec<usize>,
    /// False where the total also has what is in no part.
    is_complete: bool,
}

/// Tells every total that its parts cannot make, with all their rounding.
pub(super) fn report(table: &Table, split: Split, problems: &mut Problems) {
    let printed = |line: usize, column: usize| Some(&table.lines.get(line)?.line.cells.get(column)?.printed);
    let mut tell = |line: usize, column: usize, by: &str, found: Option<Disagreement>| {
        let Some((found, of)) = found.and_then(|found| Some((found, table.lines.get(line)?))) else { return };
        let (Some(cell), Some(header)) = (of.line.cells.get(column), table.columns.get(column)) else { return };
        let what = format!("{} in {} by {by}", quote(&header.title()), of.line.labels.join(" "));
        problems.report(locator(&table.sheet, cell.row, cell.column), found.sentence(&what));
    };
    for (line, of) in table.lines.iter().enumerate().filter(|(_, line)| line.month.is_none()) {
        let same_year =
            |other: &usize| table.lines.get(*other).is_some_and(|other| other.fiscal_year == of.fiscal_year && other.month.is_some());
        let months: Vec<usize> = (0..table.lines.len()).filter(same_year).collect();
        for column in 0..table.columns.len() {
            let parts = months.iter().map(|month| printed(*month, column));
            tell(line, column, "month", sum(printed(line, column), parts, rounding(months.len())));
        }
    }
    for Relation { whole, parts, is_complete } in relations(&table.columns, split) {
        for line in 0..table.lines.len() {
            let (total, made, tolerance) = (printed(line, whole), parts.iter().map(|part| printed(line, *part)), rounding(parts.len()));
            let found = if is_complete { sum(total, made, tolerance) } else { at_least_sum(total, made, tolerance) };
            tell(line, whole, "column", found);
        }
    }
}

/// How far a total can lie from the sum of so many parts when each of them is rounded.
fn rounding(parts: usize) -> f64 {
    (HALF * (parts as u64 + 1)) as f64
}

/// The columns of a table, as relations ask for them.
struct Columns<'a>(&'a [Column]);

impl Columns<'_> {
    fn position(&self, is_it: impl Fn(&Column) -> bool) -> Option<usize> {
        self.0.iter().position(is_it)
    }

    fn named(&self, name: &str) -> Option<usize> {
        self.position(|column| column.name == name)
    }

    fn named_in(&self, group: &str, name: &str) -> Option<usize> {
        self.position(|column| column.group.as_deref() == Some(group) && column.name == name)
    }

    fn total_of(&self, group: &str) -> Option<usize> {
        self.position(|column| column.group.as_deref() == Some(group) && column.name.starts_with("Total"))
    }

    fn within(&self, group: &str) -> Vec<usize> {
        let is_in = |place: &usize| self.0.get(*place).is_some_and(|column| column.group.as_deref() == Some(group));
        (0..self.0.len()).filter(is_in).collect()
    }

    fn sum(&self, group: &str) -> Option<Relation> {
        relation(self.total_of(group), self.within(group), true)
    }

    fn all(&self) -> Vec<usize> {
        (0..self.0.len()).collect()
    }
}

fn relation(whole: Option<usize>, parts: Vec<usize>, is_complete: bool) -> Option<Relation> {
    let whole = whole?;
    let parts: Vec<usize> = parts.into_iter().filter(|part| *part != whole).collect();
    (!parts.is_empty()).then_some(Relation { whole, parts, is_complete })
}

fn relations(columns: &[Column], split: Split) -> Vec<Relation> {
    let columns = Columns(columns);
    let groups = |names: &[&str]| names.iter().filter_map(|group| columns.sum(group)).collect::<Vec<_>>();
    match split {
        Split::Citizenship => relation(columns.named("Total"), columns.all(), true).into_iter().collect(),
        Split::Agency => relation(columns.named("Total"), columns.all(), false).into_iter().collect(),
        Split::Criminality => {
            let names = ["Convicted Criminals", "Non-Criminal"];
            let parts = names.iter().filter_map(|name| columns.total_of(name).or_else(|| columns.named(name))).collect();
            let whole = columns.position(|column| column.group.is_none() && column.name == "Total");
            groups(&names).into_iter().chain(relation(whole, parts, true)).collect()
        }
        Split::Reason => groups(&["Total", "CBP", "ICE", "Convicted Criminals", "Pending Criminal Charges", "Other Immigration Violators"]),
        Split::Kind => {
            let parts = |names: &[&str]| names.iter().filter_map(|name| columns.named(name)).collect::<Vec<_>>();
            let title_8 = ["Total Removals", "Total Enforcement Returns", "Total Administrative Returns"];
            let sums = [
                ("Total Repatriations", parts(&["Total Title 8 Repatriations", "Title 42 Expulsions"])),
                ("Total Title 8 Repatriations", parts(&title_8)),
                ("Title 8 Enforcement Repatriations", parts(&["Total Removals", "Total Enforcement Returns"])),
            ];
            let sums = sums.into_iter().filter_map(|(whole, parts)| relation(columns.named(whole), parts, true));
            groups(&["DHS Removals", "DHS Enforcement Returns", "DHS Administrative Returns"]).into_iter().chain(sums).collect()
        }
        Split::Outcome => {
            let of_agencies = columns.within("Total CBP").into_iter().filter_map(|whole| {
                let name = columns.0.get(whole).map_or("", |column| column.name.as_str());
                let parts = ["USBP", "OFO"].iter().filter_map(|agency| columns.named_in(agency, name)).collect();
                relation(Some(whole), parts, true)
            });
            groups(&["Total CBP", "USBP", "OFO"]).into_iter().chain(of_agencies).collect()
        }
    }
}
