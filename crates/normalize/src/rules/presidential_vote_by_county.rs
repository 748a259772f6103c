//! Presidential vote by county → votes by county, state and nation on the day of the election.

use std::collections::BTreeMap;

use domain::{CountingUnit, Date, Geography, Missing, Observation, Period, Reading, Value};

use super::{Rule, at_least, name, states};
use crate::{
    decoded::{MOST_OBSERVATIONS, Problems, Standardized, Unfit, line_list, quote, thousands},
    sources::presidential_vote_by_county::Row,
};

pub(super) const RULE: Rule = Rule { name: "presidential_vote_by_county", version: 1 };

/// An election that the file can be of. The file does not say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Election {
    year: i32,
    month: u8,
    day: u8,
    /// The Republican and the Democratic candidate's votes in the nation, from the Federal Election Commission's official results.
    official: [u64; 2],
    /// How the codes of areas in Connecticut begin: counties before 2022, planning regions after.
    connecticut: &'static str,
    /// How the codes of house districts in Alaska begin.
    alaska: &'static str,
}

const ELECTIONS: [Election; 2] = [
    Election { year: 2020, month: 11, day: 3, official: [74_223_975, 81_283_501], connecticut: "090", alaska: "029" },
    Election { year: 2024, month: 11, day: 5, official: [77_302_580, 75_017_613], connecticut: "091", alaska: "020" },
];

/// The measures, in the order in which [`counts`] gives the cells, and their columns.
const MEASURES: [(&str, &str); 3] = [("votes/republican", "votes_gop"), ("votes/democratic", "votes_dem"), ("votes", "total_votes")];

fn counts(row: &Row) -> [Option<u64>; 3] {
    [row.republican, row.democratic, row.all]
}

/// Votes by county as they stand, and their sums by state and nation.
///
/// The file does not name its election. It is told from how Connecticut and Alaska are cut up, and a file with every state must also come
/// within one percent of the election's official votes for both candidates; else it is refused.
///
/// * Alaska is counted by state house district, which is no county and is drawn anew for other elections.
/// * Connecticut is counted by planning region from 2024 on. These have codes of their own and take the place of counties.
/// * The District of Columbia is counted by ward in 2024, under codes of which the first is that of the whole District.
///
/// A sum is what can be seen at least where a county could not be read, and where a state is not there at all: the counties that a state
/// should have are not known here, and only a file with every state is held against the official votes.
pub(crate) fn standardize(rows: &[Row], problems: &mut Problems) -> Result<Standardized, Unfit> {
    if rows.len().saturating_mul(MEASURES.len()) > MOST_OBSERVATIONS {
        return Err(Unfit::TooMuch);
    }
    let election = Election::of(rows, problems)?;
    let period = Period::day(Date::new(election.year, election.month, election.day).ok_or(Unfit::Nothing)?);
    let mut first: BTreeMap<Geography, u64> = BTreeMap::new();
    let mut sums: BTreeMap<&str, [Sum; 3]> = BTreeMap::new();
    let mut observations = Vec::with_capacity((rows.len() + states::COUNT + 1) * MEASURES.len());
    let mut observe = |geography: &Geography, place: usize, reading: Reading, locator: String| {
        let Some((measure, _)) = MEASURES.get(place) else { return };
        observations.push(Observation {
            measure: name(measure),
            unit: CountingUnit::Vote,
            population: name("us/voters"),
            geography: geography.clone(),
            period,
            reading,
            definition: name("presidential-vote-county-tabulation"),
            locator,
            citation: None,
        });
    };
    for row in rows {
        let geography = election.area(row);
        if let Some(earlier) = first.get(&geography) {
            let message = format!("{} stands on line {earlier} already; this row is left out", quote(&row.name));
            problems.report(format!("line {}", row.line), message);
            continue;
        }
        first.insert(geography.clone(), row.line);
        report_excess(row, problems);
        for (place, (count, (_, column))) in counts(row).into_iter().zip(MEASURES).enumerate() {
            let reading = count.map_or(Reading::Missing(Missing::Unreadable), |votes| Reading::Exact(Value::count(votes)));
            observe(&geography, place, reading, format!("line {}, column {column}", row.line));
            for area in [row.state.code, NATION] {
                if let Some(sum) = sums.entry(area).or_default().get_mut(place) {
                    sum.add(row.line, count);
                }
            }
        }
    }
    let all_there = sums.len() > states::COUNT && problems.unread_rows() == 0;
    for (area, of_area) in &sums {
        let geography: Geography = if *area == NATION { name("us") } else { name(&format!("us-{area}")) };
        for (place, sum) in of_area.iter().enumerate() {
            let reading = if all_there && sum.all_read { Reading::Exact(Value::count(sum.votes)) } else { at_least(sum.votes) };
            observe(&geography, place, reading, line_list(sum.lines.iter().copied()).into_owned());
        }
    }
    Ok(Standardized { observations, covers: period })
}

/// The key of the nation among the states' codes.
const NATION: &str = "us";

/// Votes of several counties.
#[derive(Debug, Clone)]
struct Sum {
    votes: u64,
    all_read: bool,
    lines: Vec<u64>,
}

impl Default for Sum {
    fn default() -> Self {
        Self { votes: 0, all_read: true, lines: Vec::new() }
    }
}

impl Sum {
    fn add(&mut self, line: u64, count: Option<u64>) {
        match count {
            Some(votes) => self.votes = self.votes.saturating_add(votes),
            None => self.all_read = false,
        }
        self.lines.push(line);
    }
}

impl Election {
    /// The one election that fits all areas of Connecticut and Alaska in the file, and the official votes if every state is there.
    fn of(rows: &[Row], problems: &mut Problems) -> Result<Self, Unfit> {
        let marks: Vec<&Row> = rows.iter().filter(|row| matches!(row.state.code, "ct" | "ak")).collect();
        let fits = |election: &&Election| {
            marks.iter().all(|row| {
                let prefix = if row.state.code == "ct" { election.connecticut } else { election.alaska };
                row.code.starts_with(prefix)
            })
        };
        let election = *ELECTIONS.iter().find(fits).filter(|_| !marks.is_empty()).ok_or(Unfit::NoElection)?;
        let mut present: Vec<&str> = rows.iter().map(|row| row.state.code).collect();
        present.sort_unstable();
        present.dedup();
        if present.len() < states::COUNT {
            let message = format!(
                "{} of {} states; the election of {} is told from the areas of Connecticut and Alaska alone",
                present.len(),
                states::COUNT,
                election.year
            );
            problems.report(line_list(marks.iter().map(|row| row.line)), message);
            return Ok(election);
        }
        let sum = |of: fn(&Row) -> Option<u64>| rows.iter().filter_map(of).fold(0, u64::saturating_add);
        let seen = [sum(|row| row.republican), sum(|row| row.democratic)];
        let near = seen.iter().zip(election.official).all(|(seen, official)| seen.abs_diff(official) <= official / 100);
        if near { Ok(election) } else { Err(Unfit::NoElection) }
    }

    /// The geography of a row; what is no county has a kind of its own.
    fn area(self, row: &Row) -> Geography {
        let number = row.code.get(3..).unwrap_or_default().trim_start_matches('0');
        match row.state.code {
            "ak" => name(&format!("house-district/ak-{}-{number}", self.year)),
            "dc" if row.name.to_ascii_lowercase().starts_with("ward ") => name(&format!("ward/dc-{number}")),
            _ => name(&format!("county/{}", row.code)),
        }
    }
}

/// Two candidates cannot have more votes than all.
fn report_excess(row: &Row, problems: &mut Problems) {
    if let [Some(republican), Some(democratic), Some(all)] = counts(row) {
        let both = republican.saturating_add(democratic);
        if both > all {
            let message = format!("the two parties have {}, all votes are {}; all are kept as published", thousands(both), thousands(all));
            problems.report(format!("line {}, column total_votes", row.line), message);
        }
    }
}
