//! The road to the brand's own pages: addresses built into the extension, opened on a click and never taken from a page.

use crate::api::{self, ApiError};
use crate::wire::MailRecord;

/// The marketplaces with a page of their own kind, by host.
pub(crate) const MARKETPLACES: [&str; 24] = [
    "amazon.co.jp", "amazon.com", "amazon.co.uk", "amazon.de", "amazon.fr", "amazon.it", "amazon.es", "amazon.nl", "amazon.se",
    "amazon.pl", "amazon.com.be", "amazon.ie", "amazon.com.tr", "amazon.ae", "amazon.sa", "amazon.eg", "amazon.in", "amazon.sg",
    "amazon.com.au", "amazon.ca", "amazon.com.mx", "amazon.com.br", "amazon.co.za", "amazon.cn",
];

/// The marketplace to open for a mail: what the mail claims, else the person's own, else the largest.
#[must_use]
pub(crate) fn marketplace(mail: Option<&MailRecord>, home: Option<&str>) -> &'static str {
    let known = |host: &str| MARKETPLACES.into_iter().find(|known| *known == host);
    mail.and_then(MailRecord::marketplace)
        .and_then(known)
        .or_else(|| home.and_then(known))
        .unwrap_or("amazon.com")
}

/// Opens the marketplace's list of the messages it really sent.
pub(crate) async fn open_messages(mail: Option<&MailRecord>, home: Option<&str>) -> Result<f64, ApiError> {
    api::open_tab(&format!("https://www.{}/gp/message", marketplace(mail, home))).await
}

/// Opens the marketplace's list of orders.
pub(crate) async fn open_orders(mail: Option<&MailRecord>, home: Option<&str>) -> Result<f64, ApiError> {
    api::open_tab(&format!("https://www.{}/gp/css/order-history", marketplace(mail, home))).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use honmono::mail::Claim;

    #[test]
    fn a_mail_cannot_choose_an_address_of_its_own() {
        let mut mail = MailRecord::default();
        mail.verdict.claim = Some(Claim {
            brand: "amazon".into(),
            brand_name: "Amazon".into(),
            marketplace: Some("amazon.co.jp.evil.example/".into()),
            words: vec![],
        });
        assert_eq!(marketplace(Some(&mail), Some("amazon.de")), "amazon.de");
        assert_eq!(marketplace(Some(&mail), Some("evil.example")), "amazon.com");
    }
}
