//! Where the browsers, their drivers and other programs are.

use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// A program on the `PATH`.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) {
        &[".exe", ".cmd", ""]
    } else {
        &[""]
    };
    std::env::split_paths(&std::env::var_os("PATH")?)
        // Debian keeps daemons here; a person's PATH may lack it.
        .chain([PathBuf::from("/usr/sbin")])
        .flat_map(|folder| {
            endings
                .iter()
                .map(move |ending| folder.join(format!("{name}{ending}")))
        })
        .find(|path| path.is_file())
}

fn find(variable: &str, names: &[&str], places: &[&str], what: &str) -> Result<PathBuf> {
    if let Some(path) = std::env::var_os(variable).map(PathBuf::from) {
        if path.is_file() {
            return Ok(path);
        }
        bail!("{variable} names {}, which is not there", path.display());
    }
    let found = names
        .iter()
        .find_map(|name| on_path(name))
        .or_else(|| places.iter().map(PathBuf::from).find(|path| path.is_file()));
    match found {
        Some(path) => Ok(path),
        None => bail!("{what} is missing: run `cargo xtask setup` (or set {variable})"),
    }
}

/// Chromium. Google's own Chrome no longer takes extensions from the command line, so it comes last.
pub fn chromium() -> Result<PathBuf> {
    let mac = ["/Applications/Chromium.app/Contents/MacOS/Chromium"];
    find(
        "HONMONO_CHROMIUM",
        &["chromium", "chromium-browser", "google-chrome"],
        &mac,
        "Chromium",
    )
}

/// Chromium's driver.
pub fn chromedriver() -> Result<PathBuf> {
    find(
        "HONMONO_CHROMEDRIVER",
        &["chromedriver"],
        &["/usr/lib/chromium/chromedriver"],
        "ChromeDriver",
    )
}

/// Firefox, the long-lived edition first.
pub fn firefox() -> Result<PathBuf> {
    let mac = [
        "/Applications/Firefox.app/Contents/MacOS/firefox",
        "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
    ];
    find(
        "HONMONO_FIREFOX",
        &["firefox-esr", "firefox"],
        &mac,
        "Firefox",
    )
}

/// Firefox's driver, on the path or as `cargo xtask setup` built it.
pub fn geckodriver() -> Result<PathBuf> {
    let built = root().join("target/tools/bin").join(if cfg!(windows) {
        "geckodriver.exe"
    } else {
        "geckodriver"
    });
    let built = built.to_string_lossy();
    find(
        "HONMONO_GECKODRIVER",
        &["geckodriver"],
        &[&built],
        "geckodriver",
    )
}

/// The top of the checkout.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.ancestors().nth(2).unwrap_or(own).to_path_buf()
}

/// Whether this process may do everything; Chromium then refuses its sandbox, and Dovecot its user.
#[cfg(unix)]
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Whether this process may do everything.
#[cfg(not(unix))]
pub fn is_root() -> bool {
    false
}
