//! The two sets of rules, and what the second mends.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Which rules make the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleSet {
    /// To the letter what the field publishes from the same files, quirks included.
    #[default]
    Published,
    /// Every quirk mended, each mend counted and explained.
    Corrected,
}

impl RuleSet {
    /// Rises whenever the same files would give other tables under these rules.
    pub fn version(self) -> u32 {
        match self {
            Self::Published | Self::Corrected => 1,
        }
    }

    /// `published` or `corrected`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Corrected => "corrected",
        }
    }
}

impl fmt::Display for RuleSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text names no set of rules.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no set of rules; there are `published` and `corrected`")]
pub struct UnknownRuleSet(String);

impl FromStr for RuleSet {
    type Err = UnknownRuleSet;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "published" => Ok(Self::Published),
            "corrected" => Ok(Self::Corrected),
            other => Err(UnknownRuleSet(other.to_owned())),
        }
    }
}

/// A quirk of the published rules that the corrected ones mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quirk {
    /// Rule 1.5.
    RowNumbersRunOn,
    /// Rule 2.4.
    RedactionSpelledOtherwise,
    /// Rule 3.2.
    StateOfAWordThatIsNoCode,
    /// Rule 5.1.
    MidnightWithoutTime,
    /// Rule 5.3.
    BondsOfOthersWithoutStint,
    /// Rule 5.5 with 6.5.
    BondLostWithSameDayStint,
    /// Rule 6.2.
    StayAcrossPeople,
    /// Rule 6.4.
    CutOffThatPassed,
    /// Rule 7.3.
    NoSecondChoice,
}

impl Quirk {
    /// The rule that has it.
    pub fn rule(self) -> &'static str {
        match self {
            Self::RowNumbersRunOn => "1.5",
            Self::RedactionSpelledOtherwise => "2.4",
            Self::StateOfAWordThatIsNoCode => "3.2",
            Self::MidnightWithoutTime => "5.1",
            Self::BondsOfOthersWithoutStint => "5.3",
            Self::BondLostWithSameDayStint => "5.5",
            Self::StayAcrossPeople => "6.2",
            Self::CutOffThatPassed => "6.4",
            Self::NoSecondChoice => "7.3",
        }
    }

    /// What the published rules do, and what the corrected ones do in its place.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::RowNumbersRunOn => {
                "Row numbers run on over equally named sheets of different files; corrected, they are those of the spreadsheet."
            }
            Self::RedactionSpelledOtherwise => {
                "Only two spellings of a redaction mark become missing; corrected, a value that consists of marks alone is missing however it is spelled."
            }
            Self::StateOfAWordThatIsNoCode => {
                "Words such as `in` and `or` are taken for codes of states, and `LA` at the beginning for Louisiana; corrected, a code is upper case or follows a comma, one that is a word too follows a comma or ends the site, and `LA` before `Field Office` and the like is Los Angeles."
            }
            Self::MidnightWithoutTime => {
                "Identifiers write an instant at exactly midnight without its time; corrected, every instant has its time."
            }
            Self::BondsOfOthersWithoutStint => {
                "Rows without a stint identifier share lowest bonds across people; corrected, each has its own."
            }
            Self::BondLostWithSameDayStint => {
                "A bond on a stint that is dropped as a duplicate of the day is lost to the stay; corrected, the stay keeps the lowest."
            }
            Self::StayAcrossPeople => "All stints without a stay identifier form one stay; corrected, each is a stay of its own.",
            Self::CutOffThatPassed => {
                "Open stints end at a constant of the code; corrected, at the end of the day as of which the release was made."
            }
            Self::NoSecondChoice => {
                "A stay that loses its arrest to a nearer stay gets no other, though one is in range; corrected, the nearest pairs that are left are joined."
            }
        }
    }
}

/// A mend, with what it changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Mend {
    /// What was mended.
    pub quirk: Quirk,
    /// How many cells or rows are otherwise than under the published rules.
    pub changed: u64,
}
