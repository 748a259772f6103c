//! The time of courts: in which zone a day begins, and when somebody is there to file.
//!
//! Feeds give instants, dockets give days in the court's own zone; taking the day in UTC moves evening filings to the next day.

use domain::{Date, Instant};
use jiff::{
    Timestamp, Zoned,
    civil::{Time, Weekday},
    tz::TimeZone,
};

/// The hours of a weekday in which a feed is expected to move, in court time.
const OPENS: Time = Time::constant(8, 0, 0, 0);
const CLOSES: Time = Time::constant(18, 0, 0, 0);

/// The zone of one court.
#[derive(Debug, Clone)]
pub(crate) struct CourtZone {
    zone: TimeZone,
}

impl CourtZone {
    /// The zone of the court with this code; none if the catalogue does not know it.
    pub(crate) fn of(court: &str) -> Option<Self> {
        let zone = TimeZone::get(catalog::zone_of_court(court)?).ok()?;
        Some(Self { zone })
    }

    /// The day on which an instant falls in this court.
    pub(crate) fn date(&self, at: Instant) -> Option<Date> {
        let local = self.local(at)?;
        Date::new(i32::from(local.year()), u8::try_from(local.month()).ok()?, u8::try_from(local.day()).ok()?)
    }

    /// The first instant of a day in this court.
    pub(crate) fn start_of(&self, date: Date) -> Option<Instant> {
        let day = civil(date)?.to_zoned(self.zone.clone()).ok()?;
        Some(Instant::from_unix_millis(day.timestamp().as_millisecond()))
    }

    /// The court hours of a day, half-open; none on a weekend. Holidays are not known, and count as days on which nothing was filed.
    pub(crate) fn hours_of(&self, date: Date) -> Option<(Instant, Instant)> {
        let day = civil(date)?;
        if matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            return None;
        }
        let at = |time: Time| {
            let zoned = day.to_datetime(time).to_zoned(self.zone.clone()).ok()?;
            Some(Instant::from_unix_millis(zoned.timestamp().as_millisecond()))
        };
        Some((at(OPENS)?, at(CLOSES)?))
    }

    /// Milliseconds of court hours between two instants; none are there backwards. Looks at a year at most.
    pub(crate) fn court_millis(&self, from: Instant, to: Instant) -> i64 {
        const MOST_DAYS: usize = 366;
        let (Some(first), true) = (self.date(from), from < to) else { return 0 };
        let mut day = first;
        let mut sum = 0;
        for _ in 0..MOST_DAYS {
            match self.start_of(day) {
                Some(start) if start < to => {}
                _ => break,
            }
            if let Some((opens, closes)) = self.hours_of(day) {
                let (start, end) = (opens.max(from), closes.min(to));
                sum += (end.unix_millis() - start.unix_millis()).max(0);
            }
            day = day.next();
        }
        sum
    }

    /// Whether somebody is there to file.
    pub(crate) fn is_open(&self, at: Instant) -> bool {
        self.date(at).and_then(|day| self.hours_of(day)).is_some_and(|(opens, closes)| opens <= at && at < closes)
    }

    fn local(&self, at: Instant) -> Option<Zoned> {
        Some(Timestamp::from_millisecond(at.unix_millis()).ok()?.to_zoned(self.zone.clone()))
    }
}

fn civil(date: Date) -> Option<jiff::civil::Date> {
    jiff::civil::Date::new(i16::try_from(date.year()).ok()?, i8::try_from(date.month()).ok()?, i8::try_from(date.day()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    #[track_caller]
    fn check(court: &str, instant: &str, wanted: &str) {
        let zone = CourtZone::of(court).expect("a court");
        let date = zone.date(at(instant)).expect("a day");
        let open = if zone.is_open(at(instant)) { "open" } else { "closed" };
        assert_eq!(format!("{date} {open}"), wanted, "{court} {instant}");
    }

    #[test]
    fn an_evening_filing_keeps_its_day() {
        check("nyed", "2018-05-23T01:10:04Z", "2018-05-22 closed");
        check("nyed", "2018-05-22T22:10:04Z", "2018-05-22 closed");
        check("nyed", "2018-05-22T21:10:04Z", "2018-05-22 open");
        check("cacd", "2026-01-09T02:00:00Z", "2026-01-08 closed");
        check("gud", "2026-01-08T22:30:00Z", "2026-01-09 open");
        // Arizona keeps standard time.
        check("azd", "2026-07-06T14:59:00Z", "2026-07-06 closed");
        check("azd", "2026-07-06T15:00:00Z", "2026-07-06 open");
        assert!(CourtZone::of("zzz").is_none());
    }

    #[test]
    fn only_court_hours_make_a_feed_old() {
        let hours = |from: &str, to: &str| CourtZone::of("nysd").expect("a court").court_millis(at(from), at(to)) / 60_000;
        assert_eq!(hours("2026-11-25T15:00:00Z", "2026-11-25T17:30:00Z"), 150, "within a day");
        assert_eq!(hours("2026-11-27T22:00:00Z", "2026-11-30T14:00:00Z"), 120, "over a weekend: an hour on Friday, an hour on Monday");
        assert_eq!(hours("2026-11-28T00:00:00Z", "2026-11-29T23:00:00Z"), 0, "a weekend");
        assert_eq!(hours("2026-11-25T17:30:00Z", "2026-11-25T15:00:00Z"), 0, "backwards");
    }
}
