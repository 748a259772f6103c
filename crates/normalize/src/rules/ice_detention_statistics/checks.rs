//! Control checks of the tables of a workbook.

use super::parts::{self, is_month, reason};
use crate::{
    decoded::{Problems, quote},
    rules::controls::{Disagreement, sum},
    sources::{
        ice_detention_statistics::{Kind, Table},
        sheets::locator,
    },
};

/// Averages are printed with all their digits: more than rounding is a disagreement.
const SAME_AVERAGE: f64 = 0.01;

/// Some of a table's lines or columns, by place: a whole, its parts, and what the parts are.
type Relation = (usize, Vec<usize>, &'static str);

/// Tells every total of a table that is not the sum of its parts. Lengths of stay are means and have no sums.
pub(super) fn report_sums(table: &Table, problems: &mut Problems) {
    let tolerance = match table.kind {
        Kind::StayByAgency | Kind::StayByFacilityType | Kind::AdultStayByAgency => return,
        Kind::PopulationByAgency | Kind::PopulationByFacilityType => SAME_AVERAGE,
        _ => 0.0,
    };
    let printed = |line: usize, column: usize| Some(&table.lines.get(line)?.cells.get(column)?.printed);
    let mut tell = |line: usize, column: usize, by: &str, found: Option<Disagreement>| {
        let Some((found, of)) = found.and_then(|found| Some((found, table.lines.get(line)?))) else { return };
        let (Some(cell), Some(header)) = (of.cells.get(column), table.columns.get(column)) else { return };
        let what = format!("{} in {} by {by}", quote(&of.labels.join(", ")), quote(header));
        problems.report(locator(&table.sheet, cell.row, cell.column), found.sentence(&what));
    };
    for (whole, of, by) in lines(table) {
        for column in (0..table.columns.len()).filter(|column| !is_share(table, *column)) {
            tell(whole, column, by, sum(printed(whole, column), of.iter().map(|line| printed(*line, column)), tolerance));
        }
    }
    for (whole, of, by) in columns(table) {
        for line in 0..table.lines.len() {
            tell(line, whole, by, sum(printed(line, whole), of.iter().map(|column| printed(line, *column)), tolerance));
        }
    }
}

fn is_share(table: &Table, column: usize) -> bool {
    table.columns.get(column).is_some_and(|header| parts::column(header, false) == Some(parts::Column::Share))
}

/// Lines that are sums of lines.
fn lines(table: &Table) -> Vec<Relation> {
    let label = |line: usize, place: usize| table.lines.get(line).and_then(|line| line.labels.get(place)).map_or("", String::as_str);
    let all = 0..table.lines.len();
    let total = all.clone().find(|line| label(*line, 0) == "Total");
    match table.kind {
        Kind::Removals | Kind::StayByAgency | Kind::StayByFacilityType | Kind::AdultStayByAgency => Vec::new(),
        Kind::PopulationByAgency => {
            let heads: Vec<usize> = all.filter(|line| label(*line, 0).ends_with("Average")).collect();
            let of = |head: &usize| {
                let next = heads.iter().copied().find(|other| other > head).unwrap_or(table.lines.len());
                (*head, (head + 1..next).collect(), "criminality")
            };
            let overall = heads.iter().copied().find(|head| label(*head, 0) == "Average");
            let agencies = |overall: usize| (overall, heads.iter().copied().filter(|head| *head != overall).collect(), "agency");
            heads.iter().map(of).chain(overall.map(agencies)).collect()
        }
        Kind::BookOutsByReason => {
            let is_total = |line: &usize| matches!(label(*line, 1), "" | "Total") && Some(*line) != total;
            let is_bond_set = |line: &usize| reason(label(*line, 0)).starts_with("Bond Set by");
            let reasons: Vec<usize> = all.clone().filter(is_total).collect();
            let inner = |head: usize| all.clone().filter(|line| *line != head && label(*line, 0) == label(head, 0)).collect();
            let by_reason = reasons.iter().map(|head| (*head, inner(*head), "criminality"));
            let bonded = reasons.iter().copied().find(|line| label(*line, 0) == "Bonded Out");
            let bonds = |bonded: usize| (bonded, reasons.iter().copied().filter(is_bond_set).collect(), "who set the bond");
            let whole = |total: usize| (total, reasons.iter().copied().filter(|line| !is_bond_set(line)).collect(), "reason");
            by_reason.chain(bonded.map(bonds)).chain(total.map(whole)).collect()
        }
        _ => total.map(|total| (total, all.filter(|line| *line != total).collect(), "line")).into_iter().collect(),
    }
}

/// Columns that are sums of columns.
fn columns(table: &Table) -> Vec<Relation> {
    let is_average = matches!(table.kind, Kind::PopulationByAgency | Kind::PopulationByFacilityType);
    let whole = table.columns.iter().position(|header| header == "Total");
    let months: Vec<usize> =
        (0..table.columns.len()).filter(|column| table.columns.get(*column).is_some_and(|name| is_month(name))).collect();
    match whole {
        Some(whole) if !is_average && !months.is_empty() => vec![(whole, months, "month")],
        Some(whole) if !is_average => {
            let parts = (0..table.columns.len()).filter(|column| *column != whole && !is_share(table, *column)).collect();
            vec![(whole, parts, "column")]
        }
        _ => Vec::new(),
    }
}
