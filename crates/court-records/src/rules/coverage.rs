//! What the feed of a court could show: which kinds of entries, how far back each snapshot looks, and where nothing looked.
//!
//! Without charging documents in it a feed cannot show a new prosecution, and what no snapshot looks back on was never seen. So silence is a number only
//! where both are known; everywhere else it is missing, with the reason.

use domain::{Date, Instant};

use super::court_time::CourtZone;

/// What a clerk exposes of new prosecutions, by the channel's own description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Coverage {
    /// Everything, or charging documents by name.
    Charges,
    /// Some charging documents, in words that do not promise all.
    Limited,
    /// None.
    NoCharges,
    /// The description says nothing.
    Unknown,
    /// No feed of this court was ever read.
    NoFeed,
}

impl Coverage {
    /// As it is on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Charges => "charges",
            Self::Limited => "limited",
            Self::NoCharges => "no_charges",
            Self::Unknown => "unknown",
            Self::NoFeed => "no_feed",
        }
    }

    /// By the description of a channel: `all`, a list of event types, or a sentence.
    pub(crate) fn of(shows: &str) -> Self {
        let shows = shows.trim().to_ascii_lowercase();
        if shows.is_empty() {
            return Self::Unknown;
        }
        let types: Vec<&str> = shows.split(',').map(str::trim).collect();
        if types.iter().any(|name| matches!(*name, "all" | "charge-cr")) {
            return Self::Charges;
        }
        let names = |word: &str| shows.split(|c: char| !c.is_alphanumeric()).any(|part| part.strip_suffix('s').unwrap_or(part) == word);
        let is_sentence = types.len() <= 3 && shows.contains(' ');
        if is_sentence && ["complaint", "indictment", "information"].into_iter().any(names) { Self::Limited } else { Self::NoCharges }
    }

    /// Why there is no number under it; none if there can be one.
    fn missing(self, shows: &str) -> Option<String> {
        let cut: String = shows.chars().take(120).collect();
        match self {
            Self::Charges => None,
            Self::Limited => Some(format!("the feed shows a part of the charging documents only: {cut}")),
            Self::NoCharges => Some(format!("the feed shows no charging documents: {cut}")),
            Self::Unknown => Some("the feed does not say what it shows".to_owned()),
            Self::NoFeed => Some("no feed of this court was read".to_owned()),
        }
    }
}

/// A snapshot of a feed, as far as coverage needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Poll {
    /// Its first retrieval.
    pub(crate) retrieved_at: Instant,
    /// When the court says that it made it.
    pub(crate) built_at: Option<Instant>,
    /// The first and last instant of its items.
    pub(crate) entered: Option<(Instant, Instant)>,
    /// How many items.
    pub(crate) items: u32,
    /// The channel's description.
    pub(crate) shows: String,
    /// Hash.
    pub(crate) snapshot: String,
}

/// Feeds look back about a day, or up to a number of entries. No court says the number; a feed of so many items may be cut off at its oldest.
const CAPPED_ITEMS: u32 = 250;
const LOOKS_BACK_MILLIS: i64 = 24 * 3_600_000;

/// Clocks of courts wobble by about a minute.
const WOBBLE_MILLIS: i64 = 5 * 60_000;

/// An hour that nothing looked at for longer is a gap.
pub(crate) const GAP_MILLIS: i64 = 15 * 60_000;

impl Poll {
    /// Whether the date of the feed can be believed: it is not older than its items, and not from the future.
    pub(crate) fn is_dated(&self) -> bool {
        let Some(built) = self.built_at else { return false };
        // An item from the future says nothing of the feed's clock.
        let now = self.retrieved_at.unix_millis() + WOBBLE_MILLIS;
        let latest = self.entered.map(|(_, latest)| latest.unix_millis()).filter(|latest| *latest <= now).unwrap_or(i64::MIN);
        built.unix_millis() + WOBBLE_MILLIS >= latest && built.unix_millis() <= self.retrieved_at.unix_millis() + WOBBLE_MILLIS
    }

    /// The time for which it speaks: a day, and less of a feed that may be cut off. That one item is older promises nothing of the days between.
    pub(crate) fn window(&self) -> (Instant, Instant) {
        let to = if self.is_dated() { self.built_at.unwrap_or(self.retrieved_at).min(self.retrieved_at) } else { self.retrieved_at };
        let day_before = Instant::from_unix_millis(to.unix_millis() - LOOKS_BACK_MILLIS);
        let from = match self.entered {
            Some((oldest, _)) if self.items >= CAPPED_ITEMS => oldest.max(day_before),
            _ => day_before,
        };
        (from, to)
    }
}

/// One day of a court.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CoveredDay {
    /// In court time.
    pub(crate) day: Date,
    /// By the weakest description of the snapshots that look at it.
    pub(crate) coverage: Coverage,
    /// Snapshots that look at it.
    pub(crate) polls: usize,
    /// The longest stretch of court hours that nothing looks at.
    pub(crate) longest_gap_millis: i64,
    /// Why it is not covered; none if it is.
    pub(crate) missing: Option<String>,
}

/// The days of a court from `from` to `to`, both included, as of an instant: of a day that is not over only the hours before are asked for. Days without
/// court hours are left out.
pub(crate) fn days(zone: &CourtZone, polls: &[Poll], from: Date, to: Date, now: Instant) -> Vec<CoveredDay> {
    let mut out = Vec::new();
    let mut day = from;
    while day <= to {
        if let Some((opens, closes)) = zone.hours_of(day)
            && opens < now
        {
            out.push(covered_day(day, polls, opens, closes.min(now)));
        }
        if day.next() == day {
            break;
        }
        day = day.next();
    }
    out
}

fn covered_day(day: Date, polls: &[Poll], opens: Instant, closes: Instant) -> CoveredDay {
    let mut windows: Vec<(i64, i64, &Poll)> = polls
        .iter()
        .map(|poll| {
            let (from, to) = poll.window();
            (from.unix_millis(), to.unix_millis(), poll)
        })
        .filter(|(from, to, _)| *from < closes.unix_millis() && *to > opens.unix_millis())
        .collect();
    windows.sort_by_key(|(from, to, _)| (*from, *to));
    let mut reached = opens.unix_millis();
    let mut gap = 0;
    for (from, to, _) in &windows {
        gap = gap.max(from - reached);
        reached = reached.max(*to);
    }
    gap = gap.max(closes.unix_millis() - reached);
    // What looks at the day says what it could show; else what the court said around it.
    let described = |poll: &Poll| (Coverage::of(&poll.shows), poll.shows.clone());
    let near = || polls.iter().min_by_key(|poll| (poll.retrieved_at.unix_millis() - closes.unix_millis()).abs()).map(described);
    let weakest = windows.iter().map(|(_, _, poll)| described(poll)).max().or_else(near);
    let (coverage, shows) = weakest.unwrap_or((Coverage::NoFeed, String::new()));
    let missing =
        coverage.missing(&shows).or_else(|| (gap > GAP_MILLIS).then(|| format!("nothing looked at {} of the court hours", minutes(gap))));
    CoveredDay { day, coverage, polls: windows.len(), longest_gap_millis: gap.max(0), missing }
}

fn minutes(millis: i64) -> String {
    let minutes = millis / 60_000;
    if minutes >= 60 { format!("{} h {} min", minutes / 60, minutes % 60) } else { format!("{minutes} min") }
}

/// The days of a period together: what they allow, how many are covered, and why there is no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CoveredPeriod {
    /// By the weakest of its days.
    pub(crate) coverage: Coverage,
    /// Days that are covered.
    pub(crate) covered: usize,
    /// Days with court hours that have begun.
    pub(crate) days: usize,
    /// Why there is no number; none if there is one.
    pub(crate) missing: Option<String>,
}

/// Days together. A period of which no day has begun is not yet due, and neither is one that would have a number but is not over.
pub(crate) fn together(days: &[CoveredDay], over_at: Option<Instant>, now: Instant) -> CoveredPeriod {
    let covered = days.iter().filter(|day| day.missing.is_none()).count();
    let first =
        days.iter().filter_map(|day| day.missing.clone().map(|missing| (day.coverage, missing))).max_by_key(|(coverage, _)| *coverage);
    let missing = match (first, days.is_empty()) {
        (_, true) => Some("not yet due".to_owned()),
        (Some((_, why)), false) if covered == 0 => Some(why),
        (Some((_, why)), false) => Some(format!("{covered} of {} court days are covered; {why}", days.len())),
        (None, false) => over_at.is_none_or(|over_at| now < over_at).then(|| "not yet due".to_owned()),
    };
    CoveredPeriod { coverage: days.iter().map(|day| day.coverage).max().unwrap_or(Coverage::NoFeed), covered, days: days.len(), missing }
}

/// The feed of a court at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FeedState {
    /// It moved within the last two court hours.
    Fresh,
    /// It did not, and it is court time.
    Stale,
    /// It did not, but nobody is there to file.
    Quiet,
    /// It gives no date that can be believed.
    Undated,
    /// It was never read.
    Never,
}

impl FeedState {
    /// As it is on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Stale => "stale",
            Self::Quiet => "quiet",
            Self::Undated => "undated",
            Self::Never => "never",
        }
    }
}

/// Older than this in court hours, a feed is stale.
pub(crate) const STALE_MILLIS: i64 = 2 * 3_600_000;

/// Milliseconds of court hours since the feed of the latest poll moved, and what that makes of it. The court's own date counts as a move: a feed that is made
/// again without a new entry is alive.
pub(crate) fn freshness(zone: &CourtZone, latest: Option<&Poll>, now: Instant) -> (FeedState, i64) {
    let Some(poll) = latest else { return (FeedState::Never, 0) };
    let Some(moved) = moved_at(poll) else { return (FeedState::Undated, 0) };
    let old = zone.court_millis(moved, now);
    let state = match (old > STALE_MILLIS, zone.is_open(now), poll.is_dated()) {
        (true, true, _) => FeedState::Stale,
        (_, false, _) => FeedState::Quiet,
        (false, true, true) => FeedState::Fresh,
        (false, true, false) => FeedState::Undated,
    };
    (state, old)
}

/// When a feed moved last: the date that the court gives it, if that can be believed, or its latest entry.
pub(crate) fn moved_at(poll: &Poll) -> Option<Instant> {
    let entry = poll.entered.map(|(_, latest)| latest);
    if poll.is_dated() { poll.built_at.max(entry) } else { entry }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    fn zone() -> CourtZone {
        CourtZone::of("nysd").expect("a court")
    }

    /// `retrieved built oldest latest items`, each instant as `25T15:00` of November 2026.
    fn poll(line: &str, shows: &str) -> Poll {
        let parts: Vec<&str> = line.split(' ').collect();
        let [retrieved, built, oldest, latest, items] = parts.as_slice() else { panic!("{line}") };
        let instant = |text: &str| at(&format!("2026-11-{text}:00Z"));
        Poll {
            retrieved_at: instant(retrieved),
            built_at: (*built != "-").then(|| instant(built)),
            entered: (*oldest != "-").then(|| (instant(oldest), instant(latest))),
            items: items.parse().expect("a number"),
            shows: shows.to_owned(),
            snapshot: line.to_owned(),
        }
    }

    #[test]
    fn a_clerks_description_says_whether_charges_can_be_seen() {
        let check = |shows: &str| Coverage::of(shows).as_str();
        assert_eq!(check("all"), "charges");
        assert_eq!(check("adr,answer,appeal,charge-cr,complaint"), "charges");
        assert_eq!(check("Public Complaints, Orders and Judgments in the last 24 Hours"), "limited");
        assert_eq!(check("adr,answer,appeal,complaint"), "no_charges");
        assert_eq!(check("opinions"), "no_charges");
        assert_eq!(check(" "), "unknown");
    }

    #[track_caller]
    fn check_day(polls: &[Poll], now: &str, wanted: &str) {
        let day: Date = "2026-11-25".parse().expect("a date");
        let days = days(&zone(), polls, day, day, at(&format!("2026-11-{now}:00Z")));
        let told: Vec<String> = days
            .iter()
            .map(|day| {
                format!(
                    "{} {} {} {}",
                    day.coverage.as_str(),
                    day.polls,
                    minutes(day.longest_gap_millis),
                    day.missing.clone().unwrap_or("covered".into())
                )
            })
            .collect();
        assert_eq!(told.join("; "), wanted);
    }

    #[test]
    fn a_day_is_covered_when_some_snapshot_looks_back_on_every_court_hour() {
        // A quiet court: few items, so that the feed shows its whole day.
        check_day(&[poll("26T02:00 26T02:00 25T20:00 25T21:00 3", "all")], "26T03:00", "charges 1 0 min covered");
        // A busy one whose feed is cut off in the afternoon, polled twice.
        let late = poll("26T02:00 26T02:00 25T20:00 26T01:00 300", "all");
        check_day(std::slice::from_ref(&late), "26T03:00", "charges 1 7 h 0 min nothing looked at 7 h 0 min of the court hours");
        check_day(&[late.clone(), poll("25T20:30 25T20:30 25T12:00 25T20:20 300", "all")], "26T03:00", "charges 2 0 min covered");
        check_day(
            &[late, poll("25T20:30 25T20:30 25T12:00 25T20:20 300", "opinions")],
            "26T03:00",
            "no_charges 2 0 min the feed shows no charging documents: opinions",
        );
        check_day(&[], "26T03:00", "no_feed 0 10 h 0 min no feed of this court was read");
        // Of a day that is not over only the hours before count.
        check_day(&[poll("25T15:00 25T15:00 25T14:00 25T14:59 3", "all")], "25T15:05", "charges 1 5 min covered");
        check_day(&[poll("25T15:00 25T15:00 25T14:00 25T14:59 3", "all")], "25T12:00", "");
    }

    #[test]
    fn one_old_or_future_item_promises_nothing_of_the_days_between() {
        let stray = poll("25T23:30 25T23:30 01T14:00 25T22:00 3", "all");
        assert_eq!(stray.window().0, at("2026-11-24T23:30:00Z"));
        let cut_off = poll("25T23:30 25T23:30 01T14:00 25T22:00 300", "all");
        assert_eq!(cut_off.window().0, at("2026-11-24T23:30:00Z"));
        assert!(poll("25T23:30 25T23:30 25T14:00 29T22:00 3", "all").is_dated());
    }

    #[test]
    fn a_feed_that_lies_about_its_date_is_believed_by_when_it_was_read() {
        let lying = poll("25T23:30 20T10:00 25T20:00 25T22:00 3", "all");
        assert!(!lying.is_dated());
        check_day(&[lying], "26T03:00", "charges 1 0 min covered");
        let future = poll("25T15:00 28T10:00 25T14:00 25T14:59 3", "all");
        assert!(!future.is_dated());
        assert_eq!(future.window().1, at("2026-11-25T15:00:00Z"));
    }

    #[test]
    fn a_feed_is_stale_only_in_court_hours() {
        let check = |line: &str, now: &str| {
            let poll = poll(line, "all");
            let (state, old) = freshness(&zone(), Some(&poll), at(&format!("2026-11-{now}:00Z")));
            format!("{} {}", state.as_str(), minutes(old))
        };
        assert_eq!(check("25T15:00 25T15:00 25T14:00 25T14:30 3", "25T16:00"), "fresh 1 h 0 min");
        assert_eq!(check("25T15:00 25T15:00 25T14:00 25T14:30 3", "25T17:30"), "stale 2 h 30 min");
        assert_eq!(check("25T22:00 25T22:00 25T14:00 25T21:30 3", "26T04:00"), "quiet 1 h 0 min");
        assert_eq!(check("27T22:00 27T22:00 27T14:00 27T21:30 3", "28T20:00"), "quiet 1 h 0 min");
        assert_eq!(check("25T15:00 20T15:00 25T14:00 25T14:30 3", "25T16:00"), "undated 1 h 30 min");
        assert_eq!(check("25T15:00 - - - 0", "25T16:00"), "undated 0 min");
        assert_eq!(freshness(&zone(), None, at("2026-11-25T16:00:00Z")).0.as_str(), "never");
    }

    #[test]
    fn a_month_is_a_number_only_if_all_its_days_are_covered() {
        let told = |polls: &[Poll], now: &str| {
            let (from, to) = ("2026-11-23".parse().expect("a date"), "2026-11-27".parse().expect("a date"));
            let now = at(&format!("2026-11-{now}:00Z"));
            let period = together(&days(&zone(), polls, from, to, now), Some(at("2026-11-26T00:00:00Z")), now);
            format!("{} {}/{} {}", period.coverage.as_str(), period.covered, period.days, period.missing.unwrap_or("a number".into()))
        };
        let daily = |day: u32| poll(&format!("{day}T23:30 {day}T23:30 {day}T14:00 {day}T22:59 3"), "all");
        assert_eq!(told(&[daily(23), daily(24), daily(25)], "26T01:00"), "charges 3/3 a number");
        assert_eq!(
            told(&[daily(23), daily(25)], "26T01:00"),
            "charges 2/3 2 of 3 court days are covered; nothing looked at 10 h 0 min of the court hours"
        );
        assert_eq!(told(&[], "22T01:00"), "no_feed 0/0 not yet due");
        assert_eq!(told(&[daily(23), daily(24)], "25T01:00"), "charges 2/2 not yet due");
    }
}
