//! Mails inside mails: what a person forwarded, and what a person quotes.
//!
//! A forward is judged as the mail it carries, whose sender is then only what the forwarder's program wrote down. A quotation
//! in an answer is not the writer's own word and makes no claim for them.

use super::{Message, Sender};
use crate::address::Mailbox;
use crate::address::script::fold;

/// "From:" as mail programs write it above a forwarded mail, in lower case.
const FROM: &[&str] = &[
    "from:",
    "from :",
    "von:",
    "de:",
    "de :",
    "da:",
    "van:",
    "od:",
    "från:",
    "fra:",
    "差出人:",
    "差出人：",
    "送信元:",
    "送信者:",
    "发件人:",
    "发件人：",
    "寄件者:",
    "寄件者：",
    "보낸사람:",
    "보낸 사람:",
    "отправитель:",
    "от:",
    "kimden:",
    "gönderen:",
];
/// "Subject:" likewise.
const SUBJECT: &[&str] = &[
    "subject:",
    "subject :",
    "betreff:",
    "objet:",
    "objet :",
    "asunto:",
    "assunto:",
    "oggetto:",
    "onderwerp:",
    "temat:",
    "ämne:",
    "emne:",
    "件名:",
    "件名：",
    "主题:",
    "主题：",
    "主旨:",
    "主旨：",
    "제목:",
    "тема:",
    "konu:",
];
/// What a subject or a text says of a forward.
const MARKS: &[&str] = &[
    "forwarded message",
    "begin forwarded message",
    "weitergeleitete nachricht",
    "message transféré",
    "message transmis",
    "mensaje reenviado",
    "mensagem encaminhada",
    "messaggio inoltrato",
    "doorgestuurd bericht",
    "转发",
    "轉寄",
    "転送",
    "vidarebefordrat",
    "wiadomość przekazana",
    "пересылаемое",
    "iletilen",
];
const PREFIXES: &[&str] = &[
    "fw:", "fwd:", "wg:", "tr:", "rv:", "enc:", "i:", "vs:", "転送:", "转发:", "轉寄:", "ilt:",
];
/// What stands above a quotation in an answer.
const ANSWERED: &[&str] = &[
    "original message",
    "ursprüngliche nachricht",
    "message d'origine",
    "mensaje original",
    "mensagem original",
    "messaggio originale",
    "元のメッセージ",
];

/// How far into a text the block of a forward may begin, in bytes.
const REACH: usize = 6_000;

/// The mail a person forwarded inside their own text, if the message is such a forward: its sender and subject as the block says,
/// the text below it, and all links (which stood where cannot be told).
///
/// ```
/// use honmono::{Message, mail::forward};
/// let mail = Message {
///     subject: Some("Fwd: Hello".into()),
///     text: "look\n---------- Forwarded message ---------\nFrom: Shop <a@shop.example>\nDate: today\nSubject: Hello\nTo: me\n\nDear customer".into(),
///     ..Message::default()
/// };
/// let inner = forward::inline(&mail).unwrap();
/// assert_eq!(inner.sender.name.as_deref(), Some("Shop"));
/// assert_eq!(inner.subject.as_deref(), Some("Hello"));
/// assert!(forward::inline(&Message { subject: Some("Re: Hello".into()), ..mail.clone() }).is_some()); // the text says so too
/// assert!(forward::inline(&Message { text: "Forwarded message from the dean".into(), ..mail }).is_none());
/// ```
#[must_use]
pub fn inline(message: &Message) -> Option<Message> {
    let subject = fold(message.subject.as_deref().unwrap_or(""));
    let subject = crate::lower::text(subject.as_str());
    let subject = subject.trim_start();
    let text = unquoted(&message.text);
    let head = upto(&text, REACH);
    let lower = crate::lower::text(head);
    // Lower case may move bytes in a few scripts; then offsets mean nothing and the block is not read.
    if lower.len() != head.len() {
        return None;
    }
    let marked = MARKS.iter().any(|mark| lower.contains(mark))
        || PREFIXES.iter().any(|prefix| subject.starts_with(prefix));
    if !marked {
        return None;
    }
    let (from, value) = first(&lower, FROM, 0)?;
    let (subject_at, subject_value) =
        first(&lower, SUBJECT, value).filter(|(at, _)| at - from < 600)?;
    let sender = sender(line(head, value, subject_at));
    if sender.address.is_none() && sender.name.is_none() {
        return None;
    }
    let subject = line(head, subject_value, head.len());
    let below = subject_value + subject.len();
    Some(Message {
        sender,
        subject: Some(subject.trim().to_owned()),
        text: text.get(below..).unwrap_or("").to_owned(),
        reply_to: vec![],
        sent: None,
        sent_as_shown: None,
        authentication: super::Authentication::default(),
        transport: None,
        missing: vec![],
        ..message.clone()
    })
}

/// The text without the marks some programs put before every forwarded line.
fn unquoted(text: &str) -> String {
    let rows = text.lines().map(|row| row.trim_start_matches(['>', ' ']));
    rows.collect::<Vec<_>>().join("\n")
}

/// The part of a text its writer wrote: without quoted lines and without the mail answered to.
#[must_use]
pub fn own_words(text: &str) -> String {
    let mut own = String::with_capacity(text.len());
    // Asked of the whole text first: hardly a mail has one.
    let answered = is_answered(&crate::lower::text(text));
    for row in text.lines() {
        let start = row.trim_start();
        if start.starts_with('>') || start.starts_with('|') {
            continue;
        }
        let opens = || is_attribution(start) || answered && is_answered(&crate::lower::text(start));
        if start.len() < 120 && opens() {
            break;
        }
        own.push_str(row);
        own.push('\n');
    }
    own
}

/// Whether a text in lower case has words that stand above the mail answered to.
fn is_answered(lower: &str) -> bool {
    ANSWERED.iter().any(|mark| lower.contains(mark))
}

/// "On ... wrote:" and its like: a short line that ends in a colon and names a day or an address.
fn is_attribution(row: &str) -> bool {
    let ends = row.ends_with("wrote:")
        || row.ends_with("schrieb:")
        || row.ends_with("a écrit :")
        || row.ends_with("escribió:")
        || row.ends_with("escreveu:");
    ends || (row.ends_with(':')
        && row.contains('@')
        && row.contains(|c: char| c.is_ascii_digit())
        && row.contains(['<', '(']))
}

fn first(lower: &str, words: &[&str], from: usize) -> Option<(usize, usize)> {
    words
        .iter()
        .filter_map(|word| {
            let mut start = from;
            loop {
                let at = start + lower.get(start..)?.find(word)?;
                let opens = lower[..at]
                    .chars()
                    .next_back()
                    .is_none_or(|c| !c.is_alphanumeric());
                if opens {
                    return Some((at, at + word.len()));
                }
                start = at + word.len();
            }
        })
        .min_by_key(|(at, _)| *at)
}

/// The rest of a line, at most up to `end`.
fn line(text: &str, from: usize, end: usize) -> &str {
    let rest = text.get(from..end).unwrap_or("");
    let rest = rest.trim_start_matches(['\n', ' ']);
    let line = rest.lines().next().unwrap_or("");
    // Where lines were folded away, the next label ends it.
    let cut = [
        " date:",
        " to:",
        " sent:",
        " gesendet:",
        " an:",
        " envoyé",
        " para:",
        " 日時",
        " 宛先",
        " cc:",
    ];
    let lower = crate::lower::text(line);
    let end = cut
        .iter()
        .filter_map(|label| lower.find(label))
        .min()
        .filter(|_| lower.len() == line.len());
    line.get(..end.unwrap_or(line.len())).unwrap_or(line)
}

fn sender(text: &str) -> Sender {
    let text = text.trim().trim_matches('*').trim();
    let word = text
        .split(|c: char| {
            c.is_whitespace() || matches!(c, '<' | '>' | '[' | ']' | '(' | ')' | ',' | ';')
        })
        .map(|word| word.trim_start_matches("mailto:"))
        .rfind(|word| word.contains('@'));
    let address = word.and_then(Mailbox::parse);
    let name = match word.and_then(|word| text.find(word)) {
        Some(at) => &text[..at],
        None => text,
    };
    let name = name
        .trim_end_matches("mailto:")
        .trim_matches(['<', '[', '(', '"', '\'', ' ', '*']);
    Sender {
        name: (!name.is_empty()).then(|| name.chars().take(200).collect()),
        address,
        others: vec![],
    }
}

fn upto(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forward(subject: &str, text: &str) -> Option<Message> {
        inline(&Message {
            subject: Some(subject.into()),
            text: text.into(),
            ..Message::default()
        })
    }

    #[test]
    fn reads_blocks_of_several_languages() {
        for text in [
            "Von: Shop [mailto:a@shop.example]\nGesendet: heute\nBetreff: Hallo\n\nLieber Kunde",
            "差出人: Shop <a@shop.example>\n日時: 今日\n件名: こんにちは\n\n本文",
            "De: Shop <a@shop.example> Enviado: hoy Para: me Asunto: Hola\ncuerpo",
            "---\nFrom: *Shop* <a@shop.example>\nSubject: x\n",
        ] {
            let inner = forward("Fw: x", text).unwrap();
            assert_eq!(
                inner.sender.address.unwrap().raw,
                "a@shop.example",
                "{text}"
            );
            assert_eq!(
                inner.sender.name.unwrap().trim_matches('*'),
                "Shop",
                "{text}"
            );
        }
    }

    #[test]
    fn answers_and_bare_words_are_no_forward() {
        assert!(forward("Re: x", "From: Shop <a@shop.example>\nSubject: y\n").is_none());
        assert!(forward("Fwd: prize", "Dear customer, click here").is_none());
        assert!(forward("Fwd: x", "Subject: y\nFrom the beginning").is_none());
    }

    #[test]
    fn quotations_are_not_ones_own_words() {
        let text = "I agree.\n> Dear Amazon customer\nOn Mon, Bob <b@x.example> wrote:\nDear Amazon customer";
        assert_eq!(own_words(text), "I agree.\n");
        assert_eq!(own_words("plain\ntext: here"), "plain\ntext: here\n");
    }
}
