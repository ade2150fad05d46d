//! The local page: the same engine and the same drawing, for a dropped mail or a pasted link.
//!
//! Nothing leaves it: the only requests are for its own files, and what is asked about stays in memory. The steps of the guide
//! are kept in the browser's storage for this page.

mod input;
mod language;
mod page;
mod result;
mod show;
mod steps;

use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the page.
#[wasm_bindgen]
pub async fn start() {
    let chosen = language::chosen();
    let done = match language::catalog(chosen).await {
        Ok(words) => page::draw(words),
        Err(error) => Err(error),
    };
    if let Err(error) = done {
        web_sys::console::warn_2(&"honmono: start".into(), &error);
    }
}
