//! What the background does beside looking at mails, in a module of its own (`wasm/duties`): it reads the brand's own pages, keeps
//! their records and matches mails against them, does what is clicked in our own pages, and answers the events of the browser that have
//! nothing to do with a mail. It is started by the first of these, so that a mail without records is judged without it.
//!
//! Who holds what: the records and the errands are held here alone ([`official`]), the open tabs, the settings and the tables there
//! alone. Whatever changes a mail or a tab goes back to the background as a [`Change`] and is waited for.

use crate::api::{self, ApiError};
use crate::arrival;
use crate::wire::{Answer, ForDuties, FromPage, Kept, Letter, Task, ToPage};
use crate::{hosts, language, lines, memory, official, question, reminder};
use honmono::page::amazon::Posted;
use honmono::page::{self, Snapshot};
use honmono::plain::{self, FromPlain, ToPlain, Value};
use honmono_ui::Catalog;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// What the background asks for.
#[derive(Debug, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// What should the hands look for on this page of the brand's own? Answered as the hands are ([`Answer`]).
    Plan {
        /// Its address.
        url: String,
        /// Our name, for the hands.
        title: String,
    },
    /// How does this mail stand with the records? The answer is the mail ([`Kept`]).
    Stand {
        /// The mail: a [`MailRecord`](crate::wire::MailRecord).
        mail: Value,
    },
    /// One of our own pages asks this. Answered as that page is ([`Answer`]).
    Ours {
        /// What it asks: a [`ForDuties`].
        message: Value,
    },
    /// A tab was closed.
    Closed {
        /// The tab.
        tab: f64,
    },
    /// The language may be another one: the browser's menus are drawn anew.
    Menus,
}

/// What the background is to remember of a tab.
#[derive(Debug, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct Change {
    /// The tab.
    pub tab: f64,
    /// Its mails that stand differently now, by token.
    pub mails: Vec<(String, Kept)>,
    /// The page of the brand's own that was looked at in it, by its [visit](crate::visit), and what it is: an
    /// [`OwnPage`](crate::wire::OwnPage).
    pub own: Option<(u32, Value)>,
}

/// Has a duty done, in the module that can.
pub(crate) async fn ask(duty: &Duty) -> Result<JsValue, ApiError> {
    api::hand_over("honmonoDuty", &[api::to_js(duty)?]).await
}

/// Has the background remember what became known.
pub(crate) async fn change(change: &Change) -> Result<(), ApiError> {
    api::hand_over("honmonoChange", &[api::to_js(change)?])
        .await
        .map(drop)
}

/// Does a duty. Where it failed the answer is [`Answer::Refused`]; why is said here.
#[cfg_attr(feature = "duties", wasm_bindgen)]
pub async fn duty(duty: JsValue) -> JsValue {
    let done = match api::from_js(duty) {
        Ok(duty) => done(duty).await,
        Err(error) => Err(error),
    };
    done.unwrap_or_else(|error| {
        api::complain("duties", "answer", &error);
        api::to_js(&Answer::Refused).unwrap_or(JsValue::NULL)
    })
}

/// Reads a page of the brand's own, by the letter of its hands, which is handed on as it came. The answer is what the page says of a
/// message that is open on it ([`Posted`]), or nothing.
#[cfg_attr(feature = "duties", wasm_bindgen)]
pub async fn own_page(letter: JsValue, tab: f64, visit: u32) -> JsValue {
    let Ok(Letter {
        page: Some(FromPage::Look {
            mut snapshot,
            links,
        }),
        ..
    }) = api::from_js(letter)
    else {
        return JsValue::NULL;
    };
    lines::put_in(&mut snapshot, links);
    let Some((page, posted)) = page::amazon::look(&snapshot) else {
        return JsValue::NULL;
    };
    official::page(&page, tab, visit).await;
    let posted = posted.and_then(|posted| api::to_js(&posted).ok());
    posted.unwrap_or(JsValue::NULL)
}

async fn done(duty: Duty) -> Result<JsValue, ApiError> {
    match duty {
        Duty::Plan { url, title } => api::to_js(&match page::plan(&url) {
            Some(plan) => Answer::Plan(Task { plan, title }.to_plain()),
            None => Answer::Nothing,
        }),
        Duty::Stand { mail } => api::to_js(&Kept::from(&official::stands(read(mail)?).await)),
        Duty::Ours { message } => api::to_js(&from_ours(read(message)?).await?),
        Duty::Closed { tab } => {
            official::closed(tab).await;
            Ok(JsValue::NULL)
        }
        Duty::Menus => {
            menus().await?;
            Ok(JsValue::NULL)
        }
    }
}

/// What was handed on unread.
fn read<T: FromPlain>(value: Value) -> Result<T, ApiError> {
    plain::read(value).map_err(|error| ApiError::new("read", &error.to_string()))
}

async fn from_ours(message: ForDuties) -> Result<Answer, ApiError> {
    match message {
        ForDuties::Check { token } => official::check(&token).await?,
        ForDuties::FindOrder { token } => official::find_order(&token).await?,
        ForDuties::OpenPlace { token, place } => official::open_place(&token, &place).await?,
        ForDuties::ForgetRecords => official::forget().await?,
        ForDuties::Overdue => arrival::overdue().await,
        ForDuties::Help { token } => {
            let place = token.map(|token| format!("#{token}")).unwrap_or_default();
            api::open_tab(&api::own_url(&format!("guide.html{place}"))?).await?;
        }
        ForDuties::Report { token } => {
            api::open_tab(&api::own_url(&format!("guide.html#report.{token}"))?).await?;
        }
        ForDuties::LookAgain { token } => {
            if let Some((tab, frame)) = place_of(&token).await? {
                api::tell_frame(tab, frame, &ToPage::Again).await?;
            }
        }
        ForDuties::CopyReport { token } => {
            return Ok(report(&token)
                .await?
                .map_or(Answer::Nothing, Answer::Report));
        }
    }
    Ok(Answer::Done)
}

/// The tab and the frame that show a mail.
async fn place_of(token: &str) -> Result<Option<(f64, f64)>, ApiError> {
    let tabs = memory::open_tabs().await?;
    Ok(tabs.iter().find_map(|(tab, record)| {
        let shows = |mail: &crate::wire::MailHead| mail.token == token;
        let frame = record
            .frames
            .iter()
            .find(|frame| frame.mails.iter().any(shows))?;
        Some((*tab, frame.frame))
    }))
}

/// The shape of the page around a mail, as text: names and counts, nothing that anybody wrote.
async fn report(token: &str) -> Result<Option<String>, ApiError> {
    let Some((tab, frame)) = place_of(token).await? else {
        return Ok(None);
    };
    let answer = api::tell_frame(tab, frame, &ToPage::Shape).await?;
    if !Letter::weigh(api::weight(&answer)) {
        return Ok(None);
    }
    let snapshot: Snapshot = api::from_js(answer)?;
    Ok(Some(page::report::report(&snapshot)))
}

/// An event of the browser that has nothing to do with a mail, by name.
#[cfg_attr(feature = "duties", wasm_bindgen)]
pub async fn happened(name: String, details: JsValue) {
    let done = match name.as_str() {
        "runtime.onInstalled" => installed(&details).await,
        "runtime.onStartup" => started().await,
        "permissions.onAdded" | "permissions.onRemoved" => hosts::keep().await,
        "alarms.onAlarm" => tell().await,
        "notifications.onClicked" => reminder::pressed().await,
        _ => Ok(()),
    };
    if let Err(error) = done {
        api::complain("duties", &name, &error);
    }
}

async fn installed(details: &JsValue) -> Result<(), ApiError> {
    let reason = js_sys::Reflect::get_u32(details, 0)
        .and_then(|first| js_sys::Reflect::get(&first, &"reason".into()))
        .ok()
        .and_then(|reason| reason.as_string());
    started().await?;
    if reason.as_deref() == Some("install") {
        api::open_tab(&api::own_url("welcome.html")?).await?;
    }
    Ok(())
}

/// The browser started. Alarms may not have outlived it, and a time may have come meanwhile.
async fn started() -> Result<(), ApiError> {
    hosts::keep().await?;
    menus().await?;
    tell().await
}

async fn menus() -> Result<(), ApiError> {
    question::menus(&catalog().await?).await
}

/// Tells what is due.
async fn tell() -> Result<(), ApiError> {
    reminder::tell(&catalog().await?).await
}

/// The catalogue in force. Read anew each time: it is the background that hears when the language changes.
async fn catalog() -> Result<Catalog, ApiError> {
    let (settings, _) = memory::read_settings().await;
    language::catalog(settings.language.as_deref()).await
}

/// What a page says of the message that is open on it, as the module answered.
pub(crate) fn posted(answer: JsValue) -> Result<Option<Posted>, ApiError> {
    if answer.is_object() {
        api::from_js(answer).map(Some)
    } else {
        Ok(None)
    }
}
