//! Mails of several parts, broken ones, and some that name the brand.

use super::{Draft, Maker, joined, lines};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const FALSE_LINK: &str = "https://www.amazon.co.jp.signin.yheq5.example/ap/signin?x=1";
const OWN_LINK: &str = "https://www.amazon.co.jp/gp/help/customer/display.html";

pub(super) fn structures(m: &mut Maker) {
    let (a, b) = (m.link(), m.link());
    let text = format!("In words: {a}\n");
    let html = format!("<p>In markup: <a href=\"{b}\">here</a></p>");
    let (plain, page) = ("text/plain; charset=utf-8", "text/html; charset=utf-8");
    m.parts(
        "alternative",
        "alternative",
        &[(plain, &text), (page, &html)],
    );
    m.parts(
        "alternative-html-first",
        "alternative",
        &[(page, &html), (plain, &text)],
    );
    m.parts("alternative-one-part", "alternative", &[(page, &html)]);
    let picture = "image/png; name=\"a.png\"\nContent-Transfer-Encoding: base64\nContent-ID: <a@kawa>\nContent-Disposition: inline; filename=\"a.png\"";
    let dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    let with = format!("<p><img src=\"cid:a@kawa\" alt=\"a dot\"> <a href=\"{b}\">here</a></p>");
    m.parts("related", "related", &[(page, &with), (picture, dot)]);
    let file = "application/pdf; name*=utf-8''%E6%9C%AC.pdf\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename*=utf-8''%E6%9C%AC.pdf";
    m.parts(
        "attachment-name-rfc-2231",
        "mixed",
        &[(plain, &text), (file, "JVBERi0xLjQK")],
    );
    m.parts("attachment-of-text", "mixed", &[(page, &html), ("text/csv; name=\"list.csv\"\nContent-Disposition: attachment; filename=\"list.csv\"", "a,b\n1,2")]);
    let calendar = "text/calendar; charset=utf-8; method=REQUEST\nContent-Disposition: attachment; filename=\"invite.ics\"";
    m.parts("calendar", "mixed", &[(plain, &text), (calendar, "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nSUMMARY:Tea\nDTSTART:20261120T100000Z\nEND:VEVENT\nEND:VCALENDAR")]);
    let nested = joined("inner", &[(plain, &text), (page, &html)], true);
    let holder = "multipart/alternative; boundary=\"inner\"";
    m.parts(
        "nested",
        "mixed",
        &[(holder, &nested), (file, "JVBERi0xLjQK")],
    );
    let mut deep = joined("d0", &[(page, &html)], true);
    for level in 1..6 {
        let holder = format!("multipart/mixed; boundary=\"d{}\"", level - 1);
        deep = joined(&format!("d{level}"), &[(&holder, &deep)], true);
    }
    m.parts(
        "nested-six-deep",
        "mixed",
        &[("multipart/mixed; boundary=\"d5\"", &deep)],
    );
    let report = "message/delivery-status";
    m.parts("report", "report; report-type=delivery-status", &[(plain, "It could not be delivered.\n"), (report, "Reporting-MTA: dns; mx.tram.example\n\nFinal-Recipient: rfc822; x@kawa.example\nAction: failed\nStatus: 5.1.1\n")]);
    m.parts(
        "signed",
        "signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha256",
        &[
            (plain, &text),
            (
                "application/pgp-signature; name=\"signature.asc\"",
                "-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----",
            ),
        ],
    );
    m.parts("forwarded-as-attachment", "mixed", &[(plain, "See below.\n"), ("message/rfc822", &format!("From: A <a@tram.example>\nSubject: inner\nDate: Thu, 19 Nov 2026 08:00:00 +0000\nContent-Type: text/plain\n\n{a}\n"))]);
    m.text("forwarded-in-line", &format!("FYI\n\n---------- Forwarded message ---------\nFrom: Blue Heron <post@heron-books.example>\nDate: Thu, 19 Nov 2026 08:00\nSubject: spring\nTo: <reader@reader.example>\n\nSee {a}\n"));
}

pub(super) fn broken(m: &mut Maker) {
    let a = m.link();
    let (japanese, _, _) = encoding_rs::SHIFT_JIS.encode("これは別の文字コードです。");
    let wrong = [japanese.as_ref(), format!("\n{a}\n").as_bytes()].concat();
    let draft = m.draft();
    m.put(
        "broken-charset-is-a-lie",
        Draft {
            body: wrong,
            more: "Content-Transfer-Encoding: 8bit\n".into(),
            ..draft
        },
    );
    m.headed("broken-charset-unknown", |d| {
        d.kind = "text/plain; charset=x-nobody-knows".into()
    });
    m.headed("broken-no-content-type", |d| d.kind.clear());
    m.headed("broken-content-type", |d| d.kind = "text; charset".into());
    m.headed("broken-transfer-encoding", |d| {
        d.more = "Content-Transfer-Encoding: none-such\n".into()
    });
    let draft = m.draft();
    let unclosed = joined(
        "edge",
        &[(
            "text/html; charset=utf-8",
            &format!("<a href=\"{a}\">here</a>"),
        )],
        false,
    );
    m.put(
        "broken-boundary-never-closed",
        Draft {
            kind: "multipart/mixed; boundary=\"edge\"".into(),
            body: unclosed.into(),
            ..draft
        },
    );
    let draft = m.draft();
    let body = format!(
        "{}!!\n{}",
        lines(&STANDARD.encode(format!("Two halves. {a}\n"))),
        "===="
    );
    m.put(
        "broken-base64",
        Draft {
            more: "Content-Transfer-Encoding: base64\n".into(),
            body: body.into(),
            ..draft
        },
    );
    let draft = m.draft();
    let body = format!("Half a sign =E3=8 and =ZZ, then a link:\n{a}\n");
    m.put(
        "broken-quoted-printable",
        Draft {
            more: "Content-Transfer-Encoding: quoted-printable\n".into(),
            body: body.into(),
            ..draft
        },
    );
}

pub(super) fn brand(m: &mut Maker) {
    let fake = format!(
        "<p>Amazon.co.jp をご利用いただきありがとうございます。お支払い方法に問題がありました。<a href=\"{FALSE_LINK}\">アカウントを更新</a> してください。</p><p><a href=\"{OWN_LINK}\">ヘルプ</a></p>"
    );
    let order = format!(
        "<p>ご注文ありがとうございます。注文番号 <a href=\"https://www.amazon.co.jp/gp/css/order-details?orderID=250-1234567-1234567\">250-1234567-1234567</a></p><p><a href=\"{OWN_LINK}\">ヘルプ</a></p>"
    );
    let html = "text/html; charset=utf-8";
    for (name, from, subject, body, more) in [
        (
            "fake-foreign-sender",
            "Amazon.co.jp <update@mail-qlcfp.example>",
            "お支払い方法をご確認ください",
            fake.as_str(),
            "",
        ),
        (
            "fake-true-address",
            "Amazon.co.jp <account-update@amazon.co.jp>",
            "お支払い方法をご確認ください",
            &fake,
            "",
        ),
        (
            "fake-fails-its-check",
            "Amazon.co.jp <account-update@amazon.co.jp>",
            "Amazon.co.jp ご注文の確認",
            &order,
            "Authentication-Results: mx.reader.example; dkim=fail header.d=amazon.co.jp; spf=fail smtp.mailfrom=amazon.co.jp; dmarc=fail header.from=amazon.co.jp\n",
        ),
        (
            "genuine-order",
            "Amazon.co.jp <auto-confirm@amazon.co.jp>",
            "Amazon.co.jpでのご注文 250-1234567-1234567",
            &order,
            "",
        ),
        (
            "genuine-passes-its-check",
            "Amazon.co.jp <auto-confirm@amazon.co.jp>",
            "Amazon.co.jpでのご注文 250-1234567-1234567",
            &order,
            "Authentication-Results: mx.reader.example; dkim=pass header.d=amazon.co.jp; spf=pass smtp.mailfrom=bounces.amazon.co.jp; dmarc=pass header.from=amazon.co.jp\n",
        ),
    ] {
        let draft = m.draft();
        m.put(
            name,
            Draft {
                from: from.into(),
                subject: format!("=?utf-8?B?{}?=", STANDARD.encode(subject)).into(),
                kind: html.into(),
                more: format!("Content-Transfer-Encoding: 8bit\n{more}"),
                body: body.into(),
                ..draft
            },
        );
    }
    let text =
        format!("Dear customer,\nyour Amazon account is locked. Unlock it now:\n{FALSE_LINK}\n");
    m.headed("fake-in-plain-text", |d| {
        d.from = b"Amazon Support <no-reply@qlcfp.example>".into();
        d.subject = b"Your Amazon account is locked".into();
        d.body = text.into();
    });
}
