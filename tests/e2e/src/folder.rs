//! Folders of files.

use crate::{Kind, program};
use anyhow::{Context, Result, ensure};
use std::path::Path;

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// The extension that ships, with one change in one of its files: what was there once, and what is there instead.
///
/// # Errors
/// When the file does not hold that exactly once: the change would be another than the test means.
pub fn altered(kind: Kind, file: &str, from: &str, to: &str) -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    let shipped = program::root().join("dist").join(kind.name());
    copy(&shipped, folder.path()).with_context(|| shipped.display().to_string())?;
    let path = folder.path().join(file);
    let text = std::fs::read_to_string(&path)?;
    ensure!(
        text.matches(from).count() == 1,
        "{file} has not exactly one {from}"
    );
    std::fs::write(path, text.replacen(from, to, 1))?;
    Ok(folder)
}
