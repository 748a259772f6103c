//! A record as a row has it: JSON that only this program reads. What it cannot read is an error with the address of the row.

use domain::{Date, Instant, period::InvalidTime};
use serde::{Deserialize, Serialize};

use crate::{
    courtlistener::{DocketId, Listing, PartyRecord, Waiting},
    record::{CaseNumber, CaseRecord, ChargeRecord, DefendantRecord, EntryRecord, Heading, Said, SaidBy, Seal},
};

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Body {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pacer_case_id: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    caption: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    filed: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    terminated: Option<String>,
    seal: Seal,
    /// Canonical numbers in the same court.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    linked: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    defendants: Option<Vec<Defendant>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parties: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    entries: Vec<Entry>,
    said: SaidAt,
}

/// What waits for the name of its case.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct WaitingBody {
    /// True where all parties are listed.
    is_whole: bool,
    parties: Option<Vec<Party>>,
    entries: Vec<Entry>,
    said: SaidAt,
}

#[derive(Debug, Serialize, Deserialize)]
struct Party {
    name: String,
    role: String,
    terminated: Option<String>,
    charges: Option<Vec<Charge>>,
    highest_offense_opening: String,
    highest_offense_terminated: String,
    locator: String,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct SaidAt {
    at: i64,
    /// True where the source dates itself.
    by_source: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct Defendant {
    number: Option<u32>,
    name: String,
    terminated: Option<String>,
    charges: Option<Vec<Charge>>,
    locator: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Charge {
    text: String,
    disposition: String,
    heading: HeadingName,
    locator: String,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum HeadingName {
    Pending,
    Terminated,
    Complaint,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    filed: Option<String>,
    entered: Option<i64>,
    sequence: Option<String>,
    number: Option<String>,
    document_id: Option<String>,
    kind: String,
    text: String,
    link: Option<String>,
    is_available: bool,
    said: SaidAt,
    locator: String,
}

impl From<&CaseRecord> for Body {
    fn from(record: &CaseRecord) -> Self {
        let CaseRecord {
            number: _,
            pacer_case_id,
            caption,
            filed,
            terminated,
            seal,
            linked,
            defendants,
            parties,
            entries,
            said,
            locator: _,
        } = record;
        Self {
            pacer_case_id: pacer_case_id.clone(),
            caption: caption.clone(),
            filed: filed.map(|date| date.to_string()),
            terminated: terminated.map(|date| date.to_string()),
            seal: *seal,
            linked: linked.iter().map(|other| other.number.clone()).collect(),
            defendants: defendants.as_ref().map(|all| all.iter().map(Into::into).collect()),
            parties: parties.clone(),
            entries: entries.iter().map(Into::into).collect(),
            said: (*said).into(),
        }
    }
}

impl Body {
    /// The record of this case at this place.
    pub(super) fn record(self, number: CaseNumber, locator: String) -> Result<CaseRecord, InvalidTime> {
        let Self { pacer_case_id, caption, filed, terminated, seal, linked, defendants, parties, entries, said } = self;
        let court = number.court.clone();
        Ok(CaseRecord {
            pacer_case_id,
            caption,
            filed: date(filed)?,
            terminated: date(terminated)?,
            seal,
            linked: linked.iter().map(|other| CaseNumber::of(&court, other)).collect(),
            defendants: defendants.map(|all| all.into_iter().map(TryInto::try_into).collect()).transpose()?,
            parties,
            entries: entries.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
            said: said.into(),
            number,
            locator,
        })
    }
}

fn date(text: Option<String>) -> Result<Option<Date>, InvalidTime> {
    text.map(|text| text.parse()).transpose()
}

impl From<Said> for SaidAt {
    fn from(said: Said) -> Self {
        Self { at: said.at.unix_millis(), by_source: said.by == SaidBy::Source }
    }
}

impl From<SaidAt> for Said {
    fn from(said: SaidAt) -> Self {
        let by = if said.by_source { SaidBy::Source } else { SaidBy::Retrieval };
        Self { at: Instant::from_unix_millis(said.at), by }
    }
}

impl From<&DefendantRecord> for Defendant {
    fn from(record: &DefendantRecord) -> Self {
        let DefendantRecord { number, name, terminated, charges, locator } = record;
        Self {
            number: *number,
            name: name.clone(),
            terminated: terminated.map(|date| date.to_string()),
            charges: charges.as_ref().map(|all| all.iter().map(Into::into).collect()),
            locator: locator.clone(),
        }
    }
}

impl TryFrom<Defendant> for DefendantRecord {
    type Error = InvalidTime;

    fn try_from(row: Defendant) -> Result<Self, Self::Error> {
        let Defendant { number, name, terminated, charges, locator } = row;
        let charges = charges.map(|all| all.into_iter().map(Into::into).collect());
        Ok(Self { number, name, terminated: date(terminated)?, charges, locator })
    }
}

impl From<&ChargeRecord> for Charge {
    fn from(record: &ChargeRecord) -> Self {
        let ChargeRecord { text, disposition, heading, locator } = record;
        let heading = match heading {
            Heading::Pending => HeadingName::Pending,
            Heading::Terminated => HeadingName::Terminated,
            Heading::Complaint => HeadingName::Complaint,
        };
        Self { text: text.clone(), disposition: disposition.clone(), heading, locator: locator.clone() }
    }
}

impl From<Charge> for ChargeRecord {
    fn from(row: Charge) -> Self {
        let Charge { text, disposition, heading, locator } = row;
        let heading = match heading {
            HeadingName::Pending => Heading::Pending,
            HeadingName::Terminated => Heading::Terminated,
            HeadingName::Complaint => Heading::Complaint,
        };
        Self { text, disposition, heading, locator }
    }
}

impl From<&Waiting> for WaitingBody {
    fn from(waiting: &Waiting) -> Self {
        let Waiting { docket: _, parties, entries, said, locator: _ } = waiting;
        let party = |one: &PartyRecord| {
            let PartyRecord { name, role, terminated, charges, highest_offense_opening, highest_offense_terminated, locator } = one;
            Party {
                name: name.clone(),
                role: role.clone(),
                terminated: terminated.map(|date| date.to_string()),
                charges: charges.as_ref().map(|all| all.iter().map(Into::into).collect()),
                highest_offense_opening: highest_offense_opening.clone(),
                highest_offense_terminated: highest_offense_terminated.clone(),
                locator: locator.clone(),
            }
        };
        Self {
            is_whole: parties.as_ref().is_some_and(|(listing, _)| *listing == Listing::Whole),
            parties: parties.as_ref().map(|(_, all)| all.iter().map(party).collect()),
            entries: entries.iter().map(Into::into).collect(),
            said: (*said).into(),
        }
    }
}

impl WaitingBody {
    /// What is said of this docket at this place.
    pub(super) fn waiting(self, docket: DocketId, locator: String) -> Result<Waiting, InvalidTime> {
        let Self { is_whole, parties, entries, said } = self;
        let party = |row: Party| -> Result<PartyRecord, InvalidTime> {
            let Party { name, role, terminated, charges, highest_offense_opening, highest_offense_terminated, locator } = row;
            let charges = charges.map(|all| all.into_iter().map(Into::into).collect());
            Ok(PartyRecord {
                name,
                role,
                terminated: date(terminated)?,
                charges,
                highest_offense_opening,
                highest_offense_terminated,
                locator,
            })
        };
        let listing = if is_whole { Listing::Whole } else { Listing::Part };
        let parties = parties.map(|all| all.into_iter().map(party).collect::<Result<Vec<_>, _>>()).transpose()?;
        Ok(Waiting {
            docket,
            parties: parties.map(|all| (listing, all)),
            entries: entries.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
            said: said.into(),
            locator,
        })
    }
}

impl From<&EntryRecord> for Entry {
    fn from(record: &EntryRecord) -> Self {
        let EntryRecord { filed, entered, sequence, number, document_id, kind, text, link, is_available, said, locator } = record;
        Self {
            filed: filed.map(|date| date.to_string()),
            entered: entered.map(Instant::unix_millis),
            sequence: sequence.clone(),
            number: number.clone(),
            document_id: document_id.clone(),
            kind: kind.clone(),
            text: text.clone(),
            link: link.clone(),
            is_available: *is_available,
            said: (*said).into(),
            locator: locator.clone(),
        }
    }
}

impl TryFrom<Entry> for EntryRecord {
    type Error = InvalidTime;

    fn try_from(row: Entry) -> Result<Self, Self::Error> {
        let Entry { filed, entered, sequence, number, document_id, kind, text, link, is_available, said, locator } = row;
        Ok(Self {
            filed: date(filed)?,
            entered: entered.map(Instant::from_unix_millis),
            sequence,
            number,
            document_id,
            kind,
            text,
            link,
            is_available,
            said: said.into(),
            locator,
        })
    }
}
