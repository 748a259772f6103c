#![doc = include_str!("../README.md")]

mod calendar;
pub mod codebook;
pub mod counts;
mod facilities;
mod frame;
pub mod output;
mod parallel;
mod problem;
mod process;
mod progress;
pub mod quality;
mod release;
mod rules;
mod ruleset;
mod strings;
mod table;

pub use calendar::instant_text;
pub use facilities::{Facilities, FacilitiesError};
pub use problem::Problem;
pub use process::{Options, Release, process};
pub use progress::{Observer, Progress, Unobserved};
pub use release::cells::instant_of_text;
pub use release::{FileRead, Input, InputError, InputFile, RawTable, RefusedFile};
pub use rules::clean::{Availability, FieldType};
pub use ruleset::{Mend, Quirk, RuleSet, UnknownRuleSet};
pub use table::Table;
pub use workbook::Source;
