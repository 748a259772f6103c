//! The bus as a log in one SQLite file.
//!
//! **What survives.** The file is in WAL mode, so whatever was committed survives the death of the process, however sudden. Publishing
//! (and setting aside) commits with `synchronous = FULL`: a published event also survives the loss of power, because the service that
//! published it may never say it again. Leases and answers commit with `synchronous = NORMAL`: the loss of power may undo the last of
//! them, and then events are delivered again, which handlers must bear anyway.
//!
//! **Who may open it.** Several handles and several processes at once. Writers take turns inside a process by a lock, between processes
//! by `BEGIN IMMEDIATE` and a busy timeout. News travels inside a process by a signal, between processes by looking every [`POLL`].

use std::{collections::BTreeMap, path::Path, sync::Arc, time::Duration};

use anyhow::Context as _;
use contracts::{Event, Stream, event::token};
use sea_orm::sqlx::{
    self, AssertSqlSafe, QueryBuilder, Row as _, Sqlite, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};
use tokio::{
    sync::{Mutex, watch},
    time,
};

use super::{
    Backlog, Durable,
    envelope::{self, Outgoing, Stored},
    worker::{Delivery, Receipt, Refused},
};
use crate::{clock::Clock, config::BusConfig, lifecycle::Stop};

/// How often a consumer looks for what another process has published.
const POLL: Duration = Duration::from_millis(250);

/// How long a writer waits for the writer of another process.
const BUSY: Duration = Duration::from_secs(30);

/// Rows of one insert statement: seven variables each, of the 32,766 that SQLite allows.
const ROWS: usize = 500;

/// What the file must look like; kept in `PRAGMA user_version`.
const LAYOUT: i64 = 1;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    stream TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    event_id TEXT NOT NULL,
    headers TEXT NOT NULL,
    payload BLOB NOT NULL,
    published_at_ms INTEGER NOT NULL,
    UNIQUE (stream, event_id)
);
CREATE INDEX IF NOT EXISTS messages_by_kind ON messages (kind, seq);
CREATE TABLE IF NOT EXISTS consumers (
    stream TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    cursor INTEGER NOT NULL,
    PRIMARY KEY (stream, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS deliveries (
    stream TEXT NOT NULL,
    consumer TEXT NOT NULL,
    seq INTEGER NOT NULL,
    deliveries INTEGER NOT NULL,
    due_ms INTEGER NOT NULL,
    PRIMARY KEY (stream, consumer, seq)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS deliveries_by_due ON deliveries (stream, consumer, due_ms);
";

mod lease;

pub(super) use lease::Lease;

/// A handle on the log. Clones share it.
#[derive(Debug, Clone)]
pub struct Embedded(Arc<Log>);

#[derive(Debug)]
struct Log {
    /// Commits that must survive the loss of power.
    safe: SqlitePool,
    /// Commits whose loss means another delivery.
    quick: SqlitePool,
    reads: SqlitePool,
    /// Held by the writer of this process.
    turn: Mutex<()>,
    /// Changes when there may be something to fetch.
    news: watch::Sender<()>,
    clock: Clock,
    root: String,
}

impl Embedded {
    /// Opens the file, and makes it if there is none.
    pub(super) async fn open(config: &BusConfig, clock: Clock) -> anyhow::Result<Self> {
        let path = Path::new(&config.path);
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {} of the bus", folder.display()))?;
        }
        let log = Self::open_log(path, token(&config.root), clock).await;
        Ok(Self(Arc::new(log.with_context(|| format!("cannot open the bus {}", path.display()))?)))
    }

    async fn open_log(path: &Path, root: String, clock: Clock) -> anyhow::Result<Log> {
        let options = |synchronous| {
            SqliteConnectOptions::new()
                .filename(path)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(synchronous)
                .busy_timeout(BUSY)
        };
        let pool = |most| SqlitePoolOptions::new().max_connections(most).test_before_acquire(false).acquire_timeout(BUSY);
        let safe = pool(1).connect_with(options(SqliteSynchronous::Full)).await?;
        lay_out(&safe).await?;
        let quick = pool(1).connect_with(options(SqliteSynchronous::Normal)).await?;
        let reads = pool(4).connect_with(options(SqliteSynchronous::Normal)).await?;
        Ok(Log { safe, quick, reads, turn: Mutex::new(()), news: watch::Sender::new(()), clock, root })
    }

    pub(super) fn root(&self) -> &str {
        &self.0.root
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Appends messages in one transaction; those that are there already stay as they are.
    pub(super) async fn publish(&self, stream: Stream, messages: &[Outgoing]) -> anyhow::Result<()> {
        if messages.is_empty() {
            return Ok(());
        }
        let now = self.now();
        let rows = messages.iter().map(|message| Ok((message, headers_json(message)?))).collect::<Result<Vec<_>, serde_json::Error>>()?;
        {
            let _turn = self.0.turn.lock().await;
            let mut transaction = self.0.safe.begin_with("BEGIN IMMEDIATE").await?;
            for chunk in rows.chunks(ROWS) {
                let mut insert = QueryBuilder::<Sqlite>::new(
                    "INSERT INTO messages (stream, kind, subject, event_id, headers, payload, published_at_ms) ",
                );
                insert.push_values(chunk, |mut row, (message, headers)| {
                    row.push_bind(stream.service())
                        .push_bind(&message.kind)
                        .push_bind(&message.subject)
                        .push_bind(&message.id)
                        .push_bind(headers)
                        .push_bind(message.payload.as_ref())
                        .push_bind(now);
                });
                insert.push(" ON CONFLICT (stream, event_id) DO NOTHING");
                insert.build().persistent(chunk.len() == ROWS || chunk.len() == 1).execute(&mut *transaction).await?;
            }
            transaction.commit().await?;
        }
        self.0.news.send_replace(());
        Ok(())
    }

    /// Declares a consumer. An existing one goes on where it was.
    pub(super) async fn feed<E: Event>(&self, durable: &Durable) -> anyhow::Result<Feed> {
        let consumer = Consumer {
            stream: E::STREAM,
            name: durable.name,
            kind: envelope::kind::<E>(),
            ack_wait: durable.ack_wait,
            handled: lease::Handled::default(),
        };
        {
            let _turn = self.0.turn.lock().await;
            sqlx::query("INSERT INTO consumers (stream, name, kind, cursor) VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING")
                .bind(consumer.stream.service())
                .bind(consumer.name)
                .bind(&consumer.kind)
                .execute(&self.0.quick)
                .await?;
        }
        let found: String = sqlx::query_scalar("SELECT kind FROM consumers WHERE stream = ? AND name = ?")
            .bind(consumer.stream.service())
            .bind(consumer.name)
            .fetch_one(&self.0.reads)
            .await?;
        if found != consumer.kind {
            let (stream, name, wanted) = (consumer.stream.service(), consumer.name, &consumer.kind);
            return Err(
                Refused(format!("consumer {name} of stream {stream}: kind is {found} and should be {wanted}; use another name")).into()
            );
        }
        Ok(Feed { news: self.0.news.subscribe(), bus: self.clone(), consumer: Arc::new(consumer) })
    }

    pub(super) async fn backlog(&self, stream: Stream, durable: &str) -> anyhow::Result<Backlog> {
        let row = sqlx::query(
            "SELECT CASE WHEN c.name IS NULL
                THEN (SELECT count(*) FROM messages m WHERE m.stream = s.stream)
                ELSE (SELECT count(*) FROM messages m WHERE m.kind = c.kind AND m.seq > c.cursor) END,
                (SELECT count(*) FROM deliveries d WHERE d.stream = s.stream AND d.consumer = s.name)
             FROM (SELECT ? AS stream, ? AS name) s LEFT JOIN consumers c ON c.stream = s.stream AND c.name = s.name",
        )
        .bind(stream.service())
        .bind(durable)
        .fetch_one(&self.0.reads)
        .await?;
        Ok(Backlog { waiting: unsigned(row.try_get(0)?), in_hand: unsigned(row.try_get(1)?) })
    }

    /// Latest first.
    pub(super) async fn latest_rejected(&self, limit: usize) -> anyhow::Result<Vec<Stored>> {
        let rows = sqlx::query("SELECT seq, subject, headers, payload FROM messages WHERE kind = ? ORDER BY seq DESC LIMIT ?")
            .bind(Stream::Rejected.service())
            .bind(signed(limit))
            .fetch_all(&self.0.reads)
            .await?;
        rows.iter().map(stored).collect()
    }

    /// Oldest first.
    pub(super) async fn page<E: Event>(&self, after: u64, limit: usize) -> anyhow::Result<Vec<Stored>> {
        let rows = sqlx::query("SELECT seq, subject, headers, payload FROM messages WHERE kind = ? AND seq > ? ORDER BY seq LIMIT ?")
            .bind(envelope::kind::<E>())
            .bind(i64::try_from(after).unwrap_or(i64::MAX))
            .bind(signed(limit))
            .fetch_all(&self.0.reads)
            .await?;
        rows.iter().map(stored).collect()
    }

    pub(super) async fn rewind(&self, stream: Stream, durable: &str) -> anyhow::Result<()> {
        {
            let _turn = self.0.turn.lock().await;
            let mut transaction = self.0.quick.begin_with("BEGIN IMMEDIATE").await?;
            for sql in [
                "DELETE FROM deliveries WHERE stream = ? AND consumer = ?",
                "UPDATE consumers SET cursor = 0 WHERE stream = ? AND name = ?",
            ] {
                sqlx::query(sql).bind(stream.service()).bind(durable).execute(&mut *transaction).await?;
            }
            transaction.commit().await?;
        }
        self.0.news.send_replace(());
        Ok(())
    }

    pub(super) async fn ping(&self) -> anyhow::Result<()> {
        sqlx::query("SELECT seq FROM messages LIMIT 1").fetch_optional(&self.0.reads).await?;
        Ok(())
    }

    fn now(&self) -> i64 {
        self.0.clock.now().unix_millis()
    }

    fn after(&self, wait: Duration) -> i64 {
        self.now().saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX))
    }
}

/// Makes the tables, and refuses a file that a newer program has made.
async fn lay_out(pool: &SqlitePool) -> anyhow::Result<()> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    let found: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *transaction).await?;
    anyhow::ensure!(found <= LAYOUT, "its layout is {found} and this program knows {LAYOUT}; use a newer program");
    sqlx::raw_sql(SCHEMA).execute(&mut *transaction).await?;
    sqlx::raw_sql(AssertSqlSafe(format!("PRAGMA user_version = {LAYOUT}"))).execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(())
}

#[derive(Debug)]
struct Consumer {
    stream: Stream,
    name: &'static str,
    kind: String,
    ack_wait: Duration,
    handled: lease::Handled,
}

/// What a consumer is fed from.
pub(super) struct Feed {
    bus: Embedded,
    consumer: Arc<Consumer>,
    news: watch::Receiver<()>,
}

impl Feed {
    /// Waits for at least one delivery, at most `room`; none once a stop is asked for.
    pub(super) async fn fetch(&mut self, room: usize, stop: &Stop) -> anyhow::Result<Vec<Delivery>> {
        while !stop.is_asked() {
            self.news.mark_unchanged();
            let wait = self.until_due().await?;
            if wait.is_zero() {
                let leased = self.lease(room).await?;
                if !leased.is_empty() {
                    return Ok(leased);
                }
            }
            // Reading is cheap and takes no lock, so that an idle consumer disturbs nobody.
            let pause = time::sleep(wait.clamp(Duration::from_millis(1), POLL));
            tokio::select! {
                () = pause => {}
                _ = self.news.changed() => {}
                () = stop.asked() => {}
            }
        }
        Ok(Vec::new())
    }

    /// How long until something is due; zero if something is.
    async fn until_due(&self) -> anyhow::Result<Duration> {
        let row = sqlx::query(
            "SELECT EXISTS (SELECT 1 FROM messages WHERE kind = ?1 AND seq > (SELECT cursor FROM consumers WHERE stream = ?2 AND name = ?3)),
                (SELECT min(due_ms) FROM deliveries WHERE stream = ?2 AND consumer = ?3)",
        )
        .bind(&self.consumer.kind)
        .bind(self.consumer.stream.service())
        .bind(self.consumer.name)
        .fetch_one(&self.bus.0.reads)
        .await?;
        let (new, due): (bool, Option<i64>) = (row.try_get(0)?, row.try_get(1)?);
        let millis = due.map_or(u64::MAX, |due| unsigned(due.saturating_sub(self.bus.now())));
        Ok(if new { Duration::ZERO } else { Duration::from_millis(millis) })
    }

    /// Leases what is due again, then what is new. A message in hand is due again after `ack_wait`.
    async fn lease(&self, room: usize) -> anyhow::Result<Vec<Delivery>> {
        let (stream, name) = (self.consumer.stream.service(), self.consumer.name);
        let _turn = self.bus.0.turn.lock().await;
        let mut transaction = self.bus.0.quick.begin_with("BEGIN IMMEDIATE").await?;
        let now = self.bus.now();
        let due: i64 =
            sqlx::query_scalar("SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE stream = ? AND consumer = ? AND due_ms <= ? LIMIT ?)")
                .bind(stream)
                .bind(name)
                .bind(now)
                .bind(signed(room))
                .fetch_one(&mut *transaction)
                .await?;
        self.take_new(&mut transaction, signed(room).saturating_sub(due)).await?;
        let rows = sqlx::query(
            "UPDATE deliveries SET deliveries = deliveries + 1, due_ms = ?1 WHERE stream = ?2 AND consumer = ?3 AND seq IN
                (SELECT seq FROM deliveries WHERE stream = ?2 AND consumer = ?3 AND due_ms <= ?4 ORDER BY due_ms, seq LIMIT ?5)
             RETURNING seq, deliveries,
                (SELECT subject FROM messages m WHERE m.seq = deliveries.seq),
                (SELECT headers FROM messages m WHERE m.seq = deliveries.seq),
                (SELECT payload FROM messages m WHERE m.seq = deliveries.seq)",
        )
        .bind(self.bus.after(self.consumer.ack_wait))
        .bind(stream)
        .bind(name)
        .bind(now)
        .bind(signed(room))
        .fetch_all(&mut *transaction)
        .await?;
        transaction.commit().await?;
        let mut leased = rows.iter().map(|row| self.delivery(row)).collect::<anyhow::Result<Vec<_>>>()?;
        leased.sort_by_key(|delivery| delivery.stored.sequence);
        Ok(leased)
    }

    /// Moves the cursor over the next messages and makes them due at once.
    async fn take_new(&self, connection: &mut SqliteConnection, room: i64) -> anyhow::Result<()> {
        if room <= 0 {
            return Ok(());
        }
        let (stream, name) = (self.consumer.stream.service(), self.consumer.name);
        let taken: Vec<i64> = sqlx::query_scalar(
            "INSERT INTO deliveries (stream, consumer, seq, deliveries, due_ms)
             SELECT ?1, ?2, seq, 0, 0 FROM messages
             WHERE kind = ?3 AND seq > (SELECT cursor FROM consumers WHERE stream = ?1 AND name = ?2) ORDER BY seq LIMIT ?4
             RETURNING seq",
        )
        .bind(stream)
        .bind(name)
        .bind(&self.consumer.kind)
        .bind(room)
        .fetch_all(&mut *connection)
        .await?;
        if let Some(last) = taken.iter().max() {
            sqlx::query("UPDATE consumers SET cursor = ? WHERE stream = ? AND name = ?")
                .bind(last)
                .bind(stream)
                .bind(name)
                .execute(connection)
                .await?;
        }
        Ok(())
    }

    fn delivery(&self, row: &SqliteRow) -> anyhow::Result<Delivery> {
        let deliveries = u32::try_from(row.try_get::<i64, _>(1)?).unwrap_or(u32::MAX);
        let headers: String = row.try_get(3)?;
        let stored = read_row(row.try_get(0)?, row.try_get(2)?, &headers, row.try_get(4)?);
        let lease = Lease { bus: self.bus.clone(), consumer: Arc::clone(&self.consumer), sequence: row.try_get(0)?, deliveries };
        Ok(Delivery { stored, deliveries, receipt: Receipt::Embedded(lease) })
    }
}

fn headers_json(message: &Outgoing) -> Result<String, serde_json::Error> {
    let headers: serde_json::Map<String, serde_json::Value> =
        message.headers.iter().map(|(name, value)| ((*name).to_owned(), value.as_str().into())).collect();
    serde_json::to_string(&headers)
}

fn stored(row: &SqliteRow) -> anyhow::Result<Stored> {
    let headers: String = row.try_get(2)?;
    Ok(read_row(row.try_get(0)?, row.try_get(1)?, &headers, row.try_get(3)?))
}

fn read_row(sequence: i64, subject: String, headers: &str, payload: Vec<u8>) -> Stored {
    // Without its headers an event can still be handled.
    let headers: BTreeMap<String, String> = serde_json::from_str(headers).unwrap_or_default();
    let pairs = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    Stored::new(unsigned(sequence), subject, pairs, payload)
}

fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
