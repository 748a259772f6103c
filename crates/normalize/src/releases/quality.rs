//! The checks of a release: its quality report, as it lies in the store, and as much of it as may leave.

use ice::{
    Release,
    codebook::rounded,
    quality::{CheckResult, Level, Unit},
};

use super::documents::CheckEntry;

/// What the checks say.
#[derive(Debug)]
pub(super) struct Quality {
    pub(super) checks: Vec<CheckEntry>,
    /// The report as it lies in the store.
    pub(super) document: Vec<u8>,
}

/// Checks a release. Dates up to the day `today` are possible.
pub(super) fn of(release: &Release, today: time::Date, smallest_cell: u64) -> serde_json::Result<Quality> {
    let report = release.quality(today);
    let rows = |check: &CheckResult| release.tables.iter().find(|table| table.name() == check.table).map(|table| table.row_count() as u64);
    let checks = report.checks.iter().map(|check| entry(check, rows(check), smallest_cell)).collect();
    Ok(Quality { checks, document: serde_json::to_vec_pretty(&report)? })
}

/// Numbers of rows are rounded or withheld; places of rows stay in the store. What is counted in files, sheets, columns or values is told as it is: who
/// has to accept it has to know it, and it says nothing of persons.
fn entry(check: &CheckResult, rows: Option<u64>, smallest_cell: u64) -> CheckEntry {
    let level = match check.level {
        Level::Pass => "pass",
        Level::NotRun => "not_run",
        Level::Warn => "warn",
        Level::Stop => "stop",
    };
    let (finding, share) = match (check.level, check.unit) {
        (Level::NotRun, _) => (check.sentence.clone(), None),
        (_, Unit::Rows) => of_rows(check, rows, smallest_cell),
        (_, Unit::Files | Unit::Sheets | Unit::Columns | Unit::Values) => {
            (format!("{} of {} {}", check.failing, check.of, check.claim), check.share)
        }
    };
    CheckEntry {
        name: format!("{}.{}", check.table, check.name),
        table: check.table.clone(),
        field: check.field.clone().unwrap_or_default(),
        level: level.to_owned(),
        finding,
        share,
        warn_above: check.warn_above,
        stop_above: check.stop_above,
    }
}

/// The sentence is made of numbers that may be shown, and the share of the same numbers. None is shown where few rows are asked, few pass, or few are not
/// asked, since with the rows of the table each of these follows from the others.
fn of_rows(check: &CheckResult, rows: Option<u64>, smallest_cell: u64) -> (String, Option<f64>) {
    let &CheckResult { failing, of, ref claim, .. } = check;
    let is_small = |rows: u64| (1..smallest_cell).contains(&rows);
    let beside = [of, of.saturating_sub(failing), rows.map_or(0, |rows| rows.abs_diff(of))];
    if beside.into_iter().any(is_small) {
        return (format!("how many {claim} is withheld, since few rows are concerned"), None);
    }
    let about = |rows: u64| if rows == 0 { "0".to_owned() } else { format!("about {}", rounded(rows)) };
    if is_small(failing) {
        return (format!("fewer than {smallest_cell} of {} {claim}", about(of)), None);
    }
    let share = (of > 0).then(|| rounded(failing) as f64 / rounded(of) as f64);
    (format!("{} of {} {claim}", about(failing), about(of)), share)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(unit: Unit, level: Level, failing: u64, of: u64) -> CheckResult {
        CheckResult {
            name: "a_check".to_owned(),
            table: "arrests".to_owned(),
            field: None,
            level,
            unit,
            failing,
            of,
            share: Some(failing as f64 / of as f64),
            warn_above: Some(0.0),
            stop_above: Some(0.0),
            claim: "rows are odd".to_owned(),
            sentence: format!("{failing} of {of} rows are odd (9 are not)."),
            examples: Vec::new(),
        }
    }

    #[test]
    fn numbers_of_rows_are_rounded_or_withheld() {
        let told = |failing, of, rows| {
            let CheckEntry { finding, share, .. } = entry(&check(Unit::Rows, Level::Warn, failing, of), Some(rows), 11);
            format!("{finding}; {}", share.map_or("no share".to_owned(), |share| format!("{share:.4}")))
        };
        let all = [
            told(32, 2_857, 2_857),
            told(0, 2_857, 2_857),
            told(3, 2_857, 2_857),
            told(2_857, 2_857, 2_857),
            // Few pass, few are asked, few are not asked.
            told(2_850, 2_857, 2_857),
            told(0, 9, 2_857),
            told(40, 2_850, 2_857),
            told(40, 2_800, 2_857),
        ];
        insta::assert_snapshot!(all.join("\n"), @r"
        about 30 of about 2860 rows are odd; 0.0105
        0 of about 2860 rows are odd; 0.0000
        fewer than 11 of about 2860 rows are odd; no share
        about 2860 of about 2860 rows are odd; 1.0000
        how many rows are odd is withheld, since few rows are concerned; no share
        how many rows are odd is withheld, since few rows are concerned; no share
        how many rows are odd is withheld, since few rows are concerned; no share
        about 40 of about 2800 rows are odd; 0.0143
        ");
    }

    #[test]
    fn files_sheets_columns_and_values_are_told_as_they_are_but_without_what_is_said_of_rows() {
        for unit in [Unit::Files, Unit::Sheets, Unit::Columns, Unit::Values] {
            let CheckEntry { finding, share, .. } = entry(&check(unit, Level::Stop, 2, 14), None, 11);
            assert_eq!((finding.as_str(), share), ("2 of 14 rows are odd", Some(2.0 / 14.0)), "{unit:?}");
        }
    }
}
