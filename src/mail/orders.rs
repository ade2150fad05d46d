//! Order numbers in a mail's text: only those that a label announces, so that telephone numbers and the like stay out.
//!
//! Forms: three, seven and seven digits (`250-1234567-1234567`), digital orders with a letter and two digits in front
//! (`D01-1234567-1234567`), seen in public order histories (philipmulcahy/azad:src/js).

/// Words that announce an order number, in lower case.
const LABELS: &[&str] = &[
    "注文番号",
    "ご注文",
    "注文の確認",
    "注文",
    "order",
    "bestell",
    "commande",
    "pedido",
    "ordine",
    "bestelling",
    "encomenda",
    "zamówieni",
    "sipariş",
    "订单",
    "訂單",
];
/// How far in front of the number the label may stand, in characters.
const REACH: usize = 60;
/// How many numbers are kept.
const MAX: usize = 50;

/// The labelled order numbers of a text and a subject, each once, in order.
///
/// ```
/// use honmono::mail::orders::labelled;
/// assert_eq!(labelled("注文番号: 250-1234567-7654321", None), ["250-1234567-7654321"]);
/// assert!(labelled("call 250-1234567-7654321 now", None).is_empty());
/// ```
#[must_use]
pub fn labelled(text: &str, subject: Option<&str>) -> Vec<String> {
    let mut found: Vec<String> = vec![];
    for text in subject.into_iter().chain([text]) {
        for (at, number) in numbers(text) {
            if found.len() >= MAX {
                return found;
            }
            if announced(&text[..at]) && !found.iter().any(|known| known == number) {
                found.push(number.to_owned());
            }
        }
    }
    found
}

/// Every run of letters, digits and hyphens that has the form of an order number, with its offset.
pub(crate) fn numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let run = |c: char| c.is_ascii_alphanumeric() || c == '-';
    text.split(move |c| !run(c))
        .filter(|word| is_order_number(word))
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// Whether a word has the form of an order number.
#[must_use]
pub fn is_order_number(word: &str) -> bool {
    let mut parts = word.split('-');
    let (Some(head), Some(middle), Some(tail), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let digits =
        |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    let rest = head.strip_prefix(|c: char| c.is_ascii_uppercase());
    (digits(head, 3) || rest.is_some_and(|rest| digits(rest, 2)))
        && digits(middle, 7)
        && digits(tail, 7)
}

/// A labelled number that has the parts of an order number, but not their lengths.
pub(crate) fn misshapen(text: &str) -> Option<&str> {
    let run = |c: char| c.is_ascii_digit() || c == '-';
    text.split(move |c| !run(c))
        .filter(|word| {
            let mut parts = word.split('-').map(str::len);
            let parts = (parts.next(), parts.next(), parts.next(), parts.next());
            let nearly = matches!(parts, (Some(2..=4), Some(5..=9), Some(5..=9), None));
            nearly && !is_order_number(word)
        })
        .find(|word| announced(&text[..word.as_ptr() as usize - text.as_ptr() as usize]))
}

fn announced(before: &str) -> bool {
    let start = before
        .char_indices()
        .rev()
        .nth(REACH)
        .map_or(0, |(at, _)| at);
    let near = before[start..].to_lowercase();
    LABELS.iter().any(|label| near.contains(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_once_and_in_order() {
        let text = "Order #111-1234567-1234567 and order 112-7654321-1234567, again order 111-1234567-1234567";
        assert_eq!(
            labelled(text, Some("Your order D01-1234567-0000000")).len(),
            3
        );
    }

    #[test]
    fn other_numbers_are_none() {
        for word in [
            "1111-1234567-1234567",
            "111-123456-1234567",
            "111-1234567",
            "d01-1234567-1234567",
            "111-1234567-1234567-1",
        ] {
            assert!(!is_order_number(word), "{word}");
        }
        let far = format!("order {} 111-1234567-1234567", "x".repeat(100));
        assert!(labelled(&far, None).is_empty());
    }
}
