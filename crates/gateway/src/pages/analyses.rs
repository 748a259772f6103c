//! Further questions to the data of a comparison: each as a drawing with its table, what was refused, and what it rests on.

use contracts::analytics::{
    Analysis, Association, Funnel, Interval, Multiverse, Ratio, RecordedObservation, Standardised, Trend, TrendLine, Units, UnitsRow,
    analysis::Result as Found,
};
use maud::{Markup, html};

use super::parts::{self, Column, Narrow, facts, table};
use crate::{
    charts::Chart,
    query::AsOf,
    views::{
        address,
        charted::{self, Place},
        comparison::Estimate,
        figure::Figure,
        format,
    },
};

/// Observations that an analysis rests on and a page lists; the API gives all.
const MOST_OBSERVATIONS: usize = 400;

/// The name of an analysis' place on the page of its comparison.
pub(crate) fn anchor(slug: &str) -> String {
    format!("analysis-{slug}")
}

/// An analysis on the page of its comparison.
pub(crate) fn section(comparison: &str, analysis: &Analysis, as_of: &AsOf) -> Markup {
    let anchor = anchor(&analysis.slug);
    let api = address::api(&["comparisons", comparison, "analyses", &analysis.slug]);
    let json = address::with(&api, &[("as_of", as_of.typed())]);
    let csv = address::with(&api, &[("format", "csv"), ("as_of", as_of.typed())]);
    let place = Place { id: anchor.clone(), csv: csv.clone(), json: json.clone() };
    html! {
        section.analysis aria-labelledby=(anchor) {
            h2 id=(anchor) { (analysis.title) }
            @if !analysis.refusal.is_empty() { p.refusal { "This analysis is refused: " (analysis.refusal) "." } }
            @if let Some(found) = &analysis.result { (result(found, &place)) }
            @for note in &analysis.notes { p.note { (note) } }
            (rests_on(&anchor, analysis))
            (parts::for_programs(&json, Some(&csv)))
        }
    }
}

fn result(found: &Found, place: &Place) -> Markup {
    let id = place.id.as_str();
    match found {
        Found::Multiverse(found) => html! { (multiverse(found, id)) (charted::multiverse(found, place).figure) },
        Found::Trend(found) => html! { (figures(charted::trends(found, place))) (trend(found, id)) },
        Found::Funnel(found) => html! { (charted::funnel(found, place).figure) (funnel(found, id)) },
        Found::Standardised(found) => html! { (figures(charted::standardised(found, place))) (standardised(found, id)) },
        Found::Bounds(found) => {
            html! { (figures(charted::bounds(found, place))) p.hint { a href="/methods#bounds" { "How the bounds are made" } } }
        }
        Found::Units(found) => units(found, id),
        Found::Association(found) => html! { (figures(charted::association(found, place))) (association(found, id)) },
    }
}

fn figures(charts: Vec<Chart>) -> Markup {
    html! { @for chart in charts { (chart.figure) } }
}

fn multiverse(found: &Multiverse, id: &str) -> Markup {
    let with = found.cells.iter().filter(|cell| cell.ratio.is_some()).count();
    let shown = |value: Option<f64>| value.map(format::estimate);
    let share = |share: f64| format!("{}%", format::shortest((share * 1000.0).round() / 10.0));
    let columns = [Column::Text("Choice"), Column::Number("Moves the median ratio by"), Column::Text("Median ratio by option")];
    let rows: Vec<Vec<Markup>> = found
        .effects
        .iter()
        .map(|effect| {
            vec![
                parts::text(&effect.axis),
                parts::text(format::estimate(effect.range)),
                html! {
                    ul.plain {
                        @for option in &effect.medians {
                            li { (option.option) ": " @match option.median { Some(median) => b { (format::estimate(median)) }, None => span.gap { "all left out" } } }
                        }
                    }
                },
            ]
        })
        .collect();
    html! {
        p {
            "The same ratio over " (format::length(found.cells.len())) " combinations of declared choices ("
            a href="/methods#multiverse" { "multiverse" } "). The cells share data, so there is no p-value over them."
        }
        (facts(&[
            ("Combinations with a ratio", html! { (format::length(with)) " of " (format::length(found.cells.len())) }),
            ("Least, median and greatest ratio", html! {
                (parts::optional(shown(found.least).as_deref())) ", " (parts::optional(shown(found.median).as_deref())) ", "
                (parts::optional(shown(found.greatest).as_deref()))
            }),
            ("Whole interval above 1", html! { (share(found.above_one)) " of those with a ratio" }),
            ("Reach the claimed ratio", html! {
                @match found.claimed.zip(found.reach_claim) {
                    Some((claimed, reach)) => { (share(reach)) " of those with a ratio reach " (format::estimate(claimed)) }
                    None => (parts::optional(None)),
                }
            }),
        ]))
        @if !rows.is_empty() { (table(&format!("{id}-effects"), "Which choice moves the answer, the one that moves it most first", Narrow::Stacks, &columns, &rows)) }
    }
}

fn trend(found: &Trend, id: &str) -> Markup {
    let columns = [
        Column::Text("Line"),
        Column::Number("Change of level"),
        Column::Number("Change of slope, per step"),
        Column::Text("Fit"),
        Column::Text("Change points"),
    ];
    let asked = !found.declared_date.is_empty();
    let rows: Vec<Vec<Markup>> = found.lines.iter().map(|line| trend_row(line, asked)).collect();
    html! {
        @if asked {
            p { "Declared before looking: " b { (found.declared_label) } ", " (found.declared_date) ". " a href="/methods#interrupted-series" { "Interrupted series" } " and " a href="/methods#change-points" { "change points" } " describe; they do not say why." }
        } @else {
            p { "No date was declared before looking, so no interrupted series is fitted. " a href="/methods#change-points" { "Change points" } " describe; they do not say why." }
        }
        (table(&format!("{id}-changes"), "Changes over time, where the data allow them", Narrow::Stacks, &columns, &rows))
    }
}

fn trend_row(line: &TrendLine, asked: bool) -> Vec<Markup> {
    let fitted = line.interrupted.as_ref();
    let refusal = if asked { line.interrupted_refusal.as_str() } else { "" };
    let ratio = |ratio: Option<&Ratio>, refusal: &str| parts::or_refusal(ratio.map(Estimate::of_ratio).as_ref(), refusal);
    vec![
        html! { (line.label) span.under { (line.unit) } },
        ratio(fitted.and_then(|fitted| fitted.level.as_ref()), refusal),
        ratio(fitted.and_then(|fitted| fitted.slope.as_ref()), ""),
        html! {
            @match fitted {
                Some(fitted) => {
                    (fitted.model) span.under {
                        "dispersion " (format::estimate(fitted.dispersion)) "; " (fitted.points_before) " periods before, " (fitted.points_after) " after"
                    }
                }
                None => (parts::optional(None)),
            }
        },
        html! {
            @match &line.change_points {
                Some(found) if found.points.is_empty() => "none found",
                Some(found) => {
                    ul.plain { @for point in &found.points { li { b { (point.label) } ", found under " (format::shortest((point.stability * 100.0).round())) "% of the penalties" } } }
                    span.under {
                        "means of the segments: "
                        @for (place, mean) in found.means.iter().enumerate() { @if place > 0 { ", " } (format::estimate(*mean)) }
                    }
                }
                None => span.gap { (line.change_points_refusal) },
            }
        },
    ]
}

fn funnel(found: &Funnel, id: &str) -> Markup {
    let columns = [
        Column::Text("Agency"),
        Column::Number("Events"),
        Column::Number("Expected"),
        Column::Number("Rate, exact interval"),
        Column::Number("95% limits of the events"),
        Column::Number("99.8% limits of the events"),
        Column::Number("Adjusted p"),
    ];
    let limits = |limits: Option<&Interval>| {
        limits.map(|limits| {
            format!(
                "{} to {}",
                format::number(limits.lower, 1),
                limits.upper.map_or_else(|| format::UNBOUNDED.to_owned(), |upper| format::number(upper, 1))
            )
        })
    };
    let rows = found.agencies.iter().map(|agency| {
        vec![
            parts::text(&agency.label),
            parts::text(format::shortest(agency.events)),
            parts::text(format::number(agency.expected, 1)),
            parts::or_refusal(agency.rate.as_ref().map(Estimate::of).as_ref(), ""),
            html! { span.nowrap { (parts::optional(limits(agency.limits_95.as_ref()).as_deref())) } },
            html! { span.nowrap { (parts::optional(limits(agency.limits_998.as_ref()).as_deref())) } },
            html! { @match agency.adjusted_p { Some(p) => (format::p_value(p)), None => span.gap { "too few expected" } } },
        ]
    });
    let absent = found.absent.iter().map(|absent| {
        let gap = html! { span.gap { (absent.reason) } };
        let none = || parts::optional(None);
        vec![parts::text(&absent.label), gap, none(), none(), none(), none(), none()]
    });
    let rows: Vec<Vec<Markup>> = rows.chain(absent).collect();
    html! {
        p {
            "Overall rate " b { (format::estimate(found.overall)) " per " (format::shortest(found.per)) " " (found.exposure_name) }
            ". Overdispersion: φ = " (format::estimate(found.phi)) ", τ² = " (format::estimate(found.tau_squared))
            ". p is adjusted after " a href="/methods#benjamini-hochberg" { "Benjamini and Hochberg" } " over the agencies that expect five events or more."
        }
        (table(&format!("{id}-agencies"), "Agencies in no order of merit", Narrow::Scrolls, &columns, &rows))
        p.hint { a href="/methods#funnel" { "How the limits are made" } }
    }
}

fn standardised(found: &Standardised, id: &str) -> Markup {
    let per = format!("per {} {}", format::shortest(found.per), found.exposure_name);
    let columns = [
        Column::Text("Group"),
        Column::Number("As counted"),
        Column::Number("Standardised"),
        Column::Number("Ratio to the standard"),
        Column::Text("Strata without a number"),
    ];
    let rows: Vec<Vec<Markup>> = found
        .groups
        .iter()
        .map(|group| {
            vec![
                parts::text(&group.label),
                parts::or_refusal(group.crude.as_ref().map(Estimate::of).as_ref(), &group.crude_refusal),
                parts::or_refusal(group.direct.as_ref().map(Estimate::of).as_ref(), &group.direct_refusal),
                parts::or_refusal(group.against_standard.as_ref().map(Estimate::of_ratio).as_ref(), &group.against_standard_refusal),
                html! { @if group.absent.is_empty() { (parts::optional(None)) } @else { (group.absent.join("; ")) } },
            ]
        })
        .collect();
    html! { (table(&format!("{id}-groups"), &format!("Rates {per}, with the strata of {} as the standard", found.standard), Narrow::Stacks, &columns, &rows)) }
}

fn units(found: &Units, id: &str) -> Markup {
    let columns = [
        Column::Text("Vintage"),
        Column::Number("One unit"),
        Column::Number("Other unit"),
        Column::Number("Factor"),
        Column::Text("Period"),
    ];
    let side = |recorded: &Option<RecordedObservation>| {
        html! { @match recorded.as_ref().map(Figure::of) { Some(figure) => { (parts::figure(&figure)) span.under { (figure.unit) } }, None => (parts::optional(None)) } }
    };
    let row = |row: &UnitsRow| {
        let period = row.left.as_ref().or(row.right.as_ref()).map(|recorded| Figure::of(recorded).period);
        vec![
            html! { span.nowrap { (row.vintage) } },
            side(&row.left),
            side(&row.right),
            html! { @match row.factor { Some(factor) => b { (format::estimate(factor)) }, None => (parts::optional(None)) } },
            parts::optional(period.as_deref()),
        ]
    };
    let rows: Vec<Vec<Markup>> = found.rows.iter().map(row).collect();
    html! {
        p.effect {
            "Both columns count the same events. The factor between them is an effect of the counting unit, not of what happened: "
            "it has no interval, and numbers in one unit are no rise or fall against numbers in the other."
        }
        (table(&format!("{id}-units"), "The same events in two counting units, vintage by vintage", Narrow::Stacks, &columns, &rows))
        p.hint { a href="/methods#units" { "Counting units" } }
    }
}

fn association(found: &Association, id: &str) -> Markup {
    let columns = [Column::Text("Coefficient"), Column::Number("Value"), Column::Number("Interval"), Column::Number("p")];
    let rows: Vec<Vec<Markup>> = found
        .coefficients
        .iter()
        .map(|coefficient| {
            let interval = coefficient.interval.as_ref();
            vec![
                parts::text(&coefficient.name),
                parts::text(format::number(coefficient.value, 2)),
                html! {
                    @match interval {
                        Some(interval) => {
                            span.nowrap { (format::number(interval.lower, 2)) " to " (interval.upper.map_or_else(|| format::UNBOUNDED.to_owned(), |upper| format::number(upper, 2))) }
                            span.under { (parts::method(&interval.method)) ", " (format::confidence(interval.confidence)) }
                        }
                        None => (parts::optional(None)),
                    }
                },
                html! { @match coefficient.p { Some(p) => (format::p_value(p)), None => (parts::optional(None)) } },
            ]
        })
        .collect();
    let places = [Column::Text("Place"), Column::Number("First quantity"), Column::Number("Second quantity")];
    let value = |value: Option<f64>, refusal: &str| html! { @match value { Some(value) => (format::estimate(value)), None => span.gap { (refusal) } } };
    let place_rows: Vec<Vec<Markup>> = found
        .places
        .iter()
        .map(|place| vec![parts::text(&place.geography), value(place.x, &place.x_refusal), value(place.y, &place.y_refusal)])
        .collect();
    html! {
        p.note { "An association between places. It says nothing about persons in them, and nothing about why." }
        h3 { "How well the two sides align" }
        ul { @for line in &found.alignment { li { (line) } } }
        (table(&format!("{id}-coefficients"), &format!("{} and {}", found.x_name, found.y_name), Narrow::Stacks, &columns, &rows))
        (facts(&[
            ("The least correlation that so many places could show at 5 percent", html! { "|r| = " (format::number(found.detectable, 2)) }),
            ("Place that moves the coefficient most", html! {
                (parts::optional(Some(&found.most_influential)))
                @if let Some(without) = found.without_most_influential { "; without it " (format::number(without, 2)) }
            }),
        ]))
        details {
            summary { "All places" }
            p.hint { "First quantity: " (found.x_name) ". Second quantity: " (found.y_name) "." }
            (table(&format!("{id}-places"), "Both quantities by place", Narrow::Scrolls, &places, &place_rows))
        }
        p.hint { a href="/methods#correlation" { "How associations are measured" } }
    }
}

/// The observations that an analysis rests on, each of which leads to its bytes.
fn rests_on(anchor: &str, analysis: &Analysis) -> Markup {
    let figures: Vec<Figure> = analysis.observations.iter().take(MOST_OBSERVATIONS).map(Figure::of).collect();
    let columns = [
        Column::Text("Measure"),
        Column::Number("Number"),
        Column::Text("Unit"),
        Column::Text("Population, place"),
        Column::Text("Period"),
        Column::Text("Source"),
        Column::Text("Snapshot"),
    ];
    let rows: Vec<Vec<Markup>> = figures
        .iter()
        .map(|figure| {
            vec![
                parts::text(&figure.measure),
                parts::figure(figure),
                parts::text(&figure.unit),
                html! { (figure.population) ", " (figure.geography) },
                html! { span.nowrap { (figure.period) } },
                parts::source_link(&figure.source),
                parts::snapshot_link(&figure.snapshot),
            ]
        })
        .collect();
    html! {
        @if !rows.is_empty() {
            details {
                summary {
                    "The observations that it rests on (" (format::length(analysis.observations.len())) ")"
                }
                @if rows.len() < analysis.observations.len() { p { "The first " (format::length(rows.len())) "; the JSON has all." } }
                (table(&format!("{anchor}-observations"), "Observations, each with its provenance", Narrow::Scrolls, &columns, &rows))
            }
        }
    }
}
