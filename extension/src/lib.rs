//! The worlds of the extension: the background and our own pages. They wire; they do not judge.
//!
//! One WebAssembly module serves all worlds: the loader of each (`static/background.js`, `static/page.js`) starts it and names
//! the world. Only [`api`] touches the browser's extension API; [`wire`] holds every message between the worlds.

pub mod api;
mod background;
mod badge;
mod card;
mod guide;
mod language;
mod memory;
mod official;
mod options;
mod panel;
mod popup;
mod welcome;
pub mod wire;

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts one of our own pages. `line` is the port to the hands that frame it, once they hand it over; the world goes by the name its document gives (`panel`, `card`, `popup`, `options`, `welcome`, `guide`).
#[wasm_bindgen]
pub async fn page(world: String, line: js_sys::Promise) {
    let done = match world.as_str() {
        "panel" => panel::start(line).await,
        "card" => card::start(line).await,
        "popup" => popup::start().await,
        "options" => options::start().await,
        "welcome" => welcome::start().await,
        "guide" => guide::start().await,
        _ => Err(api::ApiError::new("page", "unknown world")),
    };
    if let Err(error) = done {
        api::complain(&world, "start", &error);
    }
}
