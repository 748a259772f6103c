//! Where alerts of a watch are sent to.

use std::fmt;

use platform::config::Secret;

use super::{WatchProblem, problem};

/// Bytes of an address at most.
const LONGEST_URL: usize = 2000;

/// An address with the key of the signature.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Webhook {
    /// `https://…`.
    pub(crate) url: String,
    /// As it was given: `whsec_` and base64, or any text.
    pub(crate) secret: Secret,
}

/// The address can hold a secret of its own.
impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook").finish_non_exhaustive()
    }
}

impl Webhook {
    /// Reads address and key; none if no address is given. Whether the address may be reached is seen when it is reached: names lead elsewhere
    /// tomorrow.
    pub(super) fn read(url: &str, secret: &str, problems: &mut Vec<WatchProblem>) -> Option<Self> {
        let (url, secret) = (url.trim(), secret.trim());
        if url.is_empty() {
            if !secret.is_empty() {
                problems.push(problem("webhook.url", "a key without an address signs nothing".to_owned()));
            }
            return None;
        }
        if let Err(message) = check_url(url) {
            problems.push(problem("webhook.url", message));
        }
        let is_readable = secret.strip_prefix("whsec_").is_none_or(is_base64);
        if !(16..=200).contains(&secret.len()) || !secret.bytes().all(|byte| byte.is_ascii_graphic()) || !is_readable {
            let message = "the key has 16 to 200 letters, digits and signs without spaces, or is `whsec_` and base64";
            problems.push(problem("webhook.secret", message.to_owned()));
        }
        Some(Self { url: url.to_owned(), secret: Secret::new(secret) })
    }
}

fn check_url(url: &str) -> Result<(), String> {
    if url.len() > LONGEST_URL {
        return Err(format!("an address has at most {LONGEST_URL} bytes"));
    }
    let parsed: url::Url = url.parse().map_err(|error| format!("this is no address of the web: {error}"))?;
    if !matches!(parsed.scheme(), "http" | "https") || parsed.host_str().is_none_or(str::is_empty) {
        return Err("alerts are only sent to http:// and https:// addresses".to_owned());
    }
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err("an address must not carry a user or a password".to_owned());
    }
    Ok(())
}

/// Whether a key behind `whsec_` can be read: whole groups of four, of 16 bytes at least.
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    text.len().is_multiple_of(4) && text.len() - digits.len() <= 2 && digits.len() >= 22 && digits.bytes().all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_addresses_are_checked_and_never_shown_in_a_message() {
        let problems = |url: &str, secret: &str| {
            let mut problems = Vec::new();
            let webhook = Webhook::read(url, secret, &mut problems);
            assert!(!format!("{webhook:?}{problems:?}").contains("s3cret"), "{problems:?}");
            problems.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ")
        };
        let url = "https://example.org/hook";
        assert_eq!(problems(url, "s3cret-s3cret-s3cret"), "");
        assert_eq!(problems(url, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "");
        assert_eq!(problems("", ""), "");
        let key = "webhook.secret: the key has 16 to 200 letters, digits and signs without spaces, or is `whsec_` and base64";
        for wrong in ["", "s3cret", "s3cret s3cret s3cret", "whsec_s3cret-not-base64-at-all", "whsec_MfKQ9r8GKYqrTwjUPD8IL"] {
            assert_eq!(problems(url, wrong), key, "{wrong}");
        }
        assert_eq!(problems("", "s3cret-s3cret-s3cret"), "webhook.url: a key without an address signs nothing");
        let address = |url: &str| problems(url, "s3cret-s3cret-s3cret");
        assert_eq!(address("https://me:s3cret@example.org/"), "webhook.url: an address must not carry a user or a password");
        assert!(address("example.org").starts_with("webhook.url: this is no address of the web"));
        assert!(address(&format!("https://example.org/{}", "x".repeat(2000))).contains("at most 2000 bytes"));
    }
}
