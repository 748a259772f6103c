//! All services in one process: the wiring, once, for the binary and for tests.

use std::{net::SocketAddr, time::Duration};

use contracts::Stream;
use platform::{
    Clock, Objects, Stop,
    bus::{Backlog, Bus},
    config::Config,
    health::Health,
    lifecycle::{self, Supervisor},
    rpc::Listener,
    service::{Base, STOP_DEADLINE},
};

use crate::peers::Peers;

/// Consumers with the stream that feeds them, upstream first. When a consumer is found idle, whatever it published lies before those after it.
pub(crate) const CONSUMERS: [(Stream, &str); 4] = [
    (Stream::Ingest, normalize::NAME),
    (Stream::Ingest, court_records::NAME),
    (Stream::Ingest, analytics::NAME),
    (Stream::Normalize, analytics::NAME),
];

/// Whether pages are served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// On the address of `[gateway] listen`.
    Served,
    /// Not at all: for a command that asks and ends.
    Absent,
}

/// The running services.
#[derive(Debug)]
pub struct App {
    /// Clients of the services.
    pub peers: Peers,
    /// Events.
    pub bus: Bus,
    /// Bytes by hash.
    pub objects: Objects,
    /// When to stop.
    pub stop: Stop,
    /// Who is ready.
    pub health: Health,
    /// Where pages are served, if they are.
    pub pages: Option<SocketAddr>,
    tasks: Supervisor,
}

impl App {
    /// Binds, wires and starts every service.
    pub async fn start(config: Config, clock: Clock, pages: Pages) -> anyhow::Result<Self> {
        let base = Base::open(config, clock).await?;
        let [ingest, normalize, court_records, analytics] = [loopback().await?, loopback().await?, loopback().await?, loopback().await?];
        let uri = |listener: &Listener| format!("http://{}", listener.address());
        let addresses = gateway::Peers {
            ingest: uri(&ingest),
            normalize: uri(&normalize),
            court_records: uri(&court_records),
            analytics: uri(&analytics),
        };
        let peers = Peers::at(&addresses.ingest, &addresses.normalize, &addresses.court_records, &addresses.analytics)?;

        let mut tasks = Supervisor::new(base.stop.clone());
        tasks.start(ingest::NAME, ingest::run(base.context(ingest::NAME, ingest)?));
        tasks.start(normalize::NAME, normalize::run(base.context(normalize::NAME, normalize)?));
        tasks.start(court_records::NAME, court_records::run(base.context(court_records::NAME, court_records)?));
        tasks.start(analytics::NAME, analytics::run(base.context(analytics::NAME, analytics)?));
        let mut address = None;
        if pages == Pages::Served {
            let mut context = base.context::<gateway::Config>(gateway::NAME, loopback().await?)?;
            context.config.peers = addresses;
            let http = Listener::bind(&context.config.listen).await?;
            address = Some(http.address());
            tasks.start(gateway::NAME, gateway::serve(context, http));
        }
        let Base { bus, objects, stop, health, .. } = base;
        Ok(Self { peers, bus, objects, stop, health, pages: address, tasks })
    }

    /// Stops on SIGTERM and SIGINT.
    pub fn watch_signals(&mut self) {
        self.tasks.start("signals", lifecycle::watch_signals(self.stop.clone()));
    }

    /// What lies before each consumer.
    pub async fn backlog(&self) -> anyhow::Result<Vec<(&'static str, Backlog)>> {
        let mut out = Vec::with_capacity(CONSUMERS.len());
        for (stream, consumer) in CONSUMERS {
            out.push((consumer, self.bus.backlog(stream, consumer).await?));
        }
        Ok(out)
    }

    /// True once all services are ready and nothing lies before any consumer.
    pub async fn is_idle(&self) -> anyhow::Result<bool> {
        if !self.health.waiting_for().is_empty() {
            return Ok(false);
        }
        Ok(self.backlog().await?.iter().all(|(_, backlog)| *backlog == Backlog::default()))
    }

    /// Waits until there is nothing left to do. False if a stop was asked for first.
    pub async fn idle(&self) -> anyhow::Result<bool> {
        let mut tick = tokio::time::interval(Duration::from_millis(25));
        while !self.stop.is_asked() {
            if self.is_idle().await? {
                return Ok(true);
            }
            tick.tick().await;
        }
        Ok(false)
    }

    /// Runs until a stop is asked for or a service fails.
    pub async fn wait(self) -> anyhow::Result<()> {
        self.tasks.wait(STOP_DEADLINE).await
    }

    /// Stops in order.
    pub async fn shut_down(self) -> anyhow::Result<()> {
        self.stop.ask();
        self.wait().await
    }
}

async fn loopback() -> anyhow::Result<Listener> {
    Listener::bind("127.0.0.1:0").await
}
