//! A link to the brand's own site is a redirect that leads to a stranger's.
//!
//! Why it matters: hovering shows the brand's own address, and even the first request goes there.
//! Evidence: `via` (the redirecting host), `host` (where it ends).
//! Fires: `https://www.amazon.co.jp/gp/r.html?...&U=<stranger>`, with and without a claim.
//! Silent: the brand's redirects to its own sites (every link of genuine mails); redirects on other sites, whose target is judged itself;
//! a redirect whose target cannot be read, which `hidden_target` tells.
//! Can still err: a redirect that the brand signs and would refuse; it is still none of a genuine mail.

use super::links::LinkCase;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &LinkCase<'_>) -> Option<Sign> {
    let hop = case
        .link
        .hops
        .iter()
        .rev()
        .find(|hop| hop.wrapper == "own_redirect")?;
    case.foreign().map(|_| {
        case.sign("redirector", case.weigh(Weight::Proof, Weight::Odd))
            .with("via", Evidence::host(&hop.host, case.tables))
    })
}

#[cfg(test)]
mod tests {
    use super::super::links::bench::{claimed, unclaimed};

    #[test]
    fn fires_when_the_brands_redirect_leaves() {
        let href = "https://www.amazon.co.jp/gp/r.html?T=C&U=https%3A%2F%2Fqlcfp.cn%2F&H=x";
        assert!(unclaimed(href, "").contains(&"redirector".to_owned()));
        assert!(claimed(href, "").contains(&"redirector".to_owned()));
    }

    #[test]
    fn silent_when_it_stays_or_is_a_strangers() {
        assert!(
            claimed(
                "https://www.amazon.co.jp/gp/r.html?T=C&U=https%3A%2F%2Fwww.amazon.co.jp%2Fx&H=x",
                ""
            )
            .is_empty()
        );
        assert!(claimed("https://www.amazon.co.jp/gp/f.html?T=C&U=%2Fx&H=x", "").is_empty());
        assert!(unclaimed("https://www.google.com/url?q=https://qlcfp.cn/", "").is_empty());
        assert!(
            !claimed(
                "https://qlcfp.cn/gp/r.html?U=https%3A%2F%2Fwww.amazon.co.jp",
                ""
            )
            .contains(&"redirector".to_owned())
        );
    }
}
