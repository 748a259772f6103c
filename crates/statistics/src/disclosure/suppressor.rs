//! Which cells are hidden so that the small ones stay hidden.

use std::collections::{BTreeSet, VecDeque};

use super::{Audit, Fate, Policy, Suppressed, reading::Reading, table::Table};

/// A table on its way to be shown.
pub(super) struct Suppressor<'a> {
    table: &'a Table,
    policy: Policy,
    fates: Vec<Fate>,
    /// Hidden cells of each line, the total among them.
    hidden_cells: Vec<usize>,
    /// The sum of the hidden parts of each line.
    hidden_sum: Vec<u64>,
    /// Lines to look at.
    waiting: VecDeque<usize>,
    is_waiting: Vec<bool>,
}

impl<'a> Suppressor<'a> {
    /// Hides the small counts.
    pub(super) fn new(table: &'a Table, policy: Policy) -> Self {
        let lines = table.lines().len();
        let mut new = Self {
            table,
            policy,
            fates: vec![Fate::Shown; table.counts().len()],
            hidden_cells: vec![0; lines],
            hidden_sum: vec![0; lines],
            waiting: VecDeque::new(),
            is_waiting: vec![false; lines],
        };
        for (place, &count) in table.counts().iter().enumerate() {
            if count > 0 && count < policy.threshold {
                new.hide(place, Fate::Primary);
            }
        }
        new
    }

    /// Hides complements until nothing comes back.
    pub(super) fn run(mut self) -> Suppressed {
        loop {
            self.complete_lines();
            let hidden: Vec<bool> = self.fates.iter().map(|fate| fate.is_hidden()).collect();
            let reading = Reading::of(self.table, &hidden, self.policy.protection);
            let given_away = reading.given_away(self.table);
            if !self.mend(&reading, &given_away) {
                let audit = reading.audit(self.table, &given_away);
                return self.done(audit);
            }
        }
    }

    fn done(self, audit: Audit) -> Suppressed {
        let mut fates = vec![Fate::Shown; self.fates.len()];
        for (&position, &fate) in self.table.order().iter().zip(&self.fates) {
            fates[position] = fate;
        }
        Suppressed { fates, audit }
    }

    fn hide(&mut self, place: usize, fate: Fate) {
        self.fates[place] = fate;
        for &line in self.table.lines_of(place) {
            self.hidden_cells[line] += 1;
            if self.table.lines()[line].total != place {
                self.hidden_sum[line] += self.table.counts()[place];
            }
            if !std::mem::replace(&mut self.is_waiting[line], true) {
                self.waiting.push_back(line);
            }
        }
    }

    /// Hides complements in lines from which a hidden cell follows by one subtraction, or a small sum of hidden cells.
    fn complete_lines(&mut self) {
        while let Some(line) = self.waiting.pop_front() {
            self.is_waiting[line] = false;
            while self.gives_away(line) {
                let Some(place) = self.candidate(line) else { break };
                self.hide(place, Fate::Secondary);
            }
        }
    }

    fn gives_away(&self, line: usize) -> bool {
        let shows_total = !self.fates[self.table.lines()[line].total].is_hidden();
        match self.hidden_cells[line] {
            0 => false,
            1 => true,
            _ => shows_total && self.hidden_sum[line] < self.policy.threshold,
        }
    }

    /// The shown cell of a line that is hidden next: its smallest part that is not zero, or else its total.
    fn candidate(&self, line: usize) -> Option<usize> {
        let part = self.shown_parts(line).min_by_key(|&part| (self.table.counts()[part], part));
        part.or_else(|| self.shown_total(line))
    }

    fn shown_parts(&self, line: usize) -> impl Iterator<Item = usize> {
        self.table.lines()[line].parts.iter().copied().filter(|&part| self.can_hide(part))
    }

    fn shown_total(&self, line: usize) -> Option<usize> {
        Some(self.table.lines()[line].total).filter(|&total| self.can_hide(total))
    }

    fn can_hide(&self, place: usize) -> bool {
        !self.fates[place].is_hidden() && self.table.counts()[place] > 0
    }

    /// Hides one more cell in each line that gives a hidden one away; false if there is nothing to mend.
    fn mend(&mut self, reading: &Reading, given_away: &[usize]) -> bool {
        let mut touched = BTreeSet::new();
        let mut is_mended = false;
        for &place in given_away {
            let lines = reading.binding(self.table, place);
            // What was hidden in one of them may have mended this one as well; the next reading tells.
            if lines.iter().any(|line| touched.contains(line)) {
                continue;
            }
            for line in lines {
                if let Some(next) = self.nearest(place, line) {
                    touched.extend(self.table.lines_of(next).iter().copied());
                    self.hide(next, Fate::Secondary);
                    is_mended = true;
                }
            }
        }
        is_mended
    }

    /// The best cell to hide in a line of `place`, or else in the lines of the hidden cells in it, and so on.
    ///
    /// A part whose lines hide something already comes first: it is tied to other unknowns at once and needs no complements of its own.
    fn nearest(&self, place: usize, line: usize) -> Option<usize> {
        let (mut seen, mut lines) = (BTreeSet::from([place]), BTreeSet::from([line]));
        loop {
            let loose = |place: usize| self.table.lines_of(place).iter().filter(|&&line| self.hidden_cells[line] == 0).count();
            let by_loss = |&place: &usize| (loose(place), self.table.counts()[place], place);
            let part = lines.iter().flat_map(|&line| self.shown_parts(line)).min_by_key(by_loss);
            let best = part.or_else(|| lines.iter().filter_map(|&line| self.shown_total(line)).min_by_key(by_loss));
            if best.is_some() {
                return best;
            }
            let ring: Vec<usize> = lines
                .iter()
                .flat_map(|&line| self.table.lines()[line].cells())
                .filter(|&cell| self.fates[cell].is_hidden() && seen.insert(cell))
                .collect();
            if ring.is_empty() {
                return None;
            }
            lines = ring.iter().flat_map(|&cell| self.table.lines_of(cell).iter().copied()).collect();
        }
    }
}
