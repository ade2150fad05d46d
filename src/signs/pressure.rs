//! The mail presses: a limit of hours, or an account that will be closed.
//!
//! Why it matters: haste is how people are made to click. But genuine mails press too (password resets, payments), so this
//! changes no level; it is only told beside other signs.
//! Fires: "within 24 hours", アカウントが停止, "gesperrt".
//! Silent: ordinary notices.
//! Can still err: often, hence its weight.

use super::case::Case;
use crate::verdict::{Evidence, Sign, Weight};

const WORDS: &[&str] = &[
    "within 24 hours",
    "within 48 hours",
    "within 12 hours",
    "account will be suspended",
    "account has been suspended",
    "account will be closed",
    "permanently",
    "immediately",
    "24時間以内",
    "48時間以内",
    "72時間以内",
    "停止され",
    "利用制限",
    "ロックされ",
    "至急",
    "【緊急】",
    "gesperrt",
    "innerhalb von 24",
    "sofort",
    "suspendu",
    "sous 24 heures",
    "dans les 24",
    "suspendida",
    "24 horas",
    "sospeso",
    "entro 24 ore",
    "suspensa",
    "bloqueada",
];

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    let subject = case.message.subject.as_deref().unwrap_or("");
    let text = crate::mail::claim::ends(&case.message.text, 60_000);
    let whole = crate::lower::text(&format!("{subject}\n{text}"));
    let word = WORDS.iter().find(|word| whole.contains(**word))?;
    Some(Sign::new("pressure", Weight::Note).with("words", Evidence::text(word)))
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{genuine, mail, try_on};
    use super::*;

    #[test]
    fn fires_on_haste_and_changes_nothing() {
        let message = mail("Amazon", "a@amazon.co.jp", "24時間以内に更新してください");
        assert_eq!(try_on(find, &message).unwrap().weight, Weight::Note);
    }

    #[test]
    fn silent_on_ordinary_notices() {
        assert!(try_on(find, &genuine()).is_none());
        assert!(
            try_on(
                find,
                &mail("Amazon", "a@amazon.co.jp", "Your parcel arrives tomorrow.")
            )
            .is_none()
        );
    }
}
