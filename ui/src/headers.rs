//! The headers of a mail's source, row by row.

use crate::pen::{Drawn, Pen};
use crate::{Act, Action};
use honmono::mail::{Headers, Outcome};
use honmono::verdict::{Level, Verdict};
use web_sys::Element;

/// The rows as a list of terms.
///
/// # Errors
/// When the browser refuses.
pub fn draw(pen: &Pen, headers: &Headers) -> Drawn {
    let sent = headers.sent.map_or_else(
        || headers.sent_as_written.clone(),
        |sent| pen.words().moment(sent.0),
    );
    let said = |outcome: Option<Outcome>| {
        outcome
            .map(|outcome| pen.words().text(outcome_key(outcome), &[]))
            .unwrap_or_default()
    };
    let rows = [
        ("head_from", headers.from.clone()),
        ("head_reply", headers.reply_to.join(", ")),
        ("head_subject", headers.subject.clone()),
        ("head_sent", sent),
        ("head_return", headers.return_path.clone()),
        ("head_signed", headers.signed_by.join(", ")),
        ("head_mailed", headers.mailed_by.clone()),
        ("head_dkim", said(headers.dkim)),
        ("head_spf", said(headers.spf)),
        ("head_dmarc", said(headers.dmarc)),
        ("head_arc", said(headers.arc)),
        ("head_by", headers.by.clone()),
        ("head_way", headers.way.join(" → ")),
        ("head_orders", headers.orders.join(", ")),
    ];
    let list = pen.element("dl", "facts", &[])?;
    for (key, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
        list.append_child(&*pen.say("dt", "", key, &[])?)?;
        list.append_child(&*pen.element("dd", "", &[&*pen.text("bdi", "", &value)?])?)?;
    }
    Ok(list)
}

const fn outcome_key(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "head_pass",
        Outcome::Fail => "head_fail",
        Outcome::None => "head_none",
        Outcome::Error => "head_error",
    }
}

/// Adds the headers to the panel or popup section of a mail whose source was read.
///
/// # Errors
/// When the browser refuses.
pub fn add(pen: &Pen, section: &Element, headers: &Headers) -> Drawn<()> {
    let title = pen.say("h2", "", "head_title", &[])?;
    let whole = pen.element("div", "headers", &[&title, &*draw(pen, headers)?])?;
    section.append_child(&whole).map(drop)
}

/// How the source is opened in a webmail that shows it as a page, by the webmail's name.
fn way(site: &str) -> Option<&'static str> {
    match site {
        "gmail" | "gmail_print" => Some("original_gmail"),
        "roundcube" => Some("original_roundcube"),
        _ => None,
    }
}

/// Offers the other way up for a mail of which nothing is proven: its source, where this webmail shows one.
///
/// # Errors
/// When the browser refuses.
pub fn offer(pen: &Pen, section: &Element, verdict: &Verdict, site: &str, act: &Act) -> Drawn<()> {
    let (Level::Unconfirmed, Some(way)) = (verdict.level(), way(site)) else {
        return Ok(());
    };
    let act = act.clone();
    let inside = [
        pen.say("summary", "", "original_title", &[])?,
        pen.say("p", "soft", "original_why", &[])?,
        pen.say("p", "", way, &[])?,
        pen.button("", "panel_again", move || act(Action::LookAgain))?,
    ];
    let details = pen.element("details", "more original", &[])?;
    for node in &inside {
        details.append_child(node)?;
    }
    section.append_child(&details).map(drop)
}
