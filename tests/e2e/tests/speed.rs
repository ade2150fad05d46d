//! How soon a person sees something: the popup after the click, every page after it was opened. The figures are printed; what is asserted is
//! that it was drawn.

mod extension_parts;
mod looks_parts;

use anyhow::Result;
use e2e::{Browser, Kind, Options};
use extension_parts as parts;
use looks_parts as looks;
use std::path::Path;

/// When the page was drawn: its own mark, and the frame after it that shows it.
const DRAWN: &str = "new Promise((done) => {
  const look = () => { const [mark] = performance.getEntriesByName('drawn');
    if (mark) requestAnimationFrame(() => setTimeout(() => done([performance.timeOrigin, mark.startTime, performance.now()]))); else setTimeout(look, 1); };
  look(); })";

fn times(said: &serde_json::Value) -> (f64, f64) {
    let number = |place: usize| said[place].as_f64().unwrap_or_default();
    (number(0), number(1))
}

/// How soon the popup is there after the press of the button, five times: milliseconds until its document began, and until it was drawn.
fn popup(browser: &Browser) -> Result<[Vec<f64>; 2]> {
    let (mut begun, mut there) = (vec![], vec![]);
    for _ in 0..5 {
        let pressed = browser.click_toolbar()?;
        let (began, drawn) = times(&browser.popup_eval(DRAWN)?);
        assert!(drawn > 0.0);
        begun.push(began - pressed);
        there.push(began + drawn - pressed);
        browser.close_popup()?;
    }
    begun.sort_by(f64::total_cmp);
    there.sort_by(f64::total_cmp);
    Ok([begun, there])
}

/// The popup beside one with nothing in it, which is what the browser itself needs to open one: an extension of the lab's own, in the same
/// browser, on the same machine, in the same minute.
#[test]
fn the_popup_is_drawn_soon() -> Result<()> {
    let bare = Path::new(env!("CARGO_MANIFEST_DIR")).join("bare");
    for kind in Kind::BOTH {
        let lab = parts::lab(parts::page(&[parts::fake()]))?;
        let shipped = parts::open(kind, &lab, |options| options)?;
        parts::panel_level(&shipped)?;
        let [begun, ours] = popup(&shipped)?;
        drop(shipped);
        let empty = Browser::start(kind, &lab, &Options::with(&bare))?;
        empty.goto("https://mail.google.com/")?;
        let [_, control] = popup(&empty)?;
        println!(
            "speed: popup, a fake is open, {}: {:.0} ms after the press (least {:.0}), its document began after {:.0}; \
             a popup with nothing in it {:.0} (least {:.0}); ours more {:+.0} (least {:+.0})",
            kind.name(),
            ours[2],
            ours[0],
            begun[2],
            control[2],
            control[0],
            ours[2] - control[2],
            ours[0] - control[0],
        );
    }
    Ok(())
}

#[test]
fn pages_are_drawn_soon() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = parts::lab(parts::page(&[parts::fake()]))?;
        let browser = parts::open(kind, &lab, |options| options)?;
        parts::panel_level(&browser)?;
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
