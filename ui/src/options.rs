//! The options page: few settings, what is stored, one button to forget it.

use crate::icon;
use crate::pen::{Drawn, Pen, on};
use crate::{Act, Action};
use honmono::settings::{MOST_HOSTS, Settings, origin};
use honmono::verdict::Evidence;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

/// What the options page is drawn from.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// The settings in force.
    pub settings: Settings,
    /// Names of settings that an organisation fixed.
    pub fixed: &'a [&'static str],
    /// Languages on offer: tag, and the language's name in itself.
    pub languages: &'a [(&'static str, &'static str)],
    /// Marketplaces on offer.
    pub marketplaces: &'a [&'static str],
    /// Sites beyond those that are built in.
    pub hosts: Vec<Host>,
    /// The version that runs.
    pub version: String,
}

/// A site beyond those that are built in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// Its match pattern.
    pub origin: String,
    /// The browser lets us in.
    pub granted: bool,
    /// An organisation wants it: it cannot be removed here.
    pub fixed: bool,
}

impl Host {
    /// Puts together what an organisation wants, what a settings file wants, and what the browser granted. Each site stands once.
    #[must_use]
    pub fn list(managed: &[String], wanted: &[String], granted: &[String]) -> Vec<Self> {
        let mut found: Vec<Self> = vec![];
        let managed = managed.iter().filter_map(|host| origin(host));
        let wanted = wanted.iter().filter_map(|host| origin(host));
        let all = managed
            .map(|origin| (origin, true))
            .chain(wanted.map(|origin| (origin, false)))
            .take(MOST_HOSTS)
            .chain(granted.iter().map(|origin| (origin.clone(), false)));
        for (origin, fixed) in all {
            if !found.iter().any(|known| known.origin == origin) {
                found.push(Self {
                    granted: granted.contains(&origin),
                    origin,
                    fixed,
                });
            }
        }
        found
    }

    /// The host alone, as it is shown.
    fn name(&self) -> &str {
        self.origin
            .trim_start_matches("https://")
            .trim_end_matches("/*")
    }
}

/// Draws the options page. The element with id `import` takes a file; the caller listens to it.
///
/// # Errors
/// When the browser refuses.
pub fn draw(pen: &Pen, options: &Options<'_>, act: &Act) -> Drawn {
    let header = pen.element(
        "header",
        "",
        &[
            &*icon::seal(pen)?,
            &*pen.say("h1", "", "options_title", &[])?,
        ],
    )?;
    let whole = pen.element("div", "page", &[&header])?;
    let status = pen.element("p", "status", &[])?;
    status.set_attribute("id", "status")?;
    status.set_attribute("role", "status")?;
    let settings = Rc::new(RefCell::new(options.settings.clone()));
    let parts = [
        reading(pen, options, &settings, act)?,
        hosts(pen, options, act)?,
        stored(pen, act)?,
    ];
    for part in parts {
        whole.append_child(&part)?;
    }
    whole.append_child(&status)?;
    let version = [(
        "version".to_owned(),
        Evidence::Text(options.version.clone()),
    )];
    whole.append_child(&*pen.say("footer", "soft", "options_version", &version)?)?;
    Ok(whole)
}

/// Says in the status line what was done.
pub fn report(pen: &Pen, key: &str) {
    if let Some(status) = pen.document().get_element_by_id("status") {
        status.set_text_content(Some(&pen.words().text(key, &[])));
    }
}

type Shared = Rc<RefCell<Settings>>;

fn reading(pen: &Pen, options: &Options<'_>, settings: &Shared, act: &Act) -> Drawn {
    let part = pen.element(
        "section",
        "group",
        &[&*pen.say("h2", "", "options_reading", &[])?],
    )?;
    let mut languages = vec![(
        String::new(),
        pen.words().text("options_language_browser", &[]),
    )];
    languages.extend(
        options
            .languages
            .iter()
            .map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())),
    );
    let chosen = options.settings.language.clone().unwrap_or_default();
    let language = choice(pen, "language", "options_language", &languages, &chosen)?;
    let mut places = vec![(
        String::new(),
        pen.words().text("options_marketplace_none", &[]),
    )];
    places.extend(
        options
            .marketplaces
            .iter()
            .map(|host| ((*host).to_owned(), (*host).to_owned())),
    );
    let home = options.settings.marketplace.clone().unwrap_or_default();
    let marketplace = choice(pen, "marketplace", "options_marketplace", &places, &home)?;
    let hold = tick(
        pen,
        "hold_clicks",
        "options_hold",
        "options_hold_text",
        options.settings.hold_clicks,
    )?;
    for (name, row) in [
        ("language", &language),
        ("marketplace", &marketplace),
        ("hold_clicks", &hold),
    ] {
        if options.fixed.contains(&name)
            && let Some(control) = row.query_selector("select, input")?
        {
            control.set_attribute("disabled", "")?;
            row.append_child(&*pen.say("p", "soft", "options_managed", &[])?)?;
        }
        let (settings, act, from) = (Rc::clone(settings), act.clone(), row.clone());
        on(row, "change", move || {
            take(&from, name, &mut settings.borrow_mut());
            act(Action::Save(settings.borrow().clone()));
        });
        part.append_child(row)?;
    }
    Ok(part)
}

/// Takes over what a control says.
fn take(row: &Element, name: &str, settings: &mut Settings) {
    let Ok(Some(control)) = row.query_selector("select, input") else {
        return;
    };
    let chosen = control
        .dyn_ref::<HtmlSelectElement>()
        .map(HtmlSelectElement::value)
        .filter(|value| !value.is_empty());
    match name {
        "language" => settings.language = chosen,
        "marketplace" => settings.marketplace = chosen,
        "hold_clicks" => {
            settings.hold_clicks = control
                .dyn_ref::<HtmlInputElement>()
                .is_some_and(HtmlInputElement::checked)
        }
        _ => {}
    }
}

fn choice(pen: &Pen, id: &str, key: &str, offers: &[(String, String)], chosen: &str) -> Drawn {
    let label = pen.say("label", "", key, &[])?;
    label.set_attribute("for", id)?;
    let select = pen.element("select", "", &[])?;
    select.set_attribute("id", id)?;
    for (value, name) in offers {
        let offer = pen.text("option", "", name)?;
        offer.set_attribute("value", value)?;
        if value == chosen {
            offer.set_attribute("selected", "")?;
        }
        select.append_child(&offer)?;
    }
    pen.element("div", "setting", &[&label, &select])
}

fn tick(pen: &Pen, id: &str, key: &str, text: &str, on: bool) -> Drawn {
    let input = pen.element("input", "", &[])?;
    input.set_attribute("type", "checkbox")?;
    input.set_attribute("id", id)?;
    if on {
        input.set_attribute("checked", "")?;
    }
    let label = pen.say("label", "", key, &[])?;
    label.set_attribute("for", id)?;
    let words = pen.element("div", "", &[&label, &*pen.say("p", "soft", text, &[])?])?;
    pen.element("div", "setting tick", &[&input, &words])
}

fn hosts(pen: &Pen, options: &Options<'_>, act: &Act) -> Drawn {
    let part = pen.element(
        "section",
        "group",
        &[&*pen.say("h2", "", "options_hosts", &[])?],
    )?;
    part.append_child(&*pen.say("p", "soft", "options_hosts_text", &[])?)?;
    if options.hosts.is_empty() {
        part.append_child(&*pen.say("p", "", "options_hosts_none", &[])?)?;
        return Ok(part);
    }
    let list = pen.element("ul", "plain", &[])?;
    for host in &options.hosts {
        list.append_child(&*one_host(pen, host, act)?)?;
    }
    part.append_child(&list)?;
    Ok(part)
}

fn one_host(pen: &Pen, host: &Host, act: &Act) -> Drawn {
    let words = pen.element(
        "div",
        "",
        &[&*pen.evidence(&Evidence::Text(host.name().to_owned()))?],
    )?;
    if host.fixed {
        words.append_child(&*pen.say("p", "soft", "options_managed", &[])?)?;
    }
    if !host.granted {
        words.append_child(&*pen.say("p", "soft", "options_host_waiting", &[])?)?;
    }
    let item = pen.element("li", "", &[&words])?;
    item.set_attribute("data-host", host.name())?;
    let row = pen.element("div", "row", &[])?;
    if !host.granted {
        let (act, origin) = (act.clone(), host.origin.clone());
        row.append_child(&*pen.button("main", "options_host_allow", move || {
            act(Action::AllowHosts(vec![origin.clone()]))
        })?)?;
    }
    if !host.fixed {
        let (act, origin) = (act.clone(), host.origin.clone());
        row.append_child(&*pen.button("", "options_host_remove", move || {
            act(Action::DropHost(origin.clone()))
        })?)?;
    }
    item.append_child(&row)?;
    Ok(item)
}

fn stored(pen: &Pen, act: &Act) -> Drawn {
    let part = pen.element(
        "section",
        "group",
        &[&*pen.say("h2", "", "options_stored", &[])?],
    )?;
    let list = pen.element("ul", "", &[])?;
    for key in [
        "options_stored_settings",
        "options_stored_session",
        "options_stored_nothing",
    ] {
        list.append_child(&*pen.say("li", "", key, &[])?)?;
    }
    part.append_child(&list)?;
    let (export, forget) = (act.clone(), act.clone());
    let import = pen.element("input", "", &[])?;
    for (name, value) in [
        ("type", "file"),
        ("id", "import"),
        ("accept", "application/json,.json"),
    ] {
        import.set_attribute(name, value)?;
    }
    let label = pen.say("label", "button", "options_import", &[])?;
    label.set_attribute("for", "import")?;
    let row = pen.element(
        "div",
        "row",
        &[
            &*pen.button("", "options_export", move || export(Action::Export))?,
            &import,
            &label,
            &*pen.button("", "options_forget", move || forget(Action::Forget))?,
        ],
    )?;
    part.append_child(&row)?;
    Ok(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_site_stands_once_and_the_organisations_is_fixed() {
        let text = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let list = Host::list(
            &text(&["post.example.test", "no host"]),
            &text(&["post.example.test", "mine.example.test"]),
            &text(&[
                "https://mine.example.test/*",
                "https://popup.example.test/*",
            ]),
        );
        let shown: Vec<_> = list
            .iter()
            .map(|host| (host.name(), host.granted, host.fixed))
            .collect();
        assert_eq!(
            shown,
            [
                ("post.example.test", false, true),
                ("mine.example.test", true, false),
                ("popup.example.test", true, false)
            ]
        );
    }
}
