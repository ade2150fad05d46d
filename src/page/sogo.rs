//! SOGo, on any host. Run: 5.8.0. One document, no frames; only the hash changes.
//!
//! SOGo keeps the mail's own classes, ids and `data-` attributes as written, so `div.msg-body` may match again inside the mail: the
//! outermost is SOGo's, and of the body only the parts SOGo renders are read (attachments stand beside them).

use super::generic;
use super::mail::{self, Common};
use super::plan::{Body, Candidate, Kind, Place, Side, Watch, body, field, probe, strings, text};
use super::snapshot::{RegionSeen, Snapshot};
use crate::mail::Message;

/// The probes.
#[must_use]
pub fn candidate() -> Candidate {
    let run = "SOGo 5.8.0";
    Candidate {
        id: "sogo".to_owned(),
        present: strings(&["body[ng-app=\"SOGo.MailerUI\"]"]),
        page: vec![],
        kinds: vec![Kind {
            name: "open".to_owned(),
            roots: vec![probe("md-card:has(div.msg-body)", run)],
            needs_body: true,
            fields: vec![
                field(
                    "subject",
                    [
                        text("h5[ng-bind=\"viewer.message.subject\"]", run),
                        text("h5.sg-md-headline", run),
                    ],
                ),
                field(
                    "sender_name",
                    [text("span[ng-bind=\"::viewer.message.from[0].name\"]", run)],
                ),
                field(
                    "sender_address",
                    [
                        text("a[ng-bind=\"::viewer.message.from[0].email\"]", run),
                        text(
                            "span[ng-bind=\"::viewer.message.from[0].name\"] ~ a.md-caption",
                            run,
                        )
                        .has("@"),
                    ],
                ),
                field("date", [text("time.msg-date", run)]),
                field("attachments", [text(".sg-attachment-name", run)]).many(50),
            ],
            body: Some(Body {
                ways: vec![body("md-card div.msg-body", run)],
                parts: strings(&[".mailer_htmlcontent", ".mailer_plaincontent"]),
                ..Body::default()
            }),
            places: vec![
                Place {
                    css: "div.msg-body".to_owned(),
                    side: Side::Before,
                    ..Place::default()
                },
                Place {
                    side: Side::Prepend,
                    ..Place::default()
                },
            ],
            ..Kind::default()
        }],
        watch: Watch {
            attributes: vec![],
            frames: vec![],
            settle: 120,
        },
    }
}

/// Reads one open message.
#[must_use]
pub fn message(snapshot: &Snapshot, region: &RegionSeen, common: &Common) -> Message {
    let mut message = mail::message(snapshot, region, common);
    message.in_spam |= mail::is_spam_folder(&snapshot.url, &["/folderjunk", "/junk/", "/spam/"]);
    message
}

/// Account, folder and number of the open message, from the hash.
#[must_use]
pub fn identity(url: &str) -> Option<String> {
    let (_, hash) = url.split_once("#!/Mail/")?;
    generic::last_folder(url).map(|_| hash.to_owned())
}
