//! How mails stand with the brand's own records, asked of the module that holds them ([`crate::duties`]). Where there are no records
//! nobody is asked, and that module is not started.

use crate::api::{self, ApiError};
use crate::duties::{self, Change, Duty};
use crate::visit::Visit;
use crate::wire::{Answer, Kept};
use crate::{background, memory};
use honmono::lists::marketplaces;
use honmono::page::Snapshot;
use honmono::page::amazon::{self, Posted};
use honmono::plain::Value;
use honmono::verdict::Level;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// Whether a page that was looked at is really where the browser says that its hands are: the top document of the marketplace's host.
pub(crate) fn is_at(snapshot: &Snapshot, frame: f64, url: &str) -> bool {
    let host = web_sys::Url::new(url)
        .ok()
        .filter(|url| url.protocol() == "https:")
        .map(|url| url.hostname());
    let there = host.and_then(|host| marketplaces::by_host(&host));
    let said = amazon::marketplace_at(&snapshot.url);
    frame == 0.0 && there.is_some_and(|there| said.is_some_and(|said| said.id == there.id))
}

/// Has a page of the brand's own read, by the letter in which its hands told of it. The answer is what it says of a message that is open
/// on it.
pub(crate) async fn page(letter: &JsValue, visit: &Visit) -> Option<Posted> {
    memory::note_records(true);
    let page = visit.page();
    let answer = api::hand_over(
        "honmonoPage",
        &[letter.clone(), visit.tab.into(), page.into()],
    )
    .await;
    told("read a page", answer.and_then(duties::posted)).flatten()
}

/// A mail that was just judged, as it stands now.
pub(crate) async fn of(mail: Kept) -> Kept {
    if !memory::has_records().await {
        return mail;
    }
    let duty = Duty::Stand {
        mail: mail.record.clone(),
    };
    let stands = duties::ask(&duty).await.and_then(api::from_js);
    told("match", stands).unwrap_or(mail)
}

/// The names of a [`ForDuties`] after which there may be records.
const RECORDS: [&str; 3] = ["check", "find_order", "open_place"];
/// The name of the one after which there are none.
pub(crate) const NO_RECORDS: &str = "forget_records";
/// The name of the one that asks after pages that are still to come.
pub(crate) const OVERDUE: &str = "overdue";

/// Hands on what one of our own pages asks of the duties ([`ForDuties`]). The answer is for that page.
pub(crate) async fn from_ours(message: Value) -> Result<JsValue, ApiError> {
    // Noted before it is done: a mail that is looked at meanwhile is told what is known by then.
    let name = message.variant_name().unwrap_or_default();
    let forgets = name == NO_RECORDS;
    if forgets || RECORDS.contains(&name) {
        memory::note_records(!forgets);
    }
    let answer = duties::ask(&Duty::Ours { message }).await;
    if forgets && answer != api::to_js(&Answer::Done) {
        memory::note_records(true);
    }
    answer
}

/// A tab is gone.
pub(crate) async fn closed(tab: f64) {
    if memory::has_records().await {
        told("close", duties::ask(&Duty::Closed { tab }).await);
    }
}

/// Remembers what became known of a tab: panels and popup draw from the session's storage, the badge is set.
#[cfg_attr(feature = "background", wasm_bindgen)]
pub async fn change(change: JsValue) {
    let Some(Change { tab, mails, own }) = told("read a change", api::from_js(change)) else {
        return;
    };
    memory::recall(tab).await;
    // Nothing is awaited between this question and the change.
    let own = own.filter(|(page, _)| *page == Visit::now(tab, 0.0).page());
    let levels: Vec<(String, Level)> = mails
        .iter()
        .map(|(token, mail)| (token.clone(), mail.level))
        .collect();
    let mails = mails
        .into_iter()
        .map(|(token, mail)| (token, mail.record))
        .collect();
    let kept = memory::change_tab(tab, mails, |record| {
        for head in record.frames.iter_mut().flat_map(|frame| &mut frame.mails) {
            if let Some((_, level)) = levels.iter().find(|(token, _)| *token == head.token) {
                head.level = *level;
            }
        }
        if let Some((_, page)) = own {
            record.own = Some(page);
        }
    });
    if let Some(record) = told("remember", kept.await)
        && !levels.is_empty()
    {
        wasm_bindgen_futures::spawn_local(background::show(tab, record));
    }
}

fn told<T>(step: &str, done: Result<T, ApiError>) -> Option<T> {
    done.map_err(|error| api::complain("background", step, &error))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::ForDuties;
    use honmono::official::PlaceKind;
    use honmono::plain::ToPlain;

    #[test]
    fn the_names_are_those_of_what_is_asked() {
        let token = String::new;
        let some = [
            ForDuties::Check { token: token() },
            ForDuties::FindOrder { token: token() },
            ForDuties::OpenPlace {
                token: token(),
                place: PlaceKind::Hidden,
            },
        ];
        let names = some.map(|one| one.to_plain().variant_name().map(str::to_owned));
        assert_eq!(names, RECORDS.map(|name| Some(name.to_owned())));
        let none = ForDuties::ForgetRecords.to_plain();
        assert_eq!(none, Value::Text(NO_RECORDS.into()));
        let overdue = ForDuties::Overdue.to_plain();
        assert_eq!(overdue, Value::Text(OVERDUE.into()));
    }
}
