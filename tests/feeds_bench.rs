//! Two hundred courts at once: how long from an item that a court shows to the alert that a watcher receives, and what a sweep costs.
//!
//! The courts are a process of their own, so that the processor time that is told is the program's. In the middle of the run the program is dropped without a
//! stop and started again.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use anyhow::Context as _;
use contracts::{
    court::{AddWatchRequest, StreamAlertsRequest, Watch},
    events::FilingSeen,
};
use e2e::{Place, feeds};
use platform::Clock;
use plumbline::App;

const COURTS: usize = 200;
const EVERY_SECS: i64 = 10;
const SECONDS: u64 = 90;
/// Courts of which one item comes in each second.
const AT_ONCE: usize = 20;

/// What came when, by court and the second that the item bears.
type Published = Arc<Mutex<BTreeMap<(String, String), i64>>>;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    if std::env::args().nth(1).as_deref() == Some("courts") {
        return courts().await;
    }
    let mut out = std::io::stdout();
    let (mut child, addresses, published) = other_process()?;
    let measured = measure(&addresses, &published, &mut out).await;
    // It may have ended by itself; either way it is gone afterwards.
    let _ = child.kill();
    let _ = child.wait();
    measured
}

/// The courts: says the addresses, then a line for each item.
async fn courts() -> anyhow::Result<()> {
    let corpus = testkit::corpus("feeds_bench").context("the corpus is not there")?;
    let courts = feeds::courts(&corpus, COURTS)?;
    let mut out = std::io::stdout();
    for court in &courts {
        for back in (1..=40).rev() {
            let at = Clock::System.now().unix_millis() - back * 60_000;
            court.publish(domain::Instant::from_unix_millis(at));
        }
    }
    for address in feeds::serve(&courts).await? {
        writeln!(out, "address {address}")?;
    }
    writeln!(out, "ready {}", courts.iter().map(|court| court.published()).sum::<usize>())?;
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    let mut next = 0;
    for second in 0..SECONDS {
        tick.tick().await;
        for _ in 0..AT_ONCE {
            let court = &courts[next % courts.len()];
            next += 1;
            let now = Clock::System.now();
            if let Some(at) = court.publish(now) {
                writeln!(out, "item {} {at} {}", court.code, now.unix_millis())?;
            }
        }
        if second == SECONDS / 2 {
            for court in &courts {
                court.change_types();
            }
        }
    }
    writeln!(out, "end")?;
    std::future::pending().await
}

fn other_process() -> anyhow::Result<(Child, Vec<String>, Published)> {
    let mut child = Command::new(std::env::current_exe()?).arg("courts").stdout(Stdio::piped()).spawn()?;
    let mut lines = BufReader::new(child.stdout.take().context("its output")?).lines();
    let mut addresses = Vec::new();
    for line in lines.by_ref() {
        let line = line?;
        match line.split_once(' ') {
            Some(("address", address)) => addresses.push(address.to_owned()),
            Some(("ready", _)) => break,
            _ => anyhow::bail!("the courts say {line:?} in place of their addresses"),
        }
    }
    anyhow::ensure!(addresses.len() == COURTS, "only {} courts answer", addresses.len());
    let published: Published = Arc::default();
    let kept = Arc::clone(&published);
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            let parts: Vec<&str> = line.split(' ').collect();
            if let ["item", court, at, millis] = parts.as_slice() {
                let millis = millis.parse().unwrap_or(0);
                kept.lock().unwrap_or_else(PoisonError::into_inner).insert(((*court).to_owned(), (*at).to_owned()), millis);
            }
        }
    });
    Ok((child, addresses, published))
}

/// What a watcher received: by court and instant of what is told, the first time; and the place of the last alert, after which a stream is resumed.
#[derive(Debug, Default)]
struct Heard {
    came: Mutex<BTreeMap<(String, String), i64>>,
    last: AtomicI64,
}

impl Heard {
    fn came(&self) -> MutexGuard<'_, BTreeMap<(String, String), i64>> {
        self.came.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Receives alerts until the stream ends.
    async fn listen(&self, app: &App) -> anyhow::Result<()> {
        let request = StreamAlertsRequest { watch: String::new(), after: self.last.load(Ordering::SeqCst) };
        let mut stream = app.peers.watches.clone().stream_alerts(request).await?.into_inner();
        while let Some(message) = stream.message().await? {
            let Some(alert) = message.alert else { continue };
            self.last.store(alert.cursor, Ordering::SeqCst);
            let now = Clock::System.now().unix_millis();
            self.came().entry((alert.court, alert.happened_at)).or_insert(now);
        }
        Ok(())
    }
}

async fn measure(addresses: &[String], published: &Published, out: &mut impl std::io::Write) -> anyhow::Result<()> {
    let mut place = Place::embedded();
    feeds::fetch_all(&mut place.config, addresses, EVERY_SECS);
    let heard = Heard::default();
    let app = place.start(Clock::System).await;
    for kind in ["order", "notice", "motion", "response", "reply", "complaint", "judgment", "certificate", "answer", "transcript"] {
        let watch = Watch { event_type: kind.to_owned(), ..Watch::default() };
        app.peers.watches.clone().add_watch(AddWatchRequest { watch: Some(watch) }).await?;
    }
    let before = processor_seconds()?;
    let started = std::time::Instant::now();
    let half = Duration::from_secs(SECONDS / 2);
    tokio::select! {
        ended = heard.listen(&app) => ended?,
        () = tokio::time::sleep(half) => {}
    }
    app.stop.now();
    drop(app);
    let app = place.start(Clock::System).await;
    let rest = Duration::from_secs(SECONDS / 2 + 45);
    tokio::select! {
        ended = heard.listen(&app) => ended?,
        () = tokio::time::sleep(rest) => {}
    }
    let sweeps = started.elapsed().as_secs_f64() / EVERY_SECS as f64;
    let used = processor_seconds()? - before;

    let seen = app.bus.read::<FilingSeen>(0, 1_000_000).await?;
    let mut times: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (_, filing) in &seen {
        *times.entry((filing.court.clone(), filing.filed_at.clone())).or_default() += 1;
    }
    let published = published.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let missed = published.keys().filter(|key| !times.contains_key(*key)).count();
    let twice = times.values().filter(|times| **times > 1).count();
    let came = heard.came().clone();
    let mut delays: Vec<f64> =
        came.iter().filter_map(|(key, at)| published.get(key).map(|published| (*at - published) as f64 / 1000.0)).collect();
    delays.sort_by(f64::total_cmp);
    let at = |percent: usize| delays.get((delays.len().saturating_sub(1)) * percent / 100).copied().unwrap_or(f64::NAN);
    writeln!(
        out,
        "{COURTS} courts, each fetched every {EVERY_SECS} s, killed once in mid-sweep: {} items came, {missed} not seen, {twice} seen twice",
        published.len()
    )?;
    writeln!(
        out,
        "item shown to alert received, {} alerts: p50 {:.1} s, p99 {:.1} s (limit 60 s: {:.2} of it)",
        delays.len(),
        at(50),
        at(99),
        at(99) / 60.0
    )?;
    writeln!(out, "processor time of a sweep of {COURTS} feeds: {:.2} s (of {used:.1} s in {sweeps:.1} sweeps)", used / sweeps)?;
    app.shut_down().await
}

/// Seconds of processor time that this process used, from its own account in hundredths.
fn processor_seconds() -> anyhow::Result<f64> {
    let text = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |place: usize| fields.get(place).and_then(|field| field.parse::<f64>().ok()).context("no account of the processor");
    Ok((ticks(11)? + ticks(12)?) / 100.0)
}
