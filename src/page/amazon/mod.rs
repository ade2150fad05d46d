//! Amazon's own pages: what kind of page it is, whether somebody is signed in, and the rows it shows.
//!
//! The candidates are in order: what stops the person (a robot check, a second step, signing in), then the known markups, then a
//! look that knows no selector of Amazon's. Only the page as the person sees it is read; numbers are taken from labelled places,
//! never from the whole page, because session ids have the same shape.
//!
//! Evidence `amazon-orders` is alexdlaird/amazon-orders:tests/resources (amazon.com, 2024 and 2025), `azad` is philipmulcahy/azad
//! (amazon.co.uk, 2019), `aoe` is abhishek1234321/aoe:docs/samples (2025), `amazhist` is kimata/amazhist-python:src/amazhist
//! (amazon.co.jp, July 2026).

pub mod dates;
pub mod messages;
mod moment;
mod opened;
pub mod orders;
pub mod plain;
mod plain_text;
pub mod states;

pub use opened::Posted;

use super::MessageReading;
use super::plan::{Candidate, Limits, Plan};
use super::snapshot::Snapshot;
use super::time::Clock;
use crate::lists::Tables;
use crate::lists::marketplaces::{self, Marketplace};
use crate::mail::Timestamp;
use crate::official::{PageKind, PageReading};
use url::Url;

/// What a page is meant to be, by its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// What kind of page.
    pub kind: PageKind,
    /// The order number that the address asks for.
    pub asked: Option<String>,
}

/// The match patterns of the marketplaces, for the manifest's content scripts.
pub fn hosts() -> impl Iterator<Item = String> {
    marketplaces::ALL
        .iter()
        .map(|marketplace| format!("https://{}/*", marketplace.host))
}

/// The marketplace whose page this is.
#[must_use]
pub fn marketplace(url: &Url) -> Option<&'static Marketplace> {
    (url.scheme() == "https").then(|| marketplaces::by_host(url.host_str()?))?
}

/// The plan for a marketplace's page; `None` for any other address.
#[must_use]
pub fn plan(url: &Url) -> Option<Plan> {
    marketplace(url)?;
    let meant = meant(url);
    let mut sites = states::candidates();
    match meant.kind {
        PageKind::Messages => {
            sites.extend(messages::candidates());
            sites.push(plain::rows());
        }
        PageKind::Orders => {
            sites.push(orders::list());
            sites.push(plain_text::page());
        }
        PageKind::Order => {
            sites.push(orders::details());
            sites.push(plain_text::page());
        }
        PageKind::Invoice => sites.push(plain_text::page()),
        PageKind::Points => {
            sites.push(orders::points());
            sites.push(plain_text::page());
        }
        _ => {}
    }
    sites.push(states::other());
    // Rows are short, and many elements around them are asked for; a list of orders may be read as one text.
    let value = if meant.kind == PageKind::Messages {
        600
    } else {
        40_000
    };
    Some(Plan {
        sites,
        limits: Limits {
            value,
            ..Limits::default()
        },
    })
}

/// The marketplace of the page at this address; `None` for any other page.
#[must_use]
pub fn marketplace_at(url: &str) -> Option<&'static Marketplace> {
    marketplace(&Url::parse(url).ok()?)
}

/// Reads a page: what it says, and the texts on it that strangers wrote, to be judged as mails are (an opened message).
#[must_use]
pub fn read(snapshot: &Snapshot, tables: &Tables) -> Option<(PageReading, Vec<MessageReading>)> {
    let (reading, posted) = look(snapshot)?;
    let opened = posted.map_or_else(Vec::new, |posted| posted.read(snapshot, tables));
    Some((reading, opened))
}

/// Reads what a page itself says, and what it says of a message that is open on it.
#[must_use]
pub fn look(snapshot: &Snapshot) -> Option<(PageReading, Option<Posted>)> {
    let url = Url::parse(&snapshot.url).ok()?;
    let marketplace = marketplace(&url)?;
    let meant = meant(&url);
    let mut reading = PageReading {
        marketplace: marketplace.id.to_owned(),
        asked: meant.asked.clone(),
        signed_in: states::signed_in(snapshot, &url),
        at: Some(Timestamp(snapshot.looked_at)),
        ..PageReading::default()
    };
    if let Some(stopped) = states::stopped(snapshot, &url) {
        reading.kind = stopped;
        reading.asked = None;
        reading.meant = returns_to(&url)
            .map(|to| self::meant(&to).kind)
            .or_else(|| is_list(meant.kind).then_some(meant.kind));
        if stopped == PageKind::SignIn {
            // Asked for the password alone, the person is recognised, and comes back to the same account.
            let nobody = snapshot
                .page
                .get("asks_account")
                .is_some_and(super::Found::is_there);
            reading.signed_in = nobody.then_some(false);
        }
        return Some((reading, None));
    }
    reading.kind = meant.kind;
    let mut opened = None;
    match meant.kind {
        PageKind::Messages => opened = messages::read(snapshot, &mut reading),
        PageKind::Orders => orders::read_list(snapshot, &url, &mut reading),
        PageKind::Order | PageKind::Invoice => {
            orders::read_order(snapshot, meant.kind, &mut reading)
        }
        PageKind::Points => orders::read_points(snapshot, &mut reading),
        _ => {}
    }
    if reading.kind == PageKind::Unread && states::trouble(snapshot) {
        reading.kind = PageKind::Error;
    }
    if reading.kind != meant.kind && is_list(meant.kind) {
        reading.meant = Some(meant.kind);
    }
    Some((reading, opened))
}

fn is_list(kind: PageKind) -> bool {
    matches!(
        kind,
        PageKind::Messages | PageKind::Orders | PageKind::Order | PageKind::Points
    )
}

/// The clock of the page's reader.
fn clock(snapshot: &Snapshot) -> Clock {
    Clock {
        now: snapshot.looked_at,
        zone: snapshot.zone.clone(),
    }
}

/// What an address is for. Paths are those of `lists/marketplaces` and their older names.
#[must_use]
pub fn meant(url: &Url) -> Meant {
    let path = url.path().trim_end_matches('/').to_ascii_lowercase();
    // `/gp/css/order-history/ref=...`: what follows `ref=` says where the person came from.
    let path = path.split("/ref=").next().unwrap_or_default();
    let query = |name: &str| {
        url.query_pairs()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.into_owned())
    };
    let starts = |prefixes: &[&str]| {
        prefixes
            .iter()
            .any(|prefix| path == *prefix || path.starts_with(&format!("{prefix}/")))
    };
    let asked = query("orderID")
        .map(|number| number.to_ascii_uppercase())
        .filter(|number| marketplaces::is_order_number(number));
    let kind = if path.is_empty() || starts(&["/index.html", "/gp/homepage.html"]) {
        PageKind::Home
    } else if starts(&["/gp/message", "/message-center", "/gp/css/message-center"]) {
        PageKind::Messages
    } else if starts(&[
        "/gp/css/summary/print.html",
        "/gp/digital/your-account/order-summary.html",
        "/gp/invoice",
    ]) {
        PageKind::Invoice
    } else if starts(&[
        "/your-orders/order-details",
        "/gp/your-account/order-details",
        "/gp/css/order-details",
        "/gp/css/summary/edit.html",
    ]) {
        PageKind::Order
    } else if starts(&[
        "/your-orders",
        "/gp/css/order-history",
        "/gp/your-account/order-history",
        "/gp/legacy/order-history",
    ]) {
        PageKind::Orders
    } else if starts(&["/cpe/yourpayments"]) {
        PageKind::Payments
    } else if starts(&["/mypoints"]) {
        PageKind::Points
    } else {
        PageKind::Other
    };
    let asked = matches!(kind, PageKind::Order | PageKind::Invoice)
        .then_some(asked)
        .flatten();
    Meant { kind, asked }
}

/// Where a sign-in page leads back to, if that is on the same site.
fn returns_to(url: &Url) -> Option<Url> {
    let target = url
        .query_pairs()
        .find(|(key, _)| key == "openid.return_to")
        .map(|(_, value)| value.into_owned())?;
    let target = Url::parse(&target).ok()?;
    (target.host_str() == url.host_str()).then_some(target)
}

/// A candidate by name.
fn candidate(id: &str, present: Vec<super::plan::Probe>) -> Candidate {
    let present = present.into_iter().map(|probe| probe.css).collect();
    Candidate {
        id: id.to_owned(),
        present,
        page: states::fields(),
        ..Candidate::default()
    }
}

/// Whether a text holds one of these words, case and width folded.
fn says(text: &str, words: &[&str]) -> bool {
    let text = plain_case(text);
    words.iter().any(|word| text.contains(word))
}

/// Lower case, full-width letters as plain ones, curly apostrophes straight.
fn plain_case(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' | '\u{a0}' => ' ',
            '\u{2019}' | '\u{2018}' => '\'',
            _ => c,
        })
        .flat_map(crate::lower::letter)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(address: &str) -> PageKind {
        meant(&Url::parse(address).unwrap()).kind
    }

    #[test]
    fn addresses_say_what_a_page_is_meant_to_be() {
        for (path, expected) in [
            ("/", PageKind::Home),
            ("/gp/message", PageKind::Messages),
            (
                "/gp/message?ie=UTF8&cl=4&ref_=ya_d_l_msg_center#!/inbox",
                PageKind::Messages,
            ),
            ("/your-orders/orders?timeFilter=year-2026", PageKind::Orders),
            ("/gp/css/order-history/ref=nav_orders", PageKind::Orders),
            (
                "/gp/your-account/order-history?orderFilter=cancelled",
                PageKind::Orders,
            ),
            (
                "/your-orders/order-details?orderID=250-1234567-1234567",
                PageKind::Order,
            ),
            (
                "/gp/css/summary/print.html/ref=x?orderID=1",
                PageKind::Invoice,
            ),
            (
                "/gp/digital/your-account/order-summary.html?orderID=D01-1234567-1234567&print=1",
                PageKind::Invoice,
            ),
            ("/cpe/yourpayments/transactions", PageKind::Payments),
            ("/mypoints/transactions", PageKind::Points),
            ("/dp/B000", PageKind::Other),
            ("/gp/messages-of-others", PageKind::Other),
        ] {
            assert_eq!(
                kind(&format!("https://www.amazon.co.jp{path}")),
                expected,
                "{path}"
            );
        }
    }

    #[test]
    fn every_address_of_the_table_is_understood() {
        use marketplaces::Page;
        let number = "250-1234567-1234567";
        for marketplace in &marketplaces::ALL {
            for (page, expected) in [
                (Page::Messages, PageKind::Messages),
                (Page::Orders, PageKind::Orders),
                (Page::OrdersOfYear(2026), PageKind::Orders),
                (Page::OrdersHidden, PageKind::Orders),
                (Page::OrdersCancelled, PageKind::Orders),
                (Page::Order(number), PageKind::Order),
                (Page::Order("D01-1234567-1234567"), PageKind::Invoice),
            ] {
                let address = marketplace.address(page).unwrap();
                assert_eq!(kind(&address), expected, "{address}");
                assert!(plan(&Url::parse(&address).unwrap()).is_some());
            }
        }
    }

    #[test]
    fn only_marketplaces_over_https_have_a_plan() {
        for address in [
            "http://www.amazon.co.jp/gp/message",
            "https://www.amazon.co.jp.evil.example/gp/message",
            "https://amazon.example/",
        ] {
            assert!(plan(&Url::parse(address).unwrap()).is_none(), "{address}");
        }
    }

    #[test]
    fn a_sign_in_page_tells_where_it_leads_back_to_on_its_own_site_only() {
        let url = Url::parse("https://www.amazon.co.jp/ap/signin?openid.return_to=https%3A%2F%2Fwww.amazon.co.jp%2Fgp%2Fmessage").unwrap();
        assert_eq!(
            returns_to(&url).map(|to| meant(&to).kind),
            Some(PageKind::Messages)
        );
        let url = Url::parse("https://www.amazon.co.jp/ap/signin?openid.return_to=https%3A%2F%2Fevil.example%2Fgp%2Fmessage").unwrap();
        assert!(returns_to(&url).is_none());
    }
}
