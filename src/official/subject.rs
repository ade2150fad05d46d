//! [`Subject`]: subjects as they are compared, folded and cut at their gaps.
//!
//! The brand cuts product names with three dots, in the mail as in the list, and the list may cut once more. Quotes are straight,
//! curly or 「」 and differ between subject and page. So two subjects are the same when their letters and digits are the same
//! after folding case and width (Unicode's UTS #46 mapping, which host names use too), and they agree when one is what the other
//! becomes by cutting.

use crate::plain::{FromPlain, ToPlain};
use idna_adapter::Adapter;
use serde::{Deserialize, Serialize};

/// How two subjects agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// Letter by letter.
    Same,
    /// As far as both go: at least one is cut.
    Cut,
}

/// A subject, folded, in the parts between its gaps (`...`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Subject {
    /// What is before the first gap, or all of it.
    head: String,
    /// What is after the last gap; `None` without a gap.
    tail: Option<String>,
}

/// Letters that two cut subjects must share at the least, CJK letters counted twice: less is a form word (`Shipped:`).
const CUT_LEAST: usize = 14;
/// The same where the cut left no dots.
const BARE_CUT_LEAST: usize = 28;

impl Subject {
    /// Folds a subject.
    #[must_use]
    pub fn fold(text: &str) -> Self {
        let text = text.replace(['\u{2026}', '\u{22ef}', '\u{fe19}'], "...");
        let (head, tail) = match (text.find("..."), text.rfind("...")) {
            (Some(first), Some(last)) => (&text[..first], Some(&text[last + 3..])),
            _ => (text.as_str(), None),
        };
        Self {
            head: letters(head),
            tail: tail.map(letters),
        }
    }

    /// Whether there is nothing to compare.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.head.is_empty() && self.tail.as_deref().is_none_or(str::is_empty)
    }

    /// How they agree, or `None` when they differ.
    ///
    /// ```
    /// use honmono::official::{Likeness, Subject};
    /// let mail = Subject::fold("発送済み: 「ボールペン 替芯 0.5mm...」");
    /// assert_eq!(mail.likeness(&Subject::fold("発送済み：“ボールペン　替芯 0.5mm…”")), Some(Likeness::Same));
    /// assert_eq!(mail.likeness(&Subject::fold("発送済み: 「ボールペン 替...")), Some(Likeness::Cut));
    /// assert_eq!(mail.likeness(&Subject::fold("注文済み: 「ボールペン 替芯 0.5mm...」")), None);
    /// ```
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Option<Likeness> {
        if self.is_empty() || other.is_empty() {
            return None;
        }
        if self == other {
            return Some(Likeness::Same);
        }
        let agrees = match (&self.tail, &other.tail) {
            (None, None) => {
                // Cut without a mark, at the end only.
                let (short, long) = if self.head.len() < other.head.len() {
                    (self, other)
                } else {
                    (other, self)
                };
                long.head.starts_with(&short.head) && weight(&short.head) >= BARE_CUT_LEAST
            }
            (Some(tail), None) => covers(&self.head, tail, &other.head),
            (None, Some(tail)) => covers(&other.head, tail, &self.head),
            (Some(own), Some(others)) => {
                let head = shared_head(&self.head, &other.head);
                let tail = shared_tail(own, others);
                matches!((head, tail), (Some(head), Some(tail)) if weight(head) + weight(tail) >= CUT_LEAST)
            }
        };
        agrees.then_some(Likeness::Cut)
    }
}

/// Whether `head...tail` is what `whole` becomes by cutting.
fn covers(head: &str, tail: &str, whole: &str) -> bool {
    head.len() + tail.len() <= whole.len()
        && whole.starts_with(head)
        && whole.ends_with(tail)
        && weight(head) + weight(tail) >= CUT_LEAST
}

/// The shorter one when it begins the other.
fn shared_head<'a>(one: &'a str, other: &'a str) -> Option<&'a str> {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    long.starts_with(short).then_some(short)
}

/// The shorter one when it ends the other.
fn shared_tail<'a>(one: &'a str, other: &'a str) -> Option<&'a str> {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    long.ends_with(short).then_some(short)
}

/// Letters, those of CJK scripts counted twice: they say more.
fn weight(text: &str) -> usize {
    text.chars()
        .map(|letter| 1 + usize::from(letter >= '\u{2e80}'))
        .sum()
}

/// Letters and digits only, case and width folded.
fn letters(text: &str) -> String {
    Adapter::new()
        .map_normalize(text.chars())
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn like(one: &str, other: &str) -> Option<Likeness> {
        let (one, other) = (Subject::fold(one), Subject::fold(other));
        assert_eq!(one.likeness(&other), other.likeness(&one), "both ways");
        one.likeness(&other)
    }

    #[test]
    fn the_same_whatever_the_quotes_and_widths() {
        assert_eq!(
            like("Shipped: \"Reading lamp\"", "SHIPPED: “Reading  lamp”"),
            Some(Likeness::Same)
        );
        assert_eq!(
            like("ｱﾏｿﾞﾝ ﾎﾟｲﾝﾄ", "アマゾン　ポイント"),
            Some(Likeness::Same)
        );
        assert_eq!(
            like("注文番号 ２５０－１２３４５６７", "注文番号 250-1234567"),
            Some(Likeness::Same)
        );
        assert_eq!(
            like("Expédié", "EXPE\u{301}DIE\u{301}"),
            Some(Likeness::Same)
        );
    }

    #[test]
    fn cut_at_either_end_or_on_either_side() {
        assert_eq!(
            like(
                "Ordered: \"Reading lamp, warm white...\"",
                "Ordered: \"Reading lamp, wa..."
            ),
            Some(Likeness::Cut)
        );
        assert_eq!(
            like(
                "Ordered: \"Reading lamp, warm white\"",
                "Ordered: \"Reading lamp, wa…"
            ),
            Some(Likeness::Cut)
        );
        assert_eq!(
            like(
                "...lamp, warm white light\"",
                "Ordered: \"Reading lamp, warm white light\""
            ),
            Some(Likeness::Cut)
        );
        assert_eq!(
            like(
                "Out for delivery: \"Read...\" and 2 more items",
                "Out for delivery: \"Reading lamp\" and 2 more items"
            ),
            Some(Likeness::Cut)
        );
        assert_eq!(
            like(
                "お客様のアカウントに対する最近の変更について",
                "お客様のアカウントに対する最近の変更"
            ),
            Some(Likeness::Cut),
            "cut without a mark"
        );
    }

    #[test]
    fn different_subjects_stay_different() {
        for (one, other) in [
            ("Shipped: \"Reading lamp\"", "Ordered: \"Reading lamp\""),
            (
                "Out for delivery: \"A\" and 2 more items",
                "Out for delivery: \"A\" and 3 more items",
            ),
            (
                "Out for delivery: \"Read...\" and 2 more items",
                "Out for delivery: \"Reading lamp\" and 3 more items",
            ),
            ("Shipped: ...", "Shipped: \"Reading lamp\""),
            ("...", "anything"),
            ("", ""),
            ("!!!", "???"),
            (
                "注文番号 250-1234567-1234567",
                "注文番号 250-1234567-1234568",
            ),
            ("Refund on order 111", "Refund on order 1112"),
        ] {
            assert_eq!(like(one, other), None, "{one} / {other}");
        }
    }

    #[test]
    fn look_alike_letters_are_no_match() {
        assert_eq!(like("Your Amazon order", "Your Аmazon order"), None);
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "[ -~à-žぁ-んァ-ヶ一-万！-～ｦ-ﾟ«»“”「」…]{0,60}") {
            let once = letters(&text);
            prop_assert_eq!(letters(&once), once);
        }

        #[test]
        fn a_letter_in_the_kept_part_tells_them_apart(head in "[a-z]{16,30}", at in 0usize..16, cut in 16usize..30) {
            let mut other: Vec<char> = head.chars().collect();
            other[at] = if other[at] == 'q' { 'z' } else { 'q' };
            let other: String = other.into_iter().collect();
            let cut = cut.min(head.len());
            prop_assert_eq!(like(&head, &other), None);
            prop_assert_eq!(like(&format!("{}...", &head[..cut]), &other), None);
        }

        #[test]
        fn cutting_keeps_the_likeness(text in "[a-z ]{20,60}", cut in 18usize..60) {
            let cut = cut.min(text.len());
            let short = format!("{}...", &text[..cut]);
            if weight(&letters(&text[..cut])) >= CUT_LEAST {
                prop_assert_eq!(like(&short, &text), Some(Likeness::Cut));
            }
        }
    }
}
