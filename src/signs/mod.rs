//! One sign per file, tests in the same file; this module is the table of all of them, and the order in which they are told.

mod address_in_name;
mod asks_secrets;
mod attachment_carries;
mod bare_ip;
mod brand_in_host;
mod callback_number;
mod case;
mod disguised_address;
mod disguised_brand;
mod foreign_link;
mod foreign_mailto;
mod foreign_sender;
mod hidden_target;
mod homograph;
pub mod links;
mod links_all_own;
mod list_rewritten;
mod marketplace_sender;
mod no_links;
mod order_shape;
mod phone_under_claim;
mod picture_only;
mod pressure;
mod redirector;
mod rented_space;
mod reply_to_elsewhere;
mod script_link;
mod sender_authenticated;
mod sender_forged;
mod sender_unproven;
mod sender_wears_brand;
mod short_link;
mod shown_address_differs;
mod stale_stamp;
mod stamp_fits;
mod two_senders;
mod userinfo;
mod webmail_warns;

use crate::address::Link;
use crate::lists::Tables;
use crate::mail::{Claim, Message, brand, claim, forward};
use crate::official::Standing;
use crate::verdict::{Evidence, Level, LinkVerdict, Sign, Verdict, Weight};
use case::Case;
use links::ClaimedBrand;

/// Every sign about a message, in the order in which they are told where they weigh the same: what a person can check with
/// their own eyes first.
const ALL: &[fn(&Case<'_>) -> Option<Sign>] = &[
    address_in_name::find,
    sender_wears_brand::find,
    foreign_sender::find,
    sender_forged::find,
    disguised_brand::find,
    two_senders::find,
    reply_to_elsewhere::find,
    webmail_warns::find,
    attachment_carries::find,
    callback_number::find,
    asks_secrets::find,
    order_shape::find,
    stale_stamp::find,
    marketplace_sender::find,
    list_rewritten::find,
    sender_unproven::find,
    picture_only::find,
    pressure::find,
    sender_authenticated::find,
    links_all_own::find,
    no_links::find,
    stamp_fits::find,
];

/// Judges a message: the mail it is, or the mail a person passed on in it.
pub(crate) fn judge(message: &Message, tables: &Tables, standing: &Standing) -> Verdict {
    let outer = claim::read(message, tables);
    // Who claims by name or address is no friend passing something on, whatever the text looks like.
    let by_sender = outer.as_ref().is_some_and(|(claim, _)| {
        claim
            .words
            .iter()
            .any(|words| matches!(&*words.place, "name" | "address"))
    });
    if !by_sender {
        if let Some(inner) = forward::inline(message) {
            let found = claim::read(&inner, tables);
            return passed_on(
                verdict(&inner, found, tables, standing, true),
                message,
                tables,
            );
        }
        if let (None, Some(inner)) = (&outer, &message.forwarded) {
            let found = claim::read(inner, tables);
            if found.is_some() {
                return passed_on(
                    verdict(inner, found, tables, standing, false),
                    message,
                    tables,
                );
            }
        }
    }
    verdict(message, outer, tables, standing, false)
}

/// Judges one link by itself, as in a mail that makes this claim: what [`judge`](crate::verdict::judge) says of the link in it.
///
/// ```
/// use honmono::{Level, Tables, address::{Link, Shown}, mail::Claim, signs::judge_link};
/// let tables = Tables::shipped();
/// let link = Link::read(0, "https://qlcfp.cn/ap/signin", Shown::default(), &tables);
/// let claim = |firm| Claim {
///     brand: "amazon".into(),
///     brand_name: "Amazon".into(),
///     marketplace: None,
///     words: vec![],
///     firm,
/// };
/// let level = |claim| judge_link(&link, claim, &tables).links[0].level;
/// assert_eq!(level(Some(claim(true))), Level::Dangerous);
/// assert_eq!(level(Some(claim(false))), Level::Suspicious);
/// assert_eq!(level(None), Level::Quiet);
/// ```
#[must_use]
pub fn judge_link(link: &Link, claim: Option<Claim>, tables: &Tables) -> Verdict {
    let claimed = claim.as_ref().map(ClaimedBrand::from);
    let (mut signs, mut links) =
        links::judge_links(std::slice::from_ref(link), claimed.as_ref(), tables);
    if claim.as_ref().is_some_and(|claim| !claim.firm) {
        soften(&mut signs, &mut links);
    }
    Verdict {
        claim,
        signs,
        links,
        ..Verdict::default()
    }
}

/// Nothing about a link proves anything here.
fn soften(signs: &mut [Sign], links: &mut [LinkVerdict]) {
    for sign in signs.iter_mut().filter(|sign| sign.weight == Weight::Proof) {
        sign.weight = Weight::Odd;
    }
    for link in links
        .iter_mut()
        .filter(|link| link.level == Level::Dangerous)
    {
        link.level = Level::Suspicious;
    }
}

/// Says that the verdict is about a mail inside, and by whom it came.
fn passed_on(mut verdict: Verdict, message: &Message, tables: &Tables) -> Verdict {
    if verdict.claim.is_some() {
        let mut sign = Sign::new("forwarded", Weight::Note);
        if let Some(address) = &message.sender.address {
            sign = sign.with("address", Evidence::address(address, tables));
        }
        verdict.signs.push(sign);
        sort(&mut verdict);
    }
    verdict
}

fn verdict(
    message: &Message,
    found: Option<(Claim, crate::mail::name::NameReading)>,
    tables: &Tables,
    standing: &Standing,
    quoted: bool,
) -> Verdict {
    let mut verdict = Verdict {
        missing: message.missing.clone(),
        standing: standing.clone(),
        author: message.posted,
        ..Verdict::default()
    };
    let claim = found.as_ref().map(|(claim, _)| claim);
    let claimed = claim.map(ClaimedBrand::from);
    let (mut signs, mut links) = links::judge_links(&message.links, claimed.as_ref(), tables);
    if let Some((claim, name)) = &found
        && let Some((words, _)) = brand::words(&claim.brand, tables)
    {
        let case = Case {
            message,
            tables,
            claim,
            name,
            words: &words,
            quoted,
        };
        let posted = message.posted.is_some();
        // What the brand itself sent is from the brand, also where a seller or a giver wrote the words: a link elsewhere in it does
        // not fit, and does not prove the sender false.
        let sent_by_it = posted || (!quoted && case.authenticated().is_some());
        if sent_by_it || !claim.firm {
            soften(&mut signs, &mut links);
        }
        let mut about = ALL
            .iter()
            .filter_map(|sign| sign(&case))
            .collect::<Vec<_>>();
        for sign in &mut about {
            // What a forwarder's program wrote down is hearsay.
            let soft = !claim.firm && sign.name != "sender_forged";
            if (quoted || soft || posted) && sign.weight == Weight::Proof {
                sign.weight = Weight::Odd;
            }
        }
        about.extend(signs);
        signs = about;
    }
    verdict.signs = signs;
    verdict.links = links;
    verdict.claim = found.map(|(claim, _)| claim);
    if message.cut && verdict.claim.is_some() {
        verdict.signs.push(Sign::new("not_all_read", Weight::Note));
    }
    // Links refer to signs by index, so the order is made before they are told.
    sort(&mut verdict);
    verdict
}

/// Strongest first; equal ones stay in the order of the table. The links' references follow.
fn sort(verdict: &mut Verdict) {
    let rank = |at: usize| {
        let sign = &verdict.signs[at];
        // Good news before notes: a note explains, it does not lead.
        let rank = match sign.weight {
            Weight::Proof => 0,
            Weight::Odd => 1,
            Weight::Good => 2,
            Weight::Note => 3,
        };
        (rank, rank == 1 && sign.name == "disguised_brand")
    };
    let order = crate::order::places(verdict.signs.len(), &|a, b| rank(a).cmp(&rank(b)));
    let mut place = vec![0; order.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = new;
    }
    verdict.signs = order
        .iter()
        .map(|index| verdict.signs[*index].clone())
        .collect();
    for link in &mut verdict.links {
        for sign in &mut link.signs {
            *sign = place.get(*sign).copied().unwrap_or(*sign);
        }
    }
}

/// Words of two kinds close together.
struct Near {
    /// From the one to the other.
    between: String,
    /// That, with what stands around it.
    around: String,
}

/// Finds a word of `first` and one of `second` with at most `reach` bytes between them.
fn near(text: &str, first: &[&str], second: &[&str], reach: usize) -> Option<Near> {
    let bound = |at: usize, up: bool| {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at = if up { at + 1 } else { at - 1 };
        }
        at
    };
    first.iter().find_map(|one| {
        text.match_indices(one).take(50).find_map(|(at, _)| {
            let start = bound(at.saturating_sub(reach), true);
            let end = bound(at + one.len() + reach, false);
            let window = &text[start..end];
            let (other, word) = second
                .iter()
                .find_map(|word| Some((start + window.find(word)?, word)))?;
            let from = at.min(other);
            let to = (at + one.len()).max(other + word.len());
            Some(Near {
                between: text[from..to].to_owned(),
                around: text[bound(from.saturating_sub(reach), true)..bound(to + reach, false)]
                    .to_owned(),
            })
        })
    })
}
