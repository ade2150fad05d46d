//! The toolbar popup: the trusted summary of the tab. Whatever a page draws, this tells what was read.

use crate::icon::{self, level_name};
use crate::pen::{Drawn, Pen};
use crate::{Act, Action};
use honmono::verdict::{Evidence, Level, LinkVerdict, Sign, Verdict};
use honmono::words;
use std::collections::BTreeMap;
use web_sys::Element;

/// What the popup knows of one mail.
#[derive(Clone, Copy, Debug)]
pub struct Mail<'a> {
    /// Its subject.
    pub subject: Option<&'a str>,
    /// Its verdict, with the flagged links.
    pub verdict: &'a Verdict,
    /// Orders in it.
    pub orders: &'a [String],
}

/// The state of the tab.
#[derive(Clone, Debug)]
pub struct Tab<'a> {
    /// Its host, when the browser lets us see it.
    pub host: Option<String>,
    /// The mails that are not quiet, the loudest first.
    pub mails: Vec<Mail<'a>>,
    /// How many messages were read in all.
    pub read: usize,
    /// The page was looked at.
    pub looked: bool,
    /// The hands run on this site without being asked.
    pub at_home: bool,
    /// The browser lets an extension look at this page at all.
    pub reachable: bool,
    /// It may be let in for good.
    pub addable: bool,
    /// The verdict on the site itself, where that was asked.
    pub site: Option<&'a Verdict>,
}

/// Draws the popup. The actions of the mail with this place in `mails` carry its number.
///
/// # Errors
/// When the browser refuses.
pub fn draw(pen: &Pen, tab: &Tab<'_>, mail_act: &dyn Fn(usize) -> Act, act: &Act) -> Drawn {
    let name = pen.say("h1", "", "ext_name", &[])?;
    let header = pen.element("header", "", &[&*icon::seal(pen)?, &name])?;
    let whole = pen.element("div", "popup", &[&header])?;
    if tab.mails.is_empty() {
        whole.append_child(&*quiet(pen, tab)?)?;
    }
    for (place, mail) in tab.mails.iter().enumerate() {
        whole.append_child(&*section(pen, *mail, &mail_act(place), place == 0)?)?;
    }
    whole.append_child(&*menu(pen, tab, act)?)?;
    Ok(whole)
}

/// Nothing to say about the tab, and why.
fn quiet(pen: &Pen, tab: &Tab<'_>) -> Drawn {
    let (title, text) = match (tab.looked, tab.read, tab.reachable) {
        (true, 0, _) => ("popup_no_mail", "popup_no_mail_text"),
        (true, _, _) => ("popup_quiet", "popup_quiet_text"),
        (false, _, true) if tab.at_home => ("popup_not_looked", "popup_was_open_text"),
        (false, _, true) => ("popup_not_looked", "popup_not_looked_text"),
        (false, _, false) => ("popup_out_of_reach", "popup_out_of_reach_text"),
    };
    // A message that was read, or a site that the person let in, says more; but for a name that is worn.
    let told = tab.read == 0 && !tab.at_home;
    let site = tab.site.filter(|site| told || worn(site).next().is_some());
    if let Some((link, site)) = site.and_then(|site| Some((site.links.first()?, site)))
        && let Some(host) = link.host.clone()
    {
        return whose(pen, site, link, host, text);
    }
    let words = pen.element(
        "div",
        "",
        &[
            &*pen.say("h2", "", title, &[])?,
            &*pen.say("p", "soft", text, &[])?,
        ],
    )?;
    let state = pen.element("section", "state quiet", &[&words])?;
    state.set_attribute("data-level", "quiet")?;
    Ok(state)
}

/// What a site's name itself tells, of all that can be told of a link: that it wears the brand's.
fn worn(site: &Verdict) -> impl Iterator<Item = &Sign> {
    let worn = |sign: &&Sign| ["brand_in_host", "homograph"].contains(&&*sign.name);
    site.signs.iter().filter(worn)
}

/// Whose site the page is on: what is drawn there may wear any name.
fn whose(pen: &Pen, site: &Verdict, link: &LinkVerdict, host: Evidence, text: &str) -> Drawn {
    let worn: Vec<&Sign> = worn(site).collect();
    let title = if worn.is_empty() {
        pen.say("h2", "", "popup_site", &[("host".to_owned(), host)])?
    } else {
        pen.say("h2", "", "popup_site_worn", &[])?
    };
    let words_of = pen.element("div", "", &[&title])?;
    for sign in &worn {
        words_of.append_child(&*pen.sentence("p", "", &words::link_sentence(sign))?)?;
    }
    let more = match (worn.is_empty(), link.own) {
        (false, _) => "card_advice_plain",
        (true, true) => "card_own",
        (true, false) => "popup_site_other",
    };
    words_of.append_child(&*pen.say("p", "", more, &[])?)?;
    words_of.append_child(&*pen.say("p", "soft", text, &[])?)?;
    let name = level_name(link.level);
    let section = if link.level == Level::Quiet {
        pen.element("section", "state quiet", &[&words_of])?
    } else {
        let icon = icon::level(pen, link.level)?;
        let state = pen.element("div", "state", &[&icon, &words_of])?;
        pen.element("section", name, &[&state])?
    };
    section.set_attribute("data-level", name)?;
    Ok(section)
}

fn section(pen: &Pen, mail: Mail<'_>, act: &Act, first: bool) -> Drawn {
    let level = mail.verdict.level();
    let words_of = pen.element(
        "div",
        "",
        &[&*pen.sentence("h2", "", &words::headline(mail.verdict))?],
    )?;
    if let Some(subject) = mail.subject {
        let args = [("subject".to_owned(), Evidence::Text(subject.to_owned()))];
        words_of.append_child(&*pen.say("p", "soft", "popup_mail", &args)?)?;
    }
    let state = pen.element("div", "state", &[&*icon::level(pen, level)?, &words_of])?;
    let section = pen.element("section", &format!("mail {}", level_name(level)), &[&state])?;
    section.set_attribute("data-level", level_name(level))?;
    reasons(pen, &section, mail.verdict)?;
    let row = pen.element("div", "row", &[])?;
    let offered = words::actions(mail.verdict, !mail.orders.is_empty());
    let orders = crate::panel::about(mail.orders);
    for (place, (key, action)) in offered
        .into_iter()
        .filter_map(crate::panel::deed)
        .enumerate()
    {
        let act = act.clone();
        let class = if place == 0 && first { "main" } else { "" };
        row.append_child(&*pen.button_about(class, key, &orders, move || act(action.clone()))?)?;
    }
    section.append_child(&row)?;
    Ok(section)
}

/// Adds every sign and every flagged link.
pub(crate) fn reasons(pen: &Pen, section: &Element, verdict: &Verdict) -> Drawn<()> {
    let signs = pen.element("ul", "why", &[])?;
    for sentence in words::sentences(verdict) {
        signs.append_child(&*pen.sentence(
            "li",
            crate::panel::weight(verdict, &sentence),
            &sentence,
        )?)?;
    }
    if signs.has_child_nodes() {
        section.append_child(&signs)?;
    }
    if let Some(links) = links(pen, verdict)? {
        section.append_child(&links)?;
    }
    Ok(())
}

/// Every flagged link, grouped by where it leads.
fn links(pen: &Pen, verdict: &Verdict) -> Drawn<Option<Element>> {
    let mut groups: BTreeMap<String, Vec<&LinkVerdict>> = BTreeMap::new();
    for link in verdict
        .links
        .iter()
        .filter(|link| link.level > Level::Quiet)
    {
        let place = link
            .host
            .as_ref()
            .map_or_else(|| link.destination.clone(), |host| pen.words().plain(host));
        groups.entry(place).or_default().push(link);
    }
    if groups.is_empty() {
        return Ok(None);
    }
    let mut groups: Vec<_> = groups.into_values().collect();
    groups.sort_by_key(|group| {
        std::cmp::Reverse((group.iter().map(|link| link.level).max(), group.len()))
    });
    let list = pen.element("ul", "links", &[])?;
    for group in groups {
        let Some(first) = group.first() else { continue };
        let place = first
            .host
            .clone()
            .unwrap_or_else(|| Evidence::Text(first.destination.clone()));
        let count = Evidence::Count(u32::try_from(group.len()).unwrap_or(u32::MAX));
        let level = group
            .iter()
            .map(|link| link.level)
            .max()
            .unwrap_or(Level::Quiet);
        let note = pen.say(
            "small",
            "",
            &format!("popup_links_{}", level_name(level)),
            &[("count".to_owned(), count)],
        )?;
        let item = pen.element("li", level_name(level), &[&*pen.evidence(&place)?, &note])?;
        list.append_child(&item)?;
    }
    Ok(Some(list))
}

fn menu(pen: &Pen, tab: &Tab<'_>, act: &Act) -> Drawn {
    let nav = pen.element("nav", "", &[])?;
    let mut wanted: Vec<(&str, Action)> = vec![];
    if tab.reachable {
        wanted.push((
            if tab.looked {
                "popup_look_again"
            } else {
                "popup_look"
            },
            Action::LookAtTab,
        ));
    }
    for (key, action) in wanted {
        let act = act.clone();
        nav.append_child(&*pen.button("", key, move || act(action.clone()))?)?;
    }
    // Nobody is invited to stay where a stranger wears the brand's name.
    let invited =
        tab.addable && !tab.at_home && tab.site.is_none_or(|site| worn(site).next().is_none());
    if let Some(host) = tab.host.clone().filter(|_| invited) {
        let always = act.clone();
        let button = pen.say(
            "button",
            "",
            "popup_always",
            &[("host".to_owned(), Evidence::Text(host.clone()))],
        )?;
        button.set_attribute("type", "button")?;
        button.set_attribute("data-does", "popup_always")?;
        crate::pen::on(&button, "click", move || {
            always(Action::AlwaysHere(host.clone()))
        });
        nav.append_child(&button)?;
    }
    for (key, action) in [
        ("check_title", Action::AskHere),
        ("popup_help", Action::Help),
        ("popup_settings", Action::Settings),
    ] {
        let act = act.clone();
        nav.append_child(&*pen.button("", key, move || act(action.clone()))?)?;
    }
    Ok(nav)
}
