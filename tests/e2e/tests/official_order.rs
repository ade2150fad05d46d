//! "Find this order": the places, what each says, and what may be concluded, in both browsers.

mod official_parts;

use anyhow::Result;
use official_parts::{self as parts, Shop};

#[test]
fn found_in_every_markup_of_the_list() -> Result<()> {
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
        parts::in_both(shop, &[parts::story(0)], |scene| {
            scene.find_order()?;
            scene
                .answers("year", "found")
                .map_err(|error| error.context(list))?;
            scene.concludes("in_history")?;
            let day = if language == "ja" {
                "2026年11月20日"
            } else {
                "November 20, 2026"
            };
            assert!(parts::words(&scene.browser)?.contains(day), "{list}");
            Ok(())
        })?;
    }
    Ok(())
}

#[test]
fn a_hidden_order_is_called_hidden() -> Result<()> {
    let shop = Shop {
        hidden: vec![parts::order(parts::ORDER, "2026-11-20")],
        ..Shop::default()
    };
    parts::in_both(shop, &[parts::story(0)], |scene| {
        scene.find_order()?;
        scene.answers("year", "not_here")?;
        scene.open_place("hidden")?;
        scene.answers("hidden", "found")?;
        scene.concludes("hidden")?;
        scene.browser.screenshot("official-hidden").map(drop)
    })
}

#[test]
fn its_own_page_answers_in_every_markup() -> Result<()> {
    for order in ["components", "dated", "plain"] {
        let shop = Shop {
            order,
            own: vec![parts::order(parts::ORDER, "2026-11-20")],
            ..Shop::default()
        };
        parts::in_both(shop, &[parts::story(0)], |scene| {
            scene.find_order()?;
            scene.answers("year", "not_here")?;
            scene.open_place("own")?;
            scene
                .answers("own", "found")
                .map_err(|error| error.context(order))?;
            // It exists, and the list does not show it.
            scene.concludes("hidden")
        })?;
    }
    Ok(())
}

#[test]
fn points_show_an_order_that_the_list_does_not() -> Result<()> {
    for history in ["rows", "table", "bare"] {
        let shop = Shop {
            history,
            points: vec![
                parts::order("249-1111111-2222222", "2026-03-15"),
                parts::order(parts::ORDER, "2026-11-20"),
            ],
            ..Shop::default()
        };
        parts::in_both(shop, &[parts::story(0)], |scene| {
            scene.find_order()?;
            scene.answers("year", "not_here")?;
            scene.concludes("open")?;
            scene.open_place("points")?;
            scene
                .answers("points", "found")
                .map_err(|error| error.context(history))?;
            scene.concludes("hidden")
        })?;
    }
    Ok(())
}

#[test]
fn points_without_the_order_prove_nothing() -> Result<()> {
    let shop = Shop {
        points: vec![parts::order("249-1111111-2222222", "2026-03-15")],
        ..Shop::default()
    };
    parts::in_both(shop, &[parts::story(0)], |scene| {
        scene.find_order()?;
        scene.answers("year", "not_here")?;
        scene.open_place("points")?;
        scene.answers("points", "not_here")?;
        // The places that matter are still to be looked at.
        scene.concludes("open")
    })
}

#[test]
fn a_place_that_was_not_read_allows_no_conclusion() -> Result<()> {
    parts::in_both(Shop::signed_out(), &[parts::story(0)], |scene| {
        let tab = scene.find_order()?;
        scene.answers("year", "signed_out")?;
        scene.concludes("open")?;
        scene.change(|shop| (shop.signed_in, shop.captcha) = (true, true));
        let year = format!(
            "https://{}/your-orders/orders?timeFilter=year-2026",
            parts::SHOP
        );
        scene.over_there(&tab, |browser| browser.goto(&year))?;
        scene.answers("year", "stopped")?;
        scene.concludes("open")
    })
}
