//! Settings, their defaults, and reading of older stored forms.

use crate::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// What a person, or an organisation, may set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Settings {
    /// Version of the stored form.
    pub version: u32,
    /// Interface language (`ja`, `en`, ...); `None` follows the browser.
    pub language: Option<String>,
    /// Ask before following a dangerous link.
    pub hold_clicks: bool,
    /// The person's home marketplace (`amazon.co.jp`), for help when a mail names none.
    pub marketplace: Option<String>,
    /// Further webmail hosts that are wanted: from a settings file, or set by an organisation. The browser's own list of grants
    /// says which of them may be entered.
    pub hosts: Vec<String>,
}

/// The most wanted hosts.
pub const MOST_HOSTS: usize = 100;

/// The match pattern of a host as a person writes it; `None` for what names no host of the web.
///
/// ```
/// use honmono::settings::origin;
/// assert_eq!(origin(" Mail.Example.co.jp ").as_deref(), Some("https://mail.example.co.jp/*"));
/// assert_eq!(origin("https://*/*"), None);
/// ```
#[must_use]
pub fn origin(host: &str) -> Option<String> {
    let host = host.trim().to_ascii_lowercase();
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let whole = host.len() <= 253 && host.contains('.') && host.split('.').all(label);
    whole.then(|| format!("https://{host}/*"))
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: 1,
            language: None,
            hold_clicks: true,
            marketplace: None,
            hosts: vec![],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_one_site_and_never_all_of_them() {
        for host in [
            "",
            "*",
            "*.example.com",
            "https://a.example",
            "a.example/x",
            "a b.example",
            "localhost",
            "-a.example",
            "a..example",
            "a.example:8443",
            "user@a.example",
            "メール.example",
        ] {
            assert_eq!(origin(host), None, "{host}");
        }
        assert_eq!(
            origin("post.example.test").as_deref(),
            Some("https://post.example.test/*")
        );
    }

    #[test]
    fn an_older_form_without_hosts_is_read() {
        let older: Settings = serde_json::from_str(r#"{"hold_clicks":false}"#).unwrap();
        assert!(!older.hold_clicks && older.hosts.is_empty());
    }
}
