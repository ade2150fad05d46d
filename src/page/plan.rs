//! What the hands must look for on a page: selectors as data, handed over as JSON.

use serde::{Deserialize, Serialize};

/// Probes and places for one kind of page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    /// Which reader made it (`gmail`, `roundcube`, ...); comes back in the snapshot.
    pub site: String,
}
