//! Where things lie, and what kind of machine this is.

use std::path::{Path, PathBuf};

/// The top of the checkout.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_path_buf()
}

/// The build folder of this run: `CARGO_TARGET_DIR`, else `target/`.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(set) => root().join(set),
        None => root().join("target"),
    }
}

/// Tools that `setup` installs (driver, npm tools). Shared by every build folder.
pub fn tools() -> PathBuf {
    root().join("target").join("tools")
}

/// The folder of the installed npm tools.
pub fn npm() -> PathBuf {
    tools().join("npm")
}

/// What is loaded and packed.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// A path as a person reads it: from the top of the checkout where possible.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}

/// The version in the workspace's manifest, which every crate shares.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// True where packages can be installed without asking anybody: root on Debian or a system made from it.
pub fn may_install() -> bool {
    cfg!(target_os = "linux") && is_root() && e2e::program::on_path("apt-get").is_some()
}

#[cfg(unix)]
fn is_root() -> bool {
    e2e::program::is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
