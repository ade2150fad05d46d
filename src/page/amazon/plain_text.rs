//! Orders in the visible text of a page whose markup is not known.

use super::messages::watch;
use crate::lists::marketplaces::{is_order_number, words};
use crate::mail::orders::labelled;
use crate::official::OrderRow;
use crate::page::plan::{Candidate, field, text};

/// The visible text of an unknown list of orders, an order, or an invoice.
pub(super) fn page() -> Candidate {
    let mut candidate = super::candidate("amazon_plain_text", vec![]);
    candidate.page.push(field(
        "text",
        [
            text("main", "any page"),
            text("[role='main']", "any page"),
            text("#a-page", "amazon-orders, whole pages"),
            text("body", "any page"),
        ],
    ));
    candidate.watch = watch();
    candidate
}

/// Orders in the visible text of an unknown list: every labelled number with the day an order was placed in front of it, or right
/// behind it, the same way for all of them. A notice about an order has a number and no such day.
pub(super) fn orders(text: &str) -> Vec<OrderRow> {
    let numbers = labelled(text);
    let folded = super::plain_case(text);
    if folded.len() != text.len() && folded.chars().count() != text.chars().count() {
        return vec![];
    }
    let mut rows = vec![];
    let mut before = 0;
    for number in numbers {
        let Some(at) = find_number(text, &number, before) else {
            return vec![];
        };
        let part = &text[before..at];
        let has_label = super::says(part, words::PLACED);
        let Some(shown) = super::orders::placed(part).filter(|_| has_label) else {
            return vec![];
        };
        rows.push(OrderRow {
            number,
            placed: Some(shown.day),
            placed_as_shown: shown.text,
            cancelled: false,
        });
        before = at + 19;
    }
    rows
}

/// Where a number stands in a text as written.
fn find_number(text: &str, number: &str, from: usize) -> Option<usize> {
    debug_assert!(is_order_number(number));
    let rest = text.get(from..)?;
    rest.find(number)
        .or_else(|| rest.find(&number.to_ascii_lowercase()))
        .map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_in_plain_text_need_their_day() {
        let text = "注文履歴 注文日 2026年11月20日 合計 ¥56 注文番号 250-1234567-1234567 注文日 2026年11月1日 注文番号 503-1234567-1234567";
        let read = orders(text);
        assert_eq!(
            read.iter()
                .map(|row| row.number.as_str())
                .collect::<Vec<_>>(),
            ["250-1234567-1234567", "503-1234567-1234567"]
        );
        assert_eq!(read[1].placed.unwrap().to_string(), "2026-11-01");
        assert!(orders("お知らせ: 注文番号 250-1234567-1234567 は返金されました").is_empty());
        assert!(orders("注文日 2026年11月20日 250-1234567-1234567").is_empty());
    }
}
