//! The tile map: every state of the United States and the District of Columbia as a tile of the same size, with its number in it.
//!
//! Values are put into at most five classes of about equal numbers of states. A class is told by its lightness, and the number in the tile
//! says the value itself, so nothing depends on colour.

use std::collections::{BTreeMap, btree_map::Entry};

use maud::{Markup, html};

use super::{
    frame::{About, Chart, Drawing, Pen, Said, chart},
    marks::{self, Anchor, c},
    table::{Cell, Column, DataTable},
    text,
    value::{Amount, Quantity, Reading},
};

/// Postal code, name, column and row in the usual grid of twelve by eight tiles.
pub(super) const GRID: [(&str, &str, u8, u8); 51] = [
    ("AK", "Alaska", 0, 0),
    ("ME", "Maine", 11, 0),
    ("WI", "Wisconsin", 6, 1),
    ("VT", "Vermont", 10, 1),
    ("NH", "New Hampshire", 11, 1),
    ("WA", "Washington", 1, 2),
    ("ID", "Idaho", 2, 2),
    ("MT", "Montana", 3, 2),
    ("ND", "North Dakota", 4, 2),
    ("MN", "Minnesota", 5, 2),
    ("IL", "Illinois", 6, 2),
    ("MI", "Michigan", 7, 2),
    ("NY", "New York", 9, 2),
    ("MA", "Massachusetts", 10, 2),
    ("OR", "Oregon", 1, 3),
    ("NV", "Nevada", 2, 3),
    ("WY", "Wyoming", 3, 3),
    ("SD", "South Dakota", 4, 3),
    ("IA", "Iowa", 5, 3),
    ("IN", "Indiana", 6, 3),
    ("OH", "Ohio", 7, 3),
    ("PA", "Pennsylvania", 8, 3),
    ("NJ", "New Jersey", 9, 3),
    ("CT", "Connecticut", 10, 3),
    ("RI", "Rhode Island", 11, 3),
    ("CA", "California", 1, 4),
    ("UT", "Utah", 2, 4),
    ("CO", "Colorado", 3, 4),
    ("NE", "Nebraska", 4, 4),
    ("MO", "Missouri", 5, 4),
    ("KY", "Kentucky", 6, 4),
    ("WV", "West Virginia", 7, 4),
    ("VA", "Virginia", 8, 4),
    ("MD", "Maryland", 9, 4),
    ("DE", "Delaware", 10, 4),
    ("AZ", "Arizona", 2, 5),
    ("NM", "New Mexico", 3, 5),
    ("KS", "Kansas", 4, 5),
    ("AR", "Arkansas", 5, 5),
    ("TN", "Tennessee", 6, 5),
    ("NC", "North Carolina", 7, 5),
    ("SC", "South Carolina", 8, 5),
    ("DC", "District of Columbia", 9, 5),
    ("OK", "Oklahoma", 4, 6),
    ("LA", "Louisiana", 5, 6),
    ("MS", "Mississippi", 6, 6),
    ("AL", "Alabama", 7, 6),
    ("GA", "Georgia", 8, 6),
    ("HI", "Hawaii", 0, 7),
    ("TX", "Texas", 4, 7),
    ("FL", "Florida", 9, 7),
];

/// Classes in the style sheet: `c-step1` (lightest) to `c-step5`.
const CLASSES: [&str; 5] = ["c-step1", "c-step2", "c-step3", "c-step4", "c-step5"];
/// Why a state without a row has no number.
const NO_ROW: &str = "no row was given for this state";

/// Values by state.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TileMap {
    /// What it is about.
    pub(crate) about: About,
    /// What is shown.
    pub(crate) quantity: Quantity,
    /// The states, in any order; a state that is not here is shown as missing.
    pub(crate) states: Vec<State>,
}

/// One state.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct State {
    /// Postal code, `TX`, or the geography `us-tx`.
    pub(crate) code: String,
    /// Its value, or why there is none.
    pub(crate) reading: Reading<Amount>,
}

/// A class of values: from the lowest to the highest of its states, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Class {
    low: f64,
    pub(super) high: f64,
    states: usize,
}

/// Draws a tile map.
pub(crate) fn tile_map(map: &TileMap) -> Chart {
    let mut tiles: BTreeMap<String, &Reading<Amount>> = BTreeMap::new();
    let (mut unknown, mut repeated) = (Vec::new(), Vec::new());
    for state in &map.states {
        let code = postal(&state.code);
        let known = GRID.iter().any(|(known, ..)| *known == code);
        match tiles.entry(code) {
            _ if !known => unknown.push(text::tooltip(&state.code)),
            Entry::Occupied(first) => repeated.push(first.key().clone()),
            Entry::Vacant(place) => {
                place.insert(&state.reading);
            }
        }
    }
    let classes = classes(tiles.values().filter_map(|reading| reading.known()).map(Amount::value).collect());
    let said = said(map, &tiles, &unknown, &repeated);
    chart(&map.about, &said, &table(map), |pen| drawing(pen, map, &tiles, &classes))
}

/// `us-tx` → `TX`.
fn postal(code: &str) -> String {
    let upper = code.trim().to_ascii_uppercase();
    upper.strip_prefix("US-").map_or(upper.clone(), str::to_owned)
}

/// At most five classes of about equal numbers of states; equal values are in the same class.
pub(super) fn classes(mut values: Vec<f64>) -> Vec<Class> {
    values.sort_by(f64::total_cmp);
    let share = values.len().div_ceil(CLASSES.len()).max(1);
    let mut classes: Vec<Class> = Vec::new();
    for value in values {
        match classes.last_mut() {
            Some(class) if class.states < share || value <= class.high => {
                class.high = value;
                class.states += 1;
            }
            _ => classes.push(Class { low: value, high: value, states: 1 }),
        }
    }
    classes
}

/// The place of a class in the style sheet; fewer classes are spread over the steps.
pub(super) fn step(place: usize, of: usize) -> &'static str {
    let last = CLASSES.len() - 1;
    let at = if of < 2 { last / 2 } else { place * last / (of - 1) };
    CLASSES.get(at).copied().unwrap_or("c-step5")
}

fn said(map: &TileMap, tiles: &BTreeMap<String, &Reading<Amount>>, unknown: &[String], repeated: &[String]) -> Said {
    let values: Vec<f64> = tiles.values().filter_map(|reading| reading.known()).map(Amount::value).collect();
    let low = values.iter().copied().reduce(f64::min);
    let high = values.iter().copied().reduce(f64::max);
    let range = match (low, high) {
        (Some(low), Some(high)) => format!("from {} to {}", map.quantity.value(low), map.quantity.value(high)),
        _ => "no value at all".to_owned(),
    };
    let missing = GRID.len() - values.len();
    let description = format!(
        "{}: a tile for each of {} states and the District of Columbia, {} with a value, {range}; {missing} missing.",
        map.quantity.name,
        GRID.len() - 1,
        values.len()
    );
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (code, ..) in GRID {
        let reading = tiles.get(code);
        if let Some(reason) = reading.map_or(Some(NO_ROW), |reading| reading.reason()) {
            reasons.entry(reason).or_default().push(code);
        }
    }
    let mut notices: Vec<String> =
        reasons.into_iter().map(|(reason, codes)| format!("Missing, hatched: {} ({reason}).", codes.join(", "))).collect();
    if !unknown.is_empty() {
        let named: Vec<&str> = unknown.iter().take(10).map(String::as_str).collect();
        notices.push(format!("Not on this map, but in the table: {}{}.", named.join(", "), if unknown.len() > 10 { ", …" } else { "" }));
    }
    if !repeated.is_empty() {
        let named: Vec<&str> = repeated.iter().take(10).map(String::as_str).collect();
        notices.push(format!("More than one row was given for {}; the first is drawn, the table has all.", named.join(", ")));
    }
    Said { description, notices }
}

fn drawing(pen: &Pen, map: &TileMap, tiles: &BTreeMap<String, &Reading<Amount>>, classes: &[Class]) -> Drawing {
    let size = pen.layout.width() / 12.0;
    let high = pen.layout.pick(size * 0.78, size * 1.25);
    let legend_top = high * 8.0 + 10.0;
    let (legend, legend_height) = legend(pen, classes, &map.quantity, ("state", "states"), legend_top);
    let content = html! {
        @for (code, name, column, row) in GRID {
            @let at = (f64::from(column) * size, f64::from(row) * high);
            (tile(pen, at, (size, high), (code, name), tiles.get(code).copied(), classes, &map.quantity))
        }
        (legend)
    };
    Drawing { height: legend_top + legend_height, content }
}

fn tile(
    pen: &Pen,
    (x, y): (f64, f64),
    (wide, high): (f64, f64),
    (code, name): (&str, &str),
    reading: Option<&Reading<Amount>>,
    classes: &[Class],
    quantity: &Quantity,
) -> Markup {
    let middle = x + wide / 2.0;
    let lines = (y + high / 2.0 - 2.0, y + high / 2.0 + 13.0);
    let Some(amount) = reading.and_then(Reading::known) else {
        return html! {
            g.c-tile.c-none {
                title { (name) ": " (text::tooltip(reading.and_then(Reading::reason).unwrap_or(NO_ROW))) }
                rect x=(c(x + 1.0)) y=(c(y + 1.0)) width=(c(wide - 2.0)) height=(c(high - 2.0)) fill=(pen.hatch()) {}
                (marks::text(middle, y + high / 2.0 + 5.0, Anchor::Middle, "c-code c-halo", code))
            }
        };
    };
    let place = classes.iter().position(|class| amount.value() <= class.high).unwrap_or_default();
    let words = amount.estimate().map_or_else(|| quantity.value(amount.value()), |estimate| quantity.whole(estimate));
    html! {
        g class={ "c-tile " (step(place, classes.len())) } {
            title { (name) ": " (words) }
            (marks::rect((x + 1.0, y + 1.0), (x + wide - 1.0, y + high - 1.0), ""))
            (marks::text(middle, lines.0, Anchor::Middle, "c-code", code))
            (marks::text(middle, lines.1, Anchor::Middle, "c-small", &compact(amount.value())))
        }
    }
}

/// A number of at most four letters, a minus included or not: `0.98`, `12.3`, `113`, `1.2k`, `25M`.
pub(super) fn compact(value: f64) -> String {
    let size = value.abs();
    let (scaled, unit) = match size {
        size if size < 999.5 => (size, ""),
        size if size < 999.5e3 => (size / 1e3, "k"),
        size if size < 999.5e6 => (size / 1e6, "M"),
        size if size < 999.5e9 => (size / 1e9, "G"),
        _ => return if value < 0.0 { "\u{2212}big".to_owned() } else { "big".to_owned() },
    };
    let digits = match scaled {
        scaled if scaled >= 99.95 || (unit.is_empty() && scaled.fract() == 0.0) => format!("{scaled:.0}"),
        scaled if scaled >= 9.995 => format!("{scaled:.*}", usize::from(unit.is_empty())),
        scaled if unit.is_empty() && scaled > 0.0 && scaled < 0.005 => "<.01".to_owned(),
        scaled => format!("{scaled:.*}", if unit.is_empty() { 2 } else { 1 }),
    };
    if value < 0.0 { format!("\u{2212}{digits}{unit}") } else { format!("{digits}{unit}") }
}

/// The classes with their lightness, and the hatch of what is missing; `one` and `many` name what has a tile. Gives the height that it took.
pub(super) fn legend(pen: &Pen, classes: &[Class], quantity: &Quantity, (one, many): (&str, &str), top: f64) -> (Markup, f64) {
    let per_row = pen.layout.pick(3.0, 1.0);
    let room = pen.layout.width() / per_row;
    let name = text::wrap(&quantity.name, pen.layout.width() - 10.0, 3);
    let first = top + name.len() as f64 * text::LINE + 4.0;
    let at = |place: usize| {
        let row = (place as f64 / per_row).floor();
        ((place as f64 - row * per_row) * room + 2.0, first + row * 22.0)
    };
    let words = |class: &Class| {
        let (low, high) = (quantity.value(class.low), quantity.value(class.high));
        let range = if class.low < class.high { format!("{low} to {high}") } else { low };
        format!("{range} ({})", text::plural(class.states, one, many))
    };
    let (x, y) = at(classes.len());
    let content = html! {
        g.c-legend {
            (marks::lines(2.0, top + 12.0, Anchor::Start, "c-heading", &name))
            @for (place, class) in classes.iter().enumerate() {
                @let (x, y) = at(place);
                g class={ "c-sample " (step(place, classes.len())) } { (marks::rect((x, y), (x + 26.0, y + 16.0), "")) }
                (marks::text(x + 34.0, y + 13.0, Anchor::Start, "", &text::wrap(&words(class), room - 40.0, 1).concat()))
            }
            (marks::gap(pen, (x, y), (x + 26.0, y + 16.0), "missing"))
            (marks::text(x + 34.0, y + 13.0, Anchor::Start, "", "missing, not zero"))
        }
    };
    (content, y + 24.0 - top)
}

fn table(map: &TileMap) -> DataTable {
    let quantity = &map.quantity;
    let columns = vec![
        Column::text("State"),
        Column::text("Code"),
        Column::number(quantity.name.clone()),
        Column::number("Lower end"),
        Column::number("Upper end"),
        Column::text("Missing"),
    ];
    let name = |code: &str| GRID.iter().find(|(known, ..)| *known == code).map_or("not on the map", |(_, name, ..)| *name);
    let row = |state: &State| {
        let amount = state.reading.known();
        let [_, lower, upper] = Cell::estimate(amount.and_then(Amount::estimate), quantity);
        let value = amount.map_or(Cell::Empty, |amount| Cell::number(amount.value(), quantity));
        let missing = Cell::text(state.reading.reason().unwrap_or_default());
        (
            name(&postal(&state.code)),
            vec![Cell::text(name(&postal(&state.code))), Cell::text(state.code.clone()), value, lower, upper, missing],
        )
    };
    let absent = GRID.iter().filter(|(code, ..)| !map.states.iter().any(|state| postal(&state.code) == *code)).map(|(code, name, ..)| {
        (*name, vec![Cell::text(*name), Cell::text(*code), Cell::Empty, Cell::Empty, Cell::Empty, Cell::text(NO_ROW)])
    });
    let mut rows: Vec<(&str, Vec<Cell>)> = map.states.iter().map(row).chain(absent).collect();
    rows.sort_by(|left, right| left.0.cmp(right.0));
    DataTable { columns, rows: rows.into_iter().map(|(_, row)| row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_tile_of_its_own() {
        let mut places: Vec<(u8, u8)> = GRID.iter().map(|(_, _, column, row)| (*column, *row)).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 51);
        assert!(places.iter().all(|(column, row)| *column < 12 && *row < 8));
        let mut codes: Vec<&str> = GRID.iter().map(|(code, ..)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 51);
    }

    fn check(values: &[f64], expected: &str) {
        let classes: Vec<String> = classes(values.to_vec()).iter().map(|it| format!("{}..{} x{}", it.low, it.high, it.states)).collect();
        assert_eq!(classes.join(", "), expected);
    }

    #[test]
    fn classes_have_about_equal_numbers_of_states_and_do_not_part_equal_values() {
        check(&[5.0, 1.0, 4.0, 2.0, 3.0], "1..1 x1, 2..2 x1, 3..3 x1, 4..4 x1, 5..5 x1");
        check(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 9.0], "0..0 x6, 1..2 x2, 3..9 x2");
        check(&[7.0], "7..7 x1");
        check(&[], "");
    }

    #[test]
    fn a_number_in_a_tile_is_short() {
        let shown: Vec<String> = [0.0, 0.001, 0.984, 3.0, 12.34, 113.4, 999.6, 1234.0, 59_373.0, 2.5e6, 1e300, -3.2]
            .iter()
            .map(|value| compact(*value))
            .collect();
        assert_eq!(shown.join(" "), "0 <.01 0.98 3 12.3 113 1.0k 1.2k 59k 2.5M big −3.20");
        assert!(shown.iter().all(|shown| shown.chars().count() <= 5));
    }

    #[test]
    fn a_state_is_known_by_postal_code_or_geography() {
        assert_eq!((postal("us-tx").as_str(), postal(" Tx ").as_str(), postal("county/48201").as_str()), ("TX", "TX", "COUNTY/48201"));
    }
}
