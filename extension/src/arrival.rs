//! Whether a page came at all. A tab that was opened on a click may end on the browser's own error page (no network, no such server,
//! a connection that breaks off), where no hands are and nobody would ever tell.
//!
//! A tab that waits is listened to while it loads, and no longer. The worker may die meanwhile, and the listening with it: a panel that
//! waits asks again from time to time, and whenever the person looks at it.

use crate::api::{self, tab};
use crate::official;
use crate::wire::ToPage;
use honmono::lists::marketplaces;
use js_sys::Function;
use std::cell::RefCell;

#[derive(Default)]
struct Watch {
    tabs: Vec<f64>,
    listener: Option<Function>,
}

thread_local! {
    static WATCH: RefCell<Watch> = RefCell::default();
}

/// Listens to a tab that was opened on a click, until it has loaded.
pub(crate) fn expect(opened: f64) {
    let listener = WATCH.with_borrow_mut(|watch| {
        watch.tabs.push(opened);
        let loaded = |loaded| {
            if WATCH.with_borrow(|watch| watch.tabs.contains(&loaded)) {
                wasm_bindgen_futures::spawn_local(async move { look(loaded).await });
            }
        };
        let listener = watch.listener.get_or_insert_with(|| tab::listener(loaded));
        listener.clone()
    });
    if let Err(error) = tab::listen(&listener) {
        api::complain("arrival", "listen", &error);
    }
}

/// Looks at every tab from which an answer is still to come: the person waits for it.
pub(crate) async fn overdue() {
    for opened in official::waited_for().await {
        look(opened).await;
    }
}

/// What has become of a tab.
enum Arrival {
    /// It is still loading, or elsewhere on its way.
    Coming,
    /// A page of the brand's has come, and tells of itself.
    Here,
    /// Something has loaded where nobody answers.
    Silent,
    /// The tab is closed.
    Gone,
}

/// Looks whether there is a page of the brand's in a tab that has loaded.
async fn look(opened: f64) {
    let arrival = arrival(opened).await;
    if !matches!(arrival, Arrival::Coming) {
        forget(opened);
    }
    match arrival {
        Arrival::Coming | Arrival::Here => {}
        Arrival::Silent => official::lost(opened).await,
        Arrival::Gone => official::closed(opened).await,
    }
}

async fn arrival(opened: f64) -> Arrival {
    match seen(opened).await {
        Arrival::Silent => {}
        other => return other,
    }
    if api::tell_frame(opened, 0.0, &ToPage::There).await.is_ok() {
        return Arrival::Here;
    }
    // The question may have met a tab that was going, or going on.
    seen(opened).await
}

/// What the browser says of a tab; it knows nothing of hands.
async fn seen(opened: f64) -> Arrival {
    let Some(progress) = tab::progress(opened).await else {
        return Arrival::Gone;
    };
    // Firefox shows the address, an error page's as that which was asked for, and may begin with an empty page. Chromium shows none.
    let host = progress.url.and_then(|url| web_sys::Url::new(&url).ok());
    let elsewhere = host.is_some_and(|url| marketplaces::by_host(&url.hostname()).is_none());
    if progress.loaded && !elsewhere {
        Arrival::Silent
    } else {
        Arrival::Coming
    }
}

/// The tab is no longer listened to, and no tab at all when it was the last one.
fn forget(opened: f64) {
    let idle = WATCH.with_borrow_mut(|watch| {
        watch.tabs.retain(|tab| *tab != opened);
        if watch.tabs.is_empty() {
            watch.listener.take()
        } else {
            None
        }
    });
    if let Some(Err(error)) = idle.as_ref().map(tab::unlisten) {
        api::complain("arrival", "unlisten", &error);
    }
}
