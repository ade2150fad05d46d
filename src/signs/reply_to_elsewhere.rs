//! The mail comes from the brand's address, but answers would go to somebody else.
//!
//! Why it matters: a forged sender cannot read what is sent to the forged address, so answers are led away. The brand's own
//! mails give no other address, or a no-reply of the same domain.
//! Fires: an exact address with a Reply-To that is not the brand's.
//! Silent: Reply-To at the brand; foreign senders (worse is known, and on honest mail this trait is common: 19 %); lists.
//! Can still err: a group that sets its own Reply-To without a trace of itself.

use super::case::Case;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    let listed = case.message.transport.as_ref().is_some_and(|way| way.list);
    if !case.exact() || listed {
        return None;
    }
    let elsewhere = case
        .message
        .reply_to
        .iter()
        .find(|mailbox| mailbox.host.as_ref().is_some_and(|host| !case.owned(host)))?;
    Some(
        Sign::new("reply_to_elsewhere", Weight::Odd)
            .with("address", Evidence::address(elsewhere, case.tables)),
    )
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, mail, try_on};
    use super::*;
    use crate::address::Mailbox;
    use crate::mail::{Message, Transport};

    fn answering(mut message: Message, address: &str) -> Message {
        message.reply_to = vec![Mailbox::parse(address).unwrap()];
        message
    }

    #[test]
    fn fires_on_a_strangers_address() {
        assert!(try_on(find, &answering(genuine(), "x@stranger.example")).is_some());
    }

    #[test]
    fn silent_at_home_abroad_and_on_lists() {
        assert!(try_on(find, &answering(genuine(), "no-reply@amazon.co.jp")).is_none());
        assert!(
            try_on(
                find,
                &answering(mail("Amazon", "x@stranger.example", ""), "y@other.example")
            )
            .is_none()
        );
        let mut listed = answering(genuine(), "list@lists.example");
        listed.transport = Some(Transport {
            list: true,
            ..Transport::default()
        });
        assert!(try_on(find, &listed).is_none());
    }
}
