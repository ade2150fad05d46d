//! The first page: what it does, an example, what it asks for and why.

use crate::card::{self, Card};
use crate::icon;
use crate::panel::{self, Panel};
use crate::pen::{Drawn, Pen, on};
use crate::{Act, Action};
use gloo_events::EventListener;
use honmono::verdict::Verdict;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

/// What the page is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Welcome<'a> {
    /// The verdict of the example mail, judged by the engine like any other.
    pub example: &'a Verdict,
}

/// Draws the page.
///
/// # Errors
/// When the browser refuses.
pub fn draw(pen: &Pen, welcome: Welcome<'_>, act: &Act) -> Drawn {
    let header = pen.element(
        "header",
        "",
        &[&*icon::seal(pen)?, &*pen.say("h1", "", "ext_name", &[])?],
    )?;
    let whole = pen.element("div", "page", &[&header])?;
    whole.append_child(&*pen.say("p", "lead", "ui_welcome_lead", &[])?)?;
    whole.append_child(&*example(pen, welcome.example)?)?;
    whole.append_child(&*steps(pen, "ui_welcome_how", 3)?)?;
    whole.append_child(&*steps(pen, "ui_welcome_ask", 4)?)?;
    whole.append_child(&*steps(pen, "ui_welcome_pin", 2)?)?;
    let settings = act.clone();
    whole.append_child(&*pen.element(
        "div",
        "row",
        &[&*pen.button("main", "popup_settings", move || settings(Action::Settings))?],
    )?)?;
    Ok(whole)
}

/// A made-up fake to try it on: the panel, the mail below it, and the card of its link.
fn example(pen: &Pen, verdict: &Verdict) -> Drawn {
    let whole = pen.element(
        "section",
        "group",
        &[
            &*pen.say("h2", "", "ui_welcome_example", &[])?,
            &*pen.say("p", "soft", "ui_welcome_try", &[])?,
        ],
    )?;
    let shown: Act = Rc::new(|_| {});
    let drawn = panel::draw(
        pen,
        Panel {
            verdict,
            orders: &[],
        },
        &shown,
    )?;
    // A picture of a panel: its buttons have nothing to act on here.
    if let Some(row) = drawn.query_selector(".row")? {
        row.remove();
    }
    whole.append_child(&drawn)?;
    whole.append_child(&*mail(pen, verdict)?)?;
    Ok(whole)
}

/// The mail of the example. Its link opens nothing: it shows its card.
fn mail(pen: &Pen, verdict: &Verdict) -> Drawn {
    let place = pen.element("div", "place", &[])?;
    place.set_attribute("id", "example-card")?;
    place.set_attribute("role", "status")?;
    let link = pen.say("button", "fake", "ui_welcome_mail_link", &[])?;
    for (name, value) in [
        ("type", "button"),
        ("data-does", "ui_welcome_mail_link"),
        ("aria-controls", "example-card"),
        ("aria-expanded", "false"),
    ] {
        link.set_attribute(name, value)?;
    }
    let found = verdict.links.first().cloned();
    // Pointed at, reached by keyboard or pressed: the card shows, as in a mail. Escape and "stay" take it away.
    for event in ["mouseenter", "focus", "click"] {
        let (pen, verdict, found) = (pen.clone(), verdict.clone(), found.clone());
        let (place, link) = (place.clone(), link.clone());
        on(&link.clone(), event, move || {
            let Some(found) = &found else { return };
            if event != "click" && place.has_child_nodes() {
                return;
            }
            let (closing, opener) = (place.clone(), link.clone());
            let act: Act = Rc::new(move |action| {
                if action == Action::Stay {
                    closing.set_text_content(None);
                    let _ = opener.set_attribute("aria-expanded", "false");
                }
            });
            let card = Card {
                verdict: &verdict,
                link: found,
                held: event == "click",
                alone: false,
            };
            if let Ok(card) = card::draw(&pen, card, &act) {
                let _ = card.set_attribute("role", "group");
                // Nothing of the example leads anywhere, and its address is not worth copying.
                for css in ["[data-does=card_go]", "[data-does=card_copy]"] {
                    if let Ok(Some(way)) = card.query_selector(css) {
                        way.remove();
                    }
                }
                let _ = pen.replace(&place, &[&card]);
                let _ = link.set_attribute("aria-expanded", "true");
            }
        });
    }
    let subject = pen.say("p", "subject", "ui_welcome_mail_subject", &[])?;
    let text = pen.say("p", "", "ui_welcome_mail_text", &[])?;
    let article = pen.element("article", "example", &[&subject, &text, &link, &place])?;
    let closing = place;
    EventListener::new(&article, "keydown", move |event| {
        let escape = event
            .dyn_ref::<KeyboardEvent>()
            .is_some_and(|event| event.key() == "Escape");
        if escape {
            closing.set_text_content(None);
            let _ = link.set_attribute("aria-expanded", "false");
        }
    })
    .forget();
    Ok(article)
}

/// A headed list: `<key>`, then `<key>_1` and so on.
fn steps(pen: &Pen, key: &str, count: usize) -> Drawn {
    let part = pen.element("section", "group", &[&*pen.say("h2", "", key, &[])?])?;
    let list = pen.element("ul", "", &[])?;
    for step in 1..=count {
        list.append_child(&*pen.say("li", "", &format!("{key}_{step}"), &[])?)?;
    }
    part.append_child(&list)?;
    Ok(part)
}
