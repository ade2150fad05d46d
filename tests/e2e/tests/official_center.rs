//! The Message Center itself, however it is built and in whatever language: what is read of it, what is not, one message opened in it,
//! and how every state of the check looks.

mod official_parts;

use anyhow::{Context, Result};
use e2e::{Browser, Kind};
use official_parts::{self as parts, Names, Scene, Shop};
use serde_json::json;

#[test]
fn every_markup_is_read_and_a_vague_one_is_not() -> Result<()> {
    for language in ["ja", "en"] {
        parts::in_both(
            Shop::built("times", language),
            &[parts::story(0)],
            |scene| {
                for (markup, level, standing) in [
                    ("vague", "unconfirmed", "not_read"),
                    ("twice", "unconfirmed", "not_read"),
                    ("alien", "unconfirmed", "not_read"),
                    ("times", "confirmed", "listed"),
                    ("table", "confirmed", "listed"),
                    ("list", "confirmed", "listed"),
                    ("boxes", "confirmed", "listed"),
                ] {
                    check_built(scene, markup, language, level, standing)?;
                }
                Ok(())
            },
        )?;
    }
    Ok(())
}

#[test]
fn a_list_without_known_names_is_read_in_the_accounts_language() -> Result<()> {
    parts::in_both(Shop::built("list", "de"), &[parts::story(0)], |scene| {
        for language in ["de", "fr", "it", "es"] {
            for markup in ["list", "boxes", "table"] {
                check_built(scene, markup, language, "confirmed", "listed")?;
            }
        }
        Ok(())
    })
}

/// Lists whose names a build made are read as before, or called unread where the subject cannot be told; a part is called a part.
#[test]
fn a_list_with_other_names_is_read_or_called_unread_and_a_part_is_called_a_part() -> Result<()> {
    parts::in_both(Shop::default(), &[parts::story(0)], |scene| {
        let browser = &scene.browser;
        for center in ["times", "table", "list", "boxes"] {
            for (names, size) in [(Names::Classes, 20), (Names::All, 2)] {
                let came = || format!("{names:?} {center} {size}");
                scene.change(|shop| (shop.names, shop.center, shop.size) = (names, center, size));
                scene.anew()?;
                let tab = scene.check()?;
                if center == "times" {
                    // A row of two texts, and nothing that tells which is the subject.
                    scene.over_there(&tab, |browser| {
                        browser.until("rows", || Ok(browser.eval("window.filled")?.as_i64()))
                    })?;
                    parts::stands(browser, "unconfirmed", "not_read").with_context(came)?;
                } else if size == 2 {
                    parts::stands(browser, "unconfirmed", "not_found").with_context(came)?;
                    let words = parts::words(browser)?;
                    assert!(words.contains("next page"), "{}: {words}", came());
                    scene.over_there(&tab, |browser| browser.eval("window.turnPage()"))?;
                    parts::stands(browser, "confirmed", "listed").with_context(came)?;
                } else {
                    parts::stands(browser, "confirmed", "listed").with_context(came)?;
                }
                scene.forget(&tab)?;
            }
        }
        Ok(())
    })
}

/// One check with the Message Center built so, from a fresh page of the mail; then all is forgotten.
fn check_built(
    scene: &Scene,
    markup: &'static str,
    language: &'static str,
    level: &str,
    standing: &str,
) -> Result<()> {
    let browser = &scene.browser;
    scene.change(|shop| (shop.center, shop.language) = (markup, language));
    scene.anew()?;
    let center = scene.check()?;
    parts::stands(browser, level, standing)
        .map_err(|error| error.context(format!("{markup} {language}")))?;
    if standing == "not_read" {
        let words = parts::words(browser)?;
        assert!(words.contains(parts::STORY[0].1), "by eye: {words}");
    }
    scene.forget(&center)
}

#[test]
fn rows_paged_through_later_are_read_too() -> Result<()> {
    for center in ["times", "list"] {
        // The story's mails are the newest four: with two on a page the first mail is on the second.
        let shop = Shop {
            size: 2,
            center,
            ..Shop::default()
        };
        parts::in_both(shop, &[parts::story(0)], |scene| {
            let tab = scene.check()?;
            parts::stands(&scene.browser, "unconfirmed", "not_found")?;
            assert!(
                parts::words(&scene.browser)?.contains("next page"),
                "older ones are offered"
            );
            scene.over_there(&tab, |browser| browser.eval("window.turnPage()"))?;
            parts::stands(&scene.browser, "confirmed", "listed")
        })?;
    }
    Ok(())
}

/// A shop with one message of this author in its Message Center, with or without a link to a stranger's site.
fn with_message(seller: bool, foreign: bool) -> Shop {
    let mut body = vec![
        json!("お客様各位、お支払いの再確認をお願いします。"),
        json!({"id": "home", "href": "https://www.amazon.co.jp/gp/help", "text": "ヘルプ"}),
    ];
    if foreign {
        body.push(
            json!({"id": "foreign", "href": "https://pay-check.example/jp", "text": "こちら"}),
        );
    }
    Shop {
        rows: vec![
            json!({"id": "b1", "subject": "ご注文について", "sent": parts::STORY[0].2, "seller": seller, "body": body}),
        ],
        ..Shop::default()
    }
}

/// Opens that message in the Message Center.
fn open_message(browser: &Browser) -> Result<()> {
    browser.goto(&format!("https://{}/gp/message", parts::SHOP))?;
    browser.wait_for("[messagesenttime]")?;
    browser.eval("window.openRow(0)")?;
    browser.wait_for("#hidden-message-content a").map(drop)
}

#[test]
fn a_foreign_link_in_an_opened_message_is_a_sellers_not_a_fake() -> Result<()> {
    for (seller, headline) in [
        (true, "Written by a seller, not by Amazon."),
        (false, "Perhaps not written by Amazon."),
    ] {
        let shop = with_message(seller, true);
        parts::in_both(shop, &[parts::story(0)], |scene| {
            let browser = &scene.browser;
            open_message(browser)?;
            browser.until("the link is marked", || {
                browser.find("#foreign")?.attr("data-honmono-mark")
            })?;
            assert_eq!(browser.find("#home")?.attr("data-honmono-mark")?, None);
            parts::stands(browser, "suspicious", "not_asked")?;
            let words = parts::words(browser)?;
            assert!(
                words.contains(headline) && !words.contains("This is not from Amazon"),
                "{words}"
            );
            assert!(
                !words.contains("Check in Message Center"),
                "we are there: {words}"
            );
            if seller {
                browser.screenshot("official-seller")?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

#[test]
fn an_opened_message_without_foreign_links_is_left_alone() -> Result<()> {
    for seller in [true, false] {
        let shop = with_message(seller, false);
        parts::in_both(shop, &[parts::story(0)], |scene| {
            let browser = &scene.browser;
            open_message(browser)?;
            browser.click_toolbar()?;
            // The popup tells when it was read; nothing was drawn by then.
            browser.popup_says(&["A message is open here", "This is really Amazon.co.jp."])?;
            browser.close_popup()?;
            assert_eq!(
                browser.eval(
                    "document.querySelectorAll('[data-honmono], [data-honmono-mark]').length"
                )?,
                0
            );
            Ok(())
        })?;
    }
    Ok(())
}

#[test]
fn the_popup_says_that_this_is_amazon_and_what_was_read() -> Result<()> {
    parts::in_both(Shop::default(), &[parts::story(0)], |scene| {
        let browser = &scene.browser;
        browser.goto(&format!("https://{}/gp/message", parts::SHOP))?;
        browser.wait_for("[messagesenttime]")?;
        browser.click_toolbar()?;
        browser.popup_says(&["9 messages", "This is really Amazon.co.jp."])?;
        browser.popup_screenshot("official-popup")?;
        browser.close_popup()
    })
}

/// What a page told of itself may come after the page that took its place has said its first word.
#[test]
fn the_last_word_of_a_page_that_was_left_is_not_heard() -> Result<()> {
    e2e::in_both(|kind| {
        let slow = parts::slow_to_tell(kind)?;
        let mails = [parts::story(0)];
        let scene = Scene::open(kind, Shop::default(), &mails, |options| {
            options.extension(Some(slow.path()))
        })?;
        let browser = &scene.browser;
        parts::stands(browser, "unconfirmed", "not_asked")?;
        browser.goto(&format!("https://{}/gp/message", parts::SHOP))?;
        browser.wait_for("[messagesenttime]")?;
        browser.click_toolbar()?;
        browser.popup_says(&["9 messages", "This is really Amazon.co.jp."])?;
        browser.close_popup()?;
        // That word is a second and a half on its way, and nothing that can be asked tells that it came: it is to change nothing.
        std::thread::sleep(std::time::Duration::from_millis(2500));
        browser.click_toolbar()?;
        let said = browser.popup_says(&["9 messages", "This is really Amazon.co.jp."])?;
        assert!(!said.contains("Open mail"), "{said}");
        browser.close_popup()
    })
}

/// What was true of the page before is not said of the one that came after it, hands in it or not.
#[test]
fn nothing_is_said_of_the_page_that_was_left() -> Result<()> {
    parts::in_both(Shop::default(), &[parts::story(0)], |scene| {
        let browser = &scene.browser;
        let elsewhere = "https://elsewhere.example/";
        let page = e2e::Page::html("<!doctype html><title>x</title><p>Amazon.co.jp</p>");
        scene
            .lab
            .serve(e2e::Site::new("elsewhere.example").page("/", page));
        let message = format!("https://{}/gp/message", parts::SHOP);
        browser.goto(&message)?;
        browser.wait_for("[messagesenttime]")?;
        browser.click_toolbar()?;
        browser.popup_says(&["9 messages", "This is really Amazon.co.jp."])?;
        browser.close_popup()?;
        browser.goto(elsewhere)?;
        browser.click_toolbar()?;
        let said = browser.popup_says(&["This page is on elsewhere.example."])?;
        assert!(!said.contains("This is really"), "{said}");
        browser.close_popup()?;
        // Pages that follow one another at once, each left while the background may still be at work on it.
        for _ in 0..5 {
            browser.goto(&parts::inbox(0))?;
            browser.goto(&message)?;
            browser.click_toolbar()?;
            browser.popup_says(&["9 messages", "This is really Amazon.co.jp."])?;
            browser.close_popup()?;
            browser.goto(&message)?;
            browser.goto(&parts::inbox(0))?;
            parts::stands(browser, "confirmed", "listed")?;
            browser.goto(elsewhere)?;
            browser.click_toolbar()?;
            let said = browser.popup_says(&["This page is on elsewhere.example."])?;
            assert!(!said.contains("This is really"), "{said}");
            browser.close_popup()?;
        }
        Ok(())
    })
}

/// Every state once, in a picture: `target/e2e/shots/official-<state>-<language>-<light>-<browser>.png`.
#[test]
fn every_state_fits_its_panel() -> Result<()> {
    for (kind, language, dark) in [
        (Kind::Chromium, "en", false),
        (Kind::Chromium, "ja", true),
        (Kind::Firefox, "ja", false),
        (Kind::Firefox, "en", true),
    ] {
        states(kind, language, dark)
            .map_err(|error| error.context(format!("{} {language}", kind.name())))?;
    }
    Ok(())
}

fn states(kind: Kind, language: &'static str, dark: bool) -> Result<()> {
    let later = parts::Mail {
        id: "later".to_owned(),
        sent: parts::STORY[0].2 + 3 * 3_600_000,
        ..parts::story(0)
    };
    let mut rows = with_message(true, true).rows;
    rows.extend(Shop::default().rows);
    let shop = Shop {
        rows,
        points: vec![parts::order(parts::ORDER, "2026-11-20")],
        ..Shop::signed_out()
    };
    let scene = Scene::open(kind, shop, &[parts::story(0), later], |options| {
        let options = options.language(language);
        if dark { options.dark() } else { options }
    })?;
    let browser = &scene.browser;
    let picture = |state: &str| -> Result<()> {
        // Nothing of the panel is cut off: its frame is as tall and as wide as what is in it. A tab in the back measures nothing until
        // it is drawn, and taking its picture draws it.
        let light = if dark { "dark" } else { "light" };
        browser.until(&format!("{state}: the whole panel is seen"), || {
            browser.screenshot(&format!("official-{state}-{language}-{light}"))?;
            let over = parts::inside(browser, |browser| {
                browser.eval("(() => { const r = document.documentElement; return [r.scrollHeight - r.clientHeight, r.scrollWidth - r.clientWidth]; })()")
            })?;
            Ok((over == json!([0, 0])).then_some(()))
        })
    };
    let reload = |tab: &parts::Tab| scene.over_there(tab, Browser::reload);
    let center = scene.check()?;
    parts::stands(browser, "unconfirmed", "signed_out")?;
    picture("signed-out")?;
    scene.change(|shop| (shop.signed_in, shop.captcha) = (true, true));
    scene.over_there(&center, |browser| browser.wait_for("#done")?.click())?;
    parts::stands(browser, "unconfirmed", "stopped")?;
    picture("stopped")?;
    scene.change(|shop| (shop.captcha, shop.late) = (false, 60_000));
    reload(&center)?;
    parts::stands(browser, "unconfirmed", "not_read")?;
    picture("not-read")?;
    scene.change(|shop| (shop.late, shop.size) = (50, 2));
    reload(&center)?;
    parts::stands(browser, "unconfirmed", "not_found")?;
    picture("not-found")?;
    scene.change(|shop| shop.size = 20);
    reload(&center)?;
    parts::stands(browser, "confirmed", "listed")?;
    picture("listed")?;
    parts::opens(browser, || parts::press(browser, "panel_find_order"))?;
    scene.answers("year", "not_here")?;
    picture("search-open")?;
    for name in ["hidden", "own", "cancelled"] {
        scene.open_place(name)?;
        scene.answers(name, "not_here")?;
    }
    scene.concludes("not_in_history")?;
    picture("not-in-history")?;
    scene.open_place("points")?;
    scene.concludes("hidden")?;
    picture("hidden")?;
    browser.eval("window.show(1)")?;
    parts::stands(browser, "unconfirmed", "not_asked")?;
    parts::opens(browser, || parts::press(browser, "panel_check"))?;
    parts::stands(browser, "unconfirmed", "not_found")?;
    picture("near")?;
    open_message(browser)?;
    parts::stands(browser, "suspicious", "not_asked")?;
    picture("seller")
}
