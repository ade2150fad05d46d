//! The official check, from the click in the open mail to the changed verdict, in both browsers, on the packages that ship: the story it
//! is for, its states, and what it survives.

mod official_parts;

use anyhow::{Context, Result, ensure};
use e2e::Browser;
use official_parts::{self as parts, Scene, Shop};

#[test]
fn four_genuine_mails_are_confirmed_and_the_order_is_in_no_list() -> Result<()> {
    let mails: Vec<_> = (0..4).map(parts::story).collect();
    parts::in_both(Shop::default(), &mails, |scene| {
        scene.check()?;
        let browser = &scene.browser;
        parts::stands(browser, "confirmed", "listed")?;
        let words = parts::words(browser)?;
        assert!(
            words.contains("The subject is the same.")
                && words.contains("to the minute")
                && words.contains("inside its links"),
            "{words}"
        );
        browser.screenshot("official-confirmed")?;
        for place in 1..4 {
            browser.eval(&format!("window.show({place})"))?;
            parts::stands(browser, "confirmed", "listed")?;
        }

        // "Find this order": the year's list opens; each other place on a click of its own.
        browser.eval("window.show(0)")?;
        parts::stands(browser, "confirmed", "listed")?;
        parts::opens(browser, || parts::press(browser, "panel_find_order"))?;
        scene.answers("year", "not_here")?;
        for name in ["hidden", "own", "cancelled"] {
            scene.concludes("open")?;
            scene.open_place(name)?;
            scene.answers(name, "not_here")?;
        }
        scene.concludes("not_in_history")?;
        let words = parts::words(browser)?;
        assert!(
            words.contains("The mail is genuine, and its order is in none of your lists."),
            "{words}"
        );
        browser.screenshot("official-not-in-history")?;
        parts::press(browser, "official_guide")?;
        browser.follow("guide.html")?;
        browser.wait_for(".steps")?;
        assert_eq!(
            scene.lab.strangers(&[parts::MAIL, parts::SHOP]),
            Vec::<String>::new()
        );
        assert_eq!(browser.own_errors()?, vec![]);
        Ok(())
    })
}

#[test]
fn a_fake_with_a_copied_subject_is_dangerous_before_and_after() -> Result<()> {
    let mails = [parts::story(3), parts::fake()];
    parts::in_both(Shop::default(), &mails, |scene| {
        scene.browser.eval("window.show(1)")?;
        parts::stands(&scene.browser, "dangerous", "not_asked")?;
        scene.browser.eval("window.show(0)")?;
        scene.check()?;
        parts::stands(&scene.browser, "confirmed", "listed")?;
        scene.browser.eval("window.show(1)")?;
        parts::stands(&scene.browser, "dangerous", "listed")
    })
}

#[test]
fn a_copied_subject_at_another_time_is_not_found() -> Result<()> {
    let later = parts::Mail {
        sent: parts::STORY[0].2 + 3 * 3_600_000,
        ..parts::story(0)
    };
    parts::in_both(Shop::default(), &[later], |scene| {
        scene.check()?;
        parts::stands(&scene.browser, "unconfirmed", "not_found")?;
        let words = parts::words(&scene.browser)?;
        for part in [
            "A subject can be copied",
            "does not make it a fake",
            "another account or another of Amazon’s sites",
        ] {
            assert!(words.contains(part), "{part}: {words}");
        }
        Ok(())
    })
}

#[test]
fn signed_out_then_signed_in_goes_on_by_itself() -> Result<()> {
    parts::in_both(Shop::signed_out(), &[parts::story(0)], |scene| {
        let center = scene.check()?;
        parts::stands(&scene.browser, "unconfirmed", "signed_out")?;
        scene.over_there(&center, |browser| browser.wait_for("#done")?.click())?;
        parts::stands(&scene.browser, "confirmed", "listed")?;
        // Signing out is seen, and what was read is forgotten.
        let out = format!("https://{}/gp/flex/sign-out.html", parts::SHOP);
        scene.over_there(&center, |browser| browser.goto(&out))?;
        parts::stands(&scene.browser, "unconfirmed", "signed_out")
    })
}

#[test]
fn a_robot_check_and_an_error_page_are_said() -> Result<()> {
    for shop in [
        Shop {
            captcha: true,
            ..Shop::default()
        },
        Shop {
            broken: true,
            ..Shop::default()
        },
    ] {
        parts::in_both(shop, &[parts::story(0)], |scene| {
            let center = scene.check()?;
            parts::stands(&scene.browser, "unconfirmed", "stopped")?;
            scene.change(|shop| (shop.captcha, shop.broken) = (false, false));
            scene.over_there(&center, Browser::reload)?;
            parts::stands(&scene.browser, "confirmed", "listed")
        })?;
    }
    Ok(())
}

#[test]
fn the_popup_checks_as_the_panel_does() -> Result<()> {
    parts::in_both(Shop::default(), &[parts::story(0)], |scene| {
        let browser = &scene.browser;
        parts::stands(browser, "unconfirmed", "not_asked")?;
        browser.click_toolbar()?;
        in_popup(browser, "[data-does=panel_check]")?;
        parts::opens(browser, || browser.popup_click("[data-does=panel_check]"))?;
        parts::go(browser, &scene.mail)?;
        parts::stands(browser, "confirmed", "listed")
    })
}

#[test]
fn the_button_forgets_what_was_read() -> Result<()> {
    parts::in_both(Shop::default(), &[parts::story(0)], |scene| {
        let center = scene.check()?;
        parts::stands(&scene.browser, "confirmed", "listed")?;
        scene.over_there(&center, |browser| {
            browser.click_toolbar()?;
            in_popup(browser, "[data-does=official_forget]")?;
            browser.popup_click("[data-does=official_forget]")?;
            browser.popup_says(&["Forgotten"])?;
            browser.close_popup()
        })?;
        parts::stands(&scene.browser, "unconfirmed", "not_asked")
    })
}

/// Waits until the popup shows this.
fn in_popup(browser: &Browser, css: &str) -> Result<()> {
    browser.until(css, || {
        let there = browser.popup_eval(&format!("document.querySelector({css:?}) !== null"))?;
        Ok((there == true).then_some(()))
    })
}

#[test]
fn where_the_person_goes_in_that_tab_takes_nothing_back() -> Result<()> {
    let unlisted = parts::Mail {
        subject: "定期おトク便のご案内".to_owned(),
        ..parts::story(0)
    };
    parts::in_both(Shop::default(), &[unlisted], |scene| {
        let center = scene.check()?;
        parts::stands(&scene.browser, "unconfirmed", "not_found")?;
        scene.over_there(&center, |browser| {
            browser.goto(&format!("https://{}/", parts::SHOP))?;
            browser.click_toolbar()?;
            browser.popup_says(&["Nothing was read from this page"])?;
            browser.close_popup()
        })?;
        parts::stands(&scene.browser, "unconfirmed", "not_found")
    })
}

#[test]
fn the_verdict_changes_by_itself_once_the_row_is_there() -> Result<()> {
    parts::in_both(Shop::late(1500), &[parts::story(0)], |scene| {
        let browser = &scene.browser;
        parts::stands(browser, "unconfirmed", "not_asked")?;
        parts::inside(browser, |browser| {
            browser.eval("new MutationObserver(() => { if (document.querySelector('[data-level=confirmed]')) window.confirmed ??= Date.now(); }).observe(document, {subtree: true, childList: true, attributes: true})")
        })?;
        let center = scene.check()?;
        let filled = scene.over_there(&center, |browser| {
            browser.until("rows", || Ok(browser.eval("window.filled")?.as_i64()))
        })?;
        parts::stands(browser, "confirmed", "listed")?;
        let confirmed = parts::inside(browser, |browser| browser.eval("window.confirmed"))?
            .as_i64()
            .context("the panel did not see the verdict change")?;
        // Printed, not asserted: how busy the machine is says more about this number than the code does.
        println!(
            "{}: {} ms from the row to the verdict",
            scene.kind.name(),
            confirmed - filled
        );
        assert!(
            confirmed >= filled,
            "the verdict changed before the row was there"
        );
        Ok(())
    })
}

#[test]
fn a_worker_that_dies_between_click_and_answer_loses_nothing() -> Result<()> {
    parts::in_both(Shop::late(2000), &[parts::story(0)], |scene| {
        scene.check()?;
        scene.browser.stop_background()?;
        parts::stands(&scene.browser, "confirmed", "listed")?;
        scene.browser.stop_background()?;
        // A new look by a new worker finds the records again.
        scene.browser.eval("window.show(0)")?;
        parts::stands(&scene.browser, "confirmed", "listed")
    })
}

/// No network, no such server, a connection that breaks off: where the page would be stands the browser's own, which tells us nothing.
#[test]
fn the_browsers_own_error_page_ends_in_a_stated_state() -> Result<()> {
    let shop = Shop {
        hangs_up: true,
        ..Shop::default()
    };
    parts::in_both(shop, &[parts::story(0)], |scene| {
        let center = scene.check()?;
        parts::stands(&scene.browser, "unconfirmed", "stopped")?;
        let words = parts::words(&scene.browser)?;
        assert!(
            words.contains("error page") && words.contains("goes on by itself"),
            "{words}"
        );
        scene.browser.screenshot("official-no-page")?;
        scene.change(|shop| shop.hangs_up = false);
        let again = format!("https://{}/gp/message", parts::SHOP);
        scene.over_there(&center, |browser| browser.goto(&again))?;
        parts::stands(&scene.browser, "confirmed", "listed")
    })
}

/// The worker that listened to the tab is gone when the connection breaks off. Whoever looks hears of it.
#[test]
fn an_error_page_that_nobody_heard_of_is_found_when_the_person_looks() -> Result<()> {
    let shop = Shop {
        holds: true,
        ..Shop::default()
    };
    parts::in_both(shop, &[parts::story(0)], |scene| {
        let browser = &scene.browser;
        let center = scene.check()?;
        parts::stands(browser, "unconfirmed", "waiting")?;
        browser.stop_background()?;
        scene.change(|shop| (shop.holds, shop.hangs_up) = (false, true));
        // The error page is there.
        scene.over_there(&center, |browser| {
            browser.until("an error page", || {
                let done = browser.eval(
                    "document.readyState === 'complete' && !document.querySelector('#a-page')",
                )?;
                Ok((done == true).then_some(()))
            })
        })?;
        // The panel may have asked by itself meanwhile, as it does from time to time and when it is seen.
        browser.click_toolbar()?;
        parts::stands(browser, "unconfirmed", "stopped")?;
        browser.close_popup()
    })
}

/// The way is the brand's, the words are a stranger's: nothing above them may say that the brand wrote or sent them.
#[test]
fn a_listed_message_of_a_sellers_is_passed_on_not_sent() -> Result<()> {
    let mail = parts::sellers();
    let mut rows = Shop::default().rows;
    rows.push(parts::row("seller", &mail.subject, mail.sent));
    let shop = Shop {
        rows,
        ..Shop::default()
    };
    parts::in_both(shop, &[mail, parts::story(0)], |scene| {
        let browser = &scene.browser;
        scene.check()?;
        parts::stands(browser, "confirmed", "listed")?;
        let words = parts::words(browser)?;
        assert!(
            words.starts_with("Amazon passed this on. A seller wrote it.")
                && !words.contains("Amazon did send this"),
            "{words}"
        );
        browser.screenshot("official-passed-on")?;
        // The brand's own mail in the same list is still the brand's.
        browser.eval("window.show(1)")?;
        browser.until("the other mail", || {
            Ok(parts::words(browser)?
                .starts_with("Amazon did send this.")
                .then_some(()))
        })
    })
}

#[test]
fn a_mail_without_records_is_judged_without_the_module_of_the_checks() -> Result<()> {
    e2e::in_both(|kind| {
        let noting = parts::noting_starts(kind)?;
        let scene = Scene::open(kind, Shop::default(), &[parts::story(0)], |options| {
            options.extension(Some(noting.path()))
        })?;
        let browser = &scene.browser;
        // The background that was just installed had menus to draw; the next one has a mail and nothing else.
        parts::stands(browser, "unconfirmed", "not_asked")?;
        browser.stop_background()?;
        browser.reload()?;
        parts::stands(browser, "unconfirmed", "not_asked")?;
        let looked = browser.eval("Date.now()")?;
        scene.check()?;
        parts::stands(browser, "confirmed", "listed")?;
        browser.new_tab(&format!("{}/options.html", browser.origin()))?;
        let started = browser.eval(
            "(globalThis.browser ?? chrome).storage.local.get('lab ./wasm/duties_bg.wasm').then(Object.values)",
        )?;
        ensure!(
            started[0].as_f64() >= looked.as_f64(),
            "looked at {looked}, and the module was started at {started}"
        );
        Ok(())
    })
}

#[test]
fn a_tab_closed_half_way_ends_in_a_stated_state() -> Result<()> {
    parts::in_both(Shop::late(60_000), &[parts::story(0)], |scene| {
        let center = scene.check()?;
        scene.over_there(&center, |browser| {
            browser.wait_for("#a-page h1")?;
            Ok(browser.run(browser.client().close_window())?)
        })?;
        parts::stands(&scene.browser, "unconfirmed", "not_read")
    })
}

/// A page whose hands wait for their first answer is a page all the same, and not the browser's own error.
#[test]
fn a_tab_closed_before_its_page_was_answered_ends_in_the_same_state() -> Result<()> {
    e2e::in_both(|kind| {
        let slow = parts::slow_to_answer(kind)?;
        let mails = [parts::story(0)];
        let scene = Scene::open(kind, Shop::late(60_000), &mails, |options| {
            options.extension(Some(slow.path()))
        })?;
        let center = scene.check()?;
        scene.over_there(&center, |browser| {
            browser.until("the page has loaded", || {
                Ok((browser.eval("document.readyState")? == "complete").then_some(()))
            })?;
            Ok(browser.run(browser.client().close_window())?)
        })?;
        parts::stands(&scene.browser, "unconfirmed", "not_read")
    })
}

#[test]
fn two_mails_wait_at_once() -> Result<()> {
    let mails = [parts::story(0), parts::story(1)];
    parts::in_both(Shop::signed_out(), &mails, |scene| {
        let first = scene.mail.clone();
        scene.check()?;
        parts::stands(&scene.browser, "unconfirmed", "signed_out")?;
        scene.browser.new_tab(&parts::inbox(1))?;
        scene.mail = parts::here(&scene.browser)?;
        let center = scene.check()?;
        parts::stands(&scene.browser, "unconfirmed", "signed_out")?;
        scene.over_there(&center, |browser| browser.wait_for("#done")?.click())?;
        for tab in [&first, &scene.mail] {
            parts::go(&scene.browser, tab)?;
            parts::stands(&scene.browser, "confirmed", "listed")?;
        }
        Ok(())
    })
}

#[test]
fn a_reloaded_extension_starts_the_check_anew() -> Result<()> {
    parts::in_both(Shop::late(60_000), &[parts::story(0)], |scene| {
        // Its list stays empty: that is said, and changes by itself when it fills.
        scene.check()?;
        parts::stands(&scene.browser, "unconfirmed", "not_read")?;
        scene.browser.reload_extension()?;
        scene.browser.goto(&parts::inbox(0))?;
        scene.browser.reload()?;
        parts::stands(&scene.browser, "unconfirmed", "not_asked")
    })
}
