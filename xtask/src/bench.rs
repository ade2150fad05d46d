//! Speed and weight, in one go: the engine natively, the same work as WebAssembly under Node and in both browsers' backgrounds, the
//! waking of the background, and the bytes that ship. It prints figures and ratios; nothing fails by the clock.

use crate::bundle::{self, Target};
use crate::setup::{self, Part};
use crate::step::{self, say};
use crate::wasm::{self, Way};
use crate::{given, place, weight};
use anyhow::{Context, Result};
use clap::Args;
use e2e::{Browser, Kind, Lab, Options as Start};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Which benches.
#[derive(Args)]
pub struct Options {
    /// Only benches whose name contains this: the engine's parts (`tables`, `links`, `growth`), `wasm`, `node` (the same without browsers), `wake`, `size`.
    filter: Option<String>,
    /// Mails to judge instead of the tests' own (a folder of `*.eml`).
    #[arg(long)]
    mails: Option<PathBuf>,
    /// Take `dist/` as it is, and for comparison the engine's figures of the last run.
    #[arg(long)]
    no_build: bool,
}

/// Medians in ns, by way (`parse`, `free`, `claimed`, `mail`).
type Figures = BTreeMap<String, f64>;

/// Runs the engine's benches, the same in WebAssembly, and the waking of the background, then prints the weight of what was built.
pub fn bench(options: &Options) -> Result<()> {
    let filter = options.filter.as_deref().unwrap_or_default();
    let wanted = |part: &str| filter.is_empty() || filter == part;
    let folder = place::target().join("bench");
    std::fs::create_dir_all(&folder)?;
    let compared = ["wasm", "node"].contains(&filter);
    let engine = !compared && !["wake", "size"].contains(&filter);
    if engine || compared && !options.no_build {
        native(options, &folder, if engine { filter } else { "links" })?;
    }
    if filter.is_empty() || compared {
        in_wasm(options, &folder, filter != "node")?;
    }
    if wanted("wake") {
        wake(options, &folder)?;
    }
    if wanted("size") {
        weight::size()?;
    }
    Ok(())
}

fn native(options: &Options, folder: &Path, filter: &str) -> Result<()> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(place::root())
        .env("HONMONO_FIGURES", folder)
        .args(["bench", "--package", "honmono", "--bench", "*", "--"])
        .args((!filter.is_empty()).then_some(filter));
    if let Some(mails) = &options.mails {
        command.env("HONMONO_MAILS", given(mails));
    }
    step::show("engine benches", &mut command)
}

/// What the native benches left behind.
fn figures(folder: &Path) -> Figures {
    ["link.txt", "mail.txt"]
        .iter()
        .filter_map(|name| std::fs::read_to_string(folder.join(name)).ok())
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|line| {
            let (name, value) = line.split_once(' ')?;
            Some((name.to_owned(), value.parse().ok()?))
        })
        .collect()
}

fn in_wasm(options: &Options, folder: &Path, browsers: bool) -> Result<()> {
    let native = figures(folder);
    let lab = lab_extension(options, folder)?;
    let mut rows = vec![("native".to_owned(), native.clone())];
    let output = step::run(
        "the engine in Node",
        Command::new("node").current_dir(&lab).arg("node.js"),
    )?;
    let text = String::from_utf8_lossy(&output.stdout);
    rows.push(("Node".to_owned(), read(&serde_json::from_str(text.trim())?)));
    if browsers {
        setup::ensure(&[Part::Browsers])?;
    }
    for kind in Kind::BOTH.into_iter().filter(|_| browsers) {
        let server = Lab::start([])?;
        let browser = Browser::start(kind, &server, &Start::with(&lab))?;
        browser.open_own("page.html")?;
        let found = browser.eval(&format!("{API}.runtime.sendMessage('measure')"))?;
        rows.push((format!("{} background", kind.name()), read(&found)));
    }
    println!("wasm: ns a link, us a mail; in brackets: times Url::parse there, times native");
    for (name, found) in &rows {
        let of = |way: &str| found.get(way).copied().unwrap_or(f64::NAN);
        let there = |way: &str| of(way) / native.get(way).copied().unwrap_or(f64::NAN);
        println!(
            "  {name:<20} parse {:>6.0} (1.00, {:.2})  no claim {:>6.0} ({:.2}, {:.2})  claim {:>6.0} ({:.2}, {:.2})  mail {:>7.1} ({:.2})",
            of("parse"),
            there("parse"),
            of("free"),
            of("free") / of("parse"),
            there("free"),
            of("claimed"),
            of("claimed") / of("parse"),
            there("claimed"),
            of("mail") / 1e3,
            there("mail"),
        );
    }
    Ok(())
}

const API: &str = "(globalThis.browser ?? chrome)";

fn read(value: &Value) -> Figures {
    let pairs = value.as_object().into_iter().flatten();
    pairs
        .filter_map(|(name, value)| Some((name.clone(), value.as_f64()?)))
        .collect()
}

/// The bench's own extension: a background without an engine, which loads one when it is asked to measure.
fn lab_extension(options: &Options, folder: &Path) -> Result<PathBuf> {
    let lab = folder.join("lab");
    let module = Way::find()?.compile("honmono-bench", "honmono_bench", None)?;
    wasm::bind(&module, &lab, "bench")?;
    let benches = place::root().join("benches");
    for name in [
        "manifest.json",
        "background.js",
        "measure.js",
        "node.js",
        "page.html",
    ] {
        std::fs::copy(benches.join("lab").join(name), lab.join(name))
            .with_context(|| name.to_owned())?;
    }
    // Node takes `.js` for a module only where this says so.
    std::fs::write(lab.join("package.json"), "{\"type\":\"module\"}\n")?;
    let addresses = std::fs::read_to_string(benches.join("addresses.txt"))?;
    let data = json!({
        "addresses": addresses.lines().collect::<Vec<_>>(),
        "messages": messages(options)?,
        "brand": "amazon",
        "marketplace": "amazon.co.jp",
    });
    std::fs::write(lab.join("data.json"), data.to_string())?;
    Ok(lab)
}

/// The mails as the engine read them, so that no HTML is parsed by the clock.
fn messages(options: &Options) -> Result<Vec<Value>> {
    let tables = honmono::Tables::shipped();
    let tests = place::root().join("tests");
    let folders = match &options.mails {
        Some(folder) => vec![given(folder)],
        None => vec![tests.join("mails"), tests.join("cases")],
    };
    let mut files: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| walkdir::WalkDir::new(folder).into_iter().flatten())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|end| end == "eml"))
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| {
            let message = honmono::raw::read(&std::fs::read(file)?, &tables);
            Ok(serde_json::to_value(&message)?)
        })
        .collect()
}

/// How often a background is put to sleep and woken.
const WAKES: usize = 15;

/// From a question to a sleeping background to its answer: ours with a first verdict, against one that has no engine.
fn wake(options: &Options, folder: &Path) -> Result<()> {
    if !options.no_build {
        bundle::build(&Target::PACKAGES)?;
    }
    setup::ensure(&[Part::Browsers])?;
    let bare = folder.join("lab");
    if !bare.join("bench.js").exists() {
        lab_extension(options, folder)?;
    }
    println!(
        "wake: ms from a question to a sleeping background to its answer, median of {WAKES} (least, most)"
    );
    for kind in Kind::BOTH {
        let ours = woken(
            kind,
            &Start::shipped(kind),
            "options.html",
            "{honmono: 1, ours: 'example'}",
        )?;
        let none = woken(kind, &Start::with(&bare), "page.html", "'there?'")?;
        let (a, b) = (ours[WAKES / 2], none[WAKES / 2]);
        println!(
            "  {:<10} first verdict {a:.0} ({:.0}, {:.0})  without an engine {b:.0} ({:.0}, {:.0})  over {:.0}",
            kind.name(),
            ours[0],
            ours[WAKES - 1],
            none[0],
            none[WAKES - 1],
            a - b
        );
    }
    Ok(())
}

fn woken(kind: Kind, start: &Start, page: &str, question: &str) -> Result<Vec<f64>> {
    let lab = Lab::start([])?;
    let browser = Browser::start(kind, &lab, start)?;
    browser.open_own(page)?;
    let mut times = vec![];
    for round in 0..=WAKES {
        browser.stop_background()?;
        let took = browser.eval(&format!(
            "(async () => {{
                const start = performance.now();
                const answer = await {API}.runtime.sendMessage({question});
                if (!answer || answer === 'refused') throw new Error(JSON.stringify(answer));
                return performance.now() - start;
            }})()"
        ))?;
        // The first time files are read that stay in the machine's memory afterwards.
        if round > 0 {
            times.push(took.as_f64().context("no time")?);
        }
    }
    times.sort_by(f64::total_cmp);
    say(format!("{}: {page} woken {WAKES} times", kind.name()));
    Ok(times)
}
