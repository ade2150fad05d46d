//! What the stores and the type checker say of the package and of the hands.

use crate::bundle::Target;
use crate::step::say;
use crate::{place, setup, step};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

/// The manifest lint on the Firefox build, then the types of the hands.
pub fn lint() -> Result<()> {
    manifest()?;
    types()
}

fn manifest() -> Result<()> {
    let folder = Target::Firefox.folder();
    if !folder.is_dir() {
        bail!(
            "{} is missing: run `cargo xtask build`",
            place::shown(&folder)
        );
    }
    let mut command = setup::node_command(&setup::npm_tool("web-ext")?)?;
    command
        .args([
            "lint",
            "--no-config-discovery",
            "--output",
            "json",
            "--boring",
            "--source-dir",
        ])
        .arg(&folder);
    let output = command.output().context("web-ext")?;
    let report: serde_json::Value = serde_json::from_slice(&output.stdout)
        .with_context(|| format!("web-ext said: {}", String::from_utf8_lossy(&output.stderr)))?;
    for kind in ["errors", "warnings", "notices"] {
        for entry in report[kind].as_array().into_iter().flatten() {
            say(format!(
                "web-ext {}: {} {} ({}:{})",
                kind.trim_end_matches('s'),
                entry["code"].as_str().unwrap_or_default(),
                entry["message"].as_str().unwrap_or_default(),
                entry["file"].as_str().unwrap_or("-"),
                entry["line"]
            ));
        }
    }
    let count = |kind: &str| report["summary"][kind].as_u64();
    let (Some(errors), Some(warnings)) = (count("errors"), count("warnings")) else {
        bail!(
            "web-ext gave no summary: {}",
            String::from_utf8_lossy(&output.stdout)
        );
    };
    println!("web-ext lint: {errors} errors, {warnings} warnings");
    // A warning that is not ours to mend would be named here, with its reason; there is none.
    if errors > 0 || warnings > 0 {
        bail!("the manifest lint found {errors} errors and {warnings} warnings");
    }
    Ok(())
}

/// Plain scripts with JSDoc types, checked strictly.
fn types() -> Result<()> {
    let folder = place::root().join("extension").join("hands");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .with_context(|| place::shown(&folder))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|x| x == "js" || x == "ts"))
        .collect();
    files.sort();
    if files.is_empty() {
        bail!("no hands in {}", place::shown(&folder));
    }
    let mut command = setup::node_command(&setup::npm_tool("tsc")?)?;
    command
        .args([
            "--noEmit",
            "--allowJs",
            "--checkJs",
            "--strict",
            "--target",
            "es2022",
            "--lib",
            "es2022,dom,dom.iterable",
        ])
        .args([
            "--module",
            "preserve",
            "--moduleDetection",
            "legacy",
            "--types",
            "chrome",
            "--pretty",
            "false",
            "--typeRoots",
        ])
        .arg(place::npm().join("node_modules").join("@types"))
        .args(&files);
    step::run("types of the hands", &mut command)?;
    println!("tsc: {} files of hands, no errors", files.len());
    Ok(())
}
