//! From an open mail to what the person sees, in both browsers, on the packages that ship.

mod extension_parts;

use anyhow::Result;
use e2e::{ESCAPE, Kind};
use extension_parts as parts;

#[test]
fn a_fake_is_called_one_and_its_links_are_marked() -> Result<()> {
    parts::in_both(parts::page(&[parts::fake()]), |lab, browser| {
        assert_eq!(
            parts::panel_level(browser)?,
            "dangerous",
            "{}",
            browser.kind().name()
        );
        parts::panel_height(browser)?;
        let marks = browser.eval("[...document.querySelectorAll('[data-honmono-mark]')].map((a) => a.id + ':' + a.dataset.honmonoMark)")?;
        assert_eq!(
            marks,
            serde_json::json!(["bad:dangerous", "bad2:dangerous"])
        );
        assert!(
            browser
                .find("#bad")?
                .attr("aria-description")?
                .unwrap_or_default()
                .contains("yheq5.example")
        );
        browser.screenshot("panel-dangerous-en-light")?;

        // Hover: the card, under the link or over it, never on it.
        browser.hover(&browser.find("#bad")?)?;
        let (_, top, _, height) = parts::card_place(browser)?;
        let (_, link_top, _, link_height) = browser.find("#bad")?.place()?;
        assert!(
            top >= link_top + link_height || top + height <= link_top,
            "card {top}+{height}, link {link_top}+{link_height}"
        );
        let said = parts::inside(browser, "card", |browser| {
            browser.wait_for("main > section")?.text()
        })?;
        assert!(
            said.contains("www.amazon.co.jp.signin.yheq5.example"),
            "{said}"
        );
        browser.screenshot("card-en-light")?;
        browser.key(ESCAPE)?;
        parts::no_card(browser)?;

        // Keyboard focus does the same, and nothing of it reached the page.
        browser.unhover()?;
        browser.eval("document.querySelector('#bad2').focus()")?;
        parts::card_place(browser)?;
        browser.key(ESCAPE)?;
        parts::no_card(browser)?;
        assert_eq!(browser.eval("window.keys")?, serde_json::json!([]));

        // A held click: the page does not hear of it, the person may stay.
        browser.find("#bad")?.click()?;
        parts::card_place(browser)?;
        assert_eq!(browser.eval("window.clicked")?, serde_json::json!([]));
        browser.screenshot("card-held-en-light")?;
        parts::inside(browser, "card", |browser| {
            let go = browser.wait_for("[data-does=card_go]")?;
            assert_eq!(go.attr("rel")?.as_deref(), Some("noopener noreferrer"));
            parts::stay(browser)
        })?;
        parts::no_card(browser)?;
        // A good link is the page's own affair.
        browser.find("#good")?.click()?;
        assert_eq!(browser.eval("window.clicked")?, serde_json::json!(["good"]));

        assert_eq!(browser.own_errors()?, vec![]);
        assert_eq!(lab.strangers(&["mail.google.com"]), Vec::<String>::new());
        browser.clear_console()?;
        Ok(())
    })
}

/// What the person sent away does not come back under a hand that is not quite still.
#[test]
fn a_card_that_was_sent_away_waits_for_the_next_visit() -> Result<()> {
    let mut mail = parts::fake();
    mail.body = mail
        .body
        .replace("アカウントを更新", "<b>アカウント</b><i>を更新</i>");
    parts::in_both(parts::page(&[mail]), |_, browser| {
        assert_eq!(parts::panel_level(browser)?, "dangerous");
        parts::panel_height(browser)?;
        let [one, other] = [browser.find("#bad b")?, browser.find("#bad i")?];
        browser.hover(&one)?;
        parts::card_place(browser)?;
        browser.key(ESCAPE)?;
        parts::no_card(browser)?;
        browser.hover(&other)?;
        // Longer than a card takes to come.
        parts::watch(browser, 700)?;
        parts::no_card(browser)?;
        browser.hover(&browser.find("#good")?)?;
        browser.hover(&one)?;
        parts::card_place(browser)?;
        Ok(())
    })
}

#[test]
fn a_letter_is_left_alone() -> Result<()> {
    parts::in_both(
        parts::page(&[parts::letter(), parts::fake()]),
        |_, browser| {
            // Seen to work on the fake after it, so that silence is not deafness.
            assert!(parts::untouched(browser)?);
            browser.eval("window.show(1)")?;
            assert_eq!(parts::panel_level(browser)?, "dangerous");
            browser.eval("window.show(0)")?;
            browser.until("the page is itself again", || {
                Ok(parts::untouched(browser)?.then_some(()))
            })?;
            browser.eval("window.show(1)")?;
            assert_eq!(parts::panel_level(browser)?, "dangerous");
            browser.eval("window.list()")?;
            browser.until("the list is itself again", || {
                Ok(parts::untouched(browser)?.then_some(()))
            })?;
            Ok(())
        },
    )
}

#[test]
fn each_message_of_a_thread_is_judged_by_itself() -> Result<()> {
    parts::in_both(parts::page(&[parts::fake()]), |_, browser| {
        parts::panel_level(browser)?;
        // A second message joins the thread.
        let second = parts::message(&parts::genuine());
        browser.eval_with(
            "(() => { const d = new DOMParser().parseFromString(args[0], 'text/html'); document.querySelector('#thread').append(...d.body.childNodes); })()",
            vec![second.into()],
        )?;
        browser.until("two panels", || {
            Ok((browser.find_all("[data-honmono=panel]")?.len() == 2).then_some(()))
        })?;
        assert_eq!(browser.find_all("[data-honmono-mark]")?.len(), 2);
        Ok(())
    })
}

#[test]
fn a_worker_that_died_answers_the_next_look() -> Result<()> {
    parts::in_both(
        parts::page(&[parts::letter(), parts::fake()]),
        |_, browser| {
            browser.eval("window.show(1)")?;
            parts::panel_level(browser)?;
            browser.stop_background()?;
            browser.eval("window.show(0)")?;
            browser.until("the page is itself again", || {
                Ok(parts::untouched(browser)?.then_some(()))
            })?;
            browser.stop_background()?;
            browser.eval("window.show(1)")?;
            assert_eq!(parts::panel_level(browser)?, "dangerous");
            assert_eq!(browser.own_errors()?, vec![]);
            Ok(())
        },
    )
}

#[test]
fn an_update_leaves_no_wreck() -> Result<()> {
    parts::in_both(parts::page(&[parts::fake()]), |_, browser| {
        parts::panel_level(browser)?;
        browser.reload_extension()?;
        match browser.kind() {
            // The orphan takes everything along.
            Kind::Chromium => browser.until("the page is itself again", || {
                Ok(parts::untouched(browser)?.then_some(()))
            })?,
            // The new hands are put into the old page and start cleanly.
            Kind::Firefox => browser.until("one panel", || {
                Ok((browser.find_all("[data-honmono=panel]")?.len() == 1).then_some(()))
            })?,
        }
        browser.goto(parts::INBOX)?;
        assert_eq!(
            parts::panel_level(browser)?,
            "dangerous",
            "{}",
            browser.kind().name()
        );
        Ok(())
    })
}

#[test]
fn a_strict_page_changes_nothing() -> Result<()> {
    let page = parts::page(&[parts::fake()])
            .policy("default-src 'none'; script-src 'nonce-lab' 'strict-dynamic'; style-src 'unsafe-inline'; img-src 'none'; require-trusted-types-for 'script'");
    parts::in_both(page, |_, browser| {
        assert_eq!(
            parts::panel_level(browser)?,
            "dangerous",
            "{}",
            browser.kind().name()
        );
        parts::panel_height(browser)?;
        browser.hover(&browser.find("#bad")?)?;
        parts::card_place(browser)?;
        assert_eq!(browser.own_errors()?, vec![]);
        Ok(())
    })
}

#[test]
fn a_page_that_takes_the_panel_away_gets_it_back_and_no_fight() -> Result<()> {
    parts::in_both(parts::page(&[parts::fake()]), |_, browser| {
        parts::panel_level(browser)?;
        browser.eval("document.querySelector('[data-honmono=panel]').remove()")?;
        assert_eq!(parts::panel_level(browser)?, "dangerous");
        browser.eval(
            "(() => { window.taken = 0; new MutationObserver(() => { const n = document.querySelector('[data-honmono=panel]'); if (n) { n.remove(); window.taken++; } }).observe(document, {childList: true, subtree: true}); document.querySelector('[data-honmono=panel]').remove(); })()",
        )?;
        browser.until("the page has its way", || {
            Ok((browser.eval("window.taken")?.as_u64() >= Some(3)).then_some(()))
        })?;
        assert!(browser.eval("window.taken")?.as_u64() <= Some(8));
        Ok(())
    })
}
