//! What every chart has around its drawing: caption, description for those who do not see it, notices, and the table behind it.

use maud::{Markup, html};

use super::{table::DataTable, text};

/// What a chart is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct About {
    /// Unique on its page; becomes part of ids.
    pub(crate) id: String,
    /// What is shown, in a line.
    pub(crate) title: String,
    /// Source, method and confidence in a sentence or two.
    pub(crate) note: String,
    /// Address of the numbers as CSV.
    pub(crate) csv: String,
    /// Address of the numbers as JSON.
    pub(crate) json: String,
}

/// A chart: what stands on a page.
#[derive(Debug, Clone)]
pub(crate) struct Chart {
    /// A `figure`, with the table in it.
    pub(crate) figure: Markup,
    /// The numbers, so that a test can hold them against the drawing.
    #[cfg(test)]
    pub(crate) table: DataTable,
}

/// A drawing is made twice, because text that shrinks with it could not be read on a narrow screen; the style sheet shows one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// For screens and paper.
    Wide,
    /// For telephones.
    Narrow,
}

impl Layout {
    /// Width of the drawing in units; about as many pixels, when it is shown at its smallest.
    pub(crate) fn width(self) -> f64 {
        match self {
            Self::Wide => 680.0,
            Self::Narrow => 340.0,
        }
    }

    /// One of two by layout.
    pub(crate) fn pick<T>(self, wide: T, narrow: T) -> T {
        match self {
            Self::Wide => wide,
            Self::Narrow => narrow,
        }
    }

    fn class(self) -> &'static str {
        self.pick("wide", "narrow")
    }
}

/// What a drawing is made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pen {
    /// For which screen.
    pub(crate) layout: Layout,
    id: String,
}

impl Pen {
    /// The fill of gaps.
    pub(crate) fn hatch(&self) -> String {
        format!("url(#{}-hatch)", self.id)
    }
}

/// The content of an `svg`, and how high it is.
#[derive(Debug, Clone)]
pub(crate) struct Drawing {
    /// In units.
    pub(crate) height: f64,
    /// Marks.
    pub(crate) content: Markup,
}

/// What is said about a drawing beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// What is seen, in a sentence, for those who do not see it.
    pub(crate) description: String,
    /// What a reader must know, each in a sentence: what was left out, cut or binned, and why there are gaps.
    pub(crate) notices: Vec<String>,
}

/// Puts a chart together.
pub(crate) fn chart(about: &About, said: &Said, table: &DataTable, draw: impl Fn(&Pen) -> Drawing) -> Chart {
    let id = safe(&about.id);
    let figure = html! {
        figure.chart id=(id) {
            figcaption { b { (about.title) } @if !about.note.is_empty() { " " span.under { (about.note) } } }
            (drawing(&id, Layout::Wide, about, said, &draw))
            (drawing(&id, Layout::Narrow, about, said, &draw))
            @if !said.notices.is_empty() { ul.notices { @for notice in &said.notices { li { (notice) } } } }
            details {
                summary { "The numbers behind this drawing (" (text::plural(table.rows.len(), "row", "rows")) ")" }
                (table.markup(&format!("{id}-table"), &about.title))
                p.programs { "As a file: " a href=(about.csv) { "CSV" } ", " a href=(about.json) { "JSON" } }
            }
        }
    };
    Chart {
        figure,
        #[cfg(test)]
        table: table.clone(),
    }
}

fn drawing(id: &str, layout: Layout, about: &About, said: &Said, draw: &impl Fn(&Pen) -> Drawing) -> Markup {
    let class = layout.class();
    let pen = Pen { layout, id: format!("{id}-{class}") };
    let Drawing { height, content } = draw(&pen);
    // The parts of an image are not reached by themselves, so that a drawing with links is a group. Text cannot look like one: it is escaped.
    let role = if content.0.contains("<a ") { "group" } else { "img" };
    let (title_id, description_id) = (format!("{}-title", pen.id), format!("{}-description", pen.id));
    html! {
        svg class=(class) role=(role) aria-labelledby={ (title_id) " " (description_id) } viewBox={ "0 0 " (layout.width()) " " (height.ceil()) } {
            title id=(title_id) { (about.title) }
            desc id=(description_id) { (said.description) }
            defs {
                pattern id={ (pen.id) "-hatch" } width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect class="c-hatch-paper" width="6" height="6" {}
                    line class="c-hatch-line" x1="0" y1="0" x2="0" y2="6" {}
                }
            }
            (content)
        }
    }
}

/// Letters, digits, `-` and `_`: what an id can carry through `url(#…)` and lists of ids.
fn safe(id: &str) -> String {
    let safe: String = id.chars().take(80).map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect();
    if safe.is_empty() { "chart".to_owned() } else { safe }
}
