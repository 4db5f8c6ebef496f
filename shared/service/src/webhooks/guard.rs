//! Which addresses a webhook may go to: those of the internet, and never those of whatever network this runs in.
//!
//! A merchant chooses the URL, and the name in it may resolve to anything, at any time to something else. So each
//! attempt resolves anew, connects to nothing but what was looked at here, and follows no redirect.
//!
//! What is not the internet's, by IANA's registries of special-purpose addresses:
//! <https://www.iana.org/assignments/iana-ipv4-special-registry>,
//! <https://www.iana.org/assignments/iana-ipv6-special-registry>; and for IPv6 everything outside of the only block
//! that global addresses are given out from: <https://www.iana.org/assignments/ipv6-unicast-address-assignments>.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

const fn v4(a: u8, b: u8, c: u8, d: u8, length: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), length)
}

const fn v6(a: u16, b: u16, c: u16, length: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0), length)
}

/// This machine and its networks.
const NEAR_V4: [Ipv4Net; 5] = [
    v4(127, 0, 0, 0, 8),
    v4(10, 0, 0, 0, 8),
    v4(172, 16, 0, 0, 12),
    v4(192, 168, 0, 0, 16),
    // Shared by providers; also what private overlays between machines use.
    v4(100, 64, 0, 0, 10),
];

/// Nowhere, to everybody, or to the metadata services of clouds: who asks those for credentials gets some.
const NEVER_V4: [Ipv4Net; 15] = [
    v4(0, 0, 0, 0, 8),
    // Link-local: 169.254.169.254 is the metadata service of most clouds.
    v4(169, 254, 0, 0, 16),
    // The metadata services of Alibaba's cloud, and of Oracle's.
    v4(100, 100, 100, 200, 32),
    v4(192, 0, 0, 0, 24),
    // Documentation.
    v4(192, 0, 2, 0, 24),
    v4(198, 51, 100, 0, 24),
    v4(203, 0, 113, 0, 24),
    // AS112, AMT and the relays of 6to4: nobody's server.
    v4(192, 31, 196, 0, 24),
    v4(192, 52, 193, 0, 24),
    v4(192, 88, 99, 0, 24),
    v4(192, 175, 48, 0, 24),
    // Benchmarks.
    v4(198, 18, 0, 0, 15),
    // Multicast, and what is reserved, broadcast too.
    v4(224, 0, 0, 0, 4),
    v4(240, 0, 0, 0, 4),
    v4(255, 255, 255, 255, 32),
];

/// The one block that global addresses are given out from.
const GLOBAL_V6: Ipv6Net = v6(0x2000, 0, 0, 3);

/// What in it is somebody's purpose and nobody's server.
const NEVER_V6: [Ipv6Net; 5] = [
    // Protocol assignments: Teredo, benchmarks, ORCHID and others.
    v6(0x2001, 0, 0, 23),
    // Documentation.
    v6(0x2001, 0xdb8, 0, 32),
    v6(0x3fff, 0, 0, 20),
    // 6to4, which leads to an IPv4 address of its own choice.
    v6(0x2002, 0, 0, 16),
    // AS112.
    v6(0x2620, 0x4f, 0x8000, 48),
];

/// Private networks of IPv6, and where AWS has its metadata, time and name services in them.
const PRIVATE_V6: Ipv6Net = v6(0xfc00, 0, 0, 7);
const SERVICES_OF_AWS: Ipv6Net = v6(0xfd00, 0xec2, 0, 32);

/// Where a translator puts the IPv4 internet: what counts is the address inside.
const NAT64: Ipv6Net = v6(0x64, 0xff9b, 0, 96);

/// How far webhooks go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The internet.
    Public,
    /// Also this machine and its networks: for a merchant's own laptop.
    Near,
}

impl Reach {
    pub fn allows(self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(address) => self.allows_v4(address),
            IpAddr::V6(address) => self.allows_v6(address),
        }
    }

    fn allows_v4(self, address: Ipv4Addr) -> bool {
        let within = |nets: &[Ipv4Net]| nets.iter().any(|net| net.contains(&address));
        !within(&NEVER_V4) && (self == Self::Near || !within(&NEAR_V4))
    }

    fn allows_v6(self, address: Ipv6Addr) -> bool {
        if let Some(inside) = address.to_ipv4_mapped() {
            return self.allows_v4(inside);
        }
        if NAT64.contains(&address) {
            let [.., a, b, c, d] = address.octets();
            return self.allows_v4(Ipv4Addr::new(a, b, c, d));
        }
        let private = PRIVATE_V6.contains(&address) && !SERVICES_OF_AWS.contains(&address);
        if address.is_loopback() || private {
            return self == Self::Near;
        }
        GLOBAL_V6.contains(&address) && !NEVER_V6.iter().any(|net| net.contains(&address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(reach: Reach, text: &str) -> bool {
        reach.allows(text.parse().unwrap())
    }

    #[test]
    fn the_internet_is_reached() {
        for text in
            ["1.1.1.1", "93.184.215.14", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"]
        {
            assert!(allowed(Reach::Public, text), "{text}");
            assert!(allowed(Reach::Near, text), "{text}");
        }
    }

    #[test]
    fn this_machine_and_its_networks_are_for_the_local_runner_only() {
        for text in [
            "127.0.0.1",
            "127.255.255.254",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "::1",
            "fd12:3456::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::10.0.0.1",
        ] {
            assert!(!allowed(Reach::Public, text), "{text}");
            assert!(allowed(Reach::Near, text), "{text}");
        }
    }

    #[test]
    fn metadata_services_and_what_is_nobodys_server_are_never_reached() {
        for text in [
            "0.0.0.0",
            "169.254.169.254",
            "169.254.170.2",
            "100.100.100.200",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::7f00:1",
            "::ffff:169.254.169.254",
            "64:ff9b::169.254.169.254",
            "64:ff9b:1::a00:1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a9fe:a9fe::1",
            "3fff::1",
            "5f00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!allowed(Reach::Public, text), "{text}");
            assert!(!allowed(Reach::Near, text), "{text}");
        }
    }

    #[test]
    fn an_ipv4_internet_behind_a_translator_is_the_internet() {
        assert!(allowed(Reach::Public, "64:ff9b::1.1.1.1"));
        assert!(allowed(Reach::Public, "::ffff:1.1.1.1"));
    }
}
