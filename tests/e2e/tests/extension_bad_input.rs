//! Mails and pages that are not as they should be: an answer in time, and what could not be read is said. Mails that are broken
//! themselves are opened in the real webmail (`roundcube_mails.rs`); a stopped worker and a reloaded extension are in `extension_mail.rs`.

mod living_parts;

use anyhow::Result;
use e2e::Kind;
use living_parts::{self as parts, Dress, FALSE_HOST, FALSE_MARKS, Skin};

#[test]
fn a_mail_that_is_still_loading_is_judged_when_it_is_there() -> Result<()> {
    for kind in Kind::BOTH {
        for skin in [Skin::Plain, Skin::Framed("written")] {
            let lab = parts::lab(skin, &[parts::fake()], Dress::default())?;
            let browser = parts::open(skin, kind, &lab, |options| options)?;
            let aside = parts::Aside::open(&browser)?;
            parts::app(&browser, "half('fake')")?;
            aside.at_rest(&browser)?;
            // Head without a body: nothing good is said of it. Its sender alone may be enough to warn.
            for panel in browser.panels()? {
                assert!(
                    ["unread", "suspicious", "dangerous"].contains(&panel.level.as_str()),
                    "{skin:?}: {}",
                    panel.text
                );
            }
            parts::app(&browser, "arrive()")?;
            parts::shows(&browser, "dangerous", &FALSE_MARKS)?;
            assert_eq!(browser.own_errors()?, vec![]);
        }
    }
    Ok(())
}

#[test]
fn a_page_that_changed_is_called_unread_and_says_what_is_missing() -> Result<()> {
    for kind in Kind::BOTH {
        // Nothing wrong with its links: only the sender, which cannot be found any more, could tell.
        let lab = parts::lab(Skin::Plain, &[parts::genuine()], Dress::default())?;
        let browser = parts::open(Skin::Plain, kind, &lab, |options| options)?;
        parts::app(&browser, "open('genuine')")?;
        parts::shows(&browser, "unconfirmed", &[])?;
        parts::app(&browser, "renamed()")?;
        browser.eval("document.querySelector('header').append('.')")?;
        parts::shows(&browser, "unread", &[])?;
        let text = browser.panel()?.text;
        assert!(text.contains("sender"), "{text}");
        browser.screenshot("living-unread")?;
    }
    Ok(())
}

#[test]
fn broken_links_neither_stop_the_reading_nor_pass_as_good() -> Result<()> {
    let odd = [
        "http://",
        "https://%zz%/",
        "ht!tp://x",
        "//",
        "https:///\\\\evil.example/a",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://[::1",
        "\u{0}\u{1}",
        "https://\u{202e}moc.nozama/",
        "http://0x7f.1/",
    ];
    let body: String = odd
        .iter()
        .map(|href| format!(r#"<a href="{href}">お支払い</a> "#))
        .collect();
    for kind in Kind::BOTH {
        let mail = parts::fake().saying(format!("{body}{}", parts::fake().body));
        let lab = parts::lab(Skin::Plain, &[mail], Dress::default())?;
        let browser = parts::open(Skin::Plain, kind, &lab, |options| options)?;
        parts::app(&browser, "open('fake')")?;
        browser.until("the known false links are marked", || {
            let marks = parts::marks(&browser)?;
            Ok(FALSE_MARKS
                .iter()
                .all(|mark| marks.iter().any(|one| one == mark))
                .then_some(()))
        })?;
        assert_eq!(browser.panel()?.level, "dangerous");
        assert_eq!(browser.own_errors()?, vec![]);
    }
    Ok(())
}

#[test]
fn a_body_of_five_megabytes_gets_its_answer() -> Result<()> {
    let line = "<p>長い報告の一行です。ここには何もありません。A line of a long report.</p>";
    let filling = line.repeat(5_000_000 / line.len());
    for kind in Kind::BOTH {
        // The false links come last, behind all of it.
        let fake = parts::fake().saying(format!(
            "<p>Amazon.co.jp お支払い方法</p>{filling}{}",
            parts::fake().body
        ));
        let genuine = parts::genuine().saying(format!("{}{filling}", parts::genuine().body));
        let lab = parts::lab(
            Skin::Plain,
            &[fake, genuine, parts::letter()],
            Dress::default(),
        )?;
        let browser = parts::open(Skin::Plain, kind, &lab, |options| options)?;
        parts::app(&browser, "open('fake')")?;
        parts::shows(&browser, "dangerous", &FALSE_MARKS)?;
        // A long mail without a fault is never called more than unproven.
        parts::app(&browser, "open('genuine')")?;
        parts::shows(&browser, "unconfirmed", &[])?;
        parts::app(&browser, "open('letter')")?;
        parts::bare(&browser)?;
        assert_eq!(browser.own_errors()?, vec![]);
    }
    Ok(())
}

#[test]
fn a_worker_stopped_between_two_slices_of_a_long_mail() -> Result<()> {
    let links: String = (0..4_000)
        .map(|at| format!(r#"<a href="https://{FALSE_HOST}/{at}">お支払い {at}</a> "#))
        .collect();
    for kind in Kind::BOTH {
        let mail = parts::fake().saying(format!("<p>Amazon.co.jp お支払い方法</p>{links}"));
        let lab = parts::lab(Skin::Plain, &[mail, parts::letter()], Dress::default())?;
        let browser = parts::open(Skin::Plain, kind, &lab, |options| options)?;
        parts::app(&browser, "open('letter')")?;
        parts::bare(&browser)?;
        parts::app(&browser, "open('fake')")?;
        // Wherever the reading is just now.
        browser.stop_background()?;
        browser.until("every link is marked", || {
            Ok((parts::marks(&browser)?.len() == 4_000).then_some(()))
        })?;
        assert_eq!(browser.panel()?.level, "dangerous");
    }
    Ok(())
}
