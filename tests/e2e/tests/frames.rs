//! Mails whose head and body are in frames that cannot see into each other: panel over the head, marks in the body, one verdict.

mod extension_parts;

use anyhow::{Context, Result};
use e2e::{Browser, ESCAPE, Kind, Lab, Options, Page, Site};
use extension_parts as parts;

const SANDBOX: &str = "www-mail.icloud-sandbox.com";

/// A mail as the pages here show it.
struct Mail {
    subject: &'static str,
    name: &'static str,
    address: &'static str,
    body: String,
}

fn fake() -> Mail {
    Mail {
        subject: "お支払い方法をご確認ください",
        name: "Amazon.co.jp",
        address: "account-update@mail-qlcfp.example",
        body: parts::fake().body,
    }
}

/// A genuine sender: whatever is said of this mail comes from its body, or from its absence.
fn genuine() -> Mail {
    let parts::Mail {
        subject,
        name,
        address,
        body,
        ..
    } = parts::genuine();
    Mail {
        subject,
        name,
        address,
        body,
    }
}

fn letter() -> Mail {
    Mail {
        subject: "Lunch",
        name: "Hanako",
        address: "hanako@friend.example",
        body: parts::letter().body,
    }
}

/// The head of a mail, and whatever frame holds its body.
fn head(mail: &Mail, frame: &str) -> String {
    let Mail {
        subject,
        name,
        address,
        ..
    } = mail;
    format!(
        r#"<div role="main"><h2>{subject}</h2><div><b>{name}</b> <span title="{address}">{address}</span></div>
        <div><time datetime="2026-11-20T01:02:00Z">Nov 20, 2026, 10:02 AM</time></div>{frame}</div>"#
    )
}

fn document(inside: &str) -> Page {
    Page::html(format!(
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><style>body {{ margin: 8px; font: 14px sans-serif }} iframe {{ border: 0; width: 700px; height: 300px }}</style></head><body>{inside}</body></html>"#
    ))
}

/// iCloud Mail: the page, the application's frame, and in it a frame of the sandbox host for each mail. `show(i)` opens another mail
/// in the same frame, as the application does.
fn icloud(mails: &[Mail]) -> Result<Lab> {
    icloud_with(mails, "")
}

/// The same; this stands in the page below the application's frame. `/late.js` comes when everything else may be there.
fn icloud_with(mails: &[Mail], below: &str) -> Result<Lab> {
    let templates: String = mails
        .iter()
        .enumerate()
        .map(|(at, mail)| {
            let frame = format!(
                r#"<iframe id="mail" src="https://{SANDBOX}/applications/mail2-message/current/en-us/index.html?m={at}"></iframe>"#
            );
            format!("<template>{}</template>", head(mail, &frame))
        })
        .collect();
    let app = format!(
        r#"<div id="app"></div>{templates}<script>
        window.show = (i) => document.querySelector('#app').replaceChildren(document.querySelectorAll('template')[i].content.cloneNode(true));
        window.list = () => document.querySelector('#app').replaceChildren();
        window.story = [];
        document.addEventListener('load', (event) => {{ if (event.target.id === 'mail') window.story.push('mail'); }}, true);
        new MutationObserver((records) => {{
          for (const record of records) for (const node of record.addedNodes) if (node.dataset?.honmono === 'panel') window.story.push('panel');
        }}).observe(document, {{ childList: true, subtree: true }});
        show(0);</script>"#
    );
    let mut sandbox = Site::new(SANDBOX);
    for (at, mail) in mails.iter().enumerate() {
        let body = format!(
            r#"<div class="mail-message-defaults">{}</div><script>window.clicked = []; addEventListener('click', (e) => {{ const a = e.target.closest?.('a'); if (a) {{ window.clicked.push(a.id); e.preventDefault(); }} }});</script>"#,
            mail.body
        );
        sandbox = sandbox.page(
            &format!("/applications/mail2-message/current/en-us/index.html?m={at}"),
            document(&body),
        );
    }
    Lab::start([
        Site::new("www.icloud.com")
            .page("/mail/", document(&format!(r#"<p id="top">Mail</p><iframe id="app" src="/applications/mail2/current/en-us/index.html" style="width:1000px;height:700px"></iframe>{below}"#)))
            .made("/late.js", |_| {
                std::thread::sleep(std::time::Duration::from_millis(1500));
                Page::of("text/javascript", "window.late = true")
            })
            .page("/applications/mail2/current/en-us/index.html", document(&app)),
        sandbox,
    ])
}

fn open(kind: Kind, lab: &Lab, address: &str) -> Result<Browser> {
    let browser = Browser::start(kind, lab, &Options::shipped(kind))?;
    browser.goto(address)?;
    Ok(browser)
}

/// Enters the application's frame, from anywhere.
fn app(browser: &Browser) -> Result<()> {
    browser.top()?;
    browser.wait_for("iframe#app")?.enter()
}

/// Runs something in the frame of the mail, then goes back to the application's.
fn in_mail<T>(browser: &Browser, what: impl FnOnce() -> Result<T>) -> Result<T> {
    browser.wait_for("iframe#mail")?.enter()?;
    let done = what();
    browser.parent()?;
    done
}

const MARKS: &str = "[...document.querySelectorAll('[data-honmono-mark]')].map((a) => a.id + ':' + a.dataset.honmonoMark)";

fn marks(browser: &Browser, wanted: &[&str]) -> Result<()> {
    browser.until(&format!("the marks {wanted:?}"), || {
        let wanted: Vec<serde_json::Value> = wanted.iter().map(|&mark| mark.into()).collect();
        Ok((browser.eval(MARKS)? == serde_json::Value::Array(wanted)).then_some(()))
    })
}

const FAKE: &[&str] = &["bad:dangerous", "bad2:dangerous"];

/// The fake in iCloud Mail, judged and marked; we are in the application's frame.
fn open_fake(kind: Kind) -> Result<(Lab, Browser)> {
    let lab = icloud(&[fake()])?;
    let browser = open(kind, &lab, "https://www.icloud.com/mail/")?;
    app(&browser)?;
    browser.panel()?;
    in_mail(&browser, || marks(&browser, FAKE))?;
    Ok((lab, browser))
}

#[test]
fn a_mail_in_two_origins_is_judged_as_one() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = icloud(&[fake(), letter()])?;
        let browser = open(kind, &lab, "https://www.icloud.com/mail/")?;
        app(&browser)?;
        browser.panel_of("dangerous")?;
        in_mail(&browser, || marks(&browser, FAKE))?;
        // Nothing of ours but marks in the mail's own frame.
        in_mail(&browser, || {
            assert_eq!(browser.find_all("[data-honmono=panel]")?.len(), 0);
            Ok(())
        })?;
        browser.top()?;
        browser.screenshot("icloud-dangerous")?;
        browser.click_toolbar()?;
        let said = browser.popup_says(&["お支払い方法をご確認ください"])?;
        assert!(said.contains("yheq5.example"), "{said}");
        browser.close_popup()?;

        // Another mail in its place: the page is itself again.
        app(&browser)?;
        browser.eval("window.show(1)")?;
        browser.until("no panel", || {
            Ok(browser
                .find_all("[data-honmono=panel]")?
                .is_empty()
                .then_some(()))
        })?;
        in_mail(&browser, || marks(&browser, &[]))?;
        // And back, with the background asleep in between.
        browser.stop_background()?;
        browser.eval("window.show(0)")?;
        browser.panel_of("dangerous")?;
        in_mail(&browser, || marks(&browser, FAKE))?;
        assert_eq!(browser.own_errors()?, vec![]);
        assert_eq!(
            lab.strangers(&["www.icloud.com", SANDBOX]),
            Vec::<String>::new()
        );
    }
    Ok(())
}

/// Where the mail's frame is small the card stands in the page around it, beside the link all the same.
#[test]
fn a_link_in_another_origin_has_its_card_and_is_held() -> Result<()> {
    for kind in Kind::BOTH {
        let (_lab, browser) = open_fake(kind)?;

        let link = in_mail(&browser, || {
            // As somebody reads: what is pressed goes to the frame last clicked into.
            browser.find("p")?.click()?;
            let link = browser.find("#bad")?;
            browser.hover(&link)?;
            link.place()
        })?;
        let (_, top, _, height) = parts::card_place(&browser)?;
        let (_, frame_top, _, _) = browser.find("iframe#mail")?.place()?;
        let (_, link_top, _, link_height) = link;
        let link_top = frame_top + link_top;
        assert!(
            top >= link_top + link_height || top + height <= link_top + 1.0,
            "{}: the card at {top}+{height} is beside the link at {link_top}+{link_height}",
            kind.name()
        );
        let said = parts::inside(&browser, "card", |browser| {
            browser.wait_for("main > section")?.text()
        })?;
        assert!(said.contains("yheq5.example"), "{said}");
        app(&browser)?;
        in_mail(&browser, || browser.key(ESCAPE))?;
        parts::no_card(&browser)?;

        // A held click: the mail's frame does not hear of it, and the person is asked in the page around it.
        in_mail(&browser, || browser.find("#bad")?.click())?;
        parts::card_place(&browser)?;
        browser.screenshot("icloud-card-held")?;
        parts::inside(&browser, "card", |browser| {
            browser.wait_for("[data-does=card_go]").map(drop)
        })?;
        app(&browser)?;
        let clicked = in_mail(&browser, || browser.eval("window.clicked"))?;
        assert_eq!(clicked, serde_json::json!([]), "{}", kind.name());
        // A good link is the mail's own affair.
        let clicked = in_mail(&browser, || {
            browser.find("#good")?.click()?;
            browser.eval("window.clicked")
        })?;
        assert_eq!(clicked, serde_json::json!(["good"]), "{}", kind.name());
        assert_eq!(browser.own_errors()?, vec![]);
    }
    Ok(())
}

/// The keys go where the focus is, which is seldom where the pointer is: the list that a mail was chosen in keeps it.
#[test]
fn escape_anywhere_sends_the_card_away() -> Result<()> {
    for kind in Kind::BOTH {
        let (_lab, browser) = open_fake(kind)?;
        browser.top()?;
        browser.find("#top")?.click()?;
        app(&browser)?;
        in_mail(&browser, || browser.hover(&browser.find("#bad")?))?;
        parts::card_place(&browser)?;
        let focus = in_mail(&browser, || browser.eval("document.hasFocus()"))?;
        assert_eq!(focus, false, "{}", kind.name());
        browser.top()?;
        browser.key(ESCAPE)?;
        app(&browser)?;
        parts::no_card(&browser)?;
        assert_eq!(browser.own_errors()?, vec![]);
    }
    Ok(())
}

/// The frames of a page may be there before the page itself has been read to its end.
#[test]
fn a_frame_that_is_there_before_its_page() -> Result<()> {
    for kind in Kind::BOTH {
        // The rest of the page waits for its script, and that for the mail in the frame.
        let lab = icloud_with(&[fake()], r#"<script src="/late.js"></script>"#)?;
        let browser = open(kind, &lab, "about:blank")?;
        browser.goto("https://www.icloud.com/mail/")?;
        assert_eq!(browser.eval("window.late")?, true);
        browser.click_toolbar()?;
        browser.popup_says(&["お支払い方法をご確認ください"])?;
        browser.close_popup()?;
        app(&browser)?;
        browser.panel_of("dangerous")?;
        in_mail(&browser, || marks(&browser, FAKE))?;
    }
    Ok(())
}

#[test]
fn a_letter_in_two_origins_is_left_alone() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = icloud(&[letter(), fake()])?;
        let browser = open(kind, &lab, "https://www.icloud.com/mail/")?;
        app(&browser)?;
        in_mail(&browser, || browser.wait_for("#menu").map(drop))?;
        // The popup says that the mail was read, so that silence is no deafness.
        browser.top()?;
        browser.click_toolbar()?;
        browser.popup_says(&["Nothing here claims"])?;
        browser.close_popup()?;
        app(&browser)?;
        assert!(parts::untouched(&browser)?);
        in_mail(&browser, || {
            assert!(parts::untouched(&browser)?);
            Ok(())
        })?;
        browser.eval("window.show(1)")?;
        browser.panel_of("dangerous")?;
    }
    Ok(())
}

/// What came in the application's frame, in this order: documents of mails, and panels of ours.
fn story(browser: &Browser, wanted: &[&str]) -> Result<()> {
    let told = browser.eval("window.story")?;
    assert_eq!(told, serde_json::json!(wanted), "{}", browser.kind().name());
    Ok(())
}

#[test]
fn a_mail_whose_frame_stays_silent_is_called_unread() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = icloud(&[genuine()])?;
        // The frame's host answers with nothing that a script of ours may enter.
        lab.serve(Site::new(SANDBOX).rest(|_| Page::redirect("https://elsewhere.example/")));
        lab.serve(Site::new("elsewhere.example").rest(|_| document("not a mail")));
        let browser = open(kind, &lab, "https://www.icloud.com/mail/")?;
        app(&browser)?;
        browser.panel_of("unread")?;
        story(&browser, &["mail", "panel"])?;
    }
    Ok(())
}

/// Until its document comes, a frame holds an empty one that anybody may look into. That is no mail that could not be read.
#[test]
fn a_mail_that_is_on_its_way_is_waited_for() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = icloud(&[genuine(), fake()])?;
        let bodies = [genuine().body, fake().body];
        let slow = move |request: &e2e::Request| {
            std::thread::sleep(std::time::Duration::from_millis(400));
            document(&bodies[usize::from(request.uri.query() == Some("m=1"))])
        };
        lab.serve(Site::new(SANDBOX).rest(slow));
        let browser = open(kind, &lab, "https://www.icloud.com/mail/")?;
        app(&browser)?;
        browser.panel_of("unconfirmed")?;
        story(&browser, &["mail", "panel"])?;
        browser.eval("window.list()")?;
        browser.until("no panel", || Ok(parts::untouched(&browser)?.then_some(())))?;
        browser.eval("window.show(1)")?;
        browser.panel_of("dangerous")?;
        story(&browser, &["mail", "panel", "mail", "panel"])?;
        assert_eq!(browser.own_errors()?, vec![]);
    }
    Ok(())
}

/// A body's frame gets another document while its head is looking, and is asked for a body before it knows that it is one.
#[test]
fn a_body_that_was_asked_too_early_is_asked_again() -> Result<()> {
    for kind in Kind::BOTH {
        let hello = "const answer = await ask({ hello:";
        let late = format!(
            "if (location.search === '?m=1') await new Promise((done) => setTimeout(done, 2500));\n      {hello}"
        );
        let slow = e2e::folder::altered(kind, "hands/life.js", hello, &late)?;
        let lab = icloud(&[genuine(), fake()])?;
        let options = Options::shipped(kind).extension(Some(slow.path()));
        let browser = Browser::start(kind, &lab, &options)?;
        browser.goto("https://www.icloud.com/mail/")?;
        app(&browser)?;
        browser.panel_of("unconfirmed")?;
        browser.eval("(() => { const mail = document.querySelector('#mail'); mail.src = mail.src.replace('m=0', 'm=1'); })()")?;
        browser.panel_of("dangerous")?;
        in_mail(&browser, || marks(&browser, FAKE))?;
        assert_eq!(browser.own_errors()?, vec![]);
    }
    Ok(())
}

/// A frame that is taken away in the very turn in which it changed ends without a word.
#[test]
fn a_frame_that_goes_as_it_changes_goes_quietly() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = icloud(&[fake()])?;
        let browser = open(kind, &lab, "https://www.icloud.com/mail/")?;
        for _ in 0..3 {
            app(&browser)?;
            browser.panel_of("dangerous")?;
            browser.top()?;
            browser.eval("(() => { const { contentWindow: app } = document.querySelector('#app'); app.eval(\"document.body.append('changed'); frameElement.remove()\"); })()")?;
            browser.until("no frame", || {
                Ok((browser.eval("frames.length")? == 0).then_some(()))
            })?;
            browser.goto("https://www.icloud.com/mail/")?;
        }
        assert_eq!(browser.own_errors()?, vec![]);
    }
    Ok(())
}

/// A page on a host that the person let in, with the mail in a frame that nobody may enter, and beside it another such frame.
fn framed(mail: &Mail, beside: &str, frame: &str) -> Page {
    document(&format!(
        "{}<iframe id=\"beside\" sandbox srcdoc=\"{}\"></iframe>",
        head(mail, frame),
        escaped(beside)
    ))
}

fn escaped(html: &str) -> String {
    html.replace('&', "&amp;").replace('"', "&quot;")
}

const HOST: &str = "mail.provider.example";

fn let_in(kind: Kind, page: Page) -> Result<(Lab, Browser)> {
    let lab = Lab::start([Site::new(HOST).page("/read", page)])?;
    let mut browser = open(kind, &lab, &format!("https://{HOST}/read"))?;
    browser.let_in()?;
    browser.close_popup()?;
    browser.goto(&format!("https://{HOST}/read"))?;
    Ok((lab, browser))
}

#[test]
fn a_sandboxed_frame_is_read_by_its_own_hands() -> Result<()> {
    for kind in Kind::BOTH {
        let mail = fake();
        let frame = format!(
            "<iframe id=\"mail\" sandbox=\"allow-popups\" srcdoc=\"{}\"></iframe>",
            escaped(&mail.body)
        );
        let (_lab, browser) = let_in(kind, framed(&mail, "<p>nothing</p>", &frame))?;
        browser.panel_of("dangerous")?;
        in_mail(&browser, || marks(&browser, FAKE))?;
        assert_eq!(browser.own_errors()?, vec![]);
    }
    Ok(())
}

#[test]
fn a_blob_is_read() -> Result<()> {
    for kind in Kind::BOTH {
        for sandbox in ["", "sandbox=\"allow-popups\""] {
            let mail = fake();
            let script = format!(
                "<script>const f = document.querySelector('#mail'); f.src = URL.createObjectURL(new Blob([{}], {{type: 'text/html'}}));</script>",
                serde_json::to_string(&format!(
                    "<!doctype html><meta charset=utf-8>{}",
                    mail.body
                ))?
                .replace("</", "<\\/")
            );
            let frame = format!("<iframe id=\"mail\" {sandbox}></iframe>{script}");
            let (_lab, browser) = let_in(kind, document(&head(&mail, &frame)))?;
            browser
                .panel_of("dangerous")
                .with_context(|| sandbox.to_owned())?;
            in_mail(&browser, || marks(&browser, FAKE))?;
        }
    }
    Ok(())
}

#[test]
fn a_frame_beside_the_mail_says_nothing_of_it() -> Result<()> {
    for kind in Kind::BOTH {
        // The mail is a letter; the frame beside it holds a fake's text and links. And the other way round.
        let (friend, bad) = (letter(), fake());
        let frame = |body: &str| {
            format!(
                "<iframe id=\"mail\" sandbox srcdoc=\"{}\"></iframe>",
                escaped(body)
            )
        };
        let (_lab, browser) = let_in(kind, framed(&friend, &bad.body, &frame(&friend.body)))?;
        browser.click_toolbar()?;
        browser.popup_says(&["Nothing here claims"])?;
        browser.close_popup()?;
        browser.wait_for("iframe#beside")?.enter()?;
        assert!(parts::untouched(&browser)?, "{}", kind.name());
        browser.top()?;
        drop(browser);

        // A mail of a genuine sender whose frame stays silent does not borrow the text of the frame beside it, good or bad.
        let elsewhere = "<iframe id=\"mail\" sandbox src=\"https://elsewhere.example/\"></iframe>";
        let (_lab, browser) = let_in(kind, framed(&genuine(), &bad.body, elsewhere))?;
        browser.panel_of("unread")?;
    }
    Ok(())
}

/// Of very many links not all verdicts are kept: the cards of the others are asked for, from the frame that they are in.
#[test]
fn of_very_many_links_in_another_origin_each_has_its_card() -> Result<()> {
    const LINKS: usize = 320;
    let address = |at: usize| format!("https://www.amazon.co.jp.signin.yheq5.example/item/{at}");
    let body = (0..LINKS)
        .rev()
        .map(|at| {
            format!(
                r#"<p><a id="link{at}" href="{}">お支払い方法の確認</a></p>"#,
                address(at)
            )
        })
        .collect();
    let mails = [Mail { body, ..fake() }];
    for kind in Kind::BOTH {
        let lab = icloud(&mails)?;
        let browser = open(kind, &lab, "https://www.icloud.com/mail/")?;
        app(&browser)?;
        browser.panel_of("dangerous")?;
        app(&browser)?;
        // The last one in the mail, and one that is kept.
        for at in [0, LINKS - 1] {
            in_mail(&browser, || {
                let link = browser.wait_for(&format!("#link{at}[data-honmono-mark=dangerous]"))?;
                browser.eval(&format!(
                    "document.querySelector('#link{at}').scrollIntoView({{ block: 'center' }})"
                ))?;
                link.click()
            })?;
            parts::card_place(&browser)?;
            parts::inside(&browser, "card", |browser| {
                let go = browser.wait_for("[data-does=card_go]")?;
                assert_eq!(go.attr("href")?, Some(address(at)), "{}", kind.name());
                parts::stay(browser)
            })?;
            app(&browser)?;
            parts::no_card(&browser)?;
        }
        assert_eq!(browser.own_errors()?, vec![]);
    }
    Ok(())
}
