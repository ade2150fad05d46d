//! A piece of text that somebody pointed at or pasted, without the mail around it: its addresses become links, and nothing else of
//! a mail is known.

use super::{Message, orders};
use crate::address::{Link, Shown};
use crate::lists::Tables;

/// The longest text that is read, in characters.
pub const LONGEST: usize = 20_000;

/// The most addresses taken from it.
const MOST_LINKS: usize = 200;

/// Reads the text as a message of nothing but text and links.
///
/// ```
/// use honmono::{Tables, mail::excerpt};
/// let read = excerpt::read("Look at https://shop.example/a.", &Tables::shipped());
/// assert_eq!(read.links.len(), 1);
/// ```
#[must_use]
pub fn read(text: &str, tables: &Tables) -> Message {
    let text: String = text.chars().take(LONGEST).collect();
    let links = addresses(&text)
        .take(MOST_LINKS)
        .zip(0..)
        .map(|(address, id)| {
            let shown = Shown {
                text: address.to_owned(),
                alt: String::new(),
            };
            Link::read(id, &with_scheme(address), shown, tables)
        })
        .collect();
    Message {
        orders: orders::labelled(&text),
        links,
        text,
        ..Message::default()
    }
}

/// The one address, when the text is nothing else.
#[must_use]
pub fn alone(text: &str) -> Option<String> {
    let text = text.trim();
    let one = !text.is_empty() && text.len() <= 8_192 && !text.contains(char::is_whitespace);
    let dotted = text.contains('.') && !text.contains('@') && text.is_ascii();
    (one && (text.contains("://") || dotted)).then(|| with_scheme(text))
}

fn with_scheme(address: &str) -> String {
    if address.contains("://") {
        address.to_owned()
    } else {
        format!("https://{address}")
    }
}

/// What is written as an address in running text: with a scheme, or beginning with `www.`. A bare name may be the end of a sentence.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| {
        letter.is_whitespace()
            || matches!(
                letter,
                '<' | '>'
                    | '"'
                    | '「'
                    | '」'
                    | '『'
                    | '』'
                    | '【'
                    | '】'
                    | '（'
                    | '）'
                    | '、'
                    | '。'
            )
    })
    .filter_map(|word| {
        let lower = word.to_ascii_lowercase();
        let start = ["https://", "http://", "www."]
            .iter()
            .filter_map(|mark| lower.find(mark))
            .min()?;
        let found = word[start..].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'']);
        found.contains('.').then_some(found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::official::Standing;
    use crate::verdict::{Level, judge};

    fn level(text: &str) -> Level {
        let tables = Tables::shipped();
        judge(&read(text, &tables), &tables, &Standing::NotAsked).level()
    }

    fn found(text: &str) -> Vec<&str> {
        addresses(text).collect()
    }

    #[test]
    fn addresses_are_found_in_running_text() {
        assert_eq!(
            found("See https://a.example/x?y=1, or (www.b.example). ここ→http://c.example/。"),
            [
                "https://a.example/x?y=1",
                "www.b.example",
                "http://c.example/"
            ]
        );
    }

    #[test]
    fn sentences_and_mail_addresses_are_not_links() {
        assert_eq!(
            found("It ended.Then e.g. he wrote to me@a.example about v1.2"),
            Vec::<&str>::new()
        );
    }

    #[test]
    fn one_address_alone_is_told_from_text() {
        assert_eq!(
            alone(" amazon.co.jp.evil.example/a \n").as_deref(),
            Some("https://amazon.co.jp.evil.example/a")
        );
        assert_eq!(
            alone("http://x.example").as_deref(),
            Some("http://x.example")
        );
        for text in ["", "hello", "me@a.example", "two words.example", "以上。"] {
            assert_eq!(alone(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_that_claims_and_leads_elsewhere_is_called_so() {
        let text = "【Amazon】お支払い方法に問題があります。アカウントを更新してください https://qlcfp.example/ap/signin Amazon.co.jp カスタマーサービス";
        assert!(level(text) >= Level::Suspicious, "{:?}", level(text));
    }

    #[test]
    fn a_letter_stays_quiet_and_nothing_is_ever_confirmed() {
        assert_eq!(
            level("Shall we meet at noon? https://cafe.example/menu"),
            Level::Quiet
        );
        let own = "Amazon.co.jp をご利用いただきありがとうございます。ご注文を承りました https://www.amazon.co.jp/gp/css/order-history Amazon.co.jp";
        assert!(level(own) <= Level::Unconfirmed, "{:?}", level(own));
    }

    #[test]
    fn a_long_text_is_cut() {
        let read = read(&"www.a.example ".repeat(100_000), &Tables::shipped());
        assert_eq!(read.links.len(), MOST_LINKS);
        assert_eq!(read.text.chars().count(), LONGEST);
    }
}
