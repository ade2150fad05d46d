//! The packages for the stores: the same bytes from the same source, whenever and wherever they are made.

use crate::bundle::{self, Target};
use crate::place;
use anyhow::{Context, Result};
use std::io::Write;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Builds and packs both browsers' packages.
pub fn package() -> Result<()> {
    bundle::build(&Target::PACKAGES)?;
    for target in Target::PACKAGES {
        let path = path(target);
        pack(&target.folder(), &path)?;
        println!(
            "{} {}",
            place::shown(&path),
            std::fs::metadata(&path)?.len()
        );
    }
    Ok(())
}

/// Where the package of a target lies.
pub fn path(target: Target) -> PathBuf {
    place::dist().join(format!("honmono-{}-{}.zip", place::VERSION, target.name()))
}

/// Packs a folder: sorted names, one fixed time, no owners.
fn pack(folder: &Path, archive: &Path) -> Result<()> {
    let part = archive.with_extension(format!("part-{}", std::process::id()));
    let mut zip = ZipWriter::new(std::fs::File::create(&part)?);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut names = vec![];
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            let inside = entry.path().strip_prefix(folder)?;
            names.push(
                inside
                    .to_str()
                    .context("a file name is not UTF-8")?
                    .replace('\\', "/"),
            );
        }
    }
    names.sort();
    for name in names {
        zip.start_file(&name, options)?;
        let bytes = std::fs::read(folder.join(&name))?;
        let bytes = match &*name {
            "manifest.json" => for_the_stores(&bytes)?,
            _ => bytes,
        };
        zip.write_all(&bytes)?;
    }
    zip.finish()?;
    std::fs::rename(part, archive)?;
    Ok(())
}

/// The manifest as the stores take it: without the key that gives a folder loaded by hand its fixed id. The Chrome Web Store refuses an
/// upload with one; it gives ids itself.
fn for_the_stores(manifest: &[u8]) -> Result<Vec<u8>> {
    let mut fields: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(manifest)?;
    if fields.shift_remove("key").is_none() {
        return Ok(manifest.to_vec());
    }
    let mut text = serde_json::to_string_pretty(&fields)?;
    text.push('\n');
    Ok(text.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::{for_the_stores, pack};

    #[test]
    fn the_stores_get_no_key_and_everything_else() -> anyhow::Result<()> {
        let with = br#"{"manifest_version": 3, "key": "MII", "name": "x"}"#;
        let text = String::from_utf8(for_the_stores(with)?)?;
        assert_eq!(
            text,
            "{\n  \"manifest_version\": 3,\n  \"name\": \"x\"\n}\n"
        );
        let without = br#"{"manifest_version": 3}"#;
        assert_eq!(for_the_stores(without)?, without);
        Ok(())
    }

    #[test]
    fn the_same_files_give_the_same_bytes() -> anyhow::Result<()> {
        let base = std::env::temp_dir().join(format!("honmono-archive-{}", std::process::id()));
        let folders = [base.join("one"), base.join("two")];
        for (turn, folder) in folders.iter().enumerate() {
            std::fs::create_dir_all(folder.join("sub"))?;
            let mut files = vec![("b.txt", "b"), ("a.txt", "a"), ("sub/c.txt", "c")];
            if turn == 1 {
                files.reverse();
            }
            for (name, text) in files {
                std::fs::write(folder.join(name), text)?;
            }
        }
        let zips = [base.join("one.zip"), base.join("two.zip")];
        pack(&folders[0], &zips[0])?;
        pack(&folders[1], &zips[1])?;
        let bytes = [std::fs::read(&zips[0])?, std::fs::read(&zips[1])?];
        std::fs::write(folders[1].join("a.txt"), "other")?;
        pack(&folders[1], &zips[1])?;
        let other = std::fs::read(&zips[1])?;
        std::fs::remove_dir_all(&base)?;
        assert_eq!(bytes[0], bytes[1]);
        assert_ne!(bytes[0], other);
        Ok(())
    }
}
