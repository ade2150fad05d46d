//! Shipped tables (public suffixes, brands, wrappers, shorteners, confusables), each with a note on how it was made.
//! Brands are data: the engine knows no brand by name.

pub mod brands;
pub mod guide;
pub(crate) mod host_table;
pub mod lures;
pub(crate) mod lzma;
pub mod marketplaces;
pub(crate) mod packed;
pub mod platforms;
pub mod wrappers;

use crate::address::unwrap::Wrappers;
use crate::address::{Host, Suffixes};
pub use brands::{Brands, Ownership};

/// Every table the engine looks things up in, handed around by reference.
#[derive(Debug, Default)]
pub struct Tables {
    /// The public suffix list.
    pub suffixes: Suffixes,
    /// Whose names are whose.
    pub brands: Brands,
    /// Redirect wrappers and shorteners.
    pub wrappers: Wrappers,
    /// Words that false names are dressed with.
    pub lures: lures::Lures,
}

impl Tables {
    /// The tables that ship. Made once and kept: making them may take a millisecond.
    #[must_use]
    pub fn shipped() -> Self {
        Self::default()
    }

    /// Whose a host is.
    #[must_use]
    pub fn owner_of(&self, host: &Host) -> Ownership {
        self.brands.owner_of(host, &self.suffixes)
    }
}

/// How each shipped brand's mails say who they are from, by brand id; read by `mail::brand`.
pub(crate) const CLAIMS: &[(&str, &str)] = &[(
    "amazon",
    include_str!(concat!(env!("OUT_DIR"), "/amazon.claims.txt")),
)];
