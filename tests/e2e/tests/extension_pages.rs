//! Our own pages: popup, options, first page; in both languages, light and dark.

mod extension_parts;

use anyhow::Result;
use e2e::{Browser, Kind, Lab};
use extension_parts as parts;

#[test]
fn the_popup_tells_the_truth_about_the_tab() -> Result<()> {
    parts::in_both(
        parts::page(&[parts::fake(), parts::letter()]),
        |_, browser| {
            parts::panel_level(browser)?;
            browser.click_toolbar()?;
            browser.popup_says(&["yheq5.example", "お支払い方法をご確認ください"])?;
            assert_eq!(
                browser.popup_eval("document.querySelector('[data-level]').dataset.level")?,
                "dangerous"
            );
            browser.popup_screenshot("popup-dangerous-en-light")?;
            browser.close_popup()?;
            browser.eval("window.show(1)")?;
            browser.until("the page is itself again", || {
                Ok(parts::untouched(browser)?.then_some(()))
            })?;
            browser.click_toolbar()?;
            browser.until("the popup is quiet", || {
                Ok((browser
                    .popup_eval("document.querySelector('[data-level]')?.dataset.level ?? null")?
                    == "quiet")
                    .then_some(()))
            })?;
            browser.popup_screenshot("popup-quiet-en-light")?;
            assert_eq!(browser.own_errors()?, vec![]);
            Ok(())
        },
    )
}

#[test]
fn any_page_can_be_checked_by_its_button() -> Result<()> {
    parts::in_both(parts::page(&[parts::letter()]), |lab, browser| {
        lab.serve(e2e::Site::new("post.example.test").page(
            "/",
            e2e::Page::html(format!(
                "<!doctype html><title>x</title><div role=main><h2 class=hP>s</h2>{}</div>",
                parts::message(&parts::fake())
            )),
        ));
        browser.goto("https://post.example.test/")?;
        browser.click_toolbar()?;
        browser.popup_says(&["Check this page"])?;
        browser.popup_screenshot("popup-unknown-en-light")?;
        browser.popup_click("nav button")?;
        browser.popup_says(&["Check this page again"])?;
        assert_eq!(browser.own_errors()?, vec![]);
        Ok(())
    })
}

#[test]
fn settings_are_kept_and_forgotten() -> Result<()> {
    parts::in_both(parts::page(&[]), |_, browser| {
        browser.open_own("options.html")?;
        browser.wait_for("#hold_clicks")?.click()?;
        browser.until("it says so", || {
            Ok((browser.find("#status")?.text()? == "Saved.").then_some(()))
        })?;
        browser.open_own("options.html")?;
        assert_eq!(
            browser
                .wait_for("#hold_clicks")?
                .prop("checked")?
                .as_deref(),
            Some("false")
        );
        browser.eval("(() => { const s = document.querySelector('#language'); s.value = 'ja'; s.dispatchEvent(new Event('change', {bubbles: true})); })()")?;
        browser.until("it speaks Japanese", || {
            Ok((browser.eval("document.documentElement.lang")? == "ja").then_some(()))
        })?;
        browser.screenshot("options-ja-light")?;
        browser.wait_for("[data-does=options_forget]")?.click()?;
        browser.until("it speaks English again", || {
            Ok((browser.eval("document.documentElement.lang")? == "en").then_some(()))
        })?;
        // The language is set before the form is drawn anew.
        browser.until("clicks are held again", || {
            let held = browser.eval("document.querySelector('#hold_clicks')?.checked")?;
            Ok((held == true).then_some(()))
        })?;
        browser.screenshot("options-en-light")?;
        assert_eq!(browser.own_errors()?, vec![]);
        Ok(())
    })
}

/// Every page of ours in one language and one light, as pictures.
fn pictures(kind: Kind, lab: &Lab, language: &str, dark: bool) -> Result<()> {
    let name = |what: &str| format!("{what}-{language}-{}", if dark { "dark" } else { "light" });
    let browser: Browser = parts::open(kind, lab, |options| {
        let options = options.language(language);
        if dark { options.dark() } else { options }
    })?;
    for (place, what) in ["panel-dangerous", "panel-unconfirmed"]
        .into_iter()
        .enumerate()
    {
        browser.eval(&format!("window.show({place})"))?;
        parts::panel_level(&browser)?;
        parts::panel_height(&browser)?;
        browser.screenshot(&name(what))?;
        browser.click_toolbar()?;
        browser.until("the popup has words", || {
            Ok((browser.popup_text()?.len() > 40).then_some(()))
        })?;
        browser.popup_screenshot(&name(&what.replace("panel", "popup")))?;
        browser.close_popup()?;
    }
    browser.eval("window.show(0)")?;
    parts::panel_level(&browser)?;
    parts::panel_height(&browser)?;
    browser.until("the links are marked", || {
        Ok((browser.find_all("[data-honmono-mark]")?.len() == 2).then_some(()))
    })?;
    browser.find("#bad")?.click()?;
    parts::card_place(&browser)?;
    browser.screenshot(&name("card-held"))?;
    for page in ["options.html", "welcome.html"] {
        browser.open_own(page)?;
        browser.wait_for("main > *")?;
        assert_eq!(browser.eval("document.documentElement.lang")?, language);
        assert_eq!(
            browser.eval("document.documentElement.scrollWidth <= innerWidth")?,
            true,
            "{page}"
        );
        browser.screenshot(&name(&page.replace(".html#", "-").replace(".html", "")))?;
    }
    assert_eq!(browser.own_errors()?, vec![]);
    Ok(())
}

#[test]
fn pages_speak_the_language_and_keep_to_the_light() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = parts::lab(parts::page(&[parts::fake(), parts::genuine()]))?;
        for (language, dark) in [("en", false), ("ja", true), ("ja", false), ("en", true)] {
            pictures(kind, &lab, language, dark)?;
        }
    }
    Ok(())
}
