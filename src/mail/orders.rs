//! Order numbers in running text, of mails and of the brand's own pages: labelled ones only.
//!
//! Numbers of the same shape that are none stand on the brand's own pages (session ids, a constant in a script, even in visible
//! text), and a mail may hold telephone numbers and others. So a number counts only right behind a label of an order in one of the languages, or in a
//! list behind one that counts.

pub use crate::lists::marketplaces::is_order_number;

use crate::lists::marketplaces::words;

/// Characters that may stand between a label and its number.
const GAP: usize = 28;
/// Characters of a number.
const LENGTH: usize = 19;
/// How many numbers of a mail are kept.
const MOST: usize = 50;

/// The labelled order numbers of a mail: of its subject, then of its text, each once.
///
/// ```
/// use honmono::mail::orders::of_mail;
/// let numbers = of_mail("注文番号: 250-1234567-7654321", Some("Your order #D01-1234567-0000000"));
/// assert_eq!(numbers, ["D01-1234567-0000000", "250-1234567-7654321"]);
/// ```
#[must_use]
pub fn of_mail(text: &str, subject: Option<&str>) -> Vec<String> {
    let mut found = labelled(subject.unwrap_or_default());
    for number in labelled(text) {
        if !found.contains(&number) {
            found.push(number);
        }
    }
    found.truncate(MOST);
    found
}

/// The labelled order numbers in a text, in order of appearance, each once.
///
/// ```
/// use honmono::mail::orders::labelled;
/// assert_eq!(labelled("注文番号: 250-1234567-1234567"), ["250-1234567-1234567"]);
/// assert!(labelled("session 250-1234567-1234567").is_empty());
/// ```
#[must_use]
pub fn labelled(text: &str) -> Vec<String> {
    // Most texts have no number, and a text without a hyphen none for certain.
    if !text.contains(is_hyphen) {
        return vec![];
    }
    let letters = plain(text);
    let mut found: Vec<String> = vec![];
    // Where the last number that counts ended.
    let mut counted: Option<usize> = None;
    let mut at = 0;
    while at + LENGTH <= letters.len() {
        let Some(number) = number_at(&letters, at) else {
            at += 1;
            continue;
        };
        let listed = counted.is_some_and(|end| is_list_gap(&letters[end..at]));
        if listed || has_label(&letters[..at]) {
            counted = Some(at + LENGTH);
            if !found.contains(&number) {
                found.push(number);
            }
        }
        at += LENGTH;
    }
    found
}

/// Every whole number of the shape in a text: for places that are a label by themselves (a cell that holds nothing else).
#[must_use]
pub fn all(text: &str) -> Vec<String> {
    let letters = plain(text);
    let mut found: Vec<String> = vec![];
    for at in 0..letters.len().saturating_sub(LENGTH - 1) {
        if let Some(number) = number_at(&letters, at)
            && !found.contains(&number)
        {
            found.push(number);
        }
    }
    found
}

/// A labelled number that has the parts of an order number, but not their lengths.
pub(crate) fn misshapen(text: &str) -> Option<String> {
    if !text.contains(is_hyphen) {
        return None;
    }
    let letters = plain(text);
    let part_of = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    let mut at = 0;
    while at < letters.len() {
        let length = letters[at..].iter().take_while(|c| part_of(c)).count();
        let run: String = letters[at..at + length].iter().collect();
        if is_nearly(&run) && has_label(&letters[..at]) {
            return Some(run);
        }
        at += length + 1;
    }
    None
}

/// Three groups of digits, of nearly the right lengths.
fn is_nearly(run: &str) -> bool {
    let mut parts = run.split('-');
    let (Some(head), Some(middle), Some(tail), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let digits = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    digits(head, 2..=4) && digits(middle, 5..=9) && digits(tail, 5..=9) && !is_order_number(run)
}

/// A hyphen, or what a mail writes in place of one.
const fn is_hyphen(letter: char) -> bool {
    matches!(
        letter,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}'
    )
}

/// Lower case, ASCII digits and hyphens, no invisible characters.
fn plain(text: &str) -> Vec<char> {
    text.chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}' | '\u{34f}'))
        .map(|c| match c {
            _ if is_hyphen(c) => '-',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' | '\u{a0}' => ' ',
            _ => c,
        })
        .flat_map(crate::lower::letter)
        .collect()
}

/// The number that starts here and is not part of a longer run.
fn number_at(letters: &[char], at: usize) -> Option<String> {
    // The hyphen first: nearly every place of a text fails there.
    if letters.get(at + 3) != Some(&'-') {
        return None;
    }
    let bound = |c: Option<&char>| c.is_none_or(|c| !c.is_ascii_alphanumeric() && *c != '-');
    let before = at.checked_sub(1).and_then(|before| letters.get(before));
    if !letters.get(at).is_some_and(char::is_ascii_alphanumeric)
        || !bound(before)
        || !bound(letters.get(at + LENGTH))
    {
        return None;
    }
    let number: String = letters
        .get(at..at + LENGTH)?
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
            "https://www.amazon.com/gp/css/summary/print.html?ie=UTF8&orderID=250-1234567-1234567&ref_=x",
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
    fn nearly_the_form_is_misshapen_and_the_form_is_not() {
        for (text, expected) in [
            (
                "注文番号： 249-0461725-43649434",
                Some("249-0461725-43649434"),
            ),
            ("Order #113-093551-28451", Some("113-093551-28451")),
            ("Order # D01-1234567-1234567", None),
            ("Order # 250-1234567-1234567", None),
            ("order 250-12a4567-123456", None),
            ("249-0461725-43649434", None),
        ] {
            assert_eq!(misshapen(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn subject_and_text_of_a_mail_together() {
        let text = "Order #111-1234567-1234567 and order 112-7654321-1234567, again order 111-1234567-1234567";
        assert_eq!(
            of_mail(text, Some("Your order D01-1234567-0000000")),
            [
                "D01-1234567-0000000",
                "111-1234567-1234567",
                "112-7654321-1234567"
            ]
        );
        let far = format!("order {} 111-1234567-1234567", "x".repeat(100));
        assert!(of_mail(&far, None).is_empty());
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
