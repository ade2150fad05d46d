//! Packs which letters become which in lower case, as the standard library says, into runs: a gap since the run before, then how many
//! letters times two plus one where only every second of them changes, then the step they take.

/// A small number in sevens of bits, the lowest first.
fn put(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// How far a letter moves; `None` for a letter that stays or becomes more than one.
fn step(code: u32) -> Option<i64> {
    let letter = char::from_u32(code)?;
    let mut lower = letter.to_lowercase();
    let first = lower.next()?;
    let step = i64::from(u32::from(first)) - i64::from(code);
    (lower.next().is_none() && step != 0).then_some(step)
}

/// The table.
pub fn packed() -> Vec<u8> {
    let mut bytes = vec![];
    let (mut code, mut end) = (0x80, 0x80);
    while code <= u32::from(char::MAX) {
        let Some(by) = step(code) else {
            code += 1;
            continue;
        };
        let length = |apart: u32| {
            let same = |at: &u32| {
                step(code + at * apart) == Some(by)
                    && (apart == 1 || step(code + at * apart + 1).is_none())
            };
            (0..).take_while(same).count() as u32
        };
        let (near, apart) = (length(1), length(2));
        put(&mut bytes, code - end);
        end = if near == 1 && apart > 1 {
            put(&mut bytes, apart << 1 | 1);
            code + 2 * apart
        } else {
            put(&mut bytes, near << 1);
            code + near
        };
        let magnitude = u32::try_from(by.unsigned_abs()).unwrap_or_default();
        put(&mut bytes, magnitude << 1 | u32::from(by < 0));
        code = end;
    }
    bytes
}
