//! What the hands look for in a webmail. The candidates are data that nobody but the hands looks into, so they ship as a file
//! (`plans.json`, written from [`sites::CANDIDATES`] when the extension is built); the engine here only says which of them.
//!
//! [`sites::CANDIDATES`]: honmono::page::sites::CANDIDATES

use crate::api::{self, ApiError};
use js_sys::{Array, Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::JsValue;

thread_local! {
    /// The file, once it was read.
    static READ: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// The answer to the hands ([`crate::wire::Answer::Plan`]): look for these, in this order.
pub(crate) async fn of(names: &[&str], title: &str) -> Result<JsValue, ApiError> {
    let known = READ.with_borrow(Clone::clone);
    let file = match known {
        Some(file) => file,
        None => {
            let file = api::own_json("plans.json").await?;
            READ.set(Some(file.clone()));
            file
        }
    };
    let field = |object: &JsValue, name: &str| {
        Reflect::get(object, &name.into())
            .ok()
            .filter(JsValue::is_object)
            .ok_or_else(|| ApiError::new("plans", name))
    };
    let known = field(&file, "sites")?;
    let sites = Array::new();
    for name in names {
        sites.push(&field(&known, name)?);
    }
    let plan = object(&[("sites", &sites), ("limits", &field(&file, "limits")?)]);
    let task = object(&[("plan", &plan), ("title", &title.into())]);
    Ok(object(&[("plan", &task)]))
}

fn object(fields: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // Cannot fail on an object of our own.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}
