//! Whole ways without a mouse: from an open mail to the page for a call, from a dangerous link and back, and the settings.

mod extension_parts;

use anyhow::{Result, bail};
use e2e::{Browser, ESCAPE, Kind, Page, Site, TAB};
use extension_parts as parts;

const ENTER: char = '\u{e007}';

/// Tab until the element with the focus matches, in the document that is entered.
fn tab_to(browser: &Browser, css: &str) -> Result<()> {
    for _ in 0..80 {
        if browser.eval_with(
            "document.activeElement?.matches(args[0]) ?? false",
            vec![css.into()],
        )? == true
        {
            return Ok(());
        }
        browser.key(TAB)?;
    }
    bail!("{css} is not reached by Tab ({})", browser.kind().name())
}

#[test]
fn from_an_open_mail_to_the_page_for_a_call() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = parts::lab(parts::page(&[parts::genuine()]))?;
        lab.serve(Site::new("www.amazon.co.jp").page(
            "/contact-us",
            Page::html("<!doctype html><title>Contact</title><p>contact</p>"),
        ));
        let browser = parts::open(kind, &lab, |options| options)?;
        parts::panel_level(&browser)?;
        parts::panel_height(&browser)?;
        tab_to(&browser, "[data-honmono=panel]")?;
        parts::host(&browser, "panel")?
            .in_shadow("iframe")?
            .enter()?;
        tab_to(&browser, "[data-does=panel_not_mine]")?;
        browser.key(ENTER)?;
        browser.top()?;
        browser.follow("guide.html")?;
        browser.wait_for("[data-step=call] a.button.main")?;
        tab_to(&browser, "[data-step=call] a.button.main")?;
        browser.key(ENTER)?;
        browser.until("the page for a call was opened", || {
            Ok(lab
                .log()
                .iter()
                .any(|line| line.line() == "GET www.amazon.co.jp/contact-us")
                .then_some(()))
        })?;
    }
    Ok(())
}

/// In Chromium alone: Firefox's driver gives up when the frame with the focus goes while a key is down in it.
#[test]
fn to_a_dangerous_link_and_back() -> Result<()> {
    let lab = parts::lab(parts::page(&[parts::fake()]))?;
    let browser = parts::open(Kind::Chromium, &lab, |options| options)?;
    parts::panel_level(&browser)?;
    parts::panel_height(&browser)?;
    browser.until("the links are marked", || {
        Ok((browser.find_all("[data-honmono-mark]")?.len() == 2).then_some(()))
    })?;
    tab_to(&browser, "#bad")?;
    // Reached: the card is seen, and Escape takes it away.
    parts::card_place(&browser)?;
    browser.key(ESCAPE)?;
    parts::no_card(&browser)?;
    // Pressed: held, and the focus is on the way back.
    browser.key(ENTER)?;
    parts::card_place(&browser)?;
    parts::host(&browser, "card")?
        .in_shadow("iframe")?
        .enter()?;
    browser.until("the way back has the focus", || {
        Ok((browser.eval("document.activeElement?.dataset.does")? == "card_stay").then_some(()))
    })?;
    browser.key(ESCAPE)?;
    browser.top()?;
    parts::no_card(&browser)?;
    assert_eq!(browser.eval("window.clicked")?, serde_json::json!([]));
    assert_eq!(browser.eval("document.activeElement?.id")?, "bad");
    Ok(())
}

#[test]
fn the_settings() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = parts::lab(parts::page(&[]))?;
        let browser = parts::open(kind, &lab, |options| options)?;
        browser.open_own("options.html")?;
        browser.wait_for("#hold_clicks")?;
        tab_to(&browser, "#hold_clicks")?;
        browser.key(' ')?;
        browser.until("it says so", || {
            Ok((browser.find("#status")?.text()? == "Saved.").then_some(()))
        })?;
        for css in [
            "[data-does=options_export]",
            "#import",
            "[data-does=options_forget]",
        ] {
            tab_to(&browser, css)?;
        }
        browser.key(ENTER)?;
        browser.until("it is forgotten", || {
            Ok(
                (browser.eval("document.querySelector('#hold_clicks').checked")? == true)
                    .then_some(()),
            )
        })?;
        assert_eq!(browser.own_errors()?, vec![]);
    }
    Ok(())
}
