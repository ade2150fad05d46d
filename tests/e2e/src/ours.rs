//! What tests and `cargo xtask demo` know of our own extension: where its panel stands, and how a person lets it into a further webmail.

use crate::browser::Browser;
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::time::Duration;

/// A panel as a person meets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// Name of the level, lower case: `dangerous`, `unconfirmed`...
    pub level: String,
    /// The first line.
    pub headline: String,
    /// All its text.
    pub text: String,
}

/// The hosts of our panels, in the document that is entered.
const PANELS: &str = "[data-honmono=panel]";

impl Browser {
    /// The panels in the document that is entered (a page, or a frame of a webmail), drawn ones only, in their order.
    pub fn panels(&self) -> Result<Vec<Panel>> {
        let mut panels = vec![];
        for host in self.find_all(PANELS)? {
            host.in_shadow("iframe")?.enter()?;
            let read = self.eval(
                "(() => { const s = document.querySelector('[data-level]'); return s && [s.dataset.level, document.getElementById('headline')?.innerText ?? '', s.innerText]; })()",
            );
            self.parent()?;
            let read = read?;
            let text = |at: usize| read[at].as_str().unwrap_or_default().trim().to_owned();
            if !read.is_null() {
                panels.push(Panel {
                    level: text(0),
                    headline: text(1),
                    text: text(2),
                });
            }
        }
        Ok(panels)
    }

    /// The first panel, as soon as it is drawn.
    pub fn panel(&self) -> Result<Panel> {
        self.panel_where("a panel is drawn", |_| true)
    }

    /// A panel of this level, as soon as there is one. What a panel says may change when more of its mail has come.
    pub fn panel_of(&self, level: &str) -> Result<Panel> {
        self.panel_where(&format!("a panel says {level}"), |panel| {
            panel.level == level
        })
    }

    fn panel_where(&self, what: &str, wanted: impl Fn(&Panel) -> bool) -> Result<Panel> {
        self.until(what, || Ok(self.panels()?.into_iter().find(&wanted)))
            .map_err(|error| error.context(self.panel_state().unwrap_or_else(|e| format!("{e:#}"))))
    }

    /// What there is of a panel that is not as it should be, for the one who has to find out why.
    fn panel_state(&self) -> Result<String> {
        let hosts = self.find_all(PANELS)?;
        let Some(host) = hosts.first() else {
            let document = self.eval(
                "[location.href, document.readyState, document.documentElement.outerHTML.slice(0, 2000)]",
            )?;
            return Ok(format!(
                "there is no place for a panel in {document}; consoles: {:?}",
                self.console()
            ));
        };
        let place = host.place()?;
        host.in_shadow("iframe")?.enter()?;
        let state =
            self.eval("[location.href, document.readyState, document.documentElement.outerHTML]");
        self.parent()?;
        Ok(format!("a panel at {place:?} holds {}", state?))
    }

    /// Enters the frame of the first panel, to press what is in it. [`Browser::parent`] leads back.
    pub fn enter_panel(&self) -> Result<()> {
        self.wait_for(PANELS)?.in_shadow("iframe")?.enter()?;
        self.wait_for("[data-level]").map(|_| ())
    }

    /// Follows the extension to a page of ours that it opened: a new tab goes to the same place, what stands behind `#` included. Gives the tab
    /// that was left. Drivers do not list the tabs of an extension's own pages, so one of ours is asked where they are.
    pub fn follow(&self, page: &str) -> Result<crate::Tab> {
        let left = self.new_tab(&format!("{}/options.html", self.origin()))?;
        let wanted = json!(format!("/{page}"));
        let place = self.until(&format!("{page} opens"), || {
            let place = self.eval(&format!(
                "(globalThis.browser ?? chrome).extension.getViews({{type: 'tab'}}).map((view) => view.location).find((at) => at.pathname === {wanted})?.hash ?? null"
            ))?;
            Ok(place.as_str().map(str::to_owned))
        })?;
        self.open_own(&format!("{page}{place}"))?;
        Ok(left)
    }

    /// Waits until the open popup says all of these, and gives its text. The error tells what it says instead.
    pub fn popup_says(&self, words: &[&str]) -> Result<String> {
        let mut last = String::new();
        self.until(&format!("the popup says {words:?}"), || {
            last = self.popup_text()?;
            let all = words.iter().all(|word| last.contains(word));
            Ok(all.then(|| last.clone()))
        })
        .with_context(|| format!("the popup says {last:?}; consoles: {:?}", self.console()))
    }

    /// The first page of a new installation opens in front of ours; a new tab comes in front of it.
    pub(crate) fn to_the_front(&self) -> Result<()> {
        self.goto("about:blank")?;
        let state = |wanted: &'static str| {
            move || Ok((self.eval("document.visibilityState")? == wanted).then_some(()))
        };
        self.until_in(Duration::from_secs(30), "the first page", state("hidden"))?;
        self.new_tab("about:blank")?;
        self.until("our tab in front", state("visible"))
    }

    /// Opens an address and waits until its own document shows this element. The page of before is left when the next one has come, and not
    /// sooner; a browser may say that it has gone on while the old one still answers.
    pub fn arrive(&self, address: &str, css: &str) -> Result<()> {
        self.goto(address)?;
        let host = url::Url::parse(address)?;
        let host = host.host_str().context("an address without a host")?;
        let there = format!(
            "location.hostname === {} && document.readyState === 'complete' && document.querySelector({}) !== null",
            json!(host),
            json!(css)
        );
        self.until(&format!("{css} at {host}"), || {
            Ok((self.eval(&there)? == true).then_some(()))
        })
    }

    /// The current page's site is let in for good, as a person does it: toolbar, popup, the button, the browser's question answered yes.
    pub fn let_in(&mut self) -> Result<()> {
        let host = self.eval("top.location.hostname")?;
        let host = host.as_str().context("a page without a host")?;
        self.answer_yes(&format!("https://{host}/*"))?;
        self.click_toolbar()?;
        let offered = self.until("the popup offers the site", || {
            let there = self.popup_eval("!!document.querySelector('[data-does=popup_always]')")?;
            Ok((there == true).then_some(()))
        });
        if offered.is_err() {
            bail!(
                "the popup does not offer the site; it says: {:?}; consoles: {:?}",
                self.popup_text(),
                self.console()
            );
        }
        self.popup_click("[data-does=popup_always]")?;
        self.until("the site is let in", || {
            Ok(self.allowed(host)?.then_some(()))
        })
    }
}
