//! The registrable domain: the part of a host that somebody registered, one label below a public suffix.

use super::Host;
use serde::{Deserialize, Serialize};

/// A registrable domain (`example.co.jp` of `a.b.example.co.jp`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Site(pub Host);

/// The public suffix list, packed at build time. See `lists/` for its source.
#[derive(Debug, Default)]
pub struct Suffixes {}

impl Suffixes {
    /// The registrable domain of a host; `None` for IP addresses and for hosts that are public suffixes themselves.
    #[must_use]
    pub fn site_of(&self, _host: &Host) -> Option<Site> {
        None
    }
}
