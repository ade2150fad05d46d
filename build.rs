//! Packs the tables of `src/lists` and the Unicode tables of maintained crates into the few bytes the engine needs, so that
//! neither the lists nor those crates travel in the extension.

use std::error::Error;
use std::path::{Path, PathBuf};

#[path = "build/brands.rs"]
mod brands;
#[path = "build/letters.rs"]
mod letters;
#[path = "build/lower.rs"]
mod lower;
#[path = "build/lzma.rs"]
mod lzma;
#[path = "build/scripts.rs"]
mod scripts;
#[path = "build/suffixes.rs"]
mod suffixes;

fn main() -> Result<(), Box<dyn Error>> {
    for path in [
        "build.rs",
        "build",
        "src/lists/public_suffixes.dat",
        "src/lists/brands",
    ] {
        println!("cargo::rerun-if-changed={path}");
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let list = std::fs::read_to_string("src/lists/public_suffixes.dat")?;
    write(&out, "suffixes.bin", &suffixes::packed(&list)?)?;
    let brands = brands::sources(Path::new("src/lists/brands"))?;
    write(&out, "brands.rs", brands.brands.as_bytes())?;
    write(&out, "marketplaces.rs", brands.marketplaces.as_bytes())?;
    let claims = std::fs::read_to_string("src/lists/brands/amazon.claims.txt")?;
    write(&out, "amazon.claims.txt", rows(&claims).as_bytes())?;
    write(&out, "lower.bin", &lower::packed())?;
    write(&out, "letters.rs", letters::source().as_bytes())?;
    write(&out, "scripts.rs", scripts::source().as_bytes())?;
    Ok(())
}

fn write(out: &Path, name: &str, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    std::fs::write(out.join(name), bytes).map_err(|error| format!("{name}: {error}").into())
}

/// A table without its comments, which are for those who read it here.
fn rows(table: &str) -> String {
    let rows = table
        .lines()
        .filter(|row| !row.is_empty() && !row.starts_with('#'));
    rows.flat_map(|row| [row, "\n"]).collect()
}
