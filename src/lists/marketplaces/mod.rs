//! The marketplaces, which are data (`brands/*.toml`), and the addresses of their own pages.
//!
//! Paths are those that public readers of the pages use: alexdlaird/amazon-orders, philipmulcahy/azad, kimata/amazhist-python,
//! furyutei/amzOrderHistoryFilter, PreMiD/Activities; the password page is the one of
//! apple/password-manager-resources:quirks/change-password-URLs.json.
//!
//! Every address that is ever opened comes from here, never from a mail.

pub mod words;

/// A marketplace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marketplace {
    /// Its id, which is its bare domain: `amazon.co.jp`.
    pub id: &'static str,
    /// The id of its brand.
    pub brand: &'static str,
    /// The host of its pages.
    pub host: &'static str,
    /// Its name as people write it.
    pub name: &'static str,
    /// Further domains of it.
    pub also: &'static [&'static str],
    /// Languages its pages are offered in, the local one first. A hint only: a page's language follows the account.
    pub languages: &'static [&'static str],
    /// It keeps points with a history of their own.
    pub points: bool,
}

include!(concat!(env!("OUT_DIR"), "/marketplaces.rs"));

/// A page of a marketplace that a person may be led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page<'a> {
    /// The Message Center: what was really sent to this account.
    Messages,
    /// Orders, as the page opens by itself (the last three months).
    Orders,
    /// Orders of a year.
    OrdersOfYear(i32),
    /// Cancelled orders.
    OrdersCancelled,
    /// Digital orders.
    OrdersDigital,
    /// Hidden ("archived") orders.
    OrdersHidden,
    /// One order, by its number.
    Order(&'a str),
    /// The history of points.
    Points,
    /// The account's front page.
    Account,
    /// Login and security: password, sign-in settings.
    Security,
    /// Two-step verification.
    TwoStep,
    /// Devices and content.
    Devices,
    /// Payment methods.
    Payments,
    /// Payments made.
    Transactions,
    /// Addresses.
    Addresses,
    /// Regular deliveries.
    Deliveries,
    /// Memberships and subscriptions.
    Memberships,
    /// Gift card balance and its use.
    GiftCards,
    /// Which mails are sent.
    MailPreferences,
    /// Customer service.
    CustomerService,
    /// Forgotten password.
    ForgotPassword,
    /// Report a suspicious message.
    Report,
    /// How to tell a genuine message.
    HowToTell,
}

impl Marketplace {
    /// The address of a page, or `None` when this marketplace has none, or a number is none.
    ///
    /// ```
    /// use honmono::lists::marketplaces::{Page, by_id};
    /// let japan = by_id("amazon.co.jp").ok_or("listed")?;
    /// assert_eq!(japan.address(Page::Messages).as_deref(), Some("https://www.amazon.co.jp/gp/message"));
    /// assert_eq!(japan.address(Page::Order("../evil")), None);
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn address(&self, page: Page) -> Option<String> {
        let path = match page {
            Page::Messages => "/gp/message".to_owned(),
            Page::Orders => "/your-orders/orders".to_owned(),
            Page::OrdersOfYear(year) if (1995..=2200).contains(&year) => {
                format!("/your-orders/orders?timeFilter=year-{year}")
            }
            Page::OrdersOfYear(_) => return None,
            Page::OrdersCancelled => {
                "/gp/your-account/order-history?orderFilter=cancelled".to_owned()
            }
            Page::OrdersDigital => "/gp/your-account/order-history?orderFilter=digital".to_owned(),
            Page::OrdersHidden => "/your-orders/orders?timeFilter=archived".to_owned(),
            Page::Order(number) if !is_order_number(number) => return None,
            Page::Order(number) if number.starts_with('D') => {
                format!("/gp/digital/your-account/order-summary.html?orderID={number}&print=1")
            }
            Page::Order(number) => format!("/your-orders/order-details?orderID={number}"),
            Page::Points if !self.points => return None,
            // The history itself answers with data for a script; the page that shows it is this one.
            Page::Points => "/mypoints".to_owned(),
            Page::Account => "/gp/css/homepage.html".to_owned(),
            Page::Security => "/ax/account/manage".to_owned(),
            Page::TwoStep => "/a/settings/approval".to_owned(),
            Page::Devices => "/hz/mycd/digital-console/devicedetails".to_owned(),
            Page::Payments => "/cpe/yourpayments/wallet".to_owned(),
            Page::Transactions => "/cpe/yourpayments/transactions".to_owned(),
            Page::Addresses => "/a/addresses".to_owned(),
            Page::Deliveries => "/auto-deliveries/subscriptionList".to_owned(),
            Page::Memberships => "/yourmembershipsandsubscriptions".to_owned(),
            Page::GiftCards => "/gc/balance".to_owned(),
            Page::MailPreferences => "/gp/gss/manage".to_owned(),
            Page::CustomerService if self.id == "amazon.co.jp" => "/contact-us".to_owned(),
            Page::CustomerService => "/gp/help/customer/contact-us".to_owned(),
            Page::ForgotPassword => "/ap/forgotpassword".to_owned(),
            Page::Report => "/gp/help/customer/display.html?nodeId=GRGRY7AQ3LMPXVCV".to_owned(),
            Page::HowToTell => "/gp/help/customer/display.html?nodeId=G4YFYCCNUSENA23B".to_owned(),
        };
        Some(format!("https://{}{path}", self.host))
    }
}

/// Whether this is the whole of an order number: `250-1234567-1234567`, digital `D01-...`, paid elsewhere `P01-...`.
#[must_use]
pub fn is_order_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 19
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            0 => byte.is_ascii_digit() || matches!(byte, b'D' | b'P'),
            3 | 11 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
        && !bytes.starts_with(b"000-")
}

/// The marketplace with this id (`amazon.co.jp`).
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Marketplace> {
    ALL.iter().find(|marketplace| marketplace.id == id)
}

/// The marketplace whose pages this host serves: its `www.` name, its bare domain, or another name of it. Hosts below it
/// (sellers' or partners' consoles) are not its pages.
#[must_use]
pub fn by_host(host: &str) -> Option<&'static Marketplace> {
    let bare = host.strip_prefix("www.").unwrap_or(host);
    ALL.iter()
        .find(|marketplace| marketplace.id == bare || marketplace.also.contains(&bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_on_the_marketplace_itself() {
        let number = "250-1234567-1234567";
        for marketplace in &ALL {
            for page in [
                Page::Messages,
                Page::Orders,
                Page::OrdersOfYear(2026),
                Page::OrdersHidden,
                Page::Order(number),
                Page::Account,
            ] {
                let address = marketplace.address(page).unwrap();
                let url = url::Url::parse(&address).unwrap();
                assert_eq!(url.host_str(), Some(marketplace.host), "{address}");
                assert_eq!(url.scheme(), "https");
            }
            assert_eq!(by_host(marketplace.host), Some(marketplace));
            assert_eq!(marketplace.host, format!("www.{}", marketplace.id));
        }
    }

    #[test]
    fn only_japan_keeps_points() {
        assert!(
            by_id("amazon.co.jp")
                .unwrap()
                .address(Page::Points)
                .is_some()
        );
        assert!(by_id("amazon.com").unwrap().address(Page::Points).is_none());
    }

    #[test]
    fn what_is_no_number_opens_nothing() {
        let japan = by_id("amazon.co.jp").unwrap();
        for bad in [
            "",
            "250-1234567-123456",
            "250-1234567-1234567&x=1",
            "//evil.example",
            "X50-1234567-1234567",
            "000-0000000-8675309",
        ] {
            assert!(japan.address(Page::Order(bad)).is_none(), "{bad}");
        }
        assert!(japan.address(Page::OrdersOfYear(99)).is_none());
    }

    #[test]
    fn strangers_are_no_marketplace() {
        for host in [
            "amazon.co.jp.evil.example",
            "evilamazon.co.jp",
            "sellercentral.amazon.co.jp",
            "www.amazon.example",
            "",
        ] {
            assert!(by_host(host).is_none(), "{host}");
        }
    }
}
