//! Sends deliveries as CourtListener does: each with its name, over HTTP, trying again what is not taken.

use std::{net::SocketAddr, time::Duration};

use anyhow::Context as _;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    task::JoinSet,
    time::Instant,
};

use super::Delivery;

/// Where deliveries are sent, and by how many at once.
#[derive(Debug, Clone)]
pub struct Sender {
    /// The gateway.
    pub address: SocketAddr,
    /// The secret in the address.
    pub secret: String,
    /// Connections side by side.
    pub at_once: usize,
}

/// How the deliveries were answered.
#[derive(Debug, Clone, Default)]
pub struct Answered {
    /// The status of each answer.
    pub statuses: Vec<u16>,
    /// How long each took, sorted.
    pub took: Vec<Duration>,
    /// From the first to the last.
    pub all: Duration,
}

impl Answered {
    /// How long so many of a hundred answers took at most.
    pub fn percentile(&self, percent: usize) -> Duration {
        let last = self.took.len().saturating_sub(1);
        self.took.get(last * percent / 100).copied().unwrap_or_default()
    }

    /// Deliveries in a second.
    pub fn per_second(&self) -> f64 {
        self.took.len() as f64 / self.all.as_secs_f64()
    }
}

impl Sender {
    /// Sends all, in order as far as several connections keep one.
    pub async fn send(&self, deliveries: &[Delivery]) -> anyhow::Result<Answered> {
        let began = Instant::now();
        let mut connections = JoinSet::new();
        for at in 0..self.at_once.max(1) {
            let own: Vec<Delivery> = deliveries.iter().skip(at).step_by(self.at_once.max(1)).cloned().collect();
            let sender = self.clone();
            connections.spawn(async move { sender.send_some(&own).await });
        }
        let mut answered = Answered::default();
        while let Some(some) = connections.join_next().await {
            for (status, took) in some?? {
                answered.statuses.push(status);
                answered.took.push(took);
            }
        }
        answered.all = began.elapsed();
        answered.took.sort();
        Ok(answered)
    }

    async fn send_some(&self, deliveries: &[Delivery]) -> anyhow::Result<Vec<(u16, Duration)>> {
        let mut stream = BufReader::new(TcpStream::connect(self.address).await?);
        stream.get_ref().set_nodelay(true)?;
        let mut answers = Vec::with_capacity(deliveries.len());
        for delivery in deliveries {
            let began = Instant::now();
            let status = self.post(&mut stream, delivery).await?;
            answers.push((status, began.elapsed()));
        }
        Ok(answers)
    }

    /// As much HTTP as this needs: one request after the other on one connection.
    async fn post(&self, stream: &mut BufReader<TcpStream>, delivery: &Delivery) -> anyhow::Result<u16> {
        let Delivery { key, body } = delivery;
        let request = format!(
            "POST /hooks/courtlistener/{} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nIdempotency-Key: {key}\r\nContent-Length: {}\r\n\r\n{body}",
            self.secret,
            self.address,
            body.len()
        );
        stream.write_all(request.as_bytes()).await?;
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).context("an answer begins with its status")?;
        let mut length = 0;
        loop {
            line.clear();
            stream.read_line(&mut line).await?;
            let Some((name, value)) = line.split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse()?;
            }
        }
        let mut rest = vec![0; length];
        stream.read_exact(&mut rest).await?;
        Ok(status)
    }
}
