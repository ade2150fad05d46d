//! One message, opened in the Message Center. The page is the brand's; the words and links in it may be a seller's.
//!
//! What the page says around it ([`Posted`]) is read with the rest of the page, the message itself as any mail is: the two are read
//! in different modules of the extension.

use super::messages::{route_of_sellers, tab};
use crate::lists::{Tables, marketplaces};
use crate::mail::{Author, Message, Timestamp};
use crate::official::Tab;
use crate::page::MessageReading;
use crate::page::mail::{self, Common};
use crate::page::plan::{Body, Kind, Side, body, field, framed, place, probe, text};
use crate::page::snapshot::Snapshot;
use crate::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// One message, opened.
pub(super) fn kind() -> Kind {
    Kind {
        name: "open".to_owned(),
        roots: vec![probe("#detail-page", "userscripts for ca and es")],
        needs_body: true,
        fields: vec![field(
            "subject",
            [
                text("#message-content-title h3", "userscripts for ca and es"),
                text("#message-content-title", "the same"),
            ],
        )],
        body: Some(Body {
            ways: vec![
                body("#hidden-message-content", "userscripts for ca and es"),
                framed("#detail-page iframe", &[], "a body shown in a frame"),
                body(
                    "#detail-page [id*='message-content']:not([id*='title'])",
                    "a body under a neighbouring name",
                ),
            ],
            ..Body::default()
        }),
        places: vec![
            place("#message-content-title", Side::After),
            place("", Side::Before),
        ],
        ..Kind::default()
    }
}

/// What the page says of the message that is open on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct Posted {
    /// The marketplace that delivers it.
    pub marketplace: String,
    /// When it was sent.
    pub sent: Option<Timestamp>,
    /// Who wrote it.
    pub author: Author,
}

impl Posted {
    /// What the page says, when a message is open on it.
    pub(super) fn of(snapshot: &Snapshot, marketplace: &str) -> Option<Self> {
        snapshot.of_kind("open").next()?;
        Some(Self {
            marketplace: marketplace.to_owned(),
            sent: sent_in_route(&snapshot.url),
            author: author(snapshot),
        })
    }

    /// The message. What a seller wrote is judged as a mail is: the page is the brand's, the words and links are not.
    #[must_use]
    pub fn read(&self, snapshot: &Snapshot, tables: &Tables) -> Vec<MessageReading> {
        let common = Common::of(snapshot, tables);
        snapshot
            .of_kind("open")
            .map(|region| {
                let mut message: Message = mail::message(snapshot, region, &common);
                message.sent = self.sent;
                // There is no sender to read on such a page: the marketplace delivers it, a seller may have written it.
                message
                    .missing
                    .retain(|name| name != "sender_address" && name != "date" && name != "time");
                message.sender.name =
                    marketplaces::by_id(&self.marketplace).map(|known| known.name.to_owned());
                message.posted = Some(self.author);
                MessageReading {
                    region: region.key.clone(),
                    identity: mail::identity(&message),
                    message,
                }
            })
            .collect()
    }
}

/// The moment in the route of an opened message: `#!/detail/<id>/bsm/<sent ms>/inbox`.
fn sent_in_route(url: &str) -> Option<Timestamp> {
    let (_, route) = url.split_once("#!/detail/")?;
    route
        .split('/')
        .find_map(|part| {
            part.parse::<i64>()
                .ok()
                .filter(|ms| (788_918_400_000..4_102_444_800_000).contains(ms))
        })
        .map(Timestamp)
}

/// Who wrote the message that is open: the route of buyers' and sellers' messages says so, or the tab they are in. The other tab
/// lists both.
fn author(snapshot: &Snapshot) -> Author {
    if route_of_sellers(snapshot) || tab(snapshot) == Tab::Sellers {
        Author::Seller
    } else {
        Author::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::official::PageKind;
    use crate::page::snapshot::RegionSeen;
    use crate::page::{Found, amazon};

    /// A message opened under this route, with one link in it.
    fn opened(route: &str, href: &str) -> crate::Verdict {
        use crate::page::snapshot::{BodySeen, LinkSeen};
        let snapshot = Snapshot {
            site: "amazon_messages".to_owned(),
            url: format!("https://www.amazon.co.jp/gp/message#!/{route}"),
            regions: vec![RegionSeen {
                kind: "open".to_owned(),
                fields: [("subject".to_owned(), Found::of(&["ご注文について"]))].into(),
                body: Some(BodySeen {
                    text: "お客様各位 こちらをご確認ください。".to_owned(),
                    links: vec![LinkSeen {
                        href: href.to_owned(),
                        text: "こちら".to_owned(),
                        ..LinkSeen::default()
                    }],
                    ..BodySeen::default()
                }),
                ..RegionSeen::default()
            }],
            ..Snapshot::default()
        };
        let tables = Tables::shipped();
        let (reading, opened) = amazon::read(&snapshot, &tables).unwrap();
        assert_eq!(reading.kind, PageKind::Message);
        crate::judge(
            &opened[0].message,
            &tables,
            &crate::official::Standing::NotAsked,
        )
    }

    const FOREIGN: &str = "https://pay-check.example/jp";

    #[test]
    fn a_foreign_link_in_an_opened_message_is_a_sellers_and_not_a_fake() {
        use crate::{Level, words};
        for (route, headline) in [
            ("detail/A1/bsm/1795168931000/inbox", "level_seller"),
            ("detail/A1/T1/bsm/1795168931000/inbox", "level_seller"),
            ("detail/A1/T1/all/1795168931000/inbox", "level_posted"),
            ("detail/bsmith/1795168931000/inbox", "level_posted"),
        ] {
            for href in [FOREIGN, "https://amazon.co.jp.pay-check.example/ap/signin"] {
                let verdict = opened(route, href);
                assert_eq!(verdict.level(), Level::Suspicious, "{route} {href}");
                assert_eq!(verdict.links[0].level, Level::Suspicious);
                assert_eq!(words::headline(&verdict).key, headline, "{route}");
                assert_eq!(
                    words::claim_line(&verdict).unwrap().key,
                    format!("advice_claim_{}", headline.trim_start_matches("level_"))
                );
                assert_eq!(words::actions(&verdict, true), [words::Action::WhatNow]);
            }
        }
    }

    #[test]
    fn an_opened_message_without_foreign_links_is_quiet() {
        for route in [
            "detail/A1/T1/all/1795168931000/inbox",
            "detail/A1/bsm/1795168931000/inbox",
        ] {
            let verdict = opened(route, "https://www.amazon.co.jp/gp/help");
            assert_eq!(verdict.level(), crate::Level::Quiet, "{:?}", verdict.signs);
            assert!(crate::words::advice(&verdict).is_empty());
        }
    }

    #[test]
    fn a_moment_in_the_route_of_an_opened_message() {
        assert_eq!(
            sent_in_route("https://www.amazon.ca/gp/message#!/detail/A1B2/bsm/1795168931000/inbox"),
            Some(Timestamp(1_795_168_931_000))
        );
        assert_eq!(
            sent_in_route("https://www.amazon.ca/gp/message#!/inbox"),
            None
        );
    }
}
