//! The sender's name is an address of the brand, the real address is another.
//!
//! Why it matters: many webmails show the name alone, and then the false address is all there is to see.
//! Fires: `"Offers@amazon.de" <x@stranger.example>`.
//! Silent: a name that repeats the real address, or one of another person.
//! Can still err: hardly; nobody writes the brand's address as a name by accident.

use super::case::Case;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    let shown = case.name.address.as_ref()?;
    let host = shown.host.as_ref().filter(|host| case.owned(host))?;
    let origin = case.address()?;
    let real = origin.host.as_ref()?;
    let same = real == host || case.owned(real);
    (!same).then(|| {
        Sign::new("address_in_name", Weight::Proof)
            .with("name", Evidence::address(shown, case.tables))
            .with("address", Evidence::address(origin, case.tables))
    })
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{mail, try_on};
    use super::*;

    #[test]
    fn fires_on_the_brands_address_as_a_name() {
        assert!(try_on(find, &mail("Offers@amazon.de", "x@stranger.example", "")).is_some());
    }

    #[test]
    fn silent_on_the_real_address_and_on_other_names() {
        assert!(
            try_on(
                find,
                &mail("auto-confirm@amazon.de", "auto-confirm@amazon.de", "")
            )
            .is_none()
        );
        assert!(try_on(find, &mail("Amazon", "x@stranger.example", "")).is_none());
        assert!(
            try_on(
                find,
                &mail("Amazon (me@friend.example)", "x@stranger.example", "")
            )
            .is_none()
        );
    }
}
