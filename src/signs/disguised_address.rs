//! The mail claims the brand, and an address is written in a way that only browsers understand.
//!
//! Why it matters: backslashes, missing slashes, broken schemes, encoded hosts and numbers as hosts slip past filters and readers;
//! browsers mend them. An address that no browser can read is no link of a brand either.
//! Evidence: `host` when there is one, `written` (its beginning as written).
//! Fires: `https:\\qlcfp.cn`, `hhttps://qlcfp.cn`, `http://3627734734/`, `https://e%76il.example`.
//! Silent: plain addresses; line breaks in a path; the brand's own sites however written; no claim.
//! Can still err: a sender's broken template with a link of its own that leads nowhere.

use super::links::LinkCase;
use crate::address::{Oddity, Target};
use crate::verdict::{Evidence, Sign, Weight};

const DISGUISES: [Oddity; 5] = [
    Oddity::Mended,
    Oddity::OddNumerals,
    Oddity::EncodedHost,
    Oddity::BrokenScheme,
    Oddity::DeeplyWrapped,
];

pub(super) fn find(case: &LinkCase<'_>) -> Option<Sign> {
    case.claim?;
    let broken = case.link.target == Target::Broken;
    let disguised = case.foreign().is_some()
        && case
            .link
            .oddities
            .iter()
            .any(|oddity| DISGUISES.contains(oddity));
    (broken || disguised).then(|| {
        let written: String = case.link.href.trim().chars().take(60).collect();
        case.sign("disguised_address", Weight::Odd)
            .with("written", Evidence::text(&written))
    })
}

#[cfg(test)]
mod tests {
    use super::super::links::bench::{claimed, unclaimed};

    #[test]
    fn fires_for_what_browsers_mend() {
        for href in [
            "https:\\\\qlcfp.cn\\x",
            "https:/qlcfp.cn",
            "hhttps://qlcfp.cn/",
            "http://0xd06d0cd3/",
            "https://ql%63fp.cn/",
            "http://exa mple/",
        ] {
            assert!(
                claimed(href, "").contains(&"disguised_address".to_owned()),
                "{href}"
            );
        }
    }

    #[test]
    fn silent_for_plain_and_own_ones() {
        for href in [
            "https://qlcfp.cn/a%20b",
            "https://qlcfp.cn/a\n b",
            "https:\\\\www.amazon.co.jp\\x",
            "https://qlcfp.cn/x\\y",
            "HTTPS://QLCFP.CN/",
            "https://qlcfp.cn./",
        ] {
            assert!(
                !claimed(href, "").contains(&"disguised_address".to_owned()),
                "{href}"
            );
        }
        assert!(unclaimed("https:/qlcfp.cn", "").is_empty());
    }
}
