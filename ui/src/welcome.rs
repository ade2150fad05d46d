//! The first page: what it does, an example, what it asks for and why.

use crate::icon;
use crate::panel::{self, Panel};
use crate::pen::{Drawn, Pen};
use crate::{Act, Action};
use honmono::verdict::Verdict;
use std::rc::Rc;

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
    let example = pen.element(
        "section",
        "group",
        &[&*pen.say("h2", "", "ui_welcome_example", &[])?],
    )?;
    let shown: Act = Rc::new(|_| {});
    let drawn = panel::draw(
        pen,
        Panel {
            verdict: welcome.example,
            orders: &[],
        },
        &shown,
    )?;
    // A picture of a panel: its buttons have nothing to act on here.
    if let Some(row) = drawn.query_selector(".row")? {
        row.remove();
    }
    example.append_child(&drawn)?;
    whole.append_child(&example)?;
    whole.append_child(&*steps(pen, "ui_welcome_how", 3)?)?;
    whole.append_child(&*steps(pen, "ui_welcome_ask", 4)?)?;
    whole.append_child(&*steps(pen, "ui_welcome_pin", 1)?)?;
    let settings = act.clone();
    whole.append_child(&*pen.element(
        "div",
        "row",
        &[&*pen.button("main", "popup_settings", move || settings(Action::Settings))?],
    )?)?;
    Ok(whole)
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
