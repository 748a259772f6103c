//! How a publisher counts: the axes along which two definitions can differ.

use crate::{CountingUnit, DefinitionSlug};

/// Whether something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Inclusion {
    /// Counted.
    Included,
    /// Not counted.
    Excluded,
    /// The publisher does not say.
    Unstated,
}

impl Inclusion {
    /// The word on pages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Included => "included",
            Self::Excluded => "excluded",
            Self::Unstated => "unstated",
        }
    }
}

/// A definition: the axes on which instruments differ. Texts are short and in the project's words; "unstated" where the publisher is silent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Stable name.
    pub slug: DefinitionSlug,
    /// For a heading.
    pub title: String,
    /// What is counted, with what the publisher says and leaves open.
    pub text: String,
    /// What one stands for.
    pub unit: CountingUnit,
    /// Whether threats count.
    pub threats: Inclusion,
    /// Whether attempts count.
    pub attempts: Inclusion,
    /// The least that counts.
    pub least_severity: String,
    /// Whose officers, or which people.
    pub population: String,
    /// On duty, off duty or both.
    pub duty_status: String,
    /// By which date an event falls into a period: of the event, the report, the filing.
    pub date_basis: String,
    /// When an agency or a period is in the figures at all.
    pub completeness: String,
    /// Whether figures change after they were published.
    pub revisable: Inclusion,
    /// Where the publisher says so.
    pub citations: Vec<String>,
}
