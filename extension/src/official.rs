//! The official check: opens the brand's own pages on a click, takes in what they say, and judges every waiting mail again.
//!
//! Runs in the module of the [duties](crate::duties), which alone holds the records.
//!
//! Addresses come from the table that ships and never from a page or a mail. What is known lies in the session's storage after
//! every step, so that a worker may die between the click and the answer.

use crate::api::{self, ApiError, Area};
use crate::arrival;
use crate::duties::{self, Change};
use crate::memory;
use crate::wire::{Kept, MailRecord, OwnPage, Search, TabRecord, mail_key, tab_of};
use honmono::lists::marketplaces::{self, Marketplace, Page};
use honmono::official::{
    Answer, Conclusion, Errand, OrderSearch, PageReading, PlaceKind, Records, Standing, Wanted,
};
use honmono::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use wasm_bindgen::JsCast;

/// So many orders of one mail are searched.
const MOST_SEARCHES: usize = 5;

/// Where the records and the open errands are kept.
pub(crate) const STATE: &str = "official";

/// What is remembered between events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
struct State {
    records: Records,
    /// The tabs that were opened on a click, and what for.
    errands: Vec<Opened>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
struct Opened {
    tab: f64,
    marketplace: String,
    errand: Errand,
}

thread_local! {
    static KNOWN: RefCell<Option<State>> = const { RefCell::new(None) };
}

/// Reads the state back when the worker is new.
async fn recall() {
    if KNOWN.with_borrow(Option::is_some) {
        return;
    }
    // What cannot be read is begun anew: the pages are still there to be read again.
    let found = api::stored::<State>(Area::Session, STATE)
        .await
        .ok()
        .flatten()
        .unwrap_or_default();
    KNOWN.with_borrow_mut(|known| {
        known.get_or_insert(found);
    });
}

/// Looks at the state. Nothing is awaited inside.
fn with<T>(look: impl FnOnce(&mut State) -> T) -> T {
    KNOWN.with_borrow_mut(|known| look(known.get_or_insert_with(State::default)))
}

async fn keep() -> Result<(), ApiError> {
    let state = with(|state| api::to_js(state))?;
    api::store(Area::Session, &[(STATE.to_owned(), state)]).await
}

/// Takes in what a page of the brand's says, on this visit of its tab.
pub(crate) async fn page(page: &PageReading, tab: f64, visit: u32) {
    recall().await;
    let changed = with(|state| {
        let errand = state
            .errands
            .iter()
            .find(|opened| opened.tab == tab && opened.marketplace == page.marketplace);
        let errand = errand.map(|opened| opened.errand.clone());
        state.records.take(page, errand.as_ref())
    });
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let own = OwnPage {
        marketplace: page.marketplace.clone(),
        kind: page.kind,
        signed_in: page.signed_in,
        messages: count(page.messages.len()),
        orders: count(page.orders.len()),
    };
    if changed {
        judge_again().await;
        report("keep", keep().await);
    }
    let change = Change {
        tab,
        mails: vec![],
        own: Some((visit, own.to_plain())),
    };
    report("remember", duties::change(&change).await);
}

fn standing(wanted: Option<&Wanted>, claimed: Option<&str>, asked: Option<&str>) -> Standing {
    with(|state| {
        state
            .records
            .standing(wanted, asked.or(claimed), asked.is_some())
    })
}

/// Judges every open mail again and has the background remember what changed.
async fn judge_again() {
    let Ok(everything) = api::stored_all(Area::Session).await else {
        return;
    };
    let Ok(object) = everything.dyn_into::<js_sys::Object>() else {
        return;
    };
    let read = |key: &str| js_sys::Reflect::get(&object, &key.into()).ok();
    for key in js_sys::Object::keys(&object)
        .iter()
        .filter_map(|key| key.as_string())
    {
        let Some(tab) = tab_of(&key) else {
            continue;
        };
        let Some(record) = read(&key).and_then(|value| api::from_js::<TabRecord>(value).ok())
        else {
            continue;
        };
        let mut changed = vec![];
        for head in record.mails() {
            let Some(mail) = read(&mail_key(&head.token))
                .and_then(|value| api::from_js::<MailRecord>(value).ok())
            else {
                continue;
            };
            if let Some(mail) = again(&mail) {
                changed.push((head.token.clone(), Kept::from(&mail)));
            }
        }
        if !changed.is_empty() {
            let change = Change {
                tab,
                mails: changed,
                own: None,
            };
            report("remember", duties::change(&change).await);
        }
    }
}

/// The mail as it stands now, when that is something else than before.
fn again(mail: &MailRecord) -> Option<MailRecord> {
    let mut now = mail.clone();
    if mail.verdict.claim.is_some() && mail.verdict.author.is_none() {
        now.verdict.standing = standing(
            mail.wanted.as_ref(),
            mail.marketplace(),
            mail.asked.as_deref(),
        );
    }
    let numbers = mail.searches.iter().map(|search| &search.number);
    now.searches = numbers
        .filter_map(|number| searched(mail, number))
        .collect();
    (now != *mail).then_some(now)
}

/// A mail that was judged elsewhere, as it stands now.
pub(crate) async fn stands(mail: MailRecord) -> MailRecord {
    recall().await;
    again(&mail).unwrap_or(mail)
}

/// Changes one mail, wherever it is open.
async fn change(token: &str, with: impl FnOnce(&mut MailRecord)) -> Result<(), ApiError> {
    let Some(mut mail) = api::stored::<MailRecord>(Area::Session, &mail_key(token)).await? else {
        return Ok(());
    };
    with(&mut mail);
    api::store(Area::Session, &[(mail_key(token), api::to_js(&mail)?)]).await?;
    judge_again().await;
    Ok(())
}

/// The marketplace to open for a mail: what the mail claims, else the person's own, else the largest.
fn marketplace(mail: Option<&MailRecord>, home: Option<&str>) -> &'static Marketplace {
    let largest = || marketplaces::by_id("amazon.com").unwrap_or(&marketplaces::ALL[0]);
    mail.and_then(MailRecord::marketplace)
        .and_then(marketplaces::by_id)
        .or_else(|| home.and_then(marketplaces::by_id))
        .unwrap_or_else(largest)
}

async fn mail_and_marketplace(
    token: &str,
) -> Result<(Option<MailRecord>, &'static Marketplace), ApiError> {
    let mail = api::stored::<MailRecord>(Area::Session, &mail_key(token)).await?;
    let home = memory::read_settings().await.0.marketplace;
    let place = marketplace(mail.as_ref(), home.as_deref());
    Ok((mail, place))
}

/// Opens the marketplace's Message Center for a mail, which waits from now on.
pub(crate) async fn check(token: &str) -> Result<(), ApiError> {
    recall().await;
    let (_, place) = mail_and_marketplace(token).await?;
    with(|state| state.records.ask(place.id));
    change(token, |mail| mail.asked = Some(place.id.to_owned())).await?;
    open(place, Page::Messages, Errand::Messages).await
}

/// Begins the search for a mail's orders and opens the first place where one of them may be. Most places are the same for all of them.
pub(crate) async fn find_order(token: &str) -> Result<(), ApiError> {
    recall().await;
    let (mail, place) = mail_and_marketplace(token).await?;
    let Some(mail) = mail else { return Ok(()) };
    let numbers = mail.orders.iter().take(MOST_SEARCHES);
    let searches: Vec<Search> = numbers
        .filter_map(|number| searched(&mail, number))
        .collect();
    if searches.is_empty() {
        return open(place, Page::Orders, Errand::Place(PlaceKind::Recent)).await;
    }
    let first = searches
        .iter()
        .filter(|search| matches!(search.conclusion, Conclusion::Open { .. }))
        .flat_map(|search| &search.places)
        .find(|place| !matches!(place.answer, Answer::Found { .. } | Answer::NotHere))
        .map(|place| place.kind.clone());
    change(token, |mail| mail.searches = searches).await?;
    match first {
        Some(kind) => open_place(token, &kind).await,
        None => Ok(()),
    }
}

/// Opens one place of a search.
pub(crate) async fn open_place(token: &str, kind: &PlaceKind) -> Result<(), ApiError> {
    recall().await;
    let (mail, place) = mail_and_marketplace(token).await?;
    // Only a place of a search that this mail began: its number was read and checked then.
    let known = mail.is_some_and(|mail| {
        let places = mail.searches.iter().flat_map(|search| &search.places);
        places.into_iter().any(|place| place.kind == *kind)
    });
    if !known {
        return Ok(());
    }
    with(|state| state.records.ask_place(place.id, kind));
    open(place, kind.page(), Errand::Place(kind.clone())).await
}

async fn open(place: &Marketplace, page: Page<'_>, errand: Errand) -> Result<(), ApiError> {
    let Some(address) = place.address(page) else {
        return Ok(());
    };
    let tab = api::open_tab(&address).await?;
    with(|state| {
        state.errands.retain(|opened| opened.tab != tab);
        state.errands.push(Opened {
            tab,
            marketplace: place.id.to_owned(),
            errand,
        });
    });
    arrival::expect(tab);
    keep().await
}

/// The tabs from which an answer is still to come.
pub(crate) async fn waited_for() -> Vec<f64> {
    recall().await;
    with(|state| {
        let waiting = |opened: &&Opened| state.records.awaits(&opened.marketplace, &opened.errand);
        let opened = state.errands.iter().filter(waiting);
        opened.map(|opened| opened.tab).collect()
    })
}

/// No page of the brand's came in a tab: the browser's own error page stands there. It may still come; the tab is open.
pub(crate) async fn lost(tab: f64) {
    recall().await;
    let changed = with(|state| {
        let opened = state.errands.iter().find(|opened| opened.tab == tab);
        opened.is_some_and(|opened| state.records.no_page(&opened.marketplace, &opened.errand))
    });
    if changed {
        judge_again().await;
        report("keep", keep().await);
    }
}

/// The search for an order, with what is known now.
fn searched(mail: &MailRecord, number: &str) -> Option<Search> {
    let home = mail.asked.as_deref();
    let place = marketplace(Some(mail), home);
    let search = OrderSearch {
        number: number.to_owned(),
        marketplace: place.id.to_owned(),
        sent: mail.sent,
    };
    let places = with(|state| search.places(&state.records));
    if places.is_empty() {
        return None;
    }
    let conclusion = OrderSearch::conclusion(&places);
    Some(Search {
        number: number.to_owned(),
        places,
        conclusion,
    })
}

/// A tab is gone. A check that waited for it ends as not read, unless another tab is still open for it.
pub(crate) async fn closed(tab: f64) {
    recall().await;
    let gone = with(|state| {
        let gone = state
            .errands
            .iter()
            .position(|opened| opened.tab == tab)
            .map(|at| state.errands.remove(at))?;
        let others = state
            .errands
            .iter()
            .any(|opened| opened.marketplace == gone.marketplace && opened.errand == gone.errand);
        if gone.errand == Errand::Messages && !others {
            state.records.give_up(&gone.marketplace);
        }
        Some(gone)
    });
    if gone.is_some() {
        judge_again().await;
        report("keep", keep().await);
    }
}

/// Forgets what was read from the brand's own pages; open mails stand as if nobody had asked.
pub(crate) async fn forget() -> Result<(), ApiError> {
    recall().await;
    with(|state| *state = State::default());
    keep().await?;
    let everything = api::stored_all(Area::Session).await?;
    let Ok(object) = everything.dyn_into::<js_sys::Object>() else {
        return Ok(());
    };
    for key in js_sys::Object::keys(&object)
        .iter()
        .filter_map(|key| key.as_string())
        .filter(|key| key.starts_with("mail."))
    {
        let Some(mail) = api::stored::<MailRecord>(Area::Session, &key).await? else {
            continue;
        };
        if mail.asked.is_some() || !mail.searches.is_empty() {
            let mail = MailRecord {
                asked: None,
                searches: vec![],
                ..mail
            };
            api::store(Area::Session, &[(key, api::to_js(&mail)?)]).await?;
        }
    }
    judge_again().await;
    Ok(())
}

fn report(step: &str, done: Result<(), ApiError>) {
    if let Err(error) = done {
        api::complain("official", step, &error);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use honmono::mail::Claim;

    #[test]
    fn a_mail_cannot_choose_an_address_of_its_own() {
        let mut mail = MailRecord::default();
        mail.verdict.claim = Some(Claim {
            brand: "amazon".into(),
            brand_name: "Amazon".into(),
            marketplace: Some("amazon.co.jp.evil.example/".into()),
            firm: true,
            words: vec![],
        });
        assert_eq!(marketplace(Some(&mail), Some("amazon.de")).id, "amazon.de");
        assert_eq!(
            marketplace(Some(&mail), Some("evil.example")).id,
            "amazon.com"
        );
    }
}
