//! Webmails of which little is known: iCloud, Zoho, GMX with web.de and mail.com, SnappyMail, Zimbra. Their bodies have names, their
//! headers mostly do not; those are found by what all mails look like (see [`generic`]), and what is not sure is said to be missing.
//! What is known of the first three is old: where none of their names is on the page, it is read as a webmail nobody knows.

use super::generic;
use super::plan::{
    Body, BodyWay, Candidate, Field, Kind, Place, Probe, Side, Watch, attr, body, field, framed,
    frames_of, probe, strings, text,
};

/// Match patterns of iCloud's documents: the page, and the sandbox that holds the mail.
pub const ICLOUD: &[&str] = &[
    "https://www.icloud.com/*",
    "https://www.icloud.com.cn/*",
    "https://www-mail.icloud-sandbox.com/*",
];
/// Match patterns of Zoho's documents.
pub const ZOHO: &[&str] = &[
    "https://mail.zoho.com/*",
    "https://mail.zoho.eu/*",
    "https://mail.zoho.in/*",
    "https://mail.zoho.jp/*",
    "https://mail.zoho.com.au/*",
];
/// Match patterns of GMX, web.de and mail.com: the page around, the mail application in its frame.
pub const UNITED: &[&str] = &[
    "https://navigator.gmx.net/*",
    "https://bap.navigator.gmx.net/*",
    "https://navigator.gmx.com/*",
    "https://3c.gmx.net/*",
    "https://3c-bap.gmx.net/*",
    "https://navigator.web.de/*",
    "https://3c.web.de/*",
    "https://3c-bap.web.de/*",
    "https://navigator-lxa.mail.com/*",
    "https://3c-lxa.mail.com/*",
];

/// Where iCloud's names were seen.
const ICLOUD_SEEN: &str = "an extension's code, September 2026; evicypher-webmail 2023";
/// Where those of GMX and its relatives were.
const UNITED_SEEN: &str =
    "SecUSo/TORPEDO-Webextension:src/browser/shared/js/contentscript.js, older";

/// The frames that hold an iCloud mail, and any frame of the sandbox host but the editor's, should the path change.
const SANDBOX: &str = "iframe[src*=\"/applications/mail2-message/\"]";
const SANDBOXED: &str = "iframe[src*=\".icloud-sandbox.com/\"]:not([src*=\"-rte\"])";
/// The frame that holds a mail of GMX and its relatives.
const MAILBODY: &str = "iframe[src*=\"/mail/client/mailbody\"]";

fn page(
    id: &str,
    present: &[&str],
    roots: Vec<Probe>,
    ways: Vec<BodyWay>,
    own: Vec<Field>,
) -> Candidate {
    let mut fields = own;
    fields.extend(generic::fields());
    let frames = frames_of(&ways);
    Candidate {
        id: id.to_owned(),
        present: strings(present),
        page: vec![],
        kinds: vec![Kind {
            name: "open".to_owned(),
            roots,
            climb: strings(&["[role=main]", "body"]),
            needs_body: true,
            fields,
            body: Some(Body {
                ways,
                ..Body::default()
            }),
            places: vec![Place {
                side: Side::Prepend,
                ..Place::default()
            }],
            ..Kind::default()
        }],
        watch: Watch {
            attributes: vec![],
            frames,
            settle: 120,
        },
    }
}

/// A document that is the body of a mail and nothing else; its head is in another frame (see [`super::join`]).
fn bare_body(id: &str, ways: Vec<BodyWay>) -> Candidate {
    Candidate {
        id: id.to_owned(),
        present: vec![],
        page: vec![],
        kinds: vec![Kind {
            name: super::join::FRAME.to_owned(),
            roots: vec![probe("html", "a document of its own")],
            body: Some(Body {
                ways,
                ..Body::default()
            }),
            most: 1,
            ..Kind::default()
        }],
        watch: Watch::default(),
    }
}

/// A frame without an address of its own (`srcdoc`, `blob:`, sandboxed), which the page around it may not enter: if it is the body of a
/// mail, the head waits for it.
#[must_use]
pub fn framed_body() -> Candidate {
    bare_body(
        "framed",
        vec![body("body", "any frame: there is nothing else in it")],
    )
}

/// iCloud Mail. The head is in the page's own frame, the body in a frame of another origin.
#[must_use]
pub fn icloud() -> Candidate {
    page(
        "icloud",
        &[SANDBOX, SANDBOXED],
        vec![],
        vec![
            framed(SANDBOX, &[], ICLOUD_SEEN),
            framed(SANDBOXED, &[], "the same host, whatever its path"),
        ],
        vec![],
    )
}

/// The body of an iCloud mail.
#[must_use]
pub fn icloud_body() -> Candidate {
    bare_body(
        "icloud_body",
        vec![
            body(".mail-message-defaults", ICLOUD_SEEN),
            body("body", "the whole frame"),
        ],
    )
}

/// The names of the candidates for one of iCloud's addresses.
#[must_use]
pub fn icloud_sites(url: &url::Url) -> &'static [&'static str] {
    if url.host_str() != Some("www-mail.icloud-sandbox.com") {
        &["icloud", "generic"]
    } else if url.path().contains("-rte") {
        &[]
    } else {
        &["icloud_body"]
    }
}

/// Zoho Mail.
#[must_use]
pub fn zoho() -> Candidate {
    let source = "older extensions' code, 2023";
    page(
        "zoho",
        &[".zmMailContent", ".jsConTent", ".zmPVContent"],
        vec![],
        vec![body(".zmMailContent", source), body(".jsConTent", source)],
        vec![field("subject", [text(".zmSubject", source)])],
    )
}

/// GMX, web.de, mail.com.
#[must_use]
pub fn united() -> Candidate {
    page(
        "united",
        &[MAILBODY],
        vec![],
        vec![framed(MAILBODY, &[], UNITED_SEEN)],
        vec![],
    )
}

/// The body of a mail of theirs.
#[must_use]
pub fn united_body() -> Candidate {
    bare_body("united_body", vec![body("body", UNITED_SEEN)])
}

/// The names of the candidates for one of their addresses.
#[must_use]
pub fn united_sites(url: &url::Url) -> &'static [&'static str] {
    if url.path().contains("/mail/client/mailbody") {
        &["united_body"]
    } else {
        &["united", "generic"]
    }
}

/// SnappyMail, on any host. It takes tracking parameters off links and undoes wrappers by itself; what stands in `href` is what opens.
#[must_use]
pub fn snappymail() -> Candidate {
    let source = "the-djmaze/snappymail:templates/Views/User/MailMessageView.html, June 2025";
    page(
        "snappymail",
        &["#messageItem .bodyText", ".messageItemHeader", "#rl-app"],
        vec![
            probe("#messageItem", source),
            probe(":has(> .messageItemHeader)", source),
        ],
        vec![body("#messageItem .bodyText", source)],
        vec![
            field("subject", [text(".messageItemHeader .subject", source)]),
            field(
                "sender",
                [
                    attr(".messageItemHeader .from [title*=\"@\"]", "title", source),
                    attr(".messageItemHeader .from[title*=\"@\"]", "title", source),
                    text(".messageItemHeader .from", source),
                ],
            ),
            field(
                "date",
                [
                    attr(".messageItemHeader time.date[datetime]", "datetime", source),
                    attr(".messageItemHeader time.date[title]", "title", source),
                    text(".messageItemHeader time.date", source),
                ],
            ),
        ],
    )
}

/// Zimbra's classic web client, on any host.
#[must_use]
pub fn zimbra() -> Candidate {
    let source = "Zimbra/zm-web-client: templates, not run";
    let frame = "iframe[id$=\"_body__iframe\"]";
    page(
        "zimbra",
        &[".MsgHeaderTable", "#z_shell"],
        vec![],
        vec![
            framed(frame, &[], source),
            body("div.MsgBody-html, div.MsgBody-text", source),
        ],
        vec![
            field(
                "subject",
                [
                    text("td.SubjectCol[role=heading]", source),
                    text("td.SubjectCol", source),
                ],
            ),
            field(
                "sender",
                [
                    text(".MsgHeaderTable tr[id$=\"_from\"] td:last-child", source).has("@"),
                    text("tr[id$=\"_from\"]", source).has("@"),
                ],
            ),
            field("date", [text(".MsgHeaderTable td.DateCol", source)]),
        ],
    )
}
