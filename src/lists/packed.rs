//! Numbers packed at build time, in sevens of bits, the lowest first, the high bit set on all but the last (`build/letters.rs`).

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

#[cfg(test)]
mod tests {
    use super::Packed;

    #[test]
    fn numbers_of_every_length_are_read() {
        let mut packed = Packed(&[0, 0x7f, 0x80, 1, 0xff, 0xff, 3, 4, 5]);
        assert_eq!([packed.number(), packed.number()], [0, 127]);
        assert_eq!([packed.number(), packed.number()], [128, 65_535]);
        assert_eq!([packed.step(100), packed.step(100)], [102, 98]);
        assert_eq!(packed.number(), 0);
    }
}
