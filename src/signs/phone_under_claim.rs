//! The mail claims the brand, and a link dials a number.
//!
//! Why it matters: fakes that want a call have no other link; the brand calls back from its own pages and prints no number.
//! Evidence: `number`.
//! Fires, as a note only: `tel:`, `sms:` under a claim.
//! Silent: without a claim.
//! Can still err: mail programs that turn order numbers into telephone links; that is why it is only a note.

use super::links::LinkCase;
use crate::address::Target;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &LinkCase<'_>) -> Option<Sign> {
    case.claim?;
    let Target::Phone(number) = &case.link.target else {
        return None;
    };
    let number: String = number.chars().take(40).collect();
    Some(
        case.sign("phone_under_claim", Weight::Note)
            .with("number", Evidence::text(&number)),
    )
}

#[cfg(test)]
mod tests {
    use super::super::links::bench::{claimed, claimed_weight, unclaimed};
    use crate::verdict::Weight;

    #[test]
    fn fires_as_a_note() {
        assert_eq!(
            claimed("tel:+81-3-1234-5678", "call"),
            ["phone_under_claim"]
        );
        assert_eq!(claimed_weight("sms:+123"), Some(Weight::Note));
    }

    #[test]
    fn silent_without_a_claim_and_for_others() {
        assert!(unclaimed("tel:+81-3-1234-5678", "call").is_empty());
        assert!(claimed("https://www.amazon.co.jp/tel", "").is_empty());
    }
}
