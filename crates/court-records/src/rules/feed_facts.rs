//! What of a feed watches can be told: that it does not move in court hours, that a clerk exposes other kinds of entries, that it can show less than before.

use contracts::identity;
use domain::Instant;

use super::{
    case::FEED,
    court_time::CourtZone,
    coverage::{self, Coverage, FeedState, Poll, STALE_MILLIS},
};
use crate::fact::{Class, Fact};

/// What changed between two snapshots of a feed, one after the other.
pub(crate) fn between(court: &str, before: &Poll, after: &Poll) -> Vec<Fact> {
    if before.shows == after.shows {
        return Vec::new();
    }
    let day = CourtZone::of(court).and_then(|zone| zone.date(after.retrieved_at)).map(|date| date.to_string()).unwrap_or_default();
    let change = identity::of_parts([before.shows.as_bytes(), after.shows.as_bytes(), day.as_bytes()]);
    let told = |class: Class, text: String| {
        let fact = about(court, class, format!("{court}/{change}"), after, after.retrieved_at);
        Fact { text, happened_at: Some(after.retrieved_at), ..fact }
    };
    let mut facts =
        vec![told(Class::FeedTypes, format!("the feed showed {}; now it shows {}", quoted(&before.shows), quoted(&after.shows)))];
    let (could, can) = (Coverage::of(&before.shows), Coverage::of(&after.shows));
    if can > could {
        facts.push(told(Class::CoverageLost, format!("coverage was {}; now it is {}", could.as_str(), can.as_str())));
    }
    facts
}

/// A feed that has not moved for more court hours than it may; the same fact until it moves again.
pub(crate) fn stale(court: &str, latest: &Poll, now: Instant) -> Option<Fact> {
    let zone = CourtZone::of(court)?;
    let (state, _) = coverage::freshness(&zone, Some(latest), now);
    if state != FeedState::Stale {
        return None;
    }
    let moved = coverage::moved_at(latest)?;
    let fact = about(court, Class::FeedStale, format!("{court}/{moved}"), latest, now);
    let text = format!("the feed has not moved since {moved}, for more than {} court hours", STALE_MILLIS / 3_600_000);
    // It is the same word at every look.
    Some(Fact { text, happened_at: Some(moved), said_at: moved, ..fact })
}

fn quoted(shows: &str) -> String {
    format!("“{}”", shows.chars().take(200).collect::<String>())
}

fn about(court: &str, class: Class, subject: String, poll: &Poll, seen_at: Instant) -> Fact {
    Fact {
        class,
        subject,
        court: court.to_owned(),
        case_key: String::new(),
        docket_number: String::new(),
        caption: String::new(),
        parties: Vec::new(),
        citations: Vec::new(),
        kind: String::new(),
        text: String::new(),
        link: None,
        happened_at: None,
        seen_at,
        said_at: seen_at,
        sights: 1,
        noise: None,
        source: FEED.to_owned(),
        snapshot: poll.snapshot.clone(),
        locator: "feed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    fn poll(at_time: &str, shows: &str) -> Poll {
        let at = at(at_time);
        Poll { retrieved_at: at, built_at: Some(at), entered: None, items: 0, shows: shows.to_owned(), snapshot: at_time.to_owned() }
    }

    #[test]
    fn other_kinds_of_entries_are_told_and_that_charges_are_no_longer_shown() {
        let told = |before: &str, after: &str| {
            let facts = between("nysd", &poll("2026-11-25T15:00:00Z", before), &poll("2026-11-25T15:05:00Z", after));
            facts.iter().map(|fact| format!("{}: {}", fact.class.as_str(), fact.text)).collect::<Vec<_>>()
        };
        assert_eq!(told("all", "all"), [""; 0]);
        assert_eq!(
            told("all", "opinions"),
            ["feed_types: the feed showed “all”; now it shows “opinions”", "coverage_lost: coverage was charges; now it is no_charges"]
        );
        assert_eq!(told("opinions", "all"), ["feed_types: the feed showed “opinions”; now it shows “all”"]);
    }

    #[test]
    fn a_stale_feed_is_one_fact_until_it_moves() {
        let told = |now: &str| stale("nysd", &poll("2026-11-25T15:00:00Z", "all"), at(now)).map(|fact| (fact.id(), fact.text));
        assert_eq!(told("2026-11-25T16:00:00Z"), None);
        let first = told("2026-11-25T17:30:00Z").expect("stale");
        assert_eq!(first.1, "the feed has not moved since 2026-11-25T15:00:00.000Z, for more than 2 court hours");
        assert_eq!(told("2026-11-25T18:30:00Z"), Some(first));
        assert_eq!(told("2026-11-28T18:30:00Z"), None, "on a Saturday nobody is there to file");
    }
}
