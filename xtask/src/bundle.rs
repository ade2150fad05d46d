//! From the built parts to the folders a browser loads.

use crate::place;
use crate::step::say;
use crate::wasm::{self, Way};
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use honmono::page::{Plan, sites};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// What is built.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Target {
    /// For Chromium, Chrome, Edge and their kin.
    Chromium,
    /// For Firefox.
    Firefox,
    /// The local page.
    Www,
}

impl Target {
    /// All of them.
    pub const ALL: [Target; 3] = [Target::Chromium, Target::Firefox, Target::Www];
    /// Those that are browser packages.
    pub const PACKAGES: [Target; 2] = [Target::Chromium, Target::Firefox];

    /// Its name in `dist/` and in the names of the packages.
    pub fn name(self) -> &'static str {
        match self {
            Target::Chromium => "chromium",
            Target::Firefox => "firefox",
            Target::Www => "www",
        }
    }

    /// The file in `extension/manifest/` that holds what differs.
    fn patch(self) -> Option<&'static str> {
        match self {
            Target::Chromium => Some("chrome.json"),
            Target::Firefox => Some("firefox.json"),
            Target::Www => None,
        }
    }

    /// Its folder.
    pub fn folder(self) -> PathBuf {
        place::dist().join(self.name())
    }
}

/// Builds the targets. A folder is replaced only when its new content is whole.
pub fn build(targets: &[Target]) -> Result<()> {
    let way = Way::find()?;
    if targets.iter().any(|target| *target != Target::Www) {
        let bound = Scratch::new("wasm")?;
        for side in ["background", "duties", "pages", "source"] {
            let module = way.compile("honmono-extension", "honmono_extension", Some(side))?;
            wasm::bind(&module, &bound.0, side)?;
        }
        for target in targets.iter().filter(|target| **target != Target::Www) {
            let new = Scratch::new(target.name())?;
            extension(*target, &bound.0, &new.0)?;
            new.replace(&target.folder())?;
        }
    }
    if targets.contains(&Target::Www) {
        let module = way.compile("honmono-www", "honmono_www", None)?;
        let new = Scratch::new("www")?;
        wasm::bind(&module, &new.0.join("wasm"), "honmono")?;
        copy(&place::root().join("www").join("static"), &new.0, |_| true)?;
        // The local page speaks with the words of the extension.
        let shared = place::root().join("extension").join("static");
        copy(&shared.join("_locales"), &new.0.join("_locales"), |_| true)?;
        // And with its looks.
        for name in ["honmono.css", "guide.css", "icons/seal-32.png"] {
            let to = new.0.join(name);
            if let Some(folder) = to.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::copy(shared.join(name), to).with_context(|| name.to_owned())?;
        }
        new.replace(&Target::Www.folder())?;
    }
    for target in targets {
        say(format!("built {}", place::shown(&target.folder())));
    }
    Ok(())
}

fn extension(target: Target, bound: &Path, to: &Path) -> Result<()> {
    let source = place::root().join("extension");
    copy(&source.join("static"), to, |path| !is_types(path))?;
    copy(&source.join("hands"), &to.join("hands"), |path| {
        path.extension().is_some_and(|x| x == "js" || x == "css")
    })?;
    copy(bound, &to.join("wasm"), |path| !is_types(path))?;
    std::fs::write(to.join("plans.json"), plans()?)?;
    let manifest = manifest(target)?;
    std::fs::write(
        to.join("manifest.json"),
        format!("{}\n", serde_json::to_string_pretty(&manifest)?),
    )?;
    named_files_exist(&manifest, to)
}

/// What the hands look for in webmails, by name: the engine in the background only says which of these.
fn plans() -> Result<String> {
    let made = |(name, made): &(&str, sites::Made)| {
        Ok(((*name).to_owned(), serde_json::to_value(made())?))
    };
    let sites: Result<Map<String, Value>> = sites::CANDIDATES.iter().map(made).collect();
    let limits = serde_json::to_value(Plan::default().limits)?;
    let plans = serde_json::json!({"limits": limits, "sites": sites?});
    Ok(format!("{}\n", serde_json::to_string(&plans)?))
}

fn is_types(path: &Path) -> bool {
    path.to_string_lossy().ends_with(".d.ts")
        || path.file_name().is_some_and(|name| name == "tsconfig.json")
}

/// The manifest of one browser: the common one, merged with the differences (RFC 7396), with the workspace's version.
pub fn manifest(target: Target) -> Result<Value> {
    let folder = place::root().join("extension").join("manifest");
    let read = |name: &str| -> Result<Value> {
        let path = folder.join(name);
        let text = std::fs::read_to_string(&path).with_context(|| place::shown(&path))?;
        serde_json::from_str(&text).with_context(|| place::shown(&path))
    };
    let mut manifest = read("base.json")?;
    if let Some(name) = target.patch() {
        json_patch::merge(&mut manifest, &read(name)?);
    }
    manifest["version"] = place::VERSION.into();
    Ok(manifest)
}

/// A browser that loads a manifest with a missing file may drop the whole extension without a word.
fn named_files_exist(manifest: &Value, folder: &Path) -> Result<()> {
    let mut open = vec![manifest];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(all) => open.extend(all),
            Value::Object(all) => open.extend(all.values()),
            Value::String(text) => {
                let file = text.split(['?', '#']).next().unwrap_or_default();
                let a_file = [".js", ".html", ".css", ".png", ".svg", ".json", ".wasm"]
                    .iter()
                    .any(|end| file.ends_with(end));
                if a_file
                    && !file.contains('*')
                    && !file.contains(':')
                    && !folder.join(file.trim_start_matches('/')).exists()
                {
                    bail!(
                        "the manifest names {file}, which is not in {}",
                        folder.display()
                    );
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Copies a tree; what `wanted` refuses and hidden files stay behind.
fn copy(from: &Path, to: &Path, wanted: impl Fn(&Path) -> bool) -> Result<()> {
    if !from.is_dir() {
        bail!("{} is missing", place::shown(from));
    }
    for entry in WalkDir::new(from).sort_by_file_name() {
        let entry = entry?;
        let inside = entry.path().strip_prefix(from)?;
        if inside
            .components()
            .any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
        {
            continue;
        }
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(to.join(inside))?;
        } else if wanted(entry.path()) {
            std::fs::copy(entry.path(), to.join(inside))?;
        }
    }
    Ok(())
}

/// A folder that goes away unless it takes the place of another.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Result<Scratch> {
        let path = place::dist().join(format!(".{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path)?;
        Ok(Scratch(path))
    }

    fn replace(self, old: &Path) -> Result<()> {
        if old.exists() {
            std::fs::remove_dir_all(old)
                .with_context(|| format!("cannot replace {}", place::shown(old)))?;
        }
        std::fs::rename(&self.0, old)?;
        Ok(())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_that_names_a_missing_file_is_refused() {
        let folder = std::env::temp_dir();
        let manifest = serde_json::json!({"action": {"default_popup": "no-such-popup.html"}});
        assert!(named_files_exist(&manifest, &folder).is_err());
    }

    #[test]
    fn addresses_and_patterns_are_not_files() {
        let folder = std::env::temp_dir();
        let manifest = serde_json::json!({"homepage_url": "https://example.com/a.html", "web_accessible_resources": [{"resources": ["hands/*.js"]}]});
        assert!(named_files_exist(&manifest, &folder).is_ok());
    }
}
