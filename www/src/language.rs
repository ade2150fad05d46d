//! The language of the page: chosen, or the browser's; its catalogue is a file of this page.

use honmono_ui::Catalog;
use honmono_ui::language::{best, nearest};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Response, Storage};

const KEY: &str = "honmono.language";

/// The browser's storage for this page; `None` where it is switched off.
pub(crate) fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What was chosen, else what the browser speaks, else English.
pub(crate) fn chosen() -> &'static str {
    let kept = storage().and_then(|storage| storage.get_item(KEY).ok()?);
    let spoken = web_sys::window().and_then(|window| window.navigator().language());
    best(kept.as_deref(), &spoken.unwrap_or_default())
}

/// Keeps a choice.
pub(crate) fn choose(language: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(KEY, language);
    }
}

/// The catalogue of a language.
pub(crate) async fn catalog(language: &str) -> Result<Catalog, JsValue> {
    let language = nearest(language).unwrap_or("en");
    let words = file(&format!("_locales/{language}/messages.json")).await?;
    Ok(Catalog::new(language, words))
}

/// A JSON file of this page.
async fn file(path: &str) -> Result<JsValue, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let answer: Response = JsFuture::from(window.fetch_with_str(path))
        .await?
        .dyn_into()?;
    JsFuture::from(answer.json()?).await
}
