//! Sign -> message key and arguments: the only place that knows what a person will read.
//!
//! The words themselves live in `extension/static/_locales/*/messages.json`. Nothing of a mail gets into a sentence but as
//! [`Evidence`], which is shown as text.

use crate::mail::Author;
use crate::verdict::{Evidence, Level, Sign, Verdict, Weight};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A sentence to be looked up in the catalogue of a language: key and arguments. Plural keys end in `_one`/`_other` (chosen by
/// the count argument with the language's plural rules) in the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// Key in `_locales/*/messages.json`.
    pub key: String,
    /// Named arguments.
    pub args: Vec<(String, Evidence)>,
}

impl Sentence {
    fn new(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            args: vec![],
        }
    }
}

/// What a person may do next, as buttons; the caller knows how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Look into the brand's own list of sent messages.
    CheckOfficially,
    /// Look for the order in the history.
    FindOrder,
    /// "I did not do this."
    NotMine,
    /// What to do about a fake.
    WhatNow,
    /// Report the fake.
    Report,
    /// Open the original, then look again.
    OpenOriginal,
    /// Look again.
    LookAgain,
}

/// How many sentences are shown at most.
const MAX_SENTENCES: usize = 6;

/// The first line of a verdict.
#[must_use]
pub fn headline(verdict: &Verdict) -> Sentence {
    let key = match (verdict.level(), verdict.author) {
        // The way was the brand's, the words are a stranger's: that the brand wrote or sent them must not stand above them.
        (Level::Confirmed, _) if is_passed_on(verdict) => "level_passed_on",
        (Level::Consistent, _) if is_passed_on(verdict) => "level_passed_on_fits",
        (Level::Quiet, _) => "level_quiet",
        (Level::Confirmed, _) => "level_confirmed",
        (Level::Consistent, _) => "level_consistent",
        (Level::Unconfirmed, _) => "level_unconfirmed",
        (Level::Unread, _) => "level_unread",
        // On the brand's own page: it did deliver this, and need not have written it.
        (Level::Suspicious, Some(Author::Seller)) => "level_seller",
        (Level::Suspicious, Some(Author::Unknown)) => "level_posted",
        (Level::Suspicious, None) => "level_suspicious",
        (Level::Dangerous, _) => "level_dangerous",
    };
    let mut sentence = Sentence::new(key);
    sentence
        .args
        .push(("brand".into(), Evidence::Text(brand(verdict))));
    sentence
}

/// Whether it is a seller's message that the brand passed on.
fn is_passed_on(verdict: &Verdict) -> bool {
    let mut signs = verdict.signs.iter();
    signs.any(|sign| sign.name == "marketplace_sender")
}

/// Whether it is one, as far as the brand vouches for the way: listed or signed, and nothing against it.
fn is_surely_passed_on(verdict: &Verdict) -> bool {
    matches!(verdict.level(), Level::Confirmed | Level::Consistent) && is_passed_on(verdict)
}

/// The brand's name, for sentences that name it: the claimed one, or the one a link wears.
fn brand(verdict: &Verdict) -> String {
    if let Some(claim) = &verdict.claim {
        return claim.brand_name.clone();
    }
    let mut worn = verdict.signs.iter().flat_map(|sign| &sign.evidence);
    worn.find_map(|(name, value)| match value {
        Evidence::Text(text) if name == "brand" => Some(text.clone()),
        _ => None,
    })
    .unwrap_or_default()
}

/// The name a mail gives itself: the marketplace if it tells, else the brand.
fn claimed(verdict: &Verdict) -> Option<String> {
    let claim = verdict.claim.as_ref()?;
    let site = claim.marketplace.as_deref().map(|site| {
        // "amazon.co.jp" is written "Amazon.co.jp".
        let brand = crate::lower::text(&claim.brand_name);
        site.strip_prefix(&*brand).map_or_else(
            || site.to_owned(),
            |ending| format!("{}{ending}", claim.brand_name),
        )
    });
    Some(site.unwrap_or_else(|| claim.brand_name.clone()))
}

/// Whether nothing but the sender's address speaks for the brand: the mail may call itself something else, as the brand's houses
/// with names of their own do.
fn is_by_address(verdict: &Verdict) -> bool {
    verdict.claim.as_ref().is_some_and(|claim| {
        !claim.words.is_empty() && claim.words.iter().all(|one| one.place == "address")
    })
}

/// Who the mail says it is, and at the loud levels what not to do.
#[must_use]
pub fn claim_line(verdict: &Verdict) -> Option<Sentence> {
    let name = claimed(verdict)?;
    let key = match verdict.level() {
        _ if verdict.author == Some(Author::Seller) || is_surely_passed_on(verdict) => {
            "advice_claim_seller"
        }
        _ if verdict.author == Some(Author::Unknown) => "advice_claim_posted",
        Level::Dangerous => "advice_claim_dangerous",
        Level::Suspicious => "advice_claim_suspicious",
        _ if is_by_address(verdict) => "advice_claim_address",
        _ => "advice_claim",
    };
    let mut sentence = Sentence::new(key);
    sentence.args.push(("name".into(), Evidence::Text(name)));
    Some(sentence)
}

/// The sentence of one sign about a message.
#[must_use]
pub fn sentence(sign: &Sign) -> Sentence {
    let number = |wanted: &str| {
        sign.evidence.iter().find_map(|(name, value)| match value {
            Evidence::Count(count) if name == wanted => Some(*count),
            _ => None,
        })
    };
    let all =
        sign.name == "foreign_link" && number("count").is_some() && number("count") == number("of");
    let quoted = sign.evidence.iter().any(|(name, _)| name == "quoted");
    let kind = match (all, quoted) {
        (true, _) => "_all",
        (_, true) => "_quoted",
        _ => "",
    };
    Sentence {
        key: format!("sign_{}{kind}", sign.name),
        args: sign.evidence.iter().map(argument).collect(),
    }
}

/// The sentence of a sign on the card of one link: about this link, whatever others do.
#[must_use]
pub fn link_sentence(sign: &Sign) -> Sentence {
    let counts = ["count", "of", "more"];
    Sentence {
        key: format!("link_{}", sign.name),
        args: sign
            .evidence
            .iter()
            .filter(|(name, _)| !counts.contains(&&**name))
            .map(argument)
            .collect(),
    }
}

/// A piece of evidence as a sentence takes it.
fn argument((name, value): &(Cow<'static, str>, Evidence)) -> (String, Evidence) {
    (name.to_string(), value.clone())
}

/// The sentences of a verdict, strongest first, at most six: at the loud levels what is wrong, else what was seen.
#[must_use]
pub fn sentences(verdict: &Verdict) -> Vec<Sentence> {
    let loud = matches!(verdict.level(), Level::Dangerous | Level::Suspicious);
    let told = |sign: &&Sign| {
        if loud {
            // Good news beside bad only confuses; a seller's or forwarded text explains itself.
            sign.weight >= Weight::Odd || matches!(&*sign.name, "forwarded" | "marketplace_sender")
        } else {
            sign.name != "pressure" && sign.name != "no_links"
        }
    };
    let mut seen: Vec<&str> = vec![];
    let mut sentences = vec![];
    for sign in verdict.signs.iter().filter(told) {
        if is_said(sign, verdict) {
            continue;
        }
        // Several links of one kind differ only in their evidence; the first stands for them.
        if seen.iter().filter(|name| **name == sign.name).count() < 2 {
            seen.push(&sign.name);
            sentences.push(with_brand(sentence(sign), verdict));
        }
    }
    sentences.truncate(MAX_SENTENCES);
    sentences
}

/// Whether another line says the same.
fn is_said(sign: &Sign, verdict: &Verdict) -> bool {
    let has = |name: &str| verdict.signs.iter().any(|other| other.name == name);
    match &*sign.name {
        // That a link leads to a stranger is enough in the panel; how that stranger dresses is what the link's own card tells.
        "brand_in_host" => verdict
            .signs
            .iter()
            .filter(|other| other.name == "foreign_link")
            .any(|other| sign.links.iter().all(|link| other.links.contains(link))),
        // A name that is an address of the brand's, and the address it was really sent from: once is clear, twice is not.
        "sender_wears_brand" => has("address_in_name"),
        // The lines above the signs say nothing else.
        "marketplace_sender" => is_surely_passed_on(verdict),
        _ => false,
    }
}

fn with_brand(mut sentence: Sentence, verdict: &Verdict) -> Sentence {
    sentence
        .args
        .push(("brand".into(), Evidence::Text(brand(verdict))));
    sentence
}

/// What to do next, in words.
#[must_use]
pub fn advice(verdict: &Verdict) -> Vec<Sentence> {
    let key = match verdict.level() {
        Level::Dangerous => "advice_dangerous",
        Level::Suspicious if verdict.author.is_some() => "advice_posted",
        _ if is_surely_passed_on(verdict) => "advice_posted",
        Level::Suspicious => "advice_suspicious",
        Level::Unconfirmed => "advice_unconfirmed",
        Level::Consistent => "advice_consistent",
        Level::Confirmed => "advice_confirmed",
        Level::Unread => "advice_unread",
        Level::Quiet => return vec![],
    };
    vec![with_brand(Sentence::new(key), verdict)]
}

/// The actions to offer, the main one first.
#[must_use]
pub fn actions(verdict: &Verdict, has_orders: bool) -> Vec<Action> {
    let mut actions = match verdict.level() {
        Level::Dangerous => return vec![Action::WhatNow, Action::Report],
        // It stands on the brand's own page: there is nothing to look up.
        Level::Suspicious if verdict.author.is_some() => return vec![Action::WhatNow],
        Level::Suspicious => vec![Action::WhatNow, Action::CheckOfficially],
        Level::Unconfirmed => vec![Action::CheckOfficially, Action::OpenOriginal],
        Level::Consistent => vec![Action::CheckOfficially],
        Level::Confirmed => vec![],
        Level::Unread => return vec![Action::LookAgain],
        Level::Quiet => return vec![],
    };
    if has_orders {
        actions.push(Action::FindOrder);
    }
    if verdict.claim.is_some() {
        actions.push(Action::NotMine);
    }
    actions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{Claim, ClaimWords};
    use crate::official::{Agreement, Standing};

    fn verdict(signs: Vec<Sign>, claim: bool) -> Verdict {
        Verdict {
            claim: claim.then(|| Claim {
                brand: "amazon".into(),
                brand_name: "Amazon".into(),
                marketplace: Some("amazon.co.jp".into()),
                words: vec![],
                firm: true,
            }),
            signs,
            ..Verdict::default()
        }
    }

    #[test]
    fn says_who_it_says_it_is() {
        let line = claim_line(&verdict(vec![], true)).unwrap();
        assert_eq!(line.args[0].1, Evidence::Text("Amazon.co.jp".into()));
        assert!(claim_line(&verdict(vec![], false)).is_none());
    }

    /// Houses with names of their own mail from the brand's addresses, and do not say that they are the brand.
    #[test]
    fn an_address_alone_says_nothing_in_the_mails_name() {
        let by = |places: &[&str], signs: Vec<Sign>| {
            let mut verdict = verdict(signs, true);
            let said = places.iter().map(|place| ClaimWords {
                place: (*place).into(),
                words: "x".into(),
            });
            verdict.claim.as_mut().unwrap().words = said.collect();
            claim_line(&verdict).unwrap().key
        };
        assert_eq!(by(&["address"], vec![]), "advice_claim_address");
        assert_eq!(by(&["address", "name"], vec![]), "advice_claim");
        assert_eq!(by(&["text"], vec![]), "advice_claim");
        let bad = vec![Sign::new("foreign_link", Weight::Proof)];
        assert_eq!(by(&["address"], bad), "advice_claim_dangerous");
    }

    #[test]
    fn the_same_is_not_said_twice() {
        let said = |names: &[(&'static str, Weight)]| -> Vec<String> {
            let signs = names.iter().map(|(name, weight)| Sign::new(name, *weight));
            let found = sentences(&verdict(signs.collect(), true));
            found.into_iter().map(|sentence| sentence.key).collect()
        };
        let (name, worn) = ("address_in_name", "sender_wears_brand");
        assert_eq!(
            said(&[(name, Weight::Proof), (worn, Weight::Proof)]),
            ["sign_address_in_name"]
        );
        assert_eq!(said(&[(worn, Weight::Proof)]), ["sign_sender_wears_brand"]);
        let (signed, seller) = ("sender_authenticated", "marketplace_sender");
        let good = [(signed, Weight::Good), ("no_links", Weight::Good)];
        let with =
            |rest: &[(&'static str, Weight)]| said(&[rest, &[(seller, Weight::Note)]].concat());
        assert_eq!(with(&good), ["sign_sender_authenticated"]);
        // Nobody vouches for the way: only the sign tells that it is a seller's.
        assert_eq!(with(&[]), ["sign_marketplace_sender"]);
    }

    /// Listed or signed: the way is the brand's. The words are not, and no line may say so.
    #[test]
    fn a_sellers_message_is_passed_on_and_never_the_brands_word() {
        let listed = Standing::Listed {
            subject: String::new(),
            sent: None,
            agreement: Agreement::default(),
            marketplace: "amazon.co.jp".to_owned(),
        };
        let signed = vec![
            Sign::new("sender_authenticated", Weight::Good),
            Sign::new("no_links", Weight::Good),
        ];
        let sellers = || Sign::new("marketplace_sender", Weight::Note);
        let with = |mut signs: Vec<Sign>, standing: &Standing, seller: bool| {
            signs.extend(seller.then(sellers));
            let verdict = Verdict {
                standing: standing.clone(),
                ..verdict(signs, true)
            };
            [
                headline(&verdict).key,
                claim_line(&verdict).unwrap().key,
                advice(&verdict)[0].key.clone(),
            ]
        };
        let asked = Standing::NotAsked;
        assert_eq!(
            with(vec![], &listed, true),
            ["level_passed_on", "advice_claim_seller", "advice_posted"]
        );
        assert_eq!(
            with(signed.clone(), &asked, true),
            [
                "level_passed_on_fits",
                "advice_claim_seller",
                "advice_posted"
            ]
        );
        // The brand's own words, and a way that nobody vouches for.
        assert_eq!(
            with(vec![], &listed, false),
            ["level_confirmed", "advice_claim", "advice_confirmed"]
        );
        assert_eq!(
            with(signed, &asked, false),
            ["level_consistent", "advice_claim", "advice_consistent"]
        );
        assert_eq!(
            with(vec![], &asked, true),
            ["level_unconfirmed", "advice_claim", "advice_unconfirmed"]
        );
        // Wherever it is listed, a foreign link is said first.
        let bad = vec![Sign::new("foreign_link", Weight::Proof)];
        assert_eq!(with(bad, &listed, true)[0], "level_dangerous");
    }

    #[test]
    fn loud_levels_tell_what_is_wrong_only() {
        let signs = vec![
            Sign::new("a", Weight::Proof),
            Sign::new("b", Weight::Good),
            Sign::new("pressure", Weight::Note),
        ];
        let keys: Vec<String> = sentences(&verdict(signs, true))
            .into_iter()
            .map(|one| one.key)
            .collect();
        assert_eq!(keys, ["sign_a"]);
    }

    #[test]
    fn a_strangers_link_is_told_of_once() {
        let about = |name: &'static str, links: &[u32]| {
            let mut sign = Sign::new(name, Weight::Proof);
            sign.links = links.to_vec();
            sign
        };
        let keys = |signs| -> Vec<String> {
            let verdict = verdict(signs, true);
            sentences(&verdict).into_iter().map(|one| one.key).collect()
        };
        let same = vec![about("foreign_link", &[1, 2]), about("brand_in_host", &[2])];
        assert_eq!(keys(same), ["sign_foreign_link"]);
        let another = vec![about("foreign_link", &[1]), about("brand_in_host", &[2])];
        assert_eq!(keys(another).len(), 2);
    }

    #[test]
    fn quiet_levels_tell_what_was_seen() {
        let signs = vec![
            Sign::new("b", Weight::Good),
            Sign::new("sender_unproven", Weight::Note),
            Sign::new("pressure", Weight::Note),
        ];
        assert_eq!(sentences(&verdict(signs, true)).len(), 2);
    }

    #[test]
    fn nothing_is_offered_where_nothing_is_claimed() {
        assert!(actions(&verdict(vec![], false), true).is_empty());
        assert!(advice(&verdict(vec![], false)).is_empty());
        assert_eq!(
            actions(&verdict(vec![], true), true)[0],
            Action::CheckOfficially
        );
    }
}
