//! Moments by the machine's clock.

use crate::catalog::Catalog;
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// The moment by the machine's clock.
pub(super) fn now() -> i64 {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "whole milliseconds, far below 2^53"
    )]
    let now = js_sys::Date::now() as i64;
    now
}

/// Day and time to the minute, as the language writes them.
pub(super) fn clock(words: &Catalog, milliseconds: i64) -> String {
    #[allow(
        clippy::cast_precision_loss,
        reason = "dates lie far below 2^53 milliseconds"
    )]
    let date = js_sys::Date::new(&JsValue::from_f64(milliseconds as f64));
    let options = Object::new();
    for (name, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    date.to_locale_string(words.language(), &options).into()
}
