//! [`Host`]: the only place where host text is compared.

use serde::{Deserialize, Serialize};

/// A host name as the URL standard resolves it: lower-case ASCII labels (`xn--` for others), no trailing dot, or an IP
/// address in its canonical form. Not comparable to `str`, on purpose: `contains` and `ends_with` on host text are how
/// link checkers come to trust strangers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Host(Box<str>);

impl Host {
    /// Reads a host name the way a browser would (`url::Host::parse`), or `None` when it is none.
    ///
    /// ```
    /// use honmono::address::Host;
    /// assert_eq!(Host::parse("WWW.Amazon.co.jp.").map(|h| h.to_string()).as_deref(), Some("www.amazon.co.jp"));
    /// assert!(Host::parse("not a host").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let host = url::Host::parse(text.trim_end_matches('.')).ok()?;
        // Other full stops and dropped characters at the end come out as a dot, or leave one.
        let text = host.to_string();
        let text = text.trim_end_matches('.');
        (!text.is_empty()).then(|| Self(text.into()))
    }

    /// The host of a URL that is parsed already: its text is in the right form, only a trailing dot may stand.
    #[must_use]
    pub fn of(url: &url::Url) -> Option<Self> {
        let text = url.host_str()?.trim_end_matches('.');
        (!text.is_empty()).then(|| Self(text.into()))
    }

    /// The part of this host that starts at a byte, when a label starts there.
    #[must_use]
    pub fn from(&self, start: usize) -> Option<Self> {
        let starts = start == 0 || self.0.as_bytes().get(start - 1) == Some(&b'.');
        let text = self.0.get(start..)?;
        (starts && !text.is_empty()).then(|| Self(text.into()))
    }

    /// An IP address rather than a name.
    #[must_use]
    pub fn is_ip(&self) -> bool {
        // The URL standard reads every host whose last label is a number as IPv4, and IPv6 stands in brackets.
        let mut letters = self.0.bytes().rev();
        match letters.next() {
            Some(b']') => true,
            Some(b'0'..=b'9') => letters
                .take_while(|byte| *byte != b'.')
                .all(|byte| byte.is_ascii_digit()),
            _ => false,
        }
    }

    /// The name in Unicode, when that differs from the ASCII form.
    #[must_use]
    pub fn to_unicode(&self) -> Option<String> {
        if !self.labels().any(|label| label.starts_with("xn--")) {
            return None;
        }
        let (text, _) = idna::domain_to_unicode(&self.0);
        (text != *self.0).then_some(text)
    }

    /// The text of the host, for showing and for looking up in tables; not for comparing.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The labels, left to right.
    pub fn labels(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('.')
    }

    /// True for the host itself and anything below it; `evil-bank.example` is not under `bank.example`.
    #[must_use]
    pub fn is_under(&self, parent: &Self) -> bool {
        let mut own = self.0.rsplit('.');
        parent.0.rsplit('.').all(|label| own.next() == Some(label))
    }
}

/// Where the label of a host's text that ends before `end` starts. Labels are short: a search made for long texts costs more.
pub(crate) fn label_start(text: &str, end: usize) -> usize {
    let mut at = end.min(text.len());
    while at > 0 && text.as_bytes()[at - 1] != b'.' {
        at -= 1;
    }
    at
}

impl std::fmt::Display for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> Host {
        Host::parse(text).unwrap()
    }

    #[test]
    fn no_dot_stands_at_the_end() {
        for text in [
            "amazon.co.jp",
            "amazon.co.jp.",
            "amazon.co.jp。",
            "amazon.co.jp.\u{34f}",
            "amazon.co.jp．\u{ad}",
        ] {
            assert_eq!(host(text).as_str(), "amazon.co.jp", "{text:?}");
        }
        for text in [".", ".\u{34f}", "。", ""] {
            assert!(Host::parse(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn under_itself_and_below() {
        assert!(host("amazon.co.jp").is_under(&host("amazon.co.jp")));
        assert!(host("www.amazon.co.jp").is_under(&host("amazon.co.jp")));
    }

    #[test]
    fn not_under_a_name_it_merely_ends_with() {
        assert!(!host("evilamazon.co.jp").is_under(&host("amazon.co.jp")));
        assert!(!host("co.jp").is_under(&host("amazon.co.jp")));
        assert!(!host("amazon.co.jp.evil.example").is_under(&host("amazon.co.jp")));
    }
}
