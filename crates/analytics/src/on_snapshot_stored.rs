//! A declaration was handed in: check it, keep it, and say what it answers.

use std::str::FromStr as _;

use catalog::{Reader, SourceId};
use contracts::{convert::StoredSnapshot, events::SnapshotStored};
use domain::Provenance;
use platform::{Failure, Objects, OrReject as _, OrRetry as _};

use crate::{
    Announcements,
    announcer::Announcer,
    answers::Answers,
    declared::{self, Added},
};

/// Version of the form of declarations.
const FORM: u32 = 1;

/// Keeps declarations.
#[derive(Debug)]
pub(crate) struct Declarer {
    /// What is known.
    pub(crate) answers: Answers,
    /// Where the bytes are.
    pub(crate) objects: Objects,
    /// Who says what moved.
    pub(crate) announcer: Announcer,
    /// Whether anything is said.
    pub(crate) announcements: Announcements,
}

impl Declarer {
    /// Handles the event. A declaration with a problem is set aside with all its problems, each with its line.
    pub(crate) async fn on_snapshot_stored(&self, event: SnapshotStored) -> Result<(), Failure> {
        let snapshot = StoredSnapshot::try_from(event).or_reject()?;
        let source = SourceId::from_str(snapshot.source.as_str()).or_reject()?;
        if source.service() != Reader::Analytics {
            return Ok(());
        }
        let bytes = self.objects.get(&snapshot.hash).await.or_retry()?;
        let text = String::from_utf8(bytes.to_vec()).map_err(|_| Failure::Reject(anyhow::anyhow!("a declaration is UTF-8 text")))?;
        let names = declared::check(source, &text).map_err(|problems| {
            Failure::Reject(anyhow::anyhow!("snapshot {} of {source} from {}: {problems}", snapshot.hash.short(), snapshot.origin))
        })?;
        let added = Added { source, text, snapshot: snapshot.hash.clone(), retrieved_at: snapshot.retrieved_at };
        self.answers.store().keep_declaration(&added).await.or_retry()?;
        if self.announcements == Announcements::Changes {
            let cause = Provenance {
                source: snapshot.source,
                snapshot: snapshot.hash,
                retrieved_at: snapshot.retrieved_at,
                rule: "declaration".to_owned(),
                rule_version: FORM,
            };
            self.announcer.announce_declared(&names, &cause).await?;
        }
        Ok(())
    }
}
