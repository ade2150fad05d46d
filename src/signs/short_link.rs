//! The mail claims the brand, and a link is one of the brand's own short links.
//!
//! Why it matters: the host is the brand's and leads to its pages, but anyone can make one, so it says nothing about the sender.
//! Evidence: `host`.
//! Fires, as a note only: `amzn.to`, `amzn.asia`, `a.co`.
//! Silent: everything else, and without a claim.
//! Can still err: nothing; it is a note.

use super::links::LinkCase;
use crate::lists::Ownership;
use crate::verdict::{Sign, Weight};

pub(super) fn find(case: &LinkCase<'_>) -> Option<Sign> {
    let claim = case.claim?;
    matches!(case.owner, Ownership::ShortLink { brand } if brand == claim.brand)
        .then(|| case.sign("short_link", Weight::Note))
}

#[cfg(test)]
mod tests {
    use super::super::links::bench::{claimed, claimed_weight, unclaimed};
    use crate::verdict::Weight;

    #[test]
    fn fires_as_a_note() {
        assert_eq!(claimed("https://amzn.asia/d/abc", ""), ["short_link"]);
        assert_eq!(claimed_weight("https://a.co/d/abc"), Some(Weight::Note));
    }

    #[test]
    fn silent_for_others() {
        assert!(claimed("https://www.amazon.co.jp/d/abc", "").is_empty());
        assert!(!claimed("https://t.co/abc", "").contains(&"short_link".to_owned()));
        assert!(unclaimed("https://amzn.asia/d/abc", "").is_empty());
    }
}
