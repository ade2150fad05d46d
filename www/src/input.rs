//! What was put in: a mail or a link.

use honmono::Message;
use honmono::address::{Link, Shown};
use honmono::lists::Tables;
use honmono::raw;

/// The biggest mail that is read, in bytes.
pub(crate) const MOST: usize = 30_000_000;

/// What was put in.
#[derive(Debug)]
pub(crate) enum Input {
    /// A mail.
    Mail(Box<Message>),
    /// One link, as a message that holds nothing else.
    Link(Box<Message>),
    /// Neither.
    Neither,
    /// More than is read.
    TooBig(usize),
}

/// Reads bytes as a mail, or as a link when they are one line that looks like an address.
pub(crate) fn read(bytes: &[u8], tables: &Tables) -> Input {
    if bytes.len() > MOST {
        return Input::TooBig(bytes.len());
    }
    // A copied source may begin with empty lines or a byte order mark; the mail begins after them.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = bytes
        .iter()
        .position(|byte| !byte.is_ascii_whitespace())
        .unwrap_or(bytes.len());
    let bytes = &bytes[start..];
    if let Some(address) = std::str::from_utf8(bytes)
        .ok()
        .map(str::trim)
        .filter(|text| is_address(text))
    {
        let href = if address.contains(':') {
            address.to_owned()
        } else {
            format!("https://{address}")
        };
        let link = Link::read(
            0,
            &href,
            Shown {
                text: String::new(),
                alt: String::new(),
            },
            tables,
        );
        return Input::Link(Box::new(Message {
            links: vec![link],
            ..Message::default()
        }));
    }
    if !has_header(bytes) {
        return Input::Neither;
    }
    Input::Mail(Box::new(raw::read(bytes, tables)))
}

/// One word with a dot or a scheme.
fn is_address(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 8_192
        && !text.contains(char::is_whitespace)
        && !text.contains('@')
        && (text.contains("://") || text.contains('.'))
        || text.starts_with("http") && !text.contains(char::is_whitespace)
}

/// The first line is a header field (RFC 5322, 2.2), or the envelope line of a mailbox file.
fn has_header(bytes: &[u8]) -> bool {
    let line = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    if line.starts_with(b"From ") {
        return true;
    }
    let Some(colon) = line.iter().position(|byte| *byte == b':') else {
        return false;
    };
    colon > 0 && line[..colon].iter().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables() -> Tables {
        Tables::shipped()
    }

    #[test]
    fn an_address_is_a_link() {
        for text in [
            "https://evil.example/a?b=c",
            "  evil.example/x \n",
            "http://user@evil.example/",
        ] {
            assert!(
                matches!(read(text.as_bytes(), &tables()), Input::Link(_)),
                "{text}"
            );
        }
    }

    #[test]
    fn a_source_is_a_mail() {
        for text in [
            "From: a@b.example\r\n\r\nhttps://x.example",
            "\u{feff}\n\nReceived: by x\nFrom: a@b.example\n\n",
        ] {
            assert!(
                matches!(read(text.as_bytes(), &tables()), Input::Mail(_)),
                "{text}"
            );
        }
    }

    #[test]
    fn anything_else_is_neither() {
        for text in ["", "hello there", "a b: c", "one\ntwo"] {
            assert!(
                matches!(read(text.as_bytes(), &tables()), Input::Neither),
                "{text}"
            );
        }
        assert!(matches!(
            read(&vec![b'a'; MOST + 1], &tables()),
            Input::TooBig(_)
        ));
    }
}
