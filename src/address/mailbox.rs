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
        let quoted = host.ends_with('"');
        Some(Self {
            local: if quoted { raw } else { local }.to_owned(),
            host: Host::parse(host).filter(|_| !quoted),
            raw: raw.to_owned(),
        })
    }

    /// What stands in quotation marks in place of an address: `"no-reply@bank.example"`. An `@` inside them separates nothing
    /// (RFC 5322, 3.4.1), so it is a name that looks like an address.
    #[must_use]
    pub fn quoted(&self) -> Option<&str> {
        let inside = self.local.strip_prefix('"')?.strip_suffix('"')?;
        (self.host.is_none() && inside.contains('@')).then_some(inside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_make_no_host() {
        let quoted = Mailbox::parse("<\"no-reply@bank.example\">").unwrap();
        assert_eq!(quoted.host, None);
        assert_eq!(quoted.quoted(), Some("no-reply@bank.example"));
        for text in [
            "no-reply@bank.example",
            "\"no-reply@bank.example\"@stranger.example",
            "\"Taro Yamada\"@bank.example",
        ] {
            let mailbox = Mailbox::parse(text).unwrap();
            assert!(
                mailbox.host.is_some() && mailbox.quoted().is_none(),
                "{text}"
            );
        }
        assert!(Mailbox::parse("x@not a host").unwrap().quoted().is_none());
    }
}
