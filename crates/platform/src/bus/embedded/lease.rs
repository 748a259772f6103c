//! Answers to deliveries. What is handled while somebody else writes is written in one go by the next who has the turn.

use std::{
    mem,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sea_orm::sqlx;
use tokio::sync::oneshot::{self, error::TryRecvError};

use super::{Consumer, Embedded};

/// Handled, not yet written, each with who waits for it.
#[derive(Debug, Default)]
pub(super) struct Handled(Mutex<Vec<(i64, oneshot::Sender<()>)>>);

impl Handled {
    fn add(&self, sequence: i64) -> oneshot::Receiver<()> {
        let (sender, told) = oneshot::channel();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((sequence, sender));
        told
    }

    fn take(&self) -> Vec<(i64, oneshot::Sender<()>)> {
        mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The right to answer for a delivery.
pub(in super::super) struct Lease {
    pub(super) bus: Embedded,
    pub(super) consumer: Arc<Consumer>,
    pub(super) sequence: i64,
    pub(super) deliveries: u32,
}

impl Lease {
    /// Handled is handled, even if the lease has ended meanwhile.
    pub(in super::super) async fn done(&self) -> anyhow::Result<()> {
        let mut told = self.consumer.handled.add(self.sequence);
        let _turn = self.bus.0.turn.lock().await;
        match told.try_recv() {
            // Whoever had the turn before has written this too.
            Ok(()) => return Ok(()),
            Err(TryRecvError::Closed) => anyhow::bail!("whoever was to write the answer failed"),
            Err(TryRecvError::Empty) => {}
        }
        let (sequences, waiting): (Vec<i64>, Vec<oneshot::Sender<()>>) = self.consumer.handled.take().into_iter().unzip();
        sqlx::query("DELETE FROM deliveries WHERE stream = ? AND consumer = ? AND seq IN (SELECT value FROM json_each(?))")
            .bind(self.consumer.stream.service())
            .bind(self.consumer.name)
            .bind(serde_json::to_string(&sequences)?)
            .execute(&self.bus.0.quick)
            .await?;
        for sender in waiting {
            // Who no longer waits was dropped by a hard stop.
            let _ = sender.send(());
        }
        Ok(())
    }

    pub(in super::super) async fn again(&self, delay: Duration) -> anyhow::Result<()> {
        self.due(self.bus.after(delay)).await?;
        self.bus.0.news.send_replace(());
        Ok(())
    }

    pub(in super::super) async fn progress(&self) -> anyhow::Result<()> {
        self.due(self.bus.after(self.consumer.ack_wait)).await
    }

    /// Says when the message is due again, unless it has been delivered to somebody else meanwhile.
    async fn due(&self, due: i64) -> anyhow::Result<()> {
        let _turn = self.bus.0.turn.lock().await;
        sqlx::query("UPDATE deliveries SET due_ms = ? WHERE stream = ? AND consumer = ? AND seq = ? AND deliveries = ?")
            .bind(due)
            .bind(self.consumer.stream.service())
            .bind(self.consumer.name)
            .bind(self.sequence)
            .bind(i64::from(self.deliveries))
            .execute(&self.bus.0.quick)
            .await?;
        Ok(())
    }
}
