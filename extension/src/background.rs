//! The background: answers the hands and our own pages. Wakes on an event, answers, and may die.

use crate::api::{self, Area};
use crate::duties::{self, Duty};
use crate::frames::{self, Joined};
use crate::source;
use crate::visit::Visit;
use crate::wire::{
    Answer, Drawing, FrameRecord, FromOurs, FromPage, Kept, LONGEST_LINK, LONGEST_URL, Letter,
    MailHead, MailRecord, TabRecord, ToPage, VERSION, mail_key, shorten,
};
use crate::{badge, example, language, lines, mark, memory, plans, standing};
use honmono::address::{Link, Shown};
use honmono::mail::{Claim, Proof};
use honmono::official::Standing;
use honmono::page::{Reading, Snapshot, join, sites};
use honmono::plain::{self, ToPlain, Value};
use honmono::signs::judge_link;
use honmono::verdict::{Level, judge};
use honmono::{Message, page};
use honmono_ui::Catalog;
use js_sys::Reflect;
use std::cell::RefCell;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

thread_local! {
    static CATALOG: RefCell<Option<Catalog>> = const { RefCell::new(None) };
}

/// Who sent a message, as the browser says.
struct Sender {
    tab: Option<f64>,
    frame: f64,
    url: String,
    /// The browser's name for the document, where it has one (Chromium).
    name: Option<String>,
    ours: bool,
}

impl Sender {
    fn read(sender: &JsValue) -> Option<Self> {
        let field = |name: &str| Reflect::get(sender, &name.into()).unwrap_or(JsValue::UNDEFINED);
        // Only this very extension; other extensions and pages have a channel of their own, which we do not listen to.
        if field("id").as_string() != api::own_id() {
            return None;
        }
        let url = field("url").as_string().unwrap_or_default();
        let own = api::own_url("").ok()?;
        let tab = field("tab");
        let tab = if tab.is_object() {
            Reflect::get(&tab, &"id".into())
                .ok()
                .and_then(|id| id.as_f64())
        } else {
            None
        };
        Some(Self {
            tab,
            name: field("documentId").as_string(),
            frame: field("frameId").as_f64().unwrap_or(0.0),
            ours: !own.is_empty() && url.starts_with(&own),
            url,
        })
    }

    /// The document, as far as the browser tells one from another: by its name, else by its host.
    fn document(&self) -> String {
        let name = self.name.clone();
        name.or_else(|| url::host(&self.url)).unwrap_or_default()
    }
}

/// One message; the answer goes back to whoever asked.
#[cfg_attr(feature = "background", wasm_bindgen)]
pub async fn message(letter: JsValue, sender: JsValue) -> JsValue {
    match read(letter, &sender).await {
        Said::Here(answer) => api::to_js(&answer).unwrap_or(JsValue::NULL),
        Said::There(answer) => answer,
    }
}

/// An answer.
enum Said {
    /// Found here.
    Here(Answer),
    /// An [`Answer`] too, as another module wrote it: it is for whoever asked, and is not looked into on the way.
    There(JsValue),
}

async fn read(letter: JsValue, sender: &JsValue) -> Said {
    let refused = Said::Here(Answer::Refused);
    let Some(sender) = Sender::read(sender) else {
        return refused;
    };
    if !api::letter::unfold(&letter, Letter::weigh) {
        return refused;
    }
    let raw = letter.clone();
    let Ok(letter) = api::from_js::<Letter>(letter) else {
        return refused;
    };
    match letter {
        Letter {
            honmono: VERSION,
            page: Some(message),
            ours: None,
        } if !sender.ours => match sender.tab {
            Some(tab) => from_page(message, tab, &sender, &raw).await,
            None => refused,
        },
        Letter {
            honmono: VERSION,
            page: None,
            ours: Some(message),
        } if sender.ours => match from_ours(message, &sender).await {
            Ok(answer) => answer,
            Err(error) => {
                api::complain("background", "answer", &error);
                refused
            }
        },
        _ => refused,
    }
}

/// `raw` is the letter that the message lies in.
async fn from_page(message: FromPage, tab: f64, sender: &Sender, raw: &JsValue) -> Said {
    Said::Here(match message {
        FromPage::Hello { url } => return hello(&url, tab, sender).await,
        FromPage::Look {
            mut snapshot,
            links,
        } => {
            let Some(visit) = Visit::of(tab, sender.frame, &sender.document()) else {
                return Said::Here(Answer::Refused);
            };
            lines::put_in(&mut snapshot, links);
            look(*snapshot, &visit, sender, raw).await
        }
        FromPage::Peek { href, text, token } => peek(href, text, &token, tab).await,
        FromPage::Show(wish) => frames::point(Some(wish), tab, sender.frame).await,
        FromPage::Hide => frames::point(None, tab, sender.frame).await,
        FromPage::Escape => frames::dismiss(tab).await,
    })
}

async fn hello(url: &str, tab: f64, sender: &Sender) -> Said {
    if url.len() > LONGEST_URL {
        return Said::Here(Answer::Refused);
    }
    let framed = Visit::is_framed(tab);
    let visit = Visit::begins(tab, sender.frame, sender.document());
    if sender.frame == 0.0 {
        // A new document in the tab: what was known of the old one is no longer true.
        let _ = memory::forget_tab(tab).await;
        // Frames may be there before their page has been read to its end; what they told of is forgotten with the page before.
        if framed {
            wasm_bindgen_futures::spawn_local(async move {
                let _ = api::tell_tab(tab, &ToPage::Again).await;
            });
        }
    } else {
        let known = memory::tab(tab).await.frames;
        if known.iter().any(|known| known.frame == sender.frame) {
            draw(&visit, FrameRecord::default(), vec![]).await;
        }
        frames::left(tab, sender.frame).await;
    }
    // The browser's word on where the hands are goes before theirs; theirs is only fresher within the same site.
    let there = url::host(&sender.url);
    let known = sender.url.starts_with("http");
    let url = if !known || url::host(url) != there {
        sender.url.as_str()
    } else {
        url
    };
    let title = catalog()
        .await
        .map(|words| words.text("ext_name", &[]))
        .unwrap_or_default();
    let plan = if page::amazon::marketplace_at(url).is_some() {
        let url = url.to_owned();
        duties::ask(&Duty::Plan { url, title }).await
    } else {
        let names = match sender.frame {
            0.0 => sites::mail_sites(url),
            _ => sites::frame_sites(url),
        };
        match names {
            Some(names) => plans::of(&names, &title).await,
            None => return Said::Here(Answer::Nothing),
        }
    };
    match plan {
        Ok(plan) => Said::There(plan),
        Err(error) => {
            api::complain("background", "plan", &error);
            Said::Here(Answer::Refused)
        }
    }
}

async fn look(snapshot: Snapshot, visit: &Visit, sender: &Sender, raw: &JsValue) -> Answer {
    let tab = visit.tab;
    if join::is_body(&snapshot) {
        return match frames::changed(&snapshot, tab, sender.frame, &sender.url).await {
            true => Answer::Heard,
            false => Answer::Refused,
        };
    }
    if page::source::shown(&snapshot).is_some() {
        return source::look(snapshot, visit, &sender.url).await;
    }
    let tables = memory::tables();
    let now = snapshot.looked_at;
    let joins = join::waits(&snapshot);
    let joined = if joins {
        frames::join_now(snapshot, tab).await
    } else {
        Joined::alone(snapshot)
    };
    let own = page::amazon::marketplace_at(&joined.snapshot.url).is_some();
    let reading = if own {
        if !standing::is_at(&joined.snapshot, sender.frame, &sender.url) {
            return Answer::Refused;
        }
        let posted = standing::page(raw, visit).await;
        Reading::Mail(posted.map_or_else(Vec::new, |posted| posted.read(&joined.snapshot, &tables)))
    } else {
        sites::read_mail(&joined.snapshot, &tables)
    };
    let mut readings = match reading {
        Reading::Mail(readings) => readings,
        Reading::Changed(missing) => {
            // A message is there and could not be read: an empty one with what was missing, so that it is called unread.
            let message = Message {
                missing,
                ..Message::default()
            };
            vec![page::MessageReading {
                region: String::new(),
                identity: "changed".to_owned(),
                message,
            }]
        }
        Reading::Official(..) | Reading::Nothing | Reading::NotYet => vec![],
    };
    let before = memory::tab(tab).await;
    let open = joined.open();
    let (waits, patient) = frames::patience(!open.is_empty(), before.waits(sender.frame), now);
    if patient {
        readings.retain(|reading| !open.contains(&reading.region));
    }
    let shown = FrameRecord {
        host: url::host(&sender.url).unwrap_or_default(),
        read: readings.len(),
        joins,
        bodies: joined
            .bodies
            .iter()
            .map(|(region, frame, _)| (region.clone(), *frame))
            .collect(),
        waits,
        ..FrameRecord::default()
    };
    // What the mail's own source proved, when the person opened it in this webmail.
    let proofs = memory::proofs(&shown.host).await;
    for reading in readings.iter_mut().filter(|_| !proofs.is_empty()) {
        let seen = &joined.snapshot;
        let key = page::sites::mail_key(&seen.site, &seen.url, &reading.identity);
        let own = |proof: &&Proof| proof.is_of(&reading.message, key.as_deref());
        if let Some(proof) = proofs.iter().rev().find(own) {
            proof.lend(&mut reading.message);
        }
    }
    let settings = memory::settings().await;
    let words = catalog().await;
    let mut mails = vec![];
    let mut drawings = vec![];
    // A body in another frame has its marks drawn there, and those of before taken away.
    let mut elsewhere: Vec<(f64, Vec<Drawing>)> = joined
        .bodies
        .iter()
        .map(|(_, frame, _)| (*frame, vec![]))
        .collect();
    for reading in readings {
        let known = known(&before, sender.frame, &reading.identity).await;
        let verdict = judge(&reading.message, &tables, &Standing::NotAsked);
        if verdict.level() == Level::Quiet {
            continue;
        }
        let Ok(token) = token(&before, sender.frame, &reading.region, &reading.identity) else {
            return Answer::Refused;
        };
        let kept = MailRecord::kept(&verdict.links);
        let mut marks = mark::marks(&verdict.links, settings.hold_clicks, words.as_ref());
        if let Some((frame, region)) = joined.body_of(&reading.region) {
            let there = elsewhere.iter_mut().find(|(known, _)| *known == frame);
            if let Some((_, drawings)) = there {
                drawings.push(Drawing {
                    region: region.to_owned(),
                    token: token.clone(),
                    marks: std::mem::take(&mut marks),
                    kept,
                });
            }
        }
        drawings.push(Drawing {
            region: reading.region.clone(),
            token: token.clone(),
            marks,
            kept,
        });
        let record = MailRecord::new(&joined.snapshot.site, &reading.message, verdict);
        let mut mail = Kept::from(&record);
        if let Some(known) = known {
            mail.keep_found(&known);
        }
        let mail = standing::of(mail).await;
        let head = MailHead {
            token,
            region: reading.region,
            identity: reading.identity,
            level: mail.level,
            flagged: mail.flagged,
        };
        mails.push((head, mail.record));
    }
    if !draw(visit, shown, mails).await {
        return Answer::Nothing;
    }
    frames::send(tab, elsewhere);
    if patient {
        Answer::Soon(drawings)
    } else {
        Answer::Draw(drawings)
    }
}

/// The token under which this frame already shows this message, or a new one.
pub(crate) fn token(
    before: &TabRecord,
    frame: f64,
    region: &str,
    identity: &str,
) -> Result<String, api::ApiError> {
    before
        .frames
        .iter()
        .filter(|known| known.frame == frame)
        .flat_map(|known| &known.mails)
        .find(|mail| mail.region == region && mail.identity == identity)
        .map_or_else(api::random_token, |mail| Ok(mail.token.clone()))
}

/// What is remembered of this message since an earlier look: a [`MailRecord`].
pub(crate) async fn known(before: &TabRecord, frame: f64, identity: &str) -> Option<Value> {
    let known = before
        .frames
        .iter()
        .filter(|known| known.frame == frame)
        .flat_map(|known| &known.mails);
    let mail = known.into_iter().find(|mail| mail.identity == identity)?;
    api::stored(Area::Session, &mail_key(&mail.token))
        .await
        .ok()
        .flatten()
}

/// Remembers what a document shows, and sets the badge of its tab. `false`, and nothing of it, when it has gone meanwhile.
pub(crate) async fn draw(
    visit: &Visit,
    mut shown: FrameRecord,
    mails: Vec<(MailHead, Value)>,
) -> bool {
    let Visit { tab, frame, .. } = *visit;
    memory::recall(tab).await;
    // Nothing is awaited between this question and the change.
    if !visit.lasts() {
        return false;
    }
    let heads: Vec<MailHead> = mails.iter().map(|(head, _)| head.clone()).collect();
    let records = mails
        .into_iter()
        .map(|(head, record)| (head.token, record))
        .collect();
    let changed = memory::change_tab_ahead(tab, records, move |record| {
        if heads.is_empty() && shown.read == 0 && !shown.joins {
            record.frames.retain(|known| known.frame != frame);
        } else {
            (shown.frame, shown.mails) = (frame, heads);
            *record.frame(frame) = shown;
        }
    });
    let (record, kept) = changed.await;
    wasm_bindgen_futures::spawn_local(async move {
        show(tab, record).await;
        if let Err(error) = kept.await {
            api::complain("background", "remember", &error);
        }
    });
    true
}

pub(crate) async fn show(tab: f64, record: TabRecord) {
    let level = record.level();
    let flagged = record.mails().map(|mail| mail.flagged).sum();
    let Some(words) = catalog().await else { return };
    let name = words.text("ext_name", &[]);
    let title = if level == Level::Quiet {
        name
    } else {
        format!("{name}: {}", words.text(badge::words(level), &[]))
    };
    api::set_badge(tab, &badge::of(level, flagged, title)).await;
}

/// What a mail that is remembered claims, without the words it claims it with.
async fn claim_of(token: &str) -> Option<Claim> {
    // A link outside any mail.
    if token.is_empty() {
        return None;
    }
    let record: Value = api::stored(Area::Session, &mail_key(token)).await.ok()??;
    let claim = record.field("verdict")?.field("claim")?;
    let text = |name| plain::read::<String>(claim.field(name)?.clone()).ok();
    Some(Claim {
        brand: text("brand")?,
        brand_name: text("brand_name")?,
        marketplace: text("marketplace"),
        words: vec![],
        firm: claim.field("firm") == Some(&Value::Bool(true)),
    })
}

/// Judges a single link that a person asked about, as in the mail it stands in if that is known.
async fn peek(href: String, text: String, token: &str, tab: f64) -> Answer {
    if href.len() > LONGEST_LINK {
        return Answer::Refused;
    }
    let tables = memory::tables();
    let mut text = text;
    shorten(&mut text, 500);
    let link = Link::read(
        0,
        &href,
        Shown {
            text,
            alt: String::new(),
        },
        &tables,
    );
    let verdict = judge_link(&link, claim_of(token).await, &tables);
    let token = memory::peek_token(tab);
    let record = MailRecord {
        links: 1,
        verdict,
        ..MailRecord::default()
    };
    let Ok(kept) = api::to_js(&record) else {
        return Answer::Refused;
    };
    match api::store(Area::Session, &[(mail_key(&token), kept)]).await {
        Ok(()) => Answer::Card { token },
        Err(_) => Answer::Refused,
    }
}

async fn from_ours(message: Value, sender: &Sender) -> Result<Said, api::ApiError> {
    // What is not ours is for the duties; what is nobody's is refused there.
    let Ok(own) = plain::read::<FromOurs>(message.clone()) else {
        return standing::from_ours(message).await.map(Said::There);
    };
    let answer = match own {
        FromOurs::Recall { token } => recall(&token, sender.tab)
            .await?
            .map_or(Answer::Nothing, Answer::Mail),
        FromOurs::Example => Answer::Mail(example::record(&memory::tables()).to_plain()),
        FromOurs::Site { origin } => {
            let told = api::hand_over("honmonoSite", &[origin.into()]).await?;
            return Ok(Said::There(told));
        }
        FromOurs::Ask { text } => match api::hand_over("honmonoQuestion", &[text.into()]).await? {
            done if done == JsValue::TRUE => Answer::Done,
            _ => Answer::Refused,
        },
        FromOurs::LookAt { tab } => {
            api::hands::lend(tab).await?;
            Answer::Done
        }
        FromOurs::Refresh { tab } => {
            if memory::has_records().await {
                standing::from_ours(Value::Text(standing::OVERDUE.into())).await?;
            }
            match refresh(tab).await {
                true => Answer::Done,
                false => Answer::Nothing,
            }
        }
        FromOurs::Save { settings } => {
            memory::save_settings(&settings).await?;
            speak_anew().await?
        }
        FromOurs::Forget => {
            standing::from_ours(Value::Text(standing::NO_RECORDS.into())).await?;
            memory::forget_everything().await?;
            speak_anew().await?
        }
    };
    Ok(Said::Here(answer))
}

/// The language may be another one now.
async fn speak_anew() -> Result<Answer, api::ApiError> {
    CATALOG.set(None);
    duties::ask(&Duty::Menus).await?;
    Ok(Answer::Done)
}

/// The record of a mail, for the frames of the tab it is open in and for no other.
async fn recall(token: &str, tab: Option<f64>) -> Result<Option<Value>, api::ApiError> {
    let Some(tab) = tab else { return Ok(None) };
    let here = token == memory::peek_token(tab)
        || memory::tab(tab)
            .await
            .mails()
            .any(|mail| mail.token == token);
    if here {
        api::stored(Area::Session, &mail_key(token)).await
    } else {
        Ok(None)
    }
}

/// Tells the hands that more is known of a mail they show, whoever found it out.
async fn announce(keys: &[String]) -> Result<(), api::ApiError> {
    for (tab, record) in memory::open_tabs().await? {
        for frame in &record.frames {
            if frame
                .mails
                .iter()
                .any(|mail| keys.contains(&mail_key(&mail.token)))
            {
                // A frame that is gone meanwhile needs no telling.
                let _ = api::tell_frame(tab, frame.frame, &ToPage::Changed).await;
            }
        }
    }
    Ok(())
}

/// Drops frames whose hands are gone: the page was left, or never had any. A page of the brand's own goes with the hands of its tab.
/// Tells whether there are hands in the tab, be it that they found nothing to tell of.
async fn refresh(tab: f64) -> bool {
    let known = memory::tab(tab).await.frames;
    let mut asked: Vec<f64> = known.iter().map(|frame| frame.frame).collect();
    if !asked.contains(&0.0) {
        asked.push(0.0);
    }
    let count = asked.len();
    let mut gone = vec![];
    for frame in asked {
        if api::tell_frame(tab, frame, &ToPage::There).await.is_err() {
            gone.push(frame);
        }
    }
    let there = gone.len() < count;
    if gone.is_empty() || memory::tab(tab).await.is_empty() {
        return there;
    }
    match memory::change_tab(tab, vec![], |record| {
        record.frames.retain(|frame| !gone.contains(&frame.frame));
        if gone.contains(&0.0) {
            record.own = None;
        }
    })
    .await
    {
        Ok(record) => show(tab, record).await,
        Err(error) => api::complain("background", "refresh", &error),
    }
    there
}

/// An event of the browser that touches mails or tabs, by name; the others are the [duties'](crate::duties) and, where a person asks
/// something, [`crate::question`]'s.
#[cfg_attr(feature = "background", wasm_bindgen)]
pub async fn event(name: String, details: JsValue) {
    let first = || Reflect::get_u32(&details, 0).unwrap_or(JsValue::UNDEFINED);
    let done = match name.as_str() {
        "storage.onChanged" => match api::session_changes(&details, "mail.") {
            keys if keys.is_empty() => Ok(()),
            keys => announce(&keys).await,
        },
        "tabs.onRemoved" => match first().as_f64() {
            Some(tab) => {
                Visit::begins(tab, 0.0, String::new());
                standing::closed(tab).await;
                memory::forget_tab(tab).await
            }
            None => Ok(()),
        },
        _ => Ok(()),
    };
    if let Err(error) = done {
        api::complain("background", &name, &error);
    }
}

/// The catalogue, kept for the life of the worker.
async fn catalog() -> Option<Catalog> {
    if let Some(known) = CATALOG.with_borrow(Clone::clone) {
        return Some(known);
    }
    let settings = memory::settings().await;
    match language::catalog(settings.language.as_deref()).await {
        Ok(found) => {
            CATALOG.set(Some(found.clone()));
            Some(found)
        }
        Err(error) => {
            api::complain("background", "language", &error);
            None
        }
    }
}

pub(crate) mod url {
    //! The one thing needed of an address here.

    /// The host of an address.
    pub(crate) fn host(url: &str) -> Option<String> {
        web_sys::Url::new(url).ok().map(|url| url.host())
    }
}
