//! The guide's page: what to do now. `#` in its address names the mail it was opened from, or a part of the guide: a situation, a step of
//! it (`#order.wait_five`), or `#report`.

use crate::api::{self, ApiError, Area, reminder as bell};
use crate::panel::{drawn, pen, token};
use crate::wire::{MailRecord, mail_key};
use crate::{language, memory, reminder};
use honmono::guide::finding::Finding;
use honmono::guide::incident::{Listed, MailNote};
use honmono::guide::{Incident, Situation};
use honmono::verdict::Level;
use honmono_ui::Catalog;
use honmono_ui::guide::{self, Shell, Start, View};
use honmono_ui::language::best;
use js_sys::{Object, Reflect};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Where the incident is kept.
pub(crate) const INCIDENT: &str = "incident";

struct Page;

/// Keeps the incident, and writes its times down for the reminders.
async fn keep(incident: &Incident) -> Result<(), ApiError> {
    api::store(Area::Local, &[(INCIDENT.to_owned(), api::to_js(incident)?)]).await?;
    reminder::plan(incident).await
}

impl Shell for Page {
    fn keep(&self, incident: &Incident) {
        let incident = incident.clone();
        spawn_local(async move {
            if let Err(error) = keep(&incident).await {
                api::complain("guide", "keep", &error);
            }
        });
    }

    fn forget(&self) {
        spawn_local(async {
            let forgotten = async {
                api::forget(Area::Local, &[INCIDENT.to_owned()]).await?;
                // No incident, no times: the alarm goes too.
                reminder::plan(&Incident::default()).await
            };
            if let Err(error) = forgotten.await {
                api::complain("guide", "forget", &error);
            }
        });
    }

    fn remind(&self, on: bool, then: Box<dyn FnOnce(bool)>) {
        // Asked inside the click, before anything is awaited.
        let asked = if on { Some(bell::request()) } else { None };
        spawn_local(async move {
            let done = match asked {
                Some(Ok(answer)) => drawn(JsFuture::from(answer).await).map(drop),
                Some(Err(error)) => Err(error),
                None => bell::give_back().await,
            };
            if let Err(error) = done {
                api::complain("guide", "remind", &error);
            }
            then(bell::may_notify().await);
        });
    }

    fn words(&self, language: &str, then: Box<dyn FnOnce(Catalog)>) {
        // The nearest language that ships: an agent elsewhere is more likely to read English than anything else.
        let language = best(Some(language), "en");
        spawn_local(async move {
            match language::catalog(Some(language)).await {
                Ok(catalog) => then(catalog),
                Err(error) => api::complain("guide", "language", &error),
            }
        });
    }
}

pub(crate) async fn start() -> Result<(), ApiError> {
    let pen = pen().await?;
    pen.document()
        .set_title(&pen.words().text("guide_title", &[]));
    // An incident that cannot be read is none: the guide must open whatever happened to the store.
    let mut incident = api::stored::<Incident>(Area::Local, INCIDENT)
        .await
        .ok()
        .flatten()
        .unwrap_or_default();
    let place = token();
    // `#report`, or `#report.<token>` from a mail.
    let report = place.strip_prefix("report");
    let token = report.unwrap_or(&place).trim_start_matches('.').to_owned();
    let mail = api::stored::<MailRecord>(Area::Session, &mail_key(&token))
        .await
        .ok()
        .flatten();
    if let Some(market) = mail.as_ref().and_then(MailRecord::marketplace) {
        incident.marketplace = Some(market.to_owned());
    } else if incident.marketplace.is_none() {
        incident.marketplace = memory::settings().await.marketplace;
    }
    let mut view = View::default();
    let (name, step) = token.split_once('.').unwrap_or((&token, ""));
    if let Some(situation) = Situation::named(name) {
        incident.situation = Some(situation);
    } else if report.is_some() {
        incident.situation.get_or_insert(Situation::Nothing);
        view = View::Report;
    } else if let Some(mail) = &mail {
        incident.situation = about(mail);
        if incident.situation.is_some() {
            // The person pressed "I did not do this" on it: it belongs on the sheet, also when the mail is closed again.
            incident.keep_mail(note(mail.clone()));
            Page.keep(&incident);
        }
    }
    let site = mail
        .as_ref()
        .map(|mail| mail.site.clone())
        .unwrap_or_default();
    let seen = seen().await.unwrap_or_default();
    // What is on the sheet is told as it stands now, with what was found since.
    for mail in &seen {
        if incident.mails.iter().any(|kept| kept.is_same(mail)) {
            incident.keep_mail(mail.clone());
        }
    }
    let start = Start {
        incident,
        view,
        seen,
        site,
        source: None,
        reminding: Some(bell::may_notify().await),
    };
    let guide = drawn(guide::open(&pen, &drawn(pen.main())?, start, Rc::new(Page)))?;
    guide.lead_to(step);
    Ok(())
}

/// The situation a mail most likely is about: an order in a mail against which nothing speaks. For everything else the person
/// knows better.
fn about(mail: &MailRecord) -> Option<Situation> {
    let genuine = matches!(
        mail.verdict.level(),
        Level::Confirmed | Level::Consistent | Level::Unconfirmed
    );
    (genuine && !mail.orders.is_empty()).then_some(Situation::Order)
}

/// The mails of this session that claim to be from the brand.
async fn seen() -> Result<Vec<MailNote>, ApiError> {
    let all = api::stored_all(Area::Session).await?;
    let Some(all) = all.dyn_ref::<Object>() else {
        return Ok(vec![]);
    };
    let mut found: Vec<MailNote> = vec![];
    for key in Object::keys(all).iter().filter_map(|key| key.as_string()) {
        if !key.starts_with("mail.") || key.starts_with("mail.peek.") {
            continue;
        }
        let Ok(value) = Reflect::get(all, &key.into()) else {
            continue;
        };
        let Ok(mail) = api::from_js::<MailRecord>(value) else {
            continue;
        };
        if mail.verdict.claim.is_none() {
            continue;
        }
        let note = note(mail);
        if !found.iter().any(|known| known.is_same(&note)) {
            found.push(note);
        }
    }
    found.sort_by_key(|mail| mail.sent.unwrap_or(i64::MAX));
    Ok(found)
}

fn note(mail: MailRecord) -> MailNote {
    let findings = mail.searches.iter().flat_map(|search| {
        let places = search.places.iter();
        places.filter_map(|place| Finding::of(&search.number, place))
    });
    let findings = findings.collect();
    MailNote {
        level: Some(mail.verdict.level()),
        listed: Listed::from(&mail.verdict.standing),
        subject: mail.subject.unwrap_or_default(),
        sender: mail.sender,
        sent: mail.sent.map(|sent| sent.0),
        sent_as_shown: mail.sent_as_shown,
        orders: mail.orders,
        amounts: mail.amounts,
        findings,
    }
}
