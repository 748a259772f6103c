//! Takes in the files of folders, again and again, each state of a file once.

use std::{
    collections::{BTreeSet, HashMap},
    path::PathBuf,
    time::Duration,
};

use platform::{
    Stop,
    health::Health,
    trace::{self, TraceContext},
};

use super::walk::{self, Content, Found, Problem, Walk};
use crate::{
    intake::{Arrival, Intake, IntakeError, Refusal},
    rules::settle::{Stamp, settled},
    store::{Channel, Mark, Validators},
};

/// After this time the service is ready even if some file is still being written.
const PATIENCE: Duration = Duration::from_secs(3);

/// The folders and what is known of their files.
#[derive(Debug)]
pub(crate) struct Inbox {
    intake: Intake,
    folders: Vec<PathBuf>,
    /// Dealt with, in this state; the table has the same.
    known: HashMap<String, Stamp>,
    /// Not at rest when last looked at.
    waiting: HashMap<String, Stamp>,
    /// In the way when last looked at; each is an incident when it appears, not in every scan.
    problems: BTreeSet<Problem>,
}

impl Inbox {
    /// The configured folders, with the memory of earlier scans. A folder need not be there yet.
    pub(crate) async fn open(intake: Intake, folders: &[String]) -> Result<Self, IntakeError> {
        let known = intake.store.seen_files().await?;
        let folders = folders.iter().map(PathBuf::from).collect();
        Ok(Self { intake, folders, known, waiting: HashMap::new(), problems: BTreeSet::new() })
    }

    /// Scans until a stop is asked for, and says when the first scan is done.
    pub(crate) async fn watch(mut self, every: Duration, health: Health, stop: Stop) -> anyhow::Result<()> {
        let started = tokio::time::Instant::now();
        let mut is_ready = false;
        while !stop.is_asked() {
            match self.scan(&stop).await {
                Err(error) => tracing::warn!(error = %error, "cannot take in files now; the next scan tries again"),
                Ok(()) if !is_ready && (self.waiting.is_empty() || started.elapsed() >= PATIENCE) => {
                    // Ready means that what was there at the start is on its way, the built-in catalogue included.
                    is_ready = self.intake.announce_pending().await.is_ok();
                    if is_ready {
                        health.ready("ingest");
                    }
                }
                Ok(()) => {}
            }
            stop.unless_asked(tokio::time::sleep(every)).await;
        }
        Ok(())
    }

    /// Looks through the folders and takes in what is new and at rest. An error is one of the stores; the same files come again.
    pub(crate) async fn scan(&mut self, stop: &Stop) -> Result<(), IntakeError> {
        let mut problems = BTreeSet::new();
        let mut waiting = HashMap::new();
        for folder in self.folders.clone() {
            let Walk { files, problems: found } = blocking(move || walk::walk(&folder)).await;
            problems.extend(found);
            for file in files {
                if stop.is_asked() {
                    return Ok(());
                }
                if self.known.get(&file.key) == Some(&file.stamp) {
                    continue;
                }
                if !settled(self.intake.clock.now(), file.stamp, self.waiting.get(&file.key).copied()) {
                    waiting.insert(file.key, file.stamp);
                    continue;
                }
                let (key, stamp) = (file.key.clone(), file.stamp);
                match trace::within(TraceContext::start(), take(&self.intake, file)).await? {
                    Outcome::Done => {
                        self.known.insert(key, stamp);
                    }
                    Outcome::Changed => {
                        waiting.insert(key, stamp);
                    }
                    Outcome::Unreadable(problem) => {
                        problems.insert(problem);
                    }
                }
            }
        }
        for problem in problems.difference(&self.problems) {
            self.intake.refuse("", &problem.origin, &problem.message, &Mark::Each).await?;
        }
        self.problems = problems;
        self.waiting = waiting;
        Ok(())
    }
}

/// What came of a file.
enum Outcome {
    /// Its state is dealt with.
    Done,
    /// It changed in the meantime.
    Changed,
    /// It cannot be read now; tried again with every scan.
    Unreadable(Problem),
}

async fn take(intake: &Intake, file: Found) -> Result<Outcome, IntakeError> {
    let mark = Mark::File { path: file.key.clone(), stamp: file.stamp };
    let (most_bytes, most_archive_bytes) = (intake.most_bytes, intake.most_release_bytes);
    let (file, content) = blocking(move || {
        let content = walk::read(&file, most_bytes, most_archive_bytes);
        (file, content)
    })
    .await;
    match content {
        Ok(Content::Whole(bytes)) => {
            let arrival = Arrival {
                bytes: bytes.into(),
                source: None,
                channel: Channel::Inbox,
                origin: file.origin,
                validators: Validators::default(),
                mark,
            };
            intake.take(arrival).await?;
            Ok(Outcome::Done)
        }
        Ok(Content::Changed) => Ok(Outcome::Changed),
        Ok(Content::TooLarge) => {
            let refusal = Refusal::TooLarge { size_bytes: file.stamp.size_bytes, most_bytes };
            intake.refuse("", &file.origin, &refusal.to_string(), &mark).await?;
            Ok(Outcome::Done)
        }
        Err(error) => {
            let message = match error.kind() {
                std::io::ErrorKind::NotFound => "the file vanished before it was read".to_owned(),
                _ => format!("the file cannot be read: {error}"),
            };
            Ok(Outcome::Unreadable(Problem { origin: file.origin, message }))
        }
    }
}

/// Runs what blocks beside the tasks. A panic there goes on here.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(failed) => match failed.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Blocking work is cancelled only when the runtime itself is shut down: nobody is waiting any more.
            Err(_) => std::future::pending().await,
        },
    }
}
