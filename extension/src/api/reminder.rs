//! Alarms, and notifications once the person allowed them.

use super::{ApiError, call, invoke, own_url, set};
use js_sys::{Array, Object, Promise};
use wasm_bindgen::JsValue;

/// The one alarm, and the one notification.
const NAME: &str = "reminder";

/// The permission that notifications need.
const NOTIFICATIONS: &str = "notifications";

fn permission() -> JsValue {
    let details = Object::new();
    set(&details, "permissions", &Array::of1(&NOTIFICATIONS.into()));
    details.into()
}

/// Wakes the background at this moment, or at none.
pub(crate) async fn wake_at(moment: Option<i64>) -> Result<(), ApiError> {
    let Some(moment) = moment else {
        return call("alarms.clear", &[NAME.into()]).await.map(drop);
    };
    #[allow(
        clippy::cast_precision_loss,
        reason = "dates lie far below 2^53 milliseconds"
    )]
    let when = JsValue::from_f64(moment as f64);
    let details = Object::new();
    set(&details, "when", &when);
    call("alarms.create", &[NAME.into(), details.into()])
        .await
        .map(drop)
}

/// Whether the person allowed notifications.
pub(crate) async fn may_notify() -> bool {
    call("permissions.contains", &[permission()])
        .await
        .is_ok_and(|answer| answer.is_truthy())
}

/// Asks the person for notifications. Must run inside the click itself, before anything is awaited.
pub(crate) fn request() -> Result<Promise, ApiError> {
    invoke("permissions.request", &[permission()]).map(|answer| Promise::resolve(&answer))
}

/// Gives the permission back.
pub(crate) async fn give_back() -> Result<(), ApiError> {
    call("permissions.remove", &[permission()]).await.map(drop)
}

/// Shows the notification. A newer one takes the place of an older one.
pub(crate) async fn notify(title: &str, text: &str) -> Result<(), ApiError> {
    let details = Object::new();
    for (name, value) in [
        ("type", "basic"),
        ("iconUrl", own_url("icons/seal-128.png")?.as_str()),
        ("title", title),
        ("message", text),
    ] {
        set(&details, name, &value.into());
    }
    call("notifications.create", &[NAME.into(), details.into()])
        .await
        .map(drop)
}

/// Takes the notification away.
pub(crate) async fn quiet() -> Result<(), ApiError> {
    call("notifications.clear", &[NAME.into()]).await.map(drop)
}
