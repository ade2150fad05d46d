//! The moment in the brand's own links is the moment the mail was sent.
//!
//! Why it matters: it is so in every genuine mail that carries one; a pasted old mail gives itself away.
//! Fires: a stamp within ten minutes of the time of sending.
//! Silent: further apart, or nothing to compare.
//! Can still err: a stamp can be made up; it counts as a trait, never as proof.

use super::case::Case;
use crate::verdict::{Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    let fits = super::stale_stamp::distance(case)? <= 600_000;
    fits.then(|| Sign::new("stamp_fits", Weight::Good))
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, link, try_on};
    use super::*;
    use crate::mail::Timestamp;

    #[test]
    fn fires_on_the_same_moment_only() {
        let mut message = genuine();
        message.sent = Some(Timestamp(1_795_168_931_000));
        message.links = vec![link(
            "https://www.amazon.co.jp/gp/r.html?M=urn:rtn:msg:20261120100211abp0fe",
        )];
        assert!(try_on(find, &message).is_some());
        message.links = vec![link(
            "https://www.amazon.co.jp/gp/r.html?M=urn:rtn:msg:20261120123000abp0fe",
        )];
        assert!(try_on(find, &message).is_none());
    }

    #[test]
    fn silent_without_a_stamp() {
        assert!(try_on(find, &genuine()).is_none());
    }
}
