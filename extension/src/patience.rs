//! A panel whose mail waits for a page of the brand's: asks from time to time, and whenever the person looks, whether that page is still
//! to come. The background may have ended meanwhile, and what it listened to with it.

use crate::panel::{drawn, tell, window};
use crate::{api::ApiError, wire::ForDuties};
use gloo_events::EventListener;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, VisibilityState};

/// How often is asked while the mail waits, in milliseconds.
const PAUSE: i32 = 20_000;

#[derive(Default)]
pub(crate) struct Patience {
    /// A page that the person opened from here may still have to answer.
    asked: Cell<bool>,
    timer: Cell<Option<i32>>,
}

impl Patience {
    /// Begins to listen whether the person looks. Nothing is asked before [`Patience::set`] says so.
    pub(crate) fn new() -> Result<Rc<Self>, ApiError> {
        let patience = Rc::new(Self::default());
        let looks = Rc::clone(&patience);
        let document = window()?.document();
        let visible = move |document: &Document| {
            document.visibility_state() == VisibilityState::Visible && looks.asked.get()
        };
        if let Some(document) = document {
            let seen = document.clone();
            EventListener::new(&document, "visibilitychange", move |_| {
                if visible(&seen) {
                    tell(&ForDuties::Overdue);
                }
            })
            .forget();
        }
        Ok(patience)
    }

    /// `asked`: something was opened for this mail. `waits`: its check has no answer yet.
    pub(crate) fn set(&self, asked: bool, waits: bool) -> Result<(), ApiError> {
        self.asked.set(asked);
        let window = window()?;
        match (waits, self.timer.get()) {
            (true, None) => {
                let ask = Closure::<dyn FnMut()>::new(|| tell(&ForDuties::Overdue));
                let ask = ask.into_js_value();
                self.timer.set(Some(drawn(
                    window.set_interval_with_callback_and_timeout_and_arguments_0(
                        ask.unchecked_ref(),
                        PAUSE,
                    ),
                )?));
            }
            (false, Some(timer)) => {
                window.clear_interval_with_handle(timer);
                self.timer.set(None);
            }
            _ => {}
        }
        Ok(())
    }
}
