//! Pages as data: probes that the hands run, what they bring back, and reading it. No DOM here.
//!
//! A [`Plan`] says what the hands must look for on a page of a given address; a [`Snapshot`] is what they found; [`read`]
//! turns it into messages (webmail) or records (Amazon).
//!
//! One file per webmail holds its probes, each with where and when it was seen true, and what only that webmail needs in reading.
//! [`sites`] is the list of them all.

pub mod amazon;
pub mod fastmail;
pub mod generic;
pub mod gmail;
pub mod join;
pub mod mail;
pub mod others;
pub mod outlook;
pub mod plan;
pub mod proton;
pub mod report;
pub mod roundcube;
pub mod sites;
pub mod snapshot;
pub mod sogo;
pub mod source;
pub mod time;
mod weekday;
pub mod yahoo;

pub use join::{Joined, join};
pub use plan::Plan;
pub use sites::{frame_plan, hosts, plan};
pub use snapshot::{Found, Snapshot};

use crate::lists::Tables;
use crate::mail::Message;
use crate::official::PageReading;
use serde::{Deserialize, Serialize};

/// What a snapshot says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// A webmail page with open messages.
    Mail(Vec<MessageReading>),
    /// A page of the brand's own: what it says, and what strangers wrote on it (an opened message), to be judged as a mail.
    Official(Box<PageReading>, Vec<MessageReading>),
    /// Nothing to read here (a list, settings, a draft).
    Nothing,
    /// Still loading: look again when the page changes.
    NotYet,
    /// There is a message, but it could not be read: what was missing, by probe name.
    Changed(Vec<String>),
}

/// One message of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MessageReading {
    /// The hands' key of the region the message was read from; marks and the panel go there.
    pub region: String,
    /// Identity of the message across looks (webmail id, or hash of sender, date and subject).
    pub identity: String,
    /// The message.
    pub message: Message,
}

/// How many messages a page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Open, with a body.
    pub open: usize,
    /// Collapsed to a line: neither unread nor judged.
    pub collapsed: usize,
}

/// Counts the messages of a snapshot and its reading.
#[must_use]
pub fn counts(snapshot: &Snapshot, reading: &Reading) -> Counts {
    Counts {
        open: match reading {
            Reading::Mail(messages) => messages.len(),
            _ => 0,
        },
        collapsed: snapshot.of_kind("collapsed").count(),
    }
}

/// Reads a snapshot.
#[must_use]
pub fn read(snapshot: &Snapshot, tables: &Tables) -> Reading {
    sites::read(snapshot, tables)
}
