//! The host holds letters that browsers refuse to show, because they mix scripts or look like others.
//!
//! Why it matters: the name on the screen and the name that is asked for are two.
//! Evidence: `host`, `unicode` (as it would look).
//! Fires: `xn--mazon-3ve.com` (a Cyrillic а in front) under a claim.
//! Silent: honest names in one script (`bücher.de`, `例え.jp`), and without a claim: there `brand_in_host` speaks if it wears a brand's name.
//! Can still err: nothing known; it is foreign in any case.

use super::links::LinkCase;
use crate::address::{Host, Oddity};
use crate::verdict::{Evidence, Sign, Weight};

pub(super) fn find(case: &LinkCase<'_>) -> Option<Sign> {
    case.claim?;
    let host = case.foreign()?;
    case.has(Oddity::Homograph).then(|| {
        let shown = Host::to_unicode(host).unwrap_or_default();
        case.sign("homograph", Weight::Proof)
            .with("unicode", Evidence::text(&shown))
    })
}

#[cfg(test)]
mod tests {
    use super::super::links::bench::{claimed, unclaimed};

    #[test]
    fn fires_for_mixed_scripts() {
        assert!(claimed("https://аmazon.com/", "").contains(&"homograph".to_owned()));
    }

    #[test]
    fn silent_for_honest_names_and_without_a_claim() {
        assert!(!claimed("https://bücher.example/", "").contains(&"homograph".to_owned()));
        assert!(!claimed("https://例え.example/", "").contains(&"homograph".to_owned()));
        assert!(!unclaimed("https://gооgle.example/", "").contains(&"homograph".to_owned()));
    }
}
