//! The mail has no link at all.
//!
//! Why it matters: nothing in it can be clicked; some genuine mails, such as one-time codes, are like that.
//! Fires: no link of any kind.
//! Silent: any link, also one to write a mail or to call.
//! Can still err: links lost on the way, as on lists that cut them away; so it proves nothing.

use super::case::Case;
use crate::address::Target;
use crate::verdict::{Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    let none = case
        .message
        .links
        .iter()
        .all(|link| matches!(link.target, Target::Nowhere));
    (none && !case.message.cut).then(|| Sign::new("no_links", Weight::Good))
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, link, try_on};
    use super::*;

    #[test]
    fn fires_without_links() {
        let mut message = genuine();
        message.links.clear();
        assert!(try_on(find, &message).is_some());
    }

    #[test]
    fn silent_with_any() {
        assert!(try_on(find, &genuine()).is_none());
        let mut message = genuine();
        message.links = vec![link("tel:+81")];
        assert!(try_on(find, &message).is_none());
    }
}
