//! What is due to webhooks: each revision of an alert at once, or the alerts of a day together.
//!
//! A delivery waits for its own next attempt; a webhook that failed waits as a whole, and is then tried with one delivery, the least tried, so that
//! neither a receiver that is away nor a single delivery that it cannot take is hammered or holds up the rest.

#[cfg(test)]
mod tests;

use contracts::identity;
use domain::Instant;
use platform::config::Secret;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, TransactionTrait,
    sea_query::Expr,
};

use super::{
    Store, StoreError,
    alerts::{Alert, assembled, latest_cursor, lock_alerts, raise_one},
    entity::{alert, delivery, watch},
    watches::{self, ACTIVE, DISABLED},
};
use crate::{
    fact::{Class, Fact},
    watch::{
        Delivery,
        schedule::{self, MOST_ATTEMPTS},
    },
};

/// Alerts that a digest lists.
const MOST_IN_DIGEST: u64 = 500;

/// Bytes of a reason that are kept.
const LONGEST_REASON: usize = 300;

/// Something to be sent, claimed by one who sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClaimedDelivery {
    /// The same on every attempt.
    pub(crate) id: String,
    /// Given back with the report.
    pub(crate) lease: String,
    /// Id of the watch.
    pub(crate) watch: String,
    /// Its title.
    pub(crate) watch_title: String,
    /// Where to.
    pub(crate) url: String,
    /// Key of the signature.
    pub(crate) secret: Secret,
    /// Counts from 1.
    pub(crate) attempt: i32,
    /// Day in UTC, of a digest.
    pub(crate) digest_of: Option<String>,
    /// One, or those of the digest, oldest first.
    pub(crate) alerts: Vec<Alert>,
    /// All of the digest.
    pub(crate) alerts_total: u64,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Attempted {
    /// The receiver has it.
    Delivered,
    /// It has to be tried again.
    Failed(String),
    /// The receiver wants no more.
    Gone(String),
}

impl Store {
    /// Claims what is due, at most so many, until a lease ends.
    pub(crate) async fn claim_deliveries(
        &self,
        limit: u64,
        now: Instant,
        leased_until: Instant,
    ) -> Result<Vec<ClaimedDelivery>, StoreError> {
        let millis = now.unix_millis();
        // Mostly nothing is due, and nobody has to wait for the lock.
        if due(millis).count(&self.db).await? == 0 {
            return Ok(Vec::new());
        }
        let tx = self.db.begin().await?;
        lock_alerts(&tx).await?;
        let mut claimed = Vec::new();
        let waiting: Vec<String> = due(millis).select_only().column(delivery::Column::Watch).distinct().into_tuple().all(&tx).await?;
        for id in waiting {
            let webhook = watch::Entity::find_by_id(id).one(&tx).await?;
            let Some(webhook) = webhook.filter(|row| row.webhook_state == ACTIVE && row.retry_at <= millis) else { continue };
            let left = limit.saturating_sub(u64::try_from(claimed.len()).unwrap_or(u64::MAX));
            let at_once = if webhook.failures == 0 { left } else { left.min(1) };
            if at_once == 0 || (webhook.failures > 0 && has_one_in_hand(&tx, &webhook.id, millis).await?) {
                continue;
            }
            let rows = due(millis).filter(delivery::Column::Watch.eq(webhook.id.as_str()));
            let rows = rows.order_by_asc(delivery::Column::Attempts).order_by_asc(delivery::Column::UpTo).limit(at_once).all(&tx).await?;
            for row in rows {
                if let Some(delivery) = claim(&tx, &webhook, row, (now, leased_until)).await? {
                    claimed.push(delivery);
                }
            }
        }
        tx.commit().await?;
        Ok(claimed)
    }

    /// Takes the report on a delivery; gives the state of the webhook after it. A report on what is no longer there, or whose lease went to
    /// somebody else, changes nothing.
    pub(crate) async fn report_delivery(
        &self,
        (id, lease): (&str, &str),
        attempted: &Attempted,
        most_failures: i32,
        now: Instant,
    ) -> Result<Option<String>, StoreError> {
        let tx = self.db.begin().await?;
        lock_alerts(&tx).await?;
        let Some(row) = delivery::Entity::find_by_id(id).one(&tx).await?.filter(|row| row.lease == lease) else { return Ok(None) };
        let Some(webhook) = watch::Entity::find_by_id(row.watch.as_str()).one(&tx).await? else { return Ok(None) };
        let state = match attempted {
            Attempted::Delivered => {
                delivery::Entity::delete_by_id(id).exec(&tx).await?;
                let fine = Health { state: ACTIVE, reason: "", failures: 0, failed_at: webhook.failed_at, retry_at: 0 };
                set_health(&tx, &webhook.id, &fine).await?;
                ACTIVE
            }
            Attempted::Failed(reason) => failed(&tx, &webhook, &row, (reason, most_failures), now).await?,
            Attempted::Gone(reason) => {
                disable(&tx, &webhook, reason, webhook.failures.saturating_add(1), now).await?;
                DISABLED
            }
        };
        tx.commit().await?;
        Ok(Some(state.to_owned()))
    }

    /// Makes the digests that are due: of every watch that is told once a day, the alerts of before today that no digest has. Again the same day,
    /// it makes none.
    pub(crate) async fn make_digests(&self, now: Instant) -> Result<usize, StoreError> {
        let (midnight, day) = schedule::digest_at(now);
        let daily = watch::Entity::find()
            .filter(watch::Column::Delivery.eq(Delivery::Daily.as_str()))
            .filter(watch::Column::WebhookState.eq(ACTIVE))
            .filter(watch::Column::Url.ne(""));
        if daily.clone().count(&self.db).await? == 0 {
            return Ok(0);
        }
        let tx = self.db.begin().await?;
        lock_alerts(&tx).await?;
        let mut made = 0;
        for webhook in daily.all(&tx).await? {
            let last = told(&webhook.id, webhook.digest_after, i64::MAX)
                .filter(alert::Column::ToldAt.lt(midnight.unix_millis()))
                .order_by_desc(alert::Column::Cursor)
                .one(&tx)
                .await?;
            let Some(last) = last else { continue };
            let row = delivery::ActiveModel {
                id: Set(identity::of_parts([b"digest".as_slice(), webhook.id.as_bytes(), &last.cursor.to_be_bytes()])),
                watch: Set(webhook.id.clone()),
                alert: Set(None),
                digest_of: Set(Some(day.clone())),
                after: Set(webhook.digest_after),
                up_to: Set(last.cursor),
                attempts: Set(0),
                due_at: Set(now.unix_millis()),
                lease: Set(String::new()),
                claimed_at: Set(0),
                leased_until: Set(0),
            };
            delivery::Entity::insert(row).exec_without_returning(&tx).await?;
            watch::Entity::update_many()
                .col_expr(watch::Column::DigestAfter, Expr::value(last.cursor))
                .filter(watch::Column::Id.eq(webhook.id.as_str()))
                .exec(&tx)
                .await?;
            made += 1;
        }
        tx.commit().await?;
        Ok(made)
    }
}

fn due(now: i64) -> sea_orm::Select<delivery::Entity> {
    delivery::Entity::find().filter(delivery::Column::DueAt.lte(now)).filter(delivery::Column::LeasedUntil.lte(now))
}

/// Alerts of a watch between two cursors, the later included; what it says of its own webhook is not sent to it.
fn told(watch: &str, after: i64, up_to: i64) -> sea_orm::Select<alert::Entity> {
    alert::Entity::find()
        .filter(alert::Column::Watch.eq(watch))
        .filter(alert::Column::Cursor.gt(after))
        .filter(alert::Column::Cursor.lte(up_to))
}

async fn has_one_in_hand(tx: &impl ConnectionTrait, watch: &str, now: i64) -> Result<bool, StoreError> {
    let in_hand = delivery::Entity::find().filter(delivery::Column::Watch.eq(watch)).filter(delivery::Column::LeasedUntil.gt(now));
    Ok(in_hand.count(tx).await? > 0)
}

/// Leases a delivery; one whose alerts have all moved on to later revisions has nothing to say and goes away.
async fn claim(
    tx: &impl ConnectionTrait,
    webhook: &watch::Model,
    row: delivery::Model,
    (now, leased_until): (Instant, Instant),
) -> Result<Option<ClaimedDelivery>, StoreError> {
    let rows = told(&webhook.id, row.after, row.up_to);
    let rows = match &row.alert {
        Some(alert) => rows.filter(alert::Column::Id.eq(alert.as_str())),
        None => rows,
    };
    let total = rows.clone().count(tx).await?;
    let alerts = assembled(tx, rows.order_by_asc(alert::Column::Cursor).limit(MOST_IN_DIGEST).all(tx).await?).await?;
    let alerts: Vec<Alert> = alerts.into_iter().filter(|alert| alert.fact.class != Class::WebhookDisabled).collect();
    if alerts.is_empty() {
        delivery::Entity::delete_by_id(row.id).exec(tx).await?;
        return Ok(None);
    }
    let attempt = row.attempts.saturating_add(1);
    let lease = identity::of_parts([row.id.as_bytes(), &attempt.to_be_bytes(), &leased_until.unix_millis().to_be_bytes()]);
    delivery::Entity::update_many()
        .col_expr(delivery::Column::Attempts, Expr::value(attempt))
        .col_expr(delivery::Column::Lease, Expr::value(lease.as_str()))
        .col_expr(delivery::Column::ClaimedAt, Expr::value(now.unix_millis()))
        .col_expr(delivery::Column::LeasedUntil, Expr::value(leased_until.unix_millis()))
        .filter(delivery::Column::Id.eq(row.id.as_str()))
        .exec(tx)
        .await?;
    Ok(Some(ClaimedDelivery {
        id: row.id,
        lease,
        watch: webhook.id.clone(),
        watch_title: webhook.title.clone(),
        url: webhook.url.clone(),
        secret: watches::key_of(webhook),
        attempt,
        digest_of: row.digest_of,
        alerts,
        alerts_total: total,
    }))
}

async fn put_off(tx: &impl ConnectionTrait, id: &str, due_at: Instant) -> Result<(), StoreError> {
    delivery::Entity::update_many()
        .col_expr(delivery::Column::DueAt, Expr::value(due_at.unix_millis()))
        .col_expr(delivery::Column::Lease, Expr::value(""))
        .col_expr(delivery::Column::LeasedUntil, Expr::value(0_i64))
        .filter(delivery::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Counts a failure and puts the delivery off. Attempts that were under way when another failed say the same thing again, and are not counted.
async fn failed(
    tx: &impl ConnectionTrait,
    webhook: &watch::Model,
    row: &delivery::Model,
    (reason, most_failures): (&str, i32),
    now: Instant,
) -> Result<&'static str, StoreError> {
    let is_counted = row.claimed_at >= webhook.failed_at;
    let failures = webhook.failures.saturating_add(i32::from(is_counted));
    if failures >= most_failures {
        let reason = format!("{failures} attempts in a row failed; the last: {reason}");
        disable(tx, webhook, &reason, failures, now).await?;
        return Ok(DISABLED);
    }
    if row.attempts >= MOST_ATTEMPTS {
        tracing::warn!(watch = webhook.id, delivery = row.id, reason, "a delivery was given up");
        delivery::Entity::delete_by_id(row.id.as_str()).exec(tx).await?;
    } else {
        put_off(tx, &row.id, schedule::after(now, schedule::delay(row.attempts))).await?;
    }
    let retry_at = if is_counted { schedule::after(now, schedule::delay(failures)).unix_millis() } else { webhook.retry_at };
    let health = Health { state: ACTIVE, reason, failures, failed_at: now.unix_millis(), retry_at };
    set_health(tx, &webhook.id, &health).await?;
    Ok(ACTIVE)
}

/// How a webhook is.
struct Health<'a> {
    state: &'a str,
    reason: &'a str,
    failures: i32,
    failed_at: i64,
    retry_at: i64,
}

async fn set_health(tx: &impl ConnectionTrait, watch: &str, health: &Health<'_>) -> Result<(), StoreError> {
    let reason: String = health.reason.chars().take(LONGEST_REASON).collect();
    watch::Entity::update_many()
        .col_expr(watch::Column::WebhookState, Expr::value(health.state))
        .col_expr(watch::Column::WebhookReason, Expr::value(reason))
        .col_expr(watch::Column::Failures, Expr::value(health.failures))
        .col_expr(watch::Column::FailedAt, Expr::value(health.failed_at))
        .col_expr(watch::Column::RetryAt, Expr::value(health.retry_at))
        .filter(watch::Column::Id.eq(watch))
        .exec(tx)
        .await?;
    Ok(())
}

/// Gives a webhook up, with a notice in the alerts of its watch; what was due to it goes away, and is in those alerts.
async fn disable(tx: &impl ConnectionTrait, webhook: &watch::Model, reason: &str, failures: i32, now: Instant) -> Result<(), StoreError> {
    let health = Health { state: DISABLED, reason, failures, failed_at: now.unix_millis(), retry_at: 0 };
    set_health(tx, &webhook.id, &health).await?;
    delivery::Entity::delete_many().filter(delivery::Column::Watch.eq(webhook.id.as_str())).exec(tx).await?;
    let latest = latest_cursor(tx).await?;
    watch::Entity::update_many()
        .col_expr(watch::Column::DigestAfter, Expr::value(latest))
        .filter(watch::Column::Id.eq(webhook.id.as_str()))
        .exec(tx)
        .await?;
    let text: String = format!("{reason}. Add the same watch again to enable it.").chars().take(LONGEST_REASON * 2).collect();
    let notice = Fact {
        class: Class::WebhookDisabled,
        subject: format!("{} at {now}", webhook.id),
        court: String::new(),
        case_key: String::new(),
        docket_number: String::new(),
        caption: String::new(),
        parties: Vec::new(),
        citations: Vec::new(),
        kind: String::new(),
        text,
        link: None,
        happened_at: Some(now),
        seen_at: now,
        said_at: now,
        sights: 1,
        noise: None,
        source: String::new(),
        snapshot: String::new(),
        locator: String::new(),
    };
    raise_one(tx, webhook, &notice, now).await
}
