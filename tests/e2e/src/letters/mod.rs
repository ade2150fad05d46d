//! A hundred mails of every build: for comparing what the extension reads in a webmail with what the file itself holds.
//!
//! Nothing here was ever sent. Each mail has a name that says what is odd about it; names, hosts and words come from a generator with a
//! fixed seed, so that every run has the same hundred.

mod kinds;
mod odd;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::Encoding;
use std::fmt::Write;

/// A name and the bytes of a mail.
pub type Letter = (String, Vec<u8>);

/// A small generator: the same numbers on every machine (xorshift, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[usize::try_from(self.next() % list.len() as u64).unwrap_or_default()]
    }
}

const HOSTS: &[&str] = &[
    "heron-books.example",
    "nordlicht.example",
    "cafe-mueller.example",
    "kawa.example",
    "tram.example",
    "garden-weekly.example",
];
const WORDS: &[&str] = &[
    "spring",
    "timetable",
    "a new shelf",
    "opening hours",
    "the second volume",
    "garden chairs",
    "a quiet evening",
    "seven tickets",
    "green tea",
];

/// One mail in the making.
struct Draft {
    from: Vec<u8>,
    subject: Vec<u8>,
    date: String,
    more: String,
    kind: String,
    body: Vec<u8>,
}

struct Maker {
    dice: Dice,
    made: Vec<Letter>,
}

impl Maker {
    fn sentence(&mut self) -> String {
        format!(
            "We write to you about {} and {}.",
            self.dice.pick(WORDS),
            self.dice.pick(WORDS)
        )
    }

    fn link(&mut self) -> String {
        let host = self.dice.pick(HOSTS);
        format!(
            "https://{host}/{}/{}",
            self.dice.next() % 900,
            self.dice.next() % 9000
        )
    }

    fn draft(&mut self) -> Draft {
        let name = self
            .dice
            .pick(&["Blue Heron Books", "Tram and Bus", "Garden Weekly"]);
        let host = self.dice.pick(HOSTS);
        let at = self.made.len();
        Draft {
            from: format!("{name} <post@{host}>").into(),
            subject: format!("No. {at}: {}", self.dice.pick(WORDS)).into(),
            date: format!(
                "{} Mar 2026 {:02}:{:02}:00 +0000",
                1 + at % 20,
                at % 24,
                (at * 7) % 60
            ),
            more: String::new(),
            kind: "text/plain; charset=utf-8".into(),
            body: vec![],
        }
    }

    fn put(&mut self, name: &str, draft: Draft) {
        let mut bytes = b"Received: from mx.reader.example by imap.reader.example; Fri, 20 Nov 2026 10:00:00 +0000\n".to_vec();
        let mut line = |name: &str, value: &[u8]| {
            if !value.is_empty() {
                bytes.extend_from_slice(name.as_bytes());
                bytes.extend_from_slice(b": ");
                bytes.extend_from_slice(value);
                bytes.push(b'\n');
            }
        };
        line("From", &draft.from);
        line("To", b"reader@reader.example");
        line("Subject", &draft.subject);
        line("Date", draft.date.as_bytes());
        line(
            "Message-ID",
            format!("<{}@letters.example>", self.made.len()).as_bytes(),
        );
        if !draft.kind.is_empty() {
            line("MIME-Version", b"1.0");
            line("Content-Type", draft.kind.as_bytes());
        }
        bytes.extend_from_slice(draft.more.as_bytes());
        bytes.push(b'\n');
        bytes.extend_from_slice(&draft.body);
        self.made
            .push((format!("{:03}-{name}", self.made.len() + 1), bytes));
    }

    /// A text, as written.
    fn text(&mut self, name: &str, body: &str) {
        let draft = self.draft();
        self.put(
            name,
            Draft {
                body: body.into(),
                more: "Content-Transfer-Encoding: 8bit\n".into(),
                ..draft
            },
        );
    }

    fn html(&mut self, name: &str, body: &str) {
        let draft = self.draft();
        let kind = "text/html; charset=utf-8".to_owned();
        self.put(
            name,
            Draft {
                kind,
                body: body.into(),
                more: "Content-Transfer-Encoding: 8bit\n".into(),
                ..draft
            },
        );
    }

    /// A text in a character set, body and header, in one of the transfer encodings.
    fn charset(&mut self, label: &str, name: &str, words: &str, transfer: &str) {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        let link = self.link();
        let (head, _, _) = encoding.encode(name);
        let body = format!("{words}\n{link}\n");
        let (body, _, _) = encoding.encode(&body);
        let draft = self.draft();
        let encoded = format!("=?{label}?B?{}?=", STANDARD.encode(&head));
        let body = match transfer {
            "base64" => lines(&STANDARD.encode(&body)).into_bytes(),
            "quoted-printable" => quoted(&body),
            _ => body.to_vec(),
        };
        self.put(
            &format!("charset-{label}-{transfer}"),
            Draft {
                from: format!("{encoded} <post@kawa.example>").into(),
                subject: encoded.into(),
                kind: format!("text/plain; charset={label}"),
                more: format!("Content-Transfer-Encoding: {transfer}\n"),
                body,
                ..draft
            },
        );
    }

    fn headed(&mut self, name: &str, change: impl FnOnce(&mut Draft)) {
        let mut draft = self.draft();
        draft.body = format!("{}\n{}\n", self.sentence(), self.link()).into();
        draft.more = "Content-Transfer-Encoding: 8bit\n".into();
        change(&mut draft);
        self.put(name, draft);
    }

    /// Parts (type and further headers, body) under a kind of multipart.
    fn parts(&mut self, name: &str, kind: &str, parts: &[(&str, &str)]) {
        let draft = self.draft();
        let body = joined("edge", parts, true);
        self.put(
            name,
            Draft {
                kind: format!("multipart/{kind}; boundary=\"edge\""),
                body: body.into(),
                ..draft
            },
        );
    }
}

fn joined(boundary: &str, parts: &[(&str, &str)], closed: bool) -> String {
    let mut out = String::new();
    for (head, body) in parts {
        let _ = write!(out, "--{boundary}\nContent-Type: {head}\n\n{body}\n");
    }
    if closed {
        let _ = writeln!(out, "--{boundary}--");
    }
    out
}

/// Base64 in lines of 76.
fn lines(text: &str) -> String {
    text.as_bytes()
        .chunks(76)
        .map(|line| String::from_utf8_lossy(line) + "\n")
        .collect()
}

/// Quoted-printable, everything but letters, digits and line ends spelled out.
fn quoted(bytes: &[u8]) -> Vec<u8> {
    let mut out = String::new();
    let mut width = 0;
    for &byte in bytes {
        if byte == b'\n' {
            out.push('\n');
            width = 0;
            continue;
        }
        if width > 68 {
            out.push_str("=\n");
            width = 0;
        }
        if byte.is_ascii_alphanumeric() || byte == b' ' {
            out.push(char::from(byte));
            width += 1;
        } else {
            let _ = write!(out, "={byte:02X}");
            width += 3;
        }
    }
    out.into_bytes()
}

/// A moment (seconds since 1970) as mails write it.
fn date(at: u64) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let (mut day, mut year, mut month) = (at / 86_400, 1970, 0);
    while day >= 365 + u64::from(leap(year)) {
        day -= 365 + u64::from(leap(year));
        year += 1;
    }
    let long = |month: usize| match month {
        1 => 28 + u64::from(leap(year)),
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    };
    while day >= long(month) {
        day -= long(month);
        month += 1;
    }
    let (hour, minute, second) = (at / 3600 % 24, at / 60 % 60, at % 60);
    format!(
        "{} {} {year} {hour:02}:{minute:02}:{second:02} +0000",
        day + 1,
        MONTHS[month]
    )
}

/// The hundred. Three of them were sent in the days before `now` (seconds since 1970): webmails write such times in words.
pub fn hundred(now: u64) -> Vec<Letter> {
    let mut maker = Maker {
        dice: Dice(0x686f_6e6d_6f6e_6f21),
        made: vec![],
    };
    kinds::texts(&mut maker);
    kinds::charsets(&mut maker);
    kinds::headers(&mut maker);
    kinds::pages(&mut maker);
    for (name, days) in [("today", 0), ("yesterday", 1), ("three-days-ago", 3)] {
        maker.headed(&format!("date-of-{name}"), |draft| {
            draft.date = date(now - days * 86_400 - 60);
        });
    }
    odd::structures(&mut maker);
    odd::broken(&mut maker);
    odd::brand(&mut maker);
    maker.made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_mails_write_them() {
        assert_eq!(date(0), "1 Jan 1970 00:00:00 +0000");
        assert_eq!(date(1_709_210_096), "29 Feb 2024 12:34:56 +0000");
        assert_eq!(date(1_795_132_800), "20 Nov 2026 00:00:00 +0000");
    }

    #[test]
    fn a_hundred_and_always_the_same() {
        let made = hundred(1_795_600_000);
        assert!(made.len() >= 100, "{}", made.len());
        assert_eq!(made, hundred(1_795_600_000));
        let names: std::collections::BTreeSet<&str> =
            made.iter().filter_map(|(name, _)| name.get(4..)).collect();
        assert_eq!(names.len(), made.len(), "each has a name of its own");
    }
}
