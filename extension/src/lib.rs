//! The worlds of the extension: the background and our own pages. They wire; they do not judge.
//!
//! Four WebAssembly modules are built from this crate by its features: `wasm/background` holds the engine, `wasm/duties` what the
//! background does beside looking at mails, started when there is such a thing to do, `wasm/pages` what our own pages draw, so that a
//! panel starts without the engine, and `wasm/source` the reader of raw mails, started for source views alone. The loader of each (`static/background.js`, `static/page.js`)
//! starts its module; a page names its world. Only [`api`] touches the browser's extension API; [`wire`] holds every message between the worlds.

// A module built for one side leaves the other side's code unused, which is the point.
#![cfg_attr(
    not(all(
        feature = "background",
        feature = "duties",
        feature = "pages",
        feature = "source"
    )),
    allow(dead_code, unused_imports)
)]

pub mod api;
mod arrival;
mod background;
mod badge;
mod card;
mod check;
mod duties;
mod example;
mod frames;
mod guide;
mod hosts;
mod language;
mod lines;
mod mark;
mod memory;
mod official;
mod options;
mod panel;
mod patience;
mod plans;
mod popup;
mod question;
mod record;
mod reminder;
mod source;
mod standing;
mod visit;
mod welcome;
pub mod wire;

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts one of our own pages. `line` is the port to the hands that frame it, once they hand it over; `ahead` the answer to what the
/// loader asked for a panel; the world goes by the name its document gives (`panel`, `card`, `popup`, `options`, `welcome`, `guide`, `check`).
#[cfg_attr(feature = "pages", wasm_bindgen)]
pub async fn page(world: String, line: js_sys::Promise, ahead: js_sys::Promise) {
    let done = match world.as_str() {
        "panel" => panel::start(line, ahead).await,
        "card" => card::start(line).await,
        "popup" => popup::start().await,
        "options" => options::start().await,
        "welcome" => welcome::start().await,
        "guide" => guide::start().await,
        "check" => check::start().await,
        _ => Err(api::ApiError::new("page", "unknown world")),
    };
    if let Err(error) = done {
        api::complain(&world, "start", &error);
    }
}
