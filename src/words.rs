//! Sign -> message key and arguments: the only place that knows what a person will read.

use crate::verdict::{Evidence, Sign, Verdict};
use serde::{Deserialize, Serialize};

/// A sentence to be looked up in the catalogue of a language: key and arguments. Plural keys end in `_one`/`_other` (chosen by
/// the count argument with the language's plural rules) in the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// Key in `_locales/*/messages.json`.
    pub key: String,
    /// Named arguments.
    pub args: Vec<(String, Evidence)>,
}

/// The first line of a verdict.
#[must_use]
pub fn headline(verdict: &Verdict) -> Sentence {
    Sentence {
        key: format!("level_{:?}", verdict.level()).to_lowercase(),
        args: vec![],
    }
}

/// The sentence of one sign.
#[must_use]
pub fn sentence(sign: &Sign) -> Sentence {
    Sentence {
        key: format!("sign_{}", sign.name),
        args: sign.evidence.clone(),
    }
}
