//! Rows over a common horizontal axis: the layout that forest plots and bars of bounds share.
//!
//! On a wide drawing a row has its label at the left, its mark in the middle and its numbers at the right; on a narrow one they stand above
//! each other, so that nothing has to shrink.

use domain::comparison::Grade;
use maud::{Markup, html};

use super::{
    frame::{Drawing, Layout, Pen},
    marks::{self, Anchor, Sample, c},
    scale::{Axis, Base, Scale},
    text::{self, LINE},
    value::Quantity,
};

/// Rows that are drawn; the table has all.
pub(crate) const DRAWN: usize = 200;

/// A vertical line at a value that means something.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reference {
    /// Where it stands. A value that is not finite is not drawn.
    pub(crate) value: f64,
    /// What it means: `no difference`.
    pub(crate) label: String,
}

/// A line of the drawing.
pub(crate) enum Item<'a, T> {
    /// Of the rows that follow.
    Heading(&'a str),
    /// One datum.
    Row(Row<'a, T>),
}

/// One datum.
pub(crate) struct Row<'a, T> {
    pub(crate) label: &'a str,
    pub(crate) grade: Option<Grade>,
    pub(crate) body: Body<'a, T>,
}

/// What a row shows.
pub(crate) enum Body<'a, T> {
    /// A mark, and its numbers in words: the value in front, its interval behind.
    Known { datum: T, value: String, interval: String },
    /// Why there is no mark.
    Missing(&'a str),
}

/// What is drawn.
pub(crate) struct Plan<'a, T> {
    pub(crate) quantity: &'a Quantity,
    /// What the axis must show.
    pub(crate) numbers: Vec<f64>,
    pub(crate) axis: Axis,
    pub(crate) base: Base,
    pub(crate) references: &'a [Reference],
    pub(crate) items: Vec<Item<'a, T>>,
    pub(crate) key: Vec<Sample>,
}

/// Places across the drawing.
struct Columns {
    label: f64,
    label_room: f64,
    grade: f64,
    plot: (f64, f64),
    said: f64,
    said_room: f64,
}

impl Columns {
    fn of(layout: Layout, graded: bool) -> Self {
        match layout {
            Layout::Wide => {
                let plot = if graded { 250.0 } else { 222.0 };
                Self { label: 4.0, label_room: 204.0, grade: 226.0, plot: (plot, 530.0), said: 546.0, said_room: 130.0 }
            }
            Layout::Narrow => {
                let label = if graded { 28.0 } else { 4.0 };
                Self { label, label_room: 334.0 - label, grade: 13.0, plot: (10.0, 330.0), said: label, said_room: 334.0 - label }
            }
        }
    }
}

/// Draws all items; `mark` draws a datum on the axis at a height.
pub(crate) fn draw<T: Copy>(pen: &Pen, plan: &Plan<T>, mark: impl Fn(T, Option<Grade>, &Scale, f64) -> Markup) -> Drawing {
    let graded = plan.items.iter().any(|item| matches!(item, Item::Row(Row { grade: Some(_), .. })));
    let columns = Columns::of(pen.layout, graded);
    let (left, right) = columns.plot;
    let scale = Scale::over(&plan.numbers, plan.axis, plan.base, columns.plot, pen.layout.pick(6, 5));
    let within = pen.layout.pick((left - 30.0, right + 30.0), (0.0, pen.layout.width()));
    let (key, key_height) = marks::key(&plan.key, pen.layout, 4.0, 0.0);
    let references: Vec<&Reference> = plan.references.iter().filter(|reference| reference.value.is_finite()).collect();
    let mut y = key_height + references.len() as f64 * LINE + 4.0;
    let mut labels_at = Vec::new();
    if plan.items.len() > 15 {
        y += LINE;
        labels_at.push(y - 2.0);
    }
    let top = y + 4.0;
    y = top;
    let mut parts = Vec::new();
    for item in &plan.items {
        let (part, height) = match item {
            Item::Heading(heading) => heading_lines(heading, pen.layout, y),
            Item::Row(row) => match pen.layout {
                Layout::Wide => wide_row(pen, row, &columns, &scale, y, &mark),
                Layout::Narrow => narrow_row(pen, row, &columns, &scale, y, &mark),
            },
        };
        parts.push(html! { (marks::line((0.0, y), (pen.layout.width(), y), "c-rule")) (part) });
        y += height;
    }
    labels_at.push(y + LINE);
    let name = text::wrap(&plan.quantity.name, pen.layout.width() - 20.0, 3);
    let name_y = y + 2.0 * LINE + 4.0;
    let longest = name.iter().map(|line| text::width(line)).fold(0.0, f64::max) / 2.0;
    let centre = f64::midpoint(left, right)
        .clamp(longest.min(pen.layout.width() / 2.0), (pen.layout.width() - longest).max(pen.layout.width() / 2.0));
    let content = html! {
        (key)
        (marks::ticks_across(&scale, plan.quantity, (top, y), &labels_at, within))
        (marks::line((left, y), (right, y), "c-axis"))
        @for (place, reference) in references.iter().enumerate() {
            @let x = scale.place(reference.value);
            (marks::line((x, top), (x, y), "c-reference"))
            (marks::text_within(x, key_height + (place + 1) as f64 * LINE, within, "c-soft", &reference_words(reference, plan.quantity)))
        }
        @for part in &parts { (part) }
        (marks::lines(centre, name_y, Anchor::Middle, "", &name))
    };
    Drawing { height: name_y + (name.len() - 1) as f64 * LINE + 8.0, content }
}

/// `no difference: 1`.
pub(crate) fn reference_words(reference: &Reference, quantity: &Quantity) -> String {
    let label: String = text::wrap(&reference.label, 220.0, 1).concat();
    format!("{label}: {}", quantity.tick(reference.value, 0.0))
}

fn heading_lines(heading: &str, layout: Layout, y: f64) -> (Markup, f64) {
    let lines = text::wrap(heading, (layout.width() - 8.0) * 0.93, 3);
    (marks::lines(4.0, y + LINE + 4.0, Anchor::Start, "c-heading c-halo", &lines), lines.len() as f64 * LINE + 10.0)
}

fn grade_letter(x: f64, y: f64, grade: Grade) -> Markup {
    html! {
        g.c-grade {
            rect x=(c(x - 9.0)) y=(c(y - 9.0)) width="18" height="18" rx="3" {}
            (marks::text(x, y + 4.5, Anchor::Middle, "", grade.as_str()))
            title { "Comparability " (grade.as_str()) ": " (crate::views::words::comparability(grade.as_str())) }
        }
    }
}

fn wide_row<T: Copy>(
    pen: &Pen,
    row: &Row<T>,
    columns: &Columns,
    scale: &Scale,
    y: f64,
    mark: &impl Fn(T, Option<Grade>, &Scale, f64) -> Markup,
) -> (Markup, f64) {
    let label = text::wrap(row.label, columns.label_room, 5);
    let (left, right) = columns.plot;
    let (value, interval, reason) = match &row.body {
        Body::Known { value, interval, .. } => {
            (text::wrap(value, columns.said_room, 1), text::wrap(interval, columns.said_room, 2), Vec::new())
        }
        Body::Missing(reason) => (Vec::new(), Vec::new(), text::wrap(reason, right - left - 26.0 + columns.said_room, 3)),
    };
    let most = label.len().max(value.len() + interval.len()).max(reason.len());
    let height = most as f64 * LINE + 10.0;
    let centre = y + height / 2.0;
    let first = |lines: usize| centre - lines as f64 * LINE / 2.0 + 12.0;
    let said = first(value.len() + interval.len());
    let part = html! {
        (marks::lines(columns.label, first(label.len()), Anchor::Start, "c-halo", &label))
        @if let Some(grade) = row.grade { (grade_letter(columns.grade, centre, grade)) }
        @match &row.body {
            Body::Known { datum, .. } => { (mark(*datum, row.grade, scale, centre)) }
            Body::Missing(why) => {
                (marks::gap(pen, (left, centre - 8.0), (left + 16.0, centre + 8.0), why))
                (marks::lines(left + 24.0, first(reason.len()), Anchor::Start, "c-missing c-halo", &reason))
            }
        }
        (marks::lines(columns.said, said, Anchor::Start, "c-value", &value))
        (marks::lines(columns.said, said + LINE, Anchor::Start, "c-soft", &interval))
    };
    (part, height)
}

fn narrow_row<T: Copy>(
    pen: &Pen,
    row: &Row<T>,
    columns: &Columns,
    scale: &Scale,
    y: f64,
    mark: &impl Fn(T, Option<Grade>, &Scale, f64) -> Markup,
) -> (Markup, f64) {
    let label = text::wrap(row.label, columns.label_room, 5);
    let after_label = y + 18.0 + (label.len() - 1) as f64 * LINE;
    let (part, end) = match &row.body {
        Body::Known { datum, value, interval } => {
            let said = text::wrap(&format!("{value} ({interval})"), columns.said_room, 2);
            let last = after_label + said.len() as f64 * LINE;
            let part = html! {
                (clear(pen, y, last + 5.0))
                (marks::lines(columns.said, after_label + LINE, Anchor::Start, "c-soft", &said))
                (mark(*datum, row.grade, scale, last + 16.0))
            };
            (part, last + 30.0)
        }
        Body::Missing(why) => {
            let reason = text::wrap(why, columns.said_room - 24.0, 4);
            let part = html! {
                (clear(pen, y, after_label + reason.len() as f64 * LINE + 8.0))
                (marks::gap(pen, (columns.said, after_label + 4.0), (columns.said + 16.0, after_label + 20.0), why))
                (marks::lines(columns.said + 24.0, after_label + LINE, Anchor::Start, "c-missing", &reason))
            };
            (part, after_label + reason.len() as f64 * LINE + 12.0)
        }
    };
    let part = html! {
        (part)
        (marks::lines(columns.label, y + 18.0, Anchor::Start, "", &label))
        @if let Some(grade) = row.grade { (grade_letter(columns.grade, y + 14.0, grade)) }
    };
    (part, end - y)
}

/// Covers the grid where words stand over it.
fn clear(pen: &Pen, top: f64, bottom: f64) -> Markup {
    marks::rect((0.0, top + 1.0), (pen.layout.width(), bottom), "c-paper")
}
