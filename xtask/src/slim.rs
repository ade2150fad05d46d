//! What is done to a module besides `wasm-opt`, by the names of its functions.
//!
//! - The functions that a panic ends in become the trap that it ends in anyway: nobody hears its sentence where the browser has no
//!   console for it, and what writes that sentence then falls away with it.
//! - The places in the source that panics would name, one for each that there is, become zeros, which are not written down.
//! - Functions that are alike are put side by side, where a packer finds it: one in fifty bytes of what is downloaded.

use crate::alike;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::ops::Range;
use wasmparser::{DataKind, KnownCustom, Name, Operator, Parser, Payload, TypeRef};

/// Where panics end. All of these never return; what they call is not named here and falls away.
const ENDS: [&str; 11] = [
    "core::panicking::",
    "core::slice::index::slice_index_fail",
    "core::str::slice_error_fail",
    "core::option::unwrap_failed",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
    "core::cell::panic_already",
    "alloc::raw_vec::handle_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::alloc::handle_alloc_error",
    "std::thread::local::panic_access_error",
];

/// `unreachable` and the end, without locals.
const TRAP: [u8; 3] = [0x00, 0x00, 0x0b];

/// The names of a module's functions by their numbers, and how many of them are imported.
pub fn names(module: &[u8]) -> Result<(BTreeMap<u32, String>, u32)> {
    let (mut names, mut imported) = (BTreeMap::new(), 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(all) = section.as_known() {
                    for group in all {
                        if let Name::Function(functions) = group? {
                            for one in functions {
                                let one = one?;
                                names.insert(one.index, one.name.to_owned());
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    Ok((names, imported))
}

/// A name as Rust writes it, without the marks of the crates.
fn plain(name: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(name));
    let mut plain = String::new();
    let mut rest = name.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        let (mark, behind) = after.split_once(']').unwrap_or((after, ""));
        let is_mark = mark.len() > 4 && mark.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_mark {
            plain.push('[');
            plain.push_str(mark);
            plain.push(']');
        }
        rest = behind;
    }
    plain.push_str(rest);
    plain
}

/// Ends every panic in the trap at once.
pub fn without_panics(module: &[u8]) -> Result<Vec<u8>> {
    let (names, imported) = names(module)?;
    let ends = |number: u32| {
        let name = names.get(&number).map(|name| plain(name));
        name.is_some_and(|name| ENDS.iter().any(|end| name.starts_with(end)))
    };
    let mut bodies = vec![];
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::CodeSectionEntry(body) = payload? {
            let number = imported + u32::try_from(bodies.len())?;
            let range = body.range();
            bodies.push(if ends(number) {
                &TRAP[..]
            } else {
                &module[range]
            });
        }
    }
    let mut code = vec![];
    put(&mut code, bodies.len());
    for body in bodies {
        put(&mut code, body.len());
        code.extend(body);
    }
    copied(module, |id, section| match id {
        CODE => Some(code.clone()),
        _ => Some(section.to_vec()),
    })
}

/// Makes zeros of the places in the source that panics would name (`core::panic::Location`: the name of a file, a line and a column)
/// and of the files' names. Only for a module whose panics end in the trap.
pub fn without_places(module: &[u8]) -> Result<Vec<u8>> {
    let mut spans: Vec<(u32, Range<usize>)> = vec![];
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::DataSection(segments) = payload? {
            for segment in segments {
                let segment = segment?;
                if let DataKind::Active { offset_expr, .. } = segment.kind
                    && let Operator::I32Const { value } =
                        offset_expr.get_operators_reader().read()?
                {
                    let start = segment.range.end - segment.data.len();
                    spans.push((value as u32, start..segment.range.end));
                }
            }
        }
    }
    // Where in the module a piece of the memory is written down.
    let find = |at: u32, length: usize| {
        let (start, span) = spans
            .iter()
            .find(|(start, span)| at >= *start && ((at - start) as usize) < span.len())?;
        let from = span.start + (at - start) as usize;
        (from + length <= span.end).then_some(from..from + length)
    };
    let mut slim = module.to_vec();
    for (start, span) in &spans {
        let first = (start.wrapping_neg() & 3) as usize;
        for at in (span.start + first..span.end).step_by(4) {
            let Some(words) = module[at..span.end].first_chunk::<16>() else {
                break;
            };
            let word = |n: usize| {
                let bytes = [0, 1, 2, 3].map(|byte| words[4 * n + byte]);
                u32::from_le_bytes(bytes)
            };
            let (length, line, column) = (word(1) as usize, word(2), word(3));
            let plausible = (1..100_000).contains(&line) && (1..1_000).contains(&column);
            if !(plausible && (4..400).contains(&length)) {
                continue;
            }
            if let Some(name) = find(word(0), length)
                && is_source(&module[name.clone()])
            {
                slim[name].fill(0);
                slim[at..at + 16].fill(0);
            }
        }
    }
    Ok(slim)
}

/// Whether this is the name of a file of Rust.
fn is_source(name: &[u8]) -> bool {
    let in_path = |byte: &u8| byte.is_ascii_alphanumeric() || b"/\\._-+:@ ".contains(byte);
    name.ends_with(b".rs") && name.iter().all(in_path)
}

/// Fails where something still tells places in the source: it would tell zeros.
pub fn tells_no_places(module: &[u8]) -> Result<()> {
    let (names, _) = names(module)?;
    match names
        .values()
        .find(|name| plain(name).contains("panic::location::Location"))
    {
        Some(name) => bail!("{} is not expected to be needed any more", plain(name)),
        None => Ok(()),
    }
}

/// The order in which functions that are alike stand side by side: by this name `wasm-opt --reorder-functions-by-name` sorts them. The
/// names they had are given too.
pub fn named_by_likeness(module: &[u8]) -> Result<(Vec<u8>, BTreeMap<String, String>)> {
    let (names, imported) = names(module)?;
    let mut bodies = vec![];
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::CodeSectionEntry(body) = payload? {
            bodies.push(&module[body.range()]);
        }
    }
    let (mut ranked, mut were) = (BTreeMap::new(), BTreeMap::new());
    let order = alike::order(&bodies).into_iter();
    let numbers = (0..imported).chain(order.map(|at| imported + at as u32));
    for (rank, number) in numbers.enumerate() {
        if let Some(name) = names.get(&number) {
            let rank = format!("{rank:06}");
            were.insert(rank.clone(), name.clone());
            ranked.insert(number, rank);
        }
    }
    Ok((with_names(module, &ranked)?, were))
}

/// The module with the names that its functions had.
pub fn renamed(module: &[u8], were: &BTreeMap<String, String>) -> Result<Vec<u8>> {
    let (names, _) = names(module)?;
    let back = names
        .into_iter()
        .map(|(number, rank)| Ok((number, were.get(&rank).context("a new name")?.clone())))
        .collect::<Result<_>>()?;
    with_names(module, &back)
}

fn with_names(module: &[u8], names: &BTreeMap<u32, String>) -> Result<Vec<u8>> {
    let mut functions = vec![];
    put(&mut functions, names.len());
    for (number, name) in names {
        put(&mut functions, *number as usize);
        put(&mut functions, name.len());
        functions.extend(name.bytes());
    }
    let mut section = b"\x04name\x01".to_vec();
    put(&mut section, functions.len());
    section.extend(functions);
    let mut named = copied(module, |id, old| {
        (id != CUSTOM || !old.starts_with(b"\x04name")).then(|| old.to_vec())
    })?;
    named.push(CUSTOM);
    put(&mut named, section.len());
    named.extend(section);
    Ok(named)
}

const CUSTOM: u8 = 0;
const CODE: u8 = 10;

/// A copy of a module, each section as `with` gives it, or left out.
pub fn copied(module: &[u8], with: impl Fn(u8, &[u8]) -> Option<Vec<u8>>) -> Result<Vec<u8>> {
    let mut copy = module.get(..8).context("not a module")?.to_vec();
    for payload in Parser::new(0).parse_all(module) {
        if let Some((id, range)) = payload?.as_section()
            && let Some(section) = with(id, &module[range])
        {
            copy.push(id);
            put(&mut copy, section.len());
            copy.extend(section);
        }
    }
    Ok(copy)
}

/// A number as modules write it.
fn put(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with functions of these names, each of two `nop`s.
    fn module(names: &[&str]) -> Vec<u8> {
        let count = names.len() as u8;
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([1, 4, 1, 0x60, 0, 0]);
        module.extend([3, count + 1, count]);
        module.extend(names.iter().map(|_| 0));
        module.extend([10, 5 * count + 1, count]);
        module.extend(names.iter().flat_map(|_| [4, 0, 1, 1, 0x0b]));
        let names = names.iter().enumerate();
        let names = names.map(|(number, name)| (number as u32, (*name).to_owned()));
        with_names(&module, &names.collect()).unwrap()
    }

    fn bodies(module: &[u8]) -> Vec<Vec<u8>> {
        let mut bodies = vec![];
        for payload in Parser::new(0).parse_all(module) {
            if let Payload::CodeSectionEntry(body) = payload.unwrap() {
                bodies.push(module[body.range()].to_vec());
            }
        }
        bodies
    }

    #[test]
    fn a_panic_ends_in_a_trap_and_nothing_else_does() {
        let whole = module(&[
            "core[0123456789abcdef]::panicking::panic_fmt",
            "honmono[0c]::page::core::panicking::read",
            "core::slice::index::range::<core::ops::range::Range<usize>>",
            "core::slice::index::slice_index_fail",
        ]);
        let nops = vec![0, 1, 1, 0x0b];
        let trap = TRAP.to_vec();
        assert_eq!(
            bodies(&without_panics(&whole).unwrap()),
            [trap.clone(), nops.clone(), nops, trap]
        );
    }

    /// A module whose memory holds these bytes from 1,024 on.
    fn memory(bytes: &[u8]) -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([5, 3, 1, 0, 1]);
        let mut section = vec![1, 0, 0x41, 0x80, 8, 0x0b];
        put(&mut section, bytes.len());
        section.extend(bytes);
        module.push(11);
        put(&mut module, section.len());
        module.extend(section);
        module
    }

    #[test]
    fn places_in_the_source_become_zeros_and_nothing_else_does() {
        let words = |all: &[u32]| {
            all.iter()
                .flat_map(|word| word.to_le_bytes())
                .collect::<Vec<u8>>()
        };
        let names = b"src/a.rs-not a file--";
        let file = 1_024 + 4 * 16;
        let place = words(&[file, 8, 12, 5]);
        let text = words(&[file + 8, 12, 12, 5]);
        let no_line = words(&[file, 8, 0, 5]);
        let beyond = words(&[file + 500, 8, 12, 5]);
        let before = [&place[..], &text, &no_line, &beyond, names].concat();
        let after = [&[0; 16], &text[..], &no_line, &beyond, &[0; 8], &names[8..]].concat();
        assert_eq!(without_places(&memory(&before)).unwrap(), memory(&after));
        let quiet = [&text[..], &no_line, names].concat();
        assert_eq!(without_places(&memory(&quiet)).unwrap(), memory(&quiet));
    }

    #[test]
    fn who_still_tells_places_is_named() {
        let telling =
            "<core[0123456789abcdef]::panic::location::Location as core::fmt::Display>::fmt";
        assert!(tells_no_places(&module(&[telling])).is_err());
        assert!(tells_no_places(&module(&["honmono::panic::other"])).is_ok());
    }

    #[test]
    fn functions_are_ranked_and_get_their_names_back() {
        let all = ["b", "z", "<b as honmono::plain::FromPlain>::take", "a"];
        let whole = module(&all);
        let (ranked, were) = named_by_likeness(&whole).unwrap();
        let mut names: Vec<&str> = were.values().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            ["<b as honmono::plain::FromPlain>::take", "a", "b", "z"]
        );
        assert_ne!(ranked, whole);
        assert_eq!(renamed(&ranked, &were).unwrap(), whole);
    }

    #[test]
    fn marks_of_crates_are_no_part_of_a_name() {
        assert_eq!(
            plain("core[0123456789abcdef]::f::<[u8]>"),
            "core::f::<[u8]>"
        );
    }
}
