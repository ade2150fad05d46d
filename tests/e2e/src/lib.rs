//! The lab: sites under their real host names on loopback, a real Roundcube, and both browsers with the extension in them.
//!
//! A test reads like this, and runs the same in Chromium and in Firefox:
//!
//! ```no_run
//! use e2e::{Browser, Kind, Lab, Options, Page, Site};
//!
//! # fn test() -> anyhow::Result<()> {
//! for kind in Kind::BOTH {
//!     let lab = Lab::start([Site::new("mail.google.com").page("/", Page::html("<p>a mail</p>").policy("script-src 'self'"))])?;
//!     let mut browser = Browser::start(kind, &lab, &Options::shipped(kind).language("ja").dark())?;
//!     browser.goto("https://mail.google.com/")?;
//!     browser.wait_for("p")?.text()?;                        // `find` is now, `wait_for` asks for ten seconds
//!     browser.until("it is there", || Ok(browser.eval("document.title")?.as_str().map(str::to_owned)))?;
//!     browser.wait_for("#host")?.in_shadow("iframe")?.enter()?;   // closed shadow roots too; then our frame
//!     browser.top()?;                                        // out of all frames
//!     browser.click_toolbar()?;                              // a real click: the real popup, `activeTab` granted
//!     browser.popup_text()?;                                 // also popup_eval, popup_click, popup_screenshot, close_popup
//!     browser.stop_background()?;                            // as the browser does when idle
//!     browser.reload_extension()?;                           // as an update does
//!     browser.screenshot("a-mail")?;                         // target/e2e/shots/a-mail-chromium.png
//!     assert!(browser.own_errors()?.is_empty());             // every console: page, frames, background, popup
//!     assert!(lab.strangers(&["mail.google.com"]).is_empty()); // nothing else was asked of the network
//! }
//! # Ok(()) }
//! ```
//!
//! # What holds
//!
//! - **Every** name resolves to the lab: ports 443 and 80 of any host lead to its one loopback port. A host that no site claims is answered
//!   404 and stands in the log, so a request that should not be made is seen, and none leaves the machine. Other ports do not resolve (Chromium).
//! - Sites answer by path ([`Site::page`]), by code ([`Site::made`], [`Site::rest`]; it may block, so a slow page is a `sleep` there), or pass
//!   on to another server on loopback ([`Site::proxy`]). [`Lab::serve`] adds or replaces a site under running browsers.
//! - [`Options::shipped`] is what `cargo xtask build` made. A test of the lab itself uses the small extension in `tests/e2e/probe`.
//! - [`roundcube::Roundcube`] is Debian's package with its own Dovecot and mails; it needs root, as its users are the system's.
//! - Our own panel is read by [`Browser::panel`]; a webmail that is not built in is let in by [`Browser::let_in`], as a person does it.
//! - What no driver reaches (a browser's own shortcuts, its notifications) is pressed on a screen of the lab's own: [`Screen`], [`Options::on`].
//! - Errors name what was waited for. Nothing waits by the clock, nothing is tried twice.
//! - Whatever was started is ended by process id when its value is dropped; the browser goes before the lab.
//! - One test at a time (`--test-threads=1`): two browsers on two cores make every figure a guess.
//!
//! # Differences of the browsers that a test meets
//!
//! - After [`Browser::reload_extension`] Firefox runs content scripts in pages that were open before; Chromium does not.
//! - In Firefox the background is an event page, not a worker. [`Browser::stop_background`] ends either.
//! - While the lab listens to it, Chromium does not stop an idle worker by itself: stop it where a test is about that.

mod browser;
mod cdp;
mod child;
mod chromium;
mod collector;
mod element;
mod firefox;
pub mod folder;
mod grant;
mod lab;
pub mod letters;
mod look;
pub mod mailbox;
mod ours;
mod press;
pub mod program;
pub mod roundcube;
mod saved;
mod screen;
pub mod shop;
mod site;
mod wait;

pub use browser::{Browser, ConsoleLine, Kind, Options};
pub use collector::Collector;
pub use element::Element;
pub use lab::{Lab, Logged};
pub use look::Look;
pub use ours::Panel;
pub use press::stands_still;
pub use saved::Saved;
pub use screen::{Screen, Window};
pub use site::{Address, Handler, Page, Request, Site, parse_address};

/// A tab.
pub type Tab = fantoccini::wd::WindowHandle;

/// Plays a test in Chromium, then in Firefox. An error names the browser.
///
/// # Errors
/// The first one of the test's.
pub fn in_both(play: impl Fn(Kind) -> anyhow::Result<()>) -> anyhow::Result<()> {
    use anyhow::Context;
    Kind::BOTH
        .into_iter()
        .try_for_each(|kind| play(kind).with_context(|| format!("in {}", kind.name())))
}

/// WebDriver's code for the tabulator key, for [`Browser::key`].
pub const TAB: char = '\u{e004}';
/// WebDriver's code for Escape.
pub const ESCAPE: char = '\u{e00c}';
/// WebDriver's code for Enter.
pub const ENTER: char = '\u{e007}';
/// WebDriver's code for the left Shift key.
pub const SHIFT: char = '\u{e008}';
