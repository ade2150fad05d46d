//! Every message between the worlds: one version, one envelope, two enums.
//!
//! A content script can only spell a [`FromPage`]; what changes settings, opens tabs or forgets data is a [`FromOurs`] and
//! is taken from our own extension pages alone. Everything a content script says is treated as hostile: [`Letter::weigh`]
//! bounds it before a field of it is read.

use crate::columns::Columns;
use honmono::mail::Timestamp;
use honmono::official::{Conclusion, PageKind, Place, PlaceKind, Standing, Wanted};
use honmono::page::{Plan, Snapshot};
use honmono::plain::{FromPlain, ToPlain};
use honmono::settings::Settings;
use honmono::verdict::{Level, Verdict};
use honmono_ui::orders::Searched;
use serde::{Deserialize, Serialize};

/// The version of everything below. An old content script after an update speaks an older one and is told to end.
pub const VERSION: u32 = 1;

/// The longest message taken from a page, in UTF-16 units of its JSON. A mail of 10,000 links is a quarter of this.
pub const HEAVIEST: u32 = 12_000_000;

/// The longest address taken from a page.
pub const LONGEST_URL: usize = 8_192;

/// One message to the background.
#[derive(Debug, Default, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Letter {
    /// [`VERSION`].
    pub honmono: u32,
    /// From a content script.
    pub page: Option<FromPage>,
    /// From one of our own pages.
    pub ours: Option<FromOurs>,
}

impl Letter {
    /// A letter from one of our own pages.
    #[must_use]
    pub const fn ours(message: FromOurs) -> Self {
        Self {
            honmono: VERSION,
            page: None,
            ours: Some(message),
        }
    }

    /// Whether a message of this weight is read at all.
    #[must_use]
    pub const fn weigh(units: u32) -> bool {
        units <= HEAVIEST
    }
}

/// What a content script may say.
#[derive(Debug, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum FromPage {
    /// The hands are here: what should they look for?
    Hello {
        /// Address of their document.
        url: String,
    },
    /// What they found.
    Look {
        /// The raw strings. On the way their regions and `links` are JSON in a text beside them ([`crate::api::letter`]): ten thousand
        /// links cross several times faster so.
        snapshot: Box<Snapshot>,
        /// The links of each region, in the order of the regions, which come without them.
        #[serde(default)]
        links: Vec<Columns>,
    },
    /// Where does this one link lead? For links that are not marked, on the person's wish.
    Peek {
        /// The `href` as written.
        href: String,
        /// The text it shows.
        text: String,
    },
    /// Show the card of a link of ours: the head of this mail is in another frame, and there is room.
    Show(Wish),
    /// Hide it.
    Hide,
    /// The hands left the page; nothing of it is shown any more.
    Gone,
}

/// A card for a link that stands in another frame than the mail's head.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Wish {
    /// The head's region; told to the head's frame.
    pub region: String,
    /// The mail.
    pub token: String,
    /// The link.
    pub link: u32,
    /// A click waits for the person's word.
    pub held: bool,
    /// Left, top and bottom of the link in its frame.
    pub place: Vec<f64>,
}

/// What only our own pages may say.
#[derive(Debug, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum FromOurs {
    /// Open the brand's own message list for this mail and match it.
    Check {
        /// The mail.
        token: String,
    },
    /// Open the brand's own order page for this mail.
    FindOrder {
        /// The mail.
        token: String,
    },
    /// Open a place where the order of this mail may be.
    OpenPlace {
        /// The mail.
        token: String,
        /// The place.
        place: PlaceKind,
    },
    /// Forget what was read from the brand's own pages.
    ForgetRecords,
    /// Open the help page for this mail, or without one.
    Help {
        /// The mail.
        token: Option<String>,
    },
    /// Open the guide where it tells where to report this mail.
    Report {
        /// The mail.
        token: String,
    },
    /// Judge this link or text, and keep the answer for the page that asks.
    Ask {
        /// What was typed or pasted.
        text: String,
    },
    /// Read the page of this mail again.
    LookAgain {
        /// The mail.
        token: String,
    },
    /// Make a report on the page of this mail, which could not be read.
    CopyReport {
        /// The mail.
        token: String,
    },
    /// What is known of this mail? Asked by the frames in a page: in Firefox they cannot read the session's storage.
    Recall {
        /// The mail.
        token: String,
    },
    /// A mail has been waiting for a page of the brand's: is that page still to come?
    Overdue,
    /// What would be said of a made-up fake? For the first page.
    Example,
    /// Look at this tab now, whatever site it is.
    LookAt {
        /// The tab.
        tab: f64,
    },
    /// Ask the hands of every frame of this tab whether they still show what we remember.
    Refresh {
        /// The tab.
        tab: f64,
    },
    /// Keep these settings.
    Save {
        /// The settings.
        settings: Settings,
    },
    /// Forget everything: settings, steps, what this session holds.
    Forget,
}

/// What the background answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// No business here.
    Nothing,
    /// Look for this.
    Plan(Task),
    /// What to draw, region by region. Regions not named show nothing.
    Draw(Vec<Drawing>),
    /// The same, as far as it goes: a part of the page is in a frame that has not been heard of yet. Look again in a moment.
    Soon(Vec<Drawing>),
    /// Heard; what is to be drawn comes by itself ([`ToPage::Draw`]).
    Heard,
    /// The card is ready under this token.
    Card {
        /// For the frame's address.
        token: String,
    },
    /// A report on the shape of a page, to be shown before it is copied.
    Report(String),
    /// What is known of a mail.
    Mail(Box<MailRecord>),
    /// Done.
    Done,
    /// Not understood, too heavy, or not allowed to ask.
    Refused,
}

/// What the hands are to do on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct Task {
    /// What to look for.
    pub plan: Plan,
    /// Words of ours that the hands set as text (title of our frames), so that they know none themselves.
    pub title: String,
}

/// What to draw for one region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct Drawing {
    /// The hands' key; empty means "wherever the message stands".
    pub region: String,
    /// For the panel frame's address.
    pub token: String,
    /// The links to mark.
    pub marks: Vec<Mark>,
}

/// How to mark links that are marked alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct Mark {
    /// Their numbers in the region.
    pub ids: Vec<u32>,
    /// The name of the look (`dangerous`, `suspicious`).
    pub look: Level,
    /// Ask before it is followed.
    pub hold: bool,
    /// What a screen reader says of them.
    pub say: String,
}

/// What the background tells the hands by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum ToPage {
    /// Look again now: something else became known.
    Again,
    /// Are you there? The answer is the tokens shown.
    There,
    /// More is known of a mail that is shown: let the panels ask again.
    Changed,
    /// What do you see now? Asked of a frame that is the body of a mail whose head is in another. The answer is a snapshot.
    Body,
    /// What is the page around the message built like? The answer is a snapshot with its shape.
    Shape,
    /// Draw this in what you just told of.
    Draw(Vec<Drawing>),
    /// Show the card of a link in a frame of yours.
    Show(Wish),
    /// The pointer left that link.
    Hide,
}

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
    /// The page is one of the brand's own.
    pub own: Option<OwnPage>,
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
        verdict.links.retain(|link| link.level > Level::Quiet);
        let flagged = verdict.links.len();
        verdict.links.truncate(KEPT_LINKS);
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
mod tests {
    use super::*;

    #[test]
    fn a_page_cannot_spell_what_is_ours() {
        assert!(serde_json::from_str::<FromPage>(r#""forget""#).is_err());
        assert!(serde_json::from_str::<FromPage>(r#"{"look_at":{"tab":1}}"#).is_err());
        assert!(serde_json::from_str::<FromOurs>(r#"{"look_at":{"tab":1}}"#).is_ok());
    }

    #[test]
    fn the_hands_spelling_is_understood() {
        let letter: Letter = serde_json::from_str(
            r#"{"honmono":1,"page":{"hello":{"url":"https://mail.example/"}}}"#,
        )
        .unwrap();
        assert!(matches!(letter.page, Some(FromPage::Hello { .. })));
        let letter: Letter = serde_json::from_str(r#"{"honmono":1,"page":"gone"}"#).unwrap();
        assert!(matches!(letter.page, Some(FromPage::Gone)));
    }

    /// Both readings of a letter agree, and give what was written.
    fn crosses<T>(json: &str)
    where
        T: Serialize + serde::de::DeserializeOwned + ToPlain + FromPlain,
    {
        let theirs: T = serde_json::from_str(json).unwrap();
        let own: T = honmono::plain::read(serde_json::from_str(json).unwrap()).unwrap();
        let written = serde_json::to_value(&theirs).unwrap();
        assert_eq!(serde_json::to_value(&own).unwrap(), written);
        let plain: honmono::plain::Value = serde_json::from_value(written).unwrap();
        let again: T = honmono::plain::read(own.to_plain()).unwrap();
        let also: T = honmono::plain::read(plain).unwrap();
        assert_eq!(
            serde_json::to_string(&again).unwrap(),
            serde_json::to_string(&also).unwrap()
        );
    }

    #[test]
    fn letters_and_answers_cross_as_json_says() {
        for json in [
            r#"{"honmono":1,"page":{"hello":{"url":"https://mail.example/"}}}"#,
            r#"{"honmono":1,"page":"gone"}"#,
            r#"{"honmono":1,"page":{"peek":{"href":"h","text":"t"}}}"#,
            r#"{"honmono":1,"page":{"look":{"snapshot":{"site":"gmail","zone":[[1,2]]}}}}"#,
            r#"{"honmono":1,"page":{"look":{"snapshot":{},"links":[{"href":["a"],"text":["b"],"more":[{"id":0,"href":"c"}]},{}]}}}"#,
            r#"{"honmono":1,"ours":{"open_place":{"token":"t","place":{"year":2026}}}}"#,
            r#"{"honmono":1,"ours":{"help":{"token":null}}}"#,
            r#"{"honmono":1,"ours":{"look_at":{"tab":15032385537}}}"#,
            r#"{"honmono":1,"ours":{"save":{"settings":{"hosts":["a"]}}}}"#,
            r#"{"honmono":1,"ours":"example"}"#,
        ] {
            crosses::<Letter>(json);
        }
        for json in [
            r#""refused""#,
            r#"{"card":{"token":"t"}}"#,
            r#"{"draw":[{"region":"r","token":"t","marks":[{"ids":[1,4],"look":"dangerous","hold":true,"say":"s"}]}]}"#,
            r#"{"mail":{"site":"gmail","orders":["1"],"searches":[{"number":"1","places":[{"kind":"hidden","address":"a","matters":true,"answer":{"partly":{"read":1,"total":null}}}],"conclusion":{"open":{"left":1}}}]}}"#,
        ] {
            crosses::<Answer>(json);
        }
        crosses::<TabRecord>(
            r#"{"own":null,"frames":[{"frame":7,"host":"h","mails":[],"read":2}]}"#,
        );
    }

    #[test]
    fn what_a_page_may_not_say_is_not_read() {
        for json in [
            r#"{"honmono":1,"page":"forget"}"#,
            r#"{"honmono":1,"page":{"look_at":{"tab":1}}}"#,
            r#"{"honmono":1,"page":{"hello":{}}}"#,
            r#"{"honmono":1,"page":{"hello":{"url":5}}}"#,
            r#"{"honmono":-1}"#,
        ] {
            let value = serde_json::from_str(json).unwrap();
            assert!(honmono::plain::read::<Letter>(value).is_err(), "{json}");
        }
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
}
