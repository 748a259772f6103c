//! Trends: series by period, drawn in steps. A gap is a hatched band with its reason; no line crosses it.

use domain::{Date, Period};
use maud::{Markup, html};

use super::{
    calendar::Calendar,
    frame::{About, Chart, Drawing, Layout, Pen, Said, chart},
    marks::{self, Anchor, Fill, Glyph, Sample, Shape, c},
    scale::{Axis, Base, Scale},
    table::{Cell, Column, DataTable},
    text::{self, LINE},
    value::{Amount, End, Quantity, Reading},
};

/// Series that one plot tells apart by dashes and marks.
const TOGETHER: usize = 4;
/// Up to so many periods each has a mark of its own.
const MARKED: usize = 60;
/// Up to so many periods each has a tooltip.
const TOOLTIPS: usize = 400;
/// Series that are drawn; the table has all.
const DRAWN: usize = 24;
/// Why a time between two periods has no value.
const NO_ROW: &str = "no row for this time";

/// Series over the same axes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Trend {
    /// What it is about.
    pub(crate) about: About,
    /// What is shown.
    pub(crate) quantity: Quantity,
    /// How several series are arranged.
    pub(crate) arrangement: Arrangement,
    /// Dates that were declared before looking, as vertical lines.
    pub(crate) declared: Vec<Declared>,
    /// The series.
    pub(crate) series: Vec<Series>,
}

/// How several series are arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrangement {
    /// In one plot, at most four; more are drawn apart.
    Together,
    /// Each in a plot of its own with the same axes, as for vintages of one series.
    Apart,
}

/// A date that means something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Declared {
    /// Its first moment.
    pub(crate) date: Date,
    /// What it is.
    pub(crate) label: String,
}

/// One series.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Series {
    /// Its name.
    pub(crate) label: String,
    /// Its periods, in any order.
    pub(crate) points: Vec<Point>,
}

/// One period.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Point {
    /// Half-open, as everywhere.
    pub(crate) period: Period,
    /// Its value, or why there is none.
    pub(crate) reading: Reading<Amount>,
    /// Whether the value is of the whole period.
    pub(crate) extent: Extent,
}

/// Whether a value is of its whole period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Extent {
    /// It is.
    Whole,
    /// It is not, in words: `to 15 October`.
    Partial(String),
}

/// A time without a value.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Gap<'a> {
    span: Period,
    reason: &'a str,
}

/// A series in the order of time, with its gaps.
struct Ordered<'a> {
    label: &'a str,
    points: Vec<&'a Point>,
    gaps: Vec<Gap<'a>>,
}

/// Draws trends.
pub(crate) fn trend(trend: &Trend) -> Chart {
    let ordered: Vec<Ordered> = trend.series.iter().take(DRAWN).map(ordered).collect();
    let arrangement = if ordered.len() > TOGETHER { Arrangement::Apart } else { trend.arrangement };
    let reasons = reasons(&ordered);
    let said = said(trend, &ordered, &reasons, arrangement);
    chart(&trend.about, &said, &table(trend), |pen| drawing(pen, trend, &ordered, &reasons, arrangement))
}

fn ordered(series: &Series) -> Ordered<'_> {
    let mut points: Vec<&Point> = series.points.iter().collect();
    points.sort_by_key(|point| (point.period.start(), point.period.end()));
    let mut gaps: Vec<Gap> = Vec::new();
    let mut covered: Option<Date> = None;
    for point in &points {
        let between = covered.and_then(|covered| Period::new(covered, point.period.start()).ok());
        let missing = point.reading.reason().map(|reason| Gap { span: point.period, reason });
        for gap in between.map(|span| Gap { span, reason: NO_ROW }).into_iter().chain(missing) {
            match gaps.last_mut() {
                Some(last) if last.reason == gap.reason && last.span.end() == gap.span.start() => last.span = last.span.span(gap.span),
                _ => gaps.push(gap),
            }
        }
        covered = covered.max(Some(point.period.end()));
    }
    Ordered { label: &series.label, points, gaps }
}

/// The reasons of gaps; a gap carries the place of its reason here, from 1.
fn reasons<'a>(ordered: &[Ordered<'a>]) -> Vec<&'a str> {
    let mut reasons: Vec<&str> = Vec::new();
    for gap in ordered.iter().flat_map(|series| &series.gaps) {
        if !reasons.contains(&gap.reason) {
            reasons.push(gap.reason);
        }
    }
    reasons
}

fn number_of(reasons: &[&str], gap: &Gap) -> usize {
    reasons.iter().position(|reason| *reason == gap.reason).map_or(0, |place| place + 1)
}

fn amounts<'a>(ordered: &'a [Ordered]) -> impl Iterator<Item = Amount> + 'a {
    ordered.iter().flat_map(|series| &series.points).filter_map(|point| point.reading.known())
}

fn span(ordered: &[Ordered]) -> Option<Period> {
    ordered.iter().flat_map(|series| &series.points).map(|point| point.period).reduce(Period::span)
}

fn said(trend: &Trend, ordered: &[Ordered], reasons: &[&str], arrangement: Arrangement) -> Said {
    let quantity = &trend.quantity;
    let periods: usize = ordered.iter().map(|series| series.points.len()).sum();
    let values: Vec<f64> = amounts(ordered).map(Amount::value).collect();
    let range = match (values.iter().copied().reduce(f64::min), values.iter().copied().reduce(f64::max)) {
        (Some(low), Some(high)) => format!("values from {} to {}", quantity.value(low), quantity.value(high)),
        _ => "no value".to_owned(),
    };
    let gaps: usize = ordered.iter().map(|series| series.gaps.len()).sum();
    let when = span(ordered).map_or_else(|| "no time".to_owned(), Period::label);
    let description = format!(
        "{}: {} over {when}, {} of {} with a value, {range}; {} drawn as gaps.",
        quantity.name,
        text::plural(ordered.len(), "series", "series"),
        values.len(),
        text::plural(periods, "period", "periods"),
        text::plural(gaps, "stretch", "stretches"),
    );
    let mut notices: Vec<String> = reasons.iter().enumerate().map(|(place, reason)| gap_words(place + 1, reason, ordered)).collect();
    let partial = ordered.iter().flat_map(|series| series.points.iter().map(|point| (series.label, *point)));
    let partial: Vec<String> = partial
        .filter_map(|(label, point)| match &point.extent {
            Extent::Partial(words) if point.reading.known().is_some() => Some(format!("{label} {} ({words})", point.period.label())),
            _ => None,
        })
        .collect();
    if !partial.is_empty() {
        notices.push(format!("Partial periods, hollow and apart from the line: {}.", some_of(&partial, 6)));
    }
    for declared in trend.declared.iter().filter(|declared| !span(ordered).is_some_and(|span| shows(span, declared.date))) {
        notices.push(format!("{} ({}) is outside of the time shown.", text::tooltip(&declared.label), declared.date));
    }
    if arrangement != trend.arrangement {
        notices.push(format!("More than {TOGETHER} series would not be told apart in one plot, so each has its own, with the same axes."));
    }
    if trend.series.len() > DRAWN {
        notices.push(format!("The first {DRAWN} of {} series are drawn; the table has all.", trend.series.len()));
    }
    Said { description, notices }
}

fn shows(span: Period, date: Date) -> bool {
    span.start() <= date && date <= span.end()
}

fn gap_words(number: usize, reason: &str, ordered: &[Ordered]) -> String {
    let several = ordered.len() > 1;
    let of = |series: &Ordered| -> Vec<String> {
        let gaps = series.gaps.iter().filter(|gap| gap.reason == reason);
        gaps.map(|gap| if several { format!("{} {}", series.label, gap.span.label()) } else { gap.span.label() }).collect()
    };
    let spans: Vec<String> = ordered.iter().flat_map(of).collect();
    format!("Gap {number}: {} ({}).", text::tooltip(reason), some_of(&spans, 6))
}

fn some_of(all: &[String], most: usize) -> String {
    let named: Vec<String> = all.iter().take(most).map(|it| text::tooltip(it)).collect();
    if all.len() > most { format!("{}; and {} more", named.join("; "), all.len() - most) } else { named.join("; ") }
}

/// The area of one plot, with the axes of all.
struct Plot<'a> {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    time: Calendar,
    up: Scale,
    quantity: &'a Quantity,
    reasons: &'a [&'a str],
}

fn drawing(pen: &Pen, trend: &Trend, ordered: &[Ordered], reasons: &[&str], arrangement: Arrangement) -> Drawing {
    let name = text::wrap(&trend.quantity.name, pen.layout.width() - 10.0, 2);
    let above = name.len() as f64 * LINE + 4.0;
    let heading = marks::lines(4.0, 14.0, Anchor::Start, "", &name);
    let Some(span) = span(ordered) else {
        let content = html! { (heading) (marks::text(4.0, above + 16.0, Anchor::Start, "c-missing", "No period is known.")) };
        return Drawing { height: above + 30.0, content };
    };
    let numbers: Vec<f64> = amounts(ordered)
        .flat_map(|amount| amount.estimate().map_or_else(|| vec![amount.value()], |estimate| estimate.numbers().collect()))
        .collect();
    let plot = |left: f64, width: f64, top: f64, height: f64| {
        let up = Scale::over(&numbers, Axis::Linear, Base::Zero, (top + height, top), 5);
        let room = marks::room_for_ticks(&up, &trend.quantity);
        let (from, right) = (left + room, left + width - 10.0);
        Plot {
            left: from,
            right,
            top,
            bottom: top + height,
            time: Calendar::over(span, from, right),
            up,
            quantity: &trend.quantity,
            reasons,
        }
    };
    let declared: Vec<&Declared> = trend.declared.iter().filter(|declared| shows(span, declared.date)).take(6).collect();
    let rules = declared.len() as f64 * LINE;
    if arrangement == Arrangement::Together || ordered.len() < 2 {
        let (key, key_height) = marks::key(&key(ordered), pen.layout, 4.0, above);
        let plot = plot(0.0, pen.layout.width(), above + key_height + rules + 8.0, pen.layout.pick(250.0, 210.0));
        let (lanes, lanes_height) = if ordered.len() > 1 { lanes(pen, &plot, ordered) } else { (html! {}, 0.0) };
        let content = html! { (heading) (key) (panel(pen, &plot, ordered, &declared, lanes_height)) (lanes) };
        return Drawing { height: plot.bottom + lanes_height + LINE + 14.0, content };
    }
    let across = pen.layout.pick(2, 1);
    let width = pen.layout.width() / f64::from(across);
    let mut top = above;
    let mut parts = Vec::new();
    for row in ordered.chunks(usize::try_from(across).unwrap_or(1)) {
        let labels: Vec<Vec<String>> = row.iter().map(|series| text::wrap(series.label, (width - 10.0) * 0.93, 3)).collect();
        let most = labels.iter().map(Vec::len).max().unwrap_or_default() as f64 * LINE;
        for (place, (series, label)) in row.iter().zip(&labels).enumerate() {
            let left = place as f64 * width;
            let plot = plot(left, width, top + most + rules + 12.0, pen.layout.pick(150.0, 140.0));
            parts.push(html! {
                (marks::lines(left + 4.0, top + 16.0, Anchor::Start, "c-heading", label))
                (panel(pen, &plot, std::slice::from_ref(series), &declared, 0.0))
            });
        }
        top += most + rules + pen.layout.pick(150.0, 140.0) + 44.0;
    }
    Drawing { height: top, content: html! { (heading) @for part in &parts { (part) } } }
}

/// Dashes and mark of a series.
fn style(place: usize) -> (&'static str, Shape) {
    match place % TOGETHER {
        0 => ("c-series c-dash0", Shape::Circle),
        1 => ("c-series c-dash1", Shape::Square),
        2 => ("c-series c-dash2", Shape::Triangle),
        _ => ("c-series c-dash3", Shape::Diamond),
    }
}

fn sample(place: usize, (x, y): (f64, f64)) -> Markup {
    let (class, shape) = style(place);
    html! { (marks::line((x - 10.0, y), (x + 10.0, y), class)) (marks::mark((x, y), 3.5, shape, Fill::Solid, "")) }
}

fn key(ordered: &[Ordered]) -> Vec<Sample> {
    let glyphs: [Glyph; TOGETHER] = [|at| sample(0, at), |at| sample(1, at), |at| sample(2, at), |at| sample(3, at)];
    let samples = ordered.iter().zip(glyphs).map(|(series, glyph)| Sample { glyph, words: series.label.to_owned() });
    if ordered.len() > 1 { samples.collect() } else { Vec::new() }
}

/// Where several series share a plot, the gaps of each have a lane below it.
fn lanes(pen: &Pen, plot: &Plot, ordered: &[Ordered]) -> (Markup, f64) {
    let with_gaps: Vec<(usize, &Ordered)> = ordered.iter().enumerate().filter(|(_, series)| !series.gaps.is_empty()).collect();
    let lane = 18.0;
    let markup = html! {
        @for (row, (place, series)) in with_gaps.iter().enumerate() {
            @let y = plot.bottom + 5.0 + row as f64 * lane;
            (marks::mark((plot.left - 10.0, y + 7.0), 3.5, style(*place).1, Fill::Solid, series.label))
            (gap_bands(pen, plot, series, (y, y + 14.0), y + 11.5))
        }
    };
    (markup, if with_gaps.is_empty() { 0.0 } else { with_gaps.len() as f64 * lane + 6.0 })
}

/// Hatched bands with the numbers of their reasons, where these do not touch.
fn gap_bands(pen: &Pen, plot: &Plot, series: &Ordered, (top, bottom): (f64, f64), number_y: f64) -> Markup {
    let mut free = f64::NEG_INFINITY;
    let mut parts = Vec::new();
    for gap in &series.gaps {
        let (x1, x2) = (plot.time.place(gap.span.start()), plot.time.place(gap.span.end()));
        let words = format!("{}: {}", gap.span.label(), gap.reason);
        let number = number_of(plot.reasons, gap).to_string();
        let (half, middle) = (text::width(&number) / 2.0, f64::midpoint(x1, x2));
        let named = middle - half > free;
        if named {
            free = middle + half + 2.0;
        }
        parts.push(html! {
            (marks::gap(pen, (x1, top), (x2.max(x1 + 1.5).min(plot.right), bottom), &words))
            @if named { (marks::text_within(middle, number_y, (plot.left - 20.0, plot.right + 8.0), "c-halo", &number)) }
        });
    }
    html! { g.c-gaps { @for part in &parts { (part) } } }
}

fn panel(pen: &Pen, plot: &Plot, ordered: &[Ordered], declared: &[&Declared], lanes_height: f64) -> Markup {
    let wanted = if plot.right - plot.left > 450.0 { 8 } else { 4 };
    let labels_y = plot.bottom + lanes_height + LINE + 4.0;
    let within = (plot.left - 40.0, plot.right + 10.0);
    html! {
        (marks::ticks_up(&plot.up, plot.quantity, (plot.left, plot.right)))
        @if let [single] = ordered { (gap_bands(pen, plot, single, (plot.top, plot.bottom), plot.top + 14.0)) }
        @for (date, name) in plot.time.ticks(wanted) {
            @let x = plot.time.place(date);
            (marks::line((x, plot.bottom), (x, plot.bottom + lanes_height + 4.0), if lanes_height > 0.0 { "c-grid" } else { "c-axis" }))
            (marks::text_within(x, labels_y, within, "c-soft", &name))
        }
        (marks::line((plot.left, plot.bottom), (plot.right, plot.bottom), "c-axis"))
        @for (place, declared) in declared.iter().enumerate() {
            @let x = plot.time.place(declared.date);
            @let y = plot.top - 4.0 - place as f64 * LINE;
            @let words = text::wrap(&format!("{}: {}", declared.date, declared.label), plot.right - plot.left, 1).concat();
            (marks::line((x, y + 2.0), (x, plot.bottom), "c-reference"))
            (marks::text_within(x, y, within, "c-soft c-halo", &words))
        }
        @for (place, series) in ordered.iter().enumerate() { (series_marks(plot, series, place, ordered.len(), pen.layout)) }
    }
}

fn series_marks(plot: &Plot, series: &Ordered, place: usize, of: usize, layout: Layout) -> Markup {
    let (class, shape) = style(place);
    let many = series.points.len() > layout.pick(MARKED, MARKED / 2);
    let tooltips = series.points.len() <= TOOLTIPS;
    // Intervals of several series stand beside each other.
    let aside = if of > 1 { (place as f64 + 0.5) / of as f64 * 0.6 + 0.2 } else { 0.5 };
    html! {
        g.c-line {
            @if many { @for point in &series.points { (spread(plot, point)) } }
            @let path = steps(plot, &series.points);
            @if !path.is_empty() { path d=(path) class=(class) {} }
            @for point in &series.points {
                @if let Some(amount) = point.reading.known() {
                    (point_marks(plot, series.label, point, amount, PointStyle { shape, aside, many, tooltips }))
                }
            }
        }
    }
}

#[derive(Clone, Copy)]
struct PointStyle {
    shape: Shape,
    aside: f64,
    many: bool,
    tooltips: bool,
}

fn point_marks(plot: &Plot, label: &str, point: &Point, amount: Amount, style: PointStyle) -> Markup {
    let (x1, x2) = (plot.time.place(point.period.start()), plot.time.place(point.period.end()));
    let x = x1 + (x2 - x1) * style.aside;
    let y = plot.up.place(amount.value());
    let partial = matches!(point.extent, Extent::Partial(_));
    let words = if style.tooltips { point_words(plot.quantity, label, point, amount) } else { String::new() };
    let (_, highest) = plot.up.range();
    html! {
        @if partial { (marks::line((x1, y), (x2, y), "c-partial")) }
        @if !style.many {
            @if let Some(estimate) = amount.estimate() {
                @let low = plot.up.place(estimate.lower());
                @let high = plot.up.place(estimate.upper().at().unwrap_or(highest));
                (marks::line((x, low), (x, high), "c-interval c-thin"))
                (marks::line((x - 2.5, low), (x + 2.5, low), "c-interval c-thin"))
                @if estimate.upper() == End::Unbounded { (marks::arrow_up((x, high))) } @else {
                    (marks::line((x - 2.5, high), (x + 2.5, high), "c-interval c-thin"))
                }
            }
            (marks::mark((x, y), 3.5, style.shape, if partial { Fill::Hollow } else { Fill::Solid }, &words))
        } @else if !words.is_empty() {
            rect.c-touch x=(c(x1)) y=(c(plot.top)) width=(c(x2 - x1)) height=(c(plot.bottom - plot.top)) { title { (text::tooltip(&words)) } }
        }
    }
}

fn point_words(quantity: &Quantity, label: &str, point: &Point, amount: Amount) -> String {
    let value = amount.estimate().map_or_else(|| quantity.value(amount.value()), |estimate| quantity.whole(estimate));
    match &point.extent {
        Extent::Whole => format!("{label}, {}: {value}", point.period.label()),
        Extent::Partial(words) => format!("{label}, {}: {value}, partial: {words}", point.period.label()),
    }
}

/// The interval of a period as a band, where there is no room for a line with ends.
fn spread(plot: &Plot, point: &Point) -> Markup {
    let (_, highest) = plot.up.range();
    let (x1, x2) = (plot.time.place(point.period.start()), plot.time.place(point.period.end()));
    html! {
        @if let Some(estimate) = point.reading.known().and_then(Amount::estimate) {
            (marks::rect((x1, plot.up.place(estimate.upper().at().unwrap_or(highest))), (x2, plot.up.place(estimate.lower())), "c-spread"))
        }
    }
}

/// The line of a series: level over each whole period, joined only where one known period begins on the day the last known one ended.
fn steps(plot: &Plot, points: &[&Point]) -> String {
    let mut path: Vec<String> = Vec::new();
    let mut last: Option<Date> = None;
    for point in points {
        let known = point.reading.known().filter(|_| point.extent == Extent::Whole);
        let Some(amount) = known else {
            last = None;
            continue;
        };
        let (x1, x2) = (plot.time.place(point.period.start()), plot.time.place(point.period.end()));
        let y = c(plot.up.place(amount.value()));
        if last == Some(point.period.start()) {
            path.push(format!("V{y}H{}", c(x2)));
        } else {
            path.push(format!("M{} {y}H{}", c(x1), c(x2)));
        }
        last = Some(point.period.end());
    }
    path.concat()
}

fn table(trend: &Trend) -> DataTable {
    let quantity = &trend.quantity;
    let columns = vec![
        Column::text("Period"),
        Column::text("Series"),
        Column::text("Start"),
        Column::text("End (first day after)"),
        Column::number(quantity.name.clone()),
        Column::number("Lower end"),
        Column::number("Upper end"),
        Column::text("Partial"),
        Column::text("Missing"),
    ];
    let row = |series: &Series, point: &Point| {
        let amount = point.reading.known();
        let [_, lower, upper] = Cell::estimate(amount.and_then(Amount::estimate), quantity);
        let partial = match &point.extent {
            Extent::Whole => "",
            Extent::Partial(words) => words.as_str(),
        };
        vec![
            Cell::text(point.period.label()),
            Cell::text(series.label.clone()),
            Cell::text(point.period.start().to_string()),
            Cell::text(point.period.end().to_string()),
            amount.map_or(Cell::Empty, |amount| Cell::number(amount.value(), quantity)),
            lower,
            upper,
            Cell::text(partial),
            Cell::text(point.reading.reason().unwrap_or_default()),
        ]
    };
    DataTable { columns, rows: trend.series.iter().flat_map(|series| series.points.iter().map(move |point| row(series, point))).collect() }
}
