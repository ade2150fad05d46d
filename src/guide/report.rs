//! Where a false mail can be reported, and a report prepared as the brand wants it: the mail as an attachment.

use crate::lists::guide::reports::ALL;
pub use crate::lists::guide::reports::{Place, WEBMAILS, Way, webmail};
use crate::lists::marketplaces::Marketplace;

/// The places for a marketplace, the brand's own first.
pub fn places(market: &Marketplace) -> impl Iterator<Item = &'static Place> {
    let id = market.id;
    ALL.iter().filter(move |place| place.scope.holds(id))
}

/// The address behind a place's button, built in: a page, or a letter to an address.
#[must_use]
pub fn address(place: &Place, market: &Marketplace) -> Option<String> {
    match place.way {
        Way::Brand(page) => market.address(page),
        Way::Page(address) => Some(address.to_owned()),
        Way::Mail(address) => Some(format!("mailto:{address}")),
        Way::Text(_) | Way::Phone(_) => None,
    }
}

/// What a place is called by, for showing and copying: the mail address, the number, the page's host.
#[must_use]
pub fn shown(place: &Place, market: &Marketplace) -> String {
    match place.way {
        Way::Brand(_) => market.host.to_owned(),
        Way::Page(address) => address
            .trim_start_matches("https://")
            .trim_end_matches('/')
            .to_owned(),
        Way::Mail(text) | Way::Text(text) | Way::Phone(text) => text.to_owned(),
    }
}

/// A letter ready to be opened in a mail program and sent by the person: `to` is a built-in address, the suspicious mail is
/// attached whole and unchanged (RFC 2046, 5.2.1). `X-Unsent` makes Outlook open it as a draft.
///
/// Lines longer than a mail may have, and bytes that are not ASCII, are kept by sending the attachment as base64.
#[must_use]
pub fn letter(to: &str, subject: &str, text: &str, mail: &[u8]) -> String {
    let mark = "=_honmono_report";
    let mut out = String::with_capacity(mail.len() * 3 / 2 + 800);
    let lines = [
        "X-Unsent: 1".to_owned(),
        format!("To: {to}"),
        format!(
            "Subject: =?utf-8?B?{}?=",
            base64(subject.as_bytes(), usize::MAX)
        ),
        "MIME-Version: 1.0".to_owned(),
        format!("Content-Type: multipart/mixed; boundary=\"{mark}\""),
        String::new(),
        format!("--{mark}"),
        "Content-Type: text/plain; charset=utf-8".to_owned(),
        "Content-Transfer-Encoding: base64".to_owned(),
        String::new(),
        base64(text.as_bytes(), 76),
        format!("--{mark}"),
        "Content-Type: application/octet-stream; name=\"suspicious.eml\"".to_owned(),
        "Content-Transfer-Encoding: base64".to_owned(),
        "Content-Disposition: attachment; filename=\"suspicious.eml\"".to_owned(),
        String::new(),
        base64(mail, 76),
        format!("--{mark}--"),
        String::new(),
    ];
    for line in lines {
        out.push_str(&line);
        out.push_str("\r\n");
    }
    out
}

/// Base64 (RFC 4648), folded at so many letters.
fn base64(bytes: &[u8], fold: usize) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + 8);
    let mut column = 0;
    for chunk in bytes.chunks(3) {
        let word = chunk
            .iter()
            .fold(0u32, |word, byte| (word << 8) | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        if column >= fold {
            out.push_str("\r\n");
            column = 0;
        }
        for place in 0..4 {
            let index = (word >> (18 - 6 * place)) & 63;
            let letter = LETTERS.get(index as usize).copied().unwrap_or(b'=');
            out.push(if place > chunk.len() {
                '='
            } else {
                char::from(letter)
            });
        }
        column += 4;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::marketplaces::by_id;

    #[test]
    fn each_country_gets_its_own_places_after_the_brands() {
        let japan = by_id("amazon.co.jp").unwrap();
        let ids: Vec<_> = places(japan).map(|place| place.id).collect();
        assert_eq!(ids[..2], ["brand_page", "brand_mail"]);
        assert!(
            ids.contains(&"jp_dekyo") && !ids.contains(&"us_ftc") && !ids.contains(&"brand_verify")
        );
        let states = by_id("amazon.com").unwrap();
        assert!(places(states).any(|place| place.id == "brand_verify" && !place.sure));
    }

    #[test]
    fn addresses_are_built_in() {
        let japan = by_id("amazon.co.jp").unwrap();
        for place in places(japan) {
            if let Some(address) = address(place, japan) {
                assert!(
                    address.starts_with("https://") || address.starts_with("mailto:"),
                    "{address}"
                );
            }
            assert!(!shown(place, japan).is_empty());
        }
    }

    #[test]
    fn letters_are_written_as_the_standard_says() {
        assert_eq!(base64(b"", 76), "");
        assert_eq!(base64(b"f", 76), "Zg==");
        assert_eq!(base64(b"fo", 76), "Zm8=");
        assert_eq!(base64(b"foobar", 76), "Zm9vYmFy");
        assert!(base64(&[255; 300], 76).lines().all(|line| line.len() <= 76));
    }

    #[cfg(feature = "raw")]
    #[test]
    fn the_mail_arrives_whole_inside_the_letter() {
        let mail = "From: x@evil.example\r\nSubject: お支払い\r\n\r\n本文\r\n".as_bytes();
        let letter = letter("report@brand.example", "フィッシング", "本文", mail);
        let read = mail_parser::MessageParser::default()
            .parse(letter.as_bytes())
            .unwrap();
        assert_eq!(read.subject(), Some("フィッシング"));
        assert_eq!(read.attachment(0).unwrap().contents(), mail);
    }
}
