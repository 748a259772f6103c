//! Tables as CSV for spreadsheets. A cell that a spreadsheet would take for a formula is prefixed by an apostrophe.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use contracts::analytics::{Comparison, RecordedObservation, Series, Verdict};

/// A table of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// The table as CSV, UTF-8, one line per row.
    pub(crate) fn csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        // Writing to memory fails on rows of unequal length only, and every row has the columns of its table.
        let written = std::iter::once(self.columns.iter().map(|name| (*name).to_owned()).collect())
            .chain(self.rows.iter().map(|row| row.iter().map(|cell| guarded(cell)).collect::<Vec<String>>()))
            .try_for_each(|row| writer.write_record(row));
        if let Err(error) = written {
            tracing::error!(service = "gateway", error = %error, "a table was cut short");
        }
        writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// The table as an answer that is saved under a name.
    pub(crate) fn into_response(self, name: &'static str) -> Response {
        let disposition =
            HeaderValue::try_from(format!("attachment; filename=\"{name}.csv\"")).unwrap_or(HeaderValue::from_static("attachment"));
        let headers =
            [(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")), (header::CONTENT_DISPOSITION, disposition)];
        (headers, self.csv()).into_response()
    }
}

/// Cells that begin with `=`, `+`, `-`, `@`, tab or return run as formulas in spreadsheets, unless they are numbers.
fn guarded(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let number = cell.parse::<f64>().is_ok_and(f64::is_finite);
    if formula && !number { format!("'{cell}") } else { cell.to_owned() }
}

fn float(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Claims with their findings.
pub(crate) fn claims(verdicts: &[Verdict]) -> Table {
    let columns = vec![
        "id",
        "published",
        "speaker",
        "text",
        "metric",
        "numerator",
        "baseline",
        "baseline_inferred",
        "published_percent",
        "recomputed_percent",
        "percent_lower",
        "percent_upper",
        "upper_unbounded",
        "finding",
        "evidence",
    ];
    let row = |verdict: &Verdict| {
        let claim = verdict.claim.clone().unwrap_or_default();
        let arithmetic = verdict.arithmetic.clone().unwrap_or_default();
        let precision = verdict.precision.clone().unwrap_or_default();
        vec![
            claim.id,
            claim.published,
            claim.speaker,
            claim.text,
            claim.metric,
            float(claim.numerator),
            float(claim.baseline),
            claim.baseline_inferred.to_string(),
            float(claim.published_percent),
            float(arithmetic.recomputed_percent),
            float(precision.percent_lower),
            float(precision.percent_upper),
            precision.upper_unbounded.to_string(),
            arithmetic.finding,
            claim.evidence,
        ]
    };
    Table { columns, rows: verdicts.iter().map(row).collect() }
}

/// One comparison, a row per instrument.
pub(crate) fn comparison(comparison: &Comparison) -> Table {
    let columns = vec![
        "label",
        "reference",
        "count",
        "missing",
        "unit",
        "period_start",
        "period_end",
        "count_observation",
        "exposure_observations",
        "rate",
        "rate_lower",
        "rate_upper",
        "per",
        "exposure_name",
        "ratio",
        "ratio_lower",
        "ratio_upper",
        "method",
        "refusal",
        "comparability",
        "differences",
        "notes",
    ];
    let rows = comparison.rows.iter().map(|row| {
        let recorded = row.count.clone().unwrap_or_default();
        let count = recorded.observation.unwrap_or_default();
        let rate = row.rate.as_ref();
        let ratio = row.ratio.as_ref();
        let comparability = row.comparability.clone().unwrap_or_default();
        let exposures: Vec<&str> = row.exposures.iter().map(|exposure| exposure.id.as_str()).collect();
        vec![
            row.label.clone(),
            row.reference.to_string(),
            count.value,
            count.missing,
            count.unit,
            count.period_start,
            count.period_end,
            recorded.id,
            exposures.join(" "),
            float(rate.map(|rate| rate.value)),
            float(rate.map(|rate| rate.lower)),
            float(rate.map(|rate| rate.upper)),
            float(rate.map(|rate| rate.per)),
            rate.map(|rate| rate.exposure_name.clone()).unwrap_or_default(),
            float(ratio.map(|ratio| ratio.value)),
            float(ratio.map(|ratio| ratio.lower)),
            float(ratio.and_then(|ratio| ratio.upper)),
            rate.map(|rate| rate.method.clone()).unwrap_or_default(),
            row.refusal.clone(),
            comparability.grade,
            comparability.differences.join("; "),
            row.notes.join("; "),
        ]
    });
    Table { columns, rows: rows.collect() }
}

/// Series without their observations.
pub(crate) fn series_list(series: &[Series]) -> Table {
    let columns = vec!["key", "source", "measure", "unit", "population", "geography", "definition", "periods"];
    let row = |series: &Series| {
        let Series { key, source, measure, unit, population, geography, definition, periods } = series.clone();
        vec![key, source, measure, unit, population, geography, definition, periods.to_string()]
    };
    Table { columns, rows: series.iter().map(row).collect() }
}

/// Observations in the columns of the project's exchange format, with the address of each.
pub(crate) fn observations(observations: &[RecordedObservation]) -> Table {
    let columns = vec![
        "source",
        "measure",
        "unit",
        "population",
        "geography",
        "period_start",
        "period_end",
        "value",
        "lower",
        "upper",
        "missing",
        "definition",
        "snapshot",
        "locator",
        "rule",
        "rule_version",
        "id",
    ];
    let row = |recorded: &RecordedObservation| {
        let RecordedObservation { id, source, snapshot, retrieved_at: _, rule, rule_version, observation } = recorded.clone();
        let it = observation.unwrap_or_default();
        vec![
            source,
            it.measure,
            it.unit,
            it.population,
            it.geography,
            it.period_start,
            it.period_end,
            it.value,
            it.lower,
            it.upper,
            it.missing,
            it.definition,
            snapshot,
            it.locator,
            rule,
            rule_version.to_string(),
            id,
        ]
    };
    Table { columns, rows: observations.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_made_text_and_numbers_stay_numbers() {
        let cells = ["=HYPERLINK(\"x\")", "+353 %", "-0.3", "@sum", "\tx", "388", "a, \"b\"", "-inf"];
        let table = Table { columns: vec!["cell"], rows: cells.iter().map(|cell| vec![(*cell).to_owned()]).collect() };
        insta::assert_snapshot!(table.csv().replace("\r\n", "\n"), @r#"
        cell
        "'=HYPERLINK(""x"")"
        '+353 %
        -0.3
        '@sum
        '	x
        388
        "a, ""b"""
        '-inf
        "#);
    }
}
