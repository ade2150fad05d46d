//! A page for one link or a piece of text: ask, and read the answer below.

use crate::card::{self, Card};
use crate::icon::{self, level_name};
use crate::pen::{Drawn, Pen, focus};
use crate::{Act, Action, popup};
use gloo_events::{EventListener, EventListenerOptions};
use honmono::verdict::{Level, Verdict};
use honmono::words;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTextAreaElement};

/// What was asked, and what was found.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The link, or the text.
    pub text: &'a str,
    /// It is one link and nothing else.
    pub link: bool,
    /// The verdict.
    pub verdict: &'a Verdict,
}

/// Draws the page without an answer.
///
/// # Errors
/// When the browser refuses.
pub fn draw(pen: &Pen, act: &Act) -> Drawn {
    let header = pen.element(
        "header",
        "",
        &[&*icon::seal(pen)?, &*pen.say("h1", "", "check_title", &[])?],
    )?;
    let answer = pen.element("div", "answer", &[])?;
    answer.set_attribute("id", "answer")?;
    // Read out when it comes.
    answer.set_attribute("role", "status")?;
    pen.element("div", "page check", &[&header, &*form(pen, act)?, &answer])
}

fn form(pen: &Pen, act: &Act) -> Drawn {
    let label = pen.say("label", "", "check_label", &[])?;
    label.set_attribute("for", "question")?;
    let field = pen.element("textarea", "", &[])?;
    for (name, value) in [
        ("id", "question"),
        ("rows", "3"),
        ("spellcheck", "false"),
        ("maxlength", "20000"),
        ("aria-describedby", "question-why"),
    ] {
        field.set_attribute(name, value)?;
    }
    let why = pen.say("p", "soft", "check_why", &[])?;
    why.set_attribute("id", "question-why")?;
    let ask = {
        let (act, field) = (act.clone(), field.clone());
        move || {
            let text = value(&field);
            if !text.trim().is_empty() {
                act(Action::Ask(text));
            }
        }
    };
    // Enter asks; a new line needs Shift.
    let by_key = ask.clone();
    EventListener::new_with_options(
        &field,
        "keydown",
        EventListenerOptions::enable_prevent_default(),
        move |event| {
            let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() else {
                return;
            };
            if key.key() == "Enter" && !key.shift_key() && !key.is_composing() {
                key.prevent_default();
                by_key();
            }
        },
    )
    .forget();
    let row = pen.element("div", "row", &[&*pen.button("main", "check_ask", ask)?])?;
    pen.element("section", "group", &[&label, &field, &why, &row])
}

fn value(field: &Element) -> String {
    field
        .dyn_ref::<HtmlTextAreaElement>()
        .map(HtmlTextAreaElement::value)
        .unwrap_or_default()
}

/// Shows an answer, or the empty field.
///
/// # Errors
/// When the browser refuses.
pub fn show(pen: &Pen, question: Option<Question<'_>>, act: &Act) -> Drawn<()> {
    let find = |id: &str| pen.document().get_element_by_id(id);
    let (Some(field), Some(place)) = (find("question"), find("answer")) else {
        return Ok(());
    };
    let Some(question) = question else {
        focus(&field);
        return pen.replace(&place, &[]);
    };
    if let Some(field) = field.dyn_ref::<HtmlTextAreaElement>() {
        field.set_value(question.text);
    }
    let drawing = match question.verdict.links.first() {
        Some(link) if question.link => {
            let card = card::draw(
                pen,
                Card {
                    verdict: question.verdict,
                    link,
                    held: false,
                    alone: false,
                },
                act,
            )?;
            // On a page of its own it is no dialogue.
            card.set_attribute("role", "group")?;
            card
        }
        _ => about_text(pen, question.verdict, act)?,
    };
    pen.replace(&place, &[&drawing])
}

/// What is said of a piece of text.
fn about_text(pen: &Pen, verdict: &Verdict, act: &Act) -> Drawn {
    let level = verdict.level();
    let whole = pen.element("section", &format!("group {}", level_name(level)), &[])?;
    whole.set_attribute("data-level", level_name(level))?;
    if level == Level::Quiet {
        whole.append_child(&*pen.say("h2", "", "popup_quiet", &[])?)?;
        whole.append_child(&*pen.say("p", "soft", "check_quiet", &[])?)?;
        return Ok(whole);
    }
    let headline = pen.sentence("h2", "", &words::headline(verdict))?;
    let head = pen.element("div", "state", &[&*icon::level(pen, level)?, &headline])?;
    whole.append_child(&head)?;
    popup::reasons(pen, &whole, verdict)?;
    // Who sent it cannot be seen from a piece of text.
    whole.append_child(&*pen.say("p", "soft", "check_no_sender", &[])?)?;
    let help = act.clone();
    whole.append_child(&*pen.element(
        "div",
        "row",
        &[&*pen.button("main", "panel_help", move || help(Action::Help))?],
    )?)?;
    Ok(whole)
}
