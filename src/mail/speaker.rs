//! Who else may be speaking: a firm of its own that names the brand, or somebody who warns of fakes.
//!
//! A shop that takes the brand's payment, a tool for its sellers, a newsletter about it, a help desk's warning: all of them use
//! the words that a fake uses ("your Amazon account"). What sets them apart is that they stand for themselves: their links lead to
//! the site they mail from, or to nothing but the brand's own pages. Fakes seldom do: of the measured ones 86 to 100 % link off
//! the site they mail from, and where they do not, name, address or host wear the brand, which no context excuses.

use super::Message;
use super::name::NameReading;
use crate::address::{Host, Target};
use crate::lists::Tables;

/// What is taken off the words of a mail that stands for itself.
pub(super) const OWN_SPEAKER: u32 = 4;
/// What is taken off the words of a mail that warns of fakes: it quotes them.
pub(super) const WARNING: u32 = 8;

/// Words of a subject that speak *of* false mails, folded. Genuine mails of the brand warn too, but say who they are in name and
/// address.
const WARNINGS: &[&str] = &[
    "phishing",
    "scam",
    "fake ",
    "spoofed",
    "impersonat",
    "フィッシング",
    "詐欺",
    "騙る",
    "騙っ",
    "かたる",
    "なりすまし",
    "装う",
    "装った",
    "偽メール",
    "偽サイト",
    "迷惑メール",
    "不審なメール",
    "怪しいメール",
    "変なメール",
    "betrug",
    "betrüger",
    "falsche ",
    "gefälschte",
    "fake-mail",
    "hameçonnage",
    "arnaque",
    "faux mail",
    "estafa",
    "fraudulento",
    "suplanta",
    "truffa",
    "golpe",
    "oplichting",
    "valse ",
    "诈骗",
    "钓鱼",
];

/// The subject warns of false mails.
pub(super) fn warns(folded_subject: &str) -> bool {
    WARNINGS
        .iter()
        .any(|words| folded_subject.contains(crate::address::script::fold(words).as_str()))
}

/// The mail stands for itself: a link leads to the site it comes from, or every link leads to the brand's own pages and nothing else
/// in it (attachment, telephone number) leads to whoever wrote it. A house of the brand's with a name of its own is such a firm too;
/// who mails from an address that speaks for the brand (`speaks`) is not.
pub(super) fn stands_for_itself(
    message: &Message,
    name: &NameReading,
    tables: &Tables,
    owned: impl Fn(&Host) -> bool,
    speaks: impl Fn(&Host) -> bool,
) -> bool {
    // A list's own footer links to the list; who wrote the mail is another question.
    let listed = message.transport.as_ref().is_some_and(|way| way.list);
    if name.via.is_some() || listed {
        return false;
    }
    let from = message
        .sender
        .address
        .as_ref()
        .and_then(|address| address.host.as_ref())
        .filter(|host| !speaks(host));
    let Some(from) = from else { return false };
    let site = tables.suffixes.site_of(from);
    let mut web = message
        .links
        .iter()
        .filter(|link| !link.hidden)
        .take(500)
        .filter_map(|link| match &link.target {
            Target::Web { host, site, .. } => Some((host, site, &link.hops)),
            _ => None,
        })
        .peekable();
    if web.peek().is_none() {
        return false;
    }
    let mut all_owned = true;
    for (host, to, hops) in web {
        let home = |host: &Host| match &site {
            Some(site) => host.is_under(&site.0),
            None => host == from,
        };
        if (to.is_some() && *to == site) || home(host) || hops.iter().any(|hop| home(&hop.host)) {
            return true;
        }
        all_owned &= owned(host);
    }
    all_owned && message.attachments.is_empty() && !has_number(&message.text)
}

/// Nine digits or more, as telephone numbers have, anywhere: order numbers of the brand count too, where in doubt a mail does not stand
/// for itself.
fn has_number(text: &str) -> bool {
    let mut digits = 0;
    for letter in text.chars().take(60_000) {
        match letter {
            '0'..='9' => digits += 1,
            ' ' | '-' | '.' | '(' | ')' | '+' => {}
            _ => digits = 0,
        }
        if digits > 8 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::{Link, Mailbox, Shown};
    use crate::mail::{Attachment, Sender, Transport};

    fn mail(from: &str, links: &[&str]) -> Message {
        let tables = Tables::shipped();
        Message {
            sender: Sender {
                address: Mailbox::parse(from),
                ..Sender::default()
            },
            links: (0..)
                .zip(links)
                .map(|(id, href)| Link::read(id, href, Shown::default(), &tables))
                .collect(),
            ..Message::default()
        }
    }

    fn stands(message: &Message) -> bool {
        let tables = Tables::shipped();
        let owned = |host: &Host| tables.owner_of(host).belongs_to("amazon");
        let speaks = |host: &Host| super::super::brand::signs_for(host.as_str(), "amazon", &tables);
        stands_for_itself(message, &NameReading::default(), &tables, owned, speaks)
    }

    #[test]
    fn a_firm_links_to_itself() {
        for (from, link) in [
            ("shop@wolle.example", "https://wolle.example/o/1"),
            ("news@mail.wolle.example", "https://click.wolle.example/x"),
            (
                "a@wolle.example",
                "https://www.google.com/url?q=https://wolle.example/",
            ),
        ] {
            assert!(
                stands(&mail(from, &["https://www.amazon.com/dp/1", link])),
                "{from}"
            );
        }
        assert!(stands(&mail(
            "a@friend.example",
            &["https://www.amazon.com/hz/wishlist/1"]
        )));
    }

    #[test]
    fn so_does_a_house_with_a_name_of_its_own() {
        let letter = |from: &str| mail(from, &["https://www.twitch.tv/subs"]);
        assert!(stands(&letter("no-reply@twitch.tv")));
        for from in ["auto-confirm@amazon.com", "no-reply@primevideo.com"] {
            assert!(!stands(&letter(from)), "{from}");
        }
        let fake = mail("no-reply@twitch.tv", &["https://qlcfp.example/"]);
        assert!(!stands(&fake));
    }

    #[test]
    fn a_fake_leads_elsewhere() {
        for (from, link) in [
            ("x@dekadepos.example", "https://qlcfp.example/"),
            (
                "service@wolle.example",
                "https://evil.example/wolle.example",
            ),
            ("x@evilwolle.example", "https://wolle.example/"),
        ] {
            assert!(
                !stands(&mail(from, &["https://www.amazon.com/", link])),
                "{from}"
            );
        }
        assert!(!stands(&mail("x@friend.example", &[])));
    }

    #[test]
    fn nor_does_what_a_list_passed_on_or_what_leads_by_other_ways() {
        let mut listed = mail("x@lists.example", &["https://lists.example/info"]);
        listed.transport = Some(Transport {
            list: true,
            ..Transport::default()
        });
        assert!(!stands(&listed));
        let mut calls = mail("x@friend.example", &["https://www.amazon.com/"]);
        calls.text = "call +1 (808) 555-0172".into();
        assert!(!stands(&calls));
        let mut carries = mail("x@friend.example", &["https://www.amazon.com/"]);
        carries.attachments = vec![Attachment::default()];
        assert!(!stands(&carries));
    }

    #[test]
    fn warnings_are_known_by_their_subject() {
        let warns = |text: &str| warns(crate::address::script::fold(text).as_str());
        assert!(warns("【注意喚起】Amazonを騙るメールについて"));
        assert!(warns("Phishing-Radar: Vorsicht vor Amazon-Mails"));
        assert!(!warns("【重要】Amazonアカウントの確認"));
        assert!(!warns("Your Amazon account is on hold"));
    }
}
