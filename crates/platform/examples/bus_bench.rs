//! Events per second on each backend of the bus: publishing in batches, and publishing, consuming and acknowledging.
//!
//! `cargo run --release -p platform --example bus_bench`; on NATS if `nats-server` is installed.

#![expect(clippy::print_stdout, reason = "a program that prints figures")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use contracts::{
    Stream,
    events::{ObservationsRecorded, SnapshotStored},
};
use platform::{
    Bus, Clock, Stop,
    bus::{Backlog, Durable},
    config::{Backend, BusConfig},
};

const EVENTS: usize = 20_000;
const BATCH: usize = 100;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    println!("{:<34} {:>14} {:>14}", "events/s", "embedded", "nats");
    let folder = testkit::temp_dir("bus-bench");
    let path = folder.path().join("bus.db").display().to_string();
    let embedded = Bus::connect(&BusConfig { path, ..BusConfig::default() }, Clock::System).await?;
    let server = testkit::NatsServer::start("the bench of the bus on NATS");
    let nats = match &server {
        Some(server) => {
            let config = BusConfig { backend: Backend::Nats, url: server.url(), ..BusConfig::default() };
            Some(Bus::connect(&config, Clock::System).await?)
        }
        None => None,
    };

    let both = [Some(&embedded), nats.as_ref()];
    row("publish, 100 a batch", [publish(both[0]).await?, publish(both[1]).await?]);
    row("consume and acknowledge, 64 in hand", [consume(both[0]).await?, consume(both[1]).await?]);
    row("all three at once", [all(both[0]).await?, all(both[1]).await?]);
    Ok(())
}

fn row(what: &str, rates: [Option<f64>; 2]) {
    let [embedded, nats] = rates.map(|rate| rate.map_or_else(|| "not installed".to_owned(), |rate| format!("{rate:.0}")));
    println!("{what:<34} {embedded:>14} {nats:>14}");
}

fn rate(begun: Instant) -> f64 {
    EVENTS as f64 / begun.elapsed().as_secs_f64()
}

async fn publish(bus: Option<&Bus>) -> anyhow::Result<Option<f64>> {
    let Some(bus) = bus else { return Ok(None) };
    let events: Vec<_> = (0..EVENTS)
        .map(|n| SnapshotStored { source: "bench".into(), hash: format!("{n:064x}"), origin: "x".repeat(500), ..Default::default() })
        .collect();
    let begun = Instant::now();
    for batch in events.chunks(BATCH) {
        bus.publish_all(batch).await?;
    }
    Ok(Some(rate(begun)))
}

async fn consume(bus: Option<&Bus>) -> anyhow::Result<Option<f64>> {
    let Some(bus) = bus else { return Ok(None) };
    let stop = Stop::new();
    let handled = counting::<SnapshotStored>(&stop);
    let begun = Instant::now();
    bus.consume(&durable(), &stop, handled).await?;
    let rate = rate(begun);
    anyhow::ensure!(bus.backlog(Stream::Ingest, durable().name).await? == Backlog::default(), "something is left");
    Ok(Some(rate))
}

async fn all(bus: Option<&Bus>) -> anyhow::Result<Option<f64>> {
    let Some(bus) = bus else { return Ok(None) };
    let part = i32::try_from(EVENTS)?;
    let events: Vec<_> =
        (0..part).map(|part| ObservationsRecorded { source: "bench".into(), rule: "x".repeat(500), part, ..Default::default() }).collect();
    let stop = Stop::new();
    let begun = Instant::now();
    let publishing = async {
        for batch in events.chunks(BATCH) {
            bus.publish_all(batch).await?;
        }
        anyhow::Ok(())
    };
    let durable = durable();
    tokio::try_join!(publishing, bus.consume(&durable, &stop, counting::<ObservationsRecorded>(&stop)))?;
    Ok(Some(rate(begun)))
}

fn durable() -> Durable {
    Durable { concurrency: 64, ..Durable::named("bench") }
}

/// Asks for the stop when all are handled.
fn counting<E>(stop: &Stop) -> impl Fn(E) -> std::future::Ready<Result<(), platform::Failure>> + Send + Sync + use<E> {
    let (stop, handled) = (stop.clone(), Arc::new(AtomicUsize::new(0)));
    move |_| {
        if handled.fetch_add(1, Ordering::SeqCst) + 1 == EVENTS {
            stop.ask();
        }
        std::future::ready(Ok(()))
    }
}
