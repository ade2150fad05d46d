//! The panel's frame: draws the mail of its token, and draws again when what is known of it changes.
//!
//! The token stands in the frame's address, which the page cannot see, and cannot be guessed. The background gives the record; a
//! frame inside a page cannot read it from the session's storage in Firefox, which gives such frames the API of content scripts.

use crate::api::{self, ApiError};
use crate::language;
use crate::memory;
use crate::patience::Patience;
use crate::wire::{ForDuties, FromOurs, Letter, MailRecord};
use honmono::official::Standing;
use honmono::plain::ToPlain;
use honmono_ui::{Act, Action, Pen, panel};
use js_sys::{Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, EventTarget, MessageEvent, MessagePort, ResizeObserver, Window};

pub(crate) fn window() -> Result<Window, ApiError> {
    web_sys::window().ok_or_else(|| ApiError::new("window", "none"))
}

pub(crate) fn target() -> Result<EventTarget, ApiError> {
    window().map(Into::into)
}

pub(crate) fn drawn<T>(result: Result<T, JsValue>) -> Result<T, ApiError> {
    result.map_err(|error| {
        ApiError::new(
            "draw",
            &error
                .dyn_into::<js_sys::Error>()
                .map(|e| String::from(e.message()))
                .unwrap_or_default(),
        )
    })
}

/// What stands behind `#` in our address.
pub(crate) fn token() -> String {
    let hash = window()
        .ok()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// A pen with the words of the chosen language.
pub(crate) async fn pen() -> Result<Pen, ApiError> {
    let settings = memory::settings().await;
    drawn(Pen::new(
        language::catalog(settings.language.as_deref()).await?,
    ))
}

/// Tells the background, and logs when it could not be told.
pub(crate) fn tell(message: &dyn ToPlain) {
    let letter = api::to_js(&Letter::ours(message));
    spawn_local(async move {
        let told = match letter {
            Ok(letter) => api::ask(&letter).await.map(drop),
            Err(error) => Err(error),
        };
        if let Err(error) = told {
            api::complain("page", "tell", &error);
        }
    });
}

/// What is known of a mail that is open in our tab.
pub(crate) async fn recall(token: &str) -> Result<Option<MailRecord>, ApiError> {
    let token = token.to_owned();
    mail_asked(&FromOurs::Recall { token }).await
}

/// A question that is answered with a mail.
pub(crate) async fn mail_asked(question: &FromOurs) -> Result<Option<MailRecord>, ApiError> {
    let letter = api::to_js(&Letter::ours(question))?;
    mail_in(&api::ask(&letter).await?)
}

pub(crate) fn mail_in(answer: &JsValue) -> Result<Option<MailRecord>, ApiError> {
    // `Answer::Mail`, read by hand: the frames need not know how to read the other answers.
    match Reflect::get(answer, &"mail".into()) {
        Ok(mail) if mail.is_object() => api::from_js(mail).map(Some),
        _ => Ok(None),
    }
}

/// What the source of a mail says, or how to open it.
pub(crate) fn source(
    pen: &Pen,
    section: &Element,
    mail: &MailRecord,
    act: &Act,
) -> Result<(), JsValue> {
    let headers = mail.headers.as_deref().and_then(api::from_json);
    match headers {
        Some(headers) => honmono_ui::headers::add(pen, section, &headers),
        None => honmono_ui::headers::offer(pen, section, &mail.verdict, &mail.site, act),
    }
}

/// Has a report made on the page of a mail and shows it in its place.
pub(crate) fn report(pen: &Pen, token: &str, place: Element) {
    let (pen, token) = (pen.clone(), token.to_owned());
    spawn_local(async move {
        let asked = async {
            let letter = api::to_js(&Letter::ours(&ForDuties::CopyReport { token }))?;
            let answer = api::ask(&letter).await?;
            let report = Reflect::get(&answer, &"report".into()).ok();
            let report = report.and_then(|report| report.as_string());
            drawn(honmono_ui::unread::show(&pen, &place, report.as_deref()))
        };
        if let Err(error) = asked.await {
            api::complain("page", "report", &error);
        }
    });
}

/// What the actions about one mail ask of the background.
pub(crate) fn about(token: &str, action: &Action) -> Option<ForDuties> {
    let token = token.to_owned();
    match action {
        Action::Check => Some(ForDuties::Check { token }),
        Action::FindOrder => Some(ForDuties::FindOrder { token }),
        Action::OpenPlace(place) => Some(ForDuties::OpenPlace {
            token,
            place: place.clone(),
        }),
        Action::Help => Some(ForDuties::Help { token: Some(token) }),
        Action::Report => Some(ForDuties::Report { token }),
        Action::LookAgain => Some(ForDuties::LookAgain { token }),
        _ => None,
    }
}

/// The line to the hands that hold our frame: they hear how tall we are.
pub(crate) struct Line {
    port: RefCell<Option<MessagePort>>,
}

impl Line {
    /// Waits for the hands to hand over their end. `heard` gets every message. The first line counts: who comes later cannot
    /// take it over.
    pub(crate) fn open(line: Promise, heard: impl Fn(JsValue) + 'static) -> Rc<Self> {
        let open = Rc::new(Self {
            port: RefCell::new(None),
        });
        let keep = Rc::clone(&open);
        spawn_local(async move {
            let Ok(Ok(port)) = JsFuture::from(line)
                .await
                .map(JsCast::dyn_into::<MessagePort>)
            else {
                return;
            };
            let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                heard(event.data())
            });
            port.set_onmessage(Some(listener.into_js_value().unchecked_ref()));
            keep.port.replace(Some(port));
            keep.measure();
        });
        open
    }

    /// Says something to the hands.
    pub(crate) fn say(&self, name: &str, value: &JsValue) {
        let message = js_sys::Object::new();
        let _ = Reflect::set(&message, &name.into(), value);
        if let Some(port) = self.port.borrow().as_ref() {
            let _ = port.post_message(&message);
        }
    }

    /// Says how tall the page is. Nothing drawn yet says nothing.
    pub(crate) fn measure(&self) {
        let main = window()
            .ok()
            .and_then(|window| window.document())
            .and_then(|document| document.query_selector("main").ok().flatten());
        let Some(main) = main.filter(|main| main.has_child_nodes()) else {
            return;
        };
        let height = main.get_bounding_client_rect().height().ceil();
        // In a tab in the background a frame may have no size yet; it is told as soon as there is one.
        if height > 0.0 {
            self.say("height", &height.into());
        }
    }

    /// Says so again whenever it changes.
    pub(crate) fn follow(self: &Rc<Self>, pen: &Pen) -> Result<(), ApiError> {
        let line = Rc::clone(self);
        let changed = Closure::<dyn FnMut()>::new(move || line.measure());
        let observer = drawn(ResizeObserver::new(changed.into_js_value().unchecked_ref()))?;
        observer.observe(&drawn(pen.main())?);
        // The observer lives as long as the page.
        std::mem::forget(observer);
        Ok(())
    }
}

/// Draws once more.
type Again = Box<dyn Fn()>;

/// `ahead` is the answer to the question for the record, which the loader asked while the engine was on its way.
pub(crate) async fn start(line: Promise, ahead: Promise) -> Result<(), ApiError> {
    let token = token();
    let again: Rc<RefCell<Option<Again>>> = Rc::default();
    let heard = Rc::clone(&again);
    // Told of a change before anything was drawn: the record on its way may be older.
    let missed = Rc::new(Cell::new(false));
    let early = Rc::clone(&missed);
    let line = Line::open(line, move |_| match heard.borrow().as_ref() {
        Some(again) => again(),
        None => early.set(true),
    });
    // The record is on its way while the words are fetched.
    let pen = pen().await?;
    line.follow(&pen)?;
    let patience = Patience::new()?;
    // What was drawn last.
    let before: Rc<RefCell<String>> = Rc::default();
    let draw = {
        let (pen, token, line) = (pen.clone(), token.clone(), Rc::clone(&line));
        move |mail: Option<MailRecord>| {
            let (pen, token, line) = (pen.clone(), token.clone(), Rc::clone(&line));
            let before = Rc::clone(&before);
            let patience = Rc::clone(&patience);
            async move {
                let main = drawn(pen.main())?;
                let opened = mail.as_ref();
                patience.set(
                    opened.is_some_and(|mail| mail.asked() || !mail.searches.is_empty()),
                    opened.is_some_and(|mail| mail.verdict.standing == Standing::Waiting),
                )?;
                let Some(mail) = mail else {
                    main.set_text_content(None);
                    before.take();
                    line.say("height", &0.into());
                    return Ok(());
                };
                let (held, mail_token) = (pen.clone(), token.clone());
                let act: Act = Rc::new(move |action| {
                    if let Some(message) = about(&token, &action) {
                        tell(&message);
                    }
                });
                let section = drawn(panel::draw(
                    &pen,
                    panel::Panel {
                        verdict: &mail.verdict,
                        orders: &mail.orders,
                    },
                    &act,
                ))?;
                drawn(honmono_ui::official::add(
                    &pen,
                    &section,
                    &mail.told(),
                    &act,
                ))?;
                drawn(source(&pen, &section, &mail, &act))?;
                drawn(honmono_ui::unread::offer(
                    &pen,
                    &section,
                    &mail.verdict,
                    move |place| report(&held, &mail_token, place),
                ))?;
                // What has not changed stays: a press in between would be lost. The person may have unfolded something, which is drawn
                // anew as it stands, or have had something shown, which is not.
                let now = section.outer_html();
                let same = before.replace(now.clone()) == now || main.inner_html() == now;
                if !same {
                    drawn(pen.replace(&main, &[&section]))?;
                }
                line.measure();
                Ok::<(), ApiError>(())
            }
        }
    };
    let anew = draw.clone();
    let asked = token.clone();
    again.replace(Some(Box::new(move || {
        let (anew, token) = (anew.clone(), asked.clone());
        spawn_local(async move {
            let drawing = async { anew(recall(&token).await?).await };
            if let Err(error) = drawing.await {
                api::complain("panel", "draw", &error);
            }
        });
    })));
    let first = JsFuture::from(ahead)
        .await
        .map_err(|error| ApiError::js("runtime.sendMessage", &error))?;
    draw(mail_in(&first)?).await?;
    if missed.get()
        && let Some(again) = again.borrow().as_ref()
    {
        again();
    }
    Ok(())
}
