use super::*;
use crate::address::{Link, Mailbox, Shown};
use crate::mail::{Sender, Transport};

fn mail(name: &str, address: &str, subject: &str, text: &str) -> Message {
    Message {
        sender: Sender {
            name: (!name.is_empty()).then(|| name.to_owned()),
            address: Mailbox::parse(address),
            ..Sender::default()
        },
        subject: Some(subject.to_owned()),
        text: text.to_owned(),
        ..Message::default()
    }
}

fn found(message: &Message) -> Option<Claim> {
    claim(message, &Tables::shipped())
}

#[test]
fn the_name_alone_claims() {
    for name in [
        "Amazon",
        "Amazon.co.jp",
        "amazonからのお知らせ",
        "アマゾン",
        "Ａｍａｚｏｎ",
        "Αmazοn.fr",
        "A\u{34f}m\u{34f}azon",
        "Aamzon.co.jp",
        "Amazon Gutschein",
        "A ma zo n",
    ] {
        let claim = found(&mail(name, "x@stranger.example", "hello", ""));
        assert!(claim.is_some_and(|claim| claim.firm), "{name}");
    }
}

#[test]
fn other_names_do_not() {
    for name in [
        "Amazonas Tours",
        "Amazonia",
        "Amazing Ribs",
        "Juan Mazon",
        "Prime",
        "Bradesco Prime",
        "Kalamazoo",
        "Amalzon",
    ] {
        assert_eq!(
            found(&mail(name, "x@stranger.example", "hello", "welcome")),
            None,
            "{name}"
        );
    }
}

#[test]
fn the_text_claims_when_it_speaks_as_the_brand() {
    for text in [
        "Dear Amazon customer, your account is locked.",
        "Amazon お客様\n残念ながら、あなたのアカウント",
        "Sehr geehrter Amazon-Kunde, Ihr Amazon-Konto wurde gesperrt",
        "Cliente Amazon, atualize",
        "Cher acheteur Amazon,",
        "Gentile cliente Amazon.it",
        "Estimado cliente de Amazon",
    ] {
        assert!(
            found(&mail("x", "x@stranger.example", "notice", text)).is_some(),
            "{text}"
        );
    }
}

#[test]
fn naming_the_brand_is_not_claiming_to_be_it() {
    for (subject, text) in [
        (
            "Re: Amazon Kindle disconnect after Synchronize Cache",
            "Hi, I have an issue with my Amazon Kindle.",
        ),
        (
            "Win a $50 Amazon gift card",
            "Take our survey and win an Amazon gift card! Amazon is not a sponsor.",
        ),
        (
            "This week",
            "Amazon opens web services. Buy our books at Amazon.com or elsewhere.",
        ),
        ("Your statement", "AMAZON MARKETPLACE 12.34 USD"),
        (
            "Use points with Amazon",
            "Link your Amazon account and shop with points.",
        ),
    ] {
        assert_eq!(
            found(&mail("Some One", "a@stranger.example", subject, text)),
            None,
            "{subject}"
        );
    }
}

#[test]
fn employees_on_lists_are_no_shop() {
    let mut message = mail(
        "Jane Doe",
        "jdoe@amazon.com",
        "[PATCH] ena: fix a leak",
        "Amazon Development Center Germany GmbH",
    );
    message.transport = Some(Transport {
        list: true,
        ..Transport::default()
    });
    assert_eq!(found(&message), None);
}

#[test]
fn the_exact_address_claims_with_company() {
    assert!(found(&mail("", "auto-confirm@amazon.co.jp", "ご注文", "")).is_some());
    assert!(
        found(&mail("Amazon.de", "a@amazon.de", "", ""))
            .is_some_and(|claim| claim.marketplace.as_deref() == Some("amazon.de"))
    );
}

#[test]
fn a_product_needs_its_phrases() {
    let text = "Renewal Prime Membership. We were unable to charge your card.";
    assert!(
        found(&mail(
            "P\u{200d}rime",
            "x@stranger.example",
            "Payment failure",
            text
        ))
        .is_some_and(|claim| claim.firm)
    );
    assert!(
        found(&mail(
            "Prime",
            "x@stranger.example",
            "Your prime membership",
            text
        ))
        .is_some()
    );
    assert_eq!(
        found(&mail(
            "Some Shop",
            "x@stranger.example",
            "Prime membership",
            text
        )),
        None
    );
}

#[test]
fn evidence_says_where_it_stands() {
    let message = Message {
        links: vec![Link::read(
            0,
            "https://amazon.co.jp.x.example/",
            Shown::default(),
            &Tables::shipped(),
        )],
        ..mail(
            "Info",
            "amazon-update@x.example",
            "【Amazon】お支払い",
            "Amazonプライムをご利用いただき",
        )
    };
    let claim = found(&message).unwrap();
    let places: Vec<&str> = claim.words.iter().map(|words| &*words.place).collect();
    assert_eq!(places, ["address", "subject", "text", "link"]);
    assert_eq!(claim.words[2].words, "Amazonプライムをご利用");
}

#[test]
fn hidden_text_and_quoted_news_claim_nothing() {
    let message = Message {
        hidden_text: "Dear Amazon customer".repeat(5),
        ..mail("Shop", "a@shop.example", "Sale", "Look")
    };
    assert_eq!(found(&message), None);
}
