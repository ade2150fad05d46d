//! Packs the tables of `src/lists` and the Unicode tables of maintained crates into the few bytes the engine needs, so that
//! neither the lists nor those crates travel in the extension.

use std::error::Error;
use std::path::{Path, PathBuf};

#[path = "build/letters.rs"]
mod letters;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/lists");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    write(&out, "letters.rs", &letters::source())?;
    Ok(())
}

fn write(out: &Path, name: &str, source: &str) -> Result<(), Box<dyn Error>> {
    std::fs::write(out.join(name), source).map_err(|error| format!("{name}: {error}").into())
}
