//! What the hands must look for on a page: selectors as data, handed over as JSON.
//!
//! A [`Plan`] holds one or more [`Candidate`]s; the hands take the first whose `present` probes match. A candidate names kinds of
//! regions (an open message, a collapsed one, a row of a list), each with the selectors of its roots, its [`Field`]s and, for a
//! message, its [`Body`]. Every selector has a place in an ordered list of ways, and the hands report how often each matched:
//! a page that changed can then be told apart from a page with nothing to read.
//!
//! Rules the hands keep, whatever a plan says:
//!
//! - Bodies are found first, from the outside in. A match inside a body counts for nothing, except the body's own text and links.
//! - Of nested roots only the outermost counts: what lies inside is the mail's.
//! - An editable body is a draft, not a mail.

use crate::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// Probes and places for one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Plan {
    /// Candidates in order; the first that is present is used.
    pub sites: Vec<Candidate>,
    /// How much may be read.
    pub limits: Limits,
}

/// One way a document may be built.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Candidate {
    /// Which reader made it (`gmail`, `roundcube`, ...); comes back in the snapshot.
    pub id: String,
    /// Any of these matches: it is this kind of page. Empty: always.
    pub present: Vec<String>,
    /// Fields of the whole document (subject of a thread, whose mailbox).
    pub page: Vec<Field>,
    /// Kinds of regions, in the order in which they are looked for.
    pub kinds: Vec<Kind>,
    /// What to watch for changes.
    pub watch: Watch,
}

/// A kind of region: a message, a row, a card.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Kind {
    /// Its name (`open`, `collapsed`, `row`, ...).
    pub name: String,
    /// Selectors of its root, best first; the first way with an accepted match is used.
    pub roots: Vec<Probe>,
    /// When no root is found: panes in which a root is made from each body, by climbing as high as no other body is held. For
    /// pages whose classes mean nothing.
    pub climb: Vec<String>,
    /// A root that is one of these, or lies inside one, is dropped (compose boxes, drafts, templates).
    pub not: Vec<String>,
    /// A root that holds one of these outside the mail's body is dropped.
    pub without: Vec<String>,
    /// A root without a visible body is dropped.
    pub needs_body: bool,
    /// What to read from it.
    pub fields: Vec<Field>,
    /// Where the mail's own content is.
    pub body: Option<Body>,
    /// Where the panel may stand, best first; relative to the region.
    pub places: Vec<Place>,
    /// At most so many regions; 0 stands for 60.
    pub most: u32,
}

/// The evidence, where it is read: tests want it, what ships does not carry it.
fn evidence(seen: &str) -> String {
    if cfg!(feature = "evidence") {
        seen.to_owned()
    } else {
        String::new()
    }
}

/// A selector and where it was seen true. A selector is a claim about somebody else's page: without evidence it does not pass
/// the tests (`tests/pages.rs`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(from = "String", into = "String")]
pub struct Probe {
    /// The selector.
    pub css: String,
    /// Where and when it was seen true; stays here, the hands do not need it.
    pub seen: String,
}

impl std::convert::From<String> for Probe {
    fn from(css: String) -> Self {
        Self {
            css,
            seen: String::new(),
        }
    }
}

impl std::convert::From<Probe> for String {
    fn from(probe: Probe) -> Self {
        probe.css
    }
}

/// A probe with its evidence.
#[must_use]
pub fn probe(css: &str, seen: &str) -> Probe {
    Probe {
        css: css.to_owned(),
        seen: evidence(seen),
    }
}

/// One thing to read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Field {
    /// Its name in the snapshot.
    pub name: String,
    /// Where the ways start from.
    pub from: From,
    /// Ways, best first; the first that yields a value is used.
    pub ways: Vec<Way>,
    /// At most so many values; 0 stands for 1.
    pub most: u32,
    /// Fields of each match, read relative to it: rows of a table, items of an order.
    pub parts: Vec<Field>,
}

/// Where the ways of a field start from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// Inside the region, outside its body. For page fields: the document.
    #[default]
    Region,
    /// Anywhere in the document, outside every body.
    Page,
    /// Inside the region's closest ancestor (or itself) that matches this selector.
    Up(String),
    /// Inside the region, before its body, the nearest first.
    Before,
}

/// One way to a value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Way {
    /// A selector; empty means the starting element itself.
    pub css: String,
    /// What to take from the match.
    pub take: Take,
    /// Descendants left out of the text (words only meant for screen readers).
    pub less: Vec<String>,
    /// Values without this string do not count.
    pub has: String,
    /// Where and when it was seen true; stays here.
    #[serde(skip)]
    pub seen: String,
}

/// What to take from a match.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum Take {
    /// Its text, white space folded, pictures by their alternative text.
    #[default]
    Text,
    /// Its text as it is, for preformatted sources.
    Raw,
    /// An attribute, as written.
    Attr(String),
    /// Nothing but that it is there: the value is empty.
    There,
    /// Its tag name.
    Tag,
}

/// Where the mail's own content is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Body {
    /// Ways to the root of the content.
    pub ways: Vec<BodyWay>,
    /// If any of these lies in the root, only the outermost of them are read; what stands beside them is the webmail's.
    pub parts: Vec<String>,
    /// A root that is one of these, or lies inside one, is none (editors).
    pub not: Vec<String>,
    /// When no way matches: take the element that holds most of the page's links to other hosts.
    pub dense: bool,
}

/// One way to a body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct BodyWay {
    /// A selector in the document. Every way must select mail content only, or a frame of it.
    pub css: String,
    /// It selects an iframe whose document is the mail.
    pub frame: bool,
    /// The root inside that document, first match; its `body` if empty or missing.
    pub inside: Vec<String>,
    /// Where and when it was seen true; stays here.
    #[serde(skip)]
    pub seen: String,
}

/// A place for the panel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Place {
    /// A selector; empty means the region itself.
    pub css: String,
    /// Where it is looked for.
    pub from: From,
    /// On which side.
    pub side: Side,
}

/// On which side of the element the panel stands.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain,
)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Before it, as a sibling.
    #[default]
    Before,
    /// Inside it, first.
    Prepend,
    /// After it, as a sibling.
    After,
}

/// What to watch for changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Watch {
    /// Attributes whose change may open or close a message.
    pub attributes: Vec<String>,
    /// A document that comes into one of these frames is looked at, and watched where it is of the same origin.
    pub frames: Vec<String>,
    /// Let the page settle for so many milliseconds after a change.
    pub settle: u32,
}

/// How much may be read. What goes beyond is left and the snapshot says `cut`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Limits {
    /// Links in one body.
    pub links: u32,
    /// Characters of one body's text.
    pub text: u32,
    /// Characters of one field's value.
    pub value: u32,
    /// Nodes of one body.
    pub nodes: u32,
    /// Milliseconds for one look.
    pub time: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            links: 10_000,
            text: 1_000_000,
            value: 2_000,
            nodes: 400_000,
            time: 150,
        }
    }
}

/// The text of a match.
#[must_use]
pub fn text(css: &str, seen: &str) -> Way {
    Way {
        css: css.to_owned(),
        seen: evidence(seen),
        ..Way::default()
    }
}

/// An attribute of a match.
#[must_use]
pub fn attr(css: &str, name: &str, seen: &str) -> Way {
    Way {
        take: Take::Attr(name.to_owned()),
        ..text(css, seen)
    }
}

/// The tag name of a match.
#[must_use]
pub fn tag(css: &str, seen: &str) -> Way {
    Way {
        take: Take::Tag,
        ..text(css, seen)
    }
}

/// That there is a match.
#[must_use]
pub fn there(css: &str, seen: &str) -> Way {
    Way {
        take: Take::There,
        ..text(css, seen)
    }
}

/// The text of a preformatted source, as it is.
#[must_use]
pub fn raw(css: &str, seen: &str) -> Way {
    Way {
        take: Take::Raw,
        ..text(css, seen)
    }
}

/// A body in the document itself.
#[must_use]
pub fn body(css: &str, seen: &str) -> BodyWay {
    BodyWay {
        css: css.to_owned(),
        seen: evidence(seen),
        ..BodyWay::default()
    }
}

/// A body in a frame.
#[must_use]
pub fn framed(css: &str, inside: &[&str], seen: &str) -> BodyWay {
    BodyWay {
        frame: true,
        inside: strings(inside),
        ..body(css, seen)
    }
}

/// The frames among these ways, for [`Watch::frames`]: the document in them comes after they do.
#[must_use]
pub fn frames_of(ways: &[BodyWay]) -> Vec<String> {
    let frames = ways.iter().filter(|way| way.frame);
    frames.map(|way| way.css.clone()).collect()
}

/// A place for the panel, inside the region.
#[must_use]
pub fn place(css: &str, side: Side) -> Place {
    Place {
        css: css.to_owned(),
        from: From::Region,
        side,
    }
}

/// Owned strings.
#[must_use]
pub fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|&text| text.to_owned()).collect()
}

impl Way {
    /// Leaves descendants out of the text.
    #[must_use]
    pub fn less(mut self, css: &[&str]) -> Self {
        self.less = strings(css);
        self
    }

    /// Values without this string do not count.
    #[must_use]
    pub fn has(mut self, needle: &str) -> Self {
        needle.clone_into(&mut self.has);
        self
    }
}

/// A field of one value, read inside the region.
#[must_use]
pub fn field(name: &str, ways: impl IntoIterator<Item = Way>) -> Field {
    Field {
        name: name.to_owned(),
        ways: ways.into_iter().collect(),
        ..Field::default()
    }
}

impl Field {
    /// Starts elsewhere.
    #[must_use]
    pub fn from(mut self, from: From) -> Self {
        self.from = from;
        self
    }

    /// Keeps up to so many values.
    #[must_use]
    pub fn many(mut self, most: u32) -> Self {
        self.most = most;
        self
    }

    /// Reads fields of each match.
    #[must_use]
    pub fn parts(mut self, parts: impl IntoIterator<Item = Self>) -> Self {
        self.parts = parts.into_iter().collect();
        self
    }
}
