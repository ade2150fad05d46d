//! The brand table: whose names are whose. Brands are data (`brands/*.toml`); nothing here knows one by name.

use super::marketplaces::Marketplace;
use crate::address::likeness::Name;
use crate::address::{Host, Suffixes};
use crate::lists::host_table::HostTable;
use rustc_hash::FxHashMap;

include!(concat!(env!("OUT_DIR"), "/brands.rs"));

/// A brand, as its file says.
#[derive(Debug)]
pub struct BrandData {
    /// Its id, which is its file's name.
    pub id: &'static str,
    /// Its name as people write it.
    pub name: &'static str,
    /// Latin spellings, lower case; the first is the one misspellings are measured against.
    pub spellings: &'static [&'static str],
    /// Spellings in other scripts and languages.
    pub other_spellings: &'static [&'static str],
    /// Short forms that mean the brand only in company.
    pub short_forms: &'static [&'static str],
    /// Names that are the brand's own, with all below them.
    pub owned: &'static [&'static str],
    /// Rented space: strangers' content under the brand's names.
    pub tenants: &'static [&'static str],
    /// Places in rented space where the brand's own mail keeps pictures: proof of nothing, either way.
    pub pictures: &'static [&'static str],
    /// Short links that lead to the brand's pages.
    pub short_links: &'static [&'static str],
    /// Domains its mail is signed for, beside the marketplaces.
    pub senders: &'static [&'static str],
    /// Sub-domains of its marketplaces whose mail carries a stranger's text.
    pub relays: &'static [&'static str],
    /// Words with the same letters that mean something else.
    pub words: &'static [&'static str],
    /// Its marketplaces.
    pub marketplaces: &'static [Marketplace],
    /// Paths of its own sites that lead on.
    pub redirects: &'static [RedirectData],
}

/// A redirect on a brand's own sites, as its file says.
#[derive(Debug)]
pub struct RedirectData {
    /// The path, whole.
    pub path: &'static str,
    /// The query parameter with the target.
    pub parameter: &'static str,
    /// The target is base64.
    pub base64: bool,
}

/// Whose a host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ownership {
    /// The brand's own, and of which marketplace, if of one.
    Owned {
        /// The brand's id.
        brand: &'static str,
        /// The marketplace's bare domain.
        marketplace: Option<&'static str>,
    },
    /// Space the brand rents out: strangers' content. Never proof of anything.
    Tenant {
        /// The brand's id.
        brand: &'static str,
    },
    /// A short link of the brand's: anyone can make one, it leads to the brand's pages.
    ShortLink {
        /// The brand's id.
        brand: &'static str,
    },
    /// None of the table's.
    Foreign,
}

impl Ownership {
    /// It is this brand's own, or a short link that leads there.
    #[must_use]
    pub fn belongs_to(self, id: &str) -> bool {
        matches!(self, Self::Owned { brand, .. } | Self::ShortLink { brand } if brand == id)
    }
}

/// Every brand, with an index of their names.
#[derive(Debug)]
pub struct Brands {
    all: Vec<&'static BrandData>,
    names: HostTable<Ownership>,
    shapes: Vec<Name>,
}

impl Default for Brands {
    fn default() -> Self {
        Self::shipped()
    }
}

impl Brands {
    /// The brands that ship.
    #[must_use]
    pub fn shipped() -> Self {
        Self::new(SHIPPED)
    }

    /// A table of these brands.
    #[must_use]
    pub fn new(brands: &'static [BrandData]) -> Self {
        let mut names: FxHashMap<&'static str, Ownership> = FxHashMap::default();
        for data in brands {
            let brand = data.id;
            names.extend(data.owned.iter().map(|name| {
                (
                    *name,
                    Ownership::Owned {
                        brand,
                        marketplace: None,
                    },
                )
            }));
            for site in data.marketplaces {
                let own = Ownership::Owned {
                    brand,
                    marketplace: Some(site.id),
                };
                names.insert(site.id, own);
                names.extend(site.also.iter().map(|name| (*name, own)));
            }
            names.extend(
                data.tenants
                    .iter()
                    .map(|name| (*name, Ownership::Tenant { brand })),
            );
            names.extend(
                data.short_links
                    .iter()
                    .map(|name| (*name, Ownership::ShortLink { brand })),
            );
        }
        Self {
            all: brands.iter().collect(),
            shapes: brands.iter().filter_map(Name::of).collect(),
            names: names.into_iter().collect(),
        }
    }

    /// All brands.
    pub fn iter(&self) -> impl Iterator<Item = &'static BrandData> {
        self.all.iter().copied()
    }

    /// How their names look, for finding what resembles them.
    pub(crate) fn shapes(&self) -> &[Name] {
        &self.shapes
    }

    /// The brand with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&'static BrandData> {
        self.iter().find(|brand| brand.id == id)
    }

    /// Whose a host is: whole labels from the right, the longest name decides. Names below a private public suffix are rented,
    /// whoever runs the suffix (the list's private section is where companies enter what they let strangers use).
    #[must_use]
    pub fn owner_of(&self, host: &Host, suffixes: &Suffixes) -> Ownership {
        match self.find(host).0 {
            Ownership::Owned { brand, .. }
                if suffixes
                    .suffix_of(host)
                    .is_some_and(|suffix| suffix.private) =>
            {
                Ownership::Tenant { brand }
            }
            found => found,
        }
    }

    /// Where in the host's text the name of the rented space starts that it is in.
    #[must_use]
    pub fn tenant_start(&self, host: &Host) -> Option<usize> {
        match self.find(host) {
            (Ownership::Tenant { .. }, start) => Some(start),
            _ => None,
        }
    }

    /// The longest name of the table that the host is under, and where it starts.
    fn find(&self, host: &Host) -> (Ownership, usize) {
        let text = host.as_str();
        let mut found = (Ownership::Foreign, text.len());
        for (start, owner) in self.names.walk(text) {
            if let Some(owner) = owner {
                found = (*owner, start);
            }
        }
        found
    }

    /// The brand and marketplace with this bare domain (`amazon.co.jp`).
    #[must_use]
    pub fn marketplace(&self, host: &str) -> Option<(&'static BrandData, &'static Marketplace)> {
        self.iter().find_map(|brand| {
            Some((
                brand,
                brand
                    .marketplaces
                    .iter()
                    .find(|site| site.id == host || site.also.contains(&host))?,
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner(text: &str) -> Ownership {
        Brands::shipped().owner_of(&Host::parse(text).unwrap(), &Suffixes::shipped())
    }

    #[test]
    fn knows_the_brands_own() {
        for host in [
            "www.amazon.co.jp",
            "thehub.amazon.com",
            "amazon.com.be",
            "m.media-amazon.com",
            "images-fe.ssl-images-amazon.com",
            "pay.amazon.co.uk",
            "x.アマゾン",
        ] {
            assert!(matches!(owner(host), Ownership::Owned { .. }), "{host}");
        }
        assert_eq!(
            owner("eu-prod-temp.s3.amazonaws.com"),
            Ownership::Tenant { brand: "amazon" }
        );
        assert_eq!(
            owner("amazon.jp"),
            Ownership::Owned {
                brand: "amazon",
                marketplace: Some("amazon.co.jp")
            }
        );
        assert_eq!(owner("amzn.asia"), Ownership::ShortLink { brand: "amazon" });
    }

    #[test]
    fn rented_space_and_strangers_are_not() {
        for host in [
            "accounts-check-amazon.s3.ap-northeast-1.amazonaws.com",
            "d1.cloudfront.net",
            "x.r.us-east-1.awstrack.me",
            "x.lambda-url.us-east-1.on.aws",
            "a.awsapps.com",
        ] {
            assert_eq!(owner(host), Ownership::Tenant { brand: "amazon" }, "{host}");
        }
        for host in [
            "amazon.co.jp.evil.shop",
            "evilamazon.co.jp",
            "com.be",
            "mazon.com",
            "amazon.example",
            "127.0.0.1",
        ] {
            assert_eq!(owner(host), Ownership::Foreign, "{host}");
        }
    }

    #[test]
    fn brands_are_data() {
        static MADE_UP: [BrandData; 1] = [BrandData {
            id: "lindwurm",
            name: "Lindwurm",
            spellings: &["lindwurm"],
            other_spellings: &[],
            short_forms: &[],
            owned: &["lindwurm.example"],
            tenants: &["space.lindwurm.example"],
            pictures: &[],
            short_links: &["lw.example"],
            senders: &[],
            relays: &[],
            words: &[],
            marketplaces: &[],
            redirects: &[],
        }];
        let brands = Brands::new(&MADE_UP);
        let owner = |text: &str| brands.owner_of(&Host::parse(text).unwrap(), &Suffixes::shipped());
        assert!(owner("www.lindwurm.example").belongs_to("lindwurm"));
        assert_eq!(
            owner("x.space.lindwurm.example"),
            Ownership::Tenant { brand: "lindwurm" }
        );
        assert_eq!(owner("www.amazon.co.jp"), Ownership::Foreign);
    }
}
