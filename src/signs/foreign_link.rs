//! The mail claims the brand, and a link leads to somebody else's site.
//!
//! Why it matters: every one of the real fakes looked at does this, whatever the host is called; genuine mails of the brand link to
//! nothing but its own sites.
//! Evidence: `host` (with the site in bold), `via` when a wrapper stands in front.
//! Fires: "Your Amazon account is locked" with a button to `qlcfp.cn`.
//! Silent: the brand's own sites, its short links, and without a claim; rented space and hidden targets have signs of their own.
//! Can still err: a partner's mail in the brand's name with links of the partner's.

use super::links::LinkCase;
use crate::lists::Ownership;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &LinkCase<'_>) -> Option<Sign> {
    case.claim?;
    case.foreign()?;
    if matches!(case.owner, Ownership::Tenant { .. }) {
        return None;
    }
    let sign = case.sign("foreign_link", Weight::Proof);
    Some(match case.link.hops.last() {
        Some(hop) => sign.with("via", Evidence::host(&hop.host, case.tables)),
        None => sign,
    })
}

#[cfg(test)]
mod tests {
    use super::super::links::bench::{claimed, unclaimed};

    #[test]
    fn fires_under_a_claim() {
        for href in [
            "https://qlcfp.cn/ap/signin",
            "http://208.109.12.211/",
            "https://www.google.com/url?q=https://qlcfp.cn/",
            "https://amazon.co.jp@qlcfp.cn/",
        ] {
            assert!(
                claimed(href, "").contains(&"foreign_link".to_owned()),
                "{href}"
            );
        }
    }

    #[test]
    fn silent_for_the_brands_own_and_without_a_claim() {
        for href in [
            "https://www.amazon.co.jp/x",
            "https://thehub.amazon.com/",
            "https://amzn.asia/d/x",
            "https://www.google.com/url?q=https://www.amazon.co.jp/",
            "#",
            "/x",
        ] {
            assert!(
                !claimed(href, "").contains(&"foreign_link".to_owned()),
                "{href}"
            );
        }
        assert!(unclaimed("https://qlcfp.cn/ap/signin", "").is_empty());
    }
}
