//! Vintages as known at an instant.

use domain::Instant;

/// Whether something was retrieved by an instant. What has no readable time is not known to be later.
pub(crate) fn is_known(retrieved_at: &str, as_of: &str) -> bool {
    match (retrieved_at.parse::<Instant>(), as_of.parse::<Instant>()) {
        (Ok(retrieved), Ok(asked)) => retrieved <= asked,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_retrieved_later_is_not_known() {
        let known = |as_of: &str| is_known("2026-05-01T00:00:00.000Z", as_of);
        assert_eq!([known("2026-04-30"), known("2026-05-01"), known("")], [false, true, true]);
    }
}
