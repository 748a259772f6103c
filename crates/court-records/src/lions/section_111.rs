//! Defendants, cases and counts under 18 U.S.C. 111, by district, month of filing and court.
//!
//! The tables are read one after the other. Memory holds the rows of cases with a § 111 count, never the others.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::BufRead,
};

use domain::Date;

use super::{
    reader::Rows,
    tables::{Case, CourtHistory, Id, PartCount, Participant},
};
use crate::{
    bulk::{Code, District, Field, Month, ReadError, Statutes, Summary},
    charges::Section111,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct CaseKey {
    district: Id,
    case: Id,
}

/// One defendant's count under § 111.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct MatchedCount {
    participant: Id,
    court_history: Id,
    instrument: Id,
    charge: Code<25>,
    category: Field<Code<1>>,
    count: Field<Id>,
    disposition: Field<Code<2>>,
}

#[derive(Debug, Clone, Copy)]
struct Role {
    role: Field<Code<2>>,
    referring_agency: Field<Code<4>>,
}

#[derive(Debug, Clone, Copy)]
struct History {
    court: Field<Code<2>>,
    filed: Field<Date>,
}

#[derive(Debug, Default)]
struct MatchedCase {
    counts: BTreeSet<MatchedCount>,
    roles: BTreeMap<Id, Role>,
    histories: BTreeMap<Id, History>,
}

/// The cases of a snapshot with a count under § 111, filled table by table.
#[derive(Debug)]
pub struct Matches {
    cases: HashMap<CaseKey, MatchedCase>,
    unknown_counts: u64,
    lead: Lead,
}

#[derive(Debug, Default)]
struct Lead {
    matched: u64,
    alone: u64,
}

/// Which codes of `GS_COURT_HIST.COURT` are which courts. The table of codes comes with the snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourtCodes {
    /// Before a magistrate judge.
    pub magistrate: Vec<String>,
    /// Before the district court.
    pub district: Vec<String>,
}

/// The court before which a case was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CourtKind {
    /// A magistrate judge.
    Magistrate,
    /// The district court.
    District,
    /// A code that is neither's.
    Other(Code<2>),
    /// The court history or its code is missing.
    Unknown,
}

/// A district, a month of filing and a court. A case that went from the magistrate to the district court is in both, and the two are never added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey {
    /// The district.
    pub district: District,
    /// The month in which it was filed in this court.
    pub filed: Month,
    /// The court.
    pub court: CourtKind,
}

/// What is counted in a district, a month and a court: three units, never added to one another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TallyCell {
    /// Defendants with a § 111 count, by the first filing in which they have one.
    pub defendants: u64,
    /// Cases with such a defendant, by the first filing.
    pub cases: u64,
    /// Counts of defendants: of each filing only those of its latest instrument with a § 111 charge.
    pub counts: u64,
    /// What became of these counts, by the code of LIONS.
    pub dispositions: BTreeMap<Field<Code<2>>, u64>,
    /// Defendants by the agency that referred the matter, which is not the victim's.
    pub referring_agencies: BTreeMap<Field<Code<4>>, u64>,
}

/// The counts of a snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// By district, month of filing and court.
    pub cells: BTreeMap<CellKey, TallyCell>,
    /// Participants under a § 111 count who are no defendants by their role.
    pub not_defendants: u64,
    /// Participants under a § 111 count whose role is not in the snapshot.
    pub without_role: u64,
    /// Rows of counts whose statute could be § 111 or not; what is counted is a lower bound.
    pub unknown_counts: u64,
    /// Cases with a § 111 count, whatever leads them.
    pub cases: u64,
    /// Those of them that § 111 leads.
    pub led: u64,
    /// Cases that § 111 leads without such a count of anybody: matters that were declined or not yet charged.
    pub led_without_count: u64,
}

impl Matches {
    /// Reads `GS_PART_COUNT`.
    pub fn of_part_counts(input: impl BufRead) -> Result<(Self, Summary), ReadError> {
        let mut statutes = Statutes::default();
        let mut matches = Self { cases: HashMap::new(), unknown_counts: 0, lead: Lead::default() };
        let summary = Rows::<_, PartCount>::open(input)?.each(|row| match statutes.is_18_111(row.charge.as_str().as_bytes()) {
            Section111::Yes => matches.add(row),
            Section111::Unknown => matches.unknown_counts += 1,
            Section111::No => {}
        })?;
        Ok((matches, summary))
    }

    fn add(&mut self, row: &PartCount) {
        let PartCount { district, case, participant, court_history, instrument, charge, category, count, disposition, .. } = *row;
        let matched = self.cases.entry(CaseKey { district, case }).or_default();
        matched.counts.insert(MatchedCount { participant, court_history, instrument, charge, category, count, disposition });
    }

    /// Reads `GS_PARTICIPANT`; a snapshot has one for each district.
    pub fn participants(&mut self, input: impl BufRead) -> Result<Summary, ReadError> {
        Rows::<_, Participant>::open(input)?.each(|row| {
            if let Some(matched) = self.cases.get_mut(&CaseKey { district: row.district, case: row.case }) {
                matched.roles.insert(row.participant, Role { role: row.role, referring_agency: row.referring_agency });
            }
        })
    }

    /// Reads `GS_COURT_HIST`.
    pub fn court_histories(&mut self, input: impl BufRead) -> Result<Summary, ReadError> {
        Rows::<_, CourtHistory>::open(input)?.each(|row| {
            if let Some(matched) = self.cases.get_mut(&CaseKey { district: row.district, case: row.case }) {
                matched.histories.insert(row.court_history, History { court: row.court, filed: row.filed });
            }
        })
    }

    /// Reads `GS_CASE`, for what the lead charge alone would show.
    pub fn cases(&mut self, input: impl BufRead) -> Result<Summary, ReadError> {
        let mut statutes = Statutes::default();
        let mut lead = Lead::default();
        let summary = Rows::<_, Case>::open(input)?.each(|row| {
            let leads = row.lead_charge.value().is_some_and(|charge| statutes.is_18_111(charge.as_str().as_bytes()) == Section111::Yes);
            match self.cases.contains_key(&CaseKey { district: row.district, case: row.case }) {
                true if leads => lead.matched += 1,
                false if leads => lead.alone += 1,
                _ => {}
            }
        })?;
        self.lead = lead;
        Ok(summary)
    }

    /// Counts.
    pub fn tally(&self, codes: &CourtCodes) -> Tally {
        let mut tally = Tally {
            unknown_counts: self.unknown_counts,
            cases: self.cases.len() as u64,
            led: self.lead.matched,
            led_without_count: self.lead.alone,
            ..Tally::default()
        };
        for (key, matched) in &self.cases {
            tally.add(District::of_attorneys(key.district), matched, codes);
        }
        tally
    }
}

impl CourtCodes {
    fn kind(&self, code: Field<Code<2>>) -> CourtKind {
        let Field::Value(code) = code else { return CourtKind::Unknown };
        let is_in = |list: &[String]| list.iter().any(|listed| listed == code.as_str());
        match code {
            _ if is_in(&self.magistrate) => CourtKind::Magistrate,
            _ if is_in(&self.district) => CourtKind::District,
            _ => CourtKind::Other(code),
        }
    }
}

/// Ids are numbers or texts; a longer one was given later.
fn in_order(id: Id) -> (usize, Id) {
    (id.as_str().len(), id)
}

impl Tally {
    fn add(&mut self, district: District, matched: &MatchedCase, codes: &CourtCodes) {
        let mut first_of_case: BTreeMap<CourtKind, Month> = BTreeMap::new();
        let mut counts_of: BTreeMap<Id, Vec<&MatchedCount>> = BTreeMap::new();
        for count in &matched.counts {
            counts_of.entry(count.participant).or_default().push(count);
        }
        for (participant, counts) in counts_of {
            let Some(role) = matched.roles.get(&participant) else {
                self.without_role += 1;
                continue;
            };
            if role.role.value().is_none_or(|role| role.as_str() != "D") {
                self.not_defendants += 1;
                continue;
            }
            for (court, first) in self.add_counts(district, matched, &counts, codes) {
                let cell = self.cells.entry(CellKey { district, filed: first, court }).or_default();
                cell.defendants += 1;
                *cell.referring_agencies.entry(role.referring_agency).or_default() += 1;
                first_of_case.entry(court).and_modify(|known| *known = first.min(*known)).or_insert(first);
            }
        }
        for (court, first) in first_of_case {
            self.cells.entry(CellKey { district, filed: first, court }).or_default().cases += 1;
        }
    }

    /// Adds the counts of one defendant, and gives the month of the first filing in each court. A known month goes before an unknown one.
    fn add_counts(
        &mut self,
        district: District,
        matched: &MatchedCase,
        counts: &[&MatchedCount],
        codes: &CourtCodes,
    ) -> BTreeMap<CourtKind, Month> {
        let mut latest: BTreeMap<Id, Id> = BTreeMap::new();
        for count in counts {
            let known = latest.entry(count.court_history).or_insert(count.instrument);
            if in_order(count.instrument) > in_order(*known) {
                *known = count.instrument;
            }
        }
        let mut first: BTreeMap<CourtKind, Month> = BTreeMap::new();
        for count in counts {
            let history = matched.histories.get(&count.court_history);
            let court = history.map_or(CourtKind::Unknown, |history| codes.kind(history.court));
            let filed = history.map_or(Month::Unknown, |history| Month::of(history.filed));
            first.entry(court).and_modify(|known| *known = filed.min(*known)).or_insert(filed);
            if latest.get(&count.court_history) == Some(&count.instrument) {
                let cell = self.cells.entry(CellKey { district, filed, court }).or_default();
                cell.counts += 1;
                *cell.dispositions.entry(count.disposition).or_default() += 1;
            }
        }
        first
    }
}
