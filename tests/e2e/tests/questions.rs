//! "Check this link", "Check this selection", the shortcut, and the page for a link or a text.

mod extension_parts;
mod looks_parts;

use anyhow::Result;
use e2e::{Browser, Kind, Lab, Page, Screen, Site};
use extension_parts as parts;
use looks_parts as looks;

const SHOP: &str = "https://shop.example.test/";

/// Where a link leads whose words are an address of the brand's.
const ELSEWHERE: &str = "https://cafe.example/help";

/// Nothing of ours on any console, and no link was opened.
fn nothing_else_happened(browser: &Browser, lab: &Lab) -> Result<()> {
    assert_eq!(browser.own_errors()?, vec![]);
    assert_eq!(
        lab.strangers(&["mail.google.com", "shop.example.test"]),
        Vec::<String>::new(),
        "no link was opened"
    );
    Ok(())
}

/// Somebody's page with a link and some text, which Honmono has no business on.
fn lab() -> Result<Lab> {
    let lab = parts::lab(parts::page(&[parts::fake()]))?;
    lab.serve(Site::new("shop.example.test").page(
        "/",
        Page::html(format!(
            "<!doctype html><meta charset=utf-8><title>x</title><p><a id=fake href=\"{}\">Amazon</a> <a id=fine href=\"https://cafe.example/menu\">menu</a> <a id=shown href=\"{ELSEWHERE}\">https://www.amazon.co.jp/help</a></p><p id=words>{}</p>",
            looks::LINK,
            looks::TEXT
        )),
    ));
    Ok(lab)
}

/// An entry of the browser's menu is pressed, as the browser tells it. Firefox's own menu is opened; Chromium's cannot be reached by a
/// driver, so its event is raised in the worker as the browser raises it.
fn press(browser: &Browser, css: &str, entry: &str, details: &str) -> Result<()> {
    match browser.kind() {
        Kind::Chromium => {
            let tab =
                "chrome.tabs.query({active: true, lastFocusedWindow: true}).then(([tab]) => tab)";
            browser.chromium_worker(&format!(
                "{tab}.then((tab) => {{ chrome.contextMenus.onClicked.dispatch({details}, tab); return true; }})"
            ))?;
        }
        Kind::Firefox => browser.firefox_menu(css, entry)?,
    }
    Ok(())
}

/// The answer on the page that opened, asked from a page of ours.
fn answer(browser: &Browser) -> Result<serde_json::Value> {
    browser.until("the answer is there", || {
        let asked =
            browser.eval("chrome.storage.session.get('asked').then((all) => all.asked ?? null)")?;
        Ok((!asked.is_null()).then_some(asked))
    })
}

/// What was answered, and the page that shows it in front: opened once the answer is kept, as the extension opens its own.
fn answered(browser: &Browser) -> Result<serde_json::Value> {
    browser.new_tab(&format!("{}/options.html", browser.origin()))?;
    let asked = answer(browser)?;
    browser.open_own("check.html")?;
    Ok(asked)
}

#[test]
fn the_menu_checks_a_link_and_a_selection() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = lab()?;
        let browser = parts::open(kind, &lab, |options| options)?;
        browser.goto(SHOP)?;
        press(
            &browser,
            "#fake",
            "Check this link",
            &format!("{{menuItemId: 'link', linkUrl: '{}'}}", looks::LINK),
        )?;
        let asked = answered(&browser)?;
        browser.wait_for("#answer .card")?;
        assert_eq!(asked["link"], true);
        assert_eq!(asked["text"], looks::LINK);
        let card = browser.find("#answer .card")?;
        assert!(
            card.text()?
                .contains("www.amazon.co.jp.signin.yheq5.example")
        );
        // Nobody claimed anything here; the name in the host is what does not fit, and more so where the browser tells the link's words.
        let level = card.attr("data-level")?.unwrap_or_default();
        assert!(["suspicious", "dangerous"].contains(&&*level), "{level}");
        browser.screenshot("check-link-en")?;

        browser.eval("chrome.storage.session.remove('asked')")?;
        browser.goto(SHOP)?;
        browser.eval("getSelection().selectAllChildren(document.querySelector('#words'))")?;
        press(
            &browser,
            "#words",
            "Check this selection",
            &format!(
                "{{menuItemId: 'text', selectionText: {}}}",
                serde_json::json!(looks::TEXT)
            ),
        )?;
        answered(&browser)?;
        let level = browser.wait_for("#answer [data-level]")?;
        assert_eq!(level.attr("data-level")?.as_deref(), Some("dangerous"));
        assert!(level.text()?.contains("Only these words were looked at"));
        browser.screenshot("check-text-en")?;
        nothing_else_happened(&browser, &lab)?;
    }
    Ok(())
}

#[test]
fn a_link_of_an_open_mail_gets_the_mails_own_answer() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = lab()?;
        let browser = parts::open(kind, &lab, |options| options)?;
        assert_eq!(parts::panel_level(&browser)?, "dangerous");
        press(
            &browser,
            "#bad",
            "Check this link",
            &format!("{{menuItemId: 'link', linkUrl: '{}'}}", looks::LINK),
        )?;
        answered(&browser)?;
        let card = browser.wait_for("#answer .card")?;
        assert_eq!(card.attr("data-level")?.as_deref(), Some("dangerous"));
        assert_eq!(browser.own_errors()?, vec![]);
    }
    Ok(())
}

#[test]
fn a_question_is_asked_by_keyboard_alone() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = lab()?;
        let browser = parts::open(kind, &lab, |options| options)?;
        browser.open_own("check.html")?;
        browser.until("the field has the focus", || {
            Ok((browser.eval("document.activeElement?.id")? == "question").then_some(()))
        })?;
        browser.find("#question")?.type_in("cafe.example/menu")?;
        browser.key('\u{e007}')?;
        let card = browser.wait_for("#answer .card")?;
        assert_eq!(card.attr("data-level")?.as_deref(), Some("quiet"));
        assert!(
            card.text()?
                .contains("Nothing is known against this address")
        );
        // The next question takes the place of the answer.
        browser.eval("document.querySelector('#question').value = ''")?;
        browser.find("#question")?.type_in(looks::LINK)?;
        browser.key('\u{e007}')?;
        browser.wait_for("#answer .card.suspicious")?;
        assert_eq!(browser.own_errors()?, vec![]);
    }
    Ok(())
}

/// The keys the manifest suggests, in xdotool's names.
const SHORTCUT: &str = "alt+shift+l";

/// What is kept of the question and how it is answered, once the shortcut's own window is open.
fn asked_by_key(browser: &Browser) -> Result<serde_json::Value> {
    let back = browser.follow("check.html")?;
    browser.wait_for("#question")?;
    let asked = browser.eval(
        "chrome.storage.session.get('asked').then(({ asked }) => asked ? { link: asked.link, text: asked.text, level: document.querySelector('#answer [data-level]')?.dataset.level ?? null } : null)",
    )?;
    browser.close_tab(back)?;
    Ok(asked)
}

/// Closes the small window of the answer, so that the next one is a new one.
fn close_the_answer(browser: &Browser) -> Result<()> {
    let back = browser.new_tab(&format!("{}/options.html", browser.origin()))?;
    browser.eval(
        "(async () => { for (const view of (globalThis.browser ?? chrome).extension.getViews()) if (view.location.pathname === '/check.html') view.close(); \
           await chrome.storage.session.remove('asked'); })()",
    )?;
    browser.close_tab(back)
}

/// Presses the shortcut's keys over what an expression gives the focus to, or selects.
fn press_keys_over(screen: &Screen, browser: &Browser, chosen: &str) -> Result<()> {
    let window = browser.until("a window", || screen.browser())?;
    screen.focus(&window)?;
    // A new tab begins with the keyboard in its address.
    browser.wait_for("#words")?.click()?;
    browser.until("the page has the keyboard", || {
        let here = browser.eval("document.visibilityState === 'visible' && document.hasFocus()")?;
        Ok((here == true).then_some(()))
    })?;
    browser.eval(chosen)?;
    screen.keys(SHORTCUT)
}

/// The keys are pressed on a screen of the lab's own, in a browser with a window: they go through the browser's own list of shortcuts, and
/// are the press that lets the extension look at that tab once.
#[test]
fn the_shortcut_asks_what_the_menu_asks() -> Result<()> {
    if !cfg!(target_os = "linux") {
        println!("skipped: no screen of the lab's own on this system (Xvfb runs on Linux)");
        return Ok(());
    }
    e2e::in_both(|kind| {
        let lab = lab()?;
        let screen = Screen::start()?;
        let browser = parts::open(kind, &lab, |options| options.on(&screen))?;
        // In a tab of its own: the one before has a mail open that knows the link.
        browser.new_tab(SHOP)?;

        // A link that has the focus. What its words are counts, as it does from the menu.
        for (css, address, level) in [
            ("#fake", looks::LINK, "suspicious"),
            ("#shown", ELSEWHERE, "suspicious"),
            ("#fine", "https://cafe.example/menu", "quiet"),
        ] {
            let chosen = format!("document.querySelector('{css}').focus()");
            press_keys_over(&screen, &browser, &chosen)?;
            let asked = asked_by_key(&browser)?;
            assert_eq!(
                asked,
                serde_json::json!({"link": true, "text": address, "level": level}),
                "{}",
                kind.name()
            );
            close_the_answer(&browser)?;
        }

        // Selected text goes first.
        let chosen = "getSelection().selectAllChildren(document.querySelector('#words'))";
        press_keys_over(&screen, &browser, chosen)?;
        let asked = asked_by_key(&browser)?;
        assert_eq!(
            (&asked["link"], &asked["level"]),
            (&false.into(), &"dangerous".into())
        );
        close_the_answer(&browser)?;

        // Nothing selected and nothing in the focus: the page for a question opens, and it is empty.
        let chosen = "(getSelection().removeAllRanges(), document.activeElement.blur())";
        press_keys_over(&screen, &browser, chosen)?;
        assert_eq!(asked_by_key(&browser)?, serde_json::Value::Null);

        nothing_else_happened(&browser, &lab)?;
        Ok(())
    })
}
