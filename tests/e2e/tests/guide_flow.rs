//! The guide as a person walks through it: from the mail to the page for a call, ticks that last, the sheet, where to report.

mod extension_parts;

use anyhow::{Context, Result};
use e2e::{Browser, Kind, Lab, Page, Site};
use extension_parts as parts;

/// A page without our hands: what is left there complains of nothing.
const ELSEWHERE: &str = "https://elsewhere.example.test/";

const TAB: char = '\u{e004}';
const SPACE: char = ' ';

fn japan() -> Site {
    Site::new("www.amazon.co.jp")
        .page(
            "/contact-us",
            Page::html("<!doctype html><title>Contact</title><p>contact</p>"),
        )
        .page(
            "/gp/message",
            Page::html("<!doctype html><title>Messages</title><p>messages</p>"),
        )
}

/// Goes to the tab that was opened last.
fn newest(browser: &Browser, what: &str, address: &str) -> Result<()> {
    browser.until(what, || {
        for tab in browser.run(browser.client().windows())? {
            browser.run(browser.client().switch_to_window(tab))?;
            let here = browser.eval("location.href")?;
            if here.as_str().is_some_and(|here| here.contains(address)) {
                return Ok(Some(()));
            }
        }
        Ok(None)
    })
}

/// The text of the first match. Asked in one go: the page may draw itself anew between two questions.
fn text(browser: &Browser, css: &str) -> Result<String> {
    browser.until(css, || {
        let text = browser.eval_with(
            "document.querySelector(args[0])?.innerText",
            vec![css.into()],
        )?;
        Ok(text.as_str().map(str::to_owned))
    })
}

#[test]
fn from_a_genuine_unknown_order_to_the_call_in_four_clicks() -> Result<()> {
    parts::in_both(parts::page(&[parts::genuine()]), |lab, browser| {
        lab.serve(japan());
        assert_eq!(parts::panel_level(browser)?, "unconfirmed");
        parts::panel_height(browser)?;
        let mut clicks = 0;
        browser.enter_panel()?;
        browser.wait_for("[data-does=panel_not_mine]")?.click()?;
        clicks += 1;
        browser.top()?;
        browser.follow("guide.html")?;
        let place = browser.eval("location.hash")?;
        let place = place.as_str().unwrap_or_default();
        assert!(place.starts_with('#'), "the guide knows the mail: {place}");
        // The order in the mail says which situation it is, and the mail is on the sheet.
        let link = browser.wait_for("[data-step=call] a.button.main")?;
        assert_eq!(
            link.attr("href")?.as_deref(),
            Some("https://www.amazon.co.jp/contact-us")
        );
        assert_eq!(link.attr("rel")?.as_deref(), Some("noopener noreferrer"));
        browser.screenshot("guide-order-en-light")?;
        link.click()?;
        clicks += 1;
        newest(
            browser,
            "the page for a call",
            "www.amazon.co.jp/contact-us",
        )?;
        assert!(clicks <= 4, "{clicks} clicks");
        assert!(
            lab.log()
                .iter()
                .any(|line| line.line() == "GET www.amazon.co.jp/contact-us")
        );

        browser.open_own("guide.html")?;
        browser.wait_for("[data-does=guide_view_sheet]")?.click()?;
        let sheet = text(browser, ".sheet article")?;
        for word in [
            "250-1234567-1234567",
            "auto-confirm@amazon.co.jp",
            "I received genuine mails from Amazon.co.jp",
        ] {
            assert!(sheet.contains(word), "{word} is missing in {sheet}");
        }
        // Beside it in the agent's language.
        let agent = browser.until("the agent's side", || {
            let second =
                browser.eval("document.querySelectorAll('.sheet article')[1]?.innerText")?;
            Ok(second.as_str().map(str::to_owned))
        })?;
        assert!(agent.contains("注文した覚えのない"), "{agent}");
        browser.screenshot("guide-sheet-en-light")?;
        assert_eq!(browser.own_errors()?, vec![]);
        assert_eq!(
            lab.strangers(&["mail.google.com", "www.amazon.co.jp"]),
            Vec::<String>::new()
        );
        Ok(())
    })
}

fn open_guide(kind: Kind, lab: &Lab, place: &str, language: &str, dark: bool) -> Result<Browser> {
    let mut browser = parts::open(kind, lab, |options| {
        let options = options.language(language);
        if dark { options.dark() } else { options }
    })?;
    browser.open_own(&format!("guide.html{place}"))?;
    browser.wait_for("[data-top]")?;
    // What the page that was left in the middle of its first look says is not about the guide.
    browser.clear_console()?;
    Ok(browser)
}

/// Plays a scene in both browsers with the guide open at this place, in English.
fn in_both(place: &str, play: impl Fn(&mut Browser) -> Result<()>) -> Result<()> {
    e2e::in_both(|kind| {
        let lab = parts::lab(parts::page(&[]))?;
        play(&mut open_guide(kind, &lab, place, "en", false)?)
    })
}

#[test]
fn ticks_outlive_the_page_and_the_background() -> Result<()> {
    in_both("", |browser| {
        browser.wait_for("[data-situation=order]")?.click()?;
        browser.wait_for("#step-seller")?.click()?;
        browser.wait_for("#step-change_mail")?.click()?;
        let wait = browser.until("the five hours are counted", || {
            let wait = text(browser, "[data-step=wait_five] .wait")?;
            Ok(wait.starts_with("Wait until").then_some(wait))
        })?;
        browser
            .wait_for("[data-step=hidden] [data-does=guide_found_no]")?
            .click()?;
        browser.until("it is kept", || {
            let kept = browser.eval("chrome.storage.local.get('incident').then((all) => all.incident?.done?.length ?? 0)")?;
            Ok((kept == 3).then_some(()))
        })?;
        browser.stop_background()?;
        browser.goto(ELSEWHERE)?;
        browser.open_own("guide.html")?;
        assert_eq!(
            browser
                .wait_for("#step-seller")?
                .prop("checked")?
                .as_deref(),
            Some("true")
        );
        assert_eq!(text(browser, "[data-step=wait_five] .wait")?, wait);
        assert!(text(browser, "[data-step=hidden]")?.contains("Not there:"));
        // A page of the extension goes with it; the mail stays.
        browser.goto(ELSEWHERE)?;
        browser.reload_extension()?;
        browser.open_own("guide.html")?;
        assert_eq!(
            browser
                .wait_for("#step-change_mail")?
                .prop("checked")?
                .as_deref(),
            Some("true")
        );

        // Forgotten on the second press only.
        browser.wait_for("[data-does=guide_forget]")?.click()?;
        browser.wait_for("[data-does=guide_forget_no]")?.click()?;
        assert_eq!(
            browser
                .wait_for("#step-seller")?
                .prop("checked")?
                .as_deref(),
            Some("true")
        );
        browser.wait_for("[data-does=guide_forget]")?.click()?;
        browser.wait_for("[data-does=guide_forget_yes]")?.click()?;
        browser.wait_for("[data-situation=order]")?;
        browser.until("it is forgotten", || {
            let kept = browser
                .eval("chrome.storage.local.get('incident').then((all) => 'incident' in all)")?;
            Ok((kept == false).then_some(()))
        })?;
        assert_eq!(browser.own_errors()?, vec![]);
        Ok(())
    })
}

#[test]
fn the_keyboard_alone_is_enough() -> Result<()> {
    in_both("", |browser| {
        let to = |css: &str| -> Result<()> {
            for _ in 0..60 {
                browser.key(TAB)?;
                if browser.eval(&format!(
                    "document.activeElement?.matches({css:?}) ?? false"
                ))? == true
                {
                    return Ok(());
                }
            }
            Err(anyhow::anyhow!("{css} is not reached by Tab"))
        };
        to("[data-situation=signin]")?;
        browser.key(SPACE)?;
        browser.until("the heading has the focus", || {
            Ok(
                (browser.eval("document.activeElement?.hasAttribute('data-top')")? == true)
                    .then_some(()),
            )
        })?;
        to("#step-was_it_me")?;
        browser.key(SPACE)?;
        browser.until("the tick keeps the focus", || {
            Ok((browser.eval("document.activeElement?.id")? == "step-was_it_me").then_some(()))
        })?;
        assert_eq!(
            browser.find("#step-was_it_me")?.prop("checked")?.as_deref(),
            Some("true")
        );
        to("[data-step=messages] a.button")?;
        to("[data-step=messages] [data-does=guide_found_yes]")?;
        browser.key(SPACE)?;
        browser.until("the answer stands", || {
            Ok(text(browser, "[data-step=messages]")?
                .contains("There:")
                .then_some(()))
        })?;
        assert_eq!(browser.own_errors()?, vec![]);
        Ok(())
    })
}

#[test]
fn what_is_shown_is_the_marketplaces_own() -> Result<()> {
    in_both("#order", |browser| {
        let choose = |id: &str| {
            browser.eval_with("(() => { const s = document.querySelector('#marketplace'); s.value = args[0]; s.dispatchEvent(new Event('change', {bubbles: true})); })()", vec![id.into()])
        };
        choose("amazon.de")?;
        browser.until("the German page", || {
            let href = browser
                .find("[data-step=call] a.button")?
                .attr("href")?
                .context("no address")?;
            Ok(href.starts_with("https://www.amazon.de/").then_some(()))
        })?;
        assert!(browser.find_all("[data-step=points]")?.is_empty());
        assert!(text(browser, "[data-step=call]")?.contains("not known to us"));
        choose("amazon.co.jp")?;
        browser.wait_for("[data-step=points]")?;
        assert!(text(browser, "[data-step=call]")?.contains("今すぐ電話がほしい"));
        browser.wait_for("[data-does=guide_view_report]")?.click()?;
        let places = text(browser, ".places")?;
        assert!(places.contains("reportascam@amazon.com"), "{places}");
        let all = text(browser, ".guide")?;
        assert!(
            all.contains("meiwaku@dekyo.or.jp") && !all.contains("7726"),
            "{all}"
        );
        assert_eq!(browser.own_errors()?, vec![]);
        Ok(())
    })
}

#[test]
fn it_fits_in_every_language_light_and_width() -> Result<()> {
    let mut wide = vec![];
    for kind in Kind::BOTH {
        let lab = parts::lab(parts::page(&[]))?;
        for (language, dark) in [
            ("en", true),
            ("ja", false),
            ("ja", true),
            ("de", false),
            ("fr", false),
            ("it", false),
            ("es", false),
        ] {
            let browser = open_guide(kind, &lab, "", language, dark)?;
            let light = if dark { "dark" } else { "light" };
            browser.screenshot(&format!("guide-choice-{language}-{light}"))?;
            for (place, what) in [
                ("#order", "order"),
                ("#password", "password"),
                ("#report", "report"),
            ] {
                browser.goto(ELSEWHERE)?;
                browser.open_own(&format!("guide.html{place}"))?;
                browser.wait_for(".guide")?;
                browser.screenshot(&format!("guide-{what}-{language}-{light}"))?;
            }
            browser.wait_for("[data-does=guide_view_sheet]")?.click()?;
            browser.wait_for(".sheet article")?;
            browser.screenshot(&format!("guide-sheet-{language}-{light}"))?;
            for view in ["guide_view_sheet", "guide_view_report", "guide_view_steps"] {
                browser.wait_for(&format!("[data-does={view}]"))?.click()?;
                // 320 CSS pixels is also 200 % of a small screen: the page in a frame of that width.
                let over = browser.eval(
                    "(() => { const root = document.documentElement; root.style.maxWidth = '320px'; document.body.style.maxWidth = '320px'; \
                     const right = Math.max(...[...document.querySelectorAll('.guide *')].map((e) => e.getBoundingClientRect().right)); \
                     root.style.maxWidth = document.body.style.maxWidth = ''; return Math.round(right); })()",
                )?;
                if over.as_i64().is_none_or(|over| over > 321) {
                    wide.push(format!("{} {language} {view}: {over}", kind.name()));
                }
            }
            assert_eq!(browser.own_errors()?, vec![]);
        }
    }
    assert!(wide.is_empty(), "{wide:?}");
    Ok(())
}
