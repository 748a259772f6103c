//! Watches, as they were added.

use std::collections::{BTreeMap, BTreeSet};

use domain::Instant;
use platform::config::Secret;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, TransactionTrait};

use super::{
    NAMES_PER_QUERY, Store, StoreError,
    alerts::{advance_sequence, latest_of, lock_alerts},
    entity::{alert, delivery, watch},
};
use crate::watch::{Asking, Watch};

/// Watches at most: each is held against every fact.
const MOST_WATCHES: u64 = 10_000;

/// Name of the sequence that moves on whenever the set of watches changes.
const SEQUENCE: &str = "watch";

/// State of a webhook that is told.
pub(super) const ACTIVE: &str = "active";

/// State of a webhook that was given up.
pub(super) const DISABLED: &str = "disabled";

/// A watch with what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeptWatch {
    /// The watch.
    pub(crate) watch: Watch,
    /// When it was first added; what was seen before is no news.
    pub(crate) added_at: Instant,
    /// What became of its webhook; says nothing where there is none.
    pub(crate) webhook: WebhookState,
}

/// What became of a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WebhookState {
    /// `active` or `disabled`.
    pub(crate) state: String,
    /// How it failed last.
    pub(crate) reason: String,
    /// Attempts that failed since the last that did not.
    pub(crate) failures: i32,
}

/// What came of adding a watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Added {
    /// It is new.
    New,
    /// It was there.
    Known,
    /// There are as many as there may be.
    TooMany,
}

impl Store {
    /// Adds a watch. One that is known gets the title and key that are given now, and its webhook is enabled again.
    pub(crate) async fn add_watch(&self, watch: &Watch, now: Instant) -> Result<Added, StoreError> {
        let tx = self.db.begin().await?;
        lock_alerts(&tx).await?;
        let known = watch::Entity::find_by_id(watch.id.as_str()).one(&tx).await?;
        let added = match known {
            Some(row) => {
                let mut row: watch::ActiveModel = row.into();
                if watch.has_own_title() {
                    row.title = Set(watch.title.clone());
                }
                row.secret = Set(secret(watch));
                row.webhook_state = Set(ACTIVE.to_owned());
                row.webhook_reason = Set(String::new());
                row.failures = Set(0);
                row.retry_at = Set(0);
                watch::Entity::update(row).exec(&tx).await?;
                Added::Known
            }
            None if watch::Entity::find().count(&tx).await? >= MOST_WATCHES => Added::TooMany,
            None => {
                watch::Entity::insert(row(watch, now)).exec_without_returning(&tx).await?;
                advance_sequence(&tx, SEQUENCE, 1).await?;
                Added::New
            }
        };
        tx.commit().await?;
        Ok(added)
    }

    /// Removes a watch with its alerts and with what is due to its webhook. Removing it again changes nothing.
    pub(crate) async fn remove_watch(&self, id: &str) -> Result<(), StoreError> {
        let tx = self.db.begin().await?;
        lock_alerts(&tx).await?;
        watch::Entity::delete_by_id(id).exec(&tx).await?;
        advance_sequence(&tx, SEQUENCE, 1).await?;
        alert::Entity::delete_many().filter(alert::Column::Watch.eq(id)).exec(&tx).await?;
        delivery::Entity::delete_many().filter(delivery::Column::Watch.eq(id)).exec(&tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Counts changes of the set of watches: while it stays, what they ask for stays.
    pub(crate) async fn watches_version(&self) -> Result<i64, StoreError> {
        latest_of(&self.db, SEQUENCE).await
    }

    /// All watches, in the order in which they were added.
    pub(crate) async fn watches(&self) -> Result<Vec<KeptWatch>, StoreError> {
        all(&self.db).await?.into_iter().map(read).collect()
    }

    /// One watch.
    pub(crate) async fn watch(&self, id: &str) -> Result<Option<KeptWatch>, StoreError> {
        watch::Entity::find_by_id(id).one(&self.db).await?.map(read).transpose()
    }
}

/// Rows of these watches.
pub(super) async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: BTreeSet<&String>,
) -> Result<BTreeMap<String, watch::Model>, StoreError> {
    let ids: Vec<&String> = ids.into_iter().collect();
    let mut found = BTreeMap::new();
    for chunk in ids.chunks(NAMES_PER_QUERY) {
        let rows = watch::Entity::find().filter(watch::Column::Id.is_in(chunk.iter().map(|id| id.as_str()))).all(connection).await?;
        found.extend(rows.into_iter().map(|row| (row.id.clone(), row)));
    }
    Ok(found)
}

/// Rows of all watches.
async fn all(connection: &impl ConnectionTrait) -> Result<Vec<watch::Model>, StoreError> {
    let query = watch::Entity::find().order_by_asc(watch::Column::AddedAt).order_by_asc(watch::Column::Id);
    Ok(query.all(connection).await?)
}

fn secret(watch: &Watch) -> String {
    watch.webhook.as_ref().map(|webhook| webhook.secret.reveal().to_owned()).unwrap_or_default()
}

fn row(watch: &Watch, now: Instant) -> watch::ActiveModel {
    let [docket_number, party, statute, courts, event_type, words] = watch.criteria.canonical().clone();
    let muted: Vec<&str> = watch.muted.iter().map(|muted| muted.as_str()).collect();
    watch::ActiveModel {
        id: Set(watch.id.clone()),
        title: Set(watch.title.clone()),
        docket_number: Set(docket_number),
        party: Set(party),
        statute: Set(statute),
        courts: Set(courts),
        event_type: Set(event_type),
        words: Set(words),
        muted: Set(muted.join(",")),
        delivery: Set(watch.delivery.as_str().to_owned()),
        url: Set(watch.webhook.as_ref().map(|webhook| webhook.url.clone()).unwrap_or_default()),
        secret: Set(secret(watch)),
        webhook_state: Set(ACTIVE.to_owned()),
        webhook_reason: Set(String::new()),
        failures: Set(0),
        failed_at: Set(0),
        retry_at: Set(0),
        digest_after: Set(0),
        added_at: Set(now.unix_millis()),
    }
}

/// Criteria are read again as they were written; a watch keeps the id under which it was added, whatever a later program would name it.
fn read(row: watch::Model) -> Result<KeptWatch, StoreError> {
    let watch::Model { id, title, docket_number, party, statute, courts, event_type, words, muted, delivery, url, secret, .. } = row;
    let listed = |text: &str| text.split(',').map(str::to_owned).collect();
    let (courts, muted) = (listed(&courts), listed(&muted));
    let asking = Asking { title, docket_number, party, statute, courts, event_type, text: words, muted, delivery, url, secret };
    let mut watch = Watch::checked(&asking).map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        StoreError::Unreadable(format!("watch {id}: {}", problems.join("; ")))
    })?;
    watch.id = id;
    let webhook = WebhookState { state: row.webhook_state, reason: row.webhook_reason, failures: row.failures };
    Ok(KeptWatch { watch, added_at: Instant::from_unix_millis(row.added_at), webhook })
}

/// The key of a webhook, to whoever delivers.
pub(super) fn key_of(row: &watch::Model) -> Secret {
    Secret::new(row.secret.as_str())
}
