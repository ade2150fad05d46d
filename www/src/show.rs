//! The mail, shown safely: its HTML is taken apart in a document that runs and loads nothing, what could act is removed, the links
//! lose their addresses and get their marks, and the rest is shown in a sandboxed frame whose policy forbids every load.

use honmono::Message;
use honmono::verdict::{Level, LinkVerdict, Verdict};
use honmono_ui::{Drawn, Pen, level_name};
use mail_parser::MessageParser;
use wasm_bindgen::JsCast;
use web_sys::{Document, DomParser, Element, HtmlElement, HtmlIFrameElement, SupportedType};

/// What is removed whole: what runs, loads, sends or moves elsewhere.
const REMOVED: &str = "script, noscript, template, iframe, frame, frameset, object, embed, applet, portal, fencedframe, base, meta, link, audio, \
    video, source, track, dialog, math, svg";

/// Attributes that load or lead somewhere.
const LEADING: [&str; 17] = [
    "href",
    "xlink:href",
    "src",
    "srcset",
    "background",
    "action",
    "formaction",
    "ping",
    "poster",
    "data",
    "cite",
    "longdesc",
    "usemap",
    "target",
    "lowsrc",
    "dynsrc",
    "autofocus",
];

/// The frame's own document: a policy before everything else, then room for the mail.
const EMPTY: &str = "<!doctype html><meta charset=utf-8><meta http-equiv=Content-Security-Policy content=\"default-src 'none'; \
    style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'\"><meta http-equiv=x-dns-prefetch-control content=off><title>-</title>";

/// Draws the frame with the mail in it, or its text where it has no HTML.
pub(crate) fn draw(pen: &Pen, source: &[u8], message: &Message, verdict: &Verdict) -> Drawn {
    let section = pen.element(
        "section",
        "group",
        &[
            &*pen.say("h2", "", "www_shown", &[])?,
            &*pen.say("p", "soft", "www_shown_why", &[])?,
        ],
    )?;
    let html = MessageParser::default().parse(source).and_then(|mail| {
        // A mail of text alone is shown as text: turning it into HTML would gain nothing.
        let part = mail
            .html_bodies()
            .next()
            .filter(|part| part.is_text_html())?;
        part.text_contents().map(str::to_owned)
    });
    if let Some(html) = html {
        section.append_child(&*frame(pen, html, message, verdict)?)?;
        let summary = pen.say("summary", "", "www_text", &[])?;
        let text = pen.text("pre", "plain-text", &message.text)?;
        text.set_attribute("tabindex", "0")?;
        section.append_child(&*pen.element("details", "more", &[&summary, &text])?)?;
    } else {
        let text = pen.text("pre", "plain-text", &message.text)?;
        text.set_attribute("tabindex", "0")?;
        section.append_child(&text)?;
    }
    Ok(section)
}

fn frame(
    pen: &Pen,
    html: String,
    message: &Message,
    verdict: &Verdict,
) -> Drawn<HtmlIFrameElement> {
    let frame: HtmlIFrameElement = pen.document().create_element("iframe")?.unchecked_into();
    frame.set_class_name("mail");
    frame.set_title(&pen.words().text("www_frame", &[]));
    // No scripts, no forms, no windows; the same origin only so that we can put the mail in and mark its links.
    frame.set_attribute("sandbox", "allow-same-origin")?;
    frame.set_attribute("referrerpolicy", "no-referrer")?;
    let marks: Vec<(String, LinkVerdict)> = message
        .links
        .iter()
        .filter_map(|link| {
            Some((
                link.href.trim().to_owned(),
                verdict
                    .links
                    .iter()
                    .find(|judged| judged.id == link.id)?
                    .clone(),
            ))
        })
        .collect();
    let (pen, held) = (pen.clone(), frame.clone());
    honmono_ui::pen::on(&frame, "load", move || {
        let Some(inside) = held.content_document() else {
            return;
        };
        if let Err(error) = fill(&pen, &inside, &html, &marks) {
            web_sys::console::warn_2(&"honmono: show".into(), &error);
        }
    });
    frame.set_srcdoc(EMPTY);
    Ok(frame)
}

fn fill(pen: &Pen, inside: &Document, html: &str, marks: &[(String, LinkVerdict)]) -> Drawn<()> {
    let parsed = DomParser::new()?.parse_from_string(html, SupportedType::TextHtml)?;
    for element in all(&parsed, REMOVED)? {
        element.remove();
    }
    for link in all(&parsed, "a[href], area[href]")? {
        mark(pen, &link, marks)?;
    }
    for element in all(&parsed, "*")? {
        disarm(&element)?;
    }
    let (Some(body), Some(from)) = (inside.body(), parsed.body()) else {
        return Ok(());
    };
    for style in all(&parsed, "head style")? {
        body.append_child(&inside.adopt_node(&style)?)?;
    }
    for name in ["style", "bgcolor", "dir", "lang"] {
        if let Some(value) = from.get_attribute(name) {
            body.set_attribute(name, &value)?;
        }
    }
    while let Some(node) = from.first_child() {
        body.append_child(&inside.adopt_node(&node)?)?;
    }
    Ok(())
}

fn all(document: &Document, css: &str) -> Drawn<Vec<Element>> {
    let found = document.query_selector_all(css)?;
    Ok((0..found.length())
        .filter_map(|place| found.get(place)?.dyn_into::<Element>().ok())
        .collect())
}

/// Marks a link as in a webmail, and says in its tooltip where it would lead.
fn mark(pen: &Pen, link: &Element, marks: &[(String, LinkVerdict)]) -> Drawn<()> {
    let href = link.get_attribute("href").unwrap_or_default();
    let Some((_, judged)) = marks.iter().find(|(known, _)| *known == href.trim()) else {
        return Ok(());
    };
    let host = judged.host.as_ref().map_or_else(
        || judged.destination.clone(),
        |host| pen.words().plain(host),
    );
    link.set_attribute("title", &host)?;
    link.set_attribute("data-honmono", level_name(judged.level))?;
    let Some(style) = link.dyn_ref::<HtmlElement>().map(HtmlElement::style) else {
        return Ok(());
    };
    let colour = match judged.level {
        Level::Dangerous => "#a8201a",
        Level::Suspicious => "#8a5300",
        _ => "",
    };
    let rules: &[(&str, &str)] = if colour.is_empty() {
        &[("text-decoration", "underline"), ("cursor", "help")]
    } else {
        &[
            ("text-decoration", "underline wavy 1.5px"),
            ("text-decoration-color", colour),
            ("text-underline-offset", "4px"),
            ("outline", "2px solid"),
            ("outline-color", colour),
            ("outline-offset", "1px"),
            ("cursor", "help"),
        ]
    };
    for (name, value) in rules {
        style.set_property_with_priority(name, value, "important")?;
    }
    Ok(())
}

/// Takes away what loads, leads or listens. Pictures inside the mail stay.
fn disarm(element: &Element) -> Drawn<()> {
    let names = element.get_attribute_names();
    for name in names.iter().filter_map(|name| name.as_string()) {
        let leads = LEADING.contains(&name.as_str()) || name.starts_with("on");
        let own_picture = name == "src"
            && element
                .get_attribute(&name)
                .is_some_and(|value| value.trim_start().starts_with("data:image/"));
        if leads && !own_picture {
            element.remove_attribute(&name)?;
        }
    }
    Ok(())
}
