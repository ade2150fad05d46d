//! [`Verdict`]: the signs found. The level is computed from them, never stored beside them.

use crate::lists::Tables;
use crate::mail::{Claim, Message};
use crate::official::Standing;
use serde::{Deserialize, Serialize};

/// What the person is told, ordered by how loudly. There is no level that says "safe".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// None of our business: nothing is shown.
    Quiet,
    /// Listed in the brand's own Message Center, and nothing speaks against it.
    Confirmed,
    /// Fits a genuine mail: sender authenticated, every link the brand's own.
    Consistent,
    /// Nothing wrong found, nothing proven.
    Unconfirmed,
    /// The page could not be read.
    Unread,
    /// Something does not fit.
    Suspicious,
    /// It claims the brand, and the sender or a link proves otherwise.
    Dangerous,
}

/// How much a sign weighs, and in which direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Speaks for the mail.
    Good,
    /// Worth knowing, changes nothing.
    Note,
    /// Does not fit.
    Odd,
    /// Proves that the claim is false.
    Proof,
}

/// One observation, with the evidence it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sign {
    /// The sign's name, shared by its file, its test cases and its message key (`sign_<name>`).
    pub name: String,
    /// How much it weighs.
    pub weight: Weight,
    /// The links it is about, by id; empty for signs about the message.
    pub links: Vec<u32>,
    /// What was seen, by argument name; `words` puts it into the sentence.
    pub evidence: Vec<(String, Evidence)>,
}

/// A piece of evidence in a form the drawing code can show properly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Words from the mail or page, shown as text.
    Text(String),
    /// A count, for plurals.
    Count(u32),
    /// A host: what stands before the registrable domain, and that domain (to be shown in bold).
    Host {
        /// Sub-domain part with its dot, or empty.
        before: String,
        /// The registrable domain, or the whole host where there is none.
        site: String,
    },
    /// A mail address: local part with `@`, then the host.
    Address {
        /// `local@` and sub-domains.
        before: String,
        /// The registrable domain.
        site: String,
    },
}

/// What was found about one link, enough for its mark and its card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkVerdict {
    /// The link's id in its message.
    pub id: u32,
    /// `Dangerous`, `Suspicious` or `Quiet`.
    pub level: Level,
    /// The address as the browser will resolve it after unwrapping, for showing as text.
    pub destination: String,
    /// Its host, split for bold; `None` for links that do not lead to the web.
    pub host: Option<Evidence>,
    /// The host in Unicode, when it differs from the ASCII form.
    pub unicode_host: Option<String>,
    /// Hosts of the wrappers on the way, outermost first.
    pub via: Vec<String>,
    /// Whether the last of them hides its target.
    pub hidden_target: bool,
    /// The brand's own site.
    pub own: bool,
    /// Indices into the verdict's signs.
    pub signs: Vec<usize>,
}

/// Everything found about one message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Verdict {
    /// Who the message claims to be, if it claims anything of ours.
    pub claim: Option<Claim>,
    /// The signs, strongest first.
    pub signs: Vec<Sign>,
    /// Every link, in the message's order.
    pub links: Vec<LinkVerdict>,
    /// What could not be read of the message (probe names); makes the level `Unread` unless something worse is known.
    pub missing: Vec<String>,
    /// What the official check says so far.
    pub standing: Standing,
}

impl Verdict {
    /// The level, computed from what was found.
    #[must_use]
    pub fn level(&self) -> Level {
        let worst = self.signs.iter().map(|sign| sign.weight).max();
        match (worst, &self.claim) {
            (Some(Weight::Proof), _) => Level::Dangerous,
            (Some(Weight::Odd), _) => Level::Suspicious,
            (_, Some(_)) if !self.missing.is_empty() => Level::Unread,
            (_, Some(_)) => Level::Unconfirmed,
            (_, None) if !self.missing.is_empty() => Level::Unread,
            (_, None) => Level::Quiet,
        }
    }
}

/// Judges one message. The same message gives the same verdict wherever it was read.
#[must_use]
pub fn judge(_message: &Message, _tables: &Tables, standing: &Standing) -> Verdict {
    Verdict {
        standing: standing.clone(),
        ..Verdict::default()
    }
}
