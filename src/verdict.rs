//! [`Verdict`]: the signs found. The level is computed from them, never stored beside them.

use crate::address::{Host, Mailbox};
use crate::lists::Tables;
use crate::mail::{Author, Claim, Message};
use crate::official::Standing;
use crate::plain::{FromPlain, ToPlain};
use crate::signs;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What the person is told, ordered by how loudly. There is no level that says "safe".
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToPlain,
    FromPlain,
)]
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
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToPlain, FromPlain,
)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct Sign {
    /// The sign's name, shared by its file, its test cases and its message key (`sign_<name>`).
    pub name: Cow<'static, str>,
    /// How much it weighs.
    pub weight: Weight,
    /// The links it is about, by id; empty for signs about the message.
    pub links: Vec<u32>,
    /// What was seen, by argument name; `words` puts it into the sentence.
    pub evidence: Vec<(Cow<'static, str>, Evidence)>,
}

/// A piece of evidence in a form the drawing code can show properly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
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
    /// Who wrote it, when a page of the brand's own shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
}

impl Sign {
    /// A sign about the message.
    #[must_use]
    pub const fn new(name: &'static str, weight: Weight) -> Self {
        Self {
            name: Cow::Borrowed(name),
            weight,
            links: vec![],
            evidence: vec![],
        }
    }

    /// The same with a piece of evidence.
    #[must_use]
    pub fn with(mut self, argument: &'static str, evidence: Evidence) -> Self {
        self.evidence.push((Cow::Borrowed(argument), evidence));
        self
    }
}

/// Letters of a mail's or page's words that are shown as evidence.
const LONGEST_TEXT: usize = 80;

impl Evidence {
    /// Words from a mail or page, shortened.
    #[must_use]
    pub fn text(words: &str) -> Self {
        let words = words.trim();
        // No letter is shorter than a byte.
        let cut = (words.len() > LONGEST_TEXT)
            .then(|| words.char_indices().nth(LONGEST_TEXT))
            .flatten();
        Self::Text(match cut {
            Some((at, _)) => format!("{}…", &words[..at]),
            None => words.to_owned(),
        })
    }

    /// A host, split at its registrable domain.
    #[must_use]
    pub fn host(host: &Host, tables: &Tables) -> Self {
        let text = host.as_str();
        let site = tables.suffixes.site_of(host).map(|site| site.0.to_string());
        let site = site
            .filter(|site| text.ends_with(&**site))
            .unwrap_or_else(|| text.to_owned());
        Self::Host {
            before: text[..text.len() - site.len()].to_owned(),
            site,
        }
    }

    /// A mail address, split at its registrable domain.
    #[must_use]
    pub fn address(mailbox: &Mailbox, tables: &Tables) -> Self {
        let local: String = mailbox.local.chars().take(80).collect();
        match mailbox.host.as_ref().map(|host| Self::host(host, tables)) {
            Some(Self::Host { before, site }) => Self::Address {
                before: format!("{local}@{before}"),
                site,
            },
            _ => Self::text(&mailbox.raw),
        }
    }
}

impl Verdict {
    /// The level, computed from what was found.
    ///
    /// What could not be read is never shown as safety: a claim with a missing sender or body is `Unread` unless something worse
    /// is known, and nothing short of an official record and a clean mail is `Confirmed`. What the brand's own page shows was
    /// delivered by the brand: it is never `Dangerous`, and where nothing speaks against it there is nothing to say.
    #[must_use]
    pub fn level(&self) -> Level {
        let worst = self.signs.iter().map(|sign| sign.weight).max();
        match worst {
            Some(Weight::Proof) if self.author.is_none() => return Level::Dangerous,
            Some(Weight::Proof | Weight::Odd) => return Level::Suspicious,
            _ => {}
        }
        if !self.missing.is_empty() {
            return Level::Unread;
        }
        if self.claim.is_none() || self.author.is_some() {
            return Level::Quiet;
        }
        let good = |name: &str| {
            self.signs
                .iter()
                .any(|sign| sign.weight == Weight::Good && sign.name == name)
        };
        if matches!(self.standing, Standing::Listed { .. }) {
            Level::Confirmed
        } else if good("sender_authenticated") && (good("links_all_own") || good("no_links")) {
            Level::Consistent
        } else {
            Level::Unconfirmed
        }
    }

    /// The signs a person should read first: the strongest of each kind, without those that only repeat.
    pub fn bad_signs(&self) -> impl Iterator<Item = &Sign> {
        self.signs.iter().filter(|sign| sign.weight >= Weight::Odd)
    }
}

/// Judges one message. The same message gives the same verdict wherever it was read.
///
/// ```
/// use honmono::{Level, Message, Tables, judge, official::Standing, address::Mailbox, mail::Sender};
/// let mail = Message {
///     sender: Sender {
///         name: Some("Amazon.co.jp".into()),
///         address: Mailbox::parse("account-update@qlcfp.cn"),
///         ..Sender::default()
///     },
///     ..Message::default()
/// };
/// let verdict = judge(&mail, &Tables::shipped(), &Standing::NotAsked);
/// assert_eq!(verdict.level(), Level::Dangerous);
/// assert_eq!(verdict.signs[0].name, "sender_wears_brand");
/// ```
#[must_use]
pub fn judge(message: &Message, tables: &Tables, standing: &Standing) -> Verdict {
    signs::judge(message, tables, standing)
}
