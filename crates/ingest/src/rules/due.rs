//! When a scheduled fetch is due again.

use std::time::Duration;

use domain::Instant;

/// After a failure the next try comes after this at the earliest; it doubles with each failure in a row.
const FIRST_DELAY: Duration = Duration::from_mins(5);
/// What jitter adds at most, as a share of the interval: those who share an interval do not all come in the same second.
const JITTER_SHARE: f64 = 0.1;

/// The next fetch after one that succeeded. `jitter` is a random fraction in `[0, 1)`.
pub(crate) fn after_success(now: Instant, every: Duration, jitter: f64) -> Instant {
    later(now, stretched(every, jitter))
}

/// The next fetch after `failures` failures in a row (at least one): sooner than usual at first, then growing up to the interval.
/// `not_before` is what the server asked for.
pub(crate) fn after_failure(now: Instant, every: Duration, failures: u32, not_before: Duration, jitter: f64) -> Instant {
    let doubled = FIRST_DELAY.saturating_mul(1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX));
    later(now, stretched(doubled.min(every), jitter).max(not_before))
}

/// An instant so much later; the end of time if there is none.
pub(crate) fn later(now: Instant, delay: Duration) -> Instant {
    Instant::from_unix_millis(now.unix_millis().saturating_add(i64::try_from(delay.as_millis()).unwrap_or(i64::MAX)))
}

fn stretched(delay: Duration, jitter: f64) -> Duration {
    // Longer than a century would only overflow.
    delay.min(Duration::from_secs(3_200_000_000)).mul_f64(1.0 + JITTER_SHARE * jitter.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_hours(24);

    fn noon() -> Instant {
        "2026-01-08T12:00:00Z".parse().expect("an instant")
    }

    #[test]
    fn jitter_only_adds_and_at_most_a_tenth() {
        assert_eq!(after_success(noon(), DAY, 0.0).to_string(), "2026-01-09T12:00:00.000Z");
        assert_eq!(after_success(noon(), DAY, 0.5).to_string(), "2026-01-09T13:12:00.000Z");
        assert_eq!(after_success(noon(), DAY, 1.0).to_string(), "2026-01-09T14:24:00.000Z");
    }

    #[test]
    fn failures_are_tried_again_sooner_but_never_more_often_than_the_interval_doubles() {
        let after = |failures| after_failure(noon(), DAY, failures, Duration::ZERO, 0.0).to_string();
        assert_eq!(after(1), "2026-01-08T12:05:00.000Z");
        assert_eq!(after(3), "2026-01-08T12:20:00.000Z");
        assert_eq!(after(40), "2026-01-09T12:00:00.000Z");
        let hourly = after_failure(noon(), Duration::from_mins(1), 1, Duration::ZERO, 0.0);
        assert_eq!(hourly.to_string(), "2026-01-08T12:01:00.000Z");
    }

    #[test]
    fn a_server_that_asks_for_patience_gets_it() {
        let asked = after_failure(noon(), Duration::from_mins(1), 1, Duration::from_hours(2), 0.0);
        assert_eq!(asked.to_string(), "2026-01-08T14:00:00.000Z");
    }

    #[test]
    fn an_absurd_interval_ends_at_the_end_of_time() {
        let far = after_success(Instant::MAX, Duration::MAX, 1.0);
        assert_eq!(far, Instant::MAX);
    }
}
