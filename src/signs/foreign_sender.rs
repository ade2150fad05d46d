//! The mail speaks for the brand, but comes from an address that is not the brand's; the name claims nothing.
//!
//! Why it matters: fakes that keep the name neutral, or use the address of another well-known firm, still say in subject and
//! text whom they pretend to be.
//! Fires: `"Client-Service" <x@stranger.example>` with "Dear Amazon customer"; only odd when the claim is not firm.
//! Silent: the brand's own addresses; names that wear the brand (another sign says that); rewritten senders.
//! Can still err: a newsletter that speaks to the brand's customers as such.

use super::case::Case;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    if case.name.claims() || (case.name.product && case.claim.firm) {
        return None;
    }
    let origin = case.origin()?;
    let host = origin.host.as_ref()?;
    let weight = if case.claim.firm {
        Weight::Proof
    } else {
        Weight::Odd
    };
    (!case.owned(host)).then(|| {
        Sign::new("foreign_sender", weight).with("address", Evidence::address(origin, case.tables))
    })
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, mail, try_on};
    use super::*;

    #[test]
    fn fires_on_a_text_that_speaks_for_the_brand() {
        let firm = mail(
            "Service",
            "x@stranger.example",
            "Dear Amazon customer, your Amazon account is locked. Amazon customer service",
        );
        assert_eq!(try_on(find, &firm).unwrap().weight, Weight::Proof);
        let soft = mail(
            "Service",
            "x@stranger.example",
            "Dear Amazon customer, hello",
        );
        assert_eq!(try_on(find, &soft).unwrap().weight, Weight::Odd);
    }

    #[test]
    fn silent_on_own_addresses_and_worn_names() {
        assert!(try_on(find, &genuine()).is_none());
        assert!(try_on(find, &mail("Amazon", "x@stranger.example", "")).is_none());
    }
}
