//! The toolbar popup: reads what is remembered of the tab, draws it, then makes sure that it is still so.

use crate::api::{self, ApiError, Area};
use crate::panel::{about, drawn, pen, report, source, tell};
use crate::question::ASKED;
use crate::wire::{
    Answer, ForDuties, FromOurs, Letter, MailRecord, OwnPage, TabRecord, mail_key, tab_key,
};
use honmono::lists::marketplaces::by_host;
use honmono::plain;
use honmono_ui::{Act, Action, Pen, popup};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

pub(crate) async fn start() -> Result<(), ApiError> {
    let Some(tab) = api::active_tab().await? else {
        return Err(ApiError::new("tab", "none is active"));
    };
    // There are hands in the tab, since it is a webmail's or the person pressed "check this page": having found nothing is then an
    // answer.
    let looked = Rc::new(Cell::new(false));
    // First the hands are asked whether they are still there: a mail of the page before must not stand here for a moment, nor a button
    // be taken away under the pointer.
    let letter = api::to_js(&Letter::ours(&FromOurs::Refresh { tab: tab.id }))?;
    let refreshed = api::ask_ahead(&letter)?;
    // A page may go on to another one by itself while this is open.
    let number = tab.id;
    api::tab::listen(&api::tab::listener(move |loaded| {
        if loaded == number {
            tell(&FromOurs::Refresh { tab: number });
        }
    }))?;
    // The words are fetched meanwhile.
    let pen = pen().await?;
    match refreshed.await {
        Ok(answer) => looked.set(answer == api::to_js(&Answer::Done)?),
        Err(error) => api::complain("popup", "refresh", &error),
    }
    let again = {
        let (pen, tab, looked) = (pen.clone(), tab.clone(), Rc::clone(&looked));
        move || {
            let (pen, tab, looked) = (pen.clone(), tab.clone(), Rc::clone(&looked));
            spawn_local(async move {
                if let Err(error) = paint(&pen, &tab, &looked).await {
                    api::complain("popup", "draw", &error);
                }
            });
        }
    };
    api::on_session_change(tab_key(tab.id), again)?;
    paint(&pen, &tab, &looked).await
}

thread_local! {
    /// What was drawn last, before the person opened anything in it.
    static DRAWN: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The origin of an address as a match pattern, and its host, for pages an extension may be let into.
fn place(url: Option<&str>) -> Option<(String, String)> {
    let url = web_sys::Url::new(url?).ok()?;
    (url.protocol() == "https:").then(|| (format!("https://{}/*", url.hostname()), url.hostname()))
}

async fn paint(pen: &Pen, tab: &api::Tab, looked: &Rc<Cell<bool>>) -> Result<(), ApiError> {
    let record = api::stored::<TabRecord>(Area::Session, &tab_key(tab.id))
        .await?
        .unwrap_or_default();
    let mut mails = vec![];
    for head in record.mails() {
        if let Some(mail) = api::stored::<MailRecord>(Area::Session, &mail_key(&head.token)).await?
        {
            mails.push((head.token.clone(), mail));
        }
    }
    mails.sort_by_key(|(_, mail)| std::cmp::Reverse(mail.verdict.level()));
    let here = place(tab.url.as_deref());
    let granted = api::granted_origins().await?;
    let mut home = api::built_in_origins();
    home.extend(granted);
    let state = popup::Tab {
        host: here.as_ref().map(|(_, host)| host.clone()),
        mails: mails
            .iter()
            .map(|(_, mail)| popup::Mail {
                subject: mail.subject.as_deref(),
                verdict: &mail.verdict,
                orders: &mail.orders,
            })
            .collect(),
        read: record.frames.iter().map(|frame| frame.read).sum(),
        looked: looked.get() || !record.is_empty(),
        at_home: here.as_ref().is_some_and(|(pattern, _)| {
            home.contains(pattern) || home.iter().any(|all| all == "https://*/*")
        }),
        reachable: here.is_some(),
    };
    let tokens: Vec<String> = mails.iter().map(|(token, _)| token.clone()).collect();
    let mail_act = move |place: usize| -> Act {
        let token = tokens.get(place).cloned().unwrap_or_default();
        Rc::new(move |action| {
            if let Some(message) = about(&token, &action) {
                tell(&message);
                close();
            }
        })
    };
    let number = tab.id;
    let (again, whole) = ((pen.clone(), tab.clone()), Rc::clone(looked));
    let act: Act = Rc::new(move |action| match action {
        Action::LookAtTab => look(again.0.clone(), again.1.clone(), Rc::clone(&whole)),
        Action::ForgetRecords => tell(&ForDuties::ForgetRecords),
        Action::AlwaysHere(host) => always(&host, number),
        Action::Help => {
            tell(&ForDuties::Help { token: None });
            close();
        }
        Action::AskHere => spawn_local(async {
            // A new question, not the last one again.
            let opened = async {
                api::forget(Area::Session, &[ASKED.to_owned()]).await?;
                api::menu::open_small("check.html").await
            };
            if let Err(error) = opened.await {
                api::complain("popup", "open", &error);
            }
            close();
        }),
        Action::Settings => spawn_local(async {
            let _ = api::open_options().await;
            close();
        }),
        _ => {}
    });
    let drawing = drawn(popup::draw(pen, &state, &mail_act, &act))?;
    let sections = drawn(drawing.query_selector_all(":scope > .mail"))?;
    for (place, (token, mail)) in mails.iter().enumerate() {
        if let Some(section) = sections
            .get(u32::try_from(place).unwrap_or(u32::MAX))
            .and_then(|node| node.dyn_into::<web_sys::Element>().ok())
        {
            drawn(honmono_ui::official::add(
                pen,
                &section,
                &mail.told(),
                &mail_act(place),
            ))?;
            // The buttons of a section are about this very mail.
            drawn(section.set_attribute("data-mail", token))?;
            drawn(source(pen, &section, mail, &mail_act(place)))?;
            let (held, token) = (pen.clone(), token.clone());
            drawn(honmono_ui::unread::offer(
                pen,
                &section,
                &mail.verdict,
                move |place| report(&held, &token, place),
            ))?;
        }
    }
    // Only of the page that is open now, by the browser's own word on where that is.
    let at = here.as_ref().and_then(|(_, host)| by_host(host));
    let own = record.own.clone().map(plain::read::<OwnPage>);
    if let (Some(Ok(own)), Some(at)) = (own, at)
        && own.marketplace == at.id
    {
        let section = drawn(honmono_ui::official::own(
            pen,
            &own.marketplace,
            own.kind,
            own.messages,
            own.orders,
            &act,
        ))?;
        // It takes the place of "no mail found here".
        if let Some(quiet) = drawn(drawing.query_selector(":scope > .state.quiet"))? {
            drawn(quiet.replace_with_with_node_1(&section))?;
        }
    }
    // What has not changed stays: a press in between would be lost, and what the person opened would close.
    let now = drawing.outer_html();
    if DRAWN.with_borrow_mut(|before| std::mem::replace(before, now.clone()) == now) {
        return Ok(());
    }
    drawn(pen.replace(&drawn(pen.main())?, &[&drawing]))
}

/// Has the tab looked at, and shows what came of it; what comes later arrives as a change of the session.
fn look(pen: Pen, tab: api::Tab, looked: Rc<Cell<bool>>) {
    spawn_local(async move {
        let done = async {
            api::ask(&api::to_js(&Letter::ours(&FromOurs::LookAt {
                tab: tab.id,
            }))?)
            .await?;
            looked.set(true);
            paint(&pen, &tab, &looked).await
        };
        if let Err(error) = done.await {
            api::complain("popup", "look", &error);
        }
    });
}

/// Asks for the site, inside the click. The popup may close over the browser's question; the background hears of the grant by
/// itself.
fn always(host: &str, tab: f64) {
    let Ok(answer) = api::request_origins(&[format!("https://{host}/*")]) else {
        return;
    };
    spawn_local(async move {
        if JsFuture::from(answer)
            .await
            .is_ok_and(|granted| granted.is_truthy())
        {
            tell(&FromOurs::LookAt { tab });
        }
    });
}

fn close() {
    if let Some(window) = web_sys::window() {
        let _ = window.close();
    }
}
