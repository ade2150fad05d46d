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

    fn stamped(stamp: &str) -> crate::mail::Message {
        let href = format!("https://www.amazon.co.jp/gp/r.html?M=urn:rtn:msg:{stamp}");
        crate::mail::Message {
            sent: Some(Timestamp(1_795_168_931_000)),
            links: vec![link(&href)],
            ..genuine()
        }
    }

    #[test]
    fn fires_on_the_same_moment() {
        assert!(try_on(find, &stamped("20261120100211abp0fe")).is_some());
    }

    #[test]
    fn silent_without_a_stamp_and_at_another_moment() {
        assert!(try_on(find, &genuine()).is_none());
        assert!(try_on(find, &stamped("20261120123000abp0fe")).is_none());
    }
}
