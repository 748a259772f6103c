//! Names with a grammar: slugs, paths and hashes, checked once when they are made.

use std::{fmt, str::FromStr};

/// Why a text is not a name of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a {kind}: {rule}")]
pub struct InvalidName {
    /// What was wanted, for example "source".
    pub kind: &'static str,
    /// The text that was given, cut at 80 characters.
    pub text: String,
    /// The rule that it breaks.
    pub rule: &'static str,
}

/// A segment: lower-case letters, digits, `-` and `_`, neither empty nor longer than 96.
fn is_segment(text: &str) -> bool {
    (1..=96).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

fn is_path(text: &str) -> bool {
    text.len() <= 240 && text.split('/').all(is_segment)
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

macro_rules! name {
    ($(#[$doc:meta])* $type:ident, $kind:literal, $check:ident, $rule:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(String);

        impl $type {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $type {
            type Err = InvalidName;

            fn from_str(text: &str) -> Result<Self, InvalidName> {
                if $check(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(InvalidName { kind: $kind, text: text.chars().take(80).collect(), rule: $rule })
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name!(
    /// Slug of a source, one data set of one publisher: `cbp-assault-incidents`.
    SourceSlug, "source", is_segment, "lower-case letters, digits, `-` and `_`"
);
name!(
    /// What is counted: `assaults_on_officers`, or narrower, `assaults_on_officers/vehicle`.
    Measure, "measure", is_path, "segments of lower-case letters, digits, `-` and `_`, joined by `/`"
);
name!(
    /// Whom it is about, as a path: `us/dhs/cbp/usbp`.
    Population, "population", is_path, "segments of lower-case letters, digits, `-` and `_`, joined by `/`"
);
name!(
    /// Where: `us`, `us-tx`, `county/48201`, `district/nysd`, `sector/rio-grande-valley`.
    Geography, "geography", is_path, "segments of lower-case letters, digits, `-` and `_`, joined by `/`"
);
name!(
    /// Slug of a definition: how a publisher counts.
    DefinitionSlug, "definition", is_segment, "lower-case letters, digits, `-` and `_`"
);
name!(
    /// SHA-256 of a snapshot's bytes, in lower-case hexadecimal.
    SnapshotHash, "SHA-256", is_sha256, "64 lower-case hexadecimal digits"
);

/// Makes a segment of a path out of a publisher's label: `Rio Grande Valley Sector` → `rio-grande-valley-sector`.
/// Nothing usable in the label gives `unnamed`, so that a row keeps its place.
pub fn segment(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    for c in label.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c != '.' && c != '\'' && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() >= 90 {
            break;
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() { "unnamed".to_owned() } else { out.to_owned() }
}

impl Population {
    /// True if this population is `other` or lies within it.
    pub fn is_within(&self, other: &Population) -> bool {
        self.0 == other.0 || (self.0.starts_with(&other.0) && self.0.as_bytes()[other.0.len()] == b'/')
    }
}

impl SnapshotHash {
    /// The first twelve digits, for people; addresses always carry the whole hash.
    pub fn short(&self) -> &str {
        &self.0[..12]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_checked_and_the_error_says_the_rule() {
        assert!("cbp-assault-incidents".parse::<SourceSlug>().is_ok());
        assert_eq!(
            "CBP".parse::<SourceSlug>().expect_err("upper case").to_string(),
            "`CBP` is not a source: lower-case letters, digits, `-` and `_`"
        );
        assert!("us//ice".parse::<Population>().is_err());
        assert!("../etc".parse::<Geography>().is_err());
        assert!("abc".parse::<SnapshotHash>().is_err());
    }

    #[test]
    fn a_label_becomes_a_segment() {
        assert_eq!(segment("U.S. Border Patrol"), "us-border-patrol");
        assert_eq!(segment("Training, Safety, And Standards Directorate"), "training-safety-and-standards-directorate");
        assert_eq!(segment("  "), "unnamed");
    }

    #[test]
    fn a_population_lies_within_its_prefix_but_not_within_a_namesake() {
        let path = |text: &str| text.parse::<Population>().expect("a path");
        assert!(path("us/dhs/ice/ero").is_within(&path("us/dhs/ice")));
        assert!(!path("us/dhs/icebox").is_within(&path("us/dhs/ice")));
    }
}
