//! The mail claims the brand, and a link leads to somebody else's site.
//!
//! Why it matters: every one of the real fakes looked at does this, whatever the host is called; genuine mails of the brand link to
//! nothing but its own sites.
//! Evidence: `host` (with the site in bold), `via` when a wrapper stands in front.
//! Fires: "Your Amazon account is locked" with a button to `qlcfp.cn`.
//! Silent: the brand's own sites, its short links, its pages on platforms, and without a claim; rented space and hidden targets have
//! signs of their own. Only odd: other pages on platforms, and everything in a mail that was found to be sent by the brand.
//! Can still err: a partner's mail in the brand's name with links of the partner's; a stranger's page on a platform that names the brand.

use super::links::LinkCase;
use crate::lists::Ownership;
use crate::mail::brand;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &LinkCase<'_>) -> Option<Sign> {
    let claim = case.claim?;
    case.foreign()?;
    let weight = match brand::on_platform(&case.link.target, &claim.brand, case.tables) {
        Some(true) => return None,
        Some(false) => Weight::Odd,
        None => Weight::Proof,
    };
    if matches!(case.owner, Ownership::Tenant { .. }) {
        return None;
    }
    let sign = case.sign("foreign_link", weight);
    Some(match case.link.hops.last() {
        Some(hop) => sign.with("via", Evidence::host(&hop.host, case.tables)),
        None => sign,
    })
}

#[cfg(test)]
mod tests {
    use super::super::links::bench::{claimed, claimed_weight, unclaimed};
    use crate::verdict::Weight;

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
    fn odd_on_a_platform_where_it_is_a_strangers_page() {
        for href in [
            "https://www.facebook.com/groups/winners",
            "https://play.google.com/store/apps/details?id=com.remote.help",
        ] {
            assert_eq!(claimed_weight(href), Some(Weight::Odd), "{href}");
        }
        for href in [
            "https://facebook.com.example/amazon",
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fqlcfp.cn%2Famazon",
        ] {
            assert_eq!(claimed_weight(href), Some(Weight::Proof), "{href}");
        }
    }

    #[test]
    fn silent_for_its_page_on_a_platform() {
        for href in [
            "https://www.facebook.com/AmazonJP",
            "https://x.com/amazon",
            "https://www.youtube.com/@amazon",
            "https://apps.apple.com/us/app/amazon-shopping/id297606951",
            "https://play.google.com/store/apps/details?id=com.amazon.mShop.android.shopping",
        ] {
            assert!(claimed(href, "").is_empty(), "{href}");
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
