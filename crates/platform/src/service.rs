//! What a service is handed, and the one way in which a service starts.

use std::{future::Future, net::SocketAddr, process::ExitCode, time::Duration};

use serde::de::DeserializeOwned;

use crate::{
    bus::Bus,
    clock::Clock,
    config::{Config, Secrets, Shared},
    database::DatabaseLocation,
    health::Health,
    lifecycle::{self, Stop, Supervisor},
    objects::Objects,
    rpc::Listener,
    telemetry,
};

/// How long work in hand may take after a stop was asked for.
pub const STOP_DEADLINE: Duration = Duration::from_secs(20);

/// Everything that a service needs from outside. `C` is its own section of the configuration.
#[derive(Debug)]
pub struct Context<C> {
    /// Its section.
    pub config: C,
    /// What it alone may know.
    pub secrets: Secrets,
    /// The time.
    pub clock: Clock,
    /// Events.
    pub bus: Bus,
    /// Bytes by hash.
    pub objects: Objects,
    /// Where its tables lie.
    pub database: DatabaseLocation,
    /// Where it answers questions.
    pub grpc: Listener,
    /// Where it says that it is ready.
    pub health: Health,
    /// When to stop.
    pub stop: Stop,
}

/// What services of one process share; [`Base::context`] hands each its own context.
#[derive(Debug, Clone)]
pub struct Base {
    /// The configuration, in sections.
    pub config: Config,
    /// What all share.
    pub shared: Shared,
    /// The time.
    pub clock: Clock,
    /// Events.
    pub bus: Bus,
    /// Bytes by hash.
    pub objects: Objects,
    /// Readiness.
    pub health: Health,
    /// When to stop.
    pub stop: Stop,
}

impl Base {
    /// Opens bus and object store.
    pub async fn open(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let shared = config.shared()?;
        let bus = Bus::connect(&shared.bus, clock.clone()).await?;
        let objects = Objects::open(&shared.objects)?;
        Ok(Self { config, shared, clock, bus, objects, health: Health::default(), stop: Stop::new() })
    }

    /// The context of one service.
    pub fn context<C: DeserializeOwned + Default>(&self, name: &'static str, grpc: Listener) -> anyhow::Result<Context<C>> {
        self.health.expect(name);
        Ok(Context {
            config: self.config.section(name)?,
            secrets: self.config.secrets().of(name),
            clock: self.clock.clone(),
            bus: self.bus.clone(),
            objects: self.objects.clone(),
            database: DatabaseLocation::new(self.shared.database.clone(), name),
            grpc,
            health: self.health.clone(),
            stop: self.stop.clone(),
        })
    }
}

/// Runs one service as a process: configuration, telemetry, signals, `/livez`, `/readyz` and `/metrics`, and an orderly stop.
pub fn run<C, F, Fut>(name: &'static str, service: F) -> ExitCode
where
    C: DeserializeOwned + Default,
    F: FnOnce(Context<C>) -> Fut,
    Fut: Future<Output = anyhow::Result<()>> + Send + 'static,
{
    let started = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = started.map_err(anyhow::Error::from).and_then(|runtime| {
        runtime.block_on(async {
            let config = Config::load(None)?;
            telemetry::start(&config.shared()?.telemetry)?;
            let base = Base::open(config, Clock::System).await?;
            let grpc = Listener::bind(&base.shared.server.grpc).await?;
            let admin = Listener::bind(&base.shared.server.admin).await?;
            tracing::info!(service = name, grpc = %grpc.address(), admin = %admin.address(), "starting");
            let mut tasks = Supervisor::new(base.stop.clone());
            tasks.start(name, service(base.context(name, grpc)?));
            tasks.start("admin", serve_http(admin, telemetry::admin_routes(base.health.clone()), base.stop.clone()));
            tasks.start("signals", lifecycle::watch_signals(base.stop.clone()));
            tasks.wait(STOP_DEADLINE).await
        })
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(service = name, error = format!("{error:#}"), "stopped");
            ExitCode::FAILURE
        }
    }
}

/// Serves HTTP until a stop is asked for; answers in hand are finished. Handlers can ask for the address of the sender.
pub async fn serve_http(listener: Listener, routes: axum::Router, stop: Stop) -> anyhow::Result<()> {
    let routes = routes.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener.into_inner(), routes).with_graceful_shutdown(async move { stop.asked().await }).await?;
    Ok(())
}
