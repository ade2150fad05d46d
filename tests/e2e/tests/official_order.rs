//! "Find this order": the places, what each says, and what may be concluded, in both browsers.

mod official_parts;

use anyhow::{Context, Result};
use official_parts::{self as parts, Names, Shop};

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

/// Three orders in one mail: one in the list of the year, one hidden, one nowhere. Places that are shared answer for all of them.
#[test]
fn each_order_of_a_mail_has_its_own_lines_and_its_own_conclusion() -> Result<()> {
    let (listed, hidden, nowhere) = (
        "250-1111111-1111111",
        "250-2222222-2222222",
        "250-3333333-3333333",
    );
    let shop = Shop {
        year: vec![parts::order(listed, "2026-11-20")],
        hidden: vec![parts::order(hidden, "2026-11-20")],
        ..Shop::default()
    };
    let mail = parts::with_orders(&[listed, hidden, nowhere]);
    parts::in_both(shop, &[mail], |scene| {
        let browser = &scene.browser;
        parts::stands(browser, "unconfirmed", "not_asked")?;
        assert!(
            parts::words(browser)?.contains(&format!("Order {listed} and 2 more.")),
            "the head names the first"
        );
        scene.find_order()?;
        scene.answers_of(listed, "year", "found")?;
        for order in [hidden, nowhere] {
            scene.answers_of(order, "year", "not_here")?;
            scene.concludes_of(order, "open")?;
        }
        scene.concludes_of(listed, "in_history")?;
        let opened = scene.lab.log().into_iter();
        let opened = opened.filter(|line| line.path.starts_with("/your-orders/"));
        assert_eq!(
            opened.count(),
            1,
            "one press opens one page, however many orders there are"
        );
        // Only the order that was unsettled when the search began stands unfolded; each head tells what is known.
        let unfolded = parts::inside(browser, |browser| {
            browser.eval("document.querySelectorAll('details.order[open]').length")
        })?;
        assert_eq!(unfolded, 1);
        scene.open_place_of(hidden, "hidden")?;
        scene.concludes_of(hidden, "hidden")?;
        scene.answers_of(nowhere, "hidden", "not_here")?;
        scene.open_place_of(nowhere, "own")?;
        scene.answers_of(nowhere, "own", "not_here")?;
        // The page of one order says nothing of another.
        scene.answers_of(listed, "own", "not_looked")?;
        scene.open_place_of(nowhere, "cancelled")?;
        scene.concludes_of(nowhere, "not_in_history")?;
        scene.concludes_of(listed, "in_history")?;
        browser.screenshot("official-orders")?;
        assert_eq!(browser.own_errors()?, vec![]);
        Ok(())
    })
}

#[test]
fn of_many_orders_the_first_five_are_searched_and_that_is_said() -> Result<()> {
    let orders: Vec<String> = (1..=6)
        .map(|at| format!("250-{at}111111-1111111"))
        .collect();
    let orders: Vec<&str> = orders.iter().map(String::as_str).collect();
    let mails = [
        parts::with_orders(&orders),
        parts::with_orders(&orders[..5]),
        parts::with_orders(&orders[..1]),
    ];
    parts::in_both(Shop::default(), &mails, |scene| {
        for (place, searched, said) in [(0, 5, true), (1, 5, false), (2, 1, false)] {
            scene.browser.goto(&parts::inbox(place))?;
            scene.browser.reload()?;
            parts::stands(&scene.browser, "unconfirmed", "not_asked")?;
            let button = parts::inside(&scene.browser, |browser| {
                browser.eval("document.querySelector('[data-does=panel_find_order]').textContent")
            })?;
            let several = if searched > 1 {
                "Find these orders"
            } else {
                "Find this order"
            };
            assert_eq!(button, several);
            scene.find_order()?;
            scene.answers("year", "not_here")?;
            let count = parts::inside(&scene.browser, |browser| {
                browser.eval("document.querySelectorAll('[data-order]').length")
            })?;
            assert_eq!(count, searched);
            let words = parts::words(&scene.browser)?;
            assert_eq!(
                words.contains("Only the first 5 order numbers"),
                said,
                "{words}"
            );
        }
        Ok(())
    })
}

#[test]
fn a_place_that_never_came_is_said_and_can_be_opened_again() -> Result<()> {
    let shop = Shop {
        hangs_up: true,
        ..Shop::default()
    };
    parts::in_both(shop, &[parts::story(0)], |scene| {
        scene.find_order()?;
        scene.answers("year", "stopped")?;
        scene.concludes("open")?;
        scene.change(|shop| shop.hangs_up = false);
        scene.open_place("year")?;
        scene.answers("year", "not_here")
    })
}

/// Lists and pages whose names a build made are read as before, and a part of a list is never taken for the whole.
#[test]
fn pages_with_other_names_are_read_and_a_part_is_called_a_part() -> Result<()> {
    let ours = || parts::order(parts::ORDER, "2026-11-20");
    let others = || {
        vec![
            parts::order("503-7654321-7654321", "2026-11-21"),
            parts::order("249-1111111-2222222", "2026-11-19"),
        ]
    };
    let lists = ["cards", "boxes", "plain", "encrypted"];
    // The first names its parts in attributes alone: without them nothing tells that the number is an order's.
    let pages = [
        ("components", "not_read", "rows"),
        ("dated", "found", "table"),
        ("plain", "found", "bare"),
    ];
    parts::in_both(Shop::default(), &[parts::story(0)], |scene| {
        for list in lists {
            // It is there; it may be on a page that was not opened, of twelve orders two on the first.
            for (names, year, total, answer) in [
                (
                    Names::Classes,
                    [others(), vec![ours()]].concat(),
                    None,
                    "found",
                ),
                (Names::All, [others(), vec![ours()]].concat(), None, "found"),
                (Names::All, others(), Some(12), "partly"),
            ] {
                scene.change(|shop| {
                    *shop = Shop {
                        names,
                        list,
                        year,
                        total,
                        ..Shop::default()
                    };
                });
                scene.anew()?;
                let tab = scene.find_order()?;
                scene
                    .answers("year", answer)
                    .with_context(|| format!("{names:?} {list}"))?;
                scene.forget(&tab)?;
            }
        }
        for (order, own, history) in pages {
            scene.change(|shop| {
                *shop = Shop {
                    names: Names::All,
                    order,
                    history,
                    own: vec![ours()],
                    points: vec![ours()],
                    ..Shop::default()
                };
            });
            scene.anew()?;
            let tab = scene.find_order()?;
            scene.answers("year", "not_here")?;
            for (place, answer) in [("own", own), ("points", "found")] {
                scene.open_place(place)?;
                scene
                    .answers(place, answer)
                    .with_context(|| format!("{order} {history}"))?;
            }
            scene.forget(&tab)?;
        }
        Ok(())
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
