//! [`Link`]: what a link shows and where it leads. Reading never fails; it takes notes.

use super::{Host, Mailbox, Site};
use crate::lists::Tables;
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::Url;

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
    pub wrapper: Cow<'static, str>,
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
    /// No browser knows the scheme, but it is one or two letters off `http` or `https` (`hhttps://`): read as that.
    BrokenScheme,
    /// A host without a scheme (`www.bank.example/x`): some readers make it a link, others a dead one. Read as `http`.
    NoScheme,
    /// More wrappers inside each other than honest mail needs; the rest was not undone.
    DeeplyWrapped,
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

/// Wrappers undone inside each other before we stop.
pub const MOST_HOPS: usize = 5;

impl Link {
    /// Reads a link. `href` is the attribute as written in the mail. Never fails; linear in the length of `href`.
    ///
    /// A mail has no address of its own, so a relative address leads nowhere, and `//host/` is read as `https`, the scheme of
    /// every webmail.
    ///
    /// ```
    /// use honmono::{Tables, address::{Link, Oddity, Shown, Target}};
    /// let tables = Tables::shipped();
    /// let link = Link::read(1, "https://amazon.co.jp@login.evil.shop/", Shown::default(), &tables);
    /// assert!(link.oddities.contains(&Oddity::Userinfo));
    /// assert!(matches!(link.target, Target::Web { ref host, .. } if host.as_str() == "login.evil.shop"));
    /// ```
    #[must_use]
    pub fn read(id: u32, href: &str, shown: Shown, tables: &Tables) -> Self {
        let mut link = Self {
            id,
            href: href.to_owned(),
            shown_host: shown_host(&shown.text, tables),
            shown,
            target: Target::Broken,
            hops: vec![],
            oddities: vec![],
            hidden: false,
        };
        let (target, url) = read_address(href, &mut link.oddities, tables);
        link.target = target;
        if let Some(url) = url {
            link.follow(href, url, tables);
        }
        link
    }

    /// Goes through the wrappers to where they end.
    fn follow(&mut self, href: &str, mut url: Url, tables: &Tables) {
        let mut raw = Cow::Borrowed(href);
        let Some(mut host) = Host::of(&url) else {
            return;
        };
        while let Some(done) =
            tables
                .wrappers
                .undo(&raw, &url, &host, &tables.suffixes, &tables.brands)
        {
            let deep = self.hops.len() == MOST_HOPS;
            if deep {
                note(&mut self.oddities, Oddity::DeeplyWrapped);
            }
            let inner = done.inner.filter(|_| !deep).and_then(|inner| {
                let (_, url) = read_address(&inner, &mut self.oddities, tables);
                let url = url?;
                Some((Host::of(&url)?, url, inner))
            });
            let wrapper = Cow::Borrowed(done.wrapper);
            let Some((inner_host, inner_url, inner)) = inner else {
                // Whoever runs the wrapper knows; the person is sent to it.
                self.hops.push(Hop {
                    host: host.clone(),
                    wrapper,
                    opaque: true,
                });
                break;
            };
            self.hops.push(Hop {
                host: std::mem::replace(&mut host, inner_host),
                wrapper,
                opaque: false,
            });
            (url, raw) = (inner_url, Cow::Owned(inner));
        }
        self.note_host(&host, tables);
        self.target = Target::Web {
            url: url.into(),
            site: tables.suffixes.site_of(&host),
            host,
        };
    }

    /// What the host itself shows.
    fn note_host(&mut self, host: &Host, tables: &Tables) {
        if host.is_ip() {
            note(&mut self.oddities, Oddity::IpAddress);
            if is_private(host) {
                note(&mut self.oddities, Oddity::PrivateAddress);
            }
        } else if host
            .as_str()
            .as_bytes()
            .windows(4)
            .any(|four| four == b"xn--")
            && host.labels().any(|label| label.starts_with("xn--"))
        {
            note(&mut self.oddities, Oddity::Punycode);
            if super::homograph::is_homograph(host, tables) {
                note(&mut self.oddities, Oddity::Homograph);
            }
        }
    }

    /// The host it leads to, when it leads to the web.
    #[must_use]
    pub fn host(&self) -> Option<&Host> {
        match &self.target {
            Target::Web { host, .. } => Some(host),
            _ => None,
        }
    }

    /// Where it leads is unknown from here: the last wrapper hides it.
    #[must_use]
    pub fn is_opaque(&self) -> bool {
        self.hops.last().is_some_and(|hop| hop.opaque)
    }
}

fn note(oddities: &mut Vec<Oddity>, oddity: Oddity) {
    if !oddities.contains(&oddity) {
        oddities.push(oddity);
    }
}

/// One address, without wrappers: its target, and the URL when it leads to the web (then the target is left to the caller).
fn read_address(href: &str, oddities: &mut Vec<Oddity>, tables: &Tables) -> (Target, Option<Url>) {
    let text = href.trim_matches(|letter: char| letter <= ' ');
    if text.is_empty() || text.starts_with('#') {
        return (Target::Nowhere, None);
    }
    // Browsers drop tabs and line breaks anywhere; folded lines of honest mail have them in the path.
    let text: Cow<str> = if may_hold_breaks(text) && text.contains(['\t', '\n', '\r']) {
        let head = text
            .find(['?', '#'])
            .unwrap_or(text.len())
            .min(authority_end(text));
        if text[..head].contains(['\t', '\n', '\r']) {
            note(oddities, Oddity::Mended);
        }
        text.replace(['\t', '\n', '\r'], "").into()
    } else {
        text.into()
    };
    // As nearly all are written.
    if let Some(rest) = text
        .strip_prefix("https:")
        .or_else(|| text.strip_prefix("http:"))
    {
        return web(&text, rest, oddities);
    }
    let Some((scheme, rest)) = scheme(&text) else {
        return without_scheme(&text, oddities, tables);
    };
    if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") {
        return web(&text, rest, oddities);
    }
    let scheme = scheme.to_ascii_lowercase();
    match scheme.as_str() {
        "mailto" => {
            let address = rest.split('?').next().unwrap_or(rest);
            let address = percent_decode_str(address).decode_utf8_lossy();
            (
                Target::Mail(Mailbox::parse(
                    address.split(',').next().unwrap_or(&address),
                )),
                None,
            )
        }
        "tel" | "sms" | "smsto" | "callto" | "facetime" | "facetime-audio" | "whatsapp" => (
            Target::Phone(
                percent_decode_str(rest.trim_start_matches('/'))
                    .decode_utf8_lossy()
                    .into_owned(),
            ),
            None,
        ),
        _ if rest.starts_with("//") && is_nearly_http(&scheme) => {
            note(oddities, Oddity::BrokenScheme);
            web(&format!("https:{rest}"), rest, oddities)
        }
        _ => (Target::Other(scheme), None),
    }
}

/// A control character is somewhere in the text: asked of eight bytes at a time, since next to no address has one.
fn may_hold_breaks(text: &str) -> bool {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    let (eights, rest) = text.as_bytes().as_chunks::<8>();
    // A byte below 32 borrows from its own highest bit.
    let below = |eight: u64| eight.wrapping_sub(EACH * 32) & !eight & (EACH * 128) != 0;
    for eight in eights {
        if below(u64::from_ne_bytes(*eight)) {
            return true;
        }
    }
    rest.iter().any(|byte| *byte < 32)
}

/// The scheme, and what follows its colon. `host.example:80` is a host with a port to a person, whatever the grammar says.
fn scheme(text: &str) -> Option<(&str, &str)> {
    let colon = text
        .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '+' && letter != '-')?;
    let (scheme, rest) = text.split_at(colon);
    (!scheme.is_empty() && scheme.starts_with(|letter: char| letter.is_ascii_alphabetic()))
        .then(|| rest.strip_prefix(':'))
        .flatten()
        .map(|rest| (scheme, rest))
}

/// `hhttps`, `ttps`, `htps`, `hxxp`: one letter more, less or other (two half slips).
fn is_nearly_http(scheme: &str) -> bool {
    matches!(scheme, "hxxp" | "hxxps")
        || ["http", "https"]
            .iter()
            .any(|known| super::likeness::within(scheme.as_bytes(), known.as_bytes(), 2).is_some())
}

fn without_scheme(
    text: &str,
    oddities: &mut Vec<Oddity>,
    tables: &Tables,
) -> (Target, Option<Url>) {
    let slash = |byte: Option<&u8>| matches!(byte, Some(b'/' | b'\\'));
    let bytes = text.as_bytes();
    if slash(bytes.first()) && slash(bytes.get(1)) {
        let rest = text;
        return web(&format!("https:{text}"), rest, oddities);
    }
    for start in ["http//", "https//"] {
        if text.len() > start.len()
            && text
                .get(..start.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(start))
        {
            note(oddities, Oddity::BrokenScheme);
            let rest = &text[start.len() - 2..];
            return web(&format!("https:{rest}"), rest, oddities);
        }
    }
    let host = &text[..text.find(['/', '?', '#', ':', '\\']).unwrap_or(text.len())];
    if !host.contains('@') && is_host_like(host, tables) {
        note(oddities, Oddity::NoScheme);
        return web(&format!("http://{text}"), &format!("//{text}"), oddities);
    }
    (Target::Nowhere, None)
}

/// A name with a suffix of the list, or `www.` in front: what readers make a link of by themselves.
fn is_host_like(text: &str, tables: &Tables) -> bool {
    if !has_dot(text)
        || text.len() > 255
        || text.starts_with('.')
        || text.contains(char::is_whitespace)
    {
        return false;
    }
    Host::parse(text).is_some_and(|host| {
        !host.is_ip()
            && tables.suffixes.suffix_of(&host).is_some_and(|suffix| {
                suffix.start > 0 && (suffix.listed || host.labels().next() == Some("www"))
            })
    })
}

/// Where the authority of a web address ends in its text.
fn authority_end(text: &str) -> usize {
    let start = text.find(':').map_or(0, |colon| colon + 1);
    let rest = &text[start..];
    let host = rest.len() - rest.trim_start_matches(['/', '\\', '\t', '\n', '\r']).len();
    rest[host..]
        .find(['/', '\\', '?', '#'])
        .map_or(text.len(), |end| start + host + end)
}

/// Parses a web address and notes what browsers mend. `rest` is what follows the scheme's colon.
fn web(text: &str, rest: &str, oddities: &mut Vec<Oddity>) -> (Target, Option<Url>) {
    let bytes = rest.as_bytes();
    let mut slashes = 0;
    while matches!(bytes.get(slashes), Some(b'/' | b'\\')) {
        slashes += 1;
    }
    if slashes != 2 || !rest.starts_with("//") {
        note(oddities, Oddity::Mended);
    }
    let (mut end, mut start, mut colon) = (bytes.len(), slashes, None);
    for (at, byte) in bytes.iter().enumerate().skip(slashes) {
        match byte {
            b'/' | b'?' | b'#' => {
                end = at;
                break;
            }
            b'\\' => {
                note(oddities, Oddity::Mended);
                end = at;
                break;
            }
            // Everything before the last `@` is a user name.
            b'@' => (start, colon) = (at + 1, None),
            b':' => colon = Some(at),
            _ => {}
        }
    }
    if start > slashes + 1 {
        note(oddities, Oddity::Userinfo);
    }
    let port = colon.filter(|colon| bytes[colon + 1..end].iter().all(u8::is_ascii_digit));
    let host_text = rest.get(start..port.unwrap_or(end)).unwrap_or_default();
    let Ok(url) = Url::parse(text) else {
        return (Target::Broken, None);
    };
    let Some(host) = url.host_str() else {
        return (Target::Broken, None);
    };
    if host_text.contains('%') {
        note(oddities, Oddity::EncodedHost);
    }
    match url.host() {
        Some(url::Host::Ipv4(_)) if host_text.trim_end_matches('.') != host => {
            note(oddities, Oddity::OddNumerals)
        }
        // Letters that a browser turns into plain ones, or drops.
        Some(url::Host::Domain(name)) if !host_text.is_ascii() && !name.contains("xn--") => {
            note(oddities, Oddity::Mended)
        }
        _ => {}
    }
    if url.port().is_some() {
        note(oddities, Oddity::Port);
    }
    (Target::Broken, Some(url))
}

/// Private, loopback, link-local and other addresses that no stranger's site is at (RFC 6890).
fn is_private(host: &Host) -> bool {
    let four = |ip: Ipv4Addr| {
        let [a, b, ..] = ip.octets();
        ip.is_private()
            || ip.is_loopback()
            || ip.is_link_local()
            || ip.is_unspecified()
            || ip.is_broadcast()
            || (a == 100 && b & 0xc0 == 64)
            || a == 0
    };
    let six = |ip: Ipv6Addr| {
        ip.to_ipv4_mapped().map_or_else(
            || {
                ip.is_loopback()
                    || ip.is_unspecified()
                    || ip.segments()[0] & 0xfe00 == 0xfc00
                    || ip.segments()[0] & 0xffc0 == 0xfe80
            },
            four,
        )
    };
    match host.as_str().trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(ip)) => four(ip),
        Ok(IpAddr::V6(ip)) => six(ip),
        Err(_) => false,
    }
}

/// Whether there is a dot that may part a host's labels (UTS 46, section 4). One after another: that way they are looked for by bytes.
fn has_dot(text: &str) -> bool {
    ['.', '。', '．', '｡']
        .into_iter()
        .any(|dot| text.contains(dot))
}

/// How much of a shown text is looked at for an address.
const SHOWN_LIMIT: usize = 2_048;

/// The host that a shown text spells, when the text is an address: a scheme, `www.`, or nothing but a host with a listed suffix.
/// A word with a dot in a sentence is none (ASP.NET, "see news.com today").
fn shown_host(text: &str, tables: &Tables) -> Option<Host> {
    let text = text.get(..SHOWN_LIMIT).unwrap_or(text).trim();
    if !has_dot(text) {
        return None;
    }
    let token = |text: &str| {
        let end = text.find(|letter: char| {
            letter.is_whitespace()
                || matches!(
                    letter,
                    '<' | '>'
                        | '"'
                        | '\''
                        | '/'
                        | '?'
                        | '#'
                        | '\\'
                        | '「'
                        | '」'
                        | '（'
                        | '）'
                        | '、'
                        | ')'
                        | '('
                        | ','
                )
        });
        let text = &text[..end.unwrap_or(text.len())];
        let text = text.rsplit_once('@').map_or(text, |(_, host)| host);
        let text = text
            .rsplit_once(':')
            .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
            .map_or(text, |(host, _)| host);
        Host::parse(text.trim_end_matches(['.', ';', ':', '!', '…', '。']))
            .filter(|host| host.as_str().contains('.'))
    };
    if let Some((before, after)) = text.split_once("://") {
        let scheme = before
            .rsplit(|letter: char| !letter.is_ascii_alphabetic())
            .next()
            .unwrap_or_default();
        if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") {
            return token(after);
        }
    }
    if let Some(word) = text.split(char::is_whitespace).find(|word| {
        word.get(..4)
            .is_some_and(|head| head.eq_ignore_ascii_case("www."))
    }) {
        return token(word);
    }
    let bare = text.trim_matches([
        '<', '>', '[', ']', '(', ')', '「', '」', '（', '）', '"', '“', '”', ':', '：', '»', '›',
        '→', ' ',
    ]);
    let host = &bare[..bare.find(['/', '?', '#', ':']).unwrap_or(bare.len())];
    if bare.contains(char::is_whitespace) || bare.contains('@') || !is_host_like(host, tables) {
        return None;
    }
    token(host)
}

#[cfg(test)]
#[path = "link_tests.rs"]
mod tests;
