//! Requests to addresses of others: the wall that keeps them out of the network that the service runs in.

mod address;
mod resolver;

use std::sync::Arc;

use reqwest::{ClientBuilder, redirect};

pub use self::address::{AddressPolicy, RefusedAddress};
use self::resolver::CheckedResolver;

/// A client behind the wall, to be given its limits of time: it asks only addresses that the policy allows, by no proxy, and follows no redirect by
/// itself. Who asks a web address that has an address in place of a name checks it first, by [`AddressPolicy::check_url`].
pub fn client(policy: &Arc<AddressPolicy>) -> ClientBuilder {
    reqwest::Client::builder()
        .user_agent(concat!("plumbline/", env!("CARGO_PKG_VERSION")))
        // A proxy would connect for us, to addresses that nobody checked.
        .no_proxy()
        .redirect(redirect::Policy::none())
        .referer(false)
        .dns_resolver(Arc::new(CheckedResolver { policy: Arc::clone(policy) }))
}
