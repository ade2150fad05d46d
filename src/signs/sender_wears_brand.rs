//! The sender's name says it is the brand, the address is somebody else's.
//!
//! Why it matters: three in four real fakes look like this, and the name is the part a stranger may choose.
//! Fires: `"Amazon.co.jp" <account-update@qlcfp.cn>`; a list's "Amazon via List" whose answers go to a stranger; an address of the
//! brand's in quotation marks in place of one, which no mail program writes.
//! Silent: the brand's own addresses; names that only resemble it; a rewritten sender whose origin cannot be seen.
//! Can still err: a partner who mails in the brand's name from an address of its own, such as a bank with a branded card.

use super::case::Case;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    let wears = case.name.claims() || (case.name.product && case.claim.firm);
    if !wears {
        return None;
    }
    let origin = case.origin()?;
    let name = Evidence::text(case.message.sender.name.as_deref().unwrap_or(""));
    if let Some(quoted) = origin.quoted() {
        let sign = Sign::new("sender_wears_brand", Weight::Proof).with("name", name);
        return Some(sign.with("quoted", Evidence::text(quoted)));
    }
    let foreign = origin.host.as_ref().is_some_and(|host| !case.owned(host));
    foreign.then(|| {
        Sign::new("sender_wears_brand", Weight::Proof)
            .with("name", name)
            .with("address", Evidence::address(origin, case.tables))
    })
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, mail, try_on};
    use super::*;
    use crate::address::Mailbox;

    #[test]
    fn fires_on_a_strangers_address() {
        let sign = try_on(find, &mail("Amazon.co.jp", "account-update@qlcfp.cn", "")).unwrap();
        assert_eq!(sign.weight, Weight::Proof);
        assert!(
            matches!(&sign.evidence[1].1, Evidence::Address { site, .. } if site == "qlcfp.cn")
        );
    }

    #[test]
    fn fires_on_an_address_in_quotation_marks() {
        let sign = try_on(find, &mail("Amazon", "\"no-reply@amazon.de\"", "")).unwrap();
        assert_eq!(sign.weight, Weight::Proof);
        assert_eq!(
            sign.evidence[1],
            ("quoted".into(), Evidence::text("no-reply@amazon.de"))
        );
        assert!(try_on(find, &mail("Amazon", "\"no reply\"@amazon.de", "")).is_none());
    }

    #[test]
    fn fires_through_a_list_that_rewrote_the_sender() {
        let mut message = mail("Amazon via Some-list", "some-list@lists.example.org", "");
        message.reply_to = vec![Mailbox::parse("x@stranger.example").unwrap()];
        assert!(try_on(find, &message).is_some());
    }

    #[test]
    fn silent_for_the_brands_own_addresses() {
        assert!(try_on(find, &genuine()).is_none());
        for address in [
            "no-reply@amazonmusic.com",
            "x@marketplace.amazon.co.jp",
            "a@gc.email.amazon.com",
        ] {
            assert!(
                try_on(find, &mail("Amazon", address, "")).is_none(),
                "{address}"
            );
        }
    }

    #[test]
    fn silent_when_the_origin_is_not_to_be_seen() {
        let mut message = mail("'Amazon.co.jp' via Orders", "orders@firm.example", "");
        assert!(try_on(find, &message).is_none());
        message.reply_to = vec![Mailbox::parse("auto-confirm@amazon.co.jp").unwrap()];
        assert!(try_on(find, &message).is_none());
    }

    #[test]
    fn silent_when_the_name_is_another() {
        let message = mail(
            "Taro",
            "taro@friend.example",
            "Amazonプライムをご利用いただき",
        );
        assert!(try_on(find, &message).is_none());
    }
}
