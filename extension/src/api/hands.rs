//! The hands: the scripts of ours that are put into pages, and where the browser puts them by itself.

use super::{ApiError, call, texts};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

const HANDS: [&str; 6] = [
    "hands/pace.js",
    "hands/body.js",
    "hands/look.js",
    "hands/marks.js",
    "hands/paint.js",
    "hands/life.js",
];
const MARKS: &str = "hands/marks.css";

/// Under this name the browser keeps the list of origins that came in later.
const ADDED: &str = "added-hosts";

fn names(list: &[&str]) -> Array {
    list.iter().map(|name| JsValue::from_str(name)).collect()
}

/// Puts the hands into every frame of a tab.
pub(crate) async fn lend(tab: f64) -> Result<(), ApiError> {
    for (method, files) in [
        ("scripting.insertCSS", names(&[MARKS])),
        ("scripting.executeScript", names(&HANDS)),
    ] {
        let target = Object::new();
        let _ = Reflect::set(&target, &"tabId".into(), &tab.into());
        let _ = Reflect::set(&target, &"allFrames".into(), &JsValue::TRUE);
        let details = Object::new();
        let _ = Reflect::set(&details, &"target".into(), &target);
        let _ = Reflect::set(&details, &"files".into(), &files);
        call(method, &[details.into()]).await?;
    }
    Ok(())
}

fn added() -> JsValue {
    let filter = Object::new();
    let _ = Reflect::set(&filter, &"ids".into(), &names(&[ADDED]));
    filter.into()
}

/// The origins beyond the built-in ones where the browser puts the hands by itself; `None` when it was never told of any.
pub(crate) async fn kept_on() -> Result<Option<Vec<String>>, ApiError> {
    let known = call("scripting.getRegisteredContentScripts", &[added()]).await?;
    let script = Array::from(&known).get(0);
    if script.is_undefined() {
        return Ok(None);
    }
    let matches = Reflect::get(&script, &"matches".into()).unwrap_or(JsValue::UNDEFINED);
    Ok(Some(texts(matches)))
}

/// Has the browser put the hands into pages of these origins from now on, and of no other one beyond the built-in. `known` says that
/// it keeps a list already; that is changed in one step, so that there is no moment without it.
pub(crate) async fn keep_on(origins: &[String], known: bool) -> Result<(), ApiError> {
    let (method, asked) = match (origins.is_empty(), known) {
        (true, false) => return Ok(()),
        (true, true) => ("scripting.unregisterContentScripts", added()),
        (false, true) => ("scripting.updateContentScripts", script(origins)),
        (false, false) => ("scripting.registerContentScripts", script(origins)),
    };
    call(method, &[asked]).await.map(drop)
}

fn script(origins: &[String]) -> JsValue {
    let script = Object::new();
    let matches: Array = origins.iter().map(JsValue::from).collect();
    let fields: [(&str, JsValue); 8] = [
        ("id", ADDED.into()),
        ("matches", matches.into()),
        ("js", names(&HANDS).into()),
        ("css", names(&[MARKS]).into()),
        ("allFrames", JsValue::TRUE),
        ("matchOriginAsFallback", JsValue::TRUE),
        ("runAt", "document_end".into()),
        ("persistAcrossSessions", JsValue::TRUE),
    ];
    for (name, value) in fields {
        let _ = Reflect::set(&script, &name.into(), &value);
    }
    Array::of1(&script).into()
}
