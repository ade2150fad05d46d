//! Packs three properties of every letter into runs (bidirectional class, joining type, whether it is a mark), and the mapping of host
//! names ([`mapping`]).

mod mapping;

use icu_properties::CodePointMapData;
use icu_properties::props::{BidiClass, GeneralCategory, JoiningType};
use std::error::Error;
use std::fmt::Write;
use std::path::PathBuf;

#[allow(deprecated, reason = "the numbers are what is packed")]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    let bidi = CodePointMapData::<BidiClass>::new();
    let joining = CodePointMapData::<JoiningType>::new();
    let category = CodePointMapData::<GeneralCategory>::new();
    let (mut kinds, mut steps, mut runs) = (Vec::new(), Vec::new(), Vec::new());
    let (mut first, mut last) = (0, None);
    for letter in '\0'..=char::MAX {
        let mark = matches!(
            category.get(letter),
            GeneralCategory::NonspacingMark
                | GeneralCategory::SpacingMark
                | GeneralCategory::EnclosingMark
        );
        let kind = u16::from(bidi.get(letter).to_icu4c_value()) << 4
            | u16::from(joining.get(letter).to_icu4c_value()) << 1
            | u16::from(mark);
        if last == Some(kind) {
            continue;
        }
        let at = kinds.iter().position(|known| *known == kind);
        let at = at.unwrap_or_else(|| {
            kinds.push(kind);
            kinds.len() - 1
        });
        runs.push(u8::try_from(at)?);
        let mut step = u32::from(letter) - first;
        while step >= 0x80 {
            steps.push((step & 0x7f) as u8 | 0x80);
            step >>= 7;
        }
        steps.push(step as u8);
        (first, last) = (u32::from(letter), Some(kind));
    }
    let mut text = String::new();
    writeln!(text, "static KINDS: [u16; {}] = {kinds:?};", kinds.len())?;
    writeln!(text, "static RUNS: [u8; {}] = {runs:?};", runs.len())?;
    writeln!(text, "static STEPS: [u8; {}] = {steps:?};", steps.len())?;
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    std::fs::write(out.join("letters.rs"), text)?;
    let mut text = String::new();
    for (name, bytes) in [
        ("MAPPING", mapping::mapping()),
        ("PAIRS", mapping::pairs()),
        ("CLASSES", mapping::classes()),
    ] {
        let length = bytes.len();
        writeln!(text, "static PACKED_{name}: [u8; {length}] = {bytes:?};")?;
    }
    std::fs::write(out.join("mapping.rs"), text)?;
    Ok(())
}
