//! Outlook on the web and Outlook.com.
//!
//! Class names change in waves, `aria-label` is translated: ids (`UniqueMessageBody…`, `MSG_…_FROM`, `CONV_…_SUBJECT`) and
//! `data-` attributes lead. The address is the weak point: for people it knows Outlook shows only the name, and then the sender was
//! not read. A mail's own classes and ids come with `x_` in front.
//!
//! Sources: saved page parts of 2023 to 2025 in four languages; mailvelope/mailvelope:test/integration/__mocks__ (2025);
//! PreMiD/Activities:websites/O/Outlook (2025).

use super::mail::{self, Common};
use super::plan::{
    Body, Candidate, From, Kind, Place, Side, Watch, attr, body, field, probe, strings, text, there,
};
use super::snapshot::{RegionSeen, Snapshot};
use crate::mail::Message;

/// Match patterns of its documents.
pub const HOSTS: &[&str] = &[
    "https://outlook.live.com/*",
    "https://outlook.office.com/*",
    "https://outlook.office365.com/*",
    "https://outlook.cloud.microsoft/*",
];

/// The panes a message is read in; a body outside of them is loose markup.
const PANES: [&str; 4] = [
    "#ConversationReadingPaneContainer",
    "[data-app-section=\"MailReadCompose\"]",
    "#ReadingPaneContainerId",
    "[data-app-section=\"ItemContainer\"]",
];

/// The probes.
#[must_use]
pub fn candidate() -> Candidate {
    let panes = PANES.join(", ");
    let message = |css: &str| format!(":is({panes}) {css}:has([id^=\"UniqueMessageBody\"])");
    let cards = "saved page parts 2025";
    Candidate {
        id: "outlook".to_owned(),
        present: vec![],
        page: vec![
            field(
                "subject",
                [
                    attr(
                        "[role=heading][id^=\"CONV_\"][id$=\"_SUBJECT\"]",
                        "title",
                        "an extension's code, 2026",
                    ),
                    text(
                        "[role=heading][id^=\"CONV_\"][id$=\"_SUBJECT\"]",
                        "an extension's code, 2026",
                    ),
                    text("span[id$=\"_SUBJECT\"]", "an extension's code, 2026"),
                    text(
                        "#ReadingPaneContainerId [role=heading][aria-level=\"2\"]",
                        "an extension's code, 2025",
                    ),
                    text(
                        "[data-app-section=\"MailReadCompose\"] [role=heading][aria-level=\"2\"]",
                        "as above, in the newer pane",
                    ),
                ],
            ),
            field("pane", [there(&panes, cards)]),
        ],
        kinds: vec![
            Kind {
                name: "open".to_owned(),
                roots: vec![
                    probe(
                        &message(".aVla3"),
                        "saved page parts 2025, English and German",
                    ),
                    probe(&message("[aria-expanded=\"true\"]"), cards),
                ],
                climb: strings(&PANES),
                not: strings(&["[contenteditable=\"true\"]"]),
                fields: vec![
                    field(
                        "sender",
                        [
                            text("[id^=\"MSG_\"][id$=\"_FROM\"]", "an extension's code, 2026"),
                            text("[role=region] .OZZZK", "saved page part 2025, German"),
                            text(".OZZZK", "saved page parts 2023, 2025"),
                        ],
                    ),
                    field(
                        "label",
                        [
                            attr(
                                "[role=region] > [aria-label*=\": \"]",
                                "aria-label",
                                "saved page part 2025: \"Von: …\"",
                            ),
                            attr(
                                "[role=region] > [aria-label*=\"@\"]",
                                "aria-label",
                                "the same where the language has a colon of its own",
                            ),
                        ],
                    ),
                    field(
                        "date",
                        [
                            text(
                                "[data-testid=\"SentReceivedSavedTime\"]",
                                "an extension's code, 2025",
                            ),
                            text(".AL_OM", "class of the date, 2024"),
                        ],
                    ),
                    field(
                        "recipients",
                        [text(
                            "[data-testid=\"RecipientWell\"]",
                            "saved page part 2025",
                        )],
                    ),
                    field(
                        "attachments",
                        [
                            attr(
                                ".T3idP [role=listbox] [role=option] [title]",
                                "title",
                                cards,
                            ),
                            text(
                                "[data-testid=\"AttachmentCard\"]",
                                "an extension's code, 2025",
                            ),
                        ],
                    )
                    .many(50),
                ],
                body: Some(Body {
                    ways: vec![body(
                        "[id^=\"UniqueMessageBody\"]",
                        "saved pages 2023, 2024, 2025, four languages",
                    )],
                    not: strings(&["[role=textbox]"]),
                    ..Body::default()
                }),
                places: vec![
                    Place {
                        from: From::Up(
                            "#ConversationReadingPaneContainer .aVla3, .aVla3".to_owned(),
                        ),
                        ..Place::default()
                    },
                    Place {
                        side: Side::Prepend,
                        ..Place::default()
                    },
                ],
                ..Kind::default()
            },
            Kind {
                name: "collapsed".to_owned(),
                roots: vec![probe(
                    ".GjFKx:has(.OZZZK)",
                    "fragment 2023: nothing but classes",
                )],
                not: strings(&[".aVla3 [aria-expanded=\"true\"]"]),
                ..Kind::default()
            },
        ],
        watch: Watch {
            attributes: strings(&["aria-expanded"]),
            frames: vec![],
            settle: 120,
        },
    }
}

/// Reads one open message.
#[must_use]
pub fn message(snapshot: &Snapshot, region: &RegionSeen, common: &Common) -> Message {
    let mut message = mail::message(snapshot, region, common);
    // "From: sender@example.com": the label's own word ends at the first colon.
    if message.sender.address.is_none()
        && let Some((_, rest)) = region
            .first("label")
            .and_then(|label| label.split_once([':', '：']))
    {
        let (name, address) = mail::split_sender(rest);
        if address.is_some() {
            message.sender.address = address;
            message.sender.name = message.sender.name.or(name);
            message.missing.retain(|name| name != "sender_address");
        }
    }
    message.in_spam |= mail::is_spam_folder(&snapshot.url, &["/junkemail"]);
    message
}
