//! What weighs how much inside a module: bytes of its code by crate and module, by the names that `wasm-opt` leaves in the copy that
//! stays here.

use crate::{place, slim};
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::PathBuf;
use wasmparser::{KnownCustom, Parser, Payload};

/// Parts below this share of a module are told together.
const LEAST: usize = 200;

/// Where the copy of a module that still has its names lies.
pub fn named(module: &str) -> PathBuf {
    place::target().join("wasm").join("named").join(module)
}

/// A module without the names of its functions.
pub fn without_names(module: &[u8]) -> Result<Vec<u8>> {
    slim::copied(module, |id, section| {
        (id != 0 || !section.starts_with(b"\x04name")).then(|| section.to_vec())
    })
}

/// Bytes by part, the heaviest first.
pub fn parts(module: &[u8]) -> Result<Vec<(String, usize)>> {
    let (names, imported) = crate::slim::names(module)?;
    let mut bodies = vec![];
    let mut sums: BTreeMap<String, usize> = BTreeMap::new();
    let mut code = 0usize;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        match &payload {
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
            Payload::CustomSection(section)
                if matches!(section.as_known(), KnownCustom::Name(_)) =>
            {
                continue;
            }
            _ => {}
        }
        let what = match &payload {
            Payload::DataSection(_) => "(tables and texts)",
            Payload::CodeSectionStart { range, .. } => {
                code = range.len();
                continue;
            }
            _ => "(what holds it together)",
        };
        if let Some((_, range)) = payload.as_section() {
            *sums.entry(what.to_owned()).or_default() += range.len();
        }
    }
    let told: usize = bodies.iter().sum();
    *sums
        .entry("(what holds it together)".to_owned())
        .or_default() += code.saturating_sub(told);
    for (at, bytes) in bodies.iter().enumerate() {
        let name = names
            .get(&(imported + at as u32))
            .map_or("", String::as_str);
        *sums.entry(part(name)).or_default() += bytes;
    }
    let least = module.len() / LEAST;
    let small: usize = sums.values().filter(|bytes| **bytes < least).sum();
    sums.retain(|_, bytes| *bytes >= least);
    sums.insert("(the rest)".to_owned(), small);
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    Ok(sums)
}

/// What a function belongs to: the first of our modules in its name, so that a list of ours counts as ours; else its crate.
fn part(name: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(name));
    // The binder of modules has told the names already, with the crates' own marks behind them.
    let mut plain = String::new();
    let mut inside = false;
    for letter in name.chars() {
        match letter {
            '[' => inside = true,
            ']' => inside = false,
            _ if !inside => plain.push(letter),
            _ => {}
        }
    }
    let words: Vec<&str> = plain
        .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
        .filter(|word| word.contains("::"))
        .collect();
    let ours = words.iter().find(|word| word.starts_with("honmono"));
    let Some(word) = ours.or(words.first()) else {
        return "(the rest)".to_owned();
    };
    let mut path = word.split("::");
    let first = path.next().unwrap_or_default();
    if ours.is_some() {
        format!("{first}::{}", path.next().unwrap_or_default())
    } else {
        first.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{part, parts, without_names};

    /// A module with one function named `honmono::page::read`, and a byte of data.
    fn module() -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([1, 4, 1, 0x60, 0, 0]); // a type
        module.extend([3, 2, 1, 0]); // a function of it
        module.extend([5, 3, 1, 0, 1]); // memory
        module.extend([10, 4, 1, 2, 0, 0x0b]); // its body
        module.extend([11, 7, 1, 0, 0x41, 0, 0x0b, 1, 7]); // data
        let name = b"honmono::page::read";
        let inner = [
            &[1, name.len() as u8 + 3, 1, 0, name.len() as u8],
            &name[..],
        ]
        .concat();
        module.extend([0, inner.len() as u8 + 5, 4]);
        module.extend(b"name");
        module.extend(inner);
        module
    }

    #[test]
    fn bytes_are_told_by_part_and_names_go() {
        let parts = parts(&module()).unwrap();
        let bytes = |name: &str| {
            parts
                .iter()
                .find(|(part, _)| part == name)
                .map(|(_, bytes)| *bytes)
        };
        assert_eq!(bytes("honmono::page"), Some(2));
        assert_eq!(bytes("(tables and texts)"), Some(7));
        let bare = without_names(&module()).unwrap();
        assert!(!bare.windows(4).any(|four| four == b"page"));
        assert_eq!(without_names(&bare).unwrap(), bare);
    }

    #[test]
    fn a_list_of_ours_is_ours() {
        assert_eq!(
            part("<alloc[0a1b]::vec::Vec<honmono[0c]::page::plan::Way>>::push"),
            "honmono::page"
        );
        assert_eq!(part("<url[0a1b]::parser::Parser>::parse_file"), "url");
        assert_eq!(part("_RNvNtCs1234_7honmono4page4read"), "honmono::page");
        assert_eq!(part("event"), "(the rest)");
    }
}
