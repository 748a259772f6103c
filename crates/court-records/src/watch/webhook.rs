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
        if !(16..=200).contains(&secret.len()) || !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
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
