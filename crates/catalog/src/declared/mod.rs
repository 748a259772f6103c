//! Declarations: comparisons and claims as small files, checked before any number is looked at.
//!
//! A file is TOML. It names its series once, and then observations by `series @ period` or `figure ID`; every problem is told with its line.
//! The hash of a declaration is that of its bytes, so that it is fixed before data are joined.

mod analysis;
mod claim;
mod comparison;
pub(crate) mod reference;

use std::{fmt, sync::LazyLock};

use domain::comparison::Spec;

pub use claim::{ClaimEntry, read as read_claims};
pub use comparison::read as read_comparison;

/// The longest declaration that is read, in bytes.
pub const LONGEST: usize = 256 * 1024;

/// So many problems are told at most.
const MOST_PROBLEMS: usize = 100;

/// A problem of a declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, and what to write instead where that is known.
    pub message: String,
}

/// Why a declaration cannot be used: every problem that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidDeclaration(pub Vec<Problem>);

impl fmt::Display for InvalidDeclaration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, Problem { line, message }) in self.0.iter().enumerate() {
            let separator = if place == 0 { "" } else { "\n" };
            write!(f, "{separator}line {line}: {message}")?;
        }
        Ok(())
    }
}

impl std::error::Error for InvalidDeclaration {}

/// Collects problems by their place in the text.
#[derive(Debug)]
pub(crate) struct Problems<'a> {
    text: &'a str,
    found: Vec<Problem>,
}

impl<'a> Problems<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Self { text, found: Vec::new() }
    }

    /// A problem at a byte of the text.
    pub(crate) fn at(&mut self, byte: usize, message: String) {
        // What is wrong a hundred times is not told more often.
        if self.found.len() >= MOST_PROBLEMS {
            return;
        }
        let before = self.text.get(..byte).unwrap_or(self.text);
        self.found.push(Problem { line: before.matches('\n').count() + 1, message });
    }

    /// The problem of the TOML reader.
    pub(crate) fn form(text: &'a str, error: &toml::de::Error) -> InvalidDeclaration {
        let mut problems = Self::of(text);
        problems.at(error.span().map_or(0, |span| span.start), error.message().to_owned());
        InvalidDeclaration(problems.found)
    }

    /// `value` if nothing was found.
    pub(crate) fn or<T>(mut self, value: Option<T>) -> Result<T, InvalidDeclaration> {
        match value {
            Some(value) if self.found.is_empty() => Ok(value),
            _ => {
                self.found.sort_by(|a, b| (a.line, &a.message).cmp(&(b.line, &b.message)));
                // A row that is laid out for many periods finds its problem once for each.
                self.found.dedup();
                Err(InvalidDeclaration(self.found))
            }
        }
    }
}

macro_rules! built_in {
    ($($file:literal)+) => {
        /// File names and texts, in the order of pages.
        const FILES: &[(&str, &str)] = &[$(($file, include_str!(concat!("../../data/comparisons/", $file, ".toml"))),)+];
    };
}

built_in! {
    "assaults-per-officer"
    "ice-growth"
    "charges-and-claims"
    "force-and-assaults"
    "city-police"
    "border-patrol-by-year"
    "cbp-counting-units"
    "ice-and-cbp-staff"
}

static COMPARISONS: LazyLock<Vec<Spec>> = LazyLock::new(|| {
    let read = |(name, text): &(&str, &str)| {
        read_comparison(text).unwrap_or_else(|error| panic!("comparison {name} is part of the program and a test reads it:\n{error}"))
    };
    FILES.iter().map(read).collect()
});

/// The comparisons that come with the catalogue, in the order of pages.
pub fn comparisons() -> &'static [Spec] {
    &COMPARISONS
}

/// The text of a built-in declaration.
pub fn comparison_text(slug: &str) -> Option<&'static str> {
    FILES.iter().find(|(name, _)| *name == slug).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests;
