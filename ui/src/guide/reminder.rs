//! Being told when a time has come.

use super::Guide;
use crate::pen::Drawn;
use web_sys::Element;

/// The offer, or the way out of it; nothing where no clock runs or nothing can remind.
pub(super) fn draw(guide: &Guide) -> Drawn<Option<Element>> {
    let Some(on) = guide.state.borrow().start.reminding else {
        return Ok(None);
    };
    let pen = &guide.pen;
    let (text, key) = if on {
        ("reminder_on", "reminder_stop")
    } else {
        ("reminder_why", "reminder_ask")
    };
    let held = guide.clone();
    let button = pen.button("", key, move || {
        let then = held.clone();
        held.shell.remind(
            !on,
            Box::new(move |now| {
                {
                    let mut state = then.state.borrow_mut();
                    state.start.reminding = Some(now);
                    state.said = (!on && !now).then_some("reminder_refused");
                }
                // The times are written down anew, with or without somebody to tell them.
                then.shell.keep(&then.incident());
                then.again();
            }),
        );
    })?;
    button.set_attribute("data-key", "remind")?;
    button.set_attribute("aria-describedby", "remind-why")?;
    let why = pen.say("p", "soft", text, &[])?;
    why.set_attribute("id", "remind-why")?;
    let row = pen.element("div", "row", &[&button])?;
    pen.element("div", "remind no-print", &[&row, &why, &*guide.status()?])
        .map(Some)
}
