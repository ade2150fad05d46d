//! Pages that show a mail's source, what they prove for the open mail, and the report on a page that could not be read.

mod extension_parts;

use anyhow::{Context, Result};
use e2e::{Browser, Kind, Lab, Options, Page, Site};
use extension_parts as parts;

/// Gmail's legacy id of the genuine mail, and the same as a decimal number, as the source's address has it.
const ID: &str = "18a1b2c3d4e5f601";

fn decimal(id: &str) -> Result<u64> {
    u64::from_str_radix(id, 16).context("an id")
}

/// The page of "Show original" with this source.
fn original(source: &str) -> Page {
    let text = source.replace('&', "&amp;").replace('<', "&lt;");
    Page::html(format!(
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Original</title></head><body><h1>Original message</h1>
        <table><tr><th>SPF:</th><td>'PASS'</td></tr><tr><th>DKIM:</th><td>'PASS'</td></tr></table><pre class="raw_message_text" id="raw_message_text">{text}</pre></body></html>"#
    ))
}

/// The genuine mail as its reader's server keeps it; `results` are that server's.
fn source(results: &str) -> String {
    format!(
        "Received: by 2002:a05:6358:3211:b0:1dc:b09f:ae0b with SMTP id a17; Fri, 20 Nov 2026 01:02:03 -0800 (PST)\r\n\
         Received: from a9-1.smtp-out.amazonses.com (a9-1.smtp-out.amazonses.com. [192.0.2.1]) by mx.google.com with ESMTPS id x; Fri, 20 Nov 2026 01:02:02 -0800 (PST)\r\n\
         Authentication-Results: mx.google.com; {results}\r\n\
         Return-Path: <1-2@bounces.amazon.co.jp>\r\n\
         From: \"Amazon.co.jp\" <auto-confirm@amazon.co.jp>\r\n\
         Reply-To: no-reply@amazon.co.jp\r\n\
         Subject: =?utf-8?B?{}?=\r\n\
         Date: Fri, 20 Nov 2026 10:02:00 +0000\r\n\
         MIME-Version: 1.0\r\n\
         Content-Type: text/html; charset=utf-8\r\n\r\n{}\r\n",
        base64(parts::genuine().subject),
        parts::genuine().body
    )
}

fn base64(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(text)
}

const PASS: &str = "dkim=pass header.i=@amazon.co.jp header.s=x; spf=pass smtp.mailfrom=1-2@bounces.amazon.co.jp; dmarc=pass header.from=amazon.co.jp; arc=pass";
const FAIL: &str = "dkim=fail header.i=@amazon.co.jp; spf=fail smtp.mailfrom=x@amazon.co.jp; dmarc=fail header.from=amazon.co.jp";

fn mail(id: &'static str) -> parts::Mail {
    parts::Mail {
        id,
        ..parts::genuine()
    }
}

/// Gmail with a mail in it, and the originals of two.
fn gmail(open: parts::Mail, results: &str) -> Result<Lab> {
    let site = Site::new("mail.google.com")
        .page("/mail/u/0/", parts::page(&[open]))
        .page(
            &format!(
                "/mail/u/0/?ik=0a1b2c&view=om&permmsgid=msg-f:{}",
                decimal(ID)?
            ),
            original(&source(results)),
        );
    Lab::start([site])
}

fn original_address() -> Result<String> {
    Ok(format!(
        "https://mail.google.com/mail/u/0/?ik=0a1b2c&view=om&permmsgid=msg-f:{}",
        decimal(ID)?
    ))
}

#[test]
fn the_original_proves_the_open_mail() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = gmail(mail(ID), PASS)?;
        let browser = parts::open(kind, &lab, |options| options)?;
        browser.panel_of("unconfirmed")?;
        // The way up is told, in words for this webmail.
        browser.enter_panel()?;
        browser.wait_for("details.original summary")?.click()?;
        let told = browser.find("details.original")?.text()?;
        assert!(told.contains("Show original"), "{told}");
        browser.top()?;
        parts::panel_height(&browser)?;
        browser.screenshot("original-offered")?;

        // The person opens it, in another tab, as Gmail does.
        let inbox = browser.new_tab(&original_address()?)?;
        let panel = browser.panel_of("consistent")?;
        for word in [
            "mx.google.com",
            "bounces.amazon.co.jp",
            "DMARC",
            "ARC",
            "no-reply@amazon.co.jp",
        ] {
            assert!(panel.text.contains(word), "{word}: {}", panel.text);
        }
        parts::panel_height(&browser)?;
        browser.screenshot("original-panel")?;
        browser.click_toolbar()?;
        browser.popup_says(&["mx.google.com", "passed"])?;
        browser.close_popup()?;
        browser.close_tab(inbox)?;

        // And the open mail is judged with it, also by a background that was asleep meanwhile.
        browser.panel_of("consistent")?;
        browser.stop_background()?;
        browser.goto("about:blank")?;
        browser.goto(parts::INBOX)?;
        browser.panel_of("consistent")?;
        assert_eq!(browser.own_errors()?, vec![]);
        assert_eq!(lab.strangers(&["mail.google.com"]), Vec::<String>::new());
    }
    Ok(())
}

#[test]
fn an_original_that_failed_unmasks_the_open_mail() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = gmail(mail(ID), FAIL)?;
        let browser = parts::open(kind, &lab, |options| options)?;
        browser.panel_of("unconfirmed")?;
        let inbox = browser.new_tab(&original_address()?)?;
        browser.panel_of("dangerous")?;
        browser.close_tab(inbox)?;
        browser.panel_of("dangerous")?;
    }
    Ok(())
}

#[test]
fn a_copy_of_a_proved_mail_is_not_proved() -> Result<()> {
    for kind in Kind::BOTH {
        // The same sender, subject and minute under another number: a fake beside the genuine mail it copies.
        let lab = gmail(mail("18a1b2c3d4e5f6ff"), PASS)?;
        // A hostile site that shows a "source" at an address like Roundcube's proves nothing for Gmail.
        let browser = parts::open(kind, &lab, |options| options)?;
        browser.panel_of("unconfirmed")?;
        let inbox = browser.new_tab(&original_address()?)?;
        browser.panel_of("consistent")?;
        browser.close_tab(inbox)?;
        // Looked at anew, so that a proof would have had its say.
        browser.goto("about:blank")?;
        browser.goto(parts::INBOX)?;
        let panel = browser.panel()?;
        assert_eq!(panel.level, "unconfirmed", "{}: {panel:?}", kind.name());
    }
    Ok(())
}

#[test]
fn a_source_of_another_site_proves_nothing() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = gmail(mail(ID), PASS)?;
        let host = "webmail.provider.example";
        let plain = Page::of("text/plain; charset=utf-8", source(PASS));
        let action = format!(
            "https://{host}/?_task=mail&_mbox=INBOX&_uid=7&_action=viewsource&permmsgid=msg-f:{}",
            decimal(ID)?
        );
        lab.serve(
            Site::new(host)
                .page("/", document("a webmail"))
                .page(action.trim_start_matches(&format!("https://{host}")), plain),
        );
        let mut browser = Browser::start(kind, &lab, &Options::shipped(kind))?;
        browser.goto(&format!("https://{host}/"))?;
        browser.let_in()?;
        browser.close_popup()?;
        browser.goto(&action)?;
        // It is read there, by the browser's own page of plain text.
        browser.panel_of("consistent")?;
        browser.goto(parts::INBOX)?;
        let panel = browser.panel()?;
        assert_eq!(panel.level, "unconfirmed", "{}: {panel:?}", kind.name());
    }
    Ok(())
}

fn document(inside: &str) -> Page {
    Page::html(format!(
        "<!doctype html><meta charset=utf-8><title>x</title><p>{inside}</p>"
    ))
}

#[test]
fn a_report_is_shown_before_it_is_copied_and_holds_nothing_of_the_mail() -> Result<()> {
    for kind in Kind::BOTH {
        // The sender's node is gone: the message is there and could not be read.
        let broken = parts::message(&parts::genuine())
            .replace("class=\"gD\"", "class=\"x9\" data-secret-yamada=\"1\"")
            .replace(" email=", " data-x7=")
            .replace("class=\"go\"", "class=\"x8\"");
        let whole = format!(
            r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Yamada's mail</title></head><body><div role="main"><h2 class="hP">{}</h2><div role="list">{broken}</div></div>
            <textarea id="paste"></textarea></body></html>"#,
            parts::genuine().subject
        );
        let lab = parts::lab(Page::html(whole))?;
        let browser = parts::open(kind, &lab, |options| options)?;
        browser.panel_of("unread")?;
        browser.enter_panel()?;
        assert!(browser.find_all(".shape")?.is_empty());
        browser.find("[data-does=panel_copy_report]")?.click()?;
        let shown = browser
            .wait_for(".shape")?
            .prop("textContent")?
            .unwrap_or_default();
        for word in ["honmono: ", "site: gmail", "open.roots", "(mail)", "div"] {
            assert!(shown.contains(word), "{word} in {shown}");
        }
        let secrets = [
            "Amazon",
            "amazon",
            "auto-confirm",
            "orderID",
            "250",
            "1234567",
            "注文",
            "ヘルプ",
            "Yamada",
            "yamada",
            "secret",
            "2026",
            "Inbox",
        ];
        for secret in secrets {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        browser.top()?;
        parts::panel_height(&browser)?;
        browser.screenshot("report-shown")?;
        browser.enter_panel()?;
        browser.find("[data-does=panel_copy_report_now]")?.click()?;
        browser.until("the panel says that it was copied", || {
            Ok(browser
                .find(".report [role=status]")?
                .text()?
                .contains("Copied")
                .then_some(()))
        })?;
        browser.top()?;
        // What is pasted is what was shown.
        browser.find("#paste")?.click()?;
        paste(&browser)?;
        let pasted = browser.find("#paste")?.prop("value")?.unwrap_or_default();
        assert_eq!(pasted.trim(), shown.trim(), "{}", kind.name());
        assert_eq!(browser.own_errors()?, vec![]);

        // The popup offers the same, for pages without a place for a panel.
        browser.click_toolbar()?;
        browser.until("the popup offers a report", || {
            Ok(
                (browser
                    .popup_eval("!!document.querySelector('[data-does=panel_copy_report]')")?
                    == true)
                    .then_some(()),
            )
        })?;
        browser.popup_click("[data-does=panel_copy_report]")?;
        browser.until("the popup shows it", || {
            let text = browser.popup_eval("document.querySelector('.shape')?.textContent ?? ''")?;
            Ok(text
                .as_str()
                .is_some_and(|text| text.contains("open.roots"))
                .then_some(()))
        })?;
        browser.popup_screenshot("report-popup")?;
    }
    Ok(())
}

/// Pastes where the focus is.
fn paste(browser: &Browser) -> Result<()> {
    use fantoccini::actions::{InputSource, KeyAction, KeyActions};
    let control = '\u{e009}';
    let keys = KeyActions::new("keyboard".into())
        .then(KeyAction::Down { value: control })
        .then(KeyAction::Down { value: 'v' })
        .then(KeyAction::Up { value: 'v' })
        .then(KeyAction::Up { value: control });
    Ok(browser.run(browser.client().perform_actions(keys))?)
}
