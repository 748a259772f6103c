//! When CourtListener is down on purpose: Thursdays from 21 to 24 o'clock in California.

use std::time::Duration;

use domain::Instant;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset, Weekday};

/// Hours of the day, half-open.
const HOURS: std::ops::Range<u8> = 21..24;

/// The end of the maintenance, if it is going on.
pub(crate) fn until(now: Instant) -> Option<Instant> {
    let moment = OffsetDateTime::UNIX_EPOCH + time::Duration::milliseconds(now.unix_millis());
    let local = moment.to_offset(offset(moment));
    let is_on = local.weekday() == Weekday::Thursday && HOURS.contains(&local.hour());
    is_on.then(|| {
        let since_midnight =
            Duration::from_secs(u64::from(local.hour()) * 3600 + u64::from(local.minute()) * 60 + u64::from(local.second()));
        let left = Duration::from_hours(24).saturating_sub(since_midnight);
        Instant::from_unix_millis(now.unix_millis() - now.unix_millis().rem_euclid(1000) + i64::try_from(left.as_millis()).unwrap_or(0))
    })
}

/// California's distance from UTC: daylight time from the second Sunday of March to the first of November, each at two o'clock (Energy Policy Act
/// of 2005, §110).
fn offset(moment: OffsetDateTime) -> UtcOffset {
    let standard = UtcOffset::from_hms(-8, 0, 0).unwrap_or(UtcOffset::UTC);
    let daylight = UtcOffset::from_hms(-7, 0, 0).unwrap_or(UtcOffset::UTC);
    let year = moment.to_offset(standard).year();
    let begins = sunday(year, Month::March, 2).map(|day| at_two(day).assume_offset(standard));
    let ends = sunday(year, Month::November, 1).map(|day| at_two(day).assume_offset(daylight));
    match (begins, ends) {
        (Some(begins), Some(ends)) if begins <= moment && moment < ends => daylight,
        _ => standard,
    }
}

fn at_two(day: Date) -> PrimitiveDateTime {
    PrimitiveDateTime::new(day, Time::MIDNIGHT) + time::Duration::hours(2)
}

fn sunday(year: i32, month: Month, number: u8) -> Option<Date> {
    let first = Date::from_calendar_date(year, month, 1).ok()?;
    let to_sunday = (7 - first.weekday().number_days_from_sunday()) % 7;
    Date::from_calendar_date(year, month, 1 + to_sunday + 7 * number.checked_sub(1)?).ok()
}
