//! What the hands bring back, heard on a page of the extension's own: every message of a content script reaches each page of its
//! extension, so nothing has to be built in for tests.

use crate::Browser;
use anyhow::{Context, Result, bail};
use fantoccini::wd::WindowHandle;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// How long nothing new must be heard before what was heard is taken for all.
const QUIET: Duration = Duration::from_millis(400);
/// How long a page may stay silent.
const SILENT: Duration = Duration::from_secs(10);

/// Listens on a tab of the extension's own while pages are opened in another.
pub struct Collector {
    own: WindowHandle,
    page: WindowHandle,
    /// Match patterns the package has scripts for.
    built_in: Vec<String>,
    /// Hosts that were let in since.
    let_in: BTreeSet<String>,
}

/// What puts a look together again where it is overheard, as a script: regions and links come as one text, links as lines.
pub(crate) const WHOLE: &str = "\
    const rows = ({ same, href, text, more }) => { let before = ''; const [rests, texts] = [href.split('\\n'), text.split('\\n')]; const all = [...same].map((letter, id) => ({ id, href: (before = before.slice(0, letter.charCodeAt(0) - 32) + rests[id]), text: texts[id], alt: '', hidden: false })); for (const link of more) all[link.id] = link; return all; }; \
    const whole = ({ snapshot, text }) => { const { regions, links } = JSON.parse(text); regions.forEach((region, at) => { if (region.body) region.body.links = rows(links[at]); }); return { ...snapshot, regions }; };";

impl Collector {
    /// Turns the current tab into the listening one and opens another for the pages.
    pub fn start(browser: &Browser) -> Result<Self> {
        browser.open_own("options.html")?;
        browser.eval(&format!(
            "(() => {{ window.heard = []; {WHOLE} \
             (globalThis.browser ?? chrome).runtime.onMessage.addListener((message, sender) => {{ \
             if (message?.page) window.listens = JSON.stringify(message).slice(0, 60); if (message?.page?.look) window.heard.push({{ frame: sender.frameId, tab: sender.tab?.id, look: whole(message.page.look) }}); }}); }})()"
        ))?;
        let patterns = browser.eval(
            "(globalThis.browser ?? chrome).runtime.getManifest().content_scripts.flatMap((script) => script.matches)",
        )?;
        let patterns = patterns.as_array().into_iter().flatten();
        let built_in = patterns
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        let own = browser.new_tab("about:blank")?;
        let page = browser
            .run(browser.client().window())
            .context("the tab for pages")?;
        Ok(Self {
            own,
            page,
            built_in,
            let_in: BTreeSet::new(),
        })
    }

    /// Opens a page and gives the snapshots of its frames as [`Collector::read`] does. A host that is not built in is let in first,
    /// once, as a person does it.
    pub fn visit(
        &mut self,
        browser: &mut Browser,
        address: &str,
        frames: &[String],
    ) -> Result<Vec<Value>> {
        let host = crate::parse_address(address)?.host;
        let known = self.built_in.iter().any(|pattern| covers(pattern, &host));
        if !known && !self.let_in.contains(&host) {
            browser.goto(address)?;
            browser.let_in()?;
            browser.close_popup()?;
            self.let_in.insert(host);
        }
        self.read(browser, address, frames)
    }

    fn switch(&self, browser: &Browser, own: bool) -> Result<()> {
        let to = if own { &self.own } else { &self.page };
        Ok(browser.run(browser.client().switch_to_window(to.clone()))?)
    }

    /// Opens an address and gives the snapshots of its frames, the top one first. `frames` are addresses that frames of the page show;
    /// a saved page whose scripts are off cannot take them there by itself.
    pub fn read(&self, browser: &Browser, address: &str, frames: &[String]) -> Result<Vec<Value>> {
        self.switch(browser, false)?;
        // The same address twice would be a walk within the page.
        browser.goto("about:blank")?;
        self.switch(browser, true)?;
        browser.eval("void (window.heard = [])")?;
        self.switch(browser, false)?;
        browser.goto(address)?;
        for frame in frames {
            let show = "(() => { const frames = [...document.querySelectorAll('iframe')]; \
                        if (frames.some((frame) => frame.src === args[0])) return; \
                        const frame = document.querySelector('iframe#messagecontframe') ?? frames[0]; if (frame) frame.src = args[0]; })()";
            browser.eval_with(show, vec![frame.as_str().into()])?;
        }
        self.switch(browser, true)?;
        let heard = self.settled(browser, frames);
        self.switch(browser, false)?;
        heard
    }

    fn settled(&self, browser: &Browser, frames: &[String]) -> Result<Vec<Value>> {
        let began = Instant::now();
        let (mut count, mut since) = (0, Instant::now());
        // Once the page is whole its frames are asked to look again: a first look may come before the page has been laid out.
        let mut asked: Option<usize> = None;
        loop {
            let heard = browser.eval("window.heard")?;
            let heard = heard.as_array().cloned().unwrap_or_default();
            if heard.len() != count {
                (count, since) = (heard.len(), Instant::now());
            }
            // The latest of each frame.
            let mut latest: BTreeMap<i64, Value> = BTreeMap::new();
            for one in &heard {
                latest.insert(frame_of(one), one["look"].clone());
            }
            let is_there = |wanted: &String| {
                latest
                    .values()
                    .any(|look| look["url"].as_str() == Some(wanted))
            };
            let whole = latest.contains_key(&0) && frames.iter().all(is_there);
            let fresh = asked.is_some_and(|from| {
                latest
                    .keys()
                    .all(|frame| frames_of(&heard[from.min(heard.len())..]).contains(frame))
            });
            if whole && fresh {
                return Ok(latest.into_values().collect());
            }
            if whole && asked.is_none() && since.elapsed() >= QUIET {
                asked = Some(heard.len());
                browser.eval(
                    "(async () => { await (globalThis.browser ?? chrome).tabs.sendMessage(window.heard[0].tab, 'again').catch(() => {}); })()",
                )?;
            }
            if began.elapsed() >= SILENT {
                if latest.is_empty() {
                    let own = browser.eval("location.href + ' listens: ' + window.listens")?;
                    self.switch(browser, false)?;
                    let page = browser.eval("location.href + ' ' + document.title + ' ' + document.body?.innerText.slice(0, 80)")?;
                    bail!(
                        "the hands of {page} said nothing within {} s ({own})",
                        SILENT.as_secs()
                    );
                }
                return Ok(latest.into_values().collect());
            }
            std::thread::sleep(Duration::from_millis(30));
        }
    }
}

fn frame_of(heard: &Value) -> i64 {
    heard["frame"].as_f64().map_or(-1, |number| number as i64)
}

fn frames_of(heard: &[Value]) -> Vec<i64> {
    heard.iter().map(frame_of).collect()
}

/// Whether a match pattern names a host.
fn covers(pattern: &str, host: &str) -> bool {
    let named = pattern
        .split("://")
        .nth(1)
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_default();
    match named.strip_prefix("*.") {
        Some(parent) => {
            host == parent
                || host
                    .strip_suffix(parent)
                    .is_some_and(|sub| sub.ends_with('.'))
        }
        None => named == host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_cover_their_hosts_alone() {
        assert!(covers("https://mail.example/*", "mail.example"));
        assert!(covers("https://*.mail.example/*", "a.mail.example"));
        assert!(!covers("https://mail.example/*", "x.mail.example"));
        assert!(!covers("https://*.mail.example/*", "amail.example"));
    }
}
