//! The forest plot: estimates of several instruments with their intervals, side by side. No mark stands without its interval.

use domain::comparison::Grade;
use maud::{Markup, html};

use super::{
    frame::{About, Chart, Drawing, Pen, Said, chart},
    marks::{self, Fill, Sample, Shape},
    rows::{self, Body, DRAWN, Item, Plan, Reference, Row},
    scale::{Axis, Base, Scale},
    table::{Cell, Column, DataTable},
    text,
    value::{End, Estimate, Quantity, Reading},
};

/// Half the height of the ends of an interval: higher than its mark, so that they are seen however near they are.
const CAP: f64 = 7.0;

/// Estimates in groups.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Forest {
    /// What it is about.
    pub(crate) about: About,
    /// What is estimated.
    pub(crate) quantity: Quantity,
    /// Values that mean something, such as 1 for a ratio; often none for a rate.
    pub(crate) references: Vec<Reference>,
    /// The groups, from above.
    pub(crate) groups: Vec<Group>,
}

/// Rows under a heading.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    /// Empty for a group without heading.
    pub(crate) heading: String,
    /// The rows, from above.
    pub(crate) rows: Vec<Instrument>,
}

/// One instrument.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Instrument {
    /// Its name.
    pub(crate) label: String,
    /// How far it may be compared with the reference, if it was compared.
    pub(crate) grade: Option<Grade>,
    /// Its estimate, or why there is none.
    pub(crate) reading: Reading,
}

/// Draws a forest plot.
pub(crate) fn forest(forest: &Forest) -> Chart {
    let numbers = numbers(forest);
    let axis = axis(forest);
    let said = said(forest, axis);
    chart(&forest.about, &said, &table(forest), |pen| drawing(pen, forest, axis, numbers.clone()))
}

fn all(forest: &Forest) -> impl Iterator<Item = &Instrument> {
    forest.groups.iter().flat_map(|group| &group.rows)
}

fn estimates(forest: &Forest) -> impl Iterator<Item = Estimate> {
    all(forest).filter_map(|row| row.reading.known())
}

fn numbers(forest: &Forest) -> Vec<f64> {
    let references = forest.references.iter().map(|reference| reference.value);
    estimates(forest).flat_map(Estimate::numbers).chain(references).collect()
}

/// An interval that reaches down to zero does not forbid a logarithmic axis: it leaves the axis with an arrow.
fn axis(forest: &Forest) -> Axis {
    let negative = estimates(forest).any(|estimate| estimate.lower() < 0.0 || estimate.value() <= 0.0);
    let positive: Vec<f64> = numbers(forest).into_iter().filter(|number| *number != 0.0).collect();
    if negative { Axis::Linear } else { Axis::fitting(&positive) }
}

fn said(forest: &Forest, axis: Axis) -> Said {
    let rows = all(forest).count();
    let known: Vec<Estimate> = estimates(forest).collect();
    let low = known.iter().map(|estimate| estimate.value()).reduce(f64::min);
    let high = known.iter().map(|estimate| estimate.value()).reduce(f64::max);
    let range = match (low, high) {
        (Some(low), Some(high)) => {
            format!(
                "{} with an estimate and its interval, from {} to {}",
                known.len(),
                forest.quantity.value(low),
                forest.quantity.value(high)
            )
        }
        _ => "none with an estimate".to_owned(),
    };
    let unbounded = known.iter().filter(|estimate| estimate.upper() == End::Unbounded).count();
    let mut description = format!(
        "{}: {}, {range}; {} without a value; {} axis.",
        forest.quantity.name,
        text::plural(rows, "row", "rows"),
        rows - known.len(),
        axis.word()
    );
    if unbounded > 0 {
        description = format!("{description} Intervals without an upper end: {unbounded}.");
    }
    let mut notices = Vec::new();
    if rows > DRAWN {
        notices.push(format!("The first {DRAWN} of {} are drawn; the table has all.", text::plural(rows, "row", "rows")));
    }
    Said { description, notices }
}

fn drawing(pen: &Pen, forest: &Forest, axis: Axis, numbers: Vec<f64>) -> Drawing {
    let mut left = DRAWN;
    let mut items = Vec::new();
    for group in &forest.groups {
        let drawn = group.rows.iter().take(left);
        left = left.saturating_sub(group.rows.len());
        if !group.heading.is_empty() && drawn.len() > 0 {
            items.push(Item::Heading(group.heading.as_str()));
        }
        items.extend(drawn.map(|row| Item::Row(Row { label: &row.label, grade: row.grade, body: body(row, &forest.quantity) })));
    }
    let distant = all(forest).any(|row| row.reading.known().is_some() && row.grade.is_some_and(|grade| !grade.allows_ratio()));
    let plan =
        Plan { quantity: &forest.quantity, numbers, axis, base: base(forest), references: &forest.references, items, key: key(distant) };
    rows::draw(pen, &plan, |estimate, grade, scale, y| interval(estimate, grade, scale, y, &forest.quantity))
}

/// From zero, if the values fill more than half of the way from there.
fn base(forest: &Forest) -> Base {
    let low = estimates(forest).map(Estimate::lower).fold(f64::INFINITY, f64::min);
    let high = estimates(forest).flat_map(Estimate::numbers).fold(0.0, f64::max);
    if low >= 0.0 && low <= high / 2.0 { Base::Zero } else { Base::Values }
}

fn body<'a>(row: &'a Instrument, quantity: &Quantity) -> Body<'a, Estimate> {
    match row.reading.known() {
        Some(estimate) => Body::Known { datum: estimate, value: quantity.value(estimate.value()), interval: quantity.interval(estimate) },
        None => Body::Missing(row.reading.reason().unwrap_or_default()),
    }
}

/// Only where both kinds of mark occur does the key explain them.
fn key(distant: bool) -> Vec<Sample> {
    let sample = |glyph, words: &str| Sample { glyph, words: words.to_owned() };
    if !distant {
        return Vec::new();
    }
    vec![
        sample(
            |(x, y)| html! { (marks::line((x - 10.0, y), (x + 10.0, y), "c-interval")) (marks::mark((x, y), 4.5, Shape::Square, Fill::Solid, "")) },
            "grade A or B, or not graded",
        ),
        sample(
            |(x, y)| html! { (marks::line((x - 10.0, y), (x + 10.0, y), "c-interval c-distant")) (marks::mark((x, y), 4.0, Shape::Diamond, Fill::Hollow, "")) },
            "grade C or D: a different instrument",
        ),
    ]
}

/// An interval with its estimate on it. An end that the axis does not show is an arrow.
fn interval(estimate: Estimate, grade: Option<Grade>, scale: &Scale, y: f64, quantity: &Quantity) -> Markup {
    let distant = grade.is_some_and(|grade| !grade.allows_ratio());
    let (lowest, highest) = scale.range();
    let (x1, below) = (scale.place(estimate.lower()), !scale.shows(estimate.lower()));
    let (x2, above) = match estimate.upper() {
        End::At(upper) => (scale.place(upper), !scale.shows(upper)),
        End::Unbounded => (scale.place(highest), true),
    };
    let x1 = if below { scale.place(lowest) } else { x1 };
    let class = if distant { "c-interval c-distant" } else { "c-interval" };
    let (shape, fill, size) = if distant { (Shape::Diamond, Fill::Hollow, 4.0) } else { (Shape::Square, Fill::Solid, 4.5) };
    html! {
        g.c-row {
            title { (quantity.whole(estimate)) }
            (marks::line((x1, y), (x2, y), class))
            @if below { (marks::arrow_across((x1, y), -1.0)) } @else { (marks::line((x1, y - CAP), (x1, y + CAP), "c-interval")) }
            @if above { (marks::arrow_across((x2, y), 1.0)) } @else { (marks::line((x2, y - CAP), (x2, y + CAP), "c-interval")) }
            (marks::mark((scale.place(estimate.value()), y), size, shape, fill, ""))
        }
    }
}

fn table(forest: &Forest) -> DataTable {
    let quantity = &forest.quantity;
    let columns = vec![
        Column::text("Instrument"),
        Column::text("Group"),
        Column::text("Comparability"),
        Column::number(quantity.name.clone()),
        Column::number("Lower end"),
        Column::number("Upper end"),
        Column::text("Missing"),
    ];
    let row = |group: &Group, row: &Instrument| {
        let [value, lower, upper] = Cell::estimate(row.reading.known(), quantity);
        let grade = row.grade.map_or("", Grade::as_str);
        vec![
            Cell::text(row.label.clone()),
            Cell::text(group.heading.clone()),
            Cell::text(grade),
            value,
            lower,
            upper,
            Cell::text(row.reading.reason().unwrap_or_default()),
        ]
    };
    DataTable { columns, rows: forest.groups.iter().flat_map(|group| group.rows.iter().map(move |it| row(group, it))).collect() }
}
