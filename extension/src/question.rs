//! What a person asks about: one link or a piece of text, from the browser's menus, by the keyboard, or on the page made for it.
//!
//! The answer stands on a page of our own in a small window, so that no page can draw or cover it. All but the menus' words runs in
//! the module that reads sources (`wasm/source`), which has an engine too: such questions are rare, and a look at a mail needs none of it.

use crate::api::menu::{self, Pressed};
use crate::api::{self, ApiError, Area};
use crate::memory;
use crate::wire::{Answer, Asked, MailRecord, TabRecord, mail_key, shorten, tab_key};
use honmono::address::{Link, Shown};
use honmono::mail::{Message, excerpt};
use honmono::official::Standing;
use honmono::plain::ToPlain;
use honmono::verdict::{Verdict, judge};
use honmono_ui::Catalog;
use js_sys::Reflect;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// Where the last question is kept, until the browser closes or the next question takes its place.
pub(crate) const ASKED: &str = "asked";

/// The page that shows it.
const PAGE: &str = "check.html";

/// Draws the entries of the menus in the language in force.
pub(crate) async fn menus(words: &Catalog) -> Result<(), ApiError> {
    menu::draw(&[
        ("link", "link", words.text("menu_link", &[])),
        ("text", "selection", words.text("menu_text", &[])),
        ("guide", "action", words.text("guide_title", &[])),
    ])
    .await
}

/// An event of the browser by which a person asks something, by name.
#[cfg_attr(feature = "source", wasm_bindgen)]
pub async fn asked(name: String, details: JsValue) {
    let first = Reflect::get_u32(&details, 0).unwrap_or(JsValue::UNDEFINED);
    let tab = tab_of(&details, 1);
    let done = match (name.as_str(), tab) {
        ("contextMenus.onClicked", tab) => pressed(&Pressed::read(&first), tab).await,
        ("commands.onCommand", Some(tab)) if first.as_string().as_deref() == Some("check") => {
            by_keyboard(tab).await
        }
        _ => Ok(()),
    };
    if let Err(error) = done {
        api::complain("question", &name, &error);
    }
}

/// The number of the tab among the details of an event.
fn tab_of(details: &JsValue, place: u32) -> Option<f64> {
    let tab = Reflect::get_u32(details, place).ok()?;
    if !tab.is_object() {
        return None;
    }
    Reflect::get(&tab, &"id".into()).ok()?.as_f64()
}

/// Judges what was typed or pasted on our own page for that; `false` where that failed.
#[cfg_attr(feature = "source", wasm_bindgen)]
pub async fn question(words: String) -> bool {
    let done = text(&words, None).await;
    if let Err(error) = &done {
        api::complain("question", "answer", error);
    }
    done.is_ok()
}

/// Judges the site of a page that a person asks about with the toolbar's button. Answered as that button's popup is ([`Answer`]).
#[cfg_attr(feature = "source", wasm_bindgen)]
pub fn site(origin: String) -> JsValue {
    let mail = judged(&origin, Shown::default()).to_plain();
    api::to_js(&Answer::Mail(mail)).unwrap_or(JsValue::NULL)
}

/// One link by itself, judged.
fn judged(href: &str, shown: Shown) -> MailRecord {
    let tables = memory::tables();
    let message = Message {
        links: vec![Link::read(0, href, shown, &tables)],
        ..Message::default()
    };
    MailRecord {
        links: 1,
        verdict: judge(&message, &tables, &Standing::NotAsked),
        ..MailRecord::default()
    }
}

/// An entry was pressed.
async fn pressed(pressed: &Pressed, tab: Option<f64>) -> Result<(), ApiError> {
    match pressed.name.as_str() {
        "link" => link(&pressed.link, &pressed.words, tab).await?,
        "text" => text(&pressed.selection, tab).await?,
        "guide" => {
            return api::open_tab(&api::own_url("guide.html")?).await.map(drop);
        }
        _ => return Ok(()),
    }
    menu::open_small(PAGE).await
}

/// The shortcut was pressed in this tab: what has the focus there is asked about. Where nothing has, or nothing may be looked at,
/// the page opens with an empty field.
async fn by_keyboard(tab: f64) -> Result<(), ApiError> {
    match menu::pointed_at(tab).await {
        Ok(Some(at)) if !at.text.is_empty() => text(&at.text, Some(tab)).await?,
        Ok(Some(at)) => link(&at.link, &at.words, Some(tab)).await?,
        _ => api::forget(Area::Session, &[ASKED.to_owned()]).await?,
    }
    menu::open_small(PAGE).await
}

/// Judges what was typed, pasted or selected.
async fn text(words: &str, tab: Option<f64>) -> Result<(), ApiError> {
    if let Some(address) = excerpt::alone(words) {
        return link(&address, "", tab).await;
    }
    let tables = memory::tables();
    let message = excerpt::read(words, &tables);
    let verdict = judge(&message, &tables, &Standing::NotAsked);
    let asked = Asked {
        text: words.to_owned(),
        link: false,
        mail: MailRecord::new("", &message, verdict),
    };
    keep(asked).await
}

/// Judges one link. A link of an open mail is judged as that mail's: it was marked there, and the answer must be the same.
async fn link(href: &str, words: &str, tab: Option<f64>) -> Result<(), ApiError> {
    let shown = Shown {
        text: words.chars().take(500).collect(),
        alt: String::new(),
    };
    let mut mail = judged(href, shown);
    let links = mail.verdict.links.first();
    let destination = links.map(|link| link.destination.clone());
    if let (Some(tab), Some(destination)) = (tab, destination)
        && let Some(known) = in_open_mail(tab, &destination).await
    {
        mail.verdict = known;
    }
    keep(Asked {
        text: href.to_owned(),
        link: true,
        mail,
    })
    .await
}

/// The verdict of an open mail of this tab that flags a link to this destination, with that link alone.
async fn in_open_mail(tab: f64, destination: &str) -> Option<Verdict> {
    // Not from memory: what is open in a tab changes in the background.
    let open = api::stored::<TabRecord>(Area::Session, &tab_key(tab)).await;
    for head in open.ok().flatten()?.mails() {
        let mail = api::stored::<MailRecord>(Area::Session, &mail_key(&head.token))
            .await
            .ok()
            .flatten();
        let Some(MailRecord { mut verdict, .. }) = mail else {
            continue;
        };
        verdict.links.retain(|link| link.destination == destination);
        verdict.links.truncate(1);
        if !verdict.links.is_empty() {
            return Some(verdict);
        }
    }
    None
}

async fn keep(mut asked: Asked) -> Result<(), ApiError> {
    shorten(&mut asked.text, 2_000);
    api::store(Area::Session, &[(ASKED.to_owned(), api::to_js(&asked)?)]).await
}
