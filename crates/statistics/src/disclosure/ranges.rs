//! What hidden counts can be, line by line, until nothing moves.

use std::collections::VecDeque;

use super::table::Table;

/// The work after which ranges are left as they are: so many visits for each line. What is left is wider than what more visits would give.
const VISITS_PER_LINE: usize = 200;

/// What a count can be; no end if what is shown sets none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) lower: u64,
    pub(super) upper: Option<u64>,
}

/// The hidden cells of a line, and what the shown parts of it add up to.
struct Hidden {
    total: usize,
    parts: Vec<usize>,
    shown: u64,
}

/// The range of every cell; that of a shown one is its count, and hidden ones are at least `least`.
pub(super) fn of(table: &Table, hidden: &[bool], least: u64) -> Vec<Range> {
    let start = |(&count, &hidden): (&u64, &bool)| {
        if hidden { Range { lower: least, upper: None } } else { Range { lower: count, upper: Some(count) } }
    };
    let mut ranges: Vec<Range> = table.counts().iter().zip(hidden).map(start).collect();
    let lines: Vec<Hidden> = table
        .lines()
        .iter()
        .map(|line| Hidden {
            total: line.total,
            parts: line.parts.iter().copied().filter(|&part| hidden[part]).collect(),
            shown: line.parts.iter().filter(|&&part| !hidden[part]).map(|&part| table.counts()[part]).sum(),
        })
        .collect();
    let mut waiting: VecDeque<usize> =
        (0..lines.len()).filter(|&line| hidden[lines[line].total] || !lines[line].parts.is_empty()).collect();
    let mut is_waiting = vec![true; lines.len()];
    let mut visits = VISITS_PER_LINE * lines.len();
    let mut moved = Vec::new();
    while let Some(line) = waiting.pop_front() {
        is_waiting[line] = false;
        if visits == 0 {
            break;
        }
        visits -= 1;
        narrow(&lines[line], &mut ranges, &mut moved);
        for cell in moved.drain(..) {
            for &other in table.lines_of(cell) {
                if !std::mem::replace(&mut is_waiting[other], true) {
                    waiting.push_back(other);
                }
            }
        }
    }
    ranges
}

/// Narrows the ranges of a line's hidden cells by each other; `moved` gets those that did.
fn narrow(line: &Hidden, ranges: &mut [Range], moved: &mut Vec<usize>) {
    let mut update = |ranges: &mut [Range], cell: usize, lower: u64, upper: Option<u64>| {
        let old = ranges[cell];
        let new = Range { lower: old.lower.max(lower), upper: [old.upper, upper].into_iter().flatten().min() };
        if new != old {
            ranges[cell] = new;
            moved.push(cell);
        }
    };
    let least = line.parts.iter().fold(line.shown, |sum, &part| sum + ranges[part].lower);
    let ends: Vec<Option<u64>> = line.parts.iter().map(|&part| ranges[part].upper).collect();
    let endless = ends.iter().filter(|end| end.is_none()).count();
    let greatest = line.shown + ends.iter().flatten().sum::<u64>();
    update(ranges, line.total, least, (endless == 0).then_some(greatest));
    let total = ranges[line.total];
    for (&part, end) in line.parts.iter().zip(&ends) {
        let own = ranges[part];
        // All others have an end if none is endless, or this one alone is.
        let others = match end {
            Some(end) => (endless == 0).then(|| greatest - end),
            None => (endless == 1).then_some(greatest),
        };
        let lower = others.map_or(0, |others| total.lower.saturating_sub(others));
        let upper = total.upper.map(|total| total.saturating_sub(least - own.lower));
        update(ranges, part, lower, upper);
    }
}
