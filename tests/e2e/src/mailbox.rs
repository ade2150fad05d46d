//! What the extension reads of mails opened one by one in a real webmail, beside what the files themselves hold.

use crate::browser::{Browser, Kind, Options};
use crate::collector::WHOLE;
use crate::lab::Lab;
use crate::letters::Letter;
use crate::roundcube::Roundcube;
use anyhow::{Context, Result};
use fantoccini::wd::WindowHandle;
use honmono::address::Target;
use honmono::official::Standing;
use honmono::page::{Reading, Snapshot};
use honmono::verdict::Level;
use honmono::{Message, Tables, judge, page, raw};
use serde_json::Value;

/// One mail, in short, as a page or a file tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Short {
    /// Shown name and address.
    pub sender: (String, String),
    /// The subject, white space folded.
    pub subject: String,
    /// The minute it was sent.
    pub minute: Option<i64>,
    /// Where its web links lead, in their order.
    pub links: Vec<String>,
    /// The level.
    pub level: String,
}

/// One mail in one browser.
#[derive(Debug)]
pub struct Compared {
    /// The mail's name.
    pub name: String,
    /// What the extension read in the page, and the level it shows.
    pub page: Short,
    /// What the file holds, and the level for it without what only its headers tell.
    pub file: Short,
    /// The level `honmono mail` gives.
    pub with_headers: String,
}

impl Compared {
    /// Each difference as `field: page, file`.
    pub fn differences(&self) -> Vec<(&'static str, String)> {
        let (page, file) = (&self.page, &self.file);
        let mut found = vec![];
        let mut one = |field, page: String, file: String| {
            if page != file {
                found.push((field, format!("page {page}, file {file}")));
            }
        };
        one("name", page.sender.0.clone(), file.sender.0.clone());
        one("address", page.sender.1.clone(), file.sender.1.clone());
        one("subject", page.subject.clone(), file.subject.clone());
        one(
            "time",
            format!("{:?}", page.minute),
            format!("{:?}", file.minute),
        );
        one(
            "links",
            format!("{} {:?}", page.links.len(), page.links),
            format!("{} {:?}", file.links.len(), file.links),
        );
        one("level", page.level.clone(), file.level.clone());
        found
    }
}

/// Opens each mail in a real Roundcube and compares.
pub fn compare(kind: Kind, letters: &[Letter], each: impl Fn(&Compared)) -> Result<Vec<Compared>> {
    let webmail = Roundcube::start(letters.to_vec())?;
    let lab = Lab::start([webmail.site()])?;
    let mut browser = Browser::start(kind, &lab, &Options::shipped(kind))?;
    webmail.login(&browser)?;
    browser.let_in()?;
    browser.close_popup()?;
    browser.goto(&webmail.address())?;
    browser.wait_for("#messagelist tr.message")?;
    let aside = Listener::open(&browser)?;
    let tables = Tables::shipped();
    let mut all = vec![];
    for (at, (name, bytes)) in letters.iter().enumerate() {
        let uid = at + 1;
        webmail.open(&browser, uid).with_context(|| name.clone())?;
        let (snapshot, level) = aside.heard(&browser, uid).with_context(|| name.clone())?;
        browser.top()?;
        let file = raw::read(bytes, &tables);
        let with_headers = level_name(judge(&file, &tables, &Standing::NotAsked).level());
        let compared = Compared {
            name: name.clone(),
            page: read(&snapshot, level, &tables),
            file: short(
                &file,
                level_name(judge(&as_shown(file.clone()), &tables, &Standing::NotAsked).level()),
            ),
            with_headers,
        };
        each(&compared);
        all.push(compared);
    }
    Ok(all)
}

/// The mail without what no page shows: the results of checks and what else only headers tell, the insides of attachments.
fn as_shown(mut message: Message) -> Message {
    message.authentication = Default::default();
    message.transport = None;
    for attachment in &mut message.attachments {
        attachment.text = None;
    }
    message
}

fn read(snapshot: &Snapshot, level: String, tables: &Tables) -> Short {
    match page::read(snapshot, tables) {
        Reading::Mail(messages) if messages.len() == 1 => short(&messages[0].message, level),
        _ => Short {
            level,
            ..Short::default()
        },
    }
}

fn short(message: &Message, level: String) -> Short {
    let fold = |text: &Option<String>| {
        text.as_deref()
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let address = message
        .sender
        .address
        .as_ref()
        .map(|address| address.raw.clone());
    Short {
        sender: (fold(&message.sender.name), address.unwrap_or_default()),
        subject: fold(&message.subject),
        minute: message.sent.map(|sent| sent.0.div_euclid(60_000)),
        links: message
            .links
            .iter()
            .filter_map(|link| match &link.target {
                Target::Web { url, .. } => Some(url.clone()),
                _ => None,
            })
            .collect(),
        level,
    }
}

fn level_name(level: Level) -> String {
    serde_json::to_value(level)
        .ok()
        .and_then(|name| name.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A window of the extension's own that hears what the hands bring back.
struct Listener {
    own: WindowHandle,
    page: WindowHandle,
}

impl Listener {
    fn open(browser: &Browser) -> Result<Listener> {
        let page = browser.run(browser.client().window())?;
        let own = browser.run(browser.client().new_window(false))?.handle;
        browser.run(browser.client().switch_to_window(own.clone()))?;
        browser.open_own("options.html")?;
        browser.eval(&format!(
            "(() => {{ window.heard = []; {WHOLE} (globalThis.browser ?? chrome).runtime.onMessage.addListener((message, sender) => {{ \
             if (!message?.page?.look) return; window.heard.push({{ frame: sender.frameId, tab: sender.tab?.id, look: whole(message.page.look) }}); window.heard.splice(0, window.heard.length - 20); }}); }})()",
        ))?;
        browser.run(browser.client().switch_to_window(page.clone()))?;
        Ok(Listener { own, page })
    }

    /// What the hands last said of the mail with this number once they rest, and the level the extension gave it.
    fn heard(&self, browser: &Browser, uid: usize) -> Result<(Snapshot, String)> {
        browser.run(browser.client().switch_to_window(self.own.clone()))?;
        let ask = format!(
            "(async () => {{ const api = globalThis.browser ?? chrome; \
             const last = () => window.heard.findLast((one) => one.look.url.includes('_uid={uid}&') && one.look.url.includes('_framed=1')); \
             const one = last(); if (!one || one.look.loading) return null; \
             const spent = await api.tabs.sendMessage(one.tab, 'spent', {{frameId: one.frame}}); \
             if (!spent?.idle || last() !== one) return null; \
             const tab = (await api.storage.session.get('tab.' + one.tab))['tab.' + one.tab]; \
             const frame = tab?.frames?.find((frame) => frame.frame === one.frame); \
             return {{ look: one.look, level: frame?.mails?.[0]?.level ?? 'quiet', read: frame?.read ?? 0 }}; }})()"
        );
        let answer = browser.until("the mail is read", || {
            let answer: Value = browser.eval(&ask)?;
            Ok((!answer.is_null()).then_some(answer))
        });
        browser.run(browser.client().switch_to_window(self.page.clone()))?;
        let answer = answer?;
        let level = match answer["read"].as_u64() {
            Some(0) | None => "nothing".to_owned(),
            _ => answer["level"].as_str().unwrap_or_default().to_owned(),
        };
        Ok((serde_json::from_value(answer["look"].clone())?, level))
    }
}
