//! The signs of links: what they look at, the table of all of them, and what a message's links come to together.
//!
//! Without a claim only two things are said, and only as *does not fit*: a link wears the brand's name on a stranger's host, or shows
//! the brand's address and leads elsewhere. Three quarters of honest mails link off their sender's domain, so nothing else is a
//! sign there. Under a claim every link that is not the brand's speaks against it.

use super::{
    bare_ip, brand_in_host, disguised_address, foreign_link, foreign_mailto, hidden_target,
    homograph, judge_link, phone_under_claim, redirector, rented_space, script_link, short_link,
    shown_address_differs, userinfo,
};
use crate::address::{Host, Likeness, Link, Oddity, Shown, Site, Target, likeness::likeness_of};
use crate::lists::wrappers::GATEWAYS;
use crate::lists::{Ownership, Tables};
use crate::mail::Claim;
use crate::verdict::{Evidence, Level, LinkVerdict, Sign, Verdict, Weight};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// The brand a message says it speaks for, as far as links are concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedBrand {
    /// Its id in the brand table.
    pub brand: String,
    /// The marketplace's bare domain, when the message tells.
    pub marketplace: Option<String>,
}

impl From<&Claim> for ClaimedBrand {
    fn from(claim: &Claim) -> Self {
        Self {
            brand: claim.brand.clone(),
            marketplace: claim.marketplace.clone(),
        }
    }
}

/// What every sign of a link looks at.
pub(super) struct LinkCase<'a> {
    pub link: &'a Link,
    pub claim: Option<&'a ClaimedBrand>,
    pub tables: &'a Tables,
    /// Whose the host is that it leads to.
    pub owner: Ownership,
    /// How that host resembles a brand, when it is none's own.
    pub likeness: Option<&'a Likeness>,
}

/// What the tables say of a host.
#[derive(Clone)]
struct Known {
    owner: Ownership,
    likeness: Option<Likeness>,
}

impl Known {
    fn of(target: &Target, tables: &Tables) -> Self {
        let Target::Web { host, site, .. } = target else {
            return Self {
                owner: Ownership::Foreign,
                likeness: None,
            };
        };
        let owner = tables.owner_of(host);
        let likeness = match owner {
            Ownership::Foreign | Ownership::Tenant { .. } => {
                likeness_of(host, site.as_ref(), owner, tables)
            }
            _ => None,
        };
        Self { owner, likeness }
    }
}

impl<'a> LinkCase<'a> {
    fn new(
        link: &'a Link,
        known: &'a Known,
        claim: Option<&'a ClaimedBrand>,
        tables: &'a Tables,
    ) -> Self {
        Self {
            link,
            claim,
            tables,
            owner: known.owner,
            likeness: known.likeness.as_ref(),
        }
    }

    fn signs(&self) -> Vec<Sign> {
        ALL.iter().filter_map(|sign| sign(self)).collect()
    }

    /// It leads to the web, and not to the claimed brand's own pages; what a wrapper hides is not known to be foreign.
    pub fn foreign(&self) -> Option<&'a Host> {
        let host = self.link.host().filter(|_| !self.link.is_opaque())?;
        match self.claim {
            Some(claim) => (!self.owner.belongs_to(&claim.brand)).then_some(host),
            None => (!matches!(
                self.owner,
                Ownership::Owned { .. } | Ownership::ShortLink { .. }
            ))
            .then_some(host),
        }
    }

    /// The last wrapper hides its target and is not one that the reader's own side puts around every link.
    pub fn hidden_by_sender(&self) -> bool {
        self.link
            .hops
            .last()
            .is_some_and(|hop| hop.opaque && !GATEWAYS.contains(&&*hop.wrapper))
    }

    /// The weight under a claim, or without.
    pub fn weigh(&self, claimed: Weight, unclaimed: Weight) -> Weight {
        if self.claim.is_some() {
            claimed
        } else {
            unclaimed
        }
    }

    pub fn has(&self, oddity: Oddity) -> bool {
        self.link.oddities.contains(&oddity)
    }

    /// A sign about this link, with the host it leads to.
    pub fn sign(&self, name: &'static str, weight: Weight) -> Sign {
        let mut sign = Sign::new(name, weight);
        sign.links = vec![self.link.id];
        match &self.link.target {
            Target::Web { host, site, .. } => sign.with("host", host_evidence(host, site.as_ref())),
            _ => sign,
        }
    }
}

/// A host split for bold, when its site is known already.
fn host_evidence(host: &Host, site: Option<&Site>) -> Evidence {
    let text = host.as_str();
    let start = site.map_or(0, |site| text.len().saturating_sub(site.0.as_str().len()));
    let (before, site) = text.split_at_checked(start).unwrap_or(("", text));
    Evidence::Host {
        before: before.to_owned(),
        site: site.to_owned(),
    }
}

/// Every sign about a link, in the order in which they are told where they weigh the same: where it leads first.
const ALL: &[fn(&LinkCase<'_>) -> Option<Sign>] = &[
    foreign_link::find,
    rented_space::find,
    hidden_target::find,
    brand_in_host::find,
    shown_address_differs::find,
    redirector::find,
    script_link::find,
    bare_ip::find,
    userinfo::find,
    homograph::find,
    disguised_address::find,
    foreign_mailto::find,
    short_link::find,
    phone_under_claim::find,
];

/// The signs of one link.
#[must_use]
pub fn link_signs(link: &Link, claim: Option<&ClaimedBrand>, tables: &Tables) -> Vec<Sign> {
    let known = Known::of(&link.target, tables);
    LinkCase::new(link, &known, claim, tables).signs()
}

/// Different hosts that one sign tells of by name; the rest are counted.
const MOST_HOSTS: usize = 3;

/// All links of a message: their signs with equal ones told once (`Its 4 links all lead to ...`), and what each link's card says.
/// Linear in the number of links; each host is looked up once.
#[must_use]
pub fn judge_links(
    links: &[Link],
    claim: Option<&ClaimedBrand>,
    tables: &Tables,
) -> (Vec<Sign>, Vec<LinkVerdict>) {
    let mut groups = Groups::default();
    let mut hosts: FxHashMap<&Host, Known> = FxHashMap::default();
    let web = links.iter().filter(|link| link.host().is_some()).count();
    let verdicts = links
        .iter()
        .map(|link| {
            let nowhere;
            let known: &Known = match link.host() {
                Some(host) => hosts
                    .entry(host)
                    .or_insert_with(|| Known::of(&link.target, tables)),
                None => {
                    nowhere = Known::of(&link.target, tables);
                    &nowhere
                }
            };
            let case = LinkCase::new(link, known, claim, tables);
            let signs = case.signs();
            let level = signs.iter().map(|sign| sign.weight).max();
            let places = signs.into_iter().map(|sign| groups.add(sign)).collect();
            link_verdict(&case, level, places)
        })
        .collect();
    (groups.told(web), verdicts)
}

/// Signs of several links, equal ones together: those of one name and weight, about one site.
#[derive(Default)]
struct Groups {
    signs: Vec<Sign>,
    /// Sites beyond those that are named, by the place of the sign that stands for them.
    more: FxHashMap<usize, FxHashSet<String>>,
}

impl Groups {
    /// Puts a sign to its like; gives its place. At most [`MOST_HOSTS`] places have one name and weight, so that looking through them
    /// costs the same for every link.
    fn add(&mut self, sign: Sign) -> usize {
        let site = site_in(&sign);
        let (mut first, mut count) = (None, 0);
        for (at, known) in self.signs.iter_mut().enumerate() {
            if known.weight != sign.weight || known.name != sign.name {
                continue;
            }
            if site_in(known) == site {
                known.links.extend(sign.links);
                return at;
            }
            first = first.or(Some(at));
            count += 1;
        }
        // The first stands for the sites beyond.
        if let Some(at) = first.filter(|_| count == MOST_HOSTS) {
            let more = self.more.entry(at).or_default();
            if !more.contains(site) {
                more.insert(site.to_owned());
            }
            self.signs[at].links.extend(sign.links);
            return at;
        }
        self.signs.push(sign);
        self.signs.len() - 1
    }

    /// The signs, each saying how many of the links it is about, and how many further hosts.
    fn told(self, web: usize) -> Vec<Sign> {
        let count = |count: usize| Evidence::Count(u32::try_from(count).unwrap_or(u32::MAX));
        let Self { signs, more } = self;
        signs
            .into_iter()
            .enumerate()
            .map(|(at, sign)| {
                let links = sign.links.len();
                let sign = sign
                    .with("count", count(links))
                    .with("of", count(web.max(links)));
                match more.get(&at) {
                    Some(more) => sign.with("more", count(more.len())),
                    None => sign,
                }
            })
            .collect()
    }
}

/// The site that a sign is about.
fn site_in(sign: &Sign) -> &str {
    sign.evidence
        .iter()
        .find_map(|(_, evidence)| match evidence {
            Evidence::Host { site, .. } => Some(&**site),
            _ => None,
        })
        .unwrap_or_default()
}

/// Letters of an address that a card shows; the rest is cut.
const SHOWN_LETTERS: usize = 2_000;

/// What a link's card says. `weight` is that of its strongest sign, `signs` are its signs' places in the verdict.
fn link_verdict(case: &LinkCase<'_>, weight: Option<Weight>, signs: Vec<usize>) -> LinkVerdict {
    let link = case.link;
    let destination: Cow<'_, str> = match &link.target {
        Target::Web { url, .. } => url.into(),
        Target::Mail(Some(mailbox)) => format!("mailto:{}", mailbox.raw).into(),
        Target::Phone(number) => format!("tel:{number}").into(),
        _ => link.href.trim().into(),
    };
    // No letter is shorter than a byte.
    let cut = (destination.len() > SHOWN_LETTERS)
        .then(|| destination.char_indices().nth(SHOWN_LETTERS))
        .flatten();
    let destination = match cut {
        Some((at, _)) => format!("{}…", &destination[..at]),
        None => destination.into_owned(),
    };
    let owner = link.host().map(|_| case.owner);
    LinkVerdict {
        id: link.id,
        level: match weight {
            Some(Weight::Proof) => Level::Dangerous,
            Some(Weight::Odd) => Level::Suspicious,
            _ => Level::Quiet,
        },
        destination,
        host: match &link.target {
            Target::Web { host, site, .. } => Some(host_evidence(host, site.as_ref())),
            _ => None,
        },
        unicode_host: link.host().and_then(Host::to_unicode),
        via: link
            .hops
            .iter()
            .filter(|hop| !hop.opaque)
            .map(|hop| hop.host.to_string())
            .collect(),
        hidden_target: link.is_opaque(),
        own: match (owner, case.claim) {
            (Some(owner), Some(claim)) => owner.belongs_to(&claim.brand),
            (Some(owner), None) => {
                matches!(owner, Ownership::Owned { .. } | Ownership::ShortLink { .. })
            }
            (None, _) => false,
        },
        signs,
    }
}

/// Judges one address alone, under a claim of this marketplace (`amazon.co.jp`) if given. An unknown marketplace is no claim.
///
/// ```
/// use honmono::{Level, Tables, signs::links::judge_url};
/// let tables = Tables::shipped();
/// let level = |url: &str, claim| judge_url(url, claim, &tables).level();
/// assert_eq!(level("https://qlcfp.cn/ap/signin", None), Level::Quiet);
/// assert_eq!(level("https://qlcfp.cn/ap/signin", Some("amazon.co.jp")), Level::Dangerous);
/// assert_eq!(level("https://www.amazon.co.jp.x7.shop/", None), Level::Suspicious);
/// assert_eq!(level("https://www.amazon.co.jp/", Some("amazon.co.jp")), Level::Unconfirmed);
/// ```
#[must_use]
pub fn judge_url(url: &str, claim: Option<&str>, tables: &Tables) -> Verdict {
    let claim = claim.and_then(|host| tables.brands.marketplace(host));
    let claim = claim.map(|(brand, site)| Claim {
        brand: brand.id.to_owned(),
        brand_name: brand.name.to_owned(),
        marketplace: Some(site.id.to_owned()),
        words: vec![],
        firm: true,
    });
    judge_link(&Link::read(0, url, Shown::default(), tables), claim, tables)
}

#[cfg(test)]
pub(super) mod bench {
    //! A link to try the signs on.

    use super::*;

    fn signs(href: &str, text: &str, claim: Option<&ClaimedBrand>) -> Vec<Sign> {
        let tables = Tables::shipped();
        let shown = Shown {
            text: text.to_owned(),
            ..Shown::default()
        };
        link_signs(&Link::read(1, href, shown, &tables), claim, &tables)
    }

    fn amazon() -> ClaimedBrand {
        ClaimedBrand {
            brand: "amazon".to_owned(),
            marketplace: Some("amazon.co.jp".to_owned()),
        }
    }

    /// Names of the signs under a claim.
    pub fn claimed(href: &str, text: &str) -> Vec<String> {
        signs(href, text, Some(&amazon()))
            .into_iter()
            .map(|sign| sign.name.into_owned())
            .collect()
    }

    /// The strongest weight under a claim.
    pub fn claimed_weight(href: &str) -> Option<Weight> {
        signs(href, "", Some(&amazon()))
            .into_iter()
            .map(|sign| sign.weight)
            .max()
    }

    /// Names of the signs without a claim.
    pub fn unclaimed(href: &str, text: &str) -> Vec<String> {
        signs(href, text, None)
            .into_iter()
            .map(|sign| sign.name.into_owned())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(hrefs: &[&str]) -> Vec<Link> {
        let tables = Tables::shipped();
        (0..)
            .zip(hrefs)
            .map(|(id, href)| Link::read(id, href, Shown::default(), &tables))
            .collect()
    }

    fn amazon() -> ClaimedBrand {
        ClaimedBrand {
            brand: "amazon".to_owned(),
            marketplace: None,
        }
    }

    #[test]
    fn equal_signs_are_told_once() {
        let links = links(&[
            "https://a.qlcfp.cn/1",
            "https://www.amazon.co.jp/",
            "https://b.qlcfp.cn/2",
            "mailto:x@amazon.co.jp",
        ]);
        let (signs, verdicts) = judge_links(&links, Some(&amazon()), &Tables::shipped());
        assert_eq!(signs.len(), 1);
        assert_eq!(signs[0].links, [0, 2]);
        assert!(
            signs[0]
                .evidence
                .contains(&("count".into(), Evidence::Count(2)))
        );
        assert!(
            signs[0]
                .evidence
                .contains(&("of".into(), Evidence::Count(3)))
        );
        assert_eq!(
            verdicts.iter().map(|link| link.level).collect::<Vec<_>>(),
            [
                Level::Dangerous,
                Level::Quiet,
                Level::Dangerous,
                Level::Quiet
            ]
        );
        assert_eq!(verdicts[2].signs, [0]);
        assert!(verdicts[1].own && !verdicts[0].own);
    }

    #[test]
    fn many_hosts_are_counted() {
        let hrefs: Vec<String> = (0..100)
            .map(|n| format!("https://host{n}.example{n}.shop/"))
            .collect();
        let links = links(&hrefs.iter().map(String::as_str).collect::<Vec<_>>());
        let (signs, verdicts) = judge_links(&links, Some(&amazon()), &Tables::shipped());
        assert_eq!(signs.len(), MOST_HOSTS);
        assert_eq!(
            signs.iter().map(|sign| sign.links.len()).sum::<usize>(),
            100
        );
        assert!(
            signs[0]
                .evidence
                .contains(&("more".into(), Evidence::Count(97)))
        );
        assert!(verdicts.iter().all(|link| link.level == Level::Dangerous));
    }

    #[test]
    fn a_card_shows_where_it_ends() {
        let links = links(&["https://www.google.com/url?q=https://bücher.example/x"]);
        let (_, verdicts) = judge_links(&links, None, &Tables::shipped());
        let card = &verdicts[0];
        assert_eq!(card.destination, "https://xn--bcher-kva.example/x");
        assert_eq!(card.unicode_host.as_deref(), Some("bücher.example"));
        assert_eq!(card.via, ["www.google.com"]);
        assert!(!card.hidden_target && card.level == Level::Quiet);
    }

    #[test]
    fn a_url_alone_is_judged_by_the_claim() {
        let tables = Tables::shipped();
        for broken in [
            "hhttps://qlcfp.cn/",
            "http://qlcfp.cn/*",
            "qlcfp.cn",
            "https://",
            "https://user@qlcfp.cn:8443/",
        ] {
            assert!(
                judge_url(broken, Some("amazon.co.jp"), &tables).level() >= Level::Suspicious,
                "{broken}"
            );
        }
        assert_eq!(
            judge_url("https://qlcfp.cn/", Some("unknown.example"), &tables).level(),
            Level::Quiet
        );
        assert_eq!(judge_url("not a url", None, &tables).level(), Level::Quiet);
    }
}
