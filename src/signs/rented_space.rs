//! The mail claims the brand, and a link leads to space that the brand's cloud rents to anyone.
//!
//! Why it matters: `accounts-check.s3.ap-northeast-1.amazonaws.com` reads like the brand's and was a real fake. Who owns the cloud says
//! nothing about who owns the page.
//! Evidence: `host`.
//! Fires: S3 buckets, CloudFront and other tenants' names under a claim.
//! Only a note: the two places where the brand's own mail keeps photos of delivered parcels.
//! Silent: without a claim (half the web lives there), and the brand's own sites.
//! Can still err: the brand's own pages on its own rented space; genuine mails were seen to load pictures from there, never to link there.

use super::links::LinkCase;
use crate::lists::Ownership;
use crate::verdict::{Sign, Weight};

pub(super) fn find(case: &LinkCase<'_>) -> Option<Sign> {
    case.claim?;
    let host = case.foreign()?;
    let Ownership::Tenant { brand } = case.owner else {
        return None;
    };
    let pictures = case
        .tables
        .brands
        .get(brand)
        .is_some_and(|brand| brand.pictures.contains(&host.as_str()));
    Some(case.sign(
        "rented_space",
        if pictures {
            Weight::Note
        } else {
            Weight::Proof
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::super::links::bench::{claimed, claimed_weight, unclaimed};
    use crate::verdict::Weight;

    #[test]
    fn fires_for_tenants() {
        assert_eq!(
            claimed("https://d111.cloudfront.net/x", ""),
            ["rented_space"]
        );
        assert_eq!(
            claimed("https://accounts.s3.ap-northeast-1.amazonaws.com/", ""),
            ["rented_space"]
        );
    }

    #[test]
    fn only_a_note_where_the_brands_mail_keeps_pictures() {
        assert_eq!(
            claimed_weight("https://us-prod-temp.s3.amazonaws.com/x.jpg"),
            Some(Weight::Note)
        );
        assert_eq!(
            claimed_weight("https://x.us-prod-temp.s3.amazonaws.com/x.jpg"),
            Some(Weight::Proof)
        );
    }

    #[test]
    fn silent_without_a_claim_and_for_the_brand() {
        assert!(unclaimed("https://d111.cloudfront.net/x", "").is_empty());
        for href in [
            "https://www.amazon.co.jp/x",
            "https://m.media-amazon.com/x.png",
        ] {
            assert!(claimed(href, "").is_empty(), "{href}");
        }
        assert!(!claimed("https://qlcfp.cn/", "").contains(&"rented_space".to_owned()));
        assert!(
            claimed(
                "https://x.r.us-east-1.awstrack.me/L0/https:%2F%2Fwww.amazon.co.jp%2F/1/2/3",
                ""
            )
            .is_empty()
        );
    }
}
