//! "Find this order": the places, what each says, and what may be concluded, in both browsers.

mod official_parts;

use anyhow::Result;
use e2e::{Browser, Kind};
use official_parts::{self as parts, Shop};

fn open_place(browser: &Browser, name: &str) -> Result<parts::Tab> {
    parts::opens(browser, || {
        parts::press_in(
            browser,
            &format!("[data-place={name}] [data-does=official_open]"),
        )
    })
}

fn until(browser: &Browser, expression: &str, value: &str) -> Result<()> {
    let mut last = serde_json::Value::Null;
    browser
        .until(&format!("{expression}: {value}"), || {
            last = parts::inside(browser, |browser| browser.eval(expression))?;
            Ok((last == value).then_some(()))
        })
        .map_err(|error| error.context(format!("last seen: {last}")))
}

fn answer(browser: &Browser, name: &str, value: &str) -> Result<()> {
    until(
        browser,
        &format!("document.querySelector('[data-place={name}]')?.dataset.answer"),
        value,
    )
}

fn conclusion(browser: &Browser, value: &str) -> Result<()> {
    until(
        browser,
        "document.querySelector('[data-conclusion]')?.dataset.conclusion",
        value,
    )
}

#[test]
fn found_in_every_markup_of_the_list() -> Result<()> {
    for kind in Kind::BOTH {
        for (list, language) in [
            ("cards", "ja"),
            ("boxes", "en"),
            ("plain", "ja"),
            ("encrypted", "ja"),
        ] {
            let shop = Shop {
                list,
                language,
                year: vec![
                    parts::order("503-7654321-7654321", "2026-11-21"),
                    parts::order(parts::ORDER, "2026-11-20"),
                ],
                ..Shop::default()
            };
            let (_lab, _, browser) = parts::open(kind, shop, &[parts::story(0)])?;
            parts::stands(&browser, "unconfirmed", "not_asked")?;
            parts::opens(&browser, || parts::press(&browser, "panel_find_order"))?;
            answer(&browser, "year", "found").map_err(|error| error.context(list))?;
            conclusion(&browser, "in_history")?;
            let day = if language == "ja" {
                "2026年11月20日"
            } else {
                "November 20, 2026"
            };
            assert!(parts::words(&browser)?.contains(day), "{list}");
        }
    }
    Ok(())
}

#[test]
fn a_hidden_order_is_called_hidden() -> Result<()> {
    for kind in Kind::BOTH {
        let shop = Shop {
            hidden: vec![parts::order(parts::ORDER, "2026-11-20")],
            ..Shop::default()
        };
        let (_lab, _, browser) = parts::open(kind, shop, &[parts::story(0)])?;
        parts::stands(&browser, "unconfirmed", "not_asked")?;
        parts::opens(&browser, || parts::press(&browser, "panel_find_order"))?;
        answer(&browser, "year", "not_here")?;
        open_place(&browser, "hidden")?;
        answer(&browser, "hidden", "found")?;
        conclusion(&browser, "hidden")?;
        browser.screenshot("official-hidden")?;
    }
    Ok(())
}

#[test]
fn its_own_page_answers_in_every_markup() -> Result<()> {
    for kind in Kind::BOTH {
        for order in ["components", "dated", "plain"] {
            let shop = Shop {
                order,
                own: vec![parts::order(parts::ORDER, "2026-11-20")],
                ..Shop::default()
            };
            let (_lab, _, browser) = parts::open(kind, shop, &[parts::story(0)])?;
            parts::stands(&browser, "unconfirmed", "not_asked")?;
            parts::opens(&browser, || parts::press(&browser, "panel_find_order"))?;
            answer(&browser, "year", "not_here")?;
            open_place(&browser, "own")?;
            answer(&browser, "own", "found").map_err(|error| error.context(order))?;
            // It exists, and the list does not show it.
            conclusion(&browser, "hidden")?;
        }
    }
    Ok(())
}

#[test]
fn a_place_that_was_not_read_allows_no_conclusion() -> Result<()> {
    for kind in Kind::BOTH {
        let (_lab, shared, browser) = parts::open(
            kind,
            Shop {
                signed_in: false,
                ..Shop::default()
            },
            &[parts::story(0)],
        )?;
        let mail = parts::here(&browser)?;
        parts::stands(&browser, "unconfirmed", "not_asked")?;
        let tab = parts::opens(&browser, || parts::press(&browser, "panel_find_order"))?;
        answer(&browser, "year", "signed_out")?;
        conclusion(&browser, "open")?;
        if let Ok(mut shop) = shared.lock() {
            (shop.signed_in, shop.captcha) = (true, true);
        }
        parts::go(&browser, &tab)?;
        browser.goto(&format!(
            "https://{}/your-orders/orders?timeFilter=year-2026",
            parts::SHOP
        ))?;
        parts::go(&browser, &mail)?;
        answer(&browser, "year", "stopped")?;
        conclusion(&browser, "open")?;
    }
    Ok(())
}
