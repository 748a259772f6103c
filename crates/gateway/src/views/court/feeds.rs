//! Feeds of courts, that with most trouble first.

use contracts::court::FeedStatus;

use crate::charts::Coverage;

/// States of a feed, that with most trouble first.
pub(crate) const STATES: [&str; 5] = ["stale", "undated", "never", "quiet", "fresh"];

/// A state in words.
pub(crate) fn state(word: &str) -> &str {
    if word == "never" { "never polled" } else { word }
}

/// The class of a state in the style sheet; colour only repeats the words.
pub(crate) fn state_class(word: &str) -> &'static str {
    match word {
        "fresh" => "mark nowrap follows",
        "stale" | "undated" => "mark nowrap differs",
        _ => "mark nowrap",
    }
}

/// True if the clerk exposes other kinds of entries than before.
pub(crate) fn changed(feed: &FeedStatus) -> bool {
    !feed.shows_before.is_empty() && feed.shows_before != feed.shows
}

/// Those of a state and a coverage, that with most trouble first; empty texts do not narrow.
pub(crate) fn wanted(all: Vec<FeedStatus>, (state, coverage): (&str, &str)) -> Vec<FeedStatus> {
    let fits = |feed: &FeedStatus| (state.is_empty() || feed.state == state) && (coverage.is_empty() || feed.coverage == coverage);
    let mut found: Vec<FeedStatus> = all.into_iter().filter(fits).collect();
    by_trouble(&mut found);
    found
}

/// Sorts by trouble: by state, then those that were stale longest, then those that show least, then by code.
fn by_trouble(feeds: &mut [FeedStatus]) {
    feeds.sort_by(|left, right| {
        let rank = |feed: &FeedStatus| STATES.iter().position(|state| *state == feed.state);
        let key = |feed: &FeedStatus| (rank(feed), std::cmp::Reverse(feed.stale_secs), std::cmp::Reverse(Coverage::of(&feed.coverage)));
        key(left).cmp(&key(right)).then_with(|| left.court.cmp(&right.court))
    });
}

/// The name of a court, or its code where no name is known.
pub(crate) fn name(feed: &FeedStatus) -> &str {
    if feed.name.is_empty() { &feed.court } else { &feed.name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trouble_comes_first_and_a_state_from_tomorrow_before_all() {
        let feed = |court: &str, state: &str, stale_secs: i64, coverage: &str| FeedStatus {
            court: court.into(),
            state: state.into(),
            stale_secs,
            coverage: coverage.into(),
            ..FeedStatus::default()
        };
        let mut feeds = vec![
            feed("nysd", "fresh", 60, "charges"),
            feed("njd", "fresh", 60, "no_charges"),
            feed("txsd", "stale", 7_300, "charges"),
            feed("hid", "never", 0, "no_feed"),
            feed("azd", "stale", 90_000, "charges"),
            feed("nmid", "undated", 0, "unknown"),
            feed("akd", "drifting", 0, "charges"),
        ];
        by_trouble(&mut feeds);
        let order: Vec<&str> = feeds.iter().map(|feed| feed.court.as_str()).collect();
        assert_eq!(order, ["akd", "azd", "txsd", "nmid", "hid", "njd", "nysd"]);
    }
}
