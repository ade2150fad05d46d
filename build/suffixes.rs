//! Packs the public suffix list into a byte graph: names written backwards, common beginnings and ends shared.
//!
//! A node is a row of edges. An edge is letters, the last with its high bit set, then how far back from here the next node
//! starts, doubled, in sevens of bits, the lowest bit set on the node's last edge. A last letter below 16 is no letter but a rule's kind, bit 3
//! set on the node's last edge; nothing follows it. `src/address/site.rs` reads this.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;

/// In step with `src/address/site.rs`.
const RULE: u8 = 1;
const WILDCARD: u8 = 2;
const EXCEPTION: u8 = 3;
const PRIVATE: u8 = 4;

#[derive(Default)]
struct Branch {
    edges: BTreeMap<u8, Branch>,
}

/// The rules of the list as backward names, each ended by its kind.
fn keys(list: &str) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let mut section = 0;
    let mut keys = Vec::new();
    for line in list.lines() {
        if line.contains("===BEGIN PRIVATE") {
            section = PRIVATE;
        }
        if line.starts_with("//") || line.is_empty() {
            continue;
        }
        let (kind, name) = match (line.strip_prefix('!'), line.strip_prefix("*.")) {
            (Some(name), _) => (EXCEPTION, name),
            (_, Some(name)) => (WILDCARD, name),
            _ => (RULE, line),
        };
        let name =
            idna::domain_to_ascii(name).map_err(|error| format!("suffix \"{line}\": {error}"))?;
        let mut key: Vec<u8> = name.bytes().rev().collect();
        key.push(kind | section);
        keys.push(key);
    }
    Ok(keys)
}

/// Writes a branch and all below it, once for each distinct shape; gives where its node starts.
fn pack(
    branch: &Branch,
    bytes: &mut Vec<u8>,
    known: &mut HashMap<Vec<(Vec<u8>, usize)>, usize>,
) -> usize {
    let mut edges: Vec<(Vec<u8>, usize)> = Vec::new();
    for (&letter, next) in &branch.edges {
        let mut letters = vec![letter];
        let mut end = next;
        // A way without a fork is one edge.
        while let (1, Some((&letter, next))) = (end.edges.len(), end.edges.first_key_value()) {
            letters.push(letter);
            end = next;
        }
        let to = if end.edges.is_empty() {
            usize::MAX
        } else {
            pack(end, bytes, known)
        };
        edges.push((letters, to));
    }
    if let Some(&at) = known.get(&edges) {
        return at;
    }
    let at = bytes.len();
    for (n, (letters, to)) in edges.iter().enumerate() {
        let last = n + 1 == edges.len();
        bytes.extend_from_slice(letters);
        if let Some(end) = bytes.last_mut() {
            *end |= 0x80;
            if *to == usize::MAX && last {
                *end |= 8;
            }
        }
        if *to != usize::MAX {
            let mut value = (bytes.len() - to) << 1 | usize::from(last);
            while value >= 0x80 {
                bytes.push((value & 0x7f) as u8 | 0x80);
                value >>= 7;
            }
            bytes.push(value as u8);
        }
    }
    known.insert(edges, at);
    at
}

/// The packed list: the graph, then four bytes that say where its root is.
pub fn packed(list: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut root = Branch::default();
    for key in keys(list)? {
        let mut branch = &mut root;
        for letter in key {
            branch = branch.edges.entry(letter).or_default();
        }
    }
    let mut bytes = Vec::new();
    let start = pack(&root, &mut bytes, &mut HashMap::new());
    bytes.extend_from_slice(&u32::try_from(start)?.to_le_bytes());
    Ok(bytes)
}
