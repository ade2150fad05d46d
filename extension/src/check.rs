//! The page for a link or a piece of text: shows the last question and takes the next.

use crate::api::{self, ApiError, Area};
use crate::panel::{drawn, pen, tell, window};
use crate::question::ASKED;
use crate::wire::{Asked, ForDuties, FromOurs, Letter};
use honmono_ui::{Act, Action, Pen, check};
use std::rc::Rc;
use wasm_bindgen_futures::{JsFuture, spawn_local};

pub(crate) async fn start() -> Result<(), ApiError> {
    let pen = pen().await?;
    pen.document()
        .set_title(&pen.words().text("check_title", &[]));
    let asked = api::stored::<Asked>(Area::Session, ASKED).await?;
    let act = act(&pen);
    let drawing = drawn(check::draw(&pen, &act))?;
    drawn(pen.replace(&drawn(pen.main())?, &[&drawing]))?;
    drawn(check::show(&pen, asked.as_ref().map(question), &act))
}

fn question(asked: &Asked) -> check::Question<'_> {
    check::Question {
        text: &asked.text,
        link: asked.link,
        verdict: &asked.mail.verdict,
    }
}

fn act(pen: &Pen) -> Act {
    let pen = pen.clone();
    Rc::new(move |action| match action {
        Action::Ask(text) => {
            let pen = pen.clone();
            spawn_local(async move {
                if let Err(error) = ask(&pen, text).await {
                    api::complain("check", "ask", &error);
                }
            });
        }
        Action::Copy(address) => {
            let pen = pen.clone();
            spawn_local(async move {
                let Ok(window) = window() else { return };
                let copied = JsFuture::from(window.navigator().clipboard().write_text(&address))
                    .await
                    .is_ok();
                let key = if copied {
                    "card_copied"
                } else {
                    "card_copy_failed"
                };
                if let Ok(Some(button)) = pen.document().query_selector("[data-does=card_copy]") {
                    button.set_text_content(Some(&pen.words().text(key, &[])));
                }
            });
        }
        Action::Help => tell(&ForDuties::Help { token: None }),
        _ => {}
    })
}

async fn ask(pen: &Pen, text: String) -> Result<(), ApiError> {
    api::ask(&api::to_js(&Letter::ours(&FromOurs::Ask { text }))?).await?;
    let asked = api::stored::<Asked>(Area::Session, ASKED).await?;
    drawn(check::show(pen, asked.as_ref().map(question), &act(pen)))
}
