//! What could not be read, and where; bounded, so that a hostile file cannot fill the memory.

use serde::Serialize;

/// Problems that are listed one by one; those after them are counted.
const MOST_PROBLEMS: usize = 1_000;

/// Something in a file that could not be read, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Name of the file.
    pub file: String,
    /// Sheet, row, cell or column.
    pub locator: String,
    /// One sentence.
    pub message: String,
}

/// Collects problems.
#[derive(Debug, Default, Clone)]
pub(crate) struct Problems {
    kept: Vec<Problem>,
    further: u64,
}

impl Problems {
    pub(crate) fn report(&mut self, file: &str, locator: impl Into<String>, message: impl Into<String>) {
        if self.kept.len() < MOST_PROBLEMS {
            self.kept.push(Problem { file: file.to_owned(), locator: locator.into(), message: message.into() });
        } else {
            self.further += 1;
        }
    }

    pub(crate) fn extend(&mut self, others: Self) {
        self.further += others.further;
        for Problem { file, locator, message } in others.kept {
            self.report(&file, locator, message);
        }
    }

    pub(crate) fn finish(mut self) -> Vec<Problem> {
        if let Some(last) = self.kept.last().filter(|_| self.further > 0) {
            let (file, locator) = (last.file.clone(), last.locator.clone());
            let message = format!("{} further problems are not listed; this is the place of the last that is", self.further);
            self.kept.push(Problem { file, locator, message });
        }
        self.kept
    }
}
