//! The entries in the browser's context menus, and what a person pointed at.

use super::{ApiError, call, invoke, own_url, set};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Draws the entries anew: name, where it stands, title.
pub(crate) async fn draw(entries: &[(&str, &str, String)]) -> Result<(), ApiError> {
    // Without menus (Firefox for Android) there is nothing to draw.
    if super::member("contextMenus").is_err() {
        return Ok(());
    }
    call("contextMenus.removeAll", &[]).await?;
    for (name, place, title) in entries {
        let entry = Object::new();
        set(&entry, "id", &(*name).into());
        set(&entry, "title", &title.into());
        set(&entry, "contexts", &Array::of1(&(*place).into()));
        invoke("contextMenus.create", &[entry.into()])?;
    }
    Ok(())
}

/// An entry that was pressed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pressed {
    /// Its name.
    pub name: String,
    /// The link under the pointer.
    pub link: String,
    /// The words of that link, where the browser tells.
    pub words: String,
    /// The selected text.
    pub selection: String,
}

impl Pressed {
    /// Reads what the browser says of it.
    pub(crate) fn read(details: &JsValue) -> Self {
        let field = |name: &str| {
            Reflect::get(details, &name.into())
                .ok()
                .and_then(|value| value.as_string())
                .unwrap_or_default()
        };
        Self {
            name: field("menuItemId"),
            link: field("linkUrl"),
            words: field("linkText"),
            selection: field("selectionText"),
        }
    }
}

/// What the keyboard points at in a tab: the selected text, else the address and the words of the link that has the focus.
pub(crate) struct PointedAt {
    pub(crate) text: String,
    pub(crate) link: String,
    pub(crate) words: String,
}

/// Looks where the keyboard points. Needs the person's press in that tab.
pub(crate) async fn pointed_at(tab: f64) -> Result<Option<PointedAt>, ApiError> {
    let target = Object::new();
    set(&target, "tabId", &tab.into());
    set(&target, "allFrames", &JsValue::TRUE);
    let details = Object::new();
    set(&details, "target", &target);
    set(&details, "files", &Array::of1(&"hands/pick.js".into()));
    let frames: Array = call("scripting.executeScript", &[details.into()])
        .await?
        .dyn_into()
        .map_err(|_| ApiError::new("scripting.executeScript", "no list"))?;
    let field = |value: &JsValue, name: &str| {
        Reflect::get(value, &name.into())
            .ok()
            .and_then(|value| value.as_string())
            .unwrap_or_default()
    };
    Ok(frames
        .iter()
        .filter_map(|frame| Reflect::get(&frame, &"result".into()).ok())
        .filter(JsValue::is_object)
        .map(|found| PointedAt {
            text: field(&found, "text"),
            link: field(&found, "link"),
            words: field(&found, "words"),
        })
        .find(|at| !at.link.is_empty() || !at.text.is_empty()))
}

/// Opens a page of ours in a small window of its own, or in a tab where there are no windows.
pub(crate) async fn open_small(page: &str) -> Result<(), ApiError> {
    let url = own_url(page)?;
    if super::member("windows").is_err() {
        return super::open_tab(&url).await.map(drop);
    }
    let details = Object::new();
    set(&details, "url", &url.into());
    set(&details, "type", &"popup".into());
    set(&details, "width", &520.into());
    set(&details, "height", &640.into());
    call("windows.create", &[details.into()]).await.map(drop)
}
