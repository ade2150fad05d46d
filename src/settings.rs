//! Settings, their defaults, and reading of older stored forms.

use serde::{Deserialize, Serialize};

/// What a person, or an organisation, may set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// Further webmail hosts the person added.
    pub hosts: Vec<String>,
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
