//! The mail claims the brand, and a link goes through a shortener or tracker of a stranger that hides where it ends.
//!
//! Why it matters: the brand has redirects and short links of its own and was never seen to use a stranger's.
//! Evidence: `host` of the hiding station.
//! Fires: `t.co`, `linkedin.com/slink`, click trackers whose target is not in the address.
//! Silent: gateways that the reader's own side puts around every link (only a note); wrappers that could be undone; no claim.
//! Can still err: an employer's gateway that is not in the table.

use super::links::LinkCase;
use crate::lists::Ownership;
use crate::verdict::{Sign, Weight};

pub(super) fn find(case: &LinkCase<'_>) -> Option<Sign> {
    case.claim?;
    if !case.link.is_opaque() {
        return None;
    }
    let stranger = case.hidden_by_sender() && !matches!(case.owner, Ownership::ShortLink { .. });
    Some(case.sign(
        "hidden_target",
        if stranger {
            Weight::Proof
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
