//! Whose docket a number of CourtListener is, and what waits for the answer.

use std::{collections::BTreeMap, num::ParseIntError, str::FromStr};

use domain::Date;

use super::DocketId;
use crate::record::{CaseNumber, CaseRecord, ChargeRecord, DefendantRecord, EntryRecord, Said};

/// The text is no number of a docket.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a docket of CourtListener has a number: {0}")]
pub struct NotADocketId(#[from] ParseIntError);

impl FromStr for DocketId {
    type Err = NotADocketId;

    fn from_str(text: &str) -> Result<Self, NotADocketId> {
        Ok(Self::new(text.parse()?))
    }
}

/// A docket of CourtListener is a docket of this case. Several can be of one case: each defendant of a criminal case has an own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// CourtListener's number.
    pub docket: DocketId,
    /// The case.
    pub number: CaseNumber,
    /// CM/ECF's own number of the case, if CourtListener knows it.
    pub pacer_case_id: Option<String>,
    /// The instant for which the source speaks.
    pub said: Said,
    /// Place in the snapshot.
    pub locator: String,
}

/// Whether a list of parties is all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Listing {
    /// All parties of the docket: who is not in it is no longer there.
    Whole,
    /// A page of them, or those of one person: nothing vanishes because it is not in it.
    Part,
}

/// What is said of a case of which only CourtListener's own number is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// CourtListener's number.
    pub docket: DocketId,
    /// Parties; none where the source does not list them. Which of them are defendants hangs on the kind of the case.
    pub parties: Option<(Listing, Vec<PartyRecord>)>,
    /// Entries of the docket, never all.
    pub entries: Vec<EntryRecord>,
    /// The instant for which the source speaks.
    pub said: Said,
    /// Place in the snapshot.
    pub locator: String,
}

/// Somebody's part in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyRecord {
    /// As the source writes it.
    pub name: String,
    /// As the source writes it: `Defendant`.
    pub role: String,
    /// In court time.
    pub terminated: Option<Date>,
    /// None where the source does not list charges.
    pub charges: Option<Vec<ChargeRecord>>,
    /// The highest level of an offence with which the case opened; empty if nothing is written.
    pub highest_offense_opening: String,
    /// The highest level of an offence that was terminated; empty if nothing is written.
    pub highest_offense_terminated: String,
    /// Place in the snapshot.
    pub locator: String,
}

impl PartyRecord {
    fn is_defendant(&self) -> bool {
        self.role.eq_ignore_ascii_case("defendant")
    }

    fn into_defendant(self) -> DefendantRecord {
        let Self { name, role: _, terminated, charges, highest_offense_opening: _, highest_offense_terminated: _, locator } = self;
        // CourtListener leaves out the defendant's number.
        DefendantRecord { number: None, name, terminated, charges, locator }
    }
}

impl Waiting {
    /// The record, now that the case has a name. In a case that is not criminal all are parties.
    ///
    /// A [`Listing::Part`] of defendants must not make others vanish: who keeps the record has to look at [`Waiting::parties`] before.
    pub fn named(self, number: CaseNumber) -> CaseRecord {
        let Self { docket: _, parties, entries, said, locator } = self;
        let is_criminal = number.is_criminal();
        let mut record = CaseRecord { entries, ..CaseRecord::of(number, said, locator) };
        let Some((_, parties)) = parties else { return record };
        let (defendants, others): (Vec<_>, Vec<_>) = parties.into_iter().partition(|party| is_criminal && party.is_defendant());
        if is_criminal {
            record.defendants = Some(defendants.into_iter().map(PartyRecord::into_defendant).collect());
        }
        record.parties = others.into_iter().map(|party| party.name).collect();
        record
    }
}

/// The case of each docket of CourtListener. Whatever the order in which aliases are learned, the same stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases {
    known: BTreeMap<DocketId, Alias>,
}

impl Aliases {
    /// Keeps an alias unless a newer one is known. Of two of the same instant the larger number stays.
    pub fn learn(&mut self, alias: Alias) {
        let rank = |alias: &Alias| (alias.said, alias.number.clone(), alias.pacer_case_id.clone());
        match self.known.get(&alias.docket) {
            Some(known) if rank(known) >= rank(&alias) => {}
            _ => {
                self.known.insert(alias.docket, alias);
            }
        }
    }

    /// The case of a docket, if it is known.
    pub fn case_of(&self, docket: DocketId) -> Option<&CaseNumber> {
        self.known.get(&docket).map(|alias| &alias.number)
    }

    /// Every alias, by number of the docket.
    pub fn all(&self) -> impl Iterator<Item = &Alias> {
        self.known.values()
    }

    /// What of these can be named now, with how much of the parties it lists, and what goes on waiting.
    pub fn name(&self, waiting: Vec<Waiting>) -> (Vec<(Listing, CaseRecord)>, Vec<Waiting>) {
        let mut named = Vec::new();
        let mut left = Vec::new();
        for word in waiting {
            match self.case_of(word.docket) {
                Some(number) => {
                    let listing = word.parties.as_ref().map_or(Listing::Part, |(listing, _)| *listing);
                    named.push((listing, word.named(number.clone())));
                }
                None => left.push(word),
            }
        }
        (named, left)
    }
}
