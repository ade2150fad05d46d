//! A letter of the hands as it comes: the heavy part of a look lies in it as JSON in a text.

use super::weight;
use js_sys::{Function, JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Puts the regions and links of a look, which come as a text beside it, where they belong. `false` when the letter is too heavy, or the
/// text is not what it should be; nothing of the letter is read then.
pub(crate) fn unfold(letter: &JsValue, weigh: impl Fn(u32) -> bool) -> bool {
    let inside = |at: &JsValue, name: &str| {
        let found = Reflect::get(at, &name.into()).ok();
        found.filter(JsValue::is_object)
    };
    let look = inside(letter, "page").and_then(|page| inside(&page, "look"));
    let Some(look) = look else {
        return weigh(weight(letter));
    };
    let name = JsValue::from("text");
    let text = Reflect::get(&look, &name).unwrap_or(JsValue::UNDEFINED);
    let Ok(text) = text.dyn_into::<JsString>() else {
        return weigh(weight(letter));
    };
    // The text is weighed as it is, the rest without it.
    if !weigh(text.length()) || !Reflect::set(&look, &name, &JsValue::NULL).unwrap_or(false) {
        return false;
    }
    if !weigh(text.length().saturating_add(weight(letter))) {
        return false;
    }
    let put = |to: &JsValue, name: &str, from: &JsValue| {
        let name = JsValue::from(name);
        let part = Reflect::get(from, &name).ok()?;
        Reflect::set(to, &name, &part).ok()
    };
    let unfolded = || {
        let (snapshot, parts) = (inside(&look, "snapshot")?, parsed(&text).ok()?);
        put(&snapshot, "regions", &parts)?;
        put(&look, "links", &parts)
    };
    unfolded() == Some(true)
}

/// JSON as plain JavaScript data, without taking its text over and back.
fn parsed(text: &JsString) -> Result<JsValue, JsValue> {
    let json = Reflect::get(&js_sys::global(), &"JSON".into())?;
    let parse: Function = Reflect::get(&json, &"parse".into())?.dyn_into()?;
    parse.call1(&json, text)
}
