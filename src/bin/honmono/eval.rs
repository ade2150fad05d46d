//! Figures over whole data sets.

use crate::{Unread, input, output};
use honmono::official::Standing;
use honmono::{Level, Tables};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Error, ErrorKind, IsTerminal, Result};
use std::path::{Path, PathBuf};

/// A bar on standard error when that is a terminal, nothing else.
fn progress(total: Option<u64>) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(total, target);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} {per_sec} {eta}") {
        bar.set_style(style);
    }
    bar
}

/// Judges every mail below a directory.
pub fn mails(
    dir: &Path,
    list: &[Level],
    mut out: output::Output,
    tables: &Tables,
) -> Result<Unread> {
    if !dir.exists() {
        return Err(Error::new(
            ErrorKind::NotFound,
            format!("{}: no such directory", dir.display()),
        ));
    }
    let mut unread = Unread(false);
    let mut files: Vec<PathBuf> = vec![];
    for entry in walkdir::WalkDir::new(dir).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let eml = entry
                    .path()
                    .extension()
                    .is_some_and(|end| end.eq_ignore_ascii_case("eml"));
                if eml {
                    files.push(entry.into_path());
                }
            }
            Ok(_) => {}
            Err(error) => {
                eprintln!("honmono: {error}");
                unread = Unread(true);
            }
        }
    }
    let bar = progress(Some(files.len() as u64));
    let mut counts: HashMap<Level, u64> = HashMap::new();
    for file in &files {
        match std::fs::read(file) {
            Ok(bytes) => {
                let message = honmono::raw::read_with(&bytes, tables, &crate::pdf::read);
                let verdict = honmono::judge(&message, tables, &Standing::NotAsked);
                let level = verdict.level();
                *counts.entry(level).or_default() += 1;
                if list.contains(&level) {
                    out.listed(&file.display().to_string(), &verdict)?;
                }
            }
            Err(error) => {
                eprintln!("honmono: {}: {error}", file.display());
                unread = Unread(true);
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    out.figures(&counts)?;
    out.finish()?;
    Ok(unread)
}

/// Judges every link of a file.
pub fn urls(
    file: &Path,
    claim: Option<&str>,
    list: &[Level],
    mut out: output::Output,
    tables: &Tables,
) -> Result<Unread> {
    let claim = input::claim(claim, tables)?;
    let mut counts: HashMap<Level, u64> = HashMap::new();
    let mut unread = Unread(false);
    let bar = progress(None);
    for url in addresses(file)? {
        let url = match url {
            Ok(url) => url,
            Err(error) => {
                eprintln!("honmono: {}: {error}", file.display());
                unread = Unread(true);
                continue;
            }
        };
        let url = url.trim();
        if url.is_empty() || url.starts_with('#') {
            continue;
        }
        let verdict = input::judge_link(url, claim.as_deref(), tables);
        let level = verdict.level();
        *counts.entry(level).or_default() += 1;
        if list.contains(&level) {
            out.listed(url, &verdict)?;
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    out.figures(&counts)?;
    out.finish()?;
    Ok(unread)
}

/// The addresses of a file: the URL column of a CSV or TSV, or one a line.
fn addresses(file: &Path) -> Result<Box<dyn Iterator<Item = Result<String>>>> {
    if file.as_os_str() == "-" {
        return Ok(Box::new(std::io::stdin().lines()));
    }
    let named = |error: Error| Error::new(error.kind(), format!("{}: {error}", file.display()));
    let end = file
        .extension()
        .and_then(|end| end.to_str())
        .unwrap_or("")
        .to_ascii_lowercase();
    let opened = std::fs::File::open(file).map_err(named)?;
    if !matches!(&*end, "csv" | "tsv") {
        return Ok(Box::new(BufReader::new(opened).lines()));
    }
    let delimiter = if end == "tsv" { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(BufReader::new(opened));
    let headers = reader.headers().map_err(Error::other)?;
    let column = ["URL", "url"]
        .iter()
        .find_map(|name| headers.iter().position(|header| header.trim() == *name))
        .unwrap_or(0);
    Ok(Box::new(reader.into_records().map(move |record| {
        let record = record.map_err(Error::other)?;
        Ok(record.get(column).unwrap_or("").to_owned())
    })))
}
