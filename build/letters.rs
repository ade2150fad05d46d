//! Which letters fold to what: derived from Unicode's normalisation (UAX 15) and confusables (UTS 39) tables, reduced to what
//! ends in ASCII letters and digits or in kana.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};
use unicode_security::skeleton;

/// In step with `Change` in `src/address/script.rs`.
const INVISIBLE: u32 = 0;
const MARK: u32 = 1;
const FORM: u32 = 2;
const ACCENT: u32 = 3;
const LOOKALIKE: u32 = 4;
const FOREIGN: u32 = 5;
const CASE: u32 = 6;

/// Room for the length of a run.
const LONGEST: u32 = 255;

/// What becomes of one letter.
struct Fold {
    kind: u32,
    to: String,
}

fn fold(letter: char) -> Option<Fold> {
    if letter.is_ascii() {
        return None;
    }
    if is_invisible(letter) {
        return Some(Fold {
            kind: INVISIBLE,
            to: String::new(),
        });
    }
    // Voiced marks of kana are joined at run time, not dropped.
    if matches!(letter, '\u{3099}' | '\u{309a}' | '\u{ff9e}' | '\u{ff9f}') {
        return None;
    }
    if is_combining_mark(letter) && letter.general_category() != GeneralCategory::SpacingMark {
        return Some(Fold {
            kind: MARK,
            to: String::new(),
        });
    }
    if ('\u{3041}'..='\u{3096}').contains(&letter) {
        let to = char::from_u32(u32::from(letter) + 0x60)?.to_string();
        return Some(Fold { kind: CASE, to });
    }
    // Forms: full width, mathematical, enclosed, ligatures. Kana and ideographs only by compatibility; their marks stay.
    let form: String = letter.nfkc().flat_map(char::to_lowercase).collect();
    let bare: String = form.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let form = form.trim().to_owned();
    if letter.is_whitespace() {
        return Some(Fold {
            kind: CASE,
            to: " ".to_owned(),
        });
    }
    if !bare.is_empty() && bare.is_ascii() && !bare.contains(' ') {
        let kind = match letter.nfkd().filter(|c| !c.is_ascii()).count() {
            0 => FORM,
            _ => ACCENT,
        };
        return Some(Fold { kind, to: bare });
    }
    // Look-alikes: the letter as written, then in lower case (a capital may only look alike once it is small, as browsers show it).
    let lower: String = letter.to_lowercase().collect();
    for text in [letter.to_string(), lower.clone(), form.clone()] {
        // The lone letter's prototype "rn" stands for m: Unicode writes it so because rn reads as m.
        let prototype: String = skeleton(&text)
            .nfkd()
            .filter(|c| !is_combining_mark(*c))
            .flat_map(char::to_lowercase)
            .collect();
        let prototype = prototype.replace("rn", "m");
        if !prototype.is_empty()
            && prototype.len() <= 3
            && prototype.bytes().all(|b| b.is_ascii_alphanumeric())
        {
            let kind = match letter.script() {
                Script::Latin | Script::Common | Script::Inherited => LOOKALIKE,
                _ => FOREIGN,
            };
            return Some(Fold {
                kind,
                to: prototype,
            });
        }
    }
    if form != letter.to_string() && form.chars().count() == 1 {
        let kind = if form == lower { CASE } else { FORM };
        return Some(Fold { kind, to: form });
    }
    None
}

/// Nothing is drawn for it (Default_Ignorable_Code_Point and controls), whatever it is for.
fn is_invisible(letter: char) -> bool {
    matches!(u32::from(letter),
        0x80..=0x84 | 0x86..=0x9f | 0xad | 0x34f | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180f | 0x2065 | 0x2800
        | 0x3164 | 0xfe00..=0xfe0f | 0xffa0 | 0xfffc | 0xe0000..=0xe0fff)
        || (letter.general_category() == GeneralCategory::Format
            && !matches!(
                u32::from(letter),
                0x600..=0x605 | 0x6dd | 0x70f | 0x890 | 0x891 | 0x8e2 | 0x110bd | 0x110cd
            ))
}

/// A run of letters that fold alike: dropped, or each to the letter as far from the first as itself.
struct Run {
    first: u32,
    len: u32,
    kind: u32,
    to: u32,
    moves: bool,
}

/// The Rust source of the tables.
pub fn source() -> String {
    let mut pool: Vec<String> = Vec::new();
    let mut runs: Vec<Run> = Vec::new();
    for letter in
        ('\u{80}'..=char::MAX).filter(|c| !matches!(u32::from(*c), 0xe000..=0xf8ff | 0xf0000..))
    {
        let Some(fold) = fold(letter) else { continue };
        let code = u32::from(letter);
        let mut letters = fold.to.chars();
        let to = match (letters.next(), letters.next()) {
            (None, _) => 0,
            (Some(one), None) => u32::from(one),
            _ => {
                let at = pool
                    .iter()
                    .position(|known| *known == fold.to)
                    .unwrap_or_else(|| {
                        pool.push(fold.to.clone());
                        pool.len() - 1
                    });
                // Private use letters stand for strings of the pool.
                0xf_0000 + u32::try_from(at).unwrap_or(0)
            }
        };
        let whole = to == 0 || to >= 0xf_0000;
        if let Some(run) = runs.last_mut()
            && run.first + run.len == code
            && run.kind == fold.kind
            && run.len < LONGEST
        {
            let same = to == run.to && (run.len == 1 || !run.moves);
            let moved = !whole && run.to + run.len == to && (run.len == 1 || run.moves);
            if same || moved {
                run.moves = moved && !same;
                run.len += 1;
                continue;
            }
        }
        runs.push(Run {
            first: code,
            len: 1,
            kind: fold.kind,
            to,
            moves: false,
        });
    }
    // Column by column, each a step from the row before: a quarter of the bytes of two lists of numbers, and packs well again.
    let mut columns = [const { Vec::new() }; 4];
    let (mut past, mut last) = (0, 0);
    for run in &runs {
        varint(&mut columns[0], run.first - past);
        varint(&mut columns[1], run.len);
        varint(&mut columns[2], run.kind << 1 | u32::from(run.moves));
        varint(&mut columns[3], zigzag(last, run.to));
        past = run.first + run.len;
        last = run.to + if run.moves { run.len } else { 0 };
    }
    format!(
        "pub(super) static RUNS: usize = {};\npub(super) static PACKED: &[u8] = &{:?};\npub(super) static POOL: [&str; {}] = {pool:?};\n",
        runs.len(),
        columns.concat(),
        pool.len()
    )
}

/// How far it is from one number to another, small for small steps either way.
fn zigzag(from: u32, to: u32) -> u32 {
    if to >= from {
        (to - from) << 1
    } else {
        (from - to) << 1 | 1
    }
}

/// Writes a number in sevens of bits, the lowest first, the high bit set on all but the last. `src/lists/packed.rs` reads it.
pub(crate) fn varint(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
