//! `cargo xtask demo`: a local webmail with mails in it, and a browser with the extension.

use crate::bundle::{self, Target};
use crate::place;
use crate::setup::{self, Part};
use crate::step::{Step, say};
use crate::story;
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use e2e::roundcube::Roundcube;
use e2e::{Browser, Kind, Lab, Options as Start};
use std::path::PathBuf;

/// Browser by name.
#[derive(Clone, Copy, ValueEnum, Debug, PartialEq, Eq)]
pub enum Which {
    /// Chromium.
    Chromium,
    /// Firefox.
    Firefox,
}

impl Which {
    /// The lab's own word for it.
    pub fn kind(self) -> Kind {
        match self {
            Which::Chromium => Kind::Chromium,
            Which::Firefox => Kind::Firefox,
        }
    }
}

/// How to show it.
#[derive(Args)]
pub struct Options {
    /// In which browser.
    #[arg(long, value_enum, default_value = "chromium")]
    browser: Which,
    /// Language of the browser: `en` or `ja`.
    #[arg(long, default_value = "en")]
    language: String,
    /// Dark colours.
    #[arg(long)]
    dark: bool,
    /// Without a window even where there is a display: print each verdict and keep pictures.
    #[arg(long)]
    headless: bool,
    /// Take `dist/` as it is.
    #[arg(long)]
    no_build: bool,
    /// A folder of other mails (`*.eml`).
    #[arg(long, default_value = "tests/mails")]
    mails: PathBuf,
}

/// Sets up, builds, serves, opens.
pub fn demo(options: &Options) -> Result<()> {
    setup::ensure(&[Part::NpmTools, Part::Browsers, Part::Webmail])?;
    let kind = options.browser.kind();
    if !options.no_build {
        let target = match kind {
            Kind::Chromium => Target::Chromium,
            Kind::Firefox => Target::Firefox,
        };
        bundle::build(&[target])?;
    }

    let step = Step::new("start the webmail and the browser");
    let mails = if options.mails.is_absolute() {
        options.mails.clone()
    } else {
        place::root().join(&options.mails)
    };
    let webmail = Roundcube::with_folder(&mails).with_context(|| mails.display().to_string())?;
    let lab = Lab::start([webmail.site()])?;
    for shop in story::shops() {
        lab.serve(shop);
    }
    let headed = !options.headless && has_display();
    let mut start = Start::shipped(kind)
        .language(&options.language)
        .headed(headed);
    start.dark = options.dark;
    let mut browser = Browser::start(kind, &lab, &start)?;
    browser.shots_to(&place::root().join("target").join("demo"));
    webmail.login(&browser)?;
    browser.let_in()?;
    step.done();

    if headed {
        let fake = webmail
            .mails()
            .iter()
            .position(|name| name.starts_with("fake-"))
            .unwrap_or(0)
            + 1;
        webmail.open(&browser, fake)?;
        say(
            "The fake mail is open. Open the others too: with those of the pen, press “Check in Message Center”, sign in on the replica that opens, come back, and look for the order. Close the browser window to end.",
        );
        while browser
            .run(browser.client().windows())
            .is_ok_and(|windows| !windows.is_empty())
        {
            std::thread::sleep(std::time::Duration::from_millis(500));
        }
        return Ok(());
    }
    show(&webmail, &browser)?;
    if story::is_told(&webmail) {
        story::live(&webmail, &browser)?;
    }
    println!(
        "pictures: {}",
        place::shown(&place::root().join("target").join("demo"))
    );
    Ok(())
}

/// Without a window: what a person would read, in words and pictures.
fn show(webmail: &Roundcube, browser: &Browser) -> Result<()> {
    let mut failures = 0;
    for (index, name) in webmail.mails().iter().enumerate() {
        webmail.open(browser, index + 1)?;
        webmail.enter(browser)?;
        // A quiet mail has no panel, so the question is what the popup says of the tab.
        let silent = name.starts_with("quiet-");
        let verdict = if silent {
            browser.panels()?.into_iter().next()
        } else {
            browser
                .panel()
                .map_err(|error| say(format!("{name}: {error:#}")))
                .ok()
        };
        match &verdict {
            Some(panel) => println!("{name}: {} — {}", panel.level, panel.headline),
            None if silent => println!("{name}: quiet (no panel)"),
            None => {
                failures += 1;
                println!("{name}: NO PANEL");
            }
        }
        browser.top()?;
        browser.screenshot(name)?;
        if name.starts_with("fake-") {
            webmail.enter(browser)?;
            if let Some(link) = browser.find_all("a[data-honmono-mark]")?.first() {
                browser.hover(link)?;
                browser
                    .until("the card shows", || {
                        Ok(browser.find("[data-honmono=card]").ok())
                    })
                    .map(|_| ())
                    .unwrap_or_else(|e| say(format!("{e:#}")));
                browser.top()?;
                browser.screenshot(&format!("{name}-card"))?;
                browser.unhover()?;
            }
            browser.top()?;
            browser.click_toolbar()?;
            browser.until("the popup has words", || {
                Ok((browser.popup_text()?.len() > 20).then_some(()))
            })?;
            browser.popup_screenshot(&format!("{name}-popup"))?;
            browser.close_popup()?;
        }
    }
    if failures > 0 {
        for line in browser
            .console()?
            .iter()
            .filter(|line| line.level == "error")
        {
            say(line.to_string());
        }
    }
    anyhow::ensure!(failures == 0, "{failures} mails without a panel");
    Ok(())
}

fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()))
}
