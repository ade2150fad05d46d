//! The card's frame: one frame a page, drawn anew for each link the hands name.
//!
//! The hands say which link (`show`: a token, a link's number, whether a click was held); they never say what is drawn.

use crate::api::{self, ApiError};
use crate::panel::{Line, drawn, pen, recall, target, window};
use gloo_events::EventListener;
use honmono_ui::{Act, Action, Pen, card, pen as tools};
use js_sys::{Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, KeyboardEvent};

/// How long a held card must have been seen before it lets a click through, in milliseconds: a page cannot slip it under a
/// pointer that was about to press something else.
const SEEN: f64 = 450.0;

/// What to show.
#[derive(Clone, Debug, PartialEq)]
struct Wish {
    token: String,
    link: u32,
    held: bool,
    /// The number of the wish; given back when it is drawn, so that the hands never show the card of another link.
    number: f64,
}

impl Wish {
    fn read(message: &JsValue) -> Option<Self> {
        let show = Reflect::get(message, &"show".into())
            .ok()
            .filter(JsValue::is_object)?;
        let field = |name: &str| Reflect::get(&show, &name.into()).unwrap_or(JsValue::UNDEFINED);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a number of ours; nonsense finds no link"
        )]
        Some(Self {
            token: field("token").as_string()?,
            link: field("link").as_f64()? as u32,
            held: field("held").is_truthy(),
            number: field("number").as_f64()?,
        })
    }
}

struct Frame {
    pen: Pen,
    line: RefCell<Option<Rc<Line>>>,
    shown_at: Cell<f64>,
}

pub(crate) async fn start(line: Promise) -> Result<(), ApiError> {
    let waiting: Rc<RefCell<Option<JsValue>>> = Rc::default();
    let frame: Rc<RefCell<Option<Rc<Frame>>>> = Rc::default();
    let (later, ready) = (Rc::clone(&waiting), Rc::clone(&frame));
    // The line stands before the words are there; a wish that comes earlier waits.
    let line = Line::open(line, move |message| match ready.borrow().as_ref() {
        Some(frame) => show(frame, &message),
        None => drop(later.replace(Some(message))),
    });
    let pen = pen().await?;
    line.follow(&pen)?;
    let made = Rc::new(Frame {
        pen,
        line: RefCell::new(Some(Rc::clone(&line))),
        shown_at: Cell::new(f64::MAX),
    });
    let close = Rc::clone(&line);
    EventListener::new(&target()?, "keydown", move |event| {
        if event
            .dyn_ref::<KeyboardEvent>()
            .is_some_and(|event| event.key() == "Escape")
        {
            close.say("close", &JsValue::TRUE);
        }
    })
    .forget();
    guard(&made)?;
    way_back(&made)?;
    frame.replace(Some(Rc::clone(&made)));
    if let Some(message) = waiting.take() {
        show(&made, &message);
    }
    Ok(())
}

/// The focus that the hands give to a frame with a held click goes to the way back. A frame that is not seen yet takes none, so
/// the button is focused when the frame is.
fn way_back(frame: &Rc<Frame>) -> Result<(), ApiError> {
    let frame = Rc::clone(frame);
    EventListener::new(&target()?, "focus", move |_| {
        if let Ok(Some(stay)) = frame.pen.document().query_selector("[data-does=card_stay]") {
            tools::focus(&stay);
        }
    })
    .forget();
    Ok(())
}

/// Lets the way on be taken only by a real click on a card that was seen for a moment.
fn guard(frame: &Rc<Frame>) -> Result<(), ApiError> {
    let frame = Rc::clone(frame);
    let options = gloo_events::EventListenerOptions {
        phase: gloo_events::EventListenerPhase::Capture,
        passive: false,
    };
    for name in ["click", "auxclick"] {
        let frame = Rc::clone(&frame);
        EventListener::new_with_options(&target()?, name, options, move |event: &Event| {
            let seen = now() - frame.shown_at.get();
            if !event.is_trusted() || seen < SEEN {
                event.prevent_default();
                event.stop_immediate_propagation();
                return;
            }
            let went = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            if went.is_some_and(|target| target.closest("a[href]").ok().flatten().is_some())
                && let Some(line) = frame.line.borrow().as_ref()
            {
                line.say("close", &JsValue::TRUE);
            }
        })
        .forget();
    }
    Ok(())
}

fn now() -> f64 {
    js_sys::Date::now()
}

fn show(frame: &Rc<Frame>, message: &JsValue) {
    let Some(wish) = Wish::read(message) else {
        return;
    };
    let frame = Rc::clone(frame);
    spawn_local(async move {
        if let Err(error) = draw(&frame, &wish).await {
            api::complain("card", "draw", &error);
        }
    });
}

async fn draw(frame: &Rc<Frame>, wish: &Wish) -> Result<(), ApiError> {
    let main = drawn(frame.pen.main())?;
    frame.shown_at.set(f64::MAX);
    let mail = recall(&wish.token).await?;
    let link = mail
        .as_ref()
        .and_then(|mail| mail.verdict.links.iter().find(|link| link.id == wish.link));
    let (Some(mail), Some(link)) = (&mail, link) else {
        main.set_text_content(None);
        return Ok(());
    };
    let act: Act = {
        let frame = Rc::clone(frame);
        Rc::new(move |action| match action {
            Action::Copy(address) => copy(&frame, address),
            _ => {
                if let Some(line) = frame.line.borrow().as_ref() {
                    line.say("close", &JsValue::TRUE);
                }
            }
        })
    };
    let section = drawn(card::draw(
        &frame.pen,
        card::Card {
            verdict: &mail.verdict,
            link,
            held: wish.held,
            alone: true,
        },
        &act,
    ))?;
    drawn(frame.pen.replace(&main, &[&section]))?;
    frame.shown_at.set(now());
    if let Some(line) = frame.line.borrow().as_ref() {
        line.measure();
        line.say("drawn", &wish.number.into());
    }
    if wish.held
        && let Some(first) = drawn(main.query_selector("button"))?
    {
        tools::focus(&first);
    }
    Ok(())
}

/// Copies the address. Frames of ours may be refused the clipboard by the page's policy; then the text is selected instead.
fn copy(frame: &Rc<Frame>, address: String) {
    let frame = Rc::clone(frame);
    spawn_local(async move {
        let Ok(window) = window() else { return };
        let copied = JsFuture::from(window.navigator().clipboard().write_text(&address))
            .await
            .is_ok()
            || copy_by_selection(&frame);
        let key = if copied {
            "card_copied"
        } else {
            "card_copy_failed"
        };
        if let Ok(Some(button)) = frame.pen.document().query_selector("[data-does=card_copy]") {
            button.set_text_content(Some(&frame.pen.words().text(key, &[])));
        }
    });
}

fn copy_by_selection(frame: &Frame) -> bool {
    let document = frame.pen.document();
    let select = || -> Option<bool> {
        let address = document.query_selector(".address").ok()??;
        let selection = document.get_selection().ok()??;
        selection.select_all_children(&address).ok()?;
        let document: &web_sys::HtmlDocument = document.unchecked_ref();
        document.exec_command("copy").ok()
    };
    select().unwrap_or(false)
}
