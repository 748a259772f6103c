//! `claims` and `compare`: verdicts and comparisons.

use std::io::Write;

use contracts::analytics::{
    Comparison, ComparisonRow, GetComparisonRequest, GetVerdictRequest, ListComparisonsRequest, ListVerdictsRequest, Rate,
    RecordedObservation, Verdict,
};

use super::{Outcome, analyses};
use crate::{
    App,
    output::{Cell, Format, Table, grouped},
};

/// Writes the verdict on every claim, or on one.
pub async fn claims(app: &App, id: Option<String>, as_of: String, format: Format, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut analytics = app.peers.analytics.clone();
    let verdicts = match id {
        None => analytics.list_verdicts(ListVerdictsRequest { as_of }).await?.into_inner().verdicts,
        Some(claim) => match analytics.get_verdict(GetVerdictRequest { claim, as_of }).await {
            Ok(found) => found.into_inner().verdict.into_iter().collect(),
            Err(status) => return not_there(&status),
        },
    };
    if let ([verdict], Format::Table) = (verdicts.as_slice(), format) {
        one_verdict(verdict, out)?;
        return Ok(Outcome::Done);
    }
    claims_table(&verdicts).write(format, out)?;
    Ok(Outcome::Done)
}

/// The ledger with its findings.
pub fn claims_table(verdicts: &[Verdict]) -> Table {
    let mut table = Table::new(&[
        "claim",
        "published",
        "numerator",
        "baseline",
        "stated_percent",
        "recomputed_percent",
        "lower_percent",
        "upper_percent",
        "finding",
        "evidence",
        "statement",
    ]);
    for verdict in verdicts {
        let claim = verdict.claim.clone().unwrap_or_default();
        let arithmetic = verdict.arithmetic.clone().unwrap_or_default();
        let precision = verdict.precision.clone().unwrap_or_default();
        table.push(vec![
            claim.id.into(),
            claim.published.into(),
            Cell::number(claim.numerator, 0),
            Cell::number(claim.baseline, 0),
            Cell::number(claim.published_percent, 0),
            Cell::number(arithmetic.recomputed_percent, 1),
            Cell::number(precision.percent_lower, 1),
            Cell::number(precision.percent_upper, 1),
            arithmetic.finding.into(),
            claim.evidence.into(),
            claim.text.into(),
        ]);
    }
    table
}

fn one_verdict(verdict: &Verdict, out: &mut impl Write) -> anyhow::Result<()> {
    let claim = verdict.claim.clone().unwrap_or_default();
    let arithmetic = verdict.arithmetic.clone().unwrap_or_default();
    writeln!(out, "{}  {}  {}", claim.id, claim.published, claim.speaker)?;
    writeln!(out, "{}\n", claim.text)?;
    writeln!(out, "Finding: {} {}", arithmetic.finding, arithmetic.reason)?;
    if let Some(percent) = arithmetic.recomputed_percent {
        let precision = verdict.precision.clone().unwrap_or_default();
        let end = |value: Option<f64>| value.map_or_else(|| "unbounded".to_owned(), |value| format!("{} %", grouped(value, 1)));
        let (lower, upper) = (end(precision.percent_lower), end(precision.percent_upper));
        let confidence = precision.confidence * 100.0;
        writeln!(out, "Recomputed: {} % ({lower} to {upper}; {confidence:.0} % {})", grouped(percent, 1), precision.method)?;
    }
    if !arithmetic.feasible_pairs.is_empty() {
        let pairs: Vec<String> = arithmetic.feasible_pairs.iter().map(|pair| format!("{}/{}", pair.numerator, pair.baseline)).collect();
        writeln!(out, "Pairs that would fit: {}", pairs.join(", "))?;
    }
    for (heading, lines) in [("What is found", &verdict.wording), ("What this cannot say", &verdict.cannot_say)] {
        writeln!(out, "\n{heading}")?;
        for line in lines {
            writeln!(out, "  - {line}")?;
        }
    }
    writeln!(out, "\nRecorded as")?;
    for one in &verdict.observations {
        writeln!(out, "  {} {} ({}, snapshot {})", value_of(one), period_of(one), locator_of(one), short(&one.snapshot))?;
    }
    writeln!(out, "\nEvidence {}: {}", claim.evidence, claim.urls.join(" "))?;
    Ok(())
}

/// Writes every comparison, or one.
pub async fn compare(app: &App, slug: Option<String>, as_of: String, format: Format, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut analytics = app.peers.analytics.clone();
    let comparisons = match slug {
        None => analytics.list_comparisons(ListComparisonsRequest { as_of }).await?.into_inner().comparisons,
        Some(slug) => match analytics.get_comparison(GetComparisonRequest { slug, as_of }).await {
            Ok(found) => found.into_inner().comparison.into_iter().collect(),
            Err(status) => return not_there(&status),
        },
    };
    if format == Format::Table {
        for comparison in &comparisons {
            one_comparison(comparison, Remarks::All, out)?;
        }
        return Ok(Outcome::Done);
    }
    let mut all = Table::new(&COMPARISON_COLUMNS);
    for comparison in &comparisons {
        for row in &comparison.rows {
            all.push(comparison_row(&comparison.slug, row));
        }
    }
    all.write(format, out)?;
    Ok(Outcome::Done)
}

const COMPARISON_COLUMNS: [&str; 22] = [
    "comparison",
    "instrument",
    "count",
    "unit",
    "period",
    "exposure",
    "exposure_least",
    "exposure_greatest",
    "rate",
    "lower",
    "upper",
    "lower_with_exposure",
    "upper_with_exposure",
    "per",
    "grade",
    "ratio",
    "ratio_lower",
    "ratio_upper",
    "ratio_despite",
    "ratio_despite_by",
    "refusal",
    "observation",
];

fn comparison_row(slug: &str, row: &ComparisonRow) -> Vec<Cell> {
    let rate = row.rate.as_ref();
    let ratio = row.ratio.as_ref();
    let uncertain = rate.and_then(|rate| rate.uncertain.as_ref());
    let wide = uncertain.and_then(|uncertain| uncertain.interval.as_ref());
    let despite = row.ratio_despite.clone().unwrap_or_default();
    let per = rate.map(|rate| format!("{} {}", rate.per, rate.exposure_name)).unwrap_or_default();
    vec![
        slug.into(),
        row.label.as_str().into(),
        row.count.as_ref().map_or(Cell::Absent, |one| number(&value_of(one))),
        row.count.as_ref().and_then(|one| one.observation.as_ref()).map(|one| one.unit.clone()).unwrap_or_default().into(),
        row.count.as_ref().map(period_of).unwrap_or_default().into(),
        Cell::number(rate.map(|rate| rate.exposure), 0),
        Cell::number(uncertain.map(|uncertain| uncertain.least), 0),
        Cell::number(uncertain.and_then(|uncertain| uncertain.greatest), 0),
        Cell::number(rate.map(|rate| rate.value), 2),
        Cell::number(rate.map(|rate| rate.lower), 2),
        Cell::number(rate.map(|rate| rate.upper), 2),
        Cell::number(wide.map(|interval| interval.lower), 2),
        Cell::number(wide.and_then(|interval| interval.upper), 2),
        per.into(),
        row.comparability.as_ref().map(|graded| graded.grade.clone()).unwrap_or_default().into(),
        Cell::number(ratio.map(|ratio| ratio.value), 2),
        Cell::number(ratio.map(|ratio| ratio.lower), 2),
        Cell::number(ratio.and_then(|ratio| ratio.upper), 2),
        despite.reason.into(),
        despite.by.into(),
        row.refusal.as_str().into(),
        row.count.as_ref().map(|one| one.id.clone()).unwrap_or_default().into(),
    ]
}

/// Which remarks stand below a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remarks {
    /// Those on the rows' numbers.
    Notes,
    /// Those, and every difference between definitions.
    All,
}

/// A comparison as people read it: the table, the remarks on its rows, then what it cannot say.
pub fn one_comparison(comparison: &Comparison, which: Remarks, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "\n{} ({})\n{}\n", comparison.title, comparison.slug, comparison.question)?;
    let mut table = Table::new(&["instrument", "count", "exposure", "rate", "95_%_interval", "per", "grade", "remark"]);
    for row in &comparison.rows {
        let rate = row.rate.as_ref();
        let interval = rate.map(interval_of).unwrap_or_default();
        let per = rate.map(|rate| format!("{} {}", rate.per, rate.exposure_name)).unwrap_or_default();
        let grade = row.comparability.as_ref().map(|graded| graded.grade.as_str());
        let remark = row.ratio.as_ref().map(|ratio| {
            let upper = ratio.upper.map_or_else(|| "unbounded".to_owned(), |upper| format!("{upper:.2}"));
            format!("ratio {:.2} ({:.2} to {upper})", ratio.value, ratio.lower)
        });
        table.push(vec![
            row.label.as_str().into(),
            row.count.as_ref().map_or(Cell::Absent, with_bounds),
            rate.map_or(Cell::Absent, |rate| exposure_in_words(rate).into()),
            Cell::number(rate.map(|rate| rate.value), 2),
            interval.into(),
            per.into(),
            if row.reference { "reference".into() } else { grade.unwrap_or_default().into() },
            remark.unwrap_or_else(|| row.refusal.clone()).into(),
        ]);
    }
    table.write(Format::Table, out)?;
    writeln!(out)?;
    remarks(comparison, which, out)?;
    match which {
        Remarks::Notes if comparison.analyses.is_empty() => {}
        Remarks::Notes => {
            let slugs: Vec<&str> = comparison.analyses.iter().map(|analysis| analysis.slug.as_str()).collect();
            writeln!(out, "Further questions to the same data (plumbline compare {}): {}", comparison.slug, slugs.join(", "))?;
        }
        Remarks::All => {
            for analysis in &comparison.analyses {
                analyses::one(analysis, out)?;
            }
            writeln!(out)?;
        }
    }
    for line in &comparison.cannot_say {
        writeln!(out, "Cannot say: {line}")?;
    }
    Ok(())
}

/// What each row says beside its numbers; the same remark of several rows is said once.
fn remarks(comparison: &Comparison, which: Remarks, out: &mut impl Write) -> anyhow::Result<()> {
    let mut said: Vec<(String, Vec<&str>)> = Vec::new();
    for row in &comparison.rows {
        let graded = row.comparability.iter().filter(|_| which == Remarks::All);
        let differences = graded.flat_map(|graded| &graded.differences);
        let despite = row
            .ratio_despite
            .iter()
            .map(|despite| format!("the ratio is given although the grade forbids it: {} (decided by {})", despite.reason, despite.by));
        for remark in row.notes.iter().chain(differences).cloned().chain(despite) {
            match said.iter_mut().find(|(text, _)| *text == remark) {
                Some((_, rows)) => rows.push(&row.label),
                None => said.push((remark, vec![&row.label])),
            }
        }
    }
    for (remark, rows) in said {
        let about = match rows.as_slice() {
            [one] => (*one).to_owned(),
            [first, others @ ..] => format!("{first}, and {} more", others.len()),
            [] => String::new(),
        };
        writeln!(out, "Remark: {remark} ({about})")?;
    }
    Ok(())
}

/// The interval of a rate; where its exposure is not one number, the one that covers that as well.
fn interval_of(rate: &Rate) -> String {
    match rate.uncertain.as_ref().and_then(|uncertain| uncertain.interval.as_ref()) {
        None => format!("{:.2} to {:.2}", rate.lower, rate.upper),
        Some(wide) => format!("{:.2} to {}", wide.lower, wide.upper.map_or_else(|| "unbounded".to_owned(), |upper| format!("{upper:.2}"))),
    }
}

/// What the count was divided by, and what else that could be.
fn exposure_in_words(rate: &Rate) -> String {
    let divisor = grouped(rate.exposure, 0);
    match &rate.uncertain {
        None => divisor,
        Some(uncertain) => {
            let greatest = uncertain.greatest.map_or_else(|| "unbounded".to_owned(), |greatest| grouped(greatest, 0));
            format!("{divisor} ({} to {greatest})", grouped(uncertain.least, 0))
        }
    }
}

/// The value as published, or `missing: <reason>`.
pub(super) fn value_of(one: &RecordedObservation) -> String {
    let observation = one.observation.clone().unwrap_or_default();
    if observation.value.is_empty() { format!("missing: {}", observation.missing) } else { observation.value }
}

/// For people: with the bounds, where the publisher suppresses or a row could not be read.
fn with_bounds(one: &RecordedObservation) -> Cell {
    let observation = one.observation.clone().unwrap_or_default();
    match (observation.lower.is_empty(), observation.upper.is_empty()) {
        (true, true) => number(&value_of(one)),
        (_, true) => format!("at least {}", value_of(one)).into(),
        (_, false) => format!("{} to {}", observation.lower, observation.upper).into(),
    }
}

fn number(text: &str) -> Cell {
    let decimals = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    text.parse().map_or_else(|_| text.into(), |value| Cell::Number(value, decimals))
}

pub(super) fn period_of(one: &RecordedObservation) -> String {
    let observation = one.observation.clone().unwrap_or_default();
    let period = observation.period_start.parse().ok().zip(observation.period_end.parse().ok());
    let period = period.and_then(|(start, end)| domain::Period::new(start, end).ok());
    period.map_or_else(|| format!("{}..{}", observation.period_start, observation.period_end), domain::Period::label)
}

fn locator_of(one: &RecordedObservation) -> String {
    one.observation.clone().unwrap_or_default().locator
}

pub(super) fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

/// Says that something is not there; other errors stay errors.
pub(super) fn not_there(status: &tonic::Status) -> anyhow::Result<Outcome> {
    if status.code() == tonic::Code::NotFound {
        tracing::error!("{}", status.message());
        return Ok(Outcome::NotThere);
    }
    anyhow::bail!("{}", status.message())
}
