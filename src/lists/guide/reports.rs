//! Where a false mail can be reported, by marketplace and country.
//!
//! Sources: Amazon's help page "Report a scam" (node GRGRY7AQ3LMPXVCV) and its stored copies; antiphishing.jp; dekyo.or.jp;
//! apwg.org; reportfraud.ftc.gov; verbraucherzentrale.nrw. Entries with `sure: false` were not looked up at their owner.

use super::Scope;
use crate::lists::marketplaces::Page;

/// One place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its name; the words are `report_<id>`.
    pub id: &'static str,
    /// How it is reached.
    pub way: Way,
    /// Where it is offered.
    pub scope: Scope,
    /// Whether the source is good enough to say it without a caution.
    pub sure: bool,
}

/// How a place is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A page of the marketplace; the person must be signed in.
    Brand(Page<'static>),
    /// A page elsewhere.
    Page(&'static str),
    /// A mail address; the mail goes there as an attachment.
    Mail(&'static str),
    /// A number for text messages.
    Text(&'static str),
    /// A telephone number.
    Phone(&'static str),
}

const fn place(id: &'static str, way: Way, scope: Scope) -> Place {
    Place {
        id,
        way,
        scope,
        sure: true,
    }
}

/// All places: the brand's own first, then those of the country, then those for all.
pub const ALL: [Place; 13] = [
    place("brand_page", Way::Brand(Page::Report), Scope::Everywhere),
    place(
        "brand_mail",
        Way::Mail("reportascam@amazon.com"),
        Scope::Everywhere,
    ),
    Place {
        sure: false,
        ..place(
            "brand_verify",
            Way::Mail("verify@amazon.com"),
            Scope::In(&["amazon.com"]),
        )
    },
    Place {
        sure: false,
        ..place(
            "brand_old",
            Way::Mail("stop-spoofing@amazon.com"),
            Scope::Everywhere,
        )
    },
    place(
        "jp_council_page",
        Way::Page("https://www.antiphishing.jp/registration.html"),
        Scope::In(&["amazon.co.jp"]),
    ),
    place(
        "jp_council_mail",
        Way::Mail("info@antiphishing.jp"),
        Scope::In(&["amazon.co.jp"]),
    ),
    place(
        "jp_dekyo",
        Way::Mail("meiwaku@dekyo.or.jp"),
        Scope::In(&["amazon.co.jp"]),
    ),
    Place {
        sure: false,
        ..place(
            "jp_police",
            Way::Phone("#9110"),
            Scope::In(&["amazon.co.jp"]),
        )
    },
    place(
        "us_ftc",
        Way::Page("https://reportfraud.ftc.gov/"),
        Scope::In(&["amazon.com"]),
    ),
    place("us_text", Way::Text("7726"), Scope::In(&["amazon.com"])),
    Place {
        sure: false,
        ..place(
            "uk_ncsc",
            Way::Mail("report@phishing.gov.uk"),
            Scope::In(&["amazon.co.uk"]),
        )
    },
    place(
        "de_vz",
        Way::Mail("phishing@verbraucherzentrale.nrw"),
        Scope::In(&["amazon.de"]),
    ),
    place(
        "apwg",
        Way::Mail("reportphishing@apwg.org"),
        Scope::Everywhere,
    ),
];

/// A webmail for which the way to send a mail as an attachment is described: `report_attach_<id>`. The last one is for all others.
pub const WEBMAILS: [&str; 7] = [
    "gmail",
    "outlook",
    "yahoo",
    "roundcube",
    "fastmail",
    "proton",
    "other",
];

/// The description that fits the site a mail was read in.
#[must_use]
pub fn webmail(site: &str) -> &'static str {
    WEBMAILS
        .into_iter()
        .find(|id| *id == site)
        .unwrap_or("other")
}
