//! The languages that ship, and which of them fits a person.

/// Every language that ships, in the order in which they are offered: its tag, and its name in itself.
pub const SHIPPED: [(&str, &str); 6] = [
    ("ja", "日本語"),
    ("en", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("it", "Italiano"),
    ("es", "Español"),
];

/// The shipped language of a tag (BCP 47, or with `_` as browsers' folders have it), whatever its region.
///
/// ```
/// use honmono_ui::language::nearest;
/// assert_eq!(nearest("de-AT"), Some("de"));
/// assert_eq!(nearest("fi"), None);
/// ```
#[must_use]
pub fn nearest(tag: &str) -> Option<&'static str> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    SHIPPED
        .into_iter()
        .map(|(known, _)| known)
        .find(|known| known.eq_ignore_ascii_case(primary))
}

/// The language that fits best: what was chosen, else what the browser speaks, else English.
#[must_use]
pub fn best(chosen: Option<&str>, browser: &str) -> &'static str {
    chosen
        .and_then(nearest)
        .or_else(|| nearest(browser))
        .unwrap_or("en")
}

#[cfg(test)]
mod tests {
    use super::{best, nearest};

    #[test]
    fn a_region_and_case_do_not_matter() {
        assert_eq!(nearest("ja-JP"), Some("ja"));
        assert_eq!(nearest("en_GB"), Some("en"));
        assert_eq!(nearest("FR"), Some("fr"));
        assert_eq!(nearest("xx"), None);
    }

    #[test]
    fn a_choice_goes_before_the_browser() {
        assert_eq!(best(Some("ja"), "en-GB"), "ja");
        assert_eq!(best(None, "ja-JP"), "ja");
    }

    #[test]
    fn an_unknown_language_falls_back() {
        assert_eq!(best(Some("tlh"), "ja"), "ja");
        assert_eq!(best(None, "fi"), "en");
    }
}
