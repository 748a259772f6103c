//! Vintages of a source, and what one says otherwise than another.

use axum::extract::State;
use contracts::analytics::{
    ChangedObservation, GetRestatementResponse, GetRevisionsResponse, RecordedObservation, RevisionCell, RevisionsAtLag, Vintage,
};
use maud::{Markup, html};

use super::{
    Page,
    layout::{Place, page},
    parts::{self, Column, Narrow, facts, table},
};
use crate::{
    App,
    query::{AsOf, Asked, BetweenAsked, Name},
    views::{
        address,
        figure::{Figure, rule_name},
        format,
    },
};

/// Rows of a restatement that a page lists; the files for programs have all.
const MOST_ROWS: usize = 500;

/// The vintages of a source, each against the one before it.
pub(crate) async fn list(State(app): State<App>, Name(slug): Name, Asked(as_of): Asked<AsOf>) -> Page {
    let source = app.peers.source(&slug).await?;
    let vintages = app.peers.vintages(&slug, as_of.wire()?).await?;
    let columns = [
        Column::Text("Retrieved"),
        Column::Text("Snapshot"),
        Column::Text("Speaks of"),
        Column::Text("Rule"),
        Column::Number("Rows that could not be read"),
        Column::Text("Against the one before"),
    ];
    let before = std::iter::once(None).chain(vintages.iter().map(Some));
    let rows: Vec<Vec<Markup>> = vintages
        .iter()
        .zip(before)
        .map(|(vintage, before)| {
            vec![
                html! { span.nowrap { (parts::moment(&vintage.retrieved_at)) } },
                parts::snapshot_link(&vintage.snapshot),
                parts::text(format::period(&vintage.covers_start, &vintage.covers_end)),
                parts::text(rule_name(&vintage.rule, vintage.rule_version)),
                parts::text(format::count(vintage.unread_rows)),
                html! {
                    @match before {
                        Some(before) => a href=(between(&slug, &before.snapshot, &vintage.snapshot)) { "What it says otherwise" },
                        None => "the first",
                    }
                },
            ]
        })
        .collect();
    let api = address::api(&["sources", &slug, "vintages"]);
    let main = html! {
        p.lead { "A vintage is a snapshot that was read whole. A later one never erases an earlier one: what was known at any time can be asked again." }
        p { "Of the source " (parts::source_link(&source.slug)) "." }
        (parts::as_of_form(&address::page(&["sources", &slug, "vintages"]), &as_of))
        @if rows.is_empty() { p.empty { "No snapshot of this source was read whole at that time." } } @else {
            (table("vintages", "Vintages, oldest first", Narrow::Stacks, &columns, &rows))
            (choose(&slug, &vintages))
        }
        (parts::for_programs(
            &address::with(&api, &[("as_of", as_of.typed())]),
            Some(&address::with(&api, &[("format", "csv"), ("as_of", as_of.typed())])),
        ))
    };
    Ok(page(Place::Sources, &format!("Vintages of {}", title(&source.title, &slug)), &main))
}

fn title<'a>(title: &'a str, slug: &'a str) -> &'a str {
    if title.is_empty() { slug } else { title }
}

fn between(slug: &str, before: &str, after: &str) -> String {
    address::with(&address::page(&["sources", slug, "restatement"]), &[("before", before), ("after", after)])
}

/// Any two vintages against each other.
fn choose(slug: &str, vintages: &[Vintage]) -> Markup {
    let choice = |name: &str, label: &str, chosen: usize| {
        html! {
            div {
                label for=(name) { (label) }
                select id=(name) name=(name) {
                    @for (place, vintage) in vintages.iter().enumerate() {
                        option value=(vintage.snapshot) selected[place == chosen] { (format::instant(&vintage.retrieved_at)) ", " (format::short_hash(&vintage.snapshot)) }
                    }
                }
            }
        }
    };
    html! {
        @if vintages.len() > 1 {
            form.filter method="get" action=(address::page(&["sources", slug, "restatement"])) {
                (choice("before", "Earlier", vintages.len().saturating_sub(2)))
                (choice("after", "Later", vintages.len() - 1))
                button type="submit" { "Compare" }
            }
        }
    }
}

/// What one vintage says otherwise than another: what is gone first, then what changed, then what is new.
pub(crate) async fn restatement(
    State(app): State<App>,
    Name(slug): Name,
    Asked(asked): Asked<BetweenAsked>,
    Asked(as_of): Asked<AsOf>,
) -> Page {
    let (before, after) = asked.hashes()?;
    let source = app.peers.source(&slug).await?;
    let found = app.peers.restatement(&slug, (before, after), as_of.wire()?).await?;
    let api = address::api(&["sources", &slug, "restatement"]);
    let main = html! {
        p.lead { "What the later of two vintages says otherwise than the earlier one, observation by observation." }
        (facts(&[
            ("Source", parts::source_link(&source.slug)),
            ("Earlier", vintage_fact(found.before.as_ref())),
            ("Later", vintage_fact(found.after.as_ref())),
            ("Removed", html! { b { (format::count(found.removed_count)) } ": there before, covered by the later one, and not there" }),
            ("Changed", html! { b { (format::count(found.changed_count)) } ": another reading of the same period" }),
            ("Added", html! { b { (format::count(found.added_count)) } ": there now, not before" }),
            ("Unchanged", parts::text(format::count(found.unchanged))),
            ("Not covered", html! { (format::count(found.not_covered)) ": the later one does not speak of their period, so they stand" }),
        ]))
        (differences(&found))
        p { a href=(address::page(&["sources", &slug, "vintages"])) { "All vintages of this source" } }
        (parts::for_programs(
            &address::with(&api, &[("before", before), ("after", after)]),
            Some(&address::with(&api, &[("format", "csv"), ("before", before), ("after", after)])),
        ))
    };
    Ok(page(Place::Sources, &format!("Restatement of {}", title(&source.title, &slug)), &main))
}

fn vintage_fact(vintage: Option<&Vintage>) -> Markup {
    html! {
        @match vintage {
            Some(vintage) => {
                (parts::snapshot_link(&vintage.snapshot)) ", retrieved " (parts::moment(&vintage.retrieved_at)) ", "
                (rule_name(&vintage.rule, vintage.rule_version))
            }
            None => (parts::optional(None)),
        }
    }
}

fn differences(found: &GetRestatementResponse) -> Markup {
    let one = |recorded: &RecordedObservation| {
        let figure = Figure::of(recorded);
        let mut row = subject(&figure);
        row.extend([parts::figure(&figure), html! { span.long { (figure.locator) } }]);
        row
    };
    let both = |changed: &ChangedObservation| {
        let [before, after] = [&changed.before, &changed.after].map(|recorded| Figure::of(&recorded.clone().unwrap_or_default()));
        let mut row = subject(&after);
        row.extend([parts::figure(&before), parts::figure(&after), html! { span.long { (after.locator) } }]);
        row
    };
    let columns = [
        Column::Text("Measure"),
        Column::Text("Population, place"),
        Column::Text("Period"),
        Column::Number("Number"),
        Column::Text("Place in the file"),
    ];
    let changed_columns = [
        Column::Text("Measure"),
        Column::Text("Population, place"),
        Column::Text("Period"),
        Column::Number("Before"),
        Column::Number("After"),
        Column::Text("Place in the later file"),
    ];
    html! {
        (listed("removed", "Removed", &columns, &found.removed.iter().take(MOST_ROWS).map(one).collect::<Vec<_>>(), found.removed_count))
        (listed("changed", "Changed", &changed_columns, &found.changed.iter().take(MOST_ROWS).map(both).collect::<Vec<_>>(), found.changed_count))
        (listed("added", "Added", &columns, &found.added.iter().take(MOST_ROWS).map(one).collect::<Vec<_>>(), found.added_count))
    }
}

fn subject(figure: &Figure) -> Vec<Markup> {
    vec![
        html! { (figure.measure) span.under { (figure.unit) } },
        html! { (figure.population) span.under { (figure.geography) } },
        html! { span.nowrap { (figure.period) } },
    ]
}

fn listed(id: &str, heading: &str, columns: &[Column], rows: &[Vec<Markup>], all: i64) -> Markup {
    html! {
        h2 id=(id) { (heading) }
        @if rows.is_empty() { p { "Nothing." } } @else {
            @if i64::try_from(rows.len()).is_ok_and(|listed| listed < all) { p { "The first " (format::length(rows.len())) " of " (format::count(all)) "; the files for programs have up to 2,000." } }
            (table(&format!("{id}-table"), &format!("{heading} observations"), Narrow::Scrolls, columns, rows))
        }
    }
}

/// Every period of a series in every vintage, where there is more than one.
pub(crate) fn triangle(key: &str, found: &GetRevisionsResponse, as_of: &str) -> Markup {
    let api = address::api(&["series", key, "revisions"]);
    html! {
        h2 #revisions { "Revisions" }
        @if found.vintages.len() < 2 {
            p { "One vintage is known, so nothing has been revised yet." }
        } @else {
            p { "A column for each vintage, oldest first. What a vintage does not speak of is left blank; what it speaks of and no longer has is marked." }
            div.table role="region" aria-labelledby="triangle-caption" tabindex="0" {
                table {
                    caption #triangle-caption { "Every period in every vintage" }
                    thead {
                        tr {
                            th scope="col" { "Period" }
                            @for vintage in &found.vintages {
                                th.num scope="col" { (format::instant(&vintage.retrieved_at)) span.under { (parts::snapshot_link(&vintage.snapshot)) } }
                            }
                        }
                    }
                    tbody {
                        @for row in &found.rows {
                            tr { th scope="row" { (row.label) } @for (place, cell) in row.cells.iter().enumerate() { td.num { (triangle_cell(cell, row.cells.get(..place).unwrap_or_default())) } } }
                        }
                    }
                }
            }
            @if i64::try_from(found.vintages.len()).is_ok_and(|shown| shown < found.vintages_count) {
                p { "The latest " (format::length(found.vintages.len())) " of " (format::count(found.vintages_count)) " vintages." }
            }
            (by_age(&found.lags))
            (parts::for_programs(
                &address::with(&api, &[("as_of", as_of)]),
                Some(&address::with(&api, &[("format", "csv"), ("as_of", as_of)])),
            ))
        }
    }
}

/// What later vintages do to numbers, by how often a number has been looked at again.
fn by_age(lags: &[RevisionsAtLag]) -> Markup {
    let columns = [
        Column::Text("Vintages after the first"),
        Column::Number("Up"),
        Column::Number("Down"),
        Column::Number("Unchanged"),
        Column::Number("Removed"),
        Column::Number("Median absolute revision"),
    ];
    let row = |lag: &RevisionsAtLag| {
        vec![
            parts::text(lag.lag.to_string()),
            parts::text(format::count(lag.up)),
            parts::text(format::count(lag.down)),
            parts::text(format::count(lag.unchanged)),
            parts::text(format::count(lag.removed)),
            parts::optional(lag.median_absolute.map(format::shortest).as_deref()),
        ]
    };
    let rows: Vec<Vec<Markup>> = lags.iter().map(row).collect();
    html! { @if !rows.is_empty() { (table("by-age", "Revisions by the age of a number", Narrow::Stacks, &columns, &rows)) } }
}

/// A reading, and whether it differs from the last one before it.
fn triangle_cell(cell: &RevisionCell, earlier: &[RevisionCell]) -> Markup {
    let last = earlier.iter().rev().find_map(|cell| cell.observation.as_ref()).map(Figure::of);
    html! {
        @match cell.observation.as_ref().map(Figure::of) {
            Some(figure) => {
                (parts::figure(&figure))
                @if last.as_ref().is_some_and(|last| last.shown != figure.shown) { span.under { "revised" } }
            }
            None if cell.covered && last.is_some() => span.gap { "removed" },
            None if cell.covered => (parts::optional(None)),
            None => span.unseen { "not covered" },
        }
    }
}
