//! The funnel plot: many agencies against the limits that chance alone would keep them within. There is no order of agencies: a place beyond a
//! limit asks a question, and a rank would pretend to answer it (Spiegelhalter, Statistics in Medicine 24, 2005, 1185–1202).

use maud::{Markup, html};

use super::{
    frame::{About, Chart, Drawing, Pen, Said, chart},
    marks::{self, Anchor, Fill, Glyph, Sample, Shape, c},
    scale::{Axis, Base, Scale},
    table::{Cell, Column, DataTable},
    text::{self, LINE},
    value::Quantity,
};

/// Labels that a drawing has room for.
const LABELS: usize = 25;

/// Agencies against control limits. What the limits are was worked out before; nothing is estimated here.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Funnel {
    /// What it is about.
    pub(crate) about: About,
    /// Across: what the precision grows with, such as the expected number.
    pub(crate) size: Quantity,
    /// Up: what is compared, such as observed over expected.
    pub(crate) outcome: Quantity,
    /// The value that limits surround.
    pub(crate) centre: f64,
    /// What the inner and the outer limits are: `95%`, `99.8%`.
    pub(crate) names: (String, String),
    /// The limits by size, in any order.
    pub(crate) limits: Vec<Limit>,
    /// The agencies.
    pub(crate) agencies: Vec<Agency>,
}

/// Limits at a size. What is not finite is not drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Limit {
    pub(crate) size: f64,
    pub(crate) inner: (f64, f64),
    pub(crate) outer: (f64, f64),
}

/// One agency.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Agency {
    /// Its name.
    pub(crate) label: String,
    /// Where it stands.
    pub(crate) standing: Standing,
}

/// Where an agency stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Standing {
    /// At a point.
    At(Point, Place),
    /// It has no point, for a reason in words.
    Missing(String),
}

impl Standing {
    /// What cannot be drawn is missing, and says so.
    pub(crate) fn at(size: f64, outcome: f64, place: Place) -> Self {
        if size.is_finite() && outcome.is_finite() {
            Self::At(Point { size, outcome }, place)
        } else {
            Self::Missing(super::value::Undrawable::NotFinite.to_string())
        }
    }
}

/// A finite point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    size: f64,
    outcome: f64,
}

/// A point against the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Within the inner limits.
    Within,
    /// Between the inner and the outer limits.
    Between,
    /// Beyond the outer limits.
    Beyond,
    /// Fewer than five expected: it cannot be judged.
    TooFew,
}

impl Place {
    const ALL: [Self; 4] = [Self::Within, Self::Between, Self::Beyond, Self::TooFew];

    fn words(self) -> &'static str {
        match self {
            Self::Within => "within the limits",
            Self::Between => "between inner and outer limits",
            Self::Beyond => "beyond the outer limits",
            Self::TooFew => "too few expected to judge",
        }
    }

    fn glyph(self, at: (f64, f64), words: &str) -> Markup {
        match self {
            Self::Within => marks::mark(at, 3.5, Shape::Circle, Fill::Solid, words),
            Self::Between => marks::mark(at, 4.5, Shape::Triangle, Fill::Hollow, words),
            Self::Beyond => marks::mark(at, 4.5, Shape::Diamond, Fill::Solid, words),
            Self::TooFew => cross(at, words),
        }
    }
}

/// A cross is neither filled nor a form that a limit is read from.
fn cross((x, y): (f64, f64), words: &str) -> Markup {
    let (a, b) = ((c(x - 3.0), c(y - 3.0)), (c(x + 3.0), c(y + 3.0)));
    html! {
        path.c-cross d={ "M" (a.0) " " (a.1) "L" (b.0) " " (b.1) "M" (a.0) " " (b.1) "L" (b.0) " " (a.1) } {
            @if !words.is_empty() { title { (text::tooltip(words)) } }
        }
    }
}

/// Draws a funnel plot.
pub(crate) fn funnel(funnel: &Funnel) -> Chart {
    chart(&funnel.about, &said(funnel), &table(funnel), |pen| drawing(pen, funnel))
}

fn points(funnel: &Funnel) -> impl Iterator<Item = (&str, Point, Place)> {
    funnel.agencies.iter().filter_map(|agency| match agency.standing {
        Standing::At(point, place) => Some((agency.label.as_str(), point, place)),
        Standing::Missing(_) => None,
    })
}

fn said(funnel: &Funnel) -> Said {
    let count = |place: Place| points(funnel).filter(|(_, _, at)| *at == place).count();
    let drawn = points(funnel).count();
    let places: Vec<String> = Place::ALL.into_iter().map(|place| format!("{} {}", count(place), place.words())).collect();
    let missing = funnel.agencies.len() - drawn;
    let description = format!(
        "Funnel plot of {} over {} for {}: {}; {missing} without a point.",
        funnel.outcome.name,
        funnel.size.name,
        text::plural(drawn, "agency", "agencies"),
        places.join(", "),
    );
    let mut notices = Vec::new();
    let outside = count(Place::Between) + count(Place::Beyond);
    if outside > 0 {
        notices.push(
            "Only points outside limits are named in the drawing, where there is room; all names are in the table, in alphabetical order."
                .to_owned(),
        );
    }
    if missing > 0 {
        notices.push(format!("Without a point: {}; the table has the reason for each.", text::plural(missing, "agency", "agencies")));
    }
    Said { description, notices }
}

/// A corner of the plot and the scales that fill it.
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    across: Scale,
    up: Scale,
}

impl Plot {
    fn at(&self, point: Point) -> (f64, f64) {
        (self.across.place(point.size), self.up.place(point.outcome))
    }

    /// The place on the paper of what may be outside of the plot.
    fn beyond(&self, size: f64, outcome: f64) -> (f64, f64) {
        let x = self.left + self.across.share(size) * (self.right - self.left);
        (x, self.bottom + self.up.share(outcome) * (self.top - self.bottom))
    }
}

fn plot(pen: &Pen, funnel: &Funnel, top: f64) -> Plot {
    let bottom = top + pen.layout.pick(330.0, 280.0);
    let right = pen.layout.width() - 14.0;
    let sizes: Vec<f64> = points(funnel).map(|(_, point, _)| point.size).collect();
    let outcomes: Vec<f64> = points(funnel).map(|(_, point, _)| point.outcome).collect();
    // Limits widen without end where little is expected, so the axis follows the points, and the limits no farther than half again beyond them.
    let highest = outcomes.iter().copied().fold(funnel.centre, f64::max);
    let reach = highest + (highest - funnel.centre).abs().max(funnel.centre.abs() * 0.5) * 0.5;
    let limits = funnel.limits.iter().flat_map(|limit| [limit.inner.0, limit.inner.1, limit.outer.0, limit.outer.1]);
    let shown: Vec<f64> = limits.filter(|limit| *limit <= reach).chain(outcomes).chain([funnel.centre]).collect();
    let up = Scale::over(&shown, Axis::Linear, Base::Zero, (bottom, top), pen.layout.pick(6, 5));
    let left = marks::room_for_ticks(&up, &funnel.outcome);
    let axis = Axis::fitting(&sizes);
    let across = Scale::over(&sizes, axis, Base::Zero, (left, right), pen.layout.pick(7, 4));
    Plot { left, right, top, bottom, across, up }
}

fn drawing(pen: &Pen, funnel: &Funnel) -> Drawing {
    let (key, key_height) = marks::key(&key(funnel), pen.layout, 4.0, 0.0);
    let up_name = text::wrap(&funnel.outcome.name, pen.layout.width() - 10.0, 2);
    let top = key_height + up_name.len() as f64 * LINE + 14.0;
    let plot = plot(pen, funnel, top);
    let across_name = text::wrap(&funnel.size.name, pen.layout.width() - 10.0, 2);
    let name_y = plot.bottom + 2.0 * LINE + 6.0;
    let (left, right) = (plot.left, plot.right);
    let curve = |of: fn(&Limit) -> f64, class: &str| limit_curve(&plot, &funnel.limits, of, class);
    let centre_y = plot.up.place(funnel.centre);
    let content = html! {
        (key)
        (marks::lines(4.0, key_height + 14.0, Anchor::Start, "", &up_name))
        (marks::ticks_across(&plot.across, &funnel.size, (top, plot.bottom), &[plot.bottom + LINE], (0.0, pen.layout.width())))
        (marks::ticks_up(&plot.up, &funnel.outcome, (left, right)))
        (marks::line((left, plot.bottom), (right, plot.bottom), "c-axis"))
        (curve(|limit| limit.inner.0, "c-inner"))
        (curve(|limit| limit.inner.1, "c-inner"))
        (curve(|limit| limit.outer.0, "c-outer"))
        (curve(|limit| limit.outer.1, "c-outer"))
        @if funnel.centre.is_finite() { (marks::line((left, centre_y), (right, centre_y), "c-reference")) }
        g.c-points {
            @for (label, point, place) in points(funnel) {
                (place.glyph(plot.at(point), &format!("{label}: {} at {}", funnel.outcome.value(point.outcome), funnel.size.value(point.size))))
            }
        }
        (names(pen, funnel, &plot))
        (marks::lines(f64::midpoint(left, right), name_y, Anchor::Middle, "", &across_name))
    };
    Drawing { height: name_y + (across_name.len() - 1) as f64 * LINE + 8.0, content }
}

fn key(funnel: &Funnel) -> Vec<Sample> {
    let has = |place: Place| points(funnel).any(|(_, _, at)| at == place);
    let mut key = vec![
        Sample { glyph: |(x, y)| marks::line((x - 10.0, y), (x + 10.0, y), "c-inner"), words: format!("inner limits, {}", funnel.names.0) },
        Sample { glyph: |(x, y)| marks::line((x - 10.0, y), (x + 10.0, y), "c-outer"), words: format!("outer limits, {}", funnel.names.1) },
    ];
    let glyphs: [(Place, Glyph); 4] = [
        (Place::Within, |at| Place::Within.glyph(at, "")),
        (Place::Between, |at| Place::Between.glyph(at, "")),
        (Place::Beyond, |at| Place::Beyond.glyph(at, "")),
        (Place::TooFew, |at| Place::TooFew.glyph(at, "")),
    ];
    key.extend(glyphs.into_iter().filter(|(place, _)| has(*place)).map(|(place, glyph)| Sample { glyph, words: place.words().to_owned() }));
    key
}

/// A limit as a line, which ends where it leaves the plot.
fn limit_curve(plot: &Plot, limits: &[Limit], of: fn(&Limit) -> f64, class: &str) -> Markup {
    let mut places: Vec<(f64, f64)> = limits
        .iter()
        .filter(|limit| limit.size.is_finite() && of(limit).is_finite())
        .map(|limit| plot.beyond(limit.size, of(limit)))
        .collect();
    places.sort_by(|left, right| left.0.total_cmp(&right.0));
    let mut path: Vec<String> = Vec::new();
    let mut open = false;
    for pair in places.windows(2) {
        let &[from, to] = pair else { continue };
        let Some((from, to)) = clipped(plot, from, to) else {
            open = false;
            continue;
        };
        if !open {
            path.push(format!("M{} {}", c(from.0), c(from.1)));
        }
        path.push(format!("L{} {}", c(to.0), c(to.1)));
        open = to.0 < plot.right && to.1 > plot.top && to.1 < plot.bottom;
    }
    html! { @if !path.is_empty() { path d=(path.concat()) class=(class) {} } }
}

/// The part of a straight line that is within the plot (Liang and Barsky, ACM Transactions on Graphics 3, 1984, 1–22).
fn clipped(plot: &Plot, from: (f64, f64), to: (f64, f64)) -> Option<((f64, f64), (f64, f64))> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut first, mut last) = (0.0_f64, 1.0_f64);
    for (run, room) in [(-dx, from.0 - plot.left), (dx, plot.right - from.0), (-dy, from.1 - plot.top), (dy, plot.bottom - from.1)] {
        if run == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if run < 0.0 {
            first = first.max(room / run);
        } else {
            last = last.min(room / run);
        }
    }
    let inside = |share: f64| {
        let (x, y) = (from.0 + share * dx, from.1 + share * dy);
        (x.clamp(plot.left, plot.right), y.clamp(plot.top, plot.bottom))
    };
    (first <= last).then(|| (inside(first), inside(last)))
}

/// Names of points outside limits, the farthest first, each where it touches no other name.
fn names(pen: &Pen, funnel: &Funnel, plot: &Plot) -> Markup {
    let mut outside: Vec<(&str, Point)> = points(funnel)
        .filter(|(_, _, place)| matches!(place, Place::Between | Place::Beyond))
        .map(|(label, point, _)| (label, point))
        .collect();
    outside.sort_by(|left, right| (right.1.outcome - funnel.centre).abs().total_cmp(&(left.1.outcome - funnel.centre).abs()));
    let marks_at: Vec<(f64, f64)> = points(funnel).map(|(_, point, _)| plot.at(point)).collect();
    let mut taken: Vec<[f64; 4]> = Vec::new();
    let mut parts = Vec::new();
    for (label, point) in outside {
        if parts.len() == LABELS {
            break;
        }
        let (x, y) = plot.at(point);
        let name = text::wrap(label, pen.layout.pick(230.0, 150.0), 1).concat();
        let wide = text::width(&name);
        let corners = [(x + 8.0, y - 7.0), (x - 8.0 - wide, y - 7.0), (x - wide / 2.0, y - 22.0), (x - wide / 2.0, y + 8.0)];
        let free = corners.into_iter().map(|(left, top)| [left, top, left + wide, top + 14.0]).find(|area| {
            let within = area[0] >= plot.left && area[2] <= pen.layout.width() && area[1] >= plot.top && area[3] <= plot.bottom;
            let crosses = |other: &[f64; 4]| area[0] < other[2] && other[0] < area[2] && area[1] < other[3] && other[1] < area[3];
            let covers = |(mx, my): &(f64, f64)| (area[0] - 4.0..area[2] + 4.0).contains(mx) && (area[1] - 3.0..area[3] + 3.0).contains(my);
            within && !taken.iter().any(crosses) && !marks_at.iter().any(covers)
        });
        if let Some(area) = free {
            taken.push(area);
            parts.push(marks::text(area[0], area[3] - 2.5, Anchor::Start, "c-halo", &name));
        }
    }
    html! { g.c-names { @for part in &parts { (part) } } }
}

fn table(funnel: &Funnel) -> DataTable {
    let columns = vec![
        Column::text("Agency"),
        Column::number(funnel.size.name.clone()),
        Column::number(funnel.outcome.name.clone()),
        Column::text("Place"),
        Column::text("Missing"),
    ];
    let row = |agency: &Agency| {
        let name = Cell::text(agency.label.clone());
        match &agency.standing {
            Standing::At(point, place) => vec![
                name,
                Cell::number(point.size, &funnel.size),
                Cell::number(point.outcome, &funnel.outcome),
                Cell::text(place.words()),
                Cell::Empty,
            ],
            Standing::Missing(reason) => vec![name, Cell::Empty, Cell::Empty, Cell::Empty, Cell::text(reason.clone())],
        }
    };
    let mut agencies: Vec<&Agency> = funnel.agencies.iter().collect();
    agencies.sort_by_key(|agency| agency.label.to_lowercase());
    DataTable { columns, rows: agencies.into_iter().map(row).collect() }
}
