//! The panel above a message: one line of truth, then why, then one main button.

use crate::icon;
use crate::pen::{Drawn, Pen};
use crate::{Act, Action};
use honmono::official::Standing;
use honmono::verdict::{Evidence, Level, Verdict, Weight};
use honmono::words::{self, Sentence};
use web_sys::{Element, Node};

/// How many signs are shown before "more".
const FIRST_SIGNS: usize = 3;

/// What a panel is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Panel<'a> {
    /// The verdict.
    pub verdict: &'a Verdict,
    /// Order numbers of the mail.
    pub orders: &'a [String],
}

/// Draws the panel.
///
/// # Errors
/// When the browser refuses.
pub fn draw(pen: &Pen, panel: Panel<'_>, act: &Act) -> Drawn {
    let verdict = panel.verdict;
    let level = verdict.level();
    let headline = pen.sentence("h1", "", &words::headline(verdict))?;
    headline.set_attribute("id", "headline")?;
    let head = pen.element("div", "head", &[&headline])?;
    if let Some(claim) = claim(pen, panel)? {
        head.append_child(&claim)?;
    }
    let section = pen.element(
        "section",
        &format!("panel {}", icon::level_name(level)),
        &[&*icon::level(pen, level)?, &head],
    )?;
    section.set_attribute("aria-labelledby", "headline")?;
    section.set_attribute("data-level", icon::level_name(level))?;
    if let Some(record) = record(pen, &verdict.standing)? {
        section.append_child(&record)?;
    }
    if let Some(why) = why(pen, verdict)? {
        section.append_child(&why)?;
    }
    section.append_child(&*buttons(pen, panel, act)?)?;
    Ok(section)
}

/// Who the mail says it is, what not to do about it, and the order it is about.
fn claim(pen: &Pen, panel: Panel<'_>) -> Drawn<Option<Element>> {
    let Some(line) = words::claim_line(panel.verdict) else {
        return Ok(None);
    };
    let claim = pen.sentence("p", "claim", &line)?;
    if let (Some(order), Level::Unconfirmed | Level::Consistent | Level::Confirmed) =
        (panel.orders.first(), panel.verdict.level())
    {
        claim.append_child(&pen.document().create_text_node(" "))?;
        let more = u32::try_from(panel.orders.len() - 1).unwrap_or(u32::MAX);
        let key = if more == 0 {
            "panel_order"
        } else {
            "panel_orders"
        };
        let args = [
            ("order".to_owned(), Evidence::Text(order.clone())),
            ("count".to_owned(), Evidence::Count(more)),
        ];
        claim.append_child(&*pen.say("span", "", key, &args)?)?;
    }
    Ok(Some(claim))
}

/// The row of the brand's own list, when the mail is listed.
fn record(pen: &Pen, standing: &Standing) -> Drawn<Option<Element>> {
    let Standing::Listed { subject, sent, .. } = standing else {
        return Ok(None);
    };
    let list = pen.element("dl", "record", &[])?;
    let mut rows = vec![("panel_listed_subject", subject.clone())];
    if let Some(sent) = sent {
        rows.push(("panel_listed_sent", pen.words().moment(*sent)));
    }
    for (key, value) in rows {
        list.append_child(&*pen.say("dt", "", key, &[])?)?;
        list.append_child(&*pen.text("dd", "", &value)?)?;
    }
    Ok(Some(list))
}

/// The signs, strongest first; those beyond the first few behind "more".
fn why(pen: &Pen, verdict: &Verdict) -> Drawn<Option<Element>> {
    let mut lines = vec![];
    for sentence in words::sentences(verdict) {
        lines.push(pen.sentence("li", weight(verdict, &sentence), &sentence)?);
    }
    for name in &verdict.missing {
        let key = format!("panel_missing_{name}");
        let key = if pen.words().has(&key) {
            key
        } else {
            "panel_missing_other".to_owned()
        };
        lines.push(pen.say("li", "ask", &key, &[])?);
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let list = |lines: &[Element]| {
        let nodes: Vec<&Node> = lines.iter().map(AsRef::as_ref).collect();
        pen.element("ul", "why", &nodes)
    };
    // All is well: one line, the reasons one click away.
    let first = if verdict.level() == Level::Consistent {
        0
    } else {
        FIRST_SIGNS
    };
    if lines.len() <= first + 1 && first > 0 {
        return list(&lines).map(Some);
    }
    let rest = lines.split_off(first);
    let more = u32::try_from(rest.len()).unwrap_or(u32::MAX);
    let key = if first == 0 {
        "panel_why"
    } else {
        "panel_more"
    };
    let summary = pen.say(
        "summary",
        "",
        key,
        &[("count".to_owned(), Evidence::Count(more))],
    )?;
    let details = pen.element("details", "more", &[&summary, &*list(&rest)?])?;
    let whole = pen.element("div", "reasons", &[])?;
    if !lines.is_empty() {
        whole.append_child(&*list(&lines)?)?;
    }
    whole.append_child(&details)?;
    Ok(Some(whole))
}

/// The class of a sentence's line: the weight of the sign it tells of.
#[must_use]
pub(crate) fn weight(verdict: &Verdict, sentence: &Sentence) -> &'static str {
    let sign = verdict.signs.iter().find(|sign| {
        sentence
            .key
            .strip_prefix("sign_")
            .is_some_and(|name| name.starts_with(&*sign.name))
    });
    match sign.map(|sign| sign.weight) {
        Some(Weight::Proof) => "bad",
        Some(Weight::Odd) => "odd",
        Some(Weight::Good) => "good",
        Some(Weight::Note) | None => "ask",
    }
}

/// The words and the deed of an action on offer; `None` for what cannot be done from here.
#[must_use]
pub(crate) const fn deed(action: words::Action) -> Option<(&'static str, Action)> {
    match action {
        words::Action::CheckOfficially => Some(("panel_check", Action::Check)),
        words::Action::FindOrder => Some(("panel_find_order", Action::FindOrder)),
        words::Action::NotMine => Some(("panel_not_mine", Action::Help)),
        words::Action::WhatNow => Some(("panel_help", Action::Help)),
        words::Action::LookAgain => Some(("panel_again", Action::LookAgain)),
        words::Action::Report => Some(("panel_report", Action::Report)),
        words::Action::OpenOriginal => None,
    }
}

/// How many orders a button is about.
pub(crate) fn about(orders: &[String]) -> [(String, Evidence); 1] {
    let count = u32::try_from(orders.len()).unwrap_or(u32::MAX);
    [("count".to_owned(), Evidence::Count(count))]
}

/// What can be done, the most useful first.
fn buttons(pen: &Pen, panel: Panel<'_>, act: &Act) -> Drawn {
    let row = pen.element("div", "row", &[])?;
    let offered = words::actions(panel.verdict, !panel.orders.is_empty());
    let orders = about(panel.orders);
    for (place, (key, action)) in offered.into_iter().filter_map(deed).enumerate() {
        let act = act.clone();
        let class = if place == 0 { "main" } else { "" };
        row.append_child(&*pen.button_about(class, key, &orders, move || act(action.clone()))?)?;
    }
    Ok(row)
}
