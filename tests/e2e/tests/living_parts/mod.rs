//! The living page: a webmail that is an application (`tests/replica/webmail.js`), under the host names of two real ones, and what
//! tests ask of it.
#![allow(dead_code, reason = "each test file uses its own part of this")]

use anyhow::{Context, Result};
use e2e::{Browser, Element, Kind, Lab, Options, Page, Site};
use fantoccini::wd::WindowHandle;
use serde_json::{Value, json};

/// The application.
pub const APP: &str = include_str!("../../../replica/webmail.js");

/// Where the false link of [`fake`] leads.
pub const FALSE_HOST: &str = "www.amazon.co.jp.signin.yheq5.example";

/// A mail as the application is given it.
#[derive(Clone, Debug)]
pub struct Mail {
    pub id: String,
    pub thread: String,
    pub name: String,
    pub address: String,
    pub subject: String,
    pub body: String,
}

impl Mail {
    fn new(id: &str, name: &str, address: &str, subject: &str, body: &str) -> Mail {
        Mail {
            id: id.into(),
            thread: id.into(),
            name: name.into(),
            address: address.into(),
            subject: subject.into(),
            body: body.into(),
        }
    }

    /// In a conversation with others.
    pub fn in_thread(mut self, thread: &str) -> Mail {
        self.thread = thread.into();
        self
    }

    /// With another body.
    pub fn saying(mut self, body: String) -> Mail {
        self.body = body;
        self
    }

    fn json(&self) -> Value {
        json!({"id": self.id, "thread": self.thread, "name": self.name, "address": self.address, "subject": self.subject, "body": self.body})
    }
}

/// Claims the marketplace, comes from elsewhere; two of its three links are false.
pub fn fake() -> Mail {
    let body = format!(
        r#"<p>Amazon.co.jp をご利用いただきありがとうございます。お支払い方法に問題がありました。24時間以内に <a id="bad" href="https://{FALSE_HOST}/ap/signin?x=1">アカウントを更新</a> してください。</p>
        <p><a id="bad2" href="https://{FALSE_HOST}/help">https://www.amazon.co.jp/help</a></p><p><a id="good" href="https://www.amazon.co.jp/gp/help">ヘルプ</a></p>"#
    );
    Mail::new(
        "fake",
        "Amazon.co.jp",
        "account-update@mail-qlcfp.example",
        "お支払い方法をご確認ください",
        &body,
    )
}

/// As the marketplace writes.
pub fn genuine() -> Mail {
    let body = r#"<p>ご注文ありがとうございます。注文番号 <a href="https://www.amazon.co.jp/gp/css/order-details?orderID=250-1234567-1234567">250-1234567-1234567</a></p>
        <p><a href="https://www.amazon.co.jp/gp/help">ヘルプ</a></p>"#;
    Mail::new(
        "genuine",
        "Amazon.co.jp",
        "auto-confirm@amazon.co.jp",
        "Amazon.co.jpでのご注文 250-1234567-1234567",
        body,
    )
}

/// None of our business.
pub fn letter() -> Mail {
    Mail::new(
        "letter",
        "Hanako",
        "hanako@friend.example",
        "Lunch",
        r#"<p>Shall we meet at noon? <a id="menu" href="https://cafe.example/menu">The menu</a></p>"#,
    )
}

/// Which application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skin {
    /// The mail in the page, routes in the hash.
    Plain,
    /// The mail in a frame made in this way (`written`, `srcdoc`, `sandbox`, `closed`, `blob`, `abroad`), routes in the history.
    Framed(&'static str),
}

impl Skin {
    fn host(self) -> &'static str {
        match self {
            Skin::Plain => "mail.google.com",
            Skin::Framed(_) => "mail.proton.me",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Skin::Plain => "/mail/u/0/",
            Skin::Framed(_) => "/u/0/inbox",
        }
    }
}

/// How the page is dressed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dress {
    /// A further style.
    pub style: &'static str,
    /// Language and direction of the document.
    pub html: &'static str,
    /// Its policy.
    pub policy: &'static str,
}

/// The application's page.
pub fn page(skin: Skin, mails: &[Mail], dress: Dress) -> Page {
    let (name, frame) = match skin {
        Skin::Plain => ("plain", ""),
        Skin::Framed(frame) => ("framed", frame),
    };
    let mails: Vec<Value> = mails.iter().map(Mail::json).collect();
    let mails = json!(mails).to_string().replace('<', "\\u003c");
    let Dress {
        style,
        html,
        policy,
    } = dress;
    let page = Page::html(format!(
        r#"<!doctype html><html {html}><head><meta charset="utf-8"><title>Inbox - me@example.test</title>
        <style>body {{ margin: 0; font: 14px/1.5 Arial, "Noto Sans CJK JP", sans-serif; background: #f6f8fc; color: #202124 }}
        header {{ padding: 14px 24px; font-size: 20px }} [role=main] {{ background: #fff; border-radius: 16px; margin: 0 16px; padding: 16px 32px; min-height: 500px }}
        h1, h2 {{ font-weight: 400; font-size: 22px }} h3 {{ margin: 0; font-size: 14px }} table {{ width: 100% }} td.gH {{ text-align: right }} {style}</style></head>
        <body data-skin="{name}" data-frame="{frame}"><header>Mail</header><div role="main"></div>
        <script type="application/json" id="mails">{mails}</script><script nonce="lab" src="/app.js"></script></body></html>"#
    ));
    if policy.is_empty() {
        page
    } else {
        page.policy(policy)
    }
}

/// A lab with the application in it.
pub fn lab(skin: Skin, mails: &[Mail], dress: Dress) -> Result<Lab> {
    let app = page(skin, mails, dress);
    let site = Site::new(skin.host())
        .page("/app.js", Page::of("text/javascript; charset=utf-8", APP))
        .rest(move |_| app.clone());
    Lab::start([site])
}

/// The application in a browser, its list shown.
pub fn open(
    skin: Skin,
    kind: Kind,
    lab: &Lab,
    options: impl FnOnce(Options) -> Options,
) -> Result<Browser> {
    let browser = Browser::start(kind, lab, &options(Options::shipped(kind)))?;
    enter(skin, &browser)?;
    Ok(browser)
}

/// Plays a scene in both browsers, each in a lab of its own with the application open. An error names the browser.
pub fn in_both(
    skin: Skin,
    mails: &[Mail],
    dress: Dress,
    play: impl Fn(&Browser) -> Result<()>,
) -> Result<()> {
    e2e::in_both(|kind| {
        let lab = lab(skin, mails, dress)?;
        play(&open(skin, kind, &lab, |options| options)?)
    })
}

/// Goes to the application.
pub fn enter(skin: Skin, browser: &Browser) -> Result<()> {
    browser.goto(&format!("https://{}{}", skin.host(), skin.path()))?;
    browser.wait_for(".list").map(drop)
}

/// Runs something of the application.
pub fn app(browser: &Browser, call: &str) -> Result<Value> {
    browser.eval(&format!("window.app.{call}"))
}

/// Links that are marked, by themselves or by the body of a very long mail.
pub const MARKED: &str =
    "[data-honmono-mark], [data-honmono-marks] a[href]:not([data-honmono-unmarked])";

/// The marks of links, in the page and in frames that can be entered: `id:look`.
pub fn marks(browser: &Browser) -> Result<Vec<String>> {
    let read = browser.eval(&format!(
        "[document, ...[...document.querySelectorAll('iframe')].map((f) => f.contentDocument).filter(Boolean)].flatMap((d) => \
         [...d.querySelectorAll('{MARKED}')].map((a) => a.id + ':' + (a.dataset.honmonoMark ?? a.closest('[data-honmono-marks]').dataset.honmonoMarks)))",
    ))?;
    Ok(read
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one.as_str().map(str::to_owned))
        .collect())
}

/// The marks a [`fake`] gets.
pub const FALSE_MARKS: [&str; 2] = ["bad:dangerous", "bad2:dangerous"];

/// Waits until the page shows one panel of this level, and these marks and no other.
pub fn shows(browser: &Browser, level: &str, wanted: &[&str]) -> Result<()> {
    browser
        .until(
            &format!("one panel, {level}, with marks {wanted:?}"),
            || {
                let panels = browser.panels()?;
                let right = panels.len() == 1 && panels[0].level == level && hosts(browser)? == 1;
                Ok((right && marks(browser)? == wanted).then_some(()))
            },
        )
        .with_context(|| {
            format!(
                "panels {:?}, marks {:?}",
                browser.panels().unwrap_or_default(),
                marks(browser).unwrap_or_default()
            )
        })
}

/// Waits until nothing of ours is in the page.
pub fn bare(browser: &Browser) -> Result<()> {
    browser.until("nothing of ours in the page", || {
        Ok((hosts(browser)? == 0 && marks(browser)?.is_empty()).then_some(()))
    })
}

/// How many panels' places the page holds.
pub fn hosts(browser: &Browser) -> Result<u64> {
    let read = browser.eval("document.querySelectorAll('[data-honmono=panel]').length")?;
    Ok(read.as_u64().unwrap_or_default())
}

/// Hovers a link and waits for its card; gives left, top, width, height of it. The link's frame must be entered.
pub fn card(browser: &Browser) -> Result<(f64, f64, f64, f64)> {
    browser.until("the card is seen", || {
        let Ok(card) = browser.find("[data-honmono=card]") else {
            return Ok(None);
        };
        // Not asked for its place before it is seen: ChromeDriver shows a hidden element for a moment to measure it.
        if card.style("visibility")? != "visible" || card.style("display")? == "none" {
            return Ok(None);
        }
        let place = card.place()?;
        Ok((place.3 > 30.0).then_some(place))
    })
}

/// The panel's host.
pub fn host(browser: &Browser) -> Result<Element> {
    browser.wait_for("[data-honmono=panel]")
}

/// Runs something inside the frame of the panel, then leaves it.
pub fn in_panel<T>(browser: &Browser, what: impl FnOnce(&Browser) -> Result<T>) -> Result<T> {
    host(browser)?.in_shadow("iframe")?.enter()?;
    let done = browser.wait_for("[data-level]").and_then(|_| what(browser));
    browser.top()?;
    done
}

/// A window of the extension's own beside the page, from which the hands are asked what they have spent.
pub struct Aside {
    own: WindowHandle,
    page: WindowHandle,
}

impl Aside {
    /// Opens it; the page stays in front.
    pub fn open(browser: &Browser) -> Result<Aside> {
        let page = browser.run(browser.client().window())?;
        // A window, not a tab: the page must not be hidden behind it.
        let own = browser.run(browser.client().new_window(false))?.handle;
        browser.run(browser.client().switch_to_window(own.clone()))?;
        browser.open_own("options.html")?;
        let aside = Aside { own, page };
        aside.back(browser)?;
        Ok(aside)
    }

    fn back(&self, browser: &Browser) -> Result<()> {
        Ok(browser.run(browser.client().switch_to_window(self.page.clone()))?)
    }

    /// The value of an expression in our own page.
    pub fn eval(&self, browser: &Browser, expression: &str) -> Result<Value> {
        browser.run(browser.client().switch_to_window(self.own.clone()))?;
        let value = browser.eval(expression);
        self.back(browser)?;
        value
    }

    /// What hands in the top frame of any tab answer to a word; null where there are none.
    pub fn ask(&self, browser: &Browser, word: &str) -> Result<Value> {
        self.eval(
            browser,
            &format!(
                "(async () => {{ const api = globalThis.browser ?? chrome; for (const tab of await api.tabs.query({{}})) {{ \
                 try {{ const told = await api.tabs.sendMessage(tab.id, '{word}', {{frameId: 0}}); if (told) return told; }} catch {{}} }} return null; }})()"
            ),
        )
    }

    /// What the hands have spent in the open page so far.
    pub fn spent(&self, browser: &Browser) -> Result<Spent> {
        let told = self.ask(browser, "spent")?;
        let number = |name: &str| told[name].as_f64().unwrap_or_default();
        Ok(Spent {
            looks: number("looks"),
            slices: number("slices"),
            longest: number("longest"),
            total: number("total"),
            frames: number("frames"),
            idle: told["idle"] == true,
        })
    }

    /// The same, once the hands rest.
    pub fn at_rest(&self, browser: &Browser) -> Result<Spent> {
        browser.until("the hands rest", || {
            let spent = self.spent(browser)?;
            Ok(spent.idle.then_some(spent))
        })
    }
}

/// An account of the hands: number of looks and slices, longest slice and total in milliseconds, and the part of the total in which the
/// browser made the frames they put in.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    pub looks: f64,
    pub slices: f64,
    pub longest: f64,
    pub total: f64,
    pub frames: f64,
    pub idle: bool,
}
