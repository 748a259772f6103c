//! Which numbers of a month may leave.
//!
//! Of each month one table is made: the nation, its parts by state, by criminality and by programme, each in both countings, where "all rows" is the
//! total of "without likely duplicates" and "removed as likely duplicates". [`statistics::disclosure`] says which of its cells are hidden: those below
//! the threshold, and as many others as it takes so that none follows from what is shown. Nothing is summed over months, so that months are tables
//! apart. Who compares two releases compares two tables; that is not protected against.

use serde::Deserialize;
use statistics::disclosure::{Category, Cell, Policy, suppress};

use super::standardize::{OfMonth, Privacy};
use ice::counts::Dimension;

/// Whether the rows that a rule takes for duplicates are a cell of their own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Differences {
    /// They are: where there are few, one of the two countings is withheld.
    #[default]
    Protected,
    /// They are not: they say something of records, not of persons.
    Open,
}

/// Which numbers of a series may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) all: bool,
    pub(super) without: bool,
    pub(super) difference: bool,
}

/// More cells than can be looked after; nothing may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooMuch;

/// Says what may leave of each series of a month, in their order.
pub(super) fn withhold(month: &OfMonth, privacy: Privacy, has_two_countings: bool) -> Result<Vec<Shown>, TooMuch> {
    let both = has_two_countings && privacy.differences == Differences::Protected;
    let mut cells = Vec::new();
    for ((dimension, (measure, geography)), counted) in month {
        let part = format!("{measure} {geography}");
        let mut key = vec![Category::Total; 4];
        let at = match dimension {
            Dimension::Nation => None,
            Dimension::State => Some(0),
            Dimension::Criminality => Some(1),
            Dimension::Programme => Some(2),
        };
        if let Some(slot) = at.and_then(|at: usize| key.get_mut(at)) {
            *slot = Category::Part(part);
        }
        let of = |counting: Category| {
            let mut key = key.clone();
            if let Some(slot) = key.last_mut() {
                *slot = counting;
            }
            key
        };
        cells.push(Cell { key: of(Category::Total), count: counted.tally.all });
        if both {
            cells.push(Cell { key: of(Category::Part("without".to_owned())), count: counted.tally.without });
            cells.push(Cell { key: of(Category::Part("removed".to_owned())), count: counted.tally.all - counted.tally.without });
        }
    }
    let policy = Policy { threshold: privacy.smallest_cell, protection: privacy.smallest_cell / 2 };
    let fates = suppress(&cells, policy).map_err(|_| TooMuch)?.fates;
    if both {
        let shown = |fates: &[_]| match fates {
            [all, without, difference] => Shown { all: is_shown(*all), without: is_shown(*without), difference: is_shown(*difference) },
            _ => Shown { all: false, without: false, difference: false },
        };
        return Ok(fates.chunks(3).map(shown).collect());
    }
    // Each counting by itself: what is hidden in one of them is hidden in both.
    let of_others =
        month.iter().zip(cells.iter().map(|cell| cell.key.clone())).map(|((_, counted), key)| Cell { key, count: counted.tally.without });
    let others = suppress(&of_others.collect::<Vec<_>>(), policy).map_err(|_| TooMuch)?.fates;
    let shown = |(all, without)| {
        let is_shown = is_shown(all) && is_shown(without);
        Shown { all: is_shown, without: is_shown, difference: is_shown }
    };
    Ok(fates.into_iter().zip(others).map(shown).collect())
}

fn is_shown(fate: statistics::disclosure::Fate) -> bool {
    !fate.is_hidden()
}
