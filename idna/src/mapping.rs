//! The mapping of UTS 46 and the normalisation behind it (NFC), from tables packed at build time (`build/mapping.rs`) and unpacked on
//! the first question: 14 kB instead of ICU4X's 70. Whether they say the same is asked of every letter and of every pair in the tests.

use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/mapping.rs"));

/// What becomes of the letters of a run.
#[derive(Clone, Copy)]
enum Fate {
    Same,
    Ignored,
    Refused,
    /// Each moves by so much.
    Shifted(u32),
    /// Every second letter, the first included, becomes the next.
    InTurn,
    /// This letter becomes those that stand here among [`Mapping::letters`].
    Mapped {
        from: u16,
        to: u16,
    },
}

struct Mapping {
    /// Runs by their first letter.
    runs: Vec<(u32, Fate)>,
    letters: Vec<char>,
}

/// What is left of a packed table.
struct Packed(std::slice::Iter<'static, u8>);

impl Packed {
    fn number(&mut self) -> Option<u32> {
        let (mut number, mut bits) = (0, 0);
        for byte in self.0.by_ref() {
            number |= u32::from(byte & 0x7f) << bits;
            bits += 7;
            if *byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// How far to go.
    fn step(&mut self) -> Option<u32> {
        let step = self.number()?;
        Some(match step & 1 {
            0 => step >> 1,
            _ => (step >> 1).wrapping_neg(),
        })
    }
}

static MAPPING: LazyLock<Mapping> = LazyLock::new(|| {
    let mut packed = Packed(PACKED_MAPPING.iter());
    let mut mapping = Mapping {
        runs: vec![],
        letters: vec![],
    };
    let _ = unpack(&mut packed, &mut mapping);
    mapping
});

/// Unpacks until nothing is left, which ends it with `None`.
fn unpack(packed: &mut Packed, into: &mut Mapping) -> Option<()> {
    let (mut code, mut last) = (0, 0_u32);
    loop {
        let head = packed.number()?;
        let length = head >> 3;
        let fate = match head & 7 {
            0 => Fate::Same,
            1 => Fate::Ignored,
            2 => Fate::Refused,
            3 => Fate::Shifted(packed.step()?),
            4 => Fate::InTurn,
            kind => {
                for _ in 0..length {
                    let from = into.letters.len() as u16;
                    let count = if kind == 5 { 1 } else { packed.number()? };
                    for _ in 0..count {
                        last = last.wrapping_add(packed.step()?);
                        into.letters.push(char::from_u32(last)?);
                    }
                    let to = into.letters.len() as u16;
                    into.runs.push((code, Fate::Mapped { from, to }));
                    code += 1;
                }
                continue;
            }
        };
        into.runs.push((code, fate));
        code += match fate {
            Fate::InTurn => 2 * length,
            _ => length,
        };
    }
}

struct Marks {
    /// Composed letters: itself, the first and the second of its two. By itself.
    apart: Vec<(char, char, char)>,
    /// Where which combining class begins; zero between the runs.
    classes: Vec<(u32, u8)>,
}

static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    let mut packed = Packed(PACKED_PAIRS.iter());
    let (mut letter, mut second) = (0_u32, 0_u32);
    let pairs = std::iter::from_fn(|| {
        letter += packed.number()?;
        let first = letter.wrapping_add(packed.step()?);
        second = second.wrapping_add(packed.step()?);
        let letters = [letter, first, second].map(char::from_u32);
        Some((letters[0]?, letters[1]?, letters[2]?))
    });
    let apart: Vec<_> = pairs.collect();
    let mut packed = Packed(PACKED_CLASSES.iter());
    let (mut code, mut classes) = (0, vec![]);
    while let (Some(gap), Some(length), Some(class)) =
        (packed.number(), packed.number(), packed.number())
    {
        classes.push((code + gap, class as u8));
        code += gap + length;
        classes.push((code, 0));
    }
    Marks { apart, classes }
});

/// A letter's combining class.
pub(crate) fn class(letter: char) -> u8 {
    let classes = &MARKS.classes;
    let at = classes.partition_point(|(first, _)| *first <= u32::from(letter));
    let run = at.checked_sub(1).and_then(|at| classes.get(at));
    run.map_or(0, |(_, class)| *class)
}

/// Maps letters as UTS 46 says and normalises them. What is to be ignored is left out, or is refused like what is not allowed.
pub(crate) fn mapped(letters: impl Iterator<Item = char>, ignore: bool) -> Vec<char> {
    let mapping = &*MAPPING;
    let mut text = Text::default();
    for letter in letters {
        let code = u32::from(letter);
        let at = mapping.runs.partition_point(|(first, _)| *first <= code);
        let run = at.checked_sub(1).and_then(|at| mapping.runs.get(at));
        let (first, fate) = run.copied().unwrap_or((0, Fate::Refused));
        let moved = |by: u32| char::from_u32(code.wrapping_add(by));
        let one = match fate {
            Fate::Same => Some(letter),
            Fate::Ignored if ignore => continue,
            Fate::Ignored | Fate::Refused => None,
            Fate::Shifted(by) => moved(by),
            Fate::InTurn => moved((code - first + 1) & 1),
            Fate::Mapped { from, to } => {
                let those = mapping.letters.get(usize::from(from)..usize::from(to));
                those
                    .unwrap_or_default()
                    .iter()
                    .for_each(|to| text.push(*to));
                continue;
            }
        };
        text.push(one.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    text.composed()
}

// Hangul syllables are computed from their parts (The Unicode Standard, 3.12).
const SYLLABLES: u32 = 0xac00;
const LEADS: u32 = 0x1100;
const VOWELS: u32 = 0x1161;
/// One before the first.
const TAILS: u32 = 0x11a7;
const VOWELS_EACH: u32 = 21;
const TAILS_EACH: u32 = 28;
const SYLLABLES_ALL: u32 = 19 * VOWELS_EACH * TAILS_EACH;

/// Text taken apart, its marks in order of their classes.
#[derive(Default)]
struct Text(Vec<(char, u8)>);

impl Text {
    /// Adds a letter, taken apart.
    fn push(&mut self, letter: char) {
        if letter < '\u{c0}' {
            return self.0.push((letter, 0));
        }
        let syllable = u32::from(letter).wrapping_sub(SYLLABLES);
        if syllable < SYLLABLES_ALL {
            let (pair, tail) = (syllable / TAILS_EACH, syllable % TAILS_EACH);
            let tail = (tail > 0).then_some(TAILS + tail);
            let parts = [LEADS + pair / VOWELS_EACH, VOWELS + pair % VOWELS_EACH];
            let parts = parts.into_iter().chain(tail).filter_map(char::from_u32);
            return self.0.extend(parts.map(|part| (part, 0)));
        }
        let apart = &MARKS.apart;
        if let Ok(at) = apart.binary_search_by_key(&letter, |(whole, ..)| *whole)
            && let Some((_, first, second)) = apart.get(at)
        {
            self.push(*first);
            return self.push(*second);
        }
        let class = class(letter);
        let mut at = self.0.len();
        if class > 0 {
            // A mark goes before those of a higher class.
            at -= (self.0.iter().rev())
                .take_while(|(_, known)| *known > class)
                .count();
        }
        self.0.insert(at, (letter, class));
    }

    /// The text with its letters and marks put together again.
    fn composed(self) -> Vec<char> {
        let mut whole: Vec<char> = Vec::with_capacity(self.0.len());
        let mut starter = None;
        // The class of the mark that stands last behind the starter.
        let mut last = 0;
        for (letter, class) in self.0 {
            // A mark joins its starter across lower classes; a letter without a class only where nothing is between.
            let joins = starter.filter(|at| {
                if class == 0 {
                    *at + 1 == whole.len()
                } else {
                    last < class
                }
            });
            if let Some(at) = joins
                && let Some(both) = whole.get(at).and_then(|first| together(*first, letter))
            {
                whole[at] = both;
                continue;
            }
            if class == 0 {
                starter = Some(whole.len());
            }
            last = class;
            whole.push(letter);
        }
        whole
    }
}

/// The letter that two make.
fn together(first: char, second: char) -> Option<char> {
    let (a, b) = (u32::from(first), u32::from(second));
    let (lead, vowel) = (a.wrapping_sub(LEADS), b.wrapping_sub(VOWELS));
    if lead < 19 && vowel < VOWELS_EACH {
        return char::from_u32(SYLLABLES + (lead * VOWELS_EACH + vowel) * TAILS_EACH);
    }
    let (syllable, tail) = (a.wrapping_sub(SYLLABLES), b.wrapping_sub(TAILS));
    if syllable < SYLLABLES_ALL && syllable % TAILS_EACH == 0 && (1..TAILS_EACH).contains(&tail) {
        return char::from_u32(a + tail);
    }
    // One by one: there are a thousand, and hardly a host name has anything to compose.
    let both = |(_, one, other): &&(char, char, char)| *one == first && *other == second;
    MARKS.apart.iter().find(both).map(|(whole, ..)| *whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use icu_normalizer::properties::{
        CanonicalCombiningClassMapBorrowed, CanonicalDecompositionBorrowed, Decomposed,
    };
    use icu_normalizer::uts46::Uts46MapperBorrowed;

    /// Both ways of mapping, by ICU4X and by the packed tables, give the same.
    fn agrees(text: &[char]) {
        let icu = Uts46MapperBorrowed::new();
        let letters = || text.iter().copied();
        let theirs: Vec<char> = icu.map_normalize(letters()).collect();
        assert_eq!(mapped(letters(), true), theirs, "{text:?}");
        let theirs: Vec<char> = icu.normalize_validate(letters()).collect();
        assert_eq!(mapped(letters(), false), theirs, "{text:?}");
    }

    #[test]
    fn every_letter_is_mapped_as_icu_does() {
        for letter in '\0'..=char::MAX {
            agrees(&[letter]);
        }
    }

    #[test]
    fn every_letter_has_the_class_of_icu() {
        let classes = CanonicalCombiningClassMapBorrowed::new();
        for letter in '\0'..=char::MAX {
            assert_eq!(class(letter), classes.get_u8(letter), "{letter:?}");
        }
    }

    /// The marks there are, and the letters that take one.
    fn marks_and_letters() -> (Vec<char>, Vec<char>) {
        let marks = ('\0'..=char::MAX)
            .filter(|letter| class(*letter) > 0)
            .collect();
        let decomposition = CanonicalDecompositionBorrowed::new();
        let mut letters = vec!['a', '株', '\u{11ec}'];
        for letter in '\0'..=char::MAX {
            if let Decomposed::Expansion(first, second) = decomposition.decompose(letter) {
                letters.extend([letter, first, second]);
            }
        }
        letters.sort_unstable();
        letters.dedup();
        (marks, letters)
    }

    #[test]
    fn every_composition_is_icus() {
        let (marks, letters) = marks_and_letters();
        let few: Vec<char> = marks.iter().copied().step_by(9).collect();
        for letter in letters
            .iter()
            .filter(|letter| !('\u{ac01}'..='\u{d7a3}').contains(*letter))
        {
            for mark in &few {
                agrees(&[*letter, *mark]);
                agrees(&['a', *mark, *letter]);
            }
        }
        let decomposition = CanonicalDecompositionBorrowed::new();
        for letter in '\0'..=char::MAX {
            if let Decomposed::Expansion(first, second) = decomposition.decompose(letter) {
                agrees(&[first, second]);
                agrees(&[first, '\u{323}', second]);
                agrees(&[first, second, '\u{301}', '\u{327}']);
                agrees(&[first, 'x', second]);
            }
        }
    }

    #[test]
    fn heaps_of_letters_and_marks_are_ordered_as_icu_does() {
        let (marks, letters) = marks_and_letters();
        // A fixed die: every run sees the same heaps.
        let mut die = 1_u64;
        let mut thrown = |sides: usize| {
            die = die.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (die >> 33) as usize % sides
        };
        for _ in 0..60_000 {
            let length = 1 + thrown(12);
            let heap: Vec<char> = (0..length)
                .map(|_| match thrown(3) {
                    0 => letters[thrown(letters.len())],
                    1 => char::from_u32(thrown(0x3000) as u32).unwrap_or('x'),
                    _ => marks[thrown(marks.len())],
                })
                .collect();
            agrees(&heap);
        }
    }
}
