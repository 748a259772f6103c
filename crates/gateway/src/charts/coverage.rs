//! What the feed of a court can show, as a mark that is told apart without colour.

use maud::{Markup, html};

use super::marks::{self, Anchor, Fill, Shape};

/// What a feed can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Coverage {
    /// Entries that begin a prosecution.
    Charges,
    /// Some kinds of entries, among them some that begin a prosecution.
    Limited,
    /// No entry that begins a prosecution.
    NoCharges,
    /// No feed of the court was read.
    NoFeed,
    /// The feed does not say what it shows.
    Unknown,
}

impl Coverage {
    /// All of them, from what shows most.
    pub(crate) const ALL: [Self; 5] = [Self::Charges, Self::Limited, Self::NoCharges, Self::NoFeed, Self::Unknown];

    /// From a word; a word that is not known says that nothing is known.
    pub(crate) fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|coverage| coverage.as_str() == word).unwrap_or(Self::Unknown)
    }

    /// The word for programs.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Charges => "charges",
            Self::Limited => "limited",
            Self::NoCharges => "no_charges",
            Self::NoFeed => "no_feed",
            Self::Unknown => "unknown",
        }
    }

    /// In few words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Charges => "shows charges",
            Self::Limited => "limited entries",
            Self::NoCharges => "shows no charges",
            Self::NoFeed => "no feed read",
            Self::Unknown => "not known",
        }
    }

    /// What it means for a number.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Self::Charges => {
                "The clerk exposes the entries that begin a prosecution. A day with enough polls is covered, and a month of covered days has a number."
            }
            Self::Limited => {
                "The clerk exposes some kinds of entries only. New cases can be missed, so that what was seen is a lower bound unless dockets say more."
            }
            Self::NoCharges => {
                "The feed has no entry that begins a prosecution (civil entries or opinions alone). It can show no new case, and its silence is not a zero."
            }
            Self::NoFeed => "No feed of the court was read; it may have none. Only dockets and official statistics can say something.",
            Self::Unknown => "The feed does not say what it shows, so that its silence cannot be read.",
        }
    }

    /// The sample beside its words; most coverage needs no mark.
    pub(super) fn mark(self, (x, y): (f64, f64), size: f64) -> Markup {
        let corner = |dx: f64, dy: f64| (x + dx * size, y + dy * size);
        match self {
            Self::Charges => html! {},
            Self::Limited => marks::mark((x, y), size, Shape::Circle, Fill::Hollow, ""),
            Self::NoCharges => html! {
                (marks::line(corner(-1.0, -1.0), corner(1.0, 1.0), "c-nothing"))
                (marks::line(corner(-1.0, 1.0), corner(1.0, -1.0), "c-nothing"))
            },
            Self::NoFeed => marks::mark((x, y), size, Shape::Square, Fill::Solid, ""),
            Self::Unknown => marks::text(x, y + 4.5, Anchor::Middle, "c-small c-halo", "?"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_from_tomorrow_is_not_known() {
        assert_eq!(Coverage::ALL.map(|coverage| Coverage::of(coverage.as_str())), Coverage::ALL);
        assert_eq!(Coverage::of("partial"), Coverage::Unknown);
    }
}
