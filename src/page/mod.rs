//! Pages as data: probes that the hands run, what they bring back, and reading it. No DOM here.
//!
//! A [`Plan`] says what the hands must look for on a page of a given address; a [`Snapshot`] is what they found; [`read`]
//! turns it into messages (webmail) or records (Amazon).

pub mod plan;
pub mod snapshot;

pub use plan::Plan;
pub use snapshot::Snapshot;

use crate::lists::Tables;
use crate::mail::Message;
use serde::{Deserialize, Serialize};

/// The plan for a document at this address, or `None` where Honmono has no business.
#[must_use]
pub fn plan(_url: &str) -> Option<Plan> {
    None
}

/// What a snapshot says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// A webmail page with open messages.
    Mail(Vec<MessageReading>),
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

/// Reads a snapshot.
#[must_use]
pub fn read(_snapshot: &Snapshot, _tables: &Tables) -> Reading {
    Reading::Nothing
}
