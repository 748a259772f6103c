//! Orderly stop: stop taking work, finish what is in hand, and after a deadline drop it. A task that ends unasked ends the process.

use std::{future::Future, time::Duration};

use tokio::{signal::unix, task::JoinSet};
use tokio_util::sync::CancellationToken;

/// The two signals of a stop. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    soft: CancellationToken,
    hard: CancellationToken,
}

impl Stop {
    /// No stop is asked for yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks everybody to take no more work.
    pub fn ask(&self) {
        self.soft.cancel();
    }

    /// Drops what is still in hand.
    pub fn now(&self) {
        self.soft.cancel();
        self.hard.cancel();
    }

    /// True once a stop is asked for.
    pub fn is_asked(&self) -> bool {
        self.soft.is_cancelled()
    }

    /// Waits for a stop to be asked for.
    pub async fn asked(&self) {
        self.soft.cancelled().await;
    }

    /// Waits for the hard stop.
    pub async fn hard(&self) {
        self.hard.cancelled().await;
    }

    /// Waits for work, unless a stop is asked for first: then there is none.
    pub async fn unless_asked<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        self.soft.run_until_cancelled(work).await
    }
}

/// Tasks that live and die together.
#[derive(Debug)]
pub struct Supervisor {
    stop: Stop,
    tasks: JoinSet<anyhow::Result<()>>,
}

impl Supervisor {
    /// No tasks yet.
    pub fn new(stop: Stop) -> Self {
        Self { stop, tasks: JoinSet::new() }
    }

    /// Starts a task. Its end before a stop is asked for is a failure of the whole, and asks the others to stop at once.
    pub fn start<F>(&mut self, name: &'static str, task: F)
    where
        F: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        let guard = AskOnDrop(self.stop.clone());
        self.tasks.spawn(async move {
            let ended = task.await;
            let unasked = !guard.0.is_asked();
            let result = match ended {
                Ok(()) if unasked => Err(anyhow::anyhow!("{name} ended unasked")),
                Ok(()) => Ok(()),
                Err(error) => Err(error.context(format!("{name} failed"))),
            };
            if let Err(error) = &result {
                tracing::error!(error = format!("{error:#}"), "stopping, because a task ended");
            }
            result
        });
    }

    /// Waits until all have ended. The first to end unasked, to fail or to panic asks the others to stop; whoever is not done
    /// `deadline` after that is dropped.
    pub async fn wait(mut self, deadline: Duration) -> anyhow::Result<()> {
        let mut outcome = Ok(());
        let stop = self.stop.clone();
        let mut late = std::pin::pin!(overdue(&stop, deadline));
        loop {
            let joined = tokio::select! {
                joined = self.tasks.join_next() => joined,
                () = &mut late => {
                    self.stop.now();
                    self.tasks.abort_all();
                    let dropped = anyhow::anyhow!("work in hand was dropped: it took longer than {} s to stop", deadline.as_secs());
                    return outcome.and(Err(dropped));
                }
            };
            let Some(joined) = joined else { return outcome };
            let result = joined.unwrap_or_else(|panic| Err(anyhow::anyhow!("a task panicked: {panic}")));
            outcome = outcome.and(result);
        }
    }
}

/// Asks for a stop however the task that owns it ends: by returning, by a panic, or dropped.
#[derive(Debug)]
struct AskOnDrop(Stop);

impl Drop for AskOnDrop {
    fn drop(&mut self) {
        self.0.ask();
    }
}

async fn overdue(stop: &Stop, deadline: Duration) {
    stop.asked().await;
    tokio::time::sleep(deadline).await;
}

/// Turns the first SIGTERM or SIGINT into a soft stop, and a second into a hard one.
pub async fn watch_signals(stop: Stop) -> anyhow::Result<()> {
    let mut terminate = unix::signal(unix::SignalKind::terminate())?;
    let mut interrupt = unix::signal(unix::SignalKind::interrupt())?;
    let mut next = async || tokio::select! { _ = terminate.recv() => (), _ = interrupt.recv() => () };
    tokio::select! { () = next() => (), () = stop.asked() => return Ok(()) }
    tracing::info!("stopping: work in hand is finished; ask again to drop it");
    stop.ask();
    tokio::select! { () = next() => stop.now(), () = stop.hard() => () }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_task_that_ends_unasked_ends_the_others_and_is_named() {
        let stop = Stop::new();
        let mut supervisor = Supervisor::new(stop.clone());
        supervisor.start("short", async { Ok(()) });
        let other = stop.clone();
        supervisor.start("long", async move {
            other.asked().await;
            Ok(())
        });
        let error = supervisor.wait(Duration::from_secs(5)).await.expect_err("a failure");
        assert_eq!(error.to_string(), "short ended unasked");
    }

    #[tokio::test(start_paused = true)]
    async fn work_that_does_not_stop_is_dropped_after_the_deadline() {
        let stop = Stop::new();
        let mut supervisor = Supervisor::new(stop.clone());
        supervisor.start("stuck", std::future::pending());
        stop.ask();
        let error = supervisor.wait(Duration::from_secs(5)).await.expect_err("a failure");
        assert!(error.to_string().starts_with("work in hand was dropped"), "{error}");
    }
}
