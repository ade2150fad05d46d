//! The official check, from the click in the open mail to the changed verdict, in both browsers, on the packages that ship.

mod official_parts;

use anyhow::{Context, Result};
use e2e::{Browser, Kind};
use official_parts::{self as parts, Shop};
use serde_json::json;

/// From the first mail's panel to the opened Message Center; we stay on the mail.
fn check(browser: &Browser) -> Result<parts::Tab> {
    parts::stands(browser, "unconfirmed", "not_asked")?;
    parts::opens(browser, || parts::press(browser, "panel_check"))
}

#[test]
fn four_genuine_mails_are_confirmed_and_the_order_is_in_no_list() -> Result<()> {
    for kind in Kind::BOTH {
        let mails: Vec<_> = (0..4).map(parts::story).collect();
        let (lab, _, browser) = parts::open(kind, Shop::default(), &mails)?;
        check(&browser)?;
        parts::stands(&browser, "confirmed", "listed")?;
        let words = parts::words(&browser)?;
        assert!(
            words.contains("The subject is the same.")
                && words.contains("to the minute")
                && words.contains("inside its links"),
            "{words}"
        );
        browser.screenshot("official-confirmed")?;
        for place in 1..4 {
            browser.eval(&format!("window.show({place})"))?;
            parts::stands(&browser, "confirmed", "listed")?;
        }

        // "Find this order": the year's list opens; each other place on a click of its own.
        let mail = parts::here(&browser)?;
        browser.eval("window.show(0)")?;
        parts::stands(&browser, "confirmed", "listed")?;
        parts::opens(&browser, || parts::press(&browser, "panel_find_order"))?;
        place(&browser, "year", "not_here")?;
        for name in ["hidden", "own", "cancelled"] {
            assert_eq!(conclusion(&browser)?, "open");
            parts::opens(&browser, || {
                parts::press_in(
                    &browser,
                    &format!("[data-place={name}] [data-does=official_open]"),
                )
            })?;
            parts::go(&browser, &mail)?;
            place(&browser, name, "not_here")?;
        }
        browser.until("the conclusion", || {
            Ok((conclusion(&browser)? == "not_in_history").then_some(()))
        })?;
        browser.screenshot("official-not-in-history")?;
        parts::press(&browser, "official_guide")?;
        parts::own_page_opens(&browser, "guide.html")?;
        assert_eq!(
            lab.strangers(&[parts::MAIL, parts::SHOP]),
            Vec::<String>::new()
        );
        assert_eq!(browser.own_errors()?, vec![]);
    }
    Ok(())
}

fn place(browser: &Browser, name: &str, answer: &str) -> Result<()> {
    let mut last = serde_json::Value::Null;
    browser
        .until(&format!("{name}: {answer}"), || {
            last = parts::inside(browser, |browser| browser.eval("Object.fromEntries([...document.querySelectorAll('[data-place]')].map(p => [p.dataset.place, p.dataset.answer]))"))?;
            Ok((last[name] == answer).then_some(()))
        })
        .map_err(|error| error.context(format!("last seen: {last}")))
}

fn conclusion(browser: &Browser) -> Result<String> {
    let read = parts::inside(browser, |browser| {
        browser.eval("document.querySelector('[data-conclusion]')?.dataset.conclusion")
    })?;
    Ok(read.as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_fake_with_a_copied_subject_is_dangerous_before_and_after() -> Result<()> {
    for kind in Kind::BOTH {
        let (_lab, _, browser) =
            parts::open(kind, Shop::default(), &[parts::story(3), parts::fake()])?;
        browser.eval("window.show(1)")?;
        parts::stands(&browser, "dangerous", "not_asked")?;
        browser.eval("window.show(0)")?;
        check(&browser)?;
        parts::stands(&browser, "confirmed", "listed")?;
        browser.eval("window.show(1)")?;
        parts::stands(&browser, "dangerous", "listed")?;
    }
    Ok(())
}

#[test]
fn a_copied_subject_at_another_time_is_not_found() -> Result<()> {
    for kind in Kind::BOTH {
        let later = parts::Mail {
            sent: parts::STORY[0].2 + 3 * 3_600_000,
            ..parts::story(0)
        };
        let (_lab, _, browser) = parts::open(kind, Shop::default(), &[later])?;
        check(&browser)?;
        parts::stands(&browser, "unconfirmed", "not_found")?;
        let words = parts::words(&browser)?;
        assert!(
            words.contains("A subject can be copied") && words.contains("does not make it a fake"),
            "{words}"
        );
    }
    Ok(())
}

#[test]
fn every_markup_is_read_and_a_vague_one_is_not() -> Result<()> {
    for kind in Kind::BOTH {
        for language in ["ja", "en"] {
            let (_lab, shared, browser) = parts::open(
                kind,
                Shop {
                    language,
                    ..Shop::default()
                },
                &[parts::story(0)],
            )?;
            let mail = parts::here(&browser)?;
            for (markup, level, standing) in [
                ("vague", "unconfirmed", "not_read"),
                ("times", "confirmed", "listed"),
                ("table", "confirmed", "listed"),
                ("list", "confirmed", "listed"),
                ("boxes", "confirmed", "listed"),
            ] {
                shared
                    .lock()
                    .map_err(|_| anyhow::anyhow!("poisoned"))?
                    .center = markup;
                browser.goto(&parts::inbox(0))?;
                browser.eval("location.reload()")?;
                let center = check(&browser)?;
                parts::stands(&browser, level, standing)
                    .map_err(|error| error.context(format!("{markup} {language}")))?;
                if markup == "vague" {
                    assert!(
                        parts::words(&browser)?.contains(parts::STORY[0].1),
                        "the subject to look for by eye"
                    );
                }
                forget(&browser, &center, &mail)?;
            }
        }
    }
    Ok(())
}

/// Signs out, which forgets what was read, closes the tab, and goes back.
fn forget(browser: &Browser, center: &parts::Tab, mail: &parts::Tab) -> Result<()> {
    parts::go(browser, center)?;
    browser.run(browser.client().close_window())?;
    parts::go(browser, mail)?;
    let back = browser.new_tab(&format!("{}/options.html", browser.origin()))?;
    browser.wait_for("main *")?;
    browser.eval(
        "(globalThis.browser ?? chrome).runtime.sendMessage({honmono: 1, ours: 'forget_records'})",
    )?;
    browser.close_tab(back)
}

#[test]
fn signed_out_then_signed_in_goes_on_by_itself() -> Result<()> {
    for kind in Kind::BOTH {
        let (_lab, _, browser) = parts::open(
            kind,
            Shop {
                signed_in: false,
                ..Shop::default()
            },
            &[parts::story(0)],
        )?;
        let mail = parts::here(&browser)?;
        let center = check(&browser)?;
        parts::stands(&browser, "unconfirmed", "signed_out")?;
        parts::go(&browser, &center)?;
        browser.wait_for("#done")?.click()?;
        parts::go(&browser, &mail)?;
        parts::stands(&browser, "confirmed", "listed")?;
        // Signing out is seen, and what was read is forgotten.
        parts::go(&browser, &center)?;
        browser.goto(&format!("https://{}/gp/flex/sign-out.html", parts::SHOP))?;
        parts::go(&browser, &mail)?;
        parts::stands(&browser, "unconfirmed", "signed_out")?;
    }
    Ok(())
}

#[test]
fn a_robot_check_and_an_error_page_are_said() -> Result<()> {
    for kind in Kind::BOTH {
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
            let (_lab, shared, browser) = parts::open(kind, shop, &[parts::story(0)])?;
            let mail = parts::here(&browser)?;
            let center = check(&browser)?;
            parts::stands(&browser, "unconfirmed", "stopped")?;
            if let Ok(mut shop) = shared.lock() {
                (shop.captcha, shop.broken) = (false, false);
            }
            parts::go(&browser, &center)?;
            browser.eval("location.reload()")?;
            parts::go(&browser, &mail)?;
            parts::stands(&browser, "confirmed", "listed")?;
        }
    }
    Ok(())
}

#[test]
fn rows_paged_through_later_are_read_too() -> Result<()> {
    for kind in Kind::BOTH {
        for center in ["times", "list"] {
            // The story's mails are the newest four: with two on a page the first mail is on the second.
            let (_lab, _, browser) = parts::open(
                kind,
                Shop {
                    size: 2,
                    center,
                    ..Shop::default()
                },
                &[parts::story(0)],
            )?;
            let mail = parts::here(&browser)?;
            let tab = check(&browser)?;
            parts::stands(&browser, "unconfirmed", "not_found")?;
            assert!(
                parts::words(&browser)?.contains("next page"),
                "older ones are offered"
            );
            parts::go(&browser, &tab)?;
            browser.eval("window.turnPage()")?;
            parts::go(&browser, &mail)?;
            parts::stands(&browser, "confirmed", "listed")?;
        }
    }
    Ok(())
}

#[test]
fn the_verdict_changes_by_itself_once_the_row_is_there() -> Result<()> {
    for kind in Kind::BOTH {
        let (_lab, _, browser) = parts::open(
            kind,
            Shop {
                late: 1500,
                ..Shop::default()
            },
            &[parts::story(0)],
        )?;
        let mail = parts::here(&browser)?;
        parts::stands(&browser, "unconfirmed", "not_asked")?;
        parts::inside(&browser, |browser| {
            browser.eval("new MutationObserver(() => { if (document.querySelector('[data-level=confirmed]')) window.confirmed ??= Date.now(); }).observe(document, {subtree: true, childList: true, attributes: true})")
        })?;
        let center = parts::opens(&browser, || parts::press(&browser, "panel_check"))?;
        parts::go(&browser, &center)?;
        browser.until("rows", || Ok(browser.eval("window.filled")?.as_i64()))?;
        let filled = browser.eval("window.filled")?.as_i64().unwrap_or_default();
        parts::go(&browser, &mail)?;
        parts::stands(&browser, "confirmed", "listed")?;
        let confirmed = parts::inside(&browser, |browser| browser.eval("window.confirmed"))?
            .as_i64()
            .context("the panel did not see the verdict change")?;
        // Printed, not asserted: how busy the machine is says more about this number than the code does.
        println!(
            "{}: {} ms from the row to the verdict",
            kind.name(),
            confirmed - filled
        );
        assert!(
            confirmed >= filled,
            "the verdict changed before the row was there"
        );
    }
    Ok(())
}

#[test]
fn a_worker_that_dies_between_click_and_answer_loses_nothing() -> Result<()> {
    for kind in Kind::BOTH {
        let (_lab, _, browser) = parts::open(
            kind,
            Shop {
                late: 2000,
                ..Shop::default()
            },
            &[parts::story(0)],
        )?;
        check(&browser)?;
        browser.stop_background()?;
        parts::stands(&browser, "confirmed", "listed")?;
        browser.stop_background()?;
        // A new look by a new worker finds the records again.
        browser.eval("window.show(0)")?;
        parts::stands(&browser, "confirmed", "listed")?;
    }
    Ok(())
}

#[test]
fn a_tab_closed_half_way_ends_in_a_stated_state() -> Result<()> {
    for kind in Kind::BOTH {
        let (_lab, _, browser) = parts::open(
            kind,
            Shop {
                late: 60_000,
                ..Shop::default()
            },
            &[parts::story(0)],
        )?;
        let mail = parts::here(&browser)?;
        let center = check(&browser)?;
        parts::go(&browser, &center)?;
        browser.wait_for("#a-page h1")?;
        browser.run(browser.client().close_window())?;
        parts::go(&browser, &mail)?;
        parts::stands(&browser, "unconfirmed", "not_read")?;
    }
    Ok(())
}

#[test]
fn two_mails_wait_at_once() -> Result<()> {
    for kind in Kind::BOTH {
        let mails = [parts::story(0), parts::story(1)];
        let (_lab, _, browser) = parts::open(
            kind,
            Shop {
                signed_in: false,
                ..Shop::default()
            },
            &mails,
        )?;
        let first = parts::here(&browser)?;
        check(&browser)?;
        parts::stands(&browser, "unconfirmed", "signed_out")?;
        browser.new_tab(&parts::inbox(1))?;
        let second = parts::here(&browser)?;
        let center = check(&browser)?;
        parts::stands(&browser, "unconfirmed", "signed_out")?;
        parts::go(&browser, &center)?;
        browser.wait_for("#done")?.click()?;
        for tab in [&first, &second] {
            parts::go(&browser, tab)?;
            parts::stands(&browser, "confirmed", "listed")?;
        }
    }
    Ok(())
}

#[test]
fn a_reloaded_extension_starts_the_check_anew() -> Result<()> {
    for kind in Kind::BOTH {
        let (_lab, _, mut browser) = parts::open(
            kind,
            Shop {
                late: 60_000,
                ..Shop::default()
            },
            &[parts::story(0)],
        )?;
        // Its list stays empty: that is said, and changes by itself when it fills.
        check(&browser)?;
        parts::stands(&browser, "unconfirmed", "not_read")?;
        browser.reload_extension()?;
        browser.goto(&parts::inbox(0))?;
        browser.eval("location.reload()")?;
        parts::stands(&browser, "unconfirmed", "not_asked")?;
    }
    Ok(())
}

#[test]
fn a_sellers_link_in_an_opened_message_is_marked() -> Result<()> {
    for kind in Kind::BOTH {
        let rows = vec![
            json!({"id": "b1", "subject": "ご注文について 出品者より", "sent": parts::STORY[0].2, "seller": true, "body": [
                "お客様各位、お支払いの再確認をお願いします。",
                {"id": "foreign", "href": "https://pay-check.example/jp", "text": "こちら"},
                {"id": "home", "href": "https://www.amazon.co.jp/gp/help", "text": "ヘルプ"},
            ]}),
        ];
        let shop = Shop {
            rows,
            ..Shop::default()
        };
        let (_lab, _, browser) = parts::open(kind, shop, &[parts::story(0)])?;
        browser.goto(&format!("https://{}/gp/message", parts::SHOP))?;
        browser.wait_for("[messagesenttime]")?;
        browser.eval("window.openRow(0)")?;
        browser.until("the link is marked", || {
            browser.find("#foreign")?.attr("data-honmono-mark")
        })?;
        assert_eq!(browser.find("#home")?.attr("data-honmono-mark")?, None);
    }
    Ok(())
}

#[test]
fn the_popup_says_that_this_is_amazon_and_what_was_read() -> Result<()> {
    for kind in Kind::BOTH {
        let (_lab, _, browser) = parts::open(kind, Shop::default(), &[parts::story(0)])?;
        browser.goto(&format!("https://{}/gp/message", parts::SHOP))?;
        browser.wait_for("[messagesenttime]")?;
        browser.click_toolbar()?;
        let said = browser.until("what was read", || {
            let said = browser.popup_text()?;
            Ok(said.contains("9 messages").then_some(said))
        })?;
        assert!(said.contains("This is really Amazon.co.jp."), "{said}");
        browser.popup_screenshot("official-popup")?;
        browser.close_popup()?;
    }
    Ok(())
}
