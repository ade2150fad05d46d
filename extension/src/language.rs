//! The catalogue of the language in force, read from the package.

use crate::api::{self, ApiError};
use honmono_ui::Catalog;
use honmono_ui::language::best;

/// Reads the catalogue of the chosen language, else of the browser's.
pub(crate) async fn catalog(chosen: Option<&str>) -> Result<Catalog, ApiError> {
    let language = best(chosen, &api::browser_language());
    let words = api::own_json(&format!("_locales/{language}/messages.json")).await?;
    Ok(Catalog::new(language, words))
}
