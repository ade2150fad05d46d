//! Every link a person could click leads to the brand's own pages.
//!
//! Why it matters: genuine mails link nowhere else; one foreign link among many is enough for a theft, so only all count.
//! Fires: at least one link to the web is the brand's own, all are or lead to its pages on platforms, nothing hidden behind short
//! links, no other kinds.
//! Silent: any link elsewhere, rented space and short links included.
//! Can still err: a redirector on the brand's own pages that is not known yet.

use super::case::Case;
use crate::address::{Host, Target};
use crate::mail::brand;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    // The page that is named stands for all: a shop front is recognised, a server for pictures is not.
    let mut named: Option<(Front, &Host)> = None;
    let mut count = 0_u32;
    for link in case.message.links.iter().filter(|link| !link.hidden) {
        match &link.target {
            Target::Web { host, .. }
                if case.owned(host) && link.hops.iter().all(|hop| !hop.opaque) =>
            {
                count += 1;
                if named.is_none_or(|(front, _)| front < Front::Claimed) {
                    let front = front(host, case);
                    if named.is_none_or(|(before, _)| before < front) {
                        named = Some((front, host));
                    }
                }
            }
            Target::Nowhere | Target::Mail(_) => {}
            target if brand::on_platform(target, &case.claim.brand, case.tables) == Some(true) => {}
            _ => return None,
        }
    }
    let (_, host) = named?;
    let whole = !case.message.cut;
    whole.then(|| {
        Sign::new("links_all_own", Weight::Good)
            .with("count", Evidence::Count(count))
            .with("host", Evidence::host(host, case.tables))
    })
}

/// How well a person knows a host.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Front {
    /// One of the brand's many.
    Other,
    /// A marketplace.
    Marketplace,
    /// The marketplace that the mail speaks for.
    Claimed,
}

fn front(host: &Host, case: &Case<'_>) -> Front {
    match brand::marketplace_of(host, &case.claim.brand, case.tables) {
        None => Front::Other,
        found if found == case.claim.marketplace => Front::Claimed,
        Some(_) => Front::Marketplace,
    }
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, link, try_on};
    use super::*;

    #[test]
    fn fires_when_all_are() {
        let mut message = genuine();
        assert!(try_on(find, &message).is_some());
        message
            .links
            .push(link("https://www.instagram.com/amazon/"));
        assert!(try_on(find, &message).is_some());
    }

    #[test]
    fn names_the_page_that_a_person_knows() {
        let mut message = genuine();
        for href in [
            "https://www.amazon.com/x",
            "https://g-ecx.images-amazon.com/x",
        ] {
            message.links.insert(0, link(href));
        }
        let named = |message: &_| match &try_on(find, message).unwrap().evidence[1].1 {
            Evidence::Host { before, site } => format!("{before}{site}"),
            other => panic!("{other:?}"),
        };
        assert_eq!(named(&message), "www.amazon.co.jp");
        message.links.truncate(2);
        assert_eq!(named(&message), "www.amazon.com");
        message.links.truncate(1);
        assert_eq!(named(&message), "g-ecx.images-amazon.com");
    }

    #[test]
    fn silent_with_one_elsewhere_or_none() {
        for href in [
            "https://stranger.example/",
            "https://x.s3.amazonaws.com/",
            "https://www.instagram.com/stranger/",
            "javascript:x",
            "tel:+1",
        ] {
            let mut message = genuine();
            message.links.push(link(href));
            assert!(try_on(find, &message).is_none(), "{href}");
        }
        let mut message = genuine();
        message.cut = true;
        assert!(try_on(find, &message).is_none());
        message.links.clear();
        assert!(try_on(find, &message).is_none());
    }
}
