//! The address is the brand's own, and nothing here says whether that is true.
//!
//! Why it matters: a From can be written by anyone; most pages do not show what the receiving server found out.
//! Fires: an exact address without any result. Changes nothing; the words offer the ways to find out.
//! Silent: with a result for or against, and on foreign addresses.
//! Can still err: no; it only says what is not known.

use super::case::Case;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    let unknown = case.exact()
        && case.authenticated().is_none()
        && super::sender_forged::find(case).is_none();
    let address = case.address()?;
    unknown.then(|| {
        Sign::new("sender_unproven", Weight::Note)
            .with("address", Evidence::address(address, case.tables))
    })
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{authentic, genuine, mail, try_on};
    use super::*;

    #[test]
    fn fires_without_a_result() {
        assert_eq!(try_on(find, &genuine()).unwrap().weight, Weight::Note);
    }

    #[test]
    fn silent_with_a_result_or_a_foreign_address() {
        assert!(try_on(find, &authentic()).is_none());
        assert!(try_on(find, &mail("Amazon", "x@stranger.example", "")).is_none());
    }
}
