//! How many questions may be asked: so many in any minute, hour and day, whatever was asked before a restart.

use std::time::Duration;

use domain::Instant;

use crate::{config::Courtlistener, rules::due};

/// The longest window: what was asked before it does not count.
pub(crate) const WINDOW: Duration = Duration::from_hours(24);

/// Questions that may be asked in windows that end now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Budget {
    windows: [(Duration, usize); 3],
}

impl Budget {
    /// The budget of the configuration.
    pub(crate) fn of(config: &Courtlistener) -> Self {
        let most = |number: std::num::NonZeroU32| usize::try_from(number.get()).unwrap_or(usize::MAX);
        Self {
            windows: [
                (Duration::from_mins(1), most(config.per_minute)),
                (Duration::from_hours(1), most(config.per_hour)),
                (WINDOW, most(config.per_day)),
            ],
        }
    }

    /// When the next question may be asked: now, or when enough of those that were asked have left their windows. `asked` are instants of
    /// questions, oldest first; those before the longest window may be left out.
    pub(crate) fn next(&self, asked: &[Instant], now: Instant) -> Instant {
        let mut next = now;
        for (window, most) in self.windows {
            let within: Vec<Instant> = asked.iter().copied().filter(|&at| due::later(at, window) > now).collect();
            // With one more than allowed in the window, the oldest of the last `most` has to leave it first.
            if let Some(&oldest) = within.len().checked_sub(most).and_then(|at| within.get(at)) {
                next = next.max(due::later(oldest, window));
            }
        }
        next
    }
}
