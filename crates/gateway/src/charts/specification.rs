//! The specification curve: what every combination of choices gives, sorted by its estimate, with the choices of each below it (Simonsohn,
//! Simmons and Nelson, Nature Human Behaviour 4, 2020, 1208–1214). The cells share data, so no test is made over them.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{
    frame::{About, Chart, Drawing, Layout, Pen, Said, chart},
    marks::{self, Anchor, Fill, Shape, c},
    rows::{Reference, reference_words},
    scale::{Axis, Base, Scale},
    table::{Cell, Column, DataTable},
    text::{self, LINE},
    value::{End, Estimate, Quantity, Reading},
};

/// Cells with fewer units than this between them are drawn together.
const NARROWEST: f64 = 2.0;
/// Columns with fewer units than this between them have strokes instead of dots.
const DOTS: f64 = 6.0;
/// Up to so many columns a mark has its own tooltip.
const TOOLTIPS: usize = 300;
/// Reasons for exclusion that are named; the table has all.
const REASONS: usize = 8;

/// Every combination of choices.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Specifications {
    /// What it is about.
    pub(crate) about: About,
    /// What is estimated.
    pub(crate) quantity: Quantity,
    /// The value that means no difference; 1 for a ratio.
    pub(crate) neutral: Reference,
    /// The value that was claimed, if one was.
    pub(crate) claimed: Option<Reference>,
    /// What is chosen.
    pub(crate) axes: Vec<Choice>,
    /// The axis that moves the answer most, if that could be worked out.
    pub(crate) moves_most: Option<Moves>,
    /// The cells, in any order.
    pub(crate) cells: Vec<Specification>,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// What is chosen: `denominator`.
    pub(crate) name: String,
    /// From what.
    pub(crate) options: Vec<String>,
}

/// By how much an axis moves the answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Moves {
    /// Its place among the axes.
    pub(crate) axis: usize,
    /// The smallest of the medians by option.
    pub(crate) from: f64,
    /// The largest.
    pub(crate) to: f64,
}

/// One combination.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Specification {
    /// For each axis the place of its option. A place that does not exist is shown as "not given".
    pub(crate) options: Vec<usize>,
    /// Its estimate, or why it is excluded.
    pub(crate) reading: Reading,
}

impl Specifications {
    fn option(&self, cell: &Specification, axis: usize) -> Option<&str> {
        let place = *cell.options.get(axis)?;
        self.axes.get(axis)?.options.get(place).map(String::as_str)
    }
}

/// A cell that has an estimate.
#[derive(Clone, Copy)]
struct Drawn<'a> {
    cell: &'a Specification,
    estimate: Estimate,
}

/// Draws a specification curve.
pub(crate) fn specification_curve(all: &Specifications) -> Chart {
    let mut drawn: Vec<Drawn> = all.cells.iter().filter_map(|cell| cell.reading.known().map(|estimate| Drawn { cell, estimate })).collect();
    drawn.sort_by(|left, right| left.estimate.value().total_cmp(&right.estimate.value()));
    chart(&all.about, &said(all, &drawn), &table(all, &drawn), |pen| drawing(pen, all, &drawn))
}

fn said(all: &Specifications, drawn: &[Drawn]) -> Said {
    let quantity = &all.quantity;
    let excluded = all.cells.len() - drawn.len();
    let range = match (drawn.first(), drawn.last()) {
        (Some(low), Some(high)) => format!("from {} to {}", quantity.value(low.estimate.value()), quantity.value(high.estimate.value())),
        _ => "none with an estimate".to_owned(),
    };
    let neutral = all.neutral.value;
    let above = drawn.iter().filter(|it| it.estimate.lower() > neutral).count();
    let below = drawn.iter().filter(|it| it.estimate.upper().at().is_some_and(|upper| upper < neutral)).count();
    let mut description = format!(
        "{}: {} sorted by estimate, {range}; {above} with the whole interval above {}, {below} below; {excluded} excluded.",
        quantity.name,
        text::plural(drawn.len(), "specification", "specifications"),
        reference_words(&all.neutral, quantity),
    );
    let mut notices = Vec::new();
    if let Some(claimed) = &all.claimed {
        let reach = drawn.iter().filter(|it| it.estimate.value() >= claimed.value).count();
        description = format!("{description} {reach} reach {}.", reference_words(claimed, quantity));
        notices.push(format!("{reach} of {} estimates reach the claimed value.", crate::views::format::length(drawn.len())));
    }
    if let Some((moves, axis)) = all.moves_most.and_then(|moves| all.axes.get(moves.axis).map(|axis| (moves, axis))) {
        let (from, to) = (quantity.value(moves.from), quantity.value(moves.to));
        notices.push(format!("The answer moves most with {}: the medians of its options run from {from} to {to}.", axis.name));
    }
    let unbounded = drawn.iter().filter(|it| it.estimate.upper() == End::Unbounded).count();
    if unbounded > 0 {
        notices.push(format!("{} without an upper end: drawn to the upper edge.", text::plural(unbounded, "interval", "intervals")));
    }
    notices.push(how_drawn(drawn, &reference_words(&all.neutral, quantity)));
    notices.extend(excluded_words(all));
    Said { description, notices }
}

/// What the marks stand for; beyond what a drawing has room for, that they stand for several cells.
fn how_drawn(drawn: &[Drawn], neutral: &str) -> String {
    let counts = |layout: Layout| columns(drawn, Room::of(layout).width()).len();
    let (wide, narrow) = (counts(Layout::Wide), counts(Layout::Narrow));
    let circles = format!("A hollow circle: the interval holds {neutral}.");
    let all = text::plural(drawn.len(), "specification", "specifications");
    let binned = "a dark line spans the estimates of a column, a light one their intervals, and the height of a stroke below is the share with \
                  that option. The table has every one.";
    if wide < drawn.len() {
        format!("{all} are drawn in {wide} columns, on a narrow screen in {narrow}: {binned}")
    } else if narrow < drawn.len() {
        format!("{circles} On a narrow screen {all} are drawn in {narrow} columns: {binned}")
    } else {
        circles
    }
}

fn excluded_words(all: &Specifications) -> Option<String> {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for reason in all.cells.iter().filter_map(|cell| cell.reading.reason()) {
        *reasons.entry(reason).or_default() += 1;
    }
    let excluded: usize = reasons.values().sum();
    if excluded == 0 {
        return None;
    }
    let mut counted: Vec<(&str, usize)> = reasons.into_iter().collect();
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut named: Vec<String> =
        counted.iter().take(REASONS).map(|(reason, count)| format!("{} ({count})", text::tooltip(reason))).collect();
    if counted.len() > REASONS {
        named.push(format!("{} further reasons, in the table", counted.len() - REASONS));
    }
    Some(format!("Excluded: {} of {}: {}.", excluded, text::plural(all.cells.len(), "cell", "cells"), named.join("; ")))
}

/// Where the plot is across the drawing; the names of options stand to its left.
struct Room {
    left: f64,
    right: f64,
}

impl Room {
    fn of(layout: Layout) -> Self {
        Self { left: layout.pick(190.0, 128.0), right: layout.width() - 6.0 }
    }

    fn width(&self) -> f64 {
        self.right - self.left
    }
}

/// Sorted cells, cut into as many columns as can be told apart; column by column they differ by one cell at most.
fn columns<'a, 'b>(drawn: &'a [Drawn<'b>], room: f64) -> Vec<&'a [Drawn<'b>]> {
    let most = (1..=drawn.len().min(2_000)).take_while(|count| *count as f64 * NARROWEST <= room).count().max(1);
    if drawn.len() <= most {
        return drawn.chunks(1).collect();
    }
    let edge = |place: usize| place * drawn.len() / most;
    (0..most).filter_map(|place| drawn.get(edge(place)..edge(place + 1))).collect()
}

fn drawing(pen: &Pen, all: &Specifications, drawn: &[Drawn]) -> Drawing {
    let room = Room::of(pen.layout);
    let columns = columns(drawn, room.width());
    let apart = room.width() / columns.len().max(1) as f64;
    let across = |place: usize| room.left + (place as f64 + 0.5) * apart;
    let references: Vec<&Reference> =
        [Some(&all.neutral), all.claimed.as_ref()].into_iter().flatten().filter(|it| it.value.is_finite()).collect();
    let name = text::wrap(&all.quantity.name, pen.layout.width() - 10.0, 2);
    let top = name.len() as f64 * LINE + 10.0;
    let bottom = top + pen.layout.pick(250.0, 210.0);
    let numbers: Vec<f64> = drawn.iter().flat_map(|it| it.estimate.numbers()).chain(references.iter().map(|it| it.value)).collect();
    let positive: Vec<f64> = numbers.iter().copied().filter(|number| *number != 0.0).collect();
    let usable = drawn.iter().all(|it| it.estimate.value() > 0.0 && it.estimate.lower() >= 0.0);
    let axis = if usable { Axis::fitting(&positive) } else { Axis::Linear };
    let up = Scale::over(&numbers, axis, Base::Values, (bottom, top), pen.layout.pick(6, 5));
    let (matrix, height) = matrix(pen, all, &columns, &room, bottom + 12.0);
    let content = html! {
        (marks::lines(4.0, 16.0, Anchor::Start, "", &name))
        (marks::ticks_up(&up, &all.quantity, (room.left, room.right)))
        (marks::line((room.left, bottom), (room.right, bottom), "c-axis"))
        g.c-cells {
            @for (place, column) in columns.iter().enumerate() {
                (column_marks(all, column, across(place), apart, &up, columns.len() <= TOOLTIPS))
            }
        }
        (reference_lines(&references, &up, &room, &all.quantity))
        (matrix)
    };
    Drawing { height: bottom + 12.0 + height, content }
}

/// Lines with their words at the left, moved apart where they would touch.
fn reference_lines(references: &[&Reference], up: &Scale, room: &Room, quantity: &Quantity) -> Markup {
    let tick_room = up.ticks().iter().map(|tick| text::width(&quantity.tick(*tick, up.step()))).fold(0.0, f64::max);
    let words_room = room.left - tick_room - 18.0;
    let mut last = f64::NEG_INFINITY;
    let mut placed: Vec<(f64, &Reference)> = references.iter().map(|it| (up.place(it.value), *it)).collect();
    placed.sort_by(|left, right| left.0.total_cmp(&right.0));
    let mut parts = Vec::new();
    for (y, reference) in placed {
        let words = text::wrap(&reference_words(reference, quantity), words_room, 2);
        let first = (y + 4.5 - (words.len() - 1) as f64 * LINE / 2.0).max(last + LINE + 2.0).max(12.0);
        last = first + (words.len() - 1) as f64 * LINE;
        parts.push(html! {
            (marks::line((room.left, y), (room.right, y), "c-reference"))
            (marks::lines(2.0, first, Anchor::Start, "c-soft", &words))
        });
    }
    html! { @for part in &parts { (part) } }
}

fn column_marks(all: &Specifications, column: &[Drawn], x: f64, apart: f64, up: &Scale, tooltips: bool) -> Markup {
    let (_, highest) = up.range();
    let end = |estimate: Estimate| estimate.upper().at().unwrap_or(highest);
    if let [it] = column {
        let estimate = it.estimate;
        let words = if tooltips { cell_words(all, it) } else { String::new() };
        let neutral = all.neutral.value;
        let holds = estimate.lower() <= neutral && estimate.upper().at().is_none_or(|upper| neutral <= upper);
        let fill = if holds { Fill::Hollow } else { Fill::Solid };
        let size = (apart * 0.4).clamp(1.2, 4.0);
        let class = if apart < 5.0 { "c-interval c-thin" } else { "c-interval" };
        let (low, high) = (up.place(estimate.lower()), up.place(end(estimate)));
        return html! {
            (marks::line((x, low), (x, high), class))
            @if estimate.upper() == End::Unbounded && apart >= 8.0 { (marks::arrow_up((x, high))) }
            (marks::mark((x, up.place(estimate.value())), size, Shape::Circle, fill, &words))
        };
    }
    let values = || column.iter().map(|it| it.estimate.value());
    let lowest = column.iter().map(|it| it.estimate.lower()).fold(f64::INFINITY, f64::min);
    let most = column.iter().map(|it| end(it.estimate)).fold(f64::NEG_INFINITY, f64::max);
    let (from, to) = (up.place(values().fold(f64::INFINITY, f64::min)), up.place(values().fold(f64::NEG_INFINITY, f64::max)));
    html! {
        (marks::line((x, up.place(lowest)), (x, up.place(most)), "c-hull"))
        // Equal estimates are a line without length, which would not be seen.
        (marks::line((x, from + 1.0), (x, to - 1.0), "c-span"))
    }
}

fn cell_words(all: &Specifications, it: &Drawn) -> String {
    let chosen: Vec<&str> = (0..all.axes.len()).map(|axis| all.option(it.cell, axis).unwrap_or("not given")).collect();
    format!("{}: {}", all.quantity.whole(it.estimate), chosen.join("; "))
}

/// Below the curve: for each axis its name, and for each option the columns that have it.
fn matrix(pen: &Pen, all: &Specifications, columns: &[&[Drawn]], room: &Room, top: f64) -> (Markup, f64) {
    let apart = room.width() / columns.len().max(1) as f64;
    let mut y = top;
    let mut parts = Vec::new();
    for (place, axis) in all.axes.iter().enumerate() {
        let most = all.moves_most.is_some_and(|moves| moves.axis == place);
        let heading = if most { format!("{} (moves the answer most)", axis.name) } else { axis.name.clone() };
        let lines = text::wrap(&heading, (pen.layout.width() - 8.0) * 0.93, 2);
        parts.push(html! {
            (marks::line((0.0, y), (pen.layout.width(), y), "c-rule"))
            (marks::lines(4.0, y + LINE, Anchor::Start, "c-heading", &lines))
        });
        y += lines.len() as f64 * LINE + 5.0;
        for (option, name) in axis.options.iter().enumerate() {
            let lines = text::wrap(name, room.left - 18.0, 3);
            let height = lines.len() as f64 * LINE + 1.0;
            let path = option_path(
                columns,
                place,
                option,
                |column| room.left + (column as f64 + 0.5) * apart,
                y + height / 2.0,
                if apart < DOTS { 3.0 } else { 0.0 },
            );
            parts.push(html! {
                (marks::line((room.left, y + height / 2.0), (room.right, y + height / 2.0), "c-grid"))
                (marks::lines(10.0, y + 12.5, Anchor::Start, "", &lines))
                @if !path.is_empty() { path d=(path) class=(if apart < DOTS { "c-dots c-fine" } else { "c-dots" }) {} }
            });
            y += height;
        }
        y += 5.0;
    }
    (html! { g.c-matrix { @for part in &parts { (part) } } }, y - top + 4.0)
}

/// One stroke for each column: its length is the share of the column's cells with the option. A single cell is a stroke of `dot` to both sides;
/// without length it is a dot, drawn by the round ends.
fn option_path(columns: &[&[Drawn]], axis: usize, option: usize, across: impl Fn(usize) -> f64, y: f64, dot: f64) -> String {
    let mut path: Vec<String> = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        let chosen = column.iter().filter(|it| it.cell.options.get(axis) == Some(&option)).count();
        if chosen == 0 {
            continue;
        }
        let half = if column.len() > 1 { 5.5 * chosen as f64 / column.len() as f64 } else { dot };
        path.push(format!("M{} {}v{}", c(across(place)), c(y - half), c(half * 2.0)));
    }
    path.concat()
}

fn table(all: &Specifications, drawn: &[Drawn]) -> DataTable {
    let quantity = &all.quantity;
    let mut columns = vec![Column::number("Place by estimate")];
    columns.extend(all.axes.iter().map(|axis| Column::text(axis.name.clone())));
    columns.extend([
        Column::number(quantity.name.clone()),
        Column::number("Lower end"),
        Column::number("Upper end"),
        Column::text("Excluded because"),
    ]);
    let row = |place: Cell, cell: &Specification| {
        let mut row = vec![place];
        row.extend((0..all.axes.len()).map(|axis| Cell::text(all.option(cell, axis).unwrap_or("not given"))));
        row.extend(Cell::estimate(cell.reading.known(), quantity));
        row.push(Cell::text(cell.reading.reason().unwrap_or_default()));
        row
    };
    let number = |place: usize| Cell::Number((place + 1) as f64, crate::views::format::length(place + 1));
    let sorted = drawn.iter().enumerate().map(|(place, it)| row(number(place), it.cell));
    let excluded = all.cells.iter().filter(|cell| cell.reading.known().is_none()).map(|cell| row(Cell::text("excluded"), cell));
    DataTable { columns, rows: sorted.chain(excluded).collect() }
}
