//! A number is called an order number, but orders of the brand are numbered otherwise.
//!
//! Why it matters: fakes make up numbers; the brand's have three, seven and seven digits, or a letter and two in front for
//! digital orders.
//! Fires: `249-0461725-43649434` after a label.
//! Silent: numbers of the right form; numbers without a label; numbers of quite another kind, which may be a seller's.
//! Can still err: a number broken by a line break; so it is not told of an authenticated sender.

use super::case::Case;
use crate::mail::orders;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    if case.authenticated().is_some() {
        return None;
    }
    let text = crate::mail::claim::ends(&case.message.text, 60_000);
    let subject = case.message.subject.as_deref().unwrap_or("");
    let number = [subject, &*text].into_iter().find_map(orders::misshapen)?;
    Some(Sign::new("order_shape", Weight::Odd).with("number", Evidence::text(&number)))
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, mail, try_on};
    use super::*;

    #[test]
    fn fires_on_a_number_of_nearly_the_form() {
        assert!(
            try_on(
                find,
                &mail(
                    "Amazon",
                    "a@amazon.co.jp",
                    "注文番号： 249-0461725-43649434"
                )
            )
            .is_some()
        );
        assert!(
            try_on(
                find,
                &mail("Amazon", "a@amazon.com", "Order #113-093551-28451")
            )
            .is_some()
        );
    }

    #[test]
    fn silent_on_right_and_other_numbers() {
        assert!(try_on(find, &genuine()).is_none());
        for text in [
            "Order 123456",
            "注文 2024-05-18",
            "call 808-555-0199 about the order",
            "249-0461725-43649434",
        ] {
            assert!(
                try_on(find, &mail("Amazon", "a@amazon.com", text)).is_none(),
                "{text}"
            );
        }
    }
}
