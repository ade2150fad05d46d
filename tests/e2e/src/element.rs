//! An element of a page, with calls that end when they are done.

use anyhow::{Context, Result};
use fantoccini::Locator;
use std::sync::Arc;
use tokio::runtime::Runtime;

/// An element. Belongs to the frame in which it was found.
#[derive(Clone)]
pub struct Element {
    inner: fantoccini::elements::Element,
    runtime: Arc<Runtime>,
}

impl Element {
    pub(crate) fn new(inner: fantoccini::elements::Element, runtime: Arc<Runtime>) -> Element {
        Element { inner, runtime }
    }

    /// The client library's own element.
    pub fn inner(&self) -> &fantoccini::elements::Element {
        &self.inner
    }

    fn run<T>(
        &self,
        future: impl Future<Output = Result<T, fantoccini::error::CmdError>>,
    ) -> Result<T> {
        Ok(self.runtime.block_on(future)?)
    }

    /// The text a person sees.
    pub fn text(&self) -> Result<String> {
        self.run(self.inner.text())
    }

    /// An attribute as written.
    pub fn attr(&self, name: &str) -> Result<Option<String>> {
        self.run(self.inner.attr(name))
    }

    /// A property as it is now.
    pub fn prop(&self, name: &str) -> Result<Option<String>> {
        self.run(self.inner.prop(name))
    }

    /// A computed style.
    pub fn style(&self, name: &str) -> Result<String> {
        self.run(self.inner.css_value(name))
    }

    /// A real click.
    pub fn click(&self) -> Result<()> {
        self.run(self.inner.click())
    }

    /// Types into it.
    pub fn type_in(&self, text: &str) -> Result<()> {
        self.run(self.inner.send_keys(text))
    }

    /// Whether it is shown.
    pub fn shown(&self) -> Result<bool> {
        self.run(self.inner.is_displayed())
    }

    /// Left, top, width and height in CSS pixels.
    pub fn place(&self) -> Result<(f64, f64, f64, f64)> {
        self.run(self.inner.rectangle())
    }

    /// A picture of it, as PNG.
    pub fn picture(&self) -> Result<Vec<u8>> {
        self.run(self.inner.screenshot())
    }

    /// The first element inside.
    pub fn find(&self, css: &str) -> Result<Element> {
        let found = self
            .run(self.inner.find(Locator::Css(css)))
            .with_context(|| css.to_owned())?;
        Ok(Element::new(found, self.runtime.clone()))
    }

    /// The first element inside its shadow root, open or closed.
    pub fn in_shadow(&self, css: &str) -> Result<Element> {
        let found = self.run(async {
            self.inner
                .shadow_root()
                .await?
                .find(Locator::Css(css))
                .await
        });
        Ok(Element::new(
            found.with_context(|| format!("{css} in a shadow root"))?,
            self.runtime.clone(),
        ))
    }

    /// All elements inside its shadow root, open or closed.
    pub fn all_in_shadow(&self, css: &str) -> Result<Vec<Element>> {
        let found = self.run(async {
            self.inner
                .shadow_root()
                .await?
                .find_all(Locator::Css(css))
                .await
        })?;
        Ok(found
            .into_iter()
            .map(|inner| Element::new(inner, self.runtime.clone()))
            .collect())
    }

    /// Enters the frame that this element is. [`crate::Browser::top`] leads back.
    pub fn enter(&self) -> Result<()> {
        self.run(self.inner.enter_frame())
    }
}
