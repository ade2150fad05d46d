//! The mail claims the brand, and a link goes through a shortener or tracker of a stranger that hides where it ends; or, claim or none,
//! a redirect on the brand's own site hides it.
//!
//! Why it matters: the brand has redirects and short links of its own and was never seen to use a stranger's.
//! Evidence: `host` of the hiding station.
//! Fires: `t.co`, `linkedin.com/slink`, click trackers whose target is not in the address; `amazon.co.jp/gp/redirect.html?location=<unreadable>`.
//! Silent: gateways that the reader's own side puts around every link (only a note); wrappers that could be undone; a stranger's without a claim.
//! Can still err: an employer's gateway that is not in the table.

use super::links::LinkCase;
use crate::lists::Ownership;
use crate::verdict::{Sign, Weight};

pub(super) fn find(case: &LinkCase<'_>) -> Option<Sign> {
    if !case.link.is_opaque() {
        return None;
    }
    // The brand's own redirects are made to be read: one that cannot be is somebody else's work.
    let own = case.link.hops.last()?.wrapper == "own_redirect";
    if case.claim.is_none() && !own {
        return None;
    }
    let stranger = case.hidden_by_sender() && !matches!(case.owner, Ownership::ShortLink { .. });
    Some(case.sign(
        "hidden_target",
        if stranger {
            case.weigh(Weight::Proof, Weight::Odd)
        } else {
            Weight::Note
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::super::links::bench::{claimed, claimed_weight, unclaimed};
    use crate::verdict::Weight;

    #[test]
    fn fires_for_strangers_shorteners_and_trackers() {
        for href in [
            "https://t.co/abc",
            "https://www.linkedin.com/slink?code=x",
            "https://u1.ct.sendgrid.net/ls/click?upn=x",
            "https://www.google.com/url?q=https://bit.ly/x",
        ] {
            assert_eq!(claimed(href, ""), ["hidden_target"], "{href}");
            assert_eq!(claimed_weight(href), Some(Weight::Proof), "{href}");
        }
    }

    #[test]
    fn fires_for_the_brands_redirect_that_cannot_be_read() {
        let href = "https://www.amazon.co.jp/gp/redirect.html?location=stranger.example%2Fx";
        assert_eq!(claimed(href, ""), ["hidden_target"]);
        assert_eq!(unclaimed(href, ""), ["hidden_target"]);
    }

    #[test]
    fn only_a_note_for_the_readers_own_gateway() {
        assert_eq!(
            claimed_weight("https://protect-us.mimecast.com/s/abc?domain=amazon.co.jp"),
            Some(Weight::Note)
        );
    }

    #[test]
    fn silent_when_undone_and_without_a_claim() {
        for href in [
            "https://www.google.com/url?q=https://www.amazon.co.jp/",
            "https://www.amazon.co.jp/gp/r.html?U=https%3A%2F%2Fwww.amazon.co.jp%2Fx",
            "https://www.amazon.co.jp/gp/redirect.html?location=%2Fyour-orders%2F",
            "https://www.amazon.co.jp/exec/obidos/redirect?path=tg/browse/-/1/",
            "https://www.amazon.co.jp/",
        ] {
            assert!(claimed(href, "").is_empty(), "{href}");
        }
        assert!(
            !claimed("https://www.google.com/url?q=https://qlcfp.cn/", "")
                .contains(&"hidden_target".to_owned())
        );
        assert!(unclaimed("https://t.co/abc", "").is_empty());
    }
}
