//! What this browser session remembers of mails and tabs, and what of it is handed from module to module.

use honmono::mail::Timestamp;
use honmono::official::{Conclusion, PageKind, Place, Standing, Wanted};
use honmono::plain::{FromPlain, ToPlain, Value};
use honmono::verdict::{Level, LinkVerdict, Verdict};
use honmono_ui::orders::Searched;
use serde::{Deserialize, Serialize};

/// One mail as this browser session remembers it, under `mail.<token>`. Panel, card and popup draw from it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct MailRecord {
    /// Where it was read (`gmail`, ...).
    pub site: String,
    /// Its subject, shortened.
    pub subject: Option<String>,
    /// The sender's address, or the name where the page shows no address.
    pub sender: String,
    /// When it was sent.
    pub sent: Option<Timestamp>,
    /// The time as the page shows it.
    pub sent_as_shown: String,
    /// Order numbers in it.
    pub orders: Vec<String>,
    /// Amounts of money in it, as written.
    pub amounts: Vec<String>,
    /// What of it is compared with the brand's own list of messages.
    pub wanted: Option<Wanted>,
    /// The marketplace whose list the person asked for.
    pub asked: Option<String>,
    /// The searches for its orders, when the person asked for them.
    pub searches: Vec<Search>,
    /// How many links it has.
    pub links: usize,
    /// The verdict; its links are only those that are flagged, [`KEPT_LINKS`] at most.
    pub verdict: Verdict,
    /// How many links are flagged.
    pub flagged: usize,
    /// What its headers say, when its source was read: [`honmono::mail::Headers`] as JSON, which nobody but the panel looks into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headers: Option<String>,
}

/// A mail as it is handed from module to module: what the background has to know of it, and the rest, which it hands on without
/// looking into it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct Kept {
    /// Its level.
    pub level: Level,
    /// How many links are flagged.
    pub flagged: usize,
    /// The [`MailRecord`].
    pub record: Value,
}

/// What of a [`MailRecord`] was found out since it was judged.
const FOUND: [&str; 2] = ["asked", "searches"];

impl Kept {
    /// The same with what was found out before.
    pub fn keep_found(&mut self, before: &Value) {
        if let Value::Fields(fields) = &mut self.record {
            for (name, value) in fields {
                if FOUND.contains(&&**name)
                    && let Some(found) = before.field(name)
                {
                    *value = found.clone();
                }
            }
        }
    }
}

impl From<&MailRecord> for Kept {
    fn from(mail: &MailRecord) -> Self {
        Self {
            level: mail.verdict.level(),
            flagged: mail.flagged,
            record: mail.to_plain(),
        }
    }
}

/// What a person asked about outside a mail, and what was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Asked {
    /// The link or the text, shortened.
    pub text: String,
    /// It is one link and nothing else.
    pub link: bool,
    /// What was found.
    pub mail: MailRecord,
}

/// The most flagged links kept of one mail.
pub const KEPT_LINKS: usize = 300;

/// Where a mail's record is kept.
#[must_use]
pub fn mail_key(token: &str) -> String {
    format!("mail.{token}")
}

/// Where a tab's record is kept.
#[must_use]
pub fn tab_key(tab: f64) -> String {
    format!("tab.{}", whole(tab))
}

/// The tab whose record is kept under this key.
#[must_use]
#[allow(
    clippy::cast_precision_loss,
    reason = "the browser's numbers are below 2^53"
)]
pub fn tab_of(key: &str) -> Option<f64> {
    let number: i64 = key.strip_prefix("tab.")?.parse().ok()?;
    Some(number as f64)
}

/// The browser's number of a tab or frame without the reading and writing of fractions, which weigh more than all else here.
#[must_use]
#[allow(
    clippy::cast_possible_truncation,
    reason = "the browser's numbers are whole and below 2^53"
)]
pub const fn whole(number: f64) -> i64 {
    number as i64
}

/// The search for one order, as far as it got.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct Search {
    /// The order's number.
    pub number: String,
    /// The places, and what each says.
    pub places: Vec<Place>,
    /// What may be concluded.
    pub conclusion: Conclusion,
}

/// A page of the brand's own in a tab, and what was read from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct OwnPage {
    /// The marketplace.
    pub marketplace: String,
    /// What page it is.
    pub kind: PageKind,
    /// Whether somebody is signed in, when the page tells.
    pub signed_in: Option<bool>,
    /// Messages read from it.
    pub messages: u32,
    /// Orders read from it.
    pub orders: u32,
}

/// What is open in a tab, under `tab.<id>`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct TabRecord {
    /// The page is one of the brand's own: an [`OwnPage`].
    pub own: Option<Value>,
    /// Frame by frame.
    pub frames: Vec<FrameRecord>,
    /// Frames that are the body of a mail whose head is in another frame.
    pub bodies: Vec<BodyFrame>,
}

/// A frame that is the body of a mail and nothing else.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct BodyFrame {
    /// The browser's number of the frame.
    pub frame: f64,
    /// What a document at its address may be looked at as.
    pub site: String,
}

/// What is open in one frame.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct FrameRecord {
    /// The browser's number of the frame. A float: Firefox's do not fit 32 bits.
    pub frame: f64,
    /// Host of the document.
    pub host: String,
    /// The mails that are not quiet, in the page's order.
    pub mails: Vec<MailHead>,
    /// How many messages were read there, quiet ones included.
    pub read: usize,
    /// A mail's body is in another frame.
    pub joins: bool,
    /// The regions whose body is in another frame, and that frame.
    pub bodies: Vec<(String, f64)>,
    /// Since when (milliseconds since 1970) a mail of this frame waits for its body.
    pub waits: Option<i64>,
}

/// The short form of a mail in a tab.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct MailHead {
    /// Its token.
    pub token: String,
    /// The region's key.
    pub region: String,
    /// The message's identity across looks.
    pub identity: String,
    /// Its level.
    pub level: Level,
    /// How many links are flagged.
    pub flagged: usize,
}

impl TabRecord {
    /// The loudest level in the tab.
    #[must_use]
    pub fn level(&self) -> Level {
        self.mails()
            .map(|mail| mail.level)
            .max()
            .unwrap_or(Level::Quiet)
    }

    /// Every mail, frame by frame.
    pub fn mails(&self) -> impl Iterator<Item = &MailHead> {
        self.frames.iter().flat_map(|frame| &frame.mails)
    }

    /// Since when a mail of this frame waits for its body.
    #[must_use]
    pub fn waits(&self, frame: f64) -> Option<i64> {
        self.frames.iter().find(|known| known.frame == frame)?.waits
    }

    /// Whether anything of the tab is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.frames.is_empty() && self.own.is_none()
    }

    /// The record of a frame, made when it is new.
    pub fn frame(&mut self, number: f64) -> &mut FrameRecord {
        let place = self
            .frames
            .iter()
            .position(|frame| frame.frame == number)
            .unwrap_or_else(|| {
                self.frames.push(FrameRecord {
                    frame: number,
                    ..FrameRecord::default()
                });
                self.frames.len() - 1
            });
        &mut self.frames[place]
    }
}

impl MailRecord {
    /// Makes the record of a verdict, small enough for the session's storage.
    #[must_use]
    pub fn new(site: &str, message: &honmono::Message, mut verdict: Verdict) -> Self {
        let links = verdict.links.len();
        let kept = Self::kept(&verdict.links);
        verdict.links.retain(|link| link.level > Level::Quiet);
        let flagged = verdict.links.len();
        verdict.links.retain(|link| link.id < kept);
        for sign in &mut verdict.signs {
            sign.links.truncate(KEPT_LINKS);
        }
        for link in &mut verdict.links {
            shorten(&mut link.destination, 2_000);
        }
        let mut subject = message.subject.clone();
        if let Some(subject) = &mut subject {
            shorten(subject, 200);
        }
        let shortened = |text: &Option<String>| {
            let mut text = text.clone().unwrap_or_default();
            shorten(&mut text, 200);
            text
        };
        let address = message
            .sender
            .address
            .as_ref()
            .map(|address| address.raw.clone());
        Self {
            site: site.to_owned(),
            subject,
            sender: shortened(&address.or_else(|| message.sender.name.clone())),
            sent: message.sent,
            sent_as_shown: shortened(&message.sent_as_shown),
            orders: message.orders.iter().take(10).cloned().collect(),
            wanted: Wanted::of(message),
            asked: None,
            searches: vec![],
            amounts: honmono::guide::amounts::amounts(&message.text),
            links,
            verdict,
            flagged,
            headers: None,
        }
    }

    /// From which number on a verdict's links are not kept: a record holds so many flagged ones at most.
    #[must_use]
    pub fn kept(links: &[LinkVerdict]) -> u32 {
        let mut flagged = links.iter().filter(|link| link.level > Level::Quiet);
        flagged.nth(KEPT_LINKS).map_or(u32::MAX, |link| link.id)
    }

    /// The marketplace to ask, when the mail names one.
    #[must_use]
    pub fn marketplace(&self) -> Option<&str> {
        self.verdict.claim.as_ref()?.marketplace.as_deref()
    }

    /// What there is to tell of it beside its verdict.
    #[must_use]
    pub fn told(&self) -> honmono_ui::official::Told<'_> {
        honmono_ui::official::Told {
            standing: &self.verdict.standing,
            subject: self.subject.as_deref(),
            sent: &self.sent_as_shown,
            searches: self
                .searches
                .iter()
                .map(|search| Searched {
                    number: &search.number,
                    places: &search.places,
                    conclusion: &search.conclusion,
                })
                .collect(),
            orders: self.orders.len(),
        }
    }

    /// Whether the official record was already asked.
    #[must_use]
    pub fn asked(&self) -> bool {
        self.asked.is_some() || self.verdict.standing != Standing::NotAsked
    }
}

/// Cuts text to so many characters, with an ellipsis.
pub fn shorten(text: &mut String, most: usize) {
    if let Some((cut, _)) = text.char_indices().nth(most) {
        text.truncate(cut);
        text.push('…');
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A link that says nothing but this.
    pub(crate) fn link(id: u32, level: Level, destination: &str) -> LinkVerdict {
        LinkVerdict {
            id,
            level,
            destination: destination.to_owned(),
            host: None,
            unicode_host: None,
            via: vec![],
            hidden_target: false,
            own: false,
            signs: vec![],
        }
    }

    #[test]
    fn a_mail_that_is_judged_again_keeps_what_was_found_and_nothing_else() {
        let before = MailRecord {
            subject: Some("before".to_owned()),
            asked: Some("amazon.co.jp".to_owned()),
            searches: vec![Search {
                number: "1".to_owned(),
                places: vec![],
                conclusion: Conclusion::InHistory,
            }],
            ..MailRecord::default()
        };
        let mut now = Kept::from(&MailRecord {
            subject: Some("now".to_owned()),
            ..MailRecord::default()
        });
        now.keep_found(&before.to_plain());
        let read: MailRecord = honmono::plain::read(now.record).unwrap();
        let wanted = MailRecord {
            subject: Some("now".to_owned()),
            ..before
        };
        assert_eq!(read, wanted);
    }

    #[test]
    fn the_loudest_mail_speaks_for_the_tab() {
        let head = |level| MailHead {
            token: String::new(),
            region: String::new(),
            identity: String::new(),
            level,
            flagged: 0,
        };
        let mut tab = TabRecord::default();
        assert_eq!(tab.level(), Level::Quiet);
        tab.frame(0.0).mails.push(head(Level::Unconfirmed));
        tab.frame(15_032_385_537.0)
            .mails
            .push(head(Level::Dangerous));
        assert_eq!(tab.level(), Level::Dangerous);
        assert_eq!(tab.frames.len(), 2);
    }

    #[test]
    fn text_is_cut_between_characters() {
        let mut text = "本物です".to_owned();
        shorten(&mut text, 2);
        assert_eq!(text, "本物…");
    }

    #[test]
    fn the_first_flagged_links_are_kept() {
        let links = |flagged: usize| -> Vec<LinkVerdict> {
            (0..)
                .map(|id| link(id, [Level::Quiet, Level::Suspicious][id as usize % 2], ""))
                .take(flagged * 2)
                .collect()
        };
        assert_eq!(MailRecord::kept(&links(KEPT_LINKS)), u32::MAX);
        let first = u32::try_from(KEPT_LINKS * 2 + 1).unwrap();
        for more in [1, 9] {
            let links = links(KEPT_LINKS + more);
            assert_eq!(MailRecord::kept(&links), first);
            let verdict = Verdict {
                links,
                ..Verdict::default()
            };
            let record = MailRecord::new("", &honmono::Message::default(), verdict);
            let ids: Vec<u32> = record.verdict.links.iter().map(|link| link.id).collect();
            let odd: Vec<u32> = (0..first).filter(|id| id % 2 == 1).collect();
            assert_eq!((ids, record.flagged), (odd, KEPT_LINKS + more));
        }
    }
}
