//! What the browser tells of a tab to everyone: that it has loaded. Its address is told only where we are let in; the permission `tabs`
//! is not needed for either.

use super::{ApiError, call, invoke};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// How far a tab has come.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    /// It has loaded what it loads, were it the browser's own error page.
    pub loaded: bool,
    /// Its address, where we are let in.
    pub url: Option<String>,
}

/// How far a tab has come; `None` when it is gone.
pub(crate) async fn progress(tab: f64) -> Option<Progress> {
    let tab = call("tabs.get", &[tab.into()]).await.ok()?;
    let field = |name: &str| Reflect::get(&tab, &name.into()).ok()?.as_string();
    Some(Progress {
        loaded: field("status").as_deref() == Some("complete"),
        url: field("url"),
    })
}

/// The tabs that are open at these origins (match patterns), as far as we are let in.
pub(crate) async fn at(origins: &[String]) -> Result<Vec<f64>, ApiError> {
    let query = Object::new();
    let patterns: Array = origins.iter().map(JsValue::from).collect();
    let _ = Reflect::set(&query, &"url".into(), &patterns);
    let tabs = Array::from(&call("tabs.query", &[query.into()]).await?);
    let number = |tab: JsValue| Reflect::get(&tab, &"id".into()).ok()?.as_f64();
    Ok(tabs.iter().filter_map(number).collect())
}

/// Something that is called back with each tab that has loaded.
pub(crate) fn listener(then: impl Fn(f64) + 'static) -> Function {
    let loaded = move |tab: JsValue, change: JsValue| {
        let status = Reflect::get(&change, &"status".into()).ok();
        let loaded = status.and_then(|status| status.as_string()).as_deref() == Some("complete");
        if let Some(tab) = tab.as_f64().filter(|_| loaded) {
            then(tab);
        }
    };
    Closure::<dyn FnMut(JsValue, JsValue)>::new(loaded)
        .into_js_value()
        .unchecked_into()
}

/// Begins to call it back, once however often it is asked for.
pub(crate) fn listen(listener: &Function) -> Result<(), ApiError> {
    invoke("tabs.onUpdated.addListener", &[listener.into()]).map(drop)
}

/// Stops calling it back.
pub(crate) fn unlisten(listener: &Function) -> Result<(), ApiError> {
    invoke("tabs.onUpdated.removeListener", &[listener.into()]).map(drop)
}
