//! What a sender who knows Honmono would try, each with a name. The claim is the brand's; the sender never is.

#![cfg(feature = "raw")]

use honmono::official::Standing;
use honmono::{Level, Tables, Verdict, judge, raw};
use std::time::{Duration, Instant};

fn verdict(eml: &str) -> Verdict {
    let tables = Tables::shipped();
    judge(
        &raw::read(eml.as_bytes(), &tables),
        &tables,
        &Standing::NotAsked,
    )
}

fn html(from: &str, body: &str) -> Verdict {
    verdict(&format!(
        "From: {from}\r\nSubject: notice\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}"
    ))
}

const GENUINE: &str = "\"Amazon.co.jp\" <account-update@amazon.co.jp>";
const STRANGER: &str = "\"Info\" <x@stranger.example>";

/// Reads and judges within a time that only linear work can keep, even on a slow machine in a debug build.
fn in_time(what: &str, eml: &str) -> Verdict {
    let start = Instant::now();
    let found = verdict(eml);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(60), "{what}: {took:?}");
    found
}

#[test]
fn a_claim_hidden_by_other_letters_is_seen() {
    for name in [
        "Аmazоn",
        "Ａｍａｚｏｎ",
        "A\u{200b}m\u{200d}azon",
        "A\u{34f}m\u{34f}a\u{34f}z\u{34f}o\u{34f}n",
        "A m a z o n",
        "A.m.a.z.o.n",
        "𝐀𝐦𝐚𝐳𝐨𝐧",
    ] {
        let found = html(&format!("\"{name}\" <x@stranger.example>"), "<p>hello</p>");
        assert_eq!(found.level(), Level::Dangerous, "{name}");
    }
}

#[test]
fn a_claim_split_by_hidden_filler_is_seen() {
    let body = "<p>Dear Am<span style='display:none'>qwe</span>az<i style='font-size:0'>rty</i>on customer, your Amaz<b hidden>x</b>on account has been locked</p>";
    assert!(html(STRANGER, body).level() >= Level::Suspicious);
}

#[test]
fn a_claim_in_a_picture_s_text_is_seen() {
    let body = "<a href='https://stranger.example/'><img src=x alt='Your Amazon account has been locked. Amazon customer service'></a>";
    assert!(html(STRANGER, body).level() >= Level::Suspicious);
}

#[test]
fn hidden_words_make_no_claim_for_an_honest_mail() {
    let body = "<p>Our spring sale</p><div style='display:none'>Dear Amazon customer, your Amazon account has been locked</div>";
    assert_eq!(html(STRANGER, body).level(), Level::Quiet);
}

#[test]
fn one_bad_link_in_a_pasted_genuine_mail_is_enough() {
    let good = "<a href='https://www.amazon.co.jp/gp/css/order-history'>注文履歴</a>".repeat(300);
    let body = format!("{good}<a href='https://qlcfp.cn/ap/signin'>確認</a>{good}");
    assert_eq!(html(GENUINE, &body).level(), Level::Dangerous);
}

#[test]
fn a_panel_drawn_in_the_mail_is_only_text() {
    let body = "<div class='honmono panel consistent'>Amazon did send this.</div><a href='https://qlcfp.cn/'>go</a>";
    assert_eq!(html(GENUINE, body).level(), Level::Dangerous);
}

#[test]
fn attributes_that_claim_to_know_the_target_are_not_believed() {
    let body = "<a href='https://qlcfp.cn/' data-saferedirecturl='https://www.amazon.co.jp/' title='https://www.amazon.co.jp/'>https://www.amazon.co.jp/</a>";
    assert_eq!(html(GENUINE, body).level(), Level::Dangerous);
}

#[test]
fn rented_space_is_not_the_brand_s() {
    for host in [
        "amazon-check.s3.ap-northeast-1.amazonaws.com",
        "d1abc.cloudfront.net",
    ] {
        assert_eq!(
            html(GENUINE, &format!("<a href='https://{host}/'>go</a>")).level(),
            Level::Dangerous,
            "{host}"
        );
    }
}

#[test]
fn addresses_that_browsers_mend_lead_where_browsers_go() {
    for href in [
        "https:\\\\qlcfp.cn/",
        "https:qlcfp.cn",
        "https:/qlcfp.cn",
        "ht\ntps://qlcfp.cn/",
        " https://qlcfp.cn/",
        "https://www.amazon.co.jp@qlcfp.cn/",
        "https://www.amazon.co.jp\\@qlcfp.cn/",
        "https://%71lcfp.cn/",
        "http://3627734734/",
        "http://0xd8.0x3a.0xd6.0xe/",
        "//qlcfp.cn/",
    ] {
        let level = html(GENUINE, &format!("<a href='{href}'>go</a>")).level();
        assert!(
            level >= Level::Suspicious
                || href.starts_with("//")
                || href.starts_with("https://www.amazon.co.jp\\"),
            "{href:?}: {level:?}"
        );
    }
}

#[test]
fn links_that_are_no_addresses_are_not_passed_over() {
    for href in [
        "data:text/html,<form action=https://qlcfp.cn>",
        "javascript:location='https://qlcfp.cn'",
    ] {
        assert!(
            html(GENUINE, &format!("<a href=\"{href}\">go</a>")).level() >= Level::Suspicious,
            "{href}"
        );
    }
}

#[test]
fn forms_and_areas_are_links() {
    for body in [
        "<form action='https://qlcfp.cn/'><input type=submit></form>",
        "<map><area href='https://qlcfp.cn/'></map>",
        "<button formaction='https://qlcfp.cn/'>x</button>",
    ] {
        assert_eq!(html(GENUINE, body).level(), Level::Dangerous, "{body}");
    }
}

#[test]
fn a_hundred_thousand_links_are_read_in_time_and_the_bad_one_is_found() {
    let good = "<a href='https://www.amazon.co.jp/x'>x</a>".repeat(50_000);
    let eml = format!(
        "From: {GENUINE}\r\nContent-Type: text/html\r\n\r\n{good}<a href='https://qlcfp.cn/'>y</a>{good}"
    );
    assert_eq!(in_time("links", &eml).level(), Level::Dangerous);
}

#[test]
fn fifty_megabytes_are_read_in_time() {
    let eml = format!(
        "From: {GENUINE}\r\nContent-Type: text/html\r\n\r\n<p>{}</p>",
        "word <b>x</b> ".repeat(4_000_000)
    );
    let found = in_time("size", &eml);
    assert!(found.level() < Level::Suspicious);
    assert!(found.signs.iter().any(|sign| sign.name == "not_all_read"));
    assert_ne!(found.level(), Level::Consistent);
}

#[test]
fn endless_nesting_ends() {
    for body in [
        "<div>".repeat(300_000),
        "<table><tr><td>".repeat(100_000),
        "<b><i><p>".repeat(50_000),
        "<a href=x>".repeat(50_000),
        "<svg><math>".repeat(50_000),
    ] {
        let eml = format!(
            "From: {GENUINE}\r\nContent-Type: text/html\r\n\r\n{body}<a href='https://qlcfp.cn/'>y</a>"
        );
        in_time(&body[..12], &eml);
    }
}

#[test]
fn mails_inside_mails_end() {
    let mut eml = "From: a@b.example\r\n\r\nx".to_owned();
    for _ in 0..200 {
        eml = format!("From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n{eml}");
    }
    in_time("mails", &eml);
    let mut parts = String::from("From: a@b.example\r\n");
    for depth in 0..2_000 {
        parts.push_str(&format!(
            "Content-Type: multipart/mixed; boundary={depth}\r\n\r\n--{depth}\r\n"
        ));
    }
    in_time("parts", &parts);
}

#[test]
fn style_sheets_without_end_end() {
    let css = ".a{display:none}".repeat(200_000) + &"{".repeat(100_000) + &"/*".repeat(100_000);
    let eml = format!(
        "From: {GENUINE}\r\nContent-Type: text/html\r\n\r\n<style>{css}</style><p class=a>x</p><a href='https://qlcfp.cn/'>y</a>"
    );
    assert_eq!(in_time("styles", &eml).level(), Level::Dangerous);
}

#[test]
fn garbage_is_read_without_a_fall() {
    let tables = Tables::shipped();
    let mut seed = 0x9e37_79b9_u32;
    for length in [0, 1, 2, 3, 10, 100, 1_000, 20_000] {
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            seed.to_le_bytes()[0]
        })
        .take(length)
        .collect();
        for head in [
            "",
            "From: Amazon <a@amazon.com>\r\nContent-Type: text/html; charset=shift_jis\r\n\r\n",
            "From: =?utf-8?b?////?= <",
            "Content-Type: multipart/mixed; boundary=\"\r\n\r\n--",
        ] {
            let mail = [head.as_bytes(), &bytes].concat();
            let _ = judge(&raw::read(&mail, &tables), &tables, &Standing::NotAsked);
        }
    }
}

#[test]
fn truncated_mails_are_read_at_every_length() {
    let tables = Tables::shipped();
    let eml = "From: \"Amazon.co.jp\" <x@stranger.example>\r\nSubject: =?utf-8?B?44GT44KT?=\r\nContent-Type: multipart/alternative; boundary=\"b\"\r\n\r\n--b\r\n\
               Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=E3=81=82 https://qlcfp.cn/\r\n--b\r\nContent-Type: text/html\r\n\r\n<a href=\"https://qlcfp.cn/\">x</a>\r\n--b--\r\n";
    for end in 0..eml.len() {
        let _ = judge(
            &raw::read(&eml.as_bytes()[..end], &tables),
            &tables,
            &Standing::NotAsked,
        );
    }
}

#[test]
fn a_forged_result_counts_for_nothing() {
    let eml = format!(
        "Received: from a by mx.reader.example; x\r\nReceived: from b by c.stranger.example; y\r\nAuthentication-Results: mx.reader.example; dmarc=pass header.from=amazon.co.jp; \
         dkim=pass header.d=amazon.co.jp\r\nFrom: {GENUINE}\r\n\r\nhello\r\n"
    );
    assert!(verdict(&eml).level() >= Level::Suspicious);
}

#[test]
fn a_harmless_mail_attached_does_not_stand_for_the_bad_one() {
    let eml = "From: \"Amazon\" <x@stranger.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<a href='https://qlcfp.cn/'>x</a>\r\n\
               --b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n\r\nhello\r\n--b--\r\n";
    assert_eq!(verdict(eml).level(), Level::Dangerous);
}

#[test]
fn a_forward_written_by_the_sender_saves_nothing() {
    let body = "---------- Forwarded message ---------<br>From: Amazon.co.jp &lt;auto-confirm@amazon.co.jp&gt;<br>Subject: ご注文<br>To: you<br><br>\
                Amazonプライムをご利用いただき <a href='https://qlcfp.cn/'>確認</a>";
    assert_eq!(
        html("\"Taro\" <taro@stranger.example>", body).level(),
        Level::Dangerous
    );
}

#[test]
fn evidence_is_text_and_short() {
    let name = format!("Amazon <script>alert(1)</script> {}", "x".repeat(100_000));
    let found = html(&format!("\"{name}\" <x@stranger.example>"), "<p>x</p>");
    let json = serde_json::to_string(&found.signs).unwrap();
    assert!(json.len() < 5_000, "{}", json.len());
}
