//! The toolbar popup: reads what is remembered of the tab, draws it, then makes sure that it is still so.

use crate::api::{self, ApiError, Area};
use crate::panel::{about, drawn, mail_in, pen, report, source, tell, window};
use crate::question::ASKED;
use crate::wire::{
    Answer, ForDuties, FromOurs, Letter, MailRecord, OwnPage, TabRecord, mail_key, tab_key,
};
use gloo_timers::future::TimeoutFuture;
use honmono::lists::marketplaces::by_host;
use honmono::plain;
use honmono::verdict::Verdict;
use honmono_ui::{Act, Action, Pen, popup};
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// What the popup is drawn from, beside what is remembered of the tab.
struct View {
    pen: Pen,
    tab: api::Tab,
    /// There are hands in the tab, since it is a webmail's or the person pressed "check this page": having found nothing is then an
    /// answer.
    looked: Cell<bool>,
    /// Whose site it is; asked where neither the hands nor the brand's own pages tell.
    site: Option<Verdict>,
}

pub(crate) async fn start() -> Result<(), ApiError> {
    let Some(tab) = api::active_tab().await? else {
        return Err(ApiError::new("tab", "none is active"));
    };
    // First the hands are asked whether they are still there: a mail of the page before must not stand here for a moment, nor a button
    // be taken away under the pointer.
    let letter = api::to_js(&Letter::ours(&FromOurs::Refresh { tab: tab.id }))?;
    let refreshed = api::ask_ahead(&letter)?;
    let asked = ask_site(tab.url.as_deref());
    follow(&tab)?;
    // The words are fetched meanwhile.
    let pen = pen().await?;
    let done = api::to_js(&Answer::Done)?;
    let mut there = Box::pin(async move {
        match refreshed.await {
            Ok(answer) => answer == done,
            Err(error) => {
                api::complain("popup", "refresh", &error);
                false
            }
        }
    });
    let looked = within(PATIENCE, there.as_mut()).await;
    let site = match asked {
        Some(asked) => asked.await,
        None => None,
    };
    let key = tab_key(tab.id);
    let view = Rc::new(View {
        pen,
        tab,
        looked: Cell::new(looked == Some(true)),
        site,
    });
    let shown = Rc::clone(&view);
    api::on_session_change(key, move || paint_anew(&shown))?;
    if looked.is_none() {
        let view = Rc::clone(&view);
        spawn_local(async move {
            view.looked.set(there.await);
            paint_anew(&view);
        });
    }
    paint(&view).await
}

/// A page that hangs answers when it is done. After so long (milliseconds) the popup shows what is remembered of it.
const PATIENCE: u32 = 1_000;

/// What a future gives, if it does so in time.
async fn within<T>(milliseconds: u32, answer: impl Future<Output = T>) -> Option<T> {
    let (mut answer, mut late) = (pin!(answer), pin!(TimeoutFuture::new(milliseconds)));
    poll_fn(|context| match answer.as_mut().poll(context) {
        Poll::Ready(answer) => Poll::Ready(Some(answer)),
        Poll::Pending => late.as_mut().poll(context).map(|()| None),
    })
    .await
}

fn paint_anew(view: &Rc<View>) {
    let view = Rc::clone(view);
    spawn_local(async move {
        if let Err(error) = paint(&view).await {
            api::complain("popup", "draw", &error);
        }
    });
}

/// A page may go on to another one by itself while the popup is open. The popup then begins anew, or goes where it may no longer know
/// what page that is.
fn follow(tab: &api::Tab) -> Result<(), ApiError> {
    let (number, before) = (tab.id, tab.url.clone());
    api::tab::listen(&api::tab::listener(move |loaded| {
        let before = before.clone();
        if loaded != number {
            return;
        }
        spawn_local(async move {
            let now = api::tab::progress(number).await.and_then(|now| now.url);
            match (now, window()) {
                (now, _) if now == before => tell(&FromOurs::Refresh { tab: number }),
                (Some(_), Ok(window)) => drop(window.location().reload()),
                _ => close(),
            }
        });
    }))
}

thread_local! {
    /// What was drawn last, before the person opened anything in it.
    static DRAWN: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Where a page is that an extension may look at.
struct Place {
    host: String,
    /// Scheme and host.
    origin: String,
    /// The match pattern under which an extension may be let in for good, where it may.
    pattern: Option<String>,
}

impl Place {
    fn of(url: Option<&str>) -> Option<Self> {
        let url = web_sys::Url::new(url?).ok()?;
        let (secure, host) = (url.protocol() == "https:", url.hostname());
        (secure || url.protocol() == "http:").then(|| Self {
            pattern: secure.then(|| format!("https://{host}/*")),
            origin: url.origin(),
            host,
        })
    }
}

/// Asks whose site this is, where neither the hands nor the brand's own pages tell.
fn ask_site(url: Option<&str>) -> Option<impl Future<Output = Option<Verdict>> + use<>> {
    let place = Place::of(url)?;
    let known = by_host(&place.host).is_some();
    let home = |pattern: &String| api::built_in_origins().contains(pattern);
    if known || place.pattern.as_ref().is_some_and(home) {
        return None;
    }
    let origin = place.origin;
    let letter = api::to_js(&Letter::ours(&FromOurs::Site { origin })).ok()?;
    let asked = api::ask_ahead(&letter).ok()?;
    Some(async move {
        let mail = asked.await.and_then(|answer| mail_in(&answer));
        let mail = mail.map_err(|error| api::complain("popup", "ask whose site", &error));
        Some(mail.ok()??.verdict)
    })
}

async fn paint(view: &Rc<View>) -> Result<(), ApiError> {
    let View { pen, tab, .. } = &**view;
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
    let here = Place::of(tab.url.as_deref());
    let pattern = here.as_ref().and_then(|here| here.pattern.as_ref());
    let granted = api::granted_origins().await?;
    let mut home = api::built_in_origins();
    home.extend(granted);
    let state = popup::Tab {
        host: here.as_ref().map(|here| here.host.clone()),
        mails: mails
            .iter()
            .map(|(_, mail)| popup::Mail {
                subject: mail.subject.as_deref(),
                verdict: &mail.verdict,
                orders: &mail.orders,
            })
            .collect(),
        read: record.frames.iter().map(|frame| frame.read).sum(),
        looked: view.looked.get() || !record.is_empty(),
        at_home: pattern.is_some_and(|pattern| {
            home.contains(pattern) || home.iter().any(|all| all == "https://*/*")
        }),
        addable: pattern.is_some(),
        site: view.site.as_ref(),
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
    let again = Rc::clone(view);
    let act: Act = Rc::new(move |action| match action {
        Action::LookAtTab => look(Rc::clone(&again)),
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
    let at = here.as_ref().and_then(|here| by_host(&here.host));
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
fn look(view: Rc<View>) {
    spawn_local(async move {
        let done = async {
            let tab = view.tab.id;
            api::ask(&api::to_js(&Letter::ours(&FromOurs::LookAt { tab }))?).await?;
            view.looked.set(true);
            paint(&view).await
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
    if let Ok(window) = window() {
        let _ = window.close();
    }
}
