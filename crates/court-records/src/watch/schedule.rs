//! When a webhook is tried again, and when it is given up; and which day a digest is of.

use std::time::Duration;

use domain::Instant;

const SECOND: u64 = 1;
const MINUTE: u64 = 60;
const HOUR: u64 = 3600;

/// Seconds after the first attempt that failed, the second, and so on: together a little more than 23 hours.
const DELAYS: [u64; 9] = [5 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 8 * HOUR];

/// Attempts that one delivery is given, the first included.
pub(crate) const MOST_ATTEMPTS: i32 = 10;

/// The wait after so many failed attempts in a row, counted from 1.
pub(crate) fn delay(failures: i32) -> Duration {
    let place = usize::try_from(failures.saturating_sub(1)).unwrap_or_default();
    Duration::from_secs(DELAYS.get(place).or(DELAYS.last()).copied().unwrap_or(HOUR))
}

/// An instant later.
pub(crate) fn after(now: Instant, wait: Duration) -> Instant {
    Instant::from_unix_millis(now.unix_millis().saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)))
}

/// The first instant of a day in UTC, and the date of the day before, whose digest is due from then on.
pub(crate) fn digest_at(now: Instant) -> (Instant, String) {
    const DAY: i64 = 24 * 3600 * 1000;
    let midnight = now.unix_millis().div_euclid(DAY).saturating_mul(DAY);
    let before = Instant::from_unix_millis(midnight.saturating_sub(1)).to_string();
    (Instant::from_unix_millis(midnight), before.get(..10).unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_spread_over_a_day() {
        let waits: Vec<Duration> = (1..MOST_ATTEMPTS).map(delay).collect();
        assert!(waits.is_sorted(), "{waits:?}");
        let hours = waits.iter().sum::<Duration>().as_secs() / HOUR;
        assert_eq!((waits.len(), hours), (9, 23));
        assert_eq!((delay(0), delay(99)), (delay(1), delay(9)));
    }

    #[test]
    fn a_digest_is_of_the_day_that_ended() {
        let at = |text: &str| {
            let (midnight, day) = digest_at(text.parse().expect("an instant"));
            format!("{midnight} {day}")
        };
        assert_eq!(at("2026-01-07T00:00:00Z"), "2026-01-07T00:00:00.000Z 2026-01-06");
        assert_eq!(at("2026-03-01T23:59:59.999Z"), "2026-03-01T00:00:00.000Z 2026-02-28");
    }
}
