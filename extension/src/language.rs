//! The catalogue of the language in force, read from the package.

use crate::api::{self, ApiError};
use honmono_ui::Catalog;

/// The languages that ship, in the order in which they are offered.
pub(crate) const SHIPPED: [&str; 6] = ["ja", "en", "de", "fr", "it", "es"];

/// The shipped language that fits best: what was chosen, else what the browser speaks, else English.
#[must_use]
pub(crate) fn best(chosen: Option<&str>, browser: &str) -> &'static str {
    let fits = |wanted: &str| {
        let primary = wanted
            .split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        SHIPPED.into_iter().find(|language| *language == primary)
    };
    chosen
        .and_then(fits)
        .or_else(|| fits(browser))
        .unwrap_or("en")
}

/// Reads the catalogue, with English behind it for what it lacks.
pub(crate) async fn catalog(chosen: Option<&str>) -> Result<Catalog, ApiError> {
    let language = best(chosen, &api::browser_language());
    let own = api::own_json(&format!("_locales/{language}/messages.json")).await?;
    let english = if language == "en" {
        None
    } else {
        Some(api::own_json("_locales/en/messages.json").await?)
    };
    Ok(Catalog::new(language, own, english))
}

#[cfg(test)]
mod tests {
    use super::*;

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
