//! The local page: from a dropped or pasted mail to the verdict, the mail shown safely, the guide.

use anyhow::{Result, anyhow};
use e2e::{Browser, Kind, Lab, Options, Page, Site};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

const HERE: &str = "honmono.example.test";

/// The built page on a static server.
fn site() -> Result<Site> {
    let folder = root().join("dist").join("www");
    if !folder.join("index.html").exists() {
        return Err(anyhow!("dist/www is missing: run `cargo xtask build`"));
    }
    Ok(Site::new(HERE).rest(move |request| {
        let path = request.uri.path().trim_start_matches('/');
        let path = if path.is_empty() { "index.html" } else { path };
        let kind = match path.rsplit('.').next() {
            Some("html") => "text/html; charset=utf-8",
            Some("js") => "text/javascript",
            Some("css") => "text/css",
            Some("json") => "application/json",
            Some("wasm") => "application/wasm",
            Some("png") => "image/png",
            _ => "application/octet-stream",
        };
        match std::fs::read(folder.join(path)) {
            Ok(body) if !path.contains("..") => Page::of(kind, body),
            _ => Page::html("missing").status(404),
        }
    }))
}

fn open(kind: Kind, lab: &Lab, language: &str, dark: bool) -> Result<Browser> {
    let options = Options::shipped(kind).language(language).extension(None);
    let browser = Browser::start(kind, lab, &if dark { options.dark() } else { options })?;
    browser.goto(&format!("https://{HERE}/"))?;
    browser.wait_for("#input")?;
    Ok(browser)
}

fn put_in(browser: &Browser, text: &str) -> Result<()> {
    browser.eval_with(
        "(() => { document.querySelector('#input').value = args[0]; })()",
        vec![text.into()],
    )?;
    browser.find("[data-does=www_check]")?.click()
}

fn level(browser: &Browser) -> Result<String> {
    browser
        .wait_for(".found")?
        .attr("data-level")
        .map(Option::unwrap_or_default)
}

fn mail(name: &str) -> Result<String> {
    Ok(std::fs::read_to_string(
        root().join("tests/mails").join(name),
    )?)
}

/// A mail with everything in it that could act or tell on its reader.
const TRAPS: &str = "From: \"Amazon.co.jp\" <x@evil.example>\r\nSubject: traps\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
    <html><head><base href='https://trap.example/'><meta http-equiv=refresh content='0;url=https://trap.example/refresh'>\
    <link rel=stylesheet href='https://trap.example/a.css'><link rel=preconnect href='https://trap.example/'><link rel=dns-prefetch href='//trap.example'>\
    <style>@import 'https://trap.example/b.css'; body{background:url(https://trap.example/c.png)} @font-face{font-family:t;src:url(https://trap.example/t.woff)} p{font-family:t}</style></head>\
    <body background='https://trap.example/d.png' onload='parent.document.title=\"owned\"'><p>Amazon.co.jp</p><script>parent.document.title='owned'</script>\
    <img src='https://trap.example/e.png' srcset='https://trap.example/f.png 2x' onerror='parent.document.title=\"owned\"'><img src=cid:x>\
    <iframe src='https://trap.example/g'></iframe><object data='https://trap.example/h'></object><embed src='https://trap.example/i'><video poster='https://trap.example/j' src='https://trap.example/k'></video>\
    <svg><image href='https://trap.example/l'/><a href='https://trap.example/m'><text>x</text></a></svg><form action='https://trap.example/n'><input name=a><button id=send formaction='https://trap.example/o'>Send</button></form>\
    <div style='background:url(https://trap.example/p)'>x</div><table><tr><td background='https://trap.example/q'>t</td></tr></table>\
    <a id=bad href='https://www.amazon.co.jp.trap.example/signin' ping='https://trap.example/r' target=_top>Sign in</a></body></html>\r\n";

#[test]
fn a_pasted_fake_is_called_one_and_the_mail_is_shown_safely() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = Lab::start([site()?])?;
        let browser = open(kind, &lab, "en", false)?;
        browser.screenshot("www-start-en-light")?;
        put_in(&browser, &mail("fake-payment-jp.eml")?)?;
        assert_eq!(level(&browser)?, "dangerous");
        assert!(!browser.find_all(".where li.dangerous")?.is_empty());
        browser.screenshot("www-fake-en-light")?;

        put_in(&browser, TRAPS)?;
        assert_eq!(level(&browser)?, "dangerous");
        let frame = browser.wait_for("iframe.mail")?;
        frame.enter()?;
        let link = browser.wait_for("#bad")?;
        assert_eq!(link.attr("href")?, None);
        assert_eq!(link.attr("data-honmono")?.as_deref(), Some("dangerous"));
        assert_eq!(
            link.attr("title")?.as_deref(),
            Some("www.amazon.co.jp.trap.example")
        );
        link.click()?;
        browser.find("#send")?.click()?;
        assert_eq!(browser.eval("document.querySelectorAll('script, iframe, object, embed, svg, video, link, base').length")?, 0);
        browser.top()?;
        browser.screenshot("www-traps-en-light")?;
        assert_ne!(browser.eval("document.title")?, "owned");
        assert_eq!(browser.eval("location.hostname")?, HERE);
        assert_eq!(lab.strangers(&[HERE]), Vec::<String>::new());
    }
    Ok(())
}

#[test]
fn links_and_files_and_nonsense() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = Lab::start([site()?])?;
        let browser = open(kind, &lab, "en", false)?;
        put_in(&browser, "https://www.amazon.co.jp.account.example/signin")?;
        assert!(
            ["dangerous", "suspicious"].contains(&level(&browser)?.as_str()),
            "{}",
            level(&browser)?
        );
        put_in(&browser, "www.amazon.co.jp/gp/message")?;
        browser.until("it is Amazon's", || {
            Ok(browser
                .find(".found")?
                .text()?
                .contains("Amazon’s own")
                .then_some(()))
        })?;
        put_in(&browser, "hello there")?;
        browser.wait_for("[role=alert]")?;
        // A dropped file.
        browser.eval_with(
            "(() => { const data = new DataTransfer(); data.items.add(new File([args[0]], 'mail.eml')); \
             document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true})); })()",
            vec![mail("fake-signin-en.eml")?.into()],
        )?;
        assert_eq!(level(&browser)?, "dangerous");
        assert_eq!(lab.strangers(&[HERE]), Vec::<String>::new());
    }
    Ok(())
}

#[test]
fn the_guide_follows_with_the_mail_on_offer() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = Lab::start([site()?])?;
        let browser = open(kind, &lab, "en", false)?;
        put_in(&browser, &mail("story-1-ordered.eml")?)?;
        level(&browser)?;
        browser.screenshot("www-genuine-en-light")?;
        browser.wait_for("[data-does=panel_not_mine]")?.click()?;
        browser.wait_for("[data-step=call] a.button.main")?;
        browser.wait_for("#step-seller")?.click()?;
        browser.find("[data-does=guide_view_sheet]")?.click()?;
        browser.wait_for("[data-does=evidence_keep]")?.click()?;
        browser.until("the number is on the sheet", || {
            let sheet = browser.eval("document.querySelector('.sheet article')?.innerText")?;
            Ok(sheet
                .as_str()
                .is_some_and(|sheet| sheet.contains("250-1234567-1234567"))
                .then_some(()))
        })?;
        browser.screenshot("www-sheet-en-light")?;
        browser.goto(&format!("https://{HERE}/"))?;
        browser.wait_for("#input")?;
        put_in(&browser, &mail("story-1-ordered.eml")?)?;
        browser.wait_for("[data-does=panel_not_mine]")?.click()?;
        assert_eq!(
            browser
                .wait_for("#step-seller")?
                .prop("checked")?
                .as_deref(),
            Some("true")
        );
        assert_eq!(lab.strangers(&[HERE]), Vec::<String>::new());
    }
    Ok(())
}

#[test]
fn it_speaks_the_persons_language() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = Lab::start([site()?])?;
        for dark in [false, true] {
            let light = if dark { "dark" } else { "light" };
            let browser = open(kind, &lab, "ja", dark)?;
            assert_eq!(browser.eval("document.documentElement.lang")?, "ja");
            browser.screenshot(&format!("www-start-ja-{light}"))?;
            browser.find("[data-does=www_example_fake]")?.click()?;
            assert_eq!(level(&browser)?, "dangerous");
            browser.screenshot(&format!("www-fake-ja-{light}"))?;
            browser.eval("(() => { const s = document.querySelector('#language'); s.value = 'en'; s.dispatchEvent(new Event('change', {bubbles: true})); })()")?;
            browser.until("English", || {
                Ok((browser.eval("document.documentElement.lang")? == "en").then_some(()))
            })?;
            assert_eq!(level(&browser)?, "dangerous", "the result stays");
        }
        assert_eq!(lab.strangers(&[HERE]), Vec::<String>::new());
    }
    Ok(())
}
