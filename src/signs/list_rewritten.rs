//! A mailing list or group put its own address in the sender's place; who wrote the mail cannot be seen.
//!
//! Why it matters: the address then says nothing for or against, and neither does what was found about it.
//! Fires: `"Amazon.co.jp via Orders" <orders@firm.example>` whose origin is not given, or is the brand's by its own word.
//! Silent: where the origin is a stranger's (another sign says that), and where nothing was rewritten.
//! Can still err: a person who writes "via" in a name.

use super::case::Case;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    if !case.rewritten() {
        return None;
    }
    let origin = case.origin().and_then(|origin| origin.host.as_ref());
    let list = case.address()?;
    origin.is_none_or(|host| case.owned(host)).then(|| {
        Sign::new("list_rewritten", Weight::Note)
            .with("address", Evidence::address(list, case.tables))
    })
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, mail, try_on};
    use super::*;
    use crate::address::Mailbox;

    #[test]
    fn fires_without_an_origin() {
        let message = mail("Amazon.co.jp via Orders", "orders@firm.example", "");
        assert_eq!(try_on(find, &message).unwrap().weight, Weight::Note);
    }

    #[test]
    fn silent_otherwise() {
        assert!(try_on(find, &genuine()).is_none());
        let mut message = mail("Amazon.co.jp via Orders", "orders@firm.example", "");
        message.reply_to = vec![Mailbox::parse("x@stranger.example").unwrap()];
        assert!(try_on(find, &message).is_none());
    }
}
