//! The raw strings the hands bring back.

use serde::{Deserialize, Serialize};

/// What the hands found on a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Snapshot {
    /// The plan it answers.
    pub site: String,
    /// The document's address.
    pub url: String,
}
