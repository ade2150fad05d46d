//! Which script a letter is of, and whether names may hold it (UTS 39, identifier status), for telling honest names from homographs.

use crate::letters::varint;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};
use unicode_security::GeneralSecurityProfile;

/// In step with `src/address/homograph.rs`: 0 not for names, 1 any script's, 2 a mark of any script, 3 and up scripts.
const NAMED: [(Script, u8); 12] = [
    (Script::Latin, 3),
    (Script::Greek, 4),
    (Script::Cyrillic, 5),
    (Script::Han, 6),
    (Script::Hiragana, 7),
    (Script::Katakana, 8),
    (Script::Hangul, 9),
    (Script::Bopomofo, 10),
    (Script::Armenian, 11),
    (Script::Georgian, 12),
    (Script::Hebrew, 13),
    (Script::Arabic, 14),
];
const OTHERS: u8 = 15;

pub fn source() -> String {
    let mut others: Vec<Script> = Vec::new();
    let mut runs: Vec<(u32, u8)> = vec![(0x80, 0)];
    for letter in '\u{80}'..=char::MAX {
        let value = if letter.identifier_allowed() {
            let mut script = letter.script();
            // Marks and signs that only a few scripts share count for the first of them.
            if matches!(script, Script::Common | Script::Inherited) {
                let shared = letter.script_extension();
                let listed = !shared.is_common() && !shared.is_inherited();
                if listed
                    && let Some(first) = shared.iter().find(|script| {
                        matches!(script, Script::Arabic | Script::Hebrew | Script::Devanagari)
                    })
                {
                    script = first;
                }
            }
            match script {
                Script::Inherited => 2,
                Script::Common if letter.general_category_group() == GeneralCategoryGroup::Mark => {
                    2
                }
                Script::Common => 1,
                _ => NAMED
                    .iter()
                    .find(|(named, _)| *named == script)
                    .map_or_else(
                        || {
                            let at = others
                                .iter()
                                .position(|other| *other == script)
                                .unwrap_or_else(|| {
                                    others.push(script);
                                    others.len() - 1
                                });
                            OTHERS + at as u8
                        },
                        |(_, value)| *value,
                    ),
            }
        } else {
            0
        };
        if runs.last().is_none_or(|(_, last)| *last != value) {
            runs.push((u32::from(letter), value));
        }
    }
    let (mut steps, mut values, mut last) = (Vec::new(), Vec::new(), 0);
    for (first, value) in &runs {
        varint(&mut steps, first - last);
        values.push(*value);
        last = *first;
    }
    steps.extend(values);
    format!(
        "pub(super) static RUNS: usize = {};\npub(super) static PACKED: &[u8] = &{steps:?};\n",
        runs.len()
    )
}
