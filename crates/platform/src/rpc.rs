//! gRPC: serving with health and reflection, channels, and the trace context of every call.

use std::{
    net::SocketAddr,
    task::{Context, Poll},
    time::Duration,
};

use futures::{FutureExt as _, future::BoxFuture};
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{
    Request, Status,
    body::Body,
    codegen::http,
    server::NamedService,
    service::{Interceptor, RoutesBuilder, interceptor::InterceptedService},
    transport::{Channel, Endpoint, Server},
};
use tower::{Layer, Service};

use crate::{
    lifecycle::Stop,
    trace::{self, TRACEPARENT, TraceContext},
};

/// The largest message that is read: a snapshot handed in must fit.
pub const MOST_BYTES: usize = 128 * 1024 * 1024;

/// A listener bound before anything is served, so that addresses are known and ports are never guessed.
#[derive(Debug)]
pub struct Listener {
    inner: TcpListener,
    address: SocketAddr,
}

impl Listener {
    /// Binds; port 0 takes a free one.
    pub async fn bind(address: &str) -> anyhow::Result<Self> {
        let inner = TcpListener::bind(address).await.map_err(|error| anyhow::anyhow!("cannot listen on {address}: {error}"))?;
        let address = inner.local_addr()?;
        Ok(Self { inner, address })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The socket itself, for an HTTP server.
    pub fn into_inner(self) -> TcpListener {
        self.inner
    }
}

/// The gRPC services of one listener.
#[derive(Debug, Default)]
pub struct Services {
    routes: RoutesBuilder,
    names: Vec<&'static str>,
}

impl Services {
    /// One service.
    pub fn of<S>(service: S) -> Self
    where
        S: Service<http::Request<Body>, Response = http::Response<Body>, Error = std::convert::Infallible>
            + NamedService
            + Clone
            + Send
            + Sync
            + 'static,
        S::Future: Send + 'static,
    {
        Self::default().and(service)
    }

    /// With one more.
    #[must_use]
    pub fn and<S>(mut self, service: S) -> Self
    where
        S: Service<http::Request<Body>, Response = http::Response<Body>, Error = std::convert::Infallible>
            + NamedService
            + Clone
            + Send
            + Sync
            + 'static,
        S::Future: Send + 'static,
    {
        self.names.push(S::NAME);
        self.routes.add_service(service);
        self
    }
}

/// Serves gRPC services, with health and reflection, until a stop is asked for; calls in hand are finished.
pub async fn serve(listener: Listener, services: Services, stop: Stop) -> anyhow::Result<()> {
    let Services { mut routes, names } = services;
    let (reporter, health) = tonic_health::server::health_reporter();
    for name in names {
        reporter.set_service_status(name, tonic_health::ServingStatus::Serving).await;
    }
    let reflection = tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(contracts::DESCRIPTORS)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        .build_v1()?;
    routes.add_service(health).add_service(reflection);
    Server::builder()
        .layer(TraceLayer)
        .timeout(Duration::from_mins(1))
        .add_routes(routes.routes())
        .serve_with_incoming_shutdown(TcpListenerStream::new(listener.inner), async move { stop.asked().await })
        .await?;
    Ok(())
}

/// A channel that carries the caller's trace. It connects when first used, and again after a failure.
pub type TracedChannel = InterceptedService<Channel, CarryTrace>;

/// A lazy channel to `http://host:port`. Calls give up after 60 seconds.
pub fn channel(uri: &str) -> anyhow::Result<TracedChannel> {
    let endpoint = Endpoint::from_shared(uri.to_owned())?.connect_timeout(Duration::from_secs(5)).timeout(Duration::from_mins(1));
    Ok(InterceptedService::new(endpoint.connect_lazy(), CarryTrace))
}

/// Puts the trace of the work in hand on an outgoing call.
#[derive(Debug, Clone, Copy)]
pub struct CarryTrace;

impl Interceptor for CarryTrace {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Ok(value) = trace::current().child().to_string().parse() {
            request.metadata_mut().insert(TRACEPARENT, value);
        }
        Ok(request)
    }
}

#[derive(Debug, Clone, Copy)]
struct TraceLayer;

impl<S> Layer<S> for TraceLayer {
    type Service = Traced<S>;

    fn layer(&self, inner: S) -> Traced<S> {
        Traced { inner }
    }
}

/// Runs a call within the trace that it carries.
#[derive(Debug, Clone)]
struct Traced<S> {
    inner: S,
}

impl<S, B> Service<http::Request<B>> for Traced<S>
where
    S: Service<http::Request<B>>,
    S::Future: Send + 'static,
    S::Response: 'static,
    S::Error: 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<S::Response, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        let carried = request.headers().get(TRACEPARENT).and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
        let context: TraceContext = carried.unwrap_or_else(TraceContext::start);
        trace::within(context, self.inner.call(request)).boxed()
    }
}
