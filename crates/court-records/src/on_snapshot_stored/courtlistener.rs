//! A snapshot of what CourtListener says: read it, keep what could not be read, and hand on what could.

use std::ops::ControlFlow;

use contracts::convert::StoredSnapshot;
use platform::{Failure, OrReject as _, OrRetry as _};
use tokio::sync::mpsc;

use super::FeedRecorder;
use crate::{
    courtlistener::{self, DocketId, Kind, Notice, Read},
    metrics,
    rules::LocatedProblem,
};

/// Parts of a bulk file that are read ahead of what is kept.
const PARTS_AHEAD: usize = 2;

impl FeedRecorder {
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
        while let Some(mut part) = parts.recv().await {
            let found = std::mem::take(&mut part.problems);
            problems.extend(found.into_iter().map(|problem| LocatedProblem { locator: problem.locator, message: problem.message }));
            counts.add(&part);
            keep_records(snapshot, part);
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
            problems = problems.len(),
            "what CourtListener says was read"
        );
        Ok(())
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

/// **The one place where what CourtListener says is handed on.** Records go to the tables of cases; aliases go beside them, and with each new alias
/// the words that waited for it are named (`Waiting::named`) and go the same way; a `Listing::Part` of defendants must make none vanish. There are no
/// such tables yet, so that only notices are told.
fn keep_records(snapshot: &StoredSnapshot, part: Read) {
    let Read { records: _, waiting: _, aliases: _, notices, rereads: _, courts: _, not_on_pacer: _, problems: _ } = part;
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
