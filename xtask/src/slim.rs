//! What is done to a module besides `wasm-opt`, by the names of its functions.
//!
//! - The functions that a panic ends in become the trap that it ends in anyway: nobody hears its sentence where the browser has no
//!   console for it, and what writes that sentence then falls away with it.
//! - Functions of one kin (the readings of types, what drops them, sorts) are put side by side, where a packer finds how alike they are:
//!   one in seventy bytes of what is downloaded.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

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

/// What the names of kin have in common, the first that fits.
const KIN: [&str; 9] = [
    "FromPlain",
    "ToPlain",
    "drop_in_place",
    "Clone",
    "sort",
    "Iterator",
    "fmt",
    "{closure",
    "honmono",
];

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

/// The order in which functions of one kin stand side by side: by this name `wasm-opt --reorder-functions-by-name` sorts them. The names
/// they had are given too.
pub fn named_by_kin(module: &[u8]) -> Result<(Vec<u8>, BTreeMap<String, String>)> {
    let (names, _) = names(module)?;
    let mut order: Vec<(usize, String, u32)> = names
        .iter()
        .map(|(number, name)| {
            let name = plain(name);
            let kin = KIN.iter().position(|kin| name.contains(kin));
            (kin.unwrap_or(KIN.len()), name, *number)
        })
        .collect();
    order.sort();
    let (mut ranked, mut were) = (BTreeMap::new(), BTreeMap::new());
    for (rank, (_, _, number)) in order.into_iter().enumerate() {
        let rank = format!("{rank:06}");
        were.insert(rank.clone(), names[&number].clone());
        ranked.insert(number, rank);
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

    #[test]
    fn kin_stand_together_and_get_their_names_back() {
        let all = [
            "b::Clone>::clone",
            "z",
            "<b as honmono::plain::FromPlain>::take",
            "a",
            "<a as FromPlain>::take",
        ];
        let whole = module(&all);
        let (ranked, were) = named_by_kin(&whole).unwrap();
        let order: Vec<&str> = were.values().map(String::as_str).collect();
        assert_eq!(order, [all[4], all[2], all[0], all[3], all[1]]);
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
