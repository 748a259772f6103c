//! Logs and metrics. Log messages read alone, values are fields: `service`, `trace_id`, `event`, `event_id`, `source`, `snapshot`, `error`.

use std::sync::OnceLock;

use axum::{Router, http::StatusCode, routing::get};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::{
    config::{LogFormat, TelemetryConfig},
    health::Health,
};

static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();

/// Starts logging to standard error and collecting metrics. Only the first call of a process has an effect.
pub fn start(config: &TelemetryConfig) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log)?;
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // A second subscriber is refused; the first goes on.
    let _ = match config.format {
        LogFormat::Text => subscriber.try_init(),
        LogFormat::Json => subscriber.json().flatten_event(true).try_init(),
    };
    if METRICS.get().is_none()
        && let Ok(handle) = PrometheusBuilder::new().install_recorder()
    {
        let _ = METRICS.set(handle);
    }
    Ok(())
}

/// `/livez`, `/readyz` and `/metrics`.
pub fn admin_routes(health: Health) -> Router {
    let ready = move || async move {
        let waiting = health.waiting_for();
        if waiting.is_empty() {
            (StatusCode::OK, "ready\n".to_owned())
        } else {
            (StatusCode::SERVICE_UNAVAILABLE, format!("waiting for {}\n", waiting.join(", ")))
        }
    };
    Router::new()
        .route("/livez", get(|| async { "live\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(|| async { METRICS.get().map(PrometheusHandle::render).unwrap_or_default() }))
}
