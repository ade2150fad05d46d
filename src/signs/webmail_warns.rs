//! The webmail itself warns of this mail.
//!
//! Why it matters: it sees what a page does not show: where the mail came from and what others reported.
//! Fires: the webmail's own warning on a mail under a claim.
//! Silent: without one; a spam folder alone is no warning, genuine advertising lands there too.
//! Can still err: as the webmail does.

use super::case::Case;
use crate::verdict::{Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    case.message
        .authentication
        .warned
        .then(|| Sign::new("webmail_warns", Weight::Odd))
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, try_on};
    use super::*;

    #[test]
    fn fires_on_a_warning() {
        let mut message = genuine();
        message.authentication.warned = true;
        assert!(try_on(find, &message).is_some());
    }

    #[test]
    fn silent_without_one() {
        let mut message = genuine();
        assert!(try_on(find, &message).is_none());
        message.in_spam = true;
        assert!(try_on(find, &message).is_none());
    }
}
