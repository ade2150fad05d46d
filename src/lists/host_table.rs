//! [`HostTable`]: what a table says of a host, by the name it is at or under, looked up label by label.

use crate::address::host::label_start;
use rustc_hash::FxHashMap;

/// Host names of a table, each with what the table says of it. A name stands for itself and all below it.
#[derive(Debug)]
pub(crate) struct HostTable<T> {
    all: FxHashMap<&'static str, T>,
    /// Labels of the longest name.
    depth: usize,
    /// By the length of a name, the letters its names begin with: most hosts' names end here, before anything is hashed.
    begin: [u64; LENGTHS],
}

/// Longer names share the last place.
const LENGTHS: usize = 40;

fn place(name: &str) -> (usize, u64) {
    let first = name.as_bytes().first().copied().unwrap_or_default();
    (name.len().min(LENGTHS - 1), 1 << (first & 63))
}

impl<T> FromIterator<(&'static str, T)> for HostTable<T> {
    fn from_iter<I: IntoIterator<Item = (&'static str, T)>>(rows: I) -> Self {
        let all: FxHashMap<&'static str, T> = rows.into_iter().collect();
        let mut begin = [0; LENGTHS];
        let mut depth = 0;
        for name in all.keys() {
            let (length, first) = place(name);
            begin[length] |= first;
            depth = depth.max(name.split('.').count());
        }
        Self { all, depth, begin }
    }
}

impl<T> HostTable<T> {
    /// What the table says of this very name.
    fn get(&self, name: &str) -> Option<&T> {
        let (length, first) = place(name);
        if self.begin[length] & first == 0 {
            return None;
        }
        self.all.get(name)
    }

    /// The host's own name and those it is under, from the right, as far as the table's longest reaches: where each starts, and
    /// what the table says of it.
    pub fn walk<'a>(&'a self, host: &'a str) -> impl Iterator<Item = (usize, Option<&'a T>)> {
        let mut end = host.len() + 1;
        (0..self.depth).map_while(move |_| {
            end = end.checked_sub(1)?;
            let start = label_start(host, end);
            end = start;
            Some((start, host.get(start..).and_then(|name| self.get(name))))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_looked_up_by_whole_labels() {
        let names: HostTable<u8> = [("co.jp", 1), ("amazon.co.jp", 2), ("com", 3)]
            .into_iter()
            .collect();
        let found = |host: &str| -> Vec<(usize, Option<u8>)> {
            names
                .walk(host)
                .map(|(start, found)| (start, found.copied()))
                .collect()
        };
        assert_eq!(
            found("www.amazon.co.jp"),
            [(14, None), (11, Some(1)), (4, Some(2))]
        );
        assert_eq!(found("com"), [(0, Some(3))]);
        assert_eq!(found("xco.jp"), [(4, None), (0, None)]);
        assert_eq!(found(""), [(0, None)]);
    }
}
