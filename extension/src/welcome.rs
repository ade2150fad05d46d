//! The first page.

use crate::api::{self, ApiError};
use crate::memory;
use crate::panel::{drawn, pen};
use honmono::address::{Link, Mailbox, Shown};
use honmono::mail::Sender;
use honmono::official::Standing;
use honmono::{Message, judge};
use honmono_ui::{Act, Action, welcome};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// A made-up fake, judged by the engine like any other mail. Its names are reserved for documentation (RFC 2606).
fn example() -> Message {
    let tables = memory::tables();
    let address = "https://www.amazon.co.jp.account-update.example/signin";
    let shown = Shown { text: "www.amazon.co.jp".to_owned(), alt: String::new() };
    Message {
        sender: Sender {
            name: Some("Amazon.co.jp".to_owned()),
            address: Mailbox::parse("account-update@mail.example"),
            others: vec![],
        },
        subject: Some("お支払い方法をご確認ください".to_owned()),
        text: "Amazon.co.jp".to_owned(),
        links: vec![Link::read(0, address, shown, &tables)],
        ..Message::default()
    }
}

pub(crate) async fn start() -> Result<(), ApiError> {
    let pen = pen().await?;
    pen.document().set_title(&pen.words().text("ext_name", &[]));
    let verdict = judge(&example(), &memory::tables(), &Standing::NotAsked);
    let act: Act = Rc::new(|action| {
        if action == Action::Settings {
            spawn_local(async {
                let _ = api::open_options().await;
            });
        }
    });
    let drawing = drawn(welcome::draw(&pen, welcome::Welcome { example: &verdict }, &act))?;
    drawn(pen.replace(&drawn(pen.main())?, &[&drawing]))
}
