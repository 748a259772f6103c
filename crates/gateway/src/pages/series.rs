//! Series: observations that differ only in their period.

use axum::extract::State;
use contracts::analytics::{ListSeriesRequest, Series};
use maud::{Markup, html};

use super::{
    Page,
    layout::{Place, page},
    parts::{self, Column, Narrow, facts, table},
    vintages,
};
use crate::{
    App,
    query::{AsOf, Asked, Name, PageAsked, SeriesAsked},
    views::{
        address, charted,
        figure::{Figure, Shown},
        format, words,
    },
};

/// Lines of a long list on one page.
const LINES: usize = 200;

/// Series in a table, narrowed by a form.
pub(crate) async fn list(State(app): State<App>, Asked(asked): Asked<SeriesAsked>, Asked(at): Asked<PageAsked>) -> Page {
    let all = app.peers.series_list(ListSeriesRequest::default()).await?;
    let narrowed = narrowed(&asked);
    let found = if narrowed == ListSeriesRequest::default() { all.clone() } else { app.peers.series_list(narrowed.clone()).await? };
    let pages = found.len().div_ceil(LINES).max(1);
    let number = at.number().min(pages);
    let shown = found.iter().skip((number - 1) * LINES).take(LINES);
    let rows: Vec<Vec<Markup>> = shown.map(row).collect();
    let columns = [
        Column::Text("Measure"),
        Column::Text("Unit"),
        Column::Text("Population"),
        Column::Text("Geography"),
        Column::Text("Source"),
        Column::Text("Definition"),
        Column::Number("Periods"),
    ];
    let parameters =
        [("source", narrowed.source.as_str()), ("measure", narrowed.measure.as_str()), ("population", narrowed.population.as_str())];
    let main = html! {
        p.lead { "A series is what one source says about one measure, unit, population and place, period by period." }
        (filter_form(&all, &narrowed))
        @if rows.is_empty() { p.empty { "No series fits." } } @else {
            p { (format::length(found.len())) " series" @if found.len() != all.len() { " of " (format::length(all.len())) } "." }
            (table("series", "Series", Narrow::Scrolls, &columns, &rows))
            (pager(&parameters, number, pages))
        }
        (parts::for_programs(
            &address::with("/api/v1/series", &parameters),
            Some(&address::with("/api/v1/series?format=csv", &parameters).replacen("csv?", "csv&", 1)),
        ))
    };
    Ok(page(Place::Series, "Series", &main))
}

/// What is asked of analytics.
pub(crate) fn narrowed(asked: &SeriesAsked) -> ListSeriesRequest {
    let given = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
    ListSeriesRequest { source: given(&asked.source), measure: given(&asked.measure), population: given(&asked.population) }
}

fn row(series: &Series) -> Vec<Markup> {
    vec![
        html! { a href=(address::page(&["series", &series.key])) { (words::measure(&series.measure)) } },
        parts::text(words::unit(&series.unit)),
        parts::text(&series.population),
        parts::text(&series.geography),
        parts::source_link(&series.source),
        parts::text(&series.definition),
        parts::text(format::count(series.periods)),
    ]
}

fn filter_form(all: &[Series], narrowed: &ListSeriesRequest) -> Markup {
    let distinct = |of: fn(&Series) -> &str| {
        let mut values: Vec<&str> = all.iter().map(of).collect();
        values.sort_unstable();
        values.dedup();
        values
    };
    let choices = [
        ("source", "Source", distinct(|series| series.source.as_str()), narrowed.source.as_str()),
        ("measure", "Measure", distinct(|series| series.measure.as_str()), narrowed.measure.as_str()),
        ("population", "Population", distinct(|series| series.population.as_str()), narrowed.population.as_str()),
    ];
    html! {
        form.filter method="get" action="/series" {
            @for (name, label, values, chosen) in &choices {
                div {
                    label for=(name) { (label) }
                    select id=(name) name=(name) {
                        option value="" { "All" }
                        @for value in values {
                            option value=(value) selected[value == chosen] { @if *name == "measure" { (words::measure(value)) } @else { (value) } }
                        }
                    }
                }
            }
            button type="submit" { "Show" }
            a href="/series" { "Show all" }
        }
    }
}

fn pager(parameters: &[(&str, &str)], number: usize, pages: usize) -> Markup {
    let href = |to: usize| {
        let to = to.to_string();
        let mut all = parameters.to_vec();
        all.push(("page", &to));
        address::with("/series", &all)
    };
    html! {
        @if pages > 1 {
            nav.pager aria-label="Pages of this list" {
                @if number > 1 { a rel="prev" href=(href(number - 1)) { "Previous" } }
                span { "Page " (number) " of " (pages) }
                @if number < pages { a rel="next" href=(href(number + 1)) { "Next" } }
            }
        }
    }
}

/// One series by period; gaps are gaps.
pub(crate) async fn show(State(app): State<App>, Name(key): Name, Asked(as_of): Asked<AsOf>) -> Page {
    let wire = as_of.wire()?;
    let answer = app.peers.series(key.clone(), wire.clone()).await?;
    let revisions = app.peers.revisions(&key, wire).await;
    let series = answer.series.unwrap_or_default();
    let figures: Vec<Figure> = answer.observations.iter().map(Figure::of).collect();
    let gaps = figures.iter().filter(|figure| matches!(figure.shown, Shown::Missing(_))).count();
    let unit = words::unit(&series.unit);
    let columns = [
        Column::Text("Period"),
        Column::Number("Value"),
        Column::Text("Evidence"),
        Column::Text("Place in the file"),
        Column::Text("Snapshot"),
        Column::Text("Retrieved"),
        Column::Text("Rule"),
    ];
    let rows: Vec<Vec<Markup>> = figures.iter().map(observation_row).collect();
    let path = address::api(&["series", &key]);
    let json = address::with(&path, &[("as_of", as_of.typed())]);
    let csv = address::with(&path, &[("format", "csv"), ("as_of", as_of.typed())]);
    let place = charted::Place { id: "periods".to_owned(), csv: csv.clone(), json: json.clone() };
    let main = html! {
        p.lead {
            "Counted in " b { (unit) } ", population " b { (series.population) } ", geography " b { (series.geography) }
            ", as published by " (parts::source_link(&series.source)) "."
        }
        (parts::as_of_form(&address::page(&["series", &key]), &as_of))
        @if rows.is_empty() { p.empty { "At that time nothing was known of this series." } } @else {
            p {
                (format::length(figures.len())) " periods, " (format::length(gaps)) " without a value. "
                "A gap names its reason; it is not zero, and nothing is interpolated."
            }
            @for chart in charted::series(&series, &answer.observations, &place) { (chart.figure) }
            (table("observations", "Observations by period", Narrow::Scrolls, &columns, &rows))
        }
        @match &revisions {
            Ok(found) => (vintages::triangle(&key, found, as_of.typed())),
            Err(failure) => p.note role="status" { (failure.to_string()) },
        }
        h2 { "What is counted" }
        (facts(&[
            ("Measure", parts::text(words::measure(&series.measure))),
            ("Unit", parts::text(&unit)),
            ("Population", parts::text(&series.population)),
            ("Geography", parts::text(&series.geography)),
            ("Definition", html! {
                (series.definition)
                @if let Some(first) = figures.first() { " (" a href={ (first.href) "#definition" } { "in words" } ")" }
            }),
            ("Source", parts::source_link(&series.source)),
        ]))
        (parts::for_programs(&json, Some(&csv)))
    };
    let heading = format::capitalized(&words::measure(&series.measure));
    Ok(page(Place::Series, &heading, &main))
}

fn observation_row(figure: &Figure) -> Vec<Markup> {
    vec![
        html! { span.nowrap { (figure.period) } },
        parts::figure(figure),
        parts::evidence(&figure.evidence),
        html! { span .long { (figure.locator) } },
        parts::snapshot_link(&figure.snapshot),
        html! { span.nowrap { (parts::moment(&figure.retrieved_at)) } },
        parts::text(&figure.rule),
    ]
}
