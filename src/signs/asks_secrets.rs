//! The mail asks to send a password, card number or code.
//!
//! Why it matters: the brand says it never asks for these by mail (help page "Identifying whether an Email, Phone Call, Text
//! Message, or Webpage is from Amazon").
//! Fires: "reply with your password", "send us your card number", パスワードを返信.
//! Silent: codes that are given, and advice never to share them, which genuine mails hold.
//! Can still err: a sentence split in an unusual way. Words alone separate little, so only plain requests count.

use super::case::Case;
use super::near;
use crate::verdict::{Evidence, Sign, Weight};

const ASK: &[&str] = &[
    "reply with",
    "reply to this",
    "send us",
    "send your",
    "email us",
    "respond with",
    "answer this mail with",
    "返信",
    "ご返送",
    "送ってくだ",
    "メールでお送り",
    "antworten sie",
    "senden sie uns",
    "répondez",
    "envoyez-nous",
    "responda con",
    "envíenos",
    "rispondi con",
    "responda com",
    "envie-nos",
];
const SECRET: &[&str] = &[
    "password",
    "card number",
    "cvv",
    "security code",
    "verification code",
    "one-time",
    "pin code",
    "パスワード",
    "カード番号",
    "暗証番号",
    "確認コード",
    "認証コード",
    "passwort",
    "kartennummer",
    "mot de passe",
    "numéro de carte",
    "contraseña",
    "número de tarjeta",
    "senha",
    "numero della carta",
];
const NEVER: &[&str] = &[
    "never",
    "not ",
    "don't",
    "n't",
    "ません",
    "ないで",
    "nie ",
    "nicht",
    "jamais",
    "nunca",
    "mai ",
    "não",
];

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    let text = crate::lower::text(&crate::mail::claim::ends(&case.message.text, 60_000));
    let words = near(&text, ASK, SECRET, 60)?;
    let denied = NEVER.iter().any(|never| words.around.contains(never));
    (!denied).then(|| {
        Sign::new("asks_secrets", Weight::Odd).with("words", Evidence::text(&words.between))
    })
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{mail, try_on};
    use super::*;

    fn sign(text: &str) -> Option<Sign> {
        try_on(find, &mail("Amazon", "a@amazon.co.jp", text))
    }

    #[test]
    fn fires_on_plain_requests() {
        assert!(sign("Please reply with your card number and CVV.").is_some());
        assert!(sign("このメールに返信してパスワードをお知らせください").is_some());
    }

    #[test]
    fn silent_on_codes_given_and_advice() {
        for text in [
            "Your verification code is 123456. Don't share it; we will never ask you to reply with a code.",
            "Never reply to this mail with your password.",
            "Reply to this mail if you have questions.",
            "パスワードを返信しないでください",
            "Enter your password on our site.",
        ] {
            assert!(sign(text).is_none(), "{text}");
        }
    }
}
