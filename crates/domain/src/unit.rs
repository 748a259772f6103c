//! Counting units: what one stands for when a publisher says a number.

use std::{fmt, str::FromStr};

macro_rules! units {
    ($($(#[$doc:meta])* $variant:ident = $slug:literal, $plural:literal;)+) => {
        /// What one counted thing is. Two units are never added, and divided only where a rate exists.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum CountingUnit {
            $($(#[$doc])* $variant,)+
        }

        impl CountingUnit {
            /// Every unit, in the order of the list.
            pub const ALL: &[CountingUnit] = &[$(CountingUnit::$variant,)+];

            /// The stable name.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)+ }
            }

            /// For people, in the plural.
            pub fn plural(self) -> &'static str {
                match self { $(Self::$variant => $plural,)+ }
            }
        }

        impl FromStr for CountingUnit {
            type Err = UnknownUnit;

            fn from_str(text: &str) -> Result<Self, UnknownUnit> {
                match text {
                    $($slug => Ok(Self::$variant),)+
                    _ => Err(UnknownUnit(text.chars().take(40).collect())),
                }
            }
        }
    };
}

/// Not one of the units that the project knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a counting unit")]
pub struct UnknownUnit(pub String);

units! {
    /// An event, however many took part.
    Incident = "incident", "incidents";
    /// An officer who was a victim; one officer can recur.
    Officer = "officer", "officers assaulted";
    /// One per officer, subject and object: CBP's "singular assaults".
    OfficerSubjectObject = "officer_subject_object", "officer × subject × object";
    /// An entry in a reporting system.
    Report = "report", "reports";
    /// What the publisher counts without saying.
    Unstated = "unstated", "events in an unstated unit";
    /// A charge against one defendant.
    Charge = "charge", "charges";
    /// A person charged in a case.
    Defendant = "defendant", "defendants";
    /// A court case.
    Case = "case", "cases";
    /// An investigative matter.
    Matter = "matter", "matters";
    /// An arrest.
    Arrest = "arrest", "arrests";
    /// An apprehension at or near the border.
    Apprehension = "apprehension", "apprehensions";
    /// A person.
    Person = "person", "persons";
    /// A detention stint.
    Stint = "stint", "stints";
    /// A detention stay.
    Stay = "stay", "stays";
    /// A person whom an agency at the border met; one person can be met again.
    Encounter = "encounter", "encounters";
    /// A removal, return or expulsion of a person; one person can be repatriated again.
    Repatriation = "repatriation", "repatriations";
    /// A day of a publisher's own average length.
    Day = "day", "days";
    /// Someone on the payroll.
    Employee = "employee", "employees";
    /// A publisher's own rate per 100 officers.
    Per100Officers = "per_100_officers", "per 100 officers";
    /// A publisher's own percentage.
    Percent = "percent", "percent";
    /// A vote that was counted.
    Vote = "vote", "votes";
    /// An encounter in person that an officer began.
    Contact = "contact", "contacts";
}

impl fmt::Display for CountingUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}
