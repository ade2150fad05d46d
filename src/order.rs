//! One sort for all: the standard library's is compiled anew for every type, five kilobytes each.

use std::cmp::Ordering;

/// The places of `count` things, sorted by comparing the things at two places; equal ones stay as they stand.
pub(crate) fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

/// Sorts by a key; equal ones stay as they stand.
pub(crate) fn by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    let mut from = places(items.len(), &|a, b| key(&items[a]).cmp(&key(&items[b])));
    // Each place takes the thing meant for it; where that was moved away before, it is followed to where it went.
    for at in 0..items.len() {
        let mut source = from[at];
        while source < at {
            source = from[source];
        }
        items.swap(at, source);
        from[at] = source;
    }
}

#[cfg(test)]
mod tests {
    use super::by_key;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(numbers in prop::collection::vec(0u8..20, 0..80)) {
            let mut own: Vec<(usize, u8)> = numbers.iter().copied().enumerate().collect();
            let mut theirs = own.clone();
            by_key(&mut own, |(_, number)| *number);
            theirs.sort_by_key(|(_, number)| *number);
            prop_assert_eq!(own, theirs);
        }
    }
}
