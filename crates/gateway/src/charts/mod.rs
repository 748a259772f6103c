//! Charts: plain numbers in, a drawing with the table behind it out. Pure, without scripts and without a style of their own.
//!
//! Every chart is a function from a struct to a [`Chart`]: a `figure` with an SVG drawing that has a title and a description, notices about
//! what a reader must know, and a table with every number. The rules they keep:
//!
//! * A gap is a gap: it is hatched or said in words, never bridged, and never zero.
//! * An estimate is never drawn without its interval; the type [`Estimate`] has both or does not exist.
//! * Everything is told apart without colour: by lightness, dashes, form and words. It prints.
//! * What a drawing has no room for is said beside it; the table has all.
//! * Numbers of any size give places inside the drawing; what is not finite is missing, and says so.
//!
//! Drawings use presentation attributes and classes only, because the site's policy allows no style but its own sheet. Text does not shrink
//! on narrow screens: there are two drawings, of which the style sheet shows one.

mod calendar;
mod coverage;
mod day_strip;
mod district_map;
mod districts;
mod forest;
mod frame;
mod funnel;
mod interval_bar;
mod marks;
mod rows;
mod scale;
mod specification;
mod table;
mod text;
mod tile_map;
mod trend;
mod value;

#[cfg(test)]
mod tests;

pub(crate) use coverage::Coverage;
pub(crate) use day_strip::{Day, DayStrip, day_strip};
pub(crate) use district_map::{District, DistrictMap, district_map};
pub(crate) use districts::{DISTRICTS, in_state};
pub(crate) use forest::{Forest, Group, Instrument, forest};
pub(crate) use frame::{About, Chart};
pub(crate) use funnel::{Agency, Funnel, Limit, Place, Standing, funnel};
pub(crate) use interval_bar::{Bar, IntervalBars, interval_bar};
pub(crate) use rows::Reference;
pub(crate) use specification::{Choice, Moves, Specification, Specifications, specification_curve};
pub(crate) use table::{Cell, Column};
pub(crate) use tile_map::{State, TileMap, tile_map};
pub(crate) use trend::{Arrangement, Declared, Extent, Point, Series, Trend, trend};
pub(crate) use value::{Amount, Bounds, Digits, Estimate, Quantity, Reading};
