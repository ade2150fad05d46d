//! The catalogue of the language in force, read from the package.

use crate::api::{self, ApiError};
use honmono_ui::Catalog;
use honmono_ui::language::best;

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
