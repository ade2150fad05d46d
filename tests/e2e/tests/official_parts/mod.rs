//! The marketplace as a person meets it, on loopback: signed out or in, with a robot check, an error, late rows, and markups that vary.
#![allow(dead_code, reason = "each test file uses its own part of this")]

use anyhow::{Context, Result, ensure};
use e2e::{Browser, Kind, Lab, Options, Page, Site};
use serde_json::{Value, json};

#[allow(unused_imports, reason = "each test file uses its own part of this")]
pub use e2e::shop::{HOST as SHOP, Names, ORDER, STORY, Shared, Shop, order, row, shop};

/// The webmail's host.
pub const MAIL: &str = "mail.google.com";

/// A mail in the webmail.
#[derive(Clone)]
pub struct Mail {
    pub id: String,
    pub address: String,
    pub subject: String,
    pub sent: i64,
    pub body: String,
}

/// The genuine mail of the story with this place.
pub fn story(place: usize) -> Mail {
    let (id, subject, sent) = STORY[place];
    Mail {
        id: id.to_owned(),
        address: "auto-confirm@amazon.co.jp".to_owned(),
        subject: subject.to_owned(),
        sent,
        body: format!(
            r#"<p>ご注文いただきありがとうございます。Amazon.co.jp</p><p>注文番号: <a href="https://www.amazon.co.jp/gp/r.html?M=urn:rtn:msg:{}ab12p0fe&amp;U=https%3A%2F%2Fwww.amazon.co.jp%2Fgp%2Fcss%2Forder-details%3ForderID%3D{ORDER}">{ORDER}</a></p>"#,
            stamp(sent)
        ),
    }
}

/// The first mail of the story, with these orders in it.
pub fn with_orders(orders: &[&str]) -> Mail {
    let lines: String = orders
        .iter()
        .map(|order| format!("<p>注文番号: {order}</p>"))
        .collect();
    Mail {
        body: format!("<p>ご注文いただきありがとうございます。Amazon.co.jp</p>{lines}"),
        ..story(0)
    }
}

/// A seller's message that the marketplace passed on, at the time of the first mail of the story.
pub fn sellers() -> Mail {
    Mail {
        id: "seller".to_owned(),
        address: "x1y2z3@marketplace.amazon.co.jp".to_owned(),
        subject: "ご注文の商品について".to_owned(),
        body: "<p>お客様各位、Amazon.co.jp でのご購入ありがとうございます。商品の到着をお待ちください。</p>"
            .to_owned(),
        ..story(0)
    }
}

/// A fake with the subject and time of a genuine mail.
pub fn fake() -> Mail {
    Mail {
        id: "fake".to_owned(),
        body: r#"<p>Amazon.co.jp をご利用いただきありがとうございます。<a id="bad" href="https://amazon.co.jp.pay-check.example/ap/signin">お支払い方法を更新</a></p>"#.to_owned(),
        ..story(3)
    }
}

/// 14 digits of UTC for a moment of 20 November 2026.
fn stamp(sent: i64) -> String {
    let seconds = (sent / 1000).rem_euclid(86_400);
    format!(
        "20261120{:02}{:02}{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// A webmail page with one open mail at a time; `window.show(i)` opens another.
pub fn webmail(mails: &[Mail]) -> Page {
    let data = json!(
        mails
            .iter()
            .map(|mail| json!({"subject": mail.subject, "sent": mail.sent, "html": message(mail)}))
            .collect::<Vec<_>>()
    );
    let data = data.to_string().replace('<', "\\u003c");
    Page::html(format!(
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Inbox - me@example.test - Gmail</title><style>:root {{ color-scheme: light dark }} body {{ font: 14px/1.5 sans-serif }}</style></head><body>
        <div role="main"><h2 class="hP"></h2><div role="list" id="thread"></div></div><script type="application/json" id="mails">{data}</script>
        <script>
        const mails = JSON.parse(document.querySelector('#mails').textContent);
        window.show = (i) => {{
          const inner = new DOMParser().parseFromString(mails[i].html, 'text/html').body;
          const at = new Date(mails[i].sent);
          inner.querySelector('.g3').title = at.toLocaleDateString('en-US', {{ month: 'short', day: 'numeric', year: 'numeric' }}) + ', ' + at.toLocaleTimeString('en-US', {{ hour: 'numeric', minute: '2-digit' }}).replace('\u202f', ' ');
          document.querySelector('h2.hP').textContent = mails[i].subject;
          document.querySelector('#thread').replaceChildren(...inner.childNodes);
          location.hash = 'inbox/' + i;
        }};
        window.show(Number(location.hash.split('/')[1] ?? 0));
        </script></body></html>"#
    ))
}

fn message(mail: &Mail) -> String {
    let Mail {
        id, address, body, ..
    } = mail;
    format!(
        r#"<div role="listitem"><div class="adn ads" data-message-id="{id}" data-legacy-message-id="{id}"><div class="gs">
        <div class="gE iv gt"><table><tr><td class="gF gK"><h3 class="iw"><span class="qu"><span email="{address}" name="Amazon.co.jp" class="gD">Amazon.co.jp</span> <span class="go">&lt;{address}&gt;</span></span></h3></td>
        <td class="gH"><span class="g3" title="">Nov 20</span></td></tr></table></div>
        <div class="ii gt" jslog="1"><div class="a3s aiL">{body}</div></div></div></div></div>"#
    )
}

/// The address of the mail with this place.
pub fn inbox(place: usize) -> String {
    format!("https://{MAIL}/mail/u/0/#inbox/{place}")
}

/// What a test has at hand: the lab, the shop, and a browser with the first mail open.
pub struct Scene {
    pub kind: Kind,
    pub lab: Lab,
    pub shop: Shared,
    pub browser: Browser,
    /// The tab of the mail.
    pub mail: Tab,
}

impl Scene {
    /// Opens a browser with these options on the first of the mails.
    pub fn open(
        kind: Kind,
        settings: Shop,
        mails: &[Mail],
        options: impl FnOnce(Options) -> Options,
    ) -> Result<Self> {
        let (shop, site) = shop(settings);
        let lab = Lab::start([
            Site::new(MAIL)
                .page("/", Page::html("<!doctype html><title>x</title>"))
                .page("/mail/u/0/", webmail(mails)),
            site,
        ])?;
        let browser = Browser::start(kind, &lab, &options(Options::shipped(kind)))?;
        browser.goto(&inbox(0))?;
        let mail = here(&browser)?;
        Ok(Self {
            kind,
            lab,
            shop,
            browser,
            mail,
        })
    }

    /// Changes the shop while it is open.
    pub fn change(&self, change: impl FnOnce(&mut Shop)) {
        let mut shop = self.shop.lock();
        change(shop.as_mut().unwrap_or_else(|poisoned| poisoned.get_mut()));
    }

    /// Presses the first mail's button for the check and gives the tab that opens; we stay on the mail.
    pub fn check(&self) -> Result<Tab> {
        stands(&self.browser, "unconfirmed", "not_asked")?;
        opens(&self.browser, || press(&self.browser, "panel_check"))
    }

    /// Presses the first mail's button for its order and gives the tab that opens; we stay on the mail.
    pub fn find_order(&self) -> Result<Tab> {
        stands(&self.browser, "unconfirmed", "not_asked")?;
        opens(&self.browser, || press(&self.browser, "panel_find_order"))
    }

    /// Opens a place of the search, in a tab of its own; we stay on the mail.
    pub fn open_place(&self, name: &str) -> Result<Tab> {
        let tab = opens(&self.browser, || {
            press_in(
                &self.browser,
                &format!("[data-place={name}] [data-does=official_open]"),
            )
        })?;
        go(&self.browser, &self.mail)?;
        Ok(tab)
    }

    /// Waits for what a place of the search answers.
    pub fn answers(&self, name: &str, answer: &str) -> Result<()> {
        self.says(
            &format!("document.querySelector('[data-place={name}]')?.dataset.answer"),
            answer,
        )
    }

    /// Waits for what is concluded of the order.
    pub fn concludes(&self, conclusion: &str) -> Result<()> {
        self.says(
            "document.querySelector('[data-conclusion]')?.dataset.conclusion",
            conclusion,
        )
    }

    /// Waits for what a place says of this order of several.
    pub fn answers_of(&self, order: &str, name: &str, answer: &str) -> Result<()> {
        self.says(
            &format!("document.querySelector('[data-order=\"{order}\"] [data-place={name}]')?.dataset.answer"),
            answer,
        )
    }

    /// Waits for what is concluded of this order of several.
    pub fn concludes_of(&self, order: &str, conclusion: &str) -> Result<()> {
        self.says(
            &format!("document.querySelector('[data-order=\"{order}\"]')?.dataset.conclusion"),
            conclusion,
        )
    }

    /// Unfolds one order of several, if it is folded, and opens a place of its search; we stay on the mail.
    pub fn open_place_of(&self, order: &str, name: &str) -> Result<Tab> {
        let one = format!("[data-order=\"{order}\"]");
        let open = inside(&self.browser, |browser| {
            browser.eval(&format!("document.querySelector('{one}').open"))
        })?;
        if open == false {
            press_in(&self.browser, &format!("{one} summary"))?;
        }
        let tab = opens(&self.browser, || {
            press_in(
                &self.browser,
                &format!("{one} [data-place={name}] [data-does=official_open]"),
            )
        })?;
        go(&self.browser, &self.mail)?;
        Ok(tab)
    }

    fn says(&self, expression: &str, value: &str) -> Result<()> {
        let mut last = Value::Null;
        self.browser
            .until(&format!("{expression}: {value}"), || {
                last = inside(&self.browser, |browser| browser.eval(expression))?;
                Ok((last == value).then_some(()))
            })
            .with_context(|| format!("last seen: {last}"))
    }

    /// The first mail on a fresh page.
    pub fn anew(&self) -> Result<()> {
        self.browser.goto(&inbox(0))?;
        self.browser.reload()
    }

    /// Closes a tab that was opened, and forgets what was read by the button's message.
    pub fn forget(&self, opened: &Tab) -> Result<()> {
        let browser = &self.browser;
        self.over_there(opened, |browser| {
            Ok(browser.run(browser.client().close_window())?)
        })?;
        let back = browser.new_tab(&format!("{}/options.html", browser.origin()))?;
        browser.wait_for("main *")?;
        browser.eval(
            "(globalThis.browser ?? chrome).runtime.sendMessage({honmono: 1, ours: 'forget_records'})",
        )?;
        browser.close_tab(back)
    }

    /// Goes to a tab, does something there, and comes back to the mail.
    pub fn over_there<T>(&self, tab: &Tab, what: impl FnOnce(&Browser) -> Result<T>) -> Result<T> {
        go(&self.browser, tab)?;
        let done = what(&self.browser);
        go(&self.browser, &self.mail)?;
        done
    }
}

/// Plays a scene in both browsers, each with a shop and mails of its own. An error names the browser.
pub fn in_both(
    settings: Shop,
    mails: &[Mail],
    play: impl Fn(&mut Scene) -> Result<()>,
) -> Result<()> {
    e2e::in_both(|kind| {
        play(&mut Scene::open(
            kind,
            settings.clone(),
            mails,
            |options| options,
        )?)
    })
}

/// The extension that ships, with a background that is slow to answer the first word of the marketplace's pages.
pub fn slow_to_answer(kind: Kind) -> Result<tempfile::TempDir> {
    let slow = format!(
        "ready.then(() => letter.page?.hello?.url.includes('{SHOP}') && new Promise((done) => setTimeout(done, 3000))).then(() => message(letter, sender))"
    );
    let quick = "ready.then(() => message(letter, sender))";
    e2e::folder::altered(kind, "background.js", quick, &slow)
}

/// The extension that ships, with a loader that notes when it last started each of its further modules.
pub fn noting_starts(kind: Kind) -> Result<tempfile::TempDir> {
    let start = "there ??= start({";
    let noted = format!(
        "if (!there) void api.storage.local.set({{ [`lab ${{file}}`]: Date.now() }}); {start}"
    );
    e2e::folder::altered(kind, "background.js", start, &noted)
}

/// The extension that ships, with hands whose last look at a mail is on its way for so long that the next page comes before it.
pub fn slow_to_tell(kind: Kind) -> Result<tempfile::TempDir> {
    let late = "if (message.look && location.hostname === 'mail.google.com') addEventListener('pagehide', () => {
          for (const end = Date.now() + 1500; Date.now() < end; );
          void api.runtime.sendMessage({ honmono: VERSION, page: message });
        });
        if (!alive()) break;";
    e2e::folder::altered(kind, "hands/life.js", "if (!alive()) break;", late)
}

/// What the panel says of the official check: level and standing.
pub fn panel(browser: &Browser) -> Result<(String, String)> {
    let read = inside(browser, |browser| {
        browser.eval("(() => { const s = document.querySelector('[data-level]'); return s && [s.dataset.level, s.dataset.standing]; })()")
    })?;
    let text = |at: usize| read[at].as_str().unwrap_or_default().to_owned();
    Ok((text(0), text(1)))
}

/// Waits for a level and a standing.
pub fn stands(browser: &Browser, level: &str, standing: &str) -> Result<()> {
    let mut last = (String::new(), String::new());
    let seen = browser.until(&format!("{level}, {standing}"), || {
        last = panel(browser)?;
        Ok((last.0 == level && last.1 == standing).then_some(()))
    });
    seen.with_context(|| format!("last seen: {last:?}"))
}

/// Runs something in the first panel's frame.
pub fn inside<T>(browser: &Browser, what: impl FnOnce(&Browser) -> Result<T>) -> Result<T> {
    browser.top()?;
    browser
        .wait_for("[data-honmono=panel]")?
        .in_shadow("iframe")?
        .enter()?;
    let done = what(browser);
    browser.top()?;
    done
}

/// Presses a button of the panel by the key of its words.
pub fn press(browser: &Browser, key: &str) -> Result<()> {
    press_in(browser, &format!("[data-does={key}]"))
}

/// Presses something in the panel, as soon as it can be pressed: the frame grows after it was drawn, and what lies below its edge
/// until then is pressed through, onto the page. In a tab that another one covers the driver cannot point at anything, so there the
/// click is made by script.
pub fn press_in(browser: &Browser, css: &str) -> Result<()> {
    browser.until(css, || {
        Ok(inside(browser, |browser| {
            let covered = browser.eval("document.visibilityState")? == "hidden";
            let element = browser.find(css)?;
            if covered {
                return browser
                    .eval_with("document.querySelector(args[0]).click()", vec![css.into()])
                    .map(drop);
            }
            let still = browser.eval(&e2e::stands_still(css))?;
            ensure!(still == true, "{css} moves");
            element.click()
        })
        .ok())
    })
}

/// Text of the panel.
pub fn words(browser: &Browser) -> Result<String> {
    inside(browser, |browser| {
        Ok(browser
            .eval("document.body.innerText")?
            .as_str()
            .unwrap_or_default()
            .to_owned())
    })
}

pub use e2e::Tab;

/// The tab we are in.
pub fn here(browser: &Browser) -> Result<Tab> {
    Ok(browser.run(browser.client().window())?)
}

/// Goes to a tab.
pub fn go(browser: &Browser, tab: &Tab) -> Result<()> {
    Ok(browser.run(browser.client().switch_to_window(tab.clone()))?)
}

/// Does something that opens a tab, and gives that tab. We stay where we are.
pub fn opens(browser: &Browser, what: impl FnOnce() -> Result<()>) -> Result<Tab> {
    let before = browser.run(browser.client().windows())?;
    what()?;
    let opened = browser.until("a tab opens", || {
        Ok(browser
            .run(browser.client().windows())?
            .into_iter()
            .find(|tab| !before.contains(tab)))
    });
    opened.with_context(|| {
        format!(
            "the panel says {:?}; consoles: {:?}",
            words(browser),
            browser.console()
        )
    })
}
