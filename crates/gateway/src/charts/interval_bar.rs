//! Bars of what is possible: bounds within which a value must be when data are missing, with a point only where the data single one out.

use maud::{Markup, html};

use super::{
    frame::{About, Chart, Drawing, Pen, Said, chart},
    marks::{self, Fill, Sample, Shape, c},
    rows::{self, Body, DRAWN, Item, Plan, Reference, Row},
    scale::{Axis, Base, Scale},
    table::{Cell, Column, DataTable},
    text,
    value::{Bounds, End, Quantity, Reading},
};

/// Bounds under several assumptions.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IntervalBars {
    /// What it is about.
    pub(crate) about: About,
    /// What is bounded.
    pub(crate) quantity: Quantity,
    /// Values that mean something, such as the one that was claimed.
    pub(crate) references: Vec<Reference>,
    /// The bars, from above.
    pub(crate) bars: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bar {
    /// Under which assumption.
    pub(crate) label: String,
    /// The bounds, or why there are none.
    pub(crate) reading: Reading<Bounds>,
}

/// Draws bars of bounds.
pub(crate) fn interval_bar(bars: &IntervalBars) -> Chart {
    chart(&bars.about, &said(bars), &table(bars), |pen| drawing(pen, bars))
}

fn known(bars: &IntervalBars) -> impl Iterator<Item = Bounds> {
    bars.bars.iter().filter_map(|bar| bar.reading.known())
}

fn said(bars: &IntervalBars) -> Said {
    let pointed = known(bars).filter(|bounds| bounds.point().is_some()).count();
    let (all, drawn) = (bars.bars.len(), known(bars).count());
    let low = known(bars).map(Bounds::lower).reduce(f64::min).map_or_else(|| "nowhere".to_owned(), |low| bars.quantity.value(low));
    let high = if known(bars).any(|bounds| bounds.upper() == End::Unbounded) {
        "no upper end".to_owned()
    } else {
        let high = known(bars).filter_map(|bounds| bounds.upper().at()).reduce(f64::max);
        high.map_or_else(|| "nowhere".to_owned(), |high| bars.quantity.value(high))
    };
    let description = format!(
        "{}: {}, {drawn} with bounds, which reach from {low} to {high}; {pointed} with a point; {} without bounds.",
        bars.quantity.name,
        text::plural(all, "bar", "bars"),
        all - drawn,
    );
    let mut notices = Vec::new();
    if all > DRAWN {
        notices.push(format!("The first {DRAWN} of {} are drawn; the table has all.", text::plural(all, "bar", "bars")));
    }
    Said { description, notices }
}

fn drawing(pen: &Pen, bars: &IntervalBars) -> Drawing {
    let numbers: Vec<f64> = known(bars)
        .flat_map(|bounds| [Some(bounds.lower()), bounds.point(), bounds.upper().at()])
        .flatten()
        .chain(bars.references.iter().map(|reference| reference.value))
        .collect();
    let item = |bar| Item::Row(row(bar, &bars.quantity));
    let plan = Plan {
        quantity: &bars.quantity,
        axis: Axis::fitting(&numbers),
        numbers,
        base: Base::Values,
        references: &bars.references,
        items: bars.bars.iter().take(DRAWN).map(item).collect(),
        key: key(known(bars).filter_map(Bounds::point).count()),
    };
    rows::draw(pen, &plan, |bounds, _, scale, y| bar(bounds, scale, y, &bars.quantity))
}

fn row<'a>(bar: &'a Bar, quantity: &Quantity) -> Row<'a, Bounds> {
    let body = match bar.reading.known() {
        Some(bounds) => {
            let value = bounds.point().map_or_else(|| "no single value".to_owned(), |point| quantity.value(point));
            Body::Known { datum: bounds, value, interval: ends(bounds, quantity) }
        }
        None => Body::Missing(bar.reading.reason().unwrap_or_default()),
    };
    Row { label: &bar.label, grade: None, body }
}

fn ends(bounds: Bounds, quantity: &Quantity) -> String {
    quantity.ends(bounds.point().unwrap_or(bounds.lower()), bounds.lower(), bounds.upper())
}

/// Points are explained where there are some.
fn key(points: usize) -> Vec<Sample> {
    let mut key = vec![
        Sample {
            glyph: |(x, y)| html! { rect.c-bar x=(c(x - 10.0)) y=(c(y - 5.0)) width="20" height="10" {} },
            words: "every value that is possible under the assumption".to_owned(),
        },
        Sample {
            glyph: |at| marks::mark(at, 4.5, Shape::Circle, Fill::Solid, ""),
            words: "the value where the data single one out".to_owned(),
        },
    ];
    key.truncate(if points == 0 { 1 } else { 2 });
    key
}

fn bar(bounds: Bounds, scale: &Scale, y: f64, quantity: &Quantity) -> Markup {
    let (_, highest) = scale.range();
    let x1 = scale.place(bounds.lower());
    let open = bounds.upper() == End::Unbounded;
    let x2 = scale.place(bounds.upper().at().unwrap_or(highest));
    html! {
        g.c-row {
            title { (ends(bounds, quantity)) }
            // Bounds that meet are still seen.
            @if open { (without_end((x1, x2), y)) } @else { (marks::rect((x1, y - 6.0), (x2.max(x1), y + 6.0), "c-bar")) }
            @if let Some(point) = bounds.point() { (marks::mark((scale.place(point), y), 4.5, Shape::Circle, Fill::Solid, "")) }
        }
    }
}

/// A bar that becomes a point: it goes on beyond the axis.
fn without_end((x1, x2): (f64, f64), y: f64) -> Markup {
    let shoulder = (x2 - 10.0).max(x1);
    let (top, bottom) = (c(y - 6.0), c(y + 6.0));
    html! {
        path.c-bar d={ "M" (c(x1)) " " (top) "H" (c(shoulder)) "L" (c(x2)) " " (c(y)) "L" (c(shoulder)) " " (bottom) "H" (c(x1)) "Z" } {}
    }
}

fn table(bars: &IntervalBars) -> DataTable {
    let quantity = &bars.quantity;
    let columns = vec![
        Column::text("Assumption"),
        Column::number("Lower bound"),
        Column::number("Upper bound"),
        Column::number(format!("{}: single value", quantity.name)),
        Column::text("Missing"),
    ];
    let row = |bar: &Bar| {
        let known = bar.reading.known();
        vec![
            Cell::text(bar.label.clone()),
            known.map_or(Cell::Empty, |bounds| Cell::number(bounds.lower(), quantity)),
            known.map_or(Cell::Empty, |bounds| Cell::end(bounds.upper(), quantity)),
            known.and_then(Bounds::point).map_or(Cell::Empty, |point| Cell::number(point, quantity)),
            Cell::text(bar.reading.reason().unwrap_or_default()),
        ]
    };
    DataTable { columns, rows: bars.bars.iter().map(row).collect() }
}
