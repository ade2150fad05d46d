//! The stamp in the brand's own links: the moment of sending, written by the brand into every tracked link of a mail.
//!
//! `M=urn:rtn:msg:20261120100211<hex>p0fe` (older: `urn.correios.msg.`): 14 digits of UTC time. In genuine mails it equals the
//! Date header within a second. It can be made up, so an equal stamp proves nothing; a stamp that is days off means that a
//! genuine mail was pasted into another one.

use crate::mail::{Message, Timestamp};
use crate::official::Day;

/// The stamp of a message: of its first link that carries one.
#[must_use]
pub fn of(message: &Message) -> Option<Timestamp> {
    message.links.iter().find_map(|link| in_address(&link.href))
}

/// The stamp in one address, however often it was percent-encoded by wrappers.
#[must_use]
pub fn in_address(href: &str) -> Option<Timestamp> {
    let mut rest = href;
    while let Some(at) = rest.find("msg") {
        rest = &rest[at + 3..];
        if let Some(stamp) = after_separator(rest) {
            return Some(stamp);
        }
    }
    None
}

/// `:` or `.`, plain or percent-encoded once or more, then 14 digits.
fn after_separator(text: &str) -> Option<Timestamp> {
    let digits = match text.strip_prefix([':', '.']) {
        Some(digits) => digits,
        None => {
            let mut inner = text.strip_prefix('%')?;
            while let Some(next) = inner.strip_prefix("25") {
                inner = next;
            }
            ["3A", "3a", "2E", "2e"]
                .iter()
                .find_map(|code| inner.strip_prefix(code))?
        }
    };
    moment(digits.get(..14)?)
}

/// `YYYYMMDDhhmmss` in UTC.
fn moment(digits: &str) -> Option<Timestamp> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| digits.get(from..to)?.parse::<u32>().ok();
    let year = i32::try_from(part(0, 4)?).ok()?;
    let (hour, minute, second) = (part(8, 10)?, part(10, 12)?, part(12, 14)?);
    if !(2000..2200).contains(&year) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let day = Day::from_ymd(year, part(4, 6)?, part(6, 8)?)?;
    Some(Timestamp(
        day.start().0 + i64::from(hour * 3600 + minute * 60 + second) * 1000,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOMENT: Timestamp = Timestamp(1_795_168_931_000);

    #[test]
    fn read_from_plain_and_wrapped_addresses() {
        for href in [
            "https://www.amazon.co.jp/gp/r.html?C=1&M=urn:rtn:msg:20261120100211ab12cdp0fe&R=3",
            "https://www.amazon.co.jp/gp/r.html?C=1&M=urn%3Artn%3Amsg%3A20261120100211ab12cdp0fe",
            "https://www.google.com/url?q=https://www.amazon.co.jp/gp/r.html%3FM%3Durn%253Artn%253Amsg%253A20261120100211ab12",
            "https://www.amazon.com.br/gp/r.html?M=urn.correios.msg.20261120100211ab12",
        ] {
            assert_eq!(in_address(href), Some(MOMENT), "{href}");
        }
    }

    #[test]
    fn nothing_where_there_is_none() {
        for href in [
            "",
            "https://www.amazon.co.jp/gp/message",
            "https://x.example/?msg=20261120100211",
            "https://x.example/?msg:20261320100211",
            "https://x.example/?msg:2026112010021",
            "https://x.example/?msg:あいうえおかきくけこさしすせ",
            "https://x.example/msg%25%25",
        ] {
            assert_eq!(in_address(href), None, "{href}");
        }
    }
}
