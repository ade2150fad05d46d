//! The address is the brand's own, letter for letter, but the mail did not come from there.
//!
//! Why it matters: anyone can write any From. The brand signs every mail (DKIM), asks receivers to put unsigned ones aside (DMARC
//! p=quarantine) and sends through its own mail service, whose name ends the Message-ID.
//! Fires: DMARC failed at the reader's own server; that server found no signature of the brand's; or the whole way of the mail
//! is there (two or more `Received` lines) and neither the brand's signature nor its mail service occurs.
//! Silent: mails with a result for the brand; mails whose headers were cut, which say nothing either way; pages of webmails.
//! Can still err: a gateway that strips signatures and renames messages. On mailing lists, which break signatures, only odd
//! when the brand's signature was there.

use super::case::Case;
use crate::address::Host;
use crate::lists::brands::Ownership;
use crate::mail::{Outcome, brand};
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    if !case.exact() || case.quoted || case.authenticated().is_some() {
        return None;
    }
    let address = case.address()?;
    // Houses of the brand's that mail by other ways, for themselves, are not known well enough to say how.
    if !brand::signs_for(case.host()?.as_str(), &case.claim.brand, case.tables) {
        return None;
    }
    let found = &case.message.authentication;
    let transport = case.message.transport.as_ref();
    let listed = transport.is_some_and(|way| way.list);
    let signed = transport.is_some_and(|way| {
        way.signatures
            .iter()
            .any(|domain| brand::signs_for(domain, &case.claim.brand, case.tables))
    });
    let failed = found.dmarc == Some(Outcome::Fail);
    let unsigned = found.by.is_some() && matches!(found.dkim, Some(Outcome::Fail | Outcome::None));
    let bare = transport.is_some_and(|way| way.received >= 2 && !signed);
    let stranger = bare
        && !transport
            .and_then(|way| way.message_id_host.as_deref())
            .is_some_and(|host| mail_service(case, host));
    let weight = match () {
        () if (failed || unsigned) && listed && signed => Weight::Odd,
        () if failed || unsigned || stranger => Weight::Proof,
        // A Message-ID is easily made up; without a signature it saves nothing, but proves no more either.
        () if bare => Weight::Odd,
        () => return None,
    };
    Some(
        Sign::new("sender_forged", weight).with("address", Evidence::address(address, case.tables)),
    )
}

/// Space the brand rents out includes the mail service it uses itself: no proof for it, but its absence speaks.
fn mail_service(case: &Case<'_>, host: &str) -> bool {
    Host::parse(host).is_some_and(|host| {
        matches!(case.tables.owner_of(&host), Ownership::Tenant { brand } if brand == case.claim.brand)
    })
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{authentic, genuine, try_on};
    use super::*;
    use crate::mail::{Authentication, Message, Transport};

    fn failing(dmarc: Option<Outcome>, dkim: Option<Outcome>) -> Message {
        Message {
            authentication: Authentication {
                dmarc,
                dkim,
                by: Some("mx.reader.example".into()),
                ..Authentication::default()
            },
            ..genuine()
        }
    }

    fn way(signatures: &[&str], id: &str, received: u32) -> Message {
        Message {
            transport: Some(Transport {
                signatures: signatures.iter().map(|one| (*one).to_owned()).collect(),
                message_id_host: Some(id.into()),
                received,
                ..Transport::default()
            }),
            ..genuine()
        }
    }

    #[test]
    fn fires_on_failed_authentication() {
        for message in [
            failing(Some(Outcome::Fail), None),
            failing(None, Some(Outcome::None)),
            failing(None, Some(Outcome::Fail)),
        ] {
            assert_eq!(try_on(find, &message).unwrap().weight, Weight::Proof);
        }
    }

    #[test]
    fn fires_on_a_way_without_the_brand() {
        assert!(try_on(find, &way(&["stranger.example"], "host.example", 3)).is_some());
        assert!(try_on(find, &way(&[], "amazon.co.jp", 2)).is_some());
    }

    #[test]
    fn odd_with_the_mail_services_name_and_no_signature() {
        let sign = try_on(find, &way(&[], "email.amazonses.com", 4)).unwrap();
        assert_eq!(sign.weight, Weight::Odd);
    }

    #[test]
    fn silent_on_genuine_and_unknown() {
        assert!(try_on(find, &authentic()).is_none());
        assert!(try_on(find, &genuine()).is_none());
        assert!(try_on(find, &failing(None, None)).is_none());
        assert!(
            try_on(
                find,
                &way(
                    &["amazon.co.jp", "amazonses.com"],
                    "us-west-2.amazonses.com",
                    4
                )
            )
            .is_none()
        );
        assert!(try_on(find, &way(&[], "host.example", 0)).is_none());
    }

    #[test]
    fn silent_when_passed_on_with_the_signature_whole() {
        let mut message = authentic();
        message.authentication.mailed_by = Some("university.example".into());
        message.authentication.dmarc = Some(Outcome::Fail);
        assert!(try_on(find, &message).is_none());
    }
}
