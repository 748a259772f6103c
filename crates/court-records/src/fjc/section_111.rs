//! Defendants filed and ended under 18 U.S.C. 111, by district and month.

use std::{collections::BTreeMap, io::BufRead};

use super::{
    reader::Rows,
    row::{Defendant, EndedCharge, Flag, Level},
};
use crate::{
    bulk::{Code, District, Field, Month, ReadError, Statutes, Summary},
    charges::Section111,
};

/// Offence codes under which § 111 is filed: felony and misdemeanour assault on a government official, obstruction by interference. They are broader
/// than the section.
pub const ASSAULT_CODES: [&str; 3] = ["1501", "1601", "1602"];

/// Dispositions that are convictions: plea of guilty, nolo contendere, found guilty by the court or a jury, guilty but insane.
const CONVICTIONS: [i32; 6] = [4, 5, 8, 9, 17, 19];
/// The other dispositions of the codebook.
const OTHER_DISPOSITIONS: [i32; 14] = [0, 1, 2, 3, 10, 11, 12, 13, 14, 15, 16, 18, 20, 21];

/// A district and a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey {
    /// The district.
    pub district: District,
    /// The month of filing, or of the end.
    pub month: Month,
}

/// Defendants filed in a district and month, from the flags of filing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filed {
    /// With § 111 among the statutes.
    pub by_statute: u64,
    /// With no statute that could be read and one of [`ASSAULT_CODES`], by that code. Not a part of those above, and broader.
    pub by_code: BTreeMap<Code<4>, u64>,
    /// Of those by statute: by the level of the § 111 charge.
    pub levels: BTreeMap<Field<Level>, u64>,
    /// Of those by statute: who came from a magistrate case.
    pub from_magistrate: u64,
}

/// Defendants whose case ended in a district and month, with § 111 among the statutes at filing or at the end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ended {
    /// What became of the § 111 charge.
    pub outcomes: BTreeMap<Outcome, u64>,
}

/// What became of a § 111 charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Convicted.
    Convicted,
    /// Dismissed, acquitted, diverted, transferred and so on, by the database's code.
    NotConvicted(i32),
    /// § 111 was filed and is not among the charges at the end.
    EndedOnOtherCharges,
    /// A code that the codebook does not have.
    UnknownCode(i32),
    /// No code.
    Missing,
}

impl Outcome {
    fn of(disposition: Field<i32>) -> Self {
        match disposition {
            Field::Value(code) if CONVICTIONS.contains(&code) => Self::Convicted,
            Field::Value(code) if OTHER_DISPOSITIONS.contains(&code) => Self::NotConvicted(code),
            Field::Value(code) => Self::UnknownCode(code),
            Field::Absent | Field::Redacted | Field::Unreadable => Self::Missing,
        }
    }
}

/// The counts of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// By district and month of filing.
    pub filed: BTreeMap<CellKey, Filed>,
    /// By district and month of the end.
    pub ended: BTreeMap<CellKey, Ended>,
    /// Filings whose statutes and codes say neither yes nor no; what is counted is a lower bound.
    pub unknown_filings: u64,
    /// Rows whose flag of filing or ending is missing.
    pub without_flag: u64,
}

impl Tally {
    /// Reads the file. Memory holds the cells alone.
    pub fn read(input: impl BufRead) -> Result<(Self, Summary), ReadError> {
        let mut tally = Self::default();
        let mut statutes = Statutes::default();
        let summary = Rows::open(input)?.each(|row| tally.add(row, &mut statutes))?;
        Ok((tally, summary))
    }

    fn add(&mut self, row: &Defendant, statutes: &mut Statutes) {
        let (Field::Value(is_filing), Field::Value(is_ending)) = (row.is_filing, row.is_ending) else {
            self.without_flag += 1;
            return;
        };
        if is_filing == Flag::No && is_ending == Flag::No {
            return;
        }
        let mut is_111 = |statute: Field<Code<20>>| statute.value().map(|text| statutes.is_18_111(text.as_str().as_bytes()));
        let filed = row.filed_charges.map(|charge| is_111(charge.statute));
        let ended = row.ended_charges.map(|charge| is_111(charge.statute));
        if is_filing == Flag::Yes {
            self.add_filing(row, filed);
        }
        if is_ending == Flag::Yes {
            let mut at_end = row.ended_charges.iter().zip(ended).filter(|(_, found)| *found == Some(Section111::Yes));
            let outcome = match at_end.next() {
                Some((EndedCharge { disposition, .. }, _)) => Some(Outcome::of(*disposition)),
                None => filed.contains(&Some(Section111::Yes)).then_some(Outcome::EndedOnOtherCharges),
            };
            if let Some(outcome) = outcome {
                let key = CellKey { district: row.district, month: Month::of(row.ended) };
                *self.ended.entry(key).or_default().outcomes.entry(outcome).or_default() += 1;
            }
        }
    }

    fn add_filing(&mut self, row: &Defendant, found: [Option<Section111>; 5]) {
        let key = CellKey { district: row.district, month: Month::of(row.filed) };
        let charges = || row.filed_charges.iter().zip(found);
        if let Some((charge, _)) = charges().find(|(_, found)| *found == Some(Section111::Yes)) {
            let cell = self.filed.entry(key).or_default();
            cell.by_statute += 1;
            *cell.levels.entry(charge.level).or_default() += 1;
            cell.from_magistrate += u64::from(row.magistrate.is_some());
            return;
        }
        // The code speaks only for a charge whose statute says nothing.
        let unread = || charges().filter(|(_, found)| *found != Some(Section111::No));
        let code = unread().filter_map(|(charge, _)| charge.offence.value()).find(|code| ASSAULT_CODES.contains(&code.as_str()));
        if let Some(code) = code {
            *self.filed.entry(key).or_default().by_code.entry(code).or_default() += 1;
        } else if found.contains(&Some(Section111::Unknown)) || found.iter().all(Option::is_none) {
            self.unknown_filings += 1;
        }
    }
}
