//! Files handed to the person.

use crate::pen::{Drawn, Pen};
use gloo_events::EventListener;
use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Hands a file to the person: the browser's own way of saving, no request.
pub(super) fn save(pen: &Pen, name: &str, kind: &str, content: &str) -> Drawn<()> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&content.into()), &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = pen.document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser has taken hold of the content by the time it lets go of the page.
    if let Some(window) = web_sys::window() {
        EventListener::once(&window, "pagehide", move |_| {
            drop(Url::revoke_object_url(&address))
        })
        .forget();
    }
    Ok(())
}
