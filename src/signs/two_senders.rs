//! More than one sender's address, and not all of them the brand's.
//!
//! Why it matters: a webmail shows one of them, and filters may have checked the other.
//! Fires: From with an address of the brand's and a stranger's.
//! Silent: one address; several of one owner.
//! Can still err: two real authors, which mails of a shop do not have.

use super::case::Case;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    let all = case
        .address()
        .into_iter()
        .chain(&case.message.sender.others);
    let (own, foreign): (Vec<_>, Vec<_>) = all
        .filter(|mailbox| mailbox.host.is_some())
        .partition(|mailbox| mailbox.host.as_ref().is_some_and(|host| case.owned(host)));
    let (first, stranger) = (own.first()?, foreign.first()?);
    Some(
        Sign::new("two_senders", Weight::Odd)
            .with("address", Evidence::address(first, case.tables))
            .with("other", Evidence::address(stranger, case.tables)),
    )
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, mail, try_on};
    use super::*;
    use crate::address::Mailbox;

    #[test]
    fn fires_on_a_stranger_beside_the_brand() {
        let mut message = genuine();
        message.sender.others = vec![Mailbox::parse("x@stranger.example").unwrap()];
        assert!(try_on(find, &message).is_some());
    }

    #[test]
    fn silent_on_one_owner() {
        let mut message = genuine();
        message.sender.others = vec![Mailbox::parse("x@amazon.com").unwrap()];
        assert!(try_on(find, &message).is_none());
        assert!(try_on(find, &mail("Amazon", "x@stranger.example", "")).is_none());
    }
}
