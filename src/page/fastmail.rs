//! Fastmail. The card, its header and the body are known; what is inside the header is not, so sender and time are found by what all
//! mails look like.
//!
//! Source: yohasebe/fastmail-plus:content/selectors.js, checked by its author on 2026-06-04.

use super::generic;
use super::plan::{Body, Candidate, Kind, Place, Watch, body, field, probe, strings, text, there};

/// Match patterns of its documents.
pub const HOSTS: &[&str] = &["https://app.fastmail.com/*"];

/// The probes.
#[must_use]
pub fn candidate() -> Candidate {
    let plus = "fastmail-plus, June 2026";
    Candidate {
        id: "fastmail".to_owned(),
        present: strings(&["#conversation", "div.v-MessageCard", "div.v-Message-body"]),
        page: vec![
            field(
                "subject",
                [text(
                    "#conversation .v-Thread-title, #conversation h1",
                    "named in older styles; not seen",
                )],
            ),
            field("conversation", [there("#conversation", plus)]),
        ],
        kinds: vec![
            Kind {
                name: "open".to_owned(),
                roots: vec![
                    probe("div.v-MessageCard.app-contentCard:not(.is-collapsed)", plus),
                    probe("div.v-MessageCard:not(.is-collapsed)", plus),
                ],
                climb: strings(&["#conversation"]),
                not: strings(&[".v-Compose", ".v-EditNote"]),
                without: strings(&[".v-Compose", ".v-EditNote"]),
                needs_body: true,
                fields: generic::fields(),
                body: Some(Body {
                    ways: vec![body(
                        "div.v-Message-body",
                        "fastmail-plus, June 2026; darkreader 2025",
                    )],
                    ..Body::default()
                }),
                places: vec![Place::default()],
                ..Kind::default()
            },
            Kind {
                name: "collapsed".to_owned(),
                roots: vec![probe("div.v-MessageCard.is-collapsed", plus)],
                ..Kind::default()
            },
        ],
        watch: Watch {
            attributes: strings(&["class"]),
            frames: vec![],
            settle: 100,
        },
    }
}
