//! The text and the links of attached PDFs, read by lopdf.
//!
//! A stranger's file may be made to harm its reader. So only documents of an ordinary size are read, what they unpack to is bounded, and
//! the reading has a thread of its own with room to spare: whatever happens there, the mail is judged without the document, which is
//! then named as unread like any other.

use honmono::raw::Document;
use lopdf::{Dictionary, LoadOptions, Object};
use std::thread;

/// Larger documents are not read.
const LARGEST: usize = 8_000_000;
/// Pages looked at: a lure stands on the first.
const PAGES: usize = 20;
/// What a stream, and a page's content, may unpack to.
const UNPACKED: usize = 32_000_000;
/// Links kept.
const LINKS: usize = 500;
/// Room for the reader's recursion.
const STACK: usize = 64 << 20;

/// What a document says; nothing for other kinds and for what cannot be read.
pub fn read(media_type: &str, bytes: &[u8]) -> Option<Document> {
    if media_type != "application/pdf" || bytes.len() > LARGEST {
        return None;
    }
    apart(|| parse(bytes))
}

/// Runs work in a thread of its own; a panic gives nothing.
fn apart<T: Send>(work: impl FnOnce() -> Option<T> + Send) -> Option<T> {
    thread::scope(|scope| {
        let reader = thread::Builder::new()
            .name("pdf".into())
            .stack_size(STACK)
            .spawn_scoped(scope, work)
            .ok()?;
        reader.join().ok().flatten()
    })
}

fn parse(bytes: &[u8]) -> Option<Document> {
    let options = LoadOptions {
        max_decompressed_size: Some(UNPACKED),
        ..LoadOptions::default()
    };
    let file = lopdf::Document::load_mem_with_options(bytes, options).ok()?;
    let mut document = Document::default();
    for (number, page) in file.get_pages().into_iter().take(PAGES) {
        // A page that cannot be read takes nothing from the others.
        for text in file
            .extract_text_chunks_with_limit(&[number], UNPACKED)
            .into_iter()
            .flatten()
        {
            document.text.push_str(&text);
        }
        document.text.push('\n');
        for note in file.get_page_annotations(page).unwrap_or_default() {
            if document.links.len() < LINKS
                && let Some(link) = target(&file, note)
            {
                document.links.push(link);
            }
        }
    }
    Some(document)
}

/// Where a link annotation leads (ISO 32000-1, 12.6.4.7).
fn target(file: &lopdf::Document, note: &Dictionary) -> Option<String> {
    let at = |object: &Object| Some(file.dereference(object).ok()?.1.clone());
    let action = at(note.get(b"A").ok()?)?;
    let address = at(action.as_dict().ok()?.get(b"URI").ok()?)?;
    let bytes = address.as_str().ok()?;
    Some(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use honmono::official::Standing;
    use honmono::{Level, Tables, judge, raw};
    use lopdf::content::{Content, Operation};
    use lopdf::{Stream, dictionary};

    /// A document with one line of text and one link.
    fn made(text: &str, link: &str) -> Vec<u8> {
        let mut file = lopdf::Document::with_version("1.5");
        let pages = file.new_object_id();
        let font = file.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
            "Encoding" => "WinAnsiEncoding",
        });
        let content = Content {
            operations: vec![
                Operation::new("BT", vec![]),
                Operation::new("Tf", vec!["F1".into(), 12.into()]),
                Operation::new("Td", vec![72.into(), 700.into()]),
                Operation::new("Tj", vec![Object::string_literal(text)]),
                Operation::new("ET", vec![]),
            ],
        };
        let mut stream = Stream::new(dictionary! {}, content.encode().unwrap());
        stream.compress().unwrap();
        let content = file.add_object(stream);
        let action = file.add_object(dictionary! {
            "S" => "URI", "URI" => Object::string_literal(link),
        });
        let note = file.add_object(dictionary! {
            "Type" => "Annot", "Subtype" => "Link", "A" => action,
            "Rect" => vec![72.into(), 690.into(), 300.into(), 710.into()],
        });
        let page = file.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content,
            "Annots" => vec![note.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        });
        let all = dictionary! {
            "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1,
        };
        file.objects.insert(pages, Object::Dictionary(all));
        let root = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        file.trailer.set("Root", root);
        let mut bytes = vec![];
        file.save_to(&mut bytes).unwrap();
        bytes
    }

    fn mail(pdf: &[u8], kind: &str, name: &str) -> Vec<u8> {
        let hex: String = pdf.iter().map(|byte| format!("={byte:02X}")).collect();
        let lines: Vec<String> = hex
            .as_bytes()
            .chunks(72)
            .map(|line| String::from_utf8_lossy(line).into_owned())
            .collect();
        format!(
            "From: \"Billing\" <x1@qvx71.example>\r\nSubject: Statement\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee attached.\r\n--b\r\nContent-Type: {kind}; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n--b--\r\n",
            lines.join("=\r\n")
        )
        .into_bytes()
    }

    fn judged(mail: &[u8]) -> honmono::Verdict {
        let tables = Tables::shipped();
        let message = raw::read_with(mail, &tables, &read);
        judge(&message, &tables, &Standing::NotAsked)
    }

    const LURE: &str = "Dear Amazon customer, your Amazon account has been suspended.";

    #[test]
    fn text_and_links_are_read() {
        let found = read("application/pdf", &made(LURE, "https://vx71.example/ap")).unwrap();
        assert_eq!(found.text.trim(), LURE);
        assert_eq!(found.links, ["https://vx71.example/ap"]);
        assert!(read("text/plain", &made(LURE, "https://vx71.example/")).is_none());
    }

    #[test]
    fn a_claim_that_stands_in_a_document_is_seen() {
        let pdf = made(LURE, "https://vx71.example/ap");
        for (kind, name) in [
            ("application/pdf", "statement.pdf"),
            ("application/octet-stream", "Statement.PDF"),
        ] {
            let verdict = judged(&mail(&pdf, kind, name));
            assert!(verdict.level() >= Level::Suspicious, "{kind}");
            assert!(verdict.signs.iter().any(|sign| sign.name == "foreign_link"));
            assert_eq!(verdict.links.len(), 1);
        }
    }

    #[test]
    fn an_honest_document_stays_quiet() {
        let pdf = made("Invoice 12. Thank you.", "https://shop.example/i/12");
        let verdict = judged(&mail(&pdf, "application/pdf", "invoice.pdf"));
        assert_eq!(verdict.level(), Level::Quiet);
        // Not read at all: the mail is judged without it.
        let tables = Tables::shipped();
        let bytes = mail(
            &made(LURE, "https://vx71.example/"),
            "application/pdf",
            "a.pdf",
        );
        let message = raw::read(&bytes, &tables);
        assert!(message.links.is_empty() && message.attachments[0].text.is_none());
    }

    #[test]
    fn broken_documents_are_unread() {
        let whole = made(LURE, "https://vx71.example/");
        for end in (0..whole.len()).step_by(37) {
            let _ = read("application/pdf", &whole[..end]);
        }
        for at in (0..whole.len()).step_by(11) {
            let mut bytes = whole.clone();
            bytes[at] = bytes[at].wrapping_add(1);
            let _ = read("application/pdf", &bytes);
        }
        assert!(read("application/pdf", b"%PDF-1.4 nothing").is_none());
        assert!(read("application/pdf", &vec![b'['; 200_000]).is_none());
        assert!(read("application/pdf", &vec![0; LARGEST + 1]).is_none());
    }

    #[test]
    fn a_panic_stays_where_it_was() {
        assert_eq!(apart::<u8>(|| panic!("a broken reader")), None);
        assert_eq!(apart(|| Some(1)), Some(1));
    }
}
