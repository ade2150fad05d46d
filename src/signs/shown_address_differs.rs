//! The text of a link is an address, and the link leads to another site.
//!
//! Why it matters: whoever reads the text believes to have read the destination.
//! Evidence: `shown`, `host`.
//! Fires: `www.amazon.co.jp` shown, a stranger's site behind it. Without a claim only when the shown address is a brand's own.
//! Silent: the same site, a brand's two sites, words with a dot in a sentence (ASP.NET), known wrappers once undone, hidden targets
//! without a claim (click trackers of newsletters).
//! Can still err: a newsletter that writes a brand's address and counts clicks through a tracker of its own domain.

use super::links::LinkCase;
use crate::lists::Ownership;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &LinkCase<'_>) -> Option<Sign> {
    let shown = case.link.shown_host.as_ref()?;
    let host = case.foreign().or_else(|| {
        case.link
            .host()
            .filter(|_| case.claim.is_some() && case.hidden_by_sender())
    })?;
    let same = shown.is_under(host)
        || host.is_under(shown)
        || case
            .tables
            .suffixes
            .site_of(shown)
            .is_some_and(|site| host.is_under(&site.0));
    let brands = matches!(case.tables.owner_of(shown), Ownership::Owned { .. });
    if same || case.claim.is_none() && !brands {
        return None;
    }
    let weight = case.weigh(Weight::Proof, Weight::Odd);
    Some(
        case.sign("shown_address_differs", weight)
            .with("shown", Evidence::host(shown, case.tables)),
    )
}

#[cfg(test)]
mod tests {
    use super::super::links::bench::{claimed, unclaimed};

    fn fires(signs: &[String]) -> bool {
        signs.contains(&"shown_address_differs".to_owned())
    }

    #[test]
    fn fires_when_a_brands_address_is_shown() {
        for text in [
            "www.amazon.co.jp",
            "https://www.amazon.co.jp/ap/signin",
            "Amazon.co.jp",
            "amazon.co.jp/2SV",
        ] {
            assert!(fires(&unclaimed("https://qlcfp.cn/", text)), "{text}");
            assert!(fires(&claimed("https://qlcfp.cn/", text)), "{text}");
        }
        assert!(fires(&claimed("https://qlcfp.cn/", "www.example.com")));
        assert!(fires(&claimed("https://t.co/x", "www.amazon.co.jp")));
    }

    #[test]
    fn silent_for_the_same_site_and_for_words() {
        for (href, text) in [
            ("https://www.amazon.co.jp/gp/css", "www.amazon.co.jp"),
            ("https://www.amazon.com/x", "www.amazon.co.jp"),
            (
                "https://www.google.com/url?q=https://www.amazon.co.jp/",
                "www.amazon.co.jp",
            ),
            ("https://qlcfp.cn/", "Sign in to Amazon.co.jp"),
            ("https://news.qlcfp.cn/x", "qlcfp.cn"),
            ("https://qlcfp.cn/", "ASP.NET"),
            ("https://qlcfp.cn/", "www.example.com"),
            (
                "https://u1.ct.sendgrid.net/ls/click?upn=x",
                "www.amazon.co.jp",
            ),
        ] {
            assert!(!fires(&unclaimed(href, text)), "{href} {text}");
        }
    }
}
