//! What CourtListener says of its own alerts and of requests, not of cases.

use domain::{Date, Instant};
use serde::Deserialize;

use super::{DocketId, Notes, field::Scalar};

/// Something a person should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The alert on this docket was switched off, because the case ended long ago: from now on its silence says nothing.
    AlertOff(AlertOn),
    /// The alert on this docket is old and will be switched off soon.
    AlertAging(AlertOn),
    /// A page or document that was asked for has been bought.
    Fetched {
        /// The docket, if it is one that was asked for.
        docket: Option<DocketId>,
        /// The document, if it is one that was asked for.
        document: Option<u64>,
        /// CourtListener's status: 2 successful, 3 failed; 6 the content does not match.
        status: Option<u64>,
        /// In CourtListener's words.
        message: String,
    },
    /// Somebody paid for a document that others had asked for.
    PrayerAnswered {
        /// The document.
        document: Option<u64>,
        /// 1 waiting, 2 granted.
        status: Option<u64>,
    },
    /// This version of the webhook ends.
    Deprecated {
        /// The version.
        version: Option<u64>,
        /// The day after which it is not sent any more.
        on: Date,
    },
}

/// An alert on a docket. Its secret key is not read: who has it can switch the alert off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertOn {
    /// The docket; none if it is not said.
    pub docket: Option<DocketId>,
    /// When it was made.
    pub created: Option<Instant>,
    /// When it was last of use.
    pub last_hit: Option<Instant>,
    /// Place in the snapshot.
    pub locator: String,
}

/// An entry whose text is not there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reread {
    /// CourtListener's number of the entry.
    pub entry: u64,
    /// Its docket, if it is said.
    pub docket: Option<DocketId>,
    /// Place in the snapshot.
    pub locator: String,
}

/// An alert as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AlertFields {
    docket: Scalar,
    date_created: Scalar,
    date_last_hit: Scalar,
}

impl AlertFields {
    pub(super) fn alert(&self, locator: String, notes: &mut Notes) -> AlertOn {
        let place = format!("{locator}.");
        AlertOn {
            docket: self.docket.docket(&place, "docket", notes),
            created: self.date_created.instant(&place, "date_created", notes),
            last_hit: self.date_last_hit.instant(&place, "date_last_hit", notes),
            locator,
        }
    }
}
