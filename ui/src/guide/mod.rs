//! The guide: what to do now, step by step; the evidence sheet; where to report.
//!
//! One state, drawn anew after every change; the keyboard focus stays where it was. What is outside the page (keeping, other
//! catalogues) is asked of a [`Shell`].

mod choice;
mod clock;
mod file;
mod forget;
mod reminder;
mod report;
mod sheet;
mod steps;

use crate::catalog::Catalog;
use crate::icon;
use crate::pen::{Drawn, Pen, focus};
use clock::{clock, now};
use file::save;
use gloo_events::EventListener;
use honmono::guide::evidence::{Words, agent_language};
use honmono::guide::incident::MailNote;
use honmono::guide::{Incident, Situation, marketplace};
use honmono::lists::marketplaces::Marketplace;
use honmono::verdict::Evidence;
use js_sys::Reflect;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// What the page around the guide does for it.
pub trait Shell {
    /// Keeps the incident, so that it is there after a restart.
    fn keep(&self, incident: &Incident);
    /// Forgets what was kept.
    fn forget(&self);
    /// Gets the catalogue of another language, if there is one.
    fn words(&self, language: &str, then: Box<dyn FnOnce(Catalog)>);
    /// Turns reminders on or off, and says whether they are on afterwards. Called inside the click, since the browser asks the
    /// person. A page that cannot remind leaves [`Start::reminding`] empty and is never asked.
    fn remind(&self, _on: bool, _then: Box<dyn FnOnce(bool)>) {}
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
    /// Whether the person is reminded of times; `None` where nothing can remind.
    pub reminding: Option<bool>,
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
    guide.follow_the_clock();
    Ok(guide)
}

impl Guide {
    /// Brings the person to a step, as after a reminder. A step that is not on the page leads nowhere.
    pub fn lead_to(&self, step: &str) {
        let key = format!("step-{step}");
        if let Some(tick) = self.keyed(&key) {
            tick.scroll_into_view();
            focus(&tick);
        }
    }

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
        if let Some(element) = self.keyed(key) {
            focus(&element);
        }
    }

    /// The element of this key.
    fn keyed(&self, key: &str) -> Option<Element> {
        let all = self.root.query_selector_all("[data-key]").ok()?;
        (0..all.length())
            .filter_map(|place| all.get(place)?.dyn_into::<Element>().ok())
            .find(|element| element.get_attribute("data-key").as_deref() == Some(key))
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

    /// A page that stood open for hours says what the clock says when the person comes back to it. What the person is at, a note
    /// half written or a question half read, is left as it is.
    fn follow_the_clock(&self) {
        let Some(window) = web_sys::window() else {
            return;
        };
        let guide = self.clone();
        EventListener::new(&window, "focus", move |_| {
            let (view, asked) = {
                let state = guide.state.borrow();
                (state.start.view, state.asked)
            };
            if view == View::Steps && !asked {
                guide.again();
            }
        })
        .forget();
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

    fn choose(&self, situation: Situation) {
        self.show(|state| {
            state.start.incident.situation = Some(situation);
            state.start.view = View::Steps;
        });
    }

    /// A button that leads to another part of the guide.
    fn to_view(&self, class: &str, key: &str, view: View) -> Drawn {
        let guide = self.clone();
        self.pen.button(class, key, move || {
            guide.show(|state| state.start.view = view)
        })
    }

    /// The heading that gets the focus when another part is shown.
    fn top(&self, key: &str) -> Drawn {
        let heading = self.pen.say("h2", "", key, &[])?;
        heading.set_attribute("tabindex", "-1")?;
        heading.set_attribute("data-top", "")?;
        Ok(heading)
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

impl Words for Catalog {
    fn say(&self, key: &str, args: &[(String, Evidence)]) -> String {
        self.text(key, args)
    }

    fn when(&self, milliseconds: i64) -> String {
        self.moment(milliseconds)
    }
}
