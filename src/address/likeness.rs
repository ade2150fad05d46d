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

use super::Host;
use super::script::fold;
use crate::lists::Tables;
use crate::lists::brands::BrandData;
use crate::lists::lures::{COMPANIONS, GROWN_ON, INNER, LURES};
use serde::{Deserialize, Serialize};

/// How a host that is not the brand's own resembles the brand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    /// The brand it resembles (`amazon`), by its id in the brand table.
    pub brand: String,
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
/// Too far for any company.
const FAR: u8 = 7;

/// How a foreign host resembles a brand, if it does. The caller has made sure that the host is foreign.
#[must_use]
pub fn likeness(host: &Host, tables: &Tables) -> Option<Likeness> {
    let suffix = tables.suffixes.suffix_of(host)?;
    // In rented space only what the tenant chose.
    let end = tables
        .brands
        .tenant_start(host)
        .map_or(suffix.start, |start| start.min(suffix.start));
    let left = host.as_str().get(..end.checked_sub(1)?)?;
    tables
        .brands
        .iter()
        .find_map(|brand| resembles(left, brand))
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

fn resembles(left: &str, brand: &'static BrandData) -> Option<Likeness> {
    let mut labels: [&str; MOST_LABELS] = [""; MOST_LABELS];
    let mut count = 0;
    for label in left.rsplit('.').take(MOST_LABELS) {
        labels[count] = label.get(..LONGEST).unwrap_or(label);
        count += 1;
    }
    let labels = &labels[..count];
    // Most hosts end here: no label has the letters.
    if !labels.iter().any(|label| may_resemble(label, brand)) {
        return None;
    }
    let mut second = false;
    let mut best: Option<(usize, Near)> = None;
    for (n, label) in labels.iter().enumerate() {
        if let Some(near) = may_resemble(label, brand)
            .then(|| near(label, brand))
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
            .any(|label| INNER.contains(label));
    let elsewhere = labels
        .iter()
        .enumerate()
        .filter(|(n, _)| *n != at)
        .any(|(_, label)| words(label).any(is_company));
    let company = near.company + u8::from(elsewhere) + u8::from(second);
    let allowed = match (in_front, company) {
        (true, _) => IN_FRONT,
        (false, 0) => ALONE,
        (false, _) => WITH_COMPANY,
    };
    (near.slips <= allowed).then(|| Likeness {
        brand: brand.id.to_owned(),
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
            .take_while(|label| INNER.contains(label))
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

fn is_company(word: &str) -> bool {
    LURES.contains(&word) || COMPANIONS.contains(&word) && word != "www" && word.len() > 1
}

/// Cheap: enough of the brand's letters are there.
fn may_resemble(label: &str, brand: &BrandData) -> bool {
    let Some(name) = brand.spellings.first() else {
        return false;
    };
    if label.len() < 3 {
        return false;
    }
    if label.starts_with("xn--") {
        return true;
    }
    let mut has = 0u32;
    for byte in label.bytes() {
        has |= letter_bit(byte);
    }
    let wanted = name.bytes().fold(0, |bits, byte| bits | letter_bit(byte));
    // All but one of its different letters; m and n, and the vowels, count as one letter each.
    (wanted & !has).count_ones() <= 1
}

/// Letters that are taken for each other share a bit.
fn letter_bit(byte: u8) -> u32 {
    match byte {
        b'a' | b'e' | b'i' | b'o' | b'u' | b'0' | b'4' | b'3' | b'1' => 1,
        b'm' | b'n' => 1 << 1,
        b'z' | b's' | b'2' | b'5' | b'c' => 1 << 2,
        b'b'..=b'y' => 1 << (byte - b'a' + 3),
        _ => 0,
    }
}

fn near(label: &str, brand: &BrandData) -> Option<Near> {
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
    let company = u8::from(words(label).any(is_company));
    // Letters pulled apart: `am-azon-jp`.
    if label.contains('-')
        && let Some(near) = near_word(&label.replace('-', ""), brand).filter(|near| near.slips == 0)
    {
        keep(Near {
            way: LikenessWay::Combination,
            ..near
        });
    }
    for word in label.split(['-', '_']).filter(|word| !word.is_empty()) {
        // A short form needs a lure or a country beside it in its own label.
        if company > 0
            && brand.short_forms.iter().any(|short| {
                without_lures(word.trim_matches(|letter: char| letter.is_ascii_digit())) == *short
            })
        {
            keep(Near {
                slips: WITH_COMPANY,
                way: LikenessWay::Combination,
                company,
            });
        }
        for (text, way) in readings(word) {
            if let Some(near) = near_word(&text, brand) {
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
                keep(Near {
                    way,
                    company: near.company + company,
                    ..near
                });
            }
        }
    }
    best
}

/// The ways a word may be read: digits at its ends dropped, digits as letters, `rn` as `m`.
fn readings(word: &str) -> Vec<(String, Option<LikenessWay>)> {
    let bare = word.trim_matches(|letter: char| letter.is_ascii_digit());
    let mut all = vec![(bare.to_owned(), None)];
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        let letters = word
            .bytes()
            .map(|byte| match byte {
                b'0' => 'o',
                b'1' => 'l',
                b'2' => 'z',
                b'3' => 'e',
                b'4' => 'a',
                b'5' => 's',
                byte => char::from(byte),
            })
            .collect::<String>();
        all.push((letters, Some(LikenessWay::Confusable)));
    }
    if bare.contains("rn") {
        all.push((bare.replace("rn", "m"), Some(LikenessWay::Confusable)));
    }
    all
}

/// A word of letters.
fn near_word(word: &str, brand: &BrandData) -> Option<Near> {
    let name = *brand.spellings.first()?;
    // A word that means something else needs the end of a real address after it. Short ones only count whole: `amazona` is no
    // reading of `amazonaccount`.
    let innocent = brand
        .words
        .iter()
        .any(|other| word == *other || other.len() > name.len() + 1 && word.contains(other));
    if let Some(at) = word.find(name) {
        let (before, after) = (&word[..at], &word[at + name.len()..]);
        let rests = [before, after];
        let company = rests
            .iter()
            .any(|rest| rest.len() > 1 && is_made_of_company(rest));
        let strange: usize = rests
            .iter()
            .filter(|rest| !is_made_of_company(rest))
            .map(|rest| rest.len())
            .sum();
        let slips = match strange {
            _ if innocent => IN_FRONT,
            0..=2 => strange as u8,
            // Begins or goes on like an address or a lure, or with letters that are no word at all.
            _ if begins_with_company(after) || is_gibberish(after) || is_gibberish(before) => ALONE,
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
    let bare = without_lures(word);
    let mut best = None;
    for (text, company) in [(word, 0), (bare, u8::from(bare.len() < word.len()))] {
        if text.len() + 2 < name.len() || text.len() > name.len() + 3 {
            continue;
        }
        let Some(slips) = within(text.as_bytes(), name.as_bytes(), IN_FRONT) else {
            continue;
        };
        // Far from the name only what begins like it; without its rarest letter only what is next to it.
        let begins_alike = text.as_bytes().first() == name.as_bytes().first();
        if slips > LOOSE && !(begins_alike && text.bytes().any(|byte| byte == rarest(name))) {
            continue;
        }
        let slips = if innocent || brand.words.contains(&text) {
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

/// Nothing but lures and companions, side by side.
fn is_made_of_company(text: &str) -> bool {
    let mut ends = [false; LONGEST + 1];
    ends[0] = true;
    if text.len() > LONGEST {
        return false;
    }
    for at in 0..text.len() {
        if ends[at] {
            let rest = &text[at..];
            for word in LURES
                .iter()
                .chain(COMPANIONS)
                .filter(|word| rest.starts_with(*word))
            {
                ends[at + word.len()] = true;
            }
        }
    }
    ends[text.len()]
}

/// A lure or companion of three letters or more, or a country code with more after it.
fn begins_with_company(text: &str) -> bool {
    LURES
        .iter()
        .chain(COMPANIONS)
        .chain(GROWN_ON)
        .any(|word| (word.len() > 2 || *word == "jp") && text.starts_with(word))
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

/// A word without the lures grown onto its ends.
fn without_lures(word: &str) -> &str {
    let mut rest = word;
    'again: loop {
        for lure in LURES.iter().filter(|lure| lure.len() > 3).chain(GROWN_ON) {
            if let Some(less) = rest.strip_suffix(lure).or_else(|| rest.strip_prefix(lure))
                && less.len() > 3
            {
                rest = less;
                continue 'again;
            }
        }
        return rest;
    }
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
    let mut rows = [[u8::MAX / 2; WIDTH]; 3];
    for (n, cell) in rows[0].iter_mut().enumerate().take(name.len() + 1) {
        *cell = 2 * n as u8;
    }
    for i in 1..=text.len() {
        let (now, last, before) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[now][0] = 2 * i as u8;
        let mut least = rows[now][0];
        for j in 1..=name.len() {
            let (a, b) = (text[i - 1], name[j - 1]);
            let doubled = i > 1 && text[i - 2] == a;
            let grown = doubled || is_vowel(a) && i > 1 && is_vowel(text[i - 2]);
            let mut cost = (rows[last][j - 1] + replace(a, b))
                .min(rows[last][j] + if grown { 1 } else { 2 })
                .min(rows[now][j - 1] + 2);
            if i > 1 && j > 1 && a == name[j - 2] && text[i - 2] == b && a != b {
                cost = cost.min(rows[before][j - 2] + 1);
            }
            rows[now][j] = cost;
            least = least.min(cost);
        }
        if least > most + 1 {
            return None;
        }
    }
    let distance = rows[text.len() % 3][name.len()];
    (distance <= most).then_some(distance)
}

fn replace(a: u8, b: u8) -> u8 {
    match (a, b) {
        _ if a == b => 0,
        (b'm', b'n') | (b'n', b'm') | (b's', b'z') | (b'c', b'z') => 1,
        _ if is_vowel(a) && is_vowel(b) => 1,
        _ => 2,
    }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}
