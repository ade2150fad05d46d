//! What the tests of the extension share: pages shaped like a webmail's, made here, and ways to our frames in them.
#![allow(dead_code, reason = "each test file uses its own part of this")]

use anyhow::{Result, anyhow};
use e2e::{Browser, Element, Kind, Lab, Options, Page, Site};

/// A mail as the page shows it.
#[derive(Clone, Debug)]
pub struct Mail {
    pub id: &'static str,
    pub name: &'static str,
    pub address: &'static str,
    pub subject: &'static str,
    pub body: String,
    /// The webmail names the domain that signed it.
    pub signed_by: Option<&'static str>,
}

/// A fake as they come: the marketplace's name, a foreign sender, a button that leads elsewhere.
pub fn fake() -> Mail {
    Mail {
        id: "f1",
        name: "Amazon.co.jp",
        address: "account-update@mail-qlcfp.example",
        subject: "お支払い方法をご確認ください",
        body: r#"<p>Amazon.co.jp をご利用いただきありがとうございます。お支払い方法に問題がありました。24時間以内に
            <a id="bad" href="https://www.amazon.co.jp.signin.yheq5.example/ap/signin?x=1">アカウントを更新</a> してください。</p>
            <p><a id="bad2" href="https://www.amazon.co.jp.signin.yheq5.example/help">https://www.amazon.co.jp/help</a></p>
            <p><a id="good" href="https://www.amazon.co.jp/gp/help">ヘルプ</a></p>"#
            .to_owned(),
        signed_by: None,
    }
}

/// A genuine one.
pub fn genuine() -> Mail {
    Mail {
        id: "g1",
        name: "Amazon.co.jp",
        address: "auto-confirm@amazon.co.jp",
        subject: "Amazon.co.jpでのご注文 250-1234567-1234567",
        body: r#"<p>ご注文ありがとうございます。注文番号 <a id="order" href="https://www.amazon.co.jp/gp/css/order-details?orderID=250-1234567-1234567">250-1234567-1234567</a></p>
            <p><a href="https://www.amazon.co.jp/gp/help">ヘルプ</a></p>"#
            .to_owned(),
        signed_by: None,
    }
}

/// None of our business.
pub fn letter() -> Mail {
    Mail {
        id: "l1",
        name: "Hanako",
        address: "hanako@friend.example",
        subject: "Lunch",
        body: r#"<p>Shall we meet at noon? <a id="menu" href="https://cafe.example/menu">The menu</a></p>"#.to_owned(),
        signed_by: None,
    }
}

/// One open message, as Gmail's page holds it.
pub fn message(mail: &Mail) -> String {
    let Mail {
        id,
        name,
        address,
        body,
        ..
    } = mail;
    format!(
        r#"<div role="listitem"><div class="adn ads" data-message-id="{id}" data-legacy-message-id="{id}"><div class="gs">
        <div class="gE iv gt"><table><tr><td class="gF gK"><h3 class="iw"><span class="qu"><span email="{address}" name="{name}" class="gD">{name}</span> <span class="go">&lt;{address}&gt;</span></span></h3></td>
        <td class="gH"><span class="g3" title="Nov 20, 2026, 10:02 AM">Nov 20</span></td></tr></table></div>
        <div class="ii gt" jslog="1"><div class="a3s aiL">{body}</div></div></div></div></div>"#
    )
}

/// The page around messages. `window.show(i)` opens another of the mails without a reload, as a single-page webmail does;
/// `window.list()` goes back to the list.
pub fn page(mails: &[Mail]) -> Page {
    let templates: String = mails
        .iter()
        .map(|mail| {
            format!(
                r#"<template data-subject="{}">{}</template>"#,
                mail.subject,
                message(mail)
            )
        })
        .collect();
    let subject = mails.first().map(|mail| mail.subject).unwrap_or_default();
    let body = mails.first().map(message).unwrap_or_default();
    Page::html(format!(
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Inbox - me@example.test - Gmail</title>
        <style>body {{ margin: 0; font: 14px/1.5 Arial, "Noto Sans CJK JP", sans-serif; background: #f6f8fc; color: #202124 }}
        header {{ padding: 14px 24px; font-size: 20px; color: #5f6368 }}
        [role=main] {{ background: #fff; border-radius: 16px; margin: 0 16px; padding: 16px 32px; min-height: 600px }}
        h2 {{ font-weight: 400; font-size: 22px }} h3 {{ margin: 0; font-size: 14px }} .go {{ color: #5f6368; font-weight: 400 }} table {{ width: 100% }} td.gH {{ text-align: right }}
        @media (prefers-color-scheme: dark) {{ body.follows {{ background: #111; color: #e8eaed }} .follows [role=main] {{ background: #1f1f1f }} }}
        </style></head><body class="follows"><header>Mail</header><div role="main"><h2 class="hP">{subject}</h2><div role="list" id="thread">{body}</div></div>{templates}
        <script nonce="lab">
        window.show = (i) => {{ const t = document.querySelectorAll('template')[i]; const thread = document.querySelector('#thread');
          document.querySelector('h2.hP').textContent = t.dataset.subject; thread.replaceChildren(t.content.cloneNode(true)); location.hash = 'inbox/' + i; }};
        window.list = () => {{ document.querySelector('#thread').replaceChildren(); document.querySelector('h2.hP').textContent = ''; location.hash = 'inbox'; }};
        window.clicked = []; addEventListener('click', (e) => {{ const a = e.target.closest?.('a'); if (a) {{ window.clicked.push(a.id); e.preventDefault(); }} }});
        window.keys = []; addEventListener('keydown', (e) => window.keys.push(e.key));
        </script></body></html>"#
    ))
}

/// A lab with one webmail page in it.
pub fn lab(page: Page) -> Result<Lab> {
    Lab::start([Site::new("mail.google.com")
        .page("/", Page::html("<!doctype html><title>x</title>"))
        .page("/mail/u/0/", page)])
}

/// The address of the page.
pub const INBOX: &str = "https://mail.google.com/mail/u/0/";

/// A browser on the page.
pub fn open(kind: Kind, lab: &Lab, options: impl FnOnce(Options) -> Options) -> Result<Browser> {
    let browser = Browser::start(kind, lab, &options(Options::shipped(kind)))?;
    browser.goto(INBOX)?;
    Ok(browser)
}

/// Plays a scene in both browsers, each in a lab of its own with this page open. An error names the browser.
pub fn in_both(page: Page, play: impl Fn(&Lab, &mut Browser) -> Result<()>) -> Result<()> {
    e2e::in_both(|kind| {
        let lab = lab(page.clone())?;
        play(&lab, &mut open(kind, &lab, |options| options)?)
    })
}

/// Waits for the host of a frame of ours.
pub fn host(browser: &Browser, kind: &str) -> Result<Element> {
    browser.wait_for(&format!("[data-honmono={kind}]"))
}

/// Runs something inside a frame of ours, then leaves it.
pub fn inside<T>(
    browser: &Browser,
    kind: &str,
    what: impl FnOnce(&Browser) -> Result<T>,
) -> Result<T> {
    host(browser, kind)?.in_shadow("iframe")?.enter()?;
    let done = what(browser);
    browser.top()?;
    done
}

/// The level the panel shows, as soon as it shows one.
pub fn panel_level(browser: &Browser) -> Result<String> {
    inside(browser, "panel", |browser| {
        let panel = browser.wait_for("[data-level]")?;
        panel.attr("data-level")?.ok_or_else(|| anyhow!("no level"))
    })
}

/// Waits until the panel's frame has the height of what is in it, then gives that height.
pub fn panel_height(browser: &Browser) -> Result<f64> {
    browser.until("the panel is as tall as its words", || {
        let height = host(browser, "panel")?.place()?.3;
        Ok((height > 20.0).then_some(height))
    })
}

/// Waits until the card is seen, and gives its place: left, top, width, height.
pub fn card_place(browser: &Browser) -> Result<(f64, f64, f64, f64)> {
    browser.until("the card is seen", || {
        let Ok(card) = browser.find("[data-honmono=card]") else {
            return Ok(None);
        };
        if card.style("visibility")? != "visible" || card.style("display")? == "none" {
            return Ok(None);
        }
        let place = card.place()?;
        Ok((place.3 > 30.0).then_some(place))
    })
}

/// Lets so many milliseconds pass.
pub fn watch(browser: &Browser, milliseconds: u128) -> Result<()> {
    let since = std::time::Instant::now();
    browser.until("the time to pass", || {
        Ok((since.elapsed().as_millis() > milliseconds).then_some(()))
    })
}

/// Presses the way back of a held card, whose frame was entered. A card that has only just come lets nothing through.
pub fn stay(browser: &Browser) -> Result<()> {
    watch(browser, 500)?;
    browser.find("[data-does=card_stay]")?.click()
}

/// Waits until no card is seen.
pub fn no_card(browser: &Browser) -> Result<()> {
    browser.until("the card is gone", || {
        let Ok(card) = browser.find("[data-honmono=card]") else {
            return Ok(Some(()));
        };
        Ok((card.style("display")? == "none").then_some(()))
    })
}

/// The page itself has nothing of ours in it.
pub fn untouched(browser: &Browser) -> Result<bool> {
    Ok(browser.eval("document.querySelectorAll('[data-honmono], [data-honmono-mark], [data-honmono-marks], [data-honmono-unmarked], [aria-description]').length")? == 0)
}
