//! Reads tables that were packed by LZMA when the engine was built (`build/lzma.rs`).
//!
//! A general reader would weigh more than what it saves: this one knows the one shape that our build writes (three bits of literal
//! context, none of position, no header, no end mark) and reads nothing but tables that ship.

/// How sure a bit is: of 2,048, how often it is 0.
type Odds = u16;

const EVEN: Odds = 1 << 10;
/// The next value below which more of the stream is read.
const LOW: u32 = 1 << 24;

/// The range decoder, and the bits it learns from.
struct Reader<'a> {
    packed: std::slice::Iter<'a, u8>,
    range: u32,
    code: u32,
    odds: Vec<Odds>,
}

// Where each kind of bit has its odds. A state is one of twelve.
const IS_MATCH: usize = 0;
const IS_REPEATED: usize = IS_MATCH + 12;
const IS_NOT_LAST: usize = IS_REPEATED + 12;
const IS_LONG: usize = IS_NOT_LAST + 12;
const IS_NOT_SECOND: usize = IS_LONG + 12;
const IS_FOURTH: usize = IS_NOT_SECOND + 12;
/// Two choices, then 8, 8 and 256 lengths.
const LENGTH: usize = IS_FOURTH + 12;
const REPEATED_LENGTH: usize = LENGTH + 2 + 8 + 8 + 256;
/// Four times the slot of a distance.
const SLOT: usize = REPEATED_LENGTH + 2 + 8 + 8 + 256;
const ALIGN: usize = SLOT + 4 * 64;
/// The low bits of distances of medium slots, as their trees overlap.
const MEDIUM: usize = ALIGN + 16;
/// Eight times a tree of literals, and twice that for letters after a repetition.
const LITERAL: usize = MEDIUM + 128;
const ALL: usize = LITERAL + 8 * 0x300;

impl Reader<'_> {
    /// The next byte of the stream; 0 past its end.
    fn byte(&mut self) -> u32 {
        self.packed.next().map_or(0, |byte| u32::from(*byte))
    }

    fn more(&mut self) {
        if self.range < LOW {
            self.range <<= 8;
            self.code = self.code << 8 | self.byte();
        }
    }

    fn bit(&mut self, place: usize) -> usize {
        self.more();
        let odds = &mut self.odds[place];
        let bound = (self.range >> 11) * u32::from(*odds);
        if self.code < bound {
            self.range = bound;
            *odds += ((1 << 11) - *odds) >> 5;
            0
        } else {
            self.range -= bound;
            self.code -= bound;
            *odds -= *odds >> 5;
            1
        }
    }

    /// A bit without odds.
    fn even(&mut self) -> usize {
        self.more();
        self.range >>= 1;
        let set = self.code >= self.range;
        if set {
            self.code -= self.range;
        }
        usize::from(set)
    }

    /// Bits from the highest on, each by those before it; with a one before them.
    fn tree(&mut self, place: usize, bits: u32) -> usize {
        (0..bits).fold(1, |node, _| node << 1 | self.bit(place + node))
    }

    /// The same from the lowest bit on.
    fn backwards(&mut self, place: usize, bits: u32) -> usize {
        let (mut node, mut value) = (1, 0);
        for at in 0..bits {
            let bit = self.bit(place + node);
            node = node << 1 | bit;
            value |= bit << at;
        }
        value
    }

    /// How much is repeated, less two.
    fn length(&mut self, place: usize) -> usize {
        if self.bit(place) == 0 {
            self.tree(place + 2, 3) - 8
        } else if self.bit(place + 1) == 0 {
            self.tree(place + 2 + 8, 3)
        } else {
            self.tree(place + 2 + 8 + 8, 8) - 256 + 16
        }
    }

    /// From how far back something is repeated, less one.
    fn distance(&mut self, length: usize) -> usize {
        let slot = self.tree(SLOT + length.min(3) * 64, 6) - 64;
        if slot < 4 {
            return slot;
        }
        let bits = (slot >> 1) as u32 - 1;
        let high = (2 | slot & 1) << bits;
        if slot < 14 {
            return high + self.backwards(MEDIUM + high - slot, bits);
        }
        let middle = (0..bits - 4).fold(0, |value, _| value << 1 | self.even());
        high + (middle << 4) + self.backwards(ALIGN, 4)
    }
}

/// What was packed. A stream that is none gives nonsense of the length it says, and ends.
pub(crate) fn unpacked(packed: &[u8]) -> Vec<u8> {
    let Some((length, rest)) = packed.split_first_chunk() else {
        return vec![];
    };
    let wanted = u32::from_le_bytes(*length) as usize;
    let mut reader = Reader {
        packed: rest.iter(),
        range: u32::MAX,
        code: 0,
        odds: vec![EVEN; ALL],
    };
    for _ in 0..5 {
        reader.code = reader.code << 8 | reader.byte();
    }
    let mut out = Vec::with_capacity(wanted);
    let mut state = 0;
    let mut last = [0usize; 4];
    while out.len() < wanted {
        let back = |distance: usize, out: &[u8]| {
            let from = out.len().wrapping_sub(distance + 1);
            out.get(from).copied().unwrap_or_default()
        };
        if reader.bit(IS_MATCH + state) == 0 {
            let before = out.last().map_or(0, |byte| usize::from(*byte));
            let place = LITERAL + (before >> 5) * 0x300;
            let mut node = 1;
            if state >= 7 {
                // The letter that would have been repeated is likely not the one that follows.
                let mut other = usize::from(back(last[0], &out));
                while node < 0x100 {
                    other <<= 1;
                    let expected = other & 0x100;
                    let bit = reader.bit(place + 0x100 + expected + node);
                    node = node << 1 | bit;
                    if bit != expected >> 8 {
                        break;
                    }
                }
            }
            while node < 0x100 {
                node = node << 1 | reader.bit(place + node);
            }
            out.push(node as u8);
            state = match state {
                0..4 => 0,
                4..10 => state - 3,
                _ => state - 6,
            };
            continue;
        }
        let mut length = 0;
        if reader.bit(IS_REPEATED + state) == 0 {
            length = reader.length(LENGTH) + 2;
            last.rotate_right(1);
            last[0] = reader.distance(length - 2);
            state = if state < 7 { 7 } else { 10 };
        } else {
            let which = if reader.bit(IS_NOT_LAST + state) == 0 {
                if reader.bit(IS_LONG + state) == 0 {
                    length = 1;
                }
                0
            } else if reader.bit(IS_NOT_SECOND + state) == 0 {
                1
            } else {
                2 + reader.bit(IS_FOURTH + state)
            };
            last[..=which].rotate_right(1);
            state = match (length, state < 7) {
                (1, true) => 9,
                (_, true) => 8,
                (_, false) => 11,
            };
            if length == 0 {
                length = reader.length(REPEATED_LENGTH) + 2;
            }
        }
        for _ in 0..length.min(wanted - out.len()) {
            out.push(back(last[0], &out));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::unpacked;
    use lzma_rust2::{LzmaOptions, LzmaWriter};
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut options = LzmaOptions::with_preset(9);
        (options.lc, options.lp, options.pb) = (3, 0, 0);
        let out = u32::try_from(bytes.len()).unwrap().to_le_bytes().to_vec();
        let mut writer = LzmaWriter::new_no_header(out, &options, false).unwrap();
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    /// Bytes by a fixed die.
    fn thrown(count: usize, sides: u32) -> Vec<u8> {
        let mut seed = 0x2545_f491_u32;
        let mut throw = || {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            (seed >> 8) % sides
        };
        (0..count).map(|_| throw() as u8).collect()
    }

    #[test]
    fn whatever_was_packed_comes_out_again() {
        let far = [thrown(70_000, 256), thrown(9_000, 256)].concat();
        let repeated = [thrown(500, 4).repeat(40), thrown(9, 256).repeat(3)].concat();
        for bytes in [
            vec![],
            b"a".to_vec(),
            b"abababababababababab".to_vec(),
            vec![0; 10_000],
            thrown(20_000, 3),
            thrown(5_000, 256),
            far,
            repeated,
            include_bytes!("public_suffixes.dat").to_vec(),
        ] {
            let found = unpacked(&packed(&bytes));
            assert_eq!(found.len(), bytes.len());
            assert!(found == bytes, "{} bytes", bytes.len());
        }
    }

    #[test]
    fn a_stream_that_ends_too_soon_or_is_none_ends() {
        let whole = packed(&thrown(2_000, 7));
        for end in [0, 3, 4, 5, 9, 40, whole.len() / 2] {
            let found = unpacked(&whole[..end]);
            assert!(found.is_empty() || found.len() == 2_000);
        }
        let mut noise = 3_000u32.to_le_bytes().to_vec();
        noise.extend(thrown(3_000, 256));
        assert_eq!(unpacked(&noise).len(), 3_000);
    }
}
