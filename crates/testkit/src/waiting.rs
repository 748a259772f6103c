//! Waiting for something with a deadline, and small things that every test needs anew: a folder, a port.

use std::{net::TcpListener, time::Duration};

use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::TempDir;

/// How often `eventually` looks: often enough not to be waited for, seldom enough not to keep a core busy.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Looks every 20 ms until there is something to see, and returns it. After `deadline` fails the test and says `what` was waited for; a look
/// that itself does not end counts too.
pub async fn eventually<T>(deadline: Duration, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let end = Instant::now() + deadline;
    let mut ticks = interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let seen = tokio::time::timeout_at(end, async {
        loop {
            ticks.tick().await;
            if let Some(seen) = look().await {
                return seen;
            }
        }
    });
    seen.await.unwrap_or_else(|_| panic!("waited {deadline:?} in vain for {what}"))
}

/// An empty folder that is removed with all that is in it when it is dropped. Its name begins with `plumbline-` and the test's name.
pub fn temp_dir(test: &str) -> TempDir {
    let readable: String = test.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(60).collect();
    tempfile::Builder::new().prefix(&format!("plumbline-{readable}-")).tempdir().expect("a folder in the system's temporary folder")
}

/// A port of 127.0.0.1 on which nobody listened a moment ago. Where the program under test can take port 0 itself, let it: between this
/// answer and its use somebody else can take the port.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("a bound listener has an address").port()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_comes_late_is_seen() {
        let mut looks = 0;
        let seen = eventually(Duration::from_secs(1), "the tenth look", async || {
            looks += 1;
            (looks == 10).then_some("ten")
        });
        assert_eq!(seen.await, "ten");
    }

    #[tokio::test(start_paused = true)]
    async fn what_never_comes_is_named_at_the_deadline() {
        let waiting = async { eventually(Duration::from_secs(2), "the moon", async || None::<()>).await };
        assert_eq!(panic_of(waiting).await, "waited 2s in vain for the moon");
    }

    #[tokio::test(start_paused = true)]
    async fn a_look_that_does_not_end_is_ended() {
        let waiting = async { eventually(Duration::from_secs(2), "an answer", async || std::future::pending::<Option<()>>().await).await };
        assert_eq!(panic_of(waiting).await, "waited 2s in vain for an answer");
    }

    async fn panic_of(failing: impl Future<Output = ()> + Send + 'static) -> String {
        let mut set = tokio::task::JoinSet::new();
        set.spawn(failing);
        let error = set.join_next().await.expect("one task").expect_err("a panic");
        error.into_panic().downcast_ref::<String>().expect("a message").clone()
    }

    #[test]
    fn a_folder_is_named_after_its_test_and_goes_away() {
        let folder = temp_dir("a test/with ../ odd name");
        let path = folder.path().to_path_buf();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        assert!(path.is_dir() && name.starts_with("plumbline-a-test-with-----odd-name-"), "{name}");
        drop(folder);
        assert!(!path.exists());
    }
}
