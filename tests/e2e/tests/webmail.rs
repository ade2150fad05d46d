//! The lab's real webmail: signs in, shows mails in its frame, and a content script reaches them.

use anyhow::Result;
use e2e::roundcube::{HOST, Roundcube};
use e2e::{Browser, Kind, Lab, Options};
use std::path::Path;

#[test]
fn roundcube_shows_mails_in_both_browsers() -> Result<()> {
    let mails = Path::new(env!("CARGO_MANIFEST_DIR")).join("../mails");
    let since = std::time::Instant::now();
    let mut webmail = Roundcube::with_folder(&mails)?;
    println!(
        "Roundcube with {} mails in {} ms",
        webmail.mails().len(),
        since.elapsed().as_millis()
    );
    let late = webmail.deliver(
        "late",
        b"From: A <a@lab.example>\r\nSubject: a late one\r\n\r\nlate text\r\n",
    )?;
    let lab = Lab::start([webmail.site()])?;
    let probe = Path::new(env!("CARGO_MANIFEST_DIR")).join("probe");
    for kind in Kind::BOTH {
        let browser = Browser::start(kind, &lab, &Options::with(&probe))?;
        webmail.login(&browser)?;
        let uid = webmail.uid("story-1-ordered")?;
        let since = std::time::Instant::now();
        webmail.open(&browser, uid)?;
        println!(
            "{}: mail {uid} opened in {} ms",
            kind.name(),
            since.elapsed().as_millis()
        );
        webmail.enter(&browser)?;
        assert!(browser.wait_for("#messagebody")?.text()?.len() > 50);
        browser.wait_for("html[data-probe-wasm]")?;
        browser.screenshot("roundcube-story-1")?;
        webmail.open(&browser, late)?;
        webmail.enter(&browser)?;
        assert!(
            browser
                .wait_for("#messagebody")?
                .text()?
                .contains("late text")
        );
        webmail.open_alone(&browser, late)?;
        assert_eq!(lab.strangers(&[HOST]), Vec::<String>::new());
    }
    Ok(())
}
