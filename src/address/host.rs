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
        // Other full stops and dropped characters at the end come out as a dot, or leave one.
        Self::undotted(&url::Host::parse(text).ok()?.to_string())
    }

    /// The host of a URL that is parsed already: its text is in the right form, only a trailing dot may stand.
    #[must_use]
    pub fn of(url: &url::Url) -> Option<Self> {
        Self::undotted(url.host_str()?)
    }

    /// Without the dots at the end. A number with several (`203.0.113..`) is a name to browsers, one that nobody can have; without
    /// them it would be an address, and another host.
    fn undotted(host: &str) -> Option<Self> {
        let text = host.trim_end_matches('.');
        let other = text.len() < host.len() && ends_in_number(text);
        (!text.is_empty() && !other).then(|| Self(text.into()))
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

/// The URL standard's "ends in a number": such a host is an IPv4 address or none.
fn ends_in_number(text: &str) -> bool {
    let label = &text[label_start(text, text.len())..];
    match label.strip_prefix("0x") {
        Some(hex) => hex.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit()),
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
    fn a_number_with_dots_is_read_as_browsers_read_it() {
        // One dot is dropped with the address it ends; with more it is a name, and no name is a number.
        assert_eq!(host("203.0.113.211.").as_str(), "203.0.113.211");
        assert_eq!(host("0xcb007101.").as_str(), "203.0.113.1");
        for text in [
            "203.0.113..",
            "203.0.113.。",
            "0xcb0071..",
            "a.09..",
            "0x..",
        ] {
            assert!(Host::parse(text).is_none(), "{text:?}");
            let url = url::Url::parse(&format!("http://{text}/")).unwrap();
            assert!(Host::of(&url).is_none(), "{text:?}");
        }
        for text in ["a9..", "0xg..", "x.0x1y..", "9a.."] {
            let read = host(text);
            assert_eq!(host(read.as_str()), read, "{text:?}");
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
