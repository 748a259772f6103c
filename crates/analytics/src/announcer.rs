//! Says which comparisons and verdicts a snapshot moved: those that read its source and whose numbers are others than were announced last.

use std::{collections::BTreeMap, sync::Arc};

use catalog::ClaimEntry;
use contracts::{
    Event,
    events::{ComparisonUpdated, PartChange, RowChange, VerdictChanged},
};
use domain::{Instant, Provenance, SourceSlug, verdict::RestsOn};
use platform::{Bus, Failure, OrRetry as _};
use tokio::sync::Mutex;

use crate::{
    answers::{AnswerError, Answers},
    declared::{Declared, Names},
    metrics,
    rules::changes::{self, Change},
    store::{Announced, Kind, Pending, StoreError, Vintages},
    wire,
};

/// Announces results.
#[derive(Debug, Clone)]
pub(crate) struct Announcer {
    /// What is known.
    pub(crate) answers: Answers,
    /// Where it is said.
    pub(crate) bus: Bus,
    /// One announcement at a time in this process; between processes the number of the result decides.
    pub(crate) turn: Arc<Mutex<()>>,
}

/// A result that can be announced.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Subject {
    kind: Kind,
    name: String,
}

impl Announcer {
    /// Announces what reads the source of a snapshot and moved. What was announced last is read before the result is made, so that whoever
    /// wins the next number has seen all that stood before it; who loses it looks again.
    pub(crate) async fn announce(&self, cause: &Provenance) -> Result<(), Failure> {
        let declared = self.answers.declared(Instant::MAX).await.or_retry()?;
        self.announce_all(dependents(&declared, &cause.source), cause).await
    }

    /// Announces what a declaration declares. A claim can move the verdicts on the others of its thread.
    pub(crate) async fn announce_declared(&self, names: &Names, cause: &Provenance) -> Result<(), Failure> {
        let subjects = match names {
            Names::Comparison(slug) => vec![Subject { kind: Kind::Comparison, name: slug.clone() }],
            Names::Claims(ids) => {
                let declared = self.answers.declared(Instant::MAX).await.or_retry()?;
                let threads: Vec<&String> = ids.iter().filter_map(|id| declared.claim(id)?.claim.setting.thread.as_ref()).collect();
                let beside = |entry: &&ClaimEntry| {
                    ids.contains(&entry.claim.id) || entry.claim.setting.thread.as_ref().is_some_and(|thread| threads.contains(&thread))
                };
                declared.ledger.iter().filter(beside).map(|entry| Subject { kind: Kind::Verdict, name: entry.claim.id.clone() }).collect()
            }
        };
        self.announce_all(subjects, cause).await
    }

    async fn announce_all(&self, mut subjects: Vec<Subject>, cause: &Provenance) -> Result<(), Failure> {
        let _turn = self.turn.lock().await;
        while !subjects.is_empty() {
            self.publish_what_is_pending().await?;
            let next = self.moved(&subjects, cause).await.or_retry()?;
            subjects.retain(|subject| next.iter().any(|(pending, _)| subject.is(pending)));
            let won = self.answers.store().announce(next).await.or_retry()?;
            // What was won is looked at once more: another replica may have recorded something in between and found nothing moved.
            self.publish(&won).await?;
        }
        Ok(())
    }

    /// What a process that died, or another replica at this moment, has decided to say and not surely said.
    async fn publish_what_is_pending(&self) -> Result<(), Failure> {
        let pending = self.answers.store().pending().await.or_retry()?;
        self.publish(&pending).await
    }

    async fn publish(&self, pending: &[Pending]) -> Result<(), Failure> {
        if pending.is_empty() {
            return Ok(());
        }
        let comparisons: Vec<ComparisonUpdated> = events(pending, Kind::Comparison).or_retry()?;
        let verdicts: Vec<VerdictChanged> = events(pending, Kind::Verdict).or_retry()?;
        if !comparisons.is_empty() {
            self.bus.publish_all(&comparisons).await?;
        }
        if !verdicts.is_empty() {
            self.bus.publish_all(&verdicts).await?;
        }
        self.answers.store().published(pending).await.or_retry()?;
        metrics::announced(pending.len());
        Ok(())
    }

    /// Those whose numbers are others than were announced last, each with its event.
    async fn moved(&self, subjects: &[Subject], cause: &Provenance) -> Result<Vec<(Pending, Announced)>, AnswerError> {
        let mut last: BTreeMap<Subject, Announced> = BTreeMap::new();
        for kind in [Kind::Comparison, Kind::Verdict] {
            let of_kind: Vec<&Subject> = subjects.iter().filter(|subject| subject.kind == kind).collect();
            let names: Vec<&str> = of_kind.iter().map(|subject| subject.name.as_str()).collect();
            let mut found = self.answers.store().announced(kind, &names).await?;
            last.extend(of_kind.iter().map(|subject| ((*subject).clone(), found.remove(&subject.name).unwrap_or_default())));
        }
        let declared = self.answers.declared(Instant::MAX).await?;
        let mut vintages = Vintages::new();
        let mut out = Vec::new();
        for (subject, before) in last {
            let Some(mut now) = self.result(&subject, &declared, &mut vintages).await? else { continue };
            if now.result_hash == before.result_hash {
                continue;
            }
            now.sequence = before.sequence + 1;
            let event = event(&subject, &before, &now, cause).map_err(|error| unwritable(&subject, &error))?;
            out.push((Pending { kind: subject.kind, name: subject.name, sequence: now.sequence, event }, now));
        }
        Ok(out)
    }

    /// The result as it is now, without a number.
    async fn result(&self, subject: &Subject, declared: &Declared, vintages: &mut Vintages) -> Result<Option<Announced>, AnswerError> {
        match subject.kind {
            Kind::Comparison => {
                let Some(spec) = declared.comparison(&subject.name) else { return Ok(None) };
                let (found, rests_on) = self.answers.comparison_among(spec, Instant::MAX, vintages).await?;
                let result_hash = wire::comparison_hash(&found);
                Ok(Some(Announced { result_hash, lines: changes::of_comparison(&found), rests_on, ..Announced::default() }))
            }
            Kind::Verdict => {
                let Some(entry) = declared.claim(&subject.name) else { return Ok(None) };
                let found = self.answers.verdict_among(entry, declared, Instant::MAX, vintages).await?;
                let (result_hash, lines) = (wire::verdict_hash(&found), changes::of_verdict(&found));
                let finding = found.arithmetic.finding.as_str().to_owned();
                Ok(Some(Announced { sequence: 0, result_hash, finding, lines, rests_on: found.rests_on }))
            }
        }
    }
}

impl Subject {
    fn is(&self, pending: &Pending) -> bool {
        self.kind == pending.kind && self.name == pending.name
    }
}

/// All that reads a source, in one order, so that replicas do not wait for each other in a ring.
fn dependents(declared: &Declared, source: &SourceSlug) -> Vec<Subject> {
    let comparisons = declared.comparisons.iter().filter(|spec| spec.sources().contains(source));
    let claims = declared.ledger.iter().filter(|entry| entry.selectors().iter().any(|one| one.series.source == *source));
    let mut out: Vec<Subject> = comparisons.map(|spec| Subject { kind: Kind::Comparison, name: spec.slug.clone() }).collect();
    out.extend(claims.map(|entry| Subject { kind: Kind::Verdict, name: entry.claim.id.clone() }));
    out.sort();
    out
}

fn event(subject: &Subject, before: &Announced, now: &Announced, cause: &Provenance) -> Result<String, serde_json::Error> {
    let (source, snapshot) = moved_by(&before.rests_on, &now.rests_on, cause);
    match subject.kind {
        Kind::Comparison => serde_json::to_string(&ComparisonUpdated {
            comparison: subject.name.clone(),
            result_hash: now.result_hash.clone(),
            source,
            snapshot,
            before_hash: before.result_hash.clone(),
            changes: changes::by_line(&before.lines, &now.lines)
                .into_iter()
                .map(|Change { name, before, after }| RowChange { label: name, before, after })
                .collect(),
            sequence: now.sequence,
        }),
        Kind::Verdict => serde_json::to_string(&VerdictChanged {
            claim: subject.name.clone(),
            result_hash: now.result_hash.clone(),
            before_hash: before.result_hash.clone(),
            finding_before: before.finding.clone(),
            finding: now.finding.clone(),
            changes: changes::by_part(&before.lines, &now.lines)
                .into_iter()
                .map(|Change { name, before, after }| PartChange { part: name, before, after })
                .collect(),
            source,
            snapshot,
            sequence: now.sequence,
        }),
    }
}

/// Of the snapshots that the result rests on now and did not before: the one that was just recorded, else the latest. If there is none, a
/// snapshot was read anew, and it is the one that was just recorded.
fn moved_by(before: &[RestsOn], now: &[RestsOn], cause: &Provenance) -> (String, String) {
    let is_new = |one: &&RestsOn| !before.iter().any(|held| held.source == one.source && held.snapshot == one.snapshot);
    let new: Vec<&RestsOn> = now.iter().filter(is_new).collect();
    let is_cause = |one: &&RestsOn| one.source == cause.source && one.snapshot == cause.snapshot;
    match new.iter().max_by_key(|one| (one.retrieved_at, &one.source, &one.snapshot)) {
        Some(latest) if !new.iter().any(is_cause) => (latest.source.to_string(), latest.snapshot.to_string()),
        _ => (cause.source.to_string(), cause.snapshot.to_string()),
    }
}

/// The events of one kind, as they were decided.
fn events<E: Event>(pending: &[Pending], kind: Kind) -> Result<Vec<E>, AnswerError> {
    let read = |one: &Pending| {
        serde_json::from_str(&one.event).map_err(|error| {
            let reason = format!("pending: {error}");
            StoreError::Inconsistent { table: "announcement", row: one.name.clone(), reason }.into()
        })
    };
    pending.iter().filter(|one| one.kind == kind).map(read).collect()
}

fn unwritable(subject: &Subject, error: &serde_json::Error) -> AnswerError {
    StoreError::Inconsistent { table: "announcement", row: subject.name.clone(), reason: format!("no event: {error}") }.into()
}
