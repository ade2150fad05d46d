//! The card of a link: where it really leads, what is wrong, what to do.

use crate::icon::level_name;
use crate::pen::{Drawn, Pen};
use crate::{Act, Action};
use honmono::verdict::{Evidence, Level, LinkVerdict, Sign, Verdict, Weight};
use honmono::words;

/// What a card is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Card<'a> {
    /// The verdict the link belongs to.
    pub verdict: &'a Verdict,
    /// The link.
    pub link: &'a LinkVerdict,
    /// A click was held: going on is offered too.
    pub held: bool,
    /// It is alone in its document (a frame of ours), so its heading is the document's.
    pub alone: bool,
}

/// Draws the card.
///
/// # Errors
/// When the browser refuses.
pub fn draw(pen: &Pen, card: Card<'_>, act: &Act) -> Drawn {
    let link = card.link;
    let whole = pen.element("section", &format!("card {}", level_name(link.level)), &[])?;
    whole.set_attribute("role", if card.held { "alertdialog" } else { "dialog" })?;
    whole.set_attribute("data-level", level_name(link.level))?;
    whole.set_attribute("aria-labelledby", "leads-to host")?;
    let leads = pen.say(
        if card.alone { "h1" } else { "h2" },
        "to",
        if link.hidden_target {
            "card_leads_over"
        } else {
            "card_leads_to"
        },
        &[],
    )?;
    leads.set_attribute("id", "leads-to")?;
    whole.append_child(&leads)?;
    whole.append_child(&*destination(pen, link)?)?;
    let mut said = false;
    let about = |sign: &&Sign| sign.weight >= Weight::Odd && sign.links.contains(&link.id);
    for sign in card.verdict.signs.iter().filter(about) {
        whole.append_child(&*pen.sentence("p", "", &words::link_sentence(sign))?)?;
        said = true;
    }
    if !link.via.is_empty() {
        let via = Evidence::Text(link.via.join(" → "));
        whole.append_child(&*pen.say("p", "soft", "card_via", &[("via".to_owned(), via)])?)?;
    }
    if link.hidden_target {
        whole.append_child(&*pen.say("p", "soft", "card_hidden_target", &[])?)?;
    }
    if link.own {
        whole.append_child(&*pen.say("p", "", "card_own", &[])?)?;
    } else if !said {
        whole.append_child(&*pen.say("p", "soft", "card_nothing", &[])?)?;
    }
    if link.level >= Level::Suspicious {
        let place = card
            .verdict
            .claim
            .as_ref()
            .and_then(|claim| claim.marketplace.clone());
        let advice = match place {
            Some(host) => pen.say(
                "p",
                "",
                "card_advice",
                &[("host".to_owned(), Evidence::Text(host))],
            )?,
            None => pen.say("p", "", "card_advice_plain", &[])?,
        };
        whole.append_child(&advice)?;
    }
    whole.append_child(&*foot(pen, card, act)?)?;
    Ok(whole)
}

/// The address as the browser will resolve it, the registrable domain in bold, both spellings when they differ.
fn destination(pen: &Pen, link: &LinkVerdict) -> Drawn {
    let whole = pen.element("div", "destination", &[])?;
    whole.set_attribute("id", "host")?;
    let host = match &link.host {
        Some(host) => pen.evidence(host)?,
        None => pen.evidence(&Evidence::Text(link.destination.clone()))?,
    };
    whole.append_child(&host)?;
    if let Some(unicode) = &link.unicode_host {
        whole.append_child(&*pen.say(
            "p",
            "soft",
            "card_looks_like",
            &[("host".to_owned(), Evidence::Text(unicode.clone()))],
        )?)?;
    }
    if link.host.is_some() && !link.destination.is_empty() {
        let address = pen.text("p", "address", &link.destination)?;
        address.set_attribute("dir", "ltr")?;
        address.set_attribute("translate", "no")?;
        whole.append_child(&address)?;
    }
    Ok(whole)
}

fn foot(pen: &Pen, card: Card<'_>, act: &Act) -> Drawn {
    let foot = pen.element("div", "row", &[])?;
    let stay = act.clone();
    if card.held {
        foot.append_child(&*pen.button("main", "card_stay", move || stay(Action::Stay))?)?;
    }
    let copy = act.clone();
    let address = card.link.destination.clone();
    foot.append_child(&*pen.button("", "card_copy", move || copy(Action::Copy(address.clone())))?)?;
    if card.held && can_follow(&card.link.destination) {
        let go = pen.say("a", "button quiet", "card_go", &[])?;
        go.set_attribute("href", &card.link.destination)?;
        go.set_attribute("target", "_blank")?;
        go.set_attribute("rel", "noopener noreferrer")?;
        go.set_attribute("data-does", "card_go")?;
        foot.append_child(&go)?;
    }
    Ok(foot)
}

/// Only web addresses are ever offered to follow, and only whole ones: what is left of a very long one leads elsewhere. No address that was
/// parsed has an ellipsis in it.
fn can_follow(address: &str) -> bool {
    (address.starts_with("https://") || address.starts_with("http://")) && !address.ends_with('…')
}

#[cfg(test)]
mod tests {
    use super::can_follow;

    #[test]
    fn only_whole_web_addresses_can_be_followed() {
        assert!(can_follow("https://a.example/"));
        assert!(!can_follow("javascript:alert(1)"));
        assert!(!can_follow("data:text/html,x"));
        assert!(!can_follow(""));
        assert!(!can_follow("https://a.example/?x=xxx…"));
    }
}
