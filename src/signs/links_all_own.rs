//! Every link a person could click leads to the brand's own pages.
//!
//! Why it matters: genuine mails link nowhere else; one foreign link among many is enough for a theft, so only all count.
//! Fires: at least one link to the web, all of them the brand's own, nothing hidden behind short links, no other kinds.
//! Silent: any link elsewhere, rented space and short links included.
//! Can still err: a redirector on the brand's own pages that is not known yet.

use super::case::Case;
use crate::address::Target;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    let mut first = None;
    let mut count = 0_u32;
    for link in case.message.links.iter().filter(|link| !link.hidden) {
        match &link.target {
            Target::Web { host, .. }
                if case.owned(host) && link.hops.iter().all(|hop| !hop.opaque) =>
            {
                first.get_or_insert(host);
                count += 1;
            }
            Target::Nowhere | Target::Mail(_) => {}
            _ => return None,
        }
    }
    let host = first?;
    let whole = !case.message.cut;
    whole.then(|| {
        Sign::new("links_all_own", Weight::Good)
            .with("count", Evidence::Count(count))
            .with("host", Evidence::host(host, case.tables))
    })
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, link, try_on};
    use super::*;

    #[test]
    fn fires_when_all_are() {
        assert!(try_on(find, &genuine()).is_some());
    }

    #[test]
    fn silent_with_one_elsewhere_or_none() {
        for href in [
            "https://stranger.example/",
            "https://x.s3.amazonaws.com/",
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
