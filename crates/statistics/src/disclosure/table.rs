//! A table as its cells in the order of their keys, and the lines that bind them.

use std::collections::BTreeSet;

use super::{Category, Cell, MAX_CELLS, MAX_DIMENSIONS};
use crate::DomainError;
use crate::input::count;

/// A total and its parts along one dimension, all other categories fixed; by place in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) total: usize,
    pub(super) parts: Vec<usize>,
}

impl Line {
    /// The total and the parts.
    pub(super) fn cells(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.total).chain(self.parts.iter().copied())
    }
}

/// Cells in the order of their keys, whatever order they were given in.
#[derive(Debug)]
pub(super) struct Table {
    counts: Vec<u64>,
    order: Vec<usize>,
    lines: Vec<Line>,
    of_cell: Vec<Vec<usize>>,
}

impl Table {
    /// Checks the cells and finds their lines.
    pub(super) fn new(cells: &[Cell]) -> Result<Self, DomainError> {
        let dimensions = cells.first().map_or(0, |cell| cell.key.len());
        for (what, given, limit) in [("cells", cells.len(), MAX_CELLS), ("dimensions", dimensions, MAX_DIMENSIONS)] {
            if given > limit {
                return Err(DomainError::AboveLimit { what, given: given as u64, limit: limit as u64 });
            }
        }
        for cell in cells {
            count(cell.count)?;
            if cell.key.len() != dimensions {
                return Err(DomainError::RowLength { expected: dimensions, given: cell.key.len() });
            }
        }
        let keys = numbered(cells, dimensions);
        let mut order: Vec<usize> = (0..cells.len()).collect();
        order.sort_by(|&one, &other| keys[one].cmp(&keys[other]));
        if let Some(pair) = order.windows(2).find(|pair| keys[pair[0]] == keys[pair[1]]) {
            return Err(DomainError::SameCell { first: pair[0].min(pair[1]), second: pair[0].max(pair[1]) });
        }
        let keys: Vec<&[u32]> = order.iter().map(|&position| keys[position].as_slice()).collect();
        let counts: Vec<u64> = order.iter().map(|&position| cells[position].count).collect();
        let mut lines = Vec::new();
        for dimension in 0..dimensions {
            along(&keys, dimension, &mut lines);
        }
        let mut of_cell = vec![Vec::new(); counts.len()];
        for (number, line) in lines.iter().enumerate() {
            let (total, parts) = (counts[line.total], line.parts.iter().map(|&part| counts[part]).sum());
            if total != parts {
                return Err(DomainError::NotASum { position: order[line.total], total, parts });
            }
            for cell in line.cells() {
                of_cell[cell].push(number);
            }
        }
        Ok(Self { counts, order, lines, of_cell })
    }

    /// The counts by place.
    pub(super) fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// Where each place was given.
    pub(super) fn order(&self) -> &[usize] {
        &self.order
    }

    /// All lines.
    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The numbers of the lines of a cell.
    pub(super) fn lines_of(&self, place: usize) -> &[usize] {
        &self.of_cell[place]
    }
}

/// Keys as numbers in the order of the categories, the total being 0.
fn numbered(cells: &[Cell], dimensions: usize) -> Vec<Vec<u32>> {
    let mut keys = vec![Vec::with_capacity(dimensions); cells.len()];
    for dimension in 0..dimensions {
        let parts: BTreeSet<&str> = cells.iter().filter_map(|cell| name(&cell.key[dimension])).collect();
        let parts: Vec<&str> = parts.into_iter().collect();
        for (cell, key) in cells.iter().zip(&mut keys) {
            let number = name(&cell.key[dimension]).map_or(0, |part| 1 + parts.partition_point(|&other| other < part));
            key.push(u32::try_from(number).unwrap_or(u32::MAX));
        }
    }
    keys
}

fn name(category: &Category) -> Option<&str> {
    match category {
        Category::Total => None,
        Category::Part(name) => Some(name),
    }
}

/// The lines along one dimension: cells that agree in all others, where there are a total and at least one part.
fn along(keys: &[&[u32]], dimension: usize, lines: &mut Vec<Line>) {
    let rest = |place: usize| keys[place][..dimension].iter().chain(&keys[place][dimension + 1..]);
    let mut places: Vec<usize> = (0..keys.len()).collect();
    places.sort_by(|&one, &other| rest(one).cmp(rest(other)).then(keys[one][dimension].cmp(&keys[other][dimension])));
    for line in places.chunk_by(|&one, &other| rest(one).eq(rest(other))) {
        if let [total, parts @ ..] = line
            && keys[*total][dimension] == 0
            && !parts.is_empty()
        {
            lines.push(Line { total: *total, parts: parts.to_vec() });
        }
    }
}
