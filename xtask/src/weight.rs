//! Bytes of what ships. Raise a limit in a commit that says why.

use crate::bundle::Target;
use crate::{archive, parts, place};
use anyhow::{Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use walkdir::WalkDir;

/// (end of the path, raw bytes, gzipped bytes): the first line that fits holds.
const LIMITS: &[(&str, usize, usize)] = &[
    // The aim is 700,000 / 300,000; see docs/size.md for what weighs how much.
    ("wasm/background_bg.wasm", 650_000, 302_000),
    // What the background does beside looking at mails; started when there is such a thing to do.
    ("wasm/duties_bg.wasm", 480_000, 210_000),
    ("wasm/duties.js", 60_000, 15_000),
    ("wasm/pages_bg.wasm", 480_000, 200_000),
    // The reader of raw mails with the engine around it; loaded for source views alone.
    ("wasm/source_bg.wasm", 1_500_000, 700_000),
    ("wasm/source.js", 60_000, 15_000),
    // The local page reads raw mails too: MIME, HTML and every charset.
    ("wasm/honmono_bg.wasm", 1_600_000, 740_000),
    ("wasm/background.js", 60_000, 15_000),
    ("wasm/pages.js", 60_000, 15_000),
    ("wasm/honmono.js", 60_000, 15_000),
    ("hands/pace.js", 5_000, 2_500),
    ("hands/body.js", 20_000, 7_000),
    ("hands/look.js", 30_000, 9_000),
    ("hands/marks.js", 15_000, 5_000),
    ("hands/paint.js", 30_000, 9_000),
    ("hands/life.js", 40_000, 12_000),
];

/// A package as a whole, packed. Two fifths of it are the reader of raw mails, which no page loads but a source view.
const PACKAGE: usize = 1_650_000;

/// Prints raw and gzipped bytes of every file in `dist/`; an error if one is over its limit.
pub fn size() -> Result<()> {
    let mut over = vec![];
    for target in Target::ALL {
        let folder = target.folder();
        if !folder.is_dir() {
            bail!(
                "{} is missing: run `cargo xtask build`",
                place::shown(&folder)
            );
        }
        let (mut raw_sum, mut gzip_sum) = (0, 0);
        println!("{}", target.name());
        for entry in WalkDir::new(&folder).sort_by_file_name() {
            let entry = entry?;
            if !entry.file_type().is_file() {
                continue;
            }
            let bytes = std::fs::read(entry.path())?;
            let (raw, gzip) = (bytes.len(), gzipped(&bytes)?);
            (raw_sum, gzip_sum) = (raw_sum + raw, gzip_sum + gzip);
            let name = entry
                .path()
                .strip_prefix(&folder)?
                .to_string_lossy()
                .replace('\\', "/");
            let limit = LIMITS.iter().find(|(end, ..)| name.ends_with(end));
            println!("  {raw:>9} {gzip:>8}  {name}");
            if let Some((_, most_raw, most_gzip)) = limit
                && (raw > *most_raw || gzip > *most_gzip)
            {
                over.push(format!(
                    "{}/{name}: {raw} / {gzip}, limit {most_raw} / {most_gzip}",
                    target.name()
                ));
            }
        }
        println!("  {raw_sum:>9} {gzip_sum:>8}  together");
        let package = archive::path(target);
        if Target::PACKAGES.contains(&target) && package.exists() {
            let bytes = std::fs::metadata(&package)?.len();
            println!("  {bytes:>18}  {}", place::shown(&package));
            if bytes > PACKAGE as u64 {
                over.push(format!(
                    "{}: {bytes}, limit {PACKAGE}",
                    place::shown(&package)
                ));
            }
        }
    }
    by_part()?;
    if !over.is_empty() {
        bail!("too heavy (raw / gzip):\n  {}", over.join("\n  "));
    }
    Ok(())
}

/// Prints what weighs how much inside each module that ships, where the copy with names is of this very build.
fn by_part() -> Result<()> {
    for (target, name) in [
        (Target::Chromium, "background_bg.wasm"),
        (Target::Chromium, "duties_bg.wasm"),
        (Target::Chromium, "pages_bg.wasm"),
        (Target::Www, "honmono_bg.wasm"),
    ] {
        let shipped = std::fs::read(target.folder().join("wasm").join(name));
        let named = std::fs::read(parts::named(name));
        let (Ok(shipped), Ok(named)) = (shipped, named) else {
            println!("{name}: built elsewhere, nothing is known of its parts");
            continue;
        };
        if parts::without_names(&named)? != shipped {
            println!("{name}: of another build, nothing is known of its parts");
            continue;
        }
        println!("{name} by part");
        for (part, bytes) in parts::parts(&named)? {
            println!("  {bytes:>9}  {part}");
        }
    }
    Ok(())
}

fn gzipped(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}
