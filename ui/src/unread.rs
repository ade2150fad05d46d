//! A mail that could not be read: a report on the page around it, shown before it is copied.

use crate::pen::{Drawn, Pen};
use honmono::verdict::{Level, Verdict};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Offers a report in the panel or popup section of a mail that could not be read. `pressed` gets the place to show it in.
///
/// # Errors
/// When the browser refuses.
pub fn offer(
    pen: &Pen,
    section: &Element,
    verdict: &Verdict,
    pressed: impl Fn(Element) + 'static,
) -> Drawn<()> {
    if verdict.level() != Level::Unread {
        return Ok(());
    }
    let Some(row) = section.query_selector(":scope > .row")? else {
        return Ok(());
    };
    let place = pen.element("div", "report", &[])?;
    place.set_attribute("aria-live", "polite")?;
    let filled = place.clone();
    row.append_child(&*pen.button("", "panel_copy_report", move || pressed(filled.clone()))?)?;
    section.append_child(&place).map(drop)
}

/// Shows a report, or that none could be made. Nothing is copied before the person has it in front of them.
///
/// # Errors
/// When the browser refuses.
pub fn show(pen: &Pen, place: &Element, report: Option<&str>) -> Drawn<()> {
    let Some(report) = report else {
        let none = pen.say("p", "soft", "panel_copy_report_none", &[])?;
        return pen.replace(place, &[&none]);
    };
    let words = pen.say("p", "soft", "panel_copy_report_text", &[])?;
    let text = pen.text("pre", "shape", report)?;
    for (name, value) in [("dir", "ltr"), ("translate", "no"), ("tabindex", "0")] {
        text.set_attribute(name, value)?;
    }
    let said = pen.element("p", "soft", &[])?;
    said.set_attribute("role", "status")?;
    let (document, held, told, words_of) = (
        pen.document().clone(),
        text.clone(),
        said.clone(),
        pen.words().clone(),
    );
    let copy = pen.button("", "panel_copy_report_now", move || {
        // By selection: our frame may not be let near the clipboard otherwise, and the person sees what is taken.
        let copied = document
            .get_selection()
            .ok()
            .flatten()
            .is_some_and(|selection| selection.select_all_children(&held).is_ok())
            && document
                .unchecked_ref::<web_sys::HtmlDocument>()
                .exec_command("copy")
                .unwrap_or(false);
        let key = if copied {
            "evidence_copied"
        } else {
            "evidence_not_copied"
        };
        told.set_text_content(Some(&words_of.text(key, &[])));
    })?;
    pen.replace(place, &[&words, &text, &copy, &said])
}
