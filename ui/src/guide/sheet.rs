//! The evidence sheet: to read out, copy, print or save.

use super::{Guide, now, said, save};
use crate::catalog::Catalog;
use crate::pen::{Drawn, Pen, on};
use honmono::guide::evidence::{Sheet, sheet};
use honmono::guide::incident::MailNote;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlTextAreaElement;

/// Draws the sheet.
pub(super) fn draw(guide: &Guide) -> Drawn {
    let pen = &guide.pen;
    let made = sheet(&guide.incident(), guide.market(), now());
    let agent = guide.state.borrow().agent.clone();
    let section = pen.element("section", "sheet", &[])?;
    let tools = pen.element(
        "div",
        "group no-print",
        &[&*pen.say("p", "", "evidence_intro", &[])?],
    )?;
    tools.append_child(&*buttons(guide, &made)?)?;
    tools.append_child(&*guide.status()?)?;
    section.append_child(&tools)?;
    let sides = pen.element(
        "div",
        if agent.is_some() {
            "sides two"
        } else {
            "sides"
        },
        &[],
    )?;
    let own = agent.as_ref().map(|_| ("evidence_yours", String::new()));
    sides.append_child(&*side(guide, pen.words(), &made, own)?)?;
    if let Some(agent) = &agent {
        let language = language_name(pen.words(), agent.language());
        sides.append_child(&*side(
            guide,
            agent,
            &made,
            Some(("evidence_agents", language)),
        )?)?;
    }
    section.append_child(&sides)?;
    section.append_child(&*mails(guide)?)?;
    section.append_child(&*note(guide)?)?;
    Ok(section)
}

fn buttons(guide: &Guide, made: &Sheet) -> Drawn {
    let pen = &guide.pen;
    let print = pen.button("main", "evidence_print", || {
        if let Some(window) = web_sys::window() {
            let _ = window.print();
        }
    })?;
    let (held, text) = (guide.clone(), both(guide, made));
    let keep = pen.button("", "evidence_save", move || {
        drop(save(
            &held.pen,
            "honmono.txt",
            "text/plain;charset=utf-8",
            &text,
        ))
    })?;
    pen.element("div", "row", &[&print, &keep])
}

/// The sheet in the person's language, and under it in the agent's.
fn both(guide: &Guide, made: &Sheet) -> String {
    let mut text = made.text(guide.pen.words());
    if let Some(agent) = &guide.state.borrow().agent {
        text.push_str("\n----\n\n");
        text.push_str(&made.text(agent));
    }
    text
}

/// The sheet in one language.
fn side(guide: &Guide, words: &Catalog, made: &Sheet, heading: Option<(&str, String)>) -> Drawn {
    let pen = &guide.pen;
    let card = pen.element("article", "group paper", &[])?;
    let head = pen.element("div", "between no-print", &[])?;
    if let Some((key, language)) = heading {
        head.append_child(&*pen.say("p", "soft", key, &[said("language", &language)])?)?;
    }
    let (held, text) = (guide.clone(), made.text(words));
    let copy = pen.button("", "evidence_copy", move || held.copy(&text))?;
    copy.set_attribute("data-key", &format!("copy-{}", words.language()))?;
    head.append_child(&copy)?;
    card.append_child(&head)?;
    let body = pen.element("div", "words", &[])?;
    body.set_attribute("lang", words.language())?;
    body.append_child(&*pen.text("h2", "", &made.title.text(words))?)?;
    for section in &made.sections {
        if section.lines.is_empty() {
            body.append_child(&*pen.text("p", "soft", &section.heading.text(words))?)?;
            continue;
        }
        body.append_child(&*pen.text("h3", "", &section.heading.text(words))?)?;
        let list = pen.element("ul", "plain", &[])?;
        for line in &section.lines {
            list.append_child(&*pen.text(
                "li",
                if line.inset { "inset" } else { "" },
                &line.text(words),
            )?)?;
        }
        body.append_child(&list)?;
    }
    card.append_child(&body)?;
    Ok(card)
}

/// The name of a language in another, as the browser knows it.
fn language_name(words: &Catalog, language: &str) -> String {
    let name = || -> Option<String> {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let names: js_sys::Function = Reflect::get(&intl, &"DisplayNames".into())
            .ok()?
            .dyn_into()
            .ok()?;
        let options = Object::new();
        Reflect::set(&options, &"type".into(), &"language".into()).ok()?;
        let names =
            Reflect::construct(&names, &Array::of2(&words.language().into(), &options)).ok()?;
        let of: js_sys::Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
        of.call1(&names, &JsValue::from_str(language))
            .ok()?
            .as_string()
    };
    name().unwrap_or_else(|| language.to_owned())
}

/// What can be put on the sheet, and what is on it.
fn mails(guide: &Guide) -> Drawn {
    let pen = &guide.pen;
    let incident = guide.incident();
    let seen: Vec<(usize, MailNote)> = {
        let state = guide.state.borrow();
        state
            .start
            .seen
            .iter()
            .cloned()
            .enumerate()
            .filter(|(_, mail)| !incident.mails.iter().any(|kept| kept.is_same(mail)))
            .collect()
    };
    let part = pen.element("div", "group no-print", &[])?;
    if !seen.is_empty() {
        part.append_child(&*pen.say("h2", "", "evidence_seen", &[])?)?;
        part.append_child(&*pen.say("p", "soft", "evidence_seen_why", &[])?)?;
        let list = pen.element("ul", "plain lines", &[])?;
        for (place, mail) in &seen {
            let (held, place) = (guide.clone(), *place);
            let keep = pen.button("", "evidence_keep", move || held.put(&[place]))?;
            list.append_child(&*pen.element("li", "", &[&*named(pen, mail)?, &keep])?)?;
        }
        part.append_child(&list)?;
        if seen.len() > 1 {
            let (held, places) = (
                guide.clone(),
                seen.iter().map(|(place, _)| *place).collect::<Vec<_>>(),
            );
            part.append_child(&*pen.element(
                "div",
                "row",
                &[&*pen.button("", "evidence_keep_all", move || held.put(&places))?],
            )?)?;
        }
    }
    if !incident.mails.is_empty() {
        part.append_child(&*pen.say("h2", "", "evidence_kept", &[])?)?;
        let list = pen.element("ul", "plain lines", &[])?;
        for (place, mail) in incident.mails.iter().enumerate() {
            let held = guide.clone();
            let drop = pen.button("", "evidence_drop", move || {
                held.change(|state| state.start.incident.drop_mail(place))
            })?;
            list.append_child(&*pen.element("li", "", &[&*named(pen, mail)?, &drop])?)?;
        }
        part.append_child(&list)?;
    }
    if !part.has_child_nodes() {
        part.set_attribute("hidden", "")?;
    }
    Ok(part)
}

fn named(pen: &Pen, mail: &MailNote) -> Drawn {
    let words = if mail.subject.is_empty() {
        pen.words().text("evidence_no_subject", &[])
    } else {
        mail.subject.clone()
    };
    let name = pen.text("bdi", "", &words)?;
    let when = mail
        .sent
        .map_or_else(|| mail.sent_as_shown.clone(), |at| pen.words().moment(at));
    pen.element("span", "", &[&name, &*pen.text("small", "", &when)?])
}

impl Guide {
    /// Puts mails on the sheet.
    fn put(&self, places: &[usize]) {
        let mut full = false;
        self.change(|state| {
            let seen = state.start.seen.clone();
            for mail in places.iter().filter_map(|place| seen.get(*place)) {
                full |= !state.start.incident.keep_mail(mail.clone());
            }
            state.said = full.then_some("evidence_full");
        });
    }
}

fn note(guide: &Guide) -> Drawn {
    let pen = &guide.pen;
    let label = pen.say("label", "", "evidence_own_note", &[])?;
    label.set_attribute("for", "note")?;
    let area = pen.element("textarea", "", &[])?;
    for (name, value) in [
        ("id", "note"),
        ("rows", "4"),
        ("data-key", "note"),
        ("maxlength", "4000"),
        ("aria-describedby", "note-why"),
    ] {
        area.set_attribute(name, value)?;
    }
    area.set_text_content(Some(&guide.incident().note));
    let (held, from) = (guide.clone(), area.clone());
    // Kept with every letter, drawn when the person leaves the field: what was typed is never lost.
    on(&area, "input", move || {
        if let Some(area) = from.dyn_ref::<HtmlTextAreaElement>() {
            held.state
                .borrow_mut()
                .start
                .incident
                .set_note(&area.value());
            held.shell.keep(&held.incident());
        }
    });
    let held = guide.clone();
    on(&area, "change", move || held.again());
    let why = pen.say("p", "soft", "evidence_own_note_why", &[])?;
    why.set_attribute("id", "note-why")?;
    pen.element("div", "group no-print", &[&label, &why, &area])
}
