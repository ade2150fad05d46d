//! The official check: records read from the brand's own pages, matching a message against them, and the search for an order.
//!
//! *Listed* confirms, *not listed* proves nothing: the brand leaves some kinds of mail out of its list, and the list may belong to
//! another account. Whatever is said here names what was read.

pub mod day;
pub mod matching;
pub mod record;
pub mod records;
pub mod search;
pub mod stamp;
pub mod subject;

pub use day::{DAY_MS, Day};
pub use matching::{Agreement, Near, NearWhy, TimeAgreement, Wanted};
pub use record::{
    ListPage, MessageRow, OrderList, OrderRow, PageKind, PageReading, Precision, Tab,
};
pub use records::{Errand, Records};
pub use search::{Answer, Conclusion, OrderSearch, Place, PlaceKind};
pub use subject::{Likeness, Subject};

use crate::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// How a message stands with the official record, as far as it was looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
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
    /// The page's rows could not be read, or are not there yet.
    NotRead,
    /// Not among the rows that were read.
    NotFound {
        /// The oldest row read, as milliseconds.
        from: Option<i64>,
        /// The newest row read.
        to: Option<i64>,
        /// How many rows were read.
        #[serde(default)]
        rows: u32,
        /// The page offers older ones that were not read.
        #[serde(default)]
        more: bool,
        /// The row that comes nearest, when one does: same subject at another time, or without a readable time.
        #[serde(default)]
        near: Option<Near>,
    },
    /// Listed.
    Listed {
        /// The subject of the row as the page shows it.
        subject: String,
        /// When it was sent, as milliseconds.
        sent: Option<i64>,
        /// What agreed, and by how much.
        #[serde(default)]
        agreement: Agreement,
        /// The marketplace whose list it is in (`amazon.co.jp`).
        #[serde(default)]
        marketplace: String,
    },
}

impl Standing {
    /// Whether an official record matches: time and subject. It never outweighs a bad sender or link.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        matches!(self, Self::Listed { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::{Link, Mailbox, Shown};
    use crate::lists::Tables;
    use crate::mail::{Message, Sender, Timestamp};
    use crate::verdict::{Level, Sign, Verdict, Weight, judge};
    use proptest::prelude::*;

    fn listed() -> Standing {
        Standing::Listed {
            subject: "x".to_owned(),
            sent: Some(0),
            agreement: Agreement::default(),
            marketplace: "amazon.co.jp".to_owned(),
        }
    }

    proptest! {
        #[test]
        fn a_match_never_lifts_a_verdict_above_what_speaks_against_it(
            weights in prop::collection::vec(prop::sample::select(vec![Weight::Good, Weight::Note, Weight::Odd, Weight::Proof]), 0..6),
            missing in any::<bool>(),
        ) {
            let signs: Vec<Sign> = weights.iter().map(|weight| Sign::new("sign", *weight)).collect();
            let missing = if missing { vec!["body".to_owned()] } else { vec![] };
            let before = Verdict { signs: signs.clone(), missing: missing.clone(), ..Verdict::default() }.level();
            let after = Verdict { signs, missing, standing: listed(), ..Verdict::default() }.level();
            if before >= Level::Unread {
                prop_assert_eq!(after, before);
            }
        }
    }

    /// Real judging, with a foreign sender and a foreign link in turn.
    #[test]
    fn a_fake_with_everything_copied_stays_dangerous() {
        let tables = Tables::shipped();
        let mail = |address: &str, href: &str| Message {
            sender: Sender {
                name: Some("Amazon.co.jp".to_owned()),
                address: Mailbox::parse(address),
                ..Sender::default()
            },
            subject: Some("発送済み: 「ボールペン」".to_owned()),
            sent: Some(Timestamp(0)),
            text: "Amazon.co.jp をご利用いただきありがとうございます。".to_owned(),
            links: vec![Link::read(0, href, Shown::default(), &tables)],
            ..Message::default()
        };
        let genuine = mail(
            "auto-confirm@amazon.co.jp",
            "https://www.amazon.co.jp/gp/help",
        );
        assert_eq!(
            judge(&genuine, &tables, &listed()).level(),
            Level::Confirmed
        );
        for fake in [
            mail(
                "auto-confirm@amazon-jp.example",
                "https://www.amazon.co.jp/gp/help",
            ),
            mail(
                "auto-confirm@amazon.co.jp",
                "https://amazon.co.jp.pay-check.example/",
            ),
        ] {
            let before = judge(&fake, &tables, &Standing::NotAsked).level();
            assert!(before >= Level::Suspicious, "{before:?}");
            assert_eq!(judge(&fake, &tables, &listed()).level(), before);
        }
    }
}
