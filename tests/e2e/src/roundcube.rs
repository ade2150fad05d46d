//! A real webmail.
use std::path::Path;
/// Roundcube
pub struct Roundcube;
impl Roundcube {
    /// Whether the packages are here.
    pub fn installed() -> bool {
        Path::new("/usr/share/roundcube").is_dir()
    }
}
