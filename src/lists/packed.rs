//! Numbers packed at build time, in sevens of bits, the lowest first, the high bit set on all but the last (`build/letters.rs`), and
//! the way to a letter's place in the tables they make.

use std::ops::Range;

/// What is left of a packed table.
pub(crate) struct Packed(pub(crate) &'static [u8]);

impl Packed {
    /// The next number; 0 past the end.
    pub(crate) fn number(&mut self) -> u32 {
        let mut number = 0;
        for bits in (0..32).step_by(7) {
            let Some((byte, rest)) = self.0.split_first() else {
                break;
            };
            self.0 = rest;
            number |= u32::from(byte & 0x7f) << bits;
            if *byte < 0x80 {
                break;
            }
        }
        number
    }

    /// The next number, written as a step from this one.
    pub(crate) fn step(&mut self, from: u32) -> u32 {
        let step = self.number();
        if step & 1 == 0 {
            from.wrapping_add(step >> 1)
        } else {
            from.wrapping_sub(step >> 1)
        }
    }
}

/// A table of letters in order, by their high bits: next to every row of 256 letters holds few runs of such a table, or none, so that
/// hardly a letter of a text needs a search through all of it.
pub(crate) struct Rows(Vec<u16>);

impl Rows {
    /// Of the letters by which a table is in order.
    pub(crate) fn of(letters: &mut dyn Iterator<Item = u32>) -> Self {
        let (mut starts, mut count) = (vec![0], 0);
        for letter in letters {
            // How many come before each row, up to this letter's own.
            starts.resize(starts.len().max((letter >> 8) as usize + 1), count);
            count += 1;
        }
        starts.push(count);
        Self(starts)
    }

    /// Where in the table the first letter that is not below this one may be: there, or at the end of it.
    pub(crate) fn near(&self, letter: u32) -> Range<usize> {
        let count = |row: usize| {
            let count = self.0.get(row).or(self.0.last());
            count.map_or(0, |count| usize::from(*count))
        };
        let row = (letter >> 8) as usize;
        count(row)..count(row + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Packed, Rows};

    #[test]
    fn rows_lead_to_where_a_whole_search_does() {
        let tables: [&[u32]; 4] = [
            &[],
            &[0x41],
            &[0, 0x3ff, 0x400, 0x4ff, 0x1_f600],
            &[0x100, 0x100, 0x101, 0x10_ffff],
        ];
        for table in tables {
            let rows = Rows::of(&mut table.iter().copied());
            for letter in 0..=0x11_0000 {
                let near = rows.near(letter);
                let part = table[near.clone()].partition_point(|one| *one < letter);
                let whole = table.partition_point(|one| *one < letter);
                assert_eq!(near.start + part, whole, "{letter:x} in {table:x?}");
            }
        }
    }

    #[test]
    fn numbers_of_every_length_are_read() {
        let mut packed = Packed(&[0, 0x7f, 0x80, 1, 0xff, 0xff, 3, 4, 5]);
        assert_eq!([packed.number(), packed.number()], [0, 127]);
        assert_eq!([packed.number(), packed.number()], [128, 65_535]);
        assert_eq!([packed.step(100), packed.step(100)], [102, 98]);
        assert_eq!(packed.number(), 0);
    }
}
