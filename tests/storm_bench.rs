//! The storm, measured: `storm_bench [DELIVERIES] [CASES] [AT_ONCE]`. How many alerts a second are taken, how long an answer takes, how many
//! deliveries were known, and how long it takes until everything is read.

use std::io::Write as _;

use contracts::ingest::ListSourcesRequest;
use e2e::{
    Place,
    storm::{Sender, Size, Storm},
};
use platform::Clock;
use tokio::time::Instant;

const SEED: u64 = 2026;
const SECRET: &str = "storm-secret-of-the-benchmark";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<usize>());
    let mut number = |default| numbers.next().unwrap_or(Ok(default));
    let (deliveries, cases, at_once) = (number(10_000)?, number(500)?, number(16)?);
    let storm = Storm::new(SEED, Size { deliveries, cases });

    let place = Place::receiving(SECRET);
    let app = place.start_with_pages(Clock::System).await;
    app.idle().await?;
    let sender = Sender { address: app.pages.ok_or_else(|| anyhow::anyhow!("no pages"))?, secret: SECRET.to_owned(), at_once };
    let began = Instant::now();
    let answered = sender.send(&storm.wild).await?;
    app.idle().await?;
    let read = began.elapsed();

    let taken = answered.statuses.iter().filter(|status| **status == 202).count();
    let sources = app.peers.ingest.clone().list_sources(ListSourcesRequest {}).await?.into_inner().sources;
    let source = sources.into_iter().find(|source| source.slug == "courtlistener-webhook").unwrap_or_default();
    let known_names = i64::try_from(taken)? - source.retrievals;
    let known_bytes = source.retrievals - source.snapshots;
    let mut out = std::io::stdout();
    writeln!(out, "seed {SEED}: {deliveries} deliveries of {} facts on {cases} cases, {at_once} at once", storm.calm.len())?;
    writeln!(
        out,
        "{taken} taken, {:.0} a second; answered in p50 {:.1} ms, p99 {:.1} ms, at most {:.1} ms",
        answered.per_second(),
        answered.percentile(50).as_secs_f64() * 1000.0,
        answered.percentile(99).as_secs_f64() * 1000.0,
        answered.percentile(100).as_secs_f64() * 1000.0
    )?;
    writeln!(
        out,
        "{known_names} known by their name, {known_bytes} by their bytes, {} snapshots; all read {:.1} s after the first was sent",
        source.snapshots,
        read.as_secs_f64()
    )?;
    anyhow::ensure!(source.snapshots == i64::try_from(storm.calm.len())?, "each fact is one snapshot");
    anyhow::ensure!(app.bus.rejected(1).await?.is_empty(), "nothing is rejected");
    app.shut_down().await
}
