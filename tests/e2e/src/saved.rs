//! Saved pages: a folder with `pages.json`, each page served at its own address.

use crate::lab::Lab;
use crate::site::{Page, Site, parse_address};
use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// A saved page. Only `file` and `url` must be there.
#[derive(Debug, Clone, Deserialize)]
pub struct Saved {
    /// Its file in the folder.
    pub file: String,
    /// Its address.
    pub url: String,
    /// The documents of its frames: address, file.
    #[serde(default)]
    pub frames: BTreeMap<String, String>,
    /// `page`, `frame` or `fragment`.
    pub kind: Option<String>,
    /// False: a part of the page is missing.
    pub whole: Option<bool>,
    /// What a reader should find.
    #[serde(default)]
    pub expect: Map<String, Value>,
}

impl Saved {
    /// The pages of a folder.
    pub fn list(folder: &Path) -> Result<Vec<Saved>> {
        let list = folder.join("pages.json");
        let text = std::fs::read_to_string(&list).with_context(|| list.display().to_string())?;
        serde_json::from_str(&text).with_context(|| list.display().to_string())
    }

    /// Whether it may come out as unread.
    pub fn may_be_unread(&self) -> bool {
        self.whole == Some(false) || self.kind.as_deref() == Some("fragment")
    }

    /// The addresses of its frames.
    pub fn frame_addresses(&self) -> Vec<String> {
        self.frames.keys().cloned().collect()
    }

    /// Puts the page and its frames at their own addresses, scripts switched off by the page's policy: extensions are not bound by it.
    pub fn serve(&self, lab: &Lab, folder: &Path) -> Result<()> {
        let mut sites: BTreeMap<String, Site> = BTreeMap::new();
        let all = std::iter::once((&self.url, &self.file)).chain(&self.frames);
        for (address, file) in all {
            let address =
                parse_address(address).with_context(|| format!("{}: {address}", self.file))?;
            let path = folder.join(file);
            let body = std::fs::read(&path).with_context(|| path.display().to_string())?;
            let kind = match path.extension().and_then(|end| end.to_str()) {
                Some("txt" | "eml") => "text/plain; charset=utf-8",
                Some("json") => "application/json",
                _ => "text/html; charset=utf-8",
            };
            let answer = Page::of(kind, body).policy("script-src 'none'");
            let site = sites
                .remove(&address.host)
                .unwrap_or_else(|| Site::new(&address.host));
            sites.insert(address.host, site.page(&address.path, answer));
        }
        for site in sites.into_values() {
            lab.serve(site);
        }
        Ok(())
    }
}
