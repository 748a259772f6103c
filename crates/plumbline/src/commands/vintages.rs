//! `vintages`, `restatement` and `revisions`: what a source said when, and what it says otherwise now.

use std::io::Write;

use contracts::analytics::{
    GetRestatementRequest, GetRestatementResponse, GetRevisionsRequest, GetRevisionsResponse, ListVintagesRequest, RecordedObservation,
    RevisionCell, Vintage,
};

use super::{
    Outcome,
    compare::{not_there, period_of, short, value_of},
};
use crate::{
    App,
    output::{Cell, Format, Table, grouped},
};

/// So many vintages a triangle shows to people; programs get all.
const MOST_COLUMNS: usize = 12;

/// Writes the vintages of a source, oldest first.
pub async fn vintages(app: &App, source: String, as_of: String, format: Format, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let request = ListVintagesRequest { source, as_of };
    let vintages = match app.peers.analytics.clone().list_vintages(request).await {
        Ok(answer) => answer.into_inner().vintages,
        Err(status) => return not_there(&status),
    };
    let mut table =
        Table::new(&["source", "snapshot", "retrieved_at", "covers_start", "covers_end", "rule", "rule_version", "unread_rows"]);
    for one in vintages {
        let Vintage { source, snapshot, retrieved_at, covers_start, covers_end, rule, rule_version, unread_rows } = one;
        let snapshot = if format == Format::Table { short(&snapshot).to_owned() } else { snapshot };
        table.push(vec![
            source.into(),
            snapshot.into(),
            retrieved_at.into(),
            covers_start.into(),
            covers_end.into(),
            rule.into(),
            Cell::count(i64::from(rule_version)),
            Cell::count(unread_rows),
        ]);
    }
    table.write(format, out)?;
    Ok(Outcome::Done)
}

/// Which vintages of which source are compared.
#[derive(Debug, Clone, clap::Args)]
pub struct Compared {
    /// Slug of the source.
    #[arg(value_name = "SOURCE")]
    pub source: String,
    /// Hash of the earlier vintage, or the beginning of it; without both, the latest two are compared.
    #[arg(long, default_value = "", value_name = "HASH", requires = "after")]
    pub before: String,
    /// Hash of the later vintage, or the beginning of it.
    #[arg(long, default_value = "", value_name = "HASH", requires = "before")]
    pub after: String,
    /// What was known at this instant: 2026-01-08 or 2026-01-08T14:00:00Z.
    #[arg(long, default_value = "", value_name = "INSTANT")]
    pub as_of: String,
}

/// Writes what one vintage says otherwise than another.
pub async fn restatement(app: &App, compared: Compared, format: Format, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let Compared { source, before, after, as_of } = compared;
    let request = GetRestatementRequest { source, before, after, as_of };
    let answer = match app.peers.analytics.clone().get_restatement(request).await {
        Ok(answer) => answer.into_inner(),
        Err(status) => return not_there(&status),
    };
    let mut table =
        Table::new(&["change", "measure", "unit", "population", "geography", "period", "definition", "before", "after", "locator"]);
    for one in &answer.removed {
        table.push(row("removed", Some(one), None));
    }
    for one in &answer.added {
        table.push(row("added", None, Some(one)));
    }
    for one in &answer.changed {
        table.push(row("changed", one.before.as_ref(), one.after.as_ref()));
    }
    if format == Format::Table {
        heading(&answer, out)?;
    }
    if format != Format::Table || !table.is_empty() {
        table.write(format, out)?;
    }
    Ok(Outcome::Done)
}

fn heading(answer: &GetRestatementResponse, out: &mut impl Write) -> anyhow::Result<()> {
    let told = |vintage: &Option<Vintage>| {
        let vintage = vintage.clone().unwrap_or_default();
        format!("{} of {}", short(&vintage.snapshot), vintage.retrieved_at)
    };
    let GetRestatementResponse { removed_count, added_count, changed_count, unchanged, not_covered, .. } = answer;
    let source = answer.after.clone().unwrap_or_default().source;
    writeln!(out, "{source}: {} against {}", told(&answer.after), told(&answer.before))?;
    writeln!(
        out,
        "{removed_count} removed, {added_count} added, {changed_count} changed, {unchanged} unchanged, {not_covered} that the later one does not cover"
    )?;
    let unread = answer.after.as_ref().map_or(0, |vintage| vintage.unread_rows);
    if unread > 0 {
        writeln!(out, "The later one has {unread} rows that could not be read; what is removed can be among them.")?;
    }
    let listed = answer.removed.len() + answer.added.len() + answer.changed.len();
    let all = removed_count + added_count + changed_count;
    if i64::try_from(listed).is_ok_and(|listed| listed < all) {
        writeln!(out, "{listed} of {all} are listed.")?;
    }
    writeln!(out)?;
    Ok(())
}

fn row(change: &str, before: Option<&RecordedObservation>, after: Option<&RecordedObservation>) -> Vec<Cell> {
    let about = after.or(before);
    let observation = about.and_then(|one| one.observation.clone()).unwrap_or_default();
    let value = |one: Option<&RecordedObservation>| one.map(value_of).unwrap_or_default().into();
    vec![
        change.into(),
        observation.measure.into(),
        observation.unit.into(),
        observation.population.into(),
        observation.geography.into(),
        about.map(period_of).unwrap_or_default().into(),
        observation.definition.into(),
        value(before),
        value(after),
        observation.locator.into(),
    ]
}

/// Writes every period of a series in every vintage: a triangle for people, a row for each cell for programs.
pub async fn revisions(app: &App, key: String, as_of: String, format: Format, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let answer = match app.peers.analytics.clone().get_revisions(GetRevisionsRequest { key, as_of }).await {
        Ok(answer) => answer.into_inner(),
        Err(status) => return not_there(&status),
    };
    if format == Format::Table {
        triangle(&answer, out)?;
        return Ok(Outcome::Done);
    }
    let mut table =
        Table::new(&["series", "period_start", "period_end", "snapshot", "retrieved_at", "value", "missing", "covered", "observation"]);
    for row in &answer.rows {
        for (cell, vintage) in row.cells.iter().zip(&answer.vintages) {
            let RevisionCell { observation: recorded, covered } = cell;
            let observation = recorded.as_ref().and_then(|one| one.observation.clone()).unwrap_or_default();
            let missing = if recorded.is_none() && *covered { "withdrawn".to_owned() } else { observation.missing };
            table.push(vec![
                answer.series.clone().unwrap_or_default().key.into(),
                row.period_start.as_str().into(),
                row.period_end.as_str().into(),
                vintage.snapshot.as_str().into(),
                vintage.retrieved_at.as_str().into(),
                observation.value.into(),
                missing.into(),
                if *covered { "yes" } else { "no" }.into(),
                recorded.as_ref().map(|one| one.id.clone()).unwrap_or_default().into(),
            ]);
        }
    }
    table.write(format, out)?;
    Ok(Outcome::Done)
}

fn triangle(answer: &GetRevisionsResponse, out: &mut impl Write) -> anyhow::Result<()> {
    let GetRevisionsResponse { series, vintages, rows, vintages_count, lags } = answer;
    let series = series.clone().unwrap_or_default();
    writeln!(out, "{} {} of {} in {}, {}", series.source, series.measure, series.population, series.unit, series.geography)?;
    let hidden = vintages.len().saturating_sub(MOST_COLUMNS);
    let shown = vintages.get(hidden..).unwrap_or_default();
    writeln!(out, "{} of {vintages_count} vintages:", shown.len())?;
    for (vintage, number) in shown.iter().zip(1..) {
        writeln!(out, "  {number:>2}  {}  {}", short(&vintage.snapshot), vintage.retrieved_at)?;
    }
    let told = |cell: &RevisionCell| match (&cell.observation, cell.covered) {
        (Some(one), _) => value_of(one),
        (None, true) => "withdrawn".to_owned(),
        (None, false) => "·".to_owned(),
    };
    let cells: Vec<(&str, Vec<String>)> =
        rows.iter().map(|row| (row.label.as_str(), row.cells.iter().skip(hidden).map(told).collect())).collect();
    let length = |text: &str| text.chars().count();
    let label = cells.iter().map(|(label, _)| length(label)).max().unwrap_or_default();
    let wide = cells.iter().flat_map(|(_, cells)| cells).map(|cell| length(cell)).max().unwrap_or_default().max(3);
    let line = |name: &str, cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|cell| format!("{cell:>wide$}")).collect();
        format!("{name:<label$}  {}", cells.join("  "))
    };
    writeln!(out, "\n{}", line("", (1..=shown.len()).map(|number| number.to_string()).collect()))?;
    for (name, cells) in cells {
        writeln!(out, "{}", line(name, cells))?;
    }
    writeln!(out)?;
    for at in lags {
        let median = at.median_absolute.map(|median| format!("; median absolute revision {}", grouped(median, 1))).unwrap_or_default();
        writeln!(out, "lag {}: {} up, {} down, {} unchanged, {} withdrawn{median}", at.lag, at.up, at.down, at.unchanged, at.removed)?;
    }
    Ok(())
}
