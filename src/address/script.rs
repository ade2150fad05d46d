//! Look-alike letters, mixed scripts, invisible characters: folding of text before a brand is searched in it.
//!
//! [`fold`] reduces text to what a hurried reader takes it for: lower case, full width and mathematical letters to plain ones,
//! accents and combining marks gone, invisible characters gone, letters of other scripts that look like ASCII to ASCII, hiragana to
//! katakana. What was changed, and where, is kept: an accent is no disguise, a Cyrillic letter inside a Latin word is.
//!
//! The table is derived when the engine is built, from Unicode's normalisation (UAX 15) and confusables (UTS 39) data as the crates
//! `unicode-normalization` and `unicode-security` carry them, reduced to what ends in ASCII letters and digits.
//!
//! Always fold both sides: the text, and the word that is searched in it.

use crate::lists::packed::{Packed, Rows};
use std::ops::Range;
use std::sync::LazyLock;

mod tables {
    include!(concat!(env!("OUT_DIR"), "/letters.rs"));
}

/// A run of letters that fold alike.
struct Run {
    first: u32,
    len: u32,
    /// The kind of change, doubled; odd when each letter goes as far as the first.
    kind: u32,
    to: u32,
}

/// The runs and the way to each, unpacked on the first question. `build/letters.rs` packs them, column by column.
static TABLE: LazyLock<(Vec<Run>, Rows)> = LazyLock::new(|| {
    let mut packed = Packed(tables::PACKED);
    let mut runs: Vec<Run> = (0..tables::RUNS)
        .map(|_| Run {
            first: packed.number(),
            len: 0,
            kind: 0,
            to: 0,
        })
        .collect();
    let mut past = 0;
    for run in &mut runs {
        run.first += past;
        run.len = packed.number();
        past = run.first + run.len;
    }
    for run in &mut runs {
        run.kind = packed.number();
    }
    let mut last = 0;
    for run in &mut runs {
        run.to = packed.step(last);
        last = run.to + if run.kind & 1 == 1 { run.len } else { 0 };
    }
    let rows = Rows::of(&mut runs.iter().map(|run| run.first));
    (runs, rows)
});

/// What folding changed at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Nothing, or only the case.
    Plain,
    /// Full width, mathematical, enclosed letters, ligatures.
    Form,
    /// An accented letter.
    Accent,
    /// A combining mark was dropped.
    Mark,
    /// A Latin letter or symbol that looks like an ASCII one.
    Lookalike,
    /// A letter of another script that looks like an ASCII one.
    Foreign,
    /// An invisible character was dropped.
    Invisible,
}

/// A place where the folded text and the original part ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seam {
    /// Byte in the folded text from which this holds.
    at: usize,
    /// The byte of the original it came from.
    from: usize,
    change: Change,
}

/// Folded text, and the way back to the original.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    seams: Vec<Seam>,
    end: usize,
    /// Invisible characters were dropped, line breaks and the soft hyphen aside.
    pub had_invisible: bool,
    /// Combining marks were dropped from ASCII or look-alike letters (`a` + U+034F, `m` + U+0308).
    pub had_marks: bool,
    /// A word mixes ASCII letters with look-alikes of another script.
    pub mixed_script_word: bool,
}

/// How letters of a searched word may stand apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    /// Side by side.
    Tight,
    /// Up to two spaces or punctuation marks between letters (`A ma zo n`, `a.m.a.z.o.n`); the gaps must not be the word's own ends.
    Loose,
}

/// A place where a searched word stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// In the folded text.
    pub folded: Range<usize>,
    /// In the original text, dropped characters inside it included.
    pub original: Range<usize>,
    /// No letter or digit touches it before.
    pub starts_word: bool,
    /// No letter or digit touches it after.
    pub ends_word: bool,
    /// The strongest change inside it: [`Change::Lookalike`] and above are a disguise.
    pub change: Change,
    /// Letters stood apart.
    pub spaced: bool,
}

impl Found {
    /// Written so that a search for the plain word misses it, in a way honest mail does not use.
    #[must_use]
    pub fn is_disguised(&self) -> bool {
        self.change >= Change::Mark || self.spaced
    }
}

impl Folded {
    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Every place where `word` (already folded) stands.
    #[must_use]
    pub fn find(&self, word: &str, spacing: Spacing) -> Vec<Found> {
        let mut found = Vec::new();
        if word.is_empty() {
            return found;
        }
        match spacing {
            Spacing::Tight => {
                for (at, _) in self.text.match_indices(word) {
                    found.push(self.found(at..at + word.len(), false));
                }
            }
            Spacing::Loose => {
                let first = word.chars().next().unwrap_or_default();
                let mut past = 0;
                for (at, _) in self.text.match_indices(first) {
                    if at < past {
                        continue;
                    }
                    if let Some((end, gaps)) = loose_end(&self.text[at..], word) {
                        past = at + end;
                        found.push(self.found(at..past, gaps));
                    }
                }
            }
        }
        found
    }

    fn found(&self, folded: Range<usize>, spaced: bool) -> Found {
        let first = self.seams.partition_point(|seam| seam.at < folded.start);
        let change = self.seams[first..]
            .iter()
            .take_while(|seam| seam.at < folded.end)
            .map(|seam| seam.change)
            .max()
            .unwrap_or(Change::Plain);
        let before = self.text[..folded.start].chars().next_back();
        let after = self.text[folded.end..].chars().next();
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        Found {
            original: self.original(folded.start)..self.original_end(folded.end),
            starts_word: !joins(before),
            ends_word: !joins(after),
            change,
            spaced,
            folded,
        }
    }

    /// The byte of the original that a byte of the folded text came from.
    fn original(&self, at: usize) -> usize {
        match self.seams.partition_point(|seam| seam.at <= at) {
            0 => at,
            n => self.seams[n - 1].from + (at - self.seams[n - 1].at),
        }
    }

    /// Where a range that ends before this folded byte ends in the original.
    fn original_end(&self, at: usize) -> usize {
        match self.seams.partition_point(|seam| seam.at < at) {
            0 => at.min(self.end),
            n => {
                let seam = self.seams[n - 1];
                let next = self.seams.get(n).map_or(self.end, |next| next.from);
                if seam.change == Change::Plain {
                    seam.from + (at - seam.at)
                } else {
                    next
                }
            }
        }
    }
}

/// Folds text for searching. Linear; ASCII text costs a copy.
///
/// ```
/// use honmono::address::script::{fold, Spacing};
/// let folded = fold("Your Аm\u{200b}azοn order"); // Cyrillic А, Greek ο, a zero-width space
/// assert_eq!(folded.as_str(), "your amazon order");
/// assert!(folded.had_invisible && folded.mixed_script_word);
/// assert!(folded.find("amazon", Spacing::Tight)[0].is_disguised());
/// ```
#[must_use]
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded {
        text: String::with_capacity(text.len()),
        end: text.len(),
        ..Folded::default()
    };
    // Letters of the word at hand: ASCII ones, look-alikes of other scripts.
    let (mut ascii, mut foreign) = (false, false);
    let mut straight = true;
    for (from, letter) in text.char_indices() {
        if letter.is_ascii() {
            if !straight {
                folded.seams.push(Seam {
                    at: folded.text.len(),
                    from,
                    change: Change::Plain,
                });
                straight = true;
            }
            if letter.is_ascii_alphabetic() {
                ascii = true;
                folded.mixed_script_word |= foreign;
            } else if !letter.is_ascii_digit() {
                (ascii, foreign) = (false, false);
            }
            folded.text.push(letter.to_ascii_lowercase());
            continue;
        }
        if let Some(voiced) = voice(folded.text.chars().next_back(), letter) {
            folded.text.pop();
            folded.text.push(voiced);
            straight = false;
            continue;
        }
        let (change, to) = of(letter);
        if change == Change::Plain && to == To::Itself {
            if !straight {
                folded.seams.push(Seam {
                    at: folded.text.len(),
                    from,
                    change,
                });
                straight = true;
            }
            if (ascii || foreign) && !letter.is_alphanumeric() {
                (ascii, foreign) = (false, false);
            }
            folded.text.push(letter);
            continue;
        }
        // A letter that only changes its case, in as many bytes, needs no seam: Japanese text is full of them.
        if let (Change::Plain, To::Letter(to), true) = (change, to, straight)
            && to.len_utf8() == letter.len_utf8()
        {
            folded.text.push(to);
            continue;
        }
        folded.seams.push(Seam {
            at: folded.text.len(),
            from,
            change,
        });
        straight = false;
        match change {
            Change::Invisible => folded.had_invisible |= letter != '\u{ad}',
            Change::Mark => folded.had_marks |= ascii || foreign,
            Change::Foreign => {
                foreign = true;
                folded.mixed_script_word |= ascii;
            }
            Change::Plain if letter.is_whitespace() => (ascii, foreign) = (false, false),
            _ => {}
        }
        match to {
            To::Itself => folded.text.push(letter),
            To::Nothing => {}
            To::Letter(to) => folded.text.push(to),
            To::Letters(to) => folded.text.push_str(to),
        }
    }
    folded
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum To {
    Itself,
    Nothing,
    Letter(char),
    Letters(&'static str),
}

/// What the table says of one letter.
fn of(letter: char) -> (Change, To) {
    let code = u32::from(letter);
    let (runs, rows) = &*TABLE;
    let near = rows.near(code);
    let begun = runs.get(near.clone()).unwrap_or_default();
    let row = near.start + begun.partition_point(|run| run.first <= code);
    let Some(run) = row.checked_sub(1).and_then(|row| runs.get(row)) else {
        return (Change::Plain, To::Itself);
    };
    let step = code - run.first;
    if step >= run.len {
        return (Change::Plain, To::Itself);
    }
    let change = match run.kind >> 1 {
        0 => Change::Invisible,
        1 => Change::Mark,
        2 => Change::Form,
        3 => Change::Accent,
        4 => Change::Lookalike,
        5 => Change::Foreign,
        _ => Change::Plain,
    };
    let to = match run.to {
        0 => To::Nothing,
        0xf_0000.. => tables::POOL
            .get((run.to - 0xf_0000) as usize)
            .map_or(To::Itself, |text| To::Letters(text)),
        _ => {
            let moved = if run.kind & 1 == 1 { step } else { 0 };
            char::from_u32(run.to + moved).map_or(To::Itself, To::Letter)
        }
    };
    (change, to)
}

/// A letter of another script that looks like an ASCII one.
pub(super) fn looks_ascii(letter: char) -> bool {
    of(letter).0 == Change::Foreign
}

/// The voiced kana that a kana and a following voice mark make.
fn voice(kana: Option<char>, mark: char) -> Option<char> {
    let step = match mark {
        '\u{3099}' | '\u{ff9e}' => 1,
        '\u{309a}' | '\u{ff9f}' => 2,
        _ => return None,
    };
    let kana = kana?;
    let fits = match kana {
        'ウ' if step == 1 => return Some('ヴ'),
        'カ'..='ヂ' => step == 1 && (u32::from(kana) - u32::from('カ')).is_multiple_of(2),
        'ツ' | 'テ' | 'ト' => step == 1,
        'ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ' => true,
        _ => false,
    };
    fits.then(|| char::from_u32(u32::from(kana) + step))
        .flatten()
}

/// The end of `word` in `text`, with up to two spaces or marks between letters, and whether there were any.
fn loose_end(text: &str, word: &str) -> Option<(usize, bool)> {
    let mut letters = text.char_indices();
    let mut gaps = false;
    let mut end = 0;
    for (n, wanted) in word.chars().enumerate() {
        let mut skipped = 0;
        loop {
            let (at, letter) = letters.next()?;
            if letter == wanted {
                end = at + letter.len_utf8();
                break;
            }
            let gap = letter.is_whitespace()
                || letter.is_ascii_punctuation()
                || letter == '·'
                || letter == '・';
            if n == 0 || !gap || skipped == 2 {
                return None;
            }
            skipped += 1;
            gaps = true;
        }
    }
    Some((end, gaps))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        fold(text).as_str().to_owned()
    }

    #[test]
    fn folds_disguises() {
        assert_eq!(
            folded("A\u{34f}m\u{34f}a\u{34f}z\u{34f}o\u{34f}n"),
            "amazon"
        );
        assert_eq!(folded("Αmazοn.fr"), "amazon.fr");
        assert_eq!(folded("Ａｍａｚｏｎ"), "amazon");
        assert_eq!(folded("𝐀𝓶𝒂𝔃𝗼𝚗"), "amazon");
        assert_eq!(folded("Āmäžøn"), "amazon");
        assert_eq!(folded("аccоunt"), "account");
        assert_eq!(folded("ⓐⓜⓐⓩⓞⓝ"), "amazon");
        assert_eq!(folded("a\u{73f}ma\u{feff}zon"), "amazon");
    }

    #[test]
    fn folds_kana_to_one_form() {
        let plain = folded("アマゾン");
        assert_eq!(plain, "アマゾン");
        assert_eq!(folded("ｱﾏｿﾞﾝ"), plain);
        assert_eq!(folded("あまぞん"), plain);
        assert_eq!(folded("アマソ\u{3099}ン"), plain);
        assert_eq!(folded("パスワード"), "パスワード");
    }

    #[test]
    fn leaves_other_text_alone() {
        assert_eq!(
            folded("亚马逊 注文番号 250-1234567"),
            "亚马逊 注文番号 250-1234567"
        );
        let russian = fold("Ваш заказ на почте");
        assert!(!russian.mixed_script_word && !russian.had_invisible && !russian.had_marks);
        let german = fold("Größe für Straße");
        assert!(!german.mixed_script_word && !german.had_marks);
        assert!(!fold("Amazonのご注文").mixed_script_word);
    }

    #[test]
    fn tells_a_disguise_from_a_spelling() {
        let found = |text: &str| fold(text).find("amazon", Spacing::Tight)[0].clone();
        assert!(!found("Amazon").is_disguised());
        assert!(!found("ＡＭＡＺＯＮ").is_disguised());
        assert!(!found("für Ämazon").is_disguised());
        assert!(found("Аmazon").is_disguised());
        assert!(found("Ama\u{200d}zon").is_disguised());
        assert!(found("xx amazon").starts_word);
        assert!(!found("amazonas").ends_word);
    }

    #[test]
    fn finds_the_way_back() {
        let text = "é Ama\u{200d}zоn x";
        let found = fold(text).find("amazon", Spacing::Tight)[0].clone();
        assert_eq!(&text[found.original], "Ama\u{200d}zоn");
        let text = "日本 Amazon.co.jp";
        let found = fold(text).find("amazon", Spacing::Tight)[0].clone();
        assert_eq!(&text[found.original], "Amazon");
    }

    #[test]
    fn finds_words_pulled_apart() {
        let found = |text: &str| fold(text).find("amazon", Spacing::Loose).len();
        assert_eq!(found("A ma zo n"), 1);
        assert_eq!(found("ama zon .fr"), 1);
        assert_eq!(found("a.m.a.z.o.n"), 1);
        assert_eq!(found("a mad zone"), 0);
        assert_eq!(found("am I azon"), 0);
    }

    #[test]
    fn long_text_is_linear_enough() {
        let text = "amaz o\u{200b}n аmаzоn ".repeat(20_000);
        let folded = fold(&text);
        assert_eq!(folded.find("amazon", Spacing::Loose).len(), 40_000);
    }
}
