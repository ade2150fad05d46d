//! The message is in an attachment.
//!
//! Why it matters: one real fake in ten keeps its words and its link in a PDF, a document or a page, out of sight of filters.
//! The brand's own notices carry none.
//! Fires: an attached page, program, archive or calendar entry; a document when the mail itself says next to nothing.
//! Silent: pictures, signatures, and documents beside a whole letter, as invoices are.
//! Can still err: an invoice sent without a word, from an authenticated sender it is only noted.

use super::case::Case;
use crate::verdict::{Evidence, Sign, Weight};

const ACTIVE: &[&str] = &[
    "html", "htm", "shtml", "xhtml", "svg", "zip", "rar", "7z", "iso", "img", "exe", "js", "vbs",
    "lnk", "scr", "cab", "one", "ics", "docm", "xlsm",
];
const DOCUMENTS: &[&str] = &[
    "pdf", "doc", "docx", "rtf", "xls", "xlsx", "ppt", "pptx", "odt", "eml", "msg",
];

pub(super) fn find(case: &Case<'_>) -> Option<Sign> {
    let letters = || {
        let text = case.message.text.chars();
        text.filter(|c| c.is_alphanumeric()).take(120).count()
    };
    let authentic = case.authenticated().is_some();
    let found = case.message.attachments.iter().find_map(|attachment| {
        let name = crate::lower::text(&attachment.name);
        let kind = name.rsplit_once('.').map_or("", |(_, end)| end);
        let page = attachment.media_type == "text/html" || attachment.media_type == "text/calendar";
        let document = DOCUMENTS.contains(&kind) || attachment.media_type == "application/pdf";
        let weight = match () {
            () if page || ACTIVE.contains(&kind) => Weight::Odd,
            () if document && !authentic && letters() < 120 => Weight::Odd,
            () if document => Weight::Note,
            () => return None,
        };
        Some((weight, attachment))
    });
    let (weight, attachment) = found?;
    let shown = if attachment.name.is_empty() {
        &attachment.media_type
    } else {
        &attachment.name
    };
    Some(Sign::new("attachment_carries", weight).with("name", Evidence::text(shown)))
}

#[cfg(test)]
mod tests {
    use super::super::case::bench::{authentic, genuine, try_on};
    use super::*;
    use crate::mail::{Attachment, Message};

    fn with(mut message: Message, name: &str, media_type: &str, text: &str) -> Message {
        message.text = text.into();
        message.attachments = vec![Attachment {
            name: name.into(),
            media_type: media_type.into(),
            ..Attachment::default()
        }];
        message
    }

    #[test]
    fn fires_on_pages_archives_and_lone_documents() {
        for (name, kind) in [
            ("a.html", "text/html"),
            ("x.ZIP", "application/zip"),
            ("order.pdf", "application/pdf"),
            ("i.ics", "text/calendar"),
        ] {
            assert_eq!(
                try_on(find, &with(genuine(), name, kind, "see attached"))
                    .unwrap()
                    .weight,
                Weight::Odd,
                "{name}"
            );
        }
    }

    #[test]
    fn only_notes_an_invoice_beside_a_letter() {
        let letter = "ご注文ありがとうございます。".repeat(20);
        assert_eq!(
            try_on(
                find,
                &with(genuine(), "invoice.pdf", "application/pdf", &letter)
            )
            .unwrap()
            .weight,
            Weight::Note
        );
        assert_eq!(
            try_on(
                find,
                &with(authentic(), "invoice.pdf", "application/pdf", "")
            )
            .unwrap()
            .weight,
            Weight::Note
        );
    }

    #[test]
    fn silent_on_pictures_signatures_and_none() {
        for (name, kind) in [
            ("logo.png", "image/png"),
            ("PHOTO.JPG", "image/jpeg"),
            ("zip-code.gif", "image/gif"),
            ("smime.p7s", "application/pkcs7-signature"),
            ("signature.asc", "application/pgp-signature"),
            ("", "image/webp"),
        ] {
            let found = try_on(find, &with(genuine(), name, kind, "see attached"));
            assert!(found.is_none(), "{name}");
        }
        assert!(try_on(find, &genuine()).is_none());
    }
}
