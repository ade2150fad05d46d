//! The first page.

use crate::api::{self, ApiError};
use crate::panel::{drawn, mail_asked, pen};
use crate::wire::FromOurs;
use honmono_ui::{Act, Action, welcome};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

pub(crate) async fn start() -> Result<(), ApiError> {
    let pen = pen().await?;
    pen.document().set_title(&pen.words().text("ext_name", &[]));
    // Judged in the background, where the engine is.
    let example = mail_asked(&FromOurs::Example).await?.unwrap_or_default();
    let act: Act = Rc::new(|action| {
        if action == Action::Settings {
            spawn_local(async {
                let _ = api::open_options().await;
            });
        }
    });
    let drawing = drawn(welcome::draw(
        &pen,
        welcome::Welcome {
            example: &example.verdict,
        },
        &act,
    ))?;
    drawn(pen.replace(&drawn(pen.main())?, &[&drawing]))
}
