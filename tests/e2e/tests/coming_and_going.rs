//! Pages that a person leaves and comes back to, that were open before, or that the browser opened ahead: what is said is always of the
//! page that is seen.

mod extension_parts;

use anyhow::{Result, ensure};
use e2e::{Browser, Kind, Lab, Page, Site};
use extension_parts as parts;

const ELSEWHERE: &str = "https://elsewhere.example/";

fn elsewhere() -> Site {
    let page = Page::html("<!doctype html><title>x</title><p>Amazon.co.jp</p>");
    Site::new("elsewhere.example").page("/", page)
}

/// The popup tells of the fake that is open.
fn tells(browser: &Browser) -> Result<()> {
    browser.click_toolbar()?;
    browser.popup_says(&["yheq5.example", parts::fake().subject])?;
    browser.close_popup()
}

/// The popup says this, and nothing of a mail or of the brand's own page.
fn says_only(browser: &Browser, words: &str) -> Result<()> {
    browser.click_toolbar()?;
    let said = browser.popup_says(&[words])?;
    ensure!(
        !said.contains("yheq5.example") && !said.contains("This is really"),
        "{said}"
    );
    browser.close_popup()
}

#[test]
fn back_and_forward() -> Result<()> {
    let mails = [parts::fake(), parts::letter()];
    parts::in_both(parts::page(&mails), |lab, browser| {
        lab.serve(elsewhere());
        for _ in 0..2 {
            assert_eq!(browser.panel()?.level, "dangerous");
            tells(browser)?;
            browser.goto(ELSEWHERE)?;
            says_only(browser, "This page is on elsewhere.example.")?;
            browser.back()?;
            browser.until("the mail is there again", || {
                Ok((browser.eval("location.host")? == "mail.google.com").then_some(()))
            })?;
            assert_eq!(browser.panel()?.level, "dangerous");
            tells(browser)?;
            browser.forward()?;
            browser.until("the other page is there again", || {
                Ok((browser.eval("location.host")? == "elsewhere.example").then_some(()))
            })?;
            says_only(browser, "This page is on elsewhere.example.")?;
            browser.goto(parts::INBOX)?;
        }
        assert_eq!(browser.own_errors()?, vec![]);
        Ok(())
    })
}

#[test]
fn a_list_of_mails_was_looked_at_and_holds_none() -> Result<()> {
    parts::in_both(parts::page(&[parts::fake()]), |_, browser| {
        assert_eq!(browser.panel()?.level, "dangerous");
        browser.eval("window.list()")?;
        browser.until("the page is itself again", || {
            Ok(parts::untouched(browser)?.then_some(()))
        })?;
        says_only(browser, "No open message found.")
    })
}

/// The extension comes under a mail that is open, as after an update or an installation: where the browser does not put the hands
/// into open pages, the popup says what to do, and doing it helps.
#[test]
fn a_page_that_was_open_before() -> Result<()> {
    parts::in_both(parts::page(&[parts::fake()]), |_, browser| {
        assert_eq!(browser.panel()?.level, "dangerous");
        browser.reload_extension()?;
        if browser.kind() == Kind::Chromium {
            browser.until("what is not ours any more is taken away", || {
                Ok(parts::untouched(browser)?.then_some(()))
            })?;
            says_only(browser, "This page was open before")?;
            browser.reload()?;
        }
        assert_eq!(browser.panel()?.level, "dangerous");
        tells(browser)
    })
}

/// A page that is too busy to answer keeps nobody from reading what is known of it.
#[test]
fn a_page_that_hangs() -> Result<()> {
    parts::in_both(parts::page(&[parts::fake()]), |_, browser| {
        assert_eq!(browser.panel()?.level, "dangerous");
        let ends = browser.eval("(() => { const ends = Date.now() + 8000; setTimeout(() => { while (Date.now() < ends); }, 100); return ends; })()")?;
        browser.click_toolbar()?;
        browser.popup_says(&["yheq5.example", parts::fake().subject])?;
        let now = browser.popup_eval("Date.now()")?;
        ensure!(now.as_f64() < ends.as_f64(), "{now} is after {ends}");
        browser.close_popup()?;
        assert_eq!(browser.panel()?.level, "dangerous");
        assert_eq!(browser.own_errors()?, vec![]);
        Ok(())
    })
}

#[test]
fn a_site_that_is_let_in_is_looked_at_in_every_tab() -> Result<()> {
    parts::in_both(parts::page(&[]), |lab, browser| {
        let mail = parts::fake();
        let page = Page::html(format!(
            r#"<!doctype html><title>x</title><div role="main"><h2>{}</h2><div><b>{}</b> <span title="{address}">{address}</span></div>
            <div><time datetime="2026-11-20T01:02:00Z">Nov 20, 2026, 10:02 AM</time></div><div>{}</div></div>"#,
            mail.subject,
            mail.name,
            mail.body,
            address = mail.address
        ));
        lab.serve(Site::new("post.example.test").page("/", page));
        let address = "https://post.example.test/";
        browser.goto(address)?;
        let first = browser.new_tab(address)?;
        browser.let_in()?;
        browser.close_popup()?;
        assert_eq!(browser.panel()?.level, "dangerous");
        browser.close_tab(first)?;
        assert_eq!(browser.panel()?.level, "dangerous");
        assert_eq!(browser.own_errors()?, vec![]);
        Ok(())
    })
}

/// Chromium opens a page ahead when it is sure enough where the person goes, a webmail above all.
#[test]
fn a_page_that_the_browser_opened_ahead() -> Result<()> {
    let rules = r#"<!doctype html><title>x</title><script type="speculationrules">{"prerender":[{"urls":["/mail/u/0/"],"eagerness":"immediate"}]}</script><a href="/mail/u/0/">Mail</a>"#;
    let lab: Lab = parts::lab(parts::page(&[parts::fake()]))?;
    let start = Site::new("mail.google.com")
        .page("/", Page::html("<!doctype html><title>x</title>"))
        .page("/ahead", Page::html(rules))
        .page("/mail/u/0/", parts::page(&[parts::fake()]));
    lab.serve(start);
    let browser = parts::open(Kind::Chromium, &lab, |options| options)?;
    browser.goto("https://mail.google.com/ahead")?;
    let asked = || {
        let log = lab.log().into_iter();
        log.filter(|line| line.path.starts_with("/mail/u/0/"))
            .count()
    };
    browser.until("the mail is opened ahead", || {
        Ok((asked() == 2).then_some(()))
    })?;
    browser.find("a")?.click()?;
    assert_eq!(browser.panel()?.level, "dangerous");
    let ahead =
        browser.eval("performance.getEntriesByType('navigation')[0].activationStart > 0")?;
    assert_eq!(ahead, true, "the page that is seen was opened ahead");
    tells(&browser)?;
    assert_eq!(browser.own_errors()?, vec![]);
    Ok(())
}

/// Whoever asks about a page is told whose it is, by the name of its site alone.
#[test]
fn whose_site_a_page_is_on() -> Result<()> {
    const WORN: &str = "This is not Amazon’s site.";
    const OTHER: &str = "It is not one of the Amazon sites that Honmono knows.";
    const OWN: &str = "This is one of Amazon’s own sites.";
    let sites = [
        (
            "https://amazon.co.jp.signin.yheq5.example/ap/signin",
            "suspicious",
            WORN,
        ),
        ("http://www.amazon-points.example/", "suspicious", WORN),
        (
            "https://elsewhere.example/?u=https://www.amazon.co.jp/",
            "quiet",
            OTHER,
        ),
        ("https://amazonas.example/", "quiet", OTHER),
        ("https://sellercentral.amazon.co.jp/", "quiet", OWN),
    ];
    parts::in_both(parts::page(&[]), |lab, browser| {
        for (address, level, words) in sites {
            let host = url::Url::parse(address)?;
            let host = host.host_str().unwrap_or_default();
            // What the page says of itself changes nothing.
            let page = "<!doctype html><title>Amazon.co.jp</title><h1>Amazon.co.jp</h1>";
            lab.serve(Site::new(host).rest(move |_| Page::html(page)));
            browser.goto(address)?;
            browser.click_toolbar()?;
            let said = browser.popup_says(&[host, words])?;
            let shown =
                browser.popup_eval("document.querySelector('[data-level]').dataset.level")?;
            ensure!(shown == level, "{address}: {shown}");
            let others = [WORN, OTHER, OWN]
                .into_iter()
                .filter(|other| *other != words);
            let invited =
                browser.popup_eval("!!document.querySelector('[data-does=popup_always]')")?;
            ensure!(
                invited == (words == OTHER && address.starts_with("https:")) || words == OWN,
                "{address}: {invited}"
            );
            for other in others {
                ensure!(!said.contains(other), "{address}: {said}");
            }
            browser.popup_screenshot(&format!("popup-site-{host}"))?;
            browser.close_popup()?;
        }
        assert_eq!(browser.own_errors()?, vec![]);
        Ok(())
    })
}

/// The page goes on to another one by itself while the popup is open: what was said of the first does not stand beside the second.
#[test]
fn a_page_that_goes_on_under_the_open_popup() -> Result<()> {
    const FAKE: &str = "https://amazon.co.jp.signin.yheq5.example/";
    parts::in_both(parts::page(&[]), |lab, browser| {
        lab.serve(elsewhere());
        let fake = Page::html("<!doctype html><title>x</title>");
        lab.serve(Site::new("amazon.co.jp.signin.yheq5.example").page("/", fake));
        browser.goto(ELSEWHERE)?;
        browser.click_toolbar()?;
        browser.popup_says(&["This page is on elsewhere.example."])?;
        browser.eval_with(
            "setTimeout(() => { location.href = args[0]; })",
            vec![FAKE.into()],
        )?;
        browser.until("what was said is gone", || {
            let said = browser.popup_text_now()?;
            Ok((!said.is_some_and(|said| said.contains("elsewhere.example"))).then_some(()))
        })?;
        browser.close_popup()?;
        browser.click_toolbar()?;
        browser.popup_says(&["This is not Amazon’s site.", "yheq5.example"])?;
        browser.close_popup()
    })
}
