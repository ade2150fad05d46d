//! What the background remembers: the tables, the settings, what is open in each tab.
//!
//! The worker may die at any moment, so everything here is either made anew (tables), read anew (settings) or written through to
//! the session's storage and read back on the first question about a tab.

use crate::api::{self, ApiError, Area};
use crate::official;
use crate::wire::{TabRecord, mail_key, tab_key, tab_of, whole};
use honmono::Tables;
use honmono::mail::Proof;
use honmono::plain::{FromPlain, ToPlain, Value};
use honmono::settings::Settings;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::rc::Rc;

/// Where settings are kept.
pub(crate) const SETTINGS: &str = "settings";

/// Where the proofs of this session are kept.
const PROOFS: &str = "proofs";
/// So many proofs are kept, the newest.
const MOST_PROOFS: usize = 40;

/// A proof, and the webmail's host whose page showed the source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
struct Proven {
    host: String,
    proof: Proof,
}

#[derive(Default)]
struct Memory {
    proofs: Option<Vec<Proven>>,
    tables: Option<Rc<Tables>>,
    settings: Option<Settings>,
    /// Whether there may be records of the brand's own pages.
    records: Option<bool>,
    /// By the tab's number.
    tabs: Vec<(f64, TabRecord)>,
}

impl Memory {
    /// What is open in a tab, if that is known.
    fn tab(&mut self, number: f64) -> Option<&mut TabRecord> {
        let mut tabs = self.tabs.iter_mut();
        tabs.find(|(known, _)| *known == number)
            .map(|(_, record)| record)
    }
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// The shipped tables, made once per life of the worker.
pub(crate) fn tables() -> Rc<Tables> {
    MEMORY.with_borrow_mut(|memory| {
        Rc::clone(
            memory
                .tables
                .get_or_insert_with(|| Rc::new(Tables::shipped())),
        )
    })
}

/// The settings in force: what an organisation set, over what the person set, over the defaults.
pub(crate) async fn settings() -> Settings {
    if let Some(settings) = MEMORY.with_borrow(|memory| memory.settings.clone()) {
        return settings;
    }
    let settings = read_settings().await.0;
    MEMORY.with_borrow_mut(|memory| memory.settings = Some(settings.clone()));
    settings
}

/// Reads the settings, and the names of those that an organisation fixed.
pub(crate) async fn read_settings() -> (Settings, Vec<&'static str>) {
    // Both at the same time: a panel waits for them.
    let managed = ["language", "hold_clicks", "marketplace"];
    let managed = api::stored_ahead(Area::Managed, &managed);
    // Settings that cannot be read are the defaults: a broken store must not silence the mail view.
    let mut settings = api::stored::<Settings>(Area::Local, SETTINGS)
        .await
        .ok()
        .flatten()
        .unwrap_or_default();
    let mut fixed = vec![];
    // Browsers without a policy refuse or answer with nothing; both mean that nothing is fixed.
    let managed = managed.await.unwrap_or_default();
    if let Some(language) = api::field(&managed, "language") {
        settings.language = Some(language);
        fixed.push("language");
    }
    if let Some(hold) = api::field(&managed, "hold_clicks") {
        settings.hold_clicks = hold;
        fixed.push("hold_clicks");
    }
    if let Some(marketplace) = api::field(&managed, "marketplace") {
        settings.marketplace = Some(marketplace);
        fixed.push("marketplace");
    }
    (settings, fixed)
}

/// The hosts an organisation wants read, as it wrote them.
pub(crate) async fn managed_hosts() -> Vec<String> {
    api::stored::<Vec<String>>(Area::Managed, "hosts")
        .await
        .ok()
        .flatten()
        .unwrap_or_default()
}

/// Keeps settings.
pub(crate) async fn save_settings(settings: &Settings) -> Result<(), ApiError> {
    forget_settings();
    api::store(Area::Local, &[(SETTINGS.to_owned(), api::to_js(settings)?)]).await
}

/// Reads the settings anew on the next question.
pub(crate) fn forget_settings() {
    MEMORY.with_borrow_mut(|memory| memory.settings = None);
}

/// What is open in a tab, read back from the session when the worker is new.
pub(crate) async fn recall(tab: f64) {
    if MEMORY.with_borrow_mut(|memory| memory.tab(tab).is_some()) {
        return;
    }
    let found = api::stored::<TabRecord>(Area::Session, &tab_key(tab))
        .await
        .ok()
        .flatten()
        .unwrap_or_default();
    MEMORY.with_borrow_mut(|memory| {
        if memory.tab(tab).is_none() {
            memory.tabs.push((tab, found));
        }
    });
}

/// What is open in every tab.
pub(crate) async fn open_tabs() -> Result<Vec<(f64, TabRecord)>, ApiError> {
    let everything = js_sys::Object::from(api::stored_all(Area::Session).await?);
    let mut found = vec![];
    for entry in js_sys::Object::entries(&everything).iter() {
        let entry = js_sys::Array::from(&entry);
        let number = entry.get(0).as_string().and_then(|key| tab_of(&key));
        if let Some(number) = number {
            found.push((number, api::from_js(entry.get(1))?));
        }
    }
    Ok(found)
}

/// A copy of what is open in a tab.
pub(crate) async fn tab(number: f64) -> TabRecord {
    recall(number).await;
    MEMORY
        .with_borrow_mut(|memory| memory.tab(number).cloned())
        .unwrap_or_default()
}

/// Changes what is open in a tab in one step, and keeps it together with these mails. Mails of the tab that are no longer open
/// are forgotten.
pub(crate) async fn change_tab(
    number: f64,
    mails: Vec<(String, Value)>,
    change: impl FnOnce(&mut TabRecord),
) -> Result<TabRecord, ApiError> {
    let (record, kept) = change_tab_ahead(number, mails, change).await;
    kept.await?;
    Ok(record)
}

/// The same, for those who need not wait until it is kept: whoever asks the store later gets the new.
pub(crate) async fn change_tab_ahead(
    number: f64,
    mails: Vec<(String, Value)>,
    change: impl FnOnce(&mut TabRecord),
) -> (TabRecord, impl Future<Output = Result<(), ApiError>>) {
    recall(number).await;
    // No await from here on: two frames may answer at the same time.
    let (record, gone) = MEMORY.with_borrow_mut(|memory| {
        if memory.tab(number).is_none() {
            memory.tabs.push((number, TabRecord::default()));
        }
        let Some(record) = memory.tab(number) else {
            return Default::default();
        };
        let before: Vec<String> = record.mails().map(|mail| mail.token.clone()).collect();
        change(record);
        let gone: Vec<String> = before
            .into_iter()
            .filter(|token| !record.mails().any(|mail| mail.token == *token))
            .map(|token| mail_key(&token))
            .collect();
        (record.clone(), gone)
    });
    let forgotten = (!gone.is_empty()).then(|| api::forget(Area::Session, &gone));
    let mut items = vec![(tab_key(number), api::to_js(&record))];
    for (token, mail) in &mails {
        items.push((mail_key(token), api::plain_to_js(mail)));
    }
    let items: Result<Vec<_>, _> = items
        .into_iter()
        .map(|(key, value)| Ok((key, value?)))
        .collect();
    let stored = items.map(|items| api::store(Area::Session, &items));
    (record, async move {
        if let Some(forgotten) = forgotten {
            forgotten.await?;
        }
        stored?.await
    })
}

/// Forgets a tab and its mails.
pub(crate) async fn forget_tab(number: f64) -> Result<(), ApiError> {
    recall(number).await;
    let record = MEMORY
        .with_borrow_mut(|memory| {
            let at = memory.tabs.iter().position(|(known, _)| *known == number)?;
            Some(memory.tabs.swap_remove(at).1)
        })
        .unwrap_or_default();
    let mut keys: Vec<String> = record.mails().map(|mail| mail_key(&mail.token)).collect();
    keys.push(tab_key(number));
    keys.push(mail_key(&peek_token(number)));
    api::forget(Area::Session, &keys).await
}

/// Reads the proofs back when the worker is new.
async fn recall_proofs() {
    if MEMORY.with_borrow(|memory| memory.proofs.is_some()) {
        return;
    }
    let found = api::stored::<Vec<Proven>>(Area::Session, PROOFS).await;
    let found = found.ok().flatten().unwrap_or_default();
    MEMORY.with_borrow_mut(|memory| {
        memory.proofs.get_or_insert(found);
    });
}

/// Keeps what a source at this host proved; `false` when it was known.
pub(crate) async fn prove(host: &str, proof: Proof) -> Result<bool, ApiError> {
    recall_proofs().await;
    let new = Proven {
        host: host.to_owned(),
        proof,
    };
    let kept = MEMORY.with_borrow_mut(|memory| {
        let proofs = memory.proofs.get_or_insert_default();
        if proofs.contains(&new) {
            return None;
        }
        proofs.push(new);
        if proofs.len() > MOST_PROOFS {
            proofs.remove(0);
        }
        Some(proofs.clone())
    });
    let Some(kept) = kept else { return Ok(false) };
    api::store(Area::Session, &[(PROOFS.to_owned(), api::to_js(&kept)?)]).await?;
    Ok(true)
}

/// What sources at this host proved.
pub(crate) async fn proofs(host: &str) -> Vec<Proof> {
    recall_proofs().await;
    MEMORY.with_borrow(|memory| {
        let all = memory.proofs.iter().flatten();
        all.filter(|proven| proven.host == host)
            .map(|proven| proven.proof.clone())
            .collect()
    })
}

/// Whether there may be records of the brand's own pages in this session; they are held in another module.
pub(crate) async fn has_records() -> bool {
    if let Some(known) = MEMORY.with_borrow(|memory| memory.records) {
        return known;
    }
    // A store that cannot be read may hold some.
    let found = api::is_stored(Area::Session, official::STATE)
        .await
        .unwrap_or(true);
    MEMORY.with_borrow_mut(|memory| *memory.records.get_or_insert(found))
}

/// Notes that there may be such records now, or that they are gone.
pub(crate) fn note_records(there: bool) {
    MEMORY.with_borrow_mut(|memory| memory.records = Some(there));
}

/// Where the record for a single link asked about in a tab is kept. One a tab: the next question replaces it.
pub(crate) fn peek_token(tab: f64) -> String {
    format!("peek.{}", whole(tab))
}

/// Forgets everything there is.
pub(crate) async fn forget_everything() -> Result<(), ApiError> {
    MEMORY.with_borrow_mut(|memory| {
        memory.tabs.clear();
        memory.settings = None;
        memory.proofs = None;
        memory.records = None;
    });
    api::forget_all(Area::Local).await?;
    api::forget_all(Area::Session).await
}
