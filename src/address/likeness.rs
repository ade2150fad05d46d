//! Whether a foreign host wears a brand's name.

use serde::{Deserialize, Serialize};

/// How a host that is not the brand's own resembles the brand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    /// The brand it resembles (`amazon`), by its id in the brand table.
    pub brand: String,
    /// The label, or run of labels, that wears the name, as the person sees it.
    pub part: String,
    /// In which way.
    pub way: LikenessWay,
}

/// In which way a host wears a brand's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LikenessWay {
    /// The whole name of one of the brand's sites in front of a foreign one: `amazon.co.jp.evil.example`.
    SiteInFront,
    /// The brand as a label of its own in a foreign host.
    Label,
    /// The brand inside a label with other words.
    Combination,
    /// Look-alike letters or digits.
    Confusable,
    /// Letters left out, doubled, swapped or replaced.
    Misspelling,
}
