//! Marks of a drawing: lines, texts, shapes, and axes. Every coordinate is written by one function.

use maud::{Markup, html};

use super::{
    frame::{Layout, Pen},
    scale::Scale,
    text::{self, LINE},
    value::Quantity,
};

/// A coordinate, to a tenth of a unit.
pub(crate) fn c(value: f64) -> String {
    let text = format!("{value:.1}");
    match text.strip_suffix(".0") {
        _ if !value.is_finite() => "0".to_owned(),
        Some("-0") => "0".to_owned(),
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

/// At which side of its place a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn word(self) -> Option<&'static str> {
        match self {
            Self::Start => None,
            Self::Middle => Some("middle"),
            Self::End => Some("end"),
        }
    }
}

/// A line of text; `y` is its baseline.
pub(crate) fn text(x: f64, y: f64, anchor: Anchor, class: &str, content: &str) -> Markup {
    let class = (!class.is_empty()).then_some(class);
    html! { text x=(c(x)) y=(c(y)) text-anchor=[anchor.word()] class=[class] { (content) } }
}

/// Lines of text under each other.
pub(crate) fn lines(x: f64, y: f64, anchor: Anchor, class: &str, lines: &[String]) -> Markup {
    html! { @for (place, line) in lines.iter().enumerate() { (text(x, y + place as f64 * LINE, anchor, class, line)) } }
}

/// A text that keeps within the drawing, as near to `x` as it can.
pub(crate) fn text_within(x: f64, y: f64, (left, right): (f64, f64), class: &str, content: &str) -> Markup {
    let half = text::width(content) / 2.0;
    let x = if left + half > right - half { f64::midpoint(left, right) } else { x.clamp(left + half, right - half) };
    text(x, y, Anchor::Middle, class, content)
}

/// A straight line.
pub(crate) fn line((x1, y1): (f64, f64), (x2, y2): (f64, f64), class: &str) -> Markup {
    html! { line x1=(c(x1)) y1=(c(y1)) x2=(c(x2)) y2=(c(y2)) class=(class) {} }
}

/// A rectangle between two corners.
pub(crate) fn rect((x1, y1): (f64, f64), (x2, y2): (f64, f64), class: &str) -> Markup {
    html! { rect x=(c(x1.min(x2))) y=(c(y1.min(y2))) width=(c((x2 - x1).abs())) height=(c((y2 - y1).abs())) class=(class) {} }
}

/// A hatched rectangle with a tooltip: here is nothing, for a reason.
pub(crate) fn gap(pen: &Pen, (x1, y1): (f64, f64), (x2, y2): (f64, f64), reason: &str) -> Markup {
    html! {
        rect.c-gap x=(c(x1.min(x2))) y=(c(y1.min(y2))) width=(c((x2 - x1).abs())) height=(c((y2 - y1).abs())) fill=(pen.hatch()) {
            title { (text::tooltip(reason)) }
        }
    }
}

/// The form of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Circle,
    Square,
    Diamond,
    Triangle,
}

/// Filled or not: it is told apart without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fill {
    Solid,
    Hollow,
}

/// A mark around a place, with a tooltip if there are words.
pub(crate) fn mark((x, y): (f64, f64), size: f64, shape: Shape, fill: Fill, words: &str) -> Markup {
    let class = match fill {
        Fill::Solid => "c-mark",
        Fill::Hollow => "c-mark c-hollow",
    };
    let title = html! { @if !words.is_empty() { title { (text::tooltip(words)) } } };
    let corners = |corners: &[(f64, f64)]| {
        let path: Vec<String> = corners.iter().map(|(dx, dy)| format!("{} {}", c(x + dx * size), c(y + dy * size))).collect();
        format!("M{}Z", path.join("L"))
    };
    match shape {
        Shape::Circle => html! { circle cx=(c(x)) cy=(c(y)) r=(c(size)) class=(class) { (title) } },
        Shape::Square => html! { path d=(corners(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])) class=(class) { (title) } },
        Shape::Diamond => html! { path d=(corners(&[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)])) class=(class) { (title) } },
        Shape::Triangle => html! { path d=(corners(&[(0.0, -1.2), (1.2, 1.0), (-1.2, 1.0)])) class=(class) { (title) } },
    }
}

/// A head of an arrow that points to the right (`1.0`) or to the left (`-1.0`), its tip at the place.
pub(crate) fn arrow_across((x, y): (f64, f64), to: f64) -> Markup {
    let back = x - 8.0 * to;
    html! { path.c-arrow d={ "M" (c(back)) " " (c(y - 4.5)) "L" (c(x)) " " (c(y)) "L" (c(back)) " " (c(y + 4.5)) } {} }
}

/// A head of an arrow that points up, its tip at the place.
pub(crate) fn arrow_up((x, y): (f64, f64)) -> Markup {
    html! { path.c-arrow d={ "M" (c(x - 4.0)) " " (c(y + 7.0)) "L" (c(x)) " " (c(y)) "L" (c(x + 4.0)) " " (c(y + 7.0)) } {} }
}

/// Vertical lines of the grid for a horizontal axis, with the numbers above or below.
pub(crate) fn ticks_across(scale: &Scale, quantity: &Quantity, (top, bottom): (f64, f64), labels_at: &[f64], within: (f64, f64)) -> Markup {
    let words: Vec<(f64, String)> = scale.ticks().iter().map(|tick| (scale.place(*tick), quantity.tick(*tick, scale.step()))).collect();
    let labelled = apart(&words, within);
    html! {
        @for (x, _) in &words { (line((*x, top), (*x, bottom), "c-grid")) }
        @for y in labels_at { @for (x, word) in &labelled { (text_within(*x, *y, within, "c-soft", word)) } }
    }
}

/// Those labels, from the first, that do not touch the one before. Both ends of an axis may say something, so nothing is moved.
fn apart(words: &[(f64, String)], (left, right): (f64, f64)) -> Vec<(f64, String)> {
    let mut end = f64::NEG_INFINITY;
    let mut kept = Vec::new();
    for (x, word) in words {
        let half = text::width(word) / 2.0;
        let centre = x.clamp((left + half).min(right), (right - half).max(left + half).max(left));
        if centre - half >= end {
            end = centre + half + 7.0;
            kept.push((*x, word.clone()));
        }
    }
    kept
}

/// Horizontal lines of the grid for a vertical axis, with the numbers to the left.
pub(crate) fn ticks_up(scale: &Scale, quantity: &Quantity, (left, right): (f64, f64)) -> Markup {
    html! {
        @for tick in scale.ticks() {
            (line((left, scale.place(*tick)), (right, scale.place(*tick)), "c-grid"))
            (text(left - 6.0, scale.place(*tick) + 4.5, Anchor::End, "c-soft", &quantity.tick(*tick, scale.step())))
        }
    }
}

/// Room to the left of a vertical axis for its numbers.
pub(crate) fn room_for_ticks(scale: &Scale, quantity: &Quantity) -> f64 {
    let widest = scale.ticks().iter().map(|tick| text::width(&quantity.tick(*tick, scale.step()))).fold(0.0, f64::max);
    (widest + 10.0).clamp(24.0, 140.0)
}

/// Draws a sample of a mark around a place, at most ten units to each side.
pub(crate) type Glyph = fn((f64, f64)) -> Markup;

/// A sample of a mark beside its meaning.
pub(crate) struct Sample {
    /// The mark.
    pub(crate) glyph: Glyph,
    /// What it means.
    pub(crate) words: String,
}

/// Samples below each other or, where there is room, beside each other. Gives the height that they took.
pub(crate) fn key(samples: &[Sample], layout: Layout, left: f64, top: f64) -> (Markup, f64) {
    let right = layout.width() - 4.0;
    let (mut x, mut y) = (left, top + 12.0);
    let mut parts = Vec::new();
    for sample in samples {
        let room = right - left - 28.0;
        let wrapped = text::wrap(&sample.words, room, 3);
        let wide = wrapped.iter().map(|line| text::width(line)).fold(0.0, f64::max);
        if x > left && x + 28.0 + wide > right {
            (x, y) = (left, y + LINE + 2.0);
        }
        parts.push(html! { ((sample.glyph)((x + 11.0, y - 4.5))) (lines(x + 28.0, y, Anchor::Start, "", &wrapped)) });
        y += (wrapped.len() - 1) as f64 * LINE;
        x += 28.0 + wide + 20.0;
    }
    (html! { g.c-key { @for part in &parts { (part) } } }, if samples.is_empty() { 0.0 } else { y + 8.0 - top })
}
