//! Reading of what CourtListener, the archive of the Free Law Project, says of federal cases: the bodies of its webhooks, the answers of its REST
//! API (version 4), and its bulk files.
//!
//! A library free of the service around it: bytes go in, [`CaseRecord`]s and located problems come out. Nothing here knows the bus, the store or
//! the contracts, reads a clock or opens a connection. A docket of PACER and the same docket of CourtListener give the same case.
//!
//! CourtListener names a docket by an own integer, a [`DocketId`]. A docket alert carries nothing else, so that what it says is [`Waiting`] until
//! a docket answer gives court and number; such answers are [`Alias`]es, and [`Aliases`] keeps the newest of each.

mod alias;
mod answer;
pub mod bulk;
mod court;
mod docket;
mod entry;
mod field;
mod notice;
mod party;
mod search;
mod text;
mod webhook;

#[cfg(test)]
mod tests;

use std::{fmt, ops::ControlFlow};

use domain::Instant;

use crate::record::CaseRecord;

pub use alias::{Alias, Aliases, Listing, NotADocketId, PartyRecord, Waiting};
pub use court::{courtlistener_court, pacer_court};
pub use notice::{AlertOn, Notice, Reread};

/// The longest JSON document that is read, in bytes. A page has 20 rows; what is kept of a document takes at most some 90 times its bytes.
pub const MOST_JSON_BYTES: usize = 32 * 1024 * 1024;

/// Problems that are told of one snapshot; the rest is counted.
const MOST_PROBLEMS: usize = 1000;

/// In which form CourtListener said something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The body of a webhook, which arrived by itself.
    Webhook,
    /// An answer of the REST API.
    Answer,
    /// A table of the bulk data.
    Bulk,
}

/// The bytes are nothing that CourtListener says in this form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCourtListener {
    /// The bytes are no JSON.
    #[error("this is not JSON: {0}")]
    NotJson(String),
    /// More bytes than are read.
    #[error("a document of {size_bytes} bytes is not read; the limit is {MOST_JSON_BYTES}")]
    TooLarge {
        /// How many there are.
        size_bytes: usize,
    },
    /// JSON without the parts of a webhook.
    #[error("this is no webhook of CourtListener: it has no {0}")]
    NoWebhook(&'static str),
    /// A webhook of a kind that came later than this program.
    #[error("webhooks of the event type {0} are not known")]
    UnknownEvent(String),
    /// JSON without the parts of an answer.
    #[error("this is no answer of CourtListener's API: neither a page of results nor a docket, a docket entry or a party")]
    NoAnswer,
    /// A table without the columns of one that is read.
    #[error("this is no table of CourtListener's bulk data that is read: the header is neither that of dockets nor that of courts")]
    NoTable,
    /// The table cannot be read to its end.
    #[error("the table cannot be read: {0}")]
    Io(String),
}

/// CourtListener's own number of a docket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocketId(u64);

impl DocketId {
    /// From the number.
    pub fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for DocketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What was read of one snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// What is said of cases that are named.
    pub records: Vec<CaseRecord>,
    /// What is said of cases of which only CourtListener's own number is known.
    pub waiting: Vec<Waiting>,
    /// Which case has which number.
    pub aliases: Vec<Alias>,
    /// What is said of alerts and requests, not of cases.
    pub notices: Vec<Notice>,
    /// Entries whose text is not there yet. There is no second webhook when it comes.
    pub rereads: Vec<Reread>,
    /// What is said of courts.
    pub courts: Vec<bulk::CourtRecord>,
    /// Dockets of a bulk file that come from no court's CM/ECF, as those of state courts; they are not read.
    pub not_on_pacer: u64,
    /// What could not be read, in the snapshot's order.
    pub problems: Vec<Problem>,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Place in the snapshot: `results[3].date_filed`, `line 17`.
    pub locator: String,
    /// For a person.
    pub message: String,
}

/// Records of a bulk file in one part.
const PART: usize = 5000;

/// Reads a snapshot and hands what it says on in parts, so that a bulk file needs little memory; an alert or an answer is one part. Stops early if
/// `hand_on` says so.
pub fn read_parts(
    kind: Kind,
    bytes: &[u8],
    retrieved_at: Instant,
    mut hand_on: impl FnMut(Read) -> ControlFlow<()>,
) -> Result<(), NotCourtListener> {
    let whole = match kind {
        Kind::Webhook => webhook::read(bytes, retrieved_at)?,
        Kind::Answer => answer::read(bytes, retrieved_at)?,
        Kind::Bulk => {
            let mut table = bulk::Table::open(bytes, retrieved_at)?;
            while let Some(part) = table.part(PART)? {
                if hand_on(part).is_break() {
                    break;
                }
            }
            return Ok(());
        }
    };
    // There is nothing after it that could be stopped.
    let _ = hand_on(whole);
    Ok(())
}

/// Reads a snapshot whole. `retrieved_at` dates what CourtListener gives no instant for. Bulk files that do not fit into memory are read in parts
/// by [`bulk::Table`]. It fails only where the bytes are nothing that CourtListener says in this form; what is wrong within is a problem, and the
/// rest is read.
pub fn read(kind: Kind, bytes: &[u8], retrieved_at: Instant) -> Result<Read, NotCourtListener> {
    let mut read = Read::default();
    read_parts(kind, bytes, retrieved_at, |part| {
        read.append(part);
        ControlFlow::Continue(())
    })?;
    Ok(read)
}

impl Read {
    /// Adds what a later part of the same snapshot says.
    pub fn append(&mut self, part: Read) {
        let Read { records, waiting, aliases, notices, rereads, courts, not_on_pacer, problems } = part;
        self.records.extend(records);
        self.waiting.extend(waiting);
        self.aliases.extend(aliases);
        self.notices.extend(notices);
        self.rereads.extend(rereads);
        self.courts.extend(courts);
        self.not_on_pacer = self.not_on_pacer.saturating_add(not_on_pacer);
        self.problems.extend(problems);
    }
}

/// Collects problems, no more than are told.
#[derive(Debug, Default)]
struct Notes {
    told: Vec<Problem>,
    count: usize,
}

impl Notes {
    fn tell(&mut self, locator: impl fmt::Display, message: impl fmt::Display) {
        self.count += 1;
        if self.count <= MOST_PROBLEMS {
            self.told.push(Problem { locator: locator.to_string(), message: message.to_string() });
        }
    }

    /// The problems since they were last taken.
    fn take(&mut self) -> Vec<Problem> {
        std::mem::take(&mut self.told)
    }

    /// The problems, with how many more there are.
    fn into_problems(mut self) -> Vec<Problem> {
        self.finish();
        self.told
    }

    /// Says how many more there are.
    fn finish(&mut self) {
        if self.count > MOST_PROBLEMS {
            let message = format!("{} more problems are not listed", self.count - MOST_PROBLEMS);
            self.told.push(Problem { locator: "snapshot".to_owned(), message });
        }
    }
}
