//! What a mail costs once its HTML was read: claim, signs and links, judged. The mails are the tests' own; `HONMONO_MAILS=FOLDER` takes
//! others. `HONMONO_FIGURES=FOLDER` writes the median for `cargo xtask bench`.

use honmono::official::Standing;
use honmono::{Message, Tables, judge, raw};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

const ROUNDS: usize = 200;

fn main() {
    let tables = Tables::shipped();
    let messages = messages(&tables);
    if messages.is_empty() {
        eprintln!("no mail found");
        std::process::exit(1);
    }
    let mut passes = Vec::new();
    let mut singles = Vec::new();
    for round in 0..=ROUNDS {
        let mut all = 0;
        for message in &messages {
            let start = Instant::now();
            black_box(judge(black_box(message), &tables, &Standing::NotAsked));
            let took = start.elapsed().as_nanos();
            all += took;
            if round > 0 {
                singles.push(took);
            }
        }
        // The first round warms up.
        if round > 0 {
            passes.push(all / messages.len() as u128);
        }
    }
    passes.sort_unstable();
    singles.sort_unstable();
    let median = passes[passes.len() / 2];
    println!(
        "mails: {} judged without HTML parsing, us a mail: mean {:.1} (the median round's), half below {:.1}, 99.9th percentile {:.1}",
        messages.len(),
        median as f64 / 1e3,
        singles[singles.len() / 2] as f64 / 1e3,
        singles[(singles.len() - 1) * 999 / 1_000] as f64 / 1e3,
    );
    if let Some(folder) = std::env::var_os("HONMONO_FIGURES") {
        let path = Path::new(&folder).join("mail.txt");
        if let Err(error) = std::fs::write(&path, format!("mail {median}\n")) {
            eprintln!("{}: {error}", path.display());
        }
    }
}

fn messages(tables: &Tables) -> Vec<Message> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = match std::env::var_os("HONMONO_MAILS") {
        Some(folder) => vec![PathBuf::from(folder)],
        None => vec![root.join("tests/mails"), root.join("tests/cases")],
    };
    let mut files = Vec::new();
    let mut open = folders;
    while let Some(path) = open.pop() {
        if let Ok(entries) = std::fs::read_dir(&path) {
            open.extend(entries.flatten().map(|entry| entry.path()));
        } else if path.extension().is_some_and(|end| end == "eml") {
            files.push(path);
        }
    }
    files.sort();
    files
        .iter()
        .filter_map(|file| std::fs::read(file).ok())
        .map(|bytes| raw::read(&bytes, tables))
        .collect()
}
