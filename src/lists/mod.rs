//! Shipped tables (public suffixes, brands, wrappers, shorteners, confusables), each with a note on how it was made.
//! Brands are data: the engine knows no brand by name.

pub mod marketplaces;

use crate::address::Suffixes;

/// Every table the engine looks things up in, handed around by reference.
#[derive(Debug, Default)]
pub struct Tables {
    /// The public suffix list.
    pub suffixes: Suffixes,
}

impl Tables {
    /// The tables that ship. Made once and kept: making them may take a millisecond.
    #[must_use]
    pub fn shipped() -> Self {
        Self::default()
    }
}
