//! Unicode data for the `idna` crate, in the form of the crate whose place this takes (`idna_adapter` by the rust-url developers,
//! Apache-2.0 or MIT): the mapping and three properties of letters, from ICU4X, packed at build time and unpacked on the first question.

mod mapping;

use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/letters.rs"));

/// From which letter on (shifted by 16) which properties hold.
static LETTERS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut steps = STEPS.iter();
    let mut first = 0;
    let run = |kind: &u8| {
        let mut bits = 0;
        for byte in steps.by_ref() {
            first += u64::from(byte & 0x7f) << bits;
            bits += 7;
            if *byte < 0x80 {
                break;
            }
        }
        let kind = KINDS.get(usize::from(*kind)).copied().unwrap_or_default();
        first << 16 | u64::from(kind)
    };
    RUNS.iter().map(run).collect()
});

fn properties(letter: char) -> u16 {
    let code = u64::from(u32::from(letter));
    let at = LETTERS.partition_point(|run| run >> 16 <= code);
    let run = at.checked_sub(1).and_then(|at| LETTERS.get(at));
    run.map_or(0, |run| (run & 0xffff) as u16)
}

// The numbers are ICU's.
const LTR: u32 = 1 << 0;
const RTL: u32 = 1 << 1;
const EUROPEAN_NUMBER: u8 = 2;
const EUROPEAN_SEPARATOR: u32 = 1 << 3;
const EUROPEAN_TERMINATOR: u32 = 1 << 4;
const ARABIC_NUMBER: u8 = 5;
const COMMON_SEPARATOR: u32 = 1 << 6;
const OTHER_NEUTRAL: u32 = 1 << 10;
const ARABIC_LETTER: u32 = 1 << 13;
const NONSPACING_MARK: u8 = 17;
const BOUNDARY_NEUTRAL: u32 = 1 << 18;
const NUMBERS: u32 = 1 << EUROPEAN_NUMBER | 1 << ARABIC_NUMBER;
const NEUTRAL: u32 = EUROPEAN_SEPARATOR
    | COMMON_SEPARATOR
    | EUROPEAN_TERMINATOR
    | OTHER_NEUTRAL
    | BOUNDARY_NEUTRAL
    | 1 << NONSPACING_MARK;
/// The combining class.
const VIRAMA: u8 = 9;
const DUAL_JOINING: u8 = 2;
const LEFT_JOINING: u8 = 3;
const RIGHT_JOINING: u8 = 4;
const TRANSPARENT: u8 = 5;

/// Joins to the left.
pub const LEFT_OR_DUAL_JOINING_MASK: JoiningTypeMask =
    JoiningTypeMask(1 << LEFT_JOINING | 1 << DUAL_JOINING);
/// Joins to the right.
pub const RIGHT_OR_DUAL_JOINING_MASK: JoiningTypeMask =
    JoiningTypeMask(1 << RIGHT_JOINING | 1 << DUAL_JOINING);
/// Makes a domain a bidirectional one.
pub const RTL_MASK: BidiClassMask = BidiClassMask(RTL | ARABIC_LETTER | 1 << ARABIC_NUMBER);
/// May begin a label.
pub const FIRST_BC_MASK: BidiClassMask = BidiClassMask(LTR | RTL | ARABIC_LETTER);
/// May end a label from left to right, marks aside.
pub const LAST_LTR_MASK: BidiClassMask = BidiClassMask(LTR | 1 << EUROPEAN_NUMBER);
/// May end a label from right to left, marks aside.
pub const LAST_RTL_MASK: BidiClassMask = BidiClassMask(RTL | ARABIC_LETTER | NUMBERS);
/// May stand inside a label from left to right.
pub const MIDDLE_LTR_MASK: BidiClassMask = BidiClassMask(LTR | 1 << EUROPEAN_NUMBER | NEUTRAL);
/// May stand inside a label from right to left.
pub const MIDDLE_RTL_MASK: BidiClassMask = BidiClassMask(RTL | ARABIC_LETTER | NUMBERS | NEUTRAL);

/// How a letter joins its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JoiningType(u8);

impl JoiningType {
    /// For comparing with several at once.
    #[must_use]
    pub fn to_mask(self) -> JoiningTypeMask {
        JoiningTypeMask(1 << self.0)
    }

    /// It is passed over.
    #[must_use]
    pub fn is_transparent(self) -> bool {
        self.0 == TRANSPARENT
    }
}

/// Several ways of joining.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JoiningTypeMask(u32);

impl JoiningTypeMask {
    /// They have one in common.
    #[must_use]
    pub fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// In which direction a letter runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BidiClass(u8);

impl BidiClass {
    /// For comparing with several at once.
    #[must_use]
    pub fn to_mask(self) -> BidiClassMask {
        BidiClassMask(1 << self.0)
    }

    /// From left to right.
    #[must_use]
    pub fn is_ltr(self) -> bool {
        self.0 == 0
    }

    /// A mark that takes no room.
    #[must_use]
    pub fn is_nonspacing_mark(self) -> bool {
        self.0 == NONSPACING_MARK
    }

    /// A European number.
    #[must_use]
    pub fn is_european_number(self) -> bool {
        self.0 == EUROPEAN_NUMBER
    }

    /// An Arabic number.
    #[must_use]
    pub fn is_arabic_number(self) -> bool {
        self.0 == ARABIC_NUMBER
    }
}

/// Several directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BidiClassMask(u32);

impl BidiClassMask {
    /// They have one in common.
    #[must_use]
    pub fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The data.
pub struct Adapter;

impl Default for Adapter {
    fn default() -> Self {
        Self::new()
    }
}

impl Adapter {
    /// The data that ships.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }

    /// The letter's combining class is Virama.
    #[must_use]
    pub fn is_virama(&self, letter: char) -> bool {
        mapping::class(letter) == VIRAMA
    }

    /// The letter is a mark.
    #[must_use]
    pub fn is_mark(&self, letter: char) -> bool {
        properties(letter) & 1 == 1
    }

    /// The letter's direction.
    #[must_use]
    pub fn bidi_class(&self, letter: char) -> BidiClass {
        BidiClass((properties(letter) >> 4) as u8)
    }

    /// How the letter joins.
    #[must_use]
    pub fn joining_type(&self, letter: char) -> JoiningType {
        JoiningType((properties(letter) >> 1 & 7) as u8)
    }

    /// Maps and normalises, as UTS 46 says.
    pub fn map_normalize<'delegate, I: Iterator<Item = char> + 'delegate>(
        &'delegate self,
        letters: I,
    ) -> impl Iterator<Item = char> + 'delegate {
        mapping::mapped(letters, true).into_iter()
    }

    /// Normalises and marks what is not allowed, as UTS 46 says.
    pub fn normalize_validate<'delegate, I: Iterator<Item = char> + 'delegate>(
        &'delegate self,
        letters: I,
    ) -> impl Iterator<Item = char> + 'delegate {
        mapping::mapped(letters, false).into_iter()
    }
}

#[cfg(test)]
#[allow(deprecated, reason = "the numbers are what is compared")]
mod tests {
    use super::*;
    use icu_properties::CodePointMapData;
    use icu_properties::props::{self, GeneralCategory};

    #[test]
    fn every_letter_has_the_properties_of_icu() {
        let bidi = CodePointMapData::<props::BidiClass>::new();
        let joining = CodePointMapData::<props::JoiningType>::new();
        let category = CodePointMapData::<GeneralCategory>::new();
        let adapter = Adapter::new();
        for letter in '\0'..=char::MAX {
            let mark = matches!(
                category.get(letter),
                GeneralCategory::NonspacingMark
                    | GeneralCategory::SpacingMark
                    | GeneralCategory::EnclosingMark
            );
            assert_eq!(adapter.is_mark(letter), mark, "{letter:?}");
            assert_eq!(
                adapter.bidi_class(letter).0,
                bidi.get(letter).to_icu4c_value(),
                "{letter:?}"
            );
            assert_eq!(
                adapter.joining_type(letter).0,
                joining.get(letter).to_icu4c_value(),
                "{letter:?}"
            );
        }
    }

    #[test]
    fn the_numbers_are_icus() {
        use props::{BidiClass as Bidi, JoiningType as Joining};
        let mask =
            |all: &[Bidi]| BidiClassMask(all.iter().map(|one| 1 << one.to_icu4c_value()).sum());
        assert_eq!(
            RTL_MASK,
            mask(&[Bidi::RightToLeft, Bidi::ArabicLetter, Bidi::ArabicNumber])
        );
        assert_eq!(
            FIRST_BC_MASK,
            mask(&[Bidi::LeftToRight, Bidi::RightToLeft, Bidi::ArabicLetter])
        );
        assert_eq!(
            LAST_LTR_MASK,
            mask(&[Bidi::LeftToRight, Bidi::EuropeanNumber])
        );
        let neutral = [
            Bidi::EuropeanSeparator,
            Bidi::CommonSeparator,
            Bidi::EuropeanTerminator,
            Bidi::OtherNeutral,
            Bidi::BoundaryNeutral,
            Bidi::NonspacingMark,
        ];
        let rtl = [
            Bidi::RightToLeft,
            Bidi::ArabicLetter,
            Bidi::EuropeanNumber,
            Bidi::ArabicNumber,
        ];
        assert_eq!(LAST_RTL_MASK, mask(&rtl));
        assert_eq!(MIDDLE_RTL_MASK, mask(&[&rtl[..], &neutral[..]].concat()));
        assert_eq!(
            MIDDLE_LTR_MASK,
            mask(&[&[Bidi::LeftToRight, Bidi::EuropeanNumber][..], &neutral[..]].concat())
        );
        let joins = |all: &[Joining]| {
            JoiningTypeMask(all.iter().map(|one| 1 << one.to_icu4c_value()).sum())
        };
        assert_eq!(
            LEFT_OR_DUAL_JOINING_MASK,
            joins(&[Joining::LeftJoining, Joining::DualJoining])
        );
        assert_eq!(
            RIGHT_OR_DUAL_JOINING_MASK,
            joins(&[Joining::RightJoining, Joining::DualJoining])
        );
        assert_eq!(Joining::Transparent.to_icu4c_value(), TRANSPARENT);
        assert_eq!(Bidi::ArabicNumber.to_icu4c_value(), ARABIC_NUMBER);
    }
}
