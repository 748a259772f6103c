//! New prosecutions under 18 U.S.C. 111 by district and month: defendants, cases and counts, each a thing of its own.
//!
//! A complaint before a magistrate and the indictment that follows it are one prosecution: linked cases are counted once, in the month of the first of them
//! (as TRAC dates them). A defendant of both is one if the names are the same.

use std::collections::{BTreeMap, BTreeSet};

use domain::Date;

use super::{case::State, coverage::CoveredPeriod};

/// A case, as it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CountedCase {
    /// Key.
    pub(crate) key: String,
    /// CM/ECF's code.
    pub(crate) court: String,
    /// In court time; none if no source gives it.
    pub(crate) filed: Option<Date>,
    /// Of the case.
    pub(crate) state: State,
    /// Keys of linked cases.
    pub(crate) linked: Vec<String>,
    /// Its defendants.
    pub(crate) defendants: Vec<CountedDefendant>,
}

/// A defendant, as it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CountedDefendant {
    /// Key.
    pub(crate) key: String,
    /// Of the folded name; empty where there is none.
    pub(crate) name_hash: String,
    /// Of its charges under the section.
    pub(crate) state: State,
    /// Whether a charge was confirmed before the case was sealed.
    pub(crate) was_confirmed: bool,
    /// As a disposition is called on the wire.
    pub(crate) outcome: String,
    /// Counts of indictments under the section; none where one has no number.
    pub(crate) counts: Option<u32>,
}

impl CountedDefendant {
    /// A sealed case leaves its place in the count.
    fn is_counted(&self) -> bool {
        self.state == State::Confirmed || (self.state == State::Sealed && self.was_confirmed)
    }

    /// Whether its charges were seen, under the section or not.
    fn is_known(&self) -> bool {
        self.is_counted() || self.state == State::Not
    }

    fn outcome(&self) -> &str {
        if self.state == State::Sealed { "sealed" } else { &self.outcome }
    }
}

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Month {
    /// Year.
    pub(crate) year: i32,
    /// 1 to 12.
    pub(crate) month: u8,
}

impl Month {
    /// The month of a day.
    pub(crate) fn of(date: Date) -> Self {
        Self { year: date.year(), month: date.month() }
    }

    /// `2026-03`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let first: Date = format!("{text}-01").parse().ok()?;
        Some(Self::of(first))
    }

    /// The next.
    pub(crate) fn next(self) -> Self {
        if self.month == 12 { Self { year: self.year + 1, month: 1 } } else { Self { month: self.month + 1, ..self } }
    }

    /// The one before.
    pub(crate) fn before(self) -> Self {
        if self.month == 1 { Self { year: self.year - 1, month: 12 } } else { Self { month: self.month - 1, ..self } }
    }

    /// First and last day.
    pub(crate) fn days(self) -> Option<(Date, Date)> {
        let first = Date::new(self.year, self.month, 1)?;
        let last = (28..=31).rev().find_map(|day| Date::new(self.year, self.month, day))?;
        Some((first, last))
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// What was seen in a district and month. Whether it is a number depends on coverage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// With a confirmed charge.
    pub(crate) defendants: u64,
    /// With at least one such defendant.
    pub(crate) cases: u64,
    /// Counts under the section; none where one has no number.
    pub(crate) counts: Option<u64>,
    /// New criminal cases whose charges no source has shown.
    pub(crate) candidates: u64,
    /// Cases with a charge that cites nothing that can be read, and none that is confirmed.
    pub(crate) unknown: u64,
    /// New criminal cases.
    pub(crate) criminal: u64,
    /// Defendants by outcome.
    pub(crate) outcomes: BTreeMap<String, u64>,
    /// Keys of the cases behind defendants.
    pub(crate) keys: BTreeSet<String>,
}

/// A district and month with what it allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    /// CM/ECF's code.
    pub(crate) court: String,
    /// By the date of filing in court time.
    pub(crate) month: Month,
    /// What was seen.
    pub(crate) seen: Seen,
    /// What could be.
    pub(crate) coverage: CoveredPeriod,
}

/// Counts cases by district and month. Cases without a date of filing are in no month.
pub(crate) fn seen(cases: &[CountedCase]) -> BTreeMap<(String, Month), Seen> {
    let by_key: BTreeMap<&str, &CountedCase> = cases.iter().map(|case| (case.key.as_str(), case)).collect();
    let mut naming: BTreeMap<&str, Vec<&CountedCase>> = BTreeMap::new();
    for case in cases {
        for named in &case.linked {
            naming.entry(named.as_str()).or_default().push(case);
        }
    }
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let mut out: BTreeMap<(String, Month), Seen> = BTreeMap::new();
    for case in cases {
        if done.contains(case.key.as_str()) {
            continue;
        }
        let group = linked(case, &by_key, &naming);
        done.extend(group.iter().map(|case| case.key.as_str()));
        let Some(filed) = group.iter().filter_map(|case| case.filed).min() else { continue };
        let seen = out.entry((case.court.clone(), Month::of(filed))).or_insert_with(|| Seen { counts: Some(0), ..Seen::default() });
        count(&group, seen);
    }
    out
}

/// All cases that hang together with one, whichever of them names the other.
fn linked<'a>(
    case: &'a CountedCase,
    by_key: &BTreeMap<&str, &'a CountedCase>,
    naming: &BTreeMap<&str, Vec<&'a CountedCase>>,
) -> Vec<&'a CountedCase> {
    let mut group = vec![case];
    let mut next = 0;
    while let Some(of) = group.get(next).copied() {
        let named = of.linked.iter().filter_map(|key| by_key.get(key.as_str()).copied());
        let naming = naming.get(of.key.as_str()).into_iter().flatten().copied();
        for other in named.chain(naming).collect::<Vec<_>>() {
            if !group.iter().any(|known| known.key == other.key) {
                group.push(other);
            }
        }
        next += 1;
    }
    group
}

fn count(group: &[&CountedCase], seen: &mut Seen) {
    seen.criminal += 1;
    // The latest instrument of a person is the one in the latest case.
    let mut cases: Vec<&&CountedCase> = group.iter().collect();
    cases.sort_by_key(|case| (case.filed, &case.key));
    let mut people: BTreeMap<&str, &CountedDefendant> = BTreeMap::new();
    for case in &cases {
        for defendant in case.defendants.iter().filter(|defendant| defendant.is_known()) {
            let person = if defendant.name_hash.is_empty() { defendant.key.as_str() } else { defendant.name_hash.as_str() };
            people.insert(person, defendant);
        }
    }
    people.retain(|_, defendant| defendant.is_counted());
    if people.is_empty() {
        let state = cases.iter().map(|case| case.state).min();
        seen.candidates += u64::from(state == Some(State::Candidate));
        seen.unknown += u64::from(state == Some(State::Unknown));
        return;
    }
    seen.cases += 1;
    seen.defendants += people.len() as u64;
    for person in people.values() {
        seen.counts = seen.counts.zip(person.counts).map(|(sum, counts)| sum + u64::from(counts));
        *seen.outcomes.entry(person.outcome().to_owned()).or_default() += 1;
    }
    let counted = cases.iter().filter(|case| case.defendants.iter().any(CountedDefendant::is_counted));
    seen.keys.extend(counted.map(|case| case.key.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `number filed state links defendant…`, a defendant as `name:state:counts:outcome`, links `-` if there are none.
    fn case(line: &str) -> CountedCase {
        let parts: Vec<&str> = line.split(' ').collect();
        let [number, filed, state, links, defendants @ ..] = parts.as_slice() else { panic!("{line}") };
        let of_word = |word: &str| match word {
            "confirmed" => State::Confirmed,
            "candidate" => State::Candidate,
            "unknown" => State::Unknown,
            "sealed" => State::Sealed,
            _ => State::Not,
        };
        let key = format!("nysd/{number}");
        let defendant = |(text, place): (&&str, usize)| {
            let parts: Vec<&str> = text.split(':').collect();
            let [name, state, counts, outcome] = parts.as_slice() else { panic!("{text}") };
            CountedDefendant {
                key: format!("{key}/{place}"),
                name_hash: (*name).to_owned(),
                state: of_word(state),
                was_confirmed: true,
                outcome: (*outcome).to_owned(),
                counts: counts.parse().ok(),
            }
        };
        CountedCase {
            court: "nysd".to_owned(),
            filed: filed.parse().ok(),
            state: of_word(state),
            linked: links.split(',').filter(|link| *link != "-").map(|link| format!("nysd/{link}")).collect(),
            defendants: defendants.iter().zip(1..).map(defendant).collect(),
            key,
        }
    }

    #[track_caller]
    fn check(lines: &[&str], wanted: &[&str]) {
        let cases: Vec<CountedCase> = lines.iter().map(|line| case(line)).collect();
        let told = |((court, month), seen): ((String, Month), Seen)| {
            let outcomes: Vec<String> = seen.outcomes.iter().map(|(outcome, number)| format!("{number} {outcome}")).collect();
            format!(
                "{court} {month}: {} defendants, {} cases, {} counts, {} candidates, {} unknown, {} criminal ({})",
                seen.defendants,
                seen.cases,
                seen.counts.map_or("unnumbered".to_owned(), |counts| counts.to_string()),
                seen.candidates,
                seen.unknown,
                seen.criminal,
                outcomes.join(", ")
            )
        };
        assert_eq!(seen(&cases).into_iter().map(told).collect::<Vec<_>>(), wanted);
        let turned: Vec<CountedCase> = cases.into_iter().rev().collect();
        assert_eq!(seen(&turned).into_iter().map(told).collect::<Vec<_>>(), wanted, "in the other order");
    }

    #[test]
    fn a_complaint_and_its_indictment_are_one_prosecution_in_the_month_of_the_complaint() {
        check(
            &[
                "mj-1 2026-01-30 confirmed - doe:confirmed:0:none",
                "cr-1 2026-02-11 confirmed mj-1 doe:confirmed:2:dismissed roe:confirmed:1:none",
            ],
            &["nysd 2026-01: 2 defendants, 1 cases, 3 counts, 0 candidates, 0 unknown, 1 criminal (1 dismissed, 1 none)"],
        );
    }

    #[test]
    fn a_complaint_under_the_section_without_an_indictment_under_it_is_superseded() {
        check(
            &["mj-1 2026-01-30 confirmed - doe:confirmed:0:none", "cr-1 2026-02-11 not mj-1 doe:not:2:none"],
            &["nysd 2026-01: 0 defendants, 0 cases, 0 counts, 0 candidates, 0 unknown, 1 criminal ()"],
        );
    }

    #[test]
    fn candidates_and_unknown_stand_beside_and_a_count_without_a_number_is_no_number() {
        check(
            &[
                "cr-1 2026-01-05 candidate -",
                "cr-2 2026-01-06 unknown - doe:unknown:0:none",
                "cr-3 2026-01-07 not - roe:not:0:none",
                "cr-4 2026-01-08 confirmed - poe:confirmed:?:none",
                "cr-5 - confirmed - moe:confirmed:1:none",
            ],
            &["nysd 2026-01: 1 defendants, 1 cases, unnumbered counts, 1 candidates, 1 unknown, 4 criminal (1 none)"],
        );
    }

    #[test]
    fn a_sealed_case_keeps_its_place_in_the_count() {
        check(
            &["cr-1 2026-01-05 sealed - :sealed:0:none"],
            &["nysd 2026-01: 1 defendants, 1 cases, 0 counts, 0 candidates, 0 unknown, 1 criminal (1 sealed)"],
        );
    }
}
