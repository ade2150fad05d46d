//! The official check: records read from the brand's own pages, and matching a message against them.

use serde::{Deserialize, Serialize};

/// How a message stands with the official record, as far as it was looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nobody asked yet.
    #[default]
    NotAsked,
    /// Asked; the page was opened and has not answered yet.
    Waiting,
    /// The page wants the person to sign in first.
    SignedOut,
    /// A robot check or an error page.
    Stopped,
    /// The page's rows could not be read.
    NotRead,
    /// Not among the rows that were read.
    NotFound {
        /// The oldest row read, as milliseconds.
        from: Option<i64>,
        /// The newest row read.
        to: Option<i64>,
    },
    /// Listed.
    Listed {
        /// The subject of the row as the page shows it.
        subject: String,
        /// When it was sent, as milliseconds.
        sent: Option<i64>,
    },
}
