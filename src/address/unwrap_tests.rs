use super::*;
use crate::Tables;

fn undo(text: &str) -> Option<Unwrapped> {
    let tables = Tables::shipped();
    let url = Url::parse(text).unwrap();
    let host = Host::of(&url).unwrap();
    tables
        .wrappers
        .undo(text, &url, &host, &tables.suffixes, &tables.brands)
}

/// The address inside; empty when hidden, `-` when it is no wrapper.
fn inner(text: &str) -> String {
    undo(text).map_or("-".to_owned(), |done| done.inner.unwrap_or_default())
}

#[test]
fn undoes_mail_gateways() {
    for (wrapped, wanted) in [
        (
            "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fsurvey.alchemer.eu%2Fs3%2F90478274%2Fsouthampton-alumni-2022&data=x",
            "https://survey.alchemer.eu/s3/90478274/southampton-alumni-2022",
        ),
        (
            "https://urldefense.proofpoint.com/v1/url?u=http://www.bouncycastle.org/&k=x",
            "http://www.bouncycastle.org/",
        ),
        (
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__media.mnn.com_assets_images_2016_06_jupiter-2Dnasa.jpg.638x0-5Fq80-5Fcrop-2Dsmart.jpg&d=x",
            "https://media.mnn.com/assets/images/2016/06/jupiter-nasa.jpg.638x0_q80_crop-smart.jpg",
        ),
        (
            "https://linkprotect.cudasvc.com/url?a=http%3A%2F%2Fexample.com&c=E,1,x&typo=1",
            "http://example.com",
        ),
        (
            "https://eu-central-1.protection.sophos.com/?d=sophos.com&u=aHR0cHM6Ly93d3cuc29waG9zLmNvbS9kZS1kZS9wcm9kdWN0cy9zb3Bob3MtZW1haWw=&i=x",
            "https://www.sophos.com/de-de/products/sophos-email",
        ),
        (
            "https://imsva91-ctp.trendmicro.com:443/wis/clicktime/v1/query?url=http%3A%2F%2Fb2bnetwork-online.com%2Fr%2FwISqFfT4067ms210.html&uuid=x",
            "http://b2bnetwork-online.com/r/wISqFfT4067ms210.html",
        ),
        (
            "https://protect2.fireeye.com/v1/url?k=x&q=1&e=x&u=https%3A%2F%2Flkml.org%2Flkml%2F2021%2F8%2F5%2F54",
            "https://lkml.org/lkml/2021/8/5/54",
        ),
        (
            "https://secure-web.cisco.com/1abc/https%3A%2F%2Fwww.yourkit.com",
            "https://www.yourkit.com",
        ),
        (
            "https://secure-web.cisco.com/1abc/https://www.yourkit.com/a/b",
            "https://www.yourkit.com/a/b",
        ),
        (
            "https://clicktime.symantec.com/39e8TeBHakB1PfMJjJ1h1zf7Vc?u=http%3A%2F%2Fwww.pyramidci.com%2F",
            "http://www.pyramidci.com/",
        ),
        (
            "https://url.avanan.click/v2/r01/___https:/www.example.com/a___.YXAz",
            "https://www.example.com/a",
        ),
        (
            "https://scanmail.trustwave.com/?c=1&d=x&u=https%3A%2F%2Fexample.com",
            "https://example.com",
        ),
        (
            "https://link.edgepilot.com/s/1234/abc?u=https%3A%2F%2Fexample.com",
            "https://example.com",
        ),
        (
            "https://urlsand.esvalabs.com/?u=https%3A%2F%2Fexample.com&e=x",
            "https://example.com",
        ),
        (
            "https://deref-web.de/mail/client/akYai3oF398/dereferrer/?redirectUrl=https%3A%2F%2Ft.ly%2Fabc",
            "https://t.ly/abc",
        ),
        (
            "https://protect-us.mimecast.com/s/OIjKCYElMWILm81Rs3W63v?domain=example.com",
            "",
        ),
        ("https://link.edgepilot.com/s/1234/abc", ""),
    ] {
        assert_eq!(inner(wrapped), wanted, "{wrapped}");
    }
}

/// The other forms that each row of the table has been met in.
#[test]
fn undoes_the_older_and_newer_forms() {
    for (wrapped, wanted) in [
        // The reader's address in `data` is passed over; GCC hosts.
        (
            "https://nam02.safelinks.protection.outlook.com/GetUrlReputation?url=https%3A%2F%2Fa.example%2Fb%3Fc%3D1%26d%3D%2525&data=05%7C02%7Creader%40own.example%7C&reserved=0",
            "https://a.example/b?c=1&d=%25",
        ),
        (
            "https://usg02.safelinks.protection.office365.us/?url=http%3A%2F%2Fa.example&data=x",
            "http://a.example",
        ),
        // One `!` instead of two, and HTML entities in v2.
        (
            "https://urldefense.com/v3/__https://a.example/b__;!Org-Name!sig$",
            "https://a.example/b",
        ),
        (
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__a.example_b-3Fc-3D1-26amp-3Bd-3D2&d=x",
            "https://a.example/b?c=1&d=2",
        ),
        (
            "https://linkprotect.cudasvc.com/?a=https%3a%2f%2fa.example%2fb&c=E,1,x",
            "https://a.example/b",
        ),
        (
            "https://us-west-2.protection.sophos.com/?d=a.example&u=aHR0cHM6Ly9hLmV4YW1wbGUvYj9jPTE&h=x",
            "https://a.example/b?c=1",
        ),
        (
            "https://ca-ctp.trendmicro.com/wis/clicktime/v2/clickthrough?url=https%3a%2f%2fa.example&uuid=x",
            "https://a.example",
        ),
        (
            "https://jp-ctp.trendmicro.com/v2/clickthrough?url=https%3a%2f%2fa.example&uuid=x",
            "https://a.example",
        ),
        (
            "https://clicktime.symantec.com/15sM?h=abc=&u=https://a.example/b",
            "https://a.example/b",
        ),
        (
            "https://clicktime.symantec.com/a/1/sig=?d=long&u=https%3A%2F%2Fa.example%2Fb",
            "https://a.example/b",
        ),
        // Cut short: only the gateway knows.
        ("https://secure-web.cisco.com/1abc-token/https%3A%2F%2F", ""),
        ("https://secure-web.cisco.com/1abc-token", ""),
        (
            "https://url.us.m.mimecastprotect.com/s/Ab12Cd?domain=a.example",
            "",
        ),
        (
            "https://protect.checkpoint.com/v2/___https://a.example/b___.YXAx#top",
            "https://a.example/b",
        ),
        (
            "https://3c.deref-mail-02.com/mail/client/token/dereferrer/?redirectUrl=http%253A%252F%252Fa.example",
            "http://a.example",
        ),
        (
            "https://deref-gmx.co.uk/mail/client/token/dereferrer/?redirectUrl=https%3A%2F%2Fa.example%2F%3Fq%3D%2541",
            "https://a.example/?q=%41",
        ),
        (
            "https://mail.yandex.ru/re.jsx?h=a,b&l=aHR0cHM6Ly9hLmV4YW1wbGUvYj9jPTE",
            "https://a.example/b?c=1",
        ),
        (
            "https://checklink.mail.ru/proxy?es=x&url=https%3A%2F%2Fa.example",
            "https://a.example",
        ),
        (
            "https://click.mail.ru/redir?u=https%3A%2F%2Fa.example&s=1",
            "https://a.example",
        ),
        (
            "https://www.google.de/amp/a.example/b?c=1",
            "http://a.example/b?c=1",
        ),
        (
            "https://emails.azure.microsoft.com/redirect/?destination=https%3A%2F%2Fa.example",
            "https://a.example",
        ),
        // The target may be a further wrapper: one step at a time.
        (
            "https://www.bing.com/ck/a?!&&p=x&u=a1aHR0cHM6Ly93d3cuYmluZy5jb20vYWxpbmsvbGluaz91cmw9aHR0cHMlM2ElMmYlMmZhLmV4YW1wbGUlMmZiJnNvdXJjZT1zZXJwLWxvY2Fs&ntb=1",
            "https://www.bing.com/alink/link?url=https%3a%2f%2fa.example%2fb&source=serp-local",
        ),
        (
            "https://www.bing.com/alink/link?url=https%3a%2f%2fa.example%2fb&source=serp-local",
            "https://a.example/b",
        ),
        (
            "https://x.r.eu-west-1.awstrack.me/L0/https:%2F%2Fy.r.us-east-1.awstrack.me%2FL0%2Fhttps:%252F%252Fa.example%2F1%2Fid%2Fs=1/1/id/s=2",
            "https://y.r.us-east-1.awstrack.me/L0/https:%2F%2Fa.example/1/id/s=1",
        ),
        (
            "https://sellercentral.amazon.co.jp/nms/redirect/0a1b?nt=X&u=aHR0cHM6Ly9zZWxsZXJjZW50cmFsLmFtYXpvbi5jby5qcC9vcmRlcnM",
            "https://sellercentral.amazon.co.jp/orders",
        ),
        (
            "https://www.amazon.com/gp/r.html/ref=x?C=1&U=https%3A%2F%2Fa.example&H=y",
            "https://a.example",
        ),
    ] {
        assert_eq!(inner(wrapped), wanted, "{wrapped}");
    }
}

#[test]
fn an_unknown_form_on_a_wrappers_own_host_is_a_wrapper() {
    for text in [
        "https://urldefense.com/v4/abc",
        "https://urldefense.us/x?u=https%3A%2F%2Fa.example",
        "https://url.de.m.mimecastprotect.com/new/abc",
        "https://url.avanan.click/next/abc",
        "https://link.edgepilot.com/t/abc",
        "https://deref-web.de/new/abc",
        "https://x.r.us-east-1.awstrack.me/Q0/abc",
    ] {
        assert_eq!(inner(text), "", "{text}");
    }
    // The makers' own sites are sites.
    for text in [
        "https://www.mimecast.com/products/",
        "https://www.trendmicro.com/ja_jp/business.html",
        "https://www.proofpoint.com/us",
        "https://www.checkpoint.com/x",
        "https://mail.ru/redir?u=https%3A%2F%2Fa.example",
        "https://www.amazon.com/gp/r.htmlx?U=https%3A%2F%2Fa.example",
    ] {
        assert_eq!(inner(text), "-", "{text}");
    }
}

#[test]
fn undoes_proofpoint_v3_byte_by_byte() {
    for (text, replacements, wanted) in [
        (
            "https://google.com:443/search?q=a*test&gs=ps",
            "Kw",
            "https://google.com:443/search?q=a+test&gs=ps",
        ),
        (
            "http://www.example.com/**Dtest",
            "IyMjIyM",
            "http://www.example.com/#####test",
        ),
        (
            "http://www.example.com/**Aa*.html",
            "w60j",
            "http://www.example.com/ía#.html",
        ),
        (
            "http://www.example.com/**E.html",
            "5L2g5aW9",
            "http://www.example.com/你好.html",
        ),
        (
            "http://example.com/?=a1!b2@c3*d4$5e*6*5E7&8*9(10*7C*5C**B7D*7B",
            "IyUlKiUlW10lJQ",
            "http://example.com/?=a1!b2@c3#d4$5e%6%5E7&8*9(10%7C%5C[]%7D%7B",
        ),
        (
            "https://www.example.com/article",
            "",
            "https://www.example.com/article",
        ),
        (
            "https:/www.example.com/article",
            "",
            "https://www.example.com/article",
        ),
    ] {
        for host in [
            "urldefense.com",
            "urldefense.us",
            "urldefense.proofpoint.com",
        ] {
            let wrapped = format!("https://{host}/v3/__{text}__;{replacements}!!Org!sig$");
            assert_eq!(inner(&wrapped), wanted, "{wrapped}");
        }
    }
    // Bytes left over or missing: only the wrapper knows.
    assert_eq!(
        inner("https://urldefense.com/v3/__https://a.example/__;Kw!!Org!sig$"),
        ""
    );
    assert_eq!(
        inner("https://urldefense.com/v3/__https://a.example/**__;!!Org!sig$"),
        ""
    );
}

#[test]
fn undoes_redirectors_on_good_sites() {
    for (wrapped, wanted) in [
        (
            "https://www.google.com/url?q=https://click.mercadopago.entregaemail.com/lqqsvn/XmiuiRLr&source=gmail&ust=1",
            "https://click.mercadopago.entregaemail.com/lqqsvn/XmiuiRLr",
        ),
        (
            "https://www.google.co.jp/url?url=https%3A%2F%2Fa.example",
            "https://a.example",
        ),
        (
            "https://google.com/amp/s/t.co/FtmkTPhj5b",
            "https://t.co/FtmkTPhj5b",
        ),
        (
            "https://www.bing.com/ck/a?!&&p=x&u=a1aHR0cHM6Ly9zYW1heWFhd29ybGRzcGEuY29tL2Fib3V0LXVzLw&ntb=1",
            "https://samayaaworldspa.com/about-us/",
        ),
        (
            "https://x.r.us-east-1.awstrack.me/L0/https:%2F%2Fiapotopmotos.com.br%2Favis/1/0100018b-000000/qZZG=345",
            "https://iapotopmotos.com.br/avis",
        ),
        (
            "https://mandrillapp.com/track/click/1/a?p=eyJwIjoie1widXJsXCI6XCJodHRwczpcXFwvXFxcL2EuZXhhbXBsZVxcXC9iXCJ9In0",
            "https://a.example/b",
        ),
        (
            "https://l.wl.co/l?u=https%3A%2F%2Fa.example",
            "https://a.example",
        ),
        ("https://www.linkedin.com/slink?code=abc", ""),
        ("https://t.co/FtmkTPhj5b", ""),
        ("https://u1.ct.sendgrid.net/ls/click?upn=abc", ""),
    ] {
        assert_eq!(inner(wrapped), wanted, "{wrapped}");
    }
}

#[test]
fn undoes_a_brands_own_redirects() {
    assert_eq!(
        inner(
            "https://www.amazon.co.jp/gp/r.html?C=1&U=https%3A%2F%2Fevil.example%2Fap%2Fsignin&H=x"
        ),
        "https://evil.example/ap/signin"
    );
    assert_eq!(
        inner("https://www.amazon.co.jp/gp/f.html?U=%2Fgp%2Fcss&H=x"),
        "https://www.amazon.co.jp/gp/css"
    );
    // Affiliates' links of old: a path without its first slash.
    assert_eq!(
        inner("https://www.amazon.com/exec/obidos/redirect?tag=x&path=tg/browse/-/551440/"),
        "https://www.amazon.com/tg/browse/-/551440/"
    );
    // What a server could take for a host is none.
    for target in [
        "stranger.example/x",
        "3232235777/x",
        "0x7f000001/x",
        "stranger.example",
    ] {
        let wrapped = format!("https://www.amazon.com/exec/obidos/redirect?path={target}");
        assert!(!inner(&wrapped).contains("amazon"), "{target}");
    }
    assert_eq!(
        inner("https://www.amazon.co.jp/gp/redirect.html?location=%2F%5Cstranger.example"),
        "https://stranger.example/"
    );
}

#[test]
fn strangers_are_no_wrappers() {
    for text in [
        "https://evil.example/?x=safelinks.protection.outlook.com&url=https%3A%2F%2Fwww.amazon.co.jp",
        "https://safelinks.protection.outlook.com.evil.example/?url=https%3A%2F%2Fwww.amazon.co.jp",
        "https://notgoogle.com/url?q=https://a.example",
        "https://google.evil.example/url?q=https://a.example",
        "https://sites.google.com/url?q=https://a.example",
        "https://www.google.com/urls?q=https://a.example",
        "https://www.google.com/url?q=/search",
        "https://www.google.com/amp/",
        "https://amazon.evil.example/gp/r.html?U=https%3A%2F%2Fwww.amazon.co.jp",
        "https://t.co/",
        "https://1.2.3.4/url?q=https://a.example",
    ] {
        assert_eq!(inner(text), "-", "{text}");
    }
}

#[test]
fn refuses_what_is_no_web_address() {
    assert_eq!(
        inner("https://www.google.com/url?q=javascript:alert(1)"),
        ""
    );
    assert_eq!(inner("https://www.google.com/url?q=data:text/html,x"), "");
    assert_eq!(inner("https://www.google.com/url?q=https%3A%2F%2F"), "");
}

#[test]
fn decodes_once() {
    assert_eq!(
        inner("https://www.google.com/url?q=https%3A%2F%2Fa.example%2F%252541"),
        "https://a.example/%2541"
    );
}
