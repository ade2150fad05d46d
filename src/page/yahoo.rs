//! Yahoo Mail and AOL, which run the same software; and Yahoo! JAPAN Mail, which does not.
//!
//! Yahoo's own test attributes have outlived several designs. Sources: trockerapp/trocker:chrome/trocker.js (January 2026),
//! mailvelope/mailvelope (2025), saved bodies of 2019 and 2024. Yahoo! JAPAN: asadahimeka/userscripts:packages/ymail-clean
//! (December 2023) for the frame; sender, subject and time are found by what all mails look like.

use super::generic;
use super::mail::{self, Common};
use super::plan::{
    Body, Candidate, Kind, Place, Side, Watch, attr, body, field, framed, probe, strings, text,
    there,
};
use super::snapshot::{RegionSeen, Snapshot};
use crate::mail::Message;

/// Match patterns of Yahoo's and AOL's documents.
pub const HOSTS: &[&str] = &[
    "https://mail.yahoo.com/*",
    "https://mg.mail.yahoo.com/*",
    "https://mail.aol.com/*",
];

/// Match patterns of Yahoo! JAPAN's documents.
pub const JAPAN: &[&str] = &["https://mail.yahoo.co.jp/*"];

/// The probes of Yahoo Mail and AOL.
#[must_use]
pub fn candidate() -> Candidate {
    let trocker = "trocker, January 2026";
    Candidate {
        id: "yahoo".to_owned(),
        present: vec![],
        page: vec![
            field(
                "subject",
                [
                    attr("[data-test-id=\"message-group-subject-text\"]", "title", "mailvelope 2025"),
                    text("[data-test-id=\"message-group-subject-text\"]", "mailvelope 2025"),
                    text("[data-test-id=\"message-group-subject\"]", "older name"),
                ],
            ),
            field("scroller", [there("[data-test-id=\"message-group-view-scroller\"]", "an extension's code, 2025")]),
        ],
        kinds: vec![
            Kind {
                name: "open".to_owned(),
                roots: vec![
                    probe("[data-test-id=\"message-view\"][data-test-expanded=\"true\"]", trocker),
                    probe("[data-test-id=\"message-view\"]:has([data-test-id=\"message-view-body\"])", "mailvelope 2025"),
                ],
                not: strings(&["[data-test-id=\"rte\"]", "[data-test-id=\"editorWrapper\"]", "[data-test-id^=\"compose\"]"]),
                fields: vec![
                    field(
                        "sender",
                        [
                            text("[data-test-id=\"message-from\"] [data-test-id=\"email-pill\"] span", "mailvelope 2025"),
                            text("[data-test-id=\"message-from\"]", "mailvelope 2025"),
                        ],
                    ),
                    field(
                        "pill",
                        [
                            attr("[data-test-id=\"message-from\"] [title*=\"@\"]", "title", "seen beside the pill's text"),
                            text("[data-test-id=\"message-from\"]", "mailvelope 2025").has("@"),
                        ],
                    ),
                    field(
                        "date",
                        [
                            attr("[data-test-id=\"message-date\"] time[datetime]", "datetime", "named like its neighbours; not seen"),
                            text("[data-test-id=\"message-date\"]", "named like its neighbours; not seen"),
                            attr("[data-test-id=\"message-header\"] time[datetime]", "datetime", "as above"),
                        ],
                    ),
                    field("attachments", [text("[data-test-id=\"attachment-container\"] [data-test-id=\"attachment-name\"]", "older code, 2022")])
                        .many(50),
                ],
                body: Some(Body {
                    ways: vec![
                        body("[data-test-id=\"message-view-body-content\"]", "saved bodies 2019, 2024"),
                        body("[data-test-id=\"message-view-body\"]", "saved bodies 2019, 2024"),
                    ],
                    not: strings(&["[data-test-id=\"rte\"]", "[data-test-id=\"editorWrapper\"]"]),
                    ..Body::default()
                }),
                places: vec![Place::default()],
                ..Kind::default()
            },
            Kind {
                name: "collapsed".to_owned(),
                roots: vec![probe("[data-test-id=\"message-view\"]:not([data-test-expanded=\"true\"])", trocker)],
                ..Kind::default()
            },
        ],
        watch: Watch {
            attributes: strings(&["data-test-expanded"]),
            frames: vec![],
            settle: 80,
        },
    }
}

/// The probes of Yahoo! JAPAN Mail: a frame of the same origin, filled a moment after a row was selected.
#[must_use]
pub fn japan() -> Candidate {
    let userscript = "asadahimeka/userscripts, December 2023";
    let frame = "[data-cy=\"mailPreviewArea\"] iframe";
    Candidate {
        id: "yahoo_japan".to_owned(),
        // A test attribute, seen once: without it the page is read as a webmail nobody knows.
        present: strings(&["[data-cy=\"mailPreviewArea\"]"]),
        page: vec![field(
            "preview",
            [there("[data-cy=\"mailPreviewArea\"]", userscript)],
        )],
        kinds: vec![Kind {
            name: "open".to_owned(),
            roots: vec![],
            climb: strings(&["[data-cy=\"mailPreviewArea\"]", "#root", "body"]),
            fields: generic::fields(),
            body: Some(Body {
                ways: vec![framed(frame, &[], userscript)],
                ..Body::default()
            }),
            places: vec![Place {
                css: frame.to_owned(),
                side: Side::Before,
                ..Place::default()
            }],
            ..Kind::default()
        }],
        watch: Watch {
            attributes: vec![],
            frames: strings(&[frame]),
            settle: 120,
        },
    }
}

/// Reads one open message of Yahoo or AOL.
#[must_use]
pub fn message(snapshot: &Snapshot, region: &RegionSeen, common: &Common) -> Message {
    let mut message = mail::message(snapshot, region, common);
    if message.sender.address.is_none()
        && let Some(text) = region.first("pill")
    {
        let (name, address) = spaced_sender(text);
        if address.is_some() {
            message.sender.address = address;
            message.sender.name = name.or(message.sender.name);
            message.missing.retain(|name| name != "sender_address");
        }
    }
    // Folder 6 is the spam folder.
    message.in_spam |= mail::is_spam_folder(&snapshot.url, &["/folders/6/", "/folders/6?"]);
    message
}

/// "Name local@host", with the address as the last word.
fn spaced_sender(text: &str) -> (Option<String>, Option<crate::address::Mailbox>) {
    let (name, address) = mail::split_sender(text);
    if address.is_some() {
        return (name, address);
    }
    match text.trim().rsplit_once(char::is_whitespace) {
        Some((name, last)) if last.contains('@') => {
            (Some(name.trim().to_owned()), mail::split_sender(last).1)
        }
        _ => (None, None),
    }
}
