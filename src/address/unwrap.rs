//! Redirect wrappers undone (mail gateways, click trackers, redirectors on good sites, a brand's own redirects), row by row of
//! [`crate::lists::wrappers`]. [`Link::read`](super::Link::read) does this in a loop with a limit.
//!
//! Bytes are decoded first, then UTF-8, once: decoding twice turns `%2541` into `A`. A result that is no web address is refused.

use super::{Host, Suffixes};
use crate::lists::brands::{Brands, Ownership};
use crate::lists::host_table::HostTable;
use crate::lists::wrappers::{self, At, Form, Wrapper};
use rustc_hash::FxHashMap;
use url::Url;

/// What undoing one wrapper gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwrapped {
    /// The id of the row.
    pub wrapper: &'static str,
    /// The address inside; `None` when only the wrapper knows where it leads.
    pub inner: Option<String>,
}

/// What the table says of a host.
#[derive(Debug, Default)]
struct Entry {
    rows: Vec<&'static Wrapper>,
    shortener: bool,
}

/// The rows, by host.
#[derive(Debug)]
pub struct Wrappers {
    /// By the host they are at or under.
    under: HostTable<Entry>,
    /// By the label in front of any public suffix; few.
    any_suffix: Vec<(&'static str, &'static Wrapper)>,
}

impl Default for Wrappers {
    fn default() -> Self {
        let mut under: FxHashMap<&'static str, Entry> = FxHashMap::default();
        let mut any_suffix = Vec::new();
        for row in wrappers::ALL {
            for at in row.at {
                match at {
                    At::Under(host) => under.entry(host).or_default().rows.push(row),
                    At::AnySuffix(label) => any_suffix.push((*label, row)),
                }
            }
        }
        for host in wrappers::SHORTENERS {
            under.entry(host).or_default().shortener = true;
        }
        Self {
            under: under.into_iter().collect(),
            any_suffix,
        }
    }
}

impl Wrappers {
    /// Undoes one wrapper. `raw` is the address as written: some forms hide a whole URL in it that a parser would cut.
    #[must_use]
    pub fn undo(
        &self,
        raw: &str,
        url: &Url,
        host: &Host,
        suffixes: &Suffixes,
        brands: &Brands,
    ) -> Option<Unwrapped> {
        // A bare host wraps nothing.
        if url.path().len() < 2 && url.query().is_none() || host.is_ip() {
            return None;
        }
        let text = host.as_str();
        for (start, entry) in self.under.walk(text) {
            let name = &text[start..];
            if let Some(entry) = entry {
                if let Some(done) = entry.rows.iter().find_map(|row| take(row, raw, url)) {
                    return Some(done);
                }
                if entry.shortener && url.path().len() > 1 {
                    return Some(Unwrapped {
                        wrapper: "shortener",
                        inner: None,
                    });
                }
            }
            if matches!(&text[..start], "" | "www." | "mail.") {
                let rows = self.any_suffix.iter().filter(|(label, _)| {
                    name.as_bytes().first() == label.as_bytes().first()
                        && name
                            .strip_prefix(label)
                            .is_some_and(|rest| rest.starts_with('.'))
                });
                for (_, row) in rows {
                    if suffixes.site_start(host) == Some(start)
                        && let Some(done) = take(row, raw, url)
                    {
                        return Some(done);
                    }
                }
            }
        }
        own_redirect(url, host, suffixes, brands)
    }
}

/// A brand's own redirect: its target is judged as a link of its own.
fn own_redirect(url: &Url, host: &Host, suffixes: &Suffixes, brands: &Brands) -> Option<Unwrapped> {
    if url.path().len() < 2 || url.query().is_none() {
        return None;
    }
    let Ownership::Owned { brand, .. } = brands.owner_of(host, suffixes) else {
        return None;
    };
    let row = brands.get(brand)?.redirects.iter().find(|row| {
        // Amazon's servers take no notice of what follows (`/ref=...`).
        url.path()
            .strip_prefix(row.path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })?;
    let value = parameter(url.query()?, row.parameter)?;
    let inner = if row.base64 {
        String::from_utf8(base64(value)?).ok()?
    } else {
        decoded(value)
    };
    // A relative target stays on the site.
    let inner = if inner.starts_with('/') && !inner.starts_with("//") || is_path(&inner) {
        url.join(&format!("/{}", inner.trim_start_matches('/')))
            .ok()?
            .into()
    } else {
        inner
    };
    Some(Unwrapped {
        wrapper: "own_redirect",
        inner: Some(inner),
    })
}

/// `tg/browse/-/551440/`: a path without its first slash, and nothing that any server could take for a host (`stranger.example/x`).
fn is_path(text: &str) -> bool {
    text.split_once('/').is_some_and(|(first, _)| {
        first.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && first
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    })
}

fn take(row: &'static Wrapper, raw: &str, url: &Url) -> Option<Unwrapped> {
    let path = url.path();
    let exact = !matches!(row.form, Form::Segment | Form::Underscores);
    let fits = |start: &str| {
        path.strip_prefix(start).is_some_and(|rest| {
            !exact || start.ends_with('/') || rest.is_empty() || rest.starts_with('/')
        })
    };
    if !row.paths.is_empty() && !row.paths.iter().any(|start| fits(start)) {
        return None;
    }
    let query = url.query().unwrap_or_default();
    let inner = match row.form {
        Form::Hidden => None,
        Form::Query(names) => names
            .iter()
            .find_map(|name| parameter(query, name))
            .map(decoded),
        Form::QueryBase64(name) => parameter(query, name).and_then(base64_text),
        Form::QueryTaggedBase64(name) => {
            parameter(query, name).and_then(|value| base64_text(value.get(2..)?))
        }
        Form::QueryJson(name) => parameter(query, name)
            .and_then(base64_text)
            .and_then(|json| json_text(&json_text(&json, "p")?, "url")),
        Form::DashedQuery => parameter(query, "u")
            .map(|value| decoded(&value.replace('-', "%").replace('_', "/")).replace("&amp;", "&")),
        Form::Replaced => replaced(raw),
        Form::Amp => {
            let rest = path.strip_prefix("/amp/")?;
            let (scheme, rest) = rest
                .strip_prefix("s/")
                .map_or(("http://", rest), |rest| ("https://", rest));
            // Google's own pages live there too; a target has a dot in its host.
            if !rest
                .split('/')
                .next()
                .is_some_and(|host| host.contains('.'))
            {
                return None;
            }
            Some(match url.query() {
                Some(query) => format!("{scheme}{rest}?{query}"),
                None => format!("{scheme}{rest}"),
            })
        }
        Form::Segment => path.split('/').nth(2).map(decoded),
        Form::Tail => path
            .splitn(3, '/')
            .nth(2)
            .filter(|tail| !tail.is_empty())
            .map(|tail| {
                if tail.contains("://") || tail.starts_with("http:/") || tail.starts_with("https:/")
                {
                    match url.query() {
                        Some(query) => format!("{tail}?{query}"),
                        None => tail.to_owned(),
                    }
                } else {
                    decoded(tail)
                }
            }),
        Form::Underscores => raw
            .split_once("___")
            .and_then(|(_, rest)| rest.rsplit_once("___"))
            .map(|(inner, _)| inner.to_owned()),
    };
    let inner = match inner {
        // A relative target is a page of the site itself, no redirect.
        Some(inner) if inner.starts_with('/') && !inner.starts_with("//") => return None,
        Some(inner) => web(inner),
        None => None,
    };
    Some(Unwrapped {
        wrapper: row.id,
        inner,
    })
}

/// A web address with its slashes mended, or nothing.
fn web(text: String) -> Option<String> {
    let text = text.trim();
    let encoded = |start: &str| {
        text.get(..start.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(start))
    };
    // Some trackers encode twice; a whole address that is still encoded cannot mean anything else.
    let text = if encoded("http%3a") || encoded("https%3a") {
        decoded(text)
    } else {
        text.to_owned()
    };
    let (scheme, rest) = text.split_once(':')?;
    let rest = rest.trim_start_matches(['/', '\\']);
    // Whether it can be parsed is found where it is.
    (!rest.is_empty()
        && (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")))
    .then(|| format!("{}://{rest}", scheme.to_ascii_lowercase()))
}

/// The raw value of a query parameter.
fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        .filter(|value| !value.is_empty())
}

/// Percent-decoded once. Runs of plain bytes are taken whole: targets of redirects are long.
fn decoded(text: &str) -> String {
    let mut pieces = text.split('%');
    let mut bytes = Vec::with_capacity(text.len());
    bytes.extend_from_slice(pieces.next().unwrap_or_default().as_bytes());
    for piece in pieces {
        let piece = piece.as_bytes();
        let hex = |at: usize| {
            piece
                .get(at)
                .and_then(|byte| char::from(*byte).to_digit(16))
        };
        match (hex(0), hex(1)) {
            (Some(high), Some(low)) => {
                bytes.push((high << 4 | low) as u8);
                bytes.extend_from_slice(&piece[2..]);
            }
            _ => {
                bytes.push(b'%');
                bytes.extend_from_slice(piece);
            }
        }
    }
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(broken) => String::from_utf8_lossy(broken.as_bytes()).into_owned(),
    }
}

fn base64_text(text: &str) -> Option<String> {
    // Padding and `+/` arrive percent-encoded.
    String::from_utf8(base64(&decoded(text))?).ok()
}

/// Base64 of either alphabet, with or without padding (RFC 4648, sections 4 and 5).
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}

/// Proofpoint v3: `*` takes the next replacement byte, `**X` a run of them; bytes are joined before they are read as UTF-8.
fn replaced(raw: &str) -> Option<String> {
    let (_, rest) = raw.split_once("/v3/__")?;
    let (text, rest) = rest.rsplit_once("__;")?;
    let bytes = base64(rest.split('!').next()?)?;
    let mut bytes = bytes.iter().copied();
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    let mut letters = text.bytes().peekable();
    while let Some(letter) = letters.next() {
        if letter != b'*' {
            out.push(letter);
            continue;
        }
        let run = if letters.peek() == Some(&b'*') {
            letters.next();
            match letters.next()? {
                x @ b'A'..=b'Z' => x - b'A' + 2,
                x @ b'a'..=b'z' => x - b'a' + 28,
                x @ b'0'..=b'9' => x - b'0' + 54,
                b'-' => 64,
                b'_' => 65,
                _ => return None,
            }
        } else {
            1
        };
        for _ in 0..run {
            out.push(bytes.next()?);
        }
    }
    if bytes.next().is_some() {
        return None;
    }
    String::from_utf8(out).ok()
}

/// The text of a key in flat JSON: enough for a tracker's two known keys, no parser.
fn json_text(json: &str, key: &str) -> Option<String> {
    let (_, rest) = json.split_once(&format!("\"{key}\""))?;
    let rest = rest
        .trim_start()
        .strip_prefix(':')?
        .trim_start()
        .strip_prefix('"')?;
    let mut text = String::new();
    let mut letters = rest.chars();
    loop {
        match letters.next()? {
            '"' => return Some(text),
            '\\' => match letters.next()? {
                'n' | 'r' | 't' | 'b' | 'f' => {}
                'u' => {
                    let code: String = letters.by_ref().take(4).collect();
                    text.push(
                        u32::from_str_radix(&code, 16)
                            .ok()
                            .and_then(char::from_u32)?,
                    );
                }
                letter => text.push(letter),
            },
            letter => text.push(letter),
        }
    }
}

#[cfg(test)]
#[path = "unwrap_tests.rs"]
mod tests;
