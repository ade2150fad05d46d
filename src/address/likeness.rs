//! Whether a foreign host wears a brand's name.
//!
//! What a person sees: a name that reads as the brand's at a glance (`amazom-jp.example`, `www.amazon.co.jp.x1.example`).
//!
//! How it is found: every label left of the public suffix is cut into words at hyphens and digits. A word is measured against the
//! brand's spelling by a distance that counts what the eye forgives (swapped neighbours, doubled letters, `n` for `m`, one vowel for
//! another) as half a slip. The nearer the word, the less company it needs:
//!
//! - the name itself, as a word of its own, or with nothing beside it but lures and country codes, needs none;
//! - a near miss needs a second thing that fits: inner labels that look like the end of a real address (`co.jp.`), lures (`signin`,
//!   `account`), a country code, or a second near miss;
//! - a short form (`amz`) needs two.
//!
//! Words of languages, places, families and products that look alike are in the brand's file and need company as well.
//!
//! Can still err: a shop named by a near miss that also says `login`; a name garbled past recognition is not seen (four in five false
//! hosts carry no brand word at all: there the claim of the mail decides, not the looks).

use super::script::fold;
use super::{Host, Site};
use crate::lists::brands::BrandData;
use crate::lists::lures::{Lures, is_inner};
use crate::lists::{Ownership, Tables};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How a host that is not the brand's own resembles the brand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    /// The brand it resembles (`amazon`), by its id in the brand table.
    pub brand: Cow<'static, str>,
    /// The label, or run of labels, that wears the name, as the person sees it.
    pub part: String,
    /// In which way.
    pub way: LikenessWay,
}

/// In which way a host wears a brand's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LikenessWay {
    /// The whole name of one of the brand's sites in front of a foreign one: `amazon.co.jp.evil.example`.
    SiteInFront,
    /// The brand as a label of its own in a foreign host.
    Label,
    /// The brand inside a label with other words.
    Combination,
    /// Look-alike letters or digits.
    Confusable,
    /// Letters left out, doubled, swapped or replaced.
    Misspelling,
}

/// Labels looked at, from the site leftwards.
const MOST_LABELS: usize = 12;
/// Letters of a label looked at: DNS allows no more.
const LONGEST: usize = 63;

/// Half slips that are forgiven with no company, with some, and where the end of a real address follows.
const ALONE: u8 = 3;
const WITH_COMPANY: u8 = 4;
const IN_FRONT: u8 = 6;
/// Half slips above which a word must begin like the name and hold its rarest letter.
const LOOSE: u8 = 2;
/// Digits of a word that may be letters in disguise.
const MOST_DIGITS: usize = 3;
/// Too far for any company.
const FAR: u8 = 7;

/// How a foreign host resembles a brand, if it does. The caller has made sure that the host is foreign.
#[must_use]
pub fn likeness(host: &Host, tables: &Tables) -> Option<Likeness> {
    likeness_of(host, None, tables.owner_of(host), tables)
}

/// The same, when the host's registrable domain and its owner are known already.
#[must_use]
pub fn likeness_of(
    host: &Host,
    site: Option<&Site>,
    owner: Ownership,
    tables: &Tables,
) -> Option<Likeness> {
    tables.brands.shapes().iter().find_map(|name| {
        // Most hosts end here.
        if !may_resemble(host.as_str(), name) {
            return None;
        }
        let suffix = match site.and_then(|site| site.0.as_str().find('.').map(|dot| (site, dot))) {
            Some((site, dot)) => host.as_str().len() - site.0.as_str().len() + dot + 1,
            None => tables.suffixes.suffix_of(host)?.start,
        };
        // In rented space only what the tenant chose.
        let tenant = match owner {
            Ownership::Tenant { .. } => tables.brands.tenant_start(host),
            _ => None,
        };
        let end = tenant.map_or(suffix, |start| start.min(suffix));
        let left = host.as_str().get(..end.checked_sub(1)?)?;
        resembles(left, name, &tables.lures)
    })
}

/// What a label has of the name.
#[derive(Clone, Copy)]
struct Near {
    /// Half slips.
    slips: u8,
    way: LikenessWay,
    /// Lures or companions stood in the same word or label.
    company: u8,
}

fn resembles(left: &str, name: &Name, lures: &Lures) -> Option<Likeness> {
    let mut labels: [&str; MOST_LABELS] = [""; MOST_LABELS];
    let mut count = 0;
    for label in left.rsplit('.').take(MOST_LABELS) {
        labels[count] = label.get(..LONGEST).unwrap_or(label);
        count += 1;
    }
    let labels = &labels[..count];
    let mut second = false;
    let mut best: Option<(usize, Near)> = None;
    for (n, label) in labels.iter().enumerate() {
        if let Some(near) = may_resemble(label, name)
            .then(|| near(label, name, lures))
            .flatten()
        {
            second |= best.is_some();
            if best.is_none_or(|(_, known)| near.slips < known.slips) {
                best = Some((n, near));
            }
        }
    }
    let (at, near) = best?;
    // Labels run from the site leftwards: those before `at` stand right of the name.
    let in_front = at > 0
        && labels[..at]
            .iter()
            .skip(usize::from(at == 1 && count == 1))
            .any(|label| is_inner(label));
    let company = || {
        near.company > 0
            || second
            || labels
                .iter()
                .any(|label| words(label).any(|word| lures.is_company(word)))
    };
    let allowed = match near.slips {
        0..=ALONE => ALONE,
        _ if in_front => IN_FRONT,
        _ if company() => WITH_COMPANY,
        _ => ALONE,
    };
    (near.slips <= allowed).then(|| Likeness {
        brand: Cow::Borrowed(name.brand.id),
        part: part(labels, at, in_front),
        way: if in_front && near.slips == 0 {
            LikenessWay::SiteInFront
        } else {
            near.way
        },
    })
}

/// The label, with the inner labels that follow it.
fn part(labels: &[&str], at: usize, in_front: bool) -> String {
    let mut text = labels[at].to_owned();
    if in_front {
        for label in labels[..at]
            .iter()
            .rev()
            .take_while(|label| is_inner(label))
        {
            text.push('.');
            text.push_str(label);
        }
    }
    text
}

fn words(label: &str) -> impl Iterator<Item = &str> {
    label
        .split(|letter: char| !letter.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
}

/// Cheap, for most hosts and labels end here: the name's rarest letter is there (or a digit that reads as it), or a word is made of
/// the same kinds of letters.
fn may_resemble(text: &str, name: &Name) -> bool {
    let fits = |kinds: Kinds, len: usize| {
        len + 2 > name.text.len()
            && len < name.text.len() + 3
            && kinds.distance(name.kinds) <= LOOSE
    };
    let mut kinds = Kinds::default();
    let mut start = 0;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        if byte == name.rarest || byte == name.rarest_as_digit {
            return true;
        }
        let one = KINDS[usize::from(byte)];
        kinds.0 = kinds.0.wrapping_add(one);
        if one == 0 {
            if fits(kinds, at - start) || byte == b'-' && text[..at].ends_with("xn") {
                return true;
            }
            kinds = Kinds::default();
            start = at + 1;
        }
    }
    fits(kinds, text.len() - start)
}

/// A brand's name, measured once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name {
    brand: &'static BrandData,
    text: &'static str,
    rarest: u8,
    rarest_as_digit: u8,
    /// A letter that every short form has, if they share the name's rarest.
    rarest_of_shorts: Option<u8>,
    kinds: Kinds,
}

impl Name {
    /// Nothing where the brand has no Latin spelling.
    pub(crate) fn of(brand: &'static BrandData) -> Option<Self> {
        let text = *brand.spellings.first()?;
        let rarest = rarest(text);
        Some(Self {
            brand,
            text,
            rarest,
            rarest_as_digit: (b'0'..=b'9')
                .find(|digit| as_letter(*digit) == rarest)
                .unwrap_or(rarest),
            rarest_of_shorts: brand
                .short_forms
                .iter()
                .all(|short| short.as_bytes().contains(&rarest))
                .then_some(rarest),
            kinds: Kinds::of(text),
        })
    }
}

/// How many letters of each kind, a byte each: kinds are taken for each other by the eye. No slip within a kind changes them, so that a
/// word whose kinds are far from the name's is far from the name.
#[derive(Clone, Copy, Debug, Default)]
struct Kinds(u32);

/// One of a letter's kind; nothing for what is no letter.
const KINDS: [u32; 256] = {
    let mut kinds = [0; 256];
    let mut byte = b'a';
    while byte <= b'z' {
        kinds[byte as usize] = match byte {
            b'a' | b'e' | b'i' | b'o' | b'u' => 1,
            b'm' | b'n' => 1 << 8,
            b'z' | b's' | b'c' => 1 << 16,
            _ => 1 << 24,
        };
        byte += 1;
    }
    kinds
};

impl Kinds {
    /// Words are at most a label long, so that no count overflows into the next.
    fn of(word: &str) -> Self {
        let mut sum = 0;
        for byte in word.as_bytes().get(..LONGEST).unwrap_or(word.as_bytes()) {
            sum += KINDS[usize::from(*byte)];
        }
        Self(sum)
    }

    fn distance(self, other: Self) -> u8 {
        let (own, other) = (self.0.to_le_bytes(), other.0.to_le_bytes());
        let mut sum = 0u8;
        for at in 0..own.len() {
            sum = sum.saturating_add(own[at].abs_diff(other[at]));
        }
        sum
    }
}

/// The letter a digit reads as.
fn as_letter(byte: u8) -> u8 {
    match byte {
        b'0' => b'o',
        b'1' => b'l',
        b'2' => b'z',
        b'3' => b'e',
        b'4' => b'a',
        b'5' => b's',
        byte => byte,
    }
}

fn near(label: &str, name: &Name, lures: &Lures) -> Option<Near> {
    let decoded;
    let mut confusable = false;
    let label = if label.starts_with("xn--") {
        decoded = fold(&idna::domain_to_unicode(label).0).as_str().to_owned();
        confusable = true;
        decoded.as_str()
    } else {
        label
    };
    let mut best: Option<Near> = None;
    let mut keep = |near: Near| {
        if best.is_none_or(|known| near.slips < known.slips) {
            best = Some(near);
        }
    };
    // Letters pulled apart: `am-azon-jp`.
    if holds(label.as_bytes(), b'-')
        && let Some(near) =
            near_word(&label.replace('-', ""), name, lures).filter(|near| near.slips == 0)
    {
        keep(Near {
            way: LikenessWay::Combination,
            ..near
        });
    }
    for word in pieces(label) {
        if word.len() < 3 {
            continue;
        }
        let bare = undigited(word);
        // A short form needs a lure or a country beside it in its own label.
        let shorts = name.brand.short_forms;
        if bare != name.text
            && has(bare, name.rarest_of_shorts)
            && shorts.iter().any(|short| find(bare, short).is_some())
        {
            let bare = lures.without(bare);
            if shorts.contains(&bare) && words(label).any(|word| lures.is_company(word)) {
                keep(Near {
                    slips: WITH_COMPANY,
                    way: LikenessWay::Combination,
                    company: 0,
                });
            }
        }
        for (text, way) in readings(word) {
            if let Some(near) = near_word(&text, name, lures) {
                let way = if confusable {
                    LikenessWay::Confusable
                } else {
                    way.unwrap_or(near.way)
                };
                let way =
                    if near.slips == 0 && way == LikenessWay::Label && word.len() != label.len() {
                        LikenessWay::Combination
                    } else {
                        way
                    };
                keep(Near { way, ..near });
            }
        }
    }
    best
}

/// The ways a word may be read: digits at its ends dropped, digits as letters, `rn` as `m`.
fn readings(word: &str) -> impl Iterator<Item = (Cow<'_, str>, Option<LikenessWay>)> {
    let bare = undigited(word);
    // More digits than a few are a number, not letters in disguise.
    let mut digits = 0;
    for byte in word.as_bytes() {
        digits += usize::from(byte.is_ascii_digit());
    }
    let letters = (1..=MOST_DIGITS).contains(&digits).then(|| {
        let letters: String = word
            .bytes()
            .map(|byte| char::from(as_letter(byte)))
            .collect();
        (letters.into(), Some(LikenessWay::Confusable))
    });
    let joined = find(bare, "rn").map(|_| {
        (
            bare.replace("rn", "m").into(),
            Some(LikenessWay::Confusable),
        )
    });
    std::iter::once((Cow::Borrowed(bare), None))
        .chain(letters)
        .chain(joined)
}

/// A word of letters.
fn near_word(word: &str, name: &Name, lures: &Lures) -> Option<Near> {
    let Name {
        brand,
        text: name,
        rarest,
        kinds,
        ..
    } = *name;
    if word == name {
        return Some(Near {
            slips: 0,
            way: LikenessWay::Label,
            company: 0,
        });
    }
    if !holds(word.as_bytes(), rarest) && Kinds::of(word).distance(kinds) > LOOSE {
        return None;
    }
    // A word that means something else needs the end of a real address after it. Short ones only count whole: `amazona` is no
    // reading of `amazonaccount`.
    let innocent = |word: &str| {
        brand.words.iter().any(|other| {
            word == *other || other.len() > name.len() + 1 && find(word, other).is_some()
        })
    };
    if let Some(at) = find(word, name) {
        let (before, after) = (&word[..at], &word[at + name.len()..]);
        let rests = [before, after];
        let company = rests
            .iter()
            .any(|rest| rest.len() > 1 && is_made_of_company(rest, lures));
        let strange: usize = rests
            .iter()
            .filter(|rest| !is_made_of_company(rest, lures))
            .map(|rest| rest.len())
            .sum();
        let slips = match strange {
            _ if innocent(word) => IN_FRONT,
            0..=2 => strange as u8,
            // Begins or goes on like an address or a lure, or with letters that are no word at all.
            _ if begins_with_company(after, lures)
                || is_gibberish(after)
                || is_gibberish(before) =>
            {
                ALONE
            }
            _ => FAR,
        };
        let way = if before.is_empty() && after.is_empty() {
            LikenessWay::Label
        } else {
            LikenessWay::Combination
        };
        return Some(Near {
            slips,
            way,
            company: u8::from(company),
        });
    }
    let bare = if word.len() > name.len() {
        lures.without(word)
    } else {
        word
    };
    let mut best = None;
    for (text, company) in [(word, 0), (bare, 1)] {
        if company > 0 && bare.len() == word.len() {
            break;
        }
        if text.len() + 2 < name.len() || text.len() > name.len() + 3 {
            continue;
        }
        // Far from the name only what begins like it and holds its rarest letter.
        let alike =
            text.as_bytes().first() == name.as_bytes().first() && holds(text.as_bytes(), rarest);
        let most = if alike { IN_FRONT } else { LOOSE };
        if Kinds::of(text).distance(kinds) > most {
            continue;
        }
        let Some(slips) = within(text.as_bytes(), name.as_bytes(), most) else {
            continue;
        };
        let slips = if brand.words.contains(&text) {
            IN_FRONT
        } else {
            slips
        };
        if best.is_none_or(|known: Near| slips < known.slips) {
            best = Some(Near {
                slips,
                way: LikenessWay::Misspelling,
                company,
            });
        }
    }
    best
}

/// The letter of a name that fewest words have (by the order of letters in English text; other languages agree on the rare ones).
fn rarest(name: &str) -> u8 {
    b"zqxjkvbpygfwmucldrhsnioate"
        .iter()
        .copied()
        .find(|letter| name.as_bytes().contains(letter))
        .unwrap_or_default()
}

/// The word has this letter; where none is asked for, every word has.
fn has(word: &str, letter: Option<u8>) -> bool {
    letter.is_none_or(|letter| holds(word.as_bytes(), letter))
}

// Plain loops over bytes from here on: what ships is compiled for size, where each closure given to an iterator stays a call.

fn holds(word: &[u8], letter: u8) -> bool {
    for byte in word {
        if *byte == letter {
            return true;
        }
    }
    false
}

/// Where a few letters stand in a short word: quicker than a search made for long texts.
fn find(word: &str, letters: &str) -> Option<usize> {
    let (word, letters) = (word.as_bytes(), letters.as_bytes());
    let first = *letters.first()?;
    let mut left = (word.len() + 1).checked_sub(letters.len())?;
    let mut rest = word;
    while left > 0 {
        if rest[0] == first && rest.starts_with(letters) {
            return Some(word.len() - rest.len());
        }
        rest = &rest[1..];
        left -= 1;
    }
    None
}

/// The pieces of a label between hyphens and underscores.
fn pieces(label: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(label);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut end = 0;
        for byte in text.as_bytes() {
            if matches!(byte, b'-' | b'_') {
                break;
            }
            end += 1;
        }
        rest = text.get(end + 1..);
        text.get(..end)
    })
}

/// A word without the digits at its ends.
fn undigited(word: &str) -> &str {
    let bytes = word.as_bytes();
    let (mut start, mut end) = (0, bytes.len());
    while start < end && bytes[start].is_ascii_digit() {
        start += 1;
    }
    while start < end && bytes[end - 1].is_ascii_digit() {
        end -= 1;
    }
    word.get(start..end).unwrap_or_default()
}

/// Nothing but lures and companions, side by side.
fn is_made_of_company(text: &str, lures: &Lures) -> bool {
    let mut ends = [false; LONGEST + 1];
    ends[0] = true;
    if text.len() > LONGEST {
        return false;
    }
    for at in 0..text.len() {
        if ends[at] {
            for word in lures.beginning(&text[at..]) {
                ends[at + word.len()] = true;
            }
        }
    }
    ends[text.len()]
}

/// A lure or companion of three letters or more, or a country code with more after it.
fn begins_with_company(text: &str, lures: &Lures) -> bool {
    lures
        .beginning(text)
        .any(|word| word.len() > 2 || word == "jp")
}

/// Four consonants in a row or none but consonants: no word of any language written in these letters.
fn is_gibberish(text: &str) -> bool {
    let mut run = 0;
    let mut longest = 0;
    for byte in text.bytes() {
        run = if is_vowel(byte) { 0 } else { run + 1 };
        longest = longest.max(run);
    }
    longest > 3 || text.len() > 2 && longest == text.len()
}

/// The distance in half slips, if it is at most `most`: swapped neighbours, a doubled letter, `m` for `n`, a vowel for a vowel
/// count one, other letters two. (Optimal string alignment with weights; both texts are short.)
#[must_use]
pub fn within(text: &[u8], name: &[u8], most: u8) -> Option<u8> {
    const WIDTH: usize = 20;
    if text.len() >= WIDTH
        || name.len() >= WIDTH
        || text.len().abs_diff(name.len()) > usize::from(most)
    {
        return None;
    }
    // Three rows, each cell with the one above it and the one above that.
    let mut last = [u8::MAX / 2; WIDTH];
    let mut before = last;
    for (n, cell) in last.iter_mut().enumerate() {
        *cell = 2 * n as u8;
    }
    let mut least_last = 0;
    let mut previous = None;
    for (i, &a) in text.iter().enumerate() {
        let vowel = is_vowel(a);
        let grown = previous.is_some_and(|previous| previous == a || vowel && is_vowel(previous));
        let drop = if grown { 1 } else { 2 };
        let mut now = [u8::MAX / 2; WIDTH];
        let mut left = 2 * (i as u8 + 1);
        now[0] = left;
        let mut least = left;
        let mut name_before = None;
        for (j, &b) in name.iter().enumerate() {
            let mut cost = (last[j] + replace(a, b, vowel))
                .min(last[j + 1] + drop)
                .min(left + 2);
            if a != b && name_before == Some(a) && previous == Some(b) {
                cost = cost.min(before[j - 1] + 1);
            }
            now[j + 1] = cost;
            left = cost;
            least = least.min(cost);
            name_before = Some(b);
        }
        // A swap reaches back over a row; everything else grows from the last.
        if least > most && least_last >= most {
            return None;
        }
        (before, last) = (last, now);
        least_last = least;
        previous = Some(a);
    }
    let distance = last[name.len()];
    (distance <= most).then_some(distance)
}

fn replace(a: u8, b: u8, vowel: bool) -> u8 {
    match (a, b) {
        _ if a == b => 0,
        (b'm', b'n') | (b'n', b'm') | (b's', b'z') | (b'c', b'z') => 1,
        _ if vowel && is_vowel(b) => 1,
        _ => 2,
    }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}
