//! Which functions stand beside which in a module: those that are alike, where a packer finds it. It looks back 32 kB at most.

use std::collections::{BTreeMap, VecDeque};

/// So many bytes in a row that two functions share make them alike.
const PIECE: usize = 6;
/// What stands in more functions than this tells nothing of them.
const COMMON: usize = 100;
/// So many bytes of what stands before are compared.
const REACH: usize = 16_000;

/// An order of these bodies: the longest, then always the one that has most in common, for its length, with those just before it.
pub fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let mut owners: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
    for (at, body) in bodies.iter().enumerate() {
        for piece in body.windows(PIECE) {
            let owners = owners.entry(piece).or_default();
            if owners.last() != Some(&at) {
                owners.push(at);
            }
        }
    }
    owners.retain(|_, owners| (2..COMMON).contains(&owners.len()));
    // By piece: who has it, what it tells, and how many of those just before have it.
    let mut pieces: Vec<(Vec<usize>, u64, usize)> = vec![];
    let mut own: Vec<Vec<usize>> = vec![vec![]; bodies.len()];
    for owners in owners.into_values() {
        for at in &owners {
            own[*at].push(pieces.len());
        }
        let tells = u64::from((bodies.len() / owners.len()).max(1).ilog2()) + 1;
        pieces.push((owners, tells, 0));
    }
    let mut shared = vec![0u64; bodies.len()];
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut before: VecDeque<usize> = VecDeque::new();
    let mut reach = 0;
    let mut order = vec![];
    while !left.is_empty() {
        let likely = |at: usize| {
            let length = bodies[at].len() as u64;
            match order.is_empty() {
                true => length,
                false => (shared[at] << 20) / (length + 20),
            }
        };
        let best = (0..left.len()).max_by_key(|place| {
            let at = left[*place];
            (likely(at), std::cmp::Reverse(at))
        });
        let next = left.swap_remove(best.unwrap_or_default());
        order.push(next);
        for piece in &own[next] {
            let (owners, tells, count) = &mut pieces[*piece];
            *count += 1;
            if *count == 1 {
                owners.iter().for_each(|at| shared[*at] += *tells);
            }
        }
        before.push_back(next);
        reach += bodies[next].len();
        while reach > REACH && before.len() > 1 {
            let Some(gone) = before.pop_front() else {
                break;
            };
            reach -= bodies[gone].len();
            for piece in &own[gone] {
                let (owners, tells, count) = &mut pieces[*piece];
                *count -= 1;
                if *count == 0 {
                    owners.iter().for_each(|at| shared[*at] -= *tells);
                }
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn what_is_alike_stands_together_and_all_are_there_once() {
        let bodies: [&[u8]; 6] = [
            b"reads a name and a time",
            b"0123456789",
            b"writes whatever there is to write, at length",
            b"reads a name and a place",
            b"01234567",
            b"writes whatever there is",
        ];
        assert_eq!(order(&bodies), [2, 5, 0, 3, 1, 4]);
        assert_eq!(order(&[]), [0usize; 0]);
        assert_eq!(order(&[b"", b"a", b""]), [1, 0, 2]);
    }
}
