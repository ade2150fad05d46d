//! The reader's own side found the sender authentic, for a domain of the brand's that fits the address.
//!
//! Why it matters: half of the fakes pass SPF, a third carry a valid signature, all for domains of their own. Only a pass for
//! the brand's domain, aligned with the address (RFC 7489 section 3.1), says anything.
//! Fires: "signed by amazon.co.jp" on a mail from there; DMARC passed for it.
//! Silent: a pass for any other domain, the brand's mail service included; on foreign addresses.
//! Can still err: a mail whose content the brand only passed on; `marketplace_sender` says so where it can be seen.

use super::case::Case;
use crate::address::Host;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    if case.quoted {
        return None;
    }
    let domain = Host::parse(case.authenticated()?)?;
    Some(
        Sign::new("sender_authenticated", Weight::Good)
            .with("domain", Evidence::host(&domain, case.tables)),
    )
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{authentic, genuine, mail, try_on};
    use super::*;
    use crate::mail::{Authentication, Outcome};

    #[test]
    fn fires_on_an_aligned_pass() {
        assert!(try_on(find, &authentic()).is_some());
        let mut message = genuine();
        message.authentication.dmarc = Some(Outcome::Pass);
        assert!(try_on(find, &message).is_some());
    }

    #[test]
    fn silent_on_a_pass_for_somebody() {
        for (address, domain) in [
            ("auto-confirm@amazon.co.jp", "amazonses.com"),
            ("auto-confirm@amazon.co.jp", "stranger.example"),
            ("auto-confirm@amazon.co.jp", "amazon.de"),
            ("x@stranger.example", "stranger.example"),
            ("x@stranger.example", "amazon.co.jp"),
        ] {
            let mut message = mail("Amazon", address, "");
            message.authentication = Authentication {
                signed_by: vec![domain.into()],
                ..Authentication::default()
            };
            assert!(try_on(find, &message).is_none(), "{address} {domain}");
        }
    }
}
