//! What the headers of a mail's source say, as a person is shown it. Nothing here judges: [`crate::judge`] does.

use super::{Message, Outcome, Timestamp};
use crate::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// The headers worth showing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Headers {
    /// From, name and address.
    pub from: String,
    /// Reply-To.
    pub reply_to: Vec<String>,
    /// The subject.
    pub subject: String,
    /// When it was sent.
    pub sent: Option<Timestamp>,
    /// The time as written, when it could not be read as a moment.
    pub sent_as_written: String,
    /// Return-Path.
    pub return_path: String,
    /// The servers it passed, as they name themselves, in the order of its way.
    pub way: Vec<String>,
    /// Domains with a passing signature.
    pub signed_by: Vec<String>,
    /// The domain SPF passed for.
    pub mailed_by: String,
    /// SPF, as the reader's own server states it.
    pub spf: Option<Outcome>,
    /// DKIM, likewise.
    pub dkim: Option<Outcome>,
    /// DMARC, likewise.
    pub dmarc: Option<Outcome>,
    /// ARC, likewise. It is shown and proves nothing: whoever passed the mail on vouches for it, and anyone may pass a mail on.
    pub arc: Option<Outcome>,
    /// Who states it.
    pub by: String,
    /// Order numbers.
    pub orders: Vec<String>,
}

impl Headers {
    /// The headers of a mail that was read from its source.
    #[must_use]
    pub fn of(message: &Message) -> Self {
        let address = |mailbox: &crate::address::Mailbox| mailbox.raw.clone();
        let sender = &message.sender;
        let name = sender.name.as_deref().unwrap_or_default();
        let from = sender
            .address
            .as_ref()
            .map(|address| format!("<{}>", address.raw))
            .unwrap_or_default();
        let proof = &message.authentication;
        let transport = message.transport.as_ref();
        Self {
            from: short(format!("{name} {from}").trim()),
            reply_to: message.reply_to.iter().take(10).map(address).collect(),
            subject: short(message.subject.as_deref().unwrap_or_default()),
            sent: message.sent,
            sent_as_written: short(message.sent_as_shown.as_deref().unwrap_or_default()),
            return_path: transport
                .and_then(|way| way.return_path.as_ref())
                .map(address)
                .unwrap_or_default(),
            way: transport.map(|way| way.way.clone()).unwrap_or_default(),
            signed_by: proof.signed_by.iter().take(10).cloned().collect(),
            mailed_by: proof.mailed_by.clone().unwrap_or_default(),
            spf: proof.spf,
            dkim: proof.dkim,
            dmarc: proof.dmarc,
            arc: proof.arc,
            by: proof.by.clone().unwrap_or_default(),
            orders: message.orders.iter().take(10).cloned().collect(),
        }
    }
}

/// Cut to what a line can show.
fn short(text: &str) -> String {
    text.chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Mailbox;

    #[test]
    fn says_what_is_there_and_nothing_else() {
        let mut message = Message::default();
        assert_eq!(Headers::of(&message), Headers::default());
        message.sender.name = Some("Shop".to_owned());
        message.sender.address = Mailbox::parse("a@shop.example");
        message.authentication.arc = Some(Outcome::Pass);
        let headers = Headers::of(&message);
        assert_eq!(headers.from, "Shop <a@shop.example>");
        assert_eq!((headers.arc, headers.dkim), (Some(Outcome::Pass), None));
    }
}
