//! A seller's message, passed on by the brand: the way is the brand's, the words are a stranger's.
//!
//! Why it matters: the brand's own authentication then vouches for the way only. Requests to pay or answer elsewhere come
//! through here.
//! Fires: addresses below `marketplace.` of a marketplace.
//! Silent: every other address of the brand's.
//! Can still err: no; the brand uses these addresses for nothing else.

use super::case::Case;
use crate::mail::brand;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    let address = case.address()?;
    let relayed = brand::relays(case.host()?, &case.claim.brand, case.tables);
    relayed.then(|| {
        Sign::new("marketplace_sender", Weight::Note)
            .with("address", Evidence::address(address, case.tables))
    })
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, mail, try_on};
    use super::*;

    #[test]
    fn fires_below_marketplace() {
        for address in [
            "x1y2@marketplace.amazon.co.jp",
            "x@m.marketplace.amazon.co.jp",
            "x@marketplace.amazon.com.mx",
        ] {
            assert!(
                try_on(find, &mail("Shop - Amazon", address, "")).is_some(),
                "{address}"
            );
        }
    }

    #[test]
    fn silent_elsewhere() {
        assert!(try_on(find, &genuine()).is_none());
        assert!(try_on(find, &mail("Amazon", "x@marketplace.stranger.example", "")).is_none());
        assert!(
            try_on(
                find,
                &mail("Amazon", "x@marketplace.amazon.co.jp.stranger.example", "")
            )
            .is_none()
        );
    }
}
