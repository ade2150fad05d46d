//! Roundcube, on any host. Run: 1.6.5 with the skins elastic, larry and classic, as a page and in the list's preview frame
//! (same origin; its `src` attribute stays at the watermark, so only the document tells).
//!
//! The address is in the `title` and `href` of the sender's link, the text is the display name; when the address is not valid
//! Roundcube shows plain text. Classes and ids of the mail come with `v1` in front and its `data-` attributes are dropped.

use super::plan::{
    Body, Candidate, From, Kind, Side, Watch, attr, body, field, place, probe, raw, strings, text,
};

/// The probes of a message, page or frame.
#[must_use]
pub fn candidate() -> Candidate {
    Candidate {
        id: "roundcube".to_owned(),
        present: strings(&[
            "body.task-mail",
            "iframe#messagecontframe",
            "#messagebody > :is(.message-htmlpart, .message-part)",
            "#messageheader + #messagepreview",
        ]),
        page: vec![],
        kinds: vec![Kind {
            name: "open".to_owned(),
            roots: vec![probe("body", "Roundcube 1.6.5: one message a document")],
            not: strings(&["body.action-compose", "body.task-login"]),
            needs_body: true,
            fields: vec![
                field(
                    "subject",
                    [
                        text(
                            ":is(#message-header, #messageheader) :is(h2, h3).subject",
                            "1.6.5 elastic, larry",
                        )
                        .less(&[".voice", "a.extwin"]),
                        text("td.header.subject", "1.6.5 classic"),
                        text("h2.subject", "1.6.5 elastic").less(&[".voice", "a.extwin"]),
                    ],
                ),
                field(
                    "sender_address",
                    [
                        attr(
                            "td.header.from .rcmContactAddress[title*='@']",
                            "title",
                            "1.6.5, all skins",
                        ),
                        attr(
                            ".header-summary .rcmContactAddress[title*='@']",
                            "title",
                            "1.6.5 elastic: the short header",
                        ),
                        attr(
                            "td.header.from a[href^='mailto:']",
                            "href",
                            "1.6.5, all skins",
                        ),
                        text(
                            "td.header.from",
                            "1.6.5: plain text when the address is not valid",
                        )
                        .has("@"),
                    ],
                ),
                field(
                    "sender_name",
                    [
                        text("td.header.from .rcmContactAddress", "1.6.5, all skins"),
                        text(".header-summary .rcmContactAddress", "1.6.5 elastic"),
                        text("td.header.from", "1.6.5: plain text").less(&[".rcmaddcontact"]),
                    ],
                ),
                field(
                    "date",
                    [
                        text("td.header.date", "1.6.5, all skins"),
                        text(".header-summary .text-nowrap", "1.6.5 elastic"),
                    ],
                ),
                field(
                    "reply_to",
                    [
                        attr(
                            "td.header.replyto .rcmContactAddress[title*='@']",
                            "title",
                            "1.6.5 templates",
                        ),
                        text("td.header.replyto", "1.6.5 templates").has("@"),
                    ],
                )
                .many(5),
                field(
                    "recipients",
                    [attr(
                        "td.header.to .rcmContactAddress[title*='@']",
                        "title",
                        "1.6.5, all skins",
                    )],
                )
                .many(50),
                field(
                    "attachments",
                    [
                        text("#attachment-list li .attachment-name", "1.6.5 elastic"),
                        text("#attachment-list li a", "1.6.5 larry"),
                    ],
                )
                .many(50),
                field(
                    "self",
                    [attr(
                        ":is(#message-header, #messageheader) a.extwin[href*='_uid=']",
                        "href",
                        "1.6.5 elastic, larry: names mailbox and number",
                    )],
                )
                .from(From::Page),
            ],
            body: Some(Body {
                ways: vec![body("#messagebody", "1.6.5, all skins")],
                not: strings(&["#composebody", "#compose-content"]),
                ..Body::default()
            }),
            places: vec![
                place("#message-objects", Side::Before),
                place("#messagebody", Side::Before),
            ],
            ..Kind::default()
        }],
        watch: Watch {
            attributes: vec![],
            frames: vec![],
            settle: 30,
        },
    }
}

/// The probes of the message source (`_action=viewsource`): plain text in the browser's own `pre`.
#[must_use]
pub fn source_candidate() -> Candidate {
    super::source::candidate(
        "roundcube_source",
        &["body > pre"],
        vec![raw(
            "body > pre",
            "1.6.5: served as text/plain, shown by the browser in a pre",
        )],
    )
}

/// The names of the candidates for an address that may be Roundcube's.
#[must_use]
pub fn sites(url: &url::Url) -> &'static [&'static str] {
    if is_source(url) {
        &["roundcube_source"]
    } else {
        &["roundcube"]
    }
}

/// Whether this address shows a mail's source and nothing else. A mail can lead to an address of its reader's webmail: with two actions
/// or the number of a part it could be an attachment that looks like a source.
fn is_source(url: &url::Url) -> bool {
    super::source::only(url, "_action").as_deref() == Some("viewsource")
        && !url.query_pairs().any(|(name, _)| name.starts_with("_part"))
}

/// Mailbox and number of the message, which name it across looks.
#[must_use]
pub fn identity(url: &str, own_link: Option<&str>) -> Option<String> {
    let base = url::Url::parse(url).ok()?;
    let link = own_link.and_then(|link| base.join(link).ok());
    [Some(base), link].into_iter().flatten().find_map(|url| {
        let of = |wanted: &str| {
            url.query_pairs()
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value.into_owned())
        };
        Some(format!("{}/{}", of("_mbox")?, of("_uid")?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(query: &str) -> &'static [&'static str] {
        let url = url::Url::parse(&format!("https://webmail.example/?{query}")).unwrap();
        sites(&url)
    }

    #[test]
    fn a_source_is_where_roundcube_shows_one() {
        assert_eq!(
            at("_task=mail&_uid=7&_mbox=INBOX&_action=viewsource&_extwin=1"),
            ["roundcube_source"]
        );
    }

    #[test]
    fn an_attachment_is_no_source() {
        for query in [
            "_task=mail&_uid=7&_mbox=INBOX&_action=viewsource&_part=2&_action=get",
            "_task=mail&_uid=7&_mbox=INBOX&_action=get&_part=2",
            "_task=mail&_action=viewsource&_action[]=get&_uid=7",
            "_task=mail&_action=viewsource&.action=get&_uid=7",
            "_task=mail&_action=viewsource&_part=2",
        ] {
            assert_eq!(at(query), ["roundcube"], "{query}");
        }
    }
}
