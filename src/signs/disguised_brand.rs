//! The brand's name is written so that filters do not see it: marks, invisible or foreign letters inside the word.
//!
//! Why it matters: one in eight real fakes does it, and of 389 honest mails none. Who is the brand has no reason to hide it.
//! Fires: `A͏m͏a͏z͏o͏n`, Greek `Αmazοn`, letters spaced apart, in name or subject; in the text it is odd.
//! Silent: the plain name, full width, capital letters; invisible filler elsewhere, which honest newsletters use too.
//! Can still err: a text that shows a disguise in order to warn of it.

use super::case::Case;
use crate::address::script::{Spacing, fold};
use crate::mail::name;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    let subject = case
        .message
        .subject
        .as_deref()
        .map(|subject| name::read(subject, case.words));
    let subject = subject
        .filter(|reading| reading.named && reading.disguised)
        .map(|reading| reading.words);
    let name = case.name.disguised.then(|| case.name.words.clone());
    if let Some(words) = name.or(subject) {
        return Some(
            Sign::new("disguised_brand", Weight::Proof).with("words", Evidence::text(&words)),
        );
    }
    let text = crate::mail::claim::ends(&case.message.text, 120_000);
    let folded = fold(&text);
    if !(folded.had_marks || folded.had_invisible || folded.mixed_script_word) {
        return None;
    }
    let spellings = case
        .words
        .spellings
        .iter()
        .filter(|spelling| spelling.is_ascii());
    let found = spellings
        .flat_map(|spelling| folded.find(spelling, Spacing::Tight))
        .find(|found| found.is_disguised() && found.starts_word)?;
    let words = text.get(found.original)?;
    Some(Sign::new("disguised_brand", Weight::Odd).with("words", Evidence::text(words)))
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, mail, try_on};
    use super::*;

    #[test]
    fn fires_in_name_and_subject() {
        for name in ["A\u{34f}m\u{34f}a\u{34f}zon", "Αmazοn.fr", "A ma zo n"] {
            assert_eq!(
                try_on(find, &mail(name, "x@stranger.example", ""))
                    .unwrap()
                    .weight,
                Weight::Proof,
                "{name}"
            );
        }
        let mut message = genuine();
        message.subject = Some("Your Аmazon order".into());
        assert_eq!(try_on(find, &message).unwrap().weight, Weight::Proof);
    }

    #[test]
    fn odd_in_the_text() {
        let mut message = genuine();
        message.text = "Аmazon お客様".into();
        assert_eq!(try_on(find, &message).unwrap().weight, Weight::Odd);
    }

    #[test]
    fn silent_on_plain_names_and_filler_elsewhere() {
        for name in ["Amazon", "AMAZON.CO.JP", "アマゾン", "ｱﾏｿﾞﾝ"] {
            let found = try_on(find, &mail(name, "auto-confirm@amazon.co.jp", "Amazon"));
            assert!(found.is_none(), "{name}");
        }
        assert!(try_on(find, &genuine()).is_none());
        let mut message = genuine();
        message.sender.name = Some("ＡＭＡＺＯＮ".into());
        message.text = "ご注文\u{200c}\u{34f}\u{200c} Amazon.co.jp\u{200c}\u{34f} です".into();
        assert!(try_on(find, &message).is_none());
    }
}
