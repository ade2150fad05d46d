//! A brand as mails write it: the view of the brand table that claims and sender signs share.

use super::phrases::Phrases;
use crate::address::script::fold;
use crate::address::{Host, Target, likeness::likeness};
use crate::lists::brands::{BrandData, Ownership as Owner};
use crate::lists::platforms::PLATFORMS;
use crate::lists::{CLAIMS, Tables};
use std::sync::OnceLock;

/// A brand's words, folded once.
#[derive(Clone, Debug, Default)]
pub struct BrandWords {
    /// Its id.
    pub id: String,
    /// Its name as people write it.
    pub name: String,
    /// Spellings in every script, folded; the Latin ones first.
    pub spellings: Vec<String>,
    /// What follows the first spelling in the names of its sites: `.co.jp`, `.com`, longest first.
    pub endings: Vec<String>,
    /// Words with nearly the same letters that mean something else.
    pub ordinary: Vec<&'static str>,
    /// Products that can stand as sender by themselves, folded.
    pub products: Vec<String>,
    /// Those of them whose name is nobody else's.
    pub soles: Vec<String>,
}

impl BrandWords {
    fn of(data: &BrandData, phrases: &Phrases) -> Self {
        let mut endings: Vec<String> = data
            .marketplaces
            .iter()
            .flat_map(|site| site.also.iter().chain([&site.id]))
            .filter_map(|host| {
                data.spellings
                    .iter()
                    .find_map(|spelling| host.strip_prefix(spelling))
            })
            .filter(|ending| ending.starts_with('.'))
            .map(ToOwned::to_owned)
            .collect();
        crate::order::by_key(&mut endings, |ending| std::cmp::Reverse(ending.len()));
        endings.dedup();
        let spellings = data.spellings.iter().chain(data.other_spellings);
        let mut spellings: Vec<String> =
            spellings.map(|one| fold(one).as_str().to_owned()).collect();
        let mut known: Vec<String> = vec![];
        spellings.retain(|one| {
            let new = !one.is_empty() && !known.contains(one);
            if new {
                known.push(one.clone());
            }
            new
        });
        Self {
            id: data.id.to_owned(),
            name: data.name.to_owned(),
            spellings,
            endings,
            ordinary: data.words.to_vec(),
            products: phrases.products.clone(),
            soles: phrases.soles.clone(),
        }
    }

    /// Whether text goes on with the ending of one of the brand's sites.
    #[must_use]
    pub fn site_after(&self, rest: &str) -> bool {
        self.endings.iter().any(|ending| {
            rest.strip_prefix(&**ending).is_some_and(|rest| {
                rest.chars()
                    .next()
                    .is_none_or(|c| !c.is_ascii_alphanumeric())
            })
        })
    }

    /// The endings without their dots, as phrases compare them.
    #[must_use]
    pub fn reduced_endings(&self) -> Vec<String> {
        self.endings
            .iter()
            .map(|ending| ending.replace('.', ""))
            .collect()
    }
}

/// Every brand of the tables, with how mails speak for it.
pub(super) fn all(tables: &Tables) -> impl Iterator<Item = (BrandWords, &'static Phrases)> {
    static PHRASES: OnceLock<Vec<Phrases>> = OnceLock::new();
    static NONE: OnceLock<Phrases> = OnceLock::new();
    let phrases = PHRASES.get_or_init(|| {
        CLAIMS
            .iter()
            .map(|(id, rows)| Phrases::read(id, rows))
            .collect()
    });
    tables.brands.iter().map(move |data| {
        let own = phrases.iter().find(|one| one.brand == data.id);
        let own = own.unwrap_or_else(|| NONE.get_or_init(Phrases::default));
        (BrandWords::of(data, own), own)
    })
}

/// The words of one brand.
pub(crate) fn words(id: &str, tables: &Tables) -> Option<(BrandWords, &'static Phrases)> {
    all(tables).find(|(words, _)| words.id == id)
}

/// Whether a host is the brand's own: rented space and short links are not.
pub(crate) fn owned(host: &Host, id: &str, tables: &Tables) -> bool {
    matches!(tables.owner_of(host), Owner::Owned { brand, .. } if brand == id)
}

/// The marketplace a host belongs to, or the one a sender's sub-domain belongs to.
pub(crate) fn marketplace_of(host: &Host, id: &str, tables: &Tables) -> Option<String> {
    match tables.owner_of(host) {
        Owner::Owned {
            brand,
            marketplace: Some(marketplace),
        } if brand == id => Some(marketplace.to_owned()),
        _ => None,
    }
}

/// The marketplace a folded text names by its site, if it names exactly one.
pub(super) fn marketplace_in(folded: &str, id: &str, tables: &Tables) -> Option<String> {
    let data = tables.brands.get(id)?;
    let mut found: Option<(usize, usize, &str)> = None;
    for site in data.marketplaces {
        for name in site.also.iter().chain([&site.id]) {
            let at = folded.match_indices(name).map(|(at, _)| at).find(|at| {
                folded[at + name.len()..]
                    .chars()
                    .next()
                    .is_none_or(|c| !c.is_ascii_alphanumeric())
            });
            // Where several stand at one place the longest is meant: `.com.mx` before `.com`.
            if let Some(at) = at {
                let better = found.is_none_or(|(known, length, _)| {
                    at < known || (at == known && name.len() > length)
                });
                if better {
                    found = Some((at, name.len(), site.id));
                }
            }
        }
    }
    found.map(|(_, _, host)| host.to_owned())
}

/// Whether a sender's host carries a stranger's text for the brand (`marketplace.` of a marketplace).
pub(crate) fn relays(host: &Host, id: &str, tables: &Tables) -> bool {
    let Some(data) = tables.brands.get(id) else {
        return false;
    };
    data.relays.iter().any(|relay| {
        data.marketplaces
            .iter()
            .filter_map(|site| Host::parse(&format!("{relay}.{}", site.id)))
            .any(|relay| host.is_under(&relay))
    })
}

/// Whether a target is a page on a platform (a social network, an app store), and then whether its address names the brand: such
/// pages are where brands keep theirs, and anyone else too.
pub(crate) fn on_platform(target: &Target, id: &str, tables: &Tables) -> Option<bool> {
    let Target::Web { host, url, .. } = target else {
        return None;
    };
    let known = PLATFORMS.iter().any(|platform| {
        host.as_str()
            .strip_suffix(platform)
            .is_some_and(|before| before.is_empty() || before.ends_with('.'))
    });
    known.then(|| {
        let behind = url.split_once("//").map_or(&**url, |(_, rest)| rest);
        let page = behind.split_once('/').map_or("", |(_, page)| page);
        let page = page.to_ascii_lowercase();
        let data = tables.brands.get(id);
        data.is_some_and(|data| data.spellings.iter().any(|name| page.contains(name)))
    })
}

/// Whether mail may be signed for this domain in the brand's name.
pub(crate) fn signs_for(domain: &str, id: &str, tables: &Tables) -> bool {
    let (Some(host), Some(data)) = (Host::parse(domain), tables.brands.get(id)) else {
        return false;
    };
    let sites = data
        .marketplaces
        .iter()
        .flat_map(|site| site.also.iter().chain([&site.id]));
    data.senders
        .iter()
        .chain(sites)
        .filter_map(|name| Host::parse(name))
        .any(|own| host.is_under(&own))
}

/// Whether a foreign host wears the brand's name.
pub(crate) fn wears(host: &Host, id: &str, tables: &Tables) -> bool {
    likeness(host, tables).is_some_and(|likeness| likeness.brand == id)
}
