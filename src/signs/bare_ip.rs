//! The mail claims the brand, and a link leads to a number instead of a name.
//!
//! Why it matters: the brand tells its customers that its links never lead to bare IP addresses.
//! Evidence: `host`.
//! Fires: `http://208.109.12.211/ap/signin`.
//! Silent: private addresses (a router, a printer), and without a claim.
//! Can still err: nothing known; a foreign number is foreign in any case.

use super::links::LinkCase;
use crate::address::Oddity;
use crate::verdict::{Sign, Weight};

pub(super) fn find(case: &LinkCase<'_>) -> Option<Sign> {
    case.claim?;
    (case.has(Oddity::IpAddress) && !case.has(Oddity::PrivateAddress))
        .then(|| case.sign("bare_ip", Weight::Proof))
}

#[cfg(test)]
mod tests {
    use super::super::links::bench::{claimed, unclaimed};

    #[test]
    fn fires_for_public_numbers() {
        for href in [
            "http://208.109.12.211/",
            "http://3627734734/",
            "http://[2606:4700::1]/",
        ] {
            assert!(claimed(href, "").contains(&"bare_ip".to_owned()), "{href}");
        }
    }

    #[test]
    fn silent_for_private_ones_names_and_without_a_claim() {
        for href in [
            "http://192.168.0.1/",
            "http://127.0.0.1/",
            "http://[::1]/",
            "https://qlcfp.cn/",
        ] {
            assert!(!claimed(href, "").contains(&"bare_ip".to_owned()), "{href}");
        }
        assert!(unclaimed("http://208.109.12.211/", "").is_empty());
    }
}
