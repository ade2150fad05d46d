//! Whether browsers would refuse to show a name in its own letters: [`is_homograph`].
//!
//! A label is refused when it holds letters that are not for names (UTS 39, identifier status), mixes scripts that no language mixes
//! (UTS 39, section 5.2, highly restrictive, with Latin limited to ASCII), mixes number systems, puts marks where none belong, or uses
//! one of the patterns that browsers single out. A label of one script whose every letter looks like an ASCII one is refused unless its
//! top-level domain is of a country that writes so.
//!
//! Measured against the vectors that Firefox and Chromium share (`homograph_vectors.txt`); docs/tables.md lists the disagreements.

use super::Host;
use super::script::looks_ascii;
use crate::lists::Tables;
use crate::lists::packed::Packed;
use std::sync::LazyLock;

mod tables {
    include!(concat!(env!("OUT_DIR"), "/scripts.rs"));
}

/// From which letter on (shifted by 8) which script holds, unpacked on the first question. `build/scripts.rs` packs them.
static RUNS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut packed = Packed(tables::PACKED);
    let mut first = 0;
    let mut runs: Vec<u32> = (0..tables::RUNS)
        .map(|_| {
            first += packed.number();
            first << 8
        })
        .collect();
    for (run, script) in runs.iter_mut().zip(packed.0) {
        *run |= u32::from(*script);
    }
    runs
});

// In step with `build/scripts.rs`.
const NOT_FOR_NAMES: u8 = 0;
const ANY: u8 = 1;
const MARK: u8 = 2;
const LATIN: u8 = 3;
const GREEK: u8 = 4;
const CYRILLIC: u8 = 5;
const HAN: u8 = 6;
const HIRAGANA: u8 = 7;
const KATAKANA: u8 = 8;
const HANGUL: u8 = 9;
const BOPOMOFO: u8 = 10;
const ARMENIAN: u8 = 11;
const GEORGIAN: u8 = 12;
const HEBREW: u8 = 13;
/// Latin letters that are not ASCII, for the rule on mixing.
const BEYOND_ASCII: u32 = 1 << 31;

/// True when a label of the host mixes or mimics scripts so that browsers show its `xn--` form.
///
/// ```
/// use honmono::{Tables, address::{Host, homograph::is_homograph}};
/// let tables = Tables::shipped();
/// let odd = |text: &str| Host::parse(text).is_some_and(|host| is_homograph(&host, &tables));
/// assert!(odd("аmazon.com")); // a Cyrillic а
/// assert!(!odd("bücher.de") && !odd("アマゾン.jp"));
/// ```
#[must_use]
pub fn is_homograph(host: &Host, _tables: &Tables) -> bool {
    let top = host.labels().next_back().unwrap_or_default();
    let mut labels = host
        .labels()
        .take(64)
        .filter(|label| label.starts_with("xn--"))
        .peekable();
    if labels.peek().is_none() {
        return false;
    }
    labels.any(|label| {
        let (text, outcome) = idna::domain_to_unicode(label);
        // What no browser decodes stays as it is written.
        outcome.is_err() || is_refused(&text, top)
    })
}

fn script_of(letter: char) -> u8 {
    match letter {
        'a'..='z' | 'A'..='Z' => LATIN,
        '0'..='9' | '-' => ANY,
        '\0'..='\u{7f}' => NOT_FOR_NAMES,
        // Signs of Japanese, Catalan and Hebrew that the status leaves out; the patterns below see to their places.
        '\u{b7}' | '\u{30fb}' => ANY,
        '\u{30fc}' => KATAKANA,
        '\u{5f4}' => HEBREW,
        '\u{3099}' | '\u{309a}' => MARK,
        // Letters that both browsers allow though the status calls them technical or rare.
        '\u{3105}'..='\u{312f}' => BOPOMOFO,
        '\u{10fd}'..='\u{10ff}' => GEORGIAN,
        '\u{1090}'..='\u{1099}' => script_of('\u{1000}'),
        _ => {
            let code = u32::from(letter);
            let at = RUNS.partition_point(|run| run >> 8 <= code);
            at.checked_sub(1)
                .and_then(|at| RUNS.get(at))
                .map_or(NOT_FOR_NAMES, |run| (run & 0xff) as u8)
        }
    }
}

fn is_refused(label: &str, top: &str) -> bool {
    let letters: Vec<char> = label.chars().collect();
    let scripts: Vec<u8> = letters.iter().map(|letter| script_of(*letter)).collect();
    if scripts.contains(&NOT_FOR_NAMES) || letters.iter().any(|letter| is_singled_out(*letter, top))
    {
        return true;
    }
    let mut seen = 0u32;
    for (letter, script) in letters.iter().zip(&scripts) {
        // The long mark of kana goes with both of them.
        if *letter != '\u{30fc}' && *script > MARK {
            seen |= 1 << script.min(&30);
        }
        if *script == LATIN && !letter.is_ascii() {
            seen |= BEYOND_ASCII;
        }
    }
    mixes(seen, &scripts)
        || mixes_digits(&letters)
        || misplaced(&letters, &scripts, top)
        || is_all_lookalikes(&letters, seen, top)
}

/// Letters that browsers refuse whatever stands around them, or outside the countries that use them.
fn is_singled_out(letter: char, top: &str) -> bool {
    match letter {
        // Kra, turned and click letters, letters with hooks and bars that read as another; quotes; dashes; joiners.
        '\u{138}'
        | '\u{180}'..='\u{19f}'
        | '\u{1a2}'..='\u{1ae}'
        | '\u{1b1}'..='\u{1cc}'
        | '\u{221}'..='\u{225}'
        | '\u{234}'..='\u{258}'
        | '\u{25a}'..='\u{2ff}'
        | '\u{58a}'
        | '\u{620}'
        | '\u{f8c}'
        | '\u{144a}'
        | '\u{200c}'
        | '\u{200d}'
        | '\u{2010}'..='\u{2027}'
        | '\u{30a0}' => true,
        '\u{fe}' | '\u{f0}' => top != "is",
        '\u{259}' => top != "az",
        // Cyrillic letters of single small languages that read as Latin d, l, g and others.
        '\u{500}'..='\u{50f}' | '\u{4cf}' => !writes(CYRILLIC, top),
        _ => false,
    }
}

/// Scripts that no language mixes. Latin may stand beside East Asian ones, as ASCII.
fn mixes(seen: u32, scripts: &[u8]) -> bool {
    let plain = seen & !BEYOND_ASCII;
    if plain.count_ones() < 2 {
        // More than one rare script may share the last bit.
        let mut rare = scripts.iter().filter(|script| **script >= 30);
        return rare
            .next()
            .is_some_and(|first| rare.any(|other| other != first));
    }
    let bit = |script: u8| 1u32 << script;
    let rest = plain & !bit(LATIN);
    let japanese = bit(HAN) | bit(HIRAGANA) | bit(KATAKANA);
    let fits = [japanese, bit(HAN) | bit(HANGUL), bit(HAN) | bit(BOPOMOFO)]
        .iter()
        .any(|language| rest & !language == 0);
    !fits || plain & bit(LATIN) != 0 && seen & BEYOND_ASCII != 0
}

/// Digits of two number systems.
fn mixes_digits(letters: &[char]) -> bool {
    let mut zero = None;
    letters
        .iter()
        .filter_map(|letter| digit_zero(*letter))
        .any(|own| *zero.get_or_insert(own) != own)
}

/// The zero of the number system that a decimal digit is of (Unicode's decimal digits lie in tens).
fn digit_zero(letter: char) -> Option<u32> {
    if letter.is_ascii_digit() {
        return Some(u32::from('0'));
    }
    let code = u32::from(letter);
    const ZEROS: [u32; 22] = [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
        0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0xa9d0, 0xabf0,
    ];
    ZEROS
        .into_iter()
        .find(|zero| (*zero..zero + 10).contains(&code))
}

/// Marks and signs where none belong.
fn misplaced(letters: &[char], scripts: &[u8], top: &str) -> bool {
    let is_cjk = |script: u8| matches!(script, HAN | HIRAGANA | KATAKANA | BOPOMOFO | HANGUL);
    let has = |wanted: u8| {
        scripts
            .iter()
            .zip(letters)
            .any(|(script, letter)| *script == wanted && *letter != '\u{30fc}')
    };
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| (letters[at], scripts[at]));
        let after = letters.get(at + 1).map(|next| (*next, scripts[at + 1]));
        let foreign = |side: Option<(char, u8)>| {
            side.is_some_and(|(_, script)| script > MARK && !is_cjk(script))
        };
        let bad = match letter {
            '\u{307}' => {
                before.is_some_and(|(before, _)| matches!(before, 'i' | 'j' | 'l' | '\u{131}'))
            }
            _ if before.is_some_and(|(before, _)| before == letter)
                && (scripts[at] == MARK || is_mark(letter)) =>
            {
                true
            }
            '\u{338}' => true,
            '\u{300}'..='\u{36f}' => match before {
                Some(('\u{131}' | '\u{237}', _)) => true,
                Some((_, script)) => !matches!(script, LATIN | GREEK | CYRILLIC | MARK),
                None => true,
            },
            '\u{3099}' | '\u{309a}' => {
                !before.is_some_and(|(_, script)| matches!(script, HIRAGANA | KATAKANA))
            }
            '\u{30fc}' => !before.is_some_and(|(_, script)| matches!(script, HIRAGANA | KATAKANA)),
            '\u{30fb}' => [before, after]
                .into_iter()
                .flatten()
                .any(|(_, script)| script == LATIN),
            '\u{30fd}' | '\u{30fe}' => before.is_none_or(|(_, script)| script != KATAKANA),
            // The three that read the same in both kana.
            '\u{3078}'..='\u{307a}' => {
                has(KATAKANA)
                    && !letters.iter().any(|other| {
                        script_of(*other) == HIRAGANA && !('\u{3078}'..='\u{307a}').contains(other)
                    })
            }
            // Kana that read as slashes, between letters of other scripts.
            'ノ' | 'ン' | 'ソ' | 'ゾ' => foreign(before) && foreign(after),
            // Ideographs and signs that read as lines, slashes, digits or letters, beside other scripts.
            '一' | '丨' | '丿' | '乀' | '乁' | '乂' | '乛' | '七' | '丁' | '丅' | '丆' | '丩'
            | '丫' | '丶' | '十' | '工' | '讠' | '〇' | 'ㄈ' | 'ㄐ' | 'ㄒ' | 'ㄚ' | 'ㄟ' | 'ㄧ'
            | 'ㄨ' | 'ㄩ' | 'ㆳ' | 'ㆺ' => foreign(before) || foreign(after),
            '\u{b7}' => {
                top != "cat"
                    || !(before.is_some_and(|(before, _)| before == 'l')
                        && after.is_some_and(|(after, _)| after == 'l'))
            }
            _ => false,
        };
        if bad {
            return true;
        }
    }
    false
}

/// A combining mark of a script with marks of its own (Thai, Arabic).
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{64b}'..='\u{655}' | '\u{670}' | '\u{93c}' | '\u{94d}')
}

/// One script, and not a letter in it that reads as itself alone.
fn is_all_lookalikes(letters: &[char], seen: u32, top: &str) -> bool {
    let script = [GREEK, CYRILLIC, ARMENIAN, GEORGIAN, HEBREW]
        .into_iter()
        .find(|script| seen == 1 << script);
    let Some(script) = script else { return false };
    !writes(script, top)
        && letters
            .iter()
            .all(|letter| letter.is_ascii() || looks_ascii(*letter))
}

/// A top-level domain of a country or language that writes so; names in other scripts than Latin write as they please.
fn writes(script: u8, top: &str) -> bool {
    top.starts_with("xn--")
        || match script {
            CYRILLIC => matches!(
                top,
                "ru" | "su"
                    | "by"
                    | "ua"
                    | "bg"
                    | "kz"
                    | "kg"
                    | "mk"
                    | "mn"
                    | "rs"
                    | "tj"
                    | "uz"
                    | "me"
                    | "ba"
                    | "tatar"
                    | "moscow"
            ),
            GREEK => matches!(top, "gr" | "cy"),
            ARMENIAN => top == "am",
            GEORGIAN => top == "ge",
            HEBREW => top == "il",
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Option<bool> {
        Host::parse(text).map(|host| is_homograph(&host, &Tables::shipped()))
    }

    /// Where Chromium alone refuses and we do not, by the reason; docs/tables.md gives it.
    const OURS: [&str; 5] = ["popular", "fonts", "accent", "line", "deviation"];

    #[test]
    fn agrees_with_firefox_and_chromium() {
        let mut section = "";
        let mut wrong = vec![];
        for line in include_str!("homograph_vectors.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
        {
            if let Some(head) = line.strip_prefix('[') {
                section = head.split(']').next().unwrap();
                continue;
            }
            for name in line.split_whitespace() {
                let shown = refused(name) == Some(false);
                let wanted = match section {
                    "safe" => true,
                    "unsafe" | "invalid" | "chromium" => false,
                    // A disagreement that is gone has to be taken off the list.
                    alone => {
                        assert!(OURS.contains(&alone), "[{alone}] has no reason");
                        true
                    }
                };
                if shown != wanted {
                    let text = idna::domain_to_unicode(name).0;
                    wrong.push(format!("[{section}] {name} {text}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{} disagree: {wrong:#?}", wrong.len());
    }
}
