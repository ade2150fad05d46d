//! The page: input, result, guide, how to install.

use crate::input::{self, Input};
use crate::{language, result, steps};
use honmono::guide::incident::MailNote;
use honmono::guide::{Situation, amounts};
use honmono::lists::Tables;
use honmono::official::Standing;
use honmono::verdict::{Evidence, Level, Verdict};
use honmono::{Message, judge};
use honmono_ui::guide::{Start, View};
use honmono_ui::language::SHIPPED;
use honmono_ui::pen::{focus, on};
use honmono_ui::{Catalog, Drawn, Pen, guide, icon};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DragEvent, Element, File, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

/// What was looked at last.
#[derive(Clone)]
pub(crate) struct Looked {
    pub(crate) message: Message,
    pub(crate) verdict: Verdict,
    pub(crate) source: Rc<[u8]>,
    pub(crate) is_mail: bool,
}

/// The page while it lives.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) pen: Pen,
    tables: Rc<Tables>,
    place: Element,
    help: Element,
    looked: Rc<RefCell<Option<Looked>>>,
}

const FAKE_JA: &[u8] = include_bytes!("../../tests/mails/fake-payment-jp.eml");
const FAKE_EN: &[u8] = include_bytes!("../../tests/mails/fake-signin-en.eml");
const GENUINE_JA: &[u8] = include_bytes!("../../tests/mails/story-1-ordered.eml");
const GENUINE_EN: &[u8] = include_bytes!("../../tests/mails/genuine-ordered-en.eml");

/// Draws the page with the words of a language.
pub(crate) fn draw(words: Catalog) -> Drawn<()> {
    draw_with(words, None)
}

fn draw_with(words: Catalog, looked: Option<Looked>) -> Drawn<()> {
    let pen = Pen::new(words)?;
    pen.document()
        .set_title(&pen.words().text("www_title", &[]));
    let place = pen.element("div", "result", &[])?;
    let help = pen.element("div", "help", &[])?;
    help.set_attribute("id", "help")?;
    let tables = Rc::new(Tables::shipped());
    let page = Page {
        pen: pen.clone(),
        tables,
        place,
        help,
        looked: Rc::new(RefCell::new(None)),
    };
    let whole = pen.element(
        "div",
        "page",
        &[
            &*head(&page)?,
            &*pen.say("p", "lead", "www_lead", &[])?,
            &*ask(&page)?,
            &page.place,
        ],
    )?;
    let main = pen.main()?;
    pen.replace(
        &main,
        &[
            &whole,
            &page.help,
            &*pen.element("div", "page", &[&*install(&pen)?])?,
        ],
    )?;
    if let Some(looked) = looked {
        page.show(looked)?;
    }
    Ok(())
}

fn head(page: &Page) -> Drawn {
    let pen = &page.pen;
    let brand = pen.element(
        "div",
        "brand",
        &[&*icon::seal(pen)?, &*pen.say("h1", "", "www_title", &[])?],
    )?;
    let label = pen.say("label", "soft", "www_language", &[])?;
    label.set_attribute("for", "language")?;
    let select = pen.element("select", "", &[])?;
    select.set_attribute("id", "language")?;
    for (tag, name) in SHIPPED {
        let offer = pen.text("option", "", name)?;
        for (attribute, value) in [("value", tag), ("lang", tag)] {
            offer.set_attribute(attribute, value)?;
        }
        if tag == pen.words().language() {
            offer.set_attribute("selected", "")?;
        }
        select.append_child(&offer)?;
    }
    let (held, from) = (page.clone(), select.clone());
    on(&select, "change", move || {
        let Some(tag) = from
            .dyn_ref::<HtmlSelectElement>()
            .map(HtmlSelectElement::value)
        else {
            return;
        };
        language::choose(&tag);
        let looked = held.looked.borrow().clone();
        spawn_local(async move {
            let done = match language::catalog(&tag).await {
                Ok(words) => draw_with(words, looked),
                Err(error) => Err(error),
            };
            complain("language", done);
        });
    });
    pen.element(
        "header",
        "",
        &[&brand, &*pen.element("div", "setting", &[&label, &select])?],
    )
}

/// The place to put a mail or a link.
fn ask(page: &Page) -> Drawn {
    let pen = &page.pen;
    let label = pen.say("label", "", "www_input", &[])?;
    label.set_attribute("for", "input")?;
    let area = pen.element("textarea", "", &[])?;
    for (name, value) in [
        ("id", "input"),
        ("spellcheck", "false"),
        ("autocomplete", "off"),
        ("rows", "6"),
    ] {
        area.set_attribute(name, value)?;
    }
    let (held, from) = (page.clone(), area.clone());
    let check = pen.button("main", "www_check", move || {
        if let Some(area) = from.dyn_ref::<HtmlTextAreaElement>() {
            held.look(area.value().into_bytes());
        }
    })?;
    let file = pen.element("input", "", &[])?;
    for (name, value) in [
        ("type", "file"),
        ("id", "file"),
        ("accept", ".eml,.txt,.mbox,message/rfc822,text/plain"),
    ] {
        file.set_attribute(name, value)?;
    }
    let (held, from) = (page.clone(), file.clone());
    on(&file, "change", move || {
        let chosen = from
            .dyn_ref::<HtmlInputElement>()
            .and_then(HtmlInputElement::files)
            .and_then(|files| files.get(0));
        if let Some(file) = chosen {
            held.take(file);
        }
    });
    let choose = pen.say("label", "button", "www_file", &[])?;
    choose.set_attribute("for", "file")?;
    let row = pen.element(
        "div",
        "row",
        &[&check, &*pen.element("span", "", &[&file, &choose])?],
    )?;
    for (key, japanese, english) in [
        ("www_example_fake", FAKE_JA, FAKE_EN),
        ("www_example_genuine", GENUINE_JA, GENUINE_EN),
    ] {
        let held = page.clone();
        let example = if pen.words().language().starts_with("ja") {
            japanese
        } else {
            english
        };
        row.append_child(&*pen.button("quiet", key, move || held.look(example.to_vec()))?)?;
    }
    let summary = pen.say("summary", "", "www_how_source", &[])?;
    let list = pen.element("ul", "", &[])?;
    for key in [
        "www_how_source_gmail",
        "www_how_source_outlook",
        "www_how_source_yahoo",
        "www_how_source_other",
    ] {
        list.append_child(&*pen.say("li", "", key, &[])?)?;
    }
    let how = pen.element("details", "more", &[&summary, &list])?;
    let section = pen.element("section", "group drop", &[&label, &area, &row, &how])?;
    drop_zone(page, &section)?;
    Ok(section)
}

/// A mail may be dropped anywhere on the page; the section shows where it goes.
fn drop_zone(page: &Page, section: &Element) -> Drawn<()> {
    let body: Element = page.pen.document().body().ok_or("no body")?.into();
    for name in ["dragenter", "dragover", "dragleave", "drop"] {
        let (held, section) = (page.clone(), section.clone());
        // The page drops what it holds when another language is chosen; an old listener finds its section gone.
        let options = gloo_events::EventListenerOptions::enable_prevent_default();
        gloo_events::EventListener::new_with_options(&body, name, options, move |event| {
            if !section.is_connected() {
                return;
            }
            let Some(drag) = event.dyn_ref::<DragEvent>() else {
                return;
            };
            drag.prevent_default();
            let _ = section
                .class_list()
                .toggle_with_force("over", matches!(name, "dragenter" | "dragover"));
            if name != "drop" {
                return;
            }
            let Some(data) = drag.data_transfer() else {
                return;
            };
            if let Some(file) = data.files().and_then(|files| files.get(0)) {
                held.take(file);
            } else if let Ok(text) = data.get_data("text/plain") {
                held.look(text.into_bytes());
            }
        })
        .forget();
    }
    Ok(())
}

fn install(pen: &Pen) -> Drawn {
    let list = pen.element(
        "ul",
        "",
        &[
            &*pen.say("li", "", "www_install_chrome", &[])?,
            &*pen.say("li", "", "www_install_firefox", &[])?,
        ],
    )?;
    pen.element(
        "section",
        "group",
        &[
            &*pen.say("h2", "", "www_install", &[])?,
            &*pen.say("p", "", "www_install_why", &[])?,
            &list,
            &*pen.say("p", "soft", "www_offline", &[])?,
            &*pen.say("p", "soft", "www_privacy", &[])?,
        ],
    )
}

pub(crate) fn complain(step: &str, done: Drawn<()>) {
    if let Err(error) = done {
        web_sys::console::warn_2(&format!("honmono: {step}").into(), &error);
    }
}

impl Page {
    /// Reads a file and looks at it.
    fn take(&self, file: File) {
        let held = self.clone();
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a file's size is a whole number of bytes"
        )]
        let size = file.size() as usize;
        if size > input::MOST {
            complain("size", self.say_only(Input::TooBig(size)));
            return;
        }
        spawn_local(async move {
            match JsFuture::from(file.array_buffer()).await {
                Ok(buffer) => held.look(js_sys::Uint8Array::new(&buffer).to_vec()),
                Err(error) => complain("file", Err(error)),
            }
        });
    }

    /// Looks at what was put in, and shows it.
    fn look(&self, bytes: Vec<u8>) {
        let done = match input::read(&bytes, &self.tables) {
            Input::Mail(message) => self.judge(*message, bytes, true),
            Input::Link(message) => self.judge(*message, bytes, false),
            other => self.say_only(other),
        };
        complain("look", done);
    }

    fn judge(&self, message: Message, bytes: Vec<u8>, is_mail: bool) -> Drawn<()> {
        let verdict = judge(&message, &self.tables, &Standing::NotAsked);
        self.show(Looked {
            message,
            verdict,
            source: bytes.into(),
            is_mail,
        })?;
        if let Some(heading) = self.place.query_selector("h2")? {
            heading.scroll_into_view();
            focus(&heading);
        }
        Ok(())
    }

    fn show(&self, looked: Looked) -> Drawn<()> {
        self.help.set_text_content(None);
        let drawing = result::draw(self, &looked)?;
        self.looked.replace(Some(looked));
        self.pen.replace(&self.place, &[&drawing])
    }

    /// Says why nothing was looked at.
    fn say_only(&self, input: Input) -> Drawn<()> {
        let megabytes =
            |bytes: usize| Evidence::Count(u32::try_from(bytes / 1_000_000).unwrap_or(u32::MAX));
        let words = match input {
            Input::TooBig(size) => {
                let args = [
                    ("size".to_owned(), megabytes(size)),
                    ("most".to_owned(), megabytes(input::MOST)),
                ];
                self.pen.say("p", "group", "www_too_big", &args)?
            }
            _ => self.pen.say("p", "group", "www_not_read", &[])?,
        };
        words.set_attribute("role", "alert")?;
        self.looked.replace(None);
        self.help.set_text_content(None);
        self.pen.replace(&self.place, &[&words])
    }

    /// Opens the guide below, with the mail that was looked at.
    pub(crate) fn help(&self) {
        complain("guide", self.open_guide());
    }

    fn open_guide(&self) -> Drawn<()> {
        let mut incident = steps::kept();
        let mut start = Start::default();
        if let Some(looked) = self.looked.borrow().as_ref() {
            let claim = looked.verdict.claim.as_ref();
            if let Some(market) = claim.and_then(|claim| claim.marketplace.clone()) {
                incident.marketplace = Some(market);
            }
            let level = looked.verdict.level();
            let genuine = matches!(
                level,
                Level::Confirmed | Level::Consistent | Level::Unconfirmed
            );
            incident.situation =
                (genuine && !looked.message.orders.is_empty()).then_some(Situation::Order);
            if looked.is_mail {
                start.seen = vec![note(&looked.message, level)];
                start.source = Some(Rc::clone(&looked.source));
            }
        }
        start.incident = incident;
        start.view = View::Steps;
        guide::open(&self.pen, &self.help, start, Rc::new(steps::Page))?;
        if let Some(heading) = self.help.query_selector("[data-top]")? {
            self.help.scroll_into_view();
            focus(&heading);
        }
        Ok(())
    }
}

fn note(message: &Message, level: Level) -> MailNote {
    let address = message
        .sender
        .address
        .as_ref()
        .map(|address| address.raw.clone());
    MailNote {
        subject: message.subject.clone().unwrap_or_default(),
        sender: address
            .or_else(|| message.sender.name.clone())
            .unwrap_or_default(),
        sent: message.sent.map(|sent| sent.0),
        sent_as_shown: message.sent_as_shown.clone().unwrap_or_default(),
        orders: message.orders.clone(),
        amounts: amounts::amounts(&message.text),
        level: Some(level),
        ..MailNote::default()
    }
}

/// Opens a built-in address in a new tab.
pub(crate) fn visit(address: &str) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    window
        .open_with_url_and_target_and_features(address, "_blank", "noopener,noreferrer")
        .map(drop)
}
