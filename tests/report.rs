//! What came out of a run, as text that a person who knows the field can review.

use std::fmt::Write as _;

use contracts::{
    analytics::{ComparisonRow, ListComparisonsRequest, ListVerdictsRequest, RecordedObservation},
    ingest::{ListSnapshotsRequest, ListSourcesRequest},
    normalize::ListDecodingsRequest,
};
use plumbline::App;

/// Sources, comparisons and claims, without instants, so that two runs of the same files give the same text.
pub async fn whole(app: &App) -> anyhow::Result<String> {
    let mut out = String::new();
    sources(app, &mut out).await?;
    comparisons(app, &mut out).await?;
    claims(app, &mut out).await?;
    Ok(out)
}

async fn sources(app: &App, out: &mut String) -> anyhow::Result<()> {
    let sources = app.peers.ingest.clone().list_sources(ListSourcesRequest {}).await?.into_inner().sources;
    let decodings = app.peers.normalize.clone().list_decodings(ListDecodingsRequest::default()).await?.into_inner().decodings;
    let snapshots = app.peers.ingest.clone().list_snapshots(ListSnapshotsRequest::default()).await?.into_inner().snapshots;
    writeln!(out, "SOURCES")?;
    for source in sources {
        let read: i64 = decodings.iter().filter(|one| one.source == source.slug).map(|one| one.observations).sum();
        let problems: i64 = decodings.iter().filter(|one| one.source == source.slug).map(|one| one.problems).sum();
        writeln!(out, "{}: {} snapshots, {read} observations, {problems} problems", source.slug, source.snapshots)?;
    }
    writeln!(out, "unrecognized: {}", snapshots.iter().filter(|one| one.source.is_empty()).count())?;
    Ok(())
}

async fn comparisons(app: &App, out: &mut String) -> anyhow::Result<()> {
    let request = ListComparisonsRequest::default();
    for comparison in app.peers.analytics.clone().list_comparisons(request).await?.into_inner().comparisons {
        writeln!(out, "\n{} ({})", comparison.title.to_uppercase(), comparison.slug)?;
        for row in &comparison.rows {
            writeln!(out, "{}", comparison_row(row))?;
        }
    }
    Ok(())
}

fn comparison_row(row: &ComparisonRow) -> String {
    let count = row.count.as_ref().map_or_else(|| "-".to_owned(), value);
    let exposures: Vec<String> = row.exposures.iter().map(value).collect();
    let over = if exposures.is_empty() { String::new() } else { format!(" / {}", exposures.join(" + ")) };
    let rate = row.rate.as_ref().map_or_else(String::new, |rate| {
        format!(" = {:.2} ({:.2} to {:.2}) per {} {}", rate.value, rate.lower, rate.upper, rate.per, rate.exposure_name)
    });
    let grade = row.comparability.as_ref().map_or_else(String::new, |graded| format!(" [{}]", graded.grade));
    let ratio = row.ratio.as_ref().map_or_else(String::new, |ratio| {
        format!(" ratio {:.2} ({:.2} to {:.2})", ratio.value, ratio.lower, ratio.upper.unwrap_or(f64::INFINITY))
    });
    let refusal = if row.refusal.is_empty() { String::new() } else { format!(" -- {}", row.refusal) };
    format!("{}: {count}{over}{rate}{grade}{ratio}{refusal}", row.label)
}

/// The value as published, or `missing`.
pub fn value(one: &RecordedObservation) -> String {
    let observation = one.observation.clone().unwrap_or_default();
    if observation.value.is_empty() { format!("missing: {}", observation.missing) } else { observation.value }
}

async fn claims(app: &App, out: &mut String) -> anyhow::Result<()> {
    writeln!(out, "\nCLAIMS")?;
    for verdict in app.peers.analytics.clone().list_verdicts(ListVerdictsRequest::default()).await?.into_inner().verdicts {
        let claim = verdict.claim.unwrap_or_default();
        let arithmetic = verdict.arithmetic.unwrap_or_default();
        let counts = match (claim.numerator, claim.baseline) {
            (Some(numerator), Some(baseline)) => format!(" {numerator} v {baseline}"),
            _ => String::new(),
        };
        let stated = claim.published_percent.map_or_else(String::new, |percent| format!(" stated {percent} %"));
        let recomputed = arithmetic.recomputed_percent.map_or_else(String::new, |percent| format!(" recomputed {percent:.1} %"));
        let interval = verdict.precision.map_or_else(String::new, |precision| {
            let end = |end: Option<f64>| end.map_or_else(|| "unbounded".to_owned(), |end| format!("{end:.1}"));
            format!(" ({} to {})", end(precision.percent_lower), end(precision.percent_upper))
        });
        let recorded = verdict.observations.len();
        writeln!(out, "{}:{counts}{stated}{recomputed}{interval} {} [{recorded} figures]", claim.id, arithmetic.finding)?;
    }
    Ok(())
}
