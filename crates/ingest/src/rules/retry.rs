//! What an HTTP status means for a fetch, and how long to wait before the next attempt.

use std::time::Duration;

use domain::Instant;
use time::{OffsetDateTime, format_description::well_known::Rfc2822};

/// The longest wait between two attempts of one fetch.
const LONGEST_WAIT: Duration = Duration::from_mins(1);
/// The most that a server can put off the next fetch.
const LONGEST_PATIENCE: Duration = Duration::from_hours(24);

/// What follows from a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The bytes come.
    Body,
    /// The bytes are those of the last retrieval.
    NotModified,
    /// They are elsewhere.
    Redirect,
    /// Worth another attempt: the server is busy or broken for now.
    Again,
    /// The server will say the same again.
    Final,
}

/// Judges a status.
pub(crate) fn judge(status: u16) -> Answer {
    match status {
        // 206 and the like are no whole file, and none was asked for.
        200 | 203 => Answer::Body,
        304 => Answer::NotModified,
        301 | 302 | 303 | 307 | 308 => Answer::Redirect,
        408 | 425 | 429 | 500..=599 => Answer::Again,
        _ => Answer::Final,
    }
}

/// The wait after a failed attempt, counted from 1: `first`, doubled with each, between half and one and a half of it.
/// `jitter` is a random fraction in `[0, 1)`.
pub(crate) fn backoff(attempt: u32, first: Duration, jitter: f64) -> Duration {
    let doubled = first.saturating_mul(1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX));
    doubled.min(LONGEST_WAIT).mul_f64(0.5 + jitter.clamp(0.0, 1.0))
}

/// True if a server's wish is short enough to be waited for within one fetch.
pub(crate) fn is_short(wait: Duration) -> bool {
    wait <= LONGEST_WAIT
}

/// Reads `Retry-After` (RFC 9110, section 10.2.3), seconds or a date. At most a day; nonsense is no wish.
pub(crate) fn retry_after(text: &str, now: Instant) -> Option<Duration> {
    let text = text.trim();
    let wait = if text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty() {
        Duration::from_secs(text.parse().unwrap_or(u64::MAX))
    } else {
        let date = OffsetDateTime::parse(text, &Rfc2822).ok()?;
        let wait = date.unix_timestamp().saturating_mul(1000).saturating_sub(now.unix_millis());
        Duration::from_millis(u64::try_from(wait).unwrap_or(0))
    };
    Some(wait.min(LONGEST_PATIENCE))
}

#[cfg(test)]
mod tests {
    use super::{
        Answer::{Again, Body, Final, NotModified, Redirect},
        *,
    };

    #[test]
    fn statuses_are_told_apart() {
        let judged: Vec<Answer> = [200, 304, 302, 503, 429, 404, 403, 206, 204].map(judge).to_vec();
        assert_eq!(judged, [Body, NotModified, Redirect, Again, Again, Final, Final, Final, Final]);
    }

    #[test]
    fn waits_double_and_are_bounded() {
        let second = Duration::from_secs(1);
        assert_eq!(backoff(1, second, 0.5), second);
        assert_eq!(backoff(3, second, 0.5), 4 * second);
        assert_eq!(backoff(1, second, 0.0), second / 2);
        assert_eq!(backoff(40, second, 0.5), 60 * second);
    }

    #[test]
    fn a_servers_wish_is_read_in_both_forms_and_bounded() {
        let now = "1994-11-06T08:49:00Z".parse().expect("an instant");
        let seconds = |text: &str| retry_after(text, now).map(|wait| wait.as_secs());
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds(" 0 "), Some(0));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:37 GMT"), Some(37));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:48:00 GMT"), Some(0));
        assert_eq!(seconds("99999999999999999999999999"), Some(86_400));
        assert_eq!((seconds("soon"), seconds(""), seconds("-5")), (None, None, None));
    }
}
