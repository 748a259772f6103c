//! Releases of records about persons: what was made of each, whether it is published, its quality report and its codebook. No row about a person.

use axum::{
    body::Bytes,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use contracts::normalize::{AcceptReleaseRequest, Acceptance, Check, Counted, CountedMonth, Release, ReleaseTable};
use maud::{Markup, html};

use super::{
    Page,
    layout::{Place, page},
    parts::{self, Column, Narrow, facts, table},
};
use crate::{
    App, ReleaseChanges,
    error::Failure,
    query::{MayAccept, Name},
    tables,
    views::{
        address,
        codebook::{Codebook, CodebookField, CodebookTable, MadeTable, ShownCount},
        figure::rule_name,
        format,
        release_form::AcceptForm,
    },
};

/// Values of a field that its line shows; the JSON has all that may be shown.
const MOST_VALUES: usize = 20;

/// All releases.
pub(crate) async fn list(State(app): State<App>) -> Page {
    let releases = app.peers.releases().await?;
    let columns = [
        Column::Text("Release"),
        Column::Text("Outcome"),
        Column::Text("As of"),
        Column::Text("Rules"),
        Column::Text("Tables"),
        Column::Text("Warnings and stops"),
        Column::Text("Retrieved"),
    ];
    let rows: Vec<Vec<Markup>> = releases
        .iter()
        .map(|release| {
            vec![
                html! { a href=(address::page(&["releases", &release.snapshot])) { (release.label) } },
                outcome(&release.outcome),
                parts::optional(Some(&release.as_of)),
                parts::text(&release.rules),
                html! { @for one in &release.tables { span.under { (one.name) ": about " (format::count(one.rows)) " rows" } } },
                html! { @for check in &release.checks { span.under { (check.level) ": " (check.name) } } @if release.checks.is_empty() { (parts::optional(None)) } },
                html! { span.nowrap { (parts::moment(&release.retrieved_at)) } },
            ]
        })
        .collect();
    let main = html! {
        p.lead { "A release is a set of files with records about persons. Its tables stay in the object store; what is shown here are counts, checks and codebooks, without small cells. Numbers of rows are rounded to the nearest ten." }
        @if rows.is_empty() { p.empty { "There is no release yet." } } @else {
            (table("releases", "Releases, latest first", Narrow::Stacks, &columns, &rows))
        }
        (parts::for_programs("/api/v1/releases", None))
    };
    Ok(page(Place::Releases, "Releases", &main))
}

/// What was made of one snapshot.
pub(crate) async fn show(State(app): State<App>, Name(snapshot): Name) -> Page {
    let releases = app.peers.release(&snapshot).await?;
    let label = releases.first().map_or("", |release| release.label.as_str());
    let main = html! {
        p.lead { "SHA-256 of the snapshot " a.hash href=(address::page(&["snapshots", &snapshot])) { code.long { (snapshot) } } }
        @for release in &releases { (made(&app, release)) }
        (parts::for_programs(&address::api(&["releases", &snapshot]), None))
    };
    Ok(page(Place::Releases, &format!("Release {label}"), &main))
}

fn made(app: &App, release: &Release) -> Markup {
    let stops: Vec<&Check> = release.checks.iter().filter(|check| check.level == "stop" && !is_accepted(check, release)).collect();
    let codebook = address::page(&["releases", &release.snapshot, "codebook"]);
    let of = |part: &str| format!("{}-{part}", release.rules);
    html! {
        h2 { "By the " (release.rules) " rules" }
        (facts(&[
            ("Outcome", outcome(&release.outcome)),
            ("As of", parts::optional(Some(&release.as_of))),
            ("Retrieved", parts::moment(&release.retrieved_at)),
            ("Rule of the counts", parts::text(rule_name(&release.rule, release.rule_version))),
            ("Observations", html! { (format::count(release.observations)) @if release.outcome == "stopped" { ", not announced" } }),
            ("Smallest count that is shown", parts::text(format::count(release.smallest_cell))),
            ("Codebook", html! { a href=(codebook) { "fields and their values" } }),
            ("Manifest in the object store", html! { code.long { (release.manifest) } }),
            ("Facilities", parts::optional(Some(&release.facilities))),
        ]))
        @for remark in &release.remarks { p.note { (remark) } }
        h3 { "Quality report" }
        @if release.outcome == "stopped" {
            p.note { "A check stops this release: its tables are not published, and nothing was counted from it for others. An operator can accept the check by its name, with a reason that is kept." }
        }
        (check_table(&of("checks"), &release.checks))
        @if !release.acceptances.is_empty() { (acceptance_table(&of("acceptances"), &release.acceptances)) }
        @if app.release_changes == ReleaseChanges::Allowed { @for check in stops { (accept_form(release, check)) } }
        @if !release.tables.is_empty() { (lists(release)) }
    }
}

/// Tables and counts of a release that is published.
fn lists(release: &Release) -> Markup {
    let of = |part: &str| format!("{}-{part}", release.rules);
    html! {
        h3 { "Tables" }
        p { "Rows are records about persons. They lie in the object store under these hashes, and no address of this site serves them." }
        (table_table(&of("tables"), &release.tables))
        h3 { "Counts with and without likely duplicates" }
        p { "Both countings are kept: which rows are duplicates is a rule, not a fact. Numbers lead on from the "
            a href=(address::with("/series", &[("source", &release.source)])) { "series" } "." }
        @for counted in &release.counted { (counted_part(&of(&counted.table), counted)) }
    }
}

fn is_accepted(check: &Check, release: &Release) -> bool {
    release
        .acceptances
        .iter()
        .any(|one| one.check == check.name || check.name.strip_suffix(&one.check).is_some_and(|table| table.ends_with('.')))
}

/// Words of an outcome; a word that is not known is shown as it is.
fn outcome(word: &str) -> Markup {
    let told = match word {
        "published" => "published",
        "stopped" => "stopped by a check",
        "accepted" => "published after a check was accepted",
        other => other,
    };
    html! { (told) }
}

fn check_table(id: &str, checks: &[Check]) -> Markup {
    let columns = [
        Column::Text("Check"),
        Column::Text("Level"),
        Column::Text("Found"),
        Column::Number("Share"),
        Column::Number("Warns above"),
        Column::Number("Stops above"),
    ];
    let share =
        |text: &str| html! { @match text.parse::<f64>() { Ok(share) => (percent(share)), Err(_) => (parts::optional(Some(text))) } };
    let row = |check: &Check| {
        vec![
            parts::text(&check.name),
            parts::text(&check.level),
            parts::text(&check.finding),
            share(&check.share),
            share(&check.warn_above),
            share(&check.stop_above),
        ]
    };
    let (quiet, loud): (Vec<&Check>, Vec<&Check>) = checks.iter().partition(|check| check.level == "pass");
    let rows = |checks: &[&Check]| checks.iter().map(|check| row(check)).collect::<Vec<_>>();
    html! {
        @if loud.is_empty() { p { "No check warns or stops." } } @else {
            (table(id, "Checks that warn, stop, or could not be run", Narrow::Stacks, &columns, &rows(&loud)))
        }
        @if !quiet.is_empty() {
            details {
                summary { (format::length(quiet.len())) " checks passed" }
                (table(&format!("{id}-passed"), "Checks that passed", Narrow::Stacks, &columns, &rows(&quiet)))
            }
        }
    }
}

fn percent(share: f64) -> String {
    format!("{} %", format::shortest(share * 100.0))
}

fn acceptance_table(id: &str, acceptances: &[Acceptance]) -> Markup {
    let columns = [Column::Text("Accepted check"), Column::Text("Reason"), Column::Text("By"), Column::Text("When")];
    let rows: Vec<Vec<Markup>> = acceptances
        .iter()
        .map(|one| vec![parts::text(&one.check), parts::text(&one.reason), parts::text(&one.accepted_by), parts::moment(&one.accepted_at)])
        .collect();
    table(id, "What operators accepted", Narrow::Stacks, &columns, &rows)
}

fn accept_form(release: &Release, check: &Check) -> Markup {
    let id = |field: &str| format!("{field}-{}-{}", release.rules, check.name);
    html! {
        form.filter.watch method="post" action=(address::page(&["releases", &release.snapshot, "accept"])) {
            input type="hidden" name="check" value=(check.name);
            div { label for=(id("reason")) { "Accept " (check.name) ", because" } input id=(id("reason")) name="reason" type="text" required autocomplete="off"; }
            div { label for=(id("by")) { "Your name" } input id=(id("by")) name="accepted_by" type="text" required autocomplete="off"; }
            button type="submit" { "Accept" }
        }
    }
}

fn table_table(id: &str, tables: &[ReleaseTable]) -> Markup {
    let columns = [
        Column::Text("Table"),
        Column::Number("Rows, to the nearest ten"),
        Column::Number("Size"),
        Column::Text("SHA-256"),
        Column::Text("Columns"),
    ];
    let rows: Vec<Vec<Markup>> = tables
        .iter()
        .map(|one| {
            vec![
                parts::text(&one.file_name),
                parts::text(format::count(one.rows)),
                html! { span.nowrap { (format::bytes(one.size_bytes)) } },
                html! { code.long { (one.hash) } },
                html! {
                    details {
                        summary { (format::length(one.columns.len())) }
                        @for (place, column) in one.columns.iter().enumerate() { @if place > 0 { ", " } (column.name) " (" (column.kind) ")" }
                    }
                },
            ]
        })
        .collect();
    table(id, "Tables in the object store", Narrow::Stacks, &columns, &rows)
}

fn counted_part(id: &str, counted: &Counted) -> Markup {
    let columns = [
        Column::Text("Month"),
        Column::Number("All rows"),
        Column::Number("Without likely duplicates"),
        Column::Number("Difference"),
        Column::Text("Remark"),
    ];
    let number = |text: &str| html! { @match text.parse::<i64>() { Ok(n) => (format::count(n)), Err(_) => (parts::optional(Some(text))) } };
    let row = |month: &CountedMonth| {
        vec![
            parts::text(&month.month),
            number(&month.all_rows),
            number(&month.without_likely_duplicates),
            number(&month.difference),
            parts::optional(Some(&month.remark)),
        ]
    };
    let rows: Vec<Vec<Markup>> = counted.months.iter().map(row).collect();
    html! {
        h4 { (format::capitalized(&counted.table)) }
        p {
            "From " (counted.first_month) " to " (counted.last_month)
            "; rows without a date: " (counted.undated) "; outside these months: " (counted.outside) "."
        }
        @for interruption in &counted.interruptions { p.note { "Suspected interruption: " (interruption) "." } }
        @if !rows.is_empty() {
            details {
                summary { "Month by month" }
                (table(&format!("{id}-months"), "The nation, month by month", Narrow::Scrolls, &columns, &rows))
            }
        }
    }
}

/// Accepts a check and leads back to the release.
pub(crate) async fn accept(State(app): State<App>, _: MayAccept, Name(snapshot): Name, body: Bytes) -> Result<Redirect, Failure> {
    let AcceptForm { check, reason, accepted_by } = AcceptForm::read(&body);
    let back = address::page(&["releases", &snapshot]);
    app.peers.accept(AcceptReleaseRequest { snapshot, check, reason, accepted_by }).await?;
    Ok(Redirect::to(&back))
}

/// The codebook as a page.
pub(crate) async fn codebook(State(app): State<App>, Name(snapshot): Name) -> Page {
    let codebook = Codebook::read(&app.peers.codebook(&snapshot).await?)?;
    let of = |ending: &str| address::page(&["releases", &snapshot, ending]);
    let main = html! {
        p.lead {
            "What each field is called, says and holds, by the " (codebook.rules) " rules. As a file: "
            a href=(of("codebook.json")) { "JSON" } ", " a href=(of("codebook.csv")) { "CSV" } "."
        }
        @if let Some(least) = codebook.suppressed_below {
            p { "Counts of fewer than " (least) " rows are not shown, nor what they could be told from." }
        }
        @if let Some(to) = codebook.rounded_to { p { "Numbers of rows are rounded to the nearest " (to) ", and are no less where there is a row." } }
        p { a href=(address::page(&["releases", &snapshot])) { "The release" } }
        @for mend in &codebook.mends { p.note { "Rule " (mend.rule) ": " (mend.sentence) } }
        @for one in &codebook.tables { (field_part(one)) }
        @for one in codebook.published.iter().filter(|one| !one.derived.is_empty()) { (derived_part(one)) }
        (parts::for_programs(&address::api(&["releases", &snapshot, "codebook"]), None))
    };
    Ok(page(Place::Releases, "Codebook", &main))
}

fn field_part(of: &CodebookTable) -> Markup {
    let columns = [
        Column::Text("Field"),
        Column::Text("Holds"),
        Column::Text("Availability"),
        Column::Number("Missing"),
        Column::Number("Missing, with redactions"),
        Column::Text("What it says"),
        Column::Text("Values"),
    ];
    let share = |share: Option<f64>| html! { @match share { Some(share) => (percent(share)), None => (parts::optional(None)) } };
    let row = |field: &CodebookField| {
        let published = field.published_as.as_deref().filter(|name| *name != field.field);
        vec![
            html! { (field.field) @if let Some(name) = published { span.under { "published as " (name) } } @if field.is_new { span.under { "new" } } },
            parts::text(&field.kind),
            parts::text(field.availability.replace('_', " ")),
            share(field.missing_raw),
            share(field.missing_after_redaction),
            parts::optional(field.description.as_deref()),
            values(field),
        ]
    };
    let rows: Vec<Vec<Markup>> = of.fields.iter().map(row).collect();
    html! {
        h2 { (format::capitalized(&of.table)) }
        p { "About " (count(of.rows)) " rows" @if !of.new.is_empty() { "; columns that the known layout does not have: " (of.new.join(", ")) }
            @if !of.lacking.is_empty() { "; fields that no file has: " (of.lacking.join(", ")) } "." }
        (table(&format!("fields-{}", of.table), "Fields", Narrow::Stacks, &columns, &rows))
    }
}

fn values(field: &CodebookField) -> Markup {
    html! {
        @if field.values.is_empty() { (parts::optional(None)) } @else {
            details {
                summary { (format::length(field.values.len())) " values" }
                ul {
                    @for one in field.values.iter().take(MOST_VALUES) {
                        li {
                            (one.value) ": "
                            @match one.count {
                                ShownCount::Exactly(rows) => (count(rows)),
                                ShownCount::About(rows) => { "about " (count(rows)) },
                                ShownCount::Below(least) => { "fewer than " (least) },
                                ShownCount::Withheld => "withheld",
                            }
                        }
                    }
                }
                @if field.values.len() > MOST_VALUES { p { "The JSON has all that are shown." } }
            }
        }
        @if field.values_withheld > 0 { span.under { "values of few rows, and others with them, are left out" } }
        @if let Some(why) = &field.counts_withheld { span.under { "no counts: " (why) } }
    }
}

fn count(rows: u64) -> String {
    format::count(i64::try_from(rows).unwrap_or(i64::MAX))
}

fn derived_part(of: &MadeTable) -> Markup {
    let columns = [Column::Text("Field"), Column::Text("Holds"), Column::Text("Rule"), Column::Text("What it says")];
    let rows: Vec<Vec<Markup>> = of
        .derived
        .iter()
        .map(|field| vec![parts::text(&field.field), parts::text(&field.kind), parts::text(&field.rule), parts::text(&field.description)])
        .collect();
    html! {
        h2 { "Fields that rules add to " (of.table) }
        (table(&format!("derived-{}", of.table), "Derived fields", Narrow::Stacks, &columns, &rows))
    }
}

/// The codebook as JSON.
pub(crate) async fn codebook_json(State(app): State<App>, Name(snapshot): Name) -> Result<Response, Failure> {
    let codebook = Codebook::read(&app.peers.codebook(&snapshot).await?)?;
    Ok(axum::Json(codebook).into_response())
}

/// The codebook as CSV.
pub(crate) async fn codebook_csv(State(app): State<App>, Name(snapshot): Name) -> Result<Response, Failure> {
    let codebook = Codebook::read(&app.peers.codebook(&snapshot).await?)?;
    Ok(tables::codebook(&codebook).into_response("codebook"))
}
