//! The mail asks to call a telephone number.
//!
//! Why it matters: swindlers answer it. They also put numbers into names and titles that the brand then mails in their
//! stead (sublime-security/sublime-rules:detection-rules/abuse_amazon_header_stuffing.yml). The brand's notices ask nobody to call.
//! Fires: a number of nine digits or more next to "call", "hotline", お電話; any such number in the subject.
//! Silent: order, tracking and other long numbers; what stands behind `#`; a number no one is asked to call.
//! Can still err: a carrier's number in a delivery notice.

use super::case::Case;
use crate::mail::orders;
use crate::verdict::{Evidence, Sign, Weight};

const CALL: &[&str] = &[
    "call us",
    "call our",
    "call now",
    "please call",
    "call at",
    "call on",
    "contact us at",
    "toll free",
    "toll-free",
    "helpline",
    "hotline",
    "support number",
    "customer care number",
    "phone:",
    "dial",
    "お電話ください",
    "お電話にて",
    "までお電話",
    "電話番号まで",
    "フリーダイヤル",
    "rufen sie",
    "anrufen",
    "appelez",
    "llame",
    "llámenos",
    "chiama",
    "chiamare",
    "ligue para",
];

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    let subject = case.message.subject.as_deref().unwrap_or("");
    let in_subject = numbers(subject)
        .map(|(_, number)| number.to_owned())
        .find(|number| number.starts_with(['+', '(']) || spaced(number));
    let number = in_subject.or_else(|| {
        let text = crate::mail::claim::ends(&case.message.text, 60_000);
        let lower = crate::lower::text(&text);
        numbers(&lower).find_map(|(at, number)| {
            let mut start = at.saturating_sub(60);
            while !lower.is_char_boundary(start) {
                start += 1;
            }
            let mut end = (at + number.len() + 40).min(lower.len());
            while !lower.is_char_boundary(end) {
                end -= 1;
            }
            let near = &lower[start..end];
            CALL.iter()
                .any(|call| near.contains(call))
                .then(|| number.to_owned())
        })
    })?;
    Some(Sign::new("callback_number", Weight::Odd).with("number", Evidence::text(&number)))
}

/// Written in groups as telephone numbers are: at least two separators.
fn spaced(number: &str) -> bool {
    number
        .chars()
        .filter(|c| matches!(c, ' ' | '-' | '.' | ')'))
        .count()
        >= 2
}

/// Runs of digits with the separators of telephone numbers, nine to fifteen digits long, order numbers left out.
fn numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let part = |c: char| c.is_ascii_digit() || matches!(c, '+' | '(' | ')' | '-' | ' ' | '.');
    text.split(move |c| !part(c)).filter_map(move |run| {
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        if digits < 9 {
            return None;
        }
        let at = run.as_ptr() as usize - text.as_ptr() as usize;
        let trimmed = run.trim_matches([' ', '-', '.']);
        let grouped = trimmed.contains([' ', '-', ')', '+', '.']);
        let order = trimmed.split(' ').any(orders::is_order_number);
        let number = grouped && !order && !is_reference(&text[..at]);
        (number && digits <= longest(trimmed)).then_some((at, trimmed))
    })
}

/// Whether what stands right before says that a number names a thing: an order, an invoice, a case.
fn is_reference(before: &str) -> bool {
    before.trim_end().ends_with(['#', '＃', '№'])
}

/// How many digits a telephone number may have as it is written: fifteen with its country, and twelve at home.
fn longest(number: &str) -> usize {
    if number.starts_with(['+', '(']) || number.starts_with("00") {
        15
    } else {
        12
    }
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, mail, try_on};
    use super::*;

    fn sign(text: &str) -> Option<Sign> {
        try_on(find, &mail("Amazon", "a@amazon.com", text))
    }

    #[test]
    fn fires_when_one_is_asked_to_call() {
        assert!(sign("If you did not order this, call us at +1 (808) 555-0199").is_some());
        assert!(sign("お心当たりのない場合は 0120-555-0199 までお電話ください").is_some());
        let mut message = genuine();
        message.subject = Some("Your order +1 808 555 0199".into());
        assert!(try_on(find, &message).is_some());
    }

    /// Fakes number their orders and invoices, and the person must not read that such a number is to be called.
    #[test]
    fn silent_on_references() {
        for subject in [
            "Your payment failed #930-0956203-865",
            "Update on your order #113-093551-28451",
            "Invoice # 7712-248-12488",
            "Renewal 4808-11142-22251",
            "请求编号＃ 0120-555-0199",
        ] {
            let mut message = mail("Amazon", "a@amazon.com", "Thank you");
            message.subject = Some(subject.into());
            assert!(try_on(find, &message).is_none(), "{subject}");
        }
    }

    #[test]
    fn fires_on_the_number_behind_a_reference() {
        let mut message = mail("Amazon", "a@amazon.com", "Call us at +1 808 555 0199");
        message.subject = Some("Your payment failed #930-0956203-865".into());
        let found = try_on(find, &message).unwrap();
        assert_eq!(found.evidence[0].1, Evidence::text("+1 808 555 0199"));
    }

    #[test]
    fn silent_on_other_numbers() {
        for text in [
            "Order 250-1234567-1234567, please call it done",
            "Tracking 123456789012",
            "Card ending 1234. Total 2024-05-18",
            "Our address: 410 Terry Ave N, 98109-5210",
        ] {
            assert!(sign(text).is_none(), "{text}");
        }
        assert!(try_on(find, &genuine()).is_none());
    }
}
