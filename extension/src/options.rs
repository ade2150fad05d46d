//! The options page.

use crate::api::{self, ApiError, Area};
use crate::memory;
use crate::panel::{drawn, pen, window};
use crate::wire::{FromOurs, Letter};
use gloo_events::EventListener;
use honmono::lists::marketplaces;
use honmono::settings::{self, Settings};
use honmono_ui::language::SHIPPED;
use honmono_ui::{Act, Action, Pen, options};
use js_sys::{JSON, Promise, Reflect};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlInputElement, Url};

/// The largest settings file that is read, in bytes.
const LARGEST_FILE: f64 = 100_000.0;

pub(crate) async fn start() -> Result<(), ApiError> {
    paint(None).await
}

async fn paint(report: Option<&'static str>) -> Result<(), ApiError> {
    memory::forget_settings();
    let pen = pen().await?;
    pen.document()
        .set_title(&pen.words().text("options_title", &[]));
    let (settings, fixed) = memory::read_settings().await;
    let granted = api::added_origins().await?;
    let hosts = options::Host::list(&memory::managed_hosts().await, &settings.hosts, &granted);
    let marketplaces = marketplaces::ALL.each_ref().map(|place| place.id);
    let state = options::Options {
        settings,
        fixed: &fixed,
        languages: &SHIPPED,
        marketplaces: &marketplaces,
        hosts,
        version: api::version(),
    };
    let act: Act = {
        let pen = pen.clone();
        Rc::new(move |action| {
            let pen = pen.clone();
            // The browser's question must be asked inside the click, before anything is awaited.
            let asked = match &action {
                Action::AllowHosts(origins) => Some(api::request_origins(origins)),
                _ => None,
            };
            spawn_local(async move {
                let done = match asked {
                    Some(answer) => allowed(answer).await,
                    None => done(&pen, action).await,
                };
                if let Err(error) = done {
                    options::report(&pen, "options_failed");
                    api::complain("options", "act", &error);
                }
            });
        })
    };
    let drawing = drawn(options::draw(&pen, &state, &act))?;
    drawn(pen.replace(&drawn(pen.main())?, &[&drawing]))?;
    listen_for_files(&pen)?;
    if let Some(key) = report {
        options::report(&pen, key);
    }
    Ok(())
}

async fn ask(message: FromOurs) -> Result<(), ApiError> {
    api::ask(&api::to_js(&Letter::ours(&message))?)
        .await
        .map(drop)
}

/// The browser asked the person for a site.
async fn allowed(answer: Result<Promise, ApiError>) -> Result<(), ApiError> {
    let granted = drawn(JsFuture::from(answer?).await)?.is_truthy();
    let said = if granted {
        "options_saved"
    } else {
        "options_host_refused"
    };
    Box::pin(paint(Some(said))).await
}

async fn done(pen: &Pen, action: Action) -> Result<(), ApiError> {
    match action {
        Action::Save(settings) => {
            ask(FromOurs::Save { settings }).await?;
            Box::pin(paint(Some("options_saved"))).await?;
        }
        Action::Forget => {
            ask(FromOurs::Forget).await?;
            Box::pin(paint(Some("options_forgotten"))).await?;
        }
        Action::DropHost(origin) => {
            // A site that was only wanted is no grant that could be given back.
            if api::granted_origins().await?.contains(&origin) {
                api::drop_origins(std::slice::from_ref(&origin)).await?;
            }
            let mut settings = own_settings().await?;
            settings
                .hosts
                .retain(|host| settings::origin(host).as_deref() != Some(&*origin));
            ask(FromOurs::Save { settings }).await?;
            Box::pin(paint(Some("options_saved"))).await?;
        }
        Action::Export => export(pen).await?,
        _ => {}
    }
    Ok(())
}

/// The person's own settings, without what an organisation set over them.
async fn own_settings() -> Result<Settings, ApiError> {
    Ok(api::stored::<Settings>(Area::Local, memory::SETTINGS)
        .await?
        .unwrap_or_default())
}

/// Hands the settings over as a file.
async fn export(pen: &Pen) -> Result<(), ApiError> {
    let mut settings = own_settings().await?;
    // The sites the person added go along; on another machine the browser asks for them anew.
    for origin in api::added_origins().await? {
        let host = origin
            .trim_start_matches("https://")
            .trim_end_matches("/*")
            .to_owned();
        if settings::origin(&host).is_some() && !settings.hosts.contains(&host) {
            settings.hosts.push(host);
        }
    }
    let text = JSON::stringify_with_replacer_and_space(
        &api::to_js(&settings)?,
        &wasm_bindgen::JsValue::NULL,
        &2.into(),
    );
    let text = drawn(text)?;
    let kind = BlobPropertyBag::new();
    kind.set_type("application/json");
    let blob = drawn(Blob::new_with_str_sequence_and_options(
        &js_sys::Array::of1(&text),
        &kind,
    ))?;
    let url = drawn(Url::create_object_url_with_blob(&blob))?;
    let link: HtmlAnchorElement = drawn(pen.document().create_element("a"))?.unchecked_into();
    link.set_href(&url);
    link.set_download("honmono-settings.json");
    link.click();
    drawn(Url::revoke_object_url(&url))?;
    options::report(pen, "options_exported");
    Ok(())
}

fn listen_for_files(pen: &Pen) -> Result<(), ApiError> {
    let Some(input) = pen
        .document()
        .get_element_by_id("import")
        .and_then(|input| input.dyn_into::<HtmlInputElement>().ok())
    else {
        return Ok(());
    };
    let pen = pen.clone();
    EventListener::new(&input.clone(), "change", move |_| {
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        let pen = pen.clone();
        spawn_local(async move {
            if let Err(error) = import(file).await {
                options::report(&pen, "options_import_failed");
                api::complain("options", "import", &error);
            }
        });
    })
    .forget();
    window().map(drop)
}

/// Takes settings from a file: only what is a setting, nothing else in it.
async fn import(file: web_sys::File) -> Result<(), ApiError> {
    if file.size() > LARGEST_FILE {
        return Err(ApiError::new(
            "import",
            "file is larger than settings ever are",
        ));
    }
    let text = drawn(JsFuture::from(file.text()).await)?
        .as_string()
        .unwrap_or_default();
    let read = drawn(JSON::parse(&text))?;
    // Any object would read as settings, all of them left out; ours name their version.
    if !read.is_object() || !Reflect::has(&read, &"version".into()).unwrap_or(false) {
        return Err(ApiError::new("import", "not a settings file"));
    }
    let mut settings: Settings = api::from_js(read)?;
    settings
        .hosts
        .retain(|host| settings::origin(host).is_some());
    settings.hosts.truncate(settings::MOST_HOSTS);
    ask(FromOurs::Save { settings }).await?;
    paint(Some("options_imported")).await
}
