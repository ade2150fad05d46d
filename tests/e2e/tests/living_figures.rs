//! What the extension costs a living page, in both browsers: printed as `figure: …` lines, never asserted by the clock. What is asserted
//! is countable: slices, looks, marks.
//!
//! `cargo test -p e2e --test living_figures -- --test-threads=1 --nocapture | grep figure`

mod living_parts;

use anyhow::{Context, Result};
use e2e::{Browser, Kind, Lab, Page, Site};
use living_parts::{self as parts, Aside, Dress, FALSE_HOST, FALSE_MARKS, Skin};

/// A false mail with so many false links.
fn with_links(count: usize) -> parts::Mail {
    let links: String = (0..count)
        .map(|at| format!(r#"<li><a href="https://{FALSE_HOST}/item/{at}?from=mail">お支払い方法の確認 {at}</a></li>"#))
        .collect();
    parts::fake().saying(format!(
        "<p>Amazon.co.jp をご利用いただきありがとうございます。</p><ul>{links}</ul>"
    ))
}

/// From the moment the application shows a mail (`window.opened`), in milliseconds: until the panel's frame was made, until its engine
/// was there, and until its first words were on the screen, as the frame itself tells (first contentful paint).
fn painted(browser: &Browser) -> Result<[f64; 3]> {
    let opened = browser.eval("window.opened")?.as_f64().context("a time")?;
    let told = parts::in_panel(browser, |browser| {
        browser.until("the panel's words are painted", || {
            let told = browser.eval(
                "(() => { const paint = performance.getEntriesByName('first-contentful-paint')[0]; \
                 const engine = performance.getEntriesByType('resource').find((one) => one.name.endsWith('.wasm')); \
                 return paint ? [0, engine?.responseEnd ?? 0, paint.startTime].map((at) => performance.timeOrigin + at) : null; })()",
            )?;
            Ok((!told.is_null()).then_some(told))
        })
    })?;
    let at = |index: usize| told[index].as_f64().unwrap_or(f64::NAN) - opened;
    Ok([at(0), at(1), at(2)])
}

fn middle(mut list: Vec<f64>) -> f64 {
    list.sort_by(f64::total_cmp);
    list.get(list.len() / 2).copied().unwrap_or(f64::NAN)
}

fn span(list: &[f64]) -> String {
    let low = list.iter().copied().fold(f64::INFINITY, f64::min);
    let high = list.iter().copied().fold(0.0, f64::max);
    format!("{:.0} ms ({low:.0} to {high:.0})", middle(list.to_vec()))
}

#[test]
fn from_an_open_mail_to_the_painted_panel() -> Result<()> {
    for kind in Kind::BOTH {
        for skin in [Skin::Plain, Skin::Framed("written")] {
            let lab = parts::lab(skin, &[parts::fake(), parts::letter()], Dress::default())?;
            let browser = parts::open(skin, kind, &lab, |options| options)?;
            for asleep in [false, true] {
                let mut times = [vec![], vec![], vec![]];
                for _ in 0..8 {
                    parts::app(&browser, "open('letter')")?;
                    parts::bare(&browser)?;
                    if asleep {
                        browser.stop_background()?;
                    }
                    parts::app(&browser, "open('fake')")?;
                    for (list, time) in times.iter_mut().zip(painted(&browser)?) {
                        list.push(time);
                    }
                    parts::shows(&browser, "dangerous", &FALSE_MARKS)?;
                }
                let state = if asleep { "asleep" } else { "awake" };
                let [frame, engine, words] = &times;
                println!(
                    "figure: {} {skin:?}, background {state}: open mail to painted panel {}; its frame made after {}, its engine there after {}",
                    kind.name(),
                    span(words),
                    span(frame),
                    span(engine)
                );
            }
        }
    }
    Ok(())
}

/// Waits in the page for so many marks and gives the time since the mail was shown.
fn marked(browser: &Browser, count: usize) -> Result<f64> {
    let took = browser.eval(&format!(
        "new Promise((done) => {{ const look = () => document.querySelectorAll('{}').length >= {count} \
         ? done(performance.timeOrigin + performance.now() - window.opened) : requestAnimationFrame(look); look(); }})",
        parts::MARKED
    ))?;
    took.as_f64().context("a time")
}

/// How the first marked link looks: the style of its line, and its wash.
fn worn(browser: &Browser) -> Result<(String, String)> {
    let worn = browser.eval(&format!(
        "(() => {{ const style = getComputedStyle(document.querySelector('{}')); return [style.textDecorationStyle, style.boxShadow]; }})()",
        parts::MARKED
    ))?;
    let text = |at: usize| worn[at].as_str().unwrap_or_default().to_owned();
    Ok((text(0), text(1)))
}

/// How long the mail takes without us, from the moment it is shown until the page has laid it out and has its turn again.
fn alone(kind: Kind, lab: &Lab, count: usize) -> Result<[f64; 2]> {
    let browser = parts::open(Skin::Plain, kind, lab, |options| options.extension(None))?;
    let mut rounds = [f64::NAN; 2];
    for round in &mut rounds {
        parts::app(&browser, "open('letter')")?;
        browser.wait_for("#menu")?;
        parts::app(&browser, "open('fake')")?;
        let took = browser.eval(&format!(
            "new Promise((done) => {{ const look = () => document.querySelectorAll('.a3s a').length >= {count} \
             ? requestAnimationFrame(() => setTimeout(() => done(performance.timeOrigin + performance.now() - window.opened))) : requestAnimationFrame(look); look(); }})"
        ))?;
        *round = took.as_f64().context("a time")?;
    }
    Ok(rounds)
}

#[test]
fn a_mail_of_ten_thousand_links_is_read_and_marked_in_slices() -> Result<()> {
    const LINKS: usize = 10_000;
    for kind in Kind::BOTH {
        let lab = parts::lab(
            Skin::Plain,
            &[with_links(LINKS), parts::letter()],
            Dress::default(),
        )?;
        let [first, again] = alone(kind, &lab, LINKS)?;
        println!(
            "figure: {} {LINKS} links without us: the page has laid them out after {first:.0} ms, again {again:.0}",
            kind.name()
        );
        let browser = parts::open(Skin::Plain, kind, &lab, |options| options)?;
        let aside = Aside::open(&browser)?;
        for round in ["first", "again"] {
            parts::app(&browser, "open('letter')")?;
            parts::bare(&browser)?;
            let before = aside.at_rest(&browser)?;
            browser.eval("(() => { window.long = []; window.observer?.disconnect(); try { (window.observer = new PerformanceObserver((list) => window.long.push(...list.getEntries().map((e) => Math.round(e.duration))))).observe({type: 'longtask'}); } catch {} })()")?;
            parts::app(&browser, "open('fake')")?;
            let took = marked(&browser, LINKS)?;
            let after = aside.at_rest(&browser)?;
            let long = browser.eval("window.long")?;
            let slices = after.slices - before.slices;
            println!(
                "figure: {} {LINKS} links, {round}: marked after {took:.0} ms; ours {:.0} ms in {slices} slices, of it the browser making our frame {:.0}, longest slice so far {:.0} ms; long tasks of the whole page {long}",
                kind.name(),
                after.total - before.total,
                after.frames - before.frames,
                after.longest,
            );
            // Reading and marking 10,000 links are at least three slices each, of 4,096 at most, and between them the page has its turn.
            assert!(slices >= 6.0, "{slices} slices");
            assert_eq!(parts::marks(&browser)?.len(), LINKS);
            assert_eq!(worn(&browser)?, ("wavy".into(), "none".into()));
        }
        // In a page of its own: a collection that is asked for throws compiled code away too, and what comes after it is slow.
        browser.goto("about:blank")?;
        parts::enter(Skin::Plain, &browser)?;
        parts::app(&browser, "open('letter')")?;
        parts::bare(&browser)?;
        let before = browser.heap()?;
        parts::app(&browser, "open('fake')")?;
        marked(&browser, LINKS)?;
        aside.at_rest(&browser)?;
        if let (Some(before), Some(after)) = (before, browser.heap()?) {
            println!(
                "figure: {} {LINKS} links: heap of the tab {:+.1} MB with the mail and its marks",
                kind.name(),
                (after - before) / 1e6
            );
        }
        assert_eq!(browser.own_errors()?, vec![]);
    }
    Ok(())
}

#[test]
fn a_mail_of_thirty_links_costs_next_to_nothing() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = parts::lab(
            Skin::Plain,
            &[with_links(30), parts::letter()],
            Dress::default(),
        )?;
        let browser = parts::open(Skin::Plain, kind, &lab, |options| options)?;
        let aside = Aside::open(&browser)?;
        let (mut costs, mut frames) = (vec![], vec![]);
        for _ in 0..12 {
            parts::app(&browser, "open('letter')")?;
            parts::bare(&browser)?;
            let before = aside.at_rest(&browser)?;
            parts::app(&browser, "open('fake')")?;
            marked(&browser, 30)?;
            let after = aside.at_rest(&browser)?;
            costs.push(after.total - before.total);
            frames.push(after.frames - before.frames);
        }
        let (line, wash) = worn(&browser)?;
        assert!(line == "wavy" && wash != "none", "{line}, {wash}");
        let all = costs
            .iter()
            .map(|cost| format!("{cost:.1}"))
            .collect::<Vec<_>>()
            .join(" ");
        // A frame is made while its node is put into the page, and that takes the browser what it takes, whatever is in it.
        let own: Vec<f64> = costs
            .iter()
            .zip(&frames)
            .map(|(all, made)| all - made)
            .collect();
        let least = |list: &[f64]| list.iter().copied().fold(f64::INFINITY, f64::min);
        println!(
            "figure: {} 30 links: {:.1} ms, least {:.1} ({all}); of it the browser making our frame {:.1}, least {:.1}, the rest {:.1}, least {:.1}",
            kind.name(),
            middle(costs.clone()),
            least(&costs),
            middle(frames.clone()),
            least(&frames),
            middle(own.clone()),
            least(&own),
        );
    }
    Ok(())
}

#[test]
fn an_idle_webmail_is_not_looked_at() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = parts::lab(
            Skin::Plain,
            &[parts::fake(), parts::letter()],
            Dress::default(),
        )?;
        let browser = parts::open(Skin::Plain, kind, &lab, |options| options)?;
        let aside = Aside::open(&browser)?;
        parts::app(&browser, "open('fake')")?;
        parts::shows(&browser, "dangerous", &FALSE_MARKS)?;
        let rest = aside.at_rest(&browser)?;
        // At rest no timer of ours is pending, so nothing can look before the page changes. Three seconds are watched all the same,
        // by the page's own clock.
        browser.eval("new Promise((done) => setTimeout(done, 3000))")?;
        let after = aside.spent(&browser)?;
        assert!(after.idle, "a timer is pending");
        assert_eq!((after.looks, after.slices), (rest.looks, rest.slices));
        // The counter counts: a change is looked at.
        browser.eval("document.querySelector('[role=main]').append('.')")?;
        browser.until("a look", || {
            Ok((aside.spent(&browser)?.looks > rest.looks).then_some(()))
        })?;
        println!("figure: {} idle: 0 looks, no timer pending", kind.name());
    }
    Ok(())
}

/// How many turns a page gets for its own work in two seconds while it changes itself a hundred times a second.
fn turns(browser: &Browser) -> Result<f64> {
    let turns = browser.eval(
        "new Promise((done) => { const main = document.querySelector('[role=main]'), line = new MessageChannel(); let turns = 0, changes = 0, end = performance.now() + 2000; \
         const timer = setInterval(() => { const p = document.createElement('p'); p.textContent = 'change ' + (changes += 1); main.append(p); if (changes > 20) main.querySelector(':scope > p').remove(); }, 10); \
         const work = () => { let sum = 0; for (let at = 0; at < 2000; at += 1) sum += Math.sqrt(at); turns += sum > 0 ? 1 : 0; }; \
         line.port1.onmessage = () => { work(); if (performance.now() < end) line.port2.postMessage(0); else { clearInterval(timer); done(turns); } }; line.port2.postMessage(0); })",
    )?;
    turns.as_f64().context("a count")
}

#[test]
fn a_page_that_changes_all_the_time_keeps_its_pace() -> Result<()> {
    let mails = [parts::fake(), parts::letter()];
    for kind in Kind::BOTH {
        let lab = parts::lab(Skin::Plain, &mails, Dress::default())?;
        // The same page where we are not.
        let page = parts::page(Skin::Plain, &mails, Dress::default());
        lab.serve(
            Site::new("plain.example.test")
                .page(
                    "/app.js",
                    Page::of("text/javascript; charset=utf-8", parts::APP),
                )
                .rest(move |_| page.clone()),
        );
        let browser = parts::open(Skin::Plain, kind, &lab, |options| options)?;
        // In turns, since the machine is not equally busy all the time; a turn's two figures are compared with one another.
        let mut slower = vec![];
        for _ in 0..8 {
            browser.arrive("https://plain.example.test/#inbox/fake", "#bad")?;
            let without = turns(&browser)?;
            parts::enter(Skin::Plain, &browser)?;
            parts::app(&browser, "open('fake')")?;
            parts::shows(&browser, "dangerous", &FALSE_MARKS)?;
            slower.push((without / turns(&browser)? - 1.0) * 100.0);
        }
        slower.sort_by(f64::total_cmp);
        println!(
            "figure: {} 100 changes a second: the page is slower by {:+.1} % (of 8 pairs, {:+.1} to {:+.1})",
            kind.name(),
            middle(slower.clone()),
            slower[0],
            slower[7]
        );
        // What it shows stays true through all of it.
        parts::shows(&browser, "dangerous", &FALSE_MARKS)?;
    }
    Ok(())
}

#[test]
fn a_page_that_never_rests_is_read_in_one_go() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = parts::lab(
            Skin::Plain,
            &[with_links(3_000), parts::letter()],
            Dress::default(),
        )?;
        let browser = parts::open(Skin::Plain, kind, &lab, |options| options)?;
        // A change in every turn: a reading in slices would be torn each time.
        browser.eval("(() => { const line = new MessageChannel(), header = document.querySelector('header'); line.port1.onmessage = () => { header.replaceChildren(document.createElement('i')); setTimeout(() => line.port2.postMessage(0)); }; line.port2.postMessage(0); })()")?;
        parts::app(&browser, "open('fake')")?;
        marked(&browser, 3_000)?;
        assert_eq!(parts::hosts(&browser)?, 1);
    }
    Ok(())
}
