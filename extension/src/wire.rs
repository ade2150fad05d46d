//! Every message between the worlds: one version, one envelope, two enums.
//!
//! A content script can only spell a [`FromPage`]; what changes settings, opens tabs or forgets data is a [`FromOurs`] and
//! is taken from our own extension pages alone. Everything a content script says is treated as hostile: [`Letter::weigh`]
//! bounds it before a field of it is read.

use crate::lines::Lines;
pub use crate::record::{
    Asked, BodyFrame, FrameRecord, KEPT_LINKS, Kept, MailHead, MailRecord, OwnPage, Search,
    TabRecord, mail_key, shorten, tab_key, tab_of, whole,
};
use honmono::official::PlaceKind;
use honmono::page::{Plan, Snapshot};
use honmono::plain::{FromPlain, ToPlain, Value};
use honmono::settings::Settings;
use honmono::verdict::Level;
use serde::{Deserialize, Serialize};

/// The version of everything below. An old content script after an update speaks an older one and is told to end.
pub const VERSION: u32 = 1;

/// The longest message taken from a page, in UTF-16 units of its JSON. A mail of 10,000 links is a quarter of this.
pub const HEAVIEST: u32 = 12_000_000;

/// The longest address taken from a page.
pub const LONGEST_URL: usize = 8_192;
/// The longest address of a link that is asked about, in bytes: the hands tell of 20,000 letters.
pub const LONGEST_LINK: usize = 80_000;

/// One message to the background.
#[derive(Debug, Default, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Letter {
    /// [`VERSION`].
    pub honmono: u32,
    /// From a content script.
    pub page: Option<FromPage>,
    /// From one of our own pages: a [`FromOurs`] or a [`ForDuties`].
    pub ours: Option<Value>,
}

impl Letter {
    /// A letter from one of our own pages.
    #[must_use]
    pub fn ours(message: &dyn ToPlain) -> Self {
        Self {
            honmono: VERSION,
            page: None,
            ours: Some(message.to_plain()),
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
        links: Vec<Lines>,
    },
    /// Where does this one link lead? For links that are not marked, on the person's wish, and for those that were not
    /// [kept](Drawing::kept).
    Peek {
        /// The `href` as written.
        href: String,
        /// The text it shows.
        text: String,
        /// The mail that it was marked in.
        #[serde(default)]
        token: String,
    },
    /// Show the card of a link of ours: the head of this mail is in another frame, and there is room.
    Show(Wish),
    /// Hide it.
    Hide,
    /// The person pressed Escape in this frame; the card may be another's.
    Escape,
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

/// What only our own pages may say, and the [duties](crate::duties) do. The background hands it on without looking into it.
#[derive(Debug, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum ForDuties {
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
    /// A mail has been waiting for a page of the brand's: is that page still to come?
    Overdue,
}

/// What only our own pages may say, and the background does or has done.
#[derive(Debug, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum FromOurs {
    /// What is known of this mail? Asked by the frames in a page: in Firefox they cannot read the session's storage.
    Recall {
        /// The mail.
        token: String,
    },
    /// Judge this link or text, and keep the answer for the page that asks.
    Ask {
        /// What was typed or pasted.
        text: String,
    },
    /// What would be said of a made-up fake? For the first page.
    Example,
    /// Whose site is this? The answer is a mail with one link in it ([`Answer::Mail`]).
    Site {
        /// Scheme and host of a page; nothing more of its address is told.
        origin: String,
    },
    /// Look at this tab now, whatever site it is.
    LookAt {
        /// The tab.
        tab: f64,
    },
    /// Ask the hands of every frame of this tab whether they still show what we remember. [`Answer::Nothing`] when there are none.
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
    /// Look for this: a [`Task`].
    Plan(Value),
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
    /// What is known of a mail: a [`MailRecord`].
    Mail(Value),
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
    /// What is known of links from this number on was too much to keep: it is asked for one by one ([`FromPage::Peek`]).
    pub kept: u32,
}

/// How to mark links that are marked alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct Mark {
    /// Their numbers in the region, as runs of one after another: in turns the first, and how many.
    pub runs: Vec<u32>,
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
    /// Escape was pressed somewhere in the page.
    Escape,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_cannot_spell_what_is_ours() {
        assert!(serde_json::from_str::<FromPage>(r#""forget""#).is_err());
        assert!(serde_json::from_str::<FromPage>(r#"{"look_at":{"tab":1}}"#).is_err());
        assert!(serde_json::from_str::<FromOurs>(r#"{"look_at":{"tab":1}}"#).is_ok());
        assert!(serde_json::from_str::<FromOurs>(r#"{"check":{"token":"t"}}"#).is_err());
        assert!(serde_json::from_str::<ForDuties>(r#"{"look_at":{"tab":1}}"#).is_err());
    }

    #[test]
    fn the_hands_spelling_is_understood() {
        let letter: Letter = serde_json::from_str(
            r#"{"honmono":1,"page":{"hello":{"url":"https://mail.example/"}}}"#,
        )
        .unwrap();
        assert!(matches!(letter.page, Some(FromPage::Hello { .. })));
        let letter: Letter = serde_json::from_str(r#"{"honmono":1,"page":"hide"}"#).unwrap();
        assert!(matches!(letter.page, Some(FromPage::Hide)));
        let letter: Letter = serde_json::from_str(r#"{"honmono":1,"page":"escape"}"#).unwrap();
        assert!(matches!(letter.page, Some(FromPage::Escape)));
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
        // The order of fields says nothing: what is handed on unread keeps the one it came in.
        assert_eq!(
            serde_json::to_value(&again).unwrap(),
            serde_json::to_value(&also).unwrap()
        );
    }

    #[test]
    fn letters_and_answers_cross_as_json_says() {
        for json in [
            r#"{"honmono":1,"page":{"hello":{"url":"https://mail.example/"}}}"#,
            r#"{"honmono":1,"page":"hide"}"#,
            r#"{"honmono":1,"page":"escape"}"#,
            r#"{"honmono":1,"page":{"peek":{"href":"h","text":"t"}}}"#,
            r#"{"honmono":1,"page":{"peek":{"href":"h","text":"t","token":"m"}}}"#,
            r#"{"honmono":1,"page":{"look":{"snapshot":{"site":"gmail","zone":[[1,2]]}}}}"#,
            r#"{"honmono":1,"page":{"look":{"snapshot":{},"links":[{"same":" ","href":"a","text":"b","more":[{"id":0,"href":"c"}]},{}]}}}"#,
            r#"{"honmono":1,"ours":{"open_place":{"token":"t","place":{"year":2026}}}}"#,
            r#"{"honmono":1,"ours":{"help":{"token":null}}}"#,
            r#"{"honmono":1,"ours":{"look_at":{"tab":15032385537}}}"#,
            r#"{"honmono":1,"ours":{"save":{"settings":{"hosts":["a"]}}}}"#,
            r#"{"honmono":1,"ours":"example"}"#,
        ] {
            crosses::<Letter>(json);
        }
        for json in [
            r#"{"open_place":{"token":"t","place":{"year":2026}}}"#,
            r#"{"help":{"token":null}}"#,
            r#""forget_records""#,
        ] {
            crosses::<ForDuties>(json);
        }
        for json in [
            r#"{"look_at":{"tab":15032385537}}"#,
            r#"{"save":{"settings":{"hosts":["a"]}}}"#,
            r#""example""#,
        ] {
            crosses::<FromOurs>(json);
        }
        crosses::<MailRecord>(
            r#"{"site":"gmail","orders":["1"],"searches":[{"number":"1","places":[{"kind":"hidden","address":"a","matters":true,"answer":{"partly":{"read":1,"total":null}}}],"conclusion":{"open":{"left":1}}}]}"#,
        );
        for json in [
            r#""refused""#,
            r#"{"card":{"token":"t"}}"#,
            r#"{"draw":[{"region":"r","token":"t","marks":[{"runs":[1,1,4,2],"look":"dangerous","hold":true,"say":"s"}],"kept":7}]}"#,
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
}
