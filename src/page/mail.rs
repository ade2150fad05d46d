//! What every webmail's reader shares: from the fields of a region to a [`Message`].

use super::plan::strings;
use super::snapshot::{BodySeen, RegionSeen, Snapshot};
use super::time::{self, Clock};
use crate::Tables;
use crate::address::{Link, Mailbox, Shown};
use crate::mail::{Attachment, Message, Sender, orders};

/// What the messages of one page have in common.
#[derive(Debug)]
pub struct Common<'a> {
    /// The tables.
    pub tables: &'a Tables,
    /// The subject of the page, for webmails that show it once for a thread.
    pub subject: Option<String>,
    /// The reader's clock.
    pub clock: Clock,
}

impl<'a> Common<'a> {
    /// What a snapshot says for all its messages.
    #[must_use]
    pub fn of(snapshot: &Snapshot, tables: &'a Tables) -> Self {
        Self {
            tables,
            subject: snapshot.first("subject").map(str::to_owned),
            clock: Clock {
                now: snapshot.looked_at,
                zone: snapshot.zone.clone(),
            },
        }
    }
}

/// Reads one region. Fields: `sender_address`, `sender_name`, `sender` (name and address in one text), `subject` (here or of the
/// page), `date`, `reply_to`, `attachments`, `warning`, `spam`.
#[must_use]
pub fn message(snapshot: &Snapshot, region: &RegionSeen, common: &Common) -> Message {
    let mut message = Message {
        sender: sender(region),
        subject: region
            .first("subject")
            .or(common.subject.as_deref())
            .map(fold),
        ..Message::default()
    };
    if message.sender.address.is_none() {
        message.missing.push("sender_address".to_owned());
    }
    let probed = |name: &str| {
        region.fields.get(name).is_some_and(super::Found::is_there)
            || snapshot.page.get(name).is_some_and(super::Found::is_there)
    };
    // A mail without a subject has an empty one; a page without a place for it was not read.
    if message.subject.is_none() && !probed("subject") {
        message.missing.push("subject".to_owned());
    }
    let shown: Vec<&str> = region
        .fields
        .get("date")
        .map(|found| {
            found
                .values
                .iter()
                .map(|value| value.trim())
                .filter(|value| !value.is_empty())
                .collect()
        })
        .unwrap_or_default();
    message.sent_as_shown = shown.first().map(|&text| text.to_owned());
    message.sent = shown
        .iter()
        .find_map(|text| time::read(text, &common.clock));
    for text in region
        .fields
        .get("reply_to")
        .map(|found| found.values.as_slice())
        .unwrap_or_default()
    {
        message.reply_to.extend(split_sender(text).1);
    }
    for name in region
        .fields
        .get("attachments")
        .map(|found| found.values.as_slice())
        .unwrap_or_default()
    {
        if !name.trim().is_empty() {
            message.attachments.push(Attachment {
                name: name.trim().to_owned(),
                ..Attachment::default()
            });
        }
    }
    message.authentication.warned = region
        .fields
        .get("warning")
        .is_some_and(super::Found::is_there);
    message.in_spam = probed("spam");
    match &region.body {
        Some(body) if body.closed.is_none() && !body.empty => {
            fill(&mut message, body, common.tables)
        }
        _ => message.missing.push("body".to_owned()),
    }
    message.cut |= snapshot.fault.is_some();
    message.orders = orders::of_mail(&message.text, message.subject.as_deref());
    message
}

fn fill(message: &mut Message, body: &BodySeen, tables: &Tables) {
    message.text.clone_from(&body.text);
    message.hidden_text = fold(&body.hidden);
    message.alt_texts.clone_from(&body.alts);
    message.pictures = body.pictures;
    message.cut = body.cut;
    message.links = body
        .links
        .iter()
        .map(|seen| {
            let shown = Shown {
                text: seen.text.clone(),
                alt: seen.alt.clone(),
            };
            let mut link = Link::read(seen.id, &seen.href, shown, tables);
            link.hidden = seen.hidden;
            link
        })
        .collect();
}

/// White space folded, as in subjects of raw mails.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sender(region: &RegionSeen) -> Sender {
    let name = region.first("sender_name");
    let (mut shown, mut address) = (name.map(str::to_owned), None);
    if let Some(text) = region.first("sender_address") {
        address = split_sender(text).1;
    }
    if let Some(text) = region.first("sender") {
        let (other, found) = split_sender(text);
        address = address.or(found);
        shown = shown.or(other);
    }
    // A name that holds the address behind it ("Shop <a@shop.example>") is a name and an address.
    if let Some(text) = name.filter(|text| text.ends_with('>')) {
        let (other, found) = split_sender(text);
        if found.is_some() && (address.is_none() || address == found) {
            (shown, address) = (other, found);
        }
    }
    Sender {
        name: shown.filter(|name| !name.is_empty()),
        address,
        others: vec![],
    }
}

/// Parts `Name <local@host>`, `local@host` or `mailto:local@host` into name and address. The address is the last one in angle
/// brackets, or the whole text when it is nothing but an address: what else is in a text was chosen by the sender.
///
/// ```
/// use honmono::page::mail::split_sender;
/// let (name, address) = split_sender("Shop (a@real.example) <b@other.example>");
/// assert_eq!(name.as_deref(), Some("Shop (a@real.example)"));
/// assert_eq!(address.map(|address| address.raw).as_deref(), Some("b@other.example"));
/// assert!(split_sender("write to a@real.example").1.is_none());
/// ```
#[must_use]
pub fn split_sender(text: &str) -> (Option<String>, Option<Mailbox>) {
    let text = text.trim();
    let bare = |text: &str| {
        let text = text.trim();
        let plain = !text.is_empty()
            && !text.contains(char::is_whitespace)
            && text.matches('@').count() >= 1;
        plain.then(|| Mailbox::parse(text)).flatten()
    };
    if let Some(rest) = text.strip_prefix("mailto:") {
        let address = rest.split('?').next().unwrap_or_default();
        let decoded: String =
            url::form_urlencoded::parse(format!("a={}", address.replace('+', "%2B")).as_bytes())
                .next()
                .map(|(_, value)| value.into_owned())
                .unwrap_or_default();
        return (None, bare(&decoded));
    }
    if let Some(start) = text.rfind('<')
        && let Some(end) = text[start..].find('>')
    {
        let name = text[..start].trim().trim_matches('"').trim();
        return (
            (!name.is_empty()).then(|| name.to_owned()),
            bare(&text[start + 1..start + end]),
        );
    }
    match bare(text) {
        Some(address) => (None, Some(address)),
        None => ((!text.is_empty()).then(|| text.to_owned()), None),
    }
}

/// The identity of a message that the webmail gives none: a hash of sender, time and subject (FNV-1a, 64 bits).
#[must_use]
pub fn identity(message: &Message) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let address = message
        .sender
        .address
        .as_ref()
        .map(|address| address.raw.as_str());
    for part in [
        address,
        message.sender.name.as_deref(),
        message.sent_as_shown.as_deref(),
        message.subject.as_deref(),
    ] {
        for byte in part.unwrap_or_default().bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("h{hash:016x}")
}

/// Places that a webmail's own folder of spam has in an address.
#[must_use]
pub fn is_spam_folder(url: &str, marks: &[&str]) -> bool {
    let url = url.to_ascii_lowercase();
    strings(marks)
        .iter()
        .any(|mark| url.contains(mark.as_str()))
}
