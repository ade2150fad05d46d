//! The mail claims the brand, and a link writes a mail to somebody else.
//!
//! Why it matters: answers, and with them codes and names, go to a stranger.
//! Evidence: `address`.
//! Fires: "Contact us" that writes to `help@stranger.example`.
//! Silent: the brand's own addresses; an address that only links itself (quoted headers of a forward); no claim.
//! Can still err: a seller's address in a marketplace mail.

use super::links::LinkCase;
use crate::address::Target;
use crate::lower;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &LinkCase<'_>) -> Option<Sign> {
    let claim = case.claim?;
    let Target::Mail(Some(mailbox)) = &case.link.target else {
        return None;
    };
    let host = mailbox.host.as_ref()?;
    let shown = lower::text(&case.link.shown.text);
    let itself = shown.contains(&lower::text(&mailbox.raw));
    let own = case.tables.owner_of(host).belongs_to(&claim.brand);
    (!own && !itself).then(|| {
        case.sign("foreign_mailto", Weight::Odd)
            .with("address", Evidence::address(mailbox, case.tables))
    })
}

#[cfg(test)]
mod tests {
    use super::super::links::bench::{claimed, unclaimed};

    #[test]
    fn fires_for_strangers() {
        assert_eq!(
            claimed("mailto:help@stranger.example", "Contact us"),
            ["foreign_mailto"]
        );
    }

    #[test]
    fn silent_for_the_brand_for_itself_and_without_a_claim() {
        assert!(claimed("mailto:cs-reply@amazon.co.jp", "Contact us").is_empty());
        assert!(claimed("mailto:me@home.example", "me@home.example").is_empty());
        assert!(claimed("mailto:?subject=x", "Share").is_empty());
        assert!(unclaimed("mailto:help@stranger.example", "Contact us").is_empty());
    }
}
