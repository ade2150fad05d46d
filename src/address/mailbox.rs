//! A mail address: local part and host.

use super::Host;
use serde::{Deserialize, Serialize};

/// One address of a mail, as far as it could be read. `raw` is kept because some fakes use addresses that are none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// The part before the last `@`, as written.
    pub local: String,
    /// The host after it, when it is one.
    pub host: Option<Host>,
    /// The whole address as written, without angle brackets.
    pub raw: String,
}

impl Mailbox {
    /// Reads `local@host`; anything with an `@` gives a mailbox, anything else `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let raw = text
            .trim()
            .trim_start_matches('<')
            .trim_end_matches('>')
            .trim();
        let (local, host) = raw.rsplit_once('@')?;
        Some(Self {
            local: local.to_owned(),
            host: Host::parse(host),
            raw: raw.to_owned(),
        })
    }
}
