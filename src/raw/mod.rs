//! Raw mail (RFC 5322, MIME, HTML) as a [`Message`]: what a webmail would show of it, and what only its source tells.
//!
//! MIME is read by mail-parser and HTML by html5ever; what is ours is the judgement of what a person would see. Reading
//! never fails: a mail that is none, a broken character set, an endless nesting give a message with less in it, and
//! `missing` and `cut` say so.

mod authentication;
mod html;
mod mending;
mod plain;
mod style;
mod tree;

use crate::address::{Link, Mailbox, Shown};
use crate::lists::Tables;
use crate::mail::{Attachment, Message, Sender, Timestamp, Transport, orders};
use authentication::Field;
use mail_parser::{Address, DateTime, HeaderName, MessageParser, MimeHeaders, PartType};

/// How much visible text is kept, in bytes.
const MAX_TEXT: usize = 500_000;
/// How many links are kept before only new hosts are.
const MAX_LINKS: usize = 5_000;
/// How many attachments are listed.
const MAX_ATTACHMENTS: usize = 200;
/// How much of an attachment's text is kept, in letters.
const MAX_ATTACHED_TEXT: usize = 50_000;
/// How deep mails inside mails are read.
const MAX_INNER: u32 = 2;

/// A body as a person sees it.
#[derive(Debug, Default)]
struct Body {
    text: String,
    hidden_text: String,
    alt_texts: Vec<String>,
    links: Vec<Link>,
    pictures: u32,
    cut: bool,
}

/// Reads a mail's source.
///
/// ```
/// use honmono::{Tables, raw};
/// let mail = b"From: Shop <a@shop.example>\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\n\r\nSee https://shop.example/\r\n";
/// let message = raw::read(mail, &Tables::shipped());
/// assert_eq!(message.subject.as_deref(), Some("Café"));
/// assert_eq!(message.sender.name.as_deref(), Some("Shop"));
/// assert_eq!(message.links.len(), 1);
/// assert!(message.missing.is_empty());
/// // What is no mail has no sender, and says so.
/// assert!(raw::read(b"\x00\xff", &Tables::shipped()).missing.contains(&"sender_address".to_owned()));
/// ```
#[must_use]
pub fn read(bytes: &[u8], tables: &Tables) -> Message {
    read_with(bytes, tables, &|_, _| None)
}

/// What was read of an attached document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its text.
    pub text: String,
    /// Where its links lead, as written.
    pub links: Vec<String>,
}

/// Reads an attached document, by its media type and bytes; nothing where it knows no such kind or the document is broken.
pub type Documents<'a> = &'a dyn Fn(&str, &[u8]) -> Option<Document>;

/// The same, with a reader of attached documents. What it reads is the attachment's text; links in it are the mail's, after those of
/// its body.
#[must_use]
pub fn read_with(bytes: &[u8], tables: &Tables, documents: Documents<'_>) -> Message {
    let bytes = mending::parted(bytes);
    let bytes = mending::closed(&bytes);
    match MessageParser::default().parse(bytes.as_ref()) {
        Some(parsed) => {
            let mut message = message(&parsed, tables, documents, 0);
            rescue(&bytes, &mut message);
            message
        }
        None => Message {
            missing: vec!["sender_address".into(), "body".into()],
            ..Message::default()
        },
    }
}

/// Sender and subject that were swallowed by a broken header above them (a Date ending in `UT` takes the next line with it):
/// each is read again from its own lines alone.
fn rescue(bytes: &[u8], message: &mut Message) {
    if message.sender.address.is_none()
        && let Some(line) = field(bytes, b"from:")
        && let Some(parsed) = MessageParser::default().parse(&line)
    {
        message.sender = sender(&parsed, &[]);
        if message.sender.address.is_some() {
            message
                .missing
                .retain(|missing| missing != "sender_address");
        }
    }
    if message.subject.is_none()
        && let Some(line) = field(bytes, b"subject:")
        && let Some(parsed) = MessageParser::default().parse(&line)
    {
        message.subject = parsed.subject().map(fold_spaces);
    }
}

/// The lines of one header, folded ones included, as a mail of nothing else.
fn field(bytes: &[u8], name: &[u8]) -> Option<Vec<u8>> {
    let mut lines = bytes
        .split_inclusive(|byte| *byte == b'\n')
        .take(5_000)
        .take_while(|line| !line.trim_ascii().is_empty())
        .skip_while(|line| {
            !line
                .get(..name.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(name))
        });
    let mut found = lines.next()?.to_vec();
    for line in lines
        .take(200)
        .take_while(|line| line.starts_with(b" ") || line.starts_with(b"\t"))
    {
        found.extend_from_slice(line);
    }
    found.extend_from_slice(b"\r\n");
    Some(found)
}

/// The part of a mail's HTML a person would read, for readers of pages that have markup only.
#[must_use]
pub fn read_html(html: &str, tables: &Tables) -> Message {
    let body = html::read(html, tables);
    let mut message = Message::default();
    fill(&mut message, body);
    message
}

fn fill(message: &mut Message, body: Body) {
    message.text = fold_lines(&body.text);
    message.hidden_text = fold_spaces(&body.hidden_text);
    message.alt_texts = body.alt_texts;
    message.links = body.links;
    message.pictures = body.pictures;
    message.cut |= body.cut;
}

fn message(
    parsed: &mail_parser::Message<'_>,
    tables: &Tables,
    documents: Documents<'_>,
    depth: u32,
) -> Message {
    let mut message = Message::default();
    let fields: Vec<Field> = parsed
        .headers_raw()
        .take(2_000)
        .map(|(name, value)| (name.to_ascii_lowercase(), fold_spaces(value)))
        .collect();

    message.sender = sender(parsed, &fields);
    if message.sender.address.is_none() {
        message.missing.push("sender_address".into());
    }
    message.reply_to = boxes(parsed.reply_to())
        .into_iter()
        .map(|(_, mailbox)| mailbox)
        .collect();
    message.subject = parsed.subject().map(fold_spaces);
    let date = parsed.date();
    message.sent = date.map(|date| Timestamp(date.to_timestamp().saturating_mul(1000)));
    message.sent_as_shown = date.map(DateTime::to_rfc822);

    fill(&mut message, body(parsed, tables));
    attachments(parsed, tables, documents, depth, &mut message);
    let nothing =
        message.text.trim().is_empty() && message.links.is_empty() && message.pictures == 0;
    if nothing && message.attachments.is_empty() && message.forwarded.is_none() {
        message.missing.push("body".into());
    }

    let from = message
        .sender
        .address
        .as_ref()
        .and_then(|address| address.host.as_ref());
    message.authentication = authentication::read(&fields, from, tables);
    message.transport = Some(transport(&fields, date));
    message.orders = orders::of_mail(&message.text, message.subject.as_deref());
    message
}

/// Every address of a header, with its name.
fn boxes(address: Option<&Address<'_>>) -> Vec<(Option<String>, Mailbox)> {
    let Some(address) = address else {
        return vec![];
    };
    address
        .iter()
        .take(50)
        .filter_map(|one| {
            let mailbox = Mailbox::parse(one.address.as_deref()?)?;
            Some((one.name.as_deref().map(fold_spaces), mailbox))
        })
        .collect()
}

/// The sender as a webmail would show it. Fakes write `Name, <address>`, which by the letter is two addresses, the first of
/// them none: what stands before the first real address is its name.
fn sender(parsed: &mail_parser::Message<'_>, fields: &[Field]) -> Sender {
    let mut loose: Vec<String> = vec![];
    let mut all: Vec<(Option<String>, Mailbox)> = vec![];
    let values = parsed
        .header_values(HeaderName::From)
        .filter_map(|value| value.as_address());
    for one in values.flat_map(|address| address.iter().take(50)) {
        let name = one
            .name
            .as_deref()
            .map(fold_spaces)
            .filter(|name| !name.is_empty());
        match one.address.as_deref().and_then(Mailbox::parse) {
            Some(mailbox) => {
                let before = std::mem::take(&mut loose);
                let name = before
                    .into_iter()
                    .chain(name)
                    .collect::<Vec<_>>()
                    .join(", ");
                all.push(((!name.is_empty()).then_some(name), mailbox));
            }
            None => loose.extend(name.or_else(|| one.address.as_deref().map(fold_spaces))),
        }
    }
    if all.is_empty() {
        // No address by the letter: one in brackets or comments may still be what a webmail shows.
        let raw = raw_value(fields, "from").unwrap_or("");
        let inside =
            |c: char| !(c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '"' | ',' | ';'));
        let word = raw.split(|c| !inside(c)).find(|word| word.contains('@'));
        let name = loose
            .into_iter()
            .next()
            .or_else(|| (!raw.is_empty()).then(|| raw.to_owned()));
        return Sender {
            name: name.filter(|name| !name.is_empty()),
            address: word
                .and_then(Mailbox::parse)
                .filter(|mailbox| mailbox.host.is_some()),
            others: vec![],
        };
    }
    let (name, address) = all.remove(0);
    Sender {
        name,
        address: Some(address),
        others: all.into_iter().map(|(_, mailbox)| mailbox).collect(),
    }
}

fn raw_value<'f>(fields: &'f [Field], name: &str) -> Option<&'f str> {
    fields
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| &**value)
}

/// The parts a webmail shows: HTML where there is an HTML alternative, plain text else.
fn body(parsed: &mail_parser::Message<'_>, tables: &Tables) -> Body {
    let mut whole = Body::default();
    // An alternative that was cut off leaves only the plain text.
    let shown = if parsed.html_body.is_empty() {
        &parsed.text_body
    } else {
        &parsed.html_body
    };
    for id in shown.iter().take(100) {
        let Some(part) = parsed.parts.get(*id as usize) else {
            continue;
        };
        let part = match &part.body {
            PartType::Html(html) => match undeclared(part, html) {
                Some(decoded) => html::read(&decoded, tables),
                None => html::read(html, tables),
            },
            PartType::Text(text) => plain_body(text, tables),
            PartType::InlineBinary(_) => {
                whole.pictures += 1;
                continue;
            }
            _ => continue,
        };
        join(&mut whole, part);
    }
    whole
}

/// Quoted-printable text whose header does not say so, or that is broken at one place and so was not decoded at all: many
/// `=3D` and soft line ends.
fn undeclared(part: &mail_parser::MessagePart<'_>, html: &str) -> Option<String> {
    let said = part.content_transfer_encoding().is_some();
    if said && !part.is_encoding_problem {
        return None;
    }
    let encoded = html.matches("=3D").take(5).count() == 5;
    if !encoded || !(html.contains("=\n") || html.contains("=\r\n")) {
        return None;
    }
    let robust = quoted_printable::ParseMode::Robust;
    let bytes = quoted_printable::decode(html.as_bytes(), robust).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn join(whole: &mut Body, part: Body) {
    let first = u32::try_from(whole.links.len()).unwrap_or(u32::MAX);
    whole.text.push('\n');
    whole.text.push_str(&part.text);
    whole.hidden_text.push_str(&part.hidden_text);
    whole.alt_texts.extend(part.alt_texts);
    whole.links.extend(part.links.into_iter().map(|mut link| {
        link.id = link.id.saturating_add(first);
        link
    }));
    whole.pictures = whole.pictures.saturating_add(part.pictures);
    whole.cut |= part.cut || whole.links.len() > 3 * MAX_LINKS || whole.text.len() > 2 * MAX_TEXT;
    whole.links.truncate(3 * MAX_LINKS);
}

fn plain_body(text: &str, tables: &Tables) -> Body {
    let mut end = text.len().min(MAX_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut body = Body {
        cut: end < text.len(),
        text: text[..end].to_owned(),
        ..Body::default()
    };
    for (id, address) in plain::addresses(&text[..end]).take(MAX_LINKS).enumerate() {
        let bare = address
            .get(..4)
            .is_some_and(|head| head.eq_ignore_ascii_case("www."));
        let href = if bare {
            format!("http://{address}")
        } else {
            address.to_owned()
        };
        let shown = Shown {
            text: address.to_owned(),
            alt: String::new(),
        };
        let id = u32::try_from(id).unwrap_or(u32::MAX);
        body.links.push(Link::read(id, &href, shown, tables));
    }
    body
}

fn attachments(
    parsed: &mail_parser::Message<'_>,
    tables: &Tables,
    documents: Documents<'_>,
    depth: u32,
    message: &mut Message,
) {
    for part in parsed.attachments().take(MAX_ATTACHMENTS) {
        let media_type = part.content_type().map(|kind| {
            let subtype = kind.subtype().unwrap_or("");
            format!("{}/{subtype}", kind.ctype()).to_ascii_lowercase()
        });
        if let PartType::Message(inner) = &part.body {
            if depth < MAX_INNER && message.forwarded.is_none() {
                message.forwarded =
                    Some(Box::new(self::message(inner, tables, documents, depth + 1)));
            }
            continue;
        }
        let name = part.attachment_name().map(fold_spaces).unwrap_or_default();
        let text = match &part.body {
            PartType::Html(html) => Some(fold_lines(&html::read(html, tables).text)),
            PartType::Text(text) => Some(text.chars().take(MAX_ATTACHED_TEXT).collect()),
            _ => {
                let kind = kind_of(media_type.as_deref(), &name);
                documents(kind, part.contents()).map(|document| {
                    attached_links(&document, tables, message);
                    document.text.chars().take(MAX_ATTACHED_TEXT).collect()
                })
            }
        };
        message.attachments.push(Attachment {
            name,
            media_type: media_type.unwrap_or_else(|| "text/plain".into()),
            size: part.len() as u64,
            text,
        });
    }
}

/// The media type, or the one that the name tells where the sender gave none that says something.
fn kind_of<'a>(media_type: Option<&'a str>, name: &str) -> &'a str {
    let media_type = media_type.unwrap_or("application/octet-stream");
    let named = name.to_ascii_lowercase().ends_with(".pdf");
    if named && media_type.starts_with("application/") {
        "application/pdf"
    } else {
        media_type
    }
}

/// The links of a document: those it was given, and addresses that stand in its text.
fn attached_links(document: &Document, tables: &Tables, message: &mut Message) {
    let given = document.links.iter().map(String::as_str);
    let mut known = std::collections::HashSet::new();
    let next = message.links.iter().map(|link| link.id + 1).max();
    let new = given
        .chain(plain::addresses(&document.text))
        .filter(|href| known.insert(*href));
    for (id, href) in (next.unwrap_or(0)..).zip(new) {
        if message.links.len() >= MAX_LINKS {
            message.cut = true;
            return;
        }
        message
            .links
            .push(Link::read(id, href, Shown::default(), tables));
    }
}

fn transport(fields: &[Field], date: Option<&DateTime>) -> Transport {
    let all = |name: &'static str| {
        fields
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| &**value)
    };
    let signature = |value: &str| {
        value.split(';').find_map(|tag| {
            let (name, value) = tag.split_once('=')?;
            (name.trim() == "d").then(|| value.trim().to_ascii_lowercase())
        })
    };
    let lists = [
        "list-id",
        "list-post",
        "x-beenthere",
        "mailing-list",
        "x-mailman-version",
    ];
    let precedence =
        raw_value(fields, "precedence").is_some_and(|value| value.eq_ignore_ascii_case("list"));
    Transport {
        signatures: all("dkim-signature")
            .take(20)
            .filter_map(signature)
            .collect(),
        return_path: raw_value(fields, "return-path").and_then(Mailbox::parse),
        message_id_host: raw_value(fields, "message-id").and_then(|value| {
            let host = value.trim().trim_matches(['<', '>']).rsplit_once('@')?.1;
            Some(host.to_ascii_lowercase())
        }),
        date_offset: date.map(|date| {
            let minutes = i32::from(date.tz_hour) * 60 + i32::from(date.tz_minute);
            if date.tz_before_gmt {
                -minutes
            } else {
                minutes
            }
        }),
        received: u32::try_from(all("received").count()).unwrap_or(u32::MAX),
        way: {
            let servers = all("received").take(12).filter_map(authentication::server);
            let mut way: Vec<String> = servers
                .map(|name| name.chars().take(100).collect())
                .collect();
            way.reverse();
            way
        },
        list: precedence || lists.iter().any(|name| raw_value(fields, name).is_some()),
    }
}

/// White space runs as single spaces, none at the ends.
pub(crate) fn fold_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// White space runs as single spaces within lines; empty lines dropped.
fn fold_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let line = fold_spaces(line);
        if line.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&line);
    }
    out
}

#[cfg(test)]
mod tests;
