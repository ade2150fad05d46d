//! What was found: the verdict as in the mail, the headers, every link, the mail itself.

use crate::page::{Looked, Page, complain, visit};
use crate::show;
use honmono::guide;
use honmono::lists::marketplaces::Page as Official;
use honmono::mail::Headers;
use honmono::verdict::{Evidence, Level, LinkVerdict, Verdict, Weight};
use honmono::words;
use honmono_ui::panel::{self, Panel};
use honmono_ui::{Act, Action, Drawn, Pen, level_name};
use std::rc::Rc;
use web_sys::Element;

/// Links shown at once.
const MOST_LINKS: usize = 100;

pub(crate) fn draw(page: &Page, looked: &Looked) -> Drawn {
    let pen = &page.pen;
    let heading = pen.say("h2", "", "www_result", &[])?;
    heading.set_attribute("tabindex", "-1")?;
    let whole = pen.element("div", "page found", &[&heading])?;
    whole.set_attribute("data-level", level_name(looked.verdict.level()))?;
    whole.append_child(&*verdict(page, looked)?)?;
    if looked.is_mail {
        whole.append_child(&*headers(pen, looked)?)?;
    }
    if looked.is_mail || looked.verdict.level() > Level::Quiet {
        whole.append_child(&*links(pen, &looked.verdict)?)?;
    }
    if looked.is_mail {
        whole.append_child(&*show::draw(
            pen,
            &looked.source,
            &looked.message,
            &looked.verdict,
        )?)?;
    }
    Ok(whole)
}

fn verdict(page: &Page, looked: &Looked) -> Drawn {
    let pen = &page.pen;
    let verdict = &looked.verdict;
    if verdict.level() == Level::Quiet {
        let own = !looked.is_mail && verdict.links.iter().any(|link| link.own);
        let key = match (looked.is_mail, own) {
            (true, _) => "www_quiet",
            (false, true) => "www_own_link",
            (false, false) => "www_quiet_link",
        };
        return pen.say("p", "group", key, &[]);
    }
    let named = verdict
        .claim
        .as_ref()
        .and_then(|claim| claim.marketplace.clone());
    let market = guide::marketplace(named.as_deref(), pen.words().language());
    let (held, order) = (page.clone(), looked.message.orders.first().cloned());
    let act: Act = Rc::new(move |action| {
        let address = match action {
            Action::Help => {
                held.help();
                return;
            }
            Action::Check => market.address(Official::Messages),
            Action::FindOrder => order
                .as_deref()
                .and_then(|number| market.address(Official::Order(number))),
            _ => None,
        };
        if let Some(address) = address {
            complain("open", visit(&address));
        }
    });
    panel::draw(
        pen,
        Panel {
            verdict,
            orders: &looked.message.orders,
        },
        &act,
    )
}

/// What the headers say, with the caution that a pasted mail can say anything.
fn headers(pen: &Pen, looked: &Looked) -> Drawn {
    let list = honmono_ui::headers::draw(pen, &Headers::of(&looked.message))?;
    let caution = pen.say("p", "soft", "www_head_caution", &[])?;
    pen.element(
        "section",
        "group",
        &[&*pen.say("h2", "", "head_title", &[])?, &list, &caution],
    )
}

/// Every link, the worst first, each destination once.
fn links(pen: &Pen, verdict: &Verdict) -> Drawn {
    let section = pen.element(
        "section",
        "group",
        &[&*pen.say("h2", "", "www_links", &[])?],
    )?;
    let mut sorted: Vec<&LinkVerdict> = vec![];
    for link in &verdict.links {
        if !sorted
            .iter()
            .any(|known| known.destination == link.destination && known.signs == link.signs)
        {
            sorted.push(link);
        }
        // Enough to fill the list however often a destination repeats.
        if sorted.len() > MOST_LINKS * 4 {
            break;
        }
    }
    if sorted.is_empty() {
        section.append_child(&*pen.say("p", "soft", "www_no_links", &[])?)?;
        return Ok(section);
    }
    sorted.sort_by_key(|link| std::cmp::Reverse(link.level));
    let list = pen.element("ul", "where", &[])?;
    for link in sorted.iter().take(MOST_LINKS) {
        list.append_child(&*one(pen, verdict, link)?)?;
    }
    section.append_child(&list)?;
    if let Some(rest) = sorted
        .len()
        .checked_sub(MOST_LINKS)
        .filter(|rest| *rest > 0)
    {
        let count = Evidence::Count(u32::try_from(rest).unwrap_or(u32::MAX));
        section.append_child(&*pen.say(
            "p",
            "soft",
            "www_links_more",
            &[("count".to_owned(), count)],
        )?)?;
    }
    Ok(section)
}

fn one(pen: &Pen, verdict: &Verdict, link: &LinkVerdict) -> Drawn<Element> {
    let item = pen.element("li", level_name(link.level), &[])?;
    item.set_attribute("data-level", level_name(link.level))?;
    let host = link
        .host
        .clone()
        .unwrap_or_else(|| Evidence::Text(link.destination.clone()));
    item.append_child(&*pen.evidence(&host)?)?;
    if link.host.is_some() {
        let address = pen.text("p", "address", &link.destination)?;
        for (name, value) in [("dir", "ltr"), ("translate", "no")] {
            address.set_attribute(name, value)?;
        }
        item.append_child(&address)?;
    }
    let bad = link
        .signs
        .iter()
        .filter_map(|place| verdict.signs.get(*place))
        .filter(|sign| sign.weight >= Weight::Odd);
    let mut said = false;
    for sign in bad {
        item.append_child(&*pen.sentence("p", "", &words::link_sentence(sign))?)?;
        said = true;
    }
    if !said {
        item.append_child(&*pen.say(
            "small",
            "",
            if link.own {
                "www_link_own"
            } else {
                "www_link_other"
            },
            &[],
        )?)?;
    }
    Ok(item)
}
