use super::*;
use crate::address::Target;
use crate::mail::Outcome;

fn html(body: &str) -> Message {
    read_html(body, &Tables::shipped())
}

fn eml(text: &str) -> Message {
    read(text.replace('\n', "\r\n").as_bytes(), &Tables::shipped())
}

#[test]
fn visible_and_hidden_text_are_kept_apart() {
    let message = html(
        "<style>.x{display:none}</style><p>seen <b>one</b></p><div style='display:none'>gone <i style='display:block'>too</i></div>\
         <span class=x>rule</span><span style='font-size:0'>tiny <b style='font-size:12px'>back</b></span>\
         <p style='visibility:hidden'>veiled</p><div style='max-height:0;overflow:hidden'>squeezed</div>\
         <font color=#ffffff style='background-color:#fff'>white</font><p hidden>attribute</p>",
    );
    assert_eq!(message.text, "seen one\nback");
    for word in [
        "gone",
        "too",
        "rule",
        "tiny",
        "veiled",
        "squeezed",
        "white",
        "attribute",
    ] {
        assert!(
            message.hidden_text.contains(word),
            "{word}: {}",
            message.hidden_text
        );
    }
}

#[test]
fn what_only_looks_hidden_is_seen() {
    let message = html(
        "<p style='mso-hide:all'>a</p><span style='max-height:0;overflow:hidden'>b</span><p style='color:#fff'>c</p>\
         <div style='color:#fff;background:#fff url(x.png)'>d</div><p style='max-height:0'>e</p>\
         <div style='color:#000;background-color:#fff'>f</div>",
    );
    assert_eq!(message.text, "a\nb\nc\nd\ne\nf");
    assert_eq!(message.hidden_text, "");
}

#[test]
fn a_word_cut_by_hidden_filler_reads_whole() {
    let message = html("<p>Am<span style='display:none'>Talk</span>azon</p>");
    assert_eq!(message.text, "Amazon");
}

#[test]
fn links_say_what_they_show() {
    let message = html(
        "<a href='https://a.example/'>Sign <b>in</b><img alt='Logo' src=x></a><map><area href='https://b.example' alt=Map></map>\
         <form action='https://c.example/x'><input type=submit></form><a name=x>no link</a>",
    );
    let shown: Vec<_> = message
        .links
        .iter()
        .map(|link| (link.id, &*link.shown.text, &*link.shown.alt))
        .collect();
    assert_eq!(shown, [(0, "Sign in", "Logo"), (1, "", "Map"), (2, "", "")]);
    assert_eq!(message.alt_texts, ["Logo"]);
}

#[test]
fn relative_links_follow_the_base() {
    let message = html(
        "<head><base href='https://evil.example/'></head><a href='/x'>y</a><a href='#z'>z</a>",
    );
    assert!(
        matches!(&message.links[0].target, Target::Web { url, .. } if url == "https://evil.example/x")
    );
}

#[test]
fn hidden_links_say_so() {
    let message = html(
        "<div style='display:none'><a href='https://a.example'>x</a></div><a href='https://b.example'>y</a>",
    );
    assert_eq!(
        message
            .links
            .iter()
            .map(|link| link.hidden)
            .collect::<Vec<_>>(),
        [true, false]
    );
}

#[test]
fn html_is_preferred_and_charsets_are_decoded() {
    let message = eml(
        "From: =?iso-2022-jp?B?GyRCJDNHRxsoQg==?= <a@b.example>\nContent-Type: multipart/alternative; boundary=x\n\n\
         --x\nContent-Type: text/plain\n\nplain\n--x\nContent-Type: text/html; charset=shift_jis\nContent-Transfer-Encoding: quoted-printable\n\n\
         <p>=82=A0</p>\n--x--\n",
    );
    assert_eq!(message.text, "あ");
    assert!(message.sender.name.is_some_and(|name| !name.contains('$')));
}

#[test]
fn a_mail_without_a_sender_or_body_says_so() {
    let message = eml("Subject: x\n\n");
    assert_eq!(message.missing, ["sender_address", "body"]);
    assert!(
        eml("From: Amazon\n\nhello\n")
            .missing
            .contains(&"sender_address".to_owned())
    );
}

#[test]
fn the_source_tells_of_its_way() {
    let message = eml(
        "Return-Path: <b@bounces.shop.example>\nReceived: from x by mx.reader.example; Mon, 1 Jan 2024 00:00:00 +0000\n\
         Authentication-Results: mx.reader.example; dmarc=fail header.from=shop.example\nDKIM-Signature: v=1; d=Shop.example; s=x\n\
         Message-ID: <1@mail.shop.example>\nDate: Mon, 1 Jan 2024 09:00:00 +0900\nFrom: a@shop.example, c@d.example\nList-Id: <l.example>\n\nx\n",
    );
    let transport = message.transport.unwrap();
    assert_eq!(transport.signatures, ["shop.example"]);
    assert_eq!(
        transport.message_id_host.as_deref(),
        Some("mail.shop.example")
    );
    assert_eq!(
        (transport.date_offset, transport.received, transport.list),
        (Some(540), 1, true)
    );
    assert_eq!(message.authentication.dmarc, Some(Outcome::Fail));
    assert_eq!(message.sent, Some(Timestamp(1_704_067_200_000)));
    assert_eq!(message.sender.others.len(), 1);
}

#[test]
fn attached_mails_and_files_are_listed() {
    let message = eml(
        "From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nsee below\n--x\nContent-Type: message/rfc822\n\n\
         From: Shop <c@d.example>\nSubject: inner\n\nhello\n--x\nContent-Type: application/pdf; name=\"bill.pdf\"\n\
         Content-Disposition: attachment; filename=\"bill.pdf\"\n\n%PDF\n--x--\n",
    );
    assert_eq!(message.forwarded.unwrap().subject.as_deref(), Some("inner"));
    assert_eq!(message.attachments.len(), 1);
    assert_eq!(message.attachments[0].name, "bill.pdf");
    assert_eq!(message.attachments[0].media_type, "application/pdf");
}

#[test]
fn a_comma_after_the_name_does_not_hide_it() {
    let message = eml("From: Shop Voucher, <a@b.example.>, Office,\n\t<a@b.example>\n\nx\n");
    assert_eq!(message.sender.name.as_deref(), Some("Shop Voucher"));
    assert!(message.sender.address.is_some());
    let quoted = eml("From: \"offers@shop.example\", <a@b.example>\n\nx\n");
    assert_eq!(quoted.sender.name.as_deref(), Some("offers@shop.example"));
    assert_eq!(
        eml("From: Temu,(<a@b.example>)\n\nx\n")
            .sender
            .address
            .unwrap()
            .raw,
        "a@b.example"
    );
}

#[test]
fn text_that_forgot_to_say_its_encoding_is_decoded() {
    let body =
        "<a href=3D\"https://a.example/?x=3D1&y=3D2&z=3D3\" style=3D\"color=\n:red\">=E3=81=82</a>";
    let message = eml(&format!(
        "From: a@b.example\nContent-Type: text/html; charset=utf-8\n\n{body}"
    ));
    assert_eq!(
        message.links[0].href,
        "https://a.example/?x=3&y=2&z=3".replace("x=3", "x=1")
    );
    let plain = eml(
        "From: a@b.example\nContent-Type: text/html\n\n<a href='https://a.example/?x=3D'>y</a>",
    );
    assert_eq!(plain.links[0].href, "https://a.example/?x=3D");
}

#[test]
fn a_cut_off_alternative_is_read() {
    let message = eml(
        "From: a@b.example\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\nhello there\n",
    );
    assert_eq!(message.text, "hello there");
}

#[test]
fn a_boundary_among_the_headers_begins_the_body() {
    let message = eml(
        "From: a@b.example\nContent-Type: multipart/alternative; boundary=x\n--x\nContent-Type: text/plain\n\nplain\n\
         --x\nContent-Type: text/html\n\n<p>rich</p>\n--x--\n",
    );
    assert_eq!(message.text, "rich");
}

#[test]
fn a_broken_date_does_not_swallow_the_sender() {
    let message =
        eml("Date: Sat, 14 Sep 2002 06:00:48 UT\nFrom: \"Shop\" <a@b.example>\nSubject: x\n\ny\n");
    assert_eq!(message.sender.name.as_deref(), Some("Shop"));
    assert_eq!(message.subject.as_deref(), Some("x"));
    assert!(message.missing.is_empty());
    assert!(
        eml("Date: 06:00:48 UT\nTo: a@b.example\n\nFrom: c@d.example\n")
            .sender
            .address
            .is_none()
    );
}

#[test]
fn a_multipart_without_an_end_is_read_to_its_end() {
    let link = r#"<a href="https://kawa.example/1">here</a>"#;
    let one = eml(&format!(
        "From: a@a.example\nContent-Type: multipart/mixed; boundary=\"edge\"\n\n--edge\nContent-Type: text/html\n\n{link}\n"
    ));
    assert_eq!(one.links.len(), 1);
    // An inner one too, and what was closed properly stays as it is.
    let two = eml(&format!(
        "From: a@a.example\nContent-Type: multipart/mixed; boundary=out\n\n--out\nContent-Type: multipart/alternative;\n boundary=in\n\n--in\nContent-Type: text/html\n\n{link}\n"
    ));
    assert_eq!(two.links.len(), 1);
    let whole = "From: a@a.example\nContent-Type: multipart/mixed; boundary=out\n\n--out\n\ntext\n--out--\n";
    assert_eq!(mending::closed(whole.as_bytes()), whole.as_bytes());
    // Words about boundaries are no boundaries.
    let talk = "From: a@a.example\n\nset boundary=x and go on\n--y\n";
    assert_eq!(mending::closed(talk.as_bytes()), talk.as_bytes());
}

#[test]
fn what_stands_for_readers_without_scripts_is_seen() {
    let message = html("<noscript><a href='https://kawa.example/1'>without</a></noscript>");
    assert_eq!((message.links.len(), message.text.as_str()), (1, "without"));
}
