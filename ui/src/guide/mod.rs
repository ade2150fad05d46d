//! The guide: what to do now, step by step; the evidence sheet; where to report.
//!
//! One state, drawn anew after every change; the keyboard focus stays where it was. What is outside the page (keeping, other
//! catalogues) is asked of a [`Shell`].

mod report;
mod sheet;
mod steps;

use crate::catalog::Catalog;
use crate::icon;
use crate::pen::{Drawn, Pen, focus};
use gloo_events::EventListener;
use honmono::guide::evidence::{Words, agent_language};
use honmono::guide::incident::MailNote;
use honmono::guide::{Incident, SITUATIONS, Situation, marketplace};
use honmono::lists::marketplaces::{self, Marketplace};
use honmono::verdict::Evidence;
use js_sys::{Array, Object, Reflect};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, Element, HtmlAnchorElement, HtmlSelectElement, Url};

/// What the page around the guide does for it.
pub trait Shell {
    /// Keeps the incident, so that it is there after a restart.
    fn keep(&self, incident: &Incident);
    /// Forgets what was kept.
    fn forget(&self);
    /// Gets the catalogue of another language, if there is one.
    fn words(&self, language: &str, then: Box<dyn FnOnce(Catalog)>);
}

/// What is shown of the guide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The steps.
    #[default]
    Steps,
    /// The evidence sheet.
    Sheet,
    /// Where to report.
    Report,
}

impl View {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Steps, "guide_view_steps"),
        (Self::Sheet, "guide_view_sheet"),
        (Self::Report, "guide_view_report"),
    ];
}

/// What the guide starts from.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// What was kept.
    pub incident: Incident,
    /// What to show first.
    pub view: View,
    /// The mails that are open or were seen in this session.
    pub seen: Vec<MailNote>,
    /// The webmail the mail was read in.
    pub site: String,
    /// The mail itself, where we have it whole.
    pub source: Option<Rc<[u8]>>,
}

struct State {
    start: Start,
    /// Step details the person opened or closed, by step.
    unfolded: BTreeSet<String>,
    folded: BTreeSet<String>,
    /// The catalogue of the agent's language, once it came.
    agent: Option<Catalog>,
    /// The person is asked whether to forget.
    asked: bool,
    /// A line for the screen reader, and where it stands.
    said: Option<&'static str>,
}

/// The guide in a page.
#[derive(Clone)]
pub struct Guide {
    pen: Pen,
    root: Element,
    state: Rc<RefCell<State>>,
    shell: Rc<dyn Shell>,
}

/// Draws the guide into an element and keeps it alive.
///
/// # Errors
/// When the browser refuses.
pub fn open(pen: &Pen, root: &Element, start: Start, shell: Rc<dyn Shell>) -> Drawn<Guide> {
    let state = State {
        start,
        unfolded: BTreeSet::new(),
        folded: BTreeSet::new(),
        agent: None,
        asked: false,
        said: None,
    };
    let guide = Guide {
        pen: pen.clone(),
        root: root.clone(),
        state: Rc::new(RefCell::new(state)),
        shell,
    };
    guide.fetch_agent();
    guide.draw()?;
    Ok(guide)
}

impl Guide {
    /// The marketplace in force.
    fn market(&self) -> &'static Marketplace {
        marketplace(
            self.state.borrow().start.incident.marketplace.as_deref(),
            self.pen.words().language(),
        )
    }

    fn incident(&self) -> Incident {
        self.state.borrow().start.incident.clone()
    }

    /// Changes the state, keeps the incident and draws.
    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.borrow_mut());
        self.shell.keep(&self.state.borrow().start.incident);
        self.again();
    }

    /// Changes what is shown, draws, and starts at the top.
    fn show(&self, change: impl FnOnce(&mut State)) {
        self.change(|state| {
            state.said = None;
            state.asked = false;
            change(state);
        });
        if let Ok(Some(heading)) = self.root.query_selector("[data-top]") {
            heading.scroll_into_view();
            focus(&heading);
        }
    }

    fn again(&self) {
        let held = self
            .pen
            .document()
            .active_element()
            .and_then(|element| element.get_attribute("data-key"));
        if let Err(error) = self.draw() {
            web_sys::console::warn_2(&"honmono guide: draw".into(), &error);
            return;
        }
        if let Some(key) = held {
            self.hold(&key);
        }
    }

    /// Gives the focus to the element of this key.
    fn hold(&self, key: &str) {
        let Ok(keyed) = self.root.query_selector_all("[data-key]") else {
            return;
        };
        for place in 0..keyed.length() {
            let found = keyed
                .get(place)
                .and_then(|node| node.dyn_into::<Element>().ok());
            if let Some(element) =
                found.filter(|element| element.get_attribute("data-key").as_deref() == Some(key))
            {
                focus(&element);
                return;
            }
        }
    }

    fn fetch_agent(&self) {
        let wanted = agent_language(self.market());
        let words = self
            .pen
            .words()
            .language()
            .split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_owned();
        self.state.borrow_mut().agent = None;
        if wanted == words {
            return;
        }
        let guide = self.clone();
        self.shell.words(
            wanted,
            Box::new(move |catalog| {
                // The person may have chosen another marketplace meanwhile.
                if agent_language(guide.market()) == wanted {
                    guide.state.borrow_mut().agent = Some(catalog);
                    // Only the sheet speaks it; nothing else may move under the person's hand.
                    let view = guide.state.borrow().start.view;
                    if view == View::Sheet {
                        guide.again();
                    }
                }
            }),
        );
    }

    fn draw(&self) -> Drawn<()> {
        let pen = &self.pen;
        let header = pen.element(
            "header",
            "",
            &[&*icon::seal(pen)?, &*pen.say("h1", "", "guide_title", &[])?],
        )?;
        let whole = pen.element("div", "page guide", &[&header])?;
        let situation = self.state.borrow().start.incident.situation;
        match situation {
            None => {
                whole.append_child(&*pen.say("p", "lead", "guide_lead", &[])?)?;
                whole.append_child(&*self.choice()?)?;
                whole.append_child(&*self.market_row()?)?;
            }
            Some(situation) => {
                whole.append_child(&*self.head(situation)?)?;
                let view = self.state.borrow().start.view;
                whole.append_child(&*match view {
                    View::Steps => steps::draw(self, situation)?,
                    View::Sheet => sheet::draw(self)?,
                    View::Report => report::draw(self)?,
                })?;
            }
        }
        whole.append_child(&*self.foot()?)?;
        pen.replace(&self.root, &[&whole])
    }

    /// The six situations, one press each.
    fn choice(&self) -> Drawn {
        let heading = self.top("guide_choose")?;
        let list = self.pen.element("ul", "plain situations", &[])?;
        for situation in SITUATIONS {
            let guide = self.clone();
            let button = self.pen.button(
                "situation",
                &format!("guide_situation_{}", situation.name()),
                move || guide.choose(situation),
            )?;
            button.set_attribute("data-situation", situation.name())?;
            list.append_child(&*self.pen.element("li", "", &[&button])?)?;
        }
        self.pen.element("section", "group", &[&heading, &list])
    }

    fn choose(&self, situation: Situation) {
        self.show(|state| {
            state.start.incident.situation = Some(situation);
            state.start.view = View::Steps;
        });
    }

    /// What was chosen, and the way to choose something else.
    fn head(&self, situation: Situation) -> Drawn {
        let pen = &self.pen;
        let heading = self.top(&format!("guide_situation_{}", situation.name()))?;
        let intro = pen.say("p", "", &format!("guide_intro_{}", situation.name()), &[])?;
        let guide = self.clone();
        let other = pen.button("quiet", "guide_change", move || {
            guide.show(|state| state.start.incident.situation = None)
        })?;
        let row = pen.element("div", "between no-print", &[&*self.market_row()?, &other])?;
        let tabs = pen.element("nav", "tabs no-print", &[])?;
        tabs.set_attribute("aria-label", &pen.words().text("guide_view", &[]))?;
        let now = self.state.borrow().start.view;
        for (view, key) in View::ALL {
            let tab = self.to_view("tab", key, view)?;
            if view == now {
                tab.set_attribute("aria-current", "page")?;
            }
            tabs.append_child(&tab)?;
        }
        pen.element("section", "group head", &[&heading, &intro, &row, &tabs])
    }

    /// A button that leads to another part of the guide.
    fn to_view(&self, class: &str, key: &str, view: View) -> Drawn {
        let guide = self.clone();
        self.pen.button(class, key, move || {
            guide.show(|state| state.start.view = view)
        })
    }

    fn market_row(&self) -> Drawn {
        let pen = &self.pen;
        let label = pen.say("label", "", "guide_marketplace", &[])?;
        label.set_attribute("for", "marketplace")?;
        let select = pen.element("select", "", &[])?;
        select.set_attribute("id", "marketplace")?;
        select.set_attribute("data-key", "marketplace")?;
        let chosen = self.market();
        for market in &marketplaces::ALL {
            let offer = pen.text("option", "", market.name)?;
            offer.set_attribute("value", market.id)?;
            if market.id == chosen.id {
                offer.set_attribute("selected", "")?;
            }
            select.append_child(&offer)?;
        }
        let (guide, from) = (self.clone(), select.clone());
        crate::pen::on(&select, "change", move || {
            let Some(id) = from
                .dyn_ref::<HtmlSelectElement>()
                .map(HtmlSelectElement::value)
            else {
                return;
            };
            guide.state.borrow_mut().start.incident.marketplace = Some(id);
            guide.fetch_agent();
            guide.change(|_| {});
        });
        pen.element("div", "setting", &[&label, &select])
    }

    /// The heading that gets the focus when another part is shown.
    fn top(&self, key: &str) -> Drawn {
        let heading = self.pen.say("h2", "", key, &[])?;
        heading.set_attribute("tabindex", "-1")?;
        heading.set_attribute("data-top", "")?;
        Ok(heading)
    }

    /// The way to forget it all.
    fn foot(&self) -> Drawn {
        let pen = &self.pen;
        let foot = pen.element("footer", "no-print", &[])?;
        if self.state.borrow().start.incident.is_empty() {
            return Ok(foot);
        }
        if !self.state.borrow().asked {
            let guide = self.clone();
            let forget = pen.button("quiet", "guide_forget", move || {
                guide.state.borrow_mut().asked = true;
                guide.again();
                guide.hold("forget_no");
            })?;
            foot.append_child(&forget)?;
            return Ok(foot);
        }
        let question = pen.say("p", "", "guide_forget_sure", &[])?;
        question.set_attribute("id", "forget-question")?;
        let guide = self.clone();
        let yes = pen.button("", "guide_forget_yes", move || {
            guide.shell.forget();
            let mut state = guide.state.borrow_mut();
            let marketplace = state.start.incident.marketplace.take();
            state.start.incident = Incident {
                marketplace,
                ..Incident::default()
            };
            state.asked = false;
            drop(state);
            guide.again();
        })?;
        let guide = self.clone();
        let no = pen.button("main", "guide_forget_no", move || {
            guide.state.borrow_mut().asked = false;
            guide.again();
        })?;
        no.set_attribute("data-key", "forget_no")?;
        let ask = pen.element(
            "div",
            "group ask",
            &[&question, &*pen.element("div", "row", &[&no, &yes])?],
        )?;
        ask.set_attribute("role", "alertdialog")?;
        ask.set_attribute("aria-labelledby", "forget-question")?;
        foot.append_child(&ask)?;
        Ok(foot)
    }

    /// A line that screen readers read when it appears.
    fn status(&self) -> Drawn {
        let said = self.state.borrow().said;
        let line = match said {
            Some(key) => self.pen.say("p", "status", key, &[])?,
            None => self.pen.element("p", "status", &[])?,
        };
        line.set_attribute("role", "status")?;
        Ok(line)
    }

    fn say(&self, key: &'static str) {
        self.state.borrow_mut().said = Some(key);
        self.again();
    }

    /// Copies text, and says whether that was possible.
    fn copy(&self, text: &str) {
        let guide = self.clone();
        let Some(clipboard) = web_sys::window().map(|window| window.navigator().clipboard()) else {
            return;
        };
        let (fine, bad) = (guide.clone(), guide);
        let done = wasm_bindgen::closure::Closure::once_into_js(move |_: JsValue| {
            fine.say("evidence_copied")
        });
        let failed = wasm_bindgen::closure::Closure::once_into_js(move |_: JsValue| {
            bad.say("evidence_not_copied")
        });
        let promise = clipboard.write_text(text);
        if let Ok(then) = Reflect::get(&promise, &"then".into())
            && let Ok(then) = then.dyn_into::<js_sys::Function>()
        {
            let _ = then.call2(&promise, &done, &failed);
        }
    }
}

/// A link to a built-in address that looks like a button and opens a new tab.
fn door(pen: &Pen, class: &str, key: &str, args: &[(String, Evidence)], address: &str) -> Drawn {
    let link = pen.say("a", class, key, args)?;
    link.set_attribute("href", address)?;
    link.set_attribute("target", "_blank")?;
    link.set_attribute("rel", "noopener noreferrer")?;
    Ok(link)
}

/// Text argument of a sentence.
fn said(name: &str, text: &str) -> (String, Evidence) {
    (name.to_owned(), Evidence::Text(text.to_owned()))
}

/// The moment by the machine's clock.
fn now() -> i64 {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "whole milliseconds, far below 2^53"
    )]
    let now = js_sys::Date::now() as i64;
    now
}

/// Day and time to the minute, as the language writes them.
fn clock(words: &Catalog, milliseconds: i64) -> String {
    #[allow(
        clippy::cast_precision_loss,
        reason = "dates lie far below 2^53 milliseconds"
    )]
    let date = js_sys::Date::new(&JsValue::from_f64(milliseconds as f64));
    let options = Object::new();
    for (name, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    date.to_locale_string(words.language(), &options).into()
}

impl Words for Catalog {
    fn say(&self, key: &str, args: &[(String, Evidence)]) -> String {
        self.text(key, args)
    }

    fn when(&self, milliseconds: i64) -> String {
        self.moment(milliseconds)
    }
}

/// Hands a file to the person: the browser's own way of saving, no request.
fn save(pen: &Pen, name: &str, kind: &str, content: &str) -> Drawn<()> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&content.into()), &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = pen.document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser has taken hold of the content by the time it lets go of the page.
    if let Some(window) = web_sys::window() {
        EventListener::once(&window, "pagehide", move |_| {
            drop(Url::revoke_object_url(&address))
        })
        .forget();
    }
    Ok(())
}
