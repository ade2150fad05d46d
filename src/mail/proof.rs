//! What the source of a mail proved, kept for the same mail as its webmail shows it.
//!
//! A webmail's page hardly ever says who signed a mail; the mail's source does. Once the person has opened the source, the open mail
//! can be judged with it, if it is certain that both are the same mail.

use super::{Authentication, Message, Timestamp};
use crate::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// Webmails show minutes, not seconds.
const MINUTE: i64 = 60_000;

/// What a source proved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Proof {
    /// The webmail's own name of the mail, from the source's address.
    pub key: Option<String>,
    /// Its sender's address.
    pub sender: String,
    /// Its subject.
    pub subject: String,
    /// When it was sent.
    pub sent: Option<Timestamp>,
    /// What the receiving server wrote.
    pub authentication: Authentication,
}

impl Proof {
    /// What a mail's source proves; nothing when it has no sender, or no result that counts.
    #[must_use]
    pub fn of(source: &Message, key: Option<String>) -> Option<Self> {
        source.authentication.by.as_ref()?;
        Some(Self {
            key,
            sender: address(source)?,
            subject: fold(source.subject.as_deref().unwrap_or_default()),
            sent: source.sent,
            authentication: source.authentication.clone(),
        })
    }

    /// Whether an open mail is the one that was proved. Sender and subject must be the same in any case. Then the webmail's own name
    /// for it decides; where a page gives none, it must have been sent in the same minute.
    #[must_use]
    pub fn is_of(&self, message: &Message, key: Option<&str>) -> bool {
        let same = address(message).is_some_and(|address| address == self.sender)
            && message.subject.as_deref().map(fold).as_deref() == Some(&self.subject);
        let named = match (self.key.as_deref(), key) {
            (Some(own), Some(other)) => own == other,
            _ => match (self.sent, message.sent) {
                (Some(own), Some(other)) => own.0.div_euclid(MINUTE) == other.0.div_euclid(MINUTE),
                _ => false,
            },
        };
        same && named
    }

    /// Puts what was proved into the open mail. What the webmail says by itself stays where the source is silent.
    pub fn lend(&self, message: &mut Message) {
        let shown = std::mem::replace(&mut message.authentication, self.authentication.clone());
        message.authentication.warned = shown.warned;
    }
}

fn address(message: &Message) -> Option<String> {
    let address = message.sender.address.as_ref()?;
    address.host.as_ref()?;
    Some(crate::lower::text(address.raw.trim()))
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Mailbox;

    fn mail(address: &str, subject: &str, sent: i64) -> Message {
        let mut message = Message {
            subject: Some(subject.to_owned()),
            sent: Some(Timestamp(sent)),
            ..Message::default()
        };
        message.sender.address = Mailbox::parse(address);
        message.authentication.by = Some("mx.reader.example".to_owned());
        message.authentication.signed_by = vec!["shop.example".to_owned()];
        message
    }

    fn proof(key: Option<&str>) -> Proof {
        Proof::of(
            &mail("a@shop.example", "Your  order", 6_000_000),
            key.map(str::to_owned),
        )
        .unwrap()
    }

    #[test]
    fn proves_the_same_mail() {
        let shown = mail("A@shop.example", "Your order", 6_030_000);
        assert!(proof(None).is_of(&shown, None));
        assert!(proof(Some("INBOX/7")).is_of(&shown, Some("INBOX/7")));
        // The webmail's own name goes before a time that the page shows as a day.
        let day = Message {
            sent: None,
            ..shown.clone()
        };
        assert!(proof(Some("INBOX/7")).is_of(&day, Some("INBOX/7")));
        let mut open = Message::default();
        open.authentication.warned = true;
        proof(None).lend(&mut open);
        assert_eq!(open.authentication.signed_by, ["shop.example"]);
        assert!(open.authentication.warned);
    }

    #[test]
    fn silent_for_any_other_mail() {
        let genuine = proof(Some("INBOX/7"));
        // A fake with the same sender, subject and time, beside the genuine mail it copies.
        assert!(!genuine.is_of(
            &mail("a@shop.example", "Your order", 6_000_000),
            Some("INBOX/8")
        ));
        for (address, subject, sent) in [
            ("a@shop.example.evil.example", "Your order", 6_000_000),
            ("a@shop.example", "Your order!", 6_000_000),
            ("a@shop.example", "Your order", 6_120_000),
        ] {
            assert!(
                !proof(None).is_of(&mail(address, subject, sent), None),
                "{address} {subject} {sent}"
            );
        }
        // Nobody knows when: without a name that is not enough.
        let timeless = Message {
            sent: None,
            ..mail("a@shop.example", "Your order", 0)
        };
        assert!(!genuine.is_of(&timeless, None));
        // The right name on another sender's mail.
        assert!(!genuine.is_of(
            &mail("b@evil.example", "Your order", 6_000_000),
            Some("INBOX/7")
        ));
    }

    #[test]
    fn silent_where_nobody_states_anything() {
        let mut source = mail("a@shop.example", "x", 0);
        source.authentication.by = None;
        assert!(Proof::of(&source, None).is_none());
        assert!(Proof::of(&Message::default(), None).is_none());
    }
}
