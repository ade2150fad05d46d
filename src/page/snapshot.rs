//! The raw strings the hands bring back. Nothing in it is believed before [`super::read`] has looked at it.

use crate::names::Names;
use crate::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// What the hands found on a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Snapshot {
    /// The candidate of the plan that was present; empty when none was.
    pub site: String,
    /// The document's address.
    pub url: String,
    /// The document's title.
    pub title: String,
    /// The document's language, as it says.
    pub lang: String,
    /// When the hands looked, in milliseconds since 1970.
    pub looked_at: i64,
    /// The reader's clock: from which moment on (milliseconds) it is how many minutes east of UTC, oldest first.
    pub zone: Vec<(i64, i32)>,
    /// The document is still loading.
    pub loading: bool,
    /// Where its frame stands: its number in the page, then its number in that frame, and so on. Empty: it is the page itself.
    /// `None`: it could not be told.
    pub at: Option<Vec<u32>>,
    /// How often each selector matched, by what it was for (`gmail.present`, `open.roots`, `open.body`).
    pub tried: Names<Vec<u32>>,
    /// Fields of the whole document.
    pub page: Names<Found>,
    /// The regions, in document order within each kind.
    pub regions: Vec<RegionSeen>,
    /// Bodies seen that lie in no region.
    pub strays: u32,
    /// Something was left unread for the sake of time or size.
    pub cut: bool,
    /// The hands failed in a way they did not foresee: the name of the failure.
    pub fault: Option<String>,
    /// The shape of the page around the message, when it was asked for.
    pub shape: Option<Shape>,
}

/// The values of one field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Found {
    /// The values, in document order.
    pub values: Vec<String>,
    /// Fields of each match, when the plan asked for parts; as many as `values`.
    pub parts: Vec<Names<Found>>,
    /// The way that gave them; `None` when none did.
    pub way: Option<u32>,
    /// How often each way that was tried matched.
    pub counts: Vec<u32>,
}

#[cfg(test)]
impl Found {
    /// What a plan's first way gives when it finds these values.
    pub(crate) fn of(values: &[&str]) -> Self {
        Self {
            values: values.iter().map(|&value| value.to_owned()).collect(),
            way: Some(0),
            ..Self::default()
        }
    }
}

/// One region.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct RegionSeen {
    /// The hands' key of it, stable while its node lives.
    pub key: String,
    /// Its kind.
    pub kind: String,
    /// The way that found its root.
    pub way: u32,
    /// Its fields.
    pub fields: Names<Found>,
    /// Its body, when there is one.
    pub body: Option<BodySeen>,
}

/// The mail's own content.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct BodySeen {
    /// The way that found it.
    pub way: u32,
    /// Visible bodies in the region; more than one are read one after another.
    pub count: u32,
    /// The text a person can see. Blocks are parted by line breaks.
    pub text: String,
    /// The text in it that a person cannot see.
    pub hidden: String,
    /// Alternative texts of its pictures.
    pub alts: Vec<String>,
    /// How many pictures it shows.
    pub pictures: u32,
    /// Its links, in document order.
    pub links: Vec<LinkSeen>,
    /// It is a frame whose document cannot be entered from here: the frame's address as written. Another look, in
    /// that frame, has the content.
    pub closed: Option<String>,
    /// Where that frame stands, in the numbers of [`Snapshot::at`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Vec<u32>>,
    /// There is nothing in it yet.
    pub empty: bool,
    /// It was longer than what was read.
    pub cut: bool,
}

/// One link of a body.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct LinkSeen {
    /// Its number in the region.
    pub id: u32,
    /// The address as written.
    pub href: String,
    /// What shows it: `a`, `area`, `form`, `button`, `svg`. Empty stands for `a`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// The visible text.
    pub text: String,
    /// Alternative texts of pictures in it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// A person cannot see it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}

/// The shape of a page: names and counts, never a text or a value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Shape {
    /// Tag name.
    pub tag: String,
    /// Role, if it has one.
    pub role: String,
    /// Names of its attributes.
    pub attributes: Vec<String>,
    /// Length of its own text.
    pub text: u32,
    /// It is the mail's body: what is inside is not told.
    pub body: bool,
    /// How many equal siblings this stands for.
    pub times: u32,
    /// What is inside.
    pub inside: Vec<Shape>,
}

impl Found {
    /// The first value that is not blank.
    #[must_use]
    pub fn first(&self) -> Option<&str> {
        self.values
            .iter()
            .map(|value| value.trim())
            .find(|value| !value.is_empty())
    }

    /// Whether a way matched at all.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.way.is_some()
    }
}

impl RegionSeen {
    /// The first value of a field.
    #[must_use]
    pub fn first(&self, field: &str) -> Option<&str> {
        self.fields.get(field).and_then(Found::first)
    }
}

impl Snapshot {
    /// The first value of a field of the document.
    #[must_use]
    pub fn first(&self, field: &str) -> Option<&str> {
        self.page.get(field).and_then(Found::first)
    }

    /// The regions of a kind.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a RegionSeen> + 'a {
        self.regions
            .iter()
            .filter(move |region| region.kind == kind)
    }
}
