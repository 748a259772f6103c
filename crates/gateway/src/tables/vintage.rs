//! Vintages, restatements, revisions, and how publishers count, as tables.

use contracts::analytics::{
    CrosswalkCell, CrosswalkRow, Definition, GetRestatementResponse, GetRevisionsResponse, RecordedObservation, Vintage,
};

use super::Table;

/// Vintages of a source.
pub(crate) fn vintages(vintages: &[Vintage]) -> Table {
    let columns = ["source", "snapshot", "retrieved_at", "covers_start", "covers_end", "rule", "rule_version", "unread_rows"];
    let row = |vintage: &Vintage| {
        let Vintage { source, snapshot, retrieved_at, covers_start, covers_end, rule, rule_version, unread_rows } = vintage.clone();
        vec![source, snapshot, retrieved_at, covers_start, covers_end, rule, rule_version.to_string(), unread_rows.to_string()]
    };
    Table::of(columns, vintages.iter().map(row).collect())
}

/// A restatement, a row per observation that is not the same.
pub(crate) fn restatement(found: &GetRestatementResponse) -> Table {
    let columns = [
        "what",
        "measure",
        "unit",
        "population",
        "geography",
        "period_start",
        "period_end",
        "before",
        "before_missing",
        "before_locator",
        "before_id",
        "after",
        "after_missing",
        "after_locator",
        "after_id",
    ];
    let row = |what: &str, before: Option<&RecordedObservation>, after: Option<&RecordedObservation>| {
        let subject = before.or(after).and_then(|recorded| recorded.observation.clone()).unwrap_or_default();
        let side = |recorded: Option<&RecordedObservation>| {
            let recorded = recorded.cloned().unwrap_or_default();
            let observation = recorded.observation.unwrap_or_default();
            [observation.value, observation.missing, observation.locator, recorded.id]
        };
        [what.to_owned(), subject.measure, subject.unit, subject.population, subject.geography, subject.period_start, subject.period_end]
            .into_iter()
            .chain(side(before))
            .chain(side(after))
            .collect()
    };
    let removed = found.removed.iter().map(|recorded| row("removed", Some(recorded), None));
    let changed = found.changed.iter().map(|change| row("changed", change.before.as_ref(), change.after.as_ref()));
    let added = found.added.iter().map(|recorded| row("added", None, Some(recorded)));
    Table::of(columns, removed.chain(changed).chain(added).collect())
}

/// A triangle of revisions, a row per period and vintage.
pub(crate) fn revisions(found: &GetRevisionsResponse) -> Table {
    let columns = ["period_start", "period_end", "snapshot", "retrieved_at", "covered", "value", "missing", "observation"];
    let rows = found.rows.iter().flat_map(|row| {
        row.cells.iter().zip(&found.vintages).map(|(cell, vintage)| {
            let recorded = cell.observation.clone().unwrap_or_default();
            let observation = recorded.observation.unwrap_or_default();
            vec![
                row.period_start.clone(),
                row.period_end.clone(),
                vintage.snapshot.clone(),
                vintage.retrieved_at.clone(),
                cell.covered.to_string(),
                observation.value,
                observation.missing,
                recorded.id,
            ]
        })
    });
    Table::of(columns, rows.collect())
}

/// How publishers count, in types.
pub(crate) fn definitions(definitions: &[Definition]) -> Table {
    let columns = [
        "slug",
        "title",
        "text",
        "unit",
        "threats",
        "attempts",
        "least_severity",
        "population",
        "duty_status",
        "date_basis",
        "completeness",
        "revisable",
        "citations",
    ];
    let row = |definition: &Definition| {
        let Definition {
            slug,
            title,
            text,
            unit,
            threats,
            attempts,
            least_severity,
            population,
            duty_status,
            date_basis,
            completeness,
            revisable,
            citations,
        } = definition.clone();
        let citations = citations.join(" ");
        vec![
            slug,
            title,
            text,
            unit,
            threats,
            attempts,
            least_severity,
            population,
            duty_status,
            date_basis,
            completeness,
            revisable,
            citations,
        ]
    };
    Table::of(columns, definitions.iter().map(row).collect())
}

/// How publishers count, in words.
pub(crate) fn crosswalk(rows: &[CrosswalkRow]) -> Table {
    let columns =
        ["id", "publisher", "counts", "includes_excludes", "unit", "injury_weapon", "denominator", "quirks", "definitions", "citations"];
    let text = |cell: &Option<CrosswalkCell>| cell.as_ref().map(|cell| cell.text.clone()).unwrap_or_default();
    let row = |row: &CrosswalkRow| {
        let quirks: Vec<&str> = row.quirks.iter().map(|cell| cell.text.as_str()).collect();
        let citations = row.citations.iter().map(|citation| format!("{}: {}", citation.title, citation.address));
        vec![
            row.id.clone(),
            row.publisher.clone(),
            text(&row.counts),
            text(&row.includes_excludes),
            text(&row.unit),
            text(&row.injury_weapon),
            text(&row.denominator),
            quirks.join(" "),
            row.definitions.join(" "),
            citations.collect::<Vec<_>>().join("; "),
        ]
    };
    Table::of(columns, rows.iter().map(row).collect())
}
