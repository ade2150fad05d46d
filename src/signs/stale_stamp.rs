//! The brand's links in this mail were made on another day than the mail.
//!
//! Why it matters: the brand writes the moment of sending into its own links, equal to the Date within a second in every genuine
//! mail measured. Days apart means that an old genuine mail was pasted into this one.
//! Fires: a stamp two days or more off the time of sending.
//! Silent: equal or nearly so; no stamp; no readable time; links that are not the brand's.
//! Can still err: a draft of the brand's that waited for days, never seen.

use super::case::Case;
use crate::address::Target;
use crate::official::stamp;
use crate::verdict::{Evidence, Sign, Weight};

const DAY: i64 = 86_400_000;

/// The distance of the stamp in the brand's own links from the time of sending, in milliseconds.
pub(super) fn distance(case: &Case<'_>) -> Option<i64> {
    let sent = case.message.sent?;
    let stamp = case
        .message
        .links
        .iter()
        .take(2_000)
        .find_map(|link| match &link.target {
            Target::Web { host, .. } if case.owned(host) => stamp::in_address(&link.href),
            _ => None,
        })?;
    Some(stamp.0.saturating_sub(sent.0).saturating_abs())
}

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    let distance = distance(case).filter(|distance| *distance >= 2 * DAY && !case.quoted)?;
    let days = u32::try_from(distance / DAY).unwrap_or(u32::MAX);
    Some(Sign::new("stale_stamp", Weight::Odd).with("count", Evidence::Count(days)))
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, link, try_on};
    use super::*;
    use crate::mail::{Message, Timestamp};

    /// 2026-11-20T10:02:11Z.
    const SENT: i64 = 1_795_168_931_000;

    fn stamped(host: &str, stamp: &str) -> Message {
        let href = format!("https://{host}/gp/r.html?C=1&M=urn:rtn:msg:{stamp}abcdefp0fe&R=2");
        Message {
            sent: Some(Timestamp(SENT)),
            links: vec![link(&href)],
            ..genuine()
        }
    }

    #[test]
    fn fires_when_days_apart() {
        let sign = try_on(find, &stamped("www.amazon.co.jp", "20220621155940")).unwrap();
        assert!(matches!(sign.evidence[0].1, Evidence::Count(days) if days > 1_000));
    }

    #[test]
    fn silent_when_equal_absent_or_a_strangers() {
        assert!(try_on(find, &stamped("www.amazon.co.jp", "20261120100211")).is_none());
        assert!(try_on(find, &stamped("stranger.example", "20220621155940")).is_none());
        assert!(try_on(find, &genuine()).is_none());
    }
}
