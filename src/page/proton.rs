//! Proton Mail. The body is an `about:blank` frame of the same origin, without scripts, which is made anew when pictures are loaded
//! or the view switches; the page around reads it.
//!
//! Source: ProtonMail/WebClients:applications/mail/src/app/components (message/MessageView.tsx, message/MessageBodyIframe.tsx,
//! conversation/ConversationHeader.tsx, recipients).

use super::generic;
use super::mail::{self, Common};
use super::plan::{
    Body, Candidate, Kind, Place, Watch, attr, body, field, framed, probe, raw, strings, text,
};
use super::snapshot::{RegionSeen, Snapshot};
use crate::mail::Message;

/// Match patterns of its documents.
pub const HOSTS: &[&str] = &["https://mail.proton.me/*"];

/// The probes.
#[must_use]
pub fn candidate() -> Candidate {
    let source = "ProtonMail/WebClients, 2025";
    let frame = "iframe[data-testid=\"content-iframe\"]";
    Candidate {
        id: "proton".to_owned(),
        present: vec![],
        page: vec![
            field(
                "subject",
                [
                    text("h1[data-testid=\"conversation-header:subject\"]", source),
                    text("[data-testid=\"conversation-header:subject\"]", source),
                ],
            ),
            field(
                "headers",
                [raw(
                    ".message-headers-modal pre",
                    "an extension's code, 2025: only when the person opened it",
                )],
            ),
        ],
        kinds: vec![
            Kind {
                name: "open".to_owned(),
                roots: vec![
                    probe(
                        "article.message-container[data-testid^=\"message-view-\"][data-expanded=\"true\"]",
                        source,
                    ),
                    probe(
                        "[data-shortcut-target=\"message-container\"][data-expanded=\"true\"]",
                        source,
                    ),
                    probe("article[data-testid=\"message-view\"]", "the older name"),
                ],
                not: strings(&[".composer"]),
                fields: vec![
                    field("own_id", [attr("", "data-message-id", source)]),
                    field(
                        "sender_address",
                        [
                            text(
                                "[data-testid=\"recipients:sender\"] [data-testid=\"recipient-address\"]",
                                source,
                            ),
                            text(
                                "[data-testid=\"message-header:from\"] [data-testid=\"recipient-address\"]",
                                "the older name",
                            ),
                            text("[data-testid=\"message-header:from\"]", "the older name")
                                .has("@"),
                        ],
                    ),
                    field(
                        "dropdown",
                        [attr(
                            "[data-testid=\"recipients:sender\"] [data-testid^=\"recipient:details-dropdown-\"]",
                            "data-testid",
                            source,
                        )],
                    ),
                    field(
                        "sender_name",
                        [
                            text(
                                "[data-testid=\"recipients:sender\"] [data-testid=\"recipient-label\"]",
                                source,
                            ),
                            text("[data-testid=\"message-header:from\"]", "the older name"),
                        ],
                    ),
                    field(
                        "date",
                        [
                            attr("time[datetime]", "datetime", source),
                            text("time", source),
                        ],
                    ),
                ],
                body: Some(Body {
                    ways: vec![
                        framed(
                            &format!("[data-testid=\"message-content:body\"] {frame}"),
                            &["#proton-root"],
                            source,
                        ),
                        framed(frame, &["#proton-root"], source),
                        body(
                            "[data-testid=\"message-content:body\"]:not(:has(iframe))",
                            source,
                        ),
                    ],
                    ..Body::default()
                }),
                places: vec![Place::default()],
                ..Kind::default()
            },
            Kind {
                name: "collapsed".to_owned(),
                roots: vec![probe(
                    "article.message-container[data-expanded=\"false\"]",
                    source,
                )],
                ..Kind::default()
            },
        ],
        watch: Watch {
            attributes: strings(&["data-expanded"]),
            frames: strings(&[frame]),
            settle: 60,
        },
    }
}

/// Reads one open message.
#[must_use]
pub fn message(snapshot: &Snapshot, region: &RegionSeen, common: &Common) -> Message {
    let mut message = mail::message(snapshot, region, common);
    if message.sender.address.is_none()
        && let Some(address) = region
            .first("dropdown")
            .and_then(|id| id.strip_prefix("recipient:details-dropdown-"))
            .and_then(|address| mail::split_sender(address).1)
    {
        message.sender.address = Some(address);
        message.missing.retain(|name| name != "sender_address");
    }
    message.in_spam |= generic::last_folder(&snapshot.url) == Some("spam");
    message
}
