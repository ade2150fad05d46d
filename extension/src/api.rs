//! The browser's extension API: the only file that says `browser` or `chrome`.
//!
//! Both browsers offer the same promises under Manifest V3 (MDN, "Chrome incompatibilities"); whichever global is there is
//! used. JavaScript failures become [`ApiError`] here and go no further.

pub(crate) mod hands;
pub(crate) mod letter;
pub(crate) mod menu;
pub(crate) mod reminder;
pub(crate) mod tab;

use crate::wire::ToPage;
use honmono::plain::{self, FromPlain, ToPlain, Value};
use js_sys::{Array, Function, Object, Promise, Reflect};
use std::pin::Pin;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A call to the browser that failed, by the name of the call. Never holds text of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    call: String,
    why: String,
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.call, self.why)
    }
}

impl std::error::Error for ApiError {}

impl ApiError {
    /// A failure of this call.
    pub(crate) fn new(call: &str, why: &str) -> Self {
        Self {
            call: call.to_owned(),
            why: why.to_owned(),
        }
    }

    pub(crate) fn js(call: &str, error: &JsValue) -> Self {
        let why = error.dyn_ref::<js_sys::Error>().map_or_else(
            || "failed".to_owned(),
            |error| String::from(error.message()),
        );
        Self::new(call, &why)
    }
}

/// The root of the extension API.
fn root() -> Result<JsValue, ApiError> {
    let global = js_sys::global();
    for name in ["browser", "chrome"] {
        if let Ok(api) = Reflect::get(&global, &name.into())
            && api.is_object()
            && Reflect::get(&api, &"runtime".into()).is_ok_and(|runtime| runtime.is_object())
        {
            return Ok(api);
        }
    }
    Err(ApiError::new("runtime", "not an extension page"))
}

/// Looks up `a.b.c` below the root: the object and its last member.
fn member(path: &str) -> Result<(JsValue, JsValue), ApiError> {
    let mut object = JsValue::UNDEFINED;
    let mut value = root()?;
    for name in path.split('.') {
        object = value;
        value = Reflect::get(&object, &name.into()).map_err(|error| ApiError::js(path, &error))?;
        if value.is_undefined() || value.is_null() {
            return Err(ApiError::new(path, "not offered by this browser"));
        }
    }
    Ok((object, value))
}

/// Calls a method and gives back what it returns, a promise or not.
fn invoke(path: &str, arguments: &[JsValue]) -> Result<JsValue, ApiError> {
    let (object, method) = member(path)?;
    let method: Function = method
        .dyn_into()
        .map_err(|_| ApiError::new(path, "not a function"))?;
    let list: Array = arguments.iter().collect();
    method
        .apply(&object, &list)
        .map_err(|error| ApiError::js(path, &error))
}

/// What a call to the browser will answer. In a box: the waiting is then compiled once and not into everything that waits.
pub(crate) type Waiting = Pin<Box<dyn Future<Output = Result<JsValue, ApiError>>>>;

/// Calls a method and waits for its promise.
fn call(path: &str, arguments: &[JsValue]) -> Waiting {
    answer(invoke(path, arguments), path)
}

/// Waits for a promise, by the name of what gave it.
fn answer(given: Result<JsValue, ApiError>, name: &str) -> Waiting {
    let name = name.to_owned();
    Box::pin(async move {
        JsFuture::from(Promise::resolve(&given?))
            .await
            .map_err(|error| ApiError::js(&name, &error))
    })
}

/// Sets a field of an object of our own, which cannot fail.
fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

/// A value as plain JavaScript data: maps as objects, so that JSON and storage keep them.
pub(crate) fn to_js(value: &dyn ToPlain) -> Result<JsValue, ApiError> {
    plain_to_js(&value.to_plain())
}

/// The same of what is plain data already.
pub(crate) fn plain_to_js(value: &Value) -> Result<JsValue, ApiError> {
    serde::Serialize::serialize(value, &serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|error| ApiError::new("serialize", &error.to_string()))
}

/// Plain JavaScript data as a value of ours.
pub(crate) fn from_js<T: FromPlain>(value: JsValue) -> Result<T, ApiError> {
    let value =
        of_js(&value, plain::DEEPEST).ok_or_else(|| ApiError::new("read", "no plain data"))?;
    plain::read(value).map_err(|error| ApiError::new("read", &error.to_string()))
}

/// Plain JavaScript data as ours. Not by way of Serde's bridge: its sentences about what does not fit bring the printing of fractions
/// along, 25 kB of it.
fn of_js(value: &JsValue, room: usize) -> Option<Value> {
    // Each question crosses to JavaScript, so what is most often asked comes first.
    if let Some(text) = value.as_string() {
        return Some(Value::Text(text.into()));
    }
    if let Some(number) = value.as_f64() {
        return Some(Value::Number(number));
    }
    if !value.is_object() {
        return match value.as_bool() {
            Some(is) => Some(Value::Bool(is)),
            None if value.is_null() || value.is_undefined() => Some(Value::Null),
            None => None,
        };
    }
    let room = room.checked_sub(1)?;
    if let Some(list) = value.dyn_ref::<Array>() {
        let parts = list.iter().map(|part| of_js(&part, room));
        return parts.collect::<Option<_>>().map(Value::List);
    }
    let mut fields = vec![];
    for entry in Object::entries(value.unchecked_ref()).iter() {
        let entry: Array = entry.unchecked_into();
        let part = entry.get(1);
        // Storage and messages leave these out in one browser and keep them in the other.
        if !part.is_undefined() {
            fields.push((entry.get(0).as_string()?.into(), of_js(&part, room)?));
        }
    }
    Some(Value::Fields(fields))
}

/// A value as JSON text, for what is carried and not looked into.
pub(crate) fn to_json(value: &dyn ToPlain) -> Option<String> {
    let text = js_sys::JSON::stringify(&to_js(value).ok()?).ok()?;
    text.as_string()
}

/// A value from its JSON text.
pub(crate) fn from_json<T: FromPlain>(text: &str) -> Option<T> {
    from_js(js_sys::JSON::parse(text).ok()?).ok()
}

/// Hands something over to another module of ours, by the name under which the loader of the background offers it. The loader starts
/// the module when it is asked for the first time.
pub(crate) fn hand_over(name: &'static str, what: &[JsValue]) -> Waiting {
    let handed = || {
        let module: Function = Reflect::get(&js_sys::global(), &name.into())
            .ok()
            .and_then(|module| module.dyn_into().ok())
            .ok_or_else(|| ApiError::new(name, "no such module"))?;
        let list: Array = what.iter().collect();
        module
            .apply(&JsValue::UNDEFINED, &list)
            .map_err(|error| ApiError::js(name, &error))
    };
    answer(handed(), name)
}

/// How heavy a value is: UTF-16 units of its JSON. What has none, such as `undefined`, is too heavy for anything.
pub(crate) fn weight(value: &JsValue) -> u32 {
    let text = js_sys::JSON::stringify(value).ok();
    // The binding promises a string, JavaScript does not.
    text.filter(|text| text.is_string())
        .map_or(u32::MAX, |text| text.length())
}

/// One area of `storage`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Area {
    /// Gone with the browser session; kept over deaths of the worker.
    Session,
    /// Kept until the person forgets it.
    Local,
    /// What an organisation set by policy; read only.
    Managed,
}

impl Area {
    const fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Local => "local",
            Self::Managed => "managed",
        }
    }
}

/// Reads one value as it is stored; `undefined` when there is none.
pub(crate) async fn as_stored(area: Area, key: &str) -> Result<JsValue, ApiError> {
    let found = call(&format!("storage.{}.get", area.name()), &[key.into()]).await?;
    Ok(Reflect::get(&found, &key.into()).unwrap_or(JsValue::UNDEFINED))
}

/// Whether there is a value under this key.
pub(crate) async fn is_stored(area: Area, key: &str) -> Result<bool, ApiError> {
    Ok(!as_stored(area, key).await?.is_undefined())
}

/// Reads one value; `None` when there is none.
pub(crate) async fn stored<T: FromPlain>(area: Area, key: &str) -> Result<Option<T>, ApiError> {
    let value = as_stored(area, key).await?;
    if value.is_undefined() {
        Ok(None)
    } else {
        from_js(value).map(Some)
    }
}

/// Reads several values at once, as an object; asked for now, and to be waited for later.
pub(crate) fn stored_ahead(area: Area, keys: &[&str]) -> Waiting {
    let keys: Array = keys.iter().map(|key| JsValue::from(*key)).collect();
    call(&format!("storage.{}.get", area.name()), &[keys.into()])
}

/// A field of such an object; `None` when it is not there, or is something else.
pub(crate) fn field<T: FromPlain>(of: &JsValue, key: &str) -> Option<T> {
    let value = Reflect::get(of, &key.into()).ok()?;
    if value.is_undefined() {
        None
    } else {
        from_js(value).ok()
    }
}

/// Reads a whole area as one object.
pub(crate) async fn stored_all(area: Area) -> Result<JsValue, ApiError> {
    call(&format!("storage.{}.get", area.name()), &[JsValue::NULL]).await
}

/// Keeps several values under their keys. The browser is told at once, whoever waits for it.
pub(crate) fn store(
    area: Area,
    items: &[(String, JsValue)],
) -> impl Future<Output = Result<(), ApiError>> + use<> {
    let object = Object::new();
    // On an object made here, nothing stands in the way.
    for (key, value) in items {
        let _ = Reflect::set(&object, &key.into(), value);
    }
    let told = call(&format!("storage.{}.set", area.name()), &[object.into()]);
    async { told.await.map(drop) }
}

/// Forgets values by their keys. The browser is told at once, whoever waits for it.
pub(crate) fn forget(
    area: Area,
    keys: &[String],
) -> impl Future<Output = Result<(), ApiError>> + use<> {
    let keys: Array = keys.iter().map(JsValue::from).collect();
    let told = call(&format!("storage.{}.remove", area.name()), &[keys.into()]);
    async { told.await.map(drop) }
}

/// Forgets everything in an area.
pub(crate) async fn forget_all(area: Area) -> Result<(), ApiError> {
    call(&format!("storage.{}.clear", area.name()), &[])
        .await
        .map(drop)
}

/// Calls back whenever this key of the session area changes.
pub(crate) fn on_session_change(
    key: String,
    mut then: impl FnMut() + 'static,
) -> Result<(), ApiError> {
    let listener = wasm_bindgen::closure::Closure::<dyn FnMut(JsValue, JsValue)>::new(
        move |changes: JsValue, area: JsValue| {
            if area.as_string().as_deref() == Some("session")
                && Reflect::has(&changes, &(&key).into()).unwrap_or(false)
            {
                then();
            }
        },
    );
    invoke("storage.onChanged.addListener", &[listener.into_js_value()]).map(drop)
}

/// The keys with this beginning whose values were replaced in the session area, from the details of a change event. What is new
/// or gone is not among them.
pub(crate) fn session_changes(details: &JsValue, beginning: &str) -> Vec<String> {
    let area = Reflect::get_u32(details, 1)
        .ok()
        .and_then(|area| area.as_string());
    let Ok(changes) = Reflect::get_u32(details, 0) else {
        return vec![];
    };
    if area.as_deref() != Some("session") || !changes.is_object() {
        return vec![];
    }
    let replaced = |key: &String| {
        let change = Reflect::get(&changes, &key.into()).unwrap_or(JsValue::UNDEFINED);
        let has = |name: &str| {
            Reflect::get(&change, &name.into()).is_ok_and(|value| !value.is_undefined())
        };
        key.starts_with(beginning) && has("oldValue") && has("newValue")
    };
    Object::keys(&Object::from(changes.clone()))
        .iter()
        .filter_map(|key| key.as_string())
        .filter(replaced)
        .collect()
}

/// The address of a file of our own package.
pub(crate) fn own_url(path: &str) -> Result<String, ApiError> {
    invoke("runtime.getURL", &[path.into()])?
        .as_string()
        .ok_or_else(|| ApiError::new("runtime.getURL", "no text"))
}

/// Our own id.
pub(crate) fn own_id() -> Option<String> {
    member("runtime.id").ok()?.1.as_string()
}

/// The version in the manifest.
pub(crate) fn version() -> String {
    invoke("runtime.getManifest", &[])
        .and_then(|manifest| {
            Reflect::get(&manifest, &"version".into())
                .map_err(|error| ApiError::js("manifest", &error))
        })
        .ok()
        .and_then(|version| version.as_string())
        .unwrap_or_default()
}

/// The origins the manifest's content scripts and required permissions already cover.
pub(crate) fn built_in_origins() -> Vec<String> {
    let read = || -> Option<Vec<String>> {
        let manifest = invoke("runtime.getManifest", &[]).ok()?;
        let scripts: Array = Reflect::get(&manifest, &"content_scripts".into())
            .ok()?
            .dyn_into()
            .ok()?;
        let mut found = vec![];
        for script in scripts.iter() {
            let matches: Array = Reflect::get(&script, &"matches".into())
                .ok()?
                .dyn_into()
                .ok()?;
            found.extend(matches.iter().filter_map(|item| item.as_string()));
        }
        Some(found)
    };
    read().unwrap_or_default()
}

/// A JSON file of our own package. This reads the package on disk; no request leaves the browser.
pub(crate) async fn own_json(path: &str) -> Result<JsValue, ApiError> {
    let url = own_url(path)?;
    let fetch: Function = Reflect::get(&js_sys::global(), &"fetch".into())
        .ok()
        .and_then(|fetch| fetch.dyn_into().ok())
        .ok_or_else(|| ApiError::new("package", "cannot read files"))?;
    let promise = fetch
        .call1(&js_sys::global(), &url.into())
        .map_err(|error| ApiError::js("package", &error))?;
    let answer = JsFuture::from(Promise::resolve(&promise))
        .await
        .map_err(|error| ApiError::js("package", &error))?;
    let answer: web_sys::Response = answer
        .dyn_into()
        .map_err(|_| ApiError::new("package", "no answer"))?;
    let json = answer
        .json()
        .map_err(|error| ApiError::js("package", &error))?;
    JsFuture::from(json)
        .await
        .map_err(|error| ApiError::js("package", &error))
}

/// The browser's interface language (BCP 47).
pub(crate) fn browser_language() -> String {
    invoke("i18n.getUILanguage", &[])
        .ok()
        .and_then(|language| language.as_string())
        .unwrap_or_else(|| "en".to_owned())
}

/// Sends a message to the background. A background that was just ending did not get it; the second message starts another one.
pub(crate) async fn ask(message: &JsValue) -> Result<JsValue, ApiError> {
    match ask_ahead(message)?.await {
        // So say both browsers of a message that reached nobody; after any other failure it may have been acted on.
        Err(error) if error.why.contains("end does not exist") => ask_ahead(message)?.await,
        answer => answer,
    }
}

/// Sends a message to the background at once; its answer can be waited for later, with other work done meanwhile.
pub(crate) fn ask_ahead(
    message: &JsValue,
) -> Result<impl Future<Output = Result<JsValue, ApiError>> + use<>, ApiError> {
    let answer = invoke("runtime.sendMessage", std::slice::from_ref(message))?;
    let answer = JsFuture::from(Promise::resolve(&answer));
    Ok(async {
        answer
            .await
            .map_err(|error| ApiError::js("runtime.sendMessage", &error))
    })
}

/// Sends a message to the hands in every frame of a tab. An error when there are none.
pub(crate) async fn tell_tab(tab: f64, message: &ToPage) -> Result<JsValue, ApiError> {
    call("tabs.sendMessage", &[tab.into(), to_js(message)?]).await
}

/// Sends a message to the hands in one frame of a tab. An error when there are none, or none any more.
pub(crate) async fn tell_frame(
    tab: f64,
    frame: f64,
    message: &ToPage,
) -> Result<JsValue, ApiError> {
    let options = Object::new();
    set(&options, "frameId", &frame.into());
    call(
        "tabs.sendMessage",
        &[tab.into(), to_js(message)?, options.into()],
    )
    .await
}

/// The tab the person looks at in this window, with its address when the person clicked our button there.
pub(crate) async fn active_tab() -> Result<Option<Tab>, ApiError> {
    let query = Object::new();
    for name in ["active", "currentWindow"] {
        set(&query, name, &JsValue::TRUE);
    }
    let tabs: Array = call("tabs.query", &[query.into()]).await?.unchecked_into();
    let tab = tabs.get(0);
    if tab.is_undefined() {
        return Ok(None);
    }
    let field = |name: &str| Reflect::get(&tab, &name.into()).unwrap_or(JsValue::UNDEFINED);
    Ok(field("id").as_f64().map(|id| Tab {
        id,
        url: field("url").as_string(),
    }))
}

/// A tab.
#[derive(Clone, Debug)]
pub(crate) struct Tab {
    /// The browser's number for it.
    pub id: f64,
    /// Its address, when we may see it.
    pub url: Option<String>,
}

/// Opens a tab at an address built into the extension, or at one of our own pages.
pub(crate) async fn open_tab(url: &str) -> Result<f64, ApiError> {
    let options = Object::new();
    set(&options, "url", &url.into());
    let tab = call("tabs.create", &[options.into()]).await?;
    Reflect::get(&tab, &"id".into())
        .ok()
        .and_then(|id| id.as_f64())
        .ok_or_else(|| ApiError::new("tabs.create", "no tab"))
}

/// Opens the options page.
pub(crate) async fn open_options() -> Result<(), ApiError> {
    call("runtime.openOptionsPage", &[]).await.map(drop)
}

/// What the toolbar button shows for a tab.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Badge {
    /// At most four letters.
    pub text: String,
    /// CSS colour behind the text.
    pub colour: String,
    /// Folder name of the icon (`dangerous`, ...), or `None` for the plain seal.
    pub icon: Option<&'static str>,
    /// The tooltip.
    pub title: String,
}

/// Sets the toolbar button for one tab. A tab that is gone meanwhile is no failure.
pub(crate) async fn set_badge(tab: f64, badge: &Badge) {
    let icon = badge.icon.unwrap_or("seal");
    let paths = Object::new();
    for size in [16, 32, 48] {
        let _ = Reflect::set(
            &paths,
            &size.to_string().into(),
            &format!("/icons/{icon}-{size}.png").into(),
        );
    }
    let settings: [(&str, &str, JsValue); 5] = [
        ("action.setBadgeText", "text", (&badge.text).into()),
        (
            "action.setBadgeBackgroundColor",
            "color",
            (&badge.colour).into(),
        ),
        ("action.setBadgeTextColor", "color", "#ffffff".into()),
        ("action.setTitle", "title", (&badge.title).into()),
        ("action.setIcon", "path", paths.into()),
    ];
    for (method, name, value) in settings {
        let details = Object::new();
        let _ = Reflect::set(&details, &"tabId".into(), &tab.into());
        let _ = Reflect::set(&details, &name.into(), &value);
        let _ = call(method, &[details.into()]).await;
    }
}

fn origins(list: &[String]) -> JsValue {
    let details = Object::new();
    let list: Array = list.iter().map(JsValue::from).collect();
    let _ = Reflect::set(&details, &"origins".into(), &list);
    details.into()
}

/// Asks the person for these origins. Must run inside the click itself, before anything is awaited.
pub(crate) fn request_origins(list: &[String]) -> Result<Promise, ApiError> {
    invoke("permissions.request", &[origins(list)]).map(|answer| Promise::resolve(&answer))
}

/// Gives origins back.
pub(crate) async fn drop_origins(list: &[String]) -> Result<(), ApiError> {
    call("permissions.remove", &[origins(list)]).await.map(drop)
}

/// Every origin we hold.
pub(crate) async fn granted_origins() -> Result<Vec<String>, ApiError> {
    let all = call("permissions.getAll", &[]).await?;
    Ok(texts(
        Reflect::get(&all, &"origins".into()).unwrap_or(JsValue::UNDEFINED),
    ))
}

/// Every origin we hold beyond the built-in ones.
pub(crate) async fn added_origins() -> Result<Vec<String>, ApiError> {
    let built_in = built_in_origins();
    let mut added = granted_origins().await?;
    added.retain(|origin| !built_in.contains(origin));
    Ok(added)
}

/// The texts in a list; of anything else, none.
fn texts(list: JsValue) -> Vec<String> {
    let list: Array = list.dyn_into().unwrap_or_default();
    list.iter().filter_map(|one| one.as_string()).collect()
}

/// A name nobody can guess, for the address of a frame of ours.
pub(crate) fn random_token() -> Result<String, ApiError> {
    let crypto: web_sys::Crypto = Reflect::get(&js_sys::global(), &"crypto".into())
        .ok()
        .map(JsCast::unchecked_into)
        .ok_or_else(|| ApiError::new("crypto", "not offered by this browser"))?;
    let mut bytes = [0u8; 16];
    crypto
        .get_random_values_with_u8_array(&mut bytes)
        .map_err(|error| ApiError::js("crypto", &error))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Says once what went wrong, with the world and the step and never with text of a page.
pub(crate) fn complain(world: &str, step: &str, error: &ApiError) {
    web_sys::console::warn_1(&format!("honmono {world}: {step}: {error}").into());
}
