//! [`Link`]: what a link shows and where it leads. Reading never fails; it takes notes.

use super::{Host, Mailbox, Site};
use crate::lists::Tables;
use serde::{Deserialize, Serialize};

/// What a person sees of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shown {
    /// The visible text, white space folded.
    pub text: String,
    /// Alternative texts of pictures in it.
    pub alt: String,
}

/// Where a link leads, in the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A web address, after every wrapper that could be undone.
    Web {
        /// The URL as the browser will resolve it.
        url: String,
        /// Its host.
        host: Host,
        /// The host's registrable domain, when it has one.
        site: Option<Site>,
    },
    /// Writes a mail.
    Mail(Option<Mailbox>),
    /// Dials a number, as written.
    Phone(String),
    /// A place in the same mail, or nothing (`#`, empty).
    Nowhere,
    /// `data:`, `javascript:`, `blob:` and other schemes, by name.
    Other(String),
    /// Could not be read as an address at all.
    Broken,
}

/// One station on the way from the address in the mail to the target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// The wrapper's host.
    pub host: Host,
    /// The id of the wrapper's table row (`safelinks`, `google_url`, ...).
    pub wrapper: String,
    /// The wrapper hides its target: where it leads is unknown from here.
    pub opaque: bool,
}

/// Something odd about how an address is written. Not errors: browsers mend them, and fakes count on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Oddity {
    /// `https://amazon.co.jp@evil.example/`: a name in front of `@` that is not the host.
    Userinfo,
    /// A port that is not the scheme's own.
    Port,
    /// The host is an IP address.
    IpAddress,
    /// ... a private or loopback one.
    PrivateAddress,
    /// ... written as hex, octal or one number.
    OddNumerals,
    /// The host holds non-ASCII letters (`xn--`).
    Punycode,
    /// ... which mix scripts or look like ASCII ones, so browsers would show the `xn--` form.
    Homograph,
    /// Backslashes, tabs, missing or extra slashes, broken scheme that browsers mend.
    Mended,
    /// The host was percent-encoded.
    EncodedHost,
}

/// A link: what it shows, where it leads, and what was odd on the way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The number of the link in its message, given by whoever read it; marks and cards refer to it.
    pub id: u32,
    /// The address as written.
    pub href: String,
    /// What the person sees.
    pub shown: Shown,
    /// Where it leads.
    pub target: Target,
    /// The wrappers on the way, outermost first.
    pub hops: Vec<Hop>,
    /// What was odd.
    pub oddities: Vec<Oddity>,
    /// The host that the shown text spells, when the text is an address (scheme, `www.`, or nothing but a host).
    pub shown_host: Option<Host>,
    /// Not visible to the person (style, size).
    #[serde(default)]
    pub hidden: bool,
}

impl Link {
    /// Reads a link. `href` is the attribute as written in the mail.
    #[must_use]
    pub fn read(id: u32, href: &str, shown: Shown, _tables: &Tables) -> Self {
        let target = match url::Url::parse(href) {
            Ok(url) => match (url.scheme(), url.host_str().and_then(Host::parse)) {
                ("http" | "https", Some(host)) => Target::Web {
                    url: url.into(),
                    site: None,
                    host,
                },
                (scheme, _) => Target::Other(scheme.to_owned()),
            },
            Err(_) => Target::Broken,
        };
        Self {
            id,
            href: href.to_owned(),
            shown,
            target,
            hops: vec![],
            oddities: vec![],
            shown_host: None,
            hidden: false,
        }
    }
}
