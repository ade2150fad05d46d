//! The example of the first page: a made-up fake, judged by the engine like any other mail.

use crate::wire::MailRecord;
use honmono::address::{Link, Mailbox, Shown};
use honmono::mail::Sender;
use honmono::official::Standing;
use honmono::{Message, Tables, judge};

/// The example as the background remembers a mail. Its names are reserved for documentation (RFC 2606).
pub(crate) fn record(tables: &Tables) -> MailRecord {
    let address = "https://www.amazon.co.jp.account-update.example/signin";
    let shown = Shown {
        text: "www.amazon.co.jp".to_owned(),
        alt: String::new(),
    };
    let message = Message {
        sender: Sender {
            name: Some("Amazon.co.jp".to_owned()),
            address: Mailbox::parse("account-update@mail.example"),
            others: vec![],
        },
        subject: Some("お支払い方法をご確認ください".to_owned()),
        text: "Amazon.co.jp".to_owned(),
        links: vec![Link::read(0, address, shown, tables)],
        ..Message::default()
    };
    let verdict = judge(&message, tables, &Standing::NotAsked);
    MailRecord {
        links: 1,
        verdict,
        ..MailRecord::default()
    }
}
