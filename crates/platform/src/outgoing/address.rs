//! Which addresses may be reached: public ones, and those the configuration names.
//!
//! A web address in a configuration, in an answer that redirects, or in what a user asks for, must not become a way into the network that the service runs in.
//! The ranges are those of the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates).

use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use url::{Host, Url};

/// An address that may not be reached.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{host} is at {address}, which is {kind}; name the host in `allow_hosts` if it may be reached")]
pub struct RefusedAddress {
    /// As the web address has it.
    pub host: String,
    /// What it resolves to.
    pub address: IpAddr,
    /// For people: "a private address".
    pub kind: &'static str,
}

/// Public addresses, and the exceptions of the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressPolicy {
    hosts: BTreeSet<String>,
    addresses: BTreeSet<IpAddr>,
}

impl AddressPolicy {
    /// Every text is the name of a host or an address; an address of IPv6 may stand in brackets.
    pub fn allowing<'a>(hosts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut policy = Self::default();
        for text in hosts {
            let text = text.trim();
            match text.trim_start_matches('[').trim_end_matches(']').parse() {
                Ok(address) => policy.addresses.insert(address),
                Err(_) => policy.hosts.insert(plain(text)),
            };
        }
        policy
    }

    /// Whether a web address may be reached, as far as it says so itself: an address in place of a name is never resolved, so that it is checked
    /// here. Names are checked when they are resolved, by the client of [`super::client`].
    pub fn check_url(&self, url: &Url) -> Result<(), RefusedAddress> {
        let address: IpAddr = match url.host() {
            Some(Host::Ipv4(v4)) => v4.into(),
            Some(Host::Ipv6(v6)) => v6.into(),
            Some(Host::Domain(_)) | None => return Ok(()),
        };
        self.check(&address.to_string(), address)
    }

    /// Whether `host`, which is found at `address`, may be reached.
    pub fn check(&self, host: &str, address: IpAddr) -> Result<(), RefusedAddress> {
        if self.addresses.contains(&address) || self.hosts.contains(&plain(host)) {
            return Ok(());
        }
        match not_public(address) {
            None => Ok(()),
            Some(kind) => Err(RefusedAddress { host: host.to_owned(), address, kind }),
        }
    }
}

/// Case and the final dot of a fully qualified name make no difference.
fn plain(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

/// What kind of address it is, if it is not a public one.
fn not_public(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(v4) => not_public_v4(v4),
        IpAddr::V6(v6) => not_public_v6(v6),
    }
}

fn not_public_v4(address: Ipv4Addr) -> Option<&'static str> {
    match address.octets() {
        [0, ..] => Some("an address of \"this network\""),
        [127, ..] => Some("a loopback address"),
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Some("a private address"),
        [100, 64..=127, ..] => Some("a shared address of a carrier (CGNAT)"),
        [169, 254, ..] => Some("a link-local address"),
        [192, 0, 0, _] | [192, 88, 99, _] => Some("an address reserved for protocols"),
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => Some("an address for documentation"),
        [198, 18..=19, ..] => Some("an address for benchmarks"),
        [224..=239, ..] => Some("a multicast address"),
        [240..=255, ..] => Some("a reserved address"),
        _ => None,
    }
}

fn not_public_v6(address: Ipv6Addr) -> Option<&'static str> {
    if let Some(v4) = address.to_ipv4_mapped() {
        return not_public_v4(v4);
    }
    let segments = address.segments();
    match segments {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("the unspecified address"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("a loopback address"),
        // NAT64 (RFC 6052): the last 32 bits are the address that is reached.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            let [a, b] = high.to_be_bytes();
            let [c, d] = low.to_be_bytes();
            not_public_v4(Ipv4Addr::new(a, b, c, d))
        }
        [0xfc00..=0xfdff, ..] => Some("a unique local address"),
        [0xfe80..=0xfebf, ..] => Some("a link-local address"),
        [0xff00..=0xffff, ..] => Some("a multicast address"),
        // Tunnels carry an IPv4 address inside: 6to4 (RFC 3056) and Teredo (RFC 4380, within 2001::/23).
        [0x2002, ..] => Some("a 6to4 address"),
        [0x2001, 0..=0x1ff, ..] => Some("an address reserved for protocols"),
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Some("an address for documentation"),
        [0x2000..=0x3fff, ..] => None,
        _ => Some("a reserved address"),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn check(policy: &AddressPolicy, addresses: &[&str]) -> String {
        let mut table = String::new();
        for text in addresses {
            let address: IpAddr = text.parse().expect("an address");
            let answer = match policy.check("host.example", address) {
                Ok(()) => "allowed",
                Err(refused) => refused.kind,
            };
            writeln!(table, "{text:24} {answer}").expect("written");
        }
        table
    }

    #[test]
    fn only_public_addresses_are_allowed() {
        let addresses = [
            "8.8.8.8",
            "23.63.229.14",
            "172.15.0.1",
            "172.32.0.1",
            "100.63.0.1",
            "2606:4700::1",
            "64:ff9b::808:808",
            "::ffff:8.8.8.8",
            "0.0.0.0",
            "127.0.0.1",
            "127.255.0.9",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "169.254.169.254",
            "192.0.0.8",
            "198.18.0.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "100::1",
        ];
        insta::assert_snapshot!(check(&AddressPolicy::default(), &addresses), @r#"
        8.8.8.8                  allowed
        23.63.229.14             allowed
        172.15.0.1               allowed
        172.32.0.1               allowed
        100.63.0.1               allowed
        2606:4700::1             allowed
        64:ff9b::808:808         allowed
        ::ffff:8.8.8.8           allowed
        0.0.0.0                  an address of "this network"
        127.0.0.1                a loopback address
        127.255.0.9              a loopback address
        10.0.0.1                 a private address
        172.16.0.1               a private address
        192.168.1.1              a private address
        100.64.0.1               a shared address of a carrier (CGNAT)
        169.254.169.254          a link-local address
        192.0.0.8                an address reserved for protocols
        198.18.0.1               an address for benchmarks
        203.0.113.9              an address for documentation
        224.0.0.1                a multicast address
        255.255.255.255          a reserved address
        ::                       the unspecified address
        ::1                      a loopback address
        ::ffff:127.0.0.1         a loopback address
        ::ffff:169.254.169.254   a link-local address
        ::127.0.0.1              a reserved address
        64:ff9b::a00:1           a private address
        fc00::1                  a unique local address
        fd00:ec2::254            a unique local address
        fe80::1                  a link-local address
        fec0::1                  a reserved address
        ff02::1                  a multicast address
        2002:7f00:1::            a 6to4 address
        2001::1                  an address reserved for protocols
        2001:db8::1              an address for documentation
        100::1                   a reserved address
        "#);
    }

    #[test]
    fn the_configuration_can_name_hosts_and_addresses() {
        let policy = AddressPolicy::allowing(["Files.Example", "[::1]", "10.1.2.3"]);
        assert_eq!(policy.check("files.example.", Ipv4Addr::new(192, 168, 0, 1).into()), Ok(()));
        assert_eq!(policy.check("other.example", Ipv6Addr::LOCALHOST.into()), Ok(()));
        assert_eq!(policy.check("other.example", Ipv4Addr::new(10, 1, 2, 3).into()), Ok(()));
        let refused = policy.check("evil.files.example", Ipv4Addr::new(10, 1, 2, 4).into()).expect_err("not named");
        insta::assert_snapshot!(refused, @"evil.files.example is at 10.1.2.4, which is a private address; name the host in `allow_hosts` if it may be reached");
    }
}
