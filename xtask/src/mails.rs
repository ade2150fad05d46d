//! `cargo xtask mails DIR`: every mail of a folder, opened one by one in a real webmail with the extension that ships, beside what its
//! file holds.

use crate::bundle::{self, Target};
use crate::demo::Which;
use crate::given;
use crate::setup::{self, Part};
use anyhow::{Context, Result, bail};
use clap::Args;
use e2e::letters::Letter;
use e2e::{Kind, mailbox};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use walkdir::WalkDir;

/// Which mails, where.
#[derive(Args)]
pub struct Options {
    /// The folder, with `*.eml` below it.
    folder: PathBuf,
    /// Only in this browser.
    #[arg(long, value_enum)]
    browser: Option<Which>,
    /// At most so many, spread over the folder.
    #[arg(long, default_value_t = 100)]
    most: usize,
    /// Take `dist/` as it is.
    #[arg(long)]
    no_build: bool,
}

/// Prints every difference. The last line is `mails: n=… same=… different=…`.
pub fn mails(options: &Options) -> Result<ExitCode> {
    let letters = letters(&given(&options.folder), options.most)?;
    let kinds = options
        .browser
        .map_or(Kind::BOTH.to_vec(), |one| vec![one.kind()]);
    setup::ensure(&[Part::NpmTools, Part::Browsers, Part::Webmail])?;
    if !options.no_build {
        bundle::build(&Target::PACKAGES)?;
    }
    let (mut same, mut different, mut by_headers) = (0, 0, 0);
    for kind in kinds {
        let mut fields: BTreeMap<&str, usize> = BTreeMap::new();
        let all = mailbox::compare(kind, &letters, |one| {
            for (field, what) in one.differences() {
                println!("{} {}: {field}: {what}", kind.name(), one.name);
            }
        })?;
        for one in &all {
            let found = one.differences();
            if found.is_empty() {
                same += 1;
            } else {
                different += 1;
            }
            for (field, _) in found {
                *fields.entry(field).or_default() += 1;
            }
            by_headers += usize::from(one.file.level != one.with_headers);
        }
        println!("{}: differences by field: {fields:?}", kind.name());
    }
    println!(
        "mails: n={} same={same} different={different} headers_decide={by_headers}",
        same + different
    );
    Ok(ExitCode::SUCCESS)
}

/// Every mail, or an even choice of them.
fn letters(folder: &Path, most: usize) -> Result<Vec<Letter>> {
    let mut paths: Vec<PathBuf> = WalkDir::new(folder)
        .into_iter()
        .filter_map(|entry| Some(entry.ok()?.into_path()))
        .filter(|path| path.extension().is_some_and(|x| x == "eml"))
        .collect();
    paths.sort();
    if paths.is_empty() {
        bail!("no mail (*.eml) in {}", folder.display());
    }
    let step = paths.len().div_ceil(most.max(1));
    paths
        .into_iter()
        .step_by(step)
        .map(|path| {
            let name = path
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned());
            let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
            Ok((name.unwrap_or_default(), bytes))
        })
        .collect()
}
