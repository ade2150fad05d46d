//! A stranger's host wears the brand's name: as a word of its own, with lures, misspelt, or as a whole address in front.
//!
//! Why it matters: it is made to be read as the brand's. The only sign that speaks without a claim, for mails whose claim is
//! in a picture.
//! Evidence: `host`, `part` (the piece that wears the name), `brand`.
//! Fires: `www.amazon.co.jp.x7.shop`, `amazom-jp.xyz`, `arnazon.co.one`, `account-amazon.workers.dev`.
//! Silent: the brand's own and its short links; words that mean something else (amazonas, amazing, kamaz).
//! Can still err: see `address/likeness.rs`.

use super::links::LinkCase;
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &LinkCase<'_>) -> Option<Sign> {
    let likeness = case.likeness?;
    case.foreign()?;
    let brand = case.tables.brands.get(&likeness.brand)?;
    let weight = match case.claim {
        Some(claim) if claim.brand == likeness.brand => Weight::Proof,
        _ => Weight::Odd,
    };
    Some(
        case.sign("brand_in_host", weight)
            .with("part", Evidence::text(&likeness.part))
            .with("brand", Evidence::text(brand.name)),
    )
}

#[cfg(test)]
mod tests {
    use super::super::links::bench::{claimed, unclaimed};

    #[test]
    fn fires_without_a_claim() {
        for host in [
            "www.amazon.co.jp.x7.shop",
            "amazon.qwe1.cn",
            "amazom-jp.xyz",
            "arnazon.co.one",
            "account-amazon.x.workers.dev",
            "anazno.co.ip.q7.club",
            "amaz0n-update.com.cn",
            "аmazon.top",
            "sign-in-amazon.s3.ap-northeast-1.amazonaws.com",
            "am-azon-jp.top",
            "amz-update.example",
            "amazoncojp.example",
        ] {
            assert_eq!(
                unclaimed(&format!("https://{host}/"), ""),
                ["brand_in_host"],
                "{host}"
            );
        }
    }

    #[test]
    fn silent_for_the_brand_and_for_words() {
        for host in [
            "www.amazon.co.jp",
            "amaaozn.com",
            "amzn.asia",
            "images-fe.ssl-images-amazon.com",
            "amazonaws.com",
            "portalamazonas.com.br",
            "amazonia.example",
            "amazingribs.com",
            "kalamazoocity.org",
            "kamaz.example",
            "yamazaki.example",
            "lamaze.example",
            "amazfit.example",
            "amazonwatch.org",
            "example.com",
            "arizona.edu",
            "season.example",
            "timezone.example",
            "208.109.12.211",
            "mazon.com",
            "magazine.example",
            "amino.example",
        ] {
            assert!(
                unclaimed(&format!("https://{host}/"), "").is_empty(),
                "{host}"
            );
        }
    }

    #[test]
    fn proves_under_a_claim() {
        assert!(claimed("https://amazom.x7.shop/", "").contains(&"brand_in_host".to_owned()));
    }
}
