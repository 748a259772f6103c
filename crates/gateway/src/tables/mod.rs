//! Tables as CSV for spreadsheets.

mod analysis;
mod codebook;
mod court;
mod verdict;
mod vintage;

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use contracts::analytics::{Comparison, RecordedObservation, Series, Verdict};

use crate::spreadsheet;

pub(crate) use analysis::analysis;
pub(crate) use codebook::codebook;
pub(crate) use court::{cases, charges, court_days, district_months, feeds, reconciliation};
pub(crate) use verdict::{PARTS, part};
pub(crate) use vintage::{crosswalk, definitions, restatement, revisions, vintages};

/// A table of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// With columns that are known beforehand.
    fn of<const N: usize>(columns: [&str; N], rows: Vec<Vec<String>>) -> Self {
        Self { columns: columns.map(str::to_owned).to_vec(), rows }
    }

    /// The table as CSV, UTF-8, a heading and one line per row.
    pub(crate) fn csv(&self) -> String {
        let lines = std::iter::once(&self.columns).chain(&self.rows);
        lines.map(|line| spreadsheet::record(line.iter().map(|cell| spreadsheet::guarded(cell)))).collect()
    }

    /// The table as an answer that is saved under a name.
    pub(crate) fn into_response(self, name: &str) -> Response {
        let disposition =
            HeaderValue::try_from(format!("attachment; filename=\"{name}.csv\"")).unwrap_or(HeaderValue::from_static("attachment"));
        let headers =
            [(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")), (header::CONTENT_DISPOSITION, disposition)];
        (headers, self.csv()).into_response()
    }
}

fn float(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Claims with their findings.
pub(crate) fn claims(verdicts: &[Verdict]) -> Table {
    let columns = [
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
    Table::of(columns, verdicts.iter().map(row).collect())
}

/// One comparison, a row per instrument.
pub(crate) fn comparison(comparison: &Comparison) -> Table {
    let columns = [
        "group",
        "label",
        "reference",
        "count",
        "missing",
        "unit",
        "period_start",
        "period_end",
        "count_observation",
        "exposure_observations",
        "exposure",
        "exposure_least",
        "exposure_greatest",
        "rate",
        "rate_lower",
        "rate_upper",
        "rate_lower_with_exposure",
        "rate_upper_with_exposure",
        "per",
        "exposure_name",
        "ratio",
        "ratio_lower",
        "ratio_upper",
        "ratio_despite",
        "ratio_despite_by",
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
        let uncertain = rate.and_then(|rate| rate.uncertain.as_ref());
        let wider = uncertain.and_then(|uncertain| uncertain.interval.as_ref());
        let despite = row.ratio_despite.clone().unwrap_or_default();
        vec![
            row.group.clone(),
            row.label.clone(),
            row.reference.to_string(),
            count.value,
            count.missing,
            count.unit,
            count.period_start,
            count.period_end,
            recorded.id,
            exposures.join(" "),
            float(rate.map(|rate| rate.exposure)),
            float(uncertain.map(|uncertain| uncertain.least)),
            uncertain.map(|uncertain| uncertain.greatest.map_or_else(|| "unbounded".to_owned(), |end| end.to_string())).unwrap_or_default(),
            float(rate.map(|rate| rate.value)),
            float(rate.map(|rate| rate.lower)),
            float(rate.map(|rate| rate.upper)),
            float(wider.map(|interval| interval.lower)),
            float(wider.and_then(|interval| interval.upper)),
            float(rate.map(|rate| rate.per)),
            rate.map(|rate| rate.exposure_name.clone()).unwrap_or_default(),
            float(ratio.map(|ratio| ratio.value)),
            float(ratio.map(|ratio| ratio.lower)),
            float(ratio.and_then(|ratio| ratio.upper)),
            despite.reason,
            despite.by,
            rate.map(|rate| rate.method.clone()).unwrap_or_default(),
            row.refusal.clone(),
            comparability.grade,
            comparability.differences.join("; "),
            row.notes.join("; "),
        ]
    });
    Table::of(columns, rows.collect())
}

/// Series without their observations.
pub(crate) fn series_list(series: &[Series]) -> Table {
    let columns = ["key", "source", "measure", "unit", "population", "geography", "definition", "periods"];
    let row = |series: &Series| {
        let Series { key, source, measure, unit, population, geography, definition, periods } = series.clone();
        vec![key, source, measure, unit, population, geography, definition, periods.to_string()]
    };
    Table::of(columns, series.iter().map(row).collect())
}

/// Observations in the columns of the project's exchange format, with the address of each.
pub(crate) fn observations(observations: &[RecordedObservation]) -> Table {
    let columns = [
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
    Table::of(columns, observations.iter().map(row).collect())
}
