//! How mails speak when they speak for a brand: phrases as data, matched on text reduced to letters and digits.
//!
//! White space, punctuation, case, width, accents and disguises carry no meaning here; fakes vary them at will. What is left
//! of a text is searched once for the brand's spellings, and only what stands around them is compared with the phrases, so
//! the cost grows with the text, not with the text times the phrases.

use crate::address::script::{Folded, Spacing, fold};

/// How many places of the brand's name in one text are looked at.
const MAX_PLACES: usize = 200;

/// What a phrase weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Said by the brand, or to its customers as such.
    Own,
    /// Said by others now and then; needs company.
    Hint,
    /// Names the product without the brand.
    Bare,
}

/// One phrase: what stands before and after the brand's name, reduced.
#[derive(Clone, Debug)]
struct Phrase {
    tone: Tone,
    before: String,
    after: String,
}

/// The phrases of one brand.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// The brand's id in the brand table.
    pub brand: String,
    around: Vec<Phrase>,
    bare: Vec<String>,
    /// What is wrong with something of the reader's, reduced; and words that make it the reader's.
    troubles: Vec<String>,
    yours: Vec<String>,
    /// Products whose name can stand as sender by itself, folded.
    pub products: Vec<String>,
    /// Those of them whose name is nobody else's.
    pub soles: Vec<String>,
    /// Local parts of the brand's own sender addresses.
    pub locals: Vec<String>,
}

impl Phrases {
    /// Reads the rows of a `*.claims.txt` table; rows of an unknown kind are left out.
    ///
    /// ```
    /// use honmono::mail::phrases::{Phrases, Tone};
    /// let phrases = Phrases::read("bank", "self en your {} account\nhint en {} card\n");
    /// let spoken = phrases.spoken("About YOUR Bänk-account", &["bank".to_owned()], &[]);
    /// assert_eq!(spoken.tones, [Tone::Own]);
    /// assert!(phrases.spoken("your bankers account", &["bank".to_owned()], &[]).tones.is_empty());
    /// ```
    #[must_use]
    pub fn read(brand: &str, rows: &str) -> Self {
        let mut phrases = Self {
            brand: brand.to_owned(),
            ..Self::default()
        };
        for row in rows.lines() {
            let mut words = row.splitn(3, ' ');
            let (Some(kind), Some(_), Some(text)) = (words.next(), words.next(), words.next())
            else {
                continue;
            };
            let around = |tone| {
                let (before, after) = text.split_once("{}")?;
                Some(Phrase {
                    tone,
                    before: Reduced::of(before).text,
                    after: Reduced::of(after).text,
                })
            };
            match kind {
                "self" => phrases.around.extend(around(Tone::Own)),
                "hint" => phrases.around.extend(around(Tone::Hint)),
                "bare" => phrases.bare.push(Reduced::of(text).text),
                "trouble" => phrases.troubles.push(Reduced::of(text).text),
                "yours" => phrases.yours.push(Reduced::of(text).text),
                "product" => phrases.products.push(fold(text).as_str().to_owned()),
                "sole" => {
                    phrases.products.push(fold(text).as_str().to_owned());
                    phrases.soles.push(fold(text).as_str().to_owned());
                }
                "local" => {
                    phrases.locals.push(text.to_owned());
                }
                _ => {}
            }
        }
        phrases
    }

    /// The phrases a text speaks, each once. `spellings` are the brand's, folded; `endings` what may follow them
    /// (`.co.jp`), reduced.
    #[must_use]
    pub fn spoken(&self, text: &str, spellings: &[String], endings: &[String]) -> Spoken {
        let source = text;
        let reduced = Reduced::of(text);
        let text = &*reduced.text;
        let mut spoken = Spoken::default();
        let mut known: Vec<usize> = vec![];
        let mut places = 0;
        for spelling in spellings.iter().filter(|spelling| !spelling.is_empty()) {
            for (at, _) in text.match_indices(&**spelling) {
                if reduced.joined(at) && !reduced.opens(at) {
                    continue;
                }
                places += 1;
                spoken.named = true;
                if places > MAX_PLACES {
                    return spoken;
                }
                let end = at + spelling.len();
                if !spoken.trouble && places <= MOST_TROUBLED {
                    let (wrong, yours) = self.troubled(&reduced, at, end);
                    spoken.wrong |= wrong;
                    spoken.trouble |= wrong && yours;
                }
                let ends = endings
                    .iter()
                    .filter(|ending| text[end..].starts_with(&***ending))
                    .map(|ending| end + ending.len())
                    .chain([end]);
                let mut best: Option<(Tone, usize, usize, usize)> = None;
                for end in ends {
                    for (index, phrase) in self.around.iter().enumerate() {
                        let fits = text[..at].ends_with(&*phrase.before)
                            && text[end..].starts_with(&*phrase.after)
                            && (!phrase.after.is_empty() || !reduced.joined(end));
                        // One place speaks once, in its weightiest tone.
                        let better = best.is_none_or(|(tone, ..)| {
                            tone == Tone::Hint && phrase.tone == Tone::Own
                        });
                        if fits && better {
                            let (from, to) = (at - phrase.before.len(), end + phrase.after.len());
                            best = Some((phrase.tone, index, from, to));
                        }
                    }
                }
                if let Some((tone, index, from, to)) = best
                    && !known.contains(&index)
                {
                    known.push(index);
                    spoken.add(tone, || reduced.original(source, from, to));
                }
            }
        }
        if spoken.trouble && spoken.words.is_empty() {
            spoken.words = source.trim().chars().take(80).collect();
        }
        for bare in &self.bare {
            if let Some(at) = text.find(&**bare) {
                spoken.add(Tone::Bare, || reduced.original(source, at, at + bare.len()));
            }
        }
        spoken
    }
}

/// How many places of the brand's name are looked at for trouble, and how far around each, in bytes.
const MOST_TROUBLED: usize = 20;
const AROUND: usize = 150;

impl Phrases {
    /// Whether around the brand's name something is said to be wrong (`account is locked`), and something to be the reader's, in
    /// whichever words.
    fn troubled(&self, reduced: &Reduced, at: usize, end: usize) -> (bool, bool) {
        let text = &*reduced.text;
        let mut from = at.saturating_sub(AROUND);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let mut to = (end + AROUND).min(text.len());
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        let near = |words: &[String], whole: bool| {
            words.iter().filter(|word| !word.is_empty()).any(|word| {
                text[from..to].match_indices(&**word).any(|(found, _)| {
                    let found = from + found;
                    let ends = found + word.len();
                    (reduced.opens(found) || !reduced.joined(found))
                        && (!whole || word.len() > 3 || ends == text.len() || !reduced.joined(ends))
                })
            })
        };
        (near(&self.troubles, false), near(&self.yours, true))
    }
}

/// What was found in one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spoken {
    /// The tones of the phrases, in the order found.
    pub tones: Vec<Tone>,
    /// The words of the weightiest phrase as written, shortened.
    pub words: String,
    /// Something of the reader's is said to be wrong beside the brand's name.
    pub trouble: bool,
    /// Something is said to be wrong beside the brand's name, whosever it is.
    pub wrong: bool,
    /// The brand is named at all.
    pub named: bool,
    best: Option<Tone>,
}

impl Spoken {
    /// How many phrases of a tone were found.
    #[must_use]
    pub fn count(&self, tone: Tone) -> usize {
        self.tones.iter().filter(|one| **one == tone).count()
    }

    fn add(&mut self, tone: Tone, words: impl FnOnce() -> String) {
        self.tones.push(tone);
        let better = self.best.is_none() || (tone == Tone::Own && self.best != Some(Tone::Own));
        if better {
            self.best = Some(tone);
            self.words = words();
        }
    }
}

/// Text reduced to its letters and digits.
#[derive(Debug)]
struct Reduced {
    text: String,
    /// For each byte of `text`, the byte of the folded text it came from.
    from: Vec<u32>,
    folded: Folded,
}

impl Reduced {
    fn of(text: &str) -> Self {
        let folded = fold(text);
        let plain = folded.as_str();
        let mut reduced = String::with_capacity(plain.len());
        let mut from = Vec::with_capacity(plain.len());
        for (at, letter) in plain.char_indices() {
            if letter.is_alphanumeric() {
                reduced.push(letter);
                for _ in 0..letter.len_utf8() {
                    from.push(u32::try_from(at).unwrap_or(u32::MAX));
                }
            }
        }
        Self {
            text: reduced,
            from,
            folded,
        }
    }

    /// Whether the letter at `at` is written together with the one before, as one word of one script.
    fn joined(&self, at: usize) -> bool {
        let Some(&own) = self.from.get(at) else {
            return false;
        };
        let own = own as usize;
        let before = self.folded.as_str()[..own].chars().next_back();
        let here = self.folded.as_str()[own..].chars().next();
        match (before, here) {
            (Some(before), Some(here)) => {
                before.is_alphanumeric()
                    && before.is_ascii() == here.is_ascii()
                    && before.is_ascii_digit() == here.is_ascii_digit()
            }
            _ => false,
        }
    }

    /// Words of scripts without spaces are never apart from what stands before them.
    fn opens(&self, at: usize) -> bool {
        self.text[at..]
            .chars()
            .next()
            .is_some_and(|letter| letter as u32 >= 0x2e80)
    }

    /// The words of the original text between two bytes of the reduced one.
    fn original(&self, source: &str, from: usize, to: usize) -> String {
        let plain = self.folded.as_str();
        let start = self.from.get(from).map_or(0, |at| *at as usize);
        let last = to.checked_sub(1).and_then(|last| self.from.get(last));
        let last = last.map_or(0, |at| *at as usize);
        let end = plain[last..]
            .chars()
            .next()
            .map_or(last, |letter| last + letter.len_utf8());
        let folded = plain.get(start..end).unwrap_or("");
        let found = self.folded.find(folded, Spacing::Tight);
        let words = found
            .iter()
            .find(|found| found.folded.start == start)
            .and_then(|found| source.get(found.original.clone()))
            .unwrap_or(folded);
        words.trim().chars().take(80).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bank() -> Phrases {
        Phrases::read(
            "bank",
            "# note\nself en Dear {} customer\nself ja {}アカウントを停止\nhint en {} card\ntrouble en suspend\ntrouble en locked\nyours en your\nyours fr su\nself en Sincerely {}\nbare en gold card\nproduct - Gold\nsole - Bank Gold\nlocal - news\nodd - x",
        )
    }

    fn tones(text: &str) -> Vec<Tone> {
        bank()
            .spoken(text, &["bank".into()], &["cojp".into()])
            .tones
    }

    #[test]
    fn speaks_through_spaces_endings_and_disguises() {
        assert_eq!(tones("DEAR  Bank.co.jp-Customer,"), [Tone::Own]);
        assert_eq!(tones("bank アカウント を停止"), [Tone::Own]);
        assert_eq!(tones("dear bаnk\u{200b} customer"), [Tone::Own]); // Cyrillic а
        assert_eq!(tones("a bank card"), [Tone::Hint]);
        assert_eq!(tones("sincerely,\nBank.co.jp"), [Tone::Own]);
    }

    #[test]
    fn other_words_do_not_speak() {
        for text in [
            "dear embank customer",
            "sincerely banker",
            "the bank of the river",
            "",
            "dear customer of bank",
        ] {
            assert!(tones(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn trouble_is_near_the_name_and_the_readers() {
        let trouble = |text: &str| bank().spoken(text, &["bank".into()], &[]).trouble;
        assert!(trouble("We have locked your Bank access"));
        assert!(trouble("Su tarjeta Bank: suspended"));
        let far = format!("your Bank card{}locked", " and so on".repeat(30));
        for text in [
            "The Bank suspended trading",
            "your Bank card",
            "your Bank has unlocked it",
            "the Bank locked its surplus",
            &far,
        ] {
            assert!(!trouble(text), "{text}");
        }
    }

    #[test]
    fn tables_hold_products_and_locals() {
        let bank = bank();
        assert_eq!(bank.products, ["gold", "bank gold"]);
        assert_eq!(bank.soles, ["bank gold"]);
        assert!(bank.locals.iter().any(|local| local == "news"));
        assert_eq!(tones("your gold card"), [Tone::Bare]);
    }

    #[test]
    fn the_evidence_is_readable() {
        let spoken = bank().spoken("Hi. Dear Bank customer, hello", &["bank".into()], &[]);
        assert_eq!(spoken.words, "Dear Bank customer");
    }
}
