//! The registrable domain: the part of a host that somebody registered, one label below a public suffix.

use super::Host;
use super::host::label_start;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A registrable domain (`example.co.jp` of `a.b.example.co.jp`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Site(pub Host);

/// The public suffix list (publicsuffix.org), packed when the engine is built. See `lists/public_suffixes.dat` for its version.
#[derive(Clone, Debug)]
pub struct Suffixes {
    /// The graph that `build/suffixes.rs` describes.
    graph: &'static [u8],
    /// Where each last letter of a host leads: the root has many edges, and every look-up passes it.
    roots: [Option<Place>; 128],
    /// What is known at the end of a common top-level domain, by its letters as one number.
    tops: FxHashMap<u64, Option<Stop>>,
    /// What is below the busiest of them.
    busy: Vec<Busy>,
}

/// What the graph says at the end of a label.
#[derive(Clone, Copy, Debug)]
struct Stop {
    /// The rule kinds that end here, as bits.
    kinds: u8,
    /// Where the dot before the label leads.
    below: Option<Place>,
    /// The place of what is below in the table of the busy ones.
    busy: Option<usize>,
}

/// A label as a number, if it is short enough.
fn number(label: &[u8]) -> Option<u64> {
    (label.len() <= 8).then(|| {
        label
            .iter()
            .fold(0, |number, letter| number << 8 | u64::from(*letter))
    })
}

/// What is below a busy top-level domain.
#[derive(Clone, Debug)]
struct Busy {
    /// The node behind its dot.
    node: usize,
    /// Where each last letter of a label leads.
    last: [Option<Place>; 128],
    /// By the last letter, the letters that may stand before it: most labels end here, without a walk. A dot stands for the label's end.
    before: [u64; 128],
}

impl Busy {
    /// Whether a rule has labels that end in these two letters.
    fn may(&self, before: u8, last: u8) -> bool {
        let known = self.before.get(usize::from(last));
        known.is_some_and(|known| known >> (before & 63) & 1 == 1)
    }
}

/// Top-level domains with many rules below them that many hosts are under.
const BUSY: [&str; 12] = [
    "com", "net", "org", "jp", "io", "dev", "cn", "de", "uk", "app", "co", "eu",
];

/// Further ones that many hosts are under: looked up whole instead of letter by letter.
const COMMON: &str = "fr it es nl pl ru br in au ca us ch at be se cz kr tw hk me tv cc info biz xyz top shop club online site \
    icu vip live store edu gov ir tr mx ar id vn th my sg nz za ua ro hu gr pt dk no fi ie il sk lt pw ws gg ai ly to la so \
    asia mobi name pro cloud space website tech work link click buzz cyou cfd monster fun win bid life world best bond lol \
    rest sbs one art blog page press host team today news run ltd";

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

static SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/suffixes.bin"));

impl Default for Suffixes {
    fn default() -> Self {
        Self::shipped()
    }
}

impl Suffixes {
    /// The list that ships.
    #[must_use]
    pub fn shipped() -> Self {
        let (graph, root) = SHIPPED.split_at(SHIPPED.len().saturating_sub(4));
        let root = root.try_into().map_or(0, u32::from_le_bytes) as usize;
        let mut made = Self {
            graph,
            roots: [None; 128],
            tops: FxHashMap::default(),
            busy: Vec::new(),
        };
        for letter in 16..128u8 {
            made.roots[usize::from(letter)] = made.step(Place::Node(root), letter);
        }
        for top in BUSY {
            let mut path = top.bytes().rev().chain([b'.']);
            let end = path.try_fold(Place::Node(root), |place, letter| made.step(place, letter));
            if let Some(Place::Node(node)) = end {
                let mut busy = Busy {
                    node,
                    last: [None; 128],
                    before: [0; 128],
                };
                for letter in 16..128u8 {
                    let place = made.step(Place::Node(node), letter);
                    busy.last[usize::from(letter)] = place;
                    if let Some(place) = place {
                        busy.before[usize::from(letter)] =
                            made.letters(place) | u64::from(made.kinds(place) != 0) << (b'.' & 63);
                    }
                }
                made.busy.push(busy);
            }
        }
        for top in COMMON.split_ascii_whitespace().chain(BUSY) {
            let place = top
                .bytes()
                .rev()
                .try_fold(Place::Node(root), |place, letter| made.step(place, letter));
            if let Some(number) = number(top.as_bytes()) {
                let stop = place.map(|place| made.stop(place));
                made.tops.insert(number, stop);
            }
        }
        made
    }

    /// Bytes of the packed list.
    #[must_use]
    pub fn size(&self) -> usize {
        self.graph.len()
    }

    /// The public suffix of a host; `None` for IP addresses.
    ///
    /// The algorithm is the list's own (publicsuffix.org/list): the longest rule wins, an exception before all, `*` when none fits.
    #[must_use]
    pub fn suffix_of(&self, host: &Host) -> Option<Suffix> {
        if host.is_ip() {
            return None;
        }
        let text = host.as_str().as_bytes();
        let mut best = Suffix {
            start: label_start(host.as_str(), text.len()),
            private: false,
            listed: false,
        };
        // The last letter comes from the table, the others along the graph.
        let mut at = best.start;
        let top = &text[at..];
        let last = *top.last()?;
        let known = number(top).and_then(|number| self.tops.get(&number));
        let mut here = match known {
            Some(stop) => *stop,
            None => top[..top.len() - 1]
                .iter()
                .rev()
                .fold(
                    self.roots.get(usize::from(last)).copied().flatten(),
                    |place, letter| self.step(place?, *letter),
                )
                .map(|place| self.stop(place)),
        };
        while let Some(Stop { kinds, below, busy }) = here {
            // `at` is the start of a label.
            let private = kinds & 0b1110_0000 != 0;
            if kinds & (1 << 3 | 1 << 7) != 0 {
                let start = text[at..]
                    .iter()
                    .position(|b| *b == b'.')
                    .map_or(at, |dot| at + dot + 1);
                return Some(Suffix {
                    start,
                    private,
                    listed: true,
                });
            }
            if kinds & (1 << 1 | 1 << 5) != 0 {
                best = Suffix {
                    start: at,
                    private,
                    listed: true,
                };
            }
            if kinds & (1 << 2 | 1 << 6) != 0 && at > 0 {
                best = Suffix {
                    start: label_start(host.as_str(), at - 1),
                    private,
                    listed: true,
                };
            }
            if at == 0 {
                break;
            }
            let mut place = below;
            at -= 1;
            if let Some(busy) = busy.and_then(|busy| self.busy.get(busy))
                && let Some(letter) = at.checked_sub(1).and_then(|at| text.get(at))
                && *letter != b'.'
            {
                at -= 1;
                let before = at.checked_sub(1).map_or(b'.', |at| text[at]);
                if !busy.may(before, *letter) {
                    break;
                }
                place = busy.last.get(usize::from(*letter)).copied().flatten();
            }
            while at > 0 && text[at - 1] != b'.' {
                at -= 1;
                let Some(here) = place else { break };
                place = self.step(here, text[at]);
            }
            here = place.map(|place| self.stop(place));
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

    fn stop(&self, place: Place) -> Stop {
        let below = self.step(place, b'.');
        Stop {
            kinds: self.kinds(place),
            busy: match below {
                Some(Place::Node(node)) => self.busy.iter().position(|busy| busy.node == node),
                _ => None,
            },
            below,
        }
    }

    /// The rule kinds that end here, as bits.
    fn kinds(&self, place: Place) -> u8 {
        let mut kinds = 0;
        match place {
            Place::Edge(at) => {
                let byte = self.byte(at) & 0x7f;
                if byte < 16 {
                    kinds |= 1 << (byte & 7);
                }
            }
            Place::Node(mut at) => loop {
                let byte = self.byte(at);
                // Kinds sort before letters, and end their edge.
                if byte & 0x70 != 0 || byte & 0x80 == 0 {
                    break;
                }
                kinds |= 1 << (byte & 7);
                if byte & 8 != 0 {
                    break;
                }
                at += 1;
            },
        }
        kinds
    }

    fn step(&self, place: Place, letter: u8) -> Option<Place> {
        let at = match place {
            Place::Edge(at) => return (self.byte(at) & 0x7f == letter).then(|| self.after(at)),
            Place::Node(at) => at,
        };
        self.edges(at)
            // Edges are sorted by their first letter.
            .take_while(|(_, first)| *first <= letter)
            .find(|(_, first)| *first == letter)
            .map(|(at, _)| self.after(at))
    }

    /// The edges of a node: where each starts, and its first letter.
    fn edges(&self, node: usize) -> impl Iterator<Item = (usize, u8)> {
        let mut bytes = self.graph.get(node..).unwrap_or_default().iter();
        let mut unread: Option<u8> = None;
        std::iter::from_fn(move || {
            // The rest of an edge is passed only when the next one is asked for.
            if let Some(mut byte) = unread {
                while byte & 0x80 == 0 {
                    byte = *bytes.next()?;
                }
                let end = byte & 0x7f;
                let last = if end < 16 {
                    end & 8 != 0
                } else {
                    byte = *bytes.next()?;
                    let last = byte & 1 != 0;
                    while byte & 0x80 != 0 {
                        byte = *bytes.next()?;
                    }
                    last
                };
                if last {
                    return None;
                }
            }
            let at = self.graph.len() - bytes.len();
            let byte = *bytes.next()?;
            unread = Some(byte);
            Some((at, byte & 0x7f))
        })
    }

    /// The letters that may come next, a bit each; letters share one with signs that no host has, and some with each other.
    fn letters(&self, place: Place) -> u64 {
        let bit = |letter: u8| 1 << (letter & 63);
        match place {
            Place::Edge(at) => bit(self.byte(at) & 0x7f),
            Place::Node(at) => self.edges(at).fold(0, |all, (_, first)| all | bit(first)),
        }
    }

    /// Where one comes out after the letter at this byte.
    fn after(&self, at: usize) -> Place {
        if self.byte(at) & 0x80 == 0 {
            return Place::Edge(at + 1);
        }
        let from = at + 1;
        let (mut distance, mut shift, mut at) = (0usize, 0, from);
        loop {
            let byte = self.byte(at);
            distance |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 || shift > 21 {
                return Place::Node(from.saturating_sub(distance >> 1));
            }
            shift += 7;
            at += 1;
        }
    }

    /// Past the end stands a last edge that fits no letter.
    fn byte(&self, at: usize) -> u8 {
        self.graph.get(at).copied().unwrap_or(0x88)
    }
}

/// Where a walk through the graph has come to.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// Inside an edge, before this byte.
    Edge(usize),
    /// At the node that starts here.
    Node(usize),
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

    #[test]
    fn stays_small() {
        assert!(
            Suffixes::shipped().size() < 65_000,
            "{} bytes",
            Suffixes::shipped().size()
        );
    }

    #[test]
    fn a_name_of_a_thousand_labels_is_read() {
        assert_eq!(
            site(&format!("{}com", "a.".repeat(1_000))).as_deref(),
            Some("a.com")
        );
    }
}
