//! The steps of a situation, to be ticked off.

use super::{Guide, View, clock, door, now, reminder, said, save};
use crate::pen::{Drawn, Pen, on};
use honmono::guide::incident::{Done, Due};
use honmono::guide::{
    Kind, Lead, ROLES, Role, Situation, Step, calendar, doors_of, notes_of, steps_of,
};
use honmono::verdict::Evidence;
use web_sys::Element;

/// Draws the steps.
pub(super) fn draw(guide: &Guide, situation: Situation) -> Drawn {
    let pen = &guide.pen;
    let incident = guide.incident();
    let steps: Vec<&'static Step> = steps_of(situation, guide.market()).collect();
    let done = steps
        .iter()
        .filter(|step| incident.done(situation, step.id).is_some())
        .count();
    // What is to be done comes before what is to be left alone: the first open thing to do is unfolded.
    let current = steps
        .iter()
        .find(|step| step.kind == Kind::Do && incident.done(situation, step.id).is_none())
        .map(|step| step.id);
    let section = pen.element("section", "group", &[&*progress(pen, done, steps.len())?])?;
    if done == steps.len() {
        section.append_child(&*pen.say("p", "", "guide_all_done", &[])?)?;
    }
    let list = pen.element("ol", "steps", &[])?;
    for step in steps {
        list.append_child(&*one(guide, situation, step, current == Some(step.id))?)?;
    }
    section.append_child(&list)?;
    if calendar::calendar(&incident, pen.words(), now()).is_some() {
        let held = guide.clone();
        let button = pen.button("", "guide_calendar", move || {
            if let Some(file) = calendar::calendar(&held.incident(), held.pen.words(), now()) {
                let _ = save(&held.pen, "honmono.ics", "text/calendar", &file);
            }
        })?;
        section.append_child(&*pen.element("div", "row no-print", &[&button])?)?;
        if let Some(remind) = reminder::draw(guide)? {
            section.append_child(&remind)?;
        }
    }
    Ok(section)
}

fn progress(pen: &Pen, done: usize, all: usize) -> Drawn {
    let count = |number: usize| {
        Evidence::Text(
            pen.words()
                .number(u32::try_from(number).unwrap_or(u32::MAX)),
        )
    };
    let words = pen.say(
        "p",
        "soft",
        "guide_progress",
        &[
            ("done".to_owned(), count(done)),
            ("all".to_owned(), count(all)),
        ],
    )?;
    words.set_attribute("aria-live", "polite")?;
    let bar = pen.element("progress", "", &[])?;
    bar.set_attribute("max", &all.to_string())?;
    bar.set_attribute("value", &done.to_string())?;
    bar.set_attribute("aria-hidden", "true")?;
    pen.element("div", "progress", &[&words, &bar])
}

fn one(guide: &Guide, situation: Situation, step: &'static Step, current: bool) -> Drawn {
    let pen = &guide.pen;
    let incident = guide.incident();
    let done = incident.done(situation, step.id).cloned();
    let class = match (done.is_some(), step.kind, current) {
        (true, _, _) => "step done",
        (false, Kind::Leave, _) => "step leave",
        (false, Kind::Do, true) => "step current",
        (false, Kind::Do, false) => "step",
    };
    let item = pen.element(
        "li",
        class,
        &[&*title(guide, situation, step, done.as_ref())?],
    )?;
    item.set_attribute("data-step", step.id)?;
    if let Some(done) = &done {
        item.append_child(&*answer(pen, done)?)?;
    }
    if let Some(due) = incident
        .due(situation, step, now())
        .filter(|_| done.is_none())
    {
        item.append_child(&*wait(pen, due)?)?;
    }
    let doors = doors_of(step, guide.market());
    let market = guide.market();
    if let Some((first, others)) = doors.split_first() {
        let look = if current { "button main" } else { "button" };
        let row = pen.element(
            "div",
            "row no-print",
            &[&*door(
                pen,
                look,
                &format!("guide_open_{}", first.name),
                &[],
                &first.address,
            )?],
        )?;
        for other in others {
            row.append_child(&*door(
                pen,
                "button",
                &format!("guide_open_{}", other.name),
                &[],
                &other.address,
            )?)?;
        }
        item.append_child(&row)?;
        if current {
            let host = Evidence::Host {
                before: market.host.trim_end_matches(market.id).to_owned(),
                site: market.id.to_owned(),
            };
            item.append_child(&*pen.say(
                "p",
                "soft no-print",
                "guide_new_tab",
                &[("host".to_owned(), host)],
            )?)?;
        }
    }
    if let Some(notes) = notes(guide, step, current)? {
        item.append_child(&notes)?;
    }
    if step.asks && done.is_none() {
        item.append_child(&*question(guide, situation, step)?)?;
    }
    if !step.leads.is_empty() {
        item.append_child(&*leads(guide, step)?)?;
    }
    Ok(item)
}

fn title(guide: &Guide, situation: Situation, step: &'static Step, done: Option<&Done>) -> Drawn {
    let pen = &guide.pen;
    let tick = pen.element("input", "", &[])?;
    let id = format!("step-{}", step.id);
    for (name, value) in [
        ("type", "checkbox"),
        ("id", id.as_str()),
        ("data-key", id.as_str()),
    ] {
        tick.set_attribute(name, value)?;
    }
    if done.is_some() {
        tick.set_attribute("checked", "")?;
    }
    let (held, was) = (guide.clone(), done.is_some());
    on(&tick, "change", move || {
        held.change(|state| {
            let incident = &mut state.start.incident;
            if was {
                incident.untick(situation, step.id);
            } else {
                incident.tick(situation, step.id, None, now());
            }
        });
    });
    let label = pen.element("label", "", &[])?;
    label.set_attribute("for", &id)?;
    if step.kind == Kind::Leave {
        label.append_child(&*pen.say("span", "tag", "guide_kind_leave", &[])?)?;
    }
    label.append_child(&*pen.say("span", "", &format!("guide_step_{}", step.id), &[])?)?;
    pen.element("h3", "", &[&tick, &label])
}

fn answer(pen: &Pen, done: &Done) -> Drawn {
    let key = match done.found {
        Some(true) => "guide_was_found",
        Some(false) => "guide_was_not_found",
        None => "guide_done_at",
    };
    pen.say(
        "p",
        "soft",
        key,
        &[said("time", &clock(pen.words(), done.at))],
    )
}

fn wait(pen: &Pen, due: Due) -> Drawn {
    let Some(at) = due.at else {
        let step = pen.words().text(&format!("guide_step_{}", due.after), &[]);
        let step = step.trim_end_matches(['.', '。']);
        return pen.say("p", "wait soft", "guide_wait_start", &[said("step", step)]);
    };
    let over = if due.over { "_over" } else { "" };
    let class = if due.over { "wait over" } else { "wait" };
    pen.say(
        "p",
        class,
        &format!("guide_wait_{}{over}", due.kind.name()),
        &[said("time", &clock(pen.words(), at))],
    )
}

/// What to know on the way, kind by kind.
fn notes(guide: &Guide, step: &'static Step, current: bool) -> Drawn<Option<Element>> {
    let pen = &guide.pen;
    let body = pen.element("dl", "notes", &[])?;
    for role in ROLES {
        let notes: Vec<_> = notes_of(step, role, guide.market()).collect();
        if notes.is_empty() {
            continue;
        }
        body.append_child(&*pen.say(
            "dt",
            role.name(),
            &format!("guide_role_{}", role.name()),
            &[],
        )?)?;
        let many = role == Role::Press && notes.len() > 1;
        let list = pen.element(
            if many { "ol" } else { "ul" },
            if many { "" } else { "plain" },
            &[],
        )?;
        for note in notes {
            list.append_child(&*pen.say("li", "", &format!("guide_{}", note.key), &[])?)?;
        }
        body.append_child(&*pen.element("dd", role.name(), &[&list])?)?;
    }
    if !body.has_child_nodes() {
        return Ok(None);
    }
    let only_why = notes_of(step, Role::Know, guide.market()).count()
        == body.query_selector_all("dd li")?.length() as usize;
    let summary = pen.say(
        "summary",
        "",
        if only_why { "guide_why" } else { "guide_more" },
        &[],
    )?;
    summary.set_attribute("data-key", &format!("more-{}", step.id))?;
    let details = pen.element("details", "more", &[&summary, &body])?;
    let open = {
        let state = guide.state.borrow();
        state.unfolded.contains(step.id) || (current && !state.folded.contains(step.id))
    };
    if open {
        details.set_attribute("open", "")?;
    }
    let (held, place) = (guide.clone(), details.clone());
    on(&details, "toggle", move || {
        let mut state = held.state.borrow_mut();
        if place.has_attribute("open") {
            state.unfolded.insert(step.id.to_owned());
            state.folded.remove(step.id);
        } else {
            state.folded.insert(step.id.to_owned());
            state.unfolded.remove(step.id);
        }
    });
    Ok(Some(details))
}

fn question(guide: &Guide, situation: Situation, step: &'static Step) -> Drawn {
    let pen = &guide.pen;
    let words = pen.say("span", "soft", "guide_ask", &[])?;
    let row = pen.element("div", "row no-print", &[&words])?;
    for (key, found) in [("guide_found_yes", true), ("guide_found_no", false)] {
        let held = guide.clone();
        let button = pen.button("", key, move || {
            held.change(|state| {
                state
                    .start
                    .incident
                    .tick(situation, step.id, Some(found), now())
            });
            held.hold(&format!("step-{}", step.id));
        })?;
        row.append_child(&button)?;
    }
    Ok(row)
}

fn leads(guide: &Guide, step: &Step) -> Drawn {
    let pen = &guide.pen;
    let row = pen.element("div", "row no-print", &[])?;
    if step.leads.iter().any(|lead| matches!(lead, Lead::To(_))) {
        row.append_child(&*pen.say("span", "soft", "guide_go_on", &[])?)?;
    }
    for lead in step.leads {
        let button = match *lead {
            Lead::Report => guide.to_view("", "guide_to_report", View::Report)?,
            Lead::Sheet => guide.to_view("", "guide_to_sheet", View::Sheet)?,
            Lead::To(other) => {
                let held = guide.clone();
                pen.button(
                    "",
                    &format!("guide_situation_{}", other.name()),
                    move || held.choose(other),
                )?
            }
        };
        row.append_child(&button)?;
    }
    Ok(row)
}
