//! What was known at an instant.

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
        let at = "2026-05-01T00:00:00.000Z";
        assert!(is_known(at, "") && is_known(at, at) && is_known("", at));
        assert!(!is_known(at, "2026-04-30T23:59:59.999Z"));
    }
}
