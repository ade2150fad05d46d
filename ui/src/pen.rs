//! The pen: small elements out of words. Text is set as text, never as markup.

use crate::catalog::{Args, Catalog, Piece, pieces};
use gloo_events::EventListener;
use honmono::verdict::Evidence;
use honmono::words::Sentence;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, Node};

/// An element, or what the browser said against it.
pub type Drawn<T = Element> = Result<T, JsValue>;

/// Draws into one document with the words of one language.
#[derive(Clone, Debug)]
pub struct Pen {
    document: Document,
    words: Catalog,
}

impl Pen {
    /// A pen for the page we are in. Sets the page's language and direction.
    ///
    /// # Errors
    /// Outside a page.
    pub fn new(words: Catalog) -> Drawn<Self> {
        let document = web_sys::window()
            .and_then(|window| window.document())
            .ok_or("no document")?;
        if let Some(root) = document.document_element() {
            root.set_attribute("lang", words.language())?;
            let right_to_left = ["ar", "he", "fa", "ur"]
                .iter()
                .any(|tag| words.language().starts_with(tag));
            root.set_attribute("dir", if right_to_left { "rtl" } else { "ltr" })?;
        }
        Ok(Self { document, words })
    }

    /// The document.
    #[must_use]
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// The words.
    #[must_use]
    pub const fn words(&self) -> &Catalog {
        &self.words
    }

    /// An element with a class (may be empty) and what is in it.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn element(&self, tag: &str, class: &str, inside: &[&Node]) -> Drawn {
        let element = self.document.create_element(tag)?;
        if !class.is_empty() {
            element.set_attribute("class", class)?;
        }
        for node in inside {
            element.append_child(node)?;
        }
        Ok(element)
    }

    /// An element that holds a plain text.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn text(&self, tag: &str, class: &str, text: &str) -> Drawn {
        let element = self.element(tag, class, &[])?;
        element.set_text_content(Some(text));
        Ok(element)
    }

    /// An element that holds the words of a key.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn say(&self, tag: &str, class: &str, key: &str, args: &Args) -> Drawn {
        let element = self.element(tag, class, &[])?;
        self.fill(&element, key, args)?;
        Ok(element)
    }

    /// An element that holds a sentence.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn sentence(&self, tag: &str, class: &str, sentence: &Sentence) -> Drawn {
        self.say(tag, class, &sentence.key, &sentence.args)
    }

    /// Fills an element with the words of a key; evidence becomes nodes of its own.
    fn fill(&self, element: &Element, key: &str, args: &Args) -> Drawn<()> {
        let message = self.words.message(key, args);
        for piece in pieces(&message) {
            match piece {
                Piece::Words(words) => {
                    drop(element.append_child(&self.document.create_text_node(words))?)
                }
                Piece::Argument(name) => match args.iter().find(|(known, _)| known == name) {
                    Some((_, value)) => drop(element.append_child(&*self.evidence(value)?)?),
                    None => drop(element.append_child(&self.document.create_text_node("…"))?),
                },
            }
        }
        Ok(())
    }

    /// Evidence as a node: isolated from the sentence's direction, the registrable domain in bold.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn evidence(&self, value: &Evidence) -> Drawn {
        match value {
            Evidence::Host { before, site } | Evidence::Address { before, site } => {
                // Hosts and addresses read from left to right in every language.
                let host = self.element(
                    "bdi",
                    "host",
                    &[
                        &self.document.create_text_node(before),
                        &*self.text("b", "", site)?,
                    ],
                )?;
                host.set_attribute("dir", "ltr")?;
                host.set_attribute("translate", "no")?;
                Ok(host)
            }
            other => {
                let text = self.text("bdi", "said", &self.words.plain(other))?;
                text.set_attribute("translate", "no")?;
                Ok(text)
            }
        }
    }

    /// A button with the words of a key.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn button(&self, class: &str, key: &str, pressed: impl FnMut() + 'static) -> Drawn {
        self.button_about(class, key, &[], pressed)
    }

    /// A button whose words take arguments, such as how many things it is about.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn button_about(
        &self,
        class: &str,
        key: &str,
        args: &Args,
        pressed: impl FnMut() + 'static,
    ) -> Drawn {
        let button = self.say("button", class, key, args)?;
        button.set_attribute("type", "button")?;
        button.set_attribute("data-does", key)?;
        on(&button, "click", pressed);
        Ok(button)
    }

    /// Replaces everything in an element.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn replace(&self, element: &Element, inside: &[&Node]) -> Drawn<()> {
        element.set_text_content(None);
        for node in inside {
            element.append_child(node)?;
        }
        Ok(())
    }

    /// The place our pages draw into: `<main>`.
    ///
    /// # Errors
    /// When the page has none.
    pub fn main(&self) -> Drawn {
        self.document
            .query_selector("main")?
            .ok_or_else(|| JsValue::from_str("no main element"))
    }
}

/// Calls back on an event, as long as the element lives.
pub fn on(element: &Element, event: &'static str, mut then: impl FnMut() + 'static) {
    EventListener::new(element, event, move |_| then()).forget();
}

/// Moves the keyboard focus, if it can be.
pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}
