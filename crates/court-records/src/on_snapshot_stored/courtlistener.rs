//! A snapshot of what CourtListener says: read it, keep what could not be read, and hand on what could.

use std::{collections::BTreeSet, ops::ControlFlow};

use contracts::convert::StoredSnapshot;
use platform::{Failure, OrReject as _, OrRetry as _};
use tokio::sync::mpsc;

use super::Recorder;
use crate::{
    courtlistener::{self, DocketId, Kind, Notice, Read},
    metrics,
    record::CaseNumber,
    rules::{LocatedProblem, case::Word},
    store::{Named, OfDockets},
};

/// Parts of a bulk file that are read ahead of what is kept.
const PARTS_AHEAD: usize = 2;

impl Recorder {
    /// Reads a snapshot part by part. Every step can be repeated.
    pub(super) async fn on_courtlistener(&self, kind: Kind, snapshot: &StoredSnapshot) -> Result<(), Failure> {
        let bytes = self.objects.get(&snapshot.hash).await.or_retry()?;
        let retrieved_at = snapshot.retrieved_at;
        let (hand_on, mut parts) = mpsc::channel::<Read>(PARTS_AHEAD);
        // Off the threads that answer and signal progress. Whoever stops taking parts, because the store failed, stops the reading.
        let reading = tokio::task::spawn_blocking(move || {
            courtlistener::read_parts(kind, &bytes, retrieved_at, |part| match hand_on.blocking_send(part) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            })
        });
        let mut problems = Vec::new();
        let mut counts = Counts::default();
        let mut alerts = 0;
        while let Some(mut part) = parts.recv().await {
            let found = std::mem::take(&mut part.problems);
            problems.extend(found.into_iter().map(|problem| LocatedProblem { locator: problem.locator, message: problem.message }));
            counts.add(&part);
            alerts += self.keep(kind, snapshot, part).await?;
        }
        reading.await.or_retry()?.or_reject()?;
        self.store.record_problems(snapshot, &problems).await.or_retry()?;
        metrics::heard(&snapshot.source, &counts, problems.len());
        tracing::info!(
            source = %snapshot.source,
            snapshot = %snapshot.hash,
            records = counts.records,
            waiting = counts.waiting,
            aliases = counts.aliases,
            alerts,
            problems = problems.len(),
            "what CourtListener says was read"
        );
        Ok(())
    }
}

impl Recorder {
    /// Keeps what a part says of cases, named or waiting for their name; gives the number of alerts that are new or say more.
    async fn keep(&self, kind: Kind, snapshot: &StoredSnapshot, part: Read) -> Result<usize, Failure> {
        let Read { mut records, waiting, mut aliases, notices, rereads: _, courts: _, not_on_pacer: _, problems: _ } = part;
        note(snapshot, notices);
        if kind == Kind::Bulk {
            // Bulk files have every docket of the country; what is followed here begins with criminal cases.
            records.retain(|record| record.number.is_criminal());
            aliases.retain(|alias| alias.number.is_criminal());
        }
        let said = OfDockets {
            aliases: &aliases,
            waiting,
            source: snapshot.source.as_str(),
            snapshot: snapshot.hash.as_str(),
            retrieved_at: snapshot.retrieved_at,
        };
        let Named { mut words, left } = self.store.name(&said).await.or_retry()?;
        words.extend(records.into_iter().map(|record| Word {
            record,
            source: snapshot.source.to_string(),
            snapshot: snapshot.hash.to_string(),
            retrieved_at: snapshot.retrieved_at,
        }));
        let touched: BTreeSet<CaseNumber> = words.iter().map(|word| word.record.number.clone()).chain(left).collect();
        self.cases(&words, &touched, snapshot).await
    }
}

/// How much a snapshot says.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    /// Words on cases that are named.
    pub(crate) records: usize,
    /// Words on cases that wait for their name.
    pub(crate) waiting: usize,
    /// Names of dockets.
    pub(crate) aliases: usize,
}

impl Counts {
    fn add(&mut self, part: &Read) {
        self.records += part.records.len();
        self.waiting += part.waiting.len();
        self.aliases += part.aliases.len();
    }
}

/// What is said of alerts and requests, not of cases.
fn note(snapshot: &StoredSnapshot, notices: Vec<Notice>) {
    for notice in notices {
        match notice {
            Notice::AlertOff(alert) => tracing::warn!(
                snapshot = %snapshot.hash,
                docket = alert.docket.map(DocketId::number),
                "CourtListener switched an alert off: from now on its silence says nothing"
            ),
            Notice::Deprecated { version, on } => {
                tracing::warn!(snapshot = %snapshot.hash, version, %on, "CourtListener ends this version of its webhooks");
            }
            other => tracing::info!(snapshot = %snapshot.hash, notice = ?other, "CourtListener says something of its own"),
        }
    }
}
