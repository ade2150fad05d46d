//! What an extension meets in a page that lives: a webmail that opens mails without loading anything, changes what it shows, and has
//! habits of its own. In both browsers, on the packages that ship.

mod living_parts;

use anyhow::{Result, ensure};
use e2e::{Browser, ESCAPE, Kind, TAB};
use living_parts::{self as parts, Dress, FALSE_HOST, FALSE_MARKS, Skin};
use serde_json::json;

const NONE: &[&str] = &[];

fn three() -> [parts::Mail; 3] {
    [parts::fake(), parts::genuine(), parts::letter()]
}

/// Nothing of ours on any console, and no complaint of the page's policy.
fn quiet(browser: &Browser) -> Result<()> {
    assert_eq!(browser.own_errors()?, vec![]);
    // The browser asks for a site's icon by itself, also where the site's policy forbids it.
    let broken = browser.eval("window.broken.filter((one) => !one.includes('/favicon.ico'))")?;
    assert_eq!(broken, json!([]));
    Ok(())
}

/// One mail after another, to and fro, without a page being loaded.
fn walk(skin: Skin) -> Result<()> {
    parts::in_both(skin, &three(), Dress::default(), |browser| {
        parts::bare(browser)?;
        parts::app(browser, "open('fake')")?;
        parts::shows(browser, "dangerous", &FALSE_MARKS)?;
        parts::app(browser, "open('genuine')")?;
        parts::shows(browser, "unconfirmed", NONE)?;
        parts::app(browser, "open('letter')")?;
        parts::bare(browser)?;
        browser.eval("void history.back()")?;
        parts::shows(browser, "unconfirmed", NONE)?;
        browser.eval("void history.back()")?;
        parts::shows(browser, "dangerous", &FALSE_MARKS)?;
        parts::app(browser, "list()")?;
        parts::bare(browser)?;
        browser.eval("void history.go(-1)")?;
        parts::shows(browser, "dangerous", &FALSE_MARKS)?;
        quiet(browser)
    })
}

#[test]
fn mails_opened_one_after_another_by_the_hash() -> Result<()> {
    walk(Skin::Plain)
}

#[test]
fn mails_opened_one_after_another_by_the_history() -> Result<()> {
    walk(Skin::Framed("written"))
}

#[test]
fn a_list_is_scrolled_and_stays_as_it_was() -> Result<()> {
    parts::in_both(Skin::Plain, &three(), Dress::default(), |browser| {
        for _ in 0..20 {
            let before = parts::app(browser, "more(50)")?;
            // Where the page scrolled to, it stays.
            let after = browser.eval("document.querySelector('.list').scrollTop")?;
            assert_eq!(before, after);
        }
        parts::bare(browser)?;
        // Seen to work on a mail after it, so that silence is not deafness.
        parts::app(browser, "open('fake')")?;
        parts::shows(browser, "dangerous", &FALSE_MARKS)?;
        quiet(browser)
    })
}

#[test]
fn a_long_mail_scrolls_without_a_jump() -> Result<()> {
    let long = parts::fake();
    let body = format!("{}{}", "<p>a line</p>".repeat(400), long.body);
    for kind in Kind::BOTH {
        let lab = parts::lab(
            Skin::Plain,
            &[long.clone().saying(body.clone())],
            Dress::default(),
        )?;
        let browser = parts::open(Skin::Plain, kind, &lab, |options| options)?;
        parts::app(&browser, "open('fake')")?;
        parts::shows(&browser, "dangerous", &FALSE_MARKS)?;
        parts::in_panel(&browser, |_| Ok(()))?;
        browser.until("the panel has its height", || {
            Ok((parts::host(&browser)?.place()?.3 > 20.0).then_some(()))
        })?;
        browser.eval("document.querySelector('#bad').scrollIntoView({block: 'center'})")?;
        let at = "document.querySelector('#bad').getBoundingClientRect().top";
        let before = browser.eval(at)?;
        // A change elsewhere makes the hands look again; the line under the reader's eyes stays where it is.
        browser.eval("document.querySelector('header').append('.')")?;
        let aside = parts::Aside::open(&browser)?;
        aside.at_rest(&browser)?;
        assert_eq!(browser.eval(at)?, before);
        quiet(&browser)?;
    }
    Ok(())
}

#[test]
fn a_message_of_a_thread_is_judged_when_it_is_unfolded() -> Result<()> {
    for kind in Kind::BOTH {
        for skin in [Skin::Plain, Skin::Framed("written")] {
            let mails = [
                parts::genuine().in_thread("t"),
                parts::fake().in_thread("t"),
            ];
            let lab = parts::lab(skin, &mails, Dress::default())?;
            let browser = parts::open(skin, kind, &lab, |options| options)?;
            parts::app(&browser, "open('genuine')")?;
            parts::shows(&browser, "unconfirmed", NONE)?;
            parts::app(&browser, "expand('fake')")?;
            browser.until("a panel for each", || {
                let levels: Vec<String> = browser
                    .panels()?
                    .into_iter()
                    .map(|panel| panel.level)
                    .collect();
                Ok((levels == ["unconfirmed", "dangerous"]
                    && parts::marks(&browser)? == FALSE_MARKS)
                    .then_some(()))
            })?;
            parts::app(&browser, "collapse('fake')")?;
            parts::shows(&browser, "unconfirmed", NONE)?;
            quiet(&browser)?;
        }
    }
    Ok(())
}

#[test]
fn what_the_person_writes_is_neither_read_nor_marked() -> Result<()> {
    parts::in_both(Skin::Plain, &three(), Dress::default(), |browser| {
        // The answer to a fake, its false links quoted below what the person writes.
        parts::app(browser, "open('letter')")?;
        parts::app(browser, "compose('fake')")?;
        let draft = browser.find("#draft")?;
        let written = "document.querySelector('.editable').innerHTML";
        let before = browser.eval(written)?;
        let aside = parts::Aside::open(browser)?;
        aside.at_rest(browser)?;
        assert_eq!(browser.eval(written)?, before);
        parts::bare(browser)?;
        // What is typed arrives, and causes no look: keys are not slowed by us.
        let looks = aside.at_rest(browser)?.looks;
        draft.click()?;
        for letter in "friend".chars() {
            browser.key(letter)?;
        }
        browser.until("the words arrive", || {
            Ok(browser
                .find("#draft")?
                .text()?
                .contains("friend")
                .then_some(()))
        })?;
        assert_eq!(aside.at_rest(browser)?.looks, looks);
        // The mail beside the draft is judged all the same; the draft stays as it is.
        let written_now = browser.eval(written)?;
        parts::app(browser, "open('fake')")?;
        parts::shows(browser, "dangerous", &FALSE_MARKS)?;
        assert_eq!(browser.eval(written)?, written_now);
        assert_eq!(
            browser.eval("document.querySelectorAll('.editable [data-honmono-mark]').length")?,
            0
        );
        quiet(browser)
    })
}

#[test]
fn a_body_rendered_anew_is_marked_anew() -> Result<()> {
    for skin in [Skin::Plain, Skin::Framed("written"), Skin::Framed("srcdoc")] {
        parts::in_both(skin, &three(), Dress::default(), |browser| {
            parts::app(browser, "open('fake')")?;
            parts::shows(browser, "dangerous", &FALSE_MARKS)?;
            for _ in 0..3 {
                parts::app(browser, "rerender('fake')")?;
                parts::shows(browser, "dangerous", &FALSE_MARKS)?;
            }
            quiet(browser)
        })?;
    }
    Ok(())
}

#[test]
fn nodes_that_are_used_again_for_another_mail() -> Result<()> {
    parts::in_both(Skin::Plain, &three(), Dress::default(), |browser| {
        parts::app(browser, "open('letter')")?;
        parts::bare(browser)?;
        parts::app(browser, "morph('letter', 'fake')")?;
        parts::shows(browser, "dangerous", &FALSE_MARKS)?;
        parts::app(browser, "morph('letter', 'genuine')")?;
        parts::shows(browser, "unconfirmed", NONE)?;
        parts::app(browser, "morph('letter', 'letter')")?;
        parts::bare(browser)?;
        quiet(browser)
    })
}

#[test]
fn an_application_that_takes_us_out_has_its_way() -> Result<()> {
    parts::in_both(Skin::Plain, &three(), Dress::default(), |browser| {
        let aside = parts::Aside::open(browser)?;
        // Once or twice: we come back.
        parts::app(browser, "purge(2)")?;
        parts::app(browser, "open('fake')")?;
        browser.until("it took us out", || {
            Ok((browser.eval("window.purged")?.as_u64() >= Some(2)).then_some(()))
        })?;
        browser.eval("document.querySelector('header').append('.')")?;
        parts::shows(browser, "dangerous", &FALSE_MARKS)?;
        // Always: it has its way, and there is no fight.
        parts::app(browser, "open('genuine')")?;
        parts::shows(browser, "unconfirmed", NONE)?;
        parts::app(browser, "purge(1e9)")?;
        parts::app(browser, "open('fake')")?;
        browser.until("it took us out again", || {
            Ok((browser.eval("window.purged")?.as_u64() >= Some(4)).then_some(()))
        })?;
        let spent = aside.at_rest(browser)?;
        let purged = browser.eval("window.purged")?.as_u64().unwrap_or_default();
        ensure!(purged < 60, "taken out {purged} times");
        // At rest means at rest: nothing looks until the page changes.
        assert_eq!(aside.at_rest(browser)?.looks, spent.looks);
        quiet(browser)
    })
}

#[test]
fn what_an_application_puts_back_says_nothing_of_another_mail() -> Result<()> {
    parts::in_both(Skin::Plain, &three(), Dress::default(), |browser| {
        parts::app(browser, "open('fake')")?;
        parts::shows(browser, "dangerous", &FALSE_MARKS)?;
        parts::app(browser, "restore()")?;
        parts::app(browser, "morph('fake', 'letter')")?;
        browser.until("it put our panel back", || {
            Ok((browser.eval("window.restored")?.as_u64() >= Some(1)).then_some(()))
        })?;
        let aside = parts::Aside::open(browser)?;
        aside.at_rest(browser)?;
        // The old panel takes no room and holds no words; nothing else is drawn.
        for host in browser.find_all("[data-honmono=panel]")? {
            assert_eq!(host.style("display")?, "none");
        }
        assert_eq!(browser.panels()?, vec![]);
        quiet(browser)
    })
}

/// A mail in a frame that the page can enter: judged, its links marked, the card beside the link in the frame.
fn in_frame(way: &'static str) -> Result<()> {
    let skin = Skin::Framed(way);
    parts::in_both(skin, &three(), Dress::default(), |browser| {
        parts::app(browser, "open('fake')")?;
        parts::shows(browser, "dangerous", &FALSE_MARKS)?;
        let frame = browser.find("iframe[data-testid=content-iframe]")?;
        frame.enter()?;
        let line = browser.find("#bad")?.style("text-decoration-style")?;
        assert_eq!(line, "wavy", "{way}: the mark is seen in the frame");
        browser.hover(&browser.find("#bad")?)?;
        let (_, link_top, _, link_height) = browser.find("#bad")?.place()?;
        browser.top()?;
        let (_, top, _, height) = parts::card(browser)?;
        // Now that all is drawn: the panel above may have grown since the mail was marked.
        let (_, frame_top, _, _) = browser
            .find("iframe[data-testid=content-iframe]")?
            .place()?;
        let link_top = frame_top + link_top;
        assert!(
            top >= link_top + link_height || top + height <= link_top + 1.0,
            "{way}: the card at {top}+{height} is beside the link at {link_top}+{link_height}"
        );
        browser.key(ESCAPE)?;
        parts::app(browser, "open('letter')")?;
        parts::bare(browser)?;
        quiet(browser)
    })
}

#[test]
fn a_body_in_a_frame_that_the_page_writes() -> Result<()> {
    in_frame("written")
}

#[test]
fn a_body_in_a_srcdoc_frame() -> Result<()> {
    in_frame("srcdoc")
}

#[test]
fn a_body_in_a_sandboxed_frame() -> Result<()> {
    in_frame("sandbox")
}

#[test]
fn a_body_in_a_blob_frame() -> Result<()> {
    in_frame("blob")
}

#[test]
fn a_dark_page_gets_a_dark_panel() -> Result<()> {
    let dark = Dress {
        style: "body, [role=main] { background: #111 !important; color: #eee !important }",
        ..Dress::default()
    };
    for kind in Kind::BOTH {
        let mut grounds = vec![];
        for dress in [Dress::default(), dark] {
            let lab = parts::lab(Skin::Plain, &three(), dress)?;
            let browser = parts::open(Skin::Plain, kind, &lab, |options| options)?;
            parts::app(&browser, "open('fake')")?;
            parts::shows(&browser, "dangerous", &FALSE_MARKS)?;
            // The panel goes by the page it stands in, not by the system.
            let ground = parts::in_panel(&browser, |browser| {
                browser.eval(
                    "(() => { const c = getComputedStyle(document.querySelector('[data-level]')); return [c.backgroundColor, c.color].map((s) => s.match(/[\\d.]+/g).slice(0, 3).map(Number).reduce((a, b) => a + b) / 3); })()",
                )
            })?;
            grounds.push((
                ground[0].as_f64().unwrap_or(-1.0),
                ground[1].as_f64().unwrap_or(-1.0),
            ));
            browser.screenshot(if grounds.len() == 1 {
                "living-light"
            } else {
                "living-dark"
            })?;
            quiet(&browser)?;
        }
        let [(light, on_light), (dark, on_dark)] = grounds[..] else {
            unreachable!()
        };
        assert!(
            light > 180.0 && on_light < 100.0,
            "light page: {light} under {on_light}"
        );
        assert!(
            dark < 80.0 && on_dark > 150.0,
            "dark page: {dark} under {on_dark}"
        );
    }
    Ok(())
}

/// Panel and card lie within the window, and nothing has to be scrolled sideways.
fn within(browser: &Browser) -> Result<()> {
    assert_eq!(
        browser.eval(
            "document.scrollingElement.scrollWidth <= document.documentElement.clientWidth"
        )?,
        true
    );
    let width = browser.eval("innerWidth")?.as_f64().unwrap_or_default();
    browser.until("the panel has its height", || {
        Ok((parts::host(browser)?.place()?.3 > 20.0).then_some(()))
    })?;
    let (left, _, wide, _) = parts::host(browser)?.place()?;
    assert!(
        left >= 0.0 && left + wide <= width + 1.0,
        "panel {left}+{wide} in {width}"
    );
    assert_eq!(
        parts::in_panel(browser, |browser| browser
            .eval("document.documentElement.scrollWidth <= innerWidth"))?,
        true
    );
    browser.eval("document.querySelector('#bad').scrollIntoView({block: 'center'})")?;
    browser.hover(&browser.find("#bad")?)?;
    parts::card(browser)?;
    // In the window, not in the page: it is scrolled.
    let card = browser.eval(
        "(() => { const r = document.querySelector('[data-honmono=card]').getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom, innerHeight]; })()",
    )?;
    let at = |index: usize| card[index].as_f64().unwrap_or(-1.0);
    assert!(
        at(0) >= 0.0 && at(2) <= width + 1.0,
        "card {card} in {width}"
    );
    assert!(at(1) >= 0.0 && at(3) <= at(4) + 1.0, "card {card}");
    Ok(())
}

#[test]
fn a_page_written_from_right_to_left() -> Result<()> {
    let dress = Dress {
        html: r#"lang="ar" dir="rtl""#,
        ..Dress::default()
    };
    parts::in_both(Skin::Plain, &three(), dress, |browser| {
        parts::app(browser, "open('fake')")?;
        parts::shows(browser, "dangerous", &FALSE_MARKS)?;
        within(browser)?;
        browser.screenshot("living-right-to-left")?;
        quiet(browser)
    })
}

#[test]
fn a_page_at_twice_the_size() -> Result<()> {
    parts::in_both(Skin::Plain, &three(), Dress::default(), |browser| {
        let width = browser.eval("innerWidth")?.as_f64().unwrap_or_default();
        let aside = parts::Aside::open(browser)?;
        // The browser's own zoom, of every tab.
        aside.eval(
            browser,
            "(async () => { const api = globalThis.browser ?? chrome; for (const tab of await api.tabs.query({})) await api.tabs.setZoom(tab.id, 2).catch(() => {}); })()",
        )?;
        browser.until("the page is zoomed", || {
            let now = browser.eval("innerWidth")?.as_f64().unwrap_or_default();
            Ok(((now * 2.0 - width).abs() < 40.0).then_some(()))
        })?;
        parts::app(browser, "open('fake')")?;
        parts::shows(browser, "dangerous", &FALSE_MARKS)?;
        within(browser)?;
        browser.screenshot("living-zoom-200")?;
        quiet(browser)
    })
}

#[test]
fn a_page_with_a_strict_policy_and_trusted_types() -> Result<()> {
    let dress = Dress {
        policy: "default-src 'none'; script-src 'nonce-lab' 'strict-dynamic'; style-src 'unsafe-inline'; img-src 'none'; frame-src 'none'; require-trusted-types-for 'script'; trusted-types lab",
        ..Dress::default()
    };
    for kind in Kind::BOTH {
        let lab = parts::lab(Skin::Plain, &three(), dress)?;
        let browser = parts::open(Skin::Plain, kind, &lab, |options| options)?;
        parts::app(&browser, "open('fake')")?;
        parts::shows(&browser, "dangerous", &FALSE_MARKS)?;
        browser.hover(&browser.find("#bad")?)?;
        parts::card(&browser)?;
        browser.key(ESCAPE)?;
        parts::app(&browser, "open('genuine')")?;
        parts::shows(&browser, "unconfirmed", NONE)?;
        // `window.broken` holds what the policy forbade, ours included: nothing.
        quiet(&browser)?;
        assert!(lab.strangers(&["mail.google.com"]).is_empty());
        // The policy is in force: what the page itself may not do is told.
        browser.eval("void document.body.append(Object.assign(new Image(), {src: '/x.png'}))")?;
        browser.until("the policy speaks", || {
            Ok((browser.eval("window.broken.length")?.as_u64() >= Some(1)).then_some(()))
        })?;
        assert!(!lab.log().iter().any(|line| line.host == FALSE_HOST));
    }
    Ok(())
}

/// Sends the card away. One that has only just come stays for a moment.
fn send_away(browser: &Browser) -> Result<()> {
    browser.until("the card is gone", || {
        browser.key(ESCAPE)?;
        let card = browser.find("[data-honmono=card]")?;
        Ok((card.style("display")? == "none").then_some(()))
    })
}

/// Of a mail with very many links the first few hundred verdicts are kept. The cards of the others are asked for and say the same.
#[test]
fn of_very_many_links_each_has_its_card() -> Result<()> {
    const LINKS: usize = 320;
    const LONG: usize = LINKS - 2;
    let address = |at: usize| {
        let more = if at == LONG {
            "?x=".to_owned() + &"x".repeat(9_000)
        } else {
            String::new()
        };
        format!("https://{FALSE_HOST}/item/{at}{more}")
    };
    let links: String = (0..LINKS)
        .map(|at| {
            format!(
                r#"<p><a id="link{at}" href="{}">お支払い方法の確認</a></p>"#,
                address(at)
            )
        })
        .collect();
    let mails = [parts::fake().saying(format!(
        "<p>Amazon.co.jp をご利用いただきありがとうございます。</p>{links}"
    ))];
    let marks: Vec<String> = (0..LINKS).map(|at| format!("link{at}:dangerous")).collect();
    let marks: Vec<&str> = marks.iter().map(String::as_str).collect();
    let card = |browser: &Browser| {
        parts::card(browser)?;
        let card = browser.find("[data-honmono=card]")?;
        card.in_shadow("iframe")?.enter()
    };
    parts::in_both(Skin::Plain, &mails, Dress::default(), |browser| {
        parts::app(browser, "open('fake')")?;
        parts::shows(browser, "dangerous", &marks)?;
        let mut said = vec![];
        for at in [0, LONG, LINKS - 1] {
            let address = address(at);
            browser.eval(&format!(
                "document.querySelector('#link{at}').scrollIntoView({{ block: 'center' }})"
            ))?;
            let link = browser.find(&format!("#link{at}"))?;
            browser.hover(&link)?;
            card(browser)?;
            let section = browser.wait_for("main > section[data-level=dangerous]")?;
            said.push(section.text()?.replace(&address, "ADDRESS"));
            browser.top()?;
            send_away(browser)?;

            link.click()?;
            card(browser)?;
            browser.wait_for("[data-does=card_stay]")?;
            // What a card shows of a very long address leads elsewhere.
            let go = browser.find_all("[data-does=card_go]")?;
            let go = go
                .iter()
                .map(|go| go.attr("href"))
                .collect::<Result<Vec<_>>>()?;
            let whole = (at != LONG).then_some(Some(address));
            assert_eq!(go, Vec::from_iter(whole));
            browser.top()?;
            send_away(browser)?;
        }
        assert!(said[0].contains("ADDRESS"), "{said:?}");
        assert_eq!(said[0], said[2]);
        quiet(browser)
    })
}

/// The body of a very long mail marks its links, all but those that are not flagged or say something else themselves. When something
/// comes into it, it marks none until it was looked at anew: no link is marked that was not judged.
#[test]
fn a_very_long_mail_marks_its_links_by_its_body() -> Result<()> {
    let items: String = (0..3_100)
        .map(|at| match at {
            7 | 1_000 => format!(r#"<p><a id="home{at}" href="https://www.amazon.co.jp/gp/help">ヘルプ</a></p>"#),
            // A mail may carry words of ours.
            2_500 => format!(r#"<p data-honmono-marks="suspicious many"><a id="link{at}" data-honmono-mark="suspicious" data-honmono-unmarked="" href="https://{FALSE_HOST}/{at}">お支払い方法の確認</a></p>"#),
            2_000 => format!(r#"<p><a id="picture" href="https://{FALSE_HOST}/p"><img alt="確認" width="9" height="9"></a></p>"#),
            _ => format!(r#"<p><a id="link{at}" href="https://{FALSE_HOST}/{at}">お支払い方法の確認</a></p>"#),
        })
        .collect();
    let mails = [
        parts::fake().saying(format!(
            r#"<p>Amazon.co.jp をご利用いただきありがとうございます。</p><div id="items">{items}</div>"#
        )),
        parts::letter(),
    ];
    let marks: Vec<String> = (0..3_100)
        .filter(|at| ![7, 1_000].contains(at))
        .map(|at| match at {
            2_000 => "picture:dangerous many picture".to_owned(),
            _ => format!("link{at}:dangerous many"),
        })
        .collect();
    let marks: Vec<&str> = marks.iter().map(String::as_str).collect();
    parts::in_both(Skin::Plain, &mails, Dress::default(), |browser| {
        let seen = |ids: &str| {
            browser.eval(&format!(
                "{ids}.map((id) => getComputedStyle(document.getElementById(id))).map((style) => style.textDecorationStyle + ' ' + style.outlineStyle)"
            ))
        };
        let said =
            |id: &str| browser.eval(&format!("document.getElementById('{id}').ariaDescription"));
        parts::app(browser, "open('fake')")?;
        parts::shows(browser, "dangerous", &marks)?;
        assert_eq!(browser.find_all("[data-honmono-mark]")?.len(), 1);
        assert_eq!(
            seen("['link0', 'link3099', 'home7', 'home1000', 'picture']")?,
            json!([
                "wavy none",
                "wavy none",
                "solid none",
                "solid none",
                "wavy dashed"
            ])
        );

        // Who hears the page hears of the first links as of any, and of a later one when it has the focus.
        let first = said("link0")?;
        assert!(first.is_string(), "{first}");
        assert_eq!(said("link3099")?, json!(null));
        browser.eval("document.getElementById('link3098').focus()")?;
        browser.key(TAB)?;
        browser.until("the words of a later link", || {
            Ok((said("link3099")? == first).then_some(()))
        })?;
        assert_eq!(said("home1000")?, json!(null));

        // Something comes in. What was judged is held meanwhile, marked or not.
        let meanwhile = browser.eval(
            "(async () => { const late = document.createElement('a'); late.id = 'late'; late.href = 'https://www.amazon.co.jp/'; late.append('ホーム'); \
             document.getElementById('items').append(late); await null; await null; \
             const links = ['late', 'link0', 'link3000'].map((id) => document.getElementById(id)); const click = new MouseEvent('click', { bubbles: true, cancelable: true }); \
             const lines = links.map((link) => getComputedStyle(link).textDecorationStyle); links[2].scrollIntoView(); links[2].dispatchEvent(click); return [...lines, click.defaultPrevented]; })()",
        )?;
        assert_eq!(meanwhile, json!(["solid", "solid", "solid", true]));
        parts::card(browser)?;
        send_away(browser)?;
        parts::shows(browser, "dangerous", &marks)?;
        assert_eq!(
            seen("['late', 'link0']")?,
            json!(["solid none", "wavy none"])
        );

        // What is not read takes the marks away for a moment too.
        browser.eval("document.getElementById('items').append(document.createElement('i'))")?;
        parts::shows(browser, "dangerous", &marks)?;

        parts::app(browser, "open('letter')")?;
        parts::bare(browser)?;
        quiet(browser)
    })
}

/// Which links of a very long mail nobody can see: asked of the few elements that may hide something, or of each link where many may.
#[test]
fn what_nobody_sees_of_a_very_long_mail_is_told() -> Result<()> {
    let secrets = r#"<div style="display: none"><a href="https://a.example/hidden">x</a> <b><a href="https://a.example/hidden-too">x</a></b></div>
        <div style="visibility: hidden"><a href="https://a.example/veiled">x</a> <p style="visibility: visible"><a href="https://a.example/shown">x</a></p></div>
        <p class="gone"><a href="https://a.example/of-a-class">x</a></p><p><a hidden href="https://a.example/by-itself">x</a></p>"#;
    let long = |item: &str| {
        let items: String = (0..3_100)
            .map(|at| format!(r#"<p {item}><a href="https://{FALSE_HOST}/{at}">確認</a></p>"#))
            .collect();
        format!("<p>Amazon.co.jp をご利用いただきありがとうございます。</p>{items}{secrets}")
    };
    let mail = |id: &str, body: String| parts::Mail {
        id: id.into(),
        ..parts::fake().saying(body)
    };
    let mails = [
        mail("few", long("")),
        mail("many", long(r#"style="margin: 2px""#)),
        mail("sheet", long("") + "<style>.gone { display: none }</style>"),
    ];
    parts::in_both(Skin::Plain, &mails, Dress::default(), |browser| {
        let aside = parts::Aside::open(browser)?;
        for (id, classes) in [("few", false), ("many", false), ("sheet", true)] {
            parts::app(browser, &format!("open('{id}')"))?;
            aside.at_rest(browser)?;
            let seen = aside.ask(browser, "body")?;
            let links = seen["regions"][0]["body"]["links"].as_array();
            let links = links.into_iter().flatten();
            assert_eq!(links.clone().count(), 3_106, "{id}");
            let hidden: Vec<&str> = links
                .filter(|link| link["hidden"] == true)
                .filter_map(|link| link["href"].as_str()?.strip_prefix("https://a.example/"))
                .collect();
            let mut wanted = vec!["hidden", "hidden-too", "veiled", "by-itself"];
            if classes {
                wanted.insert(3, "of-a-class");
            }
            assert_eq!(hidden, wanted, "{id}");
        }
        quiet(browser)
    })
}
