//! Every page of ours, ready to be looked at.
#![allow(dead_code, reason = "each test file uses its own part of this")]

use anyhow::Result;
use e2e::Browser;

/// Every page that stands in a tab: its name, its address, and what is there once it is drawn.
pub const PAGES: [(&str, &str, &str); 13] = [
    ("options", "options.html", "#status"),
    ("welcome", "welcome.html", ".panel"),
    ("check", "check.html", "#question"),
    ("check-link", "check.html", "#answer .card"),
    ("check-text", "check.html", "#answer [data-level]"),
    ("guide-choice", "guide.html", ".situations"),
    ("guide-nothing", "guide.html#nothing", ".steps"),
    ("guide-clicked", "guide.html#clicked", ".steps"),
    ("guide-password", "guide.html#password", ".steps"),
    ("guide-card", "guide.html#card", ".steps"),
    ("guide-order", "guide.html#order", ".steps"),
    ("guide-signin", "guide.html#signin", ".steps"),
    ("guide-report", "guide.html#report", ".places"),
];

/// A fake as somebody would select it.
pub const TEXT: &str = "【Amazon】お支払い方法に問題があります。24時間以内にアカウントを更新してください。\nhttps://www.amazon.co.jp.signin.yheq5.example/ap/signin?x=1\nAmazon.co.jp カスタマーサービス";

/// A link as somebody would paste it.
pub const LINK: &str = "https://www.amazon.co.jp.signin.yheq5.example/ap/signin?x=1";

/// Opens a page and waits until it is drawn. Pages that answer are asked first. An address that differs behind `#` alone is no new page to a
/// browser, so another one is opened between.
pub fn open(browser: &Browser, name: &str, address: &str, drawn: &str) -> Result<()> {
    browser.open_own("icons/seal-16.png")?;
    browser.open_own(address)?;
    if let Some(question) = match name {
        "check-link" => Some(LINK),
        "check-text" => Some(TEXT),
        _ => None,
    } {
        browser.wait_for("#question")?;
        browser.eval_with(
            "(() => { document.querySelector('#question').value = args[0]; })()",
            vec![question.into()],
        )?;
        browser.find("[data-does=check_ask]")?.click()?;
    }
    browser.wait_for(drawn)?;
    Ok(())
}

/// Starts from nothing in this language; an incident begins with some steps ticked and a mail on the sheet, so that there is something to
/// see.
pub fn begin(browser: &Browser, language: &str) -> Result<()> {
    browser.open_own("options.html")?;
    browser.wait_for("#status")?;
    browser.eval_with(
        "(async () => {
           await chrome.storage.local.clear();
           await chrome.storage.session.remove('asked');
           const at = Date.UTC(2026, 10, 20, 1, 2, 3), order = '250-1234567-1234567';
           const mail = (minutes, subject, listed) => ({ subject, sender: 'auto-confirm@amazon.co.jp', sent: at + minutes * 60000, orders: [order], amounts: ['56円'], level: 'unconfirmed', listed,
             findings: [{ order, place: 'recent', answer: 'not_here' }, { order, place: 'hidden', answer: 'found', placed: '2026年11月20日' }] });
           await chrome.storage.local.set({
             settings: { version: 1, language: args[0], hold_clicks: true, hosts: ['mail.example.co.jp'] },
             incident: { version: 1, marketplace: 'amazon.co.jp', started: at,
               done: [{ situation: 'order', step: 'seller', at }, { situation: 'order', step: 'call', at }, { situation: 'order', step: 'change_mail', at: Date.now() }],
               mails: [mail(0, 'Amazon.co.jp ご注文の確認', 'yes'), mail(3, 'お支払い番号のお知らせ', 'not_found')], note: 'Nov 20, 12:10' },
           });
         })()",
        vec![language.into()],
    )?;
    Ok(())
}
