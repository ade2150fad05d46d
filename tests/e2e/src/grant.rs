//! The browser's questions to the person, answered beforehand.

use crate::browser::{Browser, Kind, Side};
use anyhow::Result;
use serde_json::{Value, json};

impl Browser {
    /// Answers yes, beforehand, to the browser's question whether the extension may enter these pages (a match pattern). The extension
    /// itself must still ask, on a real click. Firefox is started so that it never shows the question.
    pub fn answer_yes(&self, pattern: &str) -> Result<()> {
        if self.kind() == Kind::Firefox {
            return Ok(());
        }
        let id = self
            .origin()
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        let back = self.new_tab("chrome://extensions/")?;
        let done = self.eval_with(
            "chrome.developerPrivate.addHostPermission(args[0], args[1])",
            vec![json!(id), json!(pattern)],
        );
        self.close_tab(back)?;
        done.map(|_| ())
    }

    /// Answers yes to the browser's question whether the extension may have an optional permission. In Firefox, which is started so that it never
    /// shows the question, the extension itself must still ask, on a real click. Chromium's question can be pressed by nobody here: the same
    /// extension is loaded once with the permission among those it needs, and then as it ships; what it had it keeps.
    pub fn answer_yes_to(&mut self, permission: &str) -> Result<()> {
        let runtime = self.runtime();
        match &mut self.side {
            Side::Chromium(side) => runtime.block_on(side.grant(permission))?,
            Side::Firefox(_) => return Ok(()),
        }
        // While the one takes the place of the other, none of its pages can be opened.
        self.until("its pages open again", || {
            Ok(self.open_own("options.html").ok())
        })
    }

    /// Whether the extension may enter a host by a permission that was granted later.
    pub fn allowed(&self, host: &str) -> Result<bool> {
        let granted = match &self.side {
            Side::Firefox(side) => self.run(side.chrome(
                "return WebExtensionPolicy.getByID(id).allowedOrigins.patterns.map(p => p.pattern);",
            ))?,
            Side::Chromium(side) => self.run(async {
                if !side.background_runs().await? {
                    return Ok(Value::Null);
                }
                side.background_eval("chrome.permissions.getAll().then(all => all.origins)").await
            })?,
        };
        let patterns = granted
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        Ok(patterns
            .into_iter()
            .any(|pattern| pattern == "https://*/*" || pattern == format!("https://{host}/*")))
    }
}
