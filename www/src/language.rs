//! The language of the page: chosen, or the browser's; its catalogue is a file of this page.

use honmono_ui::Catalog;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Response, Storage};

/// Languages on offer: tag, and the language's name in itself.
pub(crate) const SHIPPED: [(&str, &str); 6] = [
    ("ja", "日本語"),
    ("en", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("it", "Italiano"),
    ("es", "Español"),
];

const KEY: &str = "honmono.language";

/// The browser's storage for this page; `None` where it is switched off.
pub(crate) fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The shipped language nearest to a tag.
pub(crate) fn nearest(tag: &str) -> Option<&'static str> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    SHIPPED
        .into_iter()
        .map(|(known, _)| known)
        .find(|known| *known == primary)
}

/// What was chosen, else what the browser speaks, else English.
pub(crate) fn chosen() -> String {
    let kept = storage().and_then(|storage| storage.get_item(KEY).ok()?);
    let browser = web_sys::window().and_then(|window| window.navigator().language());
    [kept, browser]
        .into_iter()
        .flatten()
        .find_map(|tag| nearest(&tag))
        .unwrap_or("en")
        .to_owned()
}

/// Keeps a choice.
pub(crate) fn choose(language: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(KEY, language);
    }
}

/// The catalogue of a language, with English behind it.
pub(crate) async fn catalog(language: &str) -> Result<Catalog, JsValue> {
    let language = nearest(language).unwrap_or("en");
    let own = file(&format!("_locales/{language}/messages.json")).await?;
    let english = if language == "en" {
        None
    } else {
        Some(file("_locales/en/messages.json").await?)
    };
    Ok(Catalog::new(language, own, english))
}

/// A JSON file of this page.
async fn file(path: &str) -> Result<JsValue, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let answer: Response = JsFuture::from(window.fetch_with_str(path))
        .await?
        .dyn_into()?;
    JsFuture::from(answer.json()?).await
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_region_does_not_matter() {
        assert_eq!(nearest("ja-JP"), Some("ja"));
        assert_eq!(nearest("en_GB"), Some("en"));
        assert_eq!(nearest("xx"), None);
    }
}
