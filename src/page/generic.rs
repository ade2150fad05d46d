//! Reading a webmail nobody told us about, by what all mails look like: an address near a name near a time, a subject above them, a
//! body that holds links below. When that is not so clearly, the reading says what is missing and nothing is guessed.

use super::mail::{self, Common};
use super::plan::{
    Body, Candidate, Field, From, Kind, Place, Side, Watch, attr, body, field, framed, frames_of,
    strings, tag, text,
};
use super::snapshot::{Found, RegionSeen, Snapshot};
use super::time;
use crate::mail::Message;

/// How many pieces of text in front of the body are looked at.
const NEAR: u32 = 60;

/// The probes for any page.
#[must_use]
pub fn candidate() -> Candidate {
    let seen = "tried by other extensions; webmails of the test run";
    let ways = vec![
        framed(
            ":is(iframe.message-frame, iframe[srcdoc], iframe[sandbox], iframe[src^=\"blob:\"]):not([width=\"0\"])",
            &[],
            "Nextcloud Mail and others",
        ),
        body("[role=document]", seen),
        body(
            "#messagebody, #message-body, #mail-body, #msgbody, #mailbody",
            seen,
        ),
        body(
            ".message-body, .mail-body, .msg-body, .email-body, .messageBody, .mailBody, .js-message-body",
            seen,
        ),
        body(".message-content, .mail-content, .email-content", seen),
    ];
    let frames = frames_of(&ways);
    Candidate {
        id: "generic".to_owned(),
        present: vec![],
        page: vec![],
        kinds: vec![Kind {
            name: "open".to_owned(),
            climb: strings(&["[role=main]", "main", "body"]),
            needs_body: true,
            fields: fields(),
            body: Some(Body {
                ways,
                dense: true,
                ..Body::default()
            }),
            places: vec![Place {
                side: Side::Prepend,
                ..Place::default()
            }],
            most: 5,
            ..Kind::default()
        }],
        watch: Watch {
            attributes: vec![],
            frames,
            settle: 200,
        },
    }
}

/// What stands in front of a body, piece by piece, the nearest first.
#[must_use]
pub fn fields() -> Vec<Field> {
    let seen = "any page: pieces of text without markup inside, headings, address links";
    vec![
        field(
            "near",
            [text(
                ":is(h1, h2, h3, h4, h5, [role=heading], time, [email], a[href^=\"mailto:\"], [title*=\"@\"], :is(span, div, td, th, p, b, strong, a, dd, dt, li, bdi, font, small, address, button):not(:has(*)))",
                seen,
            )],
        )
        .from(From::Before)
        .many(NEAR)
        .parts([
            field("tag", [tag("", seen)]),
            field("role", [attr("", "role", seen)]),
            field("address", [attr("", "email", seen), attr("", "href", seen).has("mailto:"), attr("", "title", seen).has("@")]),
            field("datetime", [attr("", "datetime", seen)]),
        ]),
    ]
}

/// One piece of text in front of a body.
#[derive(Clone, Debug, Default)]
struct Piece<'a> {
    text: &'a str,
    heading: bool,
    address: Option<crate::address::Mailbox>,
    name: Option<String>,
    time: Option<(String, Option<crate::mail::Timestamp>)>,
}

/// Reads one region: fields a webmail's own probes found stay, the rest is looked for in what stands near.
#[must_use]
pub fn message(snapshot: &Snapshot, region: &RegionSeen, common: &Common) -> Message {
    let mut message = mail::message(snapshot, region, common);
    let pieces = pieces(region, common);
    let start = pieces
        .iter()
        .enumerate()
        .rfind(|(at, piece)| {
            piece.heading && pieces[*at..].iter().any(|piece| piece.address.is_some())
        })
        .map(|(at, _)| at);
    if message.subject.is_none()
        && let Some(at) = start
    {
        message.subject = Some(pieces[at].text.to_owned());
        message.missing.retain(|name| name != "subject");
    }
    // Every header has one time: of several, those before the last but one belong to other messages of a thread.
    let times: Vec<usize> = (start.unwrap_or(0)..pieces.len())
        .filter(|&at| pieces[at].time.is_some())
        .collect();
    let other = times.iter().rev().skip(1).copied().find(|&at| {
        let last = times.last().map(|&last| &pieces[last].time);
        last != Some(&pieces[at].time)
    });
    let header = &pieces[other.map_or(start.unwrap_or(0), |at| at + 1)..];
    if message.sent_as_shown.is_none()
        && let Some((shown, moment)) = header.iter().rev().find_map(|piece| piece.time.clone())
    {
        message.sent_as_shown = Some(shown);
        message.sent = moment;
    }
    if message.sender.address.is_none()
        && let Some(at) = sender(
            header,
            start.is_some() && other.is_none(),
            message.sent_as_shown.is_some(),
        )
    {
        message.sender.address.clone_from(&header[at].address);
        if message.sender.name.is_none() {
            message.sender.name = header[at]
                .name
                .clone()
                .or_else(|| name_near(header, at, message.subject.as_deref()));
        }
        message.missing.retain(|name| name != "sender_address");
    }
    message
}

/// Which piece holds the sender: the first address below the subject, or the only one; and only where a time stands too. With
/// several addresses and no subject above them nobody can tell who wrote to whom.
fn sender(header: &[Piece], below_subject: bool, timed: bool) -> Option<usize> {
    let first = header.iter().position(|piece| piece.address.is_some())?;
    let address = |piece: &Piece| {
        piece
            .address
            .as_ref()
            .map(|address| crate::lower::text(&address.raw))
    };
    let alone = header
        .iter()
        .filter_map(address)
        .all(|other| Some(other) == address(&header[first]));
    (timed && (below_subject || alone)).then_some(first)
}

/// The name beside an address: the piece in front of it, if it can be one.
fn name_near(header: &[Piece], at: usize, subject: Option<&str>) -> Option<String> {
    let piece = header.get(at.checked_sub(1)?)?;
    let text = piece.text.trim();
    let fits = !text.is_empty()
        && text.chars().count() <= 80
        && !text.ends_with([':', '：'])
        && !piece.heading
        && piece.address.is_none()
        && piece.time.is_none()
        && subject != Some(text);
    fits.then(|| text.to_owned())
}

/// The pieces in the order of the page.
fn pieces<'a>(region: &'a RegionSeen, common: &Common) -> Vec<Piece<'a>> {
    let Some(near) = region.fields.get("near") else {
        return vec![];
    };
    let mut pieces: Vec<Piece> = near
        .values
        .iter()
        .zip(&near.parts)
        .map(|(text, parts)| {
            let part = |name: &str| parts.get(name).and_then(Found::first);
            let tag = part("tag").unwrap_or_default();
            let (name, in_text) = mail::split_sender(text);
            let known = part("address").and_then(|address| mail::split_sender(address).1);
            let address = known.or(in_text).filter(|address| address.host.is_some());
            let shown = part("datetime").unwrap_or(text);
            let moment = time::read(shown, &common.clock);
            // "Monday" or "12" alone are read as times only where the markup says so.
            let is_time = tag == "time" || (moment.is_some() && text.chars().count() >= 8);
            Piece {
                text,
                heading: matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5")
                    || part("role") == Some("heading"),
                name: if address.is_some() {
                    name.filter(|name| !name.contains('@'))
                } else {
                    None
                },
                address,
                time: is_time.then(|| (text.clone(), moment)),
            }
        })
        .collect();
    pieces.reverse();
    pieces
}

/// Whether a generic reading found a mail at all: without an address or a time near it a body with links is any page.
#[must_use]
pub fn is_mail(message: &Message, region: &RegionSeen, common: &Common) -> bool {
    let addressed = pieces(region, common)
        .iter()
        .any(|piece| piece.address.is_some());
    message.sender.address.is_some() || (addressed && message.sent_as_shown.is_some())
}

/// The folder in a path such as `/u/0/spam/<conversation>/<message>`.
#[must_use]
pub fn last_folder(url: &str) -> Option<&str> {
    let path = url.split(['?', '#']).next()?.split("://").nth(1)?;
    let mut parts = path.split('/').skip(1);
    match parts.next()? {
        "u" => parts.nth(1),
        other => Some(other),
    }
}
