//! The story that Honmono is for, lived through without a window: four mails about an order that nobody placed, Amazon's own list, the
//! order that somebody hid, and the guide. The shop is the replica of `tests/replica` under Amazon's host names, on loopback.

use anyhow::{Result, ensure};
use e2e::roundcube::Roundcube;
use e2e::shop::{self, Shop};
use e2e::{Browser, Site, Tab};

/// What stands below the replica's pages.
const NOTE: &str =
    "This is a replica, on your own machine, for the demo. In real use this is Amazon’s own page.";

/// The mails of the story, in `tests/mails`.
const MAILS: [&str; 4] = [
    "story-1-ordered",
    "story-2-how-to-pay",
    "story-3-paid",
    "story-4-shipped",
];

/// The shops: in Japan the order is hidden, in America it is in the list as it should be. Nobody is signed in.
pub fn shops() -> Vec<Site> {
    let japan = Shop {
        hidden: vec![shop::order(shop::ORDER, "2026-11-20")],
        late: 400,
        note: NOTE,
        ..Shop::signed_out()
    };
    let america = Shop {
        host: "www.amazon.com",
        language: "en",
        rows: vec![shop::row(
            "e1",
            "Ordered: \"Reading lamp, warm white...\"",
            1_795_015_800_000,
        )],
        year: vec![shop::order("111-2223334-5556667", "2026-11-18")],
        note: NOTE,
        ..Shop::signed_out()
    };
    [japan, america]
        .into_iter()
        .map(|shop| shop::shop(shop).1)
        .collect()
}

/// Whether the story's mails are among those of the webmail.
pub fn is_told(webmail: &Roundcube) -> bool {
    MAILS.iter().all(|name| webmail.uid(name).is_ok())
}

/// Lives it, tells each step, and keeps pictures.
pub fn live(webmail: &Roundcube, browser: &Browser) -> Result<()> {
    let story = Story {
        webmail,
        browser,
        mail: browser.run(browser.client().window())?,
    };
    story.open(MAILS[0])?;
    story.level("unconfirmed")?;

    println!("story: “Check in Message Center” is pressed; Amazon asks to sign in");
    let center = story.press("[data-does=panel_check]")?;
    story.over_there(&center, "story-1-sign-in", "#done")?;
    story.standing("signed_out")?;
    story.picture("story-2-waits-for-sign-in")?;
    story.there(&center, |browser| browser.wait_for("#done")?.click())?;
    story.over_there(&center, "story-3-message-center", "[messagesenttime]")?;
    story.level("confirmed")?;
    story.picture("story-4-confirmed")?;
    for mail in MAILS {
        story.open(mail)?;
        let headline = story.level("confirmed")?;
        println!("story: {mail}: confirmed — {headline}");
    }

    println!("story: “Find this order” is pressed");
    story.open(MAILS[0])?;
    story.level("confirmed")?;
    let list = story.press("[data-does=panel_find_order]")?;
    story.over_there(&list, "story-5-orders", ".order-card")?;
    story.answer("year", "not_here")?;
    story.press("[data-place=hidden] [data-does=official_open]")?;
    story.answer("hidden", "found")?;
    story.picture("story-6-hidden")?;
    let said = story
        .inside(|browser| browser.eval("document.querySelector('.conclusion').textContent"))?;
    println!("story: {}", said.as_str().unwrap_or_default());

    story.guide("story-7-guide")?;
    println!("story: the guide is open");
    Ok(())
}

struct Story<'a> {
    webmail: &'a Roundcube,
    browser: &'a Browser,
    /// The webmail's tab.
    mail: Tab,
}

impl Story<'_> {
    /// Opens a mail in the webmail.
    fn open(&self, name: &str) -> Result<()> {
        self.webmail.open(self.browser, self.webmail.uid(name)?)
    }

    /// Does something in the panel.
    fn inside<T>(&self, what: impl FnOnce(&Browser) -> Result<T>) -> Result<T> {
        self.webmail.enter(self.browser)?;
        self.browser.enter_panel()?;
        let done = what(self.browser);
        self.browser.top()?;
        done
    }

    /// Waits until the panel says this of itself.
    fn says(&self, expression: &str, value: &str) -> Result<()> {
        self.browser.until(&format!("{expression}: {value}"), || {
            // The panel may be drawn anew at any moment.
            let said = self.inside(|browser| browser.eval(expression));
            Ok(said.is_ok_and(|said| said == value).then_some(()))
        })
    }

    /// Waits for a level, and gives the first line.
    fn level(&self, level: &str) -> Result<String> {
        self.says(
            "document.querySelector('[data-level]')?.dataset.level",
            level,
        )?;
        let line = self
            .inside(|browser| browser.eval("document.querySelector('#headline')?.textContent"))?;
        Ok(line.as_str().unwrap_or_default().to_owned())
    }

    fn standing(&self, standing: &str) -> Result<()> {
        self.says(
            "document.querySelector('[data-standing]')?.dataset.standing",
            standing,
        )
    }

    fn answer(&self, place: &str, answer: &str) -> Result<()> {
        self.says(
            &format!("document.querySelector('[data-place={place}]')?.dataset.answer"),
            answer,
        )
    }

    /// Presses something in the panel that opens a tab. We stay on the mail.
    fn press(&self, css: &str) -> Result<Tab> {
        let windows =
            || -> Result<Vec<Tab>> { Ok(self.browser.run(self.browser.client().windows())?) };
        let before = windows()?;
        // By script: a tab in the back cannot be pointed at.
        self.inside(|browser| {
            browser.wait_for(css)?;
            browser.eval_with("document.querySelector(args[0]).click()", vec![css.into()])
        })?;
        self.browser.until("a tab opens", || {
            Ok(windows()?.into_iter().find(|tab| !before.contains(tab)))
        })
    }

    /// Presses "What do I do now?" and takes a picture of the guide, which knows the mail.
    fn guide(&self, picture: &str) -> Result<()> {
        self.inside(|browser| {
            browser.wait_for("[data-does=official_guide]")?;
            browser.eval("document.querySelector('[data-does=official_guide]').click()")
        })?;
        self.browser.follow("guide.html")?;
        self.browser.wait_for(".steps")?;
        self.picture(picture)
    }

    /// Does something in another tab, and comes back to the mail.
    fn there<T>(&self, tab: &Tab, what: impl FnOnce(&Browser) -> Result<T>) -> Result<T> {
        let go = |tab: &Tab| -> Result<()> {
            let there = self.browser.client().switch_to_window(tab.clone());
            Ok(self.browser.run(there)?)
        };
        go(tab)?;
        let done = what(self.browser);
        go(&self.mail)?;
        done
    }

    /// Waits for something in another tab, and takes a picture of it.
    fn over_there(&self, tab: &Tab, name: &str, css: &str) -> Result<()> {
        self.there(tab, |browser| {
            browser.wait_for(css)?;
            browser.screenshot(name).map(drop)
        })
    }

    fn picture(&self, name: &str) -> Result<()> {
        self.browser.top()?;
        let path = self.browser.screenshot(name)?;
        ensure!(path.is_file(), "no picture {name}");
        Ok(())
    }
}
