//! Whether a file of an inbox is still being written.

use domain::Instant;

/// How long a file must rest before it is read.
const REST_MILLIS: i64 = 400;

/// What tells one state of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Length in bytes.
    pub(crate) size_bytes: u64,
    /// Last change, nanoseconds since 1970-01-01T00:00:00Z.
    pub(crate) modified_nanos: i64,
}

/// True if the file has rested. A change in the future (another machine's clock, an archive) says nothing about rest; such a file
/// is taken when two scans in a row see the same.
pub(crate) fn settled(now: Instant, stamp: Stamp, last_scan: Option<Stamp>) -> bool {
    let rested = now.unix_millis().saturating_sub(stamp.modified_nanos.div_euclid(1_000_000));
    if rested < 0 { last_scan == Some(stamp) } else { rested >= REST_MILLIS }
}

/// True for names that a person or a program gives to what is not finished or not meant to be seen.
pub(crate) fn is_passed_over(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with('.')
        || name.starts_with("~$")
        || [".part", ".tmp", ".crdownload", ".partial", "~"].iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(modified_millis: i64) -> Stamp {
        Stamp { size_bytes: 5, modified_nanos: modified_millis * 1_000_000 }
    }

    #[test]
    fn a_file_rests_before_it_is_read() {
        let now = Instant::from_unix_millis(10_000);
        assert!(!settled(now, stamp(9_999), None));
        assert!(!settled(now, stamp(9_601), Some(stamp(9_601))));
        assert!(settled(now, stamp(9_600), None));
        assert!(settled(now, stamp(-5), None));
    }

    #[test]
    fn a_change_in_the_future_is_believed_when_it_is_seen_twice() {
        let now = Instant::from_unix_millis(10_000);
        assert!(!settled(now, stamp(99_000), None));
        assert!(!settled(now, stamp(99_000), Some(stamp(98_000))));
        assert!(settled(now, stamp(99_000), Some(stamp(99_000))));
    }

    #[test]
    fn unfinished_and_hidden_names_are_passed_over() {
        let passed: Vec<&str> = [".hidden", "a.csv.part", "a.csv~", "~$book.xlsx", "A.TMP", "a.csv", "part.csv", "a~b.csv"]
            .into_iter()
            .filter(|name| is_passed_over(name))
            .collect();
        assert_eq!(passed, [".hidden", "a.csv.part", "a.csv~", "~$book.xlsx", "A.TMP"]);
    }
}
