//! Sites beyond the built-in ones that the person let the extension into: the hands run there, in pages that open from now on and in
//! those that are open already.

use crate::api::{self, ApiError};
use std::cell::Cell;

thread_local! {
    /// How often it was asked for in this life of the module, and whether somebody is at it.
    static ASKED: Cell<u32> = const { Cell::new(0) };
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
}

/// Runs the hands on the hosts that the person granted, no more and no fewer. The browser's own list of grants is the truth, so
/// a grant taken back in the browser's settings counts at once.
///
/// Two events at once (an installation, a grant) must not write over each other with what one of them read before the other: one
/// works, and begins again for all that came meanwhile.
pub(crate) async fn keep() -> Result<(), ApiError> {
    ASKED.set(ASKED.get().wrapping_add(1));
    if AT_WORK.replace(true) {
        return Ok(());
    }
    let done = loop {
        let asked = ASKED.get();
        let done = keep_once().await;
        if ASKED.get() == asked {
            break done;
        }
    };
    AT_WORK.set(false);
    done
}

async fn keep_once() -> Result<(), ApiError> {
    let added = api::added_origins().await?;
    let before = api::hands::kept_on().await?;
    api::hands::keep_on(&added, before.is_some()).await?;
    let before = before.unwrap_or_default();
    let new: Vec<String> = added
        .into_iter()
        .filter(|origin| !before.contains(origin))
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    // A page that was opened before the browser knew of the new list would wait for its next visit. Where the hands are already, they
    // look again.
    for tab in api::tab::at(&new).await? {
        // A tab that is gone meanwhile needs nothing.
        let _ = api::hands::lend(tab).await;
    }
    Ok(())
}
