//! Work over a list by several threads, with results in the order of the list.

use std::{
    num::NonZeroUsize,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// How many threads the machine offers.
pub(crate) fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// Calls `work` once for each item, on as many threads as there are cores. What comes out does not depend on their number.
///
/// # Panics
/// If `work` does.
pub(crate) fn each<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let count = items.len();
    let items: Vec<Mutex<Option<T>>> = items.into_iter().map(|item| Mutex::new(Some(item))).collect();
    let results: Vec<Mutex<Option<R>>> = (0..count).map(|_| Mutex::new(None)).collect();
    let next = AtomicUsize::new(0);
    let run = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at).and_then(|slot| slot.lock().ok()?.take()) else { break };
            let result = work(item);
            if let Some(Ok(mut slot)) = results.get(at).map(Mutex::lock) {
                *slot = Some(result);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads().min(count) {
            scope.spawn(run);
        }
        run();
    });
    results.into_iter().filter_map(|slot| slot.into_inner().ok().flatten()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_come_in_the_order_of_the_items() {
        assert_eq!(super::each((0..1_000).collect(), |n: u32| n * 2), (0..1_000).map(|n| n * 2).collect::<Vec<_>>());
    }
}
