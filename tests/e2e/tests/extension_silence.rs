//! What the extension does not do: it asks nothing of the network, complains on no console, and is not there where it has no business.

mod living_parts;
mod official_parts;

use anyhow::Result;
use e2e::{Browser, ESCAPE, Kind, Lab, Logged, Options, Page, Site};
use official_parts::{self as parts, MAIL, SHOP, Shop};

/// What a page of the lab itself asked for: itself, its script, its icon, and where a person went.
fn of_the_pages(line: &Logged) -> bool {
    const OWN: [&str; 6] = [
        "/mail/u/0/",
        "/gp/message",
        "/your-orders/orders",
        "/replica/",
        "/favicon.ico",
        "/ap/signin",
    ];
    let from = |name: &str| {
        line.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .contains("extension:")
    };
    [MAIL, SHOP].contains(&line.host.as_str())
        && OWN.iter().any(|path| line.path.starts_with(path))
        && !from("origin")
        && !from("referer")
}

/// Everything a person does with Honmono in one go. Gives nothing; what matters is what was asked meanwhile.
fn walk(browser: &Browser) -> Result<()> {
    parts::stands(browser, "dangerous", "not_asked")?;
    browser.hover(&browser.find("#bad")?)?;
    living_parts::card(browser)?;
    browser.key(ESCAPE)?;
    browser.click_toolbar()?;
    browser.until("the popup has words", || {
        Ok((browser.popup_text()?.len() > 40).then_some(()))
    })?;
    browser.close_popup()?;
    for place in [1, 2, 0, 1] {
        browser.eval(&format!("window.show({place})"))?;
        let level = if place == 0 {
            "dangerous"
        } else {
            "unconfirmed"
        };
        parts::stands(browser, level, "not_asked")?;
    }
    let mail = parts::here(browser)?;
    let center = parts::opens(browser, || parts::press(browser, "panel_check"))?;
    parts::stands(browser, "confirmed", "listed")?;
    parts::opens(browser, || parts::press(browser, "panel_find_order"))?;
    parts::go(browser, &center)?;
    for page in ["options.html", "welcome.html", "guide.html"] {
        browser.open_own(page)?;
        browser.wait_for("main > *")?;
    }
    parts::go(browser, &mail)
}

#[test]
fn a_whole_walk_asks_nothing_of_the_network_and_says_nothing() -> Result<()> {
    for kind in Kind::BOTH {
        let mails = [parts::fake(), parts::story(1), parts::story(2)];
        let parts::Scene { lab, browser, .. } =
            parts::Scene::open(kind, Shop::default(), &mails, |options| options)?;
        walk(&browser)?;
        let foreign: Vec<String> = lab
            .log()
            .iter()
            .filter(|line| !of_the_pages(line) && !line.by_browser_itself())
            .map(Logged::line)
            .collect();
        assert_eq!(foreign, Vec::<String>::new(), "{}", kind.name());
        // The log is a witness: the pages themselves stand in it, and so does the one address that a click opened.
        for address in [
            format!("{MAIL}/mail/u/0/"),
            format!("{SHOP}/gp/message"),
            format!("{SHOP}/your-orders/orders"),
        ] {
            assert!(
                lab.log().iter().any(|line| line.line().contains(&address)),
                "{address}"
            );
        }
        if let Some(asked) = browser.asked_by_extension() {
            let own = |address: &&String| {
                address.starts_with(&browser.origin()) || address.starts_with("data:")
            };
            let foreign: Vec<&String> = asked.iter().filter(|address| !own(address)).collect();
            assert_eq!(foreign, Vec::<&String>::new());
            assert!(
                asked.iter().any(|address| address.ends_with(".wasm")),
                "the debugger sees what our parts ask for: {asked:?}"
            );
        }
        assert_eq!(browser.own_errors()?, vec![], "{}", kind.name());
    }
    Ok(())
}

#[test]
fn a_site_that_is_no_webmail_gets_nothing_of_ours() -> Result<()> {
    // It looks like one, with a false mail in it, and has frames of its own.
    let mails = [living_parts::fake()];
    let page = living_parts::page(
        living_parts::Skin::Plain,
        &mails,
        living_parts::Dress::default(),
    );
    for kind in Kind::BOTH {
        let served = page.clone();
        let app = Page::of("text/javascript; charset=utf-8", living_parts::APP);
        let lab = Lab::start([
            Site::new("www.example.test")
                .page("/app.js", app.clone())
                .page("/frame", Page::html("<p>a frame</p>"))
                .rest(move |_| served.clone()),
            // A host that begins or ends as a webmail's does.
            Site::new("mail.google.com.example.test")
                .page("/app.js", app)
                .rest({
                    let page = page.clone();
                    move |_| page.clone()
                }),
        ])?;
        lab.serve(Site::new("mail.google.com").rest({
            let page = page.clone();
            move |request| match request.uri.path() {
                "/app.js" => Page::of("text/javascript; charset=utf-8", living_parts::APP),
                _ => page.clone(),
            }
        }));
        let browser = Browser::start(kind, &lab, &Options::shipped(kind))?;
        let aside = living_parts::Aside::open(&browser)?;
        for host in ["www.example.test", "mail.google.com.example.test"] {
            browser.arrive(&format!("https://{host}/#inbox/fake"), "#bad")?;
            let before = browser.eval("document.documentElement.outerHTML")?;
            browser.eval("new Promise((done) => { const frame = document.createElement('iframe'); frame.src = '/frame'; frame.onload = () => { frame.remove(); done(); }; document.body.append(frame); })")?;
            // No script of ours answers, in this page or any other.
            assert_eq!(
                aside.ask(&browser, "spent")?,
                serde_json::Value::Null,
                "{host}"
            );
            // No style of ours either: the mark's attribute marks nothing.
            let style = "(() => { const a = document.querySelector('#bad'); a.setAttribute('data-honmono-mark', 'dangerous'); const line = getComputedStyle(a).textDecorationStyle; a.removeAttribute('data-honmono-mark'); return line; })()";
            assert_eq!(browser.eval(style)?, "solid", "{host}");
            assert_eq!(
                browser.eval("document.documentElement.outerHTML")?,
                before,
                "{host}"
            );
            // No name of ours in the page's world.
            assert_eq!(
                browser.eval(
                    "Object.keys(globalThis).filter((name) => /honmono/i.test(name)).length"
                )?,
                0
            );
        }
        // All three questions get the other answer where a webmail is.
        browser.goto("https://mail.google.com/#inbox/fake")?;
        living_parts::shows(&browser, "dangerous", &living_parts::FALSE_MARKS)?;
        assert!(aside.spent(&browser)?.looks > 0.0);
        assert_eq!(
            browser.find("#bad")?.style("text-decoration-style")?,
            "wavy"
        );
    }
    Ok(())
}
