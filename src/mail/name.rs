//! What a display name, or another short line such as a subject, says of a brand.
//!
//! A name is read folded: invisible characters, marks, look-alike letters, width, spaces and filler between the letters do
//! not hide a brand; how it was hidden is kept, since honest names hide nothing.

use super::brand::BrandWords;
use crate::address::Mailbox;
use crate::address::script::{Spacing, fold};
use std::borrow::Cow;

/// A name's reading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NameReading {
    /// The brand stands in it as a word.
    pub named: bool,
    /// ... in disguise: marks, invisible or foreign letters inside the word, or letters apart.
    pub disguised: bool,
    /// ... misspelt by one letter, and nowhere right.
    pub misspelt: bool,
    /// ... followed by the ending of one of its sites, right or misspelt.
    pub with_site: bool,
    /// ... and only as what something is for or on: `Tool for Amazon` is no part of it.
    pub about: bool,
    /// It is the name of one of the brand's products, with nothing beside it but words of offices.
    pub product: bool,
    /// ... which is nobody else's.
    pub sole: bool,
    /// The words that say so, as written.
    pub words: String,
    /// A mail address in it.
    pub address: Option<Mailbox>,
    /// What follows "via": a list or service that rewrote the sender.
    pub via: Option<String>,
}

impl NameReading {
    /// The name says that this is the brand.
    #[must_use]
    pub fn claims(&self) -> bool {
        (self.named && !self.about) || (self.misspelt && self.with_site)
    }
}

/// Reads a name.
#[must_use]
pub fn read(text: &str, brand: &BrandWords) -> NameReading {
    let written: String = text.chars().take(1_000).collect();
    let text = as_shown(&written);
    let folded = fold(&text);
    let plain = folded.as_str();
    let mut reading = NameReading {
        address: address_in(&text),
        via: plain
            .find(" via ")
            .map(|at| plain[at + 5..].trim_matches(['"', '\'', ' ']).to_owned()),
        ..NameReading::default()
    };
    let cut = |range: std::ops::Range<usize>| {
        let words: String = text.get(range).unwrap_or("").chars().take(80).collect();
        words
    };
    let mut itself = false;
    for spelling in &brand.spellings {
        let spacing = if spelling.is_ascii() {
            Spacing::Loose
        } else {
            Spacing::Tight
        };
        for found in folded.find(spelling, spacing) {
            let before = plain[..found.folded.start].chars().next_back();
            let after = plain[found.folded.end..].chars().next();
            let joined =
                |c: Option<char>| spelling.is_ascii() && c.is_some_and(|c| c.is_ascii_alphabetic());
            if joined(before) || joined(after) {
                continue;
            }
            let (head, tail) = (&plain[..found.folded.start], &plain[found.folded.end..]);
            if is_ordinary(spelling, tail, brand) {
                continue;
            }
            itself |= !is_for(head);
            reading.with_site |= brand.site_after(tail);
            if !reading.named || found.is_disguised() {
                reading.words = cut(found.original.clone());
            }
            reading.named = true;
            reading.disguised |= found.is_disguised();
        }
    }
    reading.about = reading.named && !itself && !reading.disguised;
    if !reading.named {
        misspelt(plain, brand, &mut reading);
    }
    let hidden = folded.had_invisible || folded.had_marks || folded.mixed_script_word;
    let own = plain.find(" via ").map_or(plain, |at| &plain[..at]).trim();
    let is_a = |products: &[String]| products.iter().any(|product| is_office_of(own, product));
    reading.sole = is_a(&brand.soles);
    let product = reading.sole || is_a(&brand.products);
    if product {
        reading.product = true;
        reading.disguised |= hidden;
        if reading.words.is_empty() {
            reading.words = text.trim().chars().take(80).collect();
        }
    }
    reading
}

/// The letters in the order in which a reader sees them, where a name turns them round (U+202E to U+202C, UAX #9).
fn as_shown(written: &str) -> Cow<'_, str> {
    let Some((before, turned)) = written.split_once('\u{202e}') else {
        return written.into();
    };
    let (turned, after) = turned.split_once('\u{202c}').unwrap_or((turned, ""));
    let shown: String = turned.chars().rev().collect();
    // What turned them stays behind, so that the disguise is seen.
    format!("{before}\u{202e}{shown}{after}").into()
}

/// Words that stand before what a firm's own thing is made for, or sold on.
const FOR: &[&str] = &[
    "for", "on", "at", "für", "auf", "bei", "pour", "sur", "para", "per", "su", "voor", "op",
];

/// `Tool for ` before the brand: somebody else's thing.
fn is_for(head: &str) -> bool {
    let mut words = head.split_whitespace().rev();
    let (last, before) = (words.next(), words.next());
    before.is_some() && last.is_some_and(|last| FOR.iter().any(|word| last == fold(word).as_str()))
}

/// The brand's name and the word after it together mean something else: a river, a forest.
fn is_ordinary(spelling: &str, tail: &str, brand: &BrandWords) -> bool {
    let next = tail
        .trim_start()
        .split(|c: char| !c.is_alphanumeric())
        .next()
        // Shorter ones are endings of a language's word (`amazon` and `en`), not words.
        .filter(|next| next.chars().count() > 4);
    tail.starts_with(char::is_whitespace)
        && next.is_some_and(|next| brand.ordinary.contains(&&*format!("{spelling}{next}")))
}

/// Words of offices and notices, which a sender puts beside a product's name.
const OFFICES: &[&str] = &[
    "account",
    "activation",
    "alert",
    "alerts",
    "assistance",
    "billing",
    "care",
    "center",
    "centre",
    "customer",
    "customers",
    "delivery",
    "department",
    "desk",
    "help",
    "info",
    "information",
    "mail",
    "member",
    "members",
    "membership",
    "message",
    "news",
    "notice",
    "notification",
    "notifications",
    "payment",
    "payments",
    "renewal",
    "renewals",
    "s",
    "security",
    "service",
    "services",
    "shipping",
    "statement",
    "subscription",
    "support",
    "suspended",
    "suspension",
    "team",
    "update",
    "updates",
    "user",
    "verification",
    "video",
    "kundenservice",
    "mitgliedschaft",
    "abonnement",
    "client",
    "clients",
    "cliente",
    "clientes",
    "soporte",
    "servicio",
    "servizio",
];

/// The same in scripts that set no spaces between words: they stand right behind the name.
const OFFICES_JOINED: &[&str] = &[
    "アカウント",
    "お支払い",
    "お知らせ",
    "カスタマー",
    "サービス",
    "サポート",
    "センター",
    "チーム",
    "事務局",
    "会員",
    "係",
    "案内",
    "窓口",
    "管理",
    "通知",
    "運営",
    "配信",
    "の",
    "ご",
];

/// A product's name with nothing but words of offices after it: `Gold`, `Gold Support Team`, not `Gold Fitness`. Spaces and marks
/// inside the name do not count.
fn is_office_of(plain: &str, product: &str) -> bool {
    let mut rest = plain;
    for letter in product.chars().filter(|c| c.is_alphanumeric()) {
        let found = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let Some(after) = found.strip_prefix(letter) else {
            return false;
        };
        rest = after;
    }
    let joined = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let latin = product.ends_with(|c: char| c.is_ascii_alphanumeric());
    !(joined && latin)
        && rest
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .all(|word| {
                OFFICES.contains(&word)
                    || word.bytes().all(|byte| byte.is_ascii_digit())
                    || is_joined_office(word)
            })
}

fn is_joined_office(word: &str) -> bool {
    let mut rest = word;
    while !rest.is_empty() {
        let mut offices = OFFICES_JOINED.iter().map(|office| fold(office));
        let Some(after) = offices.find_map(|office| rest.strip_prefix(office.as_str())) else {
            return false;
        };
        rest = after;
    }
    true
}

fn misspelt(plain: &str, brand: &BrandWords, reading: &mut NameReading) {
    for word in plain
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() >= 4)
    {
        if brand.ordinary.contains(&word) || brand.spellings.iter().any(|own| own == word) {
            continue;
        }
        let digits: String = word
            .chars()
            .map(|c| match c {
                '0' => 'o',
                '1' => 'l',
                '4' => 'a',
                '3' => 'e',
                '5' => 's',
                c => c,
            })
            .collect();
        let close = brand
            .spellings
            .iter()
            .filter(|spelling| spelling.is_ascii() && spelling.len() >= 5)
            .any(|spelling| near(&digits, spelling));
        if close {
            let end = word.as_ptr() as usize - plain.as_ptr() as usize + word.len();
            reading.misspelt = true;
            reading.with_site |= brand.site_after(&plain[end..]);
            reading.words = word.to_owned();
        }
    }
}

/// One letter left out, added, replaced, or two neighbours swapped; or the same after a digit was read as a letter.
fn near(word: &str, spelling: &str) -> bool {
    if word == spelling {
        return true;
    }
    let (a, b) = (word.as_bytes(), spelling.as_bytes());
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let back = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let shorter = a.len().min(b.len());
    match a.len().abs_diff(b.len()) {
        0 => {
            let same = front + back;
            let swapped =
                || same + 2 == a.len() && a[front] == b[front + 1] && a[front + 1] == b[front];
            same + 1 == a.len() || swapped()
        }
        1 => front + back >= shorter,
        _ => false,
    }
}

/// A mail address inside a name.
fn address_in(text: &str) -> Option<Mailbox> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '"' | ',' | ';'))
        .filter(|word| word.contains('@') && !word.starts_with('@'))
        .find_map(|word| {
            let mailbox = Mailbox::parse(word.trim_matches(['\'', '.', ':', '[', ']']))?;
            let host = mailbox.host.as_ref()?;
            (host.as_str().contains('.') && !mailbox.local.is_empty()).then_some(mailbox)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop() -> BrandWords {
        BrandWords {
            id: "shopping".into(),
            name: "Shopping".into(),
            spellings: vec![
                "shopping".into(),
                crate::address::script::fold("ショップ").as_str().into(),
            ],
            endings: vec![".co.jp".into(), ".com".into()],
            ordinary: vec!["hopping", "shoppingriver", "shoppingen"],
            products: vec!["gold".into(), fold("gold会員").as_str().into()],
            soles: vec!["shop gold".into()],
        }
    }

    fn reading(text: &str) -> NameReading {
        read(text, &shop())
    }

    #[test]
    fn named_plainly_and_in_disguise() {
        assert!(reading("Shopping.co.jp").claims() && !reading("Shopping.co.jp").disguised);
        assert!(reading("shoppingからのお知らせ").named);
        assert!(reading("ショップ").named);
        for disguise in [
            "S\u{34f}h\u{34f}opping",
            "Shоpping",
            "Sh\u{200d}opping",
            "S h o p p i n g",
            "\u{202e}gnippohS",
            "Your \u{202e}gnippohS\u{202c} team",
        ] {
            assert!(reading(disguise).disguised, "{disguise}");
        }
        assert!(!reading("Ｓｈｏｐｐｉｎｇ").disguised && reading("Ｓｈｏｐｐｉｎｇ").named);
    }

    #[test]
    fn misspelt_names_need_a_site() {
        assert!(reading("Shoping.co.jp").claims());
        assert!(reading("Shopipng").misspelt && !reading("Shopipng").claims());
        for other in [
            "Hopping",
            "Shipping Dept",
            "Shoppings Mall",
            "workshopping",
            "Shop",
        ] {
            assert!(!reading(other).claims(), "{other}");
        }
        assert!(!reading("hopping.com").misspelt);
    }

    #[test]
    fn what_is_made_for_it_or_means_something_else_is_not_it() {
        for name in [
            "Seller Tool for Shopping",
            "Deals on Shopping",
            "Angebote bei Shopping",
        ] {
            assert!(reading(name).named && !reading(name).claims(), "{name}");
        }
        for name in ["Shopping River Cruises", "The Shopping River"] {
            assert!(!reading(name).named, "{name}");
        }
        for name in [
            "Support Shopping",
            "Shopping for Business",
            "On Shopping",
            "Shopping: deals on Shopping",
            "Tool for Sh\u{200d}opping",
            "Shopping Rivers",
            "Shopping en ligne",
        ] {
            assert!(reading(name).claims(), "{name}");
        }
    }

    #[test]
    fn products_addresses_and_lists() {
        assert!(reading("G\u{200e}old").product && reading("G\u{200e}old").disguised);
        assert!(
            reading("Gold Support").product
                && reading("Gold's Video Suspended").product
                && !reading("Gold Fitness").product
                && !reading("Goldman Sachs").product
                && !reading("Old Gold").product
        );
        for name in [
            "Gold会員事務局",
            "GOLD会員 サポートセンター",
            "Gold Billing via Sign Service",
            "G-o-l-d Team",
        ] {
            assert!(reading(name).product && !reading(name).sole, "{name}");
        }
        for name in [
            "Gold保険センター",
            "Gold会員権の売買",
            "Goldsmith",
            "Fitness via Gold",
        ] {
            assert!(!reading(name).product, "{name}");
        }
        assert!(reading("Shop Gold Renewal").sole && !reading("Shop Gold Fitness").sole);
        let host = reading("Offers@shopping.com")
            .address
            .and_then(|address| address.host);
        assert_eq!(
            host.map(|host| host.to_string()).as_deref(),
            Some("shopping.com")
        );
        assert_eq!(
            reading("Shopping via Some-list").via.as_deref(),
            Some("some-list")
        );
        assert!(reading("me @ work").address.is_none());
    }
}
