//! Packs the public suffix list: a tree of labels from the last one on, written as a text and packed by LZMA.
//!
//! A label is its letters and an end: the high bit, the rules' kinds that end here (two times three bits), and in the lowest bit whether
//! labels follow that stand before it in a host. Those follow at once, and a dot after the last of them. What has none below it comes first,
//! kinds together, which packs best. `src/address/site.rs` reads this.

use crate::lzma;
use std::collections::BTreeMap;
use std::error::Error;

/// In step with `src/address/site.rs`.
const RULE: u8 = 1;
const WILDCARD: u8 = 2;
const EXCEPTION: u8 = 4;
/// By how much the kinds of the list's private section are shifted.
const PRIVATE: u8 = 3;

/// What ends at a label, and what is below it.
#[derive(Default)]
struct Branch {
    kinds: u8,
    below: BTreeMap<String, Branch>,
}

/// The rules of the list as a tree.
fn tree(list: &str) -> Result<Branch, Box<dyn Error>> {
    let mut shift = 0;
    let mut root = Branch::default();
    for line in list.lines() {
        if line.contains("===BEGIN PRIVATE") {
            shift = PRIVATE;
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
        let mut branch = &mut root;
        for label in name.rsplit('.') {
            if label.is_empty() || !label.is_ascii() || label.len() > 63 {
                return Err(format!("suffix \"{line}\": label \"{label}\"").into());
            }
            branch = branch.below.entry(label.to_owned()).or_default();
        }
        branch.kinds |= kind << shift;
    }
    Ok(root)
}

fn write(branch: &Branch, text: &mut Vec<u8>) {
    let mut labels: Vec<(&String, &Branch)> = branch.below.iter().collect();
    labels.sort_by_key(|(label, branch)| (!branch.below.is_empty(), branch.kinds, *label));
    for (label, branch) in labels {
        text.extend_from_slice(label.as_bytes());
        let follow = !branch.below.is_empty();
        text.push(0x80 | branch.kinds << 1 | u8::from(follow));
        if follow {
            write(branch, text);
            text.push(b'.');
        }
    }
}

/// The packed list.
pub fn packed(list: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut text = vec![];
    write(&tree(list)?, &mut text);
    lzma::packed(&text)
}
