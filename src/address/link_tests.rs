use super::*;

fn read(href: &str) -> Link {
    Link::read(1, href, Shown::default(), &Tables::shipped())
}

fn host(href: &str) -> String {
    read(href)
        .host()
        .map_or("-".to_owned(), ToString::to_string)
}

#[test]
fn resolves_as_browsers_do() {
    for (href, wanted) in [
        ("https://www.amazon.co.jp/x", "www.amazon.co.jp"),
        (" \n https://WWW.Amazon.co.jp./x ", "www.amazon.co.jp"),
        ("ht\ntps://evil.example/x", "evil.example"),
        ("https:\\\\evil.example\\x", "evil.example"),
        ("https:evil.example", "evil.example"),
        ("https:///evil.example/", "evil.example"),
        ("https://amazon.co.jp@evil.example/", "evil.example"),
        ("https://amazon.co.jp\\@evil.example/", "amazon.co.jp"),
        ("https://evil%2eexample/", "evil.example"),
        ("http://0x7f.1/", "127.0.0.1"),
        ("http://3627734734/", "216.58.214.206"),
        ("//evil.example/x", "evil.example"),
        ("\\\\evil.example/x", "evil.example"),
        ("www.amazon.co.jp", "www.amazon.co.jp"),
        ("evil.co.jp/x?y", "evil.co.jp"),
        ("evil.co.jp:8080/x", "evil.co.jp"),
        ("hhttps://evil.example/", "evil.example"),
        ("ttps://evil.example/", "evil.example"),
        ("http//evil.example/", "evil.example"),
        ("https://ⓐmazon.example/", "amazon.example"),
        ("index.html", "-"),
        ("/gp/css", "-"),
    ] {
        assert_eq!(host(href), wanted, "{href:?}");
    }
}

#[test]
fn notes_what_was_mended() {
    for (href, wanted) in [
        ("https://amazon.co.jp@evil.example/", Oddity::Userinfo),
        ("https:\\\\evil.example", Oddity::Mended),
        ("https:/evil.example", Oddity::Mended),
        ("https://evil\t.example/", Oddity::Mended),
        ("https://ａmazon.example/", Oddity::Mended),
        ("https://evil.example:8443/", Oddity::Port),
        ("https://e%76il.example/", Oddity::EncodedHost),
        ("http://0x7f.0.0.1/", Oddity::OddNumerals),
        ("http://127.1/", Oddity::PrivateAddress),
        ("http://[::1]/", Oddity::PrivateAddress),
        ("http://208.109.12.211/", Oddity::IpAddress),
        ("hhttps://evil.example/", Oddity::BrokenScheme),
        ("www.evil.example", Oddity::NoScheme),
        ("https://xn--bcher-kva.de/", Oddity::Punycode),
    ] {
        assert!(
            read(href).oddities.contains(&wanted),
            "{href:?}: {:?}",
            read(href).oddities
        );
    }
}

#[test]
fn plain_links_have_nothing_odd() {
    for href in [
        "https://www.amazon.co.jp/gp/r.html?x=%20&y=a@b.example#z",
        "https://www.amazon.co.jp:443/",
        "https://www.amazon.co.jp/a\n b",
        "//www.amazon.co.jp/",
        "http://208.109.12.211/",
    ] {
        let mut odd = read(href).oddities;
        odd.retain(|oddity| *oddity != Oddity::IpAddress);
        assert!(odd.is_empty(), "{href:?}: {odd:?}");
    }
}

#[test]
fn tells_other_targets_apart() {
    assert!(
        matches!(read("mailto:a%40b.example?subject=x").target, Target::Mail(Some(ref m)) if m.raw == "a@b.example")
    );
    assert!(matches!(read("tel:+81-3-1234").target, Target::Phone(ref n) if n == "+81-3-1234"));
    for (href, scheme) in [
        ("javascript:alert(1)", "javascript"),
        ("java\nscript:x", "javascript"),
        ("data:text/html,x", "data"),
        ("BLOB:https://a.example/1", "blob"),
        ("cid:1@x", "cid"),
        ("file:///c", "file"),
    ] {
        assert_eq!(
            read(href).target,
            Target::Other(scheme.to_owned()),
            "{href:?}"
        );
    }
    for href in ["", "#", "#top", "  "] {
        assert_eq!(read(href).target, Target::Nowhere, "{href:?}");
    }
    for href in ["https://", "http://a b/", "https://[::1/"] {
        assert_eq!(read(href).target, Target::Broken, "{href:?}");
    }
}

#[test]
fn goes_through_wrappers_to_the_end() {
    let link = read(
        "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fevil.example%252F&data=x",
    );
    assert_eq!(link.host().unwrap().as_str(), "evil.example");
    assert_eq!(
        link.hops
            .iter()
            .map(|hop| &*hop.wrapper)
            .collect::<Vec<_>>(),
        ["safelinks", "google_url"]
    );
    assert!(!link.is_opaque());
    let link = read("https://www.google.com/url?q=https://t.co/abc");
    assert_eq!(link.host().unwrap().as_str(), "t.co");
    assert!(link.is_opaque());
}

#[test]
fn nesting_has_a_limit() {
    let mut href = "https://evil.example/".to_owned();
    for _ in 0..8 {
        href = format!(
            "https://www.google.com/url?q={}",
            percent_encoding::utf8_percent_encode(&href, percent_encoding::NON_ALPHANUMERIC)
        );
    }
    let link = read(&href);
    assert!(link.hops.len() <= MOST_HOPS + 1 && link.is_opaque());
    assert!(link.oddities.contains(&Oddity::DeeplyWrapped));
}

#[test]
fn a_very_long_address_is_read() {
    assert_eq!(
        host(&format!("https://evil.example/{}", "a/".repeat(50_000))),
        "evil.example"
    );
    assert_eq!(
        host(&format!("https://{}evil.example/", "a.".repeat(50_000))).len(),
        100_012
    );
    assert_eq!(
        host(&format!("https://{}@evil.example/", "a@".repeat(50_000))),
        "evil.example"
    );
}

#[test]
fn a_shown_address_is_a_whole_address() {
    let tables = Tables::shipped();
    let shown = |text: &str| shown_host(text, &tables).map(|host| host.to_string());
    for (text, wanted) in [
        (
            "https://www.amazon.co.jp/ap/signin",
            Some("www.amazon.co.jp"),
        ),
        ("www.amazon.co.jp", Some("www.amazon.co.jp")),
        ("amazon.co.jp", Some("amazon.co.jp")),
        ("Amazon.co.jp", Some("amazon.co.jp")),
        ("amazon。co。jp", Some("amazon.co.jp")),
        ("amazon．co．jp", Some("amazon.co.jp")),
        ("amazon｡co｡jp", Some("amazon.co.jp")),
        ("amazonのcoのjp", None),
        ("<amazon.co.jp/signin>", Some("amazon.co.jp")),
        (
            "こちら：https://www.amazon.co.jp/x を",
            Some("www.amazon.co.jp"),
        ),
        ("https://amazon.co.jp@evil.example/", Some("evil.example")),
        ("Sign in to Amazon.co.jp", None),
        ("Sign in", None),
        ("me@amazon.co.jp", None),
        ("1.5", None),
        ("12.345.678", None),
        ("End. Start", None),
    ] {
        assert_eq!(shown(text).as_deref(), wanted, "{text:?}");
    }
}
