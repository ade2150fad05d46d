//! Where to report a false mail, and how to send it along whole.

use super::{Guide, door, said, save};
use crate::pen::{Drawn, Pen};
use honmono::guide::report::{Place, WEBMAILS, Way, address, letter, places, shown, webmail};

/// Draws the places.
pub(super) fn draw(guide: &Guide) -> Drawn {
    let pen = &guide.pen;
    let section = pen.element(
        "section",
        "group",
        &[&*pen.say("p", "", "report_intro", &[])?, &*guide.status()?],
    )?;
    let (brand, others): (Vec<&Place>, Vec<&Place>) =
        places(guide.market()).partition(|place| place.id.starts_with("brand_"));
    for (key, list) in [("report_brand", brand), ("report_country", others)] {
        section.append_child(&*pen.say("h2", "", key, &[])?)?;
        let lines = pen.element("ul", "plain places", &[])?;
        for place in list {
            lines.append_child(&*one(guide, place)?)?;
        }
        section.append_child(&lines)?;
    }
    section.append_child(&*how(guide, pen)?)?;
    Ok(section)
}

fn one(guide: &Guide, place: &Place) -> Drawn {
    let pen = &guide.pen;
    let market = guide.market();
    let name = shown(place, market);
    let here = [said("where", &name)];
    let item = pen.element(
        "li",
        "",
        &[&*pen.say("p", "", &format!("report_{}", place.id), &[])?],
    )?;
    item.set_attribute("data-place", place.id)?;
    if !place.sure {
        item.append_child(&*pen.say("p", "soft", "report_unsure", &[])?)?;
    }
    let row = pen.element("div", "row", &[])?;
    match (place.way, address(place, market)) {
        (Way::Mail(_), Some(to)) => {
            row.append_child(&*door(pen, "button", "report_write", &here, &to)?)?;
            let held = guide.clone();
            let copy = pen.say("button", "", "report_copy", &here)?;
            copy.set_attribute("type", "button")?;
            copy.set_attribute("data-key", &format!("copy-{}", place.id))?;
            crate::pen::on(&copy, "click", move || held.copy(&name));
            row.append_child(&copy)?;
            if let Some(prepared) = prepared(guide, place)? {
                row.append_child(&prepared)?;
            }
        }
        (_, Some(to)) => {
            drop(row.append_child(&*door(pen, "button", "report_open", &here, &to)?)?)
        }
        (_, None) => drop(row.append_child(&*pen.say("b", "", "report_number", &here)?)?),
    }
    item.append_child(&row)?;
    Ok(item)
}

/// A button that saves the whole report as a draft, where we have the mail itself.
fn prepared(guide: &Guide, place: &Place) -> Drawn<Option<web_sys::Element>> {
    let Way::Mail(to) = place.way else {
        return Ok(None);
    };
    let Some(source) = guide.state.borrow().start.source.clone() else {
        return Ok(None);
    };
    let held = guide.clone();
    let button = guide.pen.button("", "report_letter", move || {
        let words = held.pen.words();
        let file = letter(
            to,
            &words.text("report_letter_subject", &[]),
            &words.text("report_letter_text", &[]),
            &source,
        );
        let _ = save(&held.pen, "report.eml", "message/rfc822", &file);
    })?;
    button.set_attribute("title", &guide.pen.words().text("report_letter_why", &[]))?;
    Ok(Some(button))
}

fn how(guide: &Guide, pen: &Pen) -> Drawn {
    let part = pen.element(
        "div",
        "how",
        &[
            &*pen.say("h2", "", "report_how", &[])?,
            &*pen.say("p", "soft", "report_how_why", &[])?,
        ],
    )?;
    let here = webmail(&guide.state.borrow().start.site);
    let list = pen.element("ul", "", &[])?;
    // The person's own webmail stands first.
    let order = WEBMAILS
        .into_iter()
        .filter(|id| *id == here && here != "other")
        .chain(
            WEBMAILS
                .into_iter()
                .filter(|id| *id != here || here == "other"),
        );
    for id in order {
        list.append_child(&*pen.say("li", "", &format!("report_attach_{id}"), &[])?)?;
    }
    part.append_child(&list)?;
    Ok(part)
}
