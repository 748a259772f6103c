//! The storm, measured: `storm_bench [DELIVERIES] [CASES] [AT_ONCE]`. How many alerts a second are taken, how long an answer takes, how many
//! deliveries were known, how long it takes until everything is read, and whether the tables are those of the calm run of the same facts.

use std::io::Write as _;

use contracts::ingest::{ListSourcesRequest, SubmitSnapshotRequest};
use e2e::{
    Place,
    storm::{Answered, Delivery, Sender, Size, Storm},
    tables,
};
use platform::Clock;
use tokio::time::Instant;

const SEED: u64 = 2026;
const SECRET: &str = "storm-secret-of-the-benchmark";

/// What one run came to.
struct Ended {
    answered: Answered,
    read_secs: f64,
    snapshots: i64,
    retrievals: i64,
    tables: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<usize>());
    let mut number = |default| numbers.next().unwrap_or(Ok(default));
    let (deliveries, cases, at_once) = (number(10_000)?, number(500)?, number(16)?);
    let storm = Storm::new(SEED, Size { deliveries, cases });
    let mut out = std::io::stdout();
    writeln!(out, "seed {SEED}: {deliveries} deliveries of {} facts on {cases} cases, {at_once} at once", storm.calm.len())?;

    let wild = run(&storm, &storm.wild, at_once).await?;
    let taken = wild.answered.statuses.iter().filter(|status| **status == 202).count();
    writeln!(
        out,
        "{taken} taken, {:.0} a second; answered in p50 {:.1} ms, p99 {:.1} ms (limit 1,000 ms: {:.2} of it), at most {:.1} ms",
        wild.answered.per_second(),
        wild.answered.percentile(50).as_secs_f64() * 1000.0,
        wild.answered.percentile(99).as_secs_f64() * 1000.0,
        wild.answered.percentile(99).as_secs_f64(),
        wild.answered.percentile(100).as_secs_f64() * 1000.0
    )?;
    writeln!(
        out,
        "{} known by their name, {} by their bytes, {} snapshots; all read {:.1} s after the first was sent",
        i64::try_from(taken)? - wild.retrievals,
        wild.retrievals - wild.snapshots,
        wild.snapshots,
        wild.read_secs
    )?;
    anyhow::ensure!(wild.snapshots == i64::try_from(storm.calm.len())?, "each fact is one snapshot");

    let calm = run(&storm, &storm.calm, 1).await?;
    let rows = calm.tables.lines().count();
    anyhow::ensure!(calm.tables == wild.tables, "the tables of the storm are not those of the calm run");
    writeln!(out, "the {rows} rows of court-records are those of the calm run")?;
    Ok(())
}

/// Sends deliveries, and then the answers that name the cases.
async fn run(storm: &Storm, deliveries: &[Delivery], at_once: usize) -> anyhow::Result<Ended> {
    let place = Place::receiving(SECRET);
    // A clock that stands still, so that both runs are retrieved at the same instant.
    let app = place.start_with_pages(Clock::manual("2026-01-06T00:00:00Z".parse()?)).await;
    app.idle().await?;
    let sender = Sender { address: app.pages.ok_or_else(|| anyhow::anyhow!("no pages"))?, secret: SECRET.to_owned(), at_once };
    let began = Instant::now();
    let answered = sender.send(deliveries).await?;
    for case in &storm.cases {
        let request = SubmitSnapshotRequest {
            file_name: "docket.json".to_owned(),
            source: "courtlistener-api".to_owned(),
            content: case.docket_answer().into_bytes(),
            idempotency_key: String::new(),
            stored: String::new(),
        };
        app.peers.ingest.clone().submit_snapshot(request).await?;
    }
    app.idle().await?;
    let read_secs = began.elapsed().as_secs_f64();
    let sources = app.peers.ingest.clone().list_sources(ListSourcesRequest {}).await?.into_inner().sources;
    let source = sources.into_iter().find(|source| source.slug == "courtlistener-webhook").unwrap_or_default();
    anyhow::ensure!(app.bus.rejected(1).await?.is_empty(), "nothing is rejected");
    app.shut_down().await?;
    let tables = tables::dump(&place.config.shared()?.database, "court-records").await?;
    Ok(Ended { answered, read_secs, snapshots: source.snapshots, retrievals: source.retrievals, tables })
}
