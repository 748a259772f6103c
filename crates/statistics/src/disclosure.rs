//! Suppression of small cells in a table of counts, with their complements, and the audit of what a reader can still work out.
//!
//! A count of one or two people can tell who they are. Leaving it out is not enough: where a total and the other parts are shown, the difference gives
//! it back, also in several steps over several totals. So further cells, the complements, are left out until nothing comes back.
//!
//! # What is promised
//!
//! - Counts from 1 to below the threshold are never shown (with the usual threshold of 11, those from 1 to 10).
//! - **Zeros are shown as zeros**, which is the usual rule: a zero stands for nobody. It is still told *of* a group: "nobody of them was released", and
//!   a shown cell that equals its total says something of everybody in it (group disclosure). Where that is sensitive, drop or merge the category; no
//!   suppression of cells helps.
//! - In every line, a total with its parts along one dimension, no single cell is hidden, and hidden parts beside a shown total add up to the threshold or more.
//! - No hidden count follows exactly from the shown ones by additions and subtractions over any lines. What it can be, for a reader who knows that zeros are
//!   shown, reaches further than the [protection](Policy::protection) from the count on one side: under all lines at once where up to 300 hidden cells
//!   hang together, line by line where there are more ([`Audit::by_lines_only`]).
//!
//! # What is not promised
//!
//! - Publish **one mark** for both kinds of hidden cell. Who sees which are primary knows that they lie below the threshold.
//! - Ranges are of fractions as well as whole numbers. In three and more dimensions whole numbers can leave less.
//! - **Two releases** are two tables. If both are published, their difference is: give them as one table with a dimension of releases, with the later as
//!   total and the earlier and the added as parts, before the first of them is out. What is out cannot be hidden any more; that case is out of scope, and
//!   so is what other publishers show of the same people.
//! - Categories inside categories (counties in states) are two tables with a total in common, not one dimension.
//!
//! Counts with and without duplicates, and their difference, are one more dimension with the count with duplicates as its total: "without" and
//! "removed as duplicates" are the parts.
//!
//! Source of the method: Cox (1980), JASA 75:377 (complementary suppression by lines); Willenborg & de Waal (2001), Elements of Statistical Disclosure
//! Control, chapters 6 and 7 (audit, feasibility intervals); CMS cell size suppression policy (1 to 10 suppressed).

mod algebra;
mod ranges;
mod reading;
mod simplex;
mod suppressor;
mod table;

use self::{reading::Reading, suppressor::Suppressor, table::Table};
use crate::DomainError;

/// The usual threshold: counts from 1 to 10 are suppressed.
pub const THRESHOLD: u64 = 11;
/// Most cells of a table.
pub const MAX_CELLS: usize = 1_000_000;
/// Most dimensions of a table.
pub const MAX_DIMENSIONS: usize = 12;

/// A category of one dimension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// All of them together: the sum of the parts.
    Total,
    /// One of them. Those of one dimension do not overlap.
    Part(String),
}

/// One count of a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cell {
    /// A category for each dimension, in one order for all cells.
    pub key: Vec<Category>,
    /// How many.
    pub count: u64,
}

/// What is suppressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// The least count that is shown, apart from 0; at least 2.
    pub threshold: u64,
    /// A hidden count is given away by a range that reaches no further than this from it on either side; 0 for exact counts only.
    pub protection: u64,
}

impl Default for Policy {
    /// 1 to 10 suppressed; half of that as protection.
    fn default() -> Self {
        Self { threshold: THRESHOLD, protection: 5 }
    }
}

/// What becomes of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// The count is shown.
    Shown,
    /// Hidden, because it is small. For the house: readers get one mark for both kinds.
    Primary,
    /// Hidden, so that another one does not come back.
    Secondary,
}

impl Fate {
    /// True unless the count is shown.
    pub fn is_hidden(self) -> bool {
        self != Self::Shown
    }
}

/// A hidden count that a reader can work out, or nearly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recoverable {
    /// The position of the cell in the list, from 0.
    pub position: usize,
    /// The least that it can be, for all that is shown.
    pub lower: u64,
    /// The greatest that it can be; none if what is shown sets no end.
    pub upper: Option<u64>,
}

/// What a reader can work out of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// Hidden counts that are given away, by position.
    pub recoverable: Vec<Recoverable>,
    /// False if the table was too entangled to try all additions and subtractions over its lines in reasonable time, so that an exact count over
    /// many lines may have been overlooked. Single lines, one after the other, are always tried.
    pub is_exhaustive: bool,
    /// How many hidden cells hang together with more than 300, so that their ranges were worked out line by line only; all lines at once can leave less.
    pub by_lines_only: usize,
}

/// A table with what is hidden of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// What becomes of each cell, in the order given.
    pub fates: Vec<Fate>,
    /// The audit of the table as it is to be shown; nothing is recoverable.
    pub audit: Audit,
}

/// Decides which cells of a table are hidden.
///
/// Cells below the threshold are hidden first. Then, while some line has exactly one hidden cell, or a shown total whose hidden parts add up to less than
/// the threshold, the smallest shown part of the line that is not zero is hidden, the first by key among equals, or else its total. What [`audit`]
/// finds then is mended the same way, until it finds nothing. The order in which cells are given changes nothing.
///
/// A total without parts in the table binds nothing and is a cell like others; parts without a total too. Cells that are not given count as shown zeros.
///
/// # Errors
///
/// [`DomainError::Parameter`] for a threshold below 2; [`DomainError::AboveLimit`] beyond [`MAX_CELLS`] or [`MAX_DIMENSIONS`];
/// [`DomainError::RowLength`] for keys of different lengths; [`DomainError::SameCell`]; [`DomainError::CountTooLarge`];
/// [`DomainError::NotASum`] where parts do not add up to their total, as counts of persons who are in two parts do not: give such totals as a table apart.
pub fn suppress(cells: &[Cell], policy: Policy) -> Result<Suppressed, DomainError> {
    if policy.threshold < 2 {
        let requirement = "must be at least 2";
        return Err(DomainError::Parameter { name: "the threshold", requirement, value: policy.threshold as f64 });
    }
    let table = Table::new(cells)?;
    Ok(Suppressor::new(&table, policy).run())
}

/// Finds the hidden counts that a reader can work out: exactly, by additions and subtractions over the lines of the table; or as a range that reaches no
/// further than `protection` from the count on either side.
///
/// A range starts from 1, because zeros are shown, or from 0 if the table hides one; and each line narrows it by `part <= total - least other parts`,
/// `part >= total - greatest other parts`, until nothing moves. Where no more than 300 hidden cells hang together, the ends of the range are those of a linear
/// program over all of their lines.
///
/// # Errors
///
/// As [`suppress`]; [`DomainError::UnequalLengths`] if there is not one fate for each cell.
pub fn audit(cells: &[Cell], fates: &[Fate], protection: u64) -> Result<Audit, DomainError> {
    crate::series::same_length(cells.len(), fates.len())?;
    let table = Table::new(cells)?;
    let hidden: Vec<bool> = table.order().iter().map(|&position| fates[position].is_hidden()).collect();
    let reading = Reading::of(&table, &hidden, protection);
    Ok(reading.audit(&table, &reading.given_away(&table)))
}
