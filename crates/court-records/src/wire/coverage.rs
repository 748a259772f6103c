//! Coverage, and the numbers that it allows, on the wire.

use contracts::court::{CourtDay, DistrictMonth, FeedStatus, Outcome, ReconciledCell, ReconciledValue};
use domain::Instant;

use crate::{
    rules::{
        cells::Cell,
        court_time::CourtZone,
        coverage::{self, Coverage, CoveredDay},
        official::Official,
    },
    store::LatestPoll,
};

/// Keys of cases in one cell.
const MOST_KEYS: usize = 200;

fn signed<T: TryInto<i64>>(number: T) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

fn small(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// A district and month: a number only where coverage allows.
pub(crate) fn cell(cell: &Cell) -> DistrictMonth {
    let Cell { court, month, seen, coverage } = cell;
    let allowed = |number: u64| coverage.missing.is_none().then(|| signed(number));
    let outcome = |(class, defendants): (&String, &u64)| Outcome { disposition_class: class.clone(), defendants: signed(*defendants) };
    DistrictMonth {
        court: court.clone(),
        month: month.to_string(),
        defendants: allowed(seen.defendants),
        cases: allowed(seen.cases),
        counts: seen.counts.and_then(allowed),
        candidates: allowed(seen.candidates),
        unknown: allowed(seen.unknown),
        seen_defendants: signed(seen.defendants),
        seen_cases: signed(seen.cases),
        coverage: coverage.coverage.as_str().to_owned(),
        covered_days: small(coverage.covered),
        days: small(coverage.days),
        missing: coverage.missing.clone().unwrap_or_default(),
        looked_up: (seen.criminal > 0).then(|| 1.0 - seen.candidates as f64 / seen.criminal as f64),
        outcomes: seen.outcomes.iter().map(outcome).collect(),
        case_keys: seen.keys.iter().take(MOST_KEYS).cloned().collect(),
    }
}

/// The feed of a court as it is now.
pub(crate) fn feed(court: &str, latest: Option<&LatestPoll>, filings: Option<i64>, now: Instant) -> FeedStatus {
    let poll = latest.map(|latest| &latest.poll);
    let zone = CourtZone::of(court);
    let (state, old) = zone.as_ref().map_or((coverage::FeedState::Undated, 0), |zone| coverage::freshness(zone, poll, now));
    let before = latest.and_then(|latest| latest.before.as_ref());
    let text = |at: Option<Instant>| at.map(|at| at.to_string()).unwrap_or_default();
    FeedStatus {
        court: court.to_owned(),
        name: catalog::court(court).map(|court| court.name.clone()).unwrap_or_default(),
        zone: catalog::zone_of_court(court).unwrap_or_default().to_owned(),
        state: if poll.is_none() { coverage::FeedState::Never } else { state }.as_str().to_owned(),
        coverage: poll.map_or(Coverage::NoFeed, |poll| Coverage::of(&poll.shows)).as_str().to_owned(),
        shows: poll.map(|poll| poll.shows.clone()).unwrap_or_default(),
        shows_before: before.map(|(shows, _)| shows.clone()).unwrap_or_default(),
        shows_changed_at: text(before.map(|(_, at)| *at)),
        polled_at: text(poll.map(|poll| poll.retrieved_at)),
        built_at: text(poll.and_then(|poll| poll.built_at)),
        latest_entry_at: text(poll.and_then(|poll| poll.entered).map(|(_, latest)| latest)),
        stale_secs: old / 1000,
        filings: filings.unwrap_or(0),
        snapshot: poll.map(|poll| poll.snapshot.clone()).unwrap_or_default(),
    }
}

/// One day of a court.
pub(crate) fn day(court: &str, day: &CoveredDay, items: i64) -> CourtDay {
    CourtDay {
        court: court.to_owned(),
        day: day.day.to_string(),
        coverage: day.coverage.as_str().to_owned(),
        polls: small(day.polls),
        longest_gap_secs: day.longest_gap_millis / 1000,
        items,
        missing: day.missing.clone().unwrap_or_default(),
    }
}

/// A district and month by every source, each in its own unit; none if nobody says anything of it.
pub(crate) fn reconciled(cell: &Cell, official: &[(Official, String)]) -> Option<ReconciledCell> {
    let Cell { court, month, seen, coverage } = cell;
    if official.is_empty() && seen.criminal == 0 && coverage.missing.is_some() {
        return None;
    }
    let ours = |unit: &str, value: Option<u64>| ReconciledValue {
        source: "feeds-and-dockets".to_owned(),
        unit: unit.to_owned(),
        value: if coverage.missing.is_none() { value.map(signed) } else { None },
        missing: match (&coverage.missing, value) {
            (Some(missing), value) => format!("{missing}; at least {} were seen", value.unwrap_or(0)),
            (None, None) => "a count has no number".to_owned(),
            (None, Some(_)) => String::new(),
        },
        basis: "first filing of linked cases in court time; confirmed by the text of a charge".to_owned(),
        snapshot: String::new(),
    };
    let others = official.iter().map(|(one, snapshot)| ReconciledValue {
        source: one.source.clone(),
        unit: one.unit.slug().to_owned(),
        value: one.value.map(signed),
        missing: one.missing.clone(),
        basis: one.basis.clone(),
        snapshot: snapshot.clone(),
    });
    let own = [ours("defendant", Some(seen.defendants)), ours("case", Some(seen.cases)), ours("charge", seen.counts)];
    Some(ReconciledCell { court: court.clone(), month: month.to_string(), values: own.into_iter().chain(others).collect() })
}
