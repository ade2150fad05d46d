//! Gmail, `https://mail.google.com/`.
//!
//! Everything is in the top frame; class names are made by machines but have been the same on messages for years, while the layout
//! around them changed. The sender is scoped to the message's own header cell, because the details popup and the mail list repeat
//! its node. The body's second, hidden twin has no `jslog`; what a mail itself brings along comes with renamed classes.
//!
//! Layouts and their dates: InboxSDK/InboxSDK:src/platform-implementation-js/dom-driver/gmail/views/gmail-message-view.ts and
//! gmail-thread-view.ts; the rest was seen in saved pages of 2020 to 2025.

use super::mail::{self, Common};
use super::plan::{
    Body, Candidate, Field, Kind, Side, Watch, attr, body, field, place, probe, raw, strings, text,
    there,
};
use super::snapshot::{RegionSeen, Snapshot};
use crate::address::Host;
use crate::mail::Message;

/// The probes of the mail application.
#[must_use]
pub fn candidate() -> Candidate {
    Candidate {
        id: "gmail".to_owned(),
        present: vec![],
        page: vec![
            field(
                "subject",
                [
                    text("[role=main] h2.hP", "saved page 2022; InboxSDK 2025"),
                    text("h2.hP", "popped-out windows have no main region"),
                    text(
                        "h2[data-thread-perm-id]",
                        "saved page 2022, without its class names",
                    ),
                ],
            ),
            field(
                "list",
                [there(
                    "[role=main] tr.zA",
                    "saved page 2022: rows of the mail list",
                )],
            ),
        ],
        kinds: vec![
            Kind {
                name: "open".to_owned(),
                roots: vec![
                    probe(
                        "[role=main] div.adn.ads",
                        "saved page 2022; InboxSDK, FlowCrypt, Mailvelope 2025",
                    ),
                    probe(
                        "[role=list] > [role=listitem] div.adn.ads",
                        "saved page 2022",
                    ),
                    probe("body.xE div.adn.ads", "InboxSDK: windows of their own"),
                    probe("div.gs:has(> .gE td.gF span.gD)", "fragment 2023"),
                    probe(
                        "[role=listitem] [data-message-id]:has(div[jslog^='20277;'])",
                        "saved page 2022, without its class names",
                    ),
                    probe(
                        "[role=listitem][aria-expanded=true] [data-message-id]",
                        "saved page 2022, without its class names",
                    ),
                ],
                not: strings(&["div.adf", "[role=dialog]", ".M9", ".aoI"]),
                fields: open_fields(),
                body: Some(message_body()),
                places: vec![place("", Side::Before)],
                ..Kind::default()
            },
            Kind {
                name: "collapsed".to_owned(),
                roots: vec![probe("[role=listitem] div.adf.ads", "fragment 2020")],
                fields: vec![
                    field(
                        "sender_address",
                        [attr("td.gF span.gD[email]", "email", "fragment 2020")],
                    ),
                    field(
                        "sender_name",
                        [attr("td.gF span.gD", "name", "fragment 2020")],
                    ),
                    field("date", dates()),
                ],
                ..Kind::default()
            },
        ],
        watch: Watch {
            attributes: strings(&["aria-expanded", "data-message-id"]),
            frames: vec![],
            settle: 60,
        },
    }
}

fn message_body() -> Body {
    Body {
        ways: vec![
            body(
                "div.ii.gt[jslog] > div.a3s",
                "saved pages 2022, 2023, 2024, 2025",
            ),
            body("div.ii.gt > div.a3s", "fragment 2023: no jslog"),
            body(
                "[data-message-id] div[jslog^='20277;'] > div:first-child",
                "saved page 2022, without its class names",
            ),
        ],
        not: strings(&[".Am.Al.editable", "[role=dialog]"]),
        ..Body::default()
    }
}

fn dates() -> [super::plan::Way; 4] {
    [
        attr("td.gH .g3[title]", "title", "saved pages 2020, 2022, 2025"),
        attr("td.gH .g3[alt]", "alt", "saved pages 2020, 2022"),
        text("td.gH .g3", "fragment 2023: text only"),
        attr(
            "span[role=gridcell][title][alt]",
            "title",
            "saved page 2022, without its class names",
        ),
    ]
}

fn open_fields() -> Vec<Field> {
    vec![
        field(
            "sender_address",
            [
                attr(
                    "td.gF h3.iw span.gD[email]",
                    "email",
                    "saved pages 2022, 2025",
                ),
                attr("td.gF span.gD[email]", "email", "fragment 2020"),
                attr(
                    "td.gF span.gD[data-hovercard-id*='@']",
                    "data-hovercard-id",
                    "saved pages 2022, 2025",
                ),
                text("td.gF span.go", "saved page 2022: the address in words").has("@"),
                attr(
                    "h3 span[email]",
                    "email",
                    "saved page 2022, without its class names",
                ),
            ],
        ),
        field(
            "sender_name",
            [
                attr(
                    "td.gF h3.iw span.gD[name]",
                    "name",
                    "saved pages 2022, 2025",
                ),
                text("td.gF span.gD", "fragments 2020, 2023"),
                attr(
                    "h3 span[email][name]",
                    "name",
                    "saved page 2022, without its class names",
                ),
            ],
        ),
        field("date", dates()),
        field(
            "id",
            [attr(
                "[data-legacy-message-id]",
                "data-legacy-message-id",
                "InboxSDK: on a node inside for some accounts",
            )],
        ),
        field(
            "own_id",
            [
                attr("", "data-legacy-message-id", "saved page 2022"),
                attr(
                    "",
                    "data-message-id",
                    "saved page 2022; the only one for a reply just sent",
                ),
            ],
        ),
        field(
            "recipients",
            [attr(".hb span.g2[email]", "email", "saved page 2022")],
        )
        .many(50),
        field(
            "details",
            [text(
                "div.ajA table.ajC tr.ajv",
                "fragment 2023: the details popup, once opened",
            )],
        )
        .many(20)
        .parts([
            field("label", [text("td.gG", "fragment 2023")]),
            field("value", [text("td.gL", "fragment 2023")]),
            field(
                "security",
                [there(
                    "td.gL a[href*='p=tls']",
                    "fragment 2023: in every language",
                )],
            ),
        ]),
        field(
            "attachments",
            [text(".hq.gt .aQH span.aZo", "InboxSDK, FlowCrypt 2025")],
        )
        .many(50),
        field(
            "clipped",
            [there(
                "a[href*='view=lg']",
                "the link at the end of a clipped message",
            )],
        ),
    ]
}

/// The probes of a print view (`?view=pt`, `?view=lg`): a plain page of nested tables.
#[must_use]
pub fn print_candidate() -> Candidate {
    Candidate {
        id: "gmail_print".to_owned(),
        present: strings(&["div.maincontent table.message", "div.bodycontainer"]),
        page: vec![field(
            "subject",
            [text(
                "div.maincontent > table:not(.message) font[size='+1'] b",
                "Gmail's print page as widely quoted, not run",
            )],
        )],
        kinds: vec![Kind {
            name: "open".to_owned(),
            roots: vec![probe(
                "div.maincontent > table.message",
                "Gmail's print page as widely quoted, not run",
            )],
            fields: vec![
                field(
                    "sender",
                    [text(
                        ":scope > tbody > tr:first-child > td:first-child",
                        "as above",
                    )],
                ),
                field(
                    "date",
                    [text(
                        ":scope > tbody > tr:first-child > td:nth-child(2)",
                        "as above",
                    )],
                ),
            ],
            body: Some(Body {
                ways: vec![body(
                    "div.maincontent > table.message > tbody > tr:last-child > td[colspan] > table",
                    "as above",
                )],
                ..Body::default()
            }),
            places: vec![place("", Side::Before)],
            ..Kind::default()
        }],
        watch: Watch::default(),
    }
}

/// The probes of "Show original" (`?view=om`): the mail's source in a `pre`.
#[must_use]
pub fn original_candidate() -> Candidate {
    super::source::candidate(
        "gmail_source",
        &["pre#raw_message_text", "pre.raw_message_text"],
        vec![
            raw(
                "pre#raw_message_text",
                "lankeami/gmail-sender-info:src/page-fetch.js, March 2026",
            ),
            raw("pre.raw_message_text", "the same by class"),
            raw("body > pre", "Gmail's text-only form"),
        ],
    )
}

/// The names of the candidates for an address on Gmail's host.
#[must_use]
pub fn sites(url: &url::Url) -> &'static [&'static str] {
    // An address that a mail may have led to: what is not clearly a source is none. Attachments have a number of their own, and
    // one shown as text could be a made-up source.
    let attached = || {
        super::source::only(url, "attid").as_deref() != Some("0")
            || url.query_pairs().any(|(name, _)| name == "realattid")
    };
    match super::source::only(url, "view").as_deref() {
        Some("om") => &["gmail_source"],
        Some("att") if attached() => &[],
        Some("att") => &["gmail_source"],
        Some("pt" | "lg" | "dom") => &["gmail_print", "gmail"],
        _ => &["gmail"],
    }
}

/// Gmail's own name of the mail whose source is at this address, as the open mail carries it (`data-legacy-message-id`).
#[must_use]
pub fn source_key(url: &url::Url) -> Option<String> {
    super::source::only(url, "permmsgid")
        .and_then(|id| message_key(&id))
        .or_else(|| super::source::only(url, "th").filter(|id| is_hex(id)))
}

/// `msg-f:1732092897680854857` (with `#` in front in the page) is the legacy id as a decimal number.
#[must_use]
pub fn message_key(id: &str) -> Option<String> {
    let id = id.trim_start_matches('#');
    if is_hex(id) {
        return Some(id.to_owned());
    }
    let number: u64 = id.strip_prefix("msg-f:")?.parse().ok()?;
    Some(format!("{number:x}"))
}

fn is_hex(id: &str) -> bool {
    id.len() == 16 && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Reads one open message.
#[must_use]
pub fn message(snapshot: &Snapshot, region: &RegionSeen, common: &Common) -> Message {
    let mut message = mail::message(snapshot, region, common);
    if message.subject.is_none()
        && let Some(subject) = subject_row(region, &message)
    {
        message.subject = Some(subject);
        message.missing.retain(|name| name != "subject");
    }
    let (mailed_by, signed_by) = details(region, &message);
    if mailed_by.is_some() || signed_by.is_some() {
        message.authentication.by = Some("Gmail".to_owned());
    }
    message.authentication.mailed_by = mailed_by;
    message.authentication.signed_by = signed_by.into_iter().collect();
    message.in_spam = fragment_folder(&snapshot.url) == Some("spam");
    // The rest of a clipped message is not in the page.
    message.cut |= region
        .fields
        .get("clipped")
        .is_some_and(super::snapshot::Found::is_there)
        || region
            .body
            .as_ref()
            .is_some_and(|body| body.links.iter().any(|link| is_clip(&link.href)));
    message
}

/// The link at the end of a clipped message; inside the body, so only a hint that there is more, never evidence for anything else.
fn is_clip(href: &str) -> bool {
    (href.starts_with("?ui=2") || href.starts_with("https://mail.google.com/mail/"))
        && href.contains("view=lg")
}

fn fragment_folder(url: &str) -> Option<&str> {
    let (_, fragment) = url.split_once('#')?;
    fragment.split('/').next()
}

/// *mailed-by* and *signed-by* of the details popup, whatever language it is in: the bare domains in the rows just above the
/// security row, in that order. With one alone its label must be a known word, since either may be missing. The subject is
/// written by the sender and may look like a domain, so rows that repeat it (or the name) are not counted.
fn details(region: &RegionSeen, message: &Message) -> (Option<String>, Option<String>) {
    let none = (None, None);
    let Some(rows) = region.fields.get("details").map(|found| &found.parts) else {
        return none;
    };
    let value = |row: usize, name: &str| {
        rows.get(row)
            .and_then(|row| row.get(name))
            .and_then(|found| found.first())
    };
    let Some(security) = rows.iter().position(|row| {
        row.get("security")
            .is_some_and(super::snapshot::Found::is_there)
    }) else {
        return none;
    };
    let sender_wrote = |text: &str| {
        message.subject.as_deref() == Some(text) || message.sender.name.as_deref() == Some(text)
    };
    let mut found = vec![];
    for row in (security.saturating_sub(2)..security).rev() {
        let Some(text) =
            value(row, "value").filter(|text| bare_domain(text) && !sender_wrote(text))
        else {
            break;
        };
        found.insert(
            0,
            (
                value(row, "label").unwrap_or_default(),
                text.to_ascii_lowercase(),
            ),
        );
    }
    match found.as_slice() {
        [(_, mailed), (_, signed)] => (Some(mailed.clone()), Some(signed.clone())),
        [(label, only)] if says(label, SIGNED) => (None, Some(only.clone())),
        [(label, only)] if says(label, MAILED) => (Some(only.clone()), None),
        _ => none,
    }
}

/// The subject from the details popup: the row below the date, whose value the header repeats.
fn subject_row(region: &RegionSeen, message: &Message) -> Option<String> {
    let date = message.sent_as_shown.as_deref()?;
    let rows = &region.fields.get("details")?.parts;
    let value = |row: &crate::names::Names<super::Found>| {
        row.get("value")
            .and_then(|found| found.first())
            .map(str::to_owned)
    };
    let at = rows
        .iter()
        .position(|row| value(row).as_deref() == Some(date))?;
    value(rows.get(at + 1)?)
}

/// Labels of the two rows in the languages whose words are known.
const SIGNED: &[&str] = &[
    "signed-by",
    "signed by",
    "signé par",
    "signiert von",
    "署名元",
    "firmado por",
    "firmato da",
    "assinado por",
];
const MAILED: &[&str] = &[
    "mailed-by",
    "mailed by",
    "envoyé par",
    "gesendet von",
    "送信元",
    "enviado por",
    "inviato da",
];

fn says(label: &str, words: &[&str]) -> bool {
    let label = crate::lower::text(label.trim_end_matches([':', '：', ' ']));
    words.contains(&label.trim())
}

fn bare_domain(text: &str) -> bool {
    text.contains('.') && !text.contains([' ', '@', '/', ':']) && Host::parse(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> &'static [&'static str] {
        let url = url::Url::parse(address).unwrap();
        sites(&url)
    }

    #[test]
    fn a_source_is_where_gmail_shows_one() {
        let base = "https://mail.google.com/mail/u/0/?";
        for query in [
            "ik=0a&view=om&permmsgid=msg-f:1732092897680854857",
            "view=att&th=1809a0b1c2d3e4f5&attid=0&disp=comp&safe=1&zw",
        ] {
            assert_eq!(at(&format!("{base}{query}")), ["gmail_source"], "{query}");
        }
    }

    #[test]
    fn an_attachment_is_no_source() {
        let base = "https://mail.google.com/mail/u/0/?";
        for query in [
            "view=att&th=1809a0b1c2d3e4f5&attid=0.1&disp=inline",
            "view=att&th=1809a0b1c2d3e4f5&attid=0&attid=0.1",
            "view=att&th=1809a0b1c2d3e4f5&attid=0&realattid=f_x",
            "view=att&th=1809a0b1c2d3e4f5",
        ] {
            assert!(at(&format!("{base}{query}")).is_empty(), "{query}");
        }
        // Two views are not a source either.
        assert_eq!(at(&format!("{base}view=om&view=att&attid=0.1")), ["gmail"]);
    }

    #[test]
    fn the_source_and_the_open_mail_have_one_name() {
        let url = |query: &str| {
            url::Url::parse(&format!("https://mail.google.com/mail/u/0/?{query}")).unwrap()
        };
        let key = Some("1809a0b1c2d3e4f5".to_owned());
        let decimal = u64::from_str_radix("1809a0b1c2d3e4f5", 16).unwrap();
        assert_eq!(
            source_key(&url(&format!("view=om&permmsgid=msg-f:{decimal}"))),
            key
        );
        assert_eq!(
            source_key(&url("view=att&attid=0&th=1809a0b1c2d3e4f5")),
            key
        );
        assert_eq!(message_key(&format!("#msg-f:{decimal}")), key);
        assert_eq!(message_key("1809a0b1c2d3e4f5"), key);
        for other in ["#msg-a:r123", "undefined", "msg-f:x", "", "1809"] {
            assert_eq!(message_key(other), None, "{other}");
        }
    }
}
