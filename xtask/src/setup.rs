//! Installs what is missing, where it may; elsewhere stops with the command to type.

use crate::place;
use crate::step::{self, say};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Parts that a command may need.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// wasm-opt, web-ext, tsc, axe-core.
    NpmTools,
    /// Chromium and Firefox, their drivers, a Japanese font, a screen for what only a window has.
    Browsers,
    /// Roundcube, Dovecot, PHP.
    Webmail,
}

/// Everything.
pub const ALL: [Part; 3] = [Part::NpmTools, Part::Browsers, Part::Webmail];

const BROWSERS: [&str; 8] = [
    "chromium",
    "chromium-driver",
    "chromium-l10n",
    "firefox-esr",
    "firefox-esr-l10n-ja",
    "fonts-noto-cjk",
    "xvfb",
    "xdotool",
];
// `php-cgi` only so that the package `php` does not bring Apache.
const WEBMAIL: [&str; 5] = [
    "roundcube-core",
    "roundcube-sqlite3",
    "dovecot-imapd",
    "php-cli",
    "php-cgi",
];

/// Makes sure of these parts; quick when all is there.
pub fn ensure(parts: &[Part]) -> Result<()> {
    if place::may_install() {
        let mut packages = vec![];
        for part in parts {
            match part {
                // Not `nodejs` blindly: a newer Node from elsewhere must not be replaced.
                Part::NpmTools => {
                    packages.extend(
                        ["node", "npm"]
                            .iter()
                            .zip(["nodejs", "npm"])
                            .filter(|(p, _)| e2e::program::on_path(p).is_none())
                            .map(|(_, p)| p),
                    );
                }
                Part::Browsers => packages.extend(BROWSERS),
                Part::Webmail => packages.extend(WEBMAIL),
            }
        }
        apt(&packages)?;
    }
    if parts.contains(&Part::Browsers) {
        geckodriver()?;
    }
    missing(parts)?;
    if parts.contains(&Part::NpmTools) {
        npm()?;
    }
    Ok(())
}

/// Installs Debian packages that are not there yet.
pub fn apt(packages: &[&str]) -> Result<()> {
    let there = step::asked(Command::new("dpkg-query").args([
        "-W",
        "-f",
        "${Package} ${db:Status-Status}\n",
    ]))
    .unwrap_or_default();
    let there: std::collections::BTreeSet<&str> = there
        .lines()
        .filter_map(|line| line.strip_suffix(" installed"))
        .collect();
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !there.contains(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if missing.contains(&"roundcube-core") {
        // Its database is made by the test run, not by the package.
        let mut command = Command::new("sh");
        command.args(["-c", "echo 'roundcube-core roundcube/dbconfig-install boolean false' | debconf-set-selections"]);
        step::run("answer Roundcube's questions", &mut command)?;
    }
    let install = || {
        let mut command = Command::new("apt-get");
        command
            .args(["install", "-y", "--no-install-recommends"])
            .args(&missing);
        // RUNLEVEL=1 keeps packages from starting their daemons where no init runs them.
        command
            .env("DEBIAN_FRONTEND", "noninteractive")
            .env("RUNLEVEL", "1");
        command
    };
    let what = format!("install {}", missing.join(" "));
    let dry = Command::new("apt-get")
        .args(["install", "-s", "-qq", "--no-install-recommends"])
        .args(&missing)
        .output();
    if !dry.is_ok_and(|output| output.status.success())
        || step::run(what.as_str(), &mut install()).is_err()
    {
        step::run(
            "read Debian's package lists",
            Command::new("apt-get").arg("update"),
        )?;
        step::run(what.as_str(), &mut install())?;
    }
    Ok(())
}

/// No Debian package has the driver of Firefox; its source is a crate.
fn geckodriver() -> Result<()> {
    if e2e::program::geckodriver().is_ok() {
        return Ok(());
    }
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(["install", "geckodriver", "--locked", "--root"])
        .arg(place::tools());
    // A folder of its own: the outer cargo holds the lock of ours.
    command.env("CARGO_TARGET_DIR", place::tools().join("build"));
    step::run("build geckodriver (some minutes, once)", &mut command)?;
    let _ = std::fs::remove_dir_all(place::tools().join("build"));
    Ok(())
}

/// Names every missing program with the command that brings it.
fn missing(parts: &[Part]) -> Result<()> {
    let mut lines = vec![];
    let hint = |debian: &str, mac: &str, windows: &str| match std::env::consts::OS {
        "macos" => mac.to_owned(),
        "windows" => windows.to_owned(),
        _ => debian.to_owned(),
    };
    let mut want = |found: bool, what: &str, how: String| {
        if !found {
            lines.push(format!("  {what}: {how}"));
        }
    };
    for part in parts {
        match part {
            Part::NpmTools => want(
                e2e::program::on_path("node").is_some() && e2e::program::on_path("npm").is_some(),
                "Node and npm",
                hint(
                    "apt-get install -y nodejs npm",
                    "brew install node",
                    "winget install OpenJS.NodeJS.LTS",
                ),
            ),
            Part::Browsers => {
                want(
                    e2e::program::chromium().is_ok(),
                    "Chromium",
                    hint(
                        "apt-get install -y chromium",
                        "brew install --cask chromium",
                        "winget install Hibbiki.Chromium",
                    ),
                );
                want(
                    e2e::program::chromedriver().is_ok(),
                    "ChromeDriver",
                    hint(
                        "apt-get install -y chromium-driver",
                        "brew install --cask chromedriver",
                        "winget install Chromium.ChromeDriver",
                    ),
                );
                want(
                    e2e::program::firefox().is_ok(),
                    "Firefox",
                    hint(
                        "apt-get install -y firefox-esr firefox-esr-l10n-ja",
                        "brew install --cask firefox",
                        "winget install Mozilla.Firefox.ESR",
                    ),
                );
                // Elsewhere there is none, and the tests that need it say so.
                let screen = ["Xvfb", "xdotool"].map(e2e::program::on_path);
                want(
                    !cfg!(target_os = "linux") || screen.iter().all(Option::is_some),
                    "a screen of its own",
                    "apt-get install -y xvfb xdotool".to_owned(),
                );
            }
            Part::Webmail => want(
                e2e::roundcube::Roundcube::installed(),
                "Roundcube (runs on Debian as root)",
                format!(
                    "apt-get install -y --no-install-recommends {}   (else in a Debian container)",
                    WEBMAIL.join(" ")
                ),
            ),
        }
    }
    if lines.is_empty() {
        return Ok(());
    }
    bail!(
        "missing, and not mine to install here:\n{}",
        lines.join("\n")
    )
}

/// Installs the npm tools as the lock file says, unless the same lock file was installed before.
fn npm() -> Result<()> {
    let source = place::root().join("xtask").join("tools");
    let lock =
        std::fs::read(source.join("package-lock.json")).context("xtask/tools/package-lock.json")?;
    let seal = format!("{:x}", Sha256::digest(&lock));
    let seal_file = place::npm().join("installed");
    if std::fs::read_to_string(&seal_file).is_ok_and(|old| old == seal) {
        return Ok(());
    }
    std::fs::create_dir_all(place::npm())?;
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        std::fs::copy(source.join(name), place::npm().join(name))?;
    }
    let npm = e2e::program::on_path("npm").context("npm is not on the PATH")?;
    step::run(
        "install the npm tools",
        Command::new(npm).arg("ci").current_dir(place::npm()),
    )?;
    std::fs::write(seal_file, seal)?;
    Ok(())
}

/// The script of an npm tool, installed when it is missing.
pub fn npm_tool(name: &str) -> Result<PathBuf> {
    ensure(&[Part::NpmTools])?;
    let inside = match name {
        "wasm-opt" => "binaryen/bin/wasm-opt",
        "web-ext" => "web-ext/bin/web-ext.js",
        "tsc" => "typescript/bin/tsc",
        other => bail!("no npm tool {other}"),
    };
    let path = place::npm().join("node_modules").join(inside);
    if !path.exists() {
        bail!(
            "{} is missing; remove {} and run `cargo xtask setup`",
            path.display(),
            place::shown(&place::npm())
        );
    }
    Ok(path)
}

/// Node running a script, the same on every system.
pub fn node_command(script: &Path) -> Result<Command> {
    let node = e2e::program::on_path("node").context("node is not on the PATH")?;
    let mut command = Command::new(node);
    command.arg(script);
    Ok(command)
}

/// `cargo xtask setup`.
pub fn all() -> Result<()> {
    crate::wasm::Way::find()?;
    ensure(&ALL)?;
    say("setup: everything is there");
    Ok(())
}
