//! The one place that reads the time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use domain::Instant;

/// A source of instants. Clones of a manual clock share one hand.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's.
    System,
    /// Moved by hand, in tests; milliseconds since the epoch.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at this instant until it is moved.
    pub fn manual(at: Instant) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(at.unix_millis())))
    }

    /// Now, in UTC, to the millisecond.
    pub fn now(&self) -> Instant {
        match self {
            Self::System => {
                #[expect(clippy::disallowed_methods, reason = "this is the door that the others are sent to")]
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Instant::from_unix_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
            Self::Manual(hand) => Instant::from_unix_millis(hand.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock on; the machine's clock goes by itself.
    pub fn advance_millis(&self, millis: i64) {
        if let Self::Manual(hand) = self {
            hand.fetch_add(millis, Ordering::SeqCst);
        }
    }
}
