//! A brand's name stands in front of an `@` in the address, where it means nothing.
//!
//! Why it matters: `https://www.amazon.co.jp@qlcfp.cn/` leads to `qlcfp.cn`; everything before the `@` is a user name.
//! Evidence: `host` (where it leads), `name` (what stands before the `@`).
//! Fires: the brand's name or address before the `@`, with and without a claim; under a claim any user name in front of a foreign host.
//! Silent: other user names without a claim, and an `@` in the path or query.
//! Can still err: somebody whose user name is the brand's.

use super::links::LinkCase;
use crate::address::{Oddity, script};
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &LinkCase<'_>) -> Option<Sign> {
    if !case.has(Oddity::Userinfo) {
        return None;
    }
    case.foreign()?;
    // Of the address as written: an outer wrapper may have carried it.
    let href = percent_encoding::percent_decode_str(&case.link.href).decode_utf8_lossy();
    let (before, _) = href.split_once('@')?;
    let name = before.rsplit(['/', '\\']).next().unwrap_or(before);
    let shown = name.get(..80).unwrap_or(name);
    let folded = script::fold(shown);
    let brands = case.tables.brands.iter().any(|brand| {
        brand
            .spellings
            .iter()
            .any(|spelling| folded.as_str().contains(spelling))
    });
    (brands || case.claim.is_some()).then(|| {
        case.sign("userinfo", case.weigh(Weight::Proof, Weight::Odd))
            .with("name", Evidence::text(shown))
    })
}

#[cfg(test)]
mod tests {
    use super::super::links::bench::{claimed, unclaimed};

    #[test]
    fn fires_for_a_brands_name() {
        for href in [
            "https://www.amazon.co.jp@qlcfp.cn/",
            "https://amazon:x@qlcfp.cn/",
            "https://amаzon.co.jp@qlcfp.cn/",
        ] {
            assert_eq!(unclaimed(href, ""), ["userinfo"], "{href}");
            assert!(claimed(href, "").contains(&"userinfo".to_owned()), "{href}");
        }
    }

    #[test]
    fn silent_for_others() {
        for href in [
            "https://user@example.com/",
            "https://example.com/@amazon",
            "https://www.amazon.co.jp/?a=b@c.example",
        ] {
            assert!(unclaimed(href, "").is_empty(), "{href}");
        }
        assert!(claimed("https://user@www.amazon.co.jp/", "").is_empty());
    }
}
