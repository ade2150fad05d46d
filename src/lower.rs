//! Text in lower case, by a table packed when the engine is built (`build/lower.rs`): the standard library's weighs 16 kB with what
//! uses it, this one a tenth.

use crate::lists::packed::{Packed, Rows};
use std::sync::LazyLock;

/// Letters that change: the first, the last, how far they move, and whether only every second of them does.
struct Run {
    first: u32,
    last: u32,
    step: u32,
    in_turn: bool,
}

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lower.bin"));

/// The letters that change, and the way to each.
static TABLE: LazyLock<(Vec<Run>, Rows)> = LazyLock::new(|| {
    let mut packed = Packed(PACKED);
    let (mut runs, mut end) = (vec![], 0x80);
    while !packed.0.is_empty() {
        let first = end + packed.number();
        let length = packed.number();
        let (count, in_turn) = (length >> 1, length & 1 == 1);
        end = first + if in_turn { 2 * count } else { count };
        runs.push(Run {
            first,
            last: end - 1,
            step: packed.step(0),
            in_turn,
        });
    }
    let rows = Rows::of(&mut runs.iter().map(|run| run.last));
    (runs, rows)
});

/// A letter in lower case: one letter, or, of İ alone, two.
pub fn letter(letter: char) -> impl Iterator<Item = char> {
    // The dot goes on above.
    let dot = (letter == 'İ').then_some('\u{307}');
    std::iter::once(one(letter)).chain(dot)
}

fn one(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    if letter == 'İ' {
        return 'i';
    }
    let code = u32::from(letter);
    let (runs, rows) = &*TABLE;
    let near = rows.near(code);
    let ended = runs.get(near.clone()).unwrap_or_default();
    let moved = runs
        .get(near.start + ended.partition_point(|run| run.last < code))
        .filter(|run| run.first <= code && !(run.in_turn && (code - run.first) & 1 == 1));
    moved
        .and_then(|run| char::from_u32(code.wrapping_add(run.step)))
        .unwrap_or(letter)
}

/// Text in lower case. A capital sigma that ends a word becomes the one that ends words.
#[must_use]
pub fn text(text: &str) -> String {
    let mut lower = String::with_capacity(text.len());
    let mut before = None;
    for (at, capital) in text.char_indices() {
        if capital == 'Σ' {
            let after = text[at + capital.len_utf8()..].chars().next();
            let ends =
                before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic);
            lower.push(if ends { 'ς' } else { 'σ' });
        } else {
            lower.extend(letter(capital));
        }
        before = Some(capital);
    }
    lower
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_letter_is_as_the_standard_library_has_it() {
        for letter in '\0'..=char::MAX {
            let lower: String = super::letter(letter).collect();
            assert_eq!(lower, letter.to_lowercase().to_string(), "{letter:?}");
        }
    }

    #[test]
    fn a_sigma_that_ends_a_word_is_another() {
        for text in ["ΟΔΟΣ", "ΟΔΟΣ ΣΟΦΟΣ.", "Σ", "ΣΑΣ1", "AMAZON", "Ünïted", ""]
        {
            assert_eq!(super::text(text), text.to_lowercase(), "{text}");
        }
    }
}
