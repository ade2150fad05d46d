//! Order numbers in running text: labelled ones only.
//!
//! Numbers of the same shape that are none stand on the brand's own pages (session ids, a constant in a script, even in visible
//! text), and a mail may hold others. So a number counts only right behind a label of an order in one of the languages, or in a
//! list behind one that counts.

use crate::lists::marketplaces::{is_order_number, words};

/// Characters that may stand between a label and its number.
const GAP: usize = 28;

/// The labelled order numbers in a text, in order of appearance, each once.
///
/// ```
/// use honmono::official::order::labelled;
/// assert_eq!(labelled("注文番号: 250-1234567-1234567"), ["250-1234567-1234567"]);
/// assert!(labelled("session 250-1234567-1234567").is_empty());
/// ```
#[must_use]
pub fn labelled(text: &str) -> Vec<String> {
    let letters = plain(text);
    let mut found: Vec<String> = vec![];
    // Where the last number that counts ended.
    let mut counted: Option<usize> = None;
    let mut at = 0;
    while at + 19 <= letters.len() {
        let Some(number) = number_at(&letters, at) else {
            at += 1;
            continue;
        };
        let listed = counted.is_some_and(|end| is_list_gap(&letters[end..at]));
        if listed || has_label(&letters[..at]) {
            counted = Some(at + 19);
            if !found.contains(&number) {
                found.push(number);
            }
        }
        at += 19;
    }
    found
}

/// Every whole number of the shape in a text: for places that are a label by themselves (a cell that holds nothing else).
#[must_use]
pub fn all(text: &str) -> Vec<String> {
    let letters = plain(text);
    let mut found: Vec<String> = vec![];
    for at in 0..letters.len().saturating_sub(18) {
        if let Some(number) = number_at(&letters, at)
            && !found.contains(&number)
        {
            found.push(number);
        }
    }
    found
}

/// Lower case, ASCII digits and hyphens, no invisible characters.
fn plain(text: &str) -> Vec<char> {
    text.chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}' | '\u{34f}'))
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' => '-',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' | '\u{a0}' => ' ',
            _ => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// The number that starts here and is not part of a longer run.
fn number_at(letters: &[char], at: usize) -> Option<String> {
    let bound = |c: Option<&char>| c.is_none_or(|c| !c.is_ascii_alphanumeric() && *c != '-');
    let before = at.checked_sub(1).and_then(|before| letters.get(before));
    if !letters.get(at).is_some_and(char::is_ascii_alphanumeric)
        || !bound(before)
        || !bound(letters.get(at + 19))
    {
        return None;
    }
    let number: String = letters
        .get(at..at + 19)?
        .iter()
        .map(char::to_ascii_uppercase)
        .collect();
    is_order_number(&number).then_some(number)
}

/// Between the numbers of a list: punctuation and one short word (`and`, `und`, `と`).
fn is_list_gap(gap: &[char]) -> bool {
    let words = gap.iter().filter(|c| c.is_alphabetic()).count();
    gap.len() <= 8
        && words <= 4
        && !gap
            .iter()
            .any(|c| c.is_ascii_digit() || matches!(c, '.' | '!' | '?' | '。' | '\n' | ':'))
}

/// Whether a label of an order stands right before.
fn has_label(before: &[char]) -> bool {
    let mut end = before.len();
    let floor = before.len().saturating_sub(GAP);
    loop {
        // Signs and spaces between.
        while end > floor && !before[end - 1].is_alphanumeric() {
            end -= 1;
        }
        if ends_with_label(&before[..end]) {
            return true;
        }
        // One word that may stand between, the name of a site (`amazon.it`), or the end of it.
        let start = before[..end]
            .iter()
            .rposition(|c| c.is_whitespace() || matches!(c, '(' | '（' | '「' | ':'))
            .map_or(0, |at| at + 1);
        let word: String = before[start..end].iter().collect();
        let word = word.trim_end_matches(['.', ':', '#', 'º', '°']);
        let between =
            words::BETWEEN.contains(&word) || crate::lists::marketplaces::by_id(word).is_some();
        if !between || start >= end || start < floor {
            return false;
        }
        end = start;
    }
}

/// Whether the text ends with a label, as a whole word where its script parts words.
fn ends_with_label(text: &[char]) -> bool {
    words::ORDER_NUMBER.iter().any(|label| {
        let label: Vec<char> = label.trim_end_matches(['#', ':', ' ']).chars().collect();
        let Some(start) = text.len().checked_sub(label.len()) else {
            return false;
        };
        let parted = label.first().is_some_and(|c| *c < '\u{2e80}');
        text[start..] == label[..] && (!parted || start == 0 || !text[start - 1].is_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "250-1234567-1234567";

    #[test]
    fn labels_of_many_languages() {
        for text in [
            "注文番号: 250-1234567-1234567",
            "お支払い番号のお知らせ (注文番号 250-1234567-1234567)",
            "Amazon.co.jp ご注文の確認 250-1234567-1234567",
            "Order #250-1234567-1234567",
            "Order # 250-1234567-1234567",
            "Order number\n250-1234567-1234567",
            "Your Amazon.com order #250-1234567-1234567 has shipped",
            "Refund on order 250-1234567-1234567",
            "Bestellnummer: 250-1234567-1234567",
            "Bestellung Nr. 250-1234567-1234567",
            "N° de commande : 250-1234567-1234567",
            "Il tuo ordine Amazon.it n. 250-1234567-1234567 di Lampada",
            "N.º de pedido: 250-1234567-1234567",
            "Número del pedido 250-1234567-1234567",
            "Bestelnummer 250-1234567-1234567",
            "Numer zamówienia: 250-1234567-1234567",
            "Sipariş numarası: 250-1234567-1234567",
            "رقم الطلب: \u{200e}250-1234567-1234567",
            "订单编号：250-1234567-1234567",
            "ऑर्डर संख्या 250-1234567-1234567",
            "注文番号：２５０－１２３４５６７－１２３４５６７",
            "注文番号: 250\u{2011}1234567\u{2011}1234567",
            "注文番号: 250-12\u{200b}34567-1234567",
        ] {
            assert_eq!(labelled(text), [ONE], "{text}");
        }
    }

    #[test]
    fn both_shapes_and_lists() {
        assert_eq!(
            labelled("Order # D01-1234567-1234567"),
            ["D01-1234567-1234567"]
        );
        assert_eq!(
            labelled("Order #: P01-1234567-1234567"),
            ["P01-1234567-1234567"]
        );
        assert_eq!(
            labelled("Orders #111-1234567-1234567, 112-1234567-1234567 and 113-1234567-1234567"),
            [
                "111-1234567-1234567",
                "112-1234567-1234567",
                "113-1234567-1234567"
            ]
        );
        assert_eq!(
            labelled("注文番号: 250-1234567-1234567 注文番号: 250-1234567-1234567"),
            [ONE]
        );
    }

    #[test]
    fn decoys_are_refused() {
        for text in [
            "250-1234567-1234567",
            "session-id 139-8209055-5797557",
            "Order # 000-0000000-8675309",
            "order 1250-1234567-1234567",
            "order 250-1234567-12345678",
            "order a-250-1234567-1234567",
            "reorder 250-1234567-1234567",
            "Your order is on its way. Call 250-1234567-1234567",
            "Order total $5, reference 250-1234567-1234567",
            "P11-1234567",
            "注文番号はこちら: お問い合わせ 250-1234567-1234567",
        ] {
            assert!(labelled(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_list_ends_at_the_sentence() {
        assert_eq!(
            labelled("Order 250-1234567-1234567. 139-8209055-5797557"),
            [ONE]
        );
    }

    #[test]
    fn every_number_of_a_cell() {
        assert_eq!(
            all(" 250-1234567-1234567 / D01-1234567-1234567"),
            [ONE, "D01-1234567-1234567"]
        );
        assert!(all("x250-1234567-12345678").is_empty());
    }
}
