//! The mail claims the brand, and a link runs a script or opens a page that is inside the link itself.
//!
//! Why it matters: `data:` and `blob:` pages have no address to check, `javascript:` is no place at all. No mail needs them.
//! Evidence: `scheme`.
//! Fires: `data:text/html,...`, `javascript:location=...`, `blob:`, `file:`.
//! Silent: `javascript:void(0)` and the like, which do nothing; pictures (`cid:`); no claim.
//! Can still err: a webmail that writes its own scripts into links; those are empty ones.

use super::links::LinkCase;
use crate::address::Target;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &LinkCase<'_>) -> Option<Sign> {
    case.claim?;
    let Target::Other(scheme) = &case.link.target else {
        return None;
    };
    if !matches!(
        scheme.as_str(),
        "data"
            | "javascript"
            | "blob"
            | "vbscript"
            | "file"
            | "filesystem"
            | "search-ms"
            | "intent"
    ) {
        return None;
    }
    let code = case
        .link
        .href
        .split_once(':')
        .map_or("", |(_, code)| code)
        .trim();
    let idle = matches!(
        code.trim_end_matches([';', ' ']),
        "" | "void(0)" | "void 0" | "//" | "return false" | "false" | "#"
    );
    (!(scheme == "javascript" && idle)).then(|| {
        case.sign("script_link", Weight::Proof)
            .with("scheme", Evidence::text(scheme))
    })
}

#[cfg(test)]
mod tests {
    use super::super::links::bench::{claimed, unclaimed};

    #[test]
    fn fires_under_a_claim() {
        for href in [
            "data:text/html;base64,PGh0bWw+",
            "javascript:location='//qlcfp.cn'",
            "java\nscript:alert(1)",
            "blob:https://a.example/1",
            "file:///c:/x",
        ] {
            assert_eq!(claimed(href, ""), ["script_link"], "{href}");
        }
    }

    #[test]
    fn silent_for_idle_ones_pictures_and_without_a_claim() {
        for href in [
            "javascript:void(0)",
            "javascript:;",
            "cid:logo@x",
            "about:blank",
        ] {
            assert!(claimed(href, "").is_empty(), "{href}");
        }
        assert!(unclaimed("data:text/html,x", "").is_empty());
    }
}
