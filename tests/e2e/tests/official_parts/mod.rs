//! The marketplace as a person meets it, on loopback: signed out or in, with a robot check, an error, late rows, and markups that vary.
#![allow(dead_code, reason = "each test file uses its own part of this")]

use anyhow::{Context, Result};
use e2e::{Browser, Kind, Lab, Options, Page, Request, Site};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// The mails of the story: what the list shows, what the mail shows, and when it was sent (UTC, milliseconds).
pub const STORY: [(&str, &str, i64); 4] = [
    (
        "s1",
        "注文済み: 「ボールペン 替芯 0.5mm...」",
        1_795_168_931_000,
    ),
    (
        "s2",
        "お支払い番号のお知らせ (注文番号 250-1234567-1234567)",
        1_795_168_991_000,
    ),
    (
        "s3",
        "お支払いを確認しました (注文番号 250-1234567-1234567)",
        1_795_171_271_000,
    ),
    (
        "s4",
        "発送済み: 「ボールペン 替芯 0.5mm...」",
        1_795_172_111_000,
    ),
];
/// The order in them.
pub const ORDER: &str = "250-1234567-1234567";
/// The marketplace's host.
pub const SHOP: &str = "www.amazon.co.jp";
/// The webmail's host.
pub const MAIL: &str = "mail.google.com";

/// How the marketplace behaves.
#[derive(Clone)]
pub struct Shop {
    pub signed_in: bool,
    pub captcha: bool,
    pub broken: bool,
    pub language: &'static str,
    pub center: &'static str,
    pub list: &'static str,
    pub order: &'static str,
    /// Rows come so many milliseconds after loading.
    pub late: u32,
    /// Rows on a page.
    pub size: usize,
    pub rows: Vec<Value>,
    /// Orders in the list of the year, hidden ones, and those whose own page answers.
    pub year: Vec<Value>,
    pub hidden: Vec<Value>,
    pub own: Vec<Value>,
    /// Orders that the history of points names.
    pub points: Vec<Value>,
    /// How that history is built.
    pub history: &'static str,
}

impl Default for Shop {
    fn default() -> Self {
        let mut rows: Vec<Value> = STORY
            .iter()
            .rev()
            .map(|(id, subject, sent)| row(id, subject, *sent))
            .collect();
        for day in 1..=5 {
            rows.push(row(
                &format!("old{day}"),
                &format!("発送済み: 「ノート {day}冊組 A5 方眼...」"),
                STORY[0].2 - day * 86_400_000,
            ));
        }
        Self {
            signed_in: true,
            captcha: false,
            broken: false,
            language: "ja",
            center: "times",
            list: "cards",
            order: "components",
            late: 50,
            size: 20,
            rows,
            year: vec![
                order("503-7654321-7654321", "2026-10-02"),
                order("249-1111111-2222222", "2026-03-15"),
            ],
            hidden: vec![],
            own: vec![],
            points: vec![],
            history: "rows",
        }
    }
}

impl Shop {
    /// A shop whose list of messages is built so, in this language.
    pub fn built(center: &'static str, language: &'static str) -> Self {
        Self {
            center,
            language,
            ..Self::default()
        }
    }

    /// A shop in which nobody is signed in.
    pub fn signed_out() -> Self {
        Self {
            signed_in: false,
            ..Self::default()
        }
    }

    /// A shop whose rows come so many milliseconds after loading.
    pub fn late(milliseconds: u32) -> Self {
        Self {
            late: milliseconds,
            ..Self::default()
        }
    }
}

/// A row of the Message Center.
pub fn row(id: &str, subject: &str, sent: i64) -> Value {
    json!({"id": id, "subject": subject, "sent": sent})
}

/// An order.
pub fn order(number: &str, placed: &str) -> Value {
    json!({"number": number, "placed": placed})
}

/// The shop's settings, to be changed while it is open.
pub type Shared = Arc<Mutex<Shop>>;

/// Puts the shop on its host.
pub fn shop(shop: Shop) -> (Shared, Site) {
    let shared: Shared = Arc::new(Mutex::new(shop));
    let state = shared.clone();
    let site = Site::new(SHOP).rest(move |request| {
        let mut shop = state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        answer(&mut shop, request)
    });
    (shared, site)
}

fn answer(shop: &mut Shop, request: &Request) -> Page {
    let path = request.uri.path();
    let query = request.uri.query().unwrap_or_default();
    match path {
        "/ap/signin" if query.contains("done") => {
            shop.signed_in = true;
            Page::redirect(&format!("https://{SHOP}/gp/message"))
        }
        "/ap/signin" => Page::html(
            r#"<!doctype html><meta charset="utf-8"><title>Amazonログイン</title><form name="signIn" method="post" action="/ap/signin">
            <input name="email" type="email"><input name="password" type="password"></form><a id="done" href="/ap/signin?done">ログイン</a>"#,
        ),
        // Signing out ends at signing in, with an empty place for the address.
        "/gp/flex/sign-out.html" => {
            shop.signed_in = false;
            Page::redirect(&format!("https://{SHOP}/ap/signin"))
        }
        "/" => page(shop, "other", &json!({})),
        _ if path.starts_with("/replica/") => {
            let file = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../replica")
                .join(path.trim_start_matches("/replica/"));
            Page::of(
                "text/javascript; charset=utf-8",
                std::fs::read(file).unwrap_or_default(),
            )
        }
        _ if shop.captcha => Page::html(
            r#"<!doctype html><meta charset="utf-8"><title>Amazon.co.jp</title><form method="get" action="/errors/validateCaptcha"><input id="captchacharacters" name="field-keywords"></form>"#,
        ),
        _ if !shop.signed_in => Page::redirect(&format!(
            "https://{SHOP}/ap/signin?openid.return_to=https%3A%2F%2F{SHOP}{}",
            path.replace('/', "%2F")
        )),
        "/gp/message" => page(
            shop,
            "center",
            &json!({"markup": shop.center, "rows": shop.rows, "late": shop.late, "size": shop.size, "broken": shop.broken}),
        ),
        "/mypoints" => page(
            shop,
            "points",
            &json!({"markup": shop.history, "orders": shop.points, "late": shop.late}),
        ),
        "/your-orders/order-details" => match shop
            .own
            .iter()
            .find(|order| query.contains(order["number"].as_str().unwrap_or("-")))
        {
            Some(order) => page(
                shop,
                "order",
                &json!({"markup": shop.order, "order": order, "late": shop.late}),
            ),
            None => Page::redirect(&format!("https://{SHOP}/your-orders/orders")),
        },
        "/your-orders/orders" | "/gp/your-account/order-history" => {
            let none = vec![];
            let orders = if query.contains("archived") {
                &shop.hidden
            } else if query.contains("year-2026") {
                &shop.year
            } else {
                &none
            };
            page(
                shop,
                "orders",
                &json!({"markup": shop.list, "orders": orders, "total": orders.len(), "late": if shop.list == "encrypted" { 400 } else { 0 }}),
            )
        }
        _ => Page::html("<!doctype html><title>404</title>").status(404),
    }
}

/// The shop's frame around a script.
fn page(shop: &Shop, script: &str, settings: &Value) -> Page {
    let mut settings = settings.clone();
    settings["language"] = json!(shop.language);
    let settings = settings.to_string().replace('<', "\\u003c");
    let (account, hello) = if shop.signed_in {
        ("/gp/css/homepage.html", "花子さん")
    } else {
        ("/ap/signin?x", "ログイン")
    };
    let script = if script == "other" {
        String::new()
    } else {
        format!(r#"<script src="/replica/{script}.js"></script>"#)
    };
    Page::html(format!(
        r#"<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>Amazon.co.jp</title></head><body>
        <header id="navbar"><a id="nav-link-accountList" href="{account}"><span id="nav-link-accountList-nav-line-1">こんにちは、{hello}</span></a>
        <ul><li><a href="/your-orders/orders">注文履歴</a></li></ul></header>
        <div id="a-page"></div><script type="application/json" id="settings">{settings}</script>{script}</body></html>"#,
        shop.language
    ))
}

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

    fn says(&self, expression: &str, value: &str) -> Result<()> {
        let mut last = Value::Null;
        self.browser
            .until(&format!("{expression}: {value}"), || {
                last = inside(&self.browser, |browser| browser.eval(expression))?;
                Ok((last == value).then_some(()))
            })
            .with_context(|| format!("last seen: {last}"))
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

/// Presses something in the panel, as soon as it can be pressed: the frame grows when it is drawn. In a tab that another one
/// covers the driver cannot point at anything, so there the click is made by script.
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

/// A tab.
pub type Tab = fantoccini::wd::WindowHandle;

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
    browser.until("a tab opens", || {
        Ok(browser
            .run(browser.client().windows())?
            .into_iter()
            .find(|tab| !before.contains(tab)))
    })
}

/// Waits until a page of the extension is open in some tab. The driver does not list such tabs, so one of them is asked.
pub fn own_page_opens(browser: &Browser, page: &str) -> Result<()> {
    let back = browser.new_tab(&format!("{}/options.html", browser.origin()))?;
    let open = browser.until(page, || {
        let views = browser.eval(
            "(globalThis.browser ?? chrome).extension.getViews({type: 'tab'}).map((view) => view.location.pathname)",
        )?;
        let wanted = json!(format!("/{page}"));
        Ok(views.as_array().into_iter().flatten().any(|path| *path == wanted).then_some(()))
    });
    browser.close_tab(back)?;
    open
}
