//! The mail is hardly more than pictures.
//!
//! Why it matters: words in a picture cannot be read here; a fake may keep them there. What the pictures say is not known.
//! Fires: pictures and fewer than forty letters.
//! Silent: mails with text; mails without pictures.
//! Can still err: honest advertising is often like this, so it changes no level.

use super::case::Case;
use crate::verdict::{Sign, Weight};

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    let message = case.message;
    let letters = message
        .text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .take(40)
        .count();
    (message.pictures > 0 && letters < 40).then(|| Sign::new("picture_only", Weight::Note))
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, try_on};
    use super::*;

    #[test]
    fn fires_on_pictures_without_words() {
        let mut message = genuine();
        (message.text, message.pictures) = ("Hi".into(), 2);
        assert_eq!(try_on(find, &message).unwrap().weight, Weight::Note);
    }

    #[test]
    fn silent_with_words_or_without_pictures() {
        let mut message = genuine();
        assert!(try_on(find, &message).is_none());
        (message.text, message.pictures) = ("word ".repeat(20), 5);
        assert!(try_on(find, &message).is_none());
    }
}
