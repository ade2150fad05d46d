//! How soon a person sees something: the popup after the click, every page after it was opened. The figures are printed; what is asserted is
//! that it was drawn.

mod extension_parts;
mod looks_parts;

use anyhow::Result;
use e2e::{Browser, Kind};
use extension_parts as parts;
use looks_parts as looks;
use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds by the machine's clock, which is also the browser's.
fn now() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0.0, |since| since.as_secs_f64() * 1000.0)
}

/// When the page was drawn: its own mark, and the frame after it that shows it.
const DRAWN: &str = "new Promise((done) => {
  const look = () => { const [mark] = performance.getEntriesByName('drawn');
    if (mark) requestAnimationFrame(() => setTimeout(() => done([performance.timeOrigin, mark.startTime, performance.now()]))); else setTimeout(look, 1); };
  look(); })";

fn times(said: &serde_json::Value) -> (f64, f64) {
    let number = |place: usize| said[place].as_f64().unwrap_or_default();
    (number(0), number(1))
}

fn popup(browser: &Browser, how: &str) -> Result<()> {
    let mut after_click = vec![];
    let mut own = vec![];
    for _ in 0..5 {
        let clicked = now();
        browser.click_toolbar()?;
        let (began, drawn) = times(&browser.popup_eval(DRAWN)?);
        after_click.push(began + drawn - clicked);
        own.push(drawn);
        assert!(drawn > 0.0);
        browser.close_popup()?;
    }
    after_click.sort_by(f64::total_cmp);
    own.sort_by(f64::total_cmp);
    println!(
        "speed: popup, {how}, {}: {:.0} ms after the click (least {:.0}), {:.0} ms after its document began",
        browser.kind().name(),
        after_click[2],
        after_click[0],
        own[2]
    );
    Ok(())
}

#[test]
fn popup_and_pages_are_drawn_soon() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = parts::lab(parts::page(&[parts::fake()]))?;
        let browser = parts::open(kind, &lab, |options| options)?;
        parts::panel_level(&browser)?;
        popup(&browser, "a fake is open")?;
        looks::begin(&browser, "en")?;
        for (name, address, drawn) in looks::PAGES {
            if matches!(name, "check-link" | "check-text") {
                continue;
            }
            browser.open_own("icons/seal-16.png")?;
            browser.open_own(address)?;
            browser.wait_for(drawn)?;
            let (_, drawn) = times(&browser.eval(DRAWN)?);
            assert!(drawn > 0.0, "{name}");
            println!("speed: {name}, {}: {drawn:.0} ms", kind.name());
        }
    }
    Ok(())
}
