//! The registrable domain: the part of a host that somebody registered, one label below a public suffix.

use super::Host;
use super::host::label_start;
use crate::lists::lzma;
use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};
use std::hash::Hasher;
use std::sync::LazyLock;

/// A registrable domain (`example.co.jp` of `a.b.example.co.jp`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Site(pub Host);

/// The public suffix list (publicsuffix.org), packed when the engine is built and unpacked when it is first asked for. See
/// `lists/public_suffixes.dat` for its version.
#[derive(Clone, Copy)]
pub struct Suffixes(&'static Rules);

/// The list's rules as a tree of labels, from the last label of a host on.
struct Rules {
    /// What `build/suffixes.rs` wrote: the labels' letters.
    text: Vec<u8>,
    labels: Vec<Label>,
    /// Places of labels, each near where [`slot`] says; 0 is none.
    slots: Vec<u16>,
}

/// A label below others.
struct Label {
    start: u32,
    length: u8,
    /// The kinds of rules that end here.
    kinds: u8,
    /// The place of the label behind it, one more than in the list; 0 for none.
    parent: u16,
}

// Kinds of rules, in step with `build/suffixes.rs`.
const RULE: u8 = 1 | 1 << PRIVATE;
const WILDCARD: u8 = 2 | 2 << PRIVATE;
const EXCEPTION: u8 = 4 | 4 << PRIVATE;
const PRIVATE: u8 = 3;

/// A third of them are taken, so that what is not there is mostly seen at the first.
const SLOTS: usize = 1 << 15;

/// Where a label is looked for. Hosts ask this twice each.
fn slot(parent: u16, label: &[u8]) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write_u16(parent);
    hasher.write(label);
    (hasher.finish() >> 8) as usize % SLOTS
}

impl Rules {
    fn read(packed: &[u8]) -> Self {
        let text = lzma::unpacked(packed);
        let mut labels: Vec<Label> = vec![];
        let mut slots = vec![0; SLOTS];
        let mut parents = vec![0];
        let mut start = 0;
        for (at, byte) in text.iter().enumerate() {
            let parent = parents.last().copied().unwrap_or_default();
            if byte & 0x80 != 0 {
                labels.push(Label {
                    start: start as u32,
                    length: (at - start) as u8,
                    kinds: byte >> 1 & 0x3f,
                    parent,
                });
                let place = labels.len() as u16;
                let mut slot = slot(parent, &text[start..at]);
                while slots[slot] != 0 {
                    slot = (slot + 1) % SLOTS;
                }
                slots[slot] = place;
                if byte & 1 != 0 {
                    parents.push(place);
                }
            } else if *byte == b'.' {
                parents.pop();
            } else {
                continue;
            }
            start = at + 1;
        }
        Self {
            text,
            labels,
            slots,
        }
    }

    /// The label below `parent`, and its place for what is below itself.
    fn find(&self, parent: u16, label: &[u8]) -> Option<(u16, &Label)> {
        let mut slot = slot(parent, label);
        loop {
            let place = self.slots[slot];
            let known = self.labels.get(usize::from(place).checked_sub(1)?)?;
            let start = known.start as usize;
            if known.parent == parent
                && self.text[start..start + usize::from(known.length)] == *label
            {
                return Some((place, known));
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

/// The public suffix of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suffix {
    /// Where in the host's text it starts.
    pub start: usize,
    /// A company lets strangers register below it (the list's private section): `workers.dev`, `cloudfront.net`.
    pub private: bool,
    /// A rule of the list names it; otherwise it is the last label for want of a rule.
    pub listed: bool,
}

static SHIPPED: LazyLock<Rules> =
    LazyLock::new(|| Rules::read(include_bytes!(concat!(env!("OUT_DIR"), "/suffixes.bin"))));

impl Default for Suffixes {
    fn default() -> Self {
        Self::shipped()
    }
}

impl std::fmt::Debug for Suffixes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Suffixes")
    }
}

impl Suffixes {
    /// The list that ships.
    #[must_use]
    pub fn shipped() -> Self {
        Self(&SHIPPED)
    }

    /// The public suffix of a host; `None` for IP addresses.
    ///
    /// The algorithm is the list's own (publicsuffix.org/list): the longest rule wins, an exception before all, `*` when none fits.
    #[must_use]
    pub fn suffix_of(&self, host: &Host) -> Option<Suffix> {
        if host.is_ip() {
            return None;
        }
        let text = host.as_str();
        let mut at = label_start(text, text.len());
        let mut best = Suffix {
            start: at,
            private: false,
            listed: false,
        };
        let (mut end, mut parent) = (text.len(), 0);
        while let Some((place, label)) = self.0.find(parent, &text.as_bytes()[at..end]) {
            let kinds = label.kinds;
            let listed = |start| Suffix {
                start,
                private: kinds >> PRIVATE != 0,
                listed: true,
            };
            if kinds & EXCEPTION != 0 {
                return Some(listed((end + 1).min(text.len())));
            }
            if kinds & RULE != 0 {
                best = listed(at);
            }
            if at == 0 {
                break;
            }
            (end, parent) = (at - 1, place);
            at = label_start(text, end);
            if kinds & WILDCARD != 0 {
                best = listed(at);
            }
        }
        Some(best)
    }

    /// The registrable domain of a host; `None` for IP addresses and for hosts that are public suffixes themselves.
    ///
    /// ```
    /// use honmono::address::{Host, Suffixes};
    /// let site = |text: &str| Suffixes::shipped().site_of(&Host::parse(text)?).map(|site| site.0.to_string());
    /// assert_eq!(site("www.amazon.co.jp.evil.shop").as_deref(), Some("evil.shop"));
    /// assert_eq!(site("co.jp"), None);
    /// ```
    #[must_use]
    pub fn site_of(&self, host: &Host) -> Option<Site> {
        self.site_start(host)
            .and_then(|start| host.from(start))
            .map(Site)
    }

    /// Where in the host's text its registrable domain starts.
    #[must_use]
    pub fn site_start(&self, host: &Host) -> Option<usize> {
        let suffix = self.suffix_of(host)?;
        (suffix.start > 0).then(|| label_start(host.as_str(), suffix.start - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(text: &str) -> Option<String> {
        Suffixes::shipped()
            .site_of(&Host::parse(text).unwrap())
            .map(|site| site.0.to_string())
    }

    #[test]
    fn finds_what_somebody_registered() {
        // Cases of the list's own test vectors (publicsuffix/list:tests/test_psl.txt), and a few of ours.
        for (host, wanted) in [
            ("example.com", Some("example.com")),
            ("b.example.com", Some("example.com")),
            ("example.uk.com", Some("example.uk.com")),
            ("a.b.example.uk.com", Some("example.uk.com")),
            ("c.kobe.jp", None),
            ("b.c.kobe.jp", Some("b.c.kobe.jp")),
            ("city.kobe.jp", Some("city.kobe.jp")),
            ("www.city.kobe.jp", Some("city.kobe.jp")),
            ("ide.kyoto.jp", None),
            ("b.ide.kyoto.jp", Some("b.ide.kyoto.jp")),
            ("test.ck", None),
            ("b.test.ck", Some("b.test.ck")),
            ("www.ck", Some("www.ck")),
            ("www.www.ck", Some("www.ck")),
            ("test.k12.ak.us", Some("test.k12.ak.us")),
            ("食狮.公司.cn", Some("xn--85x722f.xn--55qx5d.cn")),
            ("a.b.unlisted", Some("b.unlisted")),
            ("www.amazon.co.jp", Some("amazon.co.jp")),
            ("phish.workers.dev", Some("phish.workers.dev")),
            (
                "accounts.s3.ap-northeast-1.amazonaws.com",
                Some("accounts.s3.ap-northeast-1.amazonaws.com"),
            ),
            ("127.0.0.1", None),
            ("localhost", None),
        ] {
            assert_eq!(site(host).as_deref(), wanted, "{host}");
        }
    }

    #[test]
    fn knows_rented_space() {
        let private = |text: &str| {
            Suffixes::shipped()
                .suffix_of(&Host::parse(text).unwrap())
                .unwrap()
                .private
        };
        assert!(private("x.workers.dev"));
        assert!(private("d1.cloudfront.net"));
        assert!(!private("www.amazon.co.jp"));
    }

    /// Each rule of the list as it is written there, and no other, stands in what ships.
    #[test]
    fn every_rule_is_there_and_no_other() {
        let mut wanted: Vec<(String, u8)> = vec![];
        let mut shift = 0;
        for line in include_str!("../lists/public_suffixes.dat").lines() {
            if line.contains("===BEGIN PRIVATE") {
                shift = PRIVATE;
            }
            if line.is_empty() || line.starts_with("//") {
                continue;
            }
            let (kind, name) = match line.as_bytes() {
                [b'!', ..] => (EXCEPTION, &line[1..]),
                [b'*', b'.', ..] => (WILDCARD, &line[2..]),
                _ => (RULE, line),
            };
            let name = idna::domain_to_ascii(name).unwrap();
            wanted.push((name, kind & 7 << shift));
        }
        let Suffixes(rules) = Suffixes::shipped();
        let mut found = vec![];
        let mut names: Vec<String> = vec![String::new()];
        for label in &rules.labels {
            let start = label.start as usize;
            let letters = &rules.text[start..start + usize::from(label.length)];
            let mut name = String::from_utf8(letters.to_vec()).unwrap();
            let (_, same) = rules.find(label.parent, letters).unwrap();
            assert!(std::ptr::eq(same, label), "{name} is not found again");
            let parent = &names[usize::from(label.parent)];
            if !parent.is_empty() {
                name = format!("{name}.{parent}");
            }
            let kinds = (0..6).map(|bit| label.kinds & 1 << bit);
            found.extend(
                kinds
                    .filter(|kind| *kind != 0)
                    .map(|kind| (name.clone(), kind)),
            );
            names.push(name);
        }
        wanted.sort();
        found.sort();
        assert!(wanted.len() > 10_000);
        assert_eq!(found.len(), wanted.len());
        assert!(found == wanted);
    }

    #[test]
    fn a_name_of_a_thousand_labels_is_read() {
        assert_eq!(
            site(&format!("{}com", "a.".repeat(1_000))).as_deref(),
            Some("a.com")
        );
    }
}
