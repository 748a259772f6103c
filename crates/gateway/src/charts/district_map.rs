//! The map of the 94 federal districts: each state or territory is a place in the usual grid, with a tile for each of its districts.
//!
//! A tile has the number of its district and the mark of what its feed can show. A district without a number is hatched; what was seen
//! there nevertheless is a lower bound and written as one. On narrow screens the tiles stand in the order of their codes, which keeps those
//! of a state together.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::{
    coverage::Coverage,
    districts::{DISTRICTS, InState, in_state},
    frame::{About, Chart, Drawing, Layout, Pen, Said, chart},
    marks::{self, Anchor, Sample, c},
    table::{Cell, Column, DataTable},
    text,
    tile_map::{self, Class, GRID},
    value::{Amount, Quantity, Reading},
};

/// Territories, in free places of the grid of states.
const TERRITORIES: [(&str, &str, u8, u8); 4] =
    [("GU", "Guam", 1, 7), ("MP", "Northern Mariana Islands", 2, 7), ("PR", "Puerto Rico", 10, 7), ("VI", "Virgin Islands", 11, 7)];
/// Why a district without a row has no number.
const NO_ROW: &str = "nothing is known of this district and month";

/// Values by district.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DistrictMap {
    /// What it is about.
    pub(crate) about: About,
    /// What is shown.
    pub(crate) quantity: Quantity,
    /// Districts in any order; one that is not here is shown as missing, and a court that is no district is only in the table.
    pub(crate) districts: Vec<District>,
    /// Further columns of the table.
    pub(crate) columns: Vec<Column>,
}

/// One district.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct District {
    /// CM/ECF code of the court.
    pub(crate) code: String,
    /// Name of the court.
    pub(crate) name: String,
    /// Its page.
    pub(crate) href: String,
    /// Its value, or why there is none.
    pub(crate) reading: Reading<Amount>,
    /// What was seen where there is no value: a lower bound; zero says nothing.
    pub(crate) seen: f64,
    /// What its feed can show.
    pub(crate) coverage: Coverage,
    /// Cells of the further columns.
    pub(crate) cells: Vec<Cell>,
}

/// Draws the map.
pub(crate) fn district_map(map: &DistrictMap) -> Chart {
    // The first row of a district is drawn; the table has all.
    let mut tiles: BTreeMap<&str, &District> = BTreeMap::new();
    for district in map.districts.iter().filter(|district| DISTRICTS.contains(&district.code.as_str())) {
        tiles.entry(&district.code).or_insert(district);
    }
    let known = |district: &&District| district.reading.known().map(Amount::value);
    let classes = tile_map::classes(tiles.values().filter_map(known).collect());
    chart(&map.about, &said(map, &tiles), &table(map), |pen| drawing(pen, map, &tiles, &classes))
}

fn said(map: &DistrictMap, tiles: &BTreeMap<&str, &District>) -> Said {
    let values: Vec<f64> = tiles.values().filter_map(|district| district.reading.known()).map(Amount::value).collect();
    let range = match (values.iter().copied().reduce(f64::min), values.iter().copied().reduce(f64::max)) {
        (Some(low), Some(high)) => format!("from {} to {}", map.quantity.value(low), map.quantity.value(high)),
        _ => "no value at all".to_owned(),
    };
    let description = format!(
        "{}: a tile for each of {} districts, {} with a value, {range}; {} missing.",
        map.quantity.name,
        DISTRICTS.len(),
        values.len(),
        DISTRICTS.len() - values.len()
    );
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for code in DISTRICTS {
        if let Some(reason) = tiles.get(code).map_or(Some(NO_ROW), |district| district.reading.reason()) {
            reasons.entry(reason).or_default().push(code);
        }
    }
    let (common, rare) = by_frequency(reasons);
    let mut notices: Vec<String> =
        common.into_iter().map(|(reason, codes)| format!("Missing, hatched: {} ({}).", codes.join(", "), text::tooltip(reason))).collect();
    if !rare.is_empty() {
        let mut codes: Vec<&str> = rare.into_iter().flat_map(|(_, codes)| codes).collect();
        codes.sort_unstable();
        notices.push(format!("Missing, hatched, for reasons of their own that the table gives: {}.", codes.join(", ")));
    }
    Said { description, notices }
}

/// Reasons that are told beside a drawing.
const TOLD: usize = 6;

/// Reasons with what they hold for, those that hold for most first: those that are told beside a drawing, and the others.
pub(super) fn by_frequency<'a, T>(reasons: BTreeMap<&'a str, Vec<T>>) -> (Vec<Reason<'a, T>>, Vec<Reason<'a, T>>) {
    let mut reasons: Vec<Reason<'a, T>> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, held)| std::cmp::Reverse(held.len()));
    // One more is told rather than announced.
    let rare = if reasons.len() > TOLD + 1 { reasons.split_off(TOLD) } else { Vec::new() };
    (reasons, rare)
}

/// A reason with what it holds for.
type Reason<'a, T> = (&'a str, Vec<T>);

fn drawing(pen: &Pen, map: &DistrictMap, tiles: &BTreeMap<&str, &District>, classes: &[Class]) -> Drawing {
    let (content, bottom) = match pen.layout {
        Layout::Wide => by_place(pen, map, tiles, classes),
        Layout::Narrow => by_code(pen, map, tiles, classes),
    };
    let (legend, legend_height) = tile_map::legend(pen, classes, &map.quantity, ("district", "districts"), bottom + 10.0);
    let present: BTreeSet<Coverage> = tiles.values().map(|district| district.coverage).collect();
    let samples: Vec<Sample> = present.into_iter().filter_map(sample).collect();
    let key_top = bottom + 10.0 + legend_height;
    let (key, key_height) = marks::key(&samples, pen.layout, 2.0, key_top);
    Drawing { height: key_top + key_height + 2.0, content: html! { (content) (legend) (key) } }
}

/// The mark of a coverage with its words; what shows charges has none.
pub(super) fn sample(coverage: Coverage) -> Option<Sample> {
    let glyph: marks::Glyph = match coverage {
        Coverage::Charges => return None,
        Coverage::Limited => |at| Coverage::Limited.mark(at, 3.5),
        Coverage::NoCharges => |at| Coverage::NoCharges.mark(at, 3.5),
        Coverage::NoFeed => |at| Coverage::NoFeed.mark(at, 3.5),
        Coverage::Unknown => |at| Coverage::Unknown.mark(at, 3.5),
    };
    Some(Sample { glyph, words: format!("feed: {}", coverage.words()) })
}

/// Height of the name of a state above its tiles.
const HEADING: f64 = 15.0;
/// Height of a tile on the map.
const TILE: f64 = 30.0;

/// Between the tiles of neighbouring states.
const GUTTER: f64 = 7.0;

fn by_place(pen: &Pen, map: &DistrictMap, tiles: &BTreeMap<&str, &District>, classes: &[Class]) -> (Markup, f64) {
    let wide = pen.layout.width() / 12.0;
    let tile_wide = (wide - GUTTER) / 2.0;
    let mut top = 0.0;
    let mut rows = Vec::new();
    for row in 0..8 {
        let mut lines = 1;
        for (state, _, column, _) in GRID.iter().chain(&TERRITORIES).filter(|(.., of)| *of == row) {
            let left = f64::from(*column) * wide;
            let places = DISTRICTS.into_iter().filter_map(|code| in_state(code).map(|place| (code, place)));
            let districts: Vec<(&str, InState)> = places.filter(|(_, place)| place.state == *state).collect();
            lines = lines.max(districts.len().div_ceil(2));
            rows.push(html! {
                (marks::text(left + 1.0, top + HEADING - 3.0, Anchor::Start, "c-code", state))
                @for (at, (code, place)) in districts.iter().enumerate() {
                    @let corner = (left + (at % 2) as f64 * tile_wide, top + HEADING + (at / 2) as f64 * TILE);
                    @let name = place.part.map(String::from).unwrap_or_default();
                    (tile(pen, (corner, (tile_wide, TILE)), (code, &name), tiles.get(code).copied(), classes, &map.quantity))
                }
            });
        }
        top += HEADING + lines as f64 * TILE + GUTTER;
    }
    (html! { @for row in &rows { (row) } }, top)
}

fn by_code(pen: &Pen, map: &DistrictMap, tiles: &BTreeMap<&str, &District>, classes: &[Class]) -> (Markup, f64) {
    const ACROSS: usize = 6;
    let (wide, high) = (pen.layout.width() / ACROSS as f64, 38.0);
    let content = html! {
        @for (at, code) in DISTRICTS.into_iter().enumerate() {
            @let corner = ((at % ACROSS) as f64 * wide, (at / ACROSS) as f64 * high);
            (tile(pen, (corner, (wide, high)), (code, code), tiles.get(code).copied(), classes, &map.quantity))
        }
    };
    (content, DISTRICTS.len().div_ceil(ACROSS) as f64 * high)
}

/// Corner and size of a tile.
type Extent = ((f64, f64), (f64, f64));

fn tile(
    pen: &Pen,
    ((x, y), (wide, high)): Extent,
    (code, name): (&str, &str),
    district: Option<&District>,
    classes: &[Class],
    quantity: &Quantity,
) -> Markup {
    let coverage = district.map_or(Coverage::Unknown, |district| district.coverage);
    let known = district.and_then(|district| district.reading.known());
    let number = match (known, district) {
        (Some(amount), _) => tile_map::compact(amount.value()),
        (None, Some(district)) if district.seen > 0.0 => format!("\u{2265}{}", tile_map::compact(district.seen)),
        _ => String::new(),
    };
    let class = known.map_or("c-none", |amount| tile_map::step(class_of(amount, classes), classes.len()));
    let fill = known.is_none().then(|| pen.hatch());
    let letters = if known.is_some() { "c-small" } else { "c-small c-halo" };
    let words = words(code, district, quantity);
    let content = html! {
        g class={ "c-tile " (class) } {
            title { (words) }
            rect x=(c(x + 0.5)) y=(c(y + 0.5)) width=(c(wide - 1.0)) height=(c(high - 1.0)) fill=[fill] {}
            (marks::text(x + 2.5, y + 12.5, Anchor::Start, letters, name)) " "
            (marks::text(x + wide / 2.0, y + high - 4.0, Anchor::Middle, if known.is_some() { "c-code" } else { letters }, &number))
            (coverage.mark((x + wide - 5.0, y + 6.5), 2.8))
        }
    };
    html! {
        @match district {
            // Whoever goes by keyboard is not led through all tiles: the table has the same links.
            Some(district) => a href=(district.href) tabindex="-1" aria-label=(format!("{name} {number}: {words}").trim()) { (content) },
            None => (content),
        }
    }
}

fn class_of(amount: Amount, classes: &[Class]) -> usize {
    classes.iter().position(|class| amount.value() <= class.high).unwrap_or_default()
}

/// Everything that a tile says, in words.
fn words(code: &str, district: Option<&District>, quantity: &Quantity) -> String {
    let Some(district) = district else { return format!("{code}: {NO_ROW}") };
    let said = match (district.reading.known(), district.reading.reason()) {
        (Some(amount), _) => format!("{} {}", quantity.value(amount.value()), quantity.name.to_lowercase()),
        (None, reason) => text::tooltip(reason.unwrap_or(NO_ROW)),
    };
    let least = if district.reading.known().is_none() && district.seen > 0.0 {
        format!("; at least {} seen", quantity.value(district.seen))
    } else {
        String::new()
    };
    format!("{}: {said}{least}; feed: {}", text::tooltip(&district.name), district.coverage.words())
}

fn table(map: &DistrictMap) -> DataTable {
    let quantity = &map.quantity;
    let mut columns = vec![Column::text("District"), Column::text("State"), Column::number(quantity.name.clone())];
    columns.extend([Column::text("Feed"), Column::text("Missing"), Column::number("Seen, where missing (a lower bound)")]);
    columns.extend(map.columns.clone());
    let state = |code: &str| in_state(code).map_or_else(|| "none".to_owned(), |InState { state, .. }| state);
    let row = |district: &District| {
        let known = district.reading.known();
        let missing = district.reading.reason().unwrap_or_default();
        // A lower bound of zero says nothing.
        let seen = if known.is_none() && district.seen > 0.0 { Cell::number(district.seen, quantity) } else { Cell::Empty };
        let mut cells = vec![Cell::linked(district.name.clone(), district.href.clone()), Cell::text(state(&district.code))];
        cells.push(known.map_or(Cell::Empty, |amount| Cell::number(amount.value(), quantity)));
        cells.extend([Cell::text(district.coverage.words()), Cell::text(missing), seen]);
        cells.extend(district.cells.clone());
        (state(&district.code), district.code.clone(), cells)
    };
    let absent = DISTRICTS.into_iter().filter(|code| !map.districts.iter().any(|district| district.code == *code)).map(|code| {
        let cells = [Cell::text(code), Cell::text(state(code)), Cell::Empty, Cell::text(Coverage::Unknown.words()), Cell::text(NO_ROW)];
        (state(code), code.to_owned(), cells.to_vec())
    });
    let mut rows: Vec<(String, String, Vec<Cell>)> = map.districts.iter().map(row).chain(absent).collect();
    rows.sort_by(|left, right| (&left.0, &left.1).cmp(&(&right.0, &right.1)));
    DataTable { columns, rows: rows.into_iter().map(|(_, _, cells)| cells).collect() }
}
