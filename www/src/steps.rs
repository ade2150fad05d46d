//! The guide inside this page.

use crate::language;
use honmono::guide::Incident;
use honmono_ui::Catalog;
use honmono_ui::guide::Shell;
use honmono_ui::language::nearest;
use wasm_bindgen_futures::spawn_local;

const KEY: &str = "honmono.incident";

/// What was kept; nothing when it cannot be read.
pub(crate) fn kept() -> Incident {
    language::storage()
        .and_then(|storage| storage.get_item(KEY).ok()?)
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

/// Keeps in the browser's storage for this page.
pub(crate) struct Page;

impl Shell for Page {
    fn keep(&self, incident: &Incident) {
        if let (Some(storage), Ok(text)) = (language::storage(), serde_json::to_string(incident)) {
            let _ = storage.set_item(KEY, &text);
        }
    }

    fn forget(&self) {
        if let Some(storage) = language::storage() {
            let _ = storage.remove_item(KEY);
        }
    }

    fn words(&self, language: &str, then: Box<dyn FnOnce(Catalog)>) {
        let language = nearest(language).unwrap_or("en");
        spawn_local(async move {
            match language::catalog(language).await {
                Ok(words) => then(words),
                Err(error) => web_sys::console::warn_2(&"honmono: language".into(), &error),
            }
        });
    }
}
