//! What one snapshot says of one case: the one shape into which PACER's pages and CourtListener's answers are read.
//!
//! Absence is kept apart from emptiness: a source that does not list defendants says `None`, one that lists none says an empty list, and only the
//! second makes what was there before vanish.

use domain::{Date, Instant};
use serde::{Deserialize, Serialize};

use crate::pacer::{DocketNumber, Format};

/// One snapshot's word on one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRecord {
    /// Where the case is.
    pub number: CaseNumber,
    /// CM/ECF's own number of the case. Each defendant of a criminal case has an own.
    pub pacer_case_id: Option<String>,
    /// As the source writes it; empty if it gives none.
    pub caption: String,
    /// In court time.
    pub filed: Option<Date>,
    /// In court time.
    pub terminated: Option<Date>,
    /// Whether the public may read it.
    pub seal: Seal,
    /// Numbers of cases in the same court that this one continues or is continued by, canonical.
    pub linked: Vec<CaseNumber>,
    /// None where the source does not list defendants.
    pub defendants: Option<Vec<DefendantRecord>>,
    /// Parties that are no defendants of a criminal case, by name.
    pub parties: Vec<String>,
    /// What of the docket it shows; never the whole, so that nothing vanishes here.
    pub entries: Vec<EntryRecord>,
    /// The instant for which the source speaks, and of what clock: an older word never replaces a newer one.
    pub said: Said,
    /// Place in the snapshot.
    pub locator: String,
}

/// Court and number. The same case has the same number whatever source writes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber {
    /// CM/ECF's code of the court: `nysd`.
    pub court: String,
    /// Canonical: `1:12-cr-00120`; what follows no known grammar is as the court writes it.
    pub number: String,
}

/// Kinds of numbers of criminal cases, of magistrates' cases and of petty offences, as courts write them.
pub const CRIMINAL_KINDS: [&str; 7] = ["cr", "mj", "po", "m", "mag", "tk", "vv"];

impl CaseNumber {
    /// The canonical number: kind in small letters, year in two digits, serial number in five. A number that follows no grammar of trial courts is
    /// kept with tidy white space.
    pub fn of(court: &str, text: &str) -> Self {
        let number = DocketNumber::read(text).map_or_else(|| tidy(text), |number| canonical(&number));
        Self { court: court.to_owned(), number }
    }

    /// The number of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        let (court, number) = key.split_once('/')?;
        (!court.is_empty() && !number.is_empty()).then(|| Self::of(court, number))
    }

    /// What names the case: `nysd/1:12-cr-00120`.
    pub fn key(&self) -> String {
        format!("{}/{}", self.court, self.number)
    }

    /// The kind within the number, such as `cr`; none in courts that number by year alone.
    pub fn kind(&self) -> Option<&str> {
        self.number.split('-').nth(1).filter(|kind| kind.bytes().all(|byte| byte.is_ascii_alphabetic()))
    }

    /// Whether it is the number of a criminal case, of a magistrate's case or of a petty offence.
    pub fn is_criminal(&self) -> bool {
        self.kind().is_some_and(|kind| CRIMINAL_KINDS.contains(&kind))
    }
}

fn canonical(number: &DocketNumber) -> String {
    if number.format != Format::District {
        return number.text.clone();
    }
    let (office, rest) = number.text.split_once(':').map_or(("", number.text.as_str()), |(office, rest)| (office, rest));
    let mut parts = rest.splitn(3, '-');
    let (Some(year), Some(kind), Some(serial)) = (parts.next(), parts.next(), parts.next()) else { return number.text.clone() };
    let year = year.get(year.len().saturating_sub(2)..).unwrap_or(year);
    let colon = if office.is_empty() { "" } else { ":" };
    format!("{office}{colon}{year}-{}-{:0>5}", kind.to_ascii_lowercase(), serial.trim_start_matches('0'))
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl CaseRecord {
    /// A record that says nothing but of which case it is.
    pub fn of(number: CaseNumber, said: Said, locator: impl Into<String>) -> Self {
        Self {
            number,
            pacer_case_id: None,
            caption: String::new(),
            filed: None,
            terminated: None,
            seal: Seal::Open,
            linked: Vec::new(),
            defendants: None,
            parties: Vec::new(),
            entries: Vec::new(),
            said,
            locator: locator.into(),
        }
    }
}

impl EntryRecord {
    /// An entry of which nothing is said.
    pub fn at(said: Said, locator: impl Into<String>) -> Self {
        Self {
            filed: None,
            entered: None,
            sequence: None,
            number: None,
            document_id: None,
            kind: String::new(),
            text: String::new(),
            link: None,
            is_available: false,
            said,
            locator: locator.into(),
        }
    }
}

/// For which instant a source speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Said {
    /// The instant.
    pub at: Instant,
    /// Whose clock said so.
    pub by: SaidBy,
}

/// Whose clock dates a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SaidBy {
    /// The snapshot's first retrieval: the source gives no instant of its own.
    Retrieval,
    /// The source itself, as CourtListener's `date_modified`.
    Source,
}

/// Whether the public may read a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Seal {
    /// It may.
    #[default]
    Open,
    /// The page says that the case is under seal.
    Sealed,
    /// The caption says that the case was expunged.
    Expunged,
}

impl Seal {
    /// As it is on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Sealed => "sealed",
            Self::Expunged => "expunged",
        }
    }
}

/// A defendant of a criminal case, or of a magistrate's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DefendantRecord {
    /// Within the case, counted from 1; none if the source gives no number.
    pub number: Option<u32>,
    /// As the source writes it.
    pub name: String,
    /// In court time.
    pub terminated: Option<Date>,
    /// None where the source does not list charges of this defendant.
    pub charges: Option<Vec<ChargeRecord>>,
    /// Place in the snapshot.
    pub locator: String,
}

/// A count or a complaint, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeRecord {
    /// The text with its count suffix: `18:111(a)(1) - Assault on a Federal Officer (Misdemeanor)(1)`.
    pub text: String,
    /// What became of it; empty if nothing is written.
    pub disposition: String,
    /// Under which of PACER's headings it stands. Convictions stay under "pending".
    pub heading: Heading,
    /// Place in the snapshot.
    pub locator: String,
}

/// PACER's headings over charges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Heading {
    /// "Pending Counts".
    Pending,
    /// "Terminated Counts".
    Terminated,
    /// "Complaints".
    Complaint,
}

/// An entry of the docket. What a source does not give is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRecord {
    /// The date of filing, in court time.
    pub filed: Option<Date>,
    /// The instant of entering.
    pub entered: Option<Instant>,
    /// CM/ECF's number of the entry within the case.
    pub sequence: Option<String>,
    /// Number on the docket.
    pub number: Option<String>,
    /// CM/ECF's number of the main document, its fourth digit 0.
    pub document_id: Option<String>,
    /// The kind of entry in few words, as a feed gives it.
    pub kind: String,
    /// The whole text of the entry.
    pub text: String,
    /// Address on the court's server, or on CourtListener's.
    pub link: Option<String>,
    /// Whether a document of this entry can be read without PACER.
    pub is_available: bool,
    /// For which instant the source speaks of this entry; the record's, if it gives none of its own.
    pub said: Said,
    /// Place in the snapshot.
    pub locator: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, key: &str, criminal: &str) {
        let number = CaseNumber::of("nysd", text);
        let told = if number.is_criminal() { "criminal" } else { "other" };
        assert_eq!((number.key().as_str(), told), (key, criminal), "{text}");
        assert_eq!(CaseNumber::of_key(&number.key()), Some(number), "{text}");
    }

    #[test]
    fn a_case_has_one_number_whoever_writes_it() {
        check("1:12-cr-00120-RJS-2", "nysd/1:12-cr-00120", "criminal");
        check("1:12-CR-120", "nysd/1:12-cr-00120", "criminal");
        check("1:2012-cr-00120", "nysd/1:12-cr-00120", "criminal");
        check("12-mj-7", "nysd/12-mj-00007", "criminal");
        check("1:17-cv-100201", "nysd/1:17-cv-100201", "other");
        check("22-3054", "nysd/22-3054", "other");
        check("5:18-~gr-00001", "nysd/5:18-~gr-00001", "other");
        check(" MDL  No. 2741", "nysd/MDL No. 2741", "other");
    }
}
