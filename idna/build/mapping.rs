//! Packs what Unicode says of mapping host names (UTS 46) and of composing letters (NFC) into the bytes that `src/mapping.rs` unpacks.
//!
//! Three tables, each a list of numbers in sevens of bits:
//!
//! - the mapping, in runs: how many letters times eight, plus what becomes of them ([`Fate`]), and what that needs to be told;
//! - the letters that are two composed: the step from the one before, the first of the two as a step from the letter, the second as a step
//!   from the second of the one before;
//! - the combining classes, in runs of the same class: the gap since the run before, the length, the class.

use icu_normalizer::properties::{
    CanonicalCombiningClassMapBorrowed, CanonicalCompositionBorrowed,
    CanonicalDecompositionBorrowed, Decomposed,
};
use icu_normalizer::uts46::Uts46MapperBorrowed;

/// What becomes of a letter.
#[derive(Clone, PartialEq)]
enum Fate {
    Same,
    Ignored,
    Refused,
    /// The letters that take its place.
    Mapped(Vec<char>),
}

/// Numbers in sevens of bits, the lowest first.
#[derive(Default)]
pub struct Numbers(pub Vec<u8>);

impl Numbers {
    fn put(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// The step from one number to another, its sign in the lowest bit.
    fn step(&mut self, from: u32, to: u32) {
        match to.checked_sub(from) {
            Some(up) => self.put(up << 1),
            None => self.put((from - to) << 1 | 1),
        }
    }
}

/// Every code point; surrogates, which are no letters, count as refused.
fn fates() -> Vec<Fate> {
    let mapper = Uts46MapperBorrowed::new();
    (0..=u32::from(char::MAX))
        .map(|code| {
            let Some(letter) = char::from_u32(code) else {
                return Fate::Refused;
            };
            let to: Vec<char> = mapper.map_normalize([letter].into_iter()).collect();
            match to[..] {
                [] => Fate::Ignored,
                [same] if same == letter => Fate::Same,
                [char::REPLACEMENT_CHARACTER] => Fate::Refused,
                _ => Fate::Mapped(to),
            }
        })
        .collect()
}

/// The mapping.
pub fn mapping() -> Vec<u8> {
    let fates = fates();
    let mut numbers = Numbers::default();
    let mut at = 0;
    // The letter that was written last: neighbours map to neighbours.
    let mut last = 0;
    let one = |at: usize| match fates.get(at) {
        Some(Fate::Mapped(to)) if to.len() == 1 => Some(u32::from(to[0])),
        _ => None,
    };
    while at < fates.len() {
        let rest = &fates[at..];
        let code = at as u32;
        let plain = match rest[0] {
            Fate::Same => Some(0),
            Fate::Ignored => Some(1),
            Fate::Refused => Some(2),
            Fate::Mapped(_) => None,
        };
        if let Some(kind) = plain {
            let length = rest.iter().take_while(|fate| **fate == rest[0]).count();
            // Capitals and small letters in turn: every second letter maps to the next.
            numbers.put((length as u32) << 3 | kind);
            at += length;
            continue;
        }
        let shifted = (0..rest.len())
            .take_while(|next| one(at).is_some_and(|to| one(at + next) == Some(to + *next as u32)))
            .count();
        let in_turn = (0..rest.len() / 2)
            .take_while(|pair| {
                let capital = at + 2 * pair;
                one(capital) == Some(capital as u32 + 1) && fates[capital + 1] == Fate::Same
            })
            .count();
        if in_turn > 1 {
            numbers.put((in_turn as u32) << 3 | 4);
            at += 2 * in_turn;
        } else if let (Some(to), 2..) = (one(at), shifted) {
            numbers.put((shifted as u32) << 3 | 3);
            numbers.step(code, to);
            at += shifted;
        } else {
            // One by one, until something else is shorter.
            let length = (0..rest.len())
                .take_while(|next| {
                    let begins = at + next;
                    let runs = one(begins).is_some_and(|to| {
                        one(begins + 1) == Some(to + 1) && one(begins + 2) == Some(to + 2)
                    });
                    matches!(fates[begins], Fate::Mapped(_)) && (*next == 0 || !runs)
                })
                .count();
            let singles = (0..length).all(|next| one(at + next).is_some());
            numbers.put((length as u32) << 3 | if singles { 5 } else { 6 });
            for fate in &rest[..length] {
                let Fate::Mapped(to) = fate else { continue };
                if !singles {
                    numbers.put(to.len() as u32);
                }
                for letter in to {
                    numbers.step(last, u32::from(*letter));
                    last = u32::from(*letter);
                }
            }
            at += length;
        }
    }
    numbers.0
}

/// The letters that are two composed, Hangul aside, which is computed.
pub fn pairs() -> Vec<u8> {
    let composition = CanonicalCompositionBorrowed::new();
    let decomposition = CanonicalDecompositionBorrowed::new();
    let mut numbers = Numbers::default();
    let (mut before, mut second_before) = (0, 0);
    for letter in '\0'..=char::MAX {
        if ('\u{ac00}'..='\u{d7a3}').contains(&letter) {
            continue;
        }
        let Decomposed::Expansion(first, second) = decomposition.decompose(letter) else {
            continue;
        };
        if composition.compose(first, second) != Some(letter) {
            continue;
        }
        let (letter, second) = (u32::from(letter), u32::from(second));
        numbers.put(letter - before);
        numbers.step(letter, u32::from(first));
        numbers.step(second_before, second);
        (before, second_before) = (letter, second);
    }
    numbers.0
}

/// The combining classes that are not zero.
pub fn classes() -> Vec<u8> {
    let classes = CanonicalCombiningClassMapBorrowed::new();
    let mut numbers = Numbers::default();
    let (mut end, mut code) = (0, 0);
    while code <= u32::from(char::MAX) {
        let class = classes.get32_u8(code);
        let first = code;
        while code <= u32::from(char::MAX) && classes.get32_u8(code) == class {
            code += 1;
        }
        if class != 0 {
            numbers.put(first - end);
            numbers.put(code - first);
            numbers.put(u32::from(class));
            end = code;
        }
    }
    numbers.0
}
