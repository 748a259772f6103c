//! Finds the addresses of a host, and only those that may be reached.
//!
//! The connection is made to exactly the addresses that were checked. A check before the connection would ask the name server twice,
//! and the second answer could be another one (DNS rebinding).

use std::{net::SocketAddr, sync::Arc};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::{AddressPolicy, RefusedAddress};

/// The machine's resolver behind the address policy.
#[derive(Debug, Clone)]
pub(super) struct CheckedResolver {
    pub(super) policy: Arc<AddressPolicy>,
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let policy = Arc::clone(&self.policy);
        Box::pin(async move {
            let host = name.as_str();
            // Port 0 stands for that of the address that is asked.
            let found = tokio::net::lookup_host((host, 0)).await?;
            let allowed = allowed(&policy, host, found)?;
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

/// Those that may be reached; an error if there are addresses, but none that may.
fn allowed(policy: &AddressPolicy, host: &str, found: impl Iterator<Item = SocketAddr>) -> Result<Vec<SocketAddr>, RefusedAddress> {
    let mut allowed = Vec::new();
    let mut refused = None;
    for address in found {
        match policy.check(host, address.ip()) {
            Ok(()) => allowed.push(address),
            Err(error) => refused = Some(error),
        }
    }
    match refused {
        Some(error) if allowed.is_empty() => Err(error),
        _ => Ok(allowed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_left_out_and_nothing_else_is_an_error() {
        let check = |addresses: &[&str]| {
            let addresses = addresses.iter().map(|text| SocketAddr::new(text.parse().expect("an address"), 0));
            allowed(&AddressPolicy::default(), "a.example", addresses).map(|found| found.len()).map_err(|error| error.kind)
        };
        assert_eq!(check(&["8.8.8.8", "10.0.0.1"]), Ok(1));
        assert_eq!(check(&["10.0.0.1", "::1"]), Err("a loopback address"));
        assert_eq!(check(&[]), Ok(0));
    }
}
