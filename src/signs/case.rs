//! What every sign about a message looks at.

use crate::address::{Host, Mailbox};
use crate::lists::Tables;
use crate::mail::name::NameReading;
use crate::mail::{BrandWords, Claim, Message, brand};

/// A message under a claim, with what was read of its sender.
pub(super) struct Case<'a> {
    pub message: &'a Message,
    pub tables: &'a Tables,
    pub claim: &'a Claim,
    pub name: &'a NameReading,
    pub words: &'a BrandWords,
    /// The headers are a quotation in a forward, written by the one who passed it on.
    pub quoted: bool,
}

impl Case<'_> {
    /// The host is the claimed brand's own.
    pub fn owned(&self, host: &Host) -> bool {
        brand::owned(host, &self.claim.brand, self.tables)
    }

    /// The sender's address.
    pub fn address(&self) -> Option<&Mailbox> {
        self.message.sender.address.as_ref()
    }

    /// The sender's host, when it could be read.
    pub fn host(&self) -> Option<&Host> {
        self.address()?.host.as_ref()
    }

    /// The address is the brand's own, as written; whether that is true is another question.
    pub fn exact(&self) -> bool {
        self.host().is_some_and(|host| self.owned(host))
    }

    /// The sender was rewritten by a mailing list or a group: its own address stands in From.
    pub fn rewritten(&self) -> bool {
        self.name.via.is_some() && !self.exact()
    }

    /// The address the mail is really from, as far as it tells: of a rewritten sender, where answers go.
    pub fn origin(&self) -> Option<&Mailbox> {
        if !self.rewritten() {
            return self.address();
        }
        let list = self.host();
        self.message
            .reply_to
            .iter()
            .find(|mailbox| mailbox.host.is_some() && mailbox.host.as_ref() != list)
    }

    /// A domain the sender was found authentic for, aligned with the address and the brand's own.
    pub fn authenticated(&self) -> Option<&str> {
        let from = self.host().filter(|host| self.owned(host))?;
        let found = &self.message.authentication;
        let aligned = |domain: &str| {
            let same =
                Host::parse(domain).is_some_and(|host| host.is_under(from) || from.is_under(&host));
            same && brand::signs_for(domain, &self.claim.brand, self.tables)
        };
        let by = found
            .signed_by
            .iter()
            .map(|domain| &**domain)
            .chain(found.mailed_by.as_deref());
        let mut by = by.filter(|domain| aligned(domain));
        by.next().or_else(|| {
            let pass = found.dmarc == Some(crate::mail::Outcome::Pass);
            (pass && brand::signs_for(from.as_str(), &self.claim.brand, self.tables))
                .then_some(from.as_str())
        })
    }
}

#[cfg(test)]
pub(super) mod bench {
    //! A mail to try a sign on.

    use super::Case;
    use crate::address::{Link, Mailbox, Shown};
    use crate::lists::Tables;
    use crate::mail::{Authentication, Message, Sender, brand, claim};
    use crate::verdict::Sign;

    /// A mail from this name and address with this text.
    pub fn mail(name: &str, address: &str, text: &str) -> Message {
        Message {
            sender: Sender {
                name: (!name.is_empty()).then(|| name.to_owned()),
                address: Mailbox::parse(address),
                ..Sender::default()
            },
            subject: Some("ご注文の確認".into()),
            text: text.into(),
            ..Message::default()
        }
    }

    /// A genuine-looking one.
    pub fn genuine() -> Message {
        let mut mail = mail(
            "Amazon.co.jp",
            "auto-confirm@amazon.co.jp",
            "ご注文ありがとうございます。注文番号: 250-1234567-1234567",
        );
        mail.links = vec![link("https://www.amazon.co.jp/your-orders/")];
        mail
    }

    /// The same, authenticated.
    pub fn authentic() -> Message {
        Message {
            authentication: Authentication {
                signed_by: vec!["amazon.co.jp".into(), "amazonses.com".into()],
                mailed_by: Some("bounces.amazon.co.jp".into()),
                ..Authentication::default()
            },
            ..genuine()
        }
    }

    pub fn link(href: &str) -> Link {
        Link::read(
            0,
            href,
            Shown {
                text: "確認する".into(),
                alt: String::new(),
            },
            &Tables::shipped(),
        )
    }

    /// What the sign finds in the mail; the mail must claim something.
    pub fn try_on(sign: fn(&Case<'_>) -> Option<Sign>, message: &Message) -> Option<Sign> {
        let tables = Tables::shipped();
        let (claim, name) = claim::read(message, &tables).expect("the mail claims nothing");
        let (words, _) = brand::words(&claim.brand, &tables).expect("a brand");
        sign(&Case {
            message,
            tables: &tables,
            claim: &claim,
            name: &name,
            words: &words,
            quoted: false,
        })
    }
}
