//! Vintages as known at an instant.

use contracts::analytics::{GetRevisionsResponse, RevisionRow, Vintage};
use domain::Instant;

/// The vintages that were known at an instant; all of them if the text is empty.
pub(crate) fn known(vintages: Vec<Vintage>, as_of: &str) -> Vec<Vintage> {
    vintages.into_iter().filter(|vintage| is_known(&vintage.retrieved_at, as_of)).collect()
}

/// A triangle without the columns that were not known at an instant, and without the rows that are empty then.
pub(crate) fn triangle(revisions: GetRevisionsResponse, as_of: &str) -> GetRevisionsResponse {
    let GetRevisionsResponse { series, vintages, rows } = revisions;
    let kept: Vec<bool> = vintages.iter().map(|vintage| is_known(&vintage.retrieved_at, as_of)).collect();
    let cut = |row: RevisionRow| {
        let cells = row.cells.into_iter().zip(&kept).filter(|(_, kept)| **kept).map(|(cell, _)| cell);
        RevisionRow { cells: cells.collect(), ..row }
    };
    let rows = rows.into_iter().map(cut).filter(|row| row.cells.iter().any(|cell| cell.observation.is_some()));
    GetRevisionsResponse { series, rows: rows.collect(), vintages: known(vintages, as_of) }
}

/// Whether something was retrieved by an instant. What has no readable time is not known to be later.
pub(crate) fn is_known(retrieved_at: &str, as_of: &str) -> bool {
    match (retrieved_at.parse::<Instant>(), as_of.parse::<Instant>()) {
        (Ok(retrieved), Ok(asked)) => retrieved <= asked,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use contracts::analytics::{RecordedObservation, RevisionCell};

    use super::*;

    #[test]
    fn what_was_retrieved_later_is_not_in_the_triangle() {
        let vintage = |at: &str| Vintage { retrieved_at: at.into(), ..Vintage::default() };
        let cell = |there: bool| RevisionCell { observation: there.then(RecordedObservation::default), covered: true };
        let row =
            |label: &str, cells: [bool; 2]| RevisionRow { label: label.into(), cells: cells.map(cell).to_vec(), ..RevisionRow::default() };
        let whole = GetRevisionsResponse {
            series: None,
            vintages: vec![vintage("2026-05-01T00:00:00.000Z"), vintage("2026-07-01T00:00:00.000Z")],
            rows: vec![row("FY2018", [true, true]), row("FY2019", [false, true])],
        };
        let shown = |as_of: &str| {
            let cut = triangle(whole.clone(), as_of);
            let rows = cut.rows.iter().map(|row| format!("{}:{}", row.label, row.cells.len()));
            format!("{} columns, {}", cut.vintages.len(), rows.collect::<Vec<_>>().join(" "))
        };
        assert_eq!(shown(""), "2 columns, FY2018:2 FY2019:2");
        assert_eq!(shown("2026-06-01T00:00:00.000Z"), "1 columns, FY2018:1");
        assert_eq!(shown("2026-01-01T00:00:00.000Z"), "0 columns, ");
    }
}
