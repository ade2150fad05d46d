//! The shipped tables: shows what is there. Making them anew is the work of each table's own source.

use crate::place;
use anyhow::{Result, bail};
use clap::Args;
use walkdir::WalkDir;

/// No choices yet.
#[derive(Args)]
pub struct Options {}

/// Prints the files of `src/lists/` with their bytes.
pub fn lists(_: &Options) -> Result<()> {
    let folder = place::root().join("src").join("lists");
    let mut count = 0;
    for entry in WalkDir::new(&folder).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            println!(
                "{:>9}  {}",
                entry.metadata()?.len(),
                place::shown(entry.path())
            );
            count += 1;
        }
    }
    if count == 0 {
        bail!("no tables in {}", place::shown(&folder));
    }
    Ok(())
}
